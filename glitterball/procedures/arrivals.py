"""What has just arrived, looked at while somebody can still ask the gateway. Costs what arrived, however much came before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.findings import Finding
from domain.gateway.events import GatewayClosed, VoteBatchReceived, VoteBatchReceivedV2, counted_as, gateway_stream
from domain.gateway.tally import WeekTally
from domain.period.ranges import at, written
from domain.record import Fact, Recorded
from domain.season import unready
from domain.season.lookup import couples_in_order
from domain.season.readiness import odd_batches
from domain.season.state import SeasonState, window_of
from glitterball.engine import Receipt
from glitterball.log import EventLog

LINES_BEFORE = 256
"""Lines of a gateway read again before those that arrived: a batch is compared with the last of its channel."""


def looks_wrong(log: EventLog, state: SeasonState, season: str, week: int, arrived: Iterable[Receipt]) -> list[Finding]:
    """Of batches that arrived in a week: those of other times than the lines, sent twice, of another gateway's raw file, or in
    the first form where the lines were opened for the second."""
    found = state.weeks.get(week)
    if found is None or found.voting is None:
        return []
    first: dict[str, int] = {}
    for receipt in arrived:
        first[receipt.gateway] = min(receipt.sequence, first.get(receipt.gateway, receipt.sequence))
    tally = WeekTally()
    tally.open_lines(*window_of(found))
    of_first_form: dict[str, list[int]] = {}
    for gateway in sorted({expected.gateway for expected in found.voting.fact.gateways} | first.keys()):
        stream = gateway_stream(season, week, gateway)
        begins = (
            first[gateway] - LINES_BEFORE if gateway in first else log.version(stream) - 1
        )  # its last batch, its manifest
        order = couples_in_order(state, week)
        for event in _batches(log.stream(stream, after=max(begins - 1, 0)), order):
            tally.count(event)
        if order and gateway in first:
            of_first_form[gateway] = list(_of_first_form(log.stream(stream, after=first[gateway] - 1)))
    return [*odd_batches(found, tally), *_shown_in_the_line(week, of_first_form)]


def _of_first_form(lines: Iterator[Recorded[Fact]]) -> Iterator[int]:
    """The numbers of batches whose line holds their counts."""
    return (line.sequence for line in lines if isinstance(line.fact, VoteBatchReceived))


def _shown_in_the_line(week: int, numbers: Mapping[str, Sequence[int]]) -> Iterator[Finding]:
    for gateway, batches in sorted(numbers.items()):
        if batches:
            where = f"week {week}, gateway {gateway}"
            yield unready.FIRST_FORM.at(where, batches=written(at(*batches)), gateway=gateway)


def _batches(lines: Iterator[Recorded[Fact]], order: Sequence[str]) -> Iterator[Recorded[VoteBatchReceived]]:
    for line in lines:
        if isinstance(line.fact, VoteBatchReceived | VoteBatchReceivedV2):
            fact = counted_as(line.fact, order)
            yield Recorded(line.position, line.stream, line.sequence, line.time, line.actor, fact)
        else:
            assert isinstance(line.fact, GatewayClosed), "a gateway's stream holds batches and its manifest"
