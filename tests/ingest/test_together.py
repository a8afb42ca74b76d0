"""Many at once: appends share commits, nobody's duplicate costs another anything, and nothing is lost or doubled."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.evidence.signatures import check_signatures
from glitterball.log import AlreadyRecorded, EventLog, StaleStream
from glitterball.log.envelope import Line, line_of
from glitterball.log.group_commit import GroupCommit
from glitterball.log.recording import Group
from projections.fold import Fold
from tests.engine import small_season as small
from tests.ingest.nights import OPENING, batch, delivery, lines_open, manifest

AT = "2024-09-25T00:00:10Z"


def line(gateway: str, number: int) -> Line:
    from domain.gateway.events import VoteBatchReceived

    fact = VoteBatchReceived.model_construct(**batch(gateway, number).__dict__)
    return line_of(f"votes/small/1/{gateway}", number, AT, small.DESK, fact)


def held_up() -> tuple[GroupCommit, threading.Event, list[int]]:
    """A group commit whose first commit waits to be let go, and the sizes of its commits."""
    go, sizes = threading.Event(), []

    def commit(groups: Sequence[Group]) -> list[int | IntegrityError]:
        sizes.append(len(groups))
        assert go.wait(10)
        return [1 for _ in groups]

    return GroupCommit(commit), go, sizes


def test_who_appends_while_a_commit_is_under_way_shares_the_next_one() -> None:
    together, go, sizes = held_up()
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(together.record, Group([line("web", 1)]))
        while not sizes:
            time.sleep(0.001)
        others = [pool.submit(together.record, Group([line("web", n)])) for n in range(2, 10)]
        while len(together._queue) < 8:
            time.sleep(0.001)
        assert not any(one.done() for one in (first, *others)), "the answer comes after the disk has it"
        go.set()
        assert [one.result(timeout=10) for one in (first, *others)] == [1] * 9
    assert sizes == [1, 8]


def test_an_error_of_the_store_is_told_to_everybody_in_the_commit_and_to_nobody_after() -> None:
    outcomes: list[OSError | None] = [OSError("no room"), None]

    def commit(groups: Sequence[Group]) -> list[int | IntegrityError]:
        error = outcomes.pop(0)
        if error:
            raise error
        return [7 for _ in groups]

    together = GroupCommit(commit)
    with pytest.raises(OSError, match="no room"):
        together.record(Group([line("web", 1)]))
    assert together.record(Group([line("web", 1)])) == 7


def test_a_commit_that_is_interrupted_leaves_nobody_waiting() -> None:
    def interrupted(groups: Sequence[Group]) -> list[int | IntegrityError]:
        raise KeyboardInterrupt

    together = GroupCommit(interrupted)
    with pytest.raises(KeyboardInterrupt):
        together.record(Group([line("web", 1)]))
    with pytest.raises(KeyboardInterrupt):
        together.record(Group([line("web", 1)]))
    assert not together._busy
    assert together._queue == []


def test_one_callers_duplicate_or_stale_belief_does_not_fail_the_others(tmp_path: Path) -> None:
    with EventLog.open(f"sqlite:{tmp_path / 'show.sqlite'}") as log:
        insert = log.application.recorder.insert_groups
        assert insert([Group([line("web", 1)])]) == [1]
        stream = line("web", 1)[0]
        answers = insert(
            [
                Group([line("tv-app", 1), line("tv-app", 2)]),
                Group([line("web", 3), line("web", 1)]),  # one is taken: none of it
                Group([line("phones", 2), line("phones", 2)]),  # twice in itself
                Group([line("web", 2)], [(stream, 1)]),
                Group([line("web", 3)], [(stream, 1)]),  # the one before moved it
                Group([line("tv-app", 2), line("tv-app", 3)]),  # taken in this very commit
                Group([line("web", 4)], [(stream, 2)]),
                Group([line("web", 3)]),  # a gap filled
            ]
        )
        found = [answer if isinstance(answer, int) else type(answer).__name__ for answer in answers]
        assert found == [2, "IntegrityError", "IntegrityError", 4, "StreamMoved", "IntegrityError", 5, 6]
        assert [(event.stream[14:], event.sequence) for event in log.read()] == [
            ("web", 1), ("tv-app", 1), ("tv-app", 2), ("web", 2), ("web", 4), ("web", 3),
        ]  # fmt: skip


def test_what_others_wrote_meanwhile_is_seen(tmp_path: Path) -> None:
    """How far a stream has come is remembered only as long as nobody else has written."""
    address = f"sqlite:{tmp_path / 'show.sqlite'}"
    with EventLog.open(address) as here, EventLog.open(address) as there:
        here.append_lines([line("web", 1)])
        there.append_lines([line("web", 2)])
        with pytest.raises(StaleStream):
            here.append_lines([line("web", 3)], {"votes/small/1/web": 1})
        with pytest.raises(AlreadyRecorded):
            here.append_lines([line("web", 2)])
        assert here.append_lines([line("web", 3)], {"votes/small/1/web": 2}) == range(3, 4)


def test_the_manifest_another_process_took_in_closes_the_gateway_here_too(tmp_path: Path) -> None:
    address = f"sqlite:{tmp_path / 'show.sqlite'}"
    with EventLog.open(address) as log, EventLog.open(address) as other:
        here, there = Engine(log), Engine(other)
        lines_open(here, signed=False)
        here.receive([batch("web", 1)])
        there.receive([batch("web", 2), manifest("web", 2)])
        from domain.gateway.refusals import GatewayIsClosed

        with pytest.raises(GatewayIsClosed):
            here.receive([batch("web", 9)])
        with pytest.raises(GatewayIsClosed):
            here.deliver(delivery("web", 8, 9, key=None))


@pytest.mark.heavy("every one")
def test_sixty_four_gateways_and_a_desk_lose_and_double_nothing(tmp_path: Path) -> None:
    names = tuple(f"gateway-{number}" for number in range(64))
    with EventLog.open(f"sqlite:{tmp_path / 'show.sqlite'}") as log:
        engine = Engine(log)
        lines_open(engine, gateways=names)
        acknowledged: dict[int, tuple[str, int]] = {}

        def night(name: str) -> None:
            for first in (1, 2, 4):
                message = delivery(name, first, first + (first == 2), closes=first == 4)
                receipts = engine.deliver(message)
                again = engine.deliver(message)
                assert again.duplicate
                assert list(again.positions) == list(receipts.positions)
                for receipt in receipts:
                    acknowledged[receipt.position] = (f"votes/small/1/{name}", receipt.sequence)

        def desk(judge: str) -> None:
            for couple in small.COUPLES:
                engine.do("small", c.GiveScore(week=1, dance=f"1.1.{couple}", judge=judge, mark=7), small.DESK)

        with ThreadPoolExecutor(67) as pool:
            work = [pool.submit(night, name) for name in names] + [pool.submit(desk, judge) for judge in small.JUDGES]
            for each in work:
                each.result(timeout=120)
        fold, events = Fold(), list(log.read())
        for event in events:
            fold.apply(event)
        held = {event.position: (event.stream, event.sequence) for event in events if event.stream.startswith("votes/")}
        assert held == acknowledged
        gateways = fold.seasons["small"].tally(1).gateways
        assert {name: (tally.last, tally.missing) for name, tally in gateways.items()} == dict.fromkeys(names, (4, ()))
        assert sum(len(dance.marks) for dance in fold.seasons["small"].state.weeks[1].dances.values()) == 12
        assert check_signatures(events, lambda _: OPENING) == ()


KILLED = r"""
    import os, sys, threading
    sys.path[:0] = [".", *{path!r}]
    from glitterball.engine import Engine
    from glitterball.log import EventLog
    from tests.ingest.nights import delivery, lines_open

    log = EventLog.open({address!r})
    engine = Engine(log)
    lines_open(engine)

    def night(gateway):
        for number in range(1, 100_000):
            receipts = engine.deliver(delivery(gateway, number, number))
            os.write(1, f"{{gateway}} {{number}} {{receipts[0].position}}\n".encode())  # whole lines, whichever thread

    for gateway in ("phones", "tv-app", "web"):
        threading.Thread(target=night, args=(gateway,)).start()
"""


@pytest.mark.heavy("accidents")
def test_what_was_acknowledged_survives_a_killed_process_and_a_retry_counts_nothing_twice(tmp_path: Path) -> None:
    address = f"sqlite:{tmp_path / 'show.sqlite'}"
    script = textwrap.dedent(KILLED).format(address=address, path=sys.path)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().split() for _ in range(60)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += [words for row in process.stdout if len(words := row.split()) == 3 and row.endswith("\n")]
    with EventLog.open(address) as log:
        engine = Engine(log)
        for gateway, number, position in acknowledged:
            event = log.get(f"votes/small/1/{gateway}", int(number))
            assert event is not None
            assert event.position == int(position)
        for gateway in ("phones", "tv-app", "web"):
            held = log.version(f"votes/small/1/{gateway}")
            for number in range(1, held + 2):  # a gateway that lost its answers sends all of them again, and goes on
                receipts = engine.deliver(delivery(gateway, number, number))
                assert receipts.duplicate == (number <= held)
            tally = engine.fold("small").tally(1).gateways[gateway]
            assert (tally.last, tally.missing) == (held + 1, ())
        assert check_signatures(log.read(), lambda _: OPENING) == ()
