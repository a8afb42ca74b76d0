"""Scoring periods in few words, for tests of the rulebooks that ship."""

from collections.abc import Mapping, Sequence

from domain.period.scoring_period import Ballot, BodyVotes, Dance, Panel, ScoringPeriod


def card_final(marks_by_dance: Sequence[Mapping[str, Sequence[int]]]) -> ScoringPeriod:
    """A ballroom final: for each dance, each couple's marks in the order of the judges."""
    couples = tuple(sorted(marks_by_dance[0]))
    dances = tuple(
        Dance(f"1.{number}.{couple}", (couple,), tuple((f"judge-{at}", mark) for at, mark in enumerate(marks[couple])))
        for number, marks in enumerate(marks_by_dance, start=1)
        for couple in couples
    )
    return ScoringPeriod(week=1, form="final", couples=couples, dances=dances)


def contest(
    points: Mapping[str, Mapping[str, int]], form: str = "final", running_order: tuple[str, ...] = ()
) -> ScoringPeriod:
    """A song contest: for each voting body, its votes by song."""
    songs = tuple(sorted({song for votes in points.values() for song in votes}))
    votes = tuple(
        BodyVotes(body, tuple(given.get(song, 0) for song in songs)) for body, given in sorted(points.items())
    )
    return ScoringPeriod(week=1, form=form, couples=songs, votes=votes, running_order=running_order or songs)


def night(
    form: str,
    judges: Mapping[str, int],
    viewers: Mapping[str, int],
    panel: Panel = Panel(()),  # noqa: B008 - a frozen value
    ballots: Mapping[str, str] | None = None,
) -> ScoringPeriod:
    """A night with each couple's judges' total and votes, and the judges' ballots."""
    couples = tuple(sorted(judges))
    dances = tuple(Dance(f"1.1.{couple}", (couple,), stated_total=judges[couple]) for couple in couples)
    votes = (BodyVotes("viewers", tuple(viewers[couple] for couple in couples)),)
    cast = tuple(Ballot(judge, saves) for judge, saves in (ballots or {}).items())
    return ScoringPeriod(week=1, form=form, couples=couples, dances=dances, votes=votes, panel=panel, ballots=cast)
