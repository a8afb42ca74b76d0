"""The Skating System written a second time, from the definitions in RULES 4, with keys instead of columns walked.

Shares no code with the engine. `stay_in_rule_11` and `no_lowest_sum` are the two classic mistakes, for tests that show
that a case tells them apart.
"""

from fractions import Fraction

Dance = list[list[int]]
"""Each couple's marks."""


def _key(marks: list[int], start: int, columns: int) -> tuple[int, ...]:
    """The first column with a majority, then more and smaller marks there, then in each column after it."""
    majority = len(marks) // 2 + 1
    column = next(t for t in range(start, columns + 1) if len([mark for mark in marks if mark <= t]) >= majority)
    key = [column]
    for t in range(column, columns + 1):
        within = [mark for mark in marks if mark <= t]
        key += [-len(within), sum(within)]
    return tuple(key)


def dance_places(dance: Dance) -> list[Fraction]:
    """Rules 5 to 8."""
    keys = [_key(marks, 1, len(dance)) for marks in dance]
    return [
        Fraction(sum(1 for other in keys if other < own)) + Fraction(sum(1 for other in keys if other == own) + 1, 2)
        for own in keys
    ]


def final_places(dances: list[Dance], stay_in_rule_11: bool = False, no_lowest_sum: bool = False) -> list[Fraction]:
    """Rules 9 to 11."""
    by_dance = [dance_places(dance) for dance in dances]
    n = len(dances[0])
    totals = [sum((places[couple] for places in by_dance), Fraction(0)) for couple in range(n)]
    result: dict[int, Fraction] = {}
    for total in sorted(set(totals)):
        rest = [couple for couple in range(n) if totals[couple] == total]
        forced: list[int] = []
        while rest:
            place = len(result) + 1
            best = forced or _by_rule_10(rest, place, by_dance, no_lowest_sum)
            by_11 = len(best) > 1
            if by_11 and len(dances) > 1:
                keys = {c: _key([mark for dance in dances for mark in dance[c]], place, n) for c in best}
                first = [couple for couple in best if keys[couple] == min(keys.values())]
            else:
                first = best
            forced = [couple for couple in best if couple not in first] if stay_in_rule_11 else []
            for couple in first:
                result[couple] = Fraction(2 * place + len(first) - 1, 2)
            rest = [couple for couple in rest if couple not in first]
    return [result[couple] for couple in range(n)]


def _by_rule_10(rest: list[int], place: int, by_dance: list[list[Fraction]], no_lowest_sum: bool) -> list[int]:
    good = {couple: [own[couple] for own in by_dance if own[couple] <= place] for couple in rest}
    most = max(len(places) for places in good.values())
    best = [couple for couple in rest if len(good[couple]) == most]
    if no_lowest_sum:
        return best
    least = min(sum(good[couple], Fraction(0)) for couple in best)
    return [couple for couple in best if sum(good[couple], Fraction(0)) == least]
