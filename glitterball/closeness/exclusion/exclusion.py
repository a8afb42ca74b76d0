"""Every batch, channel, gateway or minute left out in turn: is the outcome the same, and how close is it then?

One look through the events at most; memory does not grow with the batches. Only batches in the count are items, so what
was voided is not left out a second time: for that see `made`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from domain.record import Recorded
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from glitterball.closeness.exclusion.made import made
from glitterball.closeness.exclusion.parts import Passed, batches, batches_by_body, parts, substituted, weeks_counted
from glitterball.closeness.exclusion.results import Each, Excluded, Exclusion, Seen
from glitterball.closeness.exclusion.standing import Close, Part, Standing
from glitterball.closeness.margins import margin
from glitterball.refusals import ValueNotValid
from projections.fold import SeasonFold

KEEP = 20
"""Batches listed of those that change the outcome, and of those that come closest."""


def exclude(
    season: SeasonFold,
    events: Iterable[Recorded[Any]],
    week: int,
    each: Each = "channel",
    *,
    keep: int = KEEP,
    margins: int = 0,
) -> Exclusion:
    """Leave out each item in turn, from all weeks whose votes count in this one.

    `events` are those the season was remembered from, in log order; they are looked through once, and only if batches
    must be looked at. `margins`: for so many of the closest the fewest votes that must then move are worked out, which
    takes far longer. Refuses a week that was not opened or has no rulebook, and anything else to leave out.
    """
    if each not in get_args(Each):
        raise ValueNotValid("each", each, f"Leave out each {', '.join(get_args(Each))}")
    period = period_of(season.state, week, season.tallies)
    rulebook = rulebook_of(season.state, week)
    assert rulebook is not None, "a period has a rulebook"
    standing = Standing(rulebook, period, batches_by_body(season, week), substituted(season, week))
    passed = Passed()
    looked = batches(season, week, events, passed) if each == "batch" or _must_look(season, week) else iter(())
    if each == "batch":
        found = _some(standing, looked, keep)
    else:
        for _ in looked:
            pass
        found = _all(standing, parts(season, week, each, passed))
    listed = [
        _moved(standing, one, part) if at < margins and one.same else one
        for at, (one, part) in enumerate(found.listed())
    ]
    return Exclusion(
        season.state.opened.fact.season if season.state.opened else "",
        season.state.mode,
        week,
        each,
        standing.seen,
        found.items,
        found.votes,
        found.changing,
        found.changing_bottom,
        tuple(listed),
        tuple(made(season, week, standing, passed)),
        standing.tabulated,
    )


def _must_look(season: SeasonFold, week: int) -> bool:
    """Whether the events know something that is needed and not in the tallies: when a voided batch opened, what came late."""
    weeks = weeks_counted(season, week)
    late = (
        one.after_the_seal
        for number in weeks
        if number in season.tallies
        for one in season.tallies[number].gateways.values()
    )
    return any(this.voided_batches for this in weeks.values()) or any(late)


@dataclass(slots=True)
class _Found:
    """What was found so far."""

    items: int = 0
    votes: int = 0
    changing: int = 0
    changing_bottom: int = 0
    changes: list[tuple[Excluded, Part]] = field(default_factory=list)
    closest: list[tuple[Close, Excluded, Part]] = field(default_factory=list)
    whole: list[tuple[Excluded, Part]] | None = None

    def listed(self) -> list[tuple[Excluded, Part]]:
        """All, or the changes and then the closest."""
        return (
            self.whole if self.whole is not None else [*self.changes, *((one, part) for _, one, part in self.closest)]
        )

    def note(self, part: Part, same: bool, same_bottom: bool) -> None:
        """Count an item."""
        self.items += 1
        self.votes += part.total
        self.changing += not same
        self.changing_bottom += not same_bottom


def _all(standing: Standing, items: Iterator[Part]) -> _Found:
    found = _Found(whole=[])
    for part in items:
        close = standing.close(part)
        one = _excluded(standing, part, standing.without(part) if close is None else standing.seen_close(close))
        found.note(part, one.same, one.same_bottom)
        assert found.whole is not None
        found.whole.append((one, part))
    return found


def _some(standing: Standing, items: Iterator[Part], keep: int) -> _Found:
    """Batch by batch; a value is made only of those that are kept."""
    found = _Found()
    for part in items:
        close, one = standing.close(part), None
        if close is None:
            one = _excluded(standing, part, standing.without(part))
            close = _close(one.without)
        found.note(part, one is None or one.same, one is None or one.same_bottom)
        if one is not None and not one.same:
            if len(found.changes) < keep:
                found.changes.append((one, part))
        elif keep and (len(found.closest) < keep or close.closer_than(found.closest[-1][0])):
            one = one or _excluded(standing, part, standing.seen_close(close))
            at = next((at for at, kept in enumerate(found.closest) if close.closer_than(kept[0])), len(found.closest))
            found.closest.insert(at, (close, one, part))
            del found.closest[keep:]
    return found


def _excluded(standing: Standing, part: Part, seen: Seen) -> Excluded:
    stands = standing.seen.ending
    same, same_bottom = seen.ending.same_as(stands), seen.ending.bottom == stands.bottom
    return Excluded(part.week, part.name, part.total, same, same_bottom, seen)


def _close(seen: Seen) -> Close:
    if seen.gap is None:
        return Close(0, 0, seen.votes_apart)
    return Close(seen.gap.numerator, seen.gap.denominator, seen.votes_apart)


def _moved(standing: Standing, one: Excluded, part: Part) -> Excluded:
    """With the fewest votes that must move to change who leaves (or a finale's places)."""
    period = standing.period_without(part)
    worked_out = margin(standing.rulebook, period).questions
    unit = worked_out[0].unit("moved") if worked_out else None
    return replace(one, fewest_moved=unit.disturbed.at_least if unit else None)
