"""The order: couples with equal points through the chain of tie links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from .part_01_findings import demand
from .part_02_spellings import Json, plain
from .part_13_tallies import Spans, spans_at
from .part_18_period import Period, Settlement
from .part_19_points import Step, given_by
from .part_21_sides import Side

NOT_SETTLED = {"kind": "", "who": "the executive and the adjudicator"}
"""What stands behind the last link: a tie the rulebook does not settle waits for people."""


class Need(NamedTuple):
    """What is lacking, for whom, under which clause."""

    what: str
    couples: list[str]
    clause: str


@dataclass
class Outcome:
    """What follows from a period. `needs` are the couples and clauses that keep it from being decided."""

    status: str
    couples: list[str]
    sides: list[Side] = field(default_factory=list)
    combined: list[Fraction] = field(default_factory=list)
    order: list[list[str]] = field(default_factory=list)
    bottom: list[str] = field(default_factory=list)
    leaving: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    immune: list[str] = field(default_factory=list)
    placed: bool = False
    needs: list[Need] = field(default_factory=list)
    working: list[Step] = field(default_factory=list)

    def standings(self) -> list[Json]:
        """Every couple as it would be certified, best first."""
        lines: list[Json] = []
        for group in self.order or [self.couples]:
            place = len(lines) + 1
            for couple in sorted(group):
                at = self.couples.index(couple)
                lines.append({
                    "couple": couple,
                    "raw": [plain(side.raw[at]) for side in self.sides],
                    "points": [plain(side.points[at]) for side in self.sides],
                    "combined": plain(self.combined[at]) if self.combined else 0,
                    "place": place if self.order else 0,
                    "result": self.result(couple),
                })  # fmt: skip
        return lines

    def result(self, couple: str) -> str:
        if couple in self.leaving:
            return "leaves"
        if self.status == "not tabulated" or any(couple in need.couples for need in self.needs):
            return "not known"
        if self.placed:
            return "placed"
        if couple in self.saved:
            return "saved"
        return "in danger" if couple in self.bottom else "immune" if couple in self.immune else "safe"


def by_value(couples: Sequence[str], value: Callable[[str], Json]) -> list[list[str]]:
    """Couples in groups of equal value, the highest first."""
    levels = sorted({value(couple) for couple in couples}, reverse=True)
    return [[couple for couple in couples if value(couple) == level] for level in levels]


def settled(period: Period, tied: list[str], means: Sequence[str]) -> Settlement | None:
    """What people recorded for exactly these couples by one of these means; the last of it counts."""
    fitting = [made for made in period.settlements if sorted(made.order) == sorted(tied) and made.link in means]
    return fitting[-1] if fitting else None


class Chain:
    """The tie chain: each link compares one exact quantity, or waits for a recorded lot or decision."""

    def __init__(self, links: list[Json], period: Period, outcome: Outcome) -> None:
        self.links, self.period, self.outcome = links, period, outcome
        self.open: list[Need] = []

    def divide(self, tied: list[str], depth: int) -> list[list[str]]:
        """A tied group through the rest of the chain, best first; those still equal stay together."""
        if len(tied) == 1:
            return [tied]
        link = self.links[depth] if depth < len(self.links) else NOT_SETTLED
        clause = f"tie_chain.{depth}.{link['kind']}" if link["kind"] else "tie_chain"
        what, again, needs, rests_on = link["kind"], False, "", list[tuple[int, int]]()
        values: list[Json] = []
        if link["kind"] in ("lot", "authority", ""):
            parts, needs, rests_on = self._settled(link, tied)
            what = link["kind"] or "authority"
        elif link["kind"] == "count_of":
            parts, values, rests_on, what = self._count_of(link, tied)
            again = len(parts) > 1
        else:
            needs = self._head_judge_lacks(tied) if link["kind"] == "head_judge" else ""
            if link["kind"] == "last_dance" and any(self._last_dance(couple) is None for couple in tied):
                needs = "the total of the last dance alone"
            compared, rests_on = self._quantity(link)
            parts = [tied] if needs else by_value(tied, compared)
            values = [] if needs else [compared(couple) for couple in tied]
        if needs:
            self.open.append(Need(needs, tied, clause))
            return [tied]
        how = what if len(parts) > 1 else f"{what}: still equal"
        self.outcome.working.append(Step("tie", clause, tied, values, parts, how, rests_on))
        return [group for part in parts for group in self.divide(part, depth if again else depth + 1)]

    def best_of_two(self, link: Json, one: str, other: str) -> list[str]:
        """Whom of two a link puts first by what everybody knows, whoever else is tied with them: both where they are equal in
        it, nobody where it waits for something.

        Lots and decisions count that name both. Which of them is about all who were tied is not known here: where they do
        not agree, it waits.
        """
        if link["kind"] in ("lot", "authority", ""):
            means = (link["kind"],) if link["kind"] else ("lot", "authority")
            made = [made for made in self.period.settlements if made.link in means and {one, other} <= set(made.order)]
            first = {min(one, other, key=settled.order.index) for settled in made}
            return list(first) if len(first) == 1 else []
        if link["kind"] == "head_judge" and self._head_judge_lacks([one, other]):
            return []
        compared, _ = self._quantity(link)
        values = [compared(couple) for couple in (one, other)]
        return [] if None in values else by_value([one, other], compared)[0]

    def _settled(self, link: Json, tied: list[str]) -> tuple[list[list[str]], str, Spans]:
        """In the recorded order, if a lot or decision was recorded for exactly these couples; the last one counts."""
        means = (link["kind"],) if link["kind"] else ("lot", "authority")
        decided = settled(self.period, tied, means)
        if decided is None:
            return [tied], "a drawn lot" if means == ("lot",) else f"a decision by {link['who']}", []
        return [[couple] for couple in decided.order], "", spans_at([decided.position])

    def _count_of(self, link: Json, tied: list[str]) -> tuple[list[list[str]], list[Json], Spans, str]:
        """More of the highest points given, then of the next; it divides at the first in which the couples differ."""
        bodies, rests_on = self._bodies(link["side"])
        given = {points[couple] for points in bodies for couple in tied if points[couple] > 0}
        for value in sorted(given, reverse=True):
            counts = {couple: sum(1 for points in bodies if points[couple] == value) for couple in tied}
            parts = by_value(tied, counts.__getitem__)
            if len(parts) > 1:
                return parts, list(counts.values()), rests_on, f"count of {value}s"
        return [tied], [], rests_on, "count_of"

    def _bodies(self, name: str) -> tuple[list[dict[str, Fraction]], Spans]:
        side = self._side(name)
        given = given_by(side.counts, self.period)
        return [dict(zip(self.period.couples, body.points, strict=True)) for body in given], side.rests_on

    def _side(self, name: str) -> Side:
        return next(side for side in self.outcome.sides if side.name == name)

    def _head_judge_lacks(self, tied: list[str]) -> str:
        if self.period.head is None:
            return "a head judge"
        theirs = [dance for dance in self.period.dances if set(tied) & set(dance.couples)]
        split = all(dance.total is None for dance in theirs)
        return "" if split else "the split of marks between the judges"

    def _last_dance(self, couple: str) -> Fraction | None:
        """The total of its last dance. Stated totals stand before marked dances, so with one the latest episode tells."""
        danced = [dance for dance in self.period.dances if couple in dance.couples]
        if all(dance.total is None for dance in danced):
            return danced[-1].sum if danced else Fraction(0)
        episodes = [max(int(name.split(".")[0]) for name in dance.name.split(" + ")) for dance in danced]
        if episodes.count(max(episodes)) > 1:
            return None
        last = danced[episodes.index(max(episodes))]
        return last.sum if " + " not in last.name else None

    def _quantity(self, link: Json) -> tuple[Callable[[str], Json], Spans]:
        """What the link compares, higher is better, and what that rests on."""
        period, kind = self.period, link["kind"]
        if kind in ("side_total", "side_points"):
            side = self._side(link["side"])
            values = side.raw if kind == "side_total" else side.points
            return dict(zip(period.couples, values, strict=True)).__getitem__, side.rests_on
        if kind == "bodies_voted_from":
            bodies, rests_on = self._bodies(link["side"])
            return lambda couple: sum(1 for points in bodies if points[couple] > 0), rests_on
        if kind == "last_dance":
            return self._last_dance, period.scores_rest_on
        if kind == "previous_points":
            previous = dict(period.previous)
            return lambda couple: previous.get(couple, Fraction(0)), []
        if kind == "running_order":
            later = {couple: len(period.running_order) - place for place, couple in enumerate(period.running_order)}
            return lambda couple: later.get(couple, 0), period.scores_rest_on
        demand(kind == "head_judge", f"the link {kind} is not known")
        marks: dict[str, Fraction] = {}
        for dance in period.dances:
            theirs = sum((mark for judge, mark in dance.marks if judge == period.head), Fraction(0))
            for couple in dance.couples:
                marks[couple] = marks.get(couple, Fraction(0)) + theirs
        return lambda couple: marks.get(couple, Fraction(0)), period.scores_rest_on
