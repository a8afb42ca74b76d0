"""The library's `Application`, configured by us alone: the process environment cannot move the log elsewhere."""

from pathlib import Path
from typing import NamedTuple, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment, EnvType

from glitterball.log.connections import LOCK_SECONDS, StoreDatastore
from glitterball.log.mapper import FactMapper
from glitterball.log.memory import MemoryFactory, MemoryRecorder
from glitterball.log.opening import open_store
from glitterball.log.recording import LogRecorder
from glitterball.log.refusals import StoreUnknown
from glitterball.log.sqlite import SQLiteRecorder

STORE, READ_ONLY, LOCK = "GLITTERBALL_STORE", "GLITTERBALL_READ_ONLY", "GLITTERBALL_LOCK_SECONDS"
"""The settings the application is constructed with; no other is looked at, and none is taken from the process."""


class Address(NamedTuple):
    """Where a log is kept: in memory when there is no path."""

    path: Path | None

    @classmethod
    def read(cls, text: str) -> "Address":
        """From `memory:` or `sqlite:PATH`. Refuses anything else (`StoreUnknown`)."""
        if text == "memory:":
            return cls(None)
        kind, _, path = text.partition(":")
        if kind != "sqlite" or not path:
            raise StoreUnknown(text)
        return cls(Path(path))


class StoreFactory(SQLiteFactory):
    """Makes the recorder for a file."""

    def __init__(self, env: Environment, path: Path) -> None:
        super().__init__(Environment(env.name, {**env, self.SQLITE_DBNAME: str(path)}))
        self.datastore.close()
        read_only, lock_seconds = env.get(READ_ONLY) == "yes", int(env.get(LOCK, str(LOCK_SECONDS)))
        self.datastore: StoreDatastore = StoreDatastore(path, read_only=read_only, lock_seconds=lock_seconds)

    def application_recorder(self) -> SQLiteRecorder:
        recorder = SQLiteRecorder(self.datastore)
        try:
            open_store(recorder)
        except BaseException:
            self.close()
            raise
        return recorder


class LogApplication(Application[UUID]):
    """The event log as the library knows it: `events.put`, the notification log, subscriptions, projections.

    `LogApplication(env={"GLITTERBALL_STORE": "sqlite:PATH"})` is what a `ProjectionRunner` constructs.
    """

    name = "glitterball"
    recorder: LogRecorder
    mapper: FactMapper

    def __init__(self, env: EnvType | None = None) -> None:
        super().__init__(env)
        kind = MemoryRecorder if self.address.path is None else SQLiteRecorder
        if type(self.recorder) is not kind or type(self.mapper) is not FactMapper:
            raise AssertionError(f"the log came up with {type(self.recorder).__name__}, {type(self.mapper).__name__}")

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what was given: the library would let the process environment override it."""
        settings = env or {}
        return Environment(name, {key: settings[key] for key in (STORE, READ_ONLY, LOCK) if key in settings})

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        self.address = Address.read(env.get(STORE, ""))
        factory = MemoryFactory(env) if self.address.path is None else StoreFactory(env, self.address.path)
        # The two are factories of the library for different tracking recorders; the log asks for none.
        return cast(InfrastructureFactory, factory)

    def construct_mapper(self) -> FactMapper:
        return FactMapper()
