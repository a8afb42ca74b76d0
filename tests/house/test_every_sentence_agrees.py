"""Every sentence of a refusal or a finding is said with 0, 1 and 2 of everything it is about, and its words agree."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import get_type_hints

import pytest

from domain.plurals import filled
from domain.season import unready
from glitterball.audit import disagreements
from projections import look_alikes
from tests.docs.reference.refusals import refusals

NOUNS = (
    "couple", "vote", "batch", "week", "event", "gateway", "channel", "judge", "dance", "score", "mark", "line", "row", "column",
    "cell", "name", "second", "minute", "year", "byte", "bracket", "file", "thing", "leaf", "finding", "season", "checkpoint",
    "signature", "delivery", "proposal", "time", "tie", "hash", "ballot", "episode", "role", "place", "entry", "clause",
)  # fmt: skip
IRREGULAR = {"leaf": "leaves", "batch": "batches", "hash": "hashes", "delivery": "deliveries", "entry": "entries"}


def plural(noun: str) -> str:
    return IRREGULAR.get(noun, f"{noun}s")


SEVERAL = "|".join(plural(noun) for noun in NOUNS)
SINGLE = "|".join(NOUNS)
GROUPS = ("batch", "couple", "week", "gateway", "channel")
OF_ONE = re.compile(
    rf"\b1 (?:{SEVERAL}|are|have)\b|\b(?:says|and) 1 were\b|\b1 of its \w+ (?:do|are|were|have)\b|\b(?:are|were):? Zed(?!,)\b"
    rf"|\b(?:{'|'.join(plural(noun) for noun in GROUPS)}) Zed(?!,)\b|\bbatch.* Zed (?:are|have|were)\b"
)
OF_MANY = re.compile(
    rf"\b[02] (?:{SINGLE})\b|\b(?:says|and) [02] was\b|\b[02] of its \w+ (?:does|is|was|has)\b|\b(?:is|was):? Zed, Yan\b"
    rf"|\b(?:{'|'.join(GROUPS)}) Zed, Yan\b|\bbatch.* Zed, Yan (?:is|has|was)\b"
)
NEVER = re.compile(r"\(s\)|\(es\)|\(ies\)")
LISTS = frozenset({"has", "cast", "panel", "known", "expected", "shipped"})
"""Facts that may name several things; beside these all whose name is a plural."""


def sentences() -> Iterator[tuple[str, str, dict[str, type]]]:
    """The name of every sentence with facts left open, the sentence, and what sort of fact each is."""
    for refusal in refusals():
        hints = get_type_hints(refusal)
        known = {name: hints[name] for name in refusal.about}
        text = f"{refusal.says} {refusal.fix}"
        yield refusal.code, text, {name: known.get(name, int) for name in about(text)}
    for kind in (*unready.KINDS, *disagreements.KINDS, *look_alikes.KINDS):
        yield kind.code, kind.says, dict.fromkeys(kind.names, object)


def about(text: str) -> list[str]:
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def said(text: str, sorts: dict[str, type]) -> Iterator[str]:
    """The sentence with each fact in turn 0, 1 and 2, or one name and two, beside others that do not matter."""
    for name, sort in sorts.items():
        names = ("Zed", "Zed, Yan") if name in LISTS or name.endswith("s") else ("Zed",)
        for value in (*(() if sort is str else (0, 1, 2)), *(() if sort is int else names)):
            others = {other: "Quux" if kind is not int else 7 for other, kind in sorts.items()}
            yield filled(text, others | {name: value})


SENTENCES = list(sentences())


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(("text", "sorts"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES])
def test_words_agree_with_the_facts_beside_them(text: str, sorts: dict[str, type]) -> None:
    for sentence in (text, *said(text, sorts)):
        wrong = [found[0] for rule in (OF_ONE, OF_MANY, NEVER) if (found := rule.search(sentence))]
        assert not wrong, f"{wrong} in: {sentence}"


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("{votes} votes", "1 votes"),
        ("{couples} couple", "0 couple"),
        ("{batches} batch", "0 batch"),
        ("batches {batches} had not arrived", "batches Zed"),
        ("cast are: {cast}", "are: Zed"),
        ("cast is: {cast}", "is: Zed, Yan"),
        ("{votes} vote(s)", "(s)"),
    ],
)
def test_a_sentence_that_does_not_agree_is_seen(text: str, amiss: str) -> None:
    sorts: dict[str, type] = dict.fromkeys(about(text), object)
    with pytest.raises(AssertionError, match=re.escape(amiss)):
        test_words_agree_with_the_facts_beside_them(text, sorts)
