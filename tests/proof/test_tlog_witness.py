"""The add-checkpoint exchange: each answer of c2sp.org/tlog-witness, and that a witness never contradicts itself."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.checkpoints import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from glitterball.proof.cosignatures import cosign, seconds_of, with_cosignatures
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.merkle import EMPTY_ROOT, Tree, leaf_hash
from glitterball.proof.notes import Note, sign_note
from glitterball.proof.refusals import RequestMalformed, SpellingRefused, WitnessRecordDamaged
from glitterball.proof.spellings import to_base64
from glitterball.proof.witness import AddCheckpoint, Decision, Witness, checkpoint_path, parse_add_checkpoint
from tests.proof.strategies import damaged, hashes
from tests.proof.vectors import published_checkpoints as published

ORIGIN = "glitterball.example/us-33"
LOG, STRANGER = SignerKey(ORIGIN, b"\x01" * 32), SignerKey(ORIGIN, b"\x02" * 32)
COSIGNER = SignerKey("witness.example/w1", b"\x03" * 32)
WITNESS_KEY = COSIGNER.verifier_key(Algorithm.COSIGNATURE)
WITNESS = Witness(COSIGNER, {ORIGIN: (LOG.verifier_key(),)})
TREE = Tree(leaf_hash(bytes([number])) for number in range(40))
FORK = Tree(leaf_hash(bytes([number, 1])) for number in range(40))
NOON = 1_764_000_000


def checkpoint(size: int, tree: Tree = TREE, signer: SignerKey = LOG) -> bytes:
    return sign_checkpoint(Checkpoint(ORIGIN, size, tree.root(size)), signer)


def request(old_size: int, size: int, tree: Tree = TREE, proof: Sequence[bytes] | None = None) -> bytes:
    path = tree.consistency(old_size, size, from_empty=True) if proof is None else tuple(proof)
    return AddCheckpoint(old_size, path, checkpoint(size, tree)).to_bytes()


def asked(*requests: bytes) -> tuple[Decision, dict[str, bytes]]:
    """The last answer, and what the witness remembers after all of them."""
    records: dict[str, bytes] = {}
    for one in requests:
        decision = WITNESS.add_checkpoint(one, records, NOON)
        if decision.record is not None:
            records[ORIGIN] = decision.record
    return decision, records


def test_the_published_request_is_read_and_written() -> None:
    octets = published.SOFA_REQUEST.encode()
    parsed = parse_add_checkpoint(octets)
    assert (parsed.old_size, len(parsed.proof), parsed.to_bytes()) == (20852014, 4, octets)


def test_a_first_checkpoint_is_cosigned_and_remembered() -> None:
    decision, records = asked(request(0, 5))
    assert (decision.status, decision.origin) == (200, ORIGIN)
    cosigned = with_cosignatures(checkpoint(5), decision.body, (WITNESS_KEY,))
    assert cosigned == records[ORIGIN]
    opened = open_checkpoint(cosigned, (LOG.verifier_key(), WITNESS_KEY), ORIGIN).opened
    assert [seconds_of(signature) for key, signature in opened.good if key == WITNESS_KEY] == [NOON]


def test_a_log_that_grew_is_cosigned_again() -> None:
    decision, records = asked(request(0, 5), request(5, 5), request(5, 32), request(32, 33))
    assert (decision.status, parse_checkpoint(records[ORIGIN]).size) == (200, 33)


def test_the_empty_log_is_cosigned() -> None:
    decision, _ = asked(request(0, 0), request(0, 7))
    assert decision.status == 200


def test_400_for_what_is_no_request_or_shrinks_the_log() -> None:
    assert asked(b"old 5\n\nnonsense")[0].status == 400
    shrinking = AddCheckpoint(6, (), checkpoint(5)).to_bytes()
    assert asked(shrinking)[0].status == 400


def test_404_for_a_log_the_witness_does_not_follow() -> None:
    other = SignerKey("other.example/log", b"\x01" * 32)
    octets = sign_checkpoint(Checkpoint(other.name, 0, EMPTY_ROOT), other)
    assert asked(AddCheckpoint(0, (), octets).to_bytes())[0].status == 404


def test_403_without_a_signature_of_a_trusted_key() -> None:
    foreign = AddCheckpoint(0, (), checkpoint(5, signer=STRANGER)).to_bytes()
    assert asked(foreign)[0].status == 403
    altered = request(0, 5).replace(b"\n5\n", b"\n6\n")
    assert asked(altered)[0].status == 403


def test_409_with_the_size_known_where_the_old_size_is_another() -> None:
    for old_size in (0, 4, 6):
        decision, records = asked(request(0, 5), request(old_size, 9))
        assert (decision.status, decision.body, decision.content_type) == (409, b"5\n", "text/x.tlog.size")
        assert parse_checkpoint(records[ORIGIN]).size == 5
    assert asked(request(3, 9))[0].body == b"0\n"


def test_422_for_another_root_at_the_size_known() -> None:
    """The text of July 2026: 409 is for a witness that knows another size, and here it knows the same."""
    decision, records = asked(request(0, 5), request(5, 5, FORK))
    assert decision.status == 422
    assert parse_checkpoint(records[ORIGIN]).root == TREE.root(5)


def test_422_for_a_size_of_0_with_a_root_no_empty_tree_has() -> None:
    note = sign_note(f"{ORIGIN}\n0\n{to_base64(bytes(32))}\n", (LOG,))
    decision, records = asked(AddCheckpoint(0, (), note).to_bytes())
    assert (decision.status, records) == (422, {})
    stranger = sign_note(f"{ORIGIN}\n0\n{to_base64(bytes(32))}\n", (STRANGER,))
    assert asked(AddCheckpoint(0, (), stranger).to_bytes())[0].status == 403


def test_422_for_a_history_rewritten_and_for_an_altered_proof() -> None:
    assert asked(request(0, 5), request(5, 9, FORK))[0].status == 422
    proof = TREE.consistency(5, 9)
    for wrong in (proof[:-1], (*proof, bytes(32)), (bytes(32), *proof[1:]), ()):
        assert asked(request(0, 5), request(5, 9, proof=wrong))[0].status == 422
    assert asked(request(0, 5), request(5, 5, proof=(bytes(32),)))[0].status == 422
    assert asked(request(0, 5, proof=(bytes(32),)))[0].status == 422


def test_only_a_cosigned_checkpoint_is_remembered() -> None:
    for refused in (b"", request(3, 9), request(0, 5, proof=(bytes(32),)), request(0, 5).replace(b"\n5\n", b"\n6\n")):
        assert asked(refused)[1] == {}


def test_the_record_keeps_no_signature_of_a_stranger() -> None:
    text = parse_note_text(checkpoint(5))
    crowded = sign_note(text, (LOG, STRANGER))
    _, records = asked(AddCheckpoint(0, (), crowded).to_bytes())
    assert records[ORIGIN].count("—".encode()) == 2


def parse_note_text(octets: bytes) -> str:
    return octets.decode().rpartition("\n\n")[0] + "\n"


def test_a_record_the_witness_did_not_cosign_is_never_built_on() -> None:
    forged = Note(parse_note_text(checkpoint(3)), (cosign(parse_note_text(checkpoint(3)), STRANGER, 1),)).to_bytes()
    for record in (b"", checkpoint(3), forged, asked(request(0, 5))[1][ORIGIN].replace(b"\n5\n", b"\n4\n")):
        with pytest.raises(WitnessRecordDamaged):
            WITNESS.add_checkpoint(request(3, 9), {ORIGIN: record}, NOON)


def test_a_witness_follows_several_logs_apart() -> None:
    other = SignerKey("other.example/log", b"\x05" * 32)
    both = Witness(COSIGNER, {ORIGIN: (LOG.verifier_key(),), other.name: (other.verifier_key(),)})
    record = both.add_checkpoint(request(0, 5), {}, NOON).record
    assert record is not None
    octets = sign_checkpoint(Checkpoint(other.name, 5, FORK.root(5)), other)
    assert both.add_checkpoint(AddCheckpoint(0, (), octets).to_bytes(), {ORIGIN: record}, NOON).status == 200


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39), st.booleans()), max_size=12))
def test_whatever_is_asked_all_cosigned_checkpoints_are_of_one_growing_history(
    asks: list[tuple[int, int, bool]],
) -> None:
    records: dict[str, bytes] = {}
    cosigned = []
    for old_size, size, forked in asks:
        tree = FORK if forked else TREE
        proof = tree.consistency(min(old_size, size), size, from_empty=True)
        octets = AddCheckpoint(old_size, proof, checkpoint(size, tree)).to_bytes()
        decision = WITNESS.add_checkpoint(octets, records, NOON)
        assert (decision.record is not None) == (decision.status == 200)
        if decision.record is not None:
            records[ORIGIN] = decision.record
            cosigned.append(parse_checkpoint(decision.record))
    assert [one.size for one in cosigned] == sorted(one.size for one in cosigned)
    assert any(all(one.root == tree.root(one.size) for one in cosigned) for tree in (TREE, FORK))


def test_64_proof_lines_are_refused() -> None:
    with pytest.raises(RequestMalformed):
        AddCheckpoint(1, (bytes(32),) * 64, checkpoint(5)).to_bytes()
    line = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    assert len(parse_add_checkpoint(b"old 1\n" + line * 63 + b"\n" + checkpoint(5)).proof) == 63
    with pytest.raises(RequestMalformed):
        parse_add_checkpoint(b"old 1\n" + line * 64 + b"\n" + checkpoint(5))


@pytest.mark.parametrize(
    "first",
    [b"old", b"old ", b"old 01", b"old -1", b"old  1", b"Old 1", b"old 1 ", b"\xff", b"5", b"old 9223372036854775808"],
)
def test_a_request_without_an_old_size_is_refused(first: bytes) -> None:
    with pytest.raises((RequestMalformed, SpellingRefused)):
        parse_add_checkpoint(first + b"\n\n" + checkpoint(5))


def test_the_path_of_the_latest_checkpoint_is_the_hash_of_the_origin() -> None:
    assert (
        checkpoint_path(published.SIGSUM_ORIGIN)
        == "44b55b2d03e611ed2de3c1e81f1f832c897e0a9e67baaa177e8e73ca1db911b9/checkpoint"
    )


@given(st.integers(0, 2**63 - 1), st.lists(hashes, max_size=63))
def test_requests_come_back_from_their_bytes(old_size: int, proof: list[bytes]) -> None:
    one = AddCheckpoint(old_size, tuple(proof), checkpoint(5))
    assert parse_add_checkpoint(one.to_bytes()) == one


@given(st.data())
def test_a_damaged_request_is_answered_and_never_cosigned_beyond_the_log(data: st.DataObject) -> None:
    _, records = asked(request(0, 5))
    decision = WITNESS.add_checkpoint(data.draw(damaged(request(5, 9))), records, NOON)
    assert decision.status in (200, 400, 403, 404, 409, 422)
    if decision.record is not None:
        stated = parse_checkpoint(decision.record)
        assert (stated.size, stated.root) == (9, TREE.root(9))
