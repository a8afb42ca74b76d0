"""Receipts (tlog-proof): written, read, believed for the one entry they are about."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.checkpoints import Checkpoint, sign_checkpoint
from glitterball.proof.cosignatures import cosign
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.merkle import Tree, leaf_hash
from glitterball.proof.notes import MOST_BYTES, parse_note
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.receipts import FIRST_LINE, Receipt, parse_receipt, verify_receipt
from glitterball.proof.refusals import InclusionNotProved, PolicyNotMet, ProofRefusal, ReceiptMalformed
from glitterball.proof.spellings import to_base64
from tests.proof.strategies import damaged, hashes

ORIGIN = "glitterball.example/us-33"
LOG, COSIGNER = SignerKey(ORIGIN, b"\x01" * 32), SignerKey("witness.example/w1", b"\x02" * 32)
POLICY = parse_policy(
    f"log {LOG.verifier_key().to_text()}\nwitness w {COSIGNER.verifier_key(Algorithm.COSIGNATURE).to_text()}\n"
    "quorum w\n".encode()
)
ENTRIES = [f"event {number}".encode() for number in range(30)]
TREE = Tree(map(leaf_hash, ENTRIES))


def checkpoint(size: int) -> bytes:
    note = parse_note(sign_checkpoint(Checkpoint(ORIGIN, size, TREE.root(size)), LOG))
    return note.with_signatures((cosign(note.text, COSIGNER, 5),)).to_bytes()


def receipt(index: int, size: int, extra: bytes | None = None) -> Receipt:
    return Receipt(index, TREE.inclusion(index, size), checkpoint(size), extra)


def test_a_receipt_is_written_as_the_specification_shows() -> None:
    first, second = sha256(b"hash1").digest(), sha256(b"hash2").digest()
    note = checkpoint(2)
    assert Receipt(5, (first, second), note).to_bytes() == (
        f"c2sp.org/tlog-proof@v1\nindex 5\n{to_base64(first)}\n{to_base64(second)}\n\n".encode() + note
    )
    assert Receipt(10, (first,), note, b"extra information").to_bytes() == (
        f"c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n{to_base64(first)}\n\n".encode() + note
    )
    assert Receipt(0, (), note).to_bytes() == b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + note


@given(st.integers(1, 30), st.data())
def test_a_receipt_proves_its_entry_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    octets = receipt(index, size).to_bytes()
    assert verify_receipt(octets, ENTRIES[index], POLICY).checkpoint.size == size
    for other in (ENTRIES[index] + b" ", b"", ENTRIES[index - 1] if size > 1 else b"another"):
        with pytest.raises(InclusionNotProved):
            verify_receipt(octets, other, POLICY)


@given(st.integers(0, 2**63 - 1), st.lists(hashes, max_size=63), st.none() | st.binary(max_size=40))
def test_receipts_come_back_from_their_bytes(index: int, proof: list[bytes], extra: bytes | None) -> None:
    one = Receipt(index, tuple(proof), checkpoint(3), extra)
    assert parse_receipt(one.to_bytes()) == one


def test_extra_data_changes_nothing_that_is_proved() -> None:
    for extra in (None, b"", b"anything"):
        verify_receipt(receipt(4, 9, extra).to_bytes(), ENTRIES[4], POLICY)


def test_a_receipt_without_the_witness_is_refused() -> None:
    bare = sign_checkpoint(Checkpoint(ORIGIN, 9, TREE.root(9)), LOG)
    with pytest.raises(PolicyNotMet):
        verify_receipt(Receipt(4, TREE.inclusion(4, 9), bare).to_bytes(), ENTRIES[4], POLICY)


HASH = to_base64(bytes(32))
REFUSED = {
    "another first line": "wrong-header\nindex 0\n\n",
    "another version": "c2sp.org/tlog-proof@v2\nindex 0\n\n",
    "extra that is not base64": f"{FIRST_LINE}\nextra !!notbase64!!\nindex 0\n\n",
    "extra behind the index": f"{FIRST_LINE}\nindex 0\nextra AAAA\n\n",
    "extra twice": f"{FIRST_LINE}\nextra AAAA\nextra AAAA\nindex 0\n\n",
    "no index": f"{FIRST_LINE}\n\n",
    "no index but a hash": f"{FIRST_LINE}\n{HASH}\n\n",
    "an index that is no number": f"{FIRST_LINE}\nindex notanumber\n\n",
    "a negative index": f"{FIRST_LINE}\nindex -5\n\n",
    "an index with a leading zero": f"{FIRST_LINE}\nindex 05\n\n",
    "an index twice": f"{FIRST_LINE}\nindex 5\nindex 5\n\n",
    "a hash that is not base64": f"{FIRST_LINE}\nindex 0\n!!notbase64!!\n\n",
    "a hash of 64 bytes": f"{FIRST_LINE}\nindex 0\n{to_base64(bytes(64))}\n\n",
    "64 hashes": f"{FIRST_LINE}\nindex 0\n{(HASH + chr(10)) * 64}\n",
    "carriage returns": f"{FIRST_LINE}\r\nindex 0\r\n\r\n",
    "other letters": f"{FIRST_LINE}\nindex ０\n\n",
}


@pytest.mark.parametrize("head", REFUSED.values(), ids=REFUSED)
def test_a_head_against_the_format_is_refused(head: str) -> None:
    with pytest.raises(ReceiptMalformed):
        parse_receipt(head.encode() + checkpoint(3))


@pytest.mark.parametrize("octets", [b"", b"\n\n", FIRST_LINE.encode(), b"a" * 65 * 1024, b"\n" * (2 * MOST_BYTES + 1)])
def test_what_is_no_receipt_is_refused_at_once(octets: bytes) -> None:
    with pytest.raises(ReceiptMalformed):
        parse_receipt(octets)


def test_a_receipt_about_something_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(ProofRefusal):
        parse_receipt(f"{FIRST_LINE}\nindex 0\n\ntest checkpoint\n".encode())


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("at", range(len(receipt(4, 9).to_bytes())))
def test_no_byte_of_a_receipt_can_be_altered(at: int) -> None:
    octets = receipt(4, 9).to_bytes()
    with pytest.raises(ProofRefusal):
        verify_receipt(octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :], ENTRIES[4], POLICY)


@given(st.data())
def test_a_damaged_receipt_proves_nothing_else(data: st.DataObject) -> None:
    octets = data.draw(damaged(receipt(4, 9, b"extra").to_bytes()))
    try:
        satisfied = verify_receipt(octets, ENTRIES[4], POLICY)
    except ProofRefusal:
        return
    assert satisfied.checkpoint == Checkpoint(ORIGIN, 9, TREE.root(9))
    assert parse_receipt(octets).index == 4
