"""Tabulation written a second time, slowly, from the definitions (RULES 2): fractions everywhere, no sorting tricks.

Reads the rulebook's and the period's data only; shares no code with the engine. Where the engine is clever, this counts.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Any

from tests.rulebooks.naive_skating import final_places

Need = tuple[str, frozenset[str], str]
"""What is lacking, for whom, under which clause."""


@dataclass
class Naive:
    """What the definitions say of a period."""

    status: str = "decided"
    raw: tuple[tuple[Fraction, ...], ...] = ()
    points: tuple[tuple[Fraction, ...], ...] = ()
    combined: tuple[Fraction, ...] | None = None
    order: tuple[tuple[str, ...], ...] = ()
    bottom: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    immune: tuple[str, ...] = ()
    needs: frozenset[Need] = frozenset()


class Lacking(Exception):
    """The side cannot be computed."""


def tabulated_naively(rulebook: Any, period: Any) -> Naive:
    """The outcome by the definitions."""
    everyone = frozenset(period.couples)
    form = [one for one in rulebook.forms if one.name == period.form]
    if not form:
        return Naive("not tabulated", needs=frozenset({("a form", everyone, "forms")}))
    raws: list[tuple[Fraction, ...]] = []
    points: list[tuple[Fraction, ...]] = []
    for side in rulebook.sides:
        try:
            raw = _raw(side.counts, period)
            points.append(_points(side.points, raw))
            raws.append(raw)
        except Lacking as lack:
            need = (str(lack), everyone, f"sides.{side.name}")
            return Naive("not tabulated", tuple(raws), tuple(points), needs=frozenset({need}))
    combined = tuple(
        sum((Fraction(side.weight) * own[at] for side, own in zip(rulebook.sides, points, strict=True)), Fraction(0))
        for at in range(len(period.couples))
    )
    known = {
        side.name: (
            dict(zip(period.couples, raw, strict=True)),
            dict(zip(period.couples, own, strict=True)),
            side.counts,
        )
        for side, raw, own in zip(rulebook.sides, raws, points, strict=True)
    }
    by_combined = dict(zip(period.couples, combined, strict=True))
    order: list[tuple[str, ...]] = []
    open_ties: dict[tuple[str, ...], Need] = {}
    for group in _by_value(period.couples, by_combined.__getitem__):
        order += _split(group, list(rulebook.tie_chain), 0, known, period, open_ties)
    end = _ending(form[0], period, order, open_ties)
    end.raw, end.points, end.combined, end.order = tuple(raws), tuple(points), combined, tuple(order)
    end.status = "undecided" if end.needs else "decided"
    return end


def _raw(measure: Any, period: Any) -> tuple[Fraction, ...]:
    if measure.kind == "marks":
        if period.unmarked:
            raise Lacking("scores")
        return tuple(
            sum((_danced(dance) for dance in period.dances if couple in dance.couples), Fraction(0))
            + sum((Fraction(bonus.points) for bonus in period.bonuses if bonus.couple == couple), Fraction(0))
            for couple in period.couples
        )
    if measure.kind == "bodies":
        given = _given(measure, period)
        return tuple(sum((body[couple] for body in given), Fraction(0)) for couple in period.couples)
    if measure.kind in ("placings", "calls"):
        return _placings(period) if measure.kind == "placings" else _calls(period)
    assert measure.kind == "votes", f"{measure.kind} is not known here"
    counted = [votes for votes in period.votes if fnmatchcase(votes.body, measure.bodies)]
    if not counted:
        raise Lacking("votes")
    return tuple(Fraction(sum(votes.votes[at] for votes in counted)) for at in range(len(period.couples)))


def _calls(period: Any) -> tuple[Fraction, ...]:
    """For each couple, all the judges that called it in each of its dances."""
    called_by: Counter[str] = Counter()
    for together in _together(period):
        judges = {judge for dance in together for judge, _ in dance.marks}
        if not judges:
            raise Lacking("the judges' cards")
        wrote = Counter(judge for dance in together for judge, _ in dance.marks)
        if any(wrote[judge] != len(together) for judge in judges) or any(
            mark not in (0, 1) for dance in together for _, mark in dance.marks
        ):
            raise Lacking("cards of calls")
        calls = [(judge, couple) for dance, couple in zip(together, period.couples, strict=True)
                 for judge, mark in dance.marks if mark == 1]  # fmt: skip
        if len({len([1 for by, _ in calls if by == judge]) for judge in judges}) > 1:
            raise Lacking("cards with as many calls")
        called_by.update(couple for _, couple in calls)
    return tuple(Fraction(called_by[couple]) for couple in period.couples)


def _placings(period: Any) -> tuple[Fraction, ...]:
    """N + 1 less the place by the Skating System, from cards that are strict orders."""
    n = len(period.couples)
    finals = []
    for together in _together(period):
        judges = sorted({judge for dance in together for judge, _ in dance.marks})
        cards = [[mark for dance in together for by, mark in dance.marks if by == judge] for judge in judges]
        if not cards:
            raise Lacking("the judges' cards")
        if any(set(card) != set(range(1, n + 1)) or len(card) != n for card in cards):
            raise Lacking("a card in strict order")
        finals.append([[int(card[at]) for card in cards] for at in range(n)])
    return tuple(n + 1 - place for place in final_places(finals))


def _together(period: Any) -> list[tuple[Any, ...]]:
    """The first dances of all couples, their second ones, and so on."""
    own = [[dance for dance in period.dances if couple in dance.couples] for couple in period.couples]
    lacks = {
        "scores": bool(period.unmarked),
        "marks alone": bool(period.bonuses),
        "a dance for each couple": any(len(dance.couples) > 1 for dance in period.dances),
        "the judges' cards": any(dance.stated_total is not None for dance in period.dances),
        "the same dances for all": len({len(dances) for dances in own}) > 1 or not own[0],
    }
    team_first = [
        "a dance for each couple" if len(dance.couples) > 1 else "the judges' cards"
        for dance in period.dances
        if len(dance.couples) > 1 or dance.stated_total is not None
    ]
    for what, lacking in lacks.items():
        if lacking:
            raise Lacking(team_first[0] if what in team_first else what)
    return list(zip(*own, strict=True))


def _given(measure: Any, period: Any) -> list[dict[str, Fraction]]:
    """What each voting body gives: the places that couples equal in it take together, and the points of those places."""
    counted = {votes.body: dict(zip(period.couples, votes.votes, strict=True)) for votes in period.votes}
    bodies = [body for body in counted if fnmatchcase(body, measure.bodies)]
    if not bodies:
        raise Lacking("votes")
    given: list[dict[str, Fraction]] = []
    for body in bodies:
        merit = {couple: (count,) for couple, count in counted[body].items()}
        if measure.other is not None:
            partner = counted.get(measure.other[:-1] + body[len(measure.bodies) - 1 :], {})
            merit = {couple: (*own, partner.get(couple, 0)) for couple, own in merit.items()}
        given.append({couple: _from_places(measure, couple, merit) for couple in period.couples})
    return given


def _from_places(measure: Any, couple: str, merit: dict[str, tuple[int, ...]]) -> Fraction:
    if merit[couple][0] == 0:
        return Fraction(0)
    first = len([own for own in merit.values() if own > merit[couple]])
    level = len([own for own in merit.values() if own == merit[couple]])
    points = [
        Fraction(measure.table[at]) if at < len(measure.table) else Fraction(0) for at in range(first, first + level)
    ]
    if measure.ties != "shared" and points != points[:1] * level:
        raise Lacking("a tie rule")
    return sum(points, Fraction(0)) / level


def _danced(dance: Any) -> Fraction:
    if dance.stated_total is not None:
        return Fraction(dance.stated_total)
    return sum((Fraction(mark) for _, mark in dance.marks), Fraction(0))


def _points(conversion: Any, x: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    n = len(x)
    if conversion.kind == "raw":
        return x
    if conversion.kind == "share":
        if sum(x) == 0 or any(own < 0 for own in x):
            raise Lacking("a share")
        return tuple(own / sum(x) for own in x)
    if conversion.kind == "table":
        return tuple(_from_table(conversion.table, own, x) for own in x)
    standard = tuple(Fraction(n - len([d for d in x if d > own])) for own in x)
    low = tuple(Fraction(n + 1 - len([d for d in x if d >= own])) for own in x)
    return {
        "standard": standard,
        "low": low,
        "dense": tuple(Fraction(n - len({d for d in x if d > own})) for own in x),
        "average": tuple((a + b) / 2 for a, b in zip(standard, low, strict=True)),
    }[conversion.ties]


def _from_table(table: tuple[Any, ...], own: Fraction, x: tuple[Fraction, ...]) -> Fraction:
    place = 1 + len([d for d in x if d > own])
    if place > len(table):
        return Fraction(0)
    if len([d for d in x if d == own]) > 1:
        raise Lacking("a tie rule")
    return Fraction(table[place - 1])


def _by_value(couples: tuple[str, ...], value: Callable[[str], Fraction]) -> list[tuple[str, ...]]:
    """Couples in groups of equal value, the highest first."""
    return [
        tuple(couple for couple in couples if value(couple) == level)
        for level in sorted({value(couple) for couple in couples}, reverse=True)
    ]


def _split(
    tied: tuple[str, ...], chain: list[Any], depth: int, known: Any, period: Any, open_ties: dict[Any, Need]
) -> list[tuple[str, ...]]:
    """A tied group through the rest of the chain."""
    if len(tied) == 1:
        return [tied]
    link = chain[depth] if depth < len(chain) else None
    clause = "tie_chain" if link is None else f"tie_chain.{depth}.{link.kind}"
    if link is None or link.kind in ("lot", "authority"):
        who = "the executive and the adjudicator" if link is None else getattr(link, "who", "")
        means = ("lot", "authority") if link is None else (link.kind,)
        decided = [s.order for s in period.settlements if s.link in means and sorted(s.order) == sorted(tied)]
        if decided:
            return [(couple,) for couple in decided[-1]]
        open_ties[tied] = ("a drawn lot" if means == ("lot",) else f"a decision by {who}", frozenset(tied), clause)
        return [tied]
    if link.kind == "head_judge" and (lack := _head_judge_lacks(tied, period)):
        open_ties[tied] = (lack, frozenset(tied), clause)
        return [tied]
    if link.kind == "last_dance" and any(_last_danced(couple, period) is None for couple in tied):
        open_ties[tied] = ("the total of the last dance alone", frozenset(tied), clause)
        return [tied]
    if link.kind == "count_of":
        return _counted_back(tied, chain, depth, known, period, open_ties)
    parts = _by_value(tied, lambda couple: _compared(link, couple, known, period))
    return [group for part in parts for group in _split(part, chain, depth + 1, known, period, open_ties)]


def _counted_back(
    tied: tuple[str, ...], chain: list[Any], depth: int, known: Any, period: Any, open_ties: dict[Any, Need]
) -> list[tuple[str, ...]]:
    """More of the highest points, then of the next; whoever is still equal is counted back again, then the chain goes on."""
    given = _given(known[chain[depth].side][2], period)
    for value in sorted({body[couple] for body in given for couple in tied} - {Fraction(0)}, reverse=True):
        parts = _by_value(tied, lambda couple: Fraction(len([body for body in given if body[couple] == value])))  # noqa: B023
        if len(parts) > 1:
            return [group for part in parts for group in _split(part, chain, depth, known, period, open_ties)]
    return _split(tied, chain, depth + 1, known, period, open_ties)


def _last_danced(couple: str, period: Any) -> Fraction | None:
    """The last dance's total. Stated totals are listed first whenever they were danced, so then the episodes have to tell."""
    danced = [dance for dance in period.dances if couple in dance.couples]
    if not [dance for dance in danced if dance.stated_total is not None]:
        return _danced(danced[-1]) if danced else Fraction(0)
    single = {dance.dance: dance for dance in danced}
    names = sorted(
        ((int(name.split(".")[0]), name, together) for together in single for name in together.split(" + ")),
        reverse=True,
    )
    latest = [together for episode, _, together in names if episode == names[0][0]]
    return _danced(single[latest[0]]) if len(latest) == 1 and "+" not in latest[0] else None


def _head_judge_lacks(tied: tuple[str, ...], period: Any) -> str:
    if period.panel.head is None:
        return "a head judge"
    theirs = [dance for dance in period.dances if any(couple in dance.couples for couple in tied)]
    return "the split of marks between the judges" if any(d.stated_total is not None for d in theirs) else ""


def _compared(link: Any, couple: str, known: Any, period: Any) -> Fraction:
    """The quantity a link compares, higher is better."""
    if link.kind in ("side_total", "side_points"):
        totals, points, _ = known[link.side]
        return Fraction((totals if link.kind == "side_total" else points)[couple])
    if link.kind == "bodies_voted_from":
        return Fraction(len([body for body in _given(known[link.side][2], period) if body[couple] > 0]))
    danced = [dance for dance in period.dances if couple in dance.couples]
    if link.kind == "last_dance":
        last = _last_danced(couple, period)
        assert last is not None
        return last
    if link.kind == "previous_points":
        return Fraction(dict(period.previous_points).get(couple, 0))
    if link.kind == "running_order":
        return Fraction(-period.running_order.index(couple) if couple in period.running_order else -(10**6))
    assert link.kind == "head_judge"
    return sum(
        (Fraction(mark) for dance in danced for judge, mark in dance.marks if judge == period.panel.head), Fraction(0)
    )


def _ending(form: Any, period: Any, order: list[tuple[str, ...]], open_ties: dict[Any, Need]) -> Naive:
    kind = form.select.kind
    if period.cancelled or kind == "nobody":
        return Naive()
    if kind == "everyone_placed":
        return Naive(needs=frozenset() if form.select.shared_places else frozenset(open_ties.values()))
    eligible = [group for group in (tuple(c for c in tied if c not in period.immune) for tied in order) if group]
    there = sum(len(group) for group in eligible)
    if kind == "called_back":
        return _not_called_back(form, period, eligible)
    if kind == "wildcard":
        return _but_for_wildcards(form, period, eligible, open_ties)
    size = min(form.select.couples, there) if kind == "lowest" else max(0, there - form.select.couples)
    bottom, open_cut = _certain(eligible, size)
    needs = _needed(open_cut, open_ties)
    end = Naive(bottom=bottom, immune=tuple(period.immune), needs=needs)
    if form.second_stage is None:
        leaving, open_cut = _certain(eligible, min(form.leave, size))
        end.leaving = leaving[::-1]
        end.saved = () if open_cut else tuple(couple for couple in bottom if couple not in leaving)
        end.needs |= _needed(open_cut, open_ties)
        return end
    return end if needs else _second_stage(form, period, eligible, end, open_ties)


def _not_called_back(form: Any, period: Any, eligible: list[tuple[str, ...]]) -> Naive:
    """A couple goes on if fewer than are asked for are ahead of it and all its equals fit in; it leaves if so many are ahead;
    of the others people say all or none."""
    asked, end = form.select.couples, Naive(immune=tuple(period.immune))
    open_about: tuple[str, ...] = ()
    out: list[str] = []
    for at, group in enumerate(eligible):
        ahead = len(sum(eligible[:at], ()))
        if ahead >= asked:
            out += group
        elif ahead + len(group) > asked:
            open_about = group
            said = [s.link for s in period.settlements if sorted(s.order) == sorted(group) and "go" in s.link]
            if said and said[-1] == "none goes on" and ahead:
                out += group
                open_about = ()
            elif said and said[-1] == "all go on":
                open_about = ()
    if open_about:
        clause = f"forms.{form.name}.select.couples"
        end.needs = frozenset({("a decision by the chairman", frozenset(open_about), clause)})
    end.bottom, end.leaving = tuple(out), tuple(out[::-1])
    return end


def _but_for_wildcards(form: Any, period: Any, eligible: list[tuple[str, ...]], open_ties: dict[Any, Need]) -> Naive:
    """Who goes on by place goes on; the others are asked for their count, and whoever fewer beat than there are wildcards
    goes on as well. The rest are in danger."""
    select, end = form.select, Naive(immune=tuple(period.immune))
    clause = f"forms.{form.name}.select"
    everyone = [couple for group in eligible for couple in group]
    going_on = [group for at, group in enumerate(eligible) if len(sum(eligible[: at + 1], ())) <= select.couples]
    ahead = sum(len(group) for group in going_on)
    if ahead < min(select.couples, len(everyone)):
        end.needs = _needed(frozenset(eligible[len(going_on)]), open_ties)
        return end
    rest = everyone[ahead:]
    if len(rest) <= select.wildcards:
        return end
    try:
        value = dict(zip(period.couples, _raw(select.counts, period), strict=True))
    except Lacking as lack:
        end.needs = frozenset({(str(lack), frozenset(rest), f"{clause}.counts")})
        return end
    beaten_by = {couple: [other for other in rest if value[other] > value[couple]] for couple in rest}
    level = {couple: [other for other in rest if value[other] == value[couple]] for couple in rest}
    sure = {couple for couple in rest if len(beaten_by[couple]) + len(level[couple]) <= select.wildcards}
    open_about = [couple for couple in rest if couple not in sure and len(beaten_by[couple]) < select.wildcards]
    if open_about:
        decided = [s.order for s in period.settlements if sorted(s.order) == sorted(open_about)]
        if not decided:
            who = "a decision by the executive and the adjudicator"
            end.needs = frozenset({(who, frozenset(open_about), f"{clause}.wildcards")})
            return end
        sure |= set(decided[-1][: select.wildcards - len(sure)])
    end.bottom = tuple(couple for couple in rest if couple not in sure)
    left = [group for group in (tuple(c for c in tied if c in end.bottom) for tied in eligible) if group]
    if form.second_stage is not None:
        return _second_stage(form, period, left, end, open_ties)
    leaving, open_cut = _certain(left, min(form.leave, len(end.bottom)))
    end.leaving, end.needs = leaving[::-1], _needed(open_cut, open_ties)
    end.saved = () if open_cut else tuple(couple for couple in end.bottom if couple not in leaving)
    return end


def _certain(groups: list[tuple[str, ...]], size: int) -> tuple[tuple[str, ...], frozenset[str]]:
    """Those among the lowest `size` however the ties fall, and those of whom it depends."""
    sure: list[str] = []
    depends: list[str] = []
    for at, group in enumerate(groups):
        below = sum(len(other) for other in groups[at + 1 :])
        if below + len(group) <= size:
            sure += group
        elif below < size:
            depends += group
    return tuple(sure), frozenset(depends)


def _needed(group: frozenset[str], open_ties: dict[Any, Need]) -> frozenset[Need]:
    return frozenset(need for need in open_ties.values() if group and group <= need[1])


def _second_stage(form: Any, period: Any, eligible: Any, end: Naive, open_ties: dict[Any, Need]) -> Naive:
    at_once, open_cut = _certain(eligible, min(form.out_at_once, len(end.bottom)))
    if open_cut:
        end.needs = _needed(open_cut, open_ties)
        return end
    others = tuple(couple for couple in end.bottom if couple not in at_once)
    places = len(others) - (form.leave - len(at_once))
    if places < 1:
        end.leaving = end.bottom[::-1]
        return end
    stage = form.second_stage
    decide = _viewers_keep if stage.kind == "viewers_save" else _judges_keep
    kept, lack, about = decide(stage, others, places, period)
    end.saved, end.leaving = kept, at_once[::-1]
    if lack:
        end.needs = frozenset({(lack, frozenset(about or others), f"forms.{form.name}.second_stage")})
    else:
        end.leaving += tuple(couple for couple in others if couple not in kept)[::-1]
    return end


Kept = tuple[tuple[str, ...], str, tuple[str, ...]]


def _viewers_keep(stage: Any, others: tuple[str, ...], places: int, period: Any) -> Kept:
    counted = [votes for votes in period.votes if fnmatchcase(votes.body, stage.bodies)]
    if not counted:
        return (), "the votes of the instant save", ()
    count = {c: sum(votes.votes[period.couples.index(c)] for votes in counted) for c in others}
    kept, tied = _most(others, count, places)
    return kept, "a rule for tied save votes" if tied else "", tied


def _judges_keep(stage: Any, others: tuple[str, ...], places: int, period: Any) -> Kept:
    panel = period.panel
    ballot = {one.judge: one.saves for one in period.ballots if one.judge in panel.judges}
    head, missing = panel.head, [judge for judge in panel.judges if judge not in ballot]
    not_head = [judge for judge in panel.judges if judge != head]
    unanimous = len(not_head) >= 2 and len({ballot.get(judge) for judge in not_head}) == 1 and not_head[0] in ballot
    twice = stage.decides == "head judge counts twice" and not unanimous
    if stage.decides == "head judge counts twice" and unanimous:
        missing = []
    if missing or not ballot:
        return (), f"the ballots of {', '.join(missing) or 'the judges'}", ()
    count = {c: sum(2 if twice and j == head else 1 for j, saves in ballot.items() if saves == c) for c in others}
    kept, tied = _most(others, count, places)
    holder = {"head judge": head, "as seated": panel.casting, None: panel.casting or head}[stage.casting]
    cast = ballot.get(holder or "")
    if tied and stage.decides == "casting vote" and cast in tied and len(kept) == places - 1:
        return (*kept, str(cast)), "", ()
    return kept, "a rule for tied ballots" if tied else "", tied


def _most(others: tuple[str, ...], count: dict[str, int], places: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those sure of a place, most first, and those tied for the last places."""
    ranked = _by_value(others, lambda couple: Fraction(count[couple]))
    kept: tuple[str, ...] = ()
    for group in ranked:
        if len(kept) + len(group) > places:
            return kept, group if len(kept) < places else ()
        kept += group
    return kept, ()
