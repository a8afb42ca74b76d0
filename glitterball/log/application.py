"""The library's `Application`, configured by us alone: the process environment cannot move the log elsewhere."""

from importlib import import_module
from typing import Any, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, EnvType

from glitterball.addresses import STATE, STORE, Address
from glitterball.log.mapper import FactMapper
from glitterball.log.recording import LOCK, READ_ONLY, LogRecorder

SETTINGS = (STORE, STATE, READ_ONLY, LOCK)
"""The settings the application is constructed with; no other is looked at, and none is taken from the process."""


class LogApplication(Application[UUID]):
    """The event log as the library knows it: `events.put`, the notification log, subscriptions, projections.

    `LogApplication(env={"GLITTERBALL_STORE": "sqlite:PATH"})` is what a `ProjectionRunner` constructs.
    """

    name = "glitterball"
    recorder: LogRecorder
    mapper: FactMapper

    def __init__(self, env: EnvType | None = None) -> None:
        super().__init__(env)
        if not isinstance(self.recorder, LogRecorder) or type(self.mapper) is not FactMapper:
            raise AssertionError(f"the log came up with {type(self.recorder).__name__}, {type(self.mapper).__name__}")

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what was given: the library would let the process environment override it."""
        settings = env or {}
        return Environment(name, {key: settings[key] for key in SETTINGS if key in settings})

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        self.address = Address.read(env.get(STORE, ""), env.get(STATE))
        kind: Any = import_module(self.address.kind.opened_by)
        # Each kind has a factory of the library with a tracking recorder of its own; the log asks for none.
        return cast(InfrastructureFactory, kind.factory(env, self.address))

    def construct_mapper(self) -> FactMapper:
        return FactMapper()
