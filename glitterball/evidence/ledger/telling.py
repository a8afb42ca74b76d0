"""A season's events on their way into a bundle: as stored, sealed where asked, and followed for what was certified on the way."""

from typing import Any, BinaryIO

from domain.parts import TwoParts, hidden_json
from domain.record import Recorded, canonical_json
from domain.season import events as e
from domain.season.outcome import tabulated
from domain.tabulation.hashing import inputs_json, working_json
from glitterball.evidence.bundle.container import Spool
from glitterball.evidence.bundle.lines import EventLine
from glitterball.evidence.bundle.sealing import is_guessable, public_part
from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.publishing import streams_of
from glitterball.evidence.verifying.margin_file import margin_json
from projections.fold import SeasonFold


class Telling:
    """Takes the events one by one; `lines` and `openings` are written as they come, so memory does not grow with them."""

    def __init__(self, lines: Spool, openings: BinaryIO | Spool, sealed: bool, margins_of: frozenset[int]) -> None:
        self.lines, self.openings, self.sealed = lines, openings, sealed
        self.hidden = 0
        """How many events have a hidden part. It goes to the openings: of a sealed bundle, or within an open one."""
        self.margins_of = margins_of
        self.margins: dict[int, bytes] = {}
        """How close each certified week was, where that was asked for; the last certification of a week counts."""
        self.fold = SeasonFold()
        self.events = 0
        self.rulebooks: dict[str, bytes] = {}
        self.derived: list[tuple[int, str, bytes]] = []
        """Working and inputs of each certification, with its week; none for a sealed bundle."""
        self.guessable: list[int] = []
        """Positions of events whose counts somebody could find by trying."""

    def tell(self, ledger: Ledger, season: str, size: int) -> None:
        """Every event of the season up to a size of the log. For a sealed bundle it does not need the season's openings."""
        raw = ledger.log.raw(0, size)
        streams = streams_of(ledger.log, season)
        for event in ledger.log.read(0, size, streams=streams, in_public=self.sealed):
            self._line(event.position, next(stored for position, stored in raw if position == event.position))
            if isinstance(event.fact, TwoParts):
                self.hidden += 1
                if event.fact.is_whole:  # it is not where the openings of the season were destroyed
                    self.openings.write(EventLine(event.position, False, hidden_json(event.fact)).to_bytes())
            self._follow(event)

    def _line(self, position: int, stored: bytes) -> None:
        self.events += 1
        shown = public_part(stored) if self.sealed else None
        if shown is None:
            self.lines.write(EventLine(position, False, stored).to_bytes())
            return
        self.lines.write(EventLine(position, True, shown).to_bytes())
        self.openings.write(EventLine(position, False, stored).to_bytes())
        if is_guessable(stored):
            self.guessable.append(position)

    def _follow(self, event: Recorded[Any]) -> None:
        fact, state = event.fact, self.fold.state
        if isinstance(fact, e.OutcomeCertified) and not self.sealed:
            found = tabulated(state, fact.week, self.fold.tallies)
            working, inputs = working_json(found.outcome), inputs_json(found.period)
            self.derived.append((fact.week, f"working/{event.position}.json", working))
            self.derived.append((fact.week, f"inputs/{event.position}.json", inputs))
            if fact.week in self.margins_of:
                self.margins[fact.week] = margin_json(self.fold, fact.week)
        elif isinstance(fact, e.RulebookAdopted):
            self.rulebooks[fact.sha256] = canonical_json(fact.rulebook)
        self.fold.apply(event)
