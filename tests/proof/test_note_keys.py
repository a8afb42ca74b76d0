"""Verifier keys and signer keys in their text forms."""

import pytest
from hypothesis import given

from glitterball.proof.keys import Algorithm, SignerKey, VerifierKey, key_id_of, parse_signer_key, parse_verifier_key
from glitterball.proof.refusals import KeyMalformed
from glitterball.proof.spellings import to_base64
from tests.proof.strategies import key_names, seeds
from tests.proof.vectors import published_checkpoints as checkpoints
from tests.proof.vectors import published_notes as notes

PUBLISHED = (
    notes.PETER_VKEY,
    notes.ENOCH_VKEY,
    notes.EXAMPLE_VKEY,
    checkpoints.GO_SUM_VKEY,
    checkpoints.ARCHE_VKEY,
    checkpoints.REMORA_VKEY,
)


@pytest.mark.parametrize("vkey", PUBLISHED)
def test_published_verifier_keys_are_read_and_written(vkey: str) -> None:
    assert parse_verifier_key(vkey).to_text() == vkey


def test_the_published_signer_key_is_read_and_written() -> None:
    signer = parse_signer_key(notes.PETER_SKEY)
    assert signer.to_text() == notes.PETER_SKEY
    assert signer.verifier_key().to_text() == notes.PETER_VKEY


def test_seeds_give_the_published_keys() -> None:
    assert SignerKey("EnochRoot", notes.ENOCH_SEED).verifier_key().to_text() == notes.ENOCH_VKEY
    sigsum = SignerKey(checkpoints.SIGSUM_ORIGIN, checkpoints.SIGSUM_SEED).verifier_key()
    assert sigsum.public_key == checkpoints.SIGSUM_PUBLIC_KEY


@pytest.mark.parametrize("vkey", notes.UNUSABLE_VKEYS)
def test_published_keys_of_wrong_length_or_type_are_refused_although_the_id_fits(vkey: str) -> None:
    with pytest.raises(KeyMalformed):
        parse_verifier_key(vkey)


@pytest.mark.parametrize(("algorithm", "length"), [(1, 31), (1, 33), (1, 36), (4, 31), (0x65, 32), (2, 32), (6, 1312)])
def test_a_key_of_wrong_length_or_type_is_refused_although_the_id_fits(algorithm: int, length: int) -> None:
    octets = bytes([algorithm]) + b"\x66" * length
    key_id = key_id_of("Peter", algorithm, octets[1:]).hex()
    with pytest.raises(KeyMalformed):
        parse_verifier_key(f"Peter+{key_id}+{to_base64(octets)}")


@pytest.mark.parametrize("text", [notes.PETER_VKEY, checkpoints.REMORA_VKEY])
def test_every_part_of_a_verifier_key_and_every_next_character_is_refused(text: str) -> None:
    """The manglings of golang.org/x/mod's TestNewVerifier."""
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            if (start, end) != (0, len(text)):
                with pytest.raises(KeyMalformed):
                    parse_verifier_key(text[start:end])
    for at in range(len(text)):
        with pytest.raises(KeyMalformed):
            parse_verifier_key(text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :])


def test_every_part_of_a_signer_key_and_every_next_character_is_refused() -> None:
    text = notes.PETER_SKEY
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            if (start, end) != (0, len(text)):
                with pytest.raises(KeyMalformed):
                    parse_signer_key(text[start:end])
    for at in range(len(text)):
        with pytest.raises(KeyMalformed):
            parse_signer_key(text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :])


def test_a_key_id_is_written_in_lowercase_only() -> None:
    with pytest.raises(KeyMalformed):
        parse_verifier_key(notes.PETER_VKEY.replace("c74f20a3", "C74F20A3"))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\u3000", "a\nb", "a\x01b", "a\ud800"])
def test_names_with_spaces_pluses_or_control_characters_are_refused(name: str) -> None:
    with pytest.raises(KeyMalformed):
        SignerKey(name, bytes(32))
    with pytest.raises(KeyMalformed):
        VerifierKey(name, checkpoints.SIGSUM_PUBLIC_KEY)


PRIME = 2**255 - 19
ORDER_EIGHT = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
OTHER_ORDER_EIGHT = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")


@pytest.mark.parametrize("sign", [0, 1 << 255])
@pytest.mark.parametrize(
    "ordinate",
    [
        *(0, 1, PRIME - 1, PRIME, PRIME + 1, 2**255 - 1),
        int.from_bytes(ORDER_EIGHT, "little"),
        int.from_bytes(OTHER_ORDER_EIGHT, "little"),
    ],
)
def test_keys_under_which_one_signature_fits_many_texts_are_refused(ordinate: int, sign: int) -> None:
    """The published encodings of points of small order, and ordinates beyond the field."""
    with pytest.raises(KeyMalformed, match="weak"):
        VerifierKey("weak", (ordinate | sign).to_bytes(32, "little"))


@given(key_names, seeds)
def test_keys_come_back_from_their_texts(name: str, seed: bytes) -> None:
    signer = SignerKey(name, seed)
    assert parse_signer_key(signer.to_text()) == signer
    for algorithm in Algorithm:
        key = signer.verifier_key(algorithm)
        assert parse_verifier_key(key.to_text()) == key


@given(key_names, seeds)
def test_one_key_has_another_id_for_each_thing_it_signs(name: str, seed: bytes) -> None:
    signer = SignerKey(name, seed)
    assert signer.verifier_key().key_id != signer.verifier_key(Algorithm.COSIGNATURE).key_id


def test_the_secret_is_in_no_message() -> None:
    signer = parse_signer_key(notes.PETER_SKEY)
    secret = notes.PETER_SKEY.split("+")[-1]
    assert repr(signer.seed) not in repr(signer)
    for spoilt in (notes.PETER_SKEY[:-1], notes.PETER_SKEY[1:], notes.PETER_SKEY.replace("Peter", "Petra")):
        with pytest.raises(KeyMalformed) as refusal:
            parse_signer_key(spoilt)
        assert secret[5:20] not in str(refusal.value) + repr(refusal.value)
