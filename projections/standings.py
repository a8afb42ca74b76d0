"""The standings: what `outcome_of` computes for a week, couple by couple, side by side and step by step.

When the votes are secret (or not in yet) only the judges' side is there: places by the judges, results as announced.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from domain.exact import Exact, exact
from domain.period.known import SideResult
from domain.period.ranges import written
from domain.season import unready
from domain.season.outcome import Tabulated, outcome_of, tabulated
from domain.season.readiness import needs_votes, readiness_of
from domain.season.state import rulebook_of
from domain.stages.measures import Placings
from domain.tabulation.outcome import Need, Outcome, Standing
from projections import leaderboard
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.results import ToldBy, said_on_air, weeks_of

RECONCILED = frozenset(
    reason.code
    for reason in (
        unready.BATCHES_MISSING,
        unready.MANIFEST_MISSING,
        unready.MORE_THAN_SENT,
        unready.MANIFEST_DIFFERS,
    )
)
"""The reasons for NOT READY that mean that votes and the gateways' own counts do not agree yet."""


NO_VOTES = "no votes are on record for this period"


@dataclass(frozen=True, slots=True)
class Row:
    """One couple's line. `sides` has every side of the rulebook, however many; the judges' and viewers' columns are the first
    of them that counts marks and the first that counts votes, under names that are the same for every rulebook."""

    week: int
    """The week, as viewers count."""
    place: int | None
    """By combined points and the tie chain; absent while the week cannot be tabulated."""
    shared: bool
    """Whether another couple has the same place."""
    couple: str
    """The couple's identifier."""
    name: str
    """The couple as it is called."""
    judges_total: Exact | None
    """The judges' side as counted, in points of the scale; where judges hand in places, the place they make."""
    judges_points: Exact | None
    """What it became by the rulebook's conversion, in points."""
    judges_place: int | None
    """By judges' total alone, equal totals sharing a place."""
    votes: int | None
    """Votes that count, of the viewers' side."""
    votes_points: Exact | None
    """What they became by the rulebook's conversion, in points."""
    combined: Exact | None
    """The weighted sum of the sides' points."""
    result: str
    """safe, immune, in danger, saved, leaves, placed or not known."""
    result_from: ToldBy
    """Whether the result is as announced, as computed, or not known."""
    status: str
    """Of the whole outcome: decided, undecided or not tabulated."""
    needs: str
    """What the outcome waits for, in a sentence; empty when it is decided."""
    rulebook: str
    """The rulebook in force, as `name@version`."""
    form: str
    """The form of the rulebook by which the week ends."""
    sides: tuple[tuple[str, str, str], ...]
    """Every side that is tabulated, in the rulebook's order: its name, what was counted and the points it became, exactly."""
    provisional: str
    """Why the votes are not all there yet: lines not opened, lines open, or not reconciled. Empty once they are sealed and
    every gateway's own count agrees, and where no votes count or none were published."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One couple on one side of the combination: the raw value counted, the points it became, and the place by them."""

    week: int
    """The week, as viewers count."""
    side: str
    """The side's name in the rulebook."""
    couple: str
    """The couple's identifier."""
    name: str
    """The couple as it is called."""
    raw: Exact
    """What was counted: points of the scale, votes, or what the side's measure says."""
    points: Exact
    """What it became by the rulebook's conversion, in points."""
    place: int
    """The place by these points; equal ones share a place."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the working: under which clause, what was compared, what it decided, and the events it rests on."""

    week: int
    """The week, as viewers count."""
    step: int
    """The number of the step, from 1."""
    stage: str
    """What was done, such as scores, points or a tie."""
    clause: str
    """The clause of the rulebook it was done under."""
    compared: str
    """JSON: [couple, exact value as text] for each couple compared."""
    decided: str
    """JSON: groups of couples, best first; couples in one group are still equal."""
    how: str
    """In words, how it was decided."""
    rests_on: str
    """Log positions: `3-5, 9`."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, best first."""
    return tuple(row for number in weeks_of(season, week) for row in _week(season, number))


def sides(season: SeasonFold, week: int | None = None) -> tuple[SideRow, ...]:
    """By week, side in the rulebook's order, and couple. Sides that cannot be tabulated yet are not there."""
    return tuple(
        SideRow(number, side.name, couple, names[couple], raw, points, _place(side.points.exact(), points))
        for number in weeks_of(season, week)
        if (outcome := _outcome(season, number, explain=False)) is not None
        for names in (couple_names(season.state, number),)
        for side in outcome.sides
        for couple, raw, points in zip(outcome.couples, side.raw, side.points.exact(), strict=True)
    )


def working(season: SeasonFold, week: int | None = None) -> tuple[StepRow, ...]:
    """The working in the order it was done."""
    return tuple(
        StepRow(
            week=number,
            step=index,
            stage=step.stage,
            clause=step.clause,
            compared=_json([[couple, str(value)] for couple, value in step.compared()]),
            decided=_json([list(group) for group in step.groups]),
            how=step.how,
            rests_on=written(step.rests_on),
        )
        for number in weeks_of(season, week)
        if (outcome := _outcome(season, number, explain=True)) is not None
        for index, step in enumerate(outcome.working, start=1)
    )


def _week(season: SeasonFold, week: int) -> tuple[Row, ...]:
    if rulebook_of(season.state, week) is None:
        return ()
    found = tabulated(season.state, week, season.tallies, explain=False)
    outcome, open_votes = found.outcome, provisional(season, week, found)
    board = {row.couple: row for row in leaderboard.rows(season, week)}
    lines: Sequence[Standing] = outcome.standings()
    said: dict[str, str] = {}
    if outcome.status == "not tabulated":
        lines = sorted(lines, key=lambda line: (board[line.couple].place, line.couple))
        said = said_on_air(season.state, week)
    names = couple_names(season.state, week)
    marks, votes = _first_sides(season, week, outcome)
    index = {couple: at for at, couple in enumerate(outcome.couples)}
    historic = season.state.mode == "historic"
    needs = "; ".join(
        f"{', '.join(names[couple] for couple in need.couples)}: {_why(need, historic)}" for need in outcome.needs
    )
    rows = []
    for line in lines:
        at, own = index[line.couple], board[line.couple]
        result, told_by = _result(line, said)
        rows.append(
            Row(
                week=week,
                place=line.place,
                shared=line.shared,
                couple=line.couple,
                name=names[line.couple],
                judges_total=_as_counted(marks, at) if marks else own.total if own.scored else None,
                judges_points=marks.points[at] if marks else None,
                judges_place=_place(marks.raw, marks.raw[at])
                if marks and isinstance(marks.counts, Placings)
                else own.place
                if own.scored
                else None,
                votes=int(votes.raw[at]) if votes else None,
                votes_points=votes.points[at] if votes else None,
                combined=line.combined,
                result=result,
                result_from=told_by,
                status=outcome.status,
                needs=needs,
                rulebook=outcome.rulebook,
                form=outcome.form,
                sides=tuple((side.name, str(side.raw[at]), str(side.points[at])) for side in outcome.sides),
                provisional=open_votes,
            )
        )
    return tuple(rows)


def provisional(season: SeasonFold, week: int, found: Tabulated) -> str:
    """Why the votes of a week are not all there yet, in a few words; empty where they are, or where none are counted."""
    state = season.state
    rulebook = rulebook_of(state, week)
    opened = state.weeks[week].opened.fact
    if rulebook is None or state.mode == "historic" or not needs_votes(rulebook, opened.form):
        return ""
    for number in opened.votes_from:
        if number not in state.weeks or state.weeks[number].voting is None:
            return "lines not opened"
        if state.weeks[number].seal is None:
            return "lines open"
    lacking = {finding.code for finding in readiness_of(found, state, season.tallies) if finding.severity == "error"}
    return "votes not reconciled" if lacking & RECONCILED else ""


def _why(need: Need, historic: bool) -> str:
    """What an outcome waits for. That counts were never published is true of the past alone."""
    return NO_VOTES if need.what == "votes" and not historic else need.why


def _as_counted(marks: SideResult, at: int) -> Exact:
    """What the judges gave. A place is kept as N + 1 less the place, so that higher is better; people read the place."""
    if isinstance(marks.counts, Placings):
        return exact(len(marks.raw) + 1 - marks.raw[at])
    return marks.raw[at]


def _outcome(season: SeasonFold, week: int, explain: bool) -> Outcome | None:
    if rulebook_of(season.state, week) is None:
        return None
    return outcome_of(season.state, week, season.tallies, explain)


def _result(line: Standing, said: dict[str, str]) -> tuple[str, ToldBy]:
    if line.result != "not known":
        return line.result, "computed"
    result = said.get(line.couple, "not known")
    return result, "not known" if result == "not known" else "announced"


def _first_sides(season: SeasonFold, week: int, outcome: Outcome) -> tuple[SideResult | None, SideResult | None]:
    """The first side that counts marks and the first that counts votes, of those tabulated."""
    rulebook = rulebook_of(season.state, week)
    kinds = {side.name: side.counts.stage for side in rulebook.sides} if rulebook else {}
    marks = next((side for side in outcome.sides if kinds[side.name] == "scores"), None)
    votes = next((side for side in outcome.sides if kinds[side.name] == "votes"), None)
    return marks, votes


def _place(all_points: tuple[Exact, ...], points: Exact) -> int:
    return 1 + sum(other > points for other in all_points)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
