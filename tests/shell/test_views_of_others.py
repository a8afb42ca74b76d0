"""The package of docs/plug-ins.md, installed as it stands there, and packages that are not right."""

import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

import glitterball as gb
from glitterball.views import plugged
from glitterball.views.plugged import ViewNotTaken

PAGE = (Path(__file__).parents[2] / "docs" / "plug-ins.md").read_text()
MODULE, SETTINGS = (re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL) for kind in ("python", "toml"))


@pytest.fixture(scope="module")
def season() -> gb.Season:
    return gb.open_season("us-33")


def install(folder: Path, name: str, module: str, points: str) -> None:
    """What an installer leaves of a package: its module, and what its project says."""
    (folder / f"{name}.py").write_text(module)
    about = folder / f"{name}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (about / "entry_points.txt").write_text(points)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    assert MODULE
    assert SETTINGS
    said = SETTINGS[1].partition('[project.entry-points."glitterball.views"]')[2].replace('"', "")
    install(tmp_path, "applause", MODULE[1], f"[glitterball.views]{said}")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield tmp_path
    sys.modules.pop("applause", None)


@pytest.mark.usefixtures("installed")
def test_the_package_of_the_page_is_asked_like_a_view_that_ships(season: gb.Season) -> None:
    every = season.view("applause").to_polars()
    assert every.columns == ["season", "mode", "week", "names", "tens"]
    marks = [row for row in season.scorecards() if row.judge and row.mark == 10]
    assert every["tens"].sum() == len(marks) > 0
    weeks = pl.concat([week.view("applause").to_polars() for week in season.weeks()])
    assert weeks.equals(every)


def test_without_the_package_the_view_is_unknown(season: gb.Season) -> None:
    with pytest.raises(gb.Refusal, match="There is no view 'applause'; there are scorecards, "):
        season.view("applause")


@dataclass
class Counted:
    couples: int


def test_a_view_is_registered_for_a_process(season: gb.Season, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugged, "_REGISTERED", {})
    rows = gb.View("counted", Counted, lambda fold, week: (Counted(len(fold.state.couples)),), counts_votes=False)
    gb.register_view(rows)
    assert season.view("counted")[0].couples == 13


def test_a_view_that_takes_one_of_our_names_or_holds_floats_is_refused() -> None:
    @dataclass
    class Rounded:
        share: float

    with pytest.raises(ViewNotTaken, match="one of Glitterball's own has that name"):
        gb.register_view(gb.View("standings", Counted, lambda fold, week: (), counts_votes=False))
    with pytest.raises(ViewNotTaken, match="share has the type"):
        gb.register_view(gb.View("rounded", Rounded, lambda fold, week: (), counts_votes=False))


@pytest.mark.parametrize(("module", "why"), [
    ("VIEW = 1", "it is no View of that name"), ("import nothing_of_the_kind", "ended with ModuleNotFoundError"),
])  # fmt: skip
def test_a_package_that_is_not_right_is_named(
    season: gb.Season, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, why: str
) -> None:
    install(tmp_path, "broken_view", module, "[glitterball.views]\nbroken = broken_view:VIEW\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    try:
        with pytest.raises(ViewNotTaken, match=f"The view broken cannot be taken in: .*{why}"):
            season.view("broken")
    finally:
        sys.modules.pop("broken_view", None)
