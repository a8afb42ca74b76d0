"""Rules of a show that Glitterball does not ship: a tie link, a measure, a selection and a second stage."""

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


def worst_dances(_, candidates):
    """Each couple's lowest total of a dance."""
    worst = {}
    for dance in candidates.period.dances:
        total = sum(mark for _, mark in dance.marks)
        for couple in dance.couples:
            worst[couple] = min(total, worst.get(couple, total))
    return [worst.get(couple, 0) for couple in candidates.couples]


WORST_DANCE = gb.StageKind(
    name="acme:worst-dance",
    stage="selection",
    parameters=gb.StageParameters,
    answer=worst_dances,
    says=lambda _: "the lowest total of one dance",
)


class LastWord(gb.StageParameters):
    """How many ballots that of the head judge counts for."""

    head: gb.ExactNumber


def ballots_with_a_last_word(word, danger):
    """The ballots for each couple, the head judge's counted as often as the rulebook says."""
    head = danger.period.panel.head
    cast = [(ballot.saves, word.head if ballot.judge == head else 1) for ballot in danger.period.ballots]
    return [sum(weight for saved, weight in cast if saved == couple) for couple in danger.couples]


LAST_WORD = gb.StageKind(
    name="acme:last-word",
    stage="second stage",
    parameters=LastWord,
    answer=ballots_with_a_last_word,
    says=lambda word: f"ballots, the head judge's counted {word.head} times",
)
