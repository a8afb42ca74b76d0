"""The form in which something is said: its fields, what it would lead to, and the button that records it. Works without scripts.

A form has a key of its own. What is sent under it is recorded once, however often it is sent: by a second Enter, by the back
button, by a page loaded anew, after a server that was gone. Something else typed into the same form is something else.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from domain.refusals import Refusal
from domain.season.state import SeasonState
from glitterball.web.addresses import Links
from glitterball.web.desk.trying import Tried
from glitterball.web.forms.acts import Act
from glitterball.web.forms.filling import filled
from glitterball.web.forms.reading import FieldsDoNotFit
from glitterball.web.forms.spelling import Typed
from glitterball.web.page import Page
from glitterball.web.words import worded

KEY, SHOWN, STEP, BACK = "form_key", "form_shown", "form_step", "form_back"
"""Fields that belong to the form itself: its key, what was shown, what its button asks for, and where it leads back to."""

SHOW, RECORD = "show", "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form as it stands: what is typed, its key, what was shown of it, and where it came from."""

    typed: Typed
    key: str
    shown: str = ""
    step: str = SHOW
    back: str = ""

    def told(self, act: Act) -> str:
        """The key of what is said: the form's own, and what was typed into it."""
        said = repr((act.do, sorted((name, texts) for name, texts in self.typed.items() if any(texts))))
        return f"{self.key}/{sha256(said.encode()).hexdigest()[:16]}"


def new_key() -> str:
    """A key that no other form has."""
    return secrets.token_urlsafe(16)


def sent_in(fields: list[tuple[str, str]]) -> Sent:
    """A form that was sent."""
    typed: dict[str, tuple[str, ...]] = {}
    for name, text in fields:
        typed[name] = (*typed.get(name, ()), text.replace("\r\n", "\n"))  # as a browser sends what was typed with \n
    own = {name: (typed.pop(name, ("",))[0])[:2_000] for name in (KEY, SHOWN, STEP, BACK)}
    typed.pop("token", None)
    return Sent(
        typed=typed,
        key=own[KEY][:64] or new_key(),
        shown=own[SHOWN],
        step=own[STEP],
        back=own[BACK] if is_here(own[BACK]) else "",
    )


def is_here(address: str) -> bool:
    """Whether an address is one of these pages."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands under a form: what it would lead to, or why not; and whether that has changed since it was shown."""

    tried: Tried | None = None
    refusal: Refusal | None = None
    changed: bool = False
    differs: tuple[tuple[str, str], ...] = ()

    @property
    def wrong(self) -> Mapping[str, str]:
        """What does not fit, by field."""
        return dict(self.refusal.wrong) if isinstance(self.refusal, FieldsDoNotFit) else {}


def capital(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def act_page(act: Act, state: SeasonState, links: Links, week: int | None, sent: Sent, shown: Shown) -> Page:
    """The form of an act as it stands."""
    where: str = links.season
    if week is not None:
        where = worded("%(season)s, week %(week)s", season=links.season, week=week)
    refusal, called = shown.refusal, worded(capital(act.called))
    return Page(
        template="act.html",
        title=worded("%(verdict)s: %(title)s", verdict=where, title=called) if where else called,
        mode=state.mode if state.opened is not None else "",
        shown={
            "act": act,
            "capital": capital,
            "where": where,
            "fields": filled(act.kind, state, week, sent.typed, shown.wrong),
            "form": {"key": sent.key, "back": sent.back, "send_to": links.act(act.do, week)},
            "tried": shown.tried,
            "changed": shown.changed,
            "differs": shown.differs,
            "statement": "" if refusal is None else refusal.statement(),
            "advice": "" if refusal is None else refusal.advice(),
            "code": "" if refusal is None else refusal.code,
            "desk": links.desk(week) if week is not None and week in state.weeks else links.home(),
        },
        document={"schema": "glitterball.act.v1", "do": act.do},
    )
