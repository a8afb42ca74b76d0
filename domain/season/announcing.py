"""Announcing: what is said on air. It is a fact even when it is wrong; replay compares it with what was computed."""

from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as no
from domain.season.lookup import dancing, open_week_of, week_of
from domain.season.readiness import needs_votes
from domain.season.state import SeasonState, WeekState, announced, field_of, last_touched, rulebook_of
from domain.season.telling import told


def announce_danger(command: c.AnnounceDanger, state: SeasonState) -> e.SeasonFact:
    """Couples that dance are named in danger, once; a show may name them before or after certification."""
    week = open_week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if announced(week).danger is not None:
        raise no.AlreadySo(f"couples were named in danger in week {command.week}")
    return told(e.DangerAnnounced, command)


def announce_save(command: c.AnnounceSave, state: SeasonState) -> e.SeasonFact:
    """A couple that dances is named saved, once."""
    week = open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    if command.couple in (announced(week).saved or ()):
        raise no.AlreadySo(f"{command.couple} was named saved")
    return told(e.CoupleSaved, command)


def announce_elimination(command: c.AnnounceElimination, state: SeasonState) -> e.SeasonFact:
    """A couple that dances is named as leaving, once; outside history after certification."""
    week = open_week_of(state, command.week)
    dancing(state, command.couple, command.week)
    if command.couple in (announced(week).eliminated or ()):
        raise no.AlreadySo(f"{command.couple} was named as leaving")
    _certified(state, week)
    return told(e.CoupleEliminated, command)


def award_places(command: c.AwardPlaces, state: SeasonState) -> e.SeasonFact:
    """Every couple that dances gets a place, from 1 on; couples that tie share one."""
    week = open_week_of(state, command.week)
    field = set(field_of(state, command.week))
    named = [one.couple for one in command.places]
    for couple in named:
        dancing(state, couple, command.week)
    if len(set(named)) < len(named) or set(named) != field:
        missing = ", ".join(sorted(field - set(named))) or "a couple is named twice"
        raise no.PlacesDoNotFit(command.week, f"missing or repeated: {missing}")
    places = sorted(one.place for one in command.places)
    if any(place != places.index(place) + 1 for place in places):
        raise no.PlacesDoNotFit(command.week, f"the places are {', '.join(map(str, places))}")
    if announced(week).places is not None:
        raise no.AlreadySo(f"the places of week {command.week} were announced")
    _certified(state, week)
    return told(e.PlacesAwarded, command)


def correct_announcement(command: c.CorrectAnnouncement, state: SeasonState) -> e.SeasonFact:
    """What was announced is replaced as a whole."""
    week = open_week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if getattr(announced(week), command.what) is None:
        raise no.NotAnnounced(command.what, command.week)
    return told(e.AnnouncementCorrected, command)


def dispute_announcement(command: c.DisputeAnnouncement, state: SeasonState) -> e.SeasonFact:
    """Another source's claim, named, beside the announcement."""
    week = week_of(state, command.week)
    for couple in command.couples:
        dancing(state, couple, command.week)
    if command.source is None:
        raise no.SourceNeeded()
    if getattr(announced(week), command.what) is None:
        raise no.NotAnnounced(command.what, command.week)
    return told(e.AnnouncementDisputed, command)


def close_week(command: c.CloseWeek, state: SeasonState) -> e.SeasonFact:
    """A week closes when its result has been announced (and, outside history, certified)."""
    week = open_week_of(state, command.week)
    rulebook = rulebook_of(state, command.week)
    form = rulebook.form(week.opened.fact.form) if rulebook else None
    said = announced(week)
    if form is not None and week.cancelled is None:
        if form.leave and len(said.eliminated or ()) == 0:
            raise no.WeekCannotClose(command.week, f"form {form.name} lets {form.leave} leave and nobody was announced")
        if form.select.kind == "everyone_placed" and said.places is None:
            raise no.WeekCannotClose(command.week, "no places were announced")
        if form.leave or form.select.kind == "everyone_placed":
            _certified(state, week)
    return told(e.WeekClosed, command)


def reopen_week(command: c.ReopenWeek, state: SeasonState) -> e.SeasonFact:
    """A closed week is opened again, as long as no later week has begun."""
    week = week_of(state, command.week)
    if week.closed is None:
        raise no.AlreadySo(f"week {command.week} is open")
    if command.week + 1 in state.weeks:
        raise no.WeekOutOfOrder(command.week, f"week {command.week + 1} has begun")
    return told(e.WeekReopened, command)


def _certified(state: SeasonState, week: WeekState) -> None:
    """Outside history a result is announced from a certificate that is not stale."""
    number = week.opened.fact.week
    rulebook = rulebook_of(state, number)
    if state.mode == "historic" or rulebook is None or not needs_votes(rulebook, week.opened.fact.form):
        return
    if not week.certified:
        raise no.NotCertified(number, "has not been certified")
    touched = last_touched(state, number)
    if touched > week.certified[-1].position:
        raise no.NotCertified(number, f"was certified before event {touched} changed what it rests on")
