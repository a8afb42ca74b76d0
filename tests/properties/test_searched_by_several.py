"""Properties are searched by several processes at a time as by one: the same weeks are found."""

import pytest

from glitterball.placing import Processes
from glitterball.properties import Budget, as_json, run_properties
from glitterball.rulebooks import shipped_rulebook

pytestmark = pytest.mark.heavy("processes")


def test_two_processes_find_what_one_does() -> None:
    rulebook, quick = shipped_rulebook("strictly-2008"), Budget(max_examples=5, outcomes=500, work=2_000)
    asked: list[tuple[str, int, int]] = []
    with Processes(2) as place:
        together = run_properties(rulebook, quick, begins=lambda *said: asked.append(said), place=place)
    assert as_json(together) == as_json(run_properties(rulebook, quick))
    assert any(result.verdict == "broken" for result in together)
    assert [number for _, number, _ in asked] == list(range(1, len(together) + 1))
