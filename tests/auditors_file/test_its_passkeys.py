"""The single file takes the same assertions for a person's word as the package does, written a second time; both take the one
that the W3C publishes."""

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.season.people.passkeys import Passkey
from domain.season.proposing.facts import Assertion
from glitterball.people.passkeys import accepts_es256, challenge_of, with_the_smaller_s, wrong_with_assertion
from glitterball.proof.spellings import from_base64, to_base64
from glitterball.testing.authenticator import Authenticator, authenticator_data, client_data
from tests.auditors_file.single_file import vb

TEXT = b"glitterball-decision/1\n"
MADE = (Authenticator(1), Authenticator(2, "EdDSA"))
VERIFIED = "the authenticator did not verify who was there"


def both_say(passkey: Passkey, said: Assertion, text: bytes | None = TEXT) -> bool:
    """Whether both take it for a person's word."""
    package = wrong_with_assertion(passkey, said, text)
    file = vb.wrong_with_assertion(passkey.model_dump(), said.model_dump(), None if text is None else text.decode())
    assert (package is None) == (file is None), (package, file)
    return package is None


# W3C Web Authentication Level 3, Candidate Recommendation Snapshot of 26 May 2026, section 16.2, "ES256 Credential with No
# Attestation": the RP ID is example.org, the origin https://example.org (section 16.1).

PUBLISHED_KEY = bytes.fromhex(
    "a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61"
    "225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220"
)
PUBLISHED_ID = bytes.fromhex("f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4")
PUBLISHED_CHALLENGE = bytes.fromhex("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408")
PUBLISHED_DATA = bytes.fromhex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000")
PUBLISHED_CLIENT = bytes.fromhex(
    "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049"
    "393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c22"
    "63726f73734f726967696e223a66616c73657d"
)
PUBLISHED_SIGNATURE = bytes.fromhex(
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd38"
    "0221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87"
)
PUBLISHED = Passkey(
    kind="ES256",
    credential_id="-R85HbTJsv3g6nAYnLo_tj9Xm6YSKzOtlP8-wzAIS-Q",
    rp_id="example.org",
    origin="https://example.org",
    public_key=to_base64(PUBLISHED_KEY),
)


def published(signature: bytes) -> Assertion:
    return Assertion(
        key=PUBLISHED.key_id,
        authenticator_data=to_base64(PUBLISHED_DATA),
        client_data=to_base64(PUBLISHED_CLIENT),
        signature=to_base64(signature),
    )


def test_of_the_published_assertion_nothing_is_wrong_but_that_nobody_was_verified() -> None:
    """Its flags are 19: present and backed up, not verified. All that stands before and behind that check holds."""
    said = published(with_the_smaller_s(PUBLISHED_SIGNATURE))
    assert wrong_with_assertion(PUBLISHED, said, None) == VERIFIED
    assert vb.wrong_with_assertion(PUBLISHED.model_dump(), said.model_dump(), None) == VERIFIED
    assert b'"challenge":"OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag"' in PUBLISHED_CLIENT


def test_the_published_signature_holds_for_both() -> None:
    signed = PUBLISHED_DATA + sha256(PUBLISHED_CLIENT).digest()
    small = with_the_smaller_s(PUBLISHED_SIGNATURE)
    assert small != PUBLISHED_SIGNATURE, "the published s is the larger of the two"
    for accepts in (accepts_es256, vb._es256_accepts):
        assert accepts(PUBLISHED.public, signed, small)
        assert not accepts(PUBLISHED.public, signed, PUBLISHED_SIGNATURE)
        assert not accepts(PUBLISHED.public, signed + b"\x00", small)
    assert vb.passkey_public(PUBLISHED.model_dump()) == PUBLISHED.public
    assert vb.passkey_id(PUBLISHED.model_dump()) == PUBLISHED.key_id


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.kind)
def test_a_sound_assertion_holds_for_both_also_where_the_text_is_kept_from_view(made: Authenticator) -> None:
    said = made.sign(TEXT)
    assert both_say(made.passkey, said)
    assert both_say(made.passkey, said, None)
    assert not both_say(made.passkey, said, b"another")
    other = Authenticator(3, made.kind).passkey
    assert not both_say(other, said)


@given(
    made=st.sampled_from(MADE),
    field=st.sampled_from(["authenticator_data", "client_data", "signature"]),
    data=st.data(),
)
def test_an_assertion_with_bytes_put_in_out_or_in_place_holds_for_neither(
    made: Authenticator, field: str, data: Any
) -> None:
    said = made.sign(TEXT)
    octets = from_base64(getattr(said, field))
    begins = data.draw(st.integers(0, len(octets)), label="from")
    ends = data.draw(st.integers(begins, min(len(octets), begins + 3)), label="to")
    put = data.draw(st.binary(max_size=3), label="put in its place")
    altered = octets[:begins] + put + octets[ends:]
    told = said.model_copy(update={field: to_base64(altered)})
    assert both_say(made.passkey, told) == (altered == octets)


WORDS = st.sampled_from(["type", "challenge", "origin", "crossOrigin", "topOrigin", "t\\u0079pe", "more"])
VALUES = st.sampled_from(
    ['"webauthn.get"', f'"{challenge_of(TEXT)}"', '"https://results.example.org"', '"\\ud800"', '""', "true", "false", "1", "{}"]
)  # fmt: skip


@given(
    made=st.sampled_from(MADE),
    members=st.lists(st.tuples(WORDS, VALUES), max_size=6),
    between=st.sampled_from([",", ", ", ",\n"]),
    flags=st.integers(0, 255),
    more=st.binary(max_size=4),
)
def test_both_say_the_same_of_whatever_an_authenticator_signed(
    made: Authenticator, members: list[tuple[str, str]], between: str, flags: int, more: bytes
) -> None:
    client = "{" + between.join(f'"{name}":{value}' for name, value in members) + "}"
    both_say(made.passkey, made.assertion(authenticator_data(flags=flags) + more, client.encode()))
    both_say(made.passkey, made.assertion(authenticator_data(flags=flags) + more, client_data(challenge_of(TEXT))))


@given(x=st.integers(0, 2**256 - 1), y=st.integers(0, 2**256 - 1))
def test_a_key_that_is_no_point_signs_nothing_for_either(x: int, y: int) -> None:
    cose = PUBLISHED_KEY[:10] + x.to_bytes(32, "big") + PUBLISHED_KEY[42:45] + y.to_bytes(32, "big")
    passkey = MADE[0].passkey.model_copy(update={"public_key": to_base64(cose)})
    assert not both_say(passkey, MADE[0].sign(TEXT))


@pytest.mark.parametrize("ordinate", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18, *vb.SMALL_ORDER])
def test_a_weak_key_signs_nothing_for_either(ordinate: int) -> None:
    """Under a point of small order one signature fits many texts: R is the point and s is 0."""
    public = ordinate.to_bytes(32, "little")
    cose = bytes.fromhex("a4010103272006215820") + public
    passkey = MADE[1].passkey.model_copy(update={"public_key": to_base64(cose)})
    said = MADE[1].sign(TEXT)
    for point in (public, (1).to_bytes(32, "little")):
        assert not both_say(passkey, said.model_copy(update={"signature": to_base64(point + bytes(32))}))
