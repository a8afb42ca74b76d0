"""The scoring period of a week, gathered from what the season remembers and the tallies of its votes."""

import json
from collections.abc import Iterable

from domain.exact import Exact
from domain.gateway.tally import Tallies
from domain.record import digest
from domain.season.refusals import NoRulebook, WeekUnknown
from domain.season.state import (
    SeasonState,
    WeekState,
    field_of,
    judges_present,
    rulebook_of,
)
from domain.tabulation.period import Ballot, BodyVotes, Bonus, Dance, Panel, ScoringPeriod, Settlement
from domain.tabulation.positions import at, merged


def period_of(state: SeasonState, week: int, tallies: Tallies) -> ScoringPeriod:
    """All that counts towards the outcome of a week. Refuses a week that was not opened or has no rulebook."""
    this = state.weeks.get(week)
    if this is None:
        raise WeekUnknown(week)
    rulebook = rulebook_of(state, week)
    if rulebook is None:
        raise NoRulebook(week)
    couples = field_of(state, week)
    weeks = [state.weeks[number] for number in this.opened.fact.scores_from if number in state.weeks]
    dances, unmarked = _dances(weeks, frozenset(couples))
    immune = rulebook.immunity is not None and rulebook.immunity.means == "safe from elimination"
    return ScoringPeriod(
        week=week,
        form=this.opened.fact.form,
        couples=couples,
        dances=dances,
        bonuses=tuple(Bonus(one.fact.couple, one.fact.points) for each in weeks for one in each.bonuses),
        votes=_votes(state, this.opened.fact.votes_from, couples, tallies),
        panel=_panel(this),
        ballots=tuple(Ballot(one.fact.judge, one.fact.saves, one.position) for one in this.ballots.values()),
        settlements=tuple(
            Settlement(one.fact.link, one.fact.order, one.fact.by, one.position) for one in this.settlements
        ),
        immune=tuple(sorted({one.fact.couple for one in this.immunities} & set(couples))) if immune else (),
        running_order=_running_order(this),
        previous_points=_previous(state, week),
        unmarked=unmarked,
        cancelled=this.cancelled is not None,
        scores_rest_on=_scores_rest_on(weeks),
        decisions_rest_on=at(
            *(one.position for one in this.immunities),
            *([this.cancelled.position] if this.cancelled else []),
            *(one.position for one in state.withdrawals.values() if one.fact.week <= week),
        ),
    )


def inputs_sha256(period: ScoringPeriod) -> str:
    """The digest of everything the outcome was computed from, positions aside."""
    return digest(inputs_json(period))


def inputs_json(period: ScoringPeriod) -> bytes:
    """Everything the outcome was computed from, as the bytes that are hashed; numbers as exact text."""
    inputs = {
        "week": period.week,
        "form": period.form,
        "couples": period.couples,
        "dances": [[one.dance, one.couples, _texts(one.marks), str(one.total)] for one in period.dances],
        "bonuses": [[one.couple, str(one.points)] for one in period.bonuses],
        "votes": [[one.body, one.votes] for one in period.votes],
        "panel": [period.panel.judges, period.panel.head, period.panel.casting],
        "ballots": [[one.judge, one.saves] for one in period.ballots],
        "settlements": [[one.link, one.order, one.by] for one in period.settlements],
        "immune": period.immune,
        "running_order": period.running_order,
        "previous_points": _texts(period.previous_points),
        "cancelled": period.cancelled,
    }
    return json.dumps(inputs, separators=(",", ":"), ensure_ascii=False).encode()


def _texts(pairs: tuple[tuple[str, Exact], ...]) -> list[list[str]]:
    return [[name, str(value)] for name, value in pairs]


def _dances(weeks: list[WeekState], couples: frozenset[str]) -> tuple[tuple[Dance, ...], tuple[str, ...]]:
    """The dances of those still dancing, in the order scheduled, and those without a complete score."""
    dances: list[Dance] = []
    unmarked: list[str] = []
    for week in weeks:
        stated: set[str] = set()
        for event in week.totals:
            first = week.dances[event.fact.dances[0]].scheduled.fact
            stated.update(event.fact.dances)
            if couples.intersection(first.couples):
                name = " + ".join(event.fact.dances)
                dances.append(Dance(name, first.couples, (), event.fact.total))
        for name, dance in week.dances.items():
            fact = dance.scheduled.fact
            if name in stated or not couples.intersection(fact.couples):
                continue
            expected = judges_present(week, fact.episode)
            marks = tuple((judge, dance.marks[judge].fact.mark) for judge in expected if judge in dance.marks)
            dances.append(Dance(name, fact.couples, marks))
            if not expected or len(marks) < len(expected):
                unmarked.append(name)
    return tuple(dances), tuple(unmarked)


def _scores_rest_on(weeks: list[WeekState]) -> tuple[tuple[int, int], ...]:
    positions = [one.position for week in weeks for one in (*week.totals, *week.bonuses)]
    for week in weeks:
        for dance in week.dances.values():
            positions.extend(mark.position for mark in dance.marks.values())
    return at(*positions)


def _votes(
    state: SeasonState, weeks: tuple[int, ...], couples: tuple[str, ...], tallies: Tallies
) -> tuple[BodyVotes, ...]:
    """Accepted votes by voting body, without voided batches and channels, with substitutions in place."""
    counts: dict[str, dict[str, int]] = {}
    rests_on: dict[str, list[tuple[int, int]]] = {}
    for number in weeks:
        week, tally = state.weeks.get(number), tallies.get(number)
        if week is None:
            continue
        ruled: dict[str, dict[str, int]] = {}
        for gateway in tally.gateways.values() if tally else ():
            for (channel, body), delivered in gateway.channels.items():
                if channel not in week.voided_channels:
                    _add(ruled.setdefault(body, {}), delivered.votes.items(), 1)
        for void in week.voided_batches.values():
            if void.fact.channel not in week.voided_channels and void.fact.body in ruled:
                _add(ruled[void.fact.body], ((one.couple, one.votes) for one in void.fact.votes), -1)
        for body, substitution in week.substitutions.items():
            ruled[body] = {one.couple: one.votes for one in substitution.fact.votes}
        for body, votes in ruled.items():
            _add(counts.setdefault(body, {}), votes.items(), 1)
            spans = rests_on.setdefault(body, [])
            spans.extend(tally.spans if tally else ())
            decisions = (*week.voided_batches.values(), *week.voided_channels.values(), *week.substitutions.values())
            spans.extend((one.position, one.position) for one in decisions)
    return tuple(
        BodyVotes(body, tuple(counts[body].get(couple, 0) for couple in couples), merged(rests_on[body]))
        for body in sorted(counts)
    )


def _add(total: dict[str, int], votes: Iterable[tuple[str, int]], sign: int) -> None:
    for couple, count in votes:
        total[couple] = total.get(couple, 0) + sign * count


def _panel(week: WeekState) -> Panel:
    """The panel of the week's last episode, which decides its second stage, without those absent."""
    if not week.panels:
        return Panel(())
    episode = max(week.panels)
    seated = week.panels[episode].fact
    return Panel(judges_present(week, episode), seated.head, seated.casting)


def _running_order(week: WeekState) -> tuple[str, ...]:
    last = max(episode.number for episode in week.opened.fact.episodes)
    order: list[str] = []
    for dance in week.dances.values():
        fact = dance.scheduled.fact
        if fact.episode == last:
            order.extend(couple for couple in fact.couples if couple not in order)
    return tuple(order)


def _previous(state: SeasonState, week: int) -> tuple[tuple[str, Exact], ...]:
    before = state.weeks.get(week - 1)
    if before is None or not before.certified:
        return ()
    return tuple((line.couple, line.combined) for line in before.certified[-1].fact.standings)
