"""What is said twice, or of what never was, is refused; and a certificate says which votes it counts."""

import pytest

from domain.season import commands as c
from domain.season import events as e
from domain.season.deciding.facts import Cut
from domain.season.keys.refusals import KeyUsedBefore
from domain.season.keys.rules import introduce_gateway_key, rotate_gateway_key
from domain.season.refusals import AlreadySo
from domain.season.voting.refusals import NoSuchChannel
from tests.domain.given_when_then import BEGUN, COUNTED, MARKED, THREE, adopted, given, lines, refused, when
from tests.domain.on_paper import SHARE, SINGLE, rules

A, B, _ = THREE
PLUS = "+" * 2 + "/" * 42
"""A public key as it is written; about half of all hold the sign that also parts a key's name, ID and text."""


def test_a_channel_that_never_opened_can_neither_be_voided_nor_fail() -> None:
    """A slip at the desk, `fax` for `sms`, would leave the wrong votes in and say that they are out."""
    log = given(*MARKED, lines())
    void = refused(NoSuchChannel, log, c.VoidChannel(week=1, channel="fax", reason="wrong numbers"))
    assert "online, sms" in void.sentence()
    outage = c.NoteOutage(week=1, channel="fax", began="2024-09-25T00:00:00Z", what="no tone")
    refused(NoSuchChannel, log, outage)
    refused(NoSuchChannel, given(*MARKED), c.VoidChannel(week=1, channel="sms", reason="wrong numbers"))


def test_immunity_is_granted_to_a_couple_once_a_week() -> None:
    book = rules(SHARE, SINGLE, immunity="safe from elimination")
    log = given(*(adopted(book) if isinstance(fact, e.RulebookAdopted) else fact for fact in BEGUN))
    when(log, c.GrantImmunity(week=1, couple=A, reason="top of the leaderboard"))
    again = refused(AlreadySo, log, c.GrantImmunity(week=1, couple=A, reason="won the team dance"))
    assert f"{A} is immune in week 1" in again.sentence()
    when(log, c.GrantImmunity(week=1, couple=B, reason="won the team dance"))
    assert [grant.fact.couple for grant in log.state.weeks[1].immunities] == [A, B]


def test_a_public_key_is_known_again_under_another_name_even_if_it_holds_a_plus() -> None:
    """A key that leaked and was revoked would come back under another name."""
    log = given(*BEGUN, e.GatewayKeyIntroduced(gateway="vox", key=f"vox+00000001+{PLUS}"))
    renamed = f"west+00000002+{PLUS}"
    introduced = c.IntroduceGatewayKey(gateway="west", key=renamed)
    with pytest.raises(KeyUsedBefore, match="00000001"):
        introduce_gateway_key(introduced, log.state)
    with pytest.raises(KeyUsedBefore, match="00000001"):
        rotate_gateway_key(c.RotateGatewayKey(gateway="vox", key=renamed), log.state)


def test_a_certificate_says_up_to_where_each_gateways_votes_were_counted() -> None:
    """Without its cut nobody can tell later which batches the certified outcome rests on."""
    log = given(*COUNTED)
    (certified,) = [fact for fact in when(log, c.CertifyOutcome(week=1)) if isinstance(fact, e.OutcomeCertified)]
    seal = log.state.weeks[1].seal
    assert seal is not None
    assert certified.cuts == (Cut(week=1, position=seal.position, gateways=(("vox", 1),)),)
