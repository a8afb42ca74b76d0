"""A channel's total asked for between two batches counts the second as well."""

from domain.gateway.events import VoteBatchReceived
from domain.gateway.tally import ChannelTally
from tests.engine import small_season as small


def test_a_total_asked_for_between_batches_is_not_kept() -> None:
    channel = ChannelTally()
    for number, votes in enumerate((30, 12), start=1):
        batch = small.batch(number, {"amy-ben": votes})
        channel.add(VoteBatchReceived.model_validate(batch.model_dump()))
        assert channel.votes == {"amy-ben": sum((30, 12)[:number])}
        assert channel.batches == number
