"""From what was announced to what must hold of the order: layers of couples, the lowest layer first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from domain.period.scoring_period import Ballot, ScoringPeriod
from domain.plurals import count_of, verb
from domain.rulebook.forms import EveryonePlaced, Form, Nobody
from domain.season.state import Announced
from domain.stages.second_stages import ViewersSave
from glitterball.closeness.implied.night import Night
from glitterball.closeness.implied.results import NotWorkedOut

MOST_BALLOTS = 4096
"""Ways the judges' missing ballots may fall that are gone through; beyond it they count as free."""

MOST_LAYERINGS = 2000

Couples = tuple[int, ...]


class Contradiction(Exception):
    """What was announced cannot come from this form whatever the vote; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Layering:
    """One way the order may give the announced outcome: every couple of a layer stands strictly below the next layer's.

    `layers` run from the lowest; couples in none of them are `above` them all, or `loose` (immune: anywhere).
    `ballots` and `kept` are a way for the second stage to keep whom it must.
    """

    layers: tuple[Couples, ...]
    above: Couples
    loose: Couples = ()
    kept: tuple[str, ...] = ()
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class Cuts:
    """The layerings, no two of which hold at once, and one that also covers open ties settled kindly (if there is one)."""

    layerings: tuple[Layering, ...]
    settled_kindly: Layering | None


def cuts_of(night: Night, said: Announced, danger_is_lowest: bool, open_ties: bool) -> Cuts:
    """What must hold of the order for the announced outcome. Raises `Contradiction` where no order will do.

    By default only who left constrains: the danger set announced need not be the true lowest (US 29, RULES 1.5).
    """
    everyone = tuple(range(night.size))
    free = Layering((), everyone)
    if night.period.cancelled or isinstance(night.form.select, Nobody):
        if said.eliminated:
            raise Contradiction("somebody left in a week in which nobody leaves")
        return Cuts((free,), free)
    if isinstance(night.form.select, EveryonePlaced):
        placed = _placed(night, said)
        return Cuts((placed,), placed)
    return _lowest(night, said, danger_is_lowest, open_ties)


def _placed(night: Night, said: Announced) -> Layering:
    """A finale: the announced places are the order."""
    if said.places is None:
        if said.eliminated:
            raise Contradiction("somebody left in a week in which everyone is placed")
        return Layering((), tuple(range(night.size)))
    index = {couple: at for at, couple in enumerate(night.period.couples)}
    if {couple for couple, _ in said.places} != set(index):
        raise Contradiction("the places announced are not those of the couples that danced")
    if len({place for _, place in said.places}) < len(index):
        raise Contradiction("couples were announced in the same place, and only an open tie leaves couples equal")
    falling = sorted(said.places, key=lambda entry: -entry[1])
    return Layering(tuple((index[couple],) for couple, _ in falling), ())


def _lowest(night: Night, said: Announced, danger_is_lowest: bool, open_ties: bool) -> Cuts:
    index = {couple: at for at, couple in enumerate(night.period.couples)}
    loose = tuple(index[couple] for couple in night.period.immune)
    eligible = tuple(at for at in index.values() if at not in loose)
    size = night.form.select.size(len(eligible))
    must = _must_be_in_danger(index, said, size, loose) if danger_is_lowest else None
    if said.eliminated is None:
        bottoms = [one for one in combinations(eligible, size) if must is not None and must[0] <= set(one) <= must[1]]
        listed = [Layering((one,), _others(eligible, one), loose) for one in bottoms]
        free = Layering((), eligible, loose)
        return Cuts(tuple(listed), listed[0] if len(listed) == 1 else None) if listed else Cuts((free,), free)
    left = _left(night.form, said.eliminated, index, size, loose)
    if night.form.second_stage is None:
        return _without_second_stage(night.form, left, eligible, loose, size, must, open_ties)
    bottoms = list(_bottoms(left, eligible, size, must))
    listed = [one for bottom in bottoms for one in _through_second_stage(night, left, bottom, eligible, loose)]
    if not listed:
        raise Contradiction("the second stage cannot have let those couples leave, given the ballots on record")
    return Cuts(tuple(listed), listed[0] if len(listed) == 1 else None)


def _left(form: Form, left: tuple[str, ...], index: dict[str, int], size: int, loose: Couples) -> Couples:
    """Who left, as indices; no more can than the form lets go and selects."""
    unknown = [couple for couple in left if couple not in index]
    if unknown:
        raise Contradiction(f"{', '.join(unknown)} did not dance and cannot have left")
    found = tuple(sorted(index[couple] for couple in left))
    if set(found) & set(loose):
        raise Contradiction("a couple that was safe from elimination left")
    if len(found) != min(form.leave, size):
        raise Contradiction(f"{len(found)} left, but form {form.name} lets {min(form.leave, size)} leave")
    return found


def _must_be_in_danger(
    index: dict[str, int], said: Announced, size: int, loose: Couples
) -> tuple[set[int], set[int]] | None:
    """Who must be, and who may be, in the lowest set when the announced danger set is taken at its word."""
    named = {index[couple] for couple in (*(said.danger or ()), *(said.saved or ())) if couple in index}
    if not named:
        return None
    if named & set(loose) or len(named) > size or (said.danger is not None and len(named) != size):
        couples = f"{count_of(len(named), 'couple')} {verb(len(named), 'was', 'were')}"
        raise Contradiction(f"{couples} named in danger, and the form selects the lowest {size}")
    return named, named if said.danger is not None else set(index.values())


def _bottoms(left: Couples, eligible: Couples, size: int, must: tuple[set[int], set[int]] | None) -> Iterator[Couples]:
    """The bottom sets that hold all who left."""
    needed = set(left) | (must[0] if must else set())
    allowed = must[1] if must else set(eligible)
    if len(needed) > size or not needed <= allowed:
        raise Contradiction("somebody left who was not in the danger set announced")
    others = [couple for couple in eligible if couple not in needed and couple in allowed]
    for number, more in enumerate(combinations(others, size - len(needed))):
        if number >= MOST_LAYERINGS:
            raise NotWorkedOut(f"a bottom set of {size} can be chosen in more ways than are gone through")
        yield tuple(sorted((*needed, *more)))


def _without_second_stage(
    form: Form,
    left: Couples,
    eligible: Couples,
    loose: Couples,
    size: int,
    must: tuple[set[int], set[int]] | None,
    open_ties: bool,
) -> Cuts:
    """The lowest leave. Where ties may stay open, the cut of the bottom set must not fall inside one either."""
    if must is None and (not open_ties or size == len(left)):
        only = Layering((left,) if left else (), _others(eligible, left), loose)
        return Cuts((only,), only)
    layerings = []
    for bottom in _bottoms(left, eligible, size, must):
        parts = tuple(part for part in (left, _others(bottom, left)) if part)
        layerings.append(Layering(parts, _others(eligible, bottom), loose))
    kindly = layerings[0] if must is not None else Layering((left,) if left else (), _others(eligible, left), loose)
    return Cuts(tuple(layerings), kindly if must is None or len(layerings) == 1 else None)


def _through_second_stage(
    night: Night, left: Couples, bottom: Couples, eligible: Couples, loose: Couples
) -> Iterator[Layering]:
    """Of the bottom set the lowest leave at once and the second stage keeps the others that did not leave."""
    couples = night.period.couples
    for at_once in combinations(left, min(night.form.out_at_once, len(bottom))):
        candidates = _others(bottom, at_once)
        kept = _others(candidates, left)
        names, keep = tuple(couples[one] for one in candidates), tuple(couples[one] for one in kept)
        ballots = ballots_keeping(night, names, keep)
        if ballots is None:
            continue
        parts = tuple(part for part in (at_once, candidates) if part)
        yield Layering(parts, _others(eligible, bottom), loose, keep, ballots)


def ballots_keeping(night: Night, candidates: tuple[str, ...], keep: tuple[str, ...]) -> tuple[Ballot, ...] | None:
    """Ballots under which the second stage keeps exactly these, or None when those on record rule it out.

    Ballots on record stand; missing ones are free. Without a panel on record anything is possible.
    """
    stage, period = night.form.second_stage, night.period
    assert stage is not None
    places = len(candidates) - (night.form.leave - min(night.form.out_at_once, night.form.leave))
    if places < 1:
        return () if not keep else None
    if len(keep) != places:
        return None
    voted = {ballot.judge for ballot in period.ballots}
    missing = [judge for judge in period.panel.judges if judge not in voted]
    if isinstance(stage, ViewersSave):
        verdict = stage.keep(candidates, places, period)
        nothing_on_record = verdict.needs == "the votes of the instant save"
        return () if nothing_on_record or (not verdict.needs and set(verdict.kept) == set(keep)) else None
    if not period.panel.judges or len(candidates) ** len(missing) > MOST_BALLOTS:
        return ()
    for saves in product((*keep, *(one for one in candidates if one not in keep)), repeat=len(missing)):
        given = tuple(Ballot(judge, couple) for judge, couple in zip(missing, saves, strict=True))
        supposed: ScoringPeriod = replace(period, ballots=(*period.ballots, *given))
        verdict = stage.keep(candidates, places, supposed)
        if not verdict.needs and set(verdict.kept) == set(keep):
            return given
    return None


def _others(couples: Couples, without: Couples) -> Couples:
    return tuple(couple for couple in couples if couple not in without)
