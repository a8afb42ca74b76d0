"""How many each way of selecting puts in danger, and how ways of voting are written in a rulebook."""

import pytest

from domain.gateway.decide import OfDelivery
from domain.rulebook import read_rulebook
from domain.rulebook.forms import EveryonePlaced, Lowest, Nobody, Select, TopSafe
from domain.rulebook.reading import RulebookUnreadable
from glitterball.rulebooks import shipped_text
from tests.domain.given_when_then import batch, manifest


@pytest.mark.parametrize(
    ("select", "in_danger"),
    [
        (Lowest(couples=2), [0, 1, 2, 2]),
        (TopSafe(couples=2), [0, 0, 0, 1]),
        (EveryonePlaced(), [0, 0, 0, 0]),
        (Nobody(), [0, 0, 0, 0]),
    ],
)
def test_of_none_one_two_or_three_couples_so_many_are_in_danger(select: Select, in_danger: list[int]) -> None:
    assert [select.size(eligible) for eligible in range(4)] == in_danger


def test_a_delivery_ends_with_its_last_batch_or_with_the_manifest_behind_it() -> None:
    """The number of its last line is where the gateway goes on."""
    counts, last = [(10, 10)] * 3, manifest(batch(1, {"anna-ezra": 10}))
    sent = OfDelivery("us-33", 1, "vox", 4, counts, ())
    assert sent.last == 6
    assert OfDelivery("us-33", 1, "vox", 4, counts, (), last).last == 7
    assert OfDelivery("us-33", 1, "vox", 4, (), (), last).last == 4


VOTING = """
[voting]
cap = { votes = 10, per = "voter", source = "a test" }
window = { times = "the week's", source = "a test" }
"""
CHANNELS = """
[voting.channels.sms]
kind = "single ballots"
source = "a test"
[voting.channels.online]
kind = "counts"
source = "a test"
"""


def test_channels_are_written_as_tables_and_read_in_their_order_by_name() -> None:
    book = read_rulebook(shipped_text("us-33") + VOTING + CHANNELS)
    assert book.voting is not None
    assert [(channel.name, channel.kind) for channel in book.voting.channels] == [
        ("sms", "single ballots"), ("online", "counts"),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ['sms = "single ballots"', "sms = 3", "sms = []"])
def test_a_channel_that_is_no_table_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(RulebookUnreadable, match="is not a rulebook"):
        read_rulebook(f"{shipped_text('us-33')}{VOTING}[voting.channels]\n{written}\n")
