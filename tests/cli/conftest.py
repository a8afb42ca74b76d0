import shutil
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"


@pytest.fixture(autouse=True)
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for settings in which nothing is set yet, so that no test meets those of whoever runs it."""
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    for name in ("GLITTERBALL_BY", "GLITTERBALL_ZONE", "GLITTERBALL_IDEMPOTENCY_KEY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def us_33(desk: Desk) -> Desk:
    """A desk whose store holds season 33."""
    assert desk.types("season import us-33").code == 0
    return desk


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    """The harbour season, its first week open, no mark given."""
    for file in HARBOUR.iterdir():
        shutil.copy(file, desk.folder)
    two = '--by "Eve (executive)" --with "Ada (adjudicator)"'
    assert desk.types(f"season import {{folder}}/season.toml {two}").code == 0
    assert desk.types("week open harbour-1 1 --from {folder}/week-1.toml --by 'Petra (producer)'").code == 0
    return desk
