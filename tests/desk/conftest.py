from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk as CommandLine
from tests.desk.at_it import harbour


@pytest.fixture(autouse=True)
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets the settings of whoever runs it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
    for name in ("GLITTERBALL_BY", "GLITTERBALL_SIGN", "GLITTERBALL_IDEMPOTENCY_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    """The harbour season, its first week open, and a command line beside the desk."""
    return harbour(tmp_path)
