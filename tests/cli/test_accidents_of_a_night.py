"""Accidents of a live night, typed as at the desk: each once went through without a word and changed who leaves."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.typing_at_it import Desk

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
PETRA, DORA = '--by "Petra (producer)"', '--by "Dora (score desk)"'
TWO = '--by "Eve (executive)" --with "Ada (adjudicator)"'
SUPERVISORS = '--by "Sam (supervisor)" --with "Sue (supervisor)"'
LINES = "--opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z"
MARKS = {"mia": (9, 9), "otto": (7, 6), "pia": (7, 8)}


def typed(desk: Desk, line: str, code: int = 0) -> str:
    said = desk.types(line)
    assert said.code == code, (line, said.out, said.err)
    return said.out + said.err


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text()))


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    shutil.copytree(HARBOUR, desk.folder / "harbour")
    return desk


def play(desk: Desk, marks: dict[str, tuple[int, int]] = MARKS, deliveries: str = "phones.ndjson") -> str:
    """The first week up to the closing of the lines; answers what the intake said."""
    typed(desk, 'season import {folder}/harbour/season.toml --by "Eve (executive)" --with "Ada (adjudicator)"')
    typed(desk, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    typed(desk, f"votes open harbour-1 1 --gateway phones:sms {LINES} {PETRA}")
    for couple, given in marks.items():
        for judge, mark in zip(("ana", "ben"), given, strict=True):
            typed(desk, f"score give harbour-1 1 {couple} {judge} {mark} {DORA}")
    taken_in = typed(desk, f"votes import harbour-1 1 {{folder}}/harbour/{deliveries}")
    typed(desk, f"votes close harbour-1 1 {PETRA}")
    return taken_in


def test_a_row_lost_from_the_running_order_sends_nobody_home(harbour: Desk) -> None:
    edit(harbour.folder / "harbour" / "week-1.csv", lambda text: text.replace("1,1,otto-lea,Jive\n", ""))
    play(harbour, {"mia": (8, 8), "pia": (8, 8)})
    says = typed(harbour, "week check harbour-1 1", 4)
    assert "NOT READY" in says
    assert "no dance of Otto & Lea is scheduled in week 1" in says
    assert "otto-lea" in typed(harbour, f"week certify harbour-1 1 {TWO}", 4)
    typed(harbour, f"week bye harbour-1 1 otto --reason 'a torn ligament' {TWO}")
    assert "READY" in typed(harbour, "week check harbour-1 1")
    assert "Otto" not in typed(harbour, "week standings harbour-1 1")


def test_a_batch_of_the_next_morning_is_named_at_the_intake_and_keeps_the_week(harbour: Desk) -> None:
    stray = {
        "season": "harbour-1", "week": 1, "gateway": "phones", "batch": 3, "channel": "sms",
        "opens": "2026-03-08T09:00:00Z", "closes": "2026-03-08T09:01:00Z", "votes": [["mia-jon", 100]], "received": 100,
    }  # fmt: skip

    def with_it(text: str) -> str:
        *batches, manifest = text.splitlines()
        closing = json.loads(manifest)
        closing["batches"] = 3
        for key in ("received", "accepted"):
            closing["totals"][0][key] += 100
        return "\n".join((*batches, json.dumps(stray), json.dumps(closing)))

    edit(harbour.folder / "harbour" / "phones.ndjson", with_it)
    outside = "batch 3 of channel sms is of a time outside the lines on record"
    assert outside in play(harbour)
    assert outside in typed(harbour, "week check harbour-1 1", 4)
    typed(harbour, f"votes void batch harbour-1 1 phones 3 --reason 'after the show' {SUPERVISORS}")
    assert "NOT READY" not in typed(harbour, "week check harbour-1 1")


def test_the_same_batch_under_the_next_number_is_said_at_intake_check_and_surges(harbour: Desk) -> None:
    def twice(text: str) -> str:
        first, second, manifest = text.splitlines()
        closing, again = json.loads(manifest), json.loads(second) | {"batch": 3}
        closing["batches"] = 3
        totals = closing["totals"][0]
        totals["received"] += again["received"]
        totals["accepted"] += sum(count for _, count in again["votes"])
        totals["late"] = totals.get("late", 0) + again["late"]
        totals["rejected"] = [[reason, count + 55] for reason, count in totals["rejected"]]
        return "\n".join((first, second, json.dumps(again), json.dumps(closing)))

    edit(harbour.folder / "harbour" / "phones.ndjson", twice)
    assert "batch 3 of channel sms has the window and counts" in play(harbour)
    assert "batch 3 of channel sms has the window and counts" in typed(harbour, "week check harbour-1 1")
    assert "Batches 3 of phones by sms have the window" in typed(harbour, "votes surges harbour-1 1 --format json")


def test_with_all_couples_immune_the_check_and_the_refusal_at_closing_name_the_way_out(harbour: Desk) -> None:
    clause = '\n[immunity]\nmeans = "safe from elimination"\nsource = "memo"\n'
    edit(harbour.folder / "harbour" / "rulebook.toml", lambda text: text + clause)
    immune = "".join(
        f'\n[[weeks.immunities]]\ncouple = "{couple}"\nreason = "a golden buzzer"\n'
        for couple in ("mia-jon", "otto-lea", "pia-max")
    )
    edit(harbour.folder / "harbour" / "week-1.toml", lambda text: text + immune)
    play(harbour)
    says = typed(harbour, "week check harbour-1 1", 4)
    assert "immune: Mia & Jon, Otto & Lea, Pia & Max" in says
    assert "glitterball week cancel" in says
    assert "glitterball week cancel" in typed(harbour, f"week close harbour-1 1 {PETRA}", 3)
    typed(harbour, f"week cancel harbour-1 1 --reason 'all are immune' {TWO}")
    typed(harbour, "week check harbour-1 1")
    typed(harbour, f"week close harbour-1 1 {PETRA}")


def test_lines_are_not_opened_the_wrong_way_round_or_by_a_clock_without_a_zone(harbour: Desk) -> None:
    typed(harbour, 'season import {folder}/harbour/season.toml --by "Eve (executive)" --with "Ada (adjudicator)"')
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    opens = f"votes open harbour-1 1 --gateway phones:sms {PETRA}"
    assert "with its zone" in typed(harbour, f"{opens} --opens 2026-03-07T20:00:00", 3)
    assert "close before that" in typed(
        harbour, f"{opens} --opens 2026-03-07T21:00:00Z --closes 2026-03-07T20:00:00Z", 3
    )
    assert "to 2026-03-07T21:30:00Z" in typed(
        harbour, f"{opens} --opens 2026-03-07T21:00:00+01:00 --closes 2026-03-07T22:30:00+01:00"
    )


def test_marks_of_an_earlier_week_and_no_marks_are_not_said_together(harbour: Desk) -> None:
    typed(harbour, 'season import {folder}/harbour/season.toml --by "Eve (executive)" --with "Ada (adjudicator)"')
    assert "not both" in typed(harbour, f"week bye harbour-1 1 otto --reason hurt --no-marks --marks-of 1 {TWO}", 2)


def test_what_arrives_is_looked_at_without_counting_all_that_came_before(harbour: Desk) -> None:
    """A night has millions of batches: an import may cost what it brings."""
    with patch("glitterball.engine.Engine.fold", side_effect=AssertionError("the whole night was counted")):
        assert "2026-03-07" not in play(harbour)


def test_a_raw_file_counted_for_a_second_gateway_is_said_when_it_arrives(harbour: Desk) -> None:
    typed(harbour, 'season import {folder}/harbour/season.toml --by "Eve (executive)" --with "Ada (adjudicator)"')
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    typed(harbour, f"votes open harbour-1 1 --gateway phones:sms --gateway web:sms {LINES} {PETRA}")
    said = {
        "season": "harbour-1", "week": 1, "batch": 1, "channel": "sms", "votes": [["mia-jon", 5]], "received": 5,
        "opens": "2026-03-07T20:00:00Z", "closes": "2026-03-07T20:01:00Z", "raw_sha256": "ab" * 32,
    }  # fmt: skip
    for gateway, wrong in (("phones", False), ("web", True)):
        harbour.file("sent.ndjson", json.dumps(said | {"gateway": gateway}))
        told = typed(harbour, "votes import harbour-1 1 {folder}/sent.ndjson")
        assert ("phones and web were counted from one and the same raw file" in told) == wrong


def test_lines_opened_with_the_wrong_day_are_put_right_by_two(harbour: Desk) -> None:
    typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    typed(
        harbour,
        "votes open harbour-1 1 --gateway phones:sms --opens 2026-03-06T20:00:00Z --closes 2026-03-06T21:00:00Z "
        f"{PETRA}",
    )
    arrived = typed(harbour, "votes import harbour-1 1 {folder}/harbour/phones.ndjson")
    assert "of times outside the lines on record" in arrived
    assert "or put a wrong window right (glitterball votes window)" in arrived
    said = typed(harbour, f"votes window harbour-1 1 {LINES} --reason 'the day before was typed' {SUPERVISORS}")
    assert "The window of the lines in week 1 is 2026-03-07T20:00:00Z to 2026-03-07T21:00:00Z, as was stated:" in said
    assert "outside" not in typed(harbour, "week check harbour-1 1", 4)
    typed(harbour, f"votes window harbour-1 1 {LINES} --reason 'again' {SUPERVISORS}", 3)


def test_lines_opened_without_times_are_open_as_long_as_the_rulebook_says(harbour: Desk) -> None:
    edit(harbour.folder / "harbour" / "rulebook.toml", lambda text: text.replace("[voting.window]", MINUTES))
    typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    opens = "--opens 2026-03-07T20:00:00Z"
    said = typed(harbour, f"votes open harbour-1 1 --gateway phones:sms {opens} {PETRA}")
    assert "clause voting.window: lines are open for 75 minutes." in said
    assert "from 2026-03-07T20:00:00Z to 2026-03-07T21:15:00Z" in said


def test_lines_opened_by_nobodys_times_begin_now(harbour: Desk) -> None:
    edit(harbour.folder / "harbour" / "rulebook.toml", lambda text: text.replace("[voting.window]", MINUTES))
    typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    typed(harbour, f"votes open harbour-1 1 --gateway phones:sms {PETRA}")
    row = json.loads(typed(harbour, "events list --format json"))["data"][-1]
    (opens, closes), began = re.findall(r"from (\S+) to (\S+)\.", row["sentence"])[0], row["time"]
    lasted = datetime.fromisoformat(closes) - datetime.fromisoformat(opens)
    assert lasted == timedelta(minutes=75)
    assert abs(datetime.fromisoformat(began) - datetime.fromisoformat(opens)) < timedelta(minutes=5)


def test_a_week_whose_file_states_its_lines_is_opened_as_the_file_says(harbour: Desk) -> None:
    file = harbour.folder / "harbour" / "week-1.toml"
    edit(file, lambda text: text + VOTING)
    typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    said = typed(harbour, f"votes open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    assert "votes from phones (sms), from 2026-03-07T20:00:00Z to 2026-03-07T20:30:00Z" in said


MINUTES = "[voting.window]\nminutes = 75"
VOTING = """
[weeks.voting]
gateways = [{ gateway = "phones", channels = ["sms"] }]
opens = "2026-03-07T20:00:00Z"
closes = "2026-03-07T20:30:00Z"
sealed = false
manifests = []
"""


def test_names_that_could_be_taken_for_another_are_said_again_when_the_week_is_checked(harbour: Desk) -> None:
    """N04: said at the casting in spring, and needed on the night."""
    edit(
        harbour.folder / "harbour" / "season.toml",
        lambda text: text.replace("Otto Lind", "M\u0456a Berg").replace("Lea Storm", "Jon Falk"),
    )
    assert "look the same" in typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(harbour, f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}")
    said = json.loads(typed(harbour, "week check harbour-1 1 --format json", 4))
    (alike,) = [row for row in said["data"] if "look the same" in row["what"]]
    assert (alike["severity"], alike["where"]) == ("warning", "couples")
