"""The package of own-stage-kinds.md in an environment of its own, what remains without it, and packages that are not right."""

import importlib
import json
import os
import shlex
import shutil
import signal
import site
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import glitterball as gb
from domain.period.scoring_period import Ballot, BodyVotes, Dance, Panel
from domain.rulebook import read_rulebook
from domain.rulebook.plug_ins import promised_by
from domain.rulebook.promises import Promises, Waiver
from domain.stages.plugged import StageKindMissing, StageKindNotTaken
from glitterball import stage_kinds
from glitterball.properties import Budget
from tests.cli.typing_at_it import Desk
from tests.docs.test_the_tutorial import ROOT, blocks, in_order, matches
from tests.web.visiting import Visitor

pytestmark = pytest.mark.heavy("processes")

PAGE = (ROOT / "docs" / "own-stage-kinds.md").read_text()
EXAMPLE = ROOT / "docs" / "examples" / "acme"
SAYS = "import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
MANY_WAIT = 60


def install(folder: Path, module: Path, settings: Path) -> None:
    """What an installer leaves of a package: its module, and what its project says."""
    project = tomllib.loads(settings.read_text())["project"]
    shutil.copy(module, folder)
    about = folder / f"{project['name']}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = project["entry-points"]["glitterball.stage_kinds"]
    lines = [f"{name} = {value}\n" for name, value in points.items()]
    (about / "entry_points.txt").write_text("[glitterball.stage_kinds]\n" + "".join(lines))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that has Glitterball and, of all packages with stage kinds, the example alone."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    ours = [*site.getsitepackages(), str(ROOT)]
    (packages / "ours.pth").write_text("".join(f"import site; site.addsitedir({path!r})\n" for path in ours))
    install(packages, EXAMPLE / "acme.py", EXAMPLE / "pyproject.toml")
    return folder / "bin" / "python"


class Elsewhere:
    """Typing at the command line of another environment."""

    def __init__(self, python: Path, folder: Path) -> None:
        self.python, self.folder = python, folder

    def types(self, line: str) -> str:
        words = shlex.split(line)
        if words[0] == "cp":
            shutil.copy(self.folder / words[1], self.folder / words[2])
            return ""
        assert words[0] == "glitterball"
        told = {**os.environ, "GLITTERBALL_STORE": f"sqlite:{self.folder / 'show.sqlite'}", "COLUMNS": "400"}
        done = subprocess.run(
            [self.python, "-c", SAYS, *words[1:]],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env=told,
            check=False,
        )
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def played(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the page was followed, to its replay."""
    folder = tmp_path_factory.mktemp("night")
    shutil.copy(EXAMPLE / "acme.rulebook.toml", folder)
    typing = Elsewhere(environment, folder)
    run = 0
    for line, expected in in_order(PAGE, folder):
        found = typing.types(line)
        assert matches(expected, found), f"$ {line}\n{found}\n--- the page says:\n{expected}"
        run += 1
    assert run >= 15
    return folder


@pytest.fixture
def without(played: Path, tmp_path: Path) -> Desk:
    """The store of that night where the package is not installed."""
    shutil.copytree(played, tmp_path / "night")
    return Desk(tmp_path / "night")


def test_the_page_is_followed_to_the_replay_of_a_rehearsal(played: Path) -> None:
    assert (played / "show.sqlite").exists()


def test_what_the_page_shows_is_the_example() -> None:
    assert blocks(PAGE, "python") == [(EXAMPLE / "acme.py").read_text()]
    settings, rules = blocks(PAGE, "toml")
    assert settings == (EXAMPLE / "pyproject.toml").read_text()
    whole = (EXAMPLE / "acme.rulebook.toml").read_text()
    assert all(part.strip() in whole for part in rules.split("\n\n"))


@pytest.mark.parametrize("line", [
    "week standings starlight-1 1", "week check starlight-1 1", "week audit starlight-1 1", "replay starlight-1",
])  # fmt: skip
def test_without_the_package_what_rests_on_it_is_refused_by_its_name(without: Desk, line: str) -> None:
    said = without.types(line)
    assert said.code == 3
    assert "the package acme that brings it is not installed" in said.err
    assert "[stage-kind-missing]" in said.err


@pytest.mark.parametrize("line", [
    "events list --season starlight-1", "season show starlight-1", "season list", "doctor",
    "season export starlight-1 -o {folder}/exported", "week scorecards starlight-1 1", "votes status starlight-1 1",
])  # fmt: skip
def test_without_the_package_nothing_that_was_recorded_is_lost(without: Desk, line: str) -> None:
    said = without.types(line)
    assert said.code == 0, said.err


def test_without_the_package_a_log_is_published_bundled_and_an_event_proved_to_be_in_it(without: Desk) -> None:
    for line in (
        "checkpoint key example.org/log -o {folder}/log.key",
        "checkpoint publish --key {folder}/log.key -o {folder}/27.note",
        "checkpoint receipt starlight-1 14 --key {folder}/log.key -o {folder}/14.receipt",
    ):
        said = without.types(line)
        assert said.code == 0, (line, said.err)
    said = without.types("bundle starlight-1 --key {folder}/log.key -o {folder}/night.bundle")
    assert said.code == 3
    assert "[plug-in] its rules name acme:middle-marks and acme:golden-buzzer" in said.out + said.err


def test_without_the_package_the_rulebook_is_refused_with_its_line(without: Desk) -> None:
    said = without.types("rules check {folder}/acme.rulebook.toml")
    assert said.code == 3
    assert "acme.rulebook.toml:14: sides.judges.counts.name: the package acme that brings acme:middle-marks" in said.err


def test_recording_goes_on_without_the_package(without: Desk) -> None:
    said = without.types(
        'week reopen starlight-1 1 --reason "a look" --by "Eve (executive)" --with "Ada (adjudicator)"'
    )
    assert said.code == 0, said.err


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example installed for this process, with nothing kept of other tests."""
    monkeypatch.setattr(stage_kinds, "_LOADED", {})
    monkeypatch.setattr(stage_kinds, "_REGISTERED", {})
    packages = tmp_path / "packages"
    packages.mkdir()
    install(packages, EXAMPLE / "acme.py", EXAMPLE / "pyproject.toml")
    monkeypatch.syspath_prepend(packages)
    importlib.invalidate_caches()
    yield packages
    sys.modules.pop("acme", None)


@pytest.mark.usefixtures("installed")
def test_an_exported_season_comes_back_with_the_same_rules(without: Desk) -> None:
    assert without.types("season export starlight-1 -o {folder}/exported").code == 0
    again = read_rulebook((without.folder / "exported" / "rulebook.toml").read_text())
    assert again.hash() == read_rulebook((EXAMPLE / "acme.rulebook.toml").read_text()).hash()


@pytest.mark.usefixtures("installed")
def test_a_package_that_answers_otherwise_than_on_the_night_is_a_contradiction(without: Desk) -> None:
    assert without.types("replay starlight-1 --compare").code == 0
    kind = stage_kinds.find("acme:middle-marks")
    assert kind is not None
    turned = gb.StageKind(
        name=kind.name,
        stage="measure",
        parameters=kind.parameters,
        answer=lambda given, week: [100, 50, 0],
        says=kind.says,
    )
    gb.register_stage_kind(turned)
    said = without.types("replay starlight-1 --compare")
    assert (said.code, "announced" in said.out) == (1, True)
    assert without.types("week audit starlight-1 1").code == 1


@pytest.mark.usefixtures("installed")
def test_a_live_season_refuses_such_rules(without: Desk) -> None:
    without.types('season open live-1 --show Starlight --number 2 --by "Petra (producer)"')
    said = without.types(
        'season adopt live-1 {folder}/acme.rulebook.toml --by "Eve (executive)" --with "Ada (adjudicator)"'
    )
    assert said.code == 3
    assert "which no verifier knows, and a live season is certified week by week" in said.err


def by_the_alphabet() -> gb.Rulebook:
    """Rules under which the couple that comes first in the alphabet is placed higher."""
    gb.register_stage_kind(
        gb.StageKind(
            name="acme:alphabet",
            stage="link",
            parameters=gb.StageParameters,
            answer=lambda _, tie: [-place for place, _ in enumerate(sorted(tie.couples))],
            says=lambda _: "the alphabet",
        )
    )
    text = (EXAMPLE / "acme.rulebook.toml").read_text().replace("acme:golden-buzzer", "acme:alphabet")
    return read_rulebook(text.replace("parameters = { mark = 10 }\n", ""))


@pytest.mark.usefixtures("installed")
def test_a_kind_that_looks_at_names_breaks_a_promise_that_every_such_rulebook_makes() -> None:
    rulebook, budget = by_the_alphabet(), Budget(max_examples=10, outcomes=2_000, work=6_000)
    assert rulebook.promises is None
    (found,) = gb.run_properties(rulebook, budget, ["neutral"])
    assert (found.promised, found.verdict) == (True, "broken")
    kept = read_rulebook((EXAMPLE / "acme.rulebook.toml").read_text())
    (found,) = gb.run_properties(kept, budget, ["neutral"])
    assert (found.promised, found.counterexample) == (True, None)


@pytest.mark.usefixtures("installed")
def test_that_promise_can_be_waived_and_is_none_of_a_rulebook_without_packages() -> None:
    waiver = Waiver(promise="neutral", because="the alphabet is our rule")
    waived = by_the_alphabet().model_copy(update={"promises": Promises(waives=(waiver,))})
    assert promised_by(waived) == ()
    shipped = gb.shipped_rulebook("us-33")
    assert promised_by(shipped) == (shipped.promises.makes if shipped.promises else ())


@pytest.mark.usefixtures("installed")
def test_the_package_says_who_is_in_danger_and_whom_the_judges_save() -> None:
    """Mia & Jon had the worst dance and Pia & Max the next; the head judge's ballot counts half as much again."""
    rulebook = read_rulebook((EXAMPLE / "acme.rulebook.toml").read_text())
    marks = {"mia": (9, 9, 2), "otto": (10, 8, 9), "pia": (8, 7, 8)}
    week = gb.ScoringPeriod(
        week=1,
        form="save",
        couples=tuple(marks),
        dances=tuple(
            Dance(f"1.1.{who}", (who,), tuple(zip("abc", given, strict=True))) for who, given in marks.items()
        ),
        votes=(BodyVotes("viewers", (9, 1, 5)),),
        panel=Panel(("a", "b", "c"), "c"),
        ballots=(Ballot("a", "mia"), Ballot("b", "pia"), Ballot("c", "pia")),
    )
    outcome = gb.tabulate(rulebook, week)
    assert (outcome.status, outcome.bottom) == ("decided", ("pia", "mia"))
    assert (outcome.saved, outcome.leaving) == (("pia",), ("mia",))
    second = next(step for step in outcome.working if step.stage == "second stage")
    assert (second.how, second.values) == ("acme:last-word", (Fraction(5, 2), 1))
    waiting = gb.tabulate(rulebook, replace(week, ballots=week.ballots[:2]))
    assert [need.what for need in waiting.needs] == ["the ballots of c"]


@pytest.mark.usefixtures("installed")
def test_what_turns_a_rule_round_says_that_it_does_not_cover_a_package(without: Desk) -> None:
    with gb.open_store(without.store) as store:
        week = store.season("starlight-1").week(1)
        assert "the method covers only kinds that ship" in week.margin().why


@pytest.mark.usefixtures("installed")
def test_every_form_of_an_answer_says_that_nothing_is_certified(without: Desk) -> None:
    kinds = ["acme:middle-marks", "acme:golden-buzzer", "acme:worst-dance", "acme:last-word"]
    told = json.loads(without.types("week standings starlight-1 1 --format json").out)
    assert told["basis"]["stage_kinds_of_packages"] == kinds
    for line in ("season show starlight-1", "week audit starlight-1 1", "week scorecards starlight-1 1"):
        assert "Not certified, and no verifier can check it" in without.types(line).out, line
    with gb.open_store(without.store) as store:
        visitor = Visitor(store)
        page = next(to for to in visitor.walk() if "starlight-1" in to)
        assert (
            "NOT CERTIFIED: the season's rules name acme:middle-marks, acme:golden-buzzer" in visitor.reads(page).text
        )


NEVER_ENDS = """
import glitterball as gb

def answer(parameters, tie):
    while True:
        pass

GOLDEN_BUZZER = gb.StageKind(
    name="acme:golden-buzzer", stage="link", parameters=gb.StageParameters, answer=answer, says=lambda _: "nothing"
)
MIDDLE_MARKS = gb.StageKind(
    name="acme:middle-marks", stage="measure", parameters=gb.StageParameters, answer=answer, says=lambda _: "nothing"
)
"""


def test_a_kind_that_never_ends_keeps_nobody_from_recording_and_is_ended_by_hand(
    environment: Path, without: Desk, tmp_path: Path
) -> None:
    endless = tmp_path / "endless"
    endless.mkdir()
    (endless / "acme.py").write_text(NEVER_ENDS)
    told = {**os.environ, "GLITTERBALL_STORE": without.store, "PYTHONPATH": str(endless)}
    asked = [environment, "-c", SAYS, "week", "standings", "starlight-1", "1"]
    hanging = subprocess.Popen(asked, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        said = without.types(
            'week reopen starlight-1 1 --reason "a look" --by "Eve (executive)" --with "Ada (adjudicator)"'
        )
        assert said.code == 0, said.err
        with pytest.raises(subprocess.TimeoutExpired):
            hanging.wait(3)
        hanging.send_signal(signal.SIGINT)
        assert hanging.wait(MANY_WAIT) == 130
    finally:
        hanging.kill()
        hanging.communicate()
    assert without.types("doctor").code == 0


def kind(name: str, parameters: type[gb.StageParameters] = gb.StageParameters) -> gb.StageKind:
    return gb.StageKind(
        name=name, stage="points", parameters=parameters, answer=lambda _, raw: raw, says=lambda _: "it"
    )


class Rounded(gb.StageParameters):
    share: float | None = None


@pytest.mark.parametrize(("brought", "why"), [
    (kind("marks"), "its name is not of the form package:kind"),
    (kind("Acme:marks"), "its name is not of the form package:kind"),
    (kind("acme:marks", Rounded), "its parameter share is a float; write ExactNumber"),
    (kind("acme:marks", dict), "its parameters are no StageParameters"),  # type: ignore[arg-type]
])  # fmt: skip
def test_a_kind_that_is_not_right_is_not_registered(brought: gb.StageKind, why: str) -> None:
    with pytest.raises(StageKindNotTaken, match=why):
        gb.register_stage_kind(brought)


@pytest.mark.parametrize(("module", "why"), [
    ("GOLDEN_BUZZER = 1", "it is no StageKind of that name"),
    ("import nothing_of_the_kind", "loading acme:GOLDEN_BUZZER ended with ModuleNotFoundError"),
])  # fmt: skip
def test_a_package_that_is_not_right_is_named(installed: Path, module: str, why: str) -> None:
    (installed / "acme.py").write_text(module)
    with pytest.raises(StageKindNotTaken, match=f"The stage kind acme:golden-buzzer cannot be used: {why}"):
        stage_kinds.find("acme:golden-buzzer")


def test_a_kind_is_found_under_the_name_of_its_own_package_alone(installed: Path) -> None:
    """Another package with an entry point of the same name is not asked, and a name is compared as indexes do."""
    (installed / "acme-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: Acme\nVersion: 1\n")
    importlib.invalidate_caches()
    assert stage_kinds.find("acme:golden-buzzer") is not None
    assert stage_kinds.find("bcme:golden-buzzer") is None
    with pytest.raises(StageKindMissing):
        gb.tabulate(
            read_rulebook((EXAMPLE / "acme.rulebook.toml").read_text()).model_copy(
                update={"tie_chain": (), "sides": _of_another_package()}
            ),
            gb.ScoringPeriod(week=1, form="single", couples=("a", "b")),
        )


def _of_another_package() -> tuple[object, ...]:
    rulebook = read_rulebook((EXAMPLE / "acme.rulebook.toml").read_text())
    side = rulebook.sides[0]
    return (side.model_copy(update={"counts": side.counts.model_copy(update={"name": "bcme:middle-marks"})}),)
