"""A call that is made again under its key, because nobody saw the answer, is recorded once, and the repeat says so."""

import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.record import Actor
from domain.season import commands as c
from glitterball.store import open_store
from tests.cli.typing_at_it import Desk

GIVE = "score give harbour-1 1 pia-max ana 9 --by 'Dora (score desk)'"
CANCEL = "week cancel harbour-1 1 --reason fog --by 'Eve (executive)'"
TWO = "--with 'Ada (adjudicator)'"


def events(desk: Desk) -> list[str]:
    return desk.types("events list --format csv").out.splitlines()[1:]


def test_a_mark_given_twice_under_one_key_is_one_mark_and_the_repeat_says_where_it_stands(harbour: Desk) -> None:
    before = len(events(harbour))
    first, again = harbour.types(f"{GIVE} --idempotency-key card-7"), harbour.types(f"{GIVE} --idempotency-key card-7")
    assert (first.code, again.code) == (0, 0), first.err + again.err
    recorded = first.err.strip()
    assert recorded.startswith("recorded ")
    assert again.err.splitlines() == [
        recorded.replace("recorded", "on record already", 1),
        "Nothing was recorded: the same was asked under the key card-7 before.",
    ]
    assert len(events(harbour)) == before + 1


def test_the_repeat_answers_machines_with_the_first_positions(harbour: Desk) -> None:
    line = f"{GIVE} --idempotency-key card-7 --format jsonl"
    first, again = harbour.types(line), harbour.types(line)
    assert again.out == first.out.replace('"recorded"', '"on record already"')
    assert '"position": ' in first.out


def test_a_decision_of_two_made_again_is_neither_proposed_nor_approved_twice(harbour: Desk) -> None:
    before = len(events(harbour))
    line = f"{CANCEL} {TWO} --idempotency-key fog"
    first, again = harbour.types(line), harbour.types(line)
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert [told.split(":")[0] for told in again.err.splitlines()[:3]] == [
        told.split(":")[0].replace("recorded", "on record already") for told in first.err.splitlines()
    ]
    assert len(events(harbour)) == before + 3


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("first", "other"),
    [
        (GIVE, GIVE.replace("ana", "ben")),
        (GIVE, GIVE.replace("Dora", "Dirk")),
        (CANCEL, f"{CANCEL} {TWO}"),
        (f"{CANCEL} {TWO}", CANCEL),
        (f"{CANCEL} {TWO}", f"{CANCEL} --with 'Ann (adjudicator)'"),
        (GIVE, CANCEL),
    ],
)
def test_a_key_used_for_something_else_is_refused(harbour: Desk, first: str, other: str) -> None:
    """The second person is a part of what was asked: a proposal under a key is no approval under the same."""
    assert harbour.types(f"{first} --idempotency-key card-7").code in (0, 4)
    before = events(harbour)
    refused = harbour.types(f"{other} --idempotency-key card-7")
    assert refused.code == 3, refused.err
    assert "was used for something else" in refused.err
    assert events(harbour) == before


@pytest.mark.heavy("accidents")
def test_a_power_cut_between_two_signatures_is_gone_on_with_under_the_key(harbour: Desk) -> None:
    """The proposal reached the disk, the approval did not, and no answer was seen."""
    whole = harbour.types(f"{CANCEL} {TWO} --idempotency-key fog --dry-run")
    assert whole.code == 0, whole.err
    killed = run(harbour, f"{CANCEL} {TWO} --idempotency-key fog", dies_after=1)
    assert killed.returncode == 9
    assert [line.split(",")[6] for line in events(harbour)][-1] == "decision-proposed.v1"
    again = harbour.types(f"{CANCEL} {TWO} --idempotency-key fog")
    assert again.code == 0, again.err
    assert [told.split(" ")[0] for told in again.err.splitlines()] == ["on", "recorded", "recorded"]
    assert [line.split(",")[6] for line in events(harbour)][-3:] == [
        "decision-proposed.v1", "decision-approved.v1", "elimination-cancelled.v1",
    ]  # fmt: skip


@pytest.mark.heavy("accidents")
def test_a_power_cut_between_the_commit_and_its_answer_leaves_one_mark(harbour: Desk) -> None:
    before = len(events(harbour))
    assert run(harbour, f"{GIVE} --idempotency-key card-7", dies_after=1).returncode == 9
    assert len(events(harbour)) == before + 1
    again = harbour.types(f"{GIVE} --idempotency-key card-7")
    assert again.code == 0
    assert again.err.startswith("on record already ")
    assert len(events(harbour)) == before + 1


@pytest.mark.heavy("processes")
def test_two_processes_with_one_key_at_once_record_one_mark(harbour: Desk) -> None:
    before = len(events(harbour))
    with ThreadPoolExecutor(4) as desks:
        done = list(desks.map(lambda _: run(harbour, f"{GIVE} --idempotency-key card-7"), range(4)))
    assert [call.returncode for call in done] == [0] * 4, [call.stderr for call in done]
    assert len({call.stderr.splitlines()[0].split(":")[0].split()[-1] for call in done}) == 1, "one position for all"
    assert len(events(harbour)) == before + 1


def test_threads_of_one_process_with_one_key_record_one_mark(harbour: Desk) -> None:
    said = c.GiveScore(week=1, dance="1.1.pia-max", judge="ana", mark=9)
    by = Actor(name="Dora", role="score desk")
    with open_store(harbour.store) as store, ThreadPoolExecutor(8) as desks:
        season = store.season("harbour-1")
        done = list(desks.map(lambda _: season.do(said, by, key="card-7"), range(32)))
    assert len(set(done)) == 1


def test_a_dry_run_says_what_would_be_recorded_and_records_nothing(harbour: Desk) -> None:
    before = events(harbour)
    tried = harbour.types(f"{CANCEL} {TWO} --dry-run")
    assert tried.code == 0
    assert [told.split(":")[0] for told in tried.err.splitlines()[:3]] == ["would be recorded"] * 3
    assert tried.err.splitlines()[-1] == "Nothing was recorded: it was a dry run."
    assert events(harbour) == before
    done = harbour.types(f"{CANCEL} {TWO}")
    said = [told.split(": ", 1)[1] for told in done.err.splitlines()]
    assert said == [told.split(": ", 1)[1] for told in tried.err.splitlines()[:3]], "and then just that is recorded"


def test_a_dry_run_is_refused_where_recording_would_be(harbour: Desk) -> None:
    assert harbour.types(GIVE).code == 0
    tried, done = harbour.types(f"{GIVE} --dry-run"), harbour.types(GIVE)
    assert (tried.code, tried.err) == (done.code, done.err)
    assert tried.code == 3


def test_a_certificate_that_stands_is_answered_and_not_recorded_again(harbour: Desk) -> None:
    for line in (
        "votes open harbour-1 1 --gateway phones:sms --opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z {petra}",
        *(f"score give harbour-1 1 {couple} {judge} {mark} --by 'Dora (score desk)'"
          for couple, marks in (("mia", (9, 9)), ("otto", (7, 6)), ("pia", (7, 8)))
          for judge, mark in zip(("ana", "ben"), marks, strict=True)),
        "votes import harbour-1 1 {{folder}}/phones.ndjson",
        "votes close harbour-1 1 {petra}",
    ):  # fmt: skip
        assert harbour.types(line.format(petra="--by 'Petra (producer)'")).code == 0, line
    certify = "week certify harbour-1 1 --by 'Eve (executive)' --with 'Ada (adjudicator)'"
    first = harbour.types(certify)
    assert first.code == 0, first.err
    before = events(harbour)
    again = harbour.types(f"{certify} --format jsonl")
    assert again.code == 0
    assert again.err.splitlines() == [
        first.err.splitlines()[-1].replace("recorded", "on record already", 1), "Nothing was recorded: all of it stands.",
    ]  # fmt: skip
    assert '"outcome-certified.v1"' in again.out
    assert events(harbour) == before


DIES = """
import os, sys
from glitterball.log.event_log import EventLog
from glitterball.cli import main
left = [int(sys.argv.pop(1))]
append = EventLog.append
def appended(*args, **kwargs):
    events = append(*args, **kwargs)
    left[0] -= 1
    if left[0] == 0:
        os._exit(9)
    return events
EventLog.append = appended
main()
"""
"""The program, with the power cut right behind its n-th commit."""


def run(desk: Desk, line: str, dies_after: int = 0) -> subprocess.CompletedProcess[str]:
    """A line typed in a process of its own."""
    words = [sys.executable, "-c", DIES, str(dies_after), "--store", desk.store, *shlex.split(line)]
    return subprocess.run(words, capture_output=True, text=True, env={**os.environ}, check=False)
