"""A machine whose wire to the server is cut refuses; it records nothing aside, and signs nothing."""

import re
from pathlib import Path

import pytest

from glitterball.addresses import Address
from glitterball.evidence.ledger import make_key
from glitterball.log import EventLog, StaleStream
from glitterball.log.postgres import writing
from glitterball.log.refusals import PublisherElsewhere, StoreRefusal
from glitterball.nodes import nodes_seen
from tests.log.live_night import AT, DESK, opened, score
from tests.nodes.conftest import Machines
from tests.nodes.test_one_signs import ORIGIN, SEASON, Signing, shared
from tests.nodes.wire import Wire

pytestmark = pytest.mark.heavy("a server")


def test_a_machine_that_is_cut_off_refuses_and_another_signs_meanwhile(
    machine: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "RECONNECT_SECONDS", 0.3)
    studio, spare = machine("studio"), machine("spare")
    found = re.search(r"host=([^&]+)", studio.text)
    if found is None or not found[1].startswith("/"):
        pytest.skip("the server that is named for tests is not reached by a socket that could be cut")
    with Wire(Path(found[1])) as wire:
        at = Address.read(studio.text.replace(found[1], str(wire.folder)), studio.state)
        with EventLog.open(at.text, state=at.state) as alone, EventLog.open(spare.text, state=spare.state) as other:
            make_key(tmp_path / "log.key", ORIGIN)
            signing = Signing(alone, tmp_path / "log.key")
            alone.append(SEASON, 0, [opened()], DESK, AT)
            with shared(alone).lease():
                assert signing.publish() == 1
                wire.cut()
                for refused in (
                    lambda: alone.append(SEASON, 1, [score()], DESK, AT),
                    lambda: list(alone.read()),
                    signing.publish,
                ):
                    with pytest.raises(StoreRefusal):
                        refused()
                assert [signed.size for signed in signing.register.published()] == [1]
                other.append(SEASON, 1, [score("bruno")], DESK, AT)
                with shared(other).lease():
                    assert [row.publishes for row in nodes_seen(other)] == [True], "who was cut off is not there"
                    wire.mend()
                    with pytest.raises(StaleStream):
                        alone.append(SEASON, 1, [score()], DESK, AT)
                    assert [event.position for event in alone.read()] == [1, 2]
                    with pytest.raises(PublisherElsewhere):
                        signing.publish()
                assert signing.publish() == 2
            signing.close()
