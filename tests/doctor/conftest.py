import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.doctor import night


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night that was played once; nobody changes this one."""
    path = tmp_path_factory.mktemp("played") / night.FILE
    night.play(path)
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may enter, which pytest's own are not."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def store(played: Path, folder: Path) -> Path:
    """A store of one's own with that night in it."""
    return Path(shutil.copyfile(played, folder / night.FILE))
