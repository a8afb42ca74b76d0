"""A passkey at the terminal: it goes on the roster from a file, and its assertions are recorded from files."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.season.people.facts import OfPerson
from glitterball.people import challenge_of
from glitterball.people.files import PasskeyFileUnclear, PasskeyNotHeld, assertion_in, passkey_in
from glitterball.proof.keys import SignerKey
from glitterball.testing.authenticator import Authenticator
from tests.cli.typing_at_it import Desk

EVE, OLA = (SignerKey(name, bytes([number]) * 32) for number, name in enumerate(("eve", "ola"), start=1))
OLAS_LINE = f"{OLA.verifier_key().to_text()} Ola Nord (adjudicator)"
BY_EVE, BY_OLA = "--by 'Eve Adams (executive)'", "--by 'Ola Nord (adjudicator)'"
OLAS, PAM = Authenticator(1), Authenticator(2, "EdDSA")
INTRODUCE_PAM = f"people introduce show-1 'pam Pam Roy (producer)' --passkey {{folder}}/pam.json {BY_EVE}"
AS_EVE, AS_OLA = "--sign {folder}/eve.key", "--sign {folder}/ola.key"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A season with a roster of two, each with a key file, and Ola with a passkey besides; Pam is proposed."""
    desk = Desk(tmp_path)
    for key in (EVE, OLA):
        desk.file(f"{key.name}.key", key.to_text())
    desk.file("olas.json", OLAS.credential_file())
    desk.file("pam.json", PAM.credential_file())
    eves_line = f"{EVE.verifier_key().to_text()} Eve Adams (executive)"
    for line in (
        f"season open show-1 --show Dancing --number 1 {BY_EVE}",
        f"people found show-1 --person '{eves_line}' --person '{OLAS_LINE}' {BY_EVE}",
        f"{AS_EVE} {AS_OLA} people change show-1 '{OLAS_LINE}' --passkey {{folder}}/olas.json --reason new "
        f"{BY_EVE} --with 'Ola Nord (adjudicator)'",
    ):
        said = desk.types(line)
        assert said.code == 0, said.err
    assert desk.types(f"{AS_EVE} {INTRODUCE_PAM}").code == 4
    return desk


def test_a_proposal_is_approved_with_an_assertion_over_its_text(desk: Desk) -> None:
    text = desk.types(f"decision text show-1 2 {BY_OLA}")
    assert text.out.endswith("ola as adjudicator approves\n")
    assert challenge_of(text.out.encode()) in text.err
    desk.file("said.json", OLAS.assertion_file(text.out.encode()))
    approving = f"decision approve show-1 2 --assertion {{folder}}/said.json {BY_OLA}"
    approved = desk.types(approving)
    assert approved.code == 0, approved.err
    assert f"as pam, with passkey {PAM.passkey.key_id}" in approved.err
    assert OLAS.passkey.key_id in desk.types("people list show-1").out
    assert desk.types(approving).code == 3


def test_an_assertion_of_another_word_records_nothing(desk: Desk) -> None:
    text = desk.types(f"decision text show-1 2 --says reject {BY_OLA}").out
    desk.file("said.json", OLAS.assertion_file(text.encode()))
    refused = desk.types(f"decision approve show-1 2 --assertion {{folder}}/said.json {BY_OLA}")
    assert (refused.code, "its challenge is not what is decided here" in refused.err) == (3, True)
    assert "[decision-signed-wrongly]" in refused.err
    rejected = desk.types(f"decision reject show-1 2 --reason no --assertion {{folder}}/said.json {BY_OLA}")
    assert rejected.code == 0, rejected.err


def test_an_assertion_of_one_call_is_not_that_of_the_next(desk: Desk) -> None:
    """Two calls in one process: the second names no assertion, and is not signed with the first one's."""
    desk.file("said.json", OLAS.assertion_file(desk.types(f"decision text show-1 2 {BY_OLA}").out.encode()))
    assert desk.types(f"decision approve show-1 9 --assertion {{folder}}/said.json {BY_OLA}").code == 3
    said = desk.types(f"decision approve show-1 2 {BY_OLA}")
    assert (said.code, "[not-signed]" in said.err) == (3, True)


def test_whoever_has_neither_key_nor_passkey_is_no_person(desk: Desk) -> None:
    refused = desk.types(f"{AS_EVE} people introduce show-1 'pam Pam Roy (producer)' {BY_EVE}")
    assert (refused.code, "[person-line-unclear]" in refused.err) == (3, True)


OLA_NORD = OfPerson(identity="ola", name="Ola Nord", roles=("adjudicator",), keys=(), passkeys=(OLAS.passkey,))
WELL = json.loads(OLAS.credential_file())


def test_a_credential_file_says_what_goes_on_the_roster() -> None:
    assert passkey_in(json.dumps(WELL).encode(), "a.json") == OLAS.passkey
    padded = {**WELL, "publicKey": WELL["publicKey"] + "="}
    assert passkey_in(json.dumps(padded).encode(), "a.json") == OLAS.passkey


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "EdDSA"}, "of another kind"),
        ({"kind": "RS256"}, "kind has to be ES256"),
        ({"origin": "https://example.com"}, "not in the domain"),
        ({"origin": "https://evilresults.example.org"}, "not in the domain"),
        ({"origin": "http://results.example.org"}, "origin has to be https"),
        ({"origin": "https://results.example.org/"}, "origin has to be https"),
        ({"rpId": "Results.example.org"}, "rpId has to be"),
        ({"publicKey": WELL["publicKey"][:-3]}, "publicKey has to be"),
        ({"publicKey": base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode()}, "publicKey has to be"),
        ({"publicKey": 7}, "is no passkey"),
        ({"publicKey": "!"}, "not base64url"),
        ({"id": "a b"}, "id has to be"),
    ],
)
def test_a_credential_file_that_cannot_be_one_is_refused_by_name(changes: dict[str, object], says: str) -> None:
    with pytest.raises(PasskeyFileUnclear) as refused:
        passkey_in(json.dumps({**WELL, **changes}).encode(), "a.json")
    assert says in refused.value.sentence()


def test_an_assertion_of_a_passkey_the_person_does_not_have_is_refused() -> None:
    with pytest.raises(PasskeyNotHeld):
        assertion_in(Authenticator(7).assertion_file(b"a text").encode(), "a.json", OLA_NORD)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["response", "id", "signature"]), inner)
    ),
    max_leaves=6,
)


@given(octets=st.binary(max_size=60) | ANYTHING.map(lambda said: json.dumps(said).encode()))
def test_no_file_is_taken_for_what_it_is_not(octets: bytes) -> None:
    with pytest.raises(PasskeyFileUnclear):
        passkey_in(octets, "a.json")
    with pytest.raises(PasskeyFileUnclear):
        assertion_in(octets, "a.json", OLA_NORD)


@given(member=st.sampled_from(["id", "kind", "rpId", "origin", "publicKey"]), said=ANYTHING)
def test_whatever_stands_for_a_member_of_a_credential_is_taken_or_refused(member: str, said: object) -> None:
    try:
        passkey = passkey_in(json.dumps({**WELL, member: said}).encode(), "a.json")
    except PasskeyFileUnclear:
        return
    assert passkey.public_key == OLAS.passkey.public_key
