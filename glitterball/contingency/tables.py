"""The other tables of a week: what it is, who dances, marks, ballots, what people decided and said, and the standings."""

from collections.abc import Iterator
from typing import Any

from domain.period.scoring_period import Dance
from domain.record import Recorded
from domain.season import events as e
from domain.season.state import vote_decisions
from glitterball.contingency.cells import exactly, table
from glitterball.contingency.sheet import Sheet
from glitterball.contingency.votes import totals_table, votes_table
from glitterball.evidence.certificate.decisions import decisions_of
from glitterball.evidence.certificate.exclusions import kind_and_what
from glitterball.evidence.certificate.people import answerable
from glitterball.evidence.certificate.scores import scores_of
from projections.sentences import row_of

Row = dict[str, object]


def tables(sheet: Sheet) -> dict[str, bytes]:
    """The tables of a week by the names of their files."""
    made: dict[str, tuple[tuple[str, ...], Iterator[Row]]] = {
        "week.csv": (("what", "value"), _week(sheet)),
        "couples.csv": (("couple", "name", "immune", "running_order", "points_of_the_week_before"), _couples(sheet)),
        "marks.csv": (("number", "dance", "couples", "names", "what", "judge", "judge_name", "mark"), _marks(sheet)),
        "bonuses.csv": (("couple", "name", "points"), _bonuses(sheet)),
        "ballots.csv": (("judge", "judge_name", "saves", "name", "event"), _ballots(sheet)),
        "settled.csv": (("settled", "couples", "names", "by", "event"), _settled(sheet)),
        "decisions.csv": (("event", "time", "kind", "what", "reason", "by", "approved_by"), _decisions(sheet)),
        "announcements.csv": (("event", "time", "by", "role", "sentence"), _announcements(sheet)),
        "standings.csv": (_standing_columns(sheet), _standings(sheet)),
        "not-ready.csv": (("severity", "what"), _not_ready(sheet)),
    }
    written = {name: table(sheet.mode, columns, rows) for name, (columns, rows) in made.items()}
    return {**written, "votes.csv": votes_table(sheet), "votes-counted.csv": totals_table(sheet)}


def _week(sheet: Sheet) -> Iterator[Row]:
    opened, panel = sheet.this.opened.fact, sheet.period.panel
    said: dict[str, object] = {
        "week": sheet.week,
        "form": sheet.period.form,
        "rulebook": sheet.rulebook.ref,
        "rulebook_sha256": sheet.rulebook.hash(),
        "scores_from": opened.scores_from,
        "votes_from": opened.votes_from,
        "judges": panel.judges,
        "head_judge": panel.head,
        "casting_vote": panel.casting,
        "elimination_cancelled": sheet.period.cancelled,
        "stands": sheet.standing(),
    }
    return ({"what": what, "value": value} for what, value in said.items())


def _couples(sheet: Sheet) -> Iterator[Row]:
    period, before = sheet.period, dict(sheet.period.previous_points)
    for couple in period.couples:
        yield {
            "couple": couple,
            "name": sheet.names[couple],
            "immune": couple in period.immune,
            "running_order": period.running_order.index(couple) + 1 if couple in period.running_order else None,
            "points_of_the_week_before": exactly(before.get(couple)),
        }


def _marks(sheet: Sheet) -> Iterator[Row]:
    for number, dance in enumerate(sheet.period.dances, start=1):
        about: Row = {
            "number": number, "dance": dance.dance, "couples": dance.couples, "names": sheet.called(dance.couples),
        }  # fmt: skip
        yield from ({**about, **what} for what in _of_dance(sheet, dance))


def _of_dance(sheet: Sheet, dance: Dance) -> Iterator[Row]:
    """The marks of a dance, or its total where that is all there is; and that something of it is missing, where it is."""
    if dance.stated_total is not None:
        yield {"what": "total", "mark": exactly(dance.stated_total)}
        return
    for judge, mark in dance.marks:
        yield {"what": "mark", "judge": judge, "judge_name": sheet.judges.get(judge, judge), "mark": exactly(mark)}
    if dance.dance in sheet.period.unmarked:
        yield {"what": "MISSING"}


def _bonuses(sheet: Sheet) -> Iterator[Row]:
    for bonus in sheet.period.bonuses:
        name = sheet.names.get(bonus.couple, bonus.couple)
        yield {"couple": bonus.couple, "name": name, "points": exactly(bonus.points)}


def _ballots(sheet: Sheet) -> Iterator[Row]:
    for ballot in sheet.period.ballots:
        yield {
            "judge": ballot.judge,
            "judge_name": sheet.judges.get(ballot.judge, ballot.judge),
            "saves": ballot.saves,
            "name": sheet.names.get(ballot.saves, ballot.saves),
            "event": ballot.position,
        }


def _settled(sheet: Sheet) -> Iterator[Row]:
    """Ties and cuts that people settled: the couples best first, later rows standing over earlier ones."""
    for tie in sheet.period.settlements:
        yield {
            "settled": tie.link, "couples": tie.order, "names": sheet.called(tie.order), "by": tie.by, "event": tie.position,
        }  # fmt: skip


def _decisions(sheet: Sheet) -> Iterator[Row]:
    made = [*_of_the_week(sheet), *_about_votes(sheet), *_corrections(sheet)]
    return iter(sorted(made, key=lambda row: int(str(row["event"]))))


def _of_the_week(sheet: Sheet) -> Iterator[Row]:
    for decision in decisions_of(sheet.state, sheet.week):
        yield {
            "event": decision.position,
            "time": decision.time,
            "kind": decision.kind,
            "what": decision.what,
            "reason": decision.reason,
            "by": decision.people.said_by,
            "approved_by": decision.people.approved_by,
        }


def _about_votes(sheet: Sheet) -> Iterator[Row]:
    """What is void, replaced or given up in the weeks whose votes count. Substitutions stand among the week's own decisions."""
    for number in sheet.this.opened.fact.votes_from:
        week = sheet.state.weeks.get(number)
        for event in vote_decisions(week) if week is not None else ():
            if not isinstance(event.fact, e.InputSubstituted):
                kind, what = kind_and_what(event.fact)
                yield _decided(sheet, event, kind, f"week {number}, {what}", event.fact.reason)
    for tie in sheet.this.settlements:
        yield _decided(sheet, tie, f"tie settled by {tie.fact.link}", sheet.called(tie.fact.order), tie.fact.how)


def _corrections(sheet: Sheet) -> Iterator[Row]:
    for change in scores_of(sheet.state, sheet.week).corrections:
        judge = sheet.judges.get(change.judge, change.judge)
        yield {
            "event": change.position,
            "time": change.time,
            "kind": "score corrected",
            "what": f"{change.dance}, {judge}: {exactly(change.was)} becomes {exactly(change.becomes)}",
            "reason": change.reason,
            "by": change.people.said_by,
            "approved_by": change.people.approved_by,
        }


def _decided(sheet: Sheet, event: Recorded[Any], kind: str, what: str, reason: str) -> Row:
    people = answerable(sheet.state, event)
    return {
        "event": event.position, "time": event.time, "kind": kind, "what": what, "reason": reason, "by": people.said_by,
        "approved_by": people.approved_by,
    }  # fmt: skip


def _announcements(sheet: Sheet) -> Iterator[Row]:
    for event in sorted((*sheet.this.announcements, *sheet.this.disputes), key=lambda event: event.position):
        told = row_of(event, sheet.state)
        yield {"event": told.position, "time": told.time, "by": told.by, "role": told.role, "sentence": told.sentence}


def _standing_columns(sheet: Sheet) -> tuple[str, ...]:
    sides = [side.name for side in sheet.rulebook.sides]
    counted = (column for side in sides for column in (f"{side}_counted", f"{side}_points"))
    return ("place", "shared", "couple", "name", *counted, "combined", "result")


def _standings(sheet: Sheet) -> Iterator[Row]:
    sides = [side.name for side in sheet.rulebook.sides]
    for standing in sheet.outcome.standings():
        counted = {f"{side}_counted": exactly(value) for side, value in zip(sides, standing.raw, strict=False)}
        points = {f"{side}_points": exactly(value) for side, value in zip(sides, standing.points, strict=False)}
        yield {
            "place": standing.place,
            "shared": standing.shared,
            "couple": standing.couple,
            "name": sheet.names[standing.couple],
            **counted,
            **points,
            "combined": exactly(standing.combined),
            "result": standing.result,
        }


def _not_ready(sheet: Sheet) -> Iterator[Row]:
    return ({"severity": finding.severity, "what": str(finding)} for finding in sheet.findings)
