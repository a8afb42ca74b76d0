"""Lines read by their shape say what they say when they are built as batches: two readers that must agree."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.gateway.decide import is_reversed
from domain.gateway.events import OfBatch
from domain.record import canonical_json
from domain.refusals import Refusal
from glitterball.intake.lines import read_lines
from glitterball.intake.shapes import Shape, accounted, learned, shape_of
from glitterball.testing.batches import vote_batches
from tests.thoroughness import examples

COUPLES = ("anna-ezra", "bea-cole", "couple-3", "couple-4")
digests = st.none() | st.sampled_from(("0" * 64, "abcdef0123456789" * 4))
times = st.sampled_from(
    ("2024-09-25T00:00:00Z", "2024-09-25T01:02:03Z", "2024-09-25T01:02:03.000000Z", "2024-09-25T01:02:03.000456Z")
)
counts = st.integers(0, 10**12) | st.sampled_from((0, 9, 10, 10**11, 10**12 - 1, 10**12))


@st.composite
def others(draw: st.DrawFn, batch: OfBatch) -> OfBatch:
    """A batch of the same words with other numbers and times."""
    return batch.model_copy(
        update={
            "batch": draw(st.integers(1, 10**9)),
            "opens": draw(times),
            "closes": draw(times),
            "votes": tuple((couple, draw(counts)) for couple, _ in batch.votes),
            "rejected": tuple((reason, draw(counts)) for reason, _ in batch.rejected),
            "received": draw(counts),
            "late": draw(counts),
        }
    )


@given(vote_batches(COUPLES), digests, st.data())
@settings(deadline=None)
def test_what_fits_a_shape_is_read_as_the_batch_it_is(batch: OfBatch, digest: str | None, data: st.DataObject) -> None:
    shape = Shape(batch.model_copy(update={"raw_sha256": digest}))
    other = data.draw(others(batch)).model_copy(update={"raw_sha256": digest and digest[::-1]})
    numbers = shape.numbers(canonical_json(other))
    everything = (other.batch, other.received, other.late, *(n for _, n in (*other.votes, *other.rejected)))
    if numbers is None:
        assert max(everything) >= 10**9, "only numbers too long for a shape are read the slow way"
    else:
        reversed_too = is_reversed(other.opens, other.closes)
        assert numbers == (other.batch, other.received, accounted(other), reversed_too)


@given(vote_batches(COUPLES), st.data())
@settings(deadline=None, max_examples=examples(300))
def test_what_fits_a_shape_is_a_canonical_batch_of_the_same_words(batch: OfBatch, data: st.DataObject) -> None:
    """A line with one byte changed either does not fit, or is a valid batch in its one spelling."""
    line = bytearray(canonical_json(batch))
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.sampled_from(b'0123456789-+.eE"[]{},: \\aZ\x00\xff'))
    numbers = Shape(batch).numbers(bytes(line))
    if numbers is None:
        return
    read = OfBatch.model_validate_json(bytes(line))
    assert canonical_json(read) == bytes(line)
    assert numbers == (read.batch, read.received, accounted(read), is_reversed(read.opens, read.closes))
    same = {"batch", "opens", "closes", "votes", "received", "rejected", "late"}
    assert read.model_dump(exclude=same) == batch.model_dump(exclude=same)
    assert [couple for couple, _ in read.votes] == [couple for couple, _ in batch.votes]
    assert [reason for reason, _ in read.rejected] == [reason for reason, _ in batch.rejected]


def test_a_shape_still_fits_its_own_batch() -> None:
    """When `OfBatch` gains a field, the pattern has to learn it, or every line is read the slow way."""
    full = OfBatch(
        season="us-40", week=1, gateway="vox", batch=1, channel="sms", body="Jurys & co \"é\" \\", opens="2024-09-25T00:00:00Z",
        closes="2024-09-25T00:00:10Z", votes=(("a-b", 1), ("c-d", 2)), received=6, rejected=(("x (y)", 1),), late=2,
        raw_sha256="a" * 64, nonce="b" * 32,
    )  # fmt: skip
    assert set(full.model_dump(exclude_none=True)) == set(OfBatch.model_fields)
    line = canonical_json(full)
    assert Shape(full).numbers(line) == (1, 6, 6, False)
    learned(line, full)
    assert learned(line, full) is shape_of(line) is not None


def test_gateways_whose_names_differ_in_a_digit_are_learned_apart() -> None:
    """They once shared a shape that fitted the first of them, and the lines of all others were read the slow way."""
    batches = [
        OfBatch(
            season="us-40", week=1, gateway=f"sms-{number}", batch=1, channel="sms", opens="2024-09-25T00:00:00Z",
            closes="2024-09-25T00:00:10Z", votes=(("a-b", 1),), received=1,
        )
        for number in (1, 2)
    ]  # fmt: skip
    lines = [canonical_json(batch) for batch in batches]
    for batch, line in zip(batches * 2, lines * 2, strict=True):
        learned(line, batch)
    shapes = [shape_of(line) for line in lines]
    assert [shape and shape.batch.gateway for shape in shapes] == ["sms-1", "sms-2"]


@given(st.lists(vote_batches(COUPLES), min_size=1, max_size=6))
@settings(deadline=None)
def test_a_delivery_reads_the_same_the_first_time_and_when_its_words_are_known(batches: list[OfBatch]) -> None:
    run = [batch.model_copy(update={"batch": number}) for number, batch in enumerate(batches, start=3)]
    lines = [canonical_json(batch) for batch in run]
    readings = [read_lines(lines) for _ in range(4)]
    expected = [(batch.received, accounted(batch)) for batch in run]
    for says in readings:
        assert (says.first, says.last, list(says.counts)) == (3, 2 + len(run), expected)
        named = {(words.channel, tuple(c for c, _ in words.votes)) for _, words in says.words}
        assert named == {(batch.channel, tuple(c for c, _ in batch.votes)) for batch in run}


@given(st.binary(max_size=300))
def test_bytes_nobody_meant_are_refused_by_name(octets: bytes) -> None:
    from glitterball.intake import read_message

    try:
        read_message(octets)
    except Refusal as refusal:
        assert refusal.sentence()
    else:
        raise AssertionError("that was no delivery")
