"""From counts to vote batches: one for each channel, voting body and slice with ballots in it, then the manifest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from glitterball.canvass import reasons as r
from glitterball.canvass.counting import Cell
from glitterball.canvass.terms import Terms
from glitterball.moments import SECOND, stamp


@dataclass(slots=True)
class Account:
    """Every vote of one batch: accepted by couple, rejected by reason, late."""

    accepted: Counter[int] = field(default_factory=Counter)
    rejected: Counter[int] = field(default_factory=Counter)
    late: int = 0

    def add(self, cell: Cell) -> None:
        """Put votes where they belong."""
        if cell.reason == r.STANDS:
            self.accepted[cell.couple] += cell.votes
        elif cell.reason == r.CODE[r.LATE]:
            self.late += cell.votes
        else:
            self.rejected[cell.reason] += cell.votes

    def remove(self, cell: Cell) -> None:
        """Votes that stood by themselves and are rejected for what other ballots say."""
        self.accepted[cell.couple] -= cell.votes
        assert self.accepted[cell.couple] >= 0, f"more votes of couple {cell.couple} rejected than there were"
        self.rejected[cell.reason] += cell.votes


Place = tuple[int, int, int, int]
"""Gateway, slice, channel, voting body: the order in which batches are numbered."""


def accounts(counted: Iterable[Cell], removed: Iterable[Cell]) -> dict[Place, Account]:
    """The account of every batch, in order."""
    found: dict[Place, Account] = {}
    for cell in counted:
        found.setdefault((cell.gateway, cell.slice, cell.channel, cell.body), Account()).add(cell)
    for cell in removed:
        found[cell.gateway, cell.slice, cell.channel, cell.body].remove(cell)
    return dict(sorted(found.items()))


def deliveries(
    found: Mapping[Place, Account], terms: Terms, digests: Mapping[str, str]
) -> Iterator[OfBatch | OfManifest]:
    """The batches of each gateway, numbered from 1 without a gap, then its closing manifest."""
    for number, (gateway, _) in enumerate(terms.carries, start=1):
        sent: list[OfBatch] = []
        for place, account in found.items():
            if place[0] == number:
                batch = _batch(gateway, len(sent) + 1, place, account, terms, digests[gateway])
                sent.append(batch)
                yield batch
        yield manifest(terms, gateway, sent)


def _batch(gateway: str, number: int, place: Place, account: Account, terms: Terms, raw_sha256: str) -> OfBatch:
    _, cut, channel_number, body = place
    channel = terms.voting.channels[channel_number - 1].name
    window = terms.window(channel)
    opens = window.opens + cut * terms.slice_seconds * SECOND
    votes = sorted((terms.couples[couple - 1], count) for couple, count in account.accepted.items() if count)
    rejected = sorted((r.ORDER[reason - 1], count) for reason, count in account.rejected.items() if count)
    return OfBatch(
        season=terms.season,
        week=terms.week,
        gateway=gateway,
        batch=number,
        channel=channel,
        body=terms.voting.bodies[body - 1],
        opens=stamp(opens),
        closes=stamp(min(opens + terms.slice_seconds * SECOND, window.closes)),
        votes=tuple(votes),
        received=account.accepted.total() + account.rejected.total() + account.late,
        rejected=tuple(rejected),
        late=account.late,
        raw_sha256=raw_sha256,
    )


def manifest(terms: Terms, gateway: str, sent: Iterable[OfBatch]) -> OfManifest:
    """The closing manifest over a gateway's batches, with every channel it carries."""
    totals: dict[str, Counter[str]] = {channel: Counter() for channel in sorted(terms.carried(gateway))}
    rejected: dict[str, Counter[str]] = {channel: Counter() for channel in totals}
    count = 0
    for batch in sent:
        count += 1
        totals[batch.channel].update(received=batch.received, accepted=batch.accepted, late=batch.late)
        rejected[batch.channel].update(dict(batch.rejected))
    return OfManifest(
        season=terms.season,
        week=terms.week,
        gateway=gateway,
        batches=count,
        totals=tuple(
            ChannelTotals(
                channel=channel,
                received=sums["received"],
                accepted=sums["accepted"],
                rejected=tuple(sorted(rejected[channel].items())),
                late=sums["late"],
            )
            for channel, sums in totals.items()
        ),
    )
