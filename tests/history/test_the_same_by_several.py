"""Seasons are audited by several processes at a time as by one, and told of in order."""

import pytest

from glitterball.history import audit_seasons, history_of
from glitterball.placing import Processes
from tests.history.files import five_seasons

pytestmark = pytest.mark.heavy("processes")


def test_three_processes_report_what_one_does() -> None:
    history = history_of(five_seasons(), "comap.csv")
    alone = audit_seasons(history)
    told: list[tuple[int, int, str]] = []
    with Processes(3) as place:
        together = audit_seasons(history, progress=lambda *said: told.append(said), place=place)
    assert list(together.rows) == list(alone.rows)
    assert list(together.ranges) == list(alone.ranges)
    assert together.findings == alone.findings
    assert [done for done, _, _ in told] == list(range(1, len(alone.rows) + 1))
