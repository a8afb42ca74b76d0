"""Everything a gateway may get wrong is refused by name, and nothing of it is recorded."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.gateway import refusals as counted
from domain.gateway.events import Heading, OfManifest
from domain.record import canonical_json
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.keys import refusals as key_refusals
from domain.season.proposing.refusals import NeedsSecondPerson, RoleMayNot, SamePerson
from domain.season.refusals import AlreadySo
from domain.season.voting.refusals import VotingState
from glitterball.engine import Engine
from glitterball.intake import refusals as no
from glitterball.intake import sign_delivery
from glitterball.log import EventLog
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.refusals import KeyMalformed
from tests.engine import small_season as small
from tests.ingest.nights import OPENING, batch, by_two, delivery, key_text, lines_open, manifest, signer

PHONES = signer("phones")


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Lines open, a key for each gateway; phones has delivered 1 to 3, and its second key took over from its first."""
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine)
        engine.deliver(delivery("phones", 1, 3))
        yield engine


def signed(*lines: bytes, by: SignerKey = PHONES) -> bytes:
    from glitterball.proof.notes import sign_note

    heading = canonical_json(Heading(opening=OPENING))
    return sign_note(b"".join(line + b"\n" for line in (heading, *lines)).decode(), [by])


def line(number: int = 4, **other: Any) -> bytes:
    return canonical_json(batch("phones", number).model_copy(update=other))


def retired(engine: Engine) -> None:
    by_two(engine, c.RotateGatewayKey(gateway="phones", key=key_text("phones", 2)))


def revoked(engine: Engine) -> None:
    by_two(engine, c.RevokeGatewayKey(gateway="phones", key_id=PHONES.verifier_key().key_id.hex(), reason="stolen"))


def closed(engine: Engine) -> None:
    engine.deliver(delivery("phones", 4, 4, closes=True))


def as_is(_: Engine) -> None:
    pass


TWO_SIGNATURES = delivery("phones", 4, 4) + delivery("phones", 4, 4, key=2).partition(b"\n\n")[2]
SHORT = OfManifest.model_construct(**(manifest("phones", 5).__dict__ | {"batches": 9}))

REFUSED: list[tuple[type[Refusal], Callable[[Engine], None], bytes, str]] = [
    (no.DeliveryMalformed, as_is, line(), "does not end in a newline"),
    (no.DeliveryMalformed, as_is, line() + b"\n\nnobody\n", "not a signature line"),
    (no.DeliveryMalformed, as_is, line() + b"\n\n\xff\n", "not UTF-8"),
    (no.DeliveryMalformed, as_is, TWO_SIGNATURES, "2 signatures"),
    (no.DeliveryMalformed, as_is, b" " * (16 * 1024 * 1024 + 1), "longer than"),
    (no.LinesUnreadable, as_is, signed(b"votes for everyone"), "line 2: Invalid JSON"),
    (no.LinesUnreadable, as_is, b"\n", "line 1"),
    (no.LinesUnreadable, as_is, signed(line(), line(5).replace(b":5,", b':"5",')), "line 3: batch"),
    (no.LinesUnreadable, as_is, signed(line().replace(b'"late":0', b'"late":1.5')), "late"),
    (no.CountImpossible, as_is, signed(line(4, received=-1)), "greater than or equal to 0"),
    (no.CountImpossible, as_is, signed(line(4, votes=(("amy-ben", 10**13),))), "less than or equal to"),
    (no.NotCanonical, as_is, signed(line(), line(5).replace(b",", b", ", 1)), "Line 3"),
    (no.NotCanonical, as_is, signed(line().replace(b"amy-ben", b"\\u0061my-ben")), "Line 2"),
    (no.NotCanonical, as_is, signed(line(), canonical_json(manifest("phones", 4)).replace(b",", b" ,", 1)), "Line 3"),
    (no.DeliveryMixed, as_is, signed(line(), canonical_json(batch("web", 5))), "web, small, week 1"),
    (no.DeliveryMixed, as_is, signed(line(), canonical_json(manifest("web", 4))), "Line 3"),
    (no.NotConsecutive, as_is, signed(line(4), line(6)), "has number 6; it should have 5"),
    (no.NotConsecutive, as_is, signed(line(4), line(4)), "has number 4; it should have 5"),
    (no.NotConsecutive, as_is, signed(line(4), canonical_json(SHORT)), "has number 9; it should have 4"),
    (no.DeliveryElsewhere, as_is, signed(line(season="other")), "for other, week 1, not for small"),
    (no.DeliveryElsewhere, as_is, signed(line(week=2)), "not for small, week 1"),
    (no.DeliveryUnsigned, as_is, line() + b"\n", "phones has a key"),
    (no.SignatureWrong, as_is, delivery("phones", 4, 4).replace(b'"cat-dan",4', b'"cat-dan",5'), "does not fit"),
    (no.GatewayKeyUnknown, as_is, delivery("phones", 4, 4, key=7), "it has:"),
    (no.KeyOfAnotherGateway, as_is, signed(line(), by=signer("web")), "which is that of web"),
    (no.KeyRetired, retired, delivery("phones", 4, 4), "retired at position"),
    (no.KeyRevoked, revoked, delivery("phones", 4, 4), "stolen"),
    (no.KeyRevoked, revoked, delivery("phones", 1, 3, amy=6), "stolen"),
    (no.DeliveryOverlaps, as_is, delivery("phones", 3, 5), "3 to 5, some are on record already: 3"),
    (counted.BatchContradicts, as_is, delivery("phones", 1, 3, amy=6), "Batch 1 of phones is on record"),
    (counted.BatchContradicts, as_is, delivery("phones", 3, 4, amy=6), "Batch 3 of phones is on record"),
    (counted.GatewayIsClosed, closed, delivery("phones", 5, 5), "closed week 1 after batch 4"),
    (counted.GatewayIsClosed, closed, delivery("phones", 9, 9), "closed week 1 after batch 4"),
    (counted.GatewayIsClosed, as_is, sign_delivery(PHONES, [], manifest("phones", 2), opening=OPENING), "batch 3"),
    (counted.BatchFarAhead, as_is, delivery("phones", 100_004, 100_004), "far ahead"),
    (counted.VotesForUnknownCouple, as_is, signed(line(), line(5, votes=(("x", 10),))), "Batch 5 of phones"),
    (counted.VotesDoNotAddUp, as_is, signed(line(), line(5, received=99)), "batch 5 of phones does not add up"),
    (counted.BatchRepeatsCouple, as_is, signed(line(votes=(("amy-ben", 4), ("amy-ben", 5)))), "'amy-ben' twice"),
    (counted.ChannelNotCarried, as_is, signed(line(channel="fax")), "does not carry channel 'fax'"),
    (counted.WindowReversed, as_is, signed(line(), line(5, closes="2024-09-24T19:59:59Z")), "Batch 5 of phones closes"),
    (counted.OfAnotherOpening, as_is, delivery("phones", 4, 4, under="0" * 64), "made for a rehearsal of small"),
    (counted.OpeningNotNamed, as_is, delivery("phones", 4, 4, under=None), "the season is live"),
    (no.DeliveryMalformed, as_is, b'{"version":3}\n' + line() + b"\n", "heading is not of version 2"),
    (no.DeliveryMalformed, as_is, signed(), "nothing stands under its heading"),
    (VotingState, as_is, signed(line(week=3)), "was not opened"),
]


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("refusal", "before", "message", "words"), REFUSED, ids=[f"{row[0].code}: {row[3]}" for row in REFUSED]
)
def test_it_is_refused_by_name_and_nothing_is_recorded(
    engine: Engine, refusal: type[Refusal], before: Callable[[Engine], None], message: bytes, words: str
) -> None:
    before(engine)
    last = engine.log.last_position()
    week = 1 if refusal is no.DeliveryElsewhere else None
    with pytest.raises(refusal) as caught:
        engine.deliver(message, "small", week)
    assert words in caught.value.sentence()
    assert "{" not in caught.value.says.format(**caught.value.facts())
    assert engine.log.last_position() == last
    good = delivery("tv-app", 1, 1)
    assert engine.deliver(good)[0].position == last + 1, "a refusal holds up nobody"


REACHED_ELSEWHERE = {
    no.HiddenPartsMissing, no.HiddenPartsUnasked, no.NotInTheOrder, no.SentTwiceAtOnce, no.NightIncomplete,
}  # fmt: skip
"""In `test_the_second_form.py`; what is committed to in `tests/proving/test_what_is_committed_to.py`; several at once in
`tests/engine/test_said_in_one_breath.py`."""


def test_no_refusal_of_deliveries_is_left_out() -> None:
    declared = {
        found
        for found in vars(no).values()
        if isinstance(found, type) and issubclass(found, Refusal) and found is not Refusal
    }
    assert declared - REACHED_ELSEWHERE == {row[0] for row in REFUSED if row[0].__module__ == no.__name__}


def test_a_gateway_the_week_does_not_expect_is_refused_with_or_without_a_key(engine: Engine) -> None:
    by_two(engine, c.IntroduceGatewayKey(gateway="fax", key=key_text("fax")))
    with pytest.raises(counted.GatewayNotExpected):
        engine.deliver(delivery("fax", 1, 1))


def test_keys_are_introduced_once_rotated_and_revoked_by_two_people(engine: Engine) -> None:
    introduce = c.IntroduceGatewayKey(gateway="phones", key=key_text("phones", 2))
    for command, by, refusal in (
        (introduce, small.SUPERVISOR, NeedsSecondPerson),
        (c.Propose(command=introduce), small.DESK, RoleMayNot),
        (c.Propose(command=introduce), small.SUPERVISOR, key_refusals.GatewayHasKey),
    ):
        with pytest.raises(refusal):
            engine.do("small", command, by)
    retired(engine)
    revoked(engine)  # a retired key can still be revoked
    with pytest.raises(AlreadySo):
        revoked(engine)
    again = key_text("phones")
    with pytest.raises(key_refusals.KeyUsedBefore, match="does not come back"):
        by_two(engine, c.RotateGatewayKey(gateway="phones", key=again))
    renamed = SignerKey("web-two", signer("phones", 2).seed).verifier_key().to_text()
    with pytest.raises(key_refusals.KeyUsedBefore, match="no two gateways share"):
        by_two(engine, c.RotateGatewayKey(gateway="web", key=renamed))
    with pytest.raises(key_refusals.GatewayHasNoKey, match="no key to rotate"):
        by_two(engine, c.RotateGatewayKey(gateway="fax", key=key_text("fax")))
    with pytest.raises(key_refusals.GatewayHasNoKey, match="with a key are: phones, tv-app, web"):
        by_two(engine, c.RevokeGatewayKey(gateway="fax", key_id="00000000", reason="lost"))
    proposal = c.Propose(command=c.RotateGatewayKey(gateway="web", key=key_text("web", 2)))
    engine.do("small", proposal, small.SUPERVISOR)
    with pytest.raises(SamePerson):
        engine.do("small", c.Approve(decision=max(engine.state("small").proposals)), small.SUPERVISOR)


def test_a_key_that_cannot_be_one_is_not_introduced(engine: Engine) -> None:
    good = key_text("fax")
    wrong_id = good.replace(good.split("+", 2)[1], "00000000")
    cosigner = signer("fax").verifier_key(Algorithm.COSIGNATURE).to_text()
    for text in (wrong_id, cosigner):
        with pytest.raises(KeyMalformed):
            by_two(engine, c.IntroduceGatewayKey(gateway="fax", key=text))


def test_after_a_revocation_nothing_is_taken_in_until_there_is_a_new_key(engine: Engine) -> None:
    revoked(engine)
    with pytest.raises(no.DeliveryUnsigned):
        engine.receive([batch("phones", 4)])
    with pytest.raises(no.GatewayKeyUnknown):
        engine.deliver(delivery("phones", 4, 4, key=2))
    by_two(engine, c.IntroduceGatewayKey(gateway="phones", key=key_text("phones", 2)))
    assert not engine.deliver(delivery("phones", 4, 4, key=2)).duplicate


def test_a_retry_is_answered_even_when_the_key_was_retired_meanwhile(engine: Engine) -> None:
    retired(engine)
    again = engine.deliver(delivery("phones", 1, 3))
    assert again.duplicate
    assert [receipt.sequence for receipt in again] == [1, 2, 3]
    assert [engine.log.get("votes/small/1/phones", n).position for n in (1, 2, 3)] == list(again.positions)  # type: ignore[union-attr] # it is on record
