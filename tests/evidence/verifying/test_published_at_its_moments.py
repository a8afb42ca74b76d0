"""The end of the lines is published whoever says it how: alone, or with other commands in one commit."""

from pathlib import Path

import pytest

from domain.season import commands as c
from domain.season.words import ExpectedGateway
from tests.engine import small_season as small
from tests.evidence.verifying.night import Night

OPEN = c.OpenVoting(week=1, gateways=(ExpectedGateway(gateway="phones", channels=("sms",)),))
CLOSE = c.CloseVoting(week=1)


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one commit"])
def test_closing_the_lines_publishes_a_checkpoint(tmp_path: Path, together: bool) -> None:
    """Commands said in one commit went by the publisher, who listened to those said alone."""
    night = Night(tmp_path)
    for command, by in small.opening():
        if not isinstance(command, c.OpenVoting):
            night.engine.do("small", command, by)
    assert night.register.published() == ()
    if together:
        night.engine.do_all("small", (OPEN, CLOSE), small.PRODUCER)
    else:
        for command in (OPEN, CLOSE):
            night.engine.do("small", command, small.PRODUCER)
    assert len(night.register.published()) == 1
    night.close()
