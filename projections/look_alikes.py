"""Names of a cast that would be taken for one another, said when the couples are cast and when a week is
checked: wrong names on air begin here."""

from collections.abc import Collection, Iterator
from itertools import combinations

from domain.findings import Finding, FindingKind
from domain.likeness import differ_in_accents, look_the_same
from domain.season.state import SeasonState

COUPLES_LOOK_THE_SAME = FindingKind(
    "couples-look-the-same",
    "{names} and {others} look the same; on screen their identifiers {couple} and {other} stand behind them",
    "warning",
)
COUPLES_DIFFER_IN_ACCENTS = FindingKind(
    "couples-differ-in-accents", "{names} ({couple}) and {others} ({other}) differ in accents alone", "warning"
)
PEOPLE_LOOK_THE_SAME = FindingKind(
    "people-look-the-same",
    "{name} ({couple}) and {person} ({other}) look the same and are not written the same",
    "warning",
)
PEOPLE_DIFFER_IN_ACCENTS = FindingKind(
    "people-differ-in-accents", "{name} ({couple}) and {person} ({other}) differ in accents alone", "warning"
)
KINDS = (COUPLES_LOOK_THE_SAME, COUPLES_DIFFER_IN_ACCENTS, PEOPLE_LOOK_THE_SAME, PEOPLE_DIFFER_IN_ACCENTS)


def look_alikes(state: SeasonState, among: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Every pair of couples, and of people in two couples, whose names an eye passes over the difference of.

    Of people that are written the same nothing is said: one pro may dance with two celebrities. `among` are the couples
    asked about, all where it is left out.
    """
    cast = {
        couple: tuple(name for name in (event.fact.celebrity, event.fact.professional) if name is not None)
        for couple, event in state.couples.items()
        if among is None or couple in among
    }
    return tuple(
        finding
        for (couple, names), (other, others) in combinations(cast.items(), 2)
        for finding in _of_two(couple, names, other, others)
    )


def _of_two(couple: str, names: tuple[str, ...], other: str, others: tuple[str, ...]) -> Iterator[Finding]:
    whole, whole_other = " & ".join(names), " & ".join(others)
    if look_the_same(whole, whole_other):
        yield COUPLES_LOOK_THE_SAME.at("couples", couple=couple, names=whole, other=other, others=whole_other)
    elif differ_in_accents(whole, whole_other):
        yield COUPLES_DIFFER_IN_ACCENTS.at("couples", couple=couple, names=whole, other=other, others=whole_other)
    else:
        for name in names:
            for person in others:
                yield from _of_people(couple, name, other, person)


def _of_people(couple: str, name: str, other: str, person: str) -> Iterator[Finding]:
    if name == person:
        return
    alike = look_the_same(name, person)
    if not alike and not differ_in_accents(name, person):
        return
    kind = PEOPLE_LOOK_THE_SAME if alike else PEOPLE_DIFFER_IN_ACCENTS
    yield kind.at("couples", couple=couple, name=name, other=other, person=person)
