"""Checkpoints and cosignatures: the published ones to the byte, the witness network's as found, and the refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.checkpoints import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    parse_checkpoint_text,
    sign_checkpoint,
)
from glitterball.proof.cosignatures import cosign, seconds_of, with_cosignatures
from glitterball.proof.keys import Algorithm, SignerKey, parse_verifier_key
from glitterball.proof.merkle import EMPTY_ROOT
from glitterball.proof.notes import Note, open_note, parse_note, parse_signature_lines
from glitterball.proof.refusals import (
    CheckpointMalformed,
    NoteMalformed,
    NoteUnverified,
    OriginWrong,
    ProofRefusal,
    SignatureWrong,
)
from tests.proof.strategies import hashes, key_names, lines, seeds, sizes
from tests.proof.vectors import published_checkpoints as published

SIGSUM_SIGNS = SignerKey(published.SIGSUM_ORIGIN, published.SIGSUM_SEED)
SIGSUM = SIGSUM_SIGNS.verifier_key()
STATED = Checkpoint(published.SIGSUM_ORIGIN, published.SIGSUM_SIZE, published.SIGSUM_ROOT)
COSIGNER = SignerKey(published.COSIGNER_NAME, published.SIGSUM_SEED)
ROOT_LINE = "HA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def test_signing_gives_the_published_checkpoint_byte_for_byte() -> None:
    assert sign_checkpoint(STATED, SIGSUM_SIGNS) == published.SIGSUM_CHECKPOINT.encode()


def test_the_published_checkpoint_opens() -> None:
    opened = open_checkpoint(published.SIGSUM_CHECKPOINT.encode(), (SIGSUM,), published.SIGSUM_ORIGIN)
    assert opened.checkpoint == STATED


def test_the_go_checksum_database_s_checkpoint_opens_although_its_origin_is_no_key_name() -> None:
    key = parse_verifier_key(published.GO_SUM_VKEY)
    opened = open_checkpoint(published.GO_SUM_CHECKPOINT.encode(), (key,), "go.sum database tree")
    assert opened.checkpoint.size == 30055305


def test_a_checkpoint_of_the_public_witness_network_opens_for_log_and_witness() -> None:
    log, witness = parse_verifier_key(published.ARCHE_VKEY), parse_verifier_key(published.REMORA_VKEY)
    octets = published.ARCHE_CHECKPOINT.encode()
    opened = open_checkpoint(octets, (log, witness), published.ARCHE_ORIGIN).opened
    assert [key.name for key, _ in opened.good] == [log.name, witness.name]
    assert seconds_of(opened.good[1][1]) == published.ARCHE_COSIGNED_AT
    assert len(opened.unknown) == 4
    for key in (log, witness):
        with pytest.raises(SignatureWrong):
            open_note(octets.replace(b"1432088532", b"42"), (key,))


def test_cosigning_gives_the_published_line_byte_for_byte() -> None:
    cosignature = cosign(published.COSIGNED_TEXT, COSIGNER, published.COSIGNED_AT)
    assert cosignature.to_line() == published.COSIGNATURE_LINE


def test_the_published_cosignature_is_found_among_those_of_other_keys() -> None:
    checkpoint = (
        published.COSIGNED_TEXT + "\n" + published.COSIGNATURES_OF_OTHERS + published.COSIGNATURE_LINE
    ).encode()
    opened = open_note(checkpoint, (COSIGNER.verifier_key(Algorithm.COSIGNATURE),))
    assert [seconds_of(signature) for _, signature in opened.good] == [1234]
    assert len(opened.unknown) == 2


@pytest.mark.parametrize("at", range(8))
def test_a_cosignature_of_another_moment_is_refused(at: int) -> None:
    signature = cosign(published.COSIGNED_TEXT, COSIGNER, published.COSIGNED_AT)
    payload = bytearray(signature.payload)
    payload[at] ^= 0x81
    moved = Note(published.COSIGNED_TEXT, (type(signature)(signature.name, signature.key_id, bytes(payload)),))
    with pytest.raises(SignatureWrong):
        open_note(moved.to_bytes(), (COSIGNER.verifier_key(Algorithm.COSIGNATURE),))


def test_published_times_are_read() -> None:
    line, seconds = published.TIMESTAMPED
    assert seconds_of(parse_signature_lines(line)[0]) == seconds
    assert seconds_of(parse_note(published.SOFA_COSIGNED.encode()).signatures[1]) == published.SOFA_COSIGNED_AT
    with pytest.raises(NoteMalformed):
        seconds_of(parse_signature_lines(published.NOT_TIMESTAMPED)[0])


def test_a_note_signature_does_not_pass_for_a_cosignature_nor_the_other_way_round() -> None:
    plain = sign_checkpoint(STATED, SIGSUM_SIGNS)
    cosigned = Note(STATED.to_text(), (cosign(STATED.to_text(), SIGSUM_SIGNS, 1),)).to_bytes()
    with pytest.raises(NoteUnverified):
        open_note(plain, (SIGSUM_SIGNS.verifier_key(Algorithm.COSIGNATURE),))
    with pytest.raises(NoteUnverified):
        open_note(cosigned, (SIGSUM,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n",
        "log\n10\n",
        f"log\n10\n{ROOT_LINE}",
        f"\n10\n{ROOT_LINE}\n",
        f"log\n\n{ROOT_LINE}\n",
        f"log\n010\n{ROOT_LINE}\n",
        f"log\n00\n{ROOT_LINE}\n",
        f"log\n-34\n{ROOT_LINE}\n",
        f"log\n+34\n{ROOT_LINE}\n",
        f"log\n 34\n{ROOT_LINE}\n",
        f"log\n1_0\n{ROOT_LINE}\n",
        f"log\n１０\n{ROOT_LINE}\n",
        f"log\n1e1\n{ROOT_LINE}\n",
        f"log\nbananas\n{ROOT_LINE}\n",
        f"log\n{2**63}\n{ROOT_LINE}\n",
        f"log\n{'9' * 5000}\n{ROOT_LINE}\n",
        f"log\n0\n{ROOT_LINE}\n",  # the tree without leaves has one root
        f"log\n10\n{ROOT_LINE[:-1]}\n",
        f"log\n10\n{ROOT_LINE[:-2]}B=\n",  # spare bits set
        f"log\n10\n{ROOT_LINE}=\n",
        f"log\n10\n {ROOT_LINE}\n",
        f"log\n10\n{ROOT_LINE[:20]}\r{ROOT_LINE[20:]}\n",
        f"log\n10\n{ROOT_LINE.replace('A5', '-5')}\n",
        "log\n10\nYmFuYW5hcw==\n",
        "log\n10\nThisIsn'tBase64\n",
        f"log\n10\n{ROOT_LINE}\n\n",  # an extension line is not empty
        f"log\n10\n{ROOT_LINE}\nextension\n\n\n",
        f"l\tog\n10\n{ROOT_LINE}\n",
        f"l\ud800og\n10\n{ROOT_LINE}\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointMalformed):
        parse_checkpoint_text(text)


def test_extension_lines_are_kept_and_covered_by_cosignatures() -> None:
    text = f"log\n10\n{ROOT_LINE}\nfirst\nsecond\n"
    assert parse_checkpoint_text(text).extensions == ("first", "second")
    octets = Note(text, (cosign(text, COSIGNER, 5),)).to_bytes()
    key = COSIGNER.verifier_key(Algorithm.COSIGNATURE)
    open_note(octets, (key,))
    with pytest.raises(SignatureWrong):
        open_note(octets.replace(b"second", b"secund"), (key,))


def test_a_log_signs_only_under_its_own_name_and_without_extension_lines() -> None:
    with pytest.raises(OriginWrong):
        sign_checkpoint(STATED, SignerKey("another.example/log", bytes(32)))
    with pytest.raises(CheckpointMalformed):
        sign_checkpoint(Checkpoint(STATED.origin, 10, STATED.root, ("week 2",)), SIGSUM_SIGNS)


def test_the_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(OriginWrong):
        open_checkpoint(published.SIGSUM_CHECKPOINT.encode(), (SIGSUM,), "another.example/log")


def test_a_checkpoint_no_tree_can_have_is_not_made() -> None:
    for size, root in ((-1, bytes(32)), (2**63, bytes(32)), (1, bytes(31)), (0, bytes(32))):
        with pytest.raises(CheckpointMalformed):
            Checkpoint("log", size, root)
    for origin in ("", "a\nb"):
        with pytest.raises(CheckpointMalformed):
            Checkpoint(origin, 0, EMPTY_ROOT)


def test_a_witness_s_answer_is_taken_over_without_the_lines_of_strangers() -> None:
    checkpoint = sign_checkpoint(STATED, SIGSUM_SIGNS)
    stranger = cosign(STATED.to_text(), SignerKey("stranger.example", bytes(31) + b"\x01"), 7)
    answer = (stranger.to_line() + cosign(STATED.to_text(), COSIGNER, 8).to_line()).encode()
    key = COSIGNER.verifier_key(Algorithm.COSIGNATURE)
    cosigned = with_cosignatures(checkpoint, answer, (key,))
    assert [one.name for one in parse_note(cosigned).signatures] == [SIGSUM.name, COSIGNER.name]
    assert with_cosignatures(cosigned, answer, (key,)) == cosigned


@pytest.mark.parametrize("answer", [b"", b"\xff\n", b"no line\n", "— a AAAAAAA=\n".encode()])
def test_an_answer_without_a_witness_s_line_is_refused(answer: bytes) -> None:
    with pytest.raises(ProofRefusal):
        with_cosignatures(
            sign_checkpoint(STATED, SIGSUM_SIGNS), answer, (COSIGNER.verifier_key(Algorithm.COSIGNATURE),)
        )


def test_a_cosignature_for_another_checkpoint_is_refused() -> None:
    other = Checkpoint(STATED.origin, 11, STATED.root)
    answer = cosign(other.to_text(), COSIGNER, 8).to_line().encode()
    with pytest.raises(SignatureWrong):
        with_cosignatures(
            sign_checkpoint(STATED, SIGSUM_SIGNS), answer, (COSIGNER.verifier_key(Algorithm.COSIGNATURE),)
        )


@pytest.mark.parametrize("seconds", [-1, 2**63])
def test_a_time_beyond_the_format_is_not_cosigned(seconds: int) -> None:
    with pytest.raises(CheckpointMalformed):
        cosign(STATED.to_text(), COSIGNER, seconds)


@given(lines.filter(bool), sizes, hashes, st.lists(lines.filter(bool), max_size=2))
def test_checkpoints_come_back_from_their_text(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint_text(checkpoint.to_text()) == checkpoint


@given(key_names, seeds, seeds, sizes, hashes, st.integers(0, 2**63 - 1))
def test_signed_and_cosigned_checkpoints_open(
    name: str, seed: bytes, witness_seed: bytes, size: int, root: bytes, seconds: int
) -> None:
    signer, cosigner = SignerKey(name, seed), SignerKey(name, witness_seed)
    octets = sign_checkpoint(Checkpoint(name, size, root), signer)
    cosignature = cosign(parse_note(octets).text, cosigner, seconds)
    known = (cosigner.verifier_key(Algorithm.COSIGNATURE),)
    cosigned = with_cosignatures(octets, cosignature.to_line().encode(), known)
    assert len(open_checkpoint(cosigned, (signer.verifier_key(), *known), name).opened.good) == 2
    assert (parse_checkpoint(cosigned).size, seconds_of(cosignature)) == (size, seconds)
