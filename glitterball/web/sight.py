"""What may be shown to whoever looks: what is not for everybody is for nobody but who is known to see counts.

A live season, and any that hides its counts, is *withheld*: pages are given the season as its public parts tell it, evolved from
facts without their hidden fields and without a single tally, so that no view can tell what it was never given. Facts of the first
form, which hide nothing by themselves, are shown there as their second form would be. Rehearsals and the past are shown whole.
What is decided and was not yet said on air is not among what a withheld season is evolved from either (`embargo`).
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from domain.findings import Finding
from domain.gateway.events import VoteBatchReceived
from domain.parts import TwoParts, without_hidden
from domain.record import Recorded
from domain.season import events as e
from domain.season.deciding.facts import OutcomeCertifiedV2
from domain.season.evolve import evolve
from domain.season.hiding import Hiding, hides_counts
from domain.season.lookup import season_hides_counts
from domain.season.proposing.facts import ProposalInParts
from domain.season.readiness import is_ready
from domain.season.state import SeasonState
from domain.season.voting.facts import BatchVoidedV2, InputSubstitutedV2, ManifestReplacedV2
from glitterball.store import Season, Store
from glitterball.web.embargo import kept_until_air
from glitterball.web.words import worded
from projections.fold import SeasonFold

SECOND_FORMS: Mapping[type, type[TwoParts]] = {
    e.BatchVoided: BatchVoidedV2,
    e.InputSubstituted: InputSubstitutedV2,
    e.ManifestReplaced: ManifestReplacedV2,
    e.OutcomeCertified: OutcomeCertifiedV2,
}
"""Facts that tell counts, and the form of each in which it keeps them to itself."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A season as it may be shown. `shown` is what pages ask; `whole` is for what can be said of a season without telling counts:
    none where nobody can read it any more."""

    shown: Season
    whole: Season | None
    withheld: bool
    kept: frozenset[int] = frozenset()
    """Positions of events that are told when the outcome of their week was said on air."""

    @property
    def position(self) -> int:
        """The position it is asked as of."""
        assert self.shown.position is not None, "a season is looked at as of a position"
        return self.shown.position

    def check(self, week: int) -> tuple[tuple[Finding, ...], bool, bool | None]:
        """What may be said of what keeps a week from being READY, whether there are reasons that may not, and whether it is
        READY. How many those are is not said: it would tell how many ties there are.

        Of a withheld season that is what follows also where no vote is known; the verdict is that of the whole season, and it is
        unknown where its openings were destroyed.
        """
        if not self.withheld:
            found = self.shown.week(week).check()
            return found, False, is_ready(found)
        if self.whole is None:
            return (), False, None
        found, in_public = self.whole.week(week).check(), set(self.shown.week(week).check())
        told = tuple(finding for finding in found if finding in in_public)
        return told, len(found) > len(told), is_ready(found)


class SeasonInPublic(Season):
    """A withheld season as its public parts tell it. While something of it is kept until air, no root is told: it would commit to
    lines that somebody who knows all but the name in them could guess."""

    kept: frozenset[int] = frozenset()

    def basis(self, week: int | None = None) -> dict[str, Any]:
        """What an answer rests on."""
        told = super().basis(week)
        return {**told, "root": None, "root_missing": UNTIL_AIR} if self.kept else told


UNTIL_AIR = worded("told when the outcome of the week was said on air")


def look(
    store: Store, name: str, position: int | None, *, sees_counts: bool = False, sees_before_air: bool = False
) -> Sight:
    """A season as it may be shown to whoever `sees_counts`, and with them everything, or `sees_before_air` what is decided, or
    neither; as of a position or as it stands. Refuses one that is not there, or was not yet.

    What is kept back of the season as it stands is kept back as of every position before as well.
    """
    asked = store.season(name)
    if store.log.destroyed_at(name) is not None:
        at = store.log.last_position() if position is None else asked.position_of(position)
        return _in_public(store, name, at, position is None, None, sees_before_air)
    whole = asked.held() if position is None else asked.as_of(position)
    if sees_counts or not (is_withheld(whole.state) or is_withheld(asked.state)):
        return Sight(whole, whole, False)
    assert whole.position is not None, "it is held, or as of a position"
    return _in_public(store, name, whole.position, position is None, whole, sees_before_air)


def _in_public(
    store: Store, name: str, position: int, is_now: bool, whole: Season | None, sees_before_air: bool
) -> Sight:
    state, kept = state_in_public(store, name, position, sees_before_air=sees_before_air)
    season = SeasonInPublic(store, name, position, fold=SeasonFold(state, {}), is_now=is_now)
    season.kept = kept
    return Sight(season, whole, True, kept)


def is_withheld(state: SeasonState) -> bool:
    """Whether a season keeps its counts to itself: it is live, or some week of it hides them."""
    return state.mode == "live" or season_hides_counts(state) or any(hides_counts(state, week) for week in state.weeks)


def state_in_public(
    store: Store, name: str, position: int, *, sees_before_air: bool = False
) -> tuple[SeasonState, frozenset[int]]:
    """The season as its public parts tell it up to a position, and the positions of what is kept until air."""
    events = [in_public(event) for event in store.cuts.own(name, 0, position)]
    state, kept = kept_until_air(events)
    if sees_before_air or not kept:
        return state, frozenset()
    state = SeasonState()
    for event in events:
        if event.position not in kept:
            state = evolve(state, event)
    return state, kept


def told_in_public(seen: Sight, positions: AbstractSet[int]) -> Iterator[tuple[Recorded[Any], SeasonState]]:
    """The season's own events at some positions as their public parts tell them, each with the season as it then was. What is
    kept until air is neither told nor known to what is."""
    state, season = SeasonState(), seen.shown
    for event in season.store.cuts.own(season.name, 0, seen.position):
        if event.position in seen.kept:
            continue
        shown = in_public(event)
        state = evolve(state, shown)
        if event.position in positions:
            yield shown, state


def in_public(event: Recorded[Any]) -> Recorded[Any]:
    """The event without what tells counts."""
    shown = fact_in_public(event.fact)
    if shown is event.fact:
        return event
    return Recorded(event.position, event.stream, event.sequence, event.time, event.actor, shown)


def fact_in_public(fact: Any) -> Any:
    """The fact without its hidden fields; one of the first form as its second would be."""
    if isinstance(fact, TwoParts):
        return without_hidden(type(fact), fact.__dict__) if fact.is_whole else fact
    if isinstance(fact, e.DecisionProposed):
        return _proposal_in_public(fact)
    second = SECOND_FORMS.get(type(fact))
    return fact if second is None else _as_second(second, fact.__dict__)


def _proposal_in_public(fact: e.DecisionProposed) -> e.DecisionProposed:
    if not isinstance(fact.command, Hiding):
        return fact
    shown: e.DecisionProposed = _as_second(
        ProposalInParts, {**fact.__dict__, "do": fact.command.do, "week": fact.command.week}
    )
    return shown


def _as_second(kind: type[TwoParts], said: Mapping[str, Any]) -> Any:
    """A fact of the second form with the public fields that the first has, and the rest as where they are not said."""
    public = {name: said[name] for name in kind.model_fields if name in said and name not in kind.HIDDEN}
    shown = without_hidden(kind, public)
    shown.__dict__["hidden_sha256"] = ""
    return shown


def tells_counts(fact: Any) -> bool:
    """Whether the stored line of a fact has counts in it that a withheld season keeps: that of a fact in two parts has none."""
    return not isinstance(fact, TwoParts) and (isinstance(fact, VoteBatchReceived) or fact_in_public(fact) is not fact)
