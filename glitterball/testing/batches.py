"""What vote gateways deliver: batches that add up, and a gateway's whole week with the manifest that fits it."""

from collections.abc import Sequence

from hypothesis import strategies as st

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from glitterball.testing.weeks import vote_counts, vote_splits

OPENS, CLOSES = "2024-09-25T00:00:00Z", "2024-09-25T02:00:00Z"
LINES = ((OPENS, CLOSES), ("2024-09-25T00:00:30Z", CLOSES))
"""Lines as they are put on record; some batches are of times outside the second."""
WINDOWS = (OPENS, "2024-09-25T00:00:30Z", "2024-09-25T01:59:00Z")
"""When the window of a batch may open: two in the first minute, one in the last."""

REASONS = ("duplicate", "over-the-cap", "unknown-couple")


@st.composite
def vote_batches(
    draw: st.DrawFn,
    couples: Sequence[str],
    *,
    season: str = "us-33",
    week: int = 1,
    gateway: str = "vox",
    channels: Sequence[str] = ("online", "sms"),
    body: str = "viewers",
    batch: int | None = None,
) -> OfBatch:
    """A batch for some of the couples: received is accepted + rejected + late. `batch` is drawn unless given."""
    named = [couple for couple in couples if draw(st.integers(0, 4)) < 4]
    votes = draw(vote_splits(named))
    reasons = draw(st.lists(st.sampled_from(REASONS), unique=True, max_size=2))
    rejected = tuple((reason, draw(vote_counts())) for reason in sorted(reasons))
    late = draw(st.integers(0, 2))
    return OfBatch(
        season=season,
        week=week,
        gateway=gateway,
        batch=batch if batch is not None else draw(st.integers(1, 9)),
        channel=draw(st.sampled_from(list(channels))),
        body=body,
        opens=draw(st.sampled_from(WINDOWS)),
        closes=CLOSES,
        votes=votes,
        received=sum(count for _, count in votes) + sum(count for _, count in rejected) + late,
        rejected=rejected,
        late=late,
    )


def manifest_of(batches: Sequence[OfBatch], *, season: str, week: int, gateway: str) -> OfManifest:
    """The closing manifest of a gateway that sent exactly these batches."""
    totals = []
    for channel in sorted({batch.channel for batch in batches}):
        carried = [batch for batch in batches if batch.channel == channel]
        reasons = sorted({reason for batch in carried for reason, _ in batch.rejected})
        rejected = tuple(
            (reason, sum(count for batch in carried for name, count in batch.rejected if name == reason))
            for reason in reasons
        )
        totals.append(
            ChannelTotals(
                channel=channel,
                received=sum(batch.received for batch in carried),
                accepted=sum(batch.accepted for batch in carried),
                rejected=rejected,
                late=sum(batch.late for batch in carried),
            )
        )
    return OfManifest(season=season, week=week, gateway=gateway, batches=len(batches), totals=tuple(totals))


@st.composite
def deliveries(
    draw: st.DrawFn,
    couples: Sequence[str],
    *,
    season: str = "us-33",
    week: int = 1,
    gateway: str = "vox",
    channels: Sequence[str] = ("online", "sms"),
    bodies: Sequence[str] = ("viewers",),
    max_size: int = 3,
) -> tuple[OfBatch | OfManifest, ...]:
    """All that one gateway sends in a week: batches numbered from 1, then the manifest that fits them."""
    sent = []
    for number in range(1, draw(st.integers(1, max_size)) + 1):
        body = draw(st.sampled_from(list(bodies)))
        one = vote_batches(
            couples, season=season, week=week, gateway=gateway, channels=channels, body=body, batch=number
        )
        sent.append(draw(one))
    return (*sent, manifest_of(sent, season=season, week=week, gateway=gateway))
