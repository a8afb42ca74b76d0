"""Tabulation written a second time, slowly, from the definitions (RULES 2): fractions everywhere, no sorting tricks.

Reads the rulebook's and the period's data only; shares no code with the engine. Where the engine is clever, this counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Any

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
    assert measure.kind == "votes", f"{measure.kind} is not known here"
    counted = [votes for votes in period.votes if fnmatchcase(votes.body, measure.bodies)]
    if not counted:
        raise Lacking("votes")
    return tuple(Fraction(sum(votes.votes[at] for votes in counted)) for at in range(len(period.couples)))


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
        if sum(x) == 0:
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
