import shutil
from pathlib import Path

import pytest

from tests.backups.going_on import more
from tests.faults import night


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night that hides its counts, played once; nobody changes this one."""
    folder = tmp_path_factory.mktemp("played")
    path = folder / "night.sqlite"
    night.lines_open(path, in_parts=True)
    more(path, 1, 6)
    return folder


@pytest.fixture
def store(played: Path, tmp_path: Path) -> Path:
    """A store of one's own with that night in it, and its key beside it."""
    return Path(shutil.copytree(played, tmp_path / "desk")) / "night.sqlite"
