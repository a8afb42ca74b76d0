"""Until it was said on air, who leaves is on no page of a live season, in no document and in no header, as of any position."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import assume, given, settings

from domain.record import Recorded
from domain.season import events as e
from domain.season.proposing.facts import asked_for
from glitterball.log import EventLog
from glitterball.store import Store
from glitterball.testing import Script, seasons
from glitterball.web.embargo import ASKS, DECIDES
from glitterball.web.sight import look
from tests.thoroughness import examples
from tests.views.played import entries
from tests.web.test_what_is_kept_back import HASHES, VERDICT
from tests.web.visiting import Visitor

Events = Sequence[Recorded[Any]]


def is_on_air(event: Recorded[Any]) -> bool:
    """Whether an event says something that viewers heard of how a week ends, or that the week is over."""
    said = (e.DangerAnnounced, e.CoupleSaved, e.CoupleEliminated, e.PlacesAwarded, e.AnnouncementCorrected)
    return isinstance(event.fact, (*said, e.PlacesCorrected, e.WeekClosed))


def decides(event: Recorded[Any]) -> bool:
    fact = event.fact
    return isinstance(fact, DECIDES) or (isinstance(fact, e.DecisionProposed) and asked_for(fact) in ASKS)


def before_air(events: Events) -> Iterator[tuple[int, int]]:
    """How many events there are just before each first word about a week that was certified, and which week it is."""
    for number in {event.fact.week for event in events if isinstance(event.fact, e.OutcomeCertified)}:
        of_week = [place for place, event in enumerate(events) if getattr(event.fact, "week", None) == number]
        certified = [place for place in of_week if isinstance(events[place].fact, e.OutcomeCertified)]
        heard = [place for place in of_week if is_on_air(events[place])]
        if heard and certified[0] < heard[0]:
            yield heard[0], number


def pages(events: Events) -> dict[str, str]:
    with EventLog.open("memory:") as log:
        log.append_many(entries(events))
        walked = Visitor(Store(log)).walk(most=60)
        return {address: VERDICT.sub("", HASHES.sub("", answer.text)) for address, answer in walked.items()}


def otherwise(events: Events, week: int) -> list[Recorded[Any]]:
    """The same night in which another couple leaves, is saved, and is placed: only what decides that week differs."""
    couples = sorted({event.fact.couple for event in events if isinstance(event.fact, e.CoupleCast)})
    other = dict(zip(couples, (*couples[1:], *couples[:1]), strict=True))
    of_week = [decides(event) and getattr(event.fact, "week", None) == week for event in events]
    return [
        _with_fact(event, _turned(event.fact, other)) if differs else event
        for event, differs in zip(events, of_week, strict=True)
    ]


def _turned(fact: Any, other: dict[str, str]) -> Any:
    if isinstance(fact, e.OutcomeCertified):
        named: dict[str, Any] = {
            "leaving": tuple(other[couple] for couple in fact.leaving),
            "saved": tuple(other[couple] for couple in fact.saved),
        }
        placed = getattr(fact, "placed", None)
        if placed is not None:
            named["placed"] = tuple(given.model_copy(update={"couple": other[given.couple]}) for given in placed)
        return fact.model_copy(update=named)
    if isinstance(fact, e.JudgeBallotCast):
        return fact.model_copy(update={"saves": other[fact.saves]})
    if isinstance(fact, e.TieSettled):
        return fact.model_copy(update={"order": fact.order[::-1]})
    return fact


def _with_fact(event: Recorded[Any], fact: Any) -> Recorded[Any]:
    return Recorded(event.position, event.stream, event.sequence, event.time, event.actor, fact)


@pytest.mark.heavy("every one")
@settings(max_examples=examples(30, of=3))
@given(seasons(mode="live", max_weeks=2))
def test_whoever_leaves_the_pages_are_the_same_until_it_is_said(script: Script) -> None:
    """The timeline of a live season told who leaves from certifying until air."""
    events = script.played().events
    ends = list(before_air(events))
    assume(ends)
    end, week = min(ends)
    assert pages(events[:end]) == pages(otherwise(events[:end], week))


@pytest.mark.heavy("every one")
@settings(max_examples=examples(60, of=8))
@given(seasons(mode="live", max_weeks=3))
def test_as_of_every_position_pages_are_given_nothing_that_was_not_said(script: Script) -> None:
    """Also afterwards, as of a position before air: what nobody was told then is not told of then."""
    events = script.played().events
    with EventLog.open("memory:") as log:
        log.append_many(entries(events))
        store = Store(log)
        for position in range(1, len(events) + 1):
            seen = look(store, script.season, position)
            for number, week in seen.shown.state.weeks.items():
                heard = [event for event in events[:position] if is_on_air(event) and event.fact.week == number]  # type: ignore[attr-defined]  # each of them names its week
                if not heard:
                    assert not any((week.certified, week.ballots, week.settlements, week.cuts, week.proofs))


@pytest.mark.heavy("nights")
@settings(max_examples=examples(60, of=8))
@given(seasons(mode="live", max_weeks=2))
def test_what_was_told_once_stays_told_and_all_of_a_closed_week_is(script: Script) -> None:
    events = script.played().events
    with EventLog.open("memory:") as log:
        log.append_many(entries(events))
        store, kept = Store(log), frozenset[int]()
        for position in range(1, len(events) + 1):
            now = look(store, script.season, position).kept
            assert now - kept <= {position}
            kept = now
            fact = events[position - 1].fact
            if isinstance(fact, e.WeekClosed):
                assert not {place for place in kept if getattr(events[place - 1].fact, "week", 0) == fact.week}


@pytest.mark.heavy("every one")
@settings(max_examples=examples(40, of=4))
@given(seasons(mode="live", max_weeks=2))
def test_no_filter_and_no_moment_tells_what_was_not_said(script: Script) -> None:
    """Who asked for certificates alone, or for the moment at which a week was certified, learned that it was."""
    events = script.played().events
    ends = list(before_air(events))
    assume(ends)
    end, week = min(ends)
    with EventLog.open("memory:") as log:
        log.append_many(entries(events[:end]))
        visitor, season = Visitor(Store(log)), f"/s/{script.season}"
        for kind in ("outcome-certified", "tie-settled", "judge-ballot-cast"):
            told = visitor.document(f"{season}/timeline.json?kind={kind}")["data"]
            assert week not in {row["week"] for row in told}, kind
        assert visitor.opens(f"{season}?as_of=week {week} certified").status_code == 404


@pytest.mark.heavy("every one")
@settings(max_examples=examples(60, of=8))
@given(seasons(mode="live", max_weeks=2))
def test_who_may_see_before_air_sees_it_without_a_count(script: Script) -> None:
    events = script.played().events
    with EventLog.open("memory:") as log:
        log.append_many(entries(events))
        seen = look(Store(log), script.season, None, sees_before_air=True)
        assert not seen.kept
        assert seen.withheld
        assert not seen.shown.fold.tallies
        certified = sum(isinstance(event.fact, e.OutcomeCertified) for event in events)
        assert sum(len(week.certified) for week in seen.shown.state.weeks.values()) == certified
        whole = look(Store(log), script.season, None, sees_counts=True)
        assert not whole.withheld
