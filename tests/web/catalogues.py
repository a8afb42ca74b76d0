"""The catalogues of the pages' languages, brought up to date: `python -m tests.web.catalogues`.

What the pages say is found in templates (`_`, `_n`), in code (`worded`, `counted`, `noted`), and in what forms are made of. What
is new is added without a translation, which a test then asks for; what is said no more goes; American English is made here.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

import glitterball.web
from glitterball.web.desk.act import capital
from glitterball.web.forms.acts import ACTS
from glitterball.web.forms.catalogue import fields_of

WEB = Path(glitterball.web.__file__).parent
LANGUAGES = WEB / "languages"
TRANSLATED = ("de", "es")
AMERICAN = "en_US"

Message = tuple[str, str]
"""What is said of one, and of several; the second is empty where there is no number in it."""

SPELLED_THERE = (
    ("programme", "program"), ("colour", "color"), ("recognis", "recogniz"), ("favour", "favor"), ("organis", "organiz"),
)  # fmt: skip
"""What American English spells otherwise."""


def messages() -> dict[str, Message]:
    """Everything that the pages say, by what is said of one."""
    found: dict[str, Message] = {}
    for one, several in (*_in_templates(), *_in_code(), *_in_forms()):
        if one and not (several == "" and one in found):
            found[one] = (one, several)
    return dict(sorted(found.items()))


def _in_templates() -> Iterator[Message]:
    for path in sorted((WEB / "templates").glob("*.html")):
        options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
        for _, name, said, _ in babel_extract(BytesIO(path.read_bytes()), ("_", "_n"), (), options):
            yield _message(said, name == "_n")


def _in_code() -> Iterator[Message]:
    for path in sorted(WEB.rglob("*.py")):
        with path.open("rb") as file:
            for _, name, said, _ in extract_python(file, ("worded", "counted", "noted"), (), {}):
                yield _message(said, name == "counted")


def _message(said: Any, is_several: bool) -> Message:
    words = said if isinstance(said, tuple | list) else (said,)
    return (words[0] or "", (words[1] or "") if is_several else "")


def _in_forms() -> Iterator[Message]:
    for act in ACTS.values():
        yield from ((capital(act.called), ""), (act.says, ""), (act.chapter, ""))
        for field in fields_of(act.kind):
            yield from ((said, "") for said in (field.called, field.helps, *field.choices))


def catalogue(name: str) -> Catalog:
    """A catalogue as it stands."""
    path = LANGUAGES / f"{name}.po"
    if not path.exists():
        return Catalog(locale=name)
    with path.open("rb") as file:
        return read_po(file, locale=name)


def american(text: str) -> str:
    """British English as Americans spell it."""
    for british, there in SPELLED_THERE:
        text = re.sub(british, there, text)
    return text


def brought_up_to_date(name: str, known: Catalog) -> Catalog:
    """A catalogue with all that is said now, and what was said for it."""
    made = Catalog(
        locale=name,
        project="Glitterball",
        header_comment=f"# The pages of Glitterball: {name}. Made by: python -m tests.web.catalogues",
        creation_date=datetime(2026, 11, 28, tzinfo=UTC),
        revision_date=datetime(2026, 11, 28, tzinfo=UTC),
        last_translator="Glitterball contributors",
        language_team=name,
        fuzzy=False,
    )
    for one, several in messages().values():
        before = known.get(one)
        said: Any = "" if before is None else before.string
        if name == AMERICAN:
            said = (american(one), american(several)) if several else american(one)
        if several:
            forms = said if isinstance(said, tuple | list) else (said,)
            said = (*forms, *[forms[-1]] * made.num_plurals)[: made.num_plurals]
        made.add((one, several) if several else one, said)
    return made


def written(made: Catalog) -> bytes:
    """A catalogue as it is kept."""
    octets = BytesIO()
    write_po(octets, made, width=130, no_location=True, sort_output=True, ignore_obsolete=True)
    return octets.getvalue()


def main() -> None:
    """Bring all of them up to date."""
    for name in (AMERICAN, *TRANSLATED):
        made = brought_up_to_date(name, catalogue(name))
        (LANGUAGES / f"{name}.po").write_bytes(written(made))
        lacking = [message.id for message in made if message.id and not all(_strings(message.string))]
        print(f"{name}: {len(made)} messages, {len(lacking)} without a translation")


def _strings(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


if __name__ == "__main__":
    main()
