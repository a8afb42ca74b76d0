"""The tables a season file names, written: scores, one row a dance, and votes, one row a couple."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from domain.exact import Exact, exact, write_exact
from domain.gateway.tally import ChannelTally, Tallies
from domain.season import events as e
from domain.season.state import DanceState, SeasonState, WeekState
from glitterball.formulas import harmless
from glitterball.season_files.votes import REJECTED

Cells = dict[str, str]


@dataclass(slots=True)
class Legend:
    """The names that stand for sources in the files, in order of first use."""

    names: dict[str, str] = field(default_factory=dict)

    def name(self, source: str | None) -> str:
        """The name of a source; none for none."""
        return self.names.setdefault(source, f"source-{len(self.names) + 1}") if source is not None else ""


def written(columns: Iterable[str], rows: Iterable[Cells]) -> bytes:
    """A table in UTF-8, comma separated, without a formula in it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: harmless(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue().encode()


def scores_table(state: SeasonState, legend: Legend) -> bytes | None:
    """All dances in the order they were scheduled with the marks as first given, or None when no dance is scheduled."""
    panels = [panel.fact for week in state.weeks.values() for _, panel in sorted(week.panels.items())]
    judges = dict.fromkeys(seat.judge for panel in panels for seat in panel.judges)
    columns = ("episode", "round", "couple", "team", "style", *judges, "total", "total_over", "basis")
    rows = [
        _dance_row(dance, _stated(week), legend)
        for _, week in sorted(state.weeks.items())
        for dance in sorted(week.dances.values(), key=lambda dance: dance.scheduled.position)
    ]
    return written(columns, rows) if rows else None


def _stated(week: WeekState) -> dict[str, e.TotalGiven]:
    """Totals without a split, by the dance on whose row they stand."""
    return {event.fact.dances[-1]: event.fact for event in week.totals}


def _dance_row(dance: DanceState, stated: dict[str, e.TotalGiven], legend: Legend) -> Cells:
    fact = dance.scheduled.fact
    marks: dict[str, Exact] = {
        event.fact.judge: event.fact.mark for event in dance.history if isinstance(event.fact, e.ScoreGiven)
    }
    row = {
        "episode": str(fact.episode),
        "round": fact.round,
        "couple": " + ".join(fact.couples),
        "team": fact.team or "",
        "style": fact.style or "",
        "basis": legend.name(fact.source),
        **{judge: write_exact(mark) for judge, mark in marks.items()},
    }
    total = stated.get(fact.dance)
    if total is not None:
        row["total"] = write_exact(total.total)
        if total.dances != (fact.dance,):
            row["total_over"] = "+".join(_shortly(name, fact) for name in total.dances)
    elif marks:
        row["total"] = write_exact(exact(sum(marks.values())))
    return row


def _shortly(dance: str, row: e.DanceScheduled) -> str:
    """A dance of the same episode and couple by its round alone."""
    episode, round_, who = dance.split(".")
    return round_ if (episode, who) == (str(row.episode), row.team or row.couples[0]) else dance


@dataclass(frozen=True, slots=True)
class VotesTable:
    """The table, and the number each voided batch has in it, by week, gateway and the number it had."""

    data: bytes | None
    numbers: dict[tuple[int, str, int], int]


def votes_table(state: SeasonState, tallies: Tallies) -> VotesTable:
    """Votes added up by channel and voting body, what was voided in batches of its own."""
    rows: list[Cells] = []
    numbers: dict[tuple[int, str, int], int] = {}
    for number, week in sorted(state.weeks.items()):
        tally = tallies.get(number)
        gateways = set(tally.gateways if tally else ()) | {gateway for gateway, _ in week.voided_batches}
        for gateway in sorted(gateways):
            found = tally.gateways.get(gateway) if tally else None
            voids = {batch: void.fact for (at, batch), void in week.voided_batches.items() if at == gateway}
            channels = dict(sorted(found.channels.items())) if found else {}
            kept = {key: left for key, one in channels.items() if any((left := _left(key, one, voids)).values())}
            given = _numbers(sorted(voids), len(kept))
            numbers.update({(number, gateway, was): now for was, now in given.items()})
            free = (one for one in range(1, len(kept) + len(voids) + 1) if one not in given.values())
            batches = [(next(free), key, left) for key, left in kept.items()]
            batches += [
                (given[was], (void.channel, void.body), {(one.couple, ""): one.votes for one in void.votes})
                for was, void in voids.items()
            ]
            for batch, key, counts in sorted(batches):
                rows += _vote_rows(number, gateway, str(batch) if voids else "", key, counts)
    columns = ("week", "gateway", "batch", "channel", "body", "couple", "not_counted", "votes")
    return VotesTable(written(columns, rows) if rows else None, numbers)


def _numbers(voided: list[int], others: int) -> dict[int, int]:
    """The numbers of voided batches: their own where the batches are numbered that far, else the highest free ones."""
    through = others + len(voided)
    taken = {number: number for number in voided if number <= through}
    free = [number for number in range(through, 0, -1) if number not in taken]
    return {number: taken.get(number) or free.pop(0) for number in voided}


def _left(key: tuple[str, str], tally: ChannelTally, voids: dict[int, Any]) -> dict[tuple[str, str], int]:
    """What a channel holds without its voided batches, by couple or by why it was not counted."""
    counts = {(couple, ""): votes for couple, votes in sorted(tally.votes.items())}
    for void in voids.values():
        for given in void.votes if (void.channel, void.body) == key else ():
            counts[given.couple, ""] = max(counts.get((given.couple, ""), 0) - given.votes, 0)
    counts.update({("", f"{REJECTED}{reason}"): count for reason, count in sorted(tally.rejected.items())})
    if tally.late:
        counts["", "late"] = tally.late
    return counts


def _vote_rows(
    week: int, gateway: str, batch: str, key: tuple[str, str], counts: dict[tuple[str, str], int]
) -> list[Cells]:
    place = {"week": str(week), "gateway": gateway, "batch": batch, "channel": key[0], "body": key[1]}
    return [
        {**place, "couple": couple, "not_counted": why, "votes": str(votes)} for (couple, why), votes in counts.items()
    ]
