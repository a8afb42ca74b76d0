"""Batches that commit to their counts, in a season that asks for it: taken in, held against their counts before a week is
ready, and added up to what the manifest says."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commitments.batches import CommittedBatch, batch_blinding, batch_commitments, differing, sum_of_batches
from domain.commitments.committing import Opening, commit
from domain.commitments.manifests import Place
from domain.commitments.p256 import ORDER
from domain.findings import Finding
from domain.gateway.events import GatewayClosedV2, OfBatch, VoteBatchReceivedV2
from domain.gateway.refusals import BatchCommitmentsMalformed
from domain.season import commands as c
from domain.season import words as w
from domain.season.proving.counted import obstacles
from domain.season.readiness import readiness
from domain.season.ways import ways_of
from glitterball.intake.message import read_message
from glitterball.intake.refusals import NightIncomplete
from glitterball.intake.signing import in_second_form, sign_delivery
from glitterball.proving import leaf_in
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import manifest_of
from tests.proving.shows import COUPLES, KEYS, SEASON, Show, _batch
from tests.proving.test_what_is_committed_to import _expand_message_xmd

PLACE = Place("small", 1, "north", "sms", "viewers")
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}
MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
ORDER_OF = tuple(reversed(COUPLES))
Change = Callable[[VoteBatchReceivedV2], VoteBatchReceivedV2]


def test_what_blinds_a_batch_is_what_the_decision_spells_out() -> None:
    """Expanded by hand from decision 0033: the batch's nonce, then compact JSON of whose count it is, under its own DST."""
    spread = _expand_message_xmd(
        bytes(32) + b'["small",1,"north",7,"sms","viewers","ada"]', b"glitterball-commitments-v1-batch-blinding"
    )
    assert batch_blinding("0" * 64, PLACE, 7, "ada") == int.from_bytes(spread, "big") % ORDER
    assert batch_blinding("0" * 64, PLACE, 7, "ada") != batch_blinding("0" * 64, PLACE, 8, "ada")


def committing(number: int, counts: dict[str, int], nonce: str | None = None) -> CommittedBatch:
    nonce = nonce or secrets.token_hex(32)
    points = batch_commitments(nonce, PLACE, number, COUPLES, counts)
    return CommittedBatch(number, bytes.fromhex("".join(points)), tuple(counts[couple] for couple in COUPLES), nonce)


@given(st.lists(st.lists(st.integers(0, 10**12), min_size=5, max_size=5), min_size=1, max_size=4))
def test_batches_added_up_open_to_the_sum_of_their_counts(counts: list[list[int]]) -> None:
    batches = [committing(at, dict(zip(COUPLES, held, strict=True))) for at, held in enumerate(counts, start=1)]
    assert differing(PLACE, COUPLES, tuple(batches)) == ()
    total = sum_of_batches(tuple(batch.points for batch in batches))
    for at, couple in enumerate(COUPLES):
        blinded = sum(batch_blinding(batch.nonce or "", PLACE, batch.number, couple) for batch in batches) % ORDER
        assert [total[at]] == commit([Opening(sum(held[at] for held in counts), blinded)])


def test_batches_that_do_not_open_are_named_also_where_their_sum_is_right() -> None:
    """One vote moved from a batch to another: the sum does not tell, and a void of either would have made it false."""
    first, second = (committing(at, COUNTS["viewers"]) for at in (1, 2))
    more = first._replace(counts=(first.counts[0] + 1, *first.counts[1:]) if first.counts else None)
    less = second._replace(counts=(second.counts[0] - 1, *second.counts[1:]) if second.counts else None)
    assert differing(PLACE, COUPLES, (more, less, committing(3, COUNTS["viewers"]))) == (1, 2)
    hidden = more._replace(counts=None, nonce=None)
    assert differing(PLACE, COUPLES, (hidden,)) == (), "of what is hidden only that its points are points is known"
    assert differing(PLACE, COUPLES, (hidden._replace(points=b"\x02" + b"\xff" * 164),)) == (1,)
    assert differing(PLACE, COUPLES, (hidden._replace(points=hidden.points[33:]),)) == (1,)


def on_air(by_batch: bool = True) -> Show:
    show = Show(shipped_rulebook("us-28-29"), by_batch=by_batch)
    show.open_week(1, "single")
    show.open_lines(1)
    show.score(1, MARKS)
    return show


def delivered(show: Show, *lines: VoteBatchReceivedV2, closing: GatewayClosedV2 | None = None) -> None:
    message = sign_delivery(KEYS["north"], lines, closing, opening=leaf_in(show.log, 1))
    show.engine.deliver(message, SEASON, 1)


def lines_of(many: int = 3) -> list[VoteBatchReceivedV2]:
    batches = [
        _batch(1, "north", "viewers", "sms", COUNTS["viewers"]).model_copy(update={"batch": at})
        for at in range(1, many + 1)
    ]
    return in_second_form(batches, None, ORDER_OF, by_batch=True)[0]


MALFORMED: dict[str, Change] = {
    "a point too few": lambda batch: batch.model_copy(update={"commitments": (batch.commitments or ())[1:]}),
    "no point at all": lambda batch: batch.model_copy(update={"commitments": ()}),
    "a point too many": lambda batch: batch.model_copy(update={"commitments": (batch.commitments or ()) * 2}),
}


@pytest.mark.parametrize("how", MALFORMED)
def test_commitments_that_are_not_one_for_each_couple_are_refused_wherever_the_batch_stands(how: str) -> None:
    show, lines = on_air(), lines_of(6)
    before = show.log.last_position()
    for at in (0, 5):  # the first is built, the last is read by its pattern
        changed = [MALFORMED[how](line) if place == at else line for place, line in enumerate(lines)]
        with pytest.raises(BatchCommitmentsMalformed, match=f"batch {at + 1} of north"):
            delivered(show, *changed)
    assert show.log.last_position() == before
    delivered(show, *lines)


def test_a_season_that_has_not_asked_takes_no_commitments_of_batches() -> None:
    with pytest.raises(BatchCommitmentsMalformed, match="was not opened as one"):
        delivered(on_air(by_batch=False), *lines_of())


def test_a_batch_is_read_alike_by_its_pattern_and_as_a_batch() -> None:
    lines = lines_of(4)
    message = sign_delivery(KEYS["north"], lines, opening="0" * 64)
    for _ in range(3):
        says = read_message(message).says
        assert list(says.aligned) == [line.counts for line in lines]
        assert list(says.points) == [5] * 4


def errors(show: Show) -> list[Finding]:
    fold = show.engine.fold(SEASON)
    return [row for row in readiness(fold.state, 1, fold.tallies) if row.severity == "error"]


def closed(show: Show, lines: list[VoteBatchReceivedV2], **totals: Any) -> None:
    """North's night: its lines, and a manifest of the batches as they would have been; nothing of south."""
    order = tuple(reversed(COUPLES))
    batches: list[OfBatch] = [line.named(order) for line in lines]
    manifest = manifest_of(batches, season=SEASON, week=1, gateway="north")
    closing = GatewayClosedV2(**dict(manifest), nonce=secrets.token_hex(32), **totals)
    delivered(show, *lines, closing=closing)
    show.close_lines(1)
    show.govern(c.GiveUpGateway(week=1, gateway="south", taken="not at all", reason="it was down"))


def test_batches_that_commit_to_other_counts_keep_a_week_not_ready_until_they_are_void() -> None:
    show, lines = on_air(), lines_of()
    swapped = lines[1].model_copy(update={"commitments": lines[2].commitments})
    strange = lines[2].model_copy(update={"commitments": ("02" + "f" * 64, *(lines[2].commitments or ())[1:])})
    closed(show, [lines[0], swapped, strange])
    (found,) = errors(show)
    assert found.code == "batch-commitments-differ"
    assert found.facts["batches"] == "2-3"
    assert ways_of(found)[0] == "void-batch"
    for batch in (2, 3):
        void = c.VoidBatch(
            week=1, gateway="north", batch=batch, channel="sms", body="viewers", votes=(), reason="wrong"
        )
        show.govern(void)
    assert not errors(show)


def test_before_the_seal_nobody_reads_the_points() -> None:
    show, lines = on_air(), lines_of()
    delivered(show, lines[0].model_copy(update={"commitments": ("02" + "f" * 64,) * 5}))
    assert not {row.code for row in errors(show)} & {"batch-commitments-differ"}


def test_a_manifest_says_the_sum_of_its_batches_or_the_week_is_not_ready() -> None:
    lines = lines_of()
    other = lines_of()
    for of, said in ((lines, set()), (other, {"commitments-differ"})):
        manifest = manifest_of([line.named(ORDER_OF) for line in of], season=SEASON, week=1, gateway="north")
        _, closing = in_second_form([], manifest, ORDER_OF, commits=True, by_batch=True, earlier=of)
        assert closing is not None
        show = on_air()
        closed(show, lines, commitments=closing.commitments)
        assert {row.code for row in errors(show)} == said
    show = on_air()
    closed(show, lines, commitments=())
    assert {row.code for row in errors(show)} == {"commitments-differ"}, "one that commits does so for all it delivered"


def test_a_manifest_of_batches_that_do_not_all_commit_is_not_made() -> None:
    lines = lines_of()
    manifest = manifest_of([line.named(ORDER_OF) for line in lines], season=SEASON, week=1, gateway="north")
    silent = [*lines[:2], lines[2].model_copy(update={"commitments": None})]
    with pytest.raises(NightIncomplete, match="2 are given"):
        in_second_form([], manifest, ORDER_OF, commits=True, by_batch=True, earlier=silent)


def test_batches_without_commitments_are_heard_and_said_to_stand_against_a_proof_in_time() -> None:
    show, lines = on_air(), lines_of()
    delivered(show, lines[0], lines[1].model_copy(update={"commitments": None}))
    fold = show.engine.fold(SEASON)
    (row,) = (row for row in readiness(fold.state, 1, fold.tallies) if row.code == "cannot-be-proved")
    assert (row.severity, row.facts["obstacle"]) == ("warning", "not-committed")
    assert "batches 2 of sms" in row.what
    show.govern(
        c.VoidBatch(week=1, gateway="north", batch=2, channel="sms", body="viewers", votes=(), reason="no commitments")
    )
    fold = show.engine.fold(SEASON)
    assert not list(obstacles(fold.state, 1, fold.tallies))


def test_a_manifest_replaced_stands_against_a_proof_and_is_said_to_in_time() -> None:
    show = on_air()
    show.vote(1, COUNTS)
    show.close_lines(1)
    stated = tuple(w.CoupleVotes(couple=couple, votes=10) for couple in COUPLES)
    show.govern(
        c.ReplaceManifest(week=1, gateway="south", channel="app", body="viewers", votes=stated, reason="by hand")
    )
    fold = show.engine.fold(SEASON)
    against = [row for row in readiness(fold.state, 1, fold.tallies) if row.code == "cannot-be-proved"]
    assert {row.facts["obstacle"] for row in against} == {"counts-stated"}
