"""Gathering a week's scoring period from what the season remembers and the tallies of its votes."""

from collections.abc import Iterable
from dataclasses import replace

from domain.exact import Exact
from domain.gateway.tally import Tallies
from domain.period.ranges import Ranges, at, merged
from domain.period.scoring_period import Ballot, BodyVotes, Bonus, Dance, Panel, ScoringPeriod, Settlement
from domain.season.counting import vote_entries
from domain.season.lookup import rulebook_in, week_of
from domain.season.state import (
    SeasonState,
    WeekState,
    competing,
    counted_again,
    judges_present,
    mark_of,
    stated_byes,
    vote_decisions,
)


def period_of(state: SeasonState, week: int, tallies: Tallies) -> ScoringPeriod:
    """All that counts towards the outcome of a week. Refuses a week that was not opened or has no rulebook."""
    gathered = week_of(state, week)
    rulebook = rulebook_in(state, week)
    couples = competing(state, week)
    weeks = [state.weeks[number] for number in gathered.opened.fact.scores_from if number in state.weeks]
    dances, unmarked = _dances(weeks, frozenset(couples))
    dances += _counted_again(state, weeks, frozenset(couples))
    immune = rulebook.immunity is not None and rulebook.immunity.means == "safe from elimination"
    return ScoringPeriod(
        week=week,
        form=gathered.opened.fact.form,
        couples=couples,
        dances=dances,
        bonuses=tuple(Bonus(bonus.fact.couple, bonus.fact.points) for earlier in weeks for bonus in earlier.bonuses),
        votes=_votes(state, gathered.opened.fact.votes_from, couples, tallies),
        panel=_panel(gathered),
        ballots=tuple(Ballot(cast.fact.judge, cast.fact.saves, cast.position) for cast in gathered.ballots.values()),
        settlements=(
            *(Settlement(tie.fact.link, tie.fact.order, tie.fact.by, tie.position) for tie in gathered.settlements),
            *(Settlement(cut.fact.decided, cut.fact.couples, cut.fact.by, cut.position) for cut in gathered.cuts),
        ),
        immune=tuple(sorted({granted.fact.couple for granted in gathered.immunities} & set(couples))) if immune else (),
        running_order=_running_order(gathered),
        previous_points=_previous(state, week),
        unmarked=unmarked,
        cancelled=gathered.cancelled is not None,
        scores_rest_on=_scores_rest_on(state, weeks, gathered),
        decisions_rest_on=at(
            *(granted.position for granted in gathered.immunities),
            *(bye.position for earlier in weeks for bye in earlier.byes),
            *([gathered.cancelled.position] if gathered.cancelled else []),
            *(left.position for left in (*state.withdrawals.values(), *state.taken_back) if left.fact.week <= week),
        ),
    )


def _dances(weeks: list[WeekState], couples: frozenset[str]) -> tuple[tuple[Dance, ...], tuple[str, ...]]:
    """The dances of those still dancing, in the order scheduled, and those without a complete score."""
    dances: list[Dance] = []
    unmarked: list[str] = []
    for week in weeks:
        stated: set[str] = set()
        excused = stated_byes(week).keys()
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
            found = ((judge, mark_of(week, dance, judge)) for judge in expected)
            marks = tuple((judge, mark) for judge, mark in found if mark is not None)
            if not marks and excused >= set(fact.couples):
                continue  # it was to be danced, and two people have said that it was not
            dances.append(Dance(name, fact.couples, marks))
            if not expected or len(marks) < len(expected):
                unmarked.append(name)
    return tuple(dances), tuple(unmarked)


def _counted_again(state: SeasonState, weeks: list[WeekState], couples: frozenset[str]) -> tuple[Dance, ...]:
    """The dances of an earlier week that count once more for a couple, as two people stated, in order of couple."""
    again: list[Dance] = []
    counted = {week.opened.fact.week for week in weeks}
    for week in weeks:
        for couple, number in sorted(counted_again(week).items()):
            if number in counted or couple not in couples:
                continue
            danced, _ = _dances([state.weeks[number]], frozenset((couple,)))
            again.extend(replace(dance, couples=(couple,)) for dance in danced)
    return tuple(again)


def _scores_rest_on(state: SeasonState, weeks: list[WeekState], ending: WeekState) -> Ranges:
    """Totals, cards, bonuses and marks, also those that count once more, and the orders in which the dances were danced."""
    positions = [event.position for week in weeks for event in (*week.totals, *week.calls, *week.bonuses)]
    positions += [order.position for week in (*weeks, ending) for order in week.orders]
    for week in weeks:
        for dance in week.dances.values():
            positions.extend(mark.position for mark in dance.marks.values())
        for couple, number in counted_again(week).items():
            earlier = state.weeks[number]
            positions.extend(total.position for total in earlier.totals)
            for dance in earlier.dances.values():
                if couple in dance.scheduled.fact.couples:
                    positions.extend(mark.position for mark in dance.marks.values())
    return at(*positions)


def _votes(
    state: SeasonState, weeks: tuple[int, ...], couples: tuple[str, ...], tallies: Tallies
) -> tuple[BodyVotes, ...]:
    """Accepted votes by voting body, without voided batches and channels, with substitutions in place."""
    counts: dict[str, dict[str, int]] = {}
    rests_on: dict[str, list[tuple[int, int]]] = {}
    for number in weeks:
        entries = [entry for entry in vote_entries(state, number, tallies) if entry.sign]
        for entry in entries:
            _add(counts.setdefault(entry.body, {}), entry.votes.items(), entry.sign)
        tally = tallies.get(number)
        for body in dict.fromkeys(entry.body for entry in entries):
            spans = rests_on.setdefault(body, [])
            spans.extend(tally.spans if tally else ())
            spans.extend((decision.position, decision.position) for decision in vote_decisions(state.weeks[number]))
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
    fact = before.certified[-1].fact
    return tuple((line.couple, line.combined) for line in fact.standings) if "standings" in fact.__dict__ else ()
