"""Making a bundle: a season's events up to a checkpoint, with all an outsider needs to check them (docs/formats/bundle.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from domain.gateway.events import season_stream
from domain.record import Recorded, digest
from domain.season import events as e
from domain.season.proving.facts import ProvingFact
from domain.season.state import SeasonState
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.container import Content, Spool, write_container
from glitterball.evidence.bundle.contents import Listed, Manifest
from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.publishing import proofs_between
from glitterball.evidence.ledger.refusals import CountsGuessable, NoProof, NoSuchCheckpoint, ProofLost
from glitterball.evidence.ledger.register import Published, Register
from glitterball.evidence.ledger.telling import Telling
from glitterball.files import scratch
from glitterball.proof.spellings import to_base64
from glitterball.refusals import WeekNotInSeason

ProofOf = Callable[[str], bytes | None]
"""The proof with a SHA-256, where it is kept."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle in memory; the openings of what it seals; how many events it holds."""

    octets: bytes
    openings: bytes | None
    events: int
    manifest: Manifest


def make_bundle(
    ledger: Ledger,
    register: Register,
    season: str,
    week: int | None = None,
    *,
    sealed: bool = False,
    guessable: bool = False,
    margins: bool = False,
    extra: Sequence[tuple[str, bytes]] = (),
    proofs: ProofOf | None = None,
) -> Bundled:
    """A bundle in memory: see `write_bundle`."""
    target, openings = BytesIO(), BytesIO()
    written = write_bundle(
        target, ledger, register, season, week,
        sealed=sealed, guessable=guessable, margins=margins, extra=extra, openings=openings, proofs=proofs,
    )  # fmt: skip
    return Bundled(target.getvalue(), openings.getvalue() if sealed else None, written.events, written.manifest)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    events: int
    manifest: Manifest


def write_bundle(
    target: BinaryIO,
    ledger: Ledger,
    register: Register,
    season: str,
    week: int | None = None,
    *,
    sealed: bool = False,
    guessable: bool = False,
    margins: bool = False,
    extra: Sequence[tuple[str, bytes]] = (),
    openings: BinaryIO | None = None,
    proofs: ProofOf | None = None,
) -> Written:
    """Write the bundle of a week, or of the whole season; the same bytes every time. `extra` are certificates.

    A week's bundle ends at the first checkpoint at or behind the last event about the week, else at the last behind its
    certification; a season's at the last checkpoint. `guessable` seals also what could be guessed; `openings` take what is
    sealed; `margins` adds how close each week was, which a sealed bundle cannot say; `proofs` are put in,
    and refused (`NoProof`) where the weeks have none.
    """
    ledger.catch_up()
    every = register.published()
    final = final_checkpoint(ledger, every, season, week)
    published = [checkpoint for checkpoint in every if checkpoint.size <= final.size]
    with scratch() as file, scratch() as beside:
        wanted = frozenset(range(1, 61) if week is None else (week,)) if margins and not sealed else frozenset()
        hidden = Spool(beside)
        told = Telling(Spool(file), (openings or BytesIO()) if sealed else hidden, sealed, wanted)
        told.tell(ledger, season, final.size)
        if sealed and not guessable and told.guessable:
            raise CountsGuessable(len(told.guessable), told.guessable[0])
        weeks = tuple(sorted(told.fold.state.weeks)) if week is None else (week,)
        files: dict[str, Content] = {**dict(extra), contents.EVENTS: told.lines}
        files[contents.LEAVES] = b"".join(ledger.leaves(final.size))
        files[contents.SCOPE] = register.scope(final.size, season) or b""
        files |= {contents.checkpoint_name(checkpoint.size): checkpoint.note for checkpoint in published}
        for (old, new), proof in proofs_between(ledger, published).items():
            files[contents.proof_name(old, new)] = "".join(f"{to_base64(one)}\n" for one in proof).encode()
        files |= {f"rulebooks/{name}.json": text for name, text in told.rulebooks.items()}
        if told.hidden and not sealed:
            files[contents.HIDDEN] = hidden
        if not sealed:
            files |= {name: octets for number, name, octets in told.derived if number in weeks}
            files |= {f"margin/{number}.json": octets for number, octets in told.margins.items()}
        if proofs is not None:
            files |= proofs_of(told.fold.state, weeks, proofs, final.size)
        schema = contents.SCHEMA_WITH_PARTS if told.hidden else contents.SCHEMA
        listed = {name: _listed(content) for name, content in files.items()}
        manifest = Manifest(
            season=season, weeks=weeks, sealed=sealed, mode=told.fold.state.mode, size=final.size, files=listed,
            schema=schema if proofs is None else contents.SCHEMA_WITH_PROOFS,
        )  # fmt: skip
        write_container(target, [*files.items(), (contents.MANIFEST, manifest.to_bytes())])
    return Written(told.events, manifest)


def proofs_of(state: SeasonState, weeks: Sequence[int], proofs: ProofOf, size: int) -> dict[str, Content]:
    """The proofs recorded of these weeks. One that is about a certification since replaced need not be there any more."""
    found: dict[str, Content] = {}
    for number in weeks:
        week = state.weeks.get(number)
        recorded: tuple[Recorded[ProvingFact], ...] = (*week.proofs, *week.exclusions) if week else ()
        for event in recorded:
            octets = proofs(event.fact.proof_sha256)
            if octets is not None:
                found[contents.proof_of_outcome(event.position)] = octets
            elif week and event in week.proofs[-1:]:
                raise ProofLost(number, event.position, event.fact.proof_sha256)
    if not found:
        raise NoProof(", ".join(map(str, weeks)), size)
    return found


def _listed(content: Content) -> Listed:
    return Listed(content.size, content.sha256) if isinstance(content, Spool) else Listed(len(content), digest(content))


def final_checkpoint(ledger: Ledger, published: Sequence[Published], season: str, week: int | None) -> Published:
    """Where the bundle ends."""
    if week is None:
        if not published:
            raise NoSuchCheckpoint("this log", "none")
        return published[-1]
    about = [
        event
        for event in ledger.log.stream(season_stream(season), in_public=True)
        if getattr(event.fact, "week", None) == week
    ]
    if not about:
        opened = (event.fact for event in ledger.log.stream(season_stream(season), in_public=True))
        has = ", ".join(str(fact.week) for fact in opened if isinstance(fact, e.WeekOpened))
        raise WeekNotInSeason(week, season, has or "none")
    certified = [event.position for event in about if isinstance(event.fact, e.OutcomeCertified)]
    behind_all = [checkpoint for checkpoint in published if checkpoint.size >= about[-1].position]
    behind_the_outcome = [checkpoint for checkpoint in published if certified and checkpoint.size >= certified[-1]]
    if not behind_all and not behind_the_outcome:
        known = ", ".join(str(checkpoint.size) for checkpoint in published) or "none"
        raise NoSuchCheckpoint(f"week {week}'s certification", known)
    return behind_all[0] if behind_all else behind_the_outcome[-1]
