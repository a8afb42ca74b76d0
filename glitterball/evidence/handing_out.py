"""A bundle handed out: written from a store, with the openings of a sealed one beside it."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glitterball.evidence.ledger import Ledger, Register, register_path, write_bundle
from glitterball.evidence.ledger.making import ProofOf
from glitterball.files import beside, protecting, writing
from glitterball.files.kinds import BUNDLE, OPENINGS

if TYPE_CHECKING:
    from glitterball.evidence.bundle.contents import Manifest
    from glitterball.log.event_log import EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a bundle is to hold: see `write_bundle`. `extra` are the files of a certificate."""

    sealed: bool = False
    guessable: bool = False
    margins: bool = True
    extra: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """A bundle that was written: its file, its digest, and where the openings of a sealed one are; nowhere, where those of its
    season were destroyed."""

    path: Path
    sha256: str
    events: int
    manifest: "Manifest"
    openings: Path | None


def hand_out(
    log: "EventLog",
    season: str,
    target: Path,
    key: Path,
    week: int | None = None,
    *,
    wanted: Wanted,
    proofs: ProofOf | None = None,
) -> HandedOut:
    """Write the bundle of a week, or of a whole season, whole or not at all; it ends at a checkpoint published with the key.

    `proofs` gives a proof by its digest. Refuses a key without a register, and what `write_bundle` refuses.
    """
    secret = beside(target, ".openings") if wanted.sealed and log.destroyed_at(season) is None else None
    register = Register(register_path(key))
    try:
        with (
            protecting(key, "the log's key"),
            Ledger.open(log) as ledger,
            writing(secret, OPENINGS, secret=True) if secret else nullcontext() as openings,
            writing(target, BUNDLE) as file,
        ):
            written = write_bundle(
                file, ledger, register, season, week,
                sealed=wanted.sealed, guessable=wanted.guessable, margins=wanted.margins, extra=wanted.extra,
                openings=openings, proofs=proofs,
            )  # fmt: skip
    finally:
        register.close()
    return HandedOut(
        path=target,
        sha256=file.sha256,
        events=written.events,
        manifest=written.manifest,
        openings=secret,
    )
