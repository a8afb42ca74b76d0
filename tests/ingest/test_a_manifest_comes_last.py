"""A manifest in the middle of a delivery once ended the reading with an unforeseen error."""

import pytest

from domain.gateway.events import OfBatch, OfManifest
from domain.record import canonical_json
from glitterball.intake.lines import read_lines
from glitterball.intake.refusals import LinesUnreadable

MANIFEST = canonical_json(OfManifest(season="small", week=1, gateway="web", batches=1, totals=()))


def batch(number: int) -> bytes:
    return canonical_json(
        OfBatch(
            season="small",
            week=1,
            gateway="web",
            batch=number,
            channel="sms",
            opens="2024-09-25T00:00:00Z",
            closes="2024-09-25T00:00:10Z",
            votes=(("amy-ben", 9),),
            received=9,
        )
    )


@pytest.mark.parametrize(("lines", "at"), [([MANIFEST, batch(1)], 1), ([batch(1), MANIFEST, batch(2)], 2)])
def test_a_manifest_before_the_last_line_is_refused_with_its_line(lines: list[bytes], at: int) -> None:
    with pytest.raises(LinesUnreadable, match=f"line {at}: it is a manifest, which closes a delivery") as refused:
        read_lines(lines)
    assert len(refused.value.findings) == 1
