"""`votes timeline`, `votes surges` and `votes exclude` as somebody types them, about a night with a voided channel."""

import contextlib
import csv
import io
import json
from pathlib import Path

import pytest
import typer

from domain.season import events as e
from domain.season import words as w
from glitterball.addresses import Address
from glitterball.cli import turnout
from glitterball.cli.ending import run
from glitterball.log import Entry, EventLog
from glitterball.testing import PEOPLE
from tests.audit import nights
from tests.votes.batches import received

ANNA, BEA, CLEO = "anna-ezra", "bea-cole", "cleo-dov"
MARKS = {ANNA: 9, BEA: 8, CLEO: 7}
AT = "2024-09-25T03:00:00Z"
BATCHES = (
    received(1, {ANNA: 300, BEA: 500, CLEO: 400}, minute=1),
    received(2, {ANNA: 300, BEA: 200, CLEO: 700}, minute=2),
    received(1, {ANNA: 100, BEA: 900, CLEO: 1_500}, "web", "online", minute=2),
)
app = typer.Typer(no_args_is_help=True)
app.command("timeline")(turnout.timeline)
app.command("surges")(turnout.surges)
app.command("exclude")(turnout.exclude_)


@app.callback()
def options(context: typer.Context, store: str = typer.Option(...)) -> None:
    """As the whole command line has it."""
    context.obj = Address.read(store)


def facts() -> list[e.SeasonFact]:
    """A live week of three couples by rank points, all equal in points; the web votes are voided."""
    rulebook = nights.rulebook()
    gateways = (
        w.ExpectedGateway(gateway="vox", channels=("sms",)),
        w.ExpectedGateway(gateway="web", channels=("online",)),
    )
    seats = (w.Judge(judge="len", name="Len"),)
    week = {"week": 1, "form": "single", "scores_from": (1,), "votes_from": (1,)}
    said: list[e.SeasonFact] = [
        e.SeasonOpened(season="us-33", show="Dancing", number=33, mode="rehearsal"),
        e.RulebookAdopted(rulebook=rulebook, from_week=1, sha256=rulebook.hash()),
        *(e.CoupleCast(couple=name, celebrity=name.title(), professional="A Pro") for name in MARKS),
        e.WeekOpened.model_validate({**week, "episodes": (w.Episode(number=1, date="2024-09-24"),)}),
        e.PanelSeated(week=1, episode=1, judges=seats),
    ]
    for couple, mark in MARKS.items():
        said.append(e.DanceScheduled(week=1, episode=1, round="1", couples=(couple,)))
        said.append(e.ScoreGiven(week=1, dance=f"1.1.{couple}", judge="len", mark=mark))
    return [*said, e.VotingOpened(week=1, gateways=gateways)]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with that week, its votes in and sealed."""
    address = f"sqlite:{tmp_path / 'show.sqlite'}"
    with EventLog.open(address) as log:
        before = facts()
        log.append("season/us-33", 0, before, PEOPLE["producer"], AT)
        for fact in BATCHES:
            log.append_many([Entry(f"votes/us-33/1/{fact.gateway}", fact.batch, fact, PEOPLE["gateway"], AT)])
        after = [e.VotingClosed(week=1), e.ChannelVoided(week=1, channel="online", reason="wrong numbers on one feed")]
        log.append("season/us-33", len(before), after, PEOPLE["producer"], AT)
    return address


def typed(store: str, *words: str) -> str:
    """What it prints on standard output; the exit code is 0."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(app, ["--store", store, *words]) == 0
    return out.getvalue()


def test_a_timeline_adds_up_by_couple_channel_or_gateway(store: str) -> None:
    def votes(by: str) -> dict[tuple[str, str], int]:
        lines = csv.DictReader(io.StringIO(typed(store, "timeline", "us-33", "1", "--by", by, "--format", "csv")))
        return {(line["minute"][-2:], line["of"]): int(line["votes"]) for line in lines}

    assert votes("couple")["02", CLEO] == 2_200
    assert votes("channel") == {("01", "sms"): 1_200, ("02", "sms"): 1_200, ("02", "online"): 2_500}
    assert votes("gateway")["02", "web"] == 2_500


def test_every_row_of_votes_over_time_can_be_had(store: str) -> None:
    rows = json.loads(typed(store, "timeline", "us-33", "1", "--by", "all", "--format", "json"))
    assert rows["mode"] == "rehearsal"
    assert len(rows["data"]) == 9
    assert sum(row["votes"] for row in rows["data"]) == sum(batch.accepted for batch in BATCHES)


def test_surges_say_what_is_seen(store: str) -> None:
    out = " ".join(typed(store, "surges", "us-33", "1").split())
    assert out.startswith("REHEARSAL")
    assert "share by channel" in out
    assert "(600 of 2,400) of the votes by sms" in out


def test_exclude_tells_what_each_channel_would_change_and_both_sides_of_the_void(store: str) -> None:
    out = " ".join(typed(store, "exclude", "us-33", "1").split())
    assert "As it stands: Anna-Ezra & A leave, equal in points across a line that decides" in out
    assert "Of 1 channel 1 would change it if left out." in out
    assert "channel voided: online (2,500 votes), wrong numbers on one feed." in out


def test_exclude_by_batch_is_whole_as_json(store: str) -> None:
    answer = json.loads(typed(store, "exclude", "us-33", "1", "--each", "batch", "--format", "json"))
    (data,) = answer["data"]
    assert (data["items"], data["each"], data["votes"]) == (2, "batch", 2_400)
    assert [(one["name"], one["without"]["ending"]["leaving"]) for one in data["listed"]] == [
        ("vox 1", [BEA]),
        ("vox 2", [CLEO]),
    ]
    assert data["made"][0]["why"] == "channel voided"
    assert (data["made"][0]["counted"], data["made"][0]["same"]) == (False, True)


def test_as_of_before_the_void_the_channel_is_an_item(store: str) -> None:
    lines = typed(store, "exclude", "us-33", "1", "--as-of", "18", "--format", "jsonl").splitlines()
    assert {json.loads(line)["name"] for line in lines} == {"sms", "online"}
