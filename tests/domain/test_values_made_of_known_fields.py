"""A value made of fields that were validated before is the value pydantic would make of them, to the byte it is stored as."""

from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2
from domain.record import canonical_json, made_of

COUPLES = ("anna-ezra", "bella-val", "carl-artem")
COUNTS = st.tuples(*(st.integers(0, 10**11) for _ in COUPLES))


@given(counts=COUNTS, late=st.integers(0, 9), rejected=st.lists(st.integers(0, 9), max_size=2), raw=st.booleans())
def test_a_named_batch_is_the_one_that_would_be_validated(
    counts: tuple[int, ...], late: int, rejected: list[int], raw: bool
) -> None:
    fields = {
        "season": "us-33",
        "week": 2,
        "gateway": "west",
        "batch": 7,
        "channel": "sms",
        "body": "abroad",
        "opens": "2024-09-25T00:00:00Z",
        "closes": "2024-09-25T00:01:00Z",
        "received": sum(counts) + late + sum(rejected),
        "rejected": tuple((f"reason {place}", count) for place, count in enumerate(rejected)),
        "late": late,
        "raw_sha256": "a" * 64 if raw else None,
    }
    named = VoteBatchReceivedV2(**fields, counts=counts, nonce="0" * 64).named(COUPLES)  # type: ignore[arg-type]
    votes = tuple(zip(COUPLES, counts, strict=True))
    validated = VoteBatchReceived(**fields, votes=votes)  # type: ignore[arg-type]
    assert named == validated
    assert canonical_json(named) == canonical_json(validated)
    assert list(named.__dict__) == list(VoteBatchReceived.model_fields)
    assert named.model_copy(update={"week": 3}) == validated.model_copy(update={"week": 3})
    assert made_of(VoteBatchReceived, dict(validated.__dict__)) == validated
