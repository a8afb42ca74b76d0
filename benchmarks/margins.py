"""Margins, the pre-air report and a what-if with secret votes, for a field of 16 couples and 72 million votes.

Yardstick, in the same run: tabulating the same week once. Usage: python -m benchmarks.margins [--couples N]
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

from domain.period.scoring_period import Ballot, BodyVotes, Dance, Panel, ScoringPeriod
from domain.rulebook import Rulebook, assume, variants
from domain.season.state import Announced
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied.night import night_of
from glitterball.closeness.margins import UnitMargins, margin
from glitterball.closeness.pre_air import pre_air
from glitterball.closeness.what_if.fates import fates_of
from glitterball.rulebooks import shipped_rulebook

VOTES = 72_000_000
JUDGES = ("judge-a", "judge-b", "judge-c", "judge-d")


def week(couples: int, form: str, chance: Random, total: int = VOTES) -> ScoringPeriod:
    """A night with three marks a couple and votes as uneven as a public's."""
    names = tuple(f"couple-{number:02}" for number in range(couples))
    dances = tuple(
        Dance(f"1.1.{name}", (name,), tuple((judge, chance.randint(5, 9)) for judge in JUDGES)) for name in names
    )
    weights = [chance.randint(20, 200) for _ in names]
    votes = [total * weight // sum(weights) + chance.randint(0, 999) for weight in weights]
    return ScoringPeriod(
        week=2,
        form=form,
        couples=names,
        dances=dances,
        votes=(BodyVotes("viewers", tuple(votes)),),
        panel=Panel(JUDGES, JUDGES[-1]),
    )


def with_ballots(rulebook: Rulebook, period: ScoringPeriod) -> ScoringPeriod:
    """Every judge saves the higher of those in danger, but one."""
    bottom = tabulate(rulebook, period, explain=False).bottom
    saves = (bottom[-2], bottom[-2], bottom[-1], bottom[-2])
    return replace(period, ballots=tuple(Ballot(judge, couple) for judge, couple in zip(JUDGES, saves, strict=True)))


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--couples", type=int, default=16)
    couples = parser.parse_args().couples
    rank = shipped_rulebook("us-33")
    cases = (
        ("rank points, one leaves", rank, "single"),
        ("rank points, two of three leave", rank, "double-of-three"),
        ("rank points, finale", rank, "finale"),
        ("average ties, one leaves", _ties(rank, "average"), "single"),
        ("dense ties, two leave", _ties(rank, "dense"), "double"),
        ("share, one leaves", assume(rank, "method", '{"kind":"share"}'), "single"),
        ("share, two of three leave", assume(rank, "method", '{"kind":"share"}'), "double-of-three"),
        ("judges' save", shipped_rulebook("us-30-31"), "save"),
        ("double with save", shipped_rulebook("us-30-31"), "double-with-save"),
        ("dance-off, dense ties", shipped_rulebook("strictly-2009"), "dance-off"),
        ("dance-off, standard ties", shipped_rulebook("strictly-2008"), "dance-off"),
    )
    for label, rulebook, form in cases:
        period = week(couples, form, Random(16))
        if rulebook.panel is not None:
            period = with_ballots(rulebook, period)
        _margins(label, rulebook, period)
    before = week(couples, "save", Random(16))
    report = shipped_rulebook("us-30-31")
    took = seconds(lambda: pre_air(report, before))
    print(f"pre-air report, {len(list(variants(report)))} readings{took:16.2f} s")
    share = assume(rank, "method", '{"kind":"share"}')
    for form in ("single", "double"):
        secret = replace(week(couples, form, Random(16)), votes=())
        said = Announced(eliminated=tabulate(rank, week(couples, form, Random(16)), explain=False).leaving)
        took = seconds(lambda secret=secret, said=said: fates_of(night_of(rank, secret), said, night_of(share, secret)))
        print(f"what-if, secret votes, {form:11}{took:8.2f} s")


def _margins(label: str, rulebook: Rulebook, period: ScoringPeriod) -> None:
    one = min(seconds(lambda: tabulate(rulebook, period, explain=False)) for _ in range(20))
    start = time.perf_counter()
    found = margin(rulebook, period)
    took = time.perf_counter() - start
    print(f"{label:34}{took:8.2f} s  {took / one:10,.0f} tabulations")
    for question in found.questions:
        told = "; ".join(f"{unit.unit} {_unit(unit)}" for unit in question.units)
        print(f"    {question.question}: {told}; one mark {question.mark_disturbed.change}")


def _unit(unit: UnitMargins) -> str:
    disturbed = _range(unit.disturbed.at_least, unit.disturbed.at_most)
    overturned = _range(unit.overturned.at_least, unit.overturned.at_most)
    return disturbed if disturbed == overturned else f"{disturbed} (decided otherwise: {overturned})"


def _ties(rulebook: Rulebook, ties: str) -> Rulebook:
    """The rulebook with both sides' ties ranked another way."""
    sides = tuple(
        side.model_copy(update={"points": side.points.model_copy(update={"ties": ties})}) for side in rulebook.sides
    )
    return rulebook.model_copy(update={"sides": sides})


def _range(least: int | None, most: int | None) -> str:
    if least is None:
        return "never"
    return f"{least:,}" if least == most else f"{least:,} to {most:,}" if most else f"at least {least:,}"


if __name__ == "__main__":
    main()
