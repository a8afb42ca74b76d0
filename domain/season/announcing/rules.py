"""Announcing: what is said on air. It is a fact even when it is wrong; replay compares it with what was computed."""

from typing import assert_never

from domain.rulebook.plug_ins import plug_ins_of
from domain.season.announcing.facts import (
    AnnounceDanger,
    AnnounceElimination,
    AnnouncementCorrected,
    AnnouncementDisputed,
    AnnounceSave,
    AnnouncingCommand,
    AnnouncingFact,
    AwardPlaces,
    CloseWeek,
    CorrectAnnouncement,
    CorrectPlaces,
    CoupleEliminated,
    CoupleSaved,
    DangerAnnounced,
    DisputeAnnouncement,
    PlacesAwarded,
    PlacesCorrected,
    ReopenWeek,
    WeekClosed,
    WeekReopened,
)
from domain.season.announcing.refusals import NotAnnounced, NotCertified, PlacesDoNotFit, SourceNeeded, WeekCannotClose
from domain.season.lookup import dancing, open_week_of, week_of
from domain.season.readiness import needs_votes
from domain.season.refusals import AlreadySo, WeekOutOfOrder
from domain.season.state import (
    SeasonState,
    WeekState,
    announced,
    competing,
    last_touched,
    rulebook_of,
)
from domain.season.stating import stated
from domain.season.words import Place


def decide(command: AnnouncingCommand, state: SeasonState) -> AnnouncingFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case AnnounceDanger():
            return announce_danger(command, state)
        case AnnounceSave():
            return announce_save(command, state)
        case AnnounceElimination():
            return announce_elimination(command, state)
        case AwardPlaces():
            return award_places(command, state)
        case CorrectPlaces():
            return correct_places(command, state)
        case CorrectAnnouncement():
            return correct_announcement(command, state)
        case DisputeAnnouncement():
            return dispute_announcement(command, state)
        case CloseWeek():
            return close_week(command, state)
        case ReopenWeek():
            return reopen_week(command, state)
        case _:
            assert_never(command)


def announce_danger(command: AnnounceDanger, state: SeasonState) -> DangerAnnounced:
    """Couples that dance are named in danger, once; a show may name them before or after certification."""
    week = open_week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if announced(week).danger is not None:
        raise AlreadySo(f"couples were named in danger in week {command.week}")
    return stated(DangerAnnounced, command)


def announce_save(command: AnnounceSave, state: SeasonState) -> CoupleSaved:
    """A couple that dances is named saved, once."""
    week = open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    if command.couple in (announced(week).saved or ()):
        raise AlreadySo(f"{command.couple} was named saved")
    return stated(CoupleSaved, command)


def announce_elimination(command: AnnounceElimination, state: SeasonState) -> CoupleEliminated:
    """A couple that dances is named as leaving, once; outside history after certification."""
    week = open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    if command.couple in (announced(week).eliminated or ()):
        raise AlreadySo(f"{command.couple} was named as leaving")
    _certified(state, week)
    return stated(CoupleEliminated, command)


def award_places(command: AwardPlaces, state: SeasonState) -> PlacesAwarded:
    """Every couple that dances gets a place, from 1 on; couples that tie share one."""
    week = open_week_of(state, command.week)
    _places_fit(command.week, command.places, state)
    if announced(week).places is not None:
        raise AlreadySo(f"the places of week {command.week} were announced")
    _certified(state, week)
    return stated(PlacesAwarded, command)


def correct_places(command: CorrectPlaces, state: SeasonState) -> PlacesCorrected:
    """Places that were announced are replaced as a whole."""
    week = open_week_of(state, command.week)
    _places_fit(command.week, command.places, state)
    if announced(week).places is None:
        raise NotAnnounced("places", command.week)
    return stated(PlacesCorrected, command)


def _places_fit(week: int, given: tuple[Place, ...], state: SeasonState) -> None:
    """Every couple that dances has a place, each once, from 1 on; couples that tie share one."""
    field = set(competing(state, week))
    named = [line.couple for line in given]
    for couple in named:
        dancing(state, couple, week)
    if len(set(named)) < len(named) or set(named) != field:
        missing = ", ".join(sorted(field - set(named))) or "a couple is named twice"
        raise PlacesDoNotFit(week, f"missing or repeated: {missing}")
    places = sorted(line.place for line in given)
    if any(place != places.index(place) + 1 for place in places):
        raise PlacesDoNotFit(week, f"the places are {', '.join(map(str, places))}")


def correct_announcement(command: CorrectAnnouncement, state: SeasonState) -> AnnouncementCorrected:
    """What was announced is replaced as a whole."""
    week = open_week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if getattr(announced(week), command.what) is None:
        raise NotAnnounced(command.what, command.week)
    return stated(AnnouncementCorrected, command)


def dispute_announcement(command: DisputeAnnouncement, state: SeasonState) -> AnnouncementDisputed:
    """Another source's claim, named, beside the announcement."""
    week = week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if command.source is None:
        raise SourceNeeded()
    if getattr(announced(week), command.what) is None:
        raise NotAnnounced(command.what, command.week)
    return stated(AnnouncementDisputed, command)


def close_week(command: CloseWeek, state: SeasonState) -> WeekClosed:
    """A week closes when its result has been announced (and, outside history, certified)."""
    week = open_week_of(state, command.week)
    rulebook = rulebook_of(state, command.week)
    form = rulebook.form(week.opened.fact.form) if rulebook else None
    said = announced(week)
    if form is not None and week.cancelled is None:
        if form.leave and len(said.eliminated or ()) == 0:
            raise WeekCannotClose(command.week, f"form {form.name} lets {form.leave} leave and nobody was announced")
        if (
            form.select.kind == "called_back"
            and not said.eliminated
            and week.certified
            and week.certified[-1].fact.leaving
        ):
            left = len(week.certified[-1].fact.leaving)
            raise WeekCannotClose(command.week, f"{left} were not called back and nobody was announced")
        if form.select.kind == "everyone_placed" and said.places is None:
            raise WeekCannotClose(command.week, "no places were announced")
        if form.somebody_leaves or form.select.kind == "everyone_placed":
            _certified(state, week)
    return stated(WeekClosed, command)


def reopen_week(command: ReopenWeek, state: SeasonState) -> WeekReopened:
    """A closed week is opened again, as long as no later week has begun."""
    week = week_of(state, command.week)
    if week.closed is None:
        raise AlreadySo(f"week {command.week} is open")
    if command.week + 1 in state.weeks:
        raise WeekOutOfOrder(command.week, f"week {command.week + 1} has begun")
    return stated(WeekReopened, command)


def _certified(state: SeasonState, week: WeekState) -> None:
    """A result is announced from a certificate that is not stale, wherever there can be one: not in history, nor under stage
    kinds of packages, which only a rehearsal may play by."""
    number = week.opened.fact.week
    rulebook = rulebook_of(state, number)
    if state.mode == "historic" or rulebook is None or plug_ins_of(rulebook):
        return
    if not needs_votes(rulebook, week.opened.fact.form):
        return
    if not week.certified:
        raise NotCertified(number, "has not been certified")
    touched = last_touched(state, number)
    if touched > week.certified[-1].position:
        raise NotCertified(number, f"was certified before event {touched} changed what it rests on")
