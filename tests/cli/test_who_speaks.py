"""Who speaks is said with a command, or set once: in the environment, or in a file of one's own that is no part of a store."""

import json
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk

GIVE = "score give harbour-1 1 pia-max ana 9"
DORA = "Dora (score desk)"


def gave(desk: Desk) -> tuple[str, str]:
    """Who gave the mark that stands last, and in which role."""
    told = json.loads(desk.types("events list --format jsonl").out.splitlines()[-1])
    assert told["type"] == "score-given.v2"
    return told["by"], told["role"]


def test_nobody_speaks_where_nothing_says_who(harbour: Desk) -> None:
    refused = harbour.types(GIVE)
    assert refused.code == 2
    assert "glitterball whoami --set" in refused.err
    assert "Nothing was recorded." in refused.err


def test_what_is_set_once_holds_for_every_command(harbour: Desk, nobodys_settings: Path) -> None:
    assert harbour.types(f"whoami --set '{DORA}'").code == 0
    assert harbour.types(GIVE).code == 0
    assert gave(harbour) == ("Dora", "score desk")
    assert (nobodys_settings / "glitterball" / "settings.toml").is_file()


def test_the_environment_stands_over_the_settings_and_by_over_both(
    harbour: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert harbour.types("whoami --set 'Sam (supervisor)'").code == 0
    monkeypatch.setenv("GLITTERBALL_BY", "Petra (producer)")
    assert harbour.types(GIVE).code == 0
    assert gave(harbour) == ("Petra", "producer")
    assert harbour.types(f"{GIVE.replace('ana', 'ben')} --by '{DORA}'").code == 0
    assert gave(harbour) == ("Dora", "score desk")


def test_whoami_says_who_and_where_that_is_set(
    desk: Desk, nobodys_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.types("whoami").code == 2
    assert desk.types(f"whoami --set '{DORA}'").code == 0
    [row] = json.loads(desk.types("whoami --format json").out)["data"]
    assert row == {
        "name": "Dora", "role": "score desk", "set_in": str(nobodys_settings / "glitterball" / "settings.toml"),
    }  # fmt: skip
    monkeypatch.setenv("GLITTERBALL_BY", "Petra (producer)")
    [row] = json.loads(desk.types("whoami --format json").out)["data"]
    assert row == {"name": "Petra", "role": "producer", "set_in": "GLITTERBALL_BY"}
    assert "stands over it" in desk.types(f"whoami --set '{DORA}'").err


def test_what_was_set_can_be_unset(harbour: Desk) -> None:
    assert harbour.types(f"whoami --set '{DORA}'").code == 0
    assert harbour.types("whoami --forget").code == 0
    assert harbour.types(GIVE).code == 2


def test_other_settings_stay_when_one_is_changed(desk: Desk, nobodys_settings: Path) -> None:
    assert desk.types(f"whoami --set '{DORA}'").code == 0
    file = nobodys_settings / "glitterball" / "settings.toml"
    file.write_text(file.read_text() + 'store = "memory:"\n')
    assert desk.types("whoami --set 'Sam (supervisor)'").code == 0
    assert 'store = "memory:"' in file.read_text()


@pytest.mark.parametrize("where", ["the environment", "the settings"])
def test_who_is_set_wrongly_is_refused_where_that_is_set(
    harbour: Desk,
    where: str,
    nobodys_settings: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if where == "the environment":
        monkeypatch.setenv("GLITTERBALL_BY", "Dora")
    else:
        assert harbour.types(f"whoami --set '{DORA}'").code == 0
        file = nobodys_settings / "glitterball" / "settings.toml"
        file.write_text(file.read_text().replace("(score desk)", "(boss)"))
    refused = harbour.types(GIVE)
    assert refused.code == 3
    assert refused.err.startswith("GLITTERBALL_BY: 'Dora'" if where == "the environment" else f"{file}: 'Dora (boss)'")


@pytest.mark.parametrize("text", ["by = ", "by = 7\n", "\xff", "[by]\n"])
def test_settings_that_cannot_be_read_are_refused_and_left_as_they_are(
    harbour: Desk,
    nobodys_settings: Path,
    text: str,
) -> None:
    file = nobodys_settings / "glitterball" / "settings.toml"
    file.parent.mkdir()
    file.write_bytes(text.encode("latin-1"))
    for line in (GIVE, "whoami"):
        refused = harbour.types(line)
        assert refused.code == 3, refused.err
        assert str(file) in refused.err
    assert harbour.types(f"whoami --set '{DORA}'").code == 3
    assert file.read_bytes() == text.encode("latin-1")


def test_a_file_of_somebody_else_is_not_written_over(desk: Desk, nobodys_settings: Path) -> None:
    file = nobodys_settings / "glitterball" / "settings.toml"
    file.parent.mkdir()
    file.write_text("other = 'program'\n")
    assert desk.types(f"whoami --set '{DORA}'").code == 3
    assert file.read_text() == "other = 'program'\n"


def test_a_folder_for_settings_that_is_not_absolute_does_not_count(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert desk.types(f"whoami --set '{DORA}'").code == 0
    assert [path.name for path in (tmp_path / "home").rglob("settings.toml")] == ["settings.toml"]
