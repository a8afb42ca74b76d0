"""An evening that is the same each time, and its pages: what `serve --dev` shows, in this process, at one moment."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn

from domain.season import commands as c
from glitterball.rehearsal.night import NIGHT, begin_night, deliver
from glitterball.rehearsal.people import DESK, EXECUTIVE, PRODUCER, RosterOfARehearsal
from glitterball.rehearsal.votes import GATEWAYS
from glitterball.season_files import shipped_season
from glitterball.store import Store, open_store
from glitterball.web.app import application
from glitterball.web.developing import development, links

MOMENT = "2026-09-05T20:15:00Z"
SEED = 33
MARKS = (("mia-jon", "ana", 9), ("mia-jon", "ben", 10), ("mia-jon", "cora", 8), ("otto-lea", "ana", 7))

OLD, PLAYED, WEEK = "/s/us-33", "/s/us-33-rehearsal", f"/s/{NIGHT}/w/1"
FOR_EVERYBODY = {
    "seasons": "/",
    "a season": OLD,
    "a rehearsed season": PLAYED,
    "a historic week": f"{OLD}/w/2",
    "a historic audit": f"{OLD}/w/2/audit",
    "a week": f"{PLAYED}/w/2",
    "a week before it was closed": f"{PLAYED}/w/2@900",
    "an audit": f"{PLAYED}/w/2/audit",
    "votes": f"{PLAYED}/w/2/votes",
    "rules": f"{PLAYED}/w/2/rules",
    "a certificate": f"{PLAYED}/w/2/certificate",
    "a statement": f"{OLD}/w/2/certificate",
    "a timeline": f"{PLAYED}/timeline",
    "an event": f"{PLAYED}/e/31",
    "decisions": f"{PLAYED}/decisions",
    "a decision": f"{PLAYED}/decisions/1",
    "a what-if": "/whatif/us-33-rehearsal/w/2",
    "a board": "/board/us-33-rehearsal",
    "an overlay": "/overlay/us-33-rehearsal",
    "checkpoints": "/checkpoints",
    "status": "/status",
    "programs": "/programs",
    "problems": "/problems",
    "a problem": "/problems/moved-on",
    "nowhere": "/nowhere",
    "signing in": "/enter",
}
"""Pages of which nobody need be known by name, by what they are called."""
FOR_THE_EXECUTIVE = {
    "a desk": f"{WEEK}/desk",
    "marks": f"{WEEK}/scores",
    "everything that can be said": f"{WEEK}/say",
    "a form": f"{WEEK}/say/settle-tie",
    "a form of a season": f"/s/{NIGHT}/say/adopt-rulebook",
    "approvals": "/approvals",
    "a season is begun": "/new",
    "oneself": "/me",
    "a new passkey": "/me/passkeys/new",
}
"""Pages of somebody who has signed in."""
PAGES = {**FOR_EVERYBODY, **FOR_THE_EXECUTIVE}


def evening() -> Store:
    """Two weeks rehearsed, a historic season, and a night under way: lines open, some marks in, a proposal that waits."""
    store = open_store(clock=lambda: MOMENT)
    store.rehearse("us-33", seed=SEED, through=2)
    store.take_in(shipped_season("us-33"))
    begin_night(store.engine, seed=SEED)
    roster = RosterOfARehearsal(SEED, NIGHT)
    store.engine.do(NIGHT, c.OpenVoting(week=1, gateways=GATEWAYS), PRODUCER)
    for couple, judge, mark in MARKS:
        store.engine.do(NIGHT, c.GiveScore(week=1, dance=f"1.1.{couple}", judge=judge, mark=mark), DESK)
    deliver(store.engine, NIGHT, 1, upto=5, closing=False, seed=SEED)
    proposal = c.Propose(command=c.CancelElimination(week=1, reason="a storm took the lines down"))
    store.engine.do(NIGHT, proposal, EXECUTIVE, signer=roster.signer(EXECUTIVE))
    return store


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages that are served: their address, and by which link each person comes in."""

    address: str
    links: dict[str, str]


@contextmanager
def shown(store: Store) -> Iterator[Shown]:
    """A store's pages, served by a thread until one has looked."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        gate = development(store, address, SEED)
        pages = application(store, "A rehearsal, in memory", gate=gate)
        config = uvicorn.Config(
            pages, log_level="error", access_log=False, server_header=False, ws="none", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield Shown(address, dict(links(gate, f"{address}/")))
        finally:
            server.should_exit = True
            thread.join()
