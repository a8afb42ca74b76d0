"""Batches and small nights for tests about votes: several gateways, channels and minutes, with voids and late batches."""

from typing import Any

from domain.gateway.events import VoteBatchReceived

NIGHT = "2024-09-25T00"


def received(
    number: int,
    votes: dict[str, int],
    gateway: str = "vox",
    channel: str = "sms",
    minute: int = 0,
    **more: Any,
) -> VoteBatchReceived:
    """A batch of one minute, of which everything received was accepted unless more is said."""
    rejected: tuple[tuple[str, int], ...] = more.pop("rejected", ())
    late: int = more.pop("late", 0)
    particulars: dict[str, Any] = {
        "season": "us-33",
        "week": 1,
        "body": "viewers",
        "opens": f"{NIGHT}:{minute:02}:00Z",
        "closes": f"{NIGHT}:{minute:02}:30Z",
        **more,
    }
    return VoteBatchReceived(
        gateway=gateway,
        batch=number,
        channel=channel,
        votes=tuple(votes.items()),
        rejected=rejected,
        late=late,
        received=sum(votes.values()) + sum(count for _, count in rejected) + late,
        **particulars,
    )
