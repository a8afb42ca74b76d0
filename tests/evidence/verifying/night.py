"""A small season played through the engine, with checkpoints at the right moments and another season in the same log.

One gateway signs, the other does not; a batch is voided, a score corrected after the lock, the paddle shown wrong.
"""

from pathlib import Path
from typing import Literal

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from domain.record import Actor
from domain.season import commands as c
from domain.season import words as w
from domain.season.authority import authority_for
from glitterball.engine.openings import opening_of
from glitterball.evidence.ledger import Ledger, Register, make_key, register_path
from glitterball.evidence.ledger.publisher import Publisher, PublishingEngine
from glitterball.intake.message import delivery_text, hidden_text
from glitterball.intake.signing import in_second_form, sign_delivery
from glitterball.log import EventLog
from glitterball.proof.keys import SignerKey
from glitterball.proof.policy import Policy
from glitterball.proof.policy_text import parse_policy
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import JUDGES, PEOPLE

ORIGIN = "example.org/dancing"
SEASON, OTHER = "tiny-1", "other-1"
COUPLES = ("anna-ezra", "bea-cole", "cleo-dov")
WEST = SignerKey("west", bytes(range(32)))
TIME = "2024-09-25T00:00:00Z"
GATEWAYS = (
    w.ExpectedGateway(gateway="vox", channels=("sms",)),
    w.ExpectedGateway(gateway="west", channels=("online",)),
)


class Night:
    """The log in memory, unless an address says where; its key in a folder, and who says what."""

    def __init__(
        self, folder: Path, second_form: bool = False, address: str = "memory:", state: Path | None = None
    ) -> None:
        self.folder, self.second_form = folder, second_form
        self.log = EventLog.open(address, state=state)
        self.signer = make_key(folder / "key", ORIGIN)
        self.register = Register(register_path(folder / "key"))
        self.ledger = Ledger.open(self.log)
        self.publisher = Publisher(self.ledger, self.register, self.signer)
        self.engine = PublishingEngine(self.publisher, lambda: TIME)

    def close(self) -> None:
        self.ledger.close()
        self.register.close()
        self.log.close()

    def policy(self, quorum: str = "none") -> Policy:
        return parse_policy(f"log {self.signer.verifier_key().to_text()}\nquorum {quorum}\n".encode())

    def say(self, command: c.SeasonCommand, season: str = SEASON) -> None:
        """By whoever may say it, two where it takes two."""
        authority = authority_for(command, self.engine.state(season))
        first, second = PEOPLE[authority.roles[0]], PEOPLE[authority.roles[-1]]
        if first == second:
            second = Actor(name="Dana", role=first.role)
        if authority.second == "nobody else":
            self.engine.do(season, command, first)
            return
        self.engine.do(season, c.Propose.model_validate({"command": command}), first)
        self.engine.do(season, c.Approve(decision=len(self.engine.state(season).proposals)), second)


VOTES = ((300, 200, 100), (700, 900))
"""Accepted votes in a batch of each week, but for its number."""


def played(
    folder: Path,
    second_form: bool = False,
    votes: tuple[tuple[int, ...], ...] = VOTES,
    address: str = "memory:",
    opens: Literal["hidden", "by batch"] | None = None,
    state: Path | None = None,
) -> Night:
    """Two weeks: somebody leaves, then a finale of two. In the `second_form` gateways send counts in a stated order; a season
    may say when it `opens` that its counts are hidden, or that each batch is to commit to them as well."""
    night = Night(folder, second_form, address, state)
    for season in (SEASON, OTHER):
        opening = c.OpenSeason(season=season, show="Dancing", number=1, mode="live", counts="hidden" if opens else None)
        commitments = "by batch" if opens == "by batch" else None
        night.say(opening.model_copy(update={"commitments": commitments}), season)
    night.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1))
    for couple in COUPLES:
        celebrity, professional = couple.title().split("-")
        night.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
    night.say(c.CastCouple(couple="zoe-yan", celebrity="Zoe", professional="Yan"), OTHER)
    night.say(c.IntroduceGatewayKey(gateway="west", key=WEST.verifier_key().to_text()))
    play_week(night, 1, "single", COUPLES, votes[0])
    night.say(c.AnnounceElimination(week=1, couple="cleo-dov"))
    night.say(c.CloseWeek(week=1))
    play_week(night, 2, "finale", COUPLES[:2], votes[1])
    places = tuple(w.Place(couple=couple, place=place) for place, couple in enumerate(("bea-cole", "anna-ezra"), 1))
    night.say(c.AwardPlaces(week=2, places=places))
    night.say(c.CloseWeek(week=2))
    night.publisher.publish()
    return night


def play_week(night: Night, week: int, form: str, couples: tuple[str, ...], votes: tuple[int, ...]) -> None:
    """Scores, votes of two gateways, the seal, a correction and a void by two people, the certificate."""
    episode = w.Episode(number=week, date="2024-09-24")
    night.say(c.OpenWeek(week=week, form=form, episodes=(episode,), scores_from=(week,), votes_from=(week,)))
    seats = tuple(w.Judge(judge=judge, name=judge.title()) for judge in JUDGES[:2])
    night.say(c.SeatPanel(week=week, episode=week, judges=seats))
    for couple in couples:
        night.say(c.ScheduleDance(week=week, episode=week, round="1", couples=(couple,)))
    order = tuple(reversed(couples)) if night.second_form else None
    night.say(c.OpenVoting(week=week, gateways=GATEWAYS, couples=order))
    for number, couple in enumerate(couples):
        for judge in JUDGES[:2]:
            night.say(c.GiveScore(week=week, dance=f"{week}.1.{couple}", judge=judge, mark=7 + (number == 1)))
    night.say(c.ShowPaddle(week=week, dance=f"{week}.1.{couples[0]}", judge=JUDGES[0], mark=9))
    (deliver_in_parts if night.second_form else deliver)(night, week, couples, votes)
    night.say(c.NoteOutage(week=week, channel="sms", began=TIME, what="no tone"), SEASON)
    night.say(c.CloseVoting(week=week))
    corrected = c.CorrectScore(week=week, dance=f"{week}.1.{couples[1]}", judge=JUDGES[0], mark=9, reason="misread")
    night.say(corrected)
    voided = c.VoidBatch(
        week=week, gateway="vox", batch=3, reason="a test file", channel="sms", body="viewers", votes=()
    )
    night.say(voided)
    night.say(c.CertifyOutcome(week=week))


def deliver(night: Night, week: int, couples: tuple[str, ...], votes: tuple[int, ...]) -> None:
    """Three batches of each gateway; `vox` hands them over, `west` signs them."""
    vox = [batch_of(week, "vox", "sms", number, couples, votes) for number in (1, 2, 3)]
    west = [batch_of(week, "west", "online", number, couples, votes) for number in (1, 2, 3)]
    opened = night.engine.state(SEASON).opened
    opening = opening_of(night.log, opened) if opened else None
    night.engine.receive([vox[0], vox[2]], TIME)
    night.engine.deliver(sign_delivery(WEST, west[:2], opening=opening), SEASON, week, TIME)
    night.engine.receive([vox[1], manifest_of(vox)], TIME)
    night.engine.deliver(sign_delivery(WEST, west[2:], manifest_of(west), opening=opening), SEASON, week, TIME)


def deliver_in_parts(night: Night, week: int, couples: tuple[str, ...], votes: tuple[int, ...]) -> None:
    """The same in the second form. A delivery without a signature is its lines and their hidden parts."""
    order = tuple(reversed(couples))
    vox = [batch_of(week, "vox", "sms", number, couples, votes) for number in (1, 2, 3)]
    west = [batch_of(week, "west", "online", number, couples, votes) for number in (1, 2, 3)]
    opened = night.engine.state(SEASON).opened
    opening = opening_of(night.log, opened) if opened else None
    lines, closing = in_second_form(vox, manifest_of(vox), order)
    for sent in ([lines[2]], [lines[0], lines[1]]):
        night.engine.deliver(delivery_text(sent) + hidden_text(sent), SEASON, week, TIME)
    signed, closed = in_second_form(west, manifest_of(west), order)
    night.engine.deliver(sign_delivery(WEST, signed[:2], opening=opening), SEASON, week, TIME)
    assert closing is not None
    night.engine.deliver(delivery_text((), closing) + hidden_text([closing]), SEASON, week, TIME)
    night.engine.deliver(sign_delivery(WEST, signed[2:], closed, opening=opening), SEASON, week, TIME)


def batch_of(
    week: int, gateway: str, channel: str, number: int, couples: tuple[str, ...], votes: tuple[int, ...]
) -> OfBatch:
    """A batch with one rejected and one late vote."""
    counted = tuple((couple, count + number) for couple, count in zip(couples, votes, strict=True))
    return OfBatch(
        season=SEASON,
        week=week,
        gateway=gateway,
        batch=number,
        channel=channel,
        opens=TIME,
        closes=TIME,
        votes=counted,
        received=sum(count for _, count in counted) + 2,
        rejected=(("over the cap", 1),),
        late=1,
        nonce=f"{week}{number:031x}",
    )


def manifest_of(batches: list[OfBatch]) -> OfManifest:
    """What the gateway says it sent."""
    first = batches[0]
    totals = ChannelTotals(
        channel=first.channel,
        received=sum(one.received for one in batches),
        accepted=sum(one.accepted for one in batches),
        rejected=(("over the cap", len(batches)),),
        late=len(batches),
    )
    return OfManifest(season=SEASON, week=first.week, gateway=first.gateway, batches=len(batches), totals=(totals,))
