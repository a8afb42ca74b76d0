"""Which of those there are is meant by what was typed: by identifier, by whole words, by how words begin.

Never by a piece inside a word: `ein` is not Hohenstein.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import permutations

from glitterball.naming.refusals import NameUnclear
from glitterball.naming.words import Words, begins, partners_in, whole, words_of

NEAREST = 3
"""Names offered at most where none fits."""

ALIKE = 0.6
"""How like a name must be to what was typed to be offered as near."""

MOST_LISTED = 20
"""Names listed at most; the rest is counted."""

LONGEST = 200
"""Letters of a name as typed at most; nothing is called by more."""

Fits = Callable[[Words, Words], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be meant: its identifier, its name as shown, and whose names make it up (the partners of a couple)."""

    identifier: str
    shown: str
    partners: tuple[str, ...]

    def told(self) -> str:
        """As a refusal lists it: the name as shown, and the identifier where that is another word."""
        return self.shown if self.identifier in self.shown else f"{self.shown} ({self.identifier})"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is looked for: what one and several are called, where there are none else, and how its refusal is named."""

    one: str
    several: str
    refusal: type[NameUnclear]


def named(said: str, kind: Kind, choices: Sequence[Choice], where: str = "") -> str:
    """The identifier of the one choice that was typed. `where` ends the sentence: " in week 2".

    The first of these that fits anything decides: the identifier, the name as shown, one partner's whole name, whole words,
    beginnings of words. Where
    it fits several it is refused, and they are listed; a longer way of saying it is never tried behind one that fits.
    """
    if len(said) > LONGEST:
        raise kind.refusal(_short(said), f"no {kind.one}{where}", "", _all(kind, choices))
    for fitting in _fitting(said, choices):
        if len(fitting) == 1:
            return fitting[0].identifier
        if fitting:
            raise kind.refusal(said, f"several {kind.several}", "", f"{kind.several} it fits are {_listed(fitting)}")
    near = _nearest(said, choices)
    hint = f" Did you mean {' or '.join(choice.told() for choice in near)}?" if near else ""
    raise kind.refusal(said, f"no {kind.one}{where}", hint, _all(kind, choices))


def _fitting(said: str, choices: Sequence[Choice]) -> Iterator[list[Choice]]:
    """What fits, from the most exact way of naming to the least."""
    typed = said.strip().casefold()
    yield [choice for choice in choices if choice.identifier.casefold() == typed]
    sides = partners_in(said)
    if sides:
        yield [choice for choice in choices if _flat(sides) == _flat(partners_in(choice.shown))]
        yield [choice for choice in choices if sides in [(words_of(partner),) for partner in choice.partners]]
        for fits in (whole, begins):
            yield [choice for choice in choices if _names(sides, choice, fits)]


def _names(sides: tuple[Words, ...], choice: Choice, fits: Fits) -> bool:
    """One side may name either partner or both; each of two sides names a partner of its own."""
    partners = tuple(map(words_of, choice.partners))
    if len(sides) == 1:
        return fits(sides[0], _flat(partners))
    if len(sides) > len(partners):
        return False
    return any(all(map(fits, sides, order)) for order in permutations(partners, len(sides)))


def _flat(sides: tuple[Words, ...]) -> Words:
    return tuple(word for side in sides for word in side)


def _nearest(said: str, choices: Sequence[Choice]) -> list[Choice]:
    """Names that begin as was typed with fewer letters than are asked for, else names nearly spelled so."""
    words = words_of(said)
    short = [choice for choice in choices if words and _starts(words[0], choice)]
    if short:
        return short[:NEAREST]
    likely = sorted(
        ((_likeness(words, choice), choice.shown, choice) for choice in choices), key=lambda it: (-it[0], it[1])
    )
    return [choice for likeness, _, choice in likely if likeness >= ALIKE][:NEAREST]


def _starts(word: str, choice: Choice) -> bool:
    return any(other.startswith(word) for partner in choice.partners for other in words_of(partner))


def _likeness(words: Words, choice: Choice) -> float:
    """How like the words typed are to the words of a name: of the best pair of words, from 0 to 1."""
    names = [other for partner in choice.partners for other in words_of(partner)]
    return max((SequenceMatcher(None, word, other).ratio() for word in words for other in names), default=0.0)


def _all(kind: Kind, choices: Sequence[Choice]) -> str:
    return f"{kind.several} are {_listed(choices)}" if choices else f"there are no {kind.several} yet"


def _listed(choices: Sequence[Choice]) -> str:
    told = sorted(choice.told() for choice in choices)
    more = f" and {len(told) - MOST_LISTED} more" if len(told) > MOST_LISTED else ""
    return ", ".join(told[:MOST_LISTED]) + more


def _short(said: str) -> str:
    return f"{said[:20]}..."
