"""What people decided: ties they settled, inputs they replaced, rules they adopted, each with those who answer for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.plurals import count_of
from domain.record import Recorded
from domain.season import events as e
from domain.season.state import SeasonState, WeekState, rulebook_event
from glitterball.audit.week import WeekAudit
from glitterball.evidence.certificate.people import Answerable, answerable
from projections.names import couple_names, in_places, listed
from projections.saying.people import person


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that bears on the week."""

    kind: str
    what: str
    reason: str
    people: Answerable
    position: int
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Couples level on combined points, and each comparison that was tried, the last of which told them apart or did not."""

    couples: tuple[str, ...]
    clause: str
    how: str
    groups: tuple[tuple[str, ...], ...]
    means: str | None
    """What was done, where people settled it: the lot drawn, the reason given."""
    people: Answerable | None
    position: int | None


def settled_ties(state: SeasonState, week: int, audit: WeekAudit) -> tuple[Settled, ...]:
    """Every comparison of tied couples in the working, with the event where people made it."""
    events = {event.position: event for event in state.weeks[week].settlements}
    found = []
    for step in audit.steps:
        if step.stage != "tie":
            continue
        couples = tuple(couple for group in step.groups for couple in group)
        event = next((events[first] for first, _ in step.rests_on if first in events), None)
        people = answerable(state, event) if event is not None else None
        means = event.fact.how if event is not None else None
        at = event.position if event is not None else None
        how = f"{event.fact.link}: {step.how}" if event is not None and step.how != event.fact.link else step.how
        found.append(
            Settled(
                couples=couples,
                clause=step.clause,
                how=how,
                groups=step.groups,
                means=means,
                people=people,
                position=at,
            )
        )
    return tuple(found)


def decisions_of(state: SeasonState, week: int) -> tuple[Decision, ...]:
    """Decisions that bear on the week, in the order of the log. Voids stand with what they exclude, ties with the ties."""
    opened = state.weeks[week].opened.fact
    counted = sorted({*opened.scores_from, *opened.votes_from, week} & set(state.weeks))
    found = [decision for number in counted for decision in _of_week(state, number, state.weeks[number])]
    adoption = rulebook_event(state, week)
    if adoption is not None:
        ref = f"rulebook {adoption.fact.rulebook.ref} from week {adoption.fact.from_week}"
        found.append(_decision(state, adoption, "rulebook adopted", ref))
    certified = state.weeks[week].certified
    if state.founded is not None and not (certified and state.founded.position > certified[-1].position):
        people = listed([person(each) for each in state.founded.fact.people])
        found.append(_decision(state, state.founded, "roster founded", people))
    withdrawals = [event for event in state.withdrawals.values() if event.fact.week in counted]
    names = couple_names(state, week)
    for event in withdrawals:
        found.append(_decision(state, event, "withdrawal", names[event.fact.couple], event.fact.reason))
    found += _about_the_cast(state, week, counted)
    return tuple(sorted(found, key=lambda one: one.position))


def _about_the_cast(state: SeasonState, week: int, counted: list[int]) -> Iterator[Decision]:
    """Who a couple is in the weeks that count, where that was said after it was cast; withdrawals that were taken back."""
    for change in state.cast_changes:
        fact = change.fact
        if any(fact.holds_in(number) for number in counted):
            people = f"{fact.celebrity} & {fact.professional}" if fact.professional else fact.celebrity
            until = "on" if fact.to_week is None else f"to week {fact.to_week}"
            what = f"couple {fact.couple} from week {fact.from_week} {until}: {people}"
            yield _decision(state, change, "cast changed", what, fact.reason)
    names = couple_names(state, week)
    for event in state.taken_back:
        if isinstance(event.fact, e.WithdrawalTakenBack) and event.fact.week in counted:
            what = names[event.fact.couple]
            yield _decision(state, event, "withdrawal taken back", what, event.fact.reason)


def _of_week(state: SeasonState, number: int, week: WeekState) -> Iterator[Decision]:
    yield from _about_votes(state, number, week)
    names = couple_names(state, number)
    where = f"week {number}"
    for order in week.orders:
        what = f"{where}, episode {order.fact.episode}: {', '.join(order.fact.dances)}"
        yield _decision(state, order, "running order stated", what, order.fact.reason)
    for bye in week.byes:
        what = f"{where}, {bye.fact.holds}: {listed([names.get(couple, couple) for couple in bye.fact.couples])}"
        yield _decision(state, bye, "bye stated", what, bye.fact.reason)
    if week.cancelled is not None:
        yield _decision(state, week.cancelled, "elimination cancelled", where, week.cancelled.fact.reason)
    for cut in week.cuts:
        what = f"{where}, equal at the cut, {cut.fact.decided}: {listed([names.get(one, one) for one in cut.fact.couples])}"
        yield _decision(state, cut, "cut settled", what, cut.fact.how)
    for card in week.calls:
        if card.fact.reason is not None:
            what = f"{where}, {card.fact.judge} in round {card.fact.round}"
            yield _decision(state, card, "card replaced", what, card.fact.reason)
    for granted in week.immunities:
        what = f"{where}, {names.get(granted.fact.couple, granted.fact.couple)}"
        yield _decision(state, granted, "immunity", what, granted.fact.reason)
    for absent in week.absences:
        yield _decision(state, absent, "judge absent", f"{where}, {absent.fact.judge}", absent.fact.reason)
    yield from _corrected(state, number, week)
    for reopened in week.reopened:
        yield _decision(state, reopened, "week reopened", where, reopened.fact.reason)


def _corrected(state: SeasonState, number: int, week: WeekState) -> Iterator[Decision]:
    """Announcements that were taken back, with what two people put in their place."""
    names = couple_names(state, number)
    for event in week.announcements:
        fact = event.fact
        if isinstance(fact, e.AnnouncementCorrected):
            said, couples = str(fact.what), fact.couples
        elif isinstance(fact, e.PlacesCorrected):
            said, couples = "places", tuple(given.couple for given in in_places(fact.places))
        else:
            continue
        what = f"week {number}, {said}: {listed([names.get(couple, couple) for couple in couples])}"
        yield _decision(state, event, "announcement corrected", what, fact.reason)


def _about_votes(state: SeasonState, number: int, week: WeekState) -> Iterator[Decision]:
    where = f"week {number}"
    for window in week.windows:
        many = sum(last - first + 1 for held in window.fact.outside for first, last in held.batches)
        outside = f", {count_of(many, 'batch', 'batches')} outside" if many else ""
        what = f"{where}, {window.fact.opens} to {window.fact.closes}{outside}"
        yield _decision(state, window, "window stated", what, window.fact.reason)
    for opening in week.openings:
        if isinstance(opening.fact, e.WeekRestated):
            what = f"{where}, form {opening.fact.form}"
            yield _decision(state, opening, "week stated anew", what, opening.fact.reason)
    for swapped in week.substitutions.values():
        what = f"{where}, the votes of {swapped.fact.body}"
        yield _decision(state, swapped, "substitution", what, swapped.fact.reason)


def _decision(state: SeasonState, event: Recorded[Any], kind: str, what: str, reason: str = "") -> Decision:
    return Decision(
        kind=kind, what=what, reason=reason, people=answerable(state, event), position=event.position, time=event.time
    )
