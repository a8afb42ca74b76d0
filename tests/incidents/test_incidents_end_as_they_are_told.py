"""Every incident that ships is played to its end: who left, what two people decided, and what both verifiers say.

What is expected stands here once more, from the reports and the rules, and is read from the store and the certificate that
the play leaves behind, not from what it prints.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from glitterball import incidents
from glitterball.incidents import shipped_incident, shipped_incidents
from glitterball.incidents.desk import Answered
from tests import thoroughness
from tests.auditors_file.single_file import FILE, run_here
from tests.cli.typing_at_it import Desk
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("nights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the week of an incident ends that its certificate is about."""

    season: str
    week: int
    leaves: tuple[str, ...]
    """Who leaves, as computed."""
    announced: tuple[str, ...]
    """Who was said to leave, as it stands at the end."""
    placed: tuple[str, ...] = ()
    """Who is in which place, from the first, where everybody is placed."""
    decisions: tuple[str, ...] = ("rulebook adopted",)
    """What was decided and what does not count, in order."""
    codes: tuple[int, ...] = ()
    """The exit codes other than 0, in order: what was refused, or needed people."""


ENDINGS: dict[str, Ending] = {
    "us-29-wrong-cards": Ending(
        season="us-29-cards",
        week=1,
        leaves=("heche-motsepe",),
        announced=("heche-motsepe",),
        decisions=("rulebook adopted", "announcement corrected"),
    ),
    "us-28-withdrawal": Ending(
        season="us-28-withdrawal",
        week=2,
        leaves=("odom-murgatroyd",),
        announced=("odom-murgatroyd",),
        decisions=("rulebook adopted", "withdrawal", "elimination cancelled"),
    ),
    "on-ice-2006-late-texts": Ending(
        season="on-ice-2006",
        week=1,
        leaves=(),
        announced=(),
        placed=("bracken-pro", "finalist-two", "finalist-three"),
        decisions=("rulebook adopted", "gateway given up", "batches after the seal"),
        codes=(4,),
    ),
    "strictly-2008-semi-final": Ending(
        season="strictly-2008",
        week=1,
        leaves=(),
        announced=(),
        decisions=("rulebook adopted", "elimination cancelled"),
        codes=(1,),
    ),
    "us-27-no-phone-votes": Ending(
        season="us-27-phones",
        week=1,
        leaves=("umstead-chigvintsev",),
        announced=("umstead-chigvintsev",),
        decisions=("rulebook adopted", "gateway given up"),
        codes=(4, 4),
    ),
    "us-17-wrong-numbers": Ending(
        season="us-17-numbers",
        week=2,
        leaves=("fifth-couple",),
        announced=("fifth-couple",),
        decisions=("rulebook adopted", "channel voided", "channel voided", "elimination cancelled"),
    ),
    "us-34-paddle": Ending(
        season="us-34-paddle",
        week=1,
        leaves=(),
        announced=(),
    ),
    "us-22-paddles": Ending(
        season="us-22-paddles",
        week=1,
        leaves=("third-couple",),
        announced=("third-couple",),
    ),
    "voice-2013-votes-dropped": Ending(
        season="voice-2013",
        week=1,
        leaves=("fourth-singer",),
        announced=("fourth-singer",),
        decisions=("rulebook adopted", "batch voided", "batch voided"),
    ),
    "eurovision-2022-juries-replaced": Ending(
        season="eurovision-2022",
        week=1,
        leaves=(),
        announced=(),
        placed=("song-one", "song-two", "song-three", "song-four"),
        decisions=(
            "rulebook adopted",
            "votes substituted",
            "votes substituted",
            "votes substituted",
            "votes substituted",
            "votes substituted",
            "votes substituted",
        ),
    ),
    "eurovision-2021-late-votes": Ending(
        season="eurovision-2021",
        week=1,
        leaves=(),
        announced=(),
        placed=("song-one", "song-two", "song-three", "song-four"),
        decisions=("rulebook adopted", "gateway given up", "batches after the seal"),
        codes=(4,),
    ),
    "us-30-head-judge": Ending(
        season="us-30-head-judge",
        week=1,
        leaves=("third-couple",),
        announced=("third-couple",),
    ),
    "us-27-perfect-scores": Ending(
        season="us-27-rules",
        week=1,
        leaves=("di-pace",),
        announced=("di-pace",),
    ),
    "us-11-overload": Ending(
        season="us-11-overload",
        week=1,
        leaves=(),
        announced=(),
        placed=("first-finalist", "second-finalist", "third-finalist"),
    ),
    "us-11-addresses": Ending(
        season="us-11-addresses",
        week=1,
        leaves=("third-couple",),
        announced=("third-couple",),
    ),
    "lets-dance-2024-votes-added": Ending(
        season="lets-dance-2024",
        week=2,
        leaves=("third-couple",),
        announced=("third-couple",),
    ),
    "olympics-1992-keyed-mark": Ending(
        season="olympics-1992",
        week=1,
        leaves=(),
        announced=(),
        placed=("first-swimmer", "second-swimmer"),
        decisions=("rulebook adopted", "announcement corrected"),
    ),
    "grand-prix-2011-stale-table": Ending(
        season="grand-prix-2011",
        week=2,
        leaves=("first-couple",),
        announced=("first-couple",),
    ),
    "us-33-week-2": Ending(
        season="us-33-rehearsal",
        week=2,
        leaves=("anna-ezra", "tori-pasha"),
        announced=("anna-ezra", "tori-pasha"),
        decisions=("roster founded", "rulebook adopted"),
    ),
}


LAST = 2**63
"""Where what no event says stands in the order: what arrived after the seal was decided by nobody."""

VERIFIERS = ("verify incident.bundle", "python verify_bundle.py incident.bundle")
"""How the lines begin with which each verifier is asked."""


@dataclass(frozen=True, slots=True)
class Played:
    """An incident that was played: which, where its folder is, and every line with what followed."""

    ending: Ending
    folder: Path
    lines: list[dict[str, Any]]


IN_A_PROCESS = "us-29-wrong-cards"
"""Its single file is run in a process of its own in a plain run too; compiling it anew takes longer than most nights."""


def alone_here(desk: incidents.Desk, words: Sequence[str]) -> Answered:
    """The single file asked in this process."""
    name, *arguments = words
    assert name == FILE.name
    code, out, err = run_here(desk.folder, arguments)
    return Answered(tuple(line.rstrip() for line in (err + out).decode().splitlines()), code)


@pytest.fixture(scope="module", params=part(sorted(ENDINGS), sorted(ENDINGS).index(IN_A_PROCESS), of=2))
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    desk = Desk(tmp_path_factory.mktemp("incidents"))
    with pytest.MonkeyPatch.context() as patch:
        if request.param != IN_A_PROCESS and not thoroughness.THOROUGH:
            patch.setattr(incidents.Desk, "_alone", alone_here)
        said = desk.types(f"incidents play {request.param} --into {{folder}}/played --format json")
    assert said.code == 0, said.err
    assert not (desk.folder / "show.sqlite").exists(), "the store of --store was touched"
    document = json.loads(said.out)
    assert document["mode"] == "rehearsal"
    return Played(ENDINGS[request.param], desk.folder / "played", document["data"])


def test_every_incident_that_ships_has_an_ending_here() -> None:
    assert sorted(shipped_incidents()) == sorted(ENDINGS)
    assert [shipped_incident(name).incident for name in shipped_incidents()] == list(shipped_incidents())


def test_every_line_ends_as_the_incident_says(played: Played) -> None:
    assert [line for line in played.lines if line["lacking"] or line["code"] != line["expected"]] == []
    assert tuple(line["code"] for line in played.lines if line["code"]) == played.ending.codes


def test_its_certificate_says_who_leaves_and_what_was_decided(played: Played) -> None:
    desk, ending = Desk(played.folder), played.ending
    desk.store = f"sqlite:{played.folder / 'glitterball.sqlite'}"
    said = desk.types(f"week certificate {ending.season} {ending.week} --no-margin --out {{folder}}/asked")
    assert said.code == 0, said.err
    certificate = json.loads((played.folder / "asked.json").read_text())
    assert certificate["mode"] == "rehearsal"
    assert tuple(sorted(certificate["outcome"]["leaving"])) == ending.leaves
    assert tuple(certificate["announced"]["eliminated"] or ()) == ending.announced
    placed = [line for line in certificate["outcome"]["standings"] if line["result"] == "placed"]
    assert tuple(line["couple"] for line in sorted(placed, key=itemgetter("place"))) == ending.placed
    assert decisions_on(certificate) == ending.decisions


def decisions_on(certificate: dict[str, Any]) -> tuple[str, ...]:
    """What the certificate says was decided, in order: what counts not, and what else two people decided."""
    said = [*certificate["decisions"], *certificate["exclusions"]]
    placed = sorted((decision["position"] or LAST, decision["kind"]) for decision in said)
    return tuple(dict(placed).values())


def test_both_verifiers_find_the_record_intact(played: Played) -> None:
    asked = {begun: line for line in played.lines for begun in VERIFIERS if line["line"].startswith(begun)}
    assert [asked[begun]["code"] for begun in VERIFIERS] == [0, 0]
    assert all("REHEARSAL" in asked[begun]["answer"][0] for begun in VERIFIERS)


def test_a_folder_that_is_not_empty_is_not_played_in(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.file("played/a-letter.txt", "keep me")
    said = desk.types("incidents play us-33-week-2 --into {folder}/played")
    assert (said.code, said.out) == (3, "")
    assert [path.name for path in (tmp_path / "played").iterdir()] == ["a-letter.txt"]


def test_an_incident_nobody_knows_is_refused_with_those_there_are(tmp_path: Path) -> None:
    said = Desk(tmp_path).types("incidents play us-99")
    assert said.code == 3
    assert "us-33-week-2" in said.err
    assert "[incident-not-shipped]" in said.err
