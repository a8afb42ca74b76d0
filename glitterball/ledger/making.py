"""Making a bundle: a season's events up to a checkpoint, with all an outsider needs to check them (docs/formats/bundle.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from domain.gateway.events import season_stream
from domain.record import Recorded, canonical_json, digest
from domain.season import events as e
from domain.season.period import inputs_json, period_of
from domain.season.readiness import outcome_of
from domain.tabulation.working import working_json
from glitterball.bundle import contents
from glitterball.bundle.container import write_container
from glitterball.bundle.contents import Listed, Manifest
from glitterball.bundle.lines import EventLine
from glitterball.bundle.sealing import is_guessable, public_part
from glitterball.ledger.ledger import Ledger
from glitterball.ledger.publishing import proofs_between, streams_of
from glitterball.ledger.refusals import CountsGuessable, NoSuchCheckpoint
from glitterball.ledger.register import Published, Register
from glitterball.proof.spellings import to_base64
from glitterball.refusals import WeekNotInSeason
from projections.fold import SeasonFold

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle's bytes; the openings of what it seals; how many events it holds."""

    octets: bytes
    openings: bytes | None
    events: int
    manifest: Manifest

    @property
    def sha256(self) -> str:
        """What to publish beside it."""
        return digest(self.octets)


def make_bundle(
    ledger: Ledger,
    register: Register,
    season: str,
    week: int | None = None,
    *,
    sealed: bool = False,
    guessable: bool = False,
    extra: Sequence[File] = (),
) -> Bundled:
    """The bundle of a week, or of the whole season; the same bytes every time. `extra` are margins and certificates.

    A week's bundle ends at the first checkpoint at or behind the last event about the week, else at the last behind its
    certification; a season's at the last checkpoint. `guessable` seals also what could be guessed.
    """
    published = register.published()
    ledger.catch_up()
    final = _final(ledger, published, season, week)
    published = tuple(one for one in published if one.size <= final.size)
    told = _Told(ledger, season, final.size)
    if sealed and not guessable:
        told.must_hide()
    weeks = tuple(sorted(told.fold.state.weeks)) if week is None else (week,)
    files = dict(extra)
    files[contents.EVENTS] = b"".join(line.to_bytes() for line in told.lines(sealed))
    files[contents.LEAVES] = b"".join(ledger.leaves(final.size))
    files[contents.SCOPE] = register.scope(final.size, season) or b""
    files |= {contents.checkpoint_name(one.size): one.note for one in published}
    for (old, new), proof in proofs_between(ledger, published).items():
        files[contents.proof_name(old, new)] = "".join(f"{to_base64(one)}\n" for one in proof).encode()
    files |= {f"rulebooks/{name}.json": text for name, text in told.rulebooks.items()}
    if not sealed:
        files |= {name: octets for number, name, octets in told.derived if number in weeks}
    listed = {name: Listed(len(octets), digest(octets)) for name, octets in files.items()}
    manifest = Manifest(season, weeks, sealed, told.fold.state.mode, final.size, listed)
    target = BytesIO()
    write_container(target, [*files.items(), (contents.MANIFEST, manifest.to_bytes())])
    openings = b"".join(line.to_bytes() for line in told.openings()) if sealed else None
    return Bundled(target.getvalue(), openings, len(told.stored), manifest)


class _Told:
    """A season's events up to a checkpoint: as stored, and followed, for what was certified on the way."""

    def __init__(self, ledger: Ledger, season: str, size: int) -> None:
        self.fold = SeasonFold()
        self.stored: dict[int, bytes] = {}
        self.rulebooks: dict[str, bytes] = {}
        self.derived: list[tuple[int, str, bytes]] = []
        """Working and inputs of each certification, with its week."""
        raw = ledger.log.raw(0, size)
        for event in ledger.log.read(0, size, streams=streams_of(ledger.log, season)):
            self.stored[event.position] = next(octets for position, octets in raw if position == event.position)
            self._follow(event)

    def _follow(self, event: Recorded[Any]) -> None:
        fact, state = event.fact, self.fold.state
        if isinstance(fact, e.OutcomeCertified):
            working = working_json(outcome_of(state, fact.week, self.fold.tallies))
            inputs = inputs_json(period_of(state, fact.week, self.fold.tallies))
            self.derived.append((fact.week, f"working/{event.position}.json", working))
            self.derived.append((fact.week, f"inputs/{event.position}.json", inputs))
        elif isinstance(fact, e.RulebookAdopted):
            self.rulebooks[fact.sha256] = canonical_json(fact.rulebook)
        self.fold.apply(event)

    def lines(self, sealed: bool) -> Iterator[EventLine]:
        """Every event; where it is to be sealed, what it shows."""
        for position, octets in self.stored.items():
            shown = public_part(octets) if sealed else None
            yield EventLine(position, shown is not None, octets if shown is None else shown)

    def openings(self) -> Iterator[EventLine]:
        """The events that are sealed, as stored."""
        for position, octets in self.stored.items():
            if public_part(octets) is not None:
                yield EventLine(position, False, octets)

    def must_hide(self) -> None:
        """Refuses (CountsGuessable) where sealing would hide nothing from somebody who tries all counts."""
        found = [line.position for line in self.openings() if is_guessable(line.octets)]
        if found:
            raise CountsGuessable(len(found), found[0])


def _final(ledger: Ledger, published: Sequence[Published], season: str, week: int | None) -> Published:
    """Where the bundle ends."""
    if week is None:
        if not published:
            raise NoSuchCheckpoint("this log", "none")
        return published[-1]
    about = [event for event in ledger.log.stream(season_stream(season)) if getattr(event.fact, "week", None) == week]
    if not about:
        opened = (event.fact for event in ledger.log.stream(season_stream(season)))
        has = ", ".join(str(fact.week) for fact in opened if isinstance(fact, e.WeekOpened))
        raise WeekNotInSeason(week, season, has or "none")
    certified = [event.position for event in about if isinstance(event.fact, e.OutcomeCertified)]
    behind_all = [one for one in published if one.size >= about[-1].position]
    behind_the_outcome = [one for one in published if certified and one.size >= certified[-1]]
    if not behind_all and not behind_the_outcome:
        known = ", ".join(str(one.size) for one in published) or "none"
        raise NoSuchCheckpoint(f"week {week}'s certification", known)
    return behind_all[0] if behind_all else behind_the_outcome[-1]
