"""A dry run of a season file: every line is decided in memory, nothing is recorded, every refusal is a finding."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.findings import Finding
from domain.gateway.decide import GatewayState, close_gateway, receive_batch
from domain.gateway.events import OfBatch, OfManifest, Sent, gateway_stream, season_stream
from domain.record import LARGEST_RECORD, Actor, Recorded, canonical_json
from domain.refusals import Refusal
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season.decide import decide
from domain.season.hiding import with_nonces
from domain.season.voting.measuring import tallies_for
from domain.season.voting.terms import voting_terms
from glitterball.season_files.refusals import FactTooLong
from glitterball.season_files.script import Entry, SeasonFile
from glitterball.steps import counted
from projections.fold import SeasonFold

LONG_AGO = "1970-01-01T00:00:00Z"
ROOM_FOR_THE_ENVELOPE = 2_000
"""Bytes of a recorded event that are not its fact."""


def check_season(season_file: SeasonFile, rulebook: Rulebook | None = None) -> tuple[Finding, ...]:
    """What would be refused, each at its file and line. With `rulebook` the season is tried under that one instead."""
    run = DryRun(season_file.season, rulebook)
    run.through(season_file.script)
    return tuple(run.findings)


@dataclass(slots=True)
class DryRun:
    """A season in memory. What rests on something refused is passed over, so that one mistake is one finding."""

    season: str
    rulebook: Rulebook | None = None
    fold: SeasonFold = field(default_factory=SeasonFold)
    findings: list[Finding] = field(default_factory=list)
    position: int = 0
    """Position of the last event said so far; begin with the log's last to learn the events as they will be recorded."""
    by: str = "Season file"
    time: str = LONG_AGO
    recorded: list[Recorded[Any]] = field(default_factory=list)
    gateways: dict[tuple[int, str], GatewayState] = field(default_factory=dict)
    stopped: bool = False
    refused_dances: set[str] = field(default_factory=set)

    def through(self, script: Sequence[Entry]) -> None:
        """Say every line in order."""
        skip_approval = False
        for entry in counted(script, "lines", len(script)):
            if self.stopped:
                return
            if entry.second and skip_approval:
                continue
            skip_approval = not self._said(entry)

    def _said(self, entry: Entry) -> bool:
        says = entry.says
        dances = (getattr(says, "dance", None), *getattr(says, "dances", ()))
        if not isinstance(says, c.ScheduleDance) and self.refused_dances.intersection(dances):
            return True
        actor = Actor(name=f"{self.by}{', second person' if entry.second else ''}", role=entry.role)
        if isinstance(says, OfBatch | OfManifest):
            actor = Actor(name=says.gateway, role="gateway")
        try:
            if isinstance(says, OfBatch | OfManifest):
                self._delivered(says, actor)
            else:
                self._decided(self._under_rulebook(says), actor)
        except Refusal as refusal:
            self.findings.append(Finding(entry.where, f"{refusal.sentence()} [{refusal.code}]"))
            self._pass_over(says)
            return False
        return True

    def _pass_over(self, says: c.SeasonCommand | Sent) -> None:
        self.stopped = isinstance(says, c.OpenSeason | c.OpenWeek | c.CloseWeek | c.AdoptRulebook) or (
            isinstance(says, c.Propose) and isinstance(says.command, c.AdoptRulebook)
        )
        if isinstance(says, c.ScheduleDance):
            self.refused_dances.add(says.dance)

    def _under_rulebook(self, says: c.SeasonCommand) -> c.SeasonCommand:
        if isinstance(says, c.OpenSeason):
            return says.model_copy(update={"season": self.season})
        if isinstance(says, c.Approve):
            return says.model_copy(update={"decision": len(self.fold.state.proposals)})
        if self.rulebook is None:
            return says
        if isinstance(says, c.Propose) and isinstance(says.command, c.AdoptRulebook):
            return c.Propose(command=says.command.model_copy(update={"rulebook": self.rulebook}))
        if isinstance(says, c.AdoptRulebook):
            return says.model_copy(update={"rulebook": self.rulebook})
        return says

    def _decided(self, command: c.SeasonCommand, actor: Actor) -> None:
        state = self.fold.state
        command = with_nonces(command, state, lambda: secrets.token_hex(32))
        stream = season_stream(self.season)
        tallies = tallies_for(command, state, self.fold.tallies, self.recorded)
        facts = decide(command, state, actor, tallies)
        for sequence, fact in enumerate(facts, start=state.sequence + 1):
            self._apply(stream, sequence, actor, fact)

    def _delivered(self, delivery: Sent, actor: Actor) -> None:
        delivery = delivery.model_copy(update={"season": self.season})
        key = (delivery.week, delivery.gateway)
        stream = gateway_stream(self.season, *key)
        gateway = self.gateways.get(key, GatewayState())
        terms = voting_terms(self.fold.state, delivery.week)
        if isinstance(delivery, OfBatch):
            batch = receive_batch(delivery, gateway, terms)
            self.gateways[key] = replace(gateway, last=max(gateway.last, delivery.batch))
            self._apply(stream, delivery.batch, actor, batch)
        else:
            closed = close_gateway(delivery, gateway, terms)
            self.gateways[key] = replace(gateway, closed_after=delivery.batches)
            self._apply(stream, delivery.batches + 1, actor, closed)

    def _apply(self, stream: str, sequence: int, actor: Actor, fact: Any) -> None:
        if len(canonical_json(fact)) > LARGEST_RECORD - ROOM_FOR_THE_ENVELOPE:
            raise FactTooLong(fact.TYPE)
        self.position += 1
        event = Recorded(self.position, stream, sequence, self.time, actor, fact)
        self.recorded.append(event)
        self.fold.apply(event)
