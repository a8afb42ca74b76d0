"""How a week's scores were read, in sentences: one finding a week that is not plain marks."""

from collections.abc import Iterator

from domain.findings import Finding
from domain.rulebook import Rulebook
from glitterball.history.dances import Reading, unlike
from glitterball.history.known import Show
from glitterball.history.planning import SeasonPlan, WeekPlan
from projections.names import listed

COUNT = {1: "one dance", 2: "two dances", 3: "three dances", 4: "four dances"}


def reading_findings(
    plan: SeasonPlan, readings: dict[int, Reading], rulebook: Rulebook, show: Show | None
) -> Iterator[Finding]:
    """What was assumed of a season and of each of its weeks."""
    number = plan.season.number
    where = f"season {number}"
    alone = [week.week for week in plan.weeks if not week.left and not week.finale and not _is_carried(week, plan)]
    if alone:
        weeks = f"week{'s' if len(alone) > 1 else ''} {listed([str(week) for week in alone])}"
        what = f"nobody left in {weeks}; that scores and votes were not carried on is assumed, each week counts alone"
        yield Finding(where, what, "note")
    if show is not None and (known := show.half_points_known(number)):
        what = f"rulebook {rulebook.ref} has no half points, so their totals are stated; they are marks: {known}"
        yield Finding(where, what, "note")
    if show is not None and number in show.votes_before:
        what = f"{show.votes_before_source}; for the finale that is not known, and its own votes count"
        yield Finding(where, what, "note")
    for week in plan.weeks:
        at = f"{where}, week {week.week}"
        reading = readings[week.week]
        if week.carried:
            weeks = listed([str(one) for one in week.scores_from])
            yield Finding(at, f"weeks {weeks} count together ({week.carried})", "note")
        yield from (Finding(at, what, "note") for what in _read(week, reading))


def _is_carried(week: WeekPlan, plan: SeasonPlan) -> bool:
    return any(week.week in later.scores_from for later in plan.weeks[week.week :])


def _read(week: WeekPlan, reading: Reading) -> Iterator[str]:
    """How the averages of a week became totals."""
    cards = {couple.slug: couple.weeks[week.week] for couple in week.dancing if week.week in couple.weeks}
    danced = [one for card in cards.values() for one in card.performances]
    marks = [mark for one in danced for _, mark in one.marks]
    marks += [one.total for one in danced if one.total is not None and not one.marks]
    count = COUNT[reading.dances]
    if reading.way == "each judge's sum" and reading.dances > 1:
        yield f"scores are averages; {count} are the fewest that explain them, taken for every couple alike; totals are stated"
    elif reading.way == "totals" and reading.dances > 1:
        yield f"totals are averages; {count} are the fewest that explain them, taken for every couple alike"
    elif reading.way == "the panel's sum":
        yield (
            f"single judges' scores are no marks, but the panel's sums over {count} are: totals are stated, with bonus "
            "points spread over the judges in them"
        )
    elif reading.way == "not explained":
        yield "no small number of dances explains the averages; their sums are stated as totals, as they stand"
    if reading.bonus and reading.way != "the panel's sum":
        yield "scores above the scale hold bonus points, which the file does not tell apart from marks; totals are stated"
    cut = sorted({(mark.text, str(mark.value)) for mark in marks if mark.how == "fraction"})
    if cut:
        yield f"decimals are cut off; read back as fractions: {', '.join(f'{text} as {value}' for text, value in cut[:6])}"
    long = sorted({mark.text for mark in marks if mark.how == "decimal"})
    if long:
        yield f"no small fraction explains {', '.join(long[:6])}; kept as exact decimals"
    if unlike(cards):
        yield "couples danced a different number of times"
