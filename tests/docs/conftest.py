from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def us_33(desk: Desk) -> Desk:
    """A desk whose store holds season 33."""
    assert desk.types("season import us-33").code == 0
    return desk
