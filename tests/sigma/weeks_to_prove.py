"""A small week whose counts are hidden: four couples, made-up marks and counts, under a shipped rulebook."""

from collections.abc import Mapping
from dataclasses import replace

from domain.claims.claim import Claim, claim_of
from domain.claims.compiling import statement_of
from domain.claims.statement import Statement
from domain.commitments.committing import Opening, commit
from domain.commitments.p256 import Point
from domain.period.scoring_period import Ballot, BodyVotes, Dance, Panel, ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook
from glitterball.sigma.fresh import fresh_opening

MARKS = {"ada": 27, "ben": 24, "cleo": 21, "dev": 18}
COUNTS = {"ada": 310, "ben": 205, "cleo": 420, "dev": 64}
CONTEXT = bytes(range(32))

SHARES: Rulebook = shipped_rulebook("us-3-27")
RANKS: Rulebook = shipped_rulebook("us-28-29")


def saved(rulebook: Rulebook, period: ScoringPeriod) -> ScoringPeriod:
    """The week with ballots where its form has a second stage: all judges keep the better of those between whom they choose."""
    danger = tabulate(rulebook, period).bottom
    return replace(period, ballots=tuple(Ballot(judge, danger[0]) for judge in period.panel.judges if danger))


def week(form: str, counts: Mapping[str, int] = COUNTS, marks: Mapping[str, int] = MARKS) -> ScoringPeriod:
    """The week with its counts; `hidden` takes them out."""
    return ScoringPeriod(
        week=1,
        form=form,
        couples=tuple(marks),
        dances=tuple(Dance(f"1.{couple}", (couple,), (("len", mark),)) for couple, mark in marks.items()),
        panel=Panel(("len", "mo", "nia")),
        votes=(BodyVotes("viewers", tuple(counts.values())),),
    )


def hidden(period: ScoringPeriod) -> ScoringPeriod:
    """The week as the public knows it."""
    return replace(period, votes=())


def outcome_of(rulebook: Rulebook, period: ScoringPeriod) -> Outcome:
    """What the counts make of it."""
    return tabulate(rulebook, period)


def claimed(rulebook: Rulebook, period: ScoringPeriod) -> Claim:
    """What is announced of it."""
    form = rulebook.form(period.form)
    assert form is not None
    return claim_of(form, outcome_of(rulebook, period))


def stated(rulebook: Rulebook, period: ScoringPeriod, claim: Claim, turnout: int | None = None) -> Statement:
    """The statement of a claim about it, as the public compiles it."""
    if turnout is None:
        turnout = sum(period.votes[0].votes)
    return statement_of(rulebook, hidden(period), turnout, claim)


def opened(counts: Mapping[str, int]) -> dict[str, Opening]:
    """Fresh openings of counts."""
    return {couple: fresh_opening(count) for couple, count in counts.items()}


def committed(openings: Mapping[str, Opening]) -> dict[str, Point]:
    """What the gateways signed before anybody tabulated."""
    return dict(zip(openings, commit(list(openings.values())), strict=True))
