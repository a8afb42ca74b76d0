"""Everything by which one person might decide what takes two: refused at the desk, and found by both verifiers in a log that
was written past the desk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.record import Actor
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.people.refusals import NotOnRoster, PersonIsRevoked, RoleNotHeld
from domain.season.proposing.refusals import (
    ExpiryTooLate,
    FollowsOtherwise,
    NoSuchProposal,
    NotItsProposer,
    NotSigned,
    ProposalExpired,
    SamePerson,
)
from glitterball.engine import Engine
from glitterball.engine.signed import DecisionSignedWrongly
from glitterball.evidence.ledger import make_bundle
from glitterball.log import EventLog
from glitterball.people import signer_of
from glitterball.proof.keys import SignerKey
from glitterball.proof.spellings import to_base64
from glitterball.testing.authenticator import Authenticator
from tests.auditors_file.both import Both, Told
from tests.people.rostered import (
    CANCEL,
    EVE,
    KEYS,
    OLA,
    PEOPLE,
    SAM,
    SEASON,
    TIME,
    VOID,
    Rostered,
    begun,
    person,
    whole,
)

EVE_AGAIN = Actor(name="Eve Adams", role="adjudicator")
LATE = "2024-09-25T00:30:01Z"
JUST_IN_TIME = "2024-09-25T00:30:00Z"
NONCE = "0" * 64
STRANGER = SignerKey("eve", bytes([9]) * 32)


@pytest.fixture
def show(tmp_path: Path) -> Iterator[Rostered]:
    played = begun(tmp_path, SEASON, "other-1")
    yield played
    played.close()


def signed(show: Rostered, command: Any, by: Actor, key: SignerKey | None = None, season: str = SEASON) -> Any:
    """A command with the signature that somebody would make of it as things stand."""
    text = show.engine.to_sign(season, command, by)
    who = next(person.identity for person in PEOPLE if person.name == by.name)
    return command.model_copy(update={"signature": signer_of(key or KEYS[who])(text)})


def proposal(show: Rostered, command: Any, by: Actor = EVE, season: str = SEASON, key: SignerKey | None = None) -> Any:
    """As its proposer would sign it, with the last moment at which it can be approved."""
    return signed(show, c.Propose(command=command, expires=JUST_IN_TIME, nonce=NONCE), by, key, season)


def refused(refusal: type[Refusal], show: Rostered, command: Any, by: Actor, at: str = TIME) -> str:
    before = show.log.last_position()
    with pytest.raises(refusal) as caught:
        show.engine.do(SEASON, command, by, at)
    assert show.log.last_position() == before
    return caught.value.sentence()


def test_two_people_who_sign_the_same_text_decide(show: Rostered) -> None:
    fact = show.propose(VOID, SAM)
    approved, voided = show.do(c.Approve(decision=fact.decision), OLA)
    assert (fact.TYPE, approved.fact.TYPE) == ("decision-proposed.v2", "decision-approved.v2")
    assert (fact.identity, approved.fact.identity) == ("sam", "ola")
    assert isinstance(voided.fact, e.ChannelVoided)


def test_nothing_is_decided_without_a_signature(show: Rostered) -> None:
    refused(NotSigned, show, c.Propose(command=VOID), EVE)
    refused(NotSigned, show, c.Propose(command=VOID, expires=JUST_IN_TIME), EVE)
    number = show.propose(VOID, SAM).decision
    refused(NotSigned, show, c.Approve(decision=number), OLA)
    refused(NotSigned, show, c.Reject(decision=number, reason="no"), OLA)
    refused(NotSigned, show, c.Withdraw(decision=number, reason="no"), SAM)


def test_one_person_in_two_spellings_two_roles_or_two_sessions_is_one(show: Rostered, tmp_path: Path) -> None:
    number = show.propose(CANCEL).decision
    for spelling in ("EVE ADAMS", "Eve  Adams", "Eve Adаms", "Eve Ádams", "Eve\u200b Adams"):
        refused(NotOnRoster, show, c.Approve(decision=number), Actor(name=spelling, role="adjudicator"))
    refused(SamePerson, show, signed(show, c.Approve(decision=number), EVE_AGAIN), EVE_AGAIN)
    refused(RoleNotHeld, show, c.Approve(decision=number), Actor(name="Sam Fox", role="adjudicator"))
    address = f"sqlite:{tmp_path}/two.sqlite"
    first, second = (Engine(EventLog.open(address), lambda: TIME) for _ in range(2))
    first.do(SEASON, c.OpenSeason(season=SEASON, show="Dancing", number=1, mode="live"), EVE)
    first.do(SEASON, c.FoundSeason(people=PEOPLE), EVE)
    ida = c.IntroducePerson(**person("ida", "Ida Moe", "supervisor").model_dump())
    first.do(SEASON, c.Propose(command=ida), EVE, signer=signer_of(KEYS["eve"]))
    with pytest.raises(SamePerson):
        second.do(SEASON, c.Approve(decision=1), EVE_AGAIN, signer=signer_of(KEYS["eve"]))
    second.do(SEASON, c.Approve(decision=1), OLA, signer=signer_of(KEYS["ola"]))
    assert first.state(SEASON).people["ida"].now.name == "Ida Moe"
    first.log.close(), second.log.close()


def test_a_signature_is_good_for_one_decision_of_one_season_by_one_person_and_one_word(show: Rostered) -> None:
    number = show.propose(CANCEL).decision
    approval = signed(show, c.Approve(decision=number), OLA)
    other = show.propose(CANCEL, EVE).decision
    stolen = c.Approve(decision=other, signature=approval.signature)
    assert "not over what is decided here" in refused(DecisionSignedWrongly, show, stolen, OLA)
    elsewhere = show.propose(CANCEL, EVE, season="other-1")
    assert elsewhere.decision == number
    foreign = signed(show, c.Approve(decision=number), OLA, season="other-1")
    refused(DecisionSignedWrongly, show, foreign, OLA)
    refused(DecisionSignedWrongly, show, c.Reject(decision=number, reason="no", signature=approval.signature), OLA)
    in_another_role = Actor(name="Ola Nord", role="executive")
    refused(SamePerson, show, approval, in_another_role)
    refused(DecisionSignedWrongly, show, signed(show, c.Approve(decision=number), OLA, KEYS["eve"]), OLA)
    refused(DecisionSignedWrongly, show, proposal(show, CANCEL, EVE, key=STRANGER), EVE)
    show.engine.do(SEASON, approval, OLA, TIME)
    refused(NoSuchProposal, show, approval, OLA)


def test_a_proposal_is_approved_in_time_or_not_at_all(show: Rostered) -> None:
    first, second = show.propose(VOID, SAM).decision, show.propose(CANCEL).decision
    refused(ProposalExpired, show, signed(show, c.Approve(decision=first), OLA), OLA, LATE)
    show.do(c.Withdraw(decision=first, reason="it is too late"), SAM, LATE)
    show.do(c.Approve(decision=second), OLA, JUST_IN_TIME)


def test_a_proposal_is_open_for_as_long_as_its_kind_may_be(show: Rostered) -> None:
    too_long = c.Propose(command=CANCEL, expires=LATE, nonce=NONCE)
    refused(ExpiryTooLate, show, signed(show, too_long, EVE), EVE)
    gateway = c.IntroduceGatewayKey(gateway="west", key=SignerKey("west", bytes(32)).verifier_key().to_text())
    days = signed(show, c.Propose(command=gateway, expires="2024-10-02T00:00:00Z", nonce=NONCE), SAM)
    show.engine.do(SEASON, days, SAM, TIME)


def test_what_follows_is_what_both_were_shown_or_nothing(show: Rostered) -> None:
    """A mark is corrected between the proposal and its approval: from what it was is part of what was signed."""
    for command in (
        c.SeatPanel(week=1, episode=1, judges=(e_judge("ada"),)),
        c.ScheduleDance(week=1, episode=1, round="1", couples=("bea-cole",)),
        c.GiveScore(week=1, dance="1.1.bea-cole", judge="ada", mark=7),
        c.CloseVoting(week=1),
    ):
        show.say(command)
    number = show.propose(correction(9), Actor(name="Eve Adams", role="score desk")).decision
    show.say(correction(8))
    approving = signed(show, c.Approve(decision=number), OLA)
    assert "not what was shown" in refused(FollowsOtherwise, show, approving, OLA)
    show.do(c.Reject(decision=number, reason="look again"), OLA)
    show.say(correction(9))


def test_only_its_proposer_takes_a_proposal_back(show: Rostered) -> None:
    number = show.propose(VOID, SAM).decision
    refused(NotItsProposer, show, signed(show, c.Withdraw(decision=number, reason="no"), OLA), OLA)
    (back,) = show.do(c.Withdraw(decision=number, reason="the numbers were right"), SAM)
    assert isinstance(back.fact, e.DecisionWithdrawn)
    refused(NoSuchProposal, show, c.Approve(decision=number), OLA)


def test_a_key_that_was_given_up_and_a_person_who_was_revoked_sign_nothing(show: Rostered) -> None:
    new = SignerKey("sam", bytes([7]) * 32)
    show.say(c.ChangePerson(**person("sam", "Sam Fox", "supervisor", key=new).model_dump(), reason="stolen"))
    assert "does not sign with key" in refused(DecisionSignedWrongly, show, proposal(show, VOID, SAM), SAM)
    show.engine.do(SEASON, proposal(show, VOID, SAM, key=new), SAM, TIME)
    show.say(c.RevokePerson(identity="sam", reason="left"))
    refused(PersonIsRevoked, show, c.Propose(command=VOID), SAM)


def e_judge(name: str) -> Any:
    from domain.season.words import Judge

    return Judge(judge=name, name=name.title())


def correction(mark: int) -> c.CorrectScore:
    return c.CorrectScore(week=1, dance="1.1.bea-cole", judge="ada", mark=mark, reason="misread")


# What whoever holds the log could write into it.


def test_a_night_of_a_roster_is_sound_for_both_also_sealed(tmp_path: Path) -> None:
    show = whole(tmp_path)
    both = Both(tmp_path, show.policy())
    told = both(show.bundle())
    assert (told.exit_code, told.codes) == (0, set())
    sealed = make_bundle(show.ledger, show.register, SEASON, sealed=True, guessable=True)
    assert both(sealed.octets).exit_code == 0
    assert both(sealed.octets, sealed.openings).exit_code == 0
    show.close()


Forging = Callable[[Rostered], None]


def settled(show: Rostered, by: Actor, **changes: Any) -> Any:
    """An approval of the newest proposal with the fact that follows, as the desk would never have recorded it."""
    number = len(show.engine.state(SEASON).proposals)
    proposed = show.engine.state(SEASON).proposals[number].proposed
    who = next((person.identity for person in PEOPLE if person.name == by.name), "eve")
    signature = signed(show, c.Approve(decision=number), by).signature if by in (EVE_AGAIN, OLA) else None
    fields = {"decision": number, "proposed_by": proposed.actor.name, "proposed_as": proposed.actor.role,
              "identity": who, "signature": signature}  # fmt: skip
    return e.SignedApproval(**(fields | changes)), e.EliminationCancelled(week=1, reason="a storm")


def by_her_alone(show: Rostered) -> None:
    show.propose(CANCEL)
    show.forge(settled(show, EVE_AGAIN), EVE_AGAIN)


def by_another_spelling(show: Rostered) -> None:
    show.propose(CANCEL)
    approval, follows = settled(show, EVE_AGAIN)
    show.forge((approval, follows), Actor(name="EVE ADAMS", role="adjudicator"))


def without_signatures(show: Rostered) -> None:
    number = len(show.engine.state(SEASON).proposals) + 1
    show.forge((e.DecisionProposed(decision=number, command=CANCEL),), EVE)
    approved = e.DecisionApproved(decision=number, proposed_by="Eve Adams", proposed_as="executive")
    show.forge((approved, e.EliminationCancelled(week=1, reason="a storm")), OLA)


def with_the_number_of_another(show: Rostered) -> None:
    """Ola approved that a channel is void; her signature is put under the end of the elimination."""
    number = show.propose(VOID, SAM).decision
    stolen = signed(show, c.Approve(decision=number), OLA).signature
    show.propose(CANCEL)
    show.forge(settled(show, OLA, signature=stolen), OLA)


def once_more(show: Rostered) -> None:
    """A decision of two people, said a second time under its own number, word by word."""
    number = show.propose(CANCEL).decision
    approved, follows = show.do(c.Approve(decision=number), OLA)
    proposed = show.engine.state(SEASON).proposals[number].proposed
    show.forge((proposed.fact,), EVE)
    show.forge((approved.fact, follows.fact), OLA)


def of_another_season(show: Rostered) -> None:
    """Both signed it in the other season, at the same number; here neither did."""
    number = len(show.engine.state(SEASON).proposals) + 1
    proposed = show.propose(CANCEL, season="other-1")
    assert proposed.decision == number
    approved, follows = show.do(c.Approve(decision=number), OLA, season="other-1")
    show.forge((proposed,), EVE)
    show.forge((approved.fact, follows.fact), OLA)


def too_late(show: Rostered) -> None:
    show.propose(CANCEL)
    show.forge(settled(show, OLA), OLA, LATE)


def with_a_key_given_up(show: Rostered) -> None:
    show.propose(CANCEL)
    approval = settled(show, OLA)
    new = SignerKey("ola", bytes([7]) * 32)
    roles = PEOPLE[1].roles
    fact = e.PersonChanged(**person("ola", "Ola Nord", *roles, key=new).model_dump(), reason="stolen")
    change = c.ChangePerson(**fact.model_dump())
    show.propose(change)
    number = len(show.engine.state(SEASON).proposals)
    show.do(c.Approve(decision=number), OLA)
    show.forge(approval, OLA)


def by_somebody_revoked(show: Rostered) -> None:
    show.say(c.RevokePerson(identity="sam", reason="left"))
    show.forge((e.OutageNoted(week=1, channel="sms", began=TIME, what="no tone"),), SAM)


def by_a_stranger(show: Rostered) -> None:
    show.forge((e.OutageNoted(week=1, channel="sms", began=TIME, what="no tone"),), Actor(name="Ivo", role="producer"))


def in_a_role_not_held(show: Rostered) -> None:
    show.forge(
        (e.OutageNoted(week=1, channel="sms", began=TIME, what="no tone"),), Actor(name="Sam Fox", role="producer")
    )


def with_a_friend_of_nobodys_choice(show: Rostered) -> None:
    show.forge((e.PersonIntroduced(**person("ida", "Ida Moe", "executive").model_dump()),), EVE)


def with_a_key_of_two(show: Rostered) -> None:
    command = c.IntroducePerson(**person("ida", "Ida Moe", "executive").model_dump())
    show.propose(command)
    twin = person("ida", "Ida Moe", "executive", key=KEYS["sam"])
    approval, _ = settled(show, OLA)
    show.forge((approval, e.PersonIntroduced(**twin.model_dump())), OLA)


def taken_back_by_another(show: Rostered) -> None:
    number = show.propose(VOID, SAM).decision
    signature = signed(show, c.Withdraw(decision=number, reason="no"), SAM).signature
    show.forge((e.DecisionWithdrawn(decision=number, reason="no", identity="sam", signature=signature),), OLA)


def with_other_facts(show: Rostered) -> None:
    """Both signed that nobody leaves for a storm; recorded is what neither was shown."""
    show.propose(CANCEL)
    approval, _ = settled(show, OLA)
    show.forge((approval, e.EliminationCancelled(week=1, reason="a flood")), OLA)


def key_of_a_gateway(number: int) -> SignerKey:
    return SignerKey("west", bytes([number]) * 32)


def introduced(show: Rostered, number: int, gateway: str = "west") -> None:
    show.say(c.IntroduceGatewayKey(gateway=gateway, key=key_of_a_gateway(number).verifier_key().to_text()))


def line(number: int) -> str:
    return key_of_a_gateway(number).verifier_key().to_text()


def with_a_gateways_key(show: Rostered) -> None:
    """Ida signs with what the gateway signs with: whoever holds the gateway's key is a person of the roster."""
    introduced(show, 21)
    show.forge(
        (e.PersonIntroduced(**person("ida", "Ida Moe", "producer", key=key_of_a_gateway(21)).model_dump()),), EVE
    )


def a_gateway_with_a_persons_key(show: Rostered) -> None:
    """Sam's own key, under the gateway's name: neither verifier looked at a gateway's key when it was introduced."""
    show.forge((e.GatewayKeyIntroduced(gateway="west", key=line(KEYS["sam"].seed[0])),), SAM)


def a_gateway_with_a_passkey(show: Rostered) -> None:
    """The same 32 bytes as a passkey of Sam's."""
    seed = Ed25519PrivateKey.from_private_bytes(key_of_a_gateway(22).seed).public_key().public_bytes_raw()
    cose = to_base64(bytes.fromhex("a4010103272006215820") + seed)
    passkey = Authenticator(1, "EdDSA").passkey.model_copy(update={"public_key": cose})
    told = person("sam", "Sam Fox", "supervisor").model_dump() | {"passkeys": (passkey,)}
    show.say(c.ChangePerson(**told, reason="a passkey"))
    show.forge((e.GatewayKeyIntroduced(gateway="west", key=line(22)),), SAM)


def a_second_key_beside_the_first(show: Rostered) -> None:
    introduced(show, 21)
    show.forge((e.GatewayKeyIntroduced(gateway="west", key=line(22)),), SAM)


def one_key_of_two_gateways(show: Rostered) -> None:
    introduced(show, 21)
    show.forge((e.GatewayKeyIntroduced(gateway="east", key=line(21)),), SAM)


def one_key_of_two_gateways_under_two_names(show: Rostered) -> None:
    introduced(show, 21)
    renamed = SignerKey("east", bytes([21]) * 32).verifier_key().to_text()
    show.forge((e.GatewayKeyIntroduced(gateway="east", key=renamed),), SAM)


def a_key_that_replaces_none(show: Rostered) -> None:
    show.forge((e.GatewayKeyRotated(gateway="west", key=line(22), retires="00000000"),), SAM)


def a_key_that_replaces_another(show: Rostered) -> None:
    introduced(show, 21)
    show.forge((e.GatewayKeyRotated(gateway="west", key=line(22), retires="00000000"),), SAM)


def a_revocation_of_no_key(show: Rostered) -> None:
    introduced(show, 21)
    show.forge((e.GatewayKeyRevoked(gateway="west", key_id="00000000", reason="lost"),), SAM)


FORGED: list[tuple[Forging, set[str]]] = [
    (by_her_alone, {"two-persons"}),
    (by_another_spelling, {"two-persons", "people"}),
    (without_signatures, {"two-persons"}),
    (with_the_number_of_another, {"two-persons"}),
    (once_more, {"two-persons"}),
    (of_another_season, {"two-persons"}),
    (too_late, {"two-persons"}),
    (with_a_key_given_up, {"two-persons"}),
    (by_somebody_revoked, {"people"}),
    (by_a_stranger, {"people"}),
    (in_a_role_not_held, {"people"}),
    (with_a_friend_of_nobodys_choice, {"two-persons"}),
    (with_a_key_of_two, {"two-persons", "people"}),
    (taken_back_by_another, {"two-persons"}),
    (with_other_facts, {"two-persons"}),
    (with_a_gateways_key, {"two-persons", "people"}),
    (a_gateway_with_a_persons_key, {"two-persons", "people"}),
    (a_gateway_with_a_passkey, {"two-persons", "people"}),
    (a_second_key_beside_the_first, {"two-persons", "signature"}),
    (one_key_of_two_gateways, {"two-persons", "signature"}),
    (one_key_of_two_gateways_under_two_names, {"two-persons", "signature"}),
    (a_key_that_replaces_none, {"two-persons", "signature"}),
    (a_key_that_replaces_another, {"two-persons", "signature"}),
    (a_revocation_of_no_key, {"two-persons", "signature"}),
]


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize(("forging", "codes"), FORGED, ids=[forging.__name__ for forging, _ in FORGED])
def test_what_was_written_past_the_desk_is_found_by_both(
    forging: Forging, codes: set[str], show: Rostered, tmp_path: Path
) -> None:
    forging(show)
    told: Told = Both(tmp_path, show.policy())(show.bundle(), about=forging.__name__)
    assert (told.exit_code, told.codes) == (5, codes)


def voided_with(show: Rostered, signature: Any) -> None:
    """A void of a batch, which is sealed with its votes, approved with a signature that is not the approver's."""
    batch = c.VoidBatch(week=1, gateway="west", batch=1, reason="sent twice", channel="sms", body="viewers", votes=())
    show.propose(batch, SAM)
    number = len(show.engine.state(SEASON).proposals)
    told = {"decision": number, "proposed_by": "Sam Fox", "proposed_as": "supervisor", "identity": "ola"}
    approved = e.SignedApproval.model_validate({**told, "signature": signature})
    show.forge((approved, e.BatchVoided.model_validate(batch.model_dump(exclude={"do"}))), OLA)


UNDER_A_SEAL: dict[str, Callable[[], Any]] = {
    "somebody else's key": lambda: signer_of(KEYS["eve"])(b"a text"),
    "a stranger's key": lambda: signer_of(STRANGER)(b"a text"),
    "a passkey nobody has": lambda: Authenticator(8).sign(b"a text"),
    "a passkey's signature altered": lambda: Authenticator(1).sign(b"a text").model_copy(update={"signature": "AAAA"}),
}


@pytest.mark.parametrize("how", UNDER_A_SEAL)
def test_of_a_signature_over_sealed_votes_everything_but_its_text_is_checked(
    how: str, show: Rostered, tmp_path: Path
) -> None:
    """Nothing of it was looked at: a void signed with anybody's key was sound in a sealed bundle."""
    told = person("ola", "Ola Nord", *PEOPLE[1].roles).model_dump() | {"passkeys": (Authenticator(1).passkey,)}
    show.say(c.ChangePerson(**told, reason="a passkey"))
    voided_with(show, UNDER_A_SEAL[how]())
    show.publisher.publish()
    sealed = make_bundle(show.ledger, show.register, SEASON, sealed=True, guessable=True)
    found = Both(tmp_path, show.policy())(sealed.octets)
    assert (found.exit_code, found.codes) == (5, {"two-persons"})


def test_the_decisions_whose_text_is_sealed_are_listed(show: Rostered, tmp_path: Path) -> None:
    ola = signer_of(KEYS["ola"])
    voided_with(show, ola(b"a text that nobody can make again"))
    show.publisher.publish()
    sealed = make_bundle(show.ledger, show.register, SEASON, sealed=True, guessable=True)
    both = Both(tmp_path, show.policy())
    told, number = both(sealed.octets), len(show.engine.state(SEASON).proposals)
    for listed in told.not_checked:
        assert f"the text that was signed under decisions over sealed votes: {number}" in listed
    opened = both(sealed.octets, sealed.openings)
    assert "two-persons" in opened.codes, "with the openings the text is made again, and the signature is over another"
