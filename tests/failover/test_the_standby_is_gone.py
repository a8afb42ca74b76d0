"""The only standby is gone: whoever records is told after a while, and nothing is signed that only one server has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glitterball.evidence.ledger import Ledger, Register, make_key, publish, register_path
from glitterball.log.postgres import overdue
from glitterball.log.refusals import CommitUncertain, StandbyBehind, StoreBusy
from tests import postgres_server
from tests.failover.nights import log_of
from tests.failover.pair import Pair
from tests.log.live_night import AT, DESK, opened, score

pytestmark = pytest.mark.heavy("a server")


pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    yield made
    made.remove()


def test_who_records_is_told_and_nothing_is_signed_that_only_one_server_has(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk waited for ever, without a word; and a checkpoint of what a failover takes away would end the log."""
    monkeypatch.setattr(overdue, "COMMIT_SECONDS", 1.0)
    signer = make_key(tmp_path / "log.key", "example.org/dancing")
    register = Register(register_path(tmp_path / "log.key"))
    with log_of(pair.node("desk")) as log, Ledger.open(log) as ledger:
        log.append("season/us-33", 0, [opened()], DESK, AT)
        assert publish(ledger, register, signer).size == 1
        pair.standby.stop("immediate")
        with pytest.raises((CommitUncertain, StoreBusy)) as refused:
            log.append("season/us-33", 1, [score()], DESK, AT)
        assert refused.value.exit_code == 6
        with pytest.raises(StandbyBehind) as unsigned:
            publish(ledger, register, signer)
        assert unsigned.value.on_record == "Nothing was signed."
        assert [signed.size for signed in register.published()] == [1]
        pair.standby.start()
        log.append("season/us-33", 2, [score("bruno")], DESK, AT)
        assert publish(ledger, register, signer).size == 3
    register.close()
