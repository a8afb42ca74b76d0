"""The ending: selection, second stage, who leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from fractions import Fraction

from .part_02_spellings import Json, exact
from .part_13_tallies import Spans, merged, spans_at
from .part_18_period import Period
from .part_19_points import Lacking, Step
from .part_21_sides import side_of
from .part_22_tie_chain import Chain, Need, Outcome, by_value
from .part_22_who_is_selected import Selection, lowest, most, need_of


@dataclass
class Verdict:
    """What a second stage found: who is kept, what each had, and what is still needed."""

    kept: list[str]
    counted: dict[str, int]
    how: str
    rests_on: Spans
    needs: str = ""
    tied: list[str] = field(default_factory=list)


class Ending:
    """The end of a week: who is selected from the order, whom the second stage keeps, who leaves."""

    def __init__(self, form: Json, period: Period, outcome: Outcome, open_ties: list[Need]) -> None:
        self.form, self.period, self.outcome, self.open = form, period, outcome, open_ties
        self.clause = f"forms.{form['name']}"

    def end(self) -> None:
        form, period, outcome, kind = self.form, self.period, self.outcome, self.form["select"]["kind"]
        if period.cancelled or kind == "nobody":
            how = "the elimination was cancelled" if period.cancelled else "nobody leaves"
            outcome.working.append(Step("leave", self.clause, (), (), (), how, period.decisions_rest_on))
            return
        if kind == "everyone_placed":
            self._note("places", ".select", [], outcome.order, "everyone is placed")
            tied = [] if form["select"].get("shared_places") else [group for group in outcome.order if len(group) > 1]
            outcome.needs = [need_of(self.open, group) for group in tied]
            return
        eligible = outcome.order
        if period.immune:
            how, rests_on = "cannot be selected", period.decisions_rest_on
            outcome.working.append(Step("immunity", "immunity", period.immune, (), (), how, rests_on))
            kept = [[couple for couple in group if couple not in period.immune] for group in eligible]
            eligible, outcome.immune = [group for group in kept if group], period.immune
        eligible, go = Selection(form, period, outcome, self.open).of(eligible)
        if "second_stage" not in form:
            self._without_second_stage(eligible, go)
        elif not outcome.needs:
            self._second_stage(eligible)

    def _without_second_stage(self, eligible: list[list[str]], go: int) -> None:
        outcome = self.outcome
        leaving, across = lowest(eligible, go)
        if across and need_of(self.open, across) not in outcome.needs:
            outcome.needs.append(need_of(self.open, across))
        self._note("leave", ".leave", leaving, [leaving], f"the lowest {go} leave")
        outcome.saved = [] if across else [couple for couple in outcome.bottom if couple not in leaving]
        outcome.leaving = leaving[::-1]

    def _second_stage(self, eligible: list[list[str]]) -> None:
        form, outcome = self.form, self.outcome
        at_once, across = lowest(eligible, min(form["out_at_once"], len(outcome.bottom)))
        if across:
            outcome.needs = [need_of(self.open, across)]
            return
        if at_once:
            self._note("leave", ".out_at_once", at_once, [at_once], "the lowest leave at once")
        candidates = [couple for couple in outcome.bottom if couple not in at_once]
        places = len(candidates) - (form["leave"] - len(at_once))
        if places < 1:
            self._note("leave", ".leave", outcome.bottom, [outcome.bottom], "as many leave as are in danger")
            outcome.leaving = outcome.bottom[::-1]
            return
        stage = form["second_stage"]
        decide = self._viewers_keep if stage["kind"] == "viewers_save" else self.judges_keep
        verdict = decide(stage, candidates, places)
        values, clause = [verdict.counted[couple] for couple in candidates], f"{self.clause}.second_stage"
        outcome.saved, outcome.leaving = verdict.kept, at_once[::-1]
        if verdict.needs:
            how = f"open: {verdict.needs}"
            outcome.working.append(Step("second stage", clause, candidates, values, (), how, verdict.rests_on))
            outcome.needs = [Need(verdict.needs, verdict.tied or candidates, clause)]
            return
        out = [couple for couple in candidates if couple not in verdict.kept]
        groups = (verdict.kept, out)
        outcome.working.append(Step("second stage", clause, candidates, values, groups, verdict.how, verdict.rests_on))
        self._note("leave", ".leave", out, [out], "not saved", verdict.rests_on)
        outcome.leaving += out[::-1]

    def _viewers_keep(self, stage: Json, candidates: list[str], places: int) -> Verdict:
        """The couples with most votes in a vote of its own."""
        period = self.period
        counted = [body for body in period.votes if fnmatchcase(body.body, stage["bodies"])]
        at = {couple: period.couples.index(couple) for couple in candidates}
        count = {couple: sum(body.votes[at[couple]] for body in counted) for couple in candidates}
        if not counted:
            return Verdict([], count, "most votes", [], "the votes of the instant save")
        kept, tied = most(candidates, count, places)
        rests_on = merged(span for body in counted for span in body.rests_on)
        return Verdict(kept, count, "most votes", rests_on, "a rule for tied save votes" if tied else "", tied)

    def judges_keep(self, stage: Json, candidates: list[str], places: int) -> Verdict:
        """One ballot a judge present. The head judge may count twice (unless the others are unanimous), or cast a tie."""
        period, decides = self.period, stage["decides"]
        ballots = [ballot for ballot in period.ballots if ballot.judge in period.judges]
        saves = {ballot.judge: ballot.saves for ballot in ballots}
        rests_on = spans_at(ballot.position for ballot in ballots)
        others = {judge for judge in period.judges if judge != period.head}
        named = {saves[judge] for judge in others if judge in saves}
        early = len(others) > 1 and all(judge in saves for judge in others) and len(named) == 1
        early = early and decides == "head judge counts twice"
        twice = period.head if decides == "head judge counts twice" and not early else None
        count = {
            couple: sum((2 if judge == twice else 1) for judge, saved in saves.items() if saved == couple)
            for couple in candidates
        }
        how = "the other judges were unanimous" if early else decides
        missing = [] if early else [judge for judge in period.judges if judge not in saves]
        if missing or not ballots:
            return Verdict([], count, how, rests_on, f"the ballots of {', '.join(missing) or 'the judges'}")
        kept, tied = most(candidates, count, places)
        seated = {"head judge": period.head, "as seated": period.casting}
        holder = seated.get(stage.get("casting"), period.casting or period.head)
        cast = saves.get(holder or "", "")
        if tied and decides == "casting vote" and cast in tied and len(kept) + 1 == places:
            return Verdict([*kept, cast], count, f"casting vote of {holder}", rests_on)
        return Verdict(kept, count, how, rests_on, "a rule for tied ballots" if tied else "", tied)

    def _note(
        self,
        stage: str,
        clause: str,
        about: list[str],
        groups: list[list[str]],
        how: str,
        rests_on: Spans | None = None,
    ) -> None:
        self.outcome.working.append(Step(stage, self.clause + clause, about, (), groups, how, rests_on or []))


def tabulate(rulebook: Json, period: Period) -> Outcome:
    """The outcome of the period under the rulebook; what cannot be decided says what it needs."""
    outcome = Outcome("decided", period.couples)
    form = next((form for form in rulebook["forms"] if form["name"] == period.form), None)
    if form is None:
        return Outcome("not tabulated", period.couples, needs=[Need("a form", period.couples, "forms")])
    for side in rulebook["sides"]:
        try:
            outcome.sides.append(side_of(side, period, outcome.working))
        except Lacking as lack:
            outcome.status = "not tabulated"
            outcome.needs = [Need(str(lack), period.couples, f"sides.{side['name']}")]
            return outcome
    weights = [exact(side["weight"]) for side in rulebook["sides"]]
    outcome.combined = [
        sum((weight * side.points[at] for weight, side in zip(weights, outcome.sides, strict=True)), Fraction(0))
        for at in range(len(period.couples))
    ]
    rests_on = merged(span for side in outcome.sides for span in side.rests_on)
    outcome.working.append(Step("combine", "sides", period.couples, outcome.combined, (), "weighted sum", rests_on))
    chain = Chain(rulebook["tie_chain"], period, outcome)
    value = dict(zip(period.couples, outcome.combined, strict=True))
    for tied in by_value(period.couples, value.__getitem__):
        outcome.order += chain.divide(tied, 0)
    how = "by combined points, then the tie chain"
    outcome.working.append(Step("order", "tie_chain", (), (), outcome.order, how))
    outcome.placed = form["select"]["kind"] == "everyone_placed"
    Ending(form, period, outcome, chain.open).end()
    outcome.status = "undecided" if outcome.needs else "decided"
    return outcome
