"""Whatever one changes in a rulebook's text, it is read or refused with a finding: no reading of it ends in an error."""

import random
import re
from collections.abc import Iterator

import pytest

from domain.refusals import Refusal
from domain.rulebook import read_rulebook
from domain.rulebook.variants import plain
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks, shipped_text
from glitterball.rules import check, diff, written
from tests.thoroughness import examples

from .small_rulebook import SOUND

TOKEN = re.compile(r'"[^"\n]*"|\b[\w.]+\b')
PUT_IN = (
    '""', '"judges"', '"x"', "0", "-1", "1", "true", "[]", "{}", '[""]', "[1]", '"side_total"', '"lot"', '"rank"', '"share"',
    '"17/2"', "0.5", "nan", '"*"', '"tie_chain"', '{ kind = "side_total" }', '{ kind = "side_total", side = 3 }',
    '[{ kind = "side_total" }]', "{ kind = [] }", "1979-05-27", str(10**22), f'"{"x" * 300}"',
)  # fmt: skip
"""What stands in place of a token: values of every kind, and the words of clauses where they do not belong."""


def mutated(chance: random.Random, text: str) -> str:
    """The text with one to three tokens replaced, renamed or swapped, or lines taken out or doubled."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        tokens = list(TOKEN.finditer(text))
        hit, other = chance.choice(tokens), chance.choice(tokens)
        match chance.randrange(4):
            case 0 | 1:
                text = text[: hit.start()] + chance.choice(PUT_IN) + text[hit.end() :]
            case 2:
                text = text[: hit.start()] + other.group() + text[hit.end() :]
            case _:
                lines = text.split("\n")
                at = chance.randrange(len(lines))
                lines[at : at + 1] = chance.choice(([], [lines[at], lines[at]]))
                text = "\n".join(lines)
    return text


def stumbles(seed: int, count: int) -> Iterator[str]:
    """Every mutated rulebook that is neither read nor refused in words."""
    chance, texts = random.Random(seed), [SOUND, *map(shipped_text, shipped_rulebooks())]
    before = shipped_rulebook("us-33")
    for _ in range(count):
        text = mutated(chance, chance.choice(texts))
        try:
            book = read_rulebook(text, "mine.toml")
            check(book, text, "mine.toml")
            written(book)
            diff(before, book)
        except Refusal as refusal:
            if "validation error" in str(refusal):
                yield f"{refusal}\n{text}"
        except Exception as error:
            yield f"{type(error).__name__}: {error}\n{text}"


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("seed", range(2))
def test_a_rulebook_with_changed_words_is_read_or_refused(seed: int) -> None:
    assert list(stumbles(seed, examples(20_000, of=50))) == []


@pytest.mark.parametrize("side", ['ride = "judges"', "side = 3", "side = {}"])
def test_an_assumption_that_offers_a_total_of_no_side_is_refused_with_its_line(side: str) -> None:
    text = shipped_text("us-1-2")
    assert 'side = "judges"' in text[text.index("alternatives") :]
    at = text.index("alternatives")
    wrong = text[:at] + text[at:].replace('side = "judges"', side, 1)
    with pytest.raises(Refusal, match="an assumption does not fit") as refused:
        read_rulebook(wrong, "mine.toml")
    assert all(finding.where.startswith("mine.toml:") for finding in refused.value.findings)  # type: ignore[attr-defined]


def test_a_reading_is_told_whatever_it_leaves_out() -> None:
    assert plain('{"kind":"side_total"}') == "side_total"
    assert plain('{"kind":"side_total","side":"viewers"}') == "the viewers' total"
