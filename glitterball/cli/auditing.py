"""An audit on the screen: the table of a week, what decided it, what was assumed, what is not published."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.legible import escaped
from domain.plurals import count_of
from domain.season.state import SeasonState
from glitterball.answered.announcement import announcement_compared
from glitterball.answered.audit import audit_document
from glitterball.answers import Answer, Column
from glitterball.audit import saying
from glitterball.audit.week import WeekAudit
from glitterball.cli.ending import Exit, leave
from glitterball.cli.margin import sentences
from glitterball.cli.output import Format, as_json, banner, say, say_exactly, show, tell
from glitterball.cli.screen import in_lines, width_of
from glitterball.closeness.implied import Reading
from glitterball.store import Season
from projections import standings
from projections.names import listed
from projections.numbers import percent

WIDEST = 110
"""Columns of running text at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One couple of an audited week. `public` is what its public place or share must have been, or what it was."""

    couple: str
    name: str
    judges: Any
    place: str
    public: str
    result: str


def show_audit(season: Season, audit: WeekAudit, form: Format) -> None:
    """The whole audit. Ends with exit code 1 when something contradicts, 4 when the outcome is open."""
    if form is Format.JSON:
        say_exactly(as_json(audit_document(season, audit), indent=1))
    elif form is Format.TABLE:
        table(season, audit)
        tell("")
        told = list(saying.lines(audit))
        if audit.implied is None and audit.outcome.status == "decided":
            told += sentences(season.week(audit.week).margin(), dict(audit.names))
        for line in told:
            for part in in_lines(escaped(line), min(width_of(sys.stdout), WIDEST), further=4):
                tell(part)
    else:
        show(Answer(schema="week-audit", mode=season.mode, title="", rows=lines(season, audit)), form)
    if not audit.sound:
        raise leave(Exit.NO)
    if audit.verdict == "undecided":
        raise leave(Exit.NEEDS_A_HUMAN)


def compare_announcement(season: Season, week: int) -> None:
    """What was just announced against what is computed, and what of it cannot be compared yet; exit code 1 when they differ."""
    compared = announcement_compared(season, week)
    for line in (*map(str, compared.differing), *compared.says):
        say(f"{banner(season.mode)}{line}")
    if not compared.sound:
        raise leave(Exit.NO)


def table(season: Season, audit: WeekAudit) -> None:
    """Every couple: the judges, the public, the result."""
    tell(heading(season, audit), "bold")
    tell(period_line(season, audit), further=4)
    secret = audit.implied is not None
    columns = (
        Column("couple", lambda line: line.name),
        Column("judges", lambda line: line.judges, right=True),
        Column("place", lambda line: line.place, right=True),
        Column(_public_heading(audit) if secret else "votes", lambda line: line.public, right=not secret),
        Column("result", lambda line: line.result),
    )
    rows, basis = lines(season, audit), season.basis(audit.week)
    show(Answer(schema="week-audit", mode=season.mode, title="", rows=rows, columns=columns, basis=basis))


def lines(season: Season, audit: WeekAudit) -> list[Line]:
    """The rows of the table, by judges' place where votes are secret, by the standings otherwise."""
    rows = standings.rows(season.fold, audit.week)
    public = _public(audit.implied.rulebook) if audit.implied else {}
    results = dict(_results(audit))
    totals = [row.judges_total for row in rows]
    return [
        Line(
            couple=row.couple,
            name=row.name,
            judges=row.judges_total if row.judges_total is not None else "",
            place=_place(row.judges_place, totals.count(row.judges_total)),
            public=public.get(row.couple, f"{row.votes:,}" if row.votes is not None else ""),
            result=results.get(row.couple, row.result),
        )
        for row in rows
    ]


def heading(season: Season, audit: WeekAudit) -> str:
    """Which show, season and week, and on how many events it rests."""
    opened = season.state.opened
    show_name = f"{opened.fact.show}, season {opened.fact.number}" if opened else season.name
    replayed = f"replayed from {count_of(season.basis()['position'], 'event')}"
    return f"{banner(season.mode)}{show_name}, week {audit.week}        {replayed}"


def period_line(season: Season, audit: WeekAudit) -> str:
    """Which weeks' scores and votes count, when they were danced, and under which rulebook."""
    week = season.state.weeks[audit.week].opened.fact
    if week.scores_from == week.votes_from:
        counted = f"Scores and votes of {_weeks(week.scores_from)}"
    else:
        counted = f"Scores of {_weeks(week.scores_from)}, votes of {_weeks(week.votes_from)}"
    days = _days(season.state, tuple(sorted({*week.scores_from, *week.votes_from})))
    return f"{counted} ({days})    rulebook {audit.rulebook} ({_method(season, audit)})"


def _method(season: Season, audit: WeekAudit) -> str:
    points = [step.how for step in audit.steps if step.stage == "points"]
    first = points[0].split(",")[0] if points else ""
    return {"rank": "rank points", "share of the side": "shares"}.get(first, first)


def _weeks(weeks: tuple[int, ...]) -> str:
    return f"week {weeks[0]}" if len(weeks) == 1 else f"weeks {listed([str(week) for week in weeks])}"


def _days(state: SeasonState, weeks: tuple[int, ...]) -> str:
    episodes = [one for week in weeks if week in state.weeks for one in state.weeks[week].opened.fact.episodes]
    days = [date.fromisoformat(one.date) for one in episodes if one.date is not None]
    if not days:
        return "dates not on record"
    spoken = []
    for index, day in enumerate(days):
        same_month = index + 1 < len(days) and (days[index + 1].year, days[index + 1].month) == (day.year, day.month)
        spoken.append(str(day.day) if same_month else f"{day.day} {day:%b %Y}")
    return ", ".join(spoken)


def _place(place: int | None, sharing: int) -> str:
    return "" if place is None else f"{place}{'=' if sharing > 1 else ' '}"


def _public_heading(audit: WeekAudit) -> str:
    reading = audit.implied.rulebook if audit.implied else None
    return "public share must be" if reading is not None and reading.shares else "public place must be"


def _public(reading: Reading) -> dict[str, str]:
    """What each couple's public place or share must have been."""
    public = {}
    for place in reading.places:
        whole = place.possible == tuple(range(place.best, place.worst + 1))
        spans = f"{place.best}-{place.worst}" if place.best < place.worst else str(place.best)
        public[place.couple] = spans if whole else ", ".join(map(str, place.possible))
    for part in reading.shares:
        public[part.couple] = f"{percent(part.least.share)} - {percent(part.most.share)}"
    return public


def _results(audit: WeekAudit) -> Iterator[tuple[str, str]]:
    """Each couple's result as announced where it was, with disputes; else as computed."""
    said, names = audit.announced, dict(audit.names)
    bottom = {2: "two", 3: "three"}.get(len(said.danger or ()), str(len(said.danger or ())))
    doubt = _doubt(audit, names)
    places = dict(said.places or ())
    for couple in audit.outcome.couples:
        if couple in (said.eliminated or ()):
            yield couple, "ELIMINATED"
        elif couple in places:
            yield couple, f"PLACED {places[couple]}"
        elif couple in (said.saved or ()) and couple in (said.danger or ()):
            yield couple, f"SAVED from the bottom {bottom}{doubt}"
        elif couple in (said.saved or ()):
            yield couple, "SAVED"
        elif couple in (said.danger or ()):
            yield couple, f"in danger{doubt}"
        elif said.eliminated or audit.implied is not None:
            yield couple, "safe"


def _doubt(audit: WeekAudit, names: Mapping[str, str]) -> str:
    """A dispute about the couples in danger, in a bracket."""
    others = [
        names.get(couple, couple)
        for dispute in audit.disputes
        if dispute.what == "danger"
        for couple in dispute.couples
        if couple not in (audit.announced.danger or ())
    ]
    return f" (one source; another names {listed(others)})" if others else ""
