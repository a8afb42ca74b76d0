"""A night to play with: the invented show as a rehearsal, its first week open, and gateways that deliver when they are asked to.

Nothing of it is scripted: marks, lines, certificate and announcements are said by whoever plays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest, gateway_stream
from domain.record import Actor, Fact
from domain.rulebook import read_rulebook
from domain.season import commands as c
from domain.season.lookup import couples_in_order
from domain.season.state import SeasonState, field_of, window_of
from domain.season.words import Episode, Judge
from glitterball.beginnings.tutorial import tutorial_files
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.procedures import sign
from glitterball.procedures.weeks import as_planned
from glitterball.rehearsal.gateways import CommittingGateways, SigningGateways
from glitterball.rehearsal.people import ADJUDICATOR, EXECUTIVE, PRODUCER, RosterOfARehearsal
from glitterball.rehearsal.votes import split

NIGHT = "harbour-night"
"""What the season of a night to play with is called."""

COUPLES = (
    ("mia-jon", "Mia Berg", "Jon Falk"),
    ("otto-lea", "Otto Lind", "Lea Storm"),
    ("pia-max", "Pia Ek", "Max Holm"),
)
JUDGES = (
    Judge(judge="ana", name="Ana Ruiz"),
    Judge(judge="ben", name="Ben Okoro"),
    Judge(judge="cora", name="Cora Lund"),
)
DANCES = ("Waltz", "Tango", "Jive")

MINUTES = 10
"""Batches that a gateway sends in a night, one a minute, where the lines have no window of their own."""

FEWEST, MOST = 20_000, 60_000
"""Votes of a couple."""


def begin_night(engine: Engine, season: str = NIGHT, seed: int = 33) -> str:
    """Put a season of the invented show on record that nobody has danced in yet; its name. One that is there stays as it is."""
    if engine.state(season).opened is not None:
        return season
    roster, gateways = RosterOfARehearsal(seed, season), SigningGateways(seed, season)
    engine.do(season, c.OpenSeason(season=season, show="Harbour Lights", number=1, mode="rehearsal"), PRODUCER)
    engine.do(season, c.FoundSeason(people=roster.people()), PRODUCER)
    rulebook = read_rulebook(tutorial_files()["rulebook.toml"].decode(), "rulebook.toml")
    signed = partial(_signed, engine, season, roster)
    sign(signed, c.AdoptRulebook(rulebook=rulebook, from_week=1), EXECUTIVE, ADJUDICATOR)
    for couple, celebrity, professional in COUPLES:
        engine.do(season, c.CastCouple(couple=couple, celebrity=celebrity, professional=professional), PRODUCER)
    for introduction in gateways.introductions():
        sign(signed, introduction, EXECUTIVE, ADJUDICATOR)
    today = engine.clock()[:10]
    first = Episode(number=1, date=today, theme="First night")
    opening = c.OpenWeek(week=1, form="single", episodes=(first,), scores_from=(1,), votes_from=(1,))
    panel = c.SeatPanel(week=1, episode=1, judges=JUDGES, head="ana")
    dances = tuple(
        c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,), style=style)
        for (couple, _, _), style in zip(COUPLES, DANCES, strict=True)
    )
    engine.do_all(season, as_planned((opening, panel, *dances)), PRODUCER)
    return season


def _signed(engine: Engine, season: str, roster: RosterOfARehearsal, command: c.SeasonCommand, by: Actor) -> list[Fact]:
    return [event.fact for event in engine.do(season, command, by, signer=roster.signer(by))]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the gateways have sent: batches that are new, and gateways that closed."""

    batches: int
    closed: int


def deliver(
    engine: Engine, season: str, week: int, *, upto: int = MINUTES, closing: bool = True, seed: int = 33
) -> Delivered:
    """Have the gateways of a rehearsal's lines deliver their batches up to a number, and close. Delivering again adds nothing.

    Refuses what a delivery is refused for: a season that is no rehearsal of this seed has other keys.
    """
    state = engine.state(season)
    this = state.weeks.get(week)
    if this is None or this.voting is None or state.opened is None:
        return Delivered(0, 0)
    order = couples_in_order(state, week)
    gateways = _gateways(seed, season, week, order)
    opening, batches, closed = opening_of(engine.log, state.opened), 0, 0
    for expected in this.voting.fact.gateways:
        sent = list(_batches(state, season, week, expected.gateway, expected.channels, seed))
        stream = gateway_stream(season, week, expected.gateway)
        lines: list[OfBatch | OfManifest] = [
            batch for batch in sent if batch.batch <= upto and engine.log.get(stream, batch.batch) is None
        ]
        earlier = [batch for batch in sent if batch.batch <= upto and batch not in lines]
        for _ in gateways.messages(
            earlier, opening
        ):  # a gateway knows what it has sent: its manifest commits to all of it
            pass
        batches += len(lines)
        if closing:
            lines.append(_manifest(season, week, expected.gateway, sent))
            closed += 1
        for message in gateways.messages(lines, opening):
            engine.deliver(message, season, week)
    return Delivered(batches, closed)


def _gateways(seed: int, season: str, week: int, order: tuple[str, ...]) -> SigningGateways:
    """The gateways in the form that the lines ask: counts in the couples' order, where they were opened with one."""
    if not order:
        return SigningGateways(seed, season)
    gateways = CommittingGateways(seed, season)
    gateways.open_lines(week, order)
    return gateways


def _batches(
    state: SeasonState, season: str, week: int, gateway: str, channels: tuple[str, ...], seed: int
) -> Iterator[OfBatch]:
    this = state.weeks[week]
    assert this.voting is not None, "the lines are open"
    opens, closes = window_of(this)
    begins = datetime.fromisoformat(opens or this.voting.time)
    long = (datetime.fromisoformat(closes) - begins if closes else timedelta(minutes=MINUTES)) / MINUTES
    chance = Random(f"{seed}/{season}/{week}/{gateway}")
    couples = sorted(couples_in_order(state, week) or field_of(state, week))
    votes = {couple: split(chance.randint(FEWEST, MOST), (10,) * MINUTES, chance) for couple in couples}
    for number in range(MINUTES):
        counts = tuple((couple, votes[couple][number]) for couple in couples)
        yield OfBatch(
            season=season,
            week=week,
            gateway=gateway,
            batch=number + 1,
            channel=channels[number % len(channels)],
            opens=_stamp(begins + number * long),
            closes=_stamp(begins + (number + 1) * long),
            votes=counts,
            received=sum(count for _, count in counts),
            rejected=(),
            late=0,
        )


def _manifest(season: str, week: int, gateway: str, sent: list[OfBatch]) -> OfManifest:
    totals = tuple(
        ChannelTotals(channel=channel, received=votes, accepted=votes, rejected=(), late=0)
        for channel in sorted({batch.channel for batch in sent})
        for votes in (sum(batch.accepted for batch in sent if batch.channel == channel),)
    )
    return OfManifest(season=season, week=week, gateway=gateway, batches=len(sent), totals=totals)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
