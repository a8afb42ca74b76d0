"""A season being played: what was said and delivered, in the order in which it was accepted."""

from dataclasses import dataclass

from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from domain.record import Actor, Fact
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import words as w
from domain.season.state import WeekState
from glitterball.procedures.two_people import propose, roles_of, takes_two
from glitterball.testing.people import PEOPLE
from glitterball.testing.plain_log import PlainLog

SEASON = "us-33"


@dataclass(frozen=True)
class Said:
    """A command of the season, and who says it."""

    command: c.SeasonCommand
    by: Actor


@dataclass(frozen=True)
class Delivered:
    """A batch or manifest of a gateway."""

    message: OfBatch | OfManifest
    by: Actor = PEOPLE["gateway"]


@dataclass(frozen=True)
class Script:
    """A season as it was played: every step was accepted, in this order."""

    season: str
    mode: w.Mode
    steps: tuple[Said | Delivered, ...]

    def played(self) -> PlainLog:
        """The log after all steps."""
        log = PlainLog(self.season)
        for step in self.steps:
            if isinstance(step, Said):
                log.say(step.command, step.by)
            else:
                log.deliver(step.message, step.by)
        return log


class Night:
    """A season being played: what is refused is not in the script."""

    def __init__(self, draw: st.DrawFn, mode: w.Mode) -> None:
        self.draw = draw
        self.mode: w.Mode = mode
        self.log = PlainLog(SEASON)
        self.steps: list[Said | Delivered] = []
        self.source = "the broadcast" if mode == "historic" else None

    def chance(self, one_in: int) -> bool:
        """Something that happens now and then, and not at all in the smallest season."""
        return self.draw(st.integers(0, one_in - 1)) == one_in - 1

    def say(self, command: c.SeasonCommand) -> bool:
        """By whoever may say it; where that takes two people, one proposes and another approves."""
        first, second = (PEOPLE[role] for role in roles_of(command, self.log.state))
        try:
            if not takes_two(command, self.log.state):
                self.step(command, first)
                return True
            decision = propose(self.step, command, first)
            if self.chance(8):
                self.step(c.Reject(decision=decision, reason="not tonight"), second)
                return False
            self.step(c.Approve(decision=decision), second)
        except Refusal:
            return False
        return True

    def step(self, command: c.SeasonCommand, by: Actor) -> tuple[Fact, ...]:
        """Said by one person; raises when it is refused. Answers the facts."""
        command = self.log.salted(command)
        facts = self.log.say(command, by)
        self.steps.append(Said(command, by))
        return facts

    def deliver(self, message: OfBatch | OfManifest) -> None:
        """A gateway's message, once."""
        try:
            if self.log.deliver(message):
                self.steps.append(Delivered(message))
        except Refusal:
            pass

    def week(self, number: int) -> WeekState:
        """A week as it stands."""
        return self.log.state.weeks[number]
