"""Each row of the table still runs, with little work, and its sides agree; what is kept says on which machine and how busy."""

import json
import platform
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.__main__ import WORKS, main
from benchmarks.table import Sides, figure
from tests.thoroughness import part


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("work", part(WORKS, 0, of=6), ids=lambda work: work.name)
def test_a_row_is_measured_against_its_yardstick_and_whatever_it_names_beside_it(work: object) -> None:
    one = next(known for known in WORKS if known is work)
    found = figure(one, rounds=1, quick=True)
    assert found.ours.processor > 0
    assert found.yardstick.processor > 0
    assert (found.library is not None, found.instead is not None) == (bool(one.library), bool(one.instead))
    assert len(found.growth) == (1 if one.grows else 0)


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({work.name for work in WORKS}) == len(WORKS)


def test_what_is_kept_names_the_machine_and_its_load_but_not_the_host(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--quick", "--only", "replay, second", "--save", "smoke", "--into", str(tmp_path / "figures")]
    assert main(asked) == 0
    kept = json.loads((tmp_path / "figures" / "smoke.json").read_text("utf-8"))
    page = (tmp_path / "figures" / "smoke.md").read_text("utf-8")
    assert kept["run"]["cores"]
    assert len(kept["loads"]) == 2, "before the first row and after each"
    assert [one["name"] for one in kept["figures"]] == ["replay, second form"]
    printed = capsys.readouterr().out
    assert page[page.index("| work") :] == printed[printed.index("| work") :], "what is kept is what was printed"
    assert "whose figures mean nothing" in page
    assert platform.node() not in page.split()


def test_a_row_nobody_knows_is_said_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "juggling"]) == 1
    assert capsys.readouterr().err.startswith("No row is named so. There are: append, one a commit; ")


def test_a_run_that_is_stopped_keeps_the_rows_it_has_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> Sides:
        raise KeyboardInterrupt

    rows = [next(work for work in WORKS if work.name == "replay, second form"), replace(WORKS[0], sides=stopped)]
    monkeypatch.setattr("benchmarks.__main__.WORKS", rows)
    with pytest.raises(KeyboardInterrupt):
        main(["--quick", "--save", "stopped", "--into", str(tmp_path)])
    kept = json.loads((tmp_path / "stopped.json").read_text("utf-8"))
    assert [one["name"] for one in kept["figures"]] == ["replay, second form"]
