"""The log itself: the checkpoints that keys have signed, and how the store stands."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import glitterball
from glitterball.answered.checkpoints import checkpoint_list
from glitterball.answers import document
from glitterball.answers.basis import root_at, root_in_ledger
from glitterball.evidence.ledger import Published, Register, register_path
from glitterball.store import Store
from glitterball.web.page import Cell, Page, Table
from glitterball.web.sight import is_withheld
from glitterball.web.words import figure, worded

HEADINGS = (worded("events"), worded("root"), worded("signatures"), worded("the log as it is"))


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that is said of how the store stands."""

    what: str
    says: str


def checkpoints(store: Store, keys: Sequence[Path]) -> Page:
    """What each key has signed, and whether the log still begins with it. Only the register beside a key is read."""
    published = [held for key in keys for held in _published(key)]
    answer = checkpoint_list(published)
    table = Table(
        caption=worded("Checkpoints signed"),
        headings=tuple(Cell(text=heading, right=heading in ("events", "signatures")) for heading in HEADINGS),
        rows=tuple(
            (
                Cell(text=figure(row.size), right=True, heads=True),
                Cell(text=row.root, tone="code"),
                Cell(text=str(row.signatures), right=True),
                _fits(store, held),
            )
            for row, held in zip(answer.rows, published, strict=True)
        ),
        none=worded(
            "No key that is named here has signed a checkpoint. Sign one with: glitterball checkpoint publish; name its key "
            "with: glitterball serve --key FILE"
        ),
    )
    return Page(template="table.html", title=worded("Checkpoints"), shown={"table": table}, document=document(answer))


def _published(key: Path) -> tuple[Published, ...]:
    with closing(Register(register_path(key))) as register:
        return register.published()


def _fits(store: Store, held: Published) -> Cell:
    if held.size > store.log.last_position():
        return Cell(text=worded("does NOT fit: it is shorter"), tone="out")
    root = root_at(store.log, held.size)
    if root is None:
        return Cell(text=worded("not compared: no ledger has come so far"))
    return Cell(text=worded("fits")) if root == held.root else Cell(text=worded("does NOT fit"), tone="out")


def status(store: Store, what: str) -> Page:
    """How the store stands: how long the log is, whether a ledger has come so far, which seasons keep their counts."""
    last = store.log.last_position()
    kept = [name for name in store.seasons() if is_withheld(store.state_in_public(name))]
    ledger = (
        worded("has come to the last event")
        if last and root_in_ledger(store.log, last)
        else worded("has not come so far, or there is none")
    )
    rows = (
        Standing(worded("shown"), what),
        Standing(worded("events"), figure(last)),
        Standing(worded("ledger"), ledger),
        Standing(worded("seasons"), ", ".join(store.seasons()) or worded("none")),
        Standing(worded("counts kept back of"), ", ".join(kept) or worded("none")),
        Standing(
            worded("who may look"),
            worded("this machine alone; nobody is known by name here, so nothing hidden is shown to anybody"),
        ),
        Standing(worded("recording"), worded("nothing is recorded here: these pages only read")),
        Standing("Glitterball", glitterball.__version__),
    )
    table = Table(
        caption=worded("How the store stands"),
        headings=(Cell(text=worded("what")), Cell(text=worded("how it stands"))),
        rows=tuple((Cell(text=row.what, heads=True), Cell(text=row.says)) for row in rows),
    )
    return Page(
        template="table.html",
        title=worded("Status"),
        shown={"table": table},
        document={
            "schema": "glitterball.status.v1",
            "mode": "",
            "basis": {"position": last},
            "data": [{"what": row.what, "says": row.says} for row in rows],
            "warnings": [],
        },
    )
