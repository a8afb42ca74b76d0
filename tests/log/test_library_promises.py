"""The library's own cases for its recorders and projections, run against ours."""

import sys
import tempfile
import types
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, ClassVar
from unittest import TestCase

import pytest
from eventsourcing.persistence import Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from glitterball.addresses import Address
from glitterball.log import Entry, EventLog
from glitterball.log.application import LogApplication
from glitterball.log.connections import StoreDatastore
from glitterball.log.memory import MemoryRecorder
from glitterball.log.sqlite import SQLiteRecorder
from tests import postgres_server
from tests.log.live_night import AT, DESK, opened, saved, score

if TYPE_CHECKING:
    from glitterball.log.postgres.recorder import PostgresRecorder

# The library's cases import its cipher, which needs an extra we neither use nor install.
if "eventsourcing.cipher" not in sys.modules:
    sys.modules["eventsourcing.cipher"] = types.SimpleNamespace(AESCipher=None)  # type: ignore[assignment]
from eventsourcing.tests.persistence import ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase

pytestmark = pytest.mark.heavy("a server")


class OnDisk(TestCase):
    """Each case gets a store of its own."""

    def create_recorder(self) -> SQLiteRecorder:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        datastore = StoreDatastore(Path(folder.name, "log"), lock_seconds=30)
        self.addCleanup(datastore.close)
        recorder = SQLiteRecorder(datastore)
        recorder.create_table()
        return recorder


class InMemory(TestCase):
    def create_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()


class OnServer(TestCase):
    """Each case gets a schema of its own."""

    def create_recorder(self) -> "PostgresRecorder":
        postgres_server.address()
        from glitterball.log.postgres.checking import checked_recorder
        from glitterball.log.postgres.making import make

        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        address = Address.read(postgres_server.in_schema(f"library_{token_hex(6)}"), folder.name)
        make(address)
        recorder = checked_recorder(address, read_only=False, lock_seconds=30)
        self.addCleanup(recorder.close)
        return recorder


class Subscribing:
    """The library runs this one where a recorder can be subscribed to; both of ours can."""

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()  # type: ignore[attr-defined]


class TestOnDisk(Subscribing, OnDisk, ApplicationRecorderTestCase[SQLiteRecorder]):
    """All of them as they are. Our recorder promises more (gapless positions): see `test_together`."""


class TestInMemory(Subscribing, InMemory, ApplicationRecorderTestCase[MemoryRecorder]):
    """All of them as they are."""


class TestOnServer(Subscribing, OnServer, ApplicationRecorderTestCase["PostgresRecorder"]):
    """All of them as they are. The lock of the head row gives out positions, so none is ever seen late."""


class TestGroupsOnServerDoNotMix(OnServer, NonInterleavingNotificationIDsBaseCase):
    """A group's positions follow each other."""


class TestGroupsOnDiskDoNotMix(OnDisk, NonInterleavingNotificationIDsBaseCase):
    """A group's positions follow each other."""


class TestGroupsInMemoryDoNotMix(InMemory, NonInterleavingNotificationIDsBaseCase):
    """A group's positions follow each other."""


del ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase  # abstract: not to be collected here


class ScoreCount(POPOTrackingRecorder):
    """A view."""

    scores: ClassVar[list[str]] = []


class CountScores(Projection[ScoreCount]):
    name = "score-count"
    topics = ("score-given.v2",)

    def process_event(self, domain_event: Entry, tracking: Tracking) -> None:
        self.view.scores.append(f"{tracking.notification_id} {domain_event.fact.TYPE}")
        self.view.insert_tracking(tracking)


def test_the_librarys_projection_runner_follows_a_store_on_disk(store: Path) -> None:
    """Also what another opener of the file records while it runs."""
    follows(Address.read(f"sqlite:{store}"))


def test_the_librarys_projection_runner_follows_a_store_on_a_server(on_server: Address) -> None:
    """Also what another machine records while it runs: the library's own runner has no look behind the server's word."""
    follows(on_server)


def follows(address: Address) -> None:
    ScoreCount.scores.clear()
    settings = address.settings
    with EventLog.open(address.text, state=address.state) as log:
        log.append("season/us-33", 0, [opened(), score()], DESK, AT)
        with ProjectionRunner(
            application_class=LogApplication, projection_class=CountScores, view_class=ScoreCount, env=settings
        ) as runner:
            runner.wait(2, timeout=10)
            log.append("season/us-33", 2, [saved(), score("carrie-ann")], DESK, AT)
            runner.wait(4, timeout=10)
            runner.app.events.put([Entry("season/us-33", 5, score("bruno"), DESK, AT)])
            runner.wait(5, timeout=10)
    assert ScoreCount.scores == [f"{position} score-given.v2" for position in (2, 4, 5)]
