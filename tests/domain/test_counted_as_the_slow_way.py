"""What counts a batch fast gives the value, and finds the repeats, that the slow way does."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2
from domain.gateway.tally import LOOKED_BACK, ChannelTally
from domain.record import canonical_json
from tests.thoroughness import examples

COUPLES = ("anna-ezra", "bella-val")
FILES = st.sampled_from((None, "a" * 64, "b" * 64))
MOMENTS = st.sampled_from(("2024-09-25T00:00:00Z", "2024-09-25T00:00:10Z"))


@st.composite
def batches(draw: st.DrawFn) -> VoteBatchReceivedV2:
    """Batches of few counts, windows and raw files, so that some say what others said."""
    counts, late = draw(st.tuples(st.integers(0, 1), st.integers(0, 1))), draw(st.integers(0, 1))
    rejected = draw(st.sampled_from(((), (("too many", 1),))))
    return VoteBatchReceivedV2(
        season="us-33", week=1, gateway="vox", batch=draw(st.integers(1, 99)), channel="sms",
        opens=draw(MOMENTS), closes=draw(MOMENTS), counts=counts, rejected=rejected, late=late,
        received=sum(counts) + late + len(rejected), raw_sha256=draw(FILES), nonce="0" * 64,
    )  # fmt: skip


@given(batches())
def test_a_batch_of_the_second_form_is_counted_as_the_value_that_validation_makes(batch: VoteBatchReceivedV2) -> None:
    named = batch.named(COUPLES)
    kept = {name: getattr(batch, name) for name in VoteBatchReceived.model_fields if name not in ("votes", "nonce")}
    slow = VoteBatchReceived(**kept, votes=tuple(zip(COUPLES, batch.counts, strict=True)))
    assert type(named) is VoteBatchReceived
    assert named == slow
    assert list(named.__dict__.items()) == list(slow.__dict__.items())
    assert canonical_json(named.model_copy()) == canonical_json(slow)
    assert hash(named) == hash(slow)


def says_the_same(earlier: VoteBatchReceived, batch: VoteBatchReceived) -> bool:
    """The rule, in the order it is said: the same window, and there the same raw file or the same counts."""
    if (batch.opens, batch.closes) != (earlier.opens, earlier.closes):
        return False
    same_file = batch.raw_sha256 is not None and batch.raw_sha256 == earlier.raw_sha256
    return same_file or (batch.received == earlier.received and batch.votes == earlier.votes)


@given(st.lists(batches(), min_size=2, max_size=12))
@settings(max_examples=examples(200))
def test_a_batch_repeats_one_of_the_four_before_it_that_had_votes(sent: list[VoteBatchReceivedV2]) -> None:
    tally, with_votes, repeated, expected = ChannelTally(), list[VoteBatchReceived](), 0, set[int]()
    for batch in (each.named(COUPLES) for each in sent):
        tally.add(batch)
        if not batch.received:
            continue
        if any(says_the_same(earlier, batch) for earlier in with_votes[-LOOKED_BACK:]):
            expected.add(batch.batch)
            repeated += batch.accepted
        with_votes.append(batch)
    assert {number for first, last in tally.repeats for number in range(first, last + 1)} == expected
    assert tally.repeated == repeated
    assert tally.accepted == sum(sum(batch.counts) for batch in sent)
