"""One machine signs checkpoints. Another is told who does; a register that was set back or copied signs nothing."""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import glitterball as gb
from domain.season.events import VotingClosed
from glitterball.evidence.ledger import Ledger, Register, make_key, publish, read_key, recover, register_path, sharing
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.evidence.ledger.refusals import LogForked, RegisterDiffers
from glitterball.log import EventLog
from glitterball.log.postgres.opening import make_store
from glitterball.log.refusals import PublisherElsewhere, StoreKeepsNoCheckpoints
from glitterball.log.shared import Signed
from glitterball.nodes import await_checkpoint, keep_signing, nodes_seen
from tests.log.live_night import AT, DESK, opened, score
from tests.log.test_on_a_server import schema_of, speaking
from tests.nodes.conftest import Machines

SEASON = "season/us-33"
ORIGIN = "example.org/dancing"


class Signing:
    """A machine that has the key, or a copy of it, and its ledger."""

    def __init__(self, log: EventLog, key: Path) -> None:
        self.log, self.signer = log, read_key(key)
        self.ledger, self.register = Ledger.open(log), Register(register_path(key))
        self.publisher = Publisher(self.ledger, self.register, self.signer)

    def publish(self) -> int:
        return publish(self.ledger, self.register, self.signer).size

    def close(self) -> None:
        self.ledger.close()
        self.register.close()


class Two:
    """Two machines at one store, and a key on the first."""

    def __init__(self, machine: Machines, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        self.addresses = [machine("studio"), machine("spare")]
        self.logs = [stack.enter_context(EventLog.open(at.text, state=at.state)) for at in self.addresses]
        self.key = folder / "log.key"
        make_key(self.key, ORIGIN)
        self.logs[0].append(SEASON, 0, [opened()], DESK, AT)

    def signing(self, place: int = 0, key: Path | None = None) -> Signing:
        return self.stack.enter_context(closing(Signing(self.logs[place], key or self.key)))

    def copy_of_key(self, name: str) -> Path:
        """Key and register, as they are carried to another machine."""
        for path in (self.key, register_path(self.key)):
            shutil.copyfile(path, self.folder / path.name.replace("log.key", name))
        return self.folder / name

    def score(self, place: int = 0) -> None:
        log = self.logs[place]
        log.append(SEASON, log.version(SEASON), [score()], DESK, AT)


@pytest.fixture
def two(machine: Machines, tmp_path: Path) -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(machine, stack, tmp_path)


def shared(log: EventLog) -> Any:
    assert log.shared is not None
    return log.shared


def test_while_one_machine_signs_another_is_told_which(two: Two) -> None:
    studio, spare = two.signing(), two.signing(1, two.copy_of_key("copy.key"))
    with shared(two.logs[0]).lease():
        assert studio.publish() == 1, "the lease may be taken within itself"
        with pytest.raises(PublisherElsewhere, match=f"machine {shared(two.logs[0]).here}") as refused:
            spare.publish()
        assert (refused.value.exit_code, str(refused.value)[-19:]) == (4, "Nothing was signed.")
        assert spare.register.published() == ()
    two.score()
    with pytest.raises(RegisterDiffers):
        spare.publish()


def test_what_one_signed_every_machine_has(two: Two) -> None:
    two.signing().publish()
    (here,), (there,) = (shared(log).signed_by(two.signing().register.key) for log in two.logs)
    assert here == there == shared(two.logs[1]).newest()
    assert (here.size, here.root) == (1, two.signing().ledger.root(1))


@contextmanager
def at_work(signing: Signing) -> Iterator[None]:
    stop = Event()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(keep_signing, signing.publisher, stop)
        try:
            while not any(row.publishes for row in nodes_seen(signing.log)):
                time.sleep(0.02)
            yield
        finally:
            stop.set()
            working.result(timeout=30)


def closing_of_votes(log: EventLog) -> Any:
    """What asks for a checkpoint, said on a machine without the key."""
    return log.append(SEASON, log.version(SEASON), [VotingClosed(week=1)], DESK, AT)


def test_a_machine_without_the_key_records_and_hears_of_the_checkpoint(two: Two) -> None:
    with at_work(two.signing()):
        said = closing_of_votes(two.logs[1])
        awaited = await_checkpoint(two.logs[1], said, seconds=60)
    assert awaited is not None
    assert awaited.checkpoint is not None
    assert awaited.position == said[-1].position <= awaited.checkpoint.size


def test_from_python_a_machine_without_the_key_hears_of_the_checkpoint_as_a_desk_does(two: Two) -> None:
    with at_work(two.signing()), gb.open_store(two.addresses[1].text, state=two.addresses[1].state) as store:
        said = closing_of_votes(store.log)
        awaited = store.await_checkpoint(said, seconds=60)
        assert awaited is not None
        assert awaited.checkpoint is not None
        assert awaited.position == said[-1].position <= awaited.checkpoint.size
        assert store.await_checkpoint(said[:0]) is None, "nothing asks for one"
    with gb.open_store(two.addresses[1].text, state=two.addresses[1].state) as store:
        assert store.await_checkpoint(closing_of_votes(store.log)) is None, "nobody signs, and nobody waits for it"


def test_what_was_closed_while_nobody_signed_is_signed_first(two: Two) -> None:
    said = closing_of_votes(two.logs[1])
    assert await_checkpoint(two.logs[1], said) is None, "nobody signs, and nobody waits for it"
    with at_work(two.signing()):
        awaited = await_checkpoint(two.logs[1], said, seconds=60)
    assert awaited is not None
    assert awaited.checkpoint is not None


def test_a_checkpoint_that_does_not_come_is_waited_for_no_longer_than_said(two: Two) -> None:
    with shared(two.logs[0]).lease():
        awaited = await_checkpoint(two.logs[1], closing_of_votes(two.logs[1]), seconds=0.2)
    assert awaited is not None
    assert awaited.checkpoint is None


def test_a_machine_that_died_after_signing_tells_the_others_when_it_is_back(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = two.signing()
    with monkeypatch.context() as dying:
        dying.setattr("glitterball.evidence.ledger.publishing.share", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            studio.publish()
    assert shared(two.logs[1]).newest() is None
    with at_work(two.signing()):
        pass
    assert shared(two.logs[1]).newest().size == 1


def test_a_register_that_was_set_back_signs_nothing_until_it_is_brought_up_to_what_it_signed(two: Two) -> None:
    """The machine with the key burnt, and the copy on the spare is a day old."""
    copy = two.copy_of_key("copy.key")
    studio = two.signing()
    studio.publish()
    two.score()
    studio.publish()
    spare = two.signing(1, copy)
    two.score()
    with pytest.raises(RegisterDiffers, match="a checkpoint of 1 event that this key signed"):
        spare.publish()
    assert spare.register.published() == ()
    assert [taken.size for taken in recover(spare.ledger, spare.register, spare.signer)] == [1, 2]
    assert spare.register.published() == studio.register.published()
    for size in (1, 2):
        assert spare.register.scope(size, "us-33") == studio.register.scope(size, "us-33") is not None
    assert recover(spare.ledger, spare.register, spare.signer) == ()
    assert spare.publish() == 3
    two.score()
    with pytest.raises(RegisterDiffers, match="a checkpoint of 3 events"):
        studio.publish()


def test_what_another_put_there_under_the_keys_name_is_not_taken_in(two: Two) -> None:
    """Whoever may record may call `publish` on the server as well; without the key it comes to nothing but a refusal."""
    studio = two.signing()
    assert shared(two.logs[1]).keep(Signed(studio.register.key, 1, bytes(32), b"no note")) == "kept"
    with pytest.raises(RegisterDiffers):
        studio.publish()
    with pytest.raises(Exception, match="note"):
        recover(studio.ledger, studio.register, studio.signer)
    assert studio.register.published() == ()


def test_a_log_that_was_forked_below_a_signature_is_signed_no_more(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """A standby that had not all was promoted, and recorded something else at the same positions."""
    studio = two.signing()
    monkeypatch.setattr(studio.ledger, "root", lambda size=None: bytes(32))
    publish(studio.ledger, studio.register, studio.signer)
    monkeypatch.undo()
    two.score()
    with pytest.raises(LogForked):
        studio.publish()


def test_a_lease_that_was_lost_is_taken_again_or_is_anothers(two: Two) -> None:
    """The connection of the lease is cut: nobody is told, and the next signature asks again."""
    studio, spare = two.signing(), shared(two.logs[1])
    cut = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND pid IN "
        "(SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'glitterball ' || %s || '%%')"
    )
    with shared(two.logs[0]).lease(), closing(speaking(two.addresses[0])) as superuser:
        superuser.execute(cut, (shared(two.logs[0]).here,))
        assert studio.publish() == 1
        superuser.execute(cut, (shared(two.logs[0]).here,))
        two.score()
        with spare.lease(), pytest.raises(PublisherElsewhere):
            studio.publish()
        assert studio.publish() == 2


@pytest.mark.parametrize(
    ("size", "root", "answer"), [(2, 0, "kept"), (2, 1, "another"), (1, 0, "smaller"), (9, 0, "beyond the log")]
)
def test_the_store_keeps_checkpoints_that_grow_and_nothing_else(two: Two, size: int, root: int, answer: str) -> None:
    two.score()
    assert shared(two.logs[0]).keep(Signed("a key", 2, bytes(32), b"note")) == "kept"
    assert shared(two.logs[1]).keep(Signed("a key", size, bytes([root]) * 32, b"other")) == answer
    assert [signed.note for signed in shared(two.logs[0]).signed_by("a key")] == [b"note"]


ATTACKS = (
    "INSERT INTO checkpoints VALUES ('a key', 2, decode(repeat('00', 32), 'hex'), '')",
    "UPDATE checkpoints SET size = 9",
    "DELETE FROM checkpoints",
    "TRUNCATE checkpoints",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_changes_what_was_signed(two: Two, attack: str) -> None:
    import psycopg

    shared(two.logs[0]).keep(Signed("a key", 1, bytes(32), b"note"))
    with closing(speaking(two.addresses[0], session_replication_role="replica")) as superuser:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            superuser.execute(attack)
        name = schema_of(two.addresses[0])
        superuser.execute(f"SET ROLE {name}_engine")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            superuser.execute(attack)


def test_a_store_of_an_earlier_version_is_upgraded_while_others_record(two: Two) -> None:
    with closing(speaking(two.addresses[0])) as superuser:
        superuser.execute("DROP TABLE checkpoints; DROP FUNCTION publish")
    with pytest.raises(StoreKeepsNoCheckpoints, match="glitterball store upgrade"):
        two.signing().publish()
    two.score()
    assert make_store(two.addresses[0]) == (True, 2)
    two.score(1)
    assert make_store(two.addresses[0]) == (False, 3)
    assert two.signing().publish() == 3


def test_a_guard_of_checkpoints_that_is_gone_is_found_at_the_next_opening(two: Two) -> None:
    with closing(speaking(two.addresses[0])) as superuser:
        superuser.execute("ALTER TABLE checkpoints DISABLE TRIGGER guard_never")
    with pytest.raises(Exception, match="guard_never of checkpoints"):
        EventLog.open(two.addresses[0].text, state=two.addresses[0].state)


def test_sharing_asks_nothing_of_a_log_in_memory() -> None:
    with EventLog.open("memory:") as log, sharing.lease_of(log):
        assert log.shared is None
        assert nodes_seen(log) == ()
