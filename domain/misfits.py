"""What does not fit a value that somebody wrote, as a clause in the show's words: never as the library that found it says it.

`clause_for` turns a problem of a validation into English, for rulebooks, season files and history alike.
"""

from typing import Any

from domain.plurals import count_of

A_WORD = "lower-case letters and digits with single hyphens between them, such as mia-jon"

BY_PATTERN = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": f"write {A_WORD}",
    r"^[^\x00-\x1f\x7f]+$": "write words on one line, without tabs or control characters",
    r"^\d{4}-\d\d-\d\d$": "write a day as year-month-day, such as 2026-03-07",
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$": "write a moment in UTC, such as 2026-03-07T20:00:00Z",
    r"^\d+\.[a-z0-9-]+\.[a-z0-9-]+$": "write a dance as episode.round.couple, such as 1.1.mia-jon",
}
"""What a text has to look like, by the pattern it is held against."""

CURLY = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
"""Quotes that TOML does not know."""

A_TABLE = "write a table, such as { name = value }"
A_LIST = "write a list in square brackets, such as [1, 2]"
A_WHOLE_NUMBER = "write a whole number, without quotes or a decimal point"

BY_TYPE = {
    "missing": "it is missing",
    "extra_forbidden": "no clause has that name",
    "string_type": 'write words between quotes, such as "..."',
    "string_unicode": "it holds a letter that is none alone; type it again",
    "string_pattern_mismatch": "write plain words",
    "int_type": A_WHOLE_NUMBER,
    "int_parsing": A_WHOLE_NUMBER,
    "int_parsing_size": "the number has too many digits",
    "int_from_float": A_WHOLE_NUMBER,
    "bool_type": "write true or false, without quotes",
    "bool_parsing": "write true or false, without quotes",
    "tuple_type": A_LIST,
    "list_type": A_LIST,
    "dict_type": A_TABLE,
    "model_type": A_TABLE,
    "model_attributes_type": A_TABLE,
    "none_required": "leave it out",
    "finite_number": A_WHOLE_NUMBER,
}
"""Clauses for what needs no particulars."""


def curly_quotes_in(text: str, line: int) -> str:
    """What to do about quotes of a word processor in a line of TOML (from 1), as the end of a sentence; empty without any."""
    lines = text.split("\n")
    if not 0 < line <= len(lines) or not set(CURLY) & set(lines[line - 1]):
        return ""
    return '; the line has curly quotes, which a word processor makes of straight ones: write "..."'


def clause_for(problem: Any) -> str:
    """What is wrong, as a clause: `problem` is one entry of `ValidationError.errors()`."""
    kind, particulars = str(problem["type"]), problem.get("ctx", {})
    match kind:
        case "value_error" | "assertion_error":
            return str(problem["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
        case "string_pattern_mismatch":
            return BY_PATTERN.get(particulars["pattern"], BY_TYPE[kind])
        case "string_too_short" | "string_too_long":
            return _letters(kind, particulars)
        case "too_short" | "too_long":
            return _members(kind, particulars)
        case "greater_than_equal":
            return f"write a number of at least {particulars['ge']}"
        case "less_than_equal":
            return f"write a number of at most {particulars['le']}"
        case "literal_error" | "enum":
            return f"write one of these: {particulars['expected']}"
        case "union_tag_invalid":
            return f"there is no kind {particulars['tag']!r} here; kinds are {particulars['expected_tags']}"
        case "json_invalid":
            return f"it is no JSON: {particulars['error']}"
        case "union_tag_not_found":
            return 'it does not say which kind it is; write a table with a kind, such as { kind = "..." }'
        case _:
            return BY_TYPE.get(kind, "it does not fit")


def _letters(kind: str, particulars: Any) -> str:
    if kind == "string_too_long":
        return f"write at most {count_of(particulars['max_length'], 'letter')}"
    least = particulars["min_length"]
    return "write something: it is empty" if least == 1 else f"write at least {count_of(least, 'letter')}"


def _members(kind: str, particulars: Any) -> str:
    if kind == "too_long":
        return f"it has {particulars['actual_length']} entries; write at most {particulars['max_length']}"
    least = particulars["min_length"]
    if not particulars["actual_length"]:
        return f"it is empty; write at least {least}"
    return f"it has {particulars['actual_length']} of them; write at least {least}"
