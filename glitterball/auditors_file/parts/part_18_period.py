"""The scoring period: everything that counts towards one week's outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from .part_01_findings import demand
from .part_02_spellings import exact, written
from .part_10_events import Event
from .part_13_tallies import Spans, Tally, merged, spans_at
from .part_14_weeks import Week
from .part_15_season import Season


class Danced(NamedTuple):
    """A dance: who danced it, the marks by judge, and the total where the split is not public."""

    name: str
    couples: list[str]
    marks: list[tuple[str, Fraction]]
    total: Fraction | None

    @property
    def sum(self) -> Fraction:
        """The sum of the marks, or the stated total."""
        return self.total if self.total is not None else sum((mark for _, mark in self.marks), Fraction(0))


class BodyVotes(NamedTuple):
    """A voting body's votes, in the order of the period's couples."""

    body: str
    votes: list[int]
    rests_on: Spans


class Ballot(NamedTuple):
    """The couple a judge saves."""

    judge: str
    saves: str
    position: int


class Settlement(NamedTuple):
    """A tie settled by lot or authority: the order of those tied, best first."""

    link: str
    order: list[str]
    by: str
    position: int


@dataclass
class Period:
    """Marks, votes and decisions of a week and of those carried in. Counts run in the order of `couples`."""

    week: int
    form: str
    couples: list[str]
    dances: list[Danced]
    bonuses: list[tuple[str, Fraction]] = field(default_factory=list)
    votes: list[BodyVotes] = field(default_factory=list)
    judges: list[str] = field(default_factory=list)
    head: str | None = None
    casting: str | None = None
    ballots: list[Ballot] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    immune: list[str] = field(default_factory=list)
    running_order: list[str] = field(default_factory=list)
    previous: list[tuple[str, Fraction]] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    cancelled: bool = False
    scores_rest_on: Spans = field(default_factory=list)
    decisions_rest_on: Spans = field(default_factory=list)


def period_of(season: Season, number: int) -> Period:
    """All that counts towards a week's outcome."""
    week, couples = season.weeks[number], season.competing(number)
    adopted = season.rulebook(number)
    demand(adopted, "no rulebook is in force")
    weeks = [season.weeks[earlier] for earlier in week.opened["scores_from"] if earlier in season.weeks]
    period = Period(number, week.opened["form"], couples, [])
    for scored in weeks:
        _dances(period, scored, couples)
        period.bonuses += [(event.fact["couple"], exact(event.fact["points"])) for event in scored.bonuses]
    _count_again(period, season, weeks)
    period.votes = _votes(season, week.opened["votes_from"], couples)
    if week.panels:
        episode = max(week.panels)
        panel = week.panels[episode].fact
        period.judges, period.head, period.casting = week.present(episode), panel.get("head"), panel.get("casting")
    period.ballots = [Ballot(judge, event.fact["saves"], event.position) for judge, event in week.ballots.items()]
    for event in week.settlements:
        period.settlements.append(Settlement(event.fact["link"], event.fact["order"], event.fact["by"], event.position))
    for event in week.cut_decisions:
        made = event.fact
        period.settlements.append(Settlement(made["decided"], made["couples"], made["by"], event.position))
    immunity = adopted.fact["rulebook"].get("immunity") if adopted else None
    if immunity and immunity["means"] == "safe from elimination":
        period.immune = sorted({event.fact["couple"] for event in week.immunities} & set(couples))
    last = max(episode["number"] for episode in week.opened["episodes"])
    for dance in week.dances.values():
        danced = dance.scheduled["couples"] if dance.scheduled["episode"] == last else ()
        period.running_order += [couple for couple in danced if couple not in period.running_order]
    before = season.weeks.get(number - 1)
    if before and before.certified:
        lines = before.certified[-1].fact.get("standings", ())
        period.previous = [(line["couple"], exact(line["combined"])) for line in lines]
    period.cancelled = week.cancelled is not None
    given = [event for scored in weeks for event in (*scored.totals, *scored.calls, *scored.bonuses)]
    given += [event for scored in weeks for dance in scored.dances.values() for event in dance.marks.values()]
    given += [event for scored in (*weeks, week) for event in scored.orders]
    for scored in weeks:
        for couple, again in scored.counted_again().items():
            earlier = season.weeks[again]
            given += earlier.totals
            for dance in earlier.dances.values():
                given += dance.marks.values() if couple in dance.scheduled["couples"] else ()
    period.scores_rest_on = spans_at(event.position for event in given)
    decided = [
        *(event for scored in weeks for event in scored.byes),
        *week.immunities,
        *([week.cancelled] if week.cancelled else []),
    ]
    withdrawals = [*season.withdrawals.values(), *season.taken_back]
    decided += [event for event in withdrawals if event.fact["week"] <= number]
    period.decisions_rest_on = spans_at(event.position for event in decided)
    return period


def _count_again(period: Period, season: Season, weeks: list[Week]) -> None:
    """The dances of an earlier week that count once more, for one couple each, in the order of the couples."""
    counted = {scored.opened["week"] for scored in weeks}
    for scored in weeks:
        for couple, number in sorted(scored.counted_again().items()):
            if number in counted or couple not in period.couples:
                continue
            alone = Period(period.week, period.form, [couple], [])
            _dances(alone, season.weeks[number], [couple])
            period.dances += [danced._replace(couples=[couple]) for danced in alone.dances]


def _dances(period: Period, week: Week, couples: list[str]) -> None:
    """A week's dances of these couples, in the order scheduled; stated totals first."""
    excused = week.excused().keys()
    stated: set[str] = set()
    for event in week.totals:
        first = week.dances[event.fact["dances"][0]].scheduled
        stated.update(event.fact["dances"])
        if set(couples) & set(first["couples"]):
            total = exact(event.fact["total"])
            period.dances.append(Danced(" + ".join(event.fact["dances"]), first["couples"], [], total))
    for name, dance in week.dances.items():
        if name in stated or not set(couples) & set(dance.scheduled["couples"]):
            continue
        judges = week.present(dance.scheduled["episode"])
        written_down = [(judge, week.wrote(dance, judge)) for judge in judges]
        marks = [(judge, exact(mark)) for judge, mark in written_down if mark is not None]
        if not marks and excused >= set(dance.scheduled["couples"]):
            continue
        period.dances.append(Danced(name, dance.scheduled["couples"], marks, None))
        if not judges or len(marks) < len(judges):
            period.unmarked.append(name)


def _votes_stated(event: Event) -> dict[str, int]:
    """The votes a decision states, by couple; none where its hidden part is not known."""
    return {line["couple"]: line["votes"] for line in event.fact.get("votes", ())}


def _votes(season: Season, weeks: list[int], couples: list[str]) -> list[BodyVotes]:
    """Accepted votes by body: voided batches and channels out, substitutions in."""
    counts: dict[str, Counter[str]] = {}
    rests_on: dict[str, Spans] = {}
    for number in weeks:
        week, tally = season.weeks.get(number), season.tallies.get(number, Tally())
        if week is None:
            continue
        ruled: dict[str, Counter[str]] = {}
        for name, gateway in tally.gateways.items():
            for (channel, body), held in gateway.channels.items():
                if week.counts(name, channel, body):
                    ruled.setdefault(body, Counter()).update(held.votes)
        for void in week.voids.values():
            where = (void.fact["gateway"], void.fact["channel"], void.fact["body"])
            if week.counts(*where) and void.fact["body"] in ruled:
                ruled[void.fact["body"]].subtract(_votes_stated(void))
        for (_, channel, body), event in week.replaced.items():
            if channel not in week.void_channels:
                ruled.setdefault(body, Counter()).update(_votes_stated(event))
        for body, event in week.substitutions.items():
            ruled[body] = Counter(_votes_stated(event))
        taken_out = (week.voids, week.void_channels, week.substitutions, week.replaced, week.given_up)
        decided = [event for held in taken_out for event in held.values()]
        for body, votes in ruled.items():
            counts.setdefault(body, Counter()).update(votes)
            rests_on.setdefault(body, []).extend(
                [*tally.spans, *((event.position, event.position) for event in decided)]
            )
    return [
        BodyVotes(body, [counts[body][couple] for couple in couples], merged(rests_on[body])) for body in sorted(counts)
    ]


def inputs_of(period: Period) -> bytes:
    """Everything the outcome is computed from, positions aside: the bytes of `inputs/<position>.json`."""
    return written({
        "week": period.week,
        "form": period.form,
        "couples": period.couples,
        "dances": [
            [dance.name, dance.couples, [[judge, str(mark)] for judge, mark in dance.marks], str(dance.sum)]
            for dance in period.dances
        ],
        "bonuses": [[couple, str(points)] for couple, points in period.bonuses],
        "votes": [[counted.body, counted.votes] for counted in period.votes],
        "panel": [period.judges, period.head, period.casting],
        "ballots": [[ballot.judge, ballot.saves] for ballot in period.ballots],
        "settlements": [[settled.link, settled.order, settled.by] for settled in period.settlements],
        "immune": period.immune,
        "running_order": period.running_order,
        "previous_points": [[couple, str(points)] for couple, points in period.previous],
        "cancelled": period.cancelled,
    })  # fmt: skip
