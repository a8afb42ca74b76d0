"""Opening a store that is a file: see `glitterball.addresses.KINDS`."""

from pathlib import Path

from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment

from glitterball.addresses import Address
from glitterball.log.connections import LOCK_SECONDS, StoreDatastore
from glitterball.log.opening import open_store
from glitterball.log.recording import LOCK, READ_ONLY
from glitterball.log.sqlite import SQLiteRecorder


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


def factory(env: Environment, address: Address) -> StoreFactory:
    """What makes the recorder of the file."""
    assert address.file is not None, "an address of this kind names a file"
    return StoreFactory(env, address.file)
