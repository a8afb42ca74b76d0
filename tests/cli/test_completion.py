"""Tab completes what there is: commands, options, choices, and the seasons, weeks, couples, judges and gateways of the store."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.cli import completing
from glitterball.cli.completing import ASKED, PLAIN, answer, candidates
from glitterball.cli.completion import SCRIPTS, Shell
from glitterball.cli.table import commands
from glitterball.season_files import shipped_seasons
from tests.cli.test_a_command_loads_what_it_needs import MODELS, TABLES
from tests.cli.typing_at_it import Desk

ROOT = Path(__file__).parents[2]


def offers(desk: Desk, line: str) -> list[str]:
    return [word for word, _ in candidates(f"glitterball --store {desk.store} {line}")]


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("week standings u", ["us-33"]),
        ("week standings us-33 ", ["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ("score give us-33 2 tor", ["tori-pasha"]),
        ("score give us-33 2 Pash", ["tori-pasha"]),
        ("score give us-33 2 tori-pasha ", ["inaba", "hough", "tonioli"]),
        ("score give us-33 1 tori-pasha Car", ["inaba"]),
        ("week order us-33 2 tori-pasha joey-jenna eri", ["eric-britt"]),
        ("season show us-33 --couple tor", ["tori-pasha"]),
        ("season list --format js", ["json", "jsonl"]),
        ("season list --for", ["--format"]),
        ("season list --st", ["--store", "--state"]),
        ("season list --format=js", ["--format=json", "--format=jsonl"]),
        ("events list --kind couple-w", ["couple-withdrew"]),
        ("events list --kind=voting-o", ["--kind=voting-opened"]),
        ("events list --zone Europe/Lon", ["Europe/London"]),
        ("season list --zone Europe/Lon", ["Europe/London"]),
        ("projections export stan", ["standing_sides", "standings"]),
        ("week standings us-33 2 --as-of 12", ["128"]),
        ("reh", ["rehearse"]),
        ("votes k", ["key"]),
        ("votes key intro", ["introduce"]),
        ("rules show us-3", ["us-3-27", "us-30-31", "us-33", "us-34"]),
        ("whatif us-33 2 --rules us-33", ["us-33"]),
        ("completion z", ["zsh"]),
        ("help sc", ["score"]),
        ("he", ["help"]),
        ("help score gi", ["give"]),
        ("help season show ", []),
        ("help he", []),
        ("frobnicate ", []),
        ("week standings nope ", []),
        ("demo ", []),
    ],
)
def test_what_is_offered(line: str, offered: list[str], us_33: Desk) -> None:
    assert offers(us_33, line) == offered


def test_a_season_that_ships_is_offered_where_one_is_taken_in_or_rehearsed(desk: Desk) -> None:
    for line in ("season import ", "rehearse ", "season validate "):
        assert offers(desk, line) == list(shipped_seasons())


def test_a_gateway_is_offered_in_the_week_that_names_it(harbour: Desk) -> None:
    assert harbour.types("votes open harbour-1 1 --gateway phones:sms --by 'Petra (producer)'").code == 0
    assert offers(harbour, "votes give-up harbour-1 1 ") == ["phones"]
    assert offers(harbour, "votes give-up harbour-1 2 ") == []


@pytest.mark.parametrize(
    "word", ["$(touch gone)", "`touch gone`", "a;b", "a b", "a&b", "a>b", "'a", "a\nb", "é", "~", "*", ""]
)
def test_a_store_somebody_wrote_into_offers_no_word_a_shell_would_run(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completing, "candidates", lambda _: [(word, "a couple"), ("mia-jon", "Mia & Jon")])
    assert list(answer("glitterball week standings ")) == ["mia-jon\tMia & Jon"]


@pytest.mark.parametrize("name", commands())
def test_every_command_is_offered_word_by_word_and_its_options_too(name: str) -> None:
    words = name.split()
    for at, word in enumerate(words):
        assert word in [offer for offer, _ in candidates(" ".join(["glitterball", *words[:at], word[:2]]))]
    for option in commands()[name].options:
        if option.startswith("--"):
            assert option in [offer for offer, _ in candidates(f"glitterball {name} {option[:3]}")]


@given(st.text(max_size=40))
def test_no_line_however_typed_fails_and_nothing_is_offered_that_a_shell_would_read_otherwise(typed: str) -> None:
    for line in answer(f"glitterball {typed}"):
        word, *_ = line.split("\t")
        assert PLAIN.fullmatch(word)


def test_a_value_behind_an_equals_sign_is_offered_with_its_option(us_33: Desk) -> None:
    told = list(answer(f"glitterball --store {us_33.store} season list --format=js"))
    assert told == ["--format=json", "--format=jsonl"]


def test_a_store_that_is_none_offers_nothing(desk: Desk) -> None:
    desk.file("show.sqlite", b"not a database at all")
    assert offers(desk, "week standings ") == []


def asked(folder: Path, line: str, before: str = "") -> subprocess.CompletedProcess[str]:
    typed = f"{before}import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
    environment = {**os.environ, ASKED: line, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", typed], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_completion_loads_no_models_and_no_tables(us_33: Desk) -> None:
    """What keeps it within a third of a second of processor, told by module names and never by the clock."""
    before = "import atexit, json, sys; atexit.register(lambda: sys.stderr.write(json.dumps(sorted(sys.modules))));"
    told = asked(us_33.folder, f"glitterball --store {us_33.store} score give us-33 2 tor", before)
    assert told.stdout == "tori-pasha\tTori Spelling & Pasha Pashkov\n"
    modules = json.loads(told.stderr)
    heavy = (*MODELS, *TABLES, "typer", "pydantic")
    assert [name for name in modules for kept in heavy if name == kept or name.startswith(f"{kept}.")] == []


@pytest.mark.heavy("nights")
def test_moments_of_a_season_are_offered_by_what_happened_as_positions_that_say_so(us_33: Desk) -> None:
    offered = candidates(f"glitterball --store {us_33.store} week standings us-33 2 --as-of announced")
    assert ("128", "week 2 announced") in offered
    for position, says in offered:
        told = us_33.types(f"week standings us-33 2 --format json --as-of '{says}'")
        assert told.err == f"{says.capitalize()} is position {position} of the log.\n"


@pytest.mark.parametrize("shell", Shell)
def test_every_shell_asks_in_the_way_that_is_answered(shell: Shell, desk: Desk) -> None:
    printed = desk.types(f"completion {shell}").out
    assert printed == f"{SCRIPTS[shell]}\n"
    assert ASKED in printed


def test_in_bash_the_script_completes_a_couple_though_the_store_has_a_colon(us_33: Desk) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    program = us_33.file("glitterball", f"#!{sys.executable}\nfrom glitterball.cli import main\nmain()\n")
    program.chmod(0o755)
    line = f"glitterball --store {us_33.store} score give us-33 2 Pash"
    assert _in_bash(bash, program, line) == "tori-pasha\n"
    behind = f"glitterball --store {us_33.store} season list --format=js"
    assert _in_bash(bash, program, behind) == "json\njsonl\n"


def _in_bash(bash: str, program: Path, line: str) -> str:
    typed = f"""{SCRIPTS[Shell.BASH]}
COMP_LINE={line!r}; COMP_POINT=${{#COMP_LINE}}
_glitterball {program}; printf '%s\\n' "${{COMPREPLY[@]}}" """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run([bash, "-c", typed], env=environment, capture_output=True, text=True, check=False)
    return told.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_itself_can_read_its_script(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    script = tmp_path / "script"
    script.write_text(SCRIPTS[Shell(shell)])
    assert subprocess.run([program, "-n", str(script)], check=False).returncode == 0
