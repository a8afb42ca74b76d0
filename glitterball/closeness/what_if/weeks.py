"""A week, or a whole season, under another rulebook, beside what happened (RULES 7, last sentence).

Where votes are on record the same tabulation runs on the same marks and votes. Where they are secret, all votes that fit the
announced result under the rulebook in force are gone through at once: a couple would have left for all, some or none of them.
"""

from dataclasses import replace

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import Form
from domain.rulebook.variants import variants
from domain.season.gathering import period_of
from domain.season.refusals import NoRulebook, WeekUnknown
from domain.season.state import Announced, announced, rulebook_of
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied import NotWorkedOut
from glitterball.closeness.implied.night import night_of
from glitterball.closeness.what_if.fates import fates_of
from glitterball.closeness.what_if.forms import fitting_form, why_not
from glitterball.closeness.what_if.results import (
    HypotheticalFates,
    HypotheticalLine,
    HypotheticalSeason,
    HypotheticalWeek,
)
from projections.fold import SeasonFold
from projections.outcomes import votes_are_secret

OPEN = "not known"


def what_if(fold: SeasonFold, week: int, rulebook: Rulebook) -> HypotheticalWeek:
    """A week under another rulebook. Refuses a week that was not opened or has no rulebook."""
    state = fold.state
    if week not in state.weeks:
        raise WeekUnknown(week)
    in_force = rulebook_of(state, week)
    if in_force is None:
        raise NoRulebook(week)
    period = period_of(state, week, fold.tallies)
    said = announced(state.weeks[week])
    actual = tabulate(in_force, period, explain=False)
    form = in_force.form(period.form)
    supposed = _supposed(fold, week, period, rulebook)
    other = fitting_form(form, rulebook, supposed) if form is not None else None
    found = HypotheticalWeek(
        season=state.opened.fact.season if state.opened else "",
        week=week,
        rulebook=in_force.ref,
        hypothetical_rulebook=_named(rulebook, in_force),
        form=period.form,
        hypothetical_form=other.name if other else None,
        votes="secret" if votes_are_secret(actual) else "on record",
        actual_leaving=said.eliminated if said.eliminated is not None else actual.leaving,
        actual_places=said.places or (),
        outcome=None,
        lines=(),
        fates=None,
    )
    if form is None or other is None:
        why = why_not(form, rulebook, supposed) if form else f"rulebook {in_force.ref} has no form {period.form}"
        return replace(found, why=f"hypothetical: {why}")
    supposed = replace(supposed, form=other.name)
    if votes_are_secret(actual):
        return _secret(found, in_force, period, said, rulebook, supposed)
    return _on_record(found, actual, said, tabulate(rulebook, supposed, explain=False))


def what_if_season(fold: SeasonFold, rulebook: Rulebook) -> HypotheticalSeason:
    """Every week that has a rulebook, each with the couples that really danced in it."""
    weeks = tuple(
        what_if(fold, week, rulebook) for week in sorted(fold.state.weeks) if rulebook_of(fold.state, week) is not None
    )
    season = fold.state.opened.fact.season if fold.state.opened else ""
    names = {week.hypothetical_rulebook for week in weeks} or {rulebook.ref}
    return HypotheticalSeason(season, min(names), weeks)


def _named(rulebook: Rulebook, in_force: Rulebook) -> str:
    """`us-3-27@1`; another reading of the rulebook in force says what was switched: `us-33@1 with method = share`."""
    if rulebook.ref == in_force.ref and rulebook != in_force:
        for variant in variants(in_force):
            if variant.rulebook == rulebook:
                return f"{rulebook.ref} with {', '.join(f'{name} = {reading}' for name, reading in variant.switched)}"
        return f"{rulebook.ref}, changed"
    return rulebook.ref


def _supposed(fold: SeasonFold, week: int, period: ScoringPeriod, rulebook: Rulebook) -> ScoringPeriod:
    """The period as the other rulebook would see it: what immunity means is a clause of the rulebook."""
    safe = rulebook.immunity is not None and rulebook.immunity.means == "safe from elimination"
    granted = {event.fact.couple for event in fold.state.weeks[week].immunities} & set(period.couples)
    return replace(period, immune=tuple(sorted(granted)) if safe else ())


def _secret(
    found: HypotheticalWeek,
    in_force: Rulebook,
    period: ScoringPeriod,
    said: Announced,
    rulebook: Rulebook,
    supposed: ScoringPeriod,
) -> HypotheticalWeek:
    outcome = tabulate(rulebook, supposed, explain=False)
    if outcome.status != "not tabulated":  # the other rulebook does without the votes
        return _on_record(found, tabulate(in_force, period, explain=False), said, outcome)
    if said.eliminated is None and said.places is None and not _nobody(in_force.form(period.form), period):
        return replace(found, why="hypothetical: nothing was announced, so no vote is ruled out")
    try:
        fates = fates_of(night_of(in_force, period), said, night_of(rulebook, supposed))
    except NotWorkedOut as limit:
        return replace(found, why=f"hypothetical: not worked out: {limit}")
    lines = tuple(_by_fate(couple, fates, said) for couple in period.couples)
    return replace(found, fates=fates, lines=lines, why=f"hypothetical: {fates.why}" if fates.why else "")


def _nobody(form: Form | None, period: ScoringPeriod) -> bool:
    return period.cancelled or (form is not None and form.select.kind == "nobody")


def _by_fate(couple: str, fates: HypotheticalFates, said: Announced) -> HypotheticalLine:
    """A couple's line where votes are secret; changed only where that holds for every vote that fits."""
    fate = fates.of(couple)
    place = dict(said.places or ()).get(couple)
    if place is not None:
        changed = {"all": place != 1, "none": place == 1}.get(fate.wins)
        return HypotheticalLine(couple, f"placed {place}", f"would have won for {fate.wins} of the votes", changed)
    left = couple in (said.eliminated or ())
    if fate.leaves == "not worked out":
        return HypotheticalLine(couple, "left" if left else "stayed", f"in danger: {fate.in_danger}", None)
    changed = {"all": not left, "none": left}.get(fate.leaves)
    told = f"would have left for {fate.leaves} of the votes"
    return HypotheticalLine(couple, "left" if left else "stayed", told, changed)


def _on_record(found: HypotheticalWeek, actual: Outcome, said: Announced, outcome: Outcome) -> HypotheticalWeek:
    before, after = _results(actual, said), _results(outcome, None)
    lines = tuple(
        HypotheticalLine(
            couple,
            before[couple],
            after[couple],
            None if OPEN in (before[couple], after[couple]) else before[couple] != after[couple],
        )
        for couple in outcome.couples
    )
    needs = "; ".join(need.why for need in outcome.needs)
    why = f"hypothetical: the outcome would have waited: {needs}" if needs else ""
    return replace(found, outcome=outcome, lines=lines, why=why)


def _results(outcome: Outcome, said: Announced | None) -> dict[str, str]:
    """Each couple left, stayed or was placed; what was announced stands before what was computed."""
    if said is not None and said.places is not None:
        places = dict(said.places)
        return {couple: f"placed {places[couple]}" if couple in places else OPEN for couple in outcome.couples}
    if said is not None and said.eliminated is not None:
        return {couple: "left" if couple in said.eliminated else "stayed" for couple in outcome.couples}
    results = {}
    for line in outcome.standings():
        placed = f"placed {line.place}" if outcome.placed and not line.shared else OPEN
        stayed = "stayed" if line.result != "not known" else OPEN
        results[line.couple] = "left" if line.result == "leaves" else placed if outcome.placed else stayed
    return results
