"""A number with its noun: 1 vote, 2 votes, 1,200 votes; and sentences with facts left open, whose words agree with them.

In such a sentence `{batches:batch|batches}` is the word that agrees with the fact `batches`, and `{batches}` the fact itself.
"""

import re
from collections.abc import Mapping, Sized
from string import Formatter
from typing import Any

_TWO_WORDS = re.compile(r"\{\w+:([^|{}]*)\|([^|{}]*)\}")
_SEVERAL = re.compile(r", | and |\b\d+-\d+\b|^(?:no|none|nobody|nothing|all)\b|^$")
"""What text says that names several things, or none: `anna-ezra, bea-cole`, `3-5`, `nobody`."""


def count_of(count: int, noun: str, several: str = "") -> str:
    """So many of something. `several` is what more than one, or none, is called, where it is not the noun with an s."""
    return f"{count:,} {noun if count == 1 else several or f'{noun}s'}"


def verb(count: int, one: str, several: str) -> str:
    """What so many do: is, are; reaches, reach."""
    return one if count == 1 else several


def is_single(fact: object) -> bool:
    """Whether a fact is of one thing: the number 1, one value of several, or text that names one thing."""
    if isinstance(fact, str):
        return _SEVERAL.search(fact) is None
    return len(fact) == 1 if isinstance(fact, Sized) else fact == 1


def filled(sentence: str, facts: Mapping[str, Any]) -> str:
    """A sentence with its facts in place. `KeyError` where it is about a fact that is not given."""
    return _Agreeing().vformat(sentence, (), facts)


def of_several(sentence: str) -> str:
    """The sentence as it is said of several things, with its facts still open."""
    return _TWO_WORDS.sub(r"\2", sentence)


class _Agreeing(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        """As `str.format` has it, but for two words with a bar between: the one that agrees."""
        single, bar, several = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return single if is_single(value) else several
