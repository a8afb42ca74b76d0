"""Groups of couples as announced, best first: the claim. It follows from what was said on air and from ballots in the open."""

from collections.abc import Iterator
from itertools import combinations

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.forms import EveryonePlaced, Form, Lowest, TopSafe, Wildcard
from domain.season.proving.refusals import CannotBeProved
from domain.season.state import Announced
from domain.stages.second_stages import ViewersSave

Groups = tuple[tuple[str, ...], ...]


def groups_announced(form: Form, period: ScoringPeriod, said: Announced) -> tuple[Groups, ...]:
    """Every claim that what was announced may stand for, the one that tells most first.

    Without a second stage couples named in danger need not have been the lowest, and nothing but who left is claimed
    instead; with one, who is saved or leaves decides between which couples the judges chose.
    """
    if period.cancelled or form.select.kind == "nobody":
        raise CannotBeProved(period.week, "rule-not-provable", "nobody leaves, whatever the votes are")
    if isinstance(form.select, EveryonePlaced):
        return (_by_place(period, said),)
    if not isinstance(form.select, Lowest | TopSafe | Wildcard):
        raise CannotBeProved(period.week, "rule-not-provable", f"form {form.name} selects by {form.select.kind}")
    eligible = frozenset(period.couples) - frozenset(period.immune)
    size = form.select.size(len(eligible))
    if not min(form.leave, size):
        raise CannotBeProved(period.week, "rule-not-provable", f"nobody leaves in form {form.name}")
    leaving, danger = frozenset(said.eliminated or ()), frozenset(said.danger or ())
    if len(leaving) != min(form.leave, size) or not leaving <= eligible:
        why = f"{len(leaving)} were announced to leave, and form {form.name} lets {min(form.leave, size)} leave"
        raise CannotBeProved(period.week, "not-announced", why)
    in_danger = len(danger) == size and leaving <= danger <= eligible
    if form.second_stage is None:
        told = [(eligible - danger, danger - leaving, leaving)] if in_danger else []
        return tuple(_written(groups) for groups in (*told, (eligible - leaving, leaving)))
    if not in_danger:
        why = f"the {size} between whom the second stage of form {form.name} decides were not named in danger"
        raise CannotBeProved(period.week, "not-announced", why)
    found = tuple(
        _written((eligible - danger, danger - at_once, at_once))
        for at_once in _out_at_once(form, period, danger, leaving)
    )
    if not found:
        why = f"the ballots do not keep those of {', '.join(sorted(danger))} who stayed"
        raise CannotBeProved(period.week, "not-announced", why)
    return found


def _by_place(period: ScoringPeriod, said: Announced) -> Groups:
    places: dict[int, list[str]] = {}
    for couple, place in said.places or ():
        places.setdefault(place, []).append(couple)
    if {couple for couples in places.values() for couple in couples} != set(period.couples):
        raise CannotBeProved(period.week, "not-announced", "the places of all couples that danced were not announced")
    return _written(tuple(frozenset(places[place]) for place in sorted(places)))


def _out_at_once(
    form: Form, period: ScoringPeriod, danger: frozenset[str], leaving: frozenset[str]
) -> Iterator[frozenset[str]]:
    """The sets of those leaving that may have been out at once: the second stage keeps the others' rivals."""
    assert form.second_stage is not None
    for chosen in combinations(sorted(leaving), min(form.out_at_once, len(danger))):
        at_once = frozenset(chosen)
        candidates = tuple(sorted(danger - at_once))
        places = len(candidates) - (form.leave - len(at_once))
        if isinstance(form.second_stage, ViewersSave):
            yield at_once  # whom a vote of its own keeps is a statement beside this one
            continue
        if places < 1:
            kept: tuple[str, ...] = ()
        else:
            verdict = form.second_stage.keep(candidates, places, period)
            if verdict.needs:
                continue
            kept = verdict.kept
        if at_once | (frozenset(candidates) - frozenset(kept)) == leaving:
            yield at_once


def _written(groups: tuple[frozenset[str], ...]) -> Groups:
    return tuple(tuple(sorted(group)) for group in groups if group)
