"""Two servers of PostgreSQL: a primary, and a standby that follows it, synchronously or not."""

import time
from contextlib import closing
from pathlib import Path
from typing import Any

from glitterball.addresses import Address
from glitterball.log.postgres.opening import make_store
from tests import postgres_server
from tests.postgres_server import Server


class Pair:
    """A primary with a store, and its standby. `synchronous`: a commit is answered when the standby has it on its disk."""

    def __init__(self, folder: Path, *, synchronous: bool = True) -> None:
        self.folder, self.synchronous = folder, synchronous
        self.primary = postgres_server.own_server()
        self.primary.start(wal_keep_size="64MB")
        make_store(self.node("maker", self.primary))
        self.standby = self._follower()

    def node(self, name: str, *servers: Server) -> Address:
        """The store as a machine with a folder of its own has it. It names the servers given, else both."""
        state = self.folder / name
        state.mkdir(exist_ok=True)
        hosts = ",".join(str(server.folder) for server in servers or (self.primary, self.standby))
        text = f"postgresql:///postgres?host={hosts}&user=postgres&target_session_attrs=read-write&connect_timeout=3"
        return Address.read(text, state)

    def kill_the_primary(self) -> None:
        """With every process of it, as when its power is cut."""
        self.primary.kill()

    def promote(self) -> None:
        """Let the standby take writes. It waits for no standby of its own, since there is none."""
        self.standby.promote()

    def renew(self) -> None:
        """What was the standby is the primary now, and a new server follows it; the one that was killed is thrown away."""
        self.primary.remove()
        self.primary = self.standby
        self.standby = self._follower()

    def wait_for_the_standby(self) -> None:
        """Until it has all that the primary has."""
        until = time.monotonic() + 120
        while self.asked("SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication") != [(True,)]:
            assert time.monotonic() < until, "the standby has it within two minutes"
            time.sleep(0.02)

    def remove(self) -> None:
        """Stop both."""
        for server in (self.standby, self.primary):
            server.remove()

    def _follower(self) -> Server:
        """A copy of the primary, which follows it; from then on the primary waits for it, unless it is to be careless."""
        self.set_names("")
        standby = postgres_server.own_server(copy_of=self.primary)
        standby.start(wal_keep_size="64MB")
        self.set_names("*" if self.synchronous else "")
        wanted = "sync" if self.synchronous else "async"
        until = time.monotonic() + 60
        while self.asked("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'") != [(wanted,)]:
            assert time.monotonic() < until, "the standby follows within a minute"
            time.sleep(0.05)
        return standby

    def set_names(self, names: str) -> None:
        """For which standbys a commit waits."""
        self.asked(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self.asked("SELECT pg_reload_conf()")

    def asked(self, statement: str) -> list[Any]:
        """What the primary answers its superuser."""
        import psycopg

        with closing(psycopg.connect(self.primary.address, autocommit=True)) as superuser:
            superuser.execute("SET synchronous_commit = local")
            cursor = superuser.execute(statement)
            return cursor.fetchall() if cursor.description else []
