"""`week check` names, with each reason for NOT READY, the command line that settles it; each printed line can be typed."""

import json
import shlex
import shutil
from typing import Any

import pytest

from domain.findings import Finding
from domain.season import unready
from domain.season.ways import BY_CLAUSE, ways_of
from glitterball.answered.ways import LINES, lines_for
from tests.cli.test_accidents_of_a_night import HARBOUR, TWO, play, typed
from tests.cli.typing_at_it import Desk
from tests.docs.reference.tree import commands


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    shutil.copytree(HARBOUR, desk.folder / "harbour")
    return desk


FACTS: dict[str, Any] = {
    "couple": "mia-jon", "counted": 1, "dances": 1, "most": 2, "form": "single", "leave": 1, "leaving": 0,
    "couples": "mia-jon, pia-max", "judges": "ana, ben", "dance": "1.1.mia-jon", "decision": 3, "command": "void-batch",
    "week": 1, "batches": "3-5, 9", "gateway": "phones", "channel": "sms (viewers)", "last": 3, "sent": 2, "opens": "no opening",
    "closes": "no closing", "stated": 3, "what": "received", "why": "tied", "body": "viewers",
    "kinds": "acme:lucky-number",
}  # fmt: skip
CLAUSES = (
    "tie_chain",
    "tie_chain.lot",
    "tie_chain.authority",
    *(f"forms.single{end}" for end, _ in BY_CLAUSE),
    "sides.viewers",
)
REASONS = [kind for kind in unready.KINDS if kind.severity == "error" and kind is not unready.VOTES_UNPUBLISHED]


def found() -> list[Finding]:
    """A finding of each kind, and of what needs a decision one for each clause that may call for it."""
    others = [kind for kind in REASONS if kind is not unready.NEEDS_DECISION]
    findings = [kind.at("week 1", **{name: FACTS[name] for name in kind.names}) for kind in others]
    facts = {"couples": FACTS["couples"], "why": "tied"}
    return findings + [
        unready.NEEDS_DECISION.at(f"week 1, clause {clause}", clause=clause, **facts) for clause in CLAUSES
    ]


@pytest.mark.parametrize("reason", found(), ids=lambda reason: f"{reason.code}, {reason.where}")
def test_each_reason_names_a_line_and_each_line_can_be_typed(reason: Finding) -> None:
    lines = lines_for(reason, "harbour-1", 2)
    assert lines, f"{reason.code} names no command line that settles it"
    for line in lines:
        words = shlex.split(line)
        assert words.pop(0) == "glitterball"
        command = next(command for command in commands() if tuple(words[: len(command.words)]) == command.words)
        command.typer.make_context(command.name, words[len(command.words) :])


@pytest.mark.parametrize("couples", ["mia-jon, pia-max", "pia-max, mia-jon"])
def test_the_order_of_a_tie_is_never_offered_since_nobody_has_drawn_it(couples: str) -> None:
    """A tired operator presses Enter: the couples in the order of the alphabet would have become the lot."""
    facts = {"couples": couples, "why": "tied", "clause": "tie_chain.lot"}
    lines = lines_for(unready.NEEDS_DECISION.at("week 1, clause tie_chain.lot", **facts), "harbour-1", 2)
    settling = [line for line in lines if " week settle " in line]
    assert settling
    assert all(line.startswith("glitterball week settle harbour-1 2 ORDER --how HOW ") for line in settling)


def test_no_line_stands_for_a_way_that_nothing_needs() -> None:
    assert {way for reason in found() for way in ways_of(reason)} >= LINES.keys()


def test_a_line_that_is_wrong_is_noticed() -> None:
    command = next(command for command in commands() if command.name == "votes give-up")
    with pytest.raises(Exception, match="Missing"):
        command.typer.make_context(command.name, ["harbour-1", "1", "phones"])


def wrong_manifest(desk: Desk) -> None:
    file = desk.folder / "harbour" / "phones.ndjson"
    *batches, last = file.read_text().splitlines()
    closing = json.loads(last)
    for total in closing["totals"]:
        total["received"] += 100
        total["accepted"] += 100
    file.write_text("\n".join([*batches, json.dumps(closing, separators=(",", ":"))]) + "\n")


def test_a_manifest_that_says_a_hundred_more_is_settled_as_the_check_says(harbour: Desk) -> None:
    wrong_manifest(harbour)
    play(harbour)
    says = typed(harbour, "week check harbour-1 1", 4)
    assert "the manifest says" in says
    rows = json.loads(harbour.types("week check harbour-1 1 --format json").out)["data"]
    lines = [line for row in rows for line in row["settled_by"]]
    (line,) = {line for line in lines if "give-up" in line}
    line = line.removeprefix("glitterball ").replace("WHY", "'the gateway counted a test'")
    line = line.replace("NAME (executive)", "Eve (executive)").replace("NAME (adjudicator)", "Ada (adjudicator)")
    assert "its votes taken as delivered: the gateway counted a test." in typed(harbour, line)
    assert "READY" in typed(harbour, "week check harbour-1 1")
    typed(harbour, f"week certify harbour-1 1 {TWO}")


def test_votes_are_stated_couple_by_couple_at_the_desk(harbour: Desk) -> None:
    wrong_manifest(harbour)
    play(harbour)
    said = typed(
        harbour, f"votes replace harbour-1 1 phones sms mia=10 otto=2000 pia=30 --reason 'counted again' {TWO}"
    )
    assert "2,000 for Otto & Lea" in said
    assert "READY" in typed(harbour, "week check harbour-1 1")
    assert "2,000" in typed(harbour, "week standings harbour-1 1")
    assert "names no number of votes" in typed(harbour, f"votes replace harbour-1 1 phones sms mia --reason x {TWO}", 2)


def test_a_week_in_the_wrong_form_is_restated_at_the_desk(harbour: Desk) -> None:
    play(harbour)
    typed(harbour, f"week restate harbour-1 1 --ends nobody-leaves --reason 'a double next week' {TWO}", 3)
    said = typed(harbour, f"week restate harbour-1 1 --episode 1=2026-03-08 --reason 'a day later' {TWO}")
    assert "Week 1 was stated anew with episode 1, to end in the form single: a day later." in said
    for wrong in ("--episode 1", "--scores-from one"):
        typed(harbour, f"week restate harbour-1 1 {wrong} --reason x {TWO}", 2)
