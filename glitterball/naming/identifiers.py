"""New identifiers as typed: in any case, since a new name has nothing yet to be held against."""

import re
import unicodedata

from pydantic import TypeAdapter, ValidationError

from domain.record import Slug
from glitterball.refusals import ValueNotValid

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)

EXPECTED = (
    "Write an identifier: 1 to 64 lower-case letters and digits, with single hyphens between them, such as {such_as}"
)


def identifier(said: str, what: str, such_as: str) -> str:
    """A new identifier: `Phones` is `phones`. Refused by the name of what it is for where it cannot be one."""
    try:
        return _SLUG.validate_python(said.strip().lower())
    except ValidationError:
        raise ValueNotValid(what, said, EXPECTED.format(such_as=such_as)) from None


def slug_of(name: str) -> str:
    """An identifier of a name, at most 60 letters; empty where the name has no Latin letter or digit."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    letters = re.sub(r"['\u2019`\u00b4]", "", letters)
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")
