"""A small live season whose lines are open to three gateways, with keys or without, and what they send."""

from hashlib import sha256

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest, VoteBatchReceivedV2
from domain.season import commands as c
from domain.season import events as e
from domain.season.stating import stated
from domain.season.words import ExpectedGateway
from glitterball.engine import Engine
from glitterball.intake import sign_delivery
from glitterball.intake.message import delivery_text, hidden_text
from glitterball.intake.signing import in_second_form
from glitterball.log.envelope import encode
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.keys import SignerKey
from tests.engine import small_season as small

GATEWAYS = ("phones", "tv-app", "web")
OPENED_AT = "2024-09-24T19:00:00Z"


def signer(gateway: str, number: int = 1) -> SignerKey:
    """A gateway's key, the first, second and so on."""
    return SignerKey(gateway, f"{gateway} {number}".encode().ljust(32, b"."))


def key_text(gateway: str, number: int = 1) -> str:
    """The key as it is introduced."""
    return signer(gateway, number).verifier_key().to_text()


def opening(mode: str = "live") -> str:
    """The opening of the season in that mode, worked out from the line as it will stand in the log."""
    command, by = small.opening(mode)[0]
    assert isinstance(command, c.OpenSeason)
    return leaf_hash(encode("season/small", 1, OPENED_AT, by, stated(e.SeasonOpened, command))).hex()


def lines_open(
    engine: Engine,
    signed: bool = True,
    gateways: tuple[str, ...] = GATEWAYS,
    mode: str = "live",
    order: tuple[str, ...] | None = None,
) -> None:
    """Week 1 with open lines; where `signed`, with a key of each gateway. The season is opened at a fixed moment.

    With an `order` of the couples gateways may send the second form."""
    expected = tuple(ExpectedGateway(gateway=name, channels=("sms", "online")) for name in gateways)
    for command, by in small.opening(mode):
        to_them = {"gateways": expected, "couples": order} if isinstance(command, c.OpenVoting) else {}
        engine.do("small", command.model_copy(update=to_them), by, at=OPENED_AT)
    for name in gateways if signed else ():
        by_two(engine, c.IntroduceGatewayKey(gateway=name, key=key_text(name)))


def by_two(engine: Engine, command: object) -> None:
    """Two supervisors say it."""
    engine.do("small", c.Propose.model_validate({"command": command}), small.SUPERVISOR)
    decision = max(engine.state("small").proposals)
    engine.do("small", c.Approve(decision=decision), small.SECOND_SUPERVISOR)


def batch(gateway: str, number: int, amy: int = 5, week: int = 1, season: str = "small") -> OfBatch:
    """A batch whose votes one can tell apart by its number."""
    made = small.batch(number, {"amy-ben": amy, "cat-dan": number}, week, rejected=1)
    return made.model_copy(update={"gateway": gateway, "season": season})


def manifest(gateway: str, batches: int, amy: int = 5) -> OfManifest:
    """The manifest that fits batches 1 to so many."""
    accepted = sum(amy + number for number in range(1, batches + 1))
    totals = ChannelTotals(
        channel="sms", received=accepted + batches, accepted=accepted, rejected=(("over the cap", batches),)
    )
    return OfManifest(season="small", week=1, gateway=gateway, batches=batches, totals=(totals,))


def delivery(
    gateway: str,
    first: int,
    last: int,
    closes: bool = False,
    *,
    amy: int = 5,
    key: int | None = 1,
    under: str | None = "",
) -> bytes:
    """The message with batches from one number to another, signed with one of the gateway's keys or not at all.

    Signed under the live season's opening, or another, or (None) in the first form, under none.
    """
    batches = [batch(gateway, number, amy) for number in range(first, last + 1)]
    closing = manifest(gateway, last, amy) if closes else None
    if key is None:
        return delivery_text(batches, closing)
    return sign_delivery(signer(gateway, key), batches, closing, opening=OPENING if under == "" else under)


def in_parts(
    gateway: str,
    first: int,
    last: int,
    closes: bool = False,
    *,
    order: tuple[str, ...] = small.COUPLES,
    amy: int = 5,
    key: int | None = 1,
    under: str | None = "",
) -> bytes:
    """The same in the second form: the same batches have the same nonces, so that a message can be made twice."""
    again = second_form(gateway, first, last, order=order, amy=amy)
    _, closing = in_second_form([], manifest(gateway, last, amy) if closes else None, order)
    if closing is not None:
        closing = closing.model_copy(update={"nonce": nonce_of(gateway, 0)})
    if key is None:
        lines = [*again, *(() if closing is None else (closing,))]
        return delivery_text(again, closing) + hidden_text(lines)
    return sign_delivery(signer(gateway, key), again, closing, opening=OPENING if under == "" else under)


def second_form(
    gateway: str, first: int, last: int, *, order: tuple[str, ...] = small.COUPLES, amy: int = 5
) -> list[VoteBatchReceivedV2]:
    """A gateway's batches in the second form."""
    sent, _ = in_second_form([batch(gateway, number, amy) for number in range(first, last + 1)], None, order)
    return [line.model_copy(update={"nonce": nonce_of(gateway, line.batch)}) for line in sent]


def nonce_of(gateway: str, number: int) -> str:
    """A nonce one can make again."""
    return sha256(f"{gateway} {number}".encode()).hexdigest()


OPENING = opening()
