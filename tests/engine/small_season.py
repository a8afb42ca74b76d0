"""A small live season for tests of the engine: four couples, three judges, one gateway, people in every role."""

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from domain.record import Actor
from domain.rulebook import Rulebook, read_rulebook
from domain.season import commands as c
from domain.season.words import Episode, ExpectedGateway, Judge

PRODUCER = Actor(name="Petra", role="producer")
DESK = Actor(name="Dora", role="score desk")
SECOND_DESK = Actor(name="Dirk", role="score desk")
EXECUTIVE = Actor(name="Eve", role="executive")
ADJUDICATOR = Actor(name="Ada", role="adjudicator")
SUPERVISOR = Actor(name="Sam", role="supervisor")
SECOND_SUPERVISOR = Actor(name="Sue", role="supervisor")

COUPLES = ("amy-ben", "cat-dan", "eva-fin", "gil-hal")
JUDGES = ("ines", "jo", "kim")

RULES = """
glitterball = "rulebook.v1"
id = "small"
version = 1
title = "A small show"
applies_to = "tests"
scale = { lowest = 1, highest = 10, source = "test" }
[sides.judges]
counts = { kind = "marks" }
points = { kind = "rank", ties = "standard" }
source = "test"
[sides.viewers]
counts = { kind = "votes" }
points = { kind = "rank", ties = "standard" }
source = "test"
[[tie_chain]]
kind = "side_total"
side = "viewers"
source = "test"
[[tie_chain]]
kind = "lot"
source = "test"
[forms.single]
says = "The lowest leaves."
select = { kind = "lowest", couples = 1 }
leave = 1
source = "test"
[forms.nobody]
says = "Nobody leaves."
select = { kind = "nobody" }
source = "test"
[forms.save]
says = "The judges save one of two."
select = { kind = "lowest", couples = 2 }
leave = 1
second_stage = { kind = "judges_save", decides = "majority", source = "test" }
source = "test"
[forms.finale]
says = "Everyone is placed."
select = { kind = "everyone_placed" }
source = "test"
[immunity]
means = "safe from elimination"
source = "test"
"""


def rulebook() -> Rulebook:
    """The show's rules."""
    return read_rulebook(RULES)


def opening(mode: str = "live") -> list[tuple[c.SeasonCommand, Actor]]:
    """The commands that begin the season and its first week, up to open lines, with who gives them."""
    begin = c.OpenSeason.model_validate({"season": "small", "show": "A small show", "number": 1, "mode": mode})
    adopt = c.AdoptRulebook(rulebook=rulebook(), from_week=1)
    return [
        (begin, PRODUCER),
        (c.Propose(command=adopt), EXECUTIVE),
        (c.Approve(decision=1), ADJUDICATOR),
        *((c.CastCouple(couple=name, celebrity=name[:3], professional=name[4:]), PRODUCER) for name in COUPLES),
        *week(1, "single"),
    ]


def week(number: int, form: str, couples: tuple[str, ...] = COUPLES) -> list[tuple[c.SeasonCommand, Actor]]:
    """A week with one episode, its panel, one dance a couple, and open lines."""
    episode = Episode(number=number, date="2024-09-24")
    opened = c.OpenWeek(week=number, form=form, episodes=(episode,), scores_from=(number,), votes_from=(number,))
    panel = tuple(Judge(judge=name, name=name.title()) for name in JUDGES)
    gateways = (ExpectedGateway(gateway="phones", channels=("sms", "calls")),)
    return [
        (opened, PRODUCER),
        (c.SeatPanel(week=number, episode=number, judges=panel, head="ines"), PRODUCER),
        *((c.ScheduleDance(week=number, episode=number, round="1", couples=(name,)), PRODUCER) for name in couples),
        (c.OpenVoting(week=number, gateways=gateways), PRODUCER),
    ]


def scores(number: int, marks: dict[str, int]) -> list[tuple[c.SeasonCommand, Actor]]:
    """Every judge gives a couple the same mark."""
    return [
        (c.GiveScore(week=number, dance=f"{number}.1.{couple}", judge=judge, mark=mark), DESK)
        for couple, mark in marks.items()
        for judge in JUDGES
    ]


def batch(number: int, votes: dict[str, int], week: int = 1, rejected: int = 0) -> OfBatch:
    """A batch of the phones' SMS channel."""
    return OfBatch(
        season="small",
        week=week,
        gateway="phones",
        batch=number,
        channel="sms",
        opens="2024-09-24T20:00:00Z",
        closes="2024-09-24T20:01:00Z",
        votes=tuple(votes.items()),
        received=sum(votes.values()) + rejected,
        rejected=(("over the cap", rejected),) if rejected else (),
    )


def manifest(batches: int, accepted: int, week: int = 1, rejected: int = 0) -> OfManifest:
    """The phones' closing manifest."""
    totals = ChannelTotals(
        channel="sms",
        received=accepted + rejected,
        accepted=accepted,
        rejected=(("over the cap", rejected),) if rejected else (),
    )
    return OfManifest(season="small", week=week, gateway="phones", batches=batches, totals=(totals,))
