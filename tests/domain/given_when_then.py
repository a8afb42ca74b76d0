"""Given past facts, when somebody says something, then these facts follow or it is refused by name."""

from typing import Any, TypeVar

import pytest

from domain.gateway.events import OfBatch, OfManifest
from domain.record import Actor, Fact, canonical_json, digest
from domain.refusals import Refusal
from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import EveryonePlaced, Nobody
from domain.season import commands as c
from domain.season import events as e
from domain.season import words as w
from domain.stages.second_stages import JudgesSave, ViewersSave
from glitterball.testing import PEOPLE, PlainLog, manifest_of
from tests.domain.on_paper import BOTTOM_TWO, PUBLIC_VOTE, SHARE, SINGLE, SOURCE, form, rules

R = TypeVar("R", bound=Refusal)
Said = c.SeasonCommand | OfBatch | OfManifest


def given(*past: e.SeasonFact | OfBatch | OfManifest) -> PlainLog:
    log = PlainLog()
    for fact in past:
        log.record((fact,)) if isinstance(fact, e.SeasonFact) else log.deliver(fact)
    return log


def when(log: PlainLog, said: Said, by: Actor | None = None) -> tuple[Fact, ...]:
    return log.deliver(said) if isinstance(said, OfBatch | OfManifest) else log.say(said, by)


def refused(refusal: type[R], log: PlainLog, said: Said, by: Actor | None = None) -> R:
    before = (log.state, len(log.events), repr(log.tallies))
    with pytest.raises(refusal) as caught:
        when(log, said, by)
    assert (log.state, len(log.events), repr(log.tallies)) == before, "something was recorded"
    return caught.value


ELIN, OLGA, PIA, DORA, HUGO = (
    PEOPLE[role] for role in ("executive", "adjudicator", "producer", "score desk", "historian")
)

FINALE = Form(name="finale", says="all placed", select=EveryonePlaced(), source=SOURCE)
NOBODY = Form(name="nobody-leaves", says="nobody leaves", select=Nobody(), source=SOURCE)
SAVE = form("save", 2, 1, 0, JudgesSave(decides="head judge counts twice", source=SOURCE))
INSTANT = form("instant", 2, 1, 0, ViewersSave(source=SOURCE))
BOOK = rules(SHARE, SINGLE, BOTTOM_TWO, SAVE, INSTANT, FINALE, NOBODY, chain=(PUBLIC_VOTE,))

THREE = ("anna-ezra", "bea-cole", "cleo-dov")


def opened(mode: w.Mode = "live") -> e.SeasonOpened:
    return e.SeasonOpened(season="us-33", show="Dancing", number=33, mode=mode)


def adopted(rulebook: Rulebook = BOOK, from_week: int = 1) -> e.RulebookAdopted:
    return e.RulebookAdopted(rulebook=rulebook, from_week=from_week, sha256=digest(canonical_json(rulebook)))


def cast(*couples: str) -> tuple[e.CoupleCast, ...]:
    return tuple(e.CoupleCast(couple=couple, celebrity=couple, professional="a pro") for couple in couples)


def week(number: int = 1, form: str = "single", **more: Any) -> e.WeekOpened:
    particulars: dict[str, Any] = {
        "episodes": (w.Episode(number=number, date="2024-09-17"),),
        "scores_from": (number,),
        "votes_from": (number,),
    }
    return e.WeekOpened(week=number, form=form, **(particulars | more))


def panel(*judges: str, week: int = 1, head: str | None = None) -> e.PanelSeated:
    seats = tuple(w.Judge(judge=judge, name=judge) for judge in judges)
    return e.PanelSeated(week=week, episode=week, judges=seats, head=head or judges[-1])


def danced(
    couple: str, *marks: Any, week: int = 1, judges: tuple[str, ...] = ("carrie", "len"), turn: str = "1"
) -> tuple[Any, ...]:
    """A dance and its marks in the order of the judges."""
    scheduled = e.DanceScheduled(week=week, episode=week, round=turn, couples=(couple,))
    given = (
        e.ScoreGiven(week=week, dance=scheduled.dance, judge=judge, mark=mark)
        for judge, mark in zip(judges, marks, strict=False)
    )
    return (scheduled, *given)


def lines(week: int = 1) -> e.VotingOpened:
    gateway = w.ExpectedGateway(gateway="vox", channels=("online", "sms"))
    return e.VotingOpened(week=week, gateways=(gateway,), opens="2024-09-25T00:00:00Z", closes="2024-09-26T00:00:00Z")


def batch(number: int, split: dict[str, int], channel: str = "sms", week: int = 1, **more: Any) -> OfBatch:
    particulars: dict[str, Any] = {
        "season": "us-33",
        "week": week,
        "gateway": "vox",
        "batch": number,
        "channel": channel,
        "opens": "2024-09-25T00:00:00Z",
        "closes": "2024-09-25T02:00:00Z",
        "votes": tuple(split.items()),
        "received": sum(split.values()),
    }
    return OfBatch(**(particulars | more))


def manifest(*batches: OfBatch, week: int = 1) -> OfManifest:
    return manifest_of(batches, season="us-33", week=week, gateway="vox")


def sealed(week: int = 1) -> e.VotingClosed:
    return e.VotingClosed(week=week)


BEGUN = (opened(), adopted(), *cast(*THREE), week())
"""A live season of three couples with week 1 open in the form `single`."""

MARKED = (
    *BEGUN,
    panel("carrie", "len"),
    *danced("anna-ezra", 9, 9),
    *danced("bea-cole", 8, 8),
    *danced("cleo-dov", 7, 7),
)
"""And every mark of it given."""

VOTES = {"anna-ezra": 30, "bea-cole": 20, "cleo-dov": 10}
COUNTED = (*MARKED, lines(), batch(1, VOTES), sealed(), manifest(batch(1, VOTES)))
"""And its votes counted: Cleo & Dov are lowest on both sides."""


def in_form(name: str, past: tuple[Any, ...] = COUNTED) -> tuple[Any, ...]:
    """The same past with week 1 opened in another form."""
    return tuple(week(1, name) if isinstance(fact, e.WeekOpened) else fact for fact in past)
