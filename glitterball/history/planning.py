"""Who left when: the structure of a season's weeks, worked out from its scores and the words for how each couple ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.known import Show
from glitterball.history.records import CoupleRecord, SeasonRecord
from glitterball.history.together import Together
from projections.names import listed

MOST_LEAVING = 10
"""Couples that may leave in one week at most (a form holds no more)."""

LAST_DANCED = "the last week it danced in is assumed to be the week it left in"


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
    assumed: dict[str, str] = field(default_factory=dict)
    """By couple, what is assumed of when it left."""

    def week(self, number: int) -> WeekPlan:
        """A week by its number."""
        return self.weeks[number - 1]


def plan_of(season: SeasonRecord, show: Show | None = None, together: Iterable[Together] = ()) -> SeasonPlan:
    """The structure of a season. What is odd is a finding; what cannot be told is a doubt or a problem.

    Which weeks count together is known of the `show`, or said (`together`), which counts first.
    """
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
    said = {one.week: one for one in together if one.season == season.number}
    _finale(plan.weeks[-1], plan)
    for week in plan.weeks:
        _dancing(week, season, exits, plan)
        _carried(week, season, plan, show, said.get(week.week))
    return plan


def _exit(couple: CoupleRecord, season: SeasonRecord, plan: SeasonPlan) -> int:
    """The week after which the couple is not in the competition any more."""
    fate, last, final = couple.fate, couple.last, season.final
    if last == 0:
        plan.findings.append(Finding(couple.where, f"{couple.name} has no score in any week", "warning"))
    if fate.ended == "eliminated" and fate.number is not None and fate.number != last:
        week = min(max(fate.number, last, 1), final)
        plan.assumed[couple.slug] = f"said to be {fate.text}; week {week} is assumed from its scores"
        why = "danced after that" if fate.number < last else f"has no score after week {last}"
        what = f"{couple.name} is {fate.text!r} but {why}; read as leaving in week {week}"
        plan.findings.append(Finding(couple.where, what, "warning"))
        return week
    if last < final and (fate.ended != "eliminated" or fate.number is None) and fate.ended != "withdrew":
        plan.assumed[couple.slug] = f"{LAST_DANCED}; when it left is not stated"
    if fate.ended == "placed" and last < final:
        what = f"{couple.name} is {fate.text!r} and did not dance after week {last}: read as leaving in week {max(last, 1)}"
        plan.findings.append(Finding(couple.where, what, "note"))
    elif fate.ended in ("not said", "eliminated") and fate.number is None and last < final:
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
        if why != "as it says":
            plan.assumed[couple.slug] = f"week {week} is assumed: {why.partition(' (by assumption')[0]}"
        what = f"{couple.name} withdrew: read as withdrawing before the outcome of week {week}, {why}"
        plan.findings.append(Finding(couple.where, what, "note" if why == "as it says" else "warning"))


def _finale(week: WeekPlan, plan: SeasonPlan) -> None:
    """The last week places everyone left, unless somebody goes on who is not placed in it."""
    if not week.left:
        week.doubt = "nobody is left in the last week"
        return
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
    placed = _last_place(placed, plan)
    missing = [couple.name for couple, place in placed if not place]
    places = sorted(place for _, place in placed)
    week.places = sorted(placed, key=lambda one: one[1])
    if missing:
        week.doubt = f"the file gives no place in the finale to {listed(missing)}"
    elif any(place != places.index(place) + 1 for place in places):
        week.doubt = f"the places of the finale are {', '.join(map(str, places))}"
    if week.doubt:
        plan.findings.append(Finding(f"season {plan.season.number}, week {week.week}", week.doubt, "warning"))


def _last_place(placed: list[tuple[CoupleRecord, int]], plan: SeasonPlan) -> list[tuple[CoupleRecord, int]]:
    """The one place left goes to the one couple without, where it was put out in the finale and all others have theirs."""
    missing = [couple for couple, place in placed if not place]
    others = sorted(place for _, place in placed if place)
    if len(missing) != 1 or missing[0].fate.ended != "eliminated" or others != list(range(1, len(placed))):
        return placed
    how = f"{missing[0].name} is {missing[0].fate.text!r}, the week of the finale"
    what = f"{how}: read as place {len(placed)}, the only one left"
    plan.findings.append(Finding(missing[0].where, what, "note"))
    return [(couple, place or len(placed)) for couple, place in placed]


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


def _carried(week: WeekPlan, season: SeasonRecord, plan: SeasonPlan, show: Show | None, said: Together | None) -> None:
    """Earlier weeks that count too: as somebody says, else as is known, if the file agrees that nobody left in them."""
    week.scores_from = (week.week,)
    if said is not None:
        week.scores_from, week.carried = said.counts, said.source
        return
    known = show.carried_into(season.number, week.week) if show is not None else None
    if known is None:
        return
    earlier = [plan.week(number) for number in known.counts if number < week.week]
    if any(one.left for one in earlier):
        what = f"it is known that {known.source}, but this file has somebody leaving before; each week counts alone"
        plan.findings.append(Finding(f"season {season.number}, week {week.week}", what, "warning"))
        return
    week.scores_from, week.carried = known.counts, known.source
