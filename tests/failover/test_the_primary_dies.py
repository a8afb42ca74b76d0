"""The primary is killed on the night and its standby promoted: nothing acknowledged is lost, nothing is there twice."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from glitterball.log import EventLog
from glitterball.log.refusals import StoreRefusal
from tests import postgres_server
from tests.failover.nights import Told, compared, log_of, round_of, says
from tests.failover.pair import Pair
from tests.log.live_night import AT, DESK, opened

pytestmark = pytest.mark.heavy("a server")


pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    yield made
    made.remove()


@pytest.fixture
def careless(tmp_path: Path) -> Iterator[Pair]:
    """Nobody waits for the standby."""
    made = Pair(tmp_path, synchronous=False)
    yield made
    made.remove()


def test_everything_acknowledged_is_there_once_after_a_failover_and_a_retry_is_answered_with_the_first_positions(
    pair: Pair, thorough: bool
) -> None:
    """Machines find the new primary by themselves: the address names both servers."""
    for number in range(10 if thorough else 1):
        if number:
            pair.renew()
        outcome = round_of(pair, f"round-{number}")
        assert outcome.holds, outcome
        assert outcome.acknowledged > 8, outcome


def test_where_the_standby_fell_away_a_moment_before_nothing_was_acknowledged_that_it_has_not(pair: Pair) -> None:
    """A commit waits for it: desks stand still, which is seen, rather than lose, which is not."""
    outcome = round_of(pair, "round", before=lambda: _falls_away(pair), after=pair.standby.start)
    assert outcome.holds, outcome
    assert outcome.acknowledged > 8, outcome


def test_the_same_round_finds_the_loss_where_nobody_waits_for_the_standby(careless: Pair) -> None:
    """So the two tests above can fail: the settings are what keeps the promise, and the round sees when they do not."""
    with log_of(careless.node("desk")) as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)
        told = Told("sms-east")
        told.positions.append(says(log, told, 1))
        careless.wait_for_the_standby()
        careless.standby.stop("immediate")
        told.positions += [says(log, told, 2), says(log, told, 3)]
        careless.kill_the_primary()
        careless.standby.start()
        careless.promote()
        outcome = compared(careless.node("auditor", careless.standby), [told])
    assert (outcome.acknowledged, outcome.lost, outcome.holds) == (3, 2, False)


def test_a_machine_that_knows_only_a_server_that_takes_no_writes_records_nothing(pair: Pair) -> None:
    """A primary that was demoted, or a standby asked by mistake."""
    with log_of(pair.node("desk")) as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)
    with pytest.raises(StoreRefusal, match="Nothing was recorded"), log_of(pair.node("lonely", pair.standby)) as log:
        log.append("season/us-33", 1, [opened("us-34")], DESK, AT)
    with log_of(pair.node("desk")) as log:
        assert log.last_position() == 1


def test_a_board_reads_by_the_address_that_desks_record_by(pair: Pair) -> None:
    """`target_session_attrs=read-write` found no server for whoever asked to read only."""
    with log_of(pair.node("desk")) as log:
        log.append("season/us-33", 0, [opened()], DESK, AT)
    board = pair.node("board")
    with EventLog.open(board.text, state=board.state, read_only=True) as log:
        assert log.last_position() == 1


def _falls_away(pair: Pair) -> None:
    pair.standby.stop("immediate")
    time.sleep(0.5)
