from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk
from tests.docs.reference.stage import WIDE


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def us_33(desk: Desk) -> Desk:
    """A desk whose store holds season 33."""
    assert desk.types("season import us-33").code == 0
    return desk


@pytest.fixture(autouse=True)
def a_page_is_not_as_wide_as_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables on pages are folded so that they can be read; sentences are not, as in a pipe."""
    monkeypatch.setattr("glitterball.cli.screen.OFF_A_TERMINAL", WIDE)
