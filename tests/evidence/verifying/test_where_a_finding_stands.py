"""A finding is told with the event and the week it is about, or as one of the whole bundle."""

from dataclasses import replace

import pytest

from glitterball.evidence.verifying.findings import CODES, Found
from tests.evidence.verifying.conftest import Verified

CODE = next(code for code, kind in CODES.items() if kind == "integrity")


@pytest.mark.parametrize(
    ("position", "week", "where"),
    [(None, None, "the bundle"), (7, None, "event 7"), (7, 2, "event 7, week 2"), (None, 2, "the bundle, week 2")],
)
def test_a_finding_names_its_event_and_its_week(
    position: int | None, week: int | None, where: str, bundle: bytes, verified: Verified
) -> None:
    """Whoever looks into it must know which line of the log to open."""
    report = replace(verified(bundle), findings=(Found(CODE, "it is not so", position, week),))
    assert f"INTEGRITY [{CODE}] {where}: it is not so." in list(report.lines())
