"""Any bytes, huge, deep or damaged, end in a value that is written back as it came or in a named refusal."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.proof.checkpoints import parse_checkpoint
from glitterball.proof.keys import Algorithm, parse_signer_key, parse_verifier_key
from glitterball.proof.merkle import Frontier
from glitterball.proof.notes import open_note, parse_note
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.receipts import Receipt, parse_receipt
from glitterball.proof.refusals import NoteUnverified, ProofRefusal
from glitterball.proof.witness import parse_add_checkpoint
from tests.proof.strategies import damaged
from tests.proof.vectors import published_checkpoints as checkpoints
from tests.proof.vectors import published_notes as notes

KNOWN = tuple(map(parse_verifier_key, (notes.PETER_VKEY, checkpoints.ARCHE_VKEY, checkpoints.REMORA_VKEY)))
POLICY = (
    f"# who is trusted\nlog {checkpoints.ARCHE_VKEY} https://log.example/\nwitness w {checkpoints.REMORA_VKEY}\n"
    "group g all w\nquorum g\n"
).encode()
SEEN = {
    "note": (lambda octets: parse_note(octets).to_bytes(), (notes.TEXT + "\n" + notes.PETER_LINE).encode()),
    "opened note": (lambda octets: open_note(octets, KNOWN).note.to_bytes(), checkpoints.ARCHE_CHECKPOINT.encode()),
    "checkpoint": (
        lambda octets: (parse_checkpoint(octets).to_text() + "\n").encode() + octets.rpartition(b"\n\n")[2],
        checkpoints.ARCHE_CHECKPOINT.encode(),
    ),
    "request": (lambda octets: parse_add_checkpoint(octets).to_bytes(), checkpoints.SOFA_REQUEST.encode()),
    "receipt": (
        lambda octets: parse_receipt(octets).to_bytes(),
        Receipt(3, (bytes(32),), checkpoints.SIGSUM_CHECKPOINT.encode(), b"extra").to_bytes(),
    ),
    "verifier key": (lambda octets: parse_verifier_key(text_of(octets)).to_text().encode(), notes.PETER_VKEY.encode()),
    "signer key": (lambda octets: parse_signer_key(text_of(octets)).to_text().encode(), notes.PETER_SKEY.encode()),
    "frontier": (lambda octets: Frontier.from_bytes(octets).to_bytes(), bytes(7) + b"\x05" + bytes(64)),
}


def text_of(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")


def ends_well(read_and_write: Callable[[bytes], bytes], octets: bytes) -> None:
    try:
        written = read_and_write(octets)
    except ProofRefusal as refusal:
        assert refusal.code
        assert refusal.exit_code in (3, 5)
        assert len(str(refusal).encode("utf-8", "backslashreplace")) < 2000
    else:
        assert written == octets


@pytest.mark.parametrize("name", SEEN)
def test_the_genuine_ones_are_written_back(name: str) -> None:
    read_and_write, octets = SEEN[name]
    assert read_and_write(octets) == octets


@pytest.mark.parametrize("name", SEEN)
@settings(deadline=None)
@given(data=st.data())
def test_damaged_ones_end_in_a_value_or_a_named_refusal(name: str, data: st.DataObject) -> None:
    read_and_write, octets = SEEN[name]
    ends_well(read_and_write, data.draw(damaged(octets)))


@pytest.mark.parametrize("name", SEEN)
@given(octets=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_end_in_a_value_or_a_named_refusal(name: str, octets: bytes) -> None:
    ends_well(SEEN[name][0], octets)


HUGE = (
    b"\n" * 3_000_000,
    b"\x00" * 3_000_000,
    b"+" * 3_000_000,
    b"9" * 3_000_000,
    b"old " + b"9" * 3_000_000 + b"\n\n",
    b"a\n\n" + "— a AAAAAAA=\n".encode() * 200_000,
    b"a\n\n" + "— ".encode() + b"a" * 3_000_000 + b" AAAAAAA\n",
    b"a\n\n" + "— a ".encode() + b"A" * 3_000_000 + b"B=\n",
    b"c2sp.org/tlog-proof@v1\nextra " + b"A" * 4_000_000 + b"\nindex 0\n\n",
    b"PRIVATE+KEY+" + b"A" * 3_000_000,
    b"a+c74f20a3+" + b"A" * 4_000_000,
    b"log " * 200_000,
    b"group g any " + b"g " * 200_000,
)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("number", range(len(HUGE)))
@pytest.mark.parametrize("name", [*SEEN, "policy"])
def test_huge_ones_end_in_a_named_refusal(name: str, number: int) -> None:
    read = parse_policy if name == "policy" else SEEN[name][0]
    with pytest.raises(ProofRefusal) as refusal:
        read(HUGE[number])
    assert len(str(refusal.value)) < 2000


@pytest.mark.heavy("forgeries")
def test_a_name_of_any_length_is_not_repeated_in_a_message() -> None:
    octets = b"a\n\n" + "— ".encode() + b"a" * 3_000_000 + b" AAAAAAA=\n"
    assert parse_note(octets).to_bytes() == octets
    with pytest.raises(NoteUnverified) as refusal:
        open_note(octets, KNOWN)
    assert len(str(refusal.value)) < 2000


@given(st.data())
def test_damaged_policies_end_in_a_policy_or_a_named_refusal(data: st.DataObject) -> None:
    octets = data.draw(damaged(POLICY) | st.binary(max_size=200))
    try:
        policy = parse_policy(octets)
    except ProofRefusal as refusal:
        assert refusal.code == "policy-malformed"
        assert str(refusal)
    else:
        assert parse_policy(policy.to_bytes()) == policy
        assert all(witness.key.algorithm is Algorithm.COSIGNATURE for witness in policy.witnesses)


WORDS = st.sampled_from(
    [
        *("log", "witness", "group", "quorum", "none", "any", "all", "1", "2", "0", "a", "b", "#", "\n", "\n", "\t"),
        *(checkpoints.ARCHE_VKEY, checkpoints.REMORA_VKEY),
    ]
)


@given(st.lists(WORDS, max_size=40))
def test_policies_of_shuffled_words_end_in_a_policy_or_a_named_refusal(words: list[str]) -> None:
    try:
        policy = parse_policy(" ".join(words).encode())
    except ProofRefusal as refusal:
        assert refusal.code == "policy-malformed"
    else:
        assert parse_policy(policy.to_bytes()) == policy
