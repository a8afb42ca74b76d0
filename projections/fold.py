"""The fold: events in log order, remembered season by season. Every view is a pure function of what it remembers."""

from dataclasses import dataclass, field
from typing import Any

from domain.gateway.events import AnyBatch, DeliverySigned, GatewayClosed, VoteBatchReceived, VoteBatchReceivedV2
from domain.gateway.tally import Tallies, WeekTally
from domain.record import Recorded
from domain.season.events import VotingClosed, VotingOpened, WindowStated
from domain.season.evolve import evolve
from domain.season.lookup import commits_by_batch, couples_in_order
from domain.season.state import SeasonState


@dataclass(slots=True)
class SeasonFold:
    """One season: what `evolve` remembers of its stream, and the tally of each week's votes.

    A fold that goes on is its owner's alone; readers are given `frozen`.
    """

    state: SeasonState = field(default_factory=SeasonState)
    tallies: Tallies = field(default_factory=dict)
    _frozen: Tallies = field(default_factory=dict, repr=False, compare=False)
    _changed: set[int] = field(default_factory=set, repr=False, compare=False)

    def frozen(self) -> "SeasonFold":
        """The season as remembered now, which stays so while this one goes on. Weeks without news are shared with the
        one handed out before."""
        for week in self._changed:
            self._frozen[week] = self.tallies[week].frozen()
        self._changed.clear()
        return SeasonFold(self.state, dict(self._frozen))

    def tally(self, week: int) -> WeekTally:
        """The tally of a week that is about to be counted on, empty at first."""
        self._changed.add(week)
        found = self.tallies.get(week)
        if found is None:
            found = self.tallies[week] = WeekTally()
        return found

    def apply(self, event: Recorded[Any]) -> None:
        """Remember one event of this season. Events come in log order."""
        fact = event.fact
        if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2):
            self._batch(event, fact)
        elif isinstance(fact, GatewayClosed):
            self.tally(fact.week).close(event)
        elif isinstance(fact, DeliverySigned):
            return  # it changes no count; whether it is right is the audit's question
        else:
            self.state = evolve(self.state, event)
            if isinstance(fact, VotingOpened):
                self.tally(fact.week).open_lines(fact.opens, fact.closes)
            elif type(fact) is WindowStated:
                named = {(held.gateway, held.channel, held.body): held.batches for held in fact.outside}
                self.tally(fact.week).restate_window(fact.opens, fact.closes, named)
            elif type(fact) is VotingClosed:
                self.tally(fact.week).seal(event.position)

    def _batch(self, event: Recorded[Any], fact: AnyBatch) -> None:
        if isinstance(fact, VoteBatchReceivedV2):
            self._second_form(event, fact)
        else:
            self.tally(fact.week).count(event)
        if commits_by_batch(self.state):
            self.tally(fact.week).keep_commitments(fact)

    def _second_form(self, event: Recorded[VoteBatchReceivedV2], fact: VoteBatchReceivedV2) -> None:
        """Counts are named by the order that the lines were opened with; where they are hidden, that the batch came."""
        if not fact.is_whole:
            self.tally(fact.week).note(event)
            return
        self.tally(fact.week).count(as_counted(event, self.state))


def as_counted(event: Recorded[VoteBatchReceivedV2], state: SeasonState) -> Recorded[VoteBatchReceived]:
    """A batch of the second form with its counts by couple, in the order that its week's lines were opened with."""
    named = event.fact.named(couples_in_order(state, event.fact.week))
    return Recorded(event.position, event.stream, event.sequence, event.time, event.actor, named)


@dataclass(slots=True)
class Fold:
    """All seasons of a log up to `position`."""

    seasons: dict[str, SeasonFold] = field(default_factory=dict)
    position: int = 0

    def apply(self, event: Recorded[Any]) -> str:
        """Remember one event; answers the season it belongs to."""
        name = event.stream.split("/", 2)[1]
        season = self.seasons.get(name)
        if season is None:
            season = self.seasons[name] = SeasonFold()
        season.apply(event)
        self.position = event.position
        return name
