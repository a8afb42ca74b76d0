"""What was typed, held against what the rules take: where it does not fit, a refusal says which option or argument and what
is expected there, in the show's words.

Commands of the domain are built inside `typed`; text that goes on record passes through `in_words`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import typer

from domain.legible import first_that_breaks, is_blank
from domain.record import Date, Name, Slug, Timestamp
from domain.stated import DOES_NOT_FIT, problems_of
from glitterball.naming.identifiers import EXPECTED as AN_IDENTIFIER
from glitterball.proof.refusals import CheckpointMalformed, NoteMalformed, SpellingRefused
from glitterball.refusals import FileUnreadable, ValueNotValid, ValuesDoNotFit

A_YEAR = 366 * 24 * 3_600
"""Seconds that nobody waits for longer."""

LARGEST = 2**63 - 1
"""The largest whole number a store can hold, and so the largest that can be asked for."""

LONGEST_TEXT = 200
"""Characters of a text that goes on record, at most."""

A_TEXT = f"1 to {LONGEST_TEXT} characters on one line that can be seen, without control characters"

BY_PATTERN = {
    Slug: AN_IDENTIFIER.format(such_as="anna-ezra"),
    Name: f"Write {A_TEXT}",
    Timestamp: "Write a moment in UTC, such as 2024-09-25T00:00:00Z",
    Date: "Write a day as YYYY-MM-DD",
}
BY_FIELD = {
    "key": "Write the gateway's verifier key line NAME+ID+BASE64, as glitterball votes key make prints it",
    "key_id": "Write the key's ID: eight hex digits, as glitterball votes key list shows it",
}
COMPARISONS = {"greater_than_equal": "of at least {ge}", "less_than_equal": "of at most {le}"}


@contextmanager
def typed(context: typer.Context, **called: str) -> Iterator[None]:
    """Build a command of the domain from what was typed. A field is called as its option or argument is, unless said here."""
    try:
        yield
    except DOES_NOT_FIT as error:
        problem = problems_of(error)[0]
        if not problem["loc"]:
            raise ValuesDoNotFit(str(problem["msg"]).removeprefix("Value error, ")) from None
        field = str(problem["loc"][0])
        what = called.get(field) or _called(context, field)
        raise ValueNotValid(what, problem["input"], _expected(field, problem)) from None


def in_words(said: str, what: str) -> str:
    """A text that goes on record, such as a reason, without white space around it. `what` is what its place is called."""
    text = said.strip()
    if letter := first_that_breaks(text):
        raise ValueNotValid(what, said, f"Write {A_TEXT}; {letter!r} is none of these")
    if is_blank(text):
        raise ValueNotValid(what, said, f"It must not be empty: write {A_TEXT}")
    if len(text) > LONGEST_TEXT:
        raise ValueNotValid(what, said, f"Write {A_TEXT}; it has {len(text):,}")
    return text


def reason(parameter: typer.CallbackParam, said: str) -> str:
    """What is typed for an option that takes a reason."""
    return in_words(said, parameter.opts[-1])


def whole_number(said: str, what: str) -> int:
    """A whole number as typed, in plain digits."""
    text = said.strip()
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise ValueNotValid(what, said, "Write a whole number in digits, such as 1200")
    return int(text)


@contextmanager
def a_note_in(path: Path) -> Iterator[None]:
    """Read a note from a file somebody named: another file, named by mistake, is no failure of integrity, nor is it quoted."""
    try:
        yield
    except (CheckpointMalformed, NoteMalformed, SpellingRefused):
        raise FileUnreadable(str(path), "it is no signed note") from None


def a_file(parameter: typer.CallbackParam, path: Path | None) -> Path | None:
    """A file to write, as typed: a path that names one, and not a folder such as `.` or nothing at all."""
    if path is not None and not path.name:
        raise ValueNotValid(parameter.opts[-1], str(path), "Write the name of a file")
    return path


def _called(context: typer.Context, field: str) -> str:
    """What the parameter of a field is called on the command line."""
    for parameter in context.command.params:
        if parameter.name == field:
            name = parameter.metavar or field.upper()
            return parameter.opts[-1] if parameter.param_type_name == "option" else name
    return field.replace("_", " ")


def _expected(field: str, problem: Any) -> str:
    context = problem.get("ctx", {})
    match problem["type"]:
        case "string_pattern_mismatch" | "string_too_short" | "string_too_long" | "string_unicode" if field in BY_FIELD:
            return BY_FIELD[field]
        case "string_pattern_mismatch":
            return next((says for kind, says in BY_PATTERN.items() if _pattern(kind) == context["pattern"]), A_TEXT)
        case "string_too_short":
            return f"Write at least {context['min_length']} {_letters(context['min_length'])}"
        case "string_too_long":
            return f"Write at most {context['max_length']} {_letters(context['max_length'])}"
        case "literal_error" | "enum":
            return f"Write {context['expected']}"
        case "greater_than_equal" | "less_than_equal" as kind:
            return f"Write a whole number {COMPARISONS[kind].format(**context)}"
        case _:
            said = str(problem["msg"]).removeprefix("Value error, ")
            return f"It does not fit: {said[:1].lower()}{said[1:]}"


def _pattern(kind: Any) -> str:
    return str(get_args(kind)[1].pattern)


def _letters(count: int) -> str:
    return "character" if count == 1 else "characters"
