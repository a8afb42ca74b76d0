"""Who may speak: a roster founded once, by people nobody can be taken for; and names as typed, where there is none."""

import base64
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.likeness import as_one
from domain.record import Actor
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import require_second
from domain.season.decide import follows
from domain.season.deciding.refusals import WeekNotReady
from domain.season.keys.rules import introduce_gateway_key
from domain.season.people import refusals as no
from domain.season.people.facts import OfPerson
from domain.season.people.passkeys import Passkey
from domain.season.people.roster import founded_late, identity_of, one_person
from domain.season.proposing.facts import PersonSignature, TwoPersonCommand
from domain.season.proposing.refusals import NeedsSecondPerson, NotSigned, RoleMayNot, SamePerson
from domain.season.proposing.rules import has_expired, open_for
from domain.season.readiness import readiness
from domain.season.refusals import AlreadySo
from domain.season.roles import SUPERVISION
from domain.season.state import SeasonState, seen_at
from glitterball.testing import PEOPLE
from glitterball.testing.plain_log import PlainLog
from tests.domain.given_when_then import BEGUN, COUNTED, ELIN, given, opened, refused, when


def key(name: str, number: int = 0) -> str:
    """A key line of its own form; the rules know no mathematics behind it."""
    return f"{name}+{number:08x}+{(name + str(number)).ljust(44, 'A')}"


def person(identity: str, name: str, *roles: Any, keys: tuple[str, ...] = ()) -> OfPerson:
    return OfPerson(identity=identity, name=name, roles=roles, keys=keys or (key(identity),))


EVE = person("eve", "Eve Adams", "executive", "producer")
OLA = person("ola", "Ola Nord", "adjudicator")
PAM = person("pam", "Pam Roy", "producer", "score desk")
FOUND = c.FoundSeason(people=(EVE, OLA, PAM))
AS_EVE = Actor(name="Eve Adams", role="executive")
AS_OLA = Actor(name="Ola Nord", role="adjudicator")
AS_PAM = Actor(name="Pam Roy", role="producer")


def founded(*more: Any) -> PlainLog:
    log = given(opened())
    when(log, FOUND, AS_EVE)
    log.record(more)
    return log


def introducing(who: OfPerson) -> c.IntroducePerson:
    return c.IntroducePerson(**who.model_dump())


def changing(who: OfPerson, reason: str = "married") -> c.ChangePerson:
    return c.ChangePerson(**who.model_dump(), reason=reason)


def joined(who: OfPerson) -> e.PersonIntroduced:
    return e.PersonIntroduced(**who.model_dump())


def decided(log: PlainLog, command: Any) -> Any:
    """What the rules of people say of a command, without the two who would sign it."""
    from domain.season.people import rules

    return rules.decide(command, log.state, AS_EVE)


SPELLINGS = (
    "ELIN",
    "elin",
    "Elin ",
    " Elin",
    "El in",
    "Elin\u200b",
    "Еlin",
    "Élin",
    "ｅlin",
    "E\u0301lin",
    "Elin\u3164",
)
"""What was recorded as another person than Elin: `cases` of 2026, desk and proof."""


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_names_as_typed_that_look_alike_are_one_person_in_every_rule_of_two(spelling: str) -> None:
    log = given(*COUNTED)
    when(log, c.Propose(command=c.CertifyOutcome(week=1)), ELIN)
    refused(SamePerson, log, c.Approve(decision=1), Actor(name=spelling, role="adjudicator"))
    with pytest.raises(SamePerson):
        require_second(SUPERVISION, ELIN, Actor(name=spelling, role="supervisor"), SeasonState())


def test_people_who_are_called_otherwise_are_two() -> None:
    assert not one_person(SeasonState(), "Elin", "Eline")
    assert not one_person(SeasonState(), "Eve Adams", "Eva Adams")


@drawn(st.text(min_size=1, max_size=30))
def test_a_name_is_one_with_itself_however_its_case_and_spaces_are(name: str) -> None:
    assert as_one(name) == as_one(f"  {name} ") == as_one(as_one(name))


def test_from_its_founding_on_only_the_roster_speaks() -> None:
    log = founded()
    refused(no.NotOnRoster, log, c.CastCouple(couple="a-b", celebrity="A", professional="B"), PEOPLE["producer"])
    refused(
        no.NotOnRoster,
        log,
        c.CastCouple(couple="a-b", celebrity="A", professional="B"),
        Actor(name="pam roy", role="producer"),
    )
    refused(
        no.RoleNotHeld,
        log,
        c.CastCouple(couple="a-b", celebrity="A", professional="B"),
        Actor(name="Ola Nord", role="producer"),
    )
    when(log, c.CastCouple(couple="a-b", celebrity="A", professional="B"), AS_PAM)


def test_a_founder_is_one_of_the_founded_and_may_found() -> None:
    refused(no.NotOnRoster, given(opened()), FOUND, Actor(name="Ivo", role="executive"))
    refused(no.RoleNotHeld, given(opened()), FOUND, Actor(name="Pam Roy", role="supervisor"))
    refused(RoleMayNot, given(opened()), FOUND, Actor(name="Pam Roy", role="score desk"))


CANCEL = c.CancelElimination(week=1, reason="x")
DECIDED = (
    *BEGUN,
    e.DecisionProposed(decision=1, command=CANCEL),
    e.DecisionApproved(decision=1, proposed_by="Elin", proposed_as="executive"),
)


def test_a_roster_is_founded_once_and_while_nothing_proposed_is_open() -> None:
    refused(AlreadySo, founded(), FOUND, AS_EVE)
    log = given(*DECIDED[:-1])
    refused(no.FoundedTooLate, log, c.Propose(command=FOUND), AS_EVE)
    refused(no.RosterNotForHistory, given(opened("historic")), FOUND, Actor(name="Eve Adams", role="historian"))


def test_a_season_under_way_is_founded_by_two_of_its_people_and_the_roster_binds_from_then_on() -> None:
    """A live season of 2026 was opened without a roster, and could never get one: its decision 1 had adopted the rules."""
    log = given(*DECIDED)
    refused(NeedsSecondPerson, log, FOUND, AS_EVE)
    refused(no.NotOnRoster, log, c.Propose(command=FOUND), ELIN)
    when(log, c.Propose(command=FOUND), AS_EVE)
    refused(SamePerson, log, c.Approve(decision=2), Actor(name="Eve Adams", role="adjudicator"))
    refused(no.NotOnRoster, log, c.Approve(decision=2), PEOPLE["adjudicator"])
    _, act = when(log, c.Approve(decision=2), AS_OLA)
    assert isinstance(act, e.SeasonFounded)
    assert founded_late(log.state)
    refused(no.NotOnRoster, log, c.WithdrawCouple(week=1, couple="anna-ezra", reason="x"), PEOPLE["producer"])
    when(log, c.WithdrawCouple(week=1, couple="anna-ezra", reason="x"), AS_PAM)
    refused(NotSigned, log, c.Propose(command=CANCEL), AS_EVE)


def test_a_roster_founded_first_is_not_founded_late() -> None:
    assert not founded_late(founded().state)
    assert not founded_late(given(*DECIDED).state)


def proposed_until(expires: str) -> e.SignedProposal:
    return e.SignedProposal(
        decision=1, command=CANCEL, follows_sha256="0" * 64, expires=expires, identity="eve", nonce="0" * 64,
        signature=PersonSignature(key="4e5f6071", signature="A" * 86 + "=="),
    )  # fmt: skip


NOON, LATER = "2024-09-25T12:00:00Z", "2024-09-25T12:00:01Z"


def test_a_proposal_that_nobody_can_approve_any_more_keeps_no_week() -> None:
    """Until somebody rejected it, one that had expired kept a week NOT READY; nobody could approve it either."""
    log = given(*COUNTED, proposed_until(NOON))

    def reasons(moment: str) -> set[str]:
        found = readiness(seen_at(log.state, moment), 1, log.tallies)
        return {finding.code for finding in found if finding.severity == "error"}

    assert reasons(NOON) == {"proposal-open"}
    assert reasons(LATER) == set()


def test_what_is_looked_at_without_a_clock_is_looked_at_as_of_the_last_event() -> None:
    log = given(*COUNTED, proposed_until(NOON))
    assert log.state.time == log.events[-1].time
    assert has_expired(log.state.proposals[1], LATER)
    assert not has_expired(log.state.proposals[1], "")
    typed = given(*DECIDED[:-1]).state.proposals[1]
    assert not has_expired(typed, LATER), "names as typed: open until it is settled"


def test_a_certificate_is_refused_for_a_proposal_only_as_long_as_it_can_be_approved() -> None:
    state = given(*COUNTED, proposed_until(NOON)).state
    tallies = given(*COUNTED).tallies
    certify = c.CertifyOutcome(week=1)
    with pytest.raises(WeekNotReady):
        follows(certify, seen_at(state, NOON), ELIN, tallies)
    assert follows(certify, seen_at(state, LATER), ELIN, tallies)


ROSTERS: list[tuple[type[Refusal], tuple[OfPerson, ...]]] = [
    (no.PersonKnown, (EVE, OLA, person("eve", "Ivo", "producer", keys=(key("ivo"),)))),
    (no.NameLikeAnother, (EVE, OLA, person("eve2", "EVE ÁDAMS", "producer"))),
    (no.NameLikeAnother, (EVE, OLA, person("eve2", "eve  adams", "producer"))),
    (no.KeyOfAnother, (EVE, OLA, person("ivo", "Ivo", "producer", keys=(key("eve"),)))),
    (no.KeyOfAnother, (EVE, OLA, person("ivo", "Ivo", "producer", keys=("x" + key("eve"),)))),
    (no.KeyOfAnother, (EVE, OLA, person("ivo", "Ivo", "producer", keys=(key("ivo"), "x" + key("ivo"))))),
    (no.RosterCannotDecide, (EVE, PAM)),
    (no.RosterCannotDecide, (person("eve", "Eve Adams", "executive", "adjudicator"), PAM)),
]


@pytest.mark.parametrize(("refusal", "people"), ROSTERS)
def test_no_roster_begins_with_people_who_could_be_taken_for_one_or_could_not_decide(
    refusal: type[Refusal], people: tuple[OfPerson, ...]
) -> None:
    refused(refusal, given(opened()), c.FoundSeason(people=people), AS_EVE)


def test_who_joins_later_is_nobody_known_by_identity_name_or_key() -> None:
    log = founded(
        e.GatewayKeyIntroduced(gateway="vox", key=key("vox")),
        e.PersonChanged(**person("pam", "Pam Hill", "producer", keys=(key("pam", 2),)).model_dump(), reason="married"),
        e.PersonRevoked(identity="pam", reason="left"),
    )
    for refusal, who in (
        (no.PersonKnown, person("pam", "Ivo", "producer", keys=(key("ivo"),))),
        (no.NameLikeAnother, person("ivo", "Pam Roy", "producer")),
        (no.NameLikeAnother, person("ivo", "pamhill", "producer")),
        (no.KeyOfAnother, person("ivo", "Ivo", "producer", keys=(key("pam"),))),
        (no.KeyOfAnother, person("ivo", "Ivo", "producer", keys=(key("pam", 2),))),
        (no.KeyOfAnother, person("ivo", "Ivo", "producer", keys=(key("vox"),))),
    ):
        with pytest.raises(refusal):
            decided(log, introducing(who))
    assert isinstance(decided(log, introducing(person("ivo", "Ivo", "producer"))), e.PersonIntroduced)


def test_a_key_that_was_given_up_does_not_come_back_and_a_name_of_ones_own_may() -> None:
    log = founded(
        e.PersonChanged(**person("pam", "Pam Hill", "producer", keys=(key("pam", 2),)).model_dump(), reason="x")
    )
    with pytest.raises(no.KeyOfAnother, match="given up before"):
        decided(log, changing(person("pam", "Pam Hill", "producer", keys=(key("pam", 2), key("pam")))))
    assert decided(log, changing(person("pam", "Pam Roy", "producer", keys=(key("pam", 2),)))).name == "Pam Roy"
    with pytest.raises(no.NameLikeAnother):
        decided(log, changing(person("pam", "Ola Nørd", "producer", keys=(key("pam", 2),))))
    with pytest.raises(AlreadySo):
        decided(log, changing(person("pam", "Pam Hill", "producer", keys=(key("pam", 2),))))


def test_a_new_name_does_not_make_two_of_one_person() -> None:
    log = founded(e.PersonChanged(**person("pam", "Pam Hill", "producer").model_dump(), reason="married"))
    assert identity_of(log.state, "Pam Roy") == identity_of(log.state, "PAM HILL") == "pam"
    with pytest.raises(SamePerson):
        require_second(SUPERVISION, AS_PAM, Actor(name="Pam Hill", role="supervisor"), log.state)


def test_who_is_revoked_speaks_no_more() -> None:
    log = founded(e.PersonRevoked(identity="pam", reason="left"))
    found = refused(no.PersonIsRevoked, log, c.CastCouple(couple="a-b", celebrity="A", professional="B"), AS_PAM)
    assert "left" in found.sentence()
    for command in (c.RevokePerson(identity="pam", reason="x"), changing(PAM)):
        with pytest.raises(AlreadySo):
            decided(log, command)


def test_nobody_is_taken_away_who_is_needed_to_decide() -> None:
    for command in (
        c.RevokePerson(identity="ola", reason="x"),
        c.RevokePerson(identity="eve", reason="x"),
        changing(person("ola", "Ola Nord", "auditor")),
    ):
        with pytest.raises(no.RosterCannotDecide):
            decided(founded(), command)
    assert decided(founded(joined(person("ida", "Ida", "adjudicator"))), c.RevokePerson(identity="ola", reason="x"))


def test_people_are_of_a_roster() -> None:
    for command in (introducing(PAM), changing(PAM), c.RevokePerson(identity="pam", reason="x")):
        with pytest.raises(no.NoRoster):
            decided(given(opened()), command)
    with pytest.raises(no.PersonUnknown):
        decided(founded(), c.RevokePerson(identity="ivo", reason="x"))


def test_each_refusal_about_people_is_reached_here() -> None:
    names = {name for name, value in vars(no).items() if isinstance(value, type) and value.__module__ == no.__name__}
    with open(__file__) as text:
        said = text.read()
    assert {name for name in names if f"no.{name}" not in said} == set()


PREPARED = {
    "adopt-rulebook", "introduce-person", "change-person", "revoke-person", "introduce-gateway-key", "rotate-gateway-key",
    "destroy-openings",
}  # fmt: skip
"""What is prepared outside a night, and may wait for its second person."""


def test_a_proposal_of_a_night_is_open_for_half_an_hour_and_one_that_is_prepared_for_a_week() -> None:
    for command in get_args(get_args(TwoPersonCommand)[0]):
        do = command.model_fields["do"].default
        assert open_for(do) == (timedelta(days=7) if do in PREPARED else timedelta(minutes=30)), do


def passkey(number: int, kind: str = "EdDSA", public: bytes | None = None, **changes: str) -> Passkey:
    """A passkey of its own form; the rules know no mathematics behind it."""
    before = bytes.fromhex("a4010103272006215820" if kind == "EdDSA" else "a5010203262001215820")
    point = public or bytes([number]) * 32
    octets = before + point if kind == "EdDSA" else before + point + bytes.fromhex("225820") + point
    told = {"kind": kind, "credential_id": f"id-{number}", "rp_id": "example.org", "origin": "https://desk.example.org",
            "public_key": base64.b64encode(octets).decode()}  # fmt: skip
    return Passkey.model_validate(told | changes)


def holding(who: OfPerson, *passkeys: Passkey, keys: tuple[str, ...] | None = None) -> OfPerson:
    told = who.model_dump() | {"passkeys": passkeys} | ({} if keys is None else {"keys": keys})
    return OfPerson.model_validate(told)


def test_a_passkey_is_one_persons_for_ever_as_a_key_is() -> None:
    pam = holding(PAM, passkey(1), passkey(2, "ES256"))
    without = holding(PAM, passkey(2, "ES256"))
    told = [e.PersonChanged(**each.model_dump(), reason="x") for each in (pam, without)]
    log = founded(*told)
    with pytest.raises(no.KeyOfAnother, match="given up before"):
        decided(log, changing(pam))
    for theirs in (passkey(1), passkey(2, "ES256"), passkey(2, "ES256", credential_id="other")):
        with pytest.raises(no.KeyOfAnother, match="it is pam's"):
            decided(log, introducing(holding(person("ivo", "Ivo", "producer"), theirs)))
    ivo = holding(person("ivo", "Ivo", "producer"), passkey(3), keys=())
    assert isinstance(decided(log, introducing(ivo)), e.PersonIntroduced)


def test_a_key_of_a_key_file_a_gateway_or_another_name_is_the_same_key_as_a_passkeys() -> None:
    """The same 32 bytes: what is signed with one could be taken for what is signed with the other."""

    def line(name: str, public: bytes) -> str:
        return f"{name}+00000009+{base64.b64encode(bytes([1]) + public).decode()}"

    public = bytes(range(32))
    log = founded(e.GatewayKeyIntroduced(gateway="vox", key=line("vox", public)))
    ivo = person("ivo", "Ivo", "producer")
    with pytest.raises(no.KeyOfAnother, match="gateway vox signs with it"):
        decided(log, introducing(holding(ivo, passkey(1, public=public))))
    with pytest.raises(no.KeyOfAnother, match="it is named twice"):
        decided(founded(), introducing(holding(ivo, passkey(1, public=public), keys=(line("ivo", public),))))
    held = founded(e.PersonIntroduced(**holding(ivo, passkey(1, public=public)).model_dump()))
    with pytest.raises(no.KeyOfAnother, match="it is ivo's"):
        introduce_gateway_key(c.IntroduceGatewayKey(gateway="vox", key=line("vox", public)), held.state)
    with pytest.raises(no.KeyOfAnother, match="it is ivo's"):
        decided(held, introducing(person("uma", "Uma", "producer", keys=(line("uma", public),))))


@pytest.mark.parametrize(
    "changes",
    [
        {"public_key": passkey(1, "ES256").public_key},
        {"rp_id": "example.com"},
        {"rp_id": "desk.example.org.evil.org"},
        {"rp_id": "k.example.org"},
        {"rp_id": "Example.org"},
        {"origin": "https://desk.example.org/"},
        {"origin": "http://desk.example.org"},
        {"origin": "https://desk.example.org:0"},
        {"public_key": "AAAA"},
        {"credential_id": "a+b"},
    ],
)
def test_a_passkey_that_contradicts_itself_is_none(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Passkey"):
        passkey(1, **changes)


def test_whoever_signs_has_a_key_or_a_passkey_and_each_credential_once() -> None:
    for who, passkeys, keys in ((PAM, (), ()), (PAM, (passkey(1), passkey(2, credential_id="id-1")), None)):
        with pytest.raises(ValueError, match="OfPerson"):
            holding(who, *passkeys, keys=keys)
