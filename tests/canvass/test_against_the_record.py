"""`--check`: batches recomputed from the raw ballots against those on record; every difference is reported."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.gateway.events import GatewayClosed, OfBatch, OfManifest, VoteBatchReceived
from glitterball.canvass import canvass, compare
from tests.canvass.raw_ballots import COUPLES, good, terms, write

Deliveries = Sequence[OfBatch | OfManifest]


@pytest.fixture
def counted(tmp_path: Path) -> Deliveries:
    times = ("2024-09-25T00:00:00Z", "2024-09-25T00:01:00Z", "2024-09-25T00:02:00Z")
    rows = [good(time=time, couple=couple, voter=voter) for time in times for couple in COUPLES[:2] for voter in "abcd"]
    return canvass([("phones", write(tmp_path / "ballots.csv", rows))], terms()).deliveries


def on_record(deliveries: Deliveries) -> list[VoteBatchReceived | GatewayClosed]:
    """What the log holds when these were taken in."""
    return [
        VoteBatchReceived.model_validate(one.model_dump())
        if isinstance(one, OfBatch)
        else GatewayClosed.model_validate(one.model_dump())
        for one in deliveries
    ]


def changed(deliveries: Deliveries, number: int, **changes: object) -> list[VoteBatchReceived | GatewayClosed]:
    """The record with one batch changed."""
    facts = on_record(deliveries)
    facts[number - 1] = facts[number - 1].model_copy(update=changes)
    return facts


def test_the_same_batches_show_no_difference(counted: Deliveries) -> None:
    assert compare(counted, on_record(counted)) == ()


def test_votes_moved_between_couples_are_named_with_how_many_and_in_sum(counted: Deliveries) -> None:
    recorded = changed(counted, 2, votes=((COUPLES[0], 7), (COUPLES[1], 1)))
    assert [str(finding) for finding in compare(counted, recorded)] == [
        "phones, batch 2: votes for 'amy-ben': 7 on record, 4 in the raw ballots (+3)",
        "phones, batch 2: votes for 'cat-dan': 1 on record, 4 in the raw ballots (-3)",
        "phones, sms: in sum 3 votes more for 'amy-ben' on record than the raw ballots give",
        "phones, sms: in sum 3 votes fewer for 'cat-dan' on record than the raw ballots give",
    ]


def test_a_batch_missing_from_the_record_and_one_too_many_are_both_reported(counted: Deliveries) -> None:
    facts = on_record(counted)
    extra = facts[0].model_copy(update={"batch": 9})
    found = [str(finding) for finding in compare(counted, [facts[0], facts[2], extra, facts[3]])]
    assert "phones, batch 2: is not on record; the raw ballots give it, with 8 votes received" in found
    assert "phones, batch 9: is on record with 8 votes received; the raw ballots do not give it" in found
    assert len(found) == 2


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"late": 2, "received": 10}, "late is 2 on record; the raw ballots give 0"),
        ({"channel": "app"}, "channel is app on record; the raw ballots give sms"),
        ({"closes": "2024-09-25T00:03:00Z"}, "closes is 2024-09-25T00:03:00Z on record"),
        ({"rejected": (("over the cap", 5),)}, "rejected as 'over the cap': 5 on record, 0 in the raw ballots (+5)"),
        ({"raw_sha256": "f" * 64}, "rests on another raw file on record (ffffffffffff...)"),
    ],
)
def test_every_other_difference_of_a_batch_is_reported(
    changes: dict[str, object], says: str, counted: Deliveries
) -> None:
    found = compare(counted, changed(counted, 2, **changes))
    assert any(says in finding.what and finding.where == "phones, batch 2" for finding in found)


def test_a_batch_that_names_no_raw_file_is_noted_and_no_difference(counted: Deliveries) -> None:
    (finding,) = compare(counted, changed(counted, 2, raw_sha256=None))
    assert finding.severity == "note"


def test_a_manifest_that_says_other_totals_is_reported(counted: Deliveries) -> None:
    facts = on_record(counted)
    totals = counted[-1].totals[0].model_copy(update={"accepted": 23, "late": 1})  # type: ignore[union-attr] # the manifest
    facts[-1] = facts[-1].model_copy(update={"totals": (totals,), "batches": 4})
    assert [finding.what for finding in compare(counted, facts)] == [
        "says 4 batches; the raw ballots give 3",
        "total of 'sms, accepted': 23 on record, 24 in the raw ballots (-1)",
        "total of 'sms, late': 1 on record, 0 in the raw ballots (+1)",
    ]


def test_a_manifest_that_has_not_come_is_a_warning(counted: Deliveries) -> None:
    (finding,) = compare(counted, on_record(counted)[:-1])
    assert (finding.severity, finding.what) == ("warning", "is not on record")
