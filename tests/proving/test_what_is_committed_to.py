"""Commitments in closing manifests: taken in only in their form, and held against the counts before a week is ready."""

import secrets
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commitments.committing import Opening, commit
from domain.commitments.manifests import Place, blinding, commitments, is_commitment, openings
from domain.commitments.p256 import ORDER, decode, points_of, sum_of
from domain.gateway.events import GatewayClosedV2
from domain.gateway.refusals import ChannelNotCarried, CommitmentsMalformed
from domain.season import commands as c
from domain.season import words as w
from domain.season.deciding.refusals import WeekNotReady
from domain.season.readiness import readiness
from domain.season.ways import ways_of
from glitterball.intake.refusals import NightIncomplete
from glitterball.intake.signing import in_second_form, sign_delivery
from glitterball.proving import leaf_in
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import manifest_of
from tests.proving.shows import COUPLES, KEYS, PRODUCER, SEASON, Show, _batch

PLACE = Place("small", 1, "north", "sms", "viewers")
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}
MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))


def test_a_blinding_is_the_one_the_decision_spells_out() -> None:
    """Expanded by hand from decision 0026: nonce, then compact JSON of whose count it is, under its own DST."""
    spread = _expand_message_xmd(
        bytes(32) + b'["small",1,"north","sms","viewers","ada"]', b"glitterball-commitments-v1-blinding"
    )
    assert blinding("0" * 64, PLACE, "ada") == int.from_bytes(spread, "big") % ORDER


def _expand_message_xmd(message: bytes, domain: bytes) -> bytes:
    """48 bytes by RFC 9380, section 5.3.1, written out for two blocks of SHA-256."""
    from hashlib import sha256

    tag = domain + bytes((len(domain),))
    first = sha256(bytes(64) + message + b"\x00\x30\x00" + tag).digest()
    one = sha256(first + b"\x01" + tag).digest()
    two = sha256(bytes(a ^ b for a, b in zip(first, one, strict=True)) + b"\x02" + tag).digest()
    return (one + two)[:48]


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=4))
def test_commitments_of_channels_add_up_to_one_of_the_sum(counts: list[int]) -> None:
    nonces = [secrets.token_hex(32) for _ in counts]
    made = [commitments(nonce, PLACE, ["ada"], {"ada": count})[0] for nonce, count in zip(nonces, counts, strict=True)]
    total = points_of([sum_of([decode(bytes.fromhex(point)) for point in made])])
    opened = [openings(nonce, PLACE, {"ada": count})["ada"] for nonce, count in zip(nonces, counts, strict=True)]
    blinded = sum(opening.blinding for opening in opened) % ORDER
    assert total == commit([Opening(sum(counts), blinded)])
    assert all(map(is_commitment, made))


@pytest.mark.parametrize("other", [PLACE._replace(channel="app"), PLACE._replace(week=2), PLACE._replace(season="x")])
def test_no_two_counts_are_blinded_alike(other: Place) -> None:
    assert blinding("0" * 64, PLACE, "ada") != blinding("0" * 64, other, "ada")
    assert blinding("0" * 64, PLACE, "ada") != blinding("0" * 64, PLACE, "ben")
    assert blinding("0" * 64, PLACE, "ada") != blinding("0" * 63 + "1", PLACE, "ada")


def on_air() -> Show:
    show = Show(shipped_rulebook("us-28-29"))
    show.open_week(1, "single")
    show.open_lines(1)
    show.score(1, MARKS)
    return show


MALFORMED: dict[str, Any] = {
    "a point too few": lambda points: [["sms", "viewers", points[1:]]],
    "no point of the curve": lambda points: [["sms", "viewers", ["02" + "f" * 64, *points[1:]]]],
    "twice": lambda points: [["sms", "viewers", points]] * 2,
    "descending": lambda points: [["sms", "viewers", points], ["app", "viewers", points]],
}


@pytest.mark.parametrize("how", MALFORMED)
def test_commitments_in_another_form_are_refused_at_the_door(how: str) -> None:
    show = on_air()
    batch = _batch(1, "north", "viewers", "sms", COUNTS["viewers"])
    _, closing = in_second_form(
        [batch], manifest_of([batch], season=SEASON, week=1, gateway="north"), COUPLES, commits=True
    )
    assert closing is not None
    points = closing.committed["sms", "viewers"]
    made = tuple((channel, body, tuple(held)) for channel, body, held in MALFORMED[how](list(points)))
    before = show.log.last_position()
    with pytest.raises(CommitmentsMalformed):
        delivered(show, closing.model_copy(update={"commitments": made}))
    with pytest.raises(ChannelNotCarried):
        delivered(show, closing.model_copy(update={"commitments": (("post", "viewers", points),)}))
    assert show.log.last_position() == before


def delivered(show: Show, closing: GatewayClosedV2) -> None:
    message = sign_delivery(KEYS["north"], [], closing, opening=leaf_in(show.log, 1))
    show.engine.deliver(message, SEASON, 1)


def test_a_manifest_commits_to_the_whole_night_or_is_not_made() -> None:
    batches = [
        _batch(1, "north", "viewers", "sms", COUNTS["viewers"]).model_copy(update={"batch": at}) for at in (1, 2)
    ]
    manifest = manifest_of(batches, season=SEASON, week=1, gateway="north")
    with pytest.raises(NightIncomplete, match="1 is given"):
        in_second_form(batches[1:], manifest, COUPLES, commits=True)
    _, closing = in_second_form(batches[1:], manifest, COUPLES, commits=True, earlier=batches[:1])
    assert closing is not None
    place = PLACE._replace(season=SEASON)
    doubled = {couple: 2 * count for couple, count in COUNTS["viewers"].items()}
    assert closing.committed == {("sms", "viewers"): commitments(closing.nonce, place, COUPLES, doubled)}


def test_a_week_whose_gateway_committed_to_other_counts_is_not_ready_until_its_counts_are_stated() -> None:
    show = on_air()
    other = {"viewers": {couple: count // 4 + 1 for couple, count in COUNTS["viewers"].items()}}
    show.vote(1, COUNTS, forged=other)
    show.close_lines(1)
    fold = show.engine.fold(SEASON)
    found = [row for row in readiness(fold.state, 1, fold.tallies) if row.severity == "error"]
    assert {row.code for row in found} == {"commitments-differ"}
    assert {row.facts["channel"] for row in found} == {"app", "sms"}
    assert ways_of(found[0]) == ("replace-manifest", "give-up-gateway", "void-channel")
    with pytest.raises(WeekNotReady):
        show.certify(1)
    for channel in ("app", "sms"):
        stated = tuple(w.CoupleVotes(couple=couple, votes=10) for couple in COUPLES)
        show.govern(
            c.ReplaceManifest(
                week=1, gateway="south", channel=channel, body="viewers", votes=stated, reason="counted by hand"
            )
        )
    show.certify(1)


def test_what_stands_against_a_proof_is_said_while_it_can_still_be_helped() -> None:
    show = on_air()
    fold = show.engine.fold(SEASON)
    assert not [row for row in readiness(fold.state, 1, fold.tallies) if row.code == "cannot-be-proved"]
    show.vote(1, COUNTS, commits={"north": True, "south": False})
    fold = show.engine.fold(SEASON)
    (row,) = (row for row in readiness(fold.state, 1, fold.tallies) if row.code == "cannot-be-proved")
    assert (row.severity, row.facts["obstacle"]) == ("warning", "not-committed")
    assert "south" in row.what
    show.say(c.CloseVoting(week=1), PRODUCER)


def test_a_night_without_commitments_is_asked_for_none() -> None:
    show = on_air()
    show.vote(1, COUNTS, commits=False)
    show.close_lines(1)
    fold = show.engine.fold(SEASON)
    assert not {row.code for row in readiness(fold.state, 1, fold.tallies)} & {"cannot-be-proved", "commitments-differ"}
