"""In which language somebody is answered: by the address, else by what they chose here, else by what their browser asks for.

Which it is stands in the context of a request, so that whatever writes a page finds it; and whether a page was written by it, so
that what stands between is told that the answer varies.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from glitterball.web.languages import BRITISH, Language, chosen, named

COOKIE = "glitterball-language"
"""What a browser keeps the choice under. It says nothing about anybody."""

ASKED = "lang"
"""The word of an address that says its language."""

ON_AIR = ("/overlay/", "/embed/")
"""Where pages begin that go on air or stand in pages of others: in the language of their address alone, whatever the machine that
shows them is set to."""

VARIES = (b"vary", b"Accept-Language, Cookie")


@dataclass(slots=True)
class Speaking:
    """The language of an answer, and the address that was asked for. `by_address` is whether the address says the language;
    `varies` whether a page was written in it that would be another for somebody else."""

    language: Language
    here: str = "/"
    by_address: bool = False
    varies: bool = False


_SPEAKING: ContextVar[Speaking] = ContextVar("glitterball-speaking")


def begin(scope: Scope) -> Speaking:
    """Find out the language of a request, and speak it from here on."""
    made = _asked(scope)
    _SPEAKING.set(made)
    return made


def speaking() -> Speaking:
    """How it is spoken where a page is written; British English where nobody asked."""
    found = _SPEAKING.get(None)
    return Speaking(BRITISH) if found is None else found


def language() -> Language:
    """The language of the page that is written."""
    return speaking().language


def _asked(scope: Scope) -> Speaking:
    query = scope.get("query_string", b"").decode("latin-1")[:2_000]
    pairs = [(name, said) for name, said in parse_qsl(query) if name != ASKED] if query else []
    said = dict(parse_qsl(query)).get(ASKED, "") if query else ""
    rest = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    here = quote(scope["path"][:600], safe="/@:") + (f"?{rest}" if rest else "")
    by_address = named(said)
    if by_address is not None or scope["path"].startswith(ON_AIR):
        return Speaking(by_address or BRITISH, here, by_address=True)
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    return Speaking(_of_cookie(headers.get(b"cookie", "")) or chosen(headers.get(b"accept-language", "")), here)


def _of_cookie(header: str) -> Language | None:
    if COOKIE not in header:
        return None
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return None if found is None else named(found.value)


def to_its_address(request: Request) -> Response | None:
    """Where a page that never changes is in the language of whoever asks; nothing where they are there. Without a language in
    its address it is in British English for everybody."""
    now = speaking()
    if now.by_address or now.language is BRITISH:
        return None
    now.varies = True
    query = request.url.query
    asked = f"{quote(request.scope['path'], safe='/@:')}?{query + '&' if query else ''}{ASKED}={now.language.code}"
    return RedirectResponse(asked, 303, {"cache-control": "no-store"})
