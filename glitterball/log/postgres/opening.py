"""Opening a store on a server: nothing is made, and what it must keep to is asserted before anything is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eventsourcing.popo import POPOFactory
from eventsourcing.utils import Environment

from glitterball.addresses import Address
from glitterball.log.recording import LOCK, READ_ONLY
from glitterball.log.refusals import DriverMissing

if TYPE_CHECKING:
    from glitterball.log.postgres.checking import Found
    from glitterball.log.postgres.recorder import PostgresRecorder

LOCK_SECONDS = 5


class ServerFactory(POPOFactory):
    """Makes the recorder for a schema on a server, and closes it."""

    def __init__(self, env: Environment, address: Address) -> None:
        super().__init__(env)
        self._address = address
        self._recorder: PostgresRecorder | None = None

    def application_recorder(self) -> "PostgresRecorder":
        with _driver(self._address):
            from glitterball.log.postgres.checking import checked_recorder
        self._recorder = checked_recorder(
            self._address,
            read_only=self.env.get(READ_ONLY) == "yes",
            lock_seconds=int(self.env.get(LOCK, str(LOCK_SECONDS))),
        )
        return self._recorder

    def close(self) -> None:
        if self._recorder is not None:
            self._recorder.close()
        super().close()


@contextmanager
def _driver(address: Address) -> Iterator[None]:
    """Where the driver is loaded."""
    try:
        yield
    except ImportError as error:
        raise DriverMissing(address.shown, str(error)) from error


def make_store(address: Address) -> tuple[bool, int]:
    """Make the store on the server where there is none: see `making.make`."""
    with _driver(address):
        from glitterball.log.postgres.making import make
    return make(address)


def found_on(address: Address) -> "Found":
    """What the server says of itself and of the store: see `checking.found`."""
    with _driver(address):
        from glitterball.log.postgres.checking import found
    return found(address)


def factory(env: Environment, address: Address) -> ServerFactory:
    """What makes the recorder: see `glitterball.addresses.KINDS`."""
    return ServerFactory(env, address)
