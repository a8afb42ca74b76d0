"""Read, decide, append: how a command becomes recorded events, or a refusal that leaves no trace."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from threading import RLock
from typing import Any

from domain.gateway.events import Sent, season_stream
from domain.gateway.tally import Tallies
from domain.record import Actor, Recorded, canonical_json
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.custody.facts import OpeningsDestroyed
from domain.season.decide import NO_TALLIES, terms
from domain.season.evolve import evolve
from domain.season.state import SeasonState
from domain.season.voting.measuring import window_asked
from glitterball.clock import Clock, utc_now
from glitterball.engine.deliveries import Deliveries
from glitterball.engine.gateway_progress import GatewayProgress
from glitterball.engine.gateways import Gateways
from glitterball.engine.openings import opening_of
from glitterball.engine.receipts import Receipt, Receipts
from glitterball.engine.signed import SAYS
from glitterball.engine.trial import Trial
from glitterball.engine.voids import as_recorded
from glitterball.engine.windows import Measured
from glitterball.log.event_log import EventLog, StaleStream
from glitterball.log.recording import Key
from glitterball.people import Signer, text_to_sign
from glitterball.refusals import MovedOn
from glitterball.views.forgetting import forget_counts
from projections.fold import SeasonFold

TRIES = 1_000
"""How often a command is decided again because others wrote first. Each retry means that somebody else succeeded."""

COMPUTING = (c.CertifyOutcome, c.CastBallot, c.SettleTie, c.SettleCut, c.RecordProof, c.RecordExclusion)
"""Commands decided on the votes as well as on the season."""


@dataclass(slots=True)
class _Followed:
    """A season followed: the fold that goes on, how far it has come, and the last of it that was handed out."""

    fold: SeasonFold = field(default_factory=SeasonFold)
    position: int = 0
    handed_out: SeasonFold = field(default_factory=SeasonFold)


class Engine:
    """Takes commands and deliveries in over one event log. Safe to use from several threads, and beside other processes.

    `clock` gives the moment recorded with each event; it decides nothing.
    """

    def __init__(self, log: EventLog, clock: Clock = utc_now) -> None:
        self.log = log
        self.clock = clock
        self._states: dict[str, SeasonState] = {}
        self._folds: dict[str, _Followed] = {}
        progress = GatewayProgress(log, self._known, self.state)
        self._gateways = Gateways(log, progress)
        self._deliveries = Deliveries(log, progress)
        self._lock = RLock()

    def do(
        self,
        season: str,
        command: c.SeasonCommand,
        by: Actor,
        at: str | None = None,
        *,
        key: str | None = None,
        signer: Signer | None = None,
        part_of: str = "",
    ) -> tuple[Recorded[Any], ...]:
        """Record what a command leads to, durably, and answer the recorded events. Raises a named refusal otherwise.

        When another writer came first the command is decided again on the season as it then is. An idempotency key is
        recorded in the same commit: the same command under the same key is answered with what it led to the first time,
        however often it is said; another command under it is refused (`KeyReused`). `part_of` says in whose words what was
        asked as a whole, where this command is a step of something longer: the key then stands for all of that.

        In a season with a roster `signer` signs what two people decide, as `by`; without one the command brings its signature.
        """
        return self.do_all(season, (command,), by, at, key=key, signer=signer, part_of=part_of)

    def do_all(
        self,
        season: str,
        commands: Sequence[c.SeasonCommand],
        by: Actor,
        at: str | None = None,
        *,
        key: str | Key | None = None,
        signer: Signer | None = None,
        part_of: str = "",
        seen: int | None = None,
    ) -> tuple[Recorded[Any], ...]:
        """Record what several commands of one person lead to, in one commit: all or none. Each is decided on the season
        as the ones before it leave it. Otherwise as `do`, which see. A `Key` brings with it what it stands for.

        `seen` is how many events the season's stream had for whoever says it: where it has others by then, nothing is recorded
        (`MovedOn`).
        """
        stream = season_stream(season)
        time = at or self.clock()
        asked = Key(key, asked_under_a_key(season, commands, by, part_of)) if isinstance(key, str) else key
        measured = Measured(season, self.log)
        for _ in range(TRIES):
            measured.position = None
            if asked is not None and (answered := self.answered(season, asked)) is not None:
                return answered
            state = self.state(season)
            if seen is not None and seen != state.sequence:
                raise MovedOn(season, seen, state.sequence)
            try:
                facts = self._decided(season, state, commands, by, time, signer, measured)
                events = self.log.append(stream, state.sequence, facts, by, time, asked, only_at=measured.position)
                return self._remembered(season, events)
            except StaleStream:
                continue
            except Refusal:  # perhaps because the same call was recorded since it was asked for above
                if asked is not None and (answered := self.answered(season, asked)) is not None:
                    return answered
                raise
        raise StaleStream(stream, state.sequence, self.log.version(stream))

    def answered(self, season: str, asked: Key) -> tuple[Recorded[Any], ...] | None:
        """What was recorded under an idempotency key, if anything. Refuses one that stands for something else (`KeyReused`).

        A destruction is answered only when the file of the season's key is gone:
        refuses where it cannot be removed (`SeasonKeyRemains`), the first time and again."""
        events = self.log.answered(asked)
        if events is not None and _ends(events):
            self.log.destroy_key(season)
            forget_counts(self.log, season)
        return events

    def trial(self, season: str, at: str | None = None) -> Trial:
        """The season as it stands, to decide commands on without recording anything: what they would lead to."""
        measured = Measured(season, self.log)
        return self._trial(season, self.state(season), self.log.last_position(), at or self.clock(), measured)

    def _trial(self, season: str, state: SeasonState, position: int, time: str, measured: Measured) -> Trial:
        return Trial(self.log, season, state, position, time, partial(self._tallies, measured=measured), self._opening)

    def _decided(
        self,
        season: str,
        state: SeasonState,
        commands: Sequence[c.SeasonCommand],
        by: Actor,
        time: str,
        signer: Signer | None,
        measured: Measured,
    ) -> list[Any]:
        """The facts of all of them, each decided after the facts of those before it."""
        position = (
            self.log.last_position() if len(commands) > 1 else 0
        )  # one command alone is decided on none of its own
        trial = self._trial(season, state, position, time, measured)
        return [event.fact for command in commands for event in trial.do(command, by, signer)]

    def receive(
        self, deliveries: Sequence[Sent], at: str | None = None, *, key: str | None = None
    ) -> tuple[Receipt, ...]:
        """Take in vote batches and closing manifests, all or none, in one commit. Each gateway speaks under its own name.

        A delivery already on record is answered with its first position, not recorded again. Under an idempotency key other
        deliveries are refused (`KeyReused`), also those that would be taken in by themselves.
        """
        asked = None if key is None else Key(key, delivered_under_a_key(*map(canonical_json, deliveries)))
        return self._gateways.receive(deliveries, at or self.clock(), asked)

    def deliver(
        self,
        message: bytes,
        season: str | None = None,
        week: int | None = None,
        at: str | None = None,
        *,
        key: str | None = None,
    ) -> Receipts:
        """Take in a delivery as the gateway sent it (docs/formats/deliveries.md), all or none, in one commit.

        Refuses one for another season or week than those named. One on record is answered with its positions. For `key` see
        `receive`.
        """
        asked = None if key is None else Key(key, delivered_under_a_key(message))
        return self._deliveries.deliver(message, at or self.clock(), season, week, asked)

    def state(self, season: str) -> SeasonState:
        """The season as its stream stands now."""
        with self._lock:
            state = self._states.get(season, SeasonState())
            for event in self.log.stream(season_stream(season), after=state.sequence):
                state = evolve(state, event)
            self._states[season] = state
            return state

    def _opening(self, state: SeasonState) -> str:
        """The leaf hash of the event that opened the season: every signature is for this season alone."""
        assert state.opened is not None, "people speak in a season that was opened"
        return opening_of(self.log, state.opened)

    def to_sign(self, season: str, command: c.ProposalCommand, by: Actor) -> bytes:
        """The text somebody signs to give this command: for whoever's key is not at hand here, such as an authenticator's."""
        state = self.state(season)
        complete = as_recorded(command, season, state, self.log)
        assert isinstance(complete, c.ProposalCommand), "what is filled in changes no kind"
        about = terms(complete, state, by, self._tallies(season, complete, state, Measured(season, self.log)))
        return text_to_sign(about, state, by, SAYS[type(command)], self._opening(state))

    def decided_on(self, season: str, command: c.SeasonCommand) -> Tallies:
        """The tallies a command of a season would be decided on now."""
        return self._tallies(season, command, self.state(season), Measured(season, self.log))

    def _known(self, season: str) -> SeasonState:
        """The season as last seen, without asking the log: for what is refused at the commit if it has moved on."""
        state = self._states.get(season)
        return self.state(season) if state is None else state

    def fold(self, season: str) -> SeasonFold:
        """The season with the tallies of its votes as the log stands now; only what is new is read.

        What is answered stays as it is, whoever records what meanwhile.
        """
        return self.fold_and_position(season)[0]

    def fold_and_position(self, season: str) -> tuple[SeasonFold, int]:
        """The same, and the position at which the log ended when it was read."""
        with self._lock:
            followed = self._folds.pop(season, None) or _Followed()  # where reading fails half way, it begins again
            until = self.log.last_position()
            streams = [season_stream(season), *self.log.stream_names(f"votes/{season}/")]
            news = False
            for event in self.log.read(after=followed.position, until=until, streams=streams):
                followed.fold.apply(event)
                news = True
            followed.position = until
            if news:
                followed.handed_out = followed.fold.frozen()
            if followed.handed_out.state.destroyed is not None:  # what was counted is forgotten here as well
                self.log.require_openings(season)
            self._folds[season] = followed
            return followed.handed_out, until

    def seasons(self) -> tuple[str, ...]:
        """The seasons in the log."""
        return tuple(name.removeprefix("season/") for name in self.log.stream_names("season/"))

    def _tallies(self, season: str, command: c.SeasonCommand, state: SeasonState, measured: Measured) -> Tallies:
        """The votes counted up to each seal, for a command that computes, also inside a proposal; for a statement about the
        window those of its week, counted within that."""
        window = window_asked(command, state)
        if window is not None:
            return {window.week: measured.within(window, state)}
        inner: object = command
        if isinstance(command, c.Propose):
            inner = command.command
        if isinstance(command, c.Approve) and command.decision in state.proposals:
            inner = state.proposals[command.decision].proposed.fact.command
        return self.fold(season).tallies if isinstance(inner, COMPUTING) else NO_TALLIES

    def _remembered(self, season: str, events: tuple[Recorded[Any], ...]) -> tuple[Recorded[Any], ...]:
        with self._lock:
            state = self._states.get(season, SeasonState())
            for event in events:
                if event.sequence == state.sequence + 1:
                    state = evolve(state, event)
            self._states[season] = state
        if _ends(events):  # whoever approved it, by whichever way
            forget_counts(self.log, season)
        return events


def _ends(events: Sequence[Recorded[Any]]) -> bool:
    return any(isinstance(event.fact, OpeningsDestroyed) for event in events)


def asked_under_a_key(season: str, commands: Sequence[c.SeasonCommand], by: Actor, part_of: str = "") -> bytes:
    """What an idempotency key stands for: the season, the commands and who gave them, neither the moment nor the signature;
    and of what they are a step, if of anything."""
    each = [octets for said in commands for octets in (type(said).__name__.encode(), canonical_json(_unsigned(said)))]
    whole = (part_of.encode(),) if part_of else ()
    return sha256(b"\n".join((season.encode(), *each, canonical_json(by), *whole))).digest()


def delivered_under_a_key(*messages: bytes) -> bytes:
    """What an idempotency key of deliveries stands for: their bytes, in order."""
    return sha256(b"\n".join((b"delivered", *(sha256(octets).digest() for octets in messages)))).digest()


def _unsigned(command: c.SeasonCommand) -> c.SeasonCommand:
    """A command as it was typed, before it was signed for a moment."""
    if isinstance(command, c.Propose):
        return command.model_copy(update={"expires": None, "signature": None, "nonce": None})
    return command.model_copy(update={"signature": None}) if isinstance(command, c.ProposalCommand) else command
