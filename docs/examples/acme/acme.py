"""Two rules of a show that Glitterball does not ship: a tie link and a measure."""

import glitterball as gb


class Buzzer(gb.StageParameters):
    """The mark that is a golden buzzer."""

    mark: gb.ExactNumber


def golden_buzzers(buzzer, tie):
    """How many judges gave each of the tied couples that mark."""
    given = [(couple, mark) for dance in tie.period.dances for couple in dance.couples for _, mark in dance.marks]
    return [given.count((couple, buzzer.mark)) for couple in tie.couples]


GOLDEN_BUZZER = gb.StageKind(
    name="acme:golden-buzzer",
    stage="link",
    parameters=Buzzer,
    answer=golden_buzzers,
    says=lambda buzzer: f"how many judges gave the golden buzzer, a mark of {buzzer.mark}",
)


def middle_marks(_, period):
    """Each couple's marks without the highest and the lowest of each dance."""
    totals = dict.fromkeys(period.couples, 0)
    for dance in period.dances:
        if len(dance.marks) < 3:
            raise gb.CannotTabulate("three judges' marks", f"{dance.dance} has fewer than three marks")
        middle = sorted(mark for _, mark in dance.marks)[1:-1]
        for couple in dance.couples:
            totals[couple] = totals.get(couple, 0) + sum(middle)
    return [totals[couple] for couple in period.couples]


MIDDLE_MARKS = gb.StageKind(
    name="acme:middle-marks",
    stage="measure",
    parameters=gb.StageParameters,
    answer=middle_marks,
    says=lambda _: "every couple's marks without the highest and the lowest of each dance",
)
