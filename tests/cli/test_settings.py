"""What holds for every command: an option over the environment, the environment over the file, and what nobody meant is told."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.cli.settings import EVERY, SettingsUnreadable, standing
from glitterball.incidents import desk as incidents
from tests.cli.typing_at_it import Desk

STORE, BY = "GLITTERBALL_STORE", "GLITTERBALL_BY"


@pytest.fixture
def file(nobodys_settings: Path) -> Path:
    path = nobodys_settings / "glitterball" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, tuple[str, str]]:
    """Each setting with its value and where that comes from."""
    assert run(app, [*words, "settings", "--format", "json"]) == 0
    return {row["setting"]: (row["value"], row["set_in"]) for row in json.loads(capsys.readouterr().out)["data"]}


def test_an_option_stands_over_the_environment_and_that_over_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys)["store"] == ("sqlite:glitterball.sqlite", "nobody")
    file.write_text('store = "sqlite:/srv/file.sqlite"\nby = "Dora (score desk)"\nsign = ["a.key", "b.key"]\n')
    assert shown(capsys) == {
        "store": ("sqlite:/srv/file.sqlite", str(file)),
        "state": ("", "nobody"),
        "zone": ("", "nobody"),
        "by": ("Dora (score desk)", str(file)),
        "sign": ("a.key:b.key", str(file)),
        "log_format": ("text", "nobody"),
    }
    monkeypatch.setenv(STORE, "sqlite:/srv/variable.sqlite")
    monkeypatch.setenv(BY, "Petra (producer)")
    assert shown(capsys)["store"] == ("sqlite:/srv/variable.sqlite", STORE)
    assert shown(capsys)["by"] == ("Petra (producer)", BY)
    assert shown(capsys, "--store", "memory:")["store"] == ("memory:", "--store")
    assert shown(capsys, "--sign", "c.key")["sign"] == ("c.key", "--sign")


def test_the_store_of_the_file_is_the_one_that_is_asked_and_recorded_in(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file.write_text(f'store = "sqlite:{tmp_path / "kept.sqlite"}"\n')
    assert run(app, ["season", "import", "us-33"]) == 0
    assert [path.name for path in tmp_path.glob("*.sqlite")] == ["kept.sqlite"]
    assert run(app, ["season", "list", "--format", "json"]) == 0
    assert "us-33" in capsys.readouterr().out


def test_another_file_may_be_named(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('store = "sqlite:/srv/file.sqlite"\n')
    other = tmp_path / "rehearsal.toml"
    other.write_text('store = "sqlite:/srv/other.sqlite"\n')
    monkeypatch.setenv("GLITTERBALL_SETTINGS", str(other))
    assert shown(capsys)["store"] == ("sqlite:/srv/other.sqlite", str(other))


@pytest.mark.parametrize(
    "line",
    ["settings", "season list", "doctor", "rules list", "season import us-33", "--store memory: season list", "demo"],
)
@pytest.mark.parametrize("named", ["gone.toml", "no/such/folder/settings.toml"])
def test_a_file_that_was_named_and_is_not_there_is_refused_by_every_command(
    desk: Desk, line: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the night would be recorded in another store, and nobody would notice."""
    monkeypatch.setenv("GLITTERBALL_SETTINGS", str(desk.folder / named))
    for setting in EVERY:  # a variable over each of them asks nothing of the file
        monkeypatch.setenv(setting.variable, "memory:" if setting.name == "store" else "")
    monkeypatch.setenv("GLITTERBALL_STATE", str(desk.folder / "state"))
    refused = desk.types(line)
    assert refused.code == 3
    assert f"GLITTERBALL_SETTINGS names {desk.folder / named}" in refused.err
    assert "[settings-missing]" in refused.err
    assert sorted(path.name for path in desk.folder.iterdir()) == []


def test_the_empty_device_is_named_to_go_by_no_settings(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('store = "sqlite:/srv/file.sqlite"\n')
    monkeypatch.setenv("GLITTERBALL_SETTINGS", os.devnull)
    assert shown(capsys)["store"] == ("sqlite:glitterball.sqlite", "nobody")


@pytest.mark.parametrize("said", ["stroe", "Store", "stores"])
def test_a_name_that_is_no_setting_is_told_with_what_was_meant(desk: Desk, file: Path, said: str) -> None:
    """Otherwise the night would be recorded in another store, and nobody would notice."""
    file.write_text(f'{said} = "sqlite:/srv/show.sqlite"\n')
    refused = desk.types("season list")
    assert refused.code == 3
    assert f"have '{said}', which is no setting. Did you mean store?" in refused.err
    assert "[setting-unknown]" in refused.err


@pytest.mark.parametrize("wrong", ["store = 3", "by = ['a']", "sign = 'a' 'b'", "sign = [1]", "store = ", "\0"])
def test_a_value_of_another_kind_is_refused(desk: Desk, file: Path, wrong: str) -> None:
    file.write_text(f"{wrong}\n")
    desk.store = ""  # nobody says it but the file
    refused = desk.types("settings")
    assert refused.code == 3
    assert "[settings-unreadable]" in refused.err


def test_a_variable_that_is_none_of_ours_is_told_and_nothing_else_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLITTERBALL_STROE", "sqlite:/srv/show.sqlite")
    said = desk.types("rules list")
    assert said.code == 0
    assert "GLITTERBALL_STROE is set, and no variable of ours. Did you mean GLITTERBALL_STORE?" in said.err


def test_an_incident_is_played_by_nobody_and_for_nobody(tmp_path: Path, file: Path) -> None:
    """Key files that the settings name would sign for somebody in it."""
    file.write_text('sign = ["eve.key"]\nby = "Eve Adams (executive)"\nstore = "memory:"\n')
    answered = incidents.Desk(tmp_path, lambda words: run(app, list(words))).types("settings --format json")
    rows = json.loads("\n".join(line for line in answered.lines if not line.startswith("The file is ")))["data"]
    assert {row["setting"]: row["set_in"] for row in rows} == {
        "store": "nobody", "state": "nobody", "zone": "nobody", "by": "nobody", "sign": "nobody",
        "log_format": "nobody",
    }  # fmt: skip


def test_a_folder_that_may_not_be_entered_holds_no_settings_unless_they_were_named(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An auditor looks with the rights of nobody, who may not enter anybody's folder."""

    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", forbidden)
    assert standing("store").where == "nobody"
    monkeypatch.setenv("GLITTERBALL_SETTINGS", str(file))
    with pytest.raises(SettingsUnreadable):
        standing("store")


@tried(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    variable=st.sampled_from(["", "sqlite:variable"]),
    kept=st.sampled_from([None, "sqlite:file"]),
    name=st.sampled_from([setting.name for setting in EVERY]),
)
def test_whatever_is_said_where_the_first_in_order_holds(
    variable: str, kept: str | None, name: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = next(each for each in EVERY if each.name == name)
    monkeypatch.setenv(setting.variable, variable)
    file.write_text("" if kept is None else f'{name} = "{kept}"\n')
    assert standing(name).said == (variable or (setting.default if kept is None else kept))
