"""Passkeys decide as key files do; and whatever an authenticator did not sign over this decision is refused at the desk and found
by both verifiers in a log that was written past it."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from domain.season import commands as c
from domain.season import events as e
from domain.season.proposing.facts import Assertion, PersonSignature
from glitterball.engine.signed import DecisionSignedWrongly
from glitterball.evidence.ledger import make_bundle
from glitterball.people import challenge_of
from glitterball.people.passkeys import P256_ORDER, decode_dss_signature, encode_dss_signature
from glitterball.proof.refusals import KeyMalformed
from glitterball.proof.spellings import from_base64, to_base64
from glitterball.testing.authenticator import Authenticator, authenticator_data, client_data
from tests.auditors_file.both import Both
from tests.people.rostered import CANCEL, EVE, OLA, PEOPLE, SEASON, TIME, VOID, Rostered, begun, whole

OLAS, OLAS_OTHER = Authenticator(1), Authenticator(2, "EdDSA")
EVES, OF_ANOTHER_SEASON, GIVEN_UP = Authenticator(3), Authenticator(4), Authenticator(5)
REJECT_REASON = "no"


def with_passkeys(show: Rostered, person: Any, *authenticators: Authenticator, season: str = SEASON) -> None:
    """A person of the roster, as two decide, has these passkeys besides the key file."""
    passkeys = tuple(authenticator.passkey for authenticator in authenticators)
    told = {**person.model_dump(), "passkeys": passkeys}
    show.say(c.ChangePerson(**told, reason="security keys were handed out"), season)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rostered]:
    played = begun(tmp_path_factory.mktemp("passkeys"), SEASON, "other-1")
    with_passkeys(played, PEOPLE[1], OLAS, GIVEN_UP)
    with_passkeys(played, PEOPLE[1], OLAS, OLAS_OTHER)
    with_passkeys(played, PEOPLE[0], EVES)
    with_passkeys(played, PEOPLE[1], OF_ANOTHER_SEASON, season="other-1")
    yield played
    played.close()


HIDDEN = c.VoidBatch(week=1, gateway="west", batch=2, channel="online", body="viewers", votes=(), reason="twice")


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize(
    ("asked", "kind"), [(VOID, "decision-proposed.v2"), (HIDDEN, "decision-proposed.v3")], ids=["shown", "hidden"]
)
def test_an_assertion_is_a_persons_word_as_a_signature_of_a_key_file_is(asked: Any, kind: str, tmp_path: Path) -> None:
    show = whole(tmp_path, second_form=asked is HIDDEN)
    with_passkeys(show, PEOPLE[1], OLAS, OLAS_OTHER)
    with_passkeys(show, PEOPLE[0], EVES)
    for authenticator in (OLAS, OLAS_OTHER):
        (proposed,) = show.do(c.Propose(command=asked), EVE.model_copy(update={"role": "supervisor"}), signer=EVES.sign)
        assert kind == proposed.fact.TYPE
        rejecting = c.Reject(decision=proposed.fact.decision, reason=REJECT_REASON)
        (rejected,) = show.do(rejecting, OLA, signer=authenticator.sign)
        assert rejected.fact.signature.kind == proposed.fact.signature.kind == "passkey"
        assert rejected.fact.signature.key == authenticator.passkey.key_id
    both = Both(tmp_path, show.policy())
    assert both(show.bundle()).exit_code == 0
    sealed = make_bundle(show.ledger, show.register, SEASON, sealed=True, guessable=True)
    assert both(sealed.octets).exit_code == 0
    assert both(sealed.octets, sealed.openings).exit_code == 0
    show.close()


@pytest.mark.parametrize(
    ("made", "key"),
    [
        (OLAS, bytes.fromhex("a5010203262001215820") + bytes(32) + bytes.fromhex("225820") + bytes(32)),
        (OLAS_OTHER, bytes.fromhex("a4010103272006215820") + bytes(32)),
    ],
    ids=["no point of P-256", "a point of small order"],
)
def test_a_passkey_nobody_can_sign_with_or_anybody_is_not_put_on_the_roster(
    made: Authenticator, key: bytes, show: Rostered
) -> None:
    passkey = made.passkey.model_copy(update={"public_key": to_base64(key), "credential_id": "new"})
    told = {**PEOPLE[2].model_dump(), "passkeys": (passkey,)}
    before = show.log.last_position()
    with pytest.raises(KeyMalformed, match="no authenticator signs with that public key"):
        show.propose(c.ChangePerson(**told, reason="a passkey"))
    assert show.log.last_position() == before


Signing = Callable[[bytes], Any]


def of(data: bytes, client: Callable[[str], bytes], by: Authenticator = OLAS) -> Signing:
    """Signed well, over other words than these should be."""
    return lambda text: by.assertion(data, client(challenge_of(text)))


def said(words: str) -> Signing:
    """Client data word for word, with the challenge where it says CHALLENGE."""
    return of(authenticator_data(), lambda challenge: words.replace("CHALLENGE", challenge).encode())


def altered(change: Callable[[Assertion], dict[str, Any]], by: Authenticator = OLAS) -> Signing:
    """A sound assertion with something put in its place afterwards."""

    def signing(text: bytes) -> Any:
        sound = by.sign(text)
        return sound.model_copy(update=change(sound))

    return signing


def signature_as(change: Callable[[int, int], bytes]) -> Signing:
    def spelled(assertion: Assertion) -> dict[str, Any]:
        r, s = decode_dss_signature(from_base64(assertion.signature))
        return {"signature": to_base64(change(r, s))}

    return altered(spelled)


def flagged(flags: int, more: bytes = b"") -> Signing:
    return of(authenticator_data(flags=flags) + more, client_data)


def with_a_bit_turned(field: str) -> Signing:
    def turned(assertion: Assertion) -> dict[str, Any]:
        octets = bytearray(from_base64(getattr(assertion, field)))
        octets[-1] ^= 1
        return {field: to_base64(bytes(octets))}

    return altered(turned)


def spare_bits(assertion: Assertion) -> dict[str, Any]:
    """Authenticator data is 37 bytes: its base64 has spare bits, and four spellings."""
    told = assertion.authenticator_data
    return {"authenticator_data": told[:-3] + chr(ord(told[-3]) + 1) + "=="}


def as_key_file(text: bytes) -> PersonSignature:
    """An authenticator's Ed25519 signature, passed off as one of a key file."""
    assertion = OLAS_OTHER.sign(text)
    return PersonSignature(key=assertion.key, signature=assertion.signature)


def long_s(r: int, s: int) -> bytes:
    first, second = r.to_bytes(33, "big"), s.to_bytes(33, "big")
    return b"\x30\x46\x02\x21" + first + b"\x02\x21" + second


WELL = '"type":"webauthn.get","challenge":"CHALLENGE","origin":"https://results.example.org"'
OLAS_ID = OLAS.passkey.key_id

ATTACKS: dict[str, Signing] = {
    "another challenge": lambda text: OLAS.sign(b"something else"),
    "the text itself, unhashed, as the challenge": lambda text: OLAS.assertion(
        authenticator_data(), client_data(text.hex())
    ),
    "a challenge with padding": said("{" + WELL.replace("CHALLENGE", "CHALLENGE=") + "}"),
    "another page of the same domain": of(
        authenticator_data(), lambda challenge: client_data(challenge, "https://evil.results.example.org")
    ),
    "the same page without a certificate": of(
        authenticator_data(), lambda challenge: client_data(challenge, "http://results.example.org")
    ),
    "the same page on another port": of(
        authenticator_data(), lambda challenge: client_data(challenge, "https://results.example.org:8443")
    ),
    "another domain": of(authenticator_data("example.org"), client_data),
    "nobody verified": flagged(0x01),
    "nobody present": flagged(0x04),
    "no flags at all": flagged(0x00),
    "backed up, and cannot be": flagged(0x15),
    "a new credential's data": flagged(0x45),
    "extensions that are not there": flagged(0x85),
    "bytes behind, and no extensions": flagged(0x05, b"\xa0"),
    "authenticator data cut short": of(authenticator_data()[:36], client_data),
    "no authenticator data but the hash": of(authenticator_data()[:32], client_data),
    "a registration": of(authenticator_data(), lambda challenge: client_data(challenge, of="webauthn.create")),
    "a payment": of(authenticator_data(), lambda challenge: client_data(challenge, of="payment.get")),
    "within somebody else's page": said("{" + WELL + ',"crossOrigin":true}'),
    "within a page that is named": said("{" + WELL + ',"crossOrigin":false,"topOrigin":"https://results.example.org"}'),
    "crossOrigin in words": said("{" + WELL + ',"crossOrigin":"false"}'),
    "the challenge twice, the right one first": said("{" + WELL + ',"challenge":"AAAA"}'),
    "the challenge twice, the right one last": said('{"challenge":"AAAA",' + WELL + "}"),
    "the challenge twice, once escaped": said('{"\\u0063hallenge":"AAAA",' + WELL + "}"),
    "a name twice that means nothing": said("{" + WELL + ',"a":"1","a":"1"}'),
    "a space behind a colon": said("{" + WELL.replace('":', '": ', 1) + "}"),
    "a line break at the end": said("{" + WELL + "}\n"),
    "a mark of byte order": said("\ufeff{" + WELL + "}"),
    "something nested": said("{" + WELL + ',"tokenBinding":{"status":"supported"}}'),
    "no object": said('["webauthn.get"]'),
    "no UTF-8": of(authenticator_data(), lambda challenge: b"\xff" + client_data(challenge)),
    "no UTF-8 within a text": of(
        authenticator_data(), lambda challenge: client_data(challenge)[:-1] + b',"more":"\xff"}'
    ),
    "no challenge": said('{"type":"webauthn.get","origin":"https://results.example.org"}'),
    "the larger s": signature_as(lambda r, s: encode_dss_signature(r, P256_ORDER - s)),
    "another s": signature_as(lambda r, s: encode_dss_signature(r, s + 1)),
    "no r": signature_as(lambda r, s: encode_dss_signature(0, s)),
    "no s": signature_as(lambda r, s: encode_dss_signature(r, 0)),
    "r and s without DER": signature_as(lambda r, s: r.to_bytes(32, "big") + s.to_bytes(32, "big")),
    "bytes behind the DER": signature_as(lambda r, s: encode_dss_signature(r, s) + b"\x00"),
    "numbers longer than they have to be": signature_as(lambda r, s: encode_dss_signature(r, s)[:2] + b"\x02\x00"),
    "a signature of three bytes": altered(lambda _: {"signature": to_base64(bytes(3))}),
    "a signature of a thousand bytes": altered(lambda _: {"signature": to_base64(b"\x30\xff" + b"\x02\x40" * 499)}),
    "zeros before the numbers": signature_as(long_s),
    "a bit of the signature": with_a_bit_turned("signature"),
    "a bit of the counter": with_a_bit_turned("authenticator_data"),
    "a bit of the client data": with_a_bit_turned("client_data"),
    "another spelling of the same bytes": altered(spare_bits),
    "somebody else's credential": EVES.sign,
    "somebody else's credential under her name": altered(lambda _: {"key": OLAS_ID}, EVES),
    "a stranger's credential": Authenticator(9).sign,
    "a credential given up": GIVEN_UP.sign,
    "her credential of another season": OF_ANOTHER_SEASON.sign,
    "Ed25519 as ES256": altered(lambda _: {"key": OLAS_ID}, OLAS_OTHER),
    "ES256 as Ed25519": altered(lambda _: {"key": OLAS_OTHER.passkey.key_id}),
    "an assertion as a key file's signature": as_key_file,
    "a key file's signature as an assertion": altered(
        lambda _: {"signature": to_base64(OLAS_OTHER.signature(b"the text")), "key": OLAS_OTHER.passkey.key_id}
    ),
}


class Signed(NamedTuple):
    """A decision, and what Ola says of it."""

    decision: int
    text: bytes


def rejecting(show: Rostered) -> Signed:
    """A new proposal that Ola is about to turn down."""
    number = show.propose(CANCEL).decision
    return Signed(number, show.engine.to_sign(SEASON, c.Reject(decision=number, reason=REJECT_REASON), OLA))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_no_passkey_of_hers_signed_over_this_is_refused_at_the_desk(attack: str, show: Rostered) -> None:
    decision, text = rejecting(show)
    before = show.log.last_position()
    command = c.Reject(decision=decision, reason=REJECT_REASON, signature=ATTACKS[attack](text))
    with pytest.raises(DecisionSignedWrongly):
        show.engine.do(SEASON, command, OLA, TIME)
    assert show.log.last_position() == before
    show.engine.do(SEASON, command.model_copy(update={"signature": OLAS.sign(text)}), OLA, TIME)


@pytest.mark.heavy("forgeries")
def test_what_no_passkey_of_hers_signed_is_found_by_both_in_a_log_written_past_the_desk(
    show: Rostered, tmp_path: Path
) -> None:
    """All attacks in one log: the findings are exactly where they were written."""
    forged = {}
    for attack, signing in ATTACKS.items():
        decision, text = rejecting(show)
        told = {"decision": decision, "reason": REJECT_REASON, "identity": "ola", "signature": signing(text)}
        show.forge((e.SignedRejection.model_validate(told),), OLA)
        forged[show.log.last_position()] = attack
        decision, text = rejecting(show)
        sound = e.SignedRejection.model_validate({**told, "decision": decision, "signature": OLAS.sign(text)})
        show.forge((sound,), OLA)
    told = Both(tmp_path, show.policy())(show.bundle())
    found = {position for code, position in told.findings if code == "two-persons"}
    assert {forged.get(position, position) for position in found} == set(ATTACKS)
    assert told.codes == {"two-persons"}


SOUND: dict[str, Signing] = {
    "without the frame it stands in": said("{" + WELL + "}"),
    "in another order": said('{"origin":"https://results.example.org","challenge":"CHALLENGE","type":"webauthn.get"}'),
    "with members nobody knows yet": said("{" + WELL + ',"crossOrigin":false,"more":"\\u00e9 {\\"a\\": [1]}"}'),
    "with extensions": flagged(0x85, b"\xa1\x63abc\xf5"),
    "backed up": flagged(0x1D),
    "with a counter": of(authenticator_data(counter=2**32 - 1), client_data),
}


@pytest.mark.heavy("forgeries")
def test_what_browsers_and_authenticators_say_besides_is_no_fault(show: Rostered, tmp_path: Path) -> None:
    """All of it in one log, whatever else was written there."""
    said_at = {}
    for how, signing in SOUND.items():
        decision, text = rejecting(show)
        command = c.Reject(decision=decision, reason=REJECT_REASON, signature=signing(text))
        (rejected,) = show.engine.do(SEASON, command, OLA, TIME)
        said_at[rejected.position] = how
    told = Both(tmp_path, show.policy())(show.bundle())
    assert {said_at[position] for _, position in told.findings if position in said_at} == set()


def test_a_signature_with_the_larger_s_is_recorded_with_the_smaller() -> None:
    """Authenticators give either; only one is recorded, so that nobody alters what is."""
    text = b"a text"
    client = client_data(challenge_of(text))
    for _ in range(20):
        assertion = OLAS.assertion(authenticator_data(), client)
        assert decode_dss_signature(from_base64(assertion.signature))[1] <= P256_ORDER // 2
        assert from_base64(assertion.client_data) == client
        assert sha256(text).hexdigest() not in assertion.client_data
