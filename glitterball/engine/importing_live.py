"""A season file taken into a live season: said by people who are there, and nobody else.

What takes two is proposed, and the import waits. Made again after the approval it goes on behind what is on record, whoever
makes it: each line of the file is held against the season, from the first on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from domain.gateway.events import OfBatch, OfManifest, Sent, season_stream
from domain.record import Actor, Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import authority_for
from domain.season.decide import follows
from domain.season.hiding import with_nonces
from domain.season.people.facts import OfPerson
from domain.season.people.roster import as_on_roster, person_called
from domain.season.proposing.rules import has_expired
from domain.season.proposing.signing import without_who_answers
from domain.season.state import SeasonState, seen_at
from glitterball.engine.engine import Engine
from glitterball.log.recording import Key
from glitterball.people import Signers, nobodys
from glitterball.refusals import SeasonTaken
from glitterball.season_files import SeasonFile
from glitterball.steps import counted
from projections.fold import SeasonFold

APART = (e.PeopleFact, e.ProposalFact)
"""What stands in a season beside what its file says: who may speak, and who decided."""


def _as_random(command: c.DirectCommand, on_record: Any, state: SeasonState) -> c.DirectCommand:
    """What a line asks for, with the random bits that were drawn when it was recorded."""
    return with_nonces(command, state, lambda: on_record.nonce) if getattr(on_record, "nonce", None) else command


class ImportWaits(Refusal):
    """What takes two people is not done by an import alone."""

    says: ClassVar = "{where}: proposed as decision {decision}, which takes a second person ({do})."
    fix: ClassVar = (
        "Approve it (glitterball decision approve {season} {decision} --by ...), then import it again: it goes on."
    )
    on_record: ClassVar = "All lines before it are on record."
    season: str
    where: str
    decision: int
    do: str


class ImportNeedsRole(Refusal):
    """Nobody is made to speak in a role they did not name."""

    says: ClassVar = "{where}: {name} as {role} may not {do}; it takes: {roles}."
    fix: ClassVar = "Import the file again as somebody in that role (--by): it goes on there."
    on_record: ClassVar = "All lines before it are on record."
    where: str
    name: str
    role: str
    do: str
    roles: str


class ImportStopped(Refusal):
    """A line was refused as the season stands; what was said before it stays said."""

    says: ClassVar = "{where}: {because}"
    fix: ClassVar = "Import the file again when that is settled: it goes on there."
    on_record: ClassVar = "All lines before it are on record."
    where: str
    because: str


class SeasonFileDiffers(Refusal):
    """A file goes on with the season it began, and with no other."""

    says: ClassVar = "{where}: the season of that name on record goes on otherwise at position {position}."
    fix: ClassVar = "Import the file it was begun with, or take this one in under another name (--as)."
    where: str
    position: int


@dataclass(slots=True)
class LiveImport:
    """One run over a file's lines. `second` is a second person who is there too, `signers` has the keys of those who are. With
    `people` the season gets a roster of them as it is opened, by whoever opens it. `key` is recorded with the opening."""

    engine: Engine
    season: str
    by: Actor
    second: Actor | None = None
    signers: Signers = nobodys
    people: tuple[OfPerson, ...] = ()
    key: Key | None = None

    def through(self, file: SeasonFile) -> None:
        """Record what is not on record yet, up to where somebody else is needed."""
        if self.key is not None:
            self.engine.log.answered(self.key)  # refused where another file was begun under it
        fold, recorded = SeasonFold(), self._recorded()
        sent: list[Sent] = []
        going_on = False
        for entry in counted(file.script, "lines", len(file.script)):
            says = entry.says
            if isinstance(says, OfBatch | OfManifest):
                sent.append(says.model_copy(update={"season": self.season}))
                continue
            if entry.second:
                continue
            command = self._asked(says)
            going_on = going_on or not self._is_on_record(entry.where, command, fold, recorded)
            if going_on:
                self._go_on(entry.where, sent, command)
            sent = []
        self._deliver(sent)

    def _go_on(self, where: str, sent: list[Sent], command: c.DirectCommand) -> None:
        """What was sent before a line, and the line itself, are recorded."""
        try:
            self._deliver(sent)
            self._say(where, command)
        except (ImportWaits, ImportNeedsRole):
            raise
        except Refusal as refusal:
            raise ImportStopped(where, refusal.sentence()) from refusal

    def _asked(self, says: c.SeasonCommand) -> c.DirectCommand:
        """What a line asks for, without who signs it, under the name the season has here."""
        command = says.command if isinstance(says, c.Propose) else says
        assert isinstance(command, c.DirectCommand), "a file holds what was decided, not who decided it"
        return command.model_copy(update={"season": self.season}) if isinstance(command, c.OpenSeason) else command

    def _recorded(self) -> Iterator[Recorded[Any]]:
        """The season's events with its votes, in order."""
        streams = [season_stream(self.season), *self.engine.log.stream_names(f"votes/{self.season}/")]
        return iter(list(self.engine.log.read(until=self.engine.log.last_position(), streams=streams)))

    def _is_on_record(
        self, where: str, command: c.DirectCommand, fold: SeasonFold, recorded: Iterator[Recorded[Any]]
    ) -> bool:
        """Whether the next thing on record is what the line says. Refuses a season that goes on otherwise."""
        for event in recorded:
            if isinstance(event.fact, APART) or not isinstance(event.fact, e.AnySeasonFact):
                fold.apply(event)
                continue
            try:
                expected = follows(
                    _as_random(command, event.fact, fold.state),
                    seen_at(fold.state, event.time),
                    event.actor,
                    fold.tallies,
                )
                same = type(expected) is type(event.fact) and without_who_answers(expected) == without_who_answers(
                    event.fact
                )
            except Refusal:
                same = False
            if not same and isinstance(command, c.OpenSeason):
                raise SeasonTaken(self.season)
            if not same:
                raise SeasonFileDiffers(where, event.position)
            fold.apply(event)
            return True
        return False

    def _deliver(self, sent: list[Sent]) -> None:
        if sent:
            self.engine.receive(sent)

    def _say(self, where: str, command: c.DirectCommand) -> None:
        state = self.engine.state(self.season)
        by = self._in_a_role(where, command, self.by, state)
        if isinstance(command, c.OpenSeason):
            self._open(command, by)
            return
        if authority_for(command, state).second == "nobody else":
            self.engine.do(self.season, command, by)
            return
        decision = self._proposed(command, by, state)
        if self.second is None:
            raise ImportWaits(self.season, where, decision, command.do)
        second = self._in_a_role(where, command, self.second, state)
        self.engine.do(self.season, c.Approve(decision=decision), second, signer=self.signers(second, state))

    def _open(self, command: c.OpenSeason, by: Actor) -> None:
        """The season is opened and its roster founded in one commit, with the key: there is no moment without the roster."""
        founding = [c.FoundSeason(people=self.people)] if self.people else []
        self.engine.do_all(self.season, [command, *founding], by, key=self.key)

    def _proposed(self, command: c.DirectCommand, by: Actor, state: SeasonState) -> int:
        """The number of the proposal of just this that can be approved, made now where there is none."""
        for number, proposal in state.proposals.items():
            on_record = proposal.proposed.fact
            is_open = proposal.settled is None and not has_expired(proposal, self.engine.clock())
            if is_open and on_record.command == _as_random(command, on_record.command, state):
                return number
        asked = c.Propose.model_validate({"command": command})
        (event,) = self.engine.do(self.season, asked, by, signer=self.signers(by, state))
        return int(event.fact.decision)

    def _in_a_role(self, where: str, command: c.DirectCommand, said: Actor, state: SeasonState) -> Actor:
        """Somebody in a role they named, or one that the roster says they hold; refuses to make anybody speak in another."""
        speaker = as_on_roster(state, said)
        roles = authority_for(command, state).roles
        if speaker.role in roles:
            return speaker
        person = person_called(state, speaker.name)
        held = [role for role in roles if person is not None and role in person.now.roles]
        if not held:
            raise ImportNeedsRole(where, said.name, said.role, command.do, ", ".join(roles))
        return Actor(name=speaker.name, role=held[0])
