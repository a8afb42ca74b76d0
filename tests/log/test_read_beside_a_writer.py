"""An auditor reads without lock files only what nobody is writing: else the newest events would be missing, unsaid."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from glitterball.log import EventLog, refusals
from tests.conditions import as_somebody_without_rights
from tests.log.live_night import AT, DESK, opened, score


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.heavy("processes")
@pytest.mark.parametrize("written", [True, False])
def test_a_store_whose_newest_events_stand_beside_it_is_not_read_without_them(
    folder: Path, store: Path, written: bool
) -> None:
    with EventLog.open(f"sqlite:{store}") as desk:
        desk.append("season/us-33", 0, [opened()], DESK, AT)
        desk.append("season/us-33", 1, [score()], DESK, AT)
        beside = Path(f"{store}-wal")
        assert beside.stat().st_size > 0
        if written:
            shutil.copy(store, folder / "log")
            shutil.copy(beside, folder / "log-wal")
    if not written:
        shutil.copy(store, folder / "log")
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    with as_somebody_without_rights():
        if written:
            with pytest.raises(refusals.LogRefusal):
                EventLog.open(f"sqlite:{folder / 'log'}", read_only=True)
        else:
            with EventLog.open(f"sqlite:{folder / 'log'}", read_only=True) as auditor:
                assert auditor.last_position() == 2
