"""The single file's Ed25519 says of every signature what the `cryptography` library says."""

import base64
from random import Random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from glitterball.auditors_file.parts.part_01_findings import Wrong
from glitterball.auditors_file.parts.part_03_ed25519 import ORDER, P, ed25519_verifies, point_of
from glitterball.auditors_file.parts.part_04_notes import SMALL_ORDER, Key, read_key
from glitterball.proof.keys import SignerKey, VerifierKey
from glitterball.proof.refusals import KeyMalformed
from tests.thoroughness import examples

RFC_8032 = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
)  # fmt: skip
"""RFC 8032, section 7.1, tests 1 to 3."""


def library(public: bytes, signature: bytes, message: bytes) -> bool:
    """What the library says."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def usable(public: bytes) -> bool:
    """Whether both take the key at all: neither believes a weak one."""
    try:
        VerifierKey("a", public)
    except KeyMalformed:
        with pytest.raises(Wrong):
            read_key(_text(public))
        return False
    assert read_key(_text(public)).public == public
    return True


def _text(public: bytes) -> str:
    key = Key("a", 1, public)
    return f"a+{key.key_id.hex()}+{base64.b64encode(bytes([1]) + public).decode()}"


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_published_vectors_verify(public: str, message: str, signature: str) -> None:
    assert ed25519_verifies(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message))
    assert not ed25519_verifies(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message) + b"x")


def test_many_keys_and_messages_verify_and_any_bit_turned_is_judged_as_the_library_judges_it() -> None:
    chance = Random(25519)
    for _ in range(examples(150)):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = private.public_key().public_bytes_raw(), chance.randbytes(chance.randrange(200))
        signature = private.sign(message)
        assert ed25519_verifies(public, signature, message)
        other = bytearray(signature if chance.random() < 0.7 else public)
        other[chance.randrange(len(other))] ^= 1 << chance.randrange(8)
        changed = bytes(other)
        if len(changed) == 64:
            assert ed25519_verifies(public, changed, message) == library(public, changed, message) is False
        elif usable(changed):
            assert ed25519_verifies(changed, signature, message) == library(changed, signature, message)


def test_a_second_spelling_of_the_same_signature_is_refused() -> None:
    """S + L signs the same in the arithmetic; accepting it would let somebody alter a note nobody else sees altered."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = private.public_key().public_bytes_raw(), private.sign(b"message")
    s = int.from_bytes(signature[32:], "little") + ORDER
    second = signature[:32] + s.to_bytes(32, "little")
    assert not ed25519_verifies(public, second, b"message")
    assert not library(public, second, b"message")


def test_short_long_and_empty_signatures_are_refused() -> None:
    public = SignerKey("a", bytes(32)).verifier_key().public_key
    for length in (0, 1, 31, 32, 63, 65, 128):
        assert not ed25519_verifies(public, bytes(length), b"")


def test_keys_of_small_order_and_in_a_second_spelling_are_refused_by_both() -> None:
    ordinates = [*SMALL_ORDER, *(P + extra for extra in range(19)), 2**255 - 1]
    for ordinate in ordinates:
        for sign in (0, 1 << 255):
            assert not usable(((ordinate % 2**255) | sign).to_bytes(32, "little"))


def test_a_key_that_is_no_point_signs_nothing() -> None:
    chance, tried = Random(8), 0
    while tried < 20:
        public = chance.randbytes(32)
        if point_of(public) is None and usable(public):
            tried += 1
            assert not ed25519_verifies(public, bytes(64), b"") == library(public, bytes(64), b"") is True
            assert not library(public, bytes(64), b"")
