"""Whatever is asked of many seasons, or of many promises, is answered with the same bytes by any number of processes."""

from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk
from tests.history.files import five_seasons
from tests.thoroughness import part

ASKED = (
    "history whatif seasons.csv --show us --under us-3-27 --notes",
    "history whatif seasons.csv --show us --under us-3-27 --format json",
    "history audit seasons.csv --show us --notes",
    "history audit seasons.csv --show us --ranges --format csv",
    "history audit seasons.csv --show us --format json",
    "rules test strictly-2008 --max-examples 5 --work 2000 --format json",
)


@pytest.mark.heavy("processes")
@pytest.mark.parametrize("line", part(ASKED, 0, of=2))
def test_one_two_and_three_processes_say_the_same(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path)
    desk.file("seasons.csv", five_seasons())
    alone = desk.types(line)
    assert len(alone.out) > 1_000, alone
    for workers in (2, 3):
        assert desk.types(f"{line} --workers {workers}") == alone
