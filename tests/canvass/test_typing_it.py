"""`votes canvass` at the command line: batches out, an account to read, and the check against the record."""

import contextlib
import io
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.events import VoteBatchReceived
from domain.record import Actor
from domain.rulebook import read_rulebook
from domain.season import commands as c
from domain.season.words import ExpectedGateway
from glitterball.addresses import Address
from glitterball.canvass.canvassing import counted_elsewhere
from glitterball.cli.canvass import canvass
from glitterball.cli.ending import run
from glitterball.intake.unsigned_lines import read_deliveries
from glitterball.store import open_store
from tests.canvass.raw_ballots import CLOSES, OPENS, good, write
from tests.engine.small_season import COUPLES, RULES, opening

VOTING = """
[voting.cap]
votes = 2
source = "test"
[voting.channels.sms]
kind = "single ballots"
source = "test"
[voting.channels.calls]
kind = "single ballots"
source = "test"
[voting.window]
times = "the week's"
source = "test"
[voting.regions]
eligible = ["us"]
source = "test"
"""
WINDOW = f"--window {OPENS}/{CLOSES}"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


class Desk:
    """A season whose rulebook has a voting clause, a raw file, and somebody typing."""

    def __init__(self, folder: Path, rules: str = RULES + VOTING, **voting: str) -> None:
        self.folder, self.store = folder, f"sqlite:{folder / 'show.sqlite'}"
        adopt = c.AdoptRulebook(rulebook=read_rulebook(rules), from_week=1)
        lines = c.OpenVoting(week=1, gateways=(ExpectedGateway(gateway="phones", channels=("sms", "calls")),), **voting)
        with open_store(self.store) as store:
            for command, by in opening():
                said: c.SeasonCommand = command
                if isinstance(command, c.Propose):
                    said = c.Propose(command=adopt)
                elif isinstance(command, c.OpenVoting):
                    said = lines
                store.engine.do("small", said, by)
        late = good(couple=COUPLES[0], time=CLOSES)
        rows = [good(couple=couple, time=OPENS) for couple in (*COUPLES, *COUPLES[:1] * 2)]
        write(folder / "raw.csv", [*rows, late, good(couple=COUPLES[1], region="mx")])

    def types(self, line: str) -> Said:
        app = typer.Typer()

        @app.callback()
        def root(context: typer.Context) -> None:
            context.obj = Address.read(self.store)

        app.command("canvass")(canvass)
        words = shlex.split(line.replace("{raw}", f"phones={self.folder / 'raw.csv'}"))
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(app, ["canvass", *words])
        return Said(code, out.getvalue(), err.getvalue())

    def takes_in(self, lines: str) -> None:
        """What `votes import` does with the lines."""
        batches, manifests = read_deliveries(lines.encode().splitlines(), "-", "small", 1)
        with open_store(self.store) as store:
            store.season("small").receive([*batches, *manifests])

    def on_record_elsewhere(self, lines: str) -> None:
        """Batches of a gateway that is not the one canvassed, recorded as they are."""
        batches, _ = read_deliveries(lines.encode().splitlines(), "-", "small", 1)
        with open_store(self.store) as store:
            for batch in batches:
                fact, by = VoteBatchReceived(**dict(batch)), Actor(name=batch.gateway, role="gateway")
                store.log.append_at(f"votes/small/1/{batch.gateway}", batch.batch, fact, by, OPENS)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_batches_are_lines_that_are_taken_in_and_then_agree_with_the_raw_ballots(desk: Desk) -> None:
    said = desk.types(f"small 1 {{raw}} {WINDOW}")
    assert said.code == 0
    desk.takes_in(said.out)
    again = desk.types(f"small 1 {{raw}} {WINDOW} --check")
    assert (again.code, again.out) == (0, "")
    assert "2 batches on record are what the raw ballots give" in again.err


def test_the_account_says_what_became_of_every_ballot(desk: Desk) -> None:
    said = desk.types(f"small 1 {{raw}} {WINDOW} -o {desk.folder / 'batches.ndjson'} --format json")
    assert said.code == 0
    lines = {(row["channel"], row["what"]): row["votes"] for row in json.loads(said.out)["data"]}
    assert lines["sms", "received"] == 8
    assert lines["sms", "accepted"] == 5
    assert lines["sms", "late"] == 1
    assert lines["sms", "rejected: over the cap"] == 1
    assert lines["sms", "rejected: outside the region"] == 1
    assert lines["calls", "received"] == 0
    assert {one.name for one in desk.folder.iterdir()} - {"show.sqlite-shm", "show.sqlite-wal"} == {
        "batches.ndjson",
        "raw.csv",
        "show.sqlite",
    }


def test_a_batch_on_record_that_says_otherwise_ends_with_exit_code_1(desk: Desk) -> None:
    lines = desk.types(f"small 1 {{raw}} {WINDOW}").out
    first, *rest = lines.splitlines()
    forged = first.replace('["amy-ben",2]', '["amy-ben",3]').replace('"received":7', '"received":8')
    assert forged != first
    desk.takes_in("\n".join([forged, *rest]))
    said = desk.types(f"small 1 {{raw}} {WINDOW} --check")
    assert said.code == 1
    assert "votes for 'amy-ben': 3 on record, 2 in the raw ballots (+1)" in said.out


def test_the_window_on_record_needs_no_saying_and_bears_no_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path, opens=OPENS, closes=CLOSES)
    assert desk.types("small 1 {raw}").code == 0
    said = desk.types(f"small 1 {{raw}} --window {OPENS}/2024-09-25T09:00:00Z")
    assert said.code == 3
    assert "another one is on record" in said.err


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("small 1 {raw}", 3, "The window of channel sms in week 1 is not clear: none is on record and none was given"),
        (f"small 1 {{raw}} --window sms={OPENS}/{CLOSES}", 3, "channel calls"),
        (f"small 1 {{raw}} --window {CLOSES}/{OPENS}", 3, "it closes before it opens"),
        ("small 1 {raw} --window 2024-09-25T00:00:00/2024-09-25T03:00:00", 2, "is no window with zones"),
        (f"small 1 raw.csv {WINDOW}", 2, "names no file"),
        (f"small 1 phones=absent.csv {WINDOW}", 3, "absent.csv cannot be read: there is no such file"),
        (f"small 1 {{raw}} {{raw}} {WINDOW}", 3, "Gateway phones is given two raw files"),
        (f"small 2 {{raw}} {WINDOW}", 3, "Week 2 of small has not been opened"),
        (f"small 1 {{raw}} {WINDOW} --memory some", 3, "no amount of memory"),
        ("small 1 {raw} --window 1990-01-01T00:00:00Z/2090-01-01T00:00:00Z --slice 1", 3, "more than 1,000,000"),
    ],
)
def test_what_is_not_clear_gets_a_sentence(line: str, code: int, says: str, desk: Desk) -> None:
    said = desk.types(line)
    assert (said.code, says in " ".join(said.err.split())) == (code, True), said.err
    assert said.out == ""


def test_a_gateway_nobody_expects_is_refused(desk: Desk) -> None:
    said = desk.types(f"small 1 web={desk.folder / 'raw.csv'} {WINDOW}")
    assert said.code == 3
    assert "'web' names no gateway in week 1" in said.err
    assert "gateways are phones" in said.err


def test_a_rulebook_without_a_voting_clause_is_refused_by_name(tmp_path: Path) -> None:
    said = Desk(tmp_path, RULES).types(f"small 1 {{raw}} {WINDOW}")
    assert said.code == 3
    assert "Rulebook small@1 of small, week 1, says nothing about ballots" in said.err


def test_a_channel_the_clause_does_not_name_is_refused(tmp_path: Path) -> None:
    rules = RULES + VOTING.replace("voting.channels.calls", "voting.channels.web")
    said = Desk(tmp_path, rules).types(f"small 1 {{raw}} {WINDOW}")
    assert "says nothing about channel calls" in said.err


def test_a_file_of_last_week_is_not_counted_again_without_a_word(desk: Desk) -> None:
    lines = desk.types(f"small 1 {{raw}} {WINDOW}").out
    others = [line.replace('"gateway":"phones"', '"gateway":"web"') for line in lines.splitlines()[:1]]
    desk.on_record_elsewhere("\n".join(others))
    said = desk.types(f"small 1 {{raw}} {WINDOW}")
    assert said.code == 4
    assert "is on record already: web in week 1 was counted from the same bytes" in said.err
    assert said.out == ""
    again = desk.types(f"small 1 {{raw}} {WINDOW} --although-on-record")
    assert (again.code, again.out) == (0, lines)
    assert "The raw file of phones is on record already, for web in week 1" in again.err


def test_the_same_file_of_the_same_gateway_and_week_may_be_counted_again(desk: Desk) -> None:
    lines = desk.types(f"small 1 {{raw}} {WINDOW}").out
    desk.takes_in(lines)
    assert desk.types(f"small 1 {{raw}} {WINDOW}").out == lines


@given(st.lists(st.tuples(st.sampled_from(["phones", "web"]), st.integers(1, 3)), max_size=4, unique=True))
def test_what_was_counted_elsewhere_is_every_place_but_this_one(places: list[tuple[str, int]]) -> None:
    says = counted_elsewhere("0" * 64, "phones", 2, {"0" * 64: places})
    assert bool(says) == bool(set(places) - {("phones", 2)})
    assert "phones in week 2" not in says
    assert all(f"{name} in week {week}" in says for name, week in set(places) - {("phones", 2)})
