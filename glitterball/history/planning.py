"""Who left when: the structure of a season's weeks, worked out from its scores and the words for how each couple ended."""

from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.known import carried_into
from glitterball.history.records import CoupleRecord, SeasonRecord

MOST_LEAVING = 10
"""Couples that may leave in one week at most (a form holds no more)."""


@dataclass(slots=True)
class WeekPlan:
    """One week: who left, who withdrew, whether it is the finale. `doubt` is why its result is not on record."""

    week: int
    dancing: list[CoupleRecord] = field(default_factory=list)
    left: list[CoupleRecord] = field(default_factory=list)
    withdrew: list[CoupleRecord] = field(default_factory=list)
    finale: bool = False
    places: list[tuple[CoupleRecord, int]] = field(default_factory=list)
    scores_from: tuple[int, ...] = ()
    carried: str = ""
    doubt: str = ""


@dataclass(slots=True)
class SeasonPlan:
    """The weeks of a season in order, what was odd or assumed, and why nothing can be worked out, where that is so."""

    season: SeasonRecord
    weeks: list[WeekPlan] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problem: str = ""

    def week(self, number: int) -> WeekPlan:
        """A week by its number."""
        return self.weeks[number - 1]


def plan_of(season: SeasonRecord) -> SeasonPlan:
    """The structure of a season. What is odd is a finding; what cannot be told is a doubt or a problem."""
    plan = SeasonPlan(season, problem=season.problem)
    if season.final == 0:
        plan.problem = plan.problem or f"season {season.number} has no score at all"
        return plan
    plan.weeks = [WeekPlan(number) for number in range(1, season.final + 1)]
    exits = {couple.slug: _exit(couple, season, plan) for couple in season.couples}
    for couple in season.couples:
        if couple.fate.ended == "withdrew":
            continue
        plan.week(exits[couple.slug]).left.append(couple)
    _withdrawals(season, plan)
    _finale(plan.weeks[-1], plan)
    for week in plan.weeks:
        _dancing(week, season, exits, plan)
        _carried(week, season, plan)
    return plan


def _exit(couple: CoupleRecord, season: SeasonRecord, plan: SeasonPlan) -> int:
    """The week after which the couple is not in the competition any more."""
    fate, last, final = couple.fate, couple.last, season.final
    if last == 0:
        plan.findings.append(Finding(couple.where, f"{couple.name} has no score in any week", "warning"))
    if fate.ended == "eliminated" and fate.number is not None and fate.number != last:
        week = min(max(fate.number, last, 1), final)
        why = "danced after that" if fate.number < last else f"has no score after week {last}"
        what = f"{couple.name} is {fate.text!r} but {why}; read as leaving in week {week}"
        plan.findings.append(Finding(couple.where, what, "warning"))
        return week
    if fate.ended == "placed" and last < final:
        what = f"{couple.name} is {fate.text!r} and did not dance after week {last}: read as leaving in week {max(last, 1)}"
        plan.findings.append(Finding(couple.where, what, "note"))
    elif fate.ended == "not said" and last < final:
        what = f"{couple.name} did not dance after week {last}: read as leaving in week {max(last, 1)}"
        plan.findings.append(Finding(couple.where, what, "note"))
    return max(last, 1)


def _withdrawals(season: SeasonRecord, plan: SeasonPlan) -> None:
    """A withdrawal belongs to the week before whose outcome it came; the file gives none, so the weeks around decide."""
    for couple in season.couples:
        if couple.fate.ended != "withdrew":
            continue
        last, final = couple.last, season.final
        if couple.fate.number is not None and last <= couple.fate.number <= final:
            week, why = max(couple.fate.number, 1), "as it says"
        elif last in (0, final):
            week, why = max(last, 1), "the only week it can be"
        elif not plan.week(last).left and plan.week(last + 1).left:
            week, why = (
                last,
                f"the last it danced in, because nobody else left in it (by assumption; not week {last + 1})",
            )
        elif not plan.week(last + 1).left:
            week, why = last + 1, "in which it did not dance any more and nobody else left (by assumption)"
        else:
            week, why = last + 1, "the first it did not dance in (by assumption; the file gives no week)"
        plan.week(week).withdrew.append(couple)
        what = f"{couple.name} withdrew: read as withdrawing before the outcome of week {week}, {why}"
        plan.findings.append(Finding(couple.where, what, "note" if why == "as it says" else "warning"))


def _finale(week: WeekPlan, plan: SeasonPlan) -> None:
    """The last week places everyone left, unless somebody goes on who is not placed in it."""
    if not week.left:
        week.doubt = "nobody is left in the last week"
        return
    ended = {couple.fate.ended for couple in week.left}
    if ended == {"eliminated"} and any(couple.place is None for couple in week.left):
        week.doubt = "everyone in the last week was eliminated and places are missing, so how it ended is not said"
    week.finale = True
    placed = []
    for couple in week.left:
        stated = couple.fate.number if couple.fate.ended == "placed" else None
        place = stated or couple.place
        if stated and couple.place and stated != couple.place:
            what = (
                f"{couple.name} is {couple.fate.text!r}, but the column of places says {couple.place}; the words count"
            )
            plan.findings.append(Finding(couple.where, what, "warning"))
        if couple.fate.ended == "eliminated" and place:
            what = f"{couple.name} is {couple.fate.text!r}, the week of the finale: read as place {place}"
            plan.findings.append(Finding(couple.where, what, "note"))
        placed.append((couple, place or 0))
    week.left = []
    places = sorted(place for _, place in placed)
    week.places = sorted(placed, key=lambda one: one[1])
    if any(place != places.index(place) + 1 for place in places):
        week.doubt = (
            week.doubt or f"the places of the finale are {', '.join(str(place or 'missing') for place in places)}"
        )
    if week.doubt:
        plan.findings.append(Finding(f"season {plan.season.number}, week {week.week}", week.doubt, "warning"))


def _dancing(week: WeekPlan, season: SeasonRecord, exits: dict[str, int], plan: SeasonPlan) -> None:
    """Who was in the competition, and who of them has no score."""
    gone = {couple.slug for earlier in plan.weeks[: week.week - 1] for couple in earlier.withdrew}
    out = {couple.slug for couple in week.withdrew}
    for couple in season.couples:
        waits = couple.fate.ended == "withdrew" and couple.slug not in gone
        if waits or (couple.fate.ended != "withdrew" and exits[couple.slug] >= week.week):
            week.dancing.append(couple)
            if week.week not in couple.weeks and couple.slug not in out:
                what = f"{couple.name} was in the competition and has no score"
                plan.findings.append(Finding(f"season {season.number}, week {week.week}", what, "warning"))
    if len(week.left) > MOST_LEAVING:
        plan.problem = plan.problem or f"{len(week.left)} couples left in week {week.week}, and no form lets so many go"
    elif week.left and len(week.left) >= len(week.dancing):
        plan.problem = plan.problem or f"everybody left in week {week.week}"


def _carried(week: WeekPlan, season: SeasonRecord, plan: SeasonPlan) -> None:
    """Earlier weeks that are known to count too, if the file agrees that nobody left in them."""
    week.scores_from = (week.week,)
    known = carried_into(season.number, week.week)
    if known is None:
        return
    earlier = [plan.week(number) for number in known.counts if number < week.week]
    if any(one.left for one in earlier):
        what = f"it is known that {known.source}, but this file has somebody leaving before; each week counts alone"
        plan.findings.append(Finding(f"season {season.number}, week {week.week}", what, "warning"))
        return
    week.scores_from, week.carried = known.counts, known.source
