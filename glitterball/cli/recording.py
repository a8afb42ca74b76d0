"""Recording from the command line: one person says it, or two sign it. Every command that records is marked `@records`.

That gives it options of its own. `--source` says who published it; under `--idempotency-key` the same call is recorded once,
however often it is made; with `--dry-run` it says what would be recorded, and records nothing; with `--format` it is
answered for machines.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from inspect import Parameter, signature
from typing import Annotated, Any, ParamSpec, TypeVar

import typer

from domain.plurals import count_of
from domain.record import Actor, Fact, Recorded, canonical_json
from domain.season import commands as c
from domain.season.people.roster import as_on_roster
from domain.season.state import SeasonState, last_touched
from glitterball.answers import Answer
from glitterball.cli.asking import FormatOption
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, show
from glitterball.cli.signing import signer_for
from glitterball.cli.speaking import speaker
from glitterball.cli.typed import in_words
from glitterball.procedures import approving_roles, propose, sign, takes_two
from glitterball.store import Season
from projections.sentences import sentence

KEY = "GLITTERBALL_IDEMPOTENCY_KEY"

KeyOption = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        envvar=KEY,
        metavar="KEY",
        help="A key of your choice for this call: made again under it, the call is answered, and nothing is recorded twice.",
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be recorded, and record nothing.")]

SourceOption = Annotated[
    str | None,
    typer.Option("--source", help="Who published it, for what is taken from the public record."),
]

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=c.Command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How this call records: from which source, under which idempotency key, only to see what would follow, and in what form it
    answers."""

    source: str | None = None
    key: str | None = None
    dry_run: bool = False
    form: Format = Format.TABLE


PLAINLY = Manner()
_MANNER: ContextVar[Manner] = ContextVar("how this call records", default=PLAINLY)

OPTIONS = {
    "source": (SourceOption, None),
    "idempotency_key": (KeyOption, None),
    "dry_run": (DryRunOption, False),
    "form": (FormatOption, Format.TABLE),
}
"""What every command that records can be told besides, with what holds unless it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event as a command answers it. `position` is none where it was only tried."""

    position: int | None
    type: str
    state: str
    by: str
    role: str
    sentence: str


def records(command: Callable[P, R]) -> Callable[P, R]:
    """Mark a command of the command line that records: it takes `OPTIONS` as well."""

    @wraps(command)
    def in_a_manner(*args: P.args, **kwargs: P.kwargs) -> R:
        source, key, dry_run, form = (kwargs.pop(name, default) for name, (_, default) in OPTIONS.items())
        manner = Manner(
            source=None if source is None else in_words(str(source), "--source"),
            key=None if key is None else in_words(str(key), "--idempotency-key"),
            dry_run=bool(dry_run),
            form=Format(str(form)),
        )
        _MANNER.set(manner)
        return command(*args, **kwargs)

    extra = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in OPTIONS.items()
    ]
    own = signature(command)
    in_a_manner.__signature__ = own.replace(parameters=[*own.parameters.values(), *extra])  # type: ignore[attr-defined]
    options = {name: annotation for name, (annotation, _) in OPTIONS.items()}
    in_a_manner.__annotations__ = {**command.__annotations__, **options}
    return in_a_manner


def is_dry_run() -> bool:
    """Whether this call only asks what would be recorded."""
    return _MANNER.get().dry_run


def record(season: Season, command: c.SeasonCommand, by: str, second: str | None = None) -> None:
    """Record a command. What takes two people is proposed, and approved at once when the second is named.

    Without the second it stands proposed, and the command ends with exit code 4.
    """
    command, first = _sourced(command), speaking(season, by)
    other = speaking(season, second, "--with") if second is not None else None
    if not takes_two(command, season.state):
        record_all(season, (command,), by)
        return
    call = Call(season, _whole(command, first, other))
    if other is not None:
        sign(call.do, command, first, other)
        call.answer()
        return
    decision = propose(call.do, command, first)
    call.answer()
    if not is_dry_run():
        roles = " or ".join(approving_roles(command, season.state, first))
        sign_with = "--sign KEY_FILE " if season.state.people else ""
        approve = f'decision approve {season.name} {decision} --by "NAME ({roles})"'
        say(f"It takes two people. To approve: glitterball {sign_with}{approve}")
        raise leave(Exit.NEEDS_A_HUMAN)


def record_all(
    season: Season, commands: Sequence[c.SeasonCommand], by: str, *, standing: Sequence[Recorded[Any]] = ()
) -> None:
    """Record several commands of one person in one commit, all or none. `standing` are events that say already what was asked
    for besides; they are answered with where they stand."""
    call, actor = Call(season), speaking(season, by)
    call.tell(standing, season.state)
    if commands:
        call.do_all([_sourced(command) for command in commands], actor)
    call.answer()


def speaking(season: Season, said: str, option: str = "--by") -> Actor:
    """Who speaks, under the name the season's roster has for them, if it has one."""
    return as_on_roster(season.state, speaker(said, option))


def _sourced(command: S) -> S:
    """The command with the source that was named, if one was."""
    source = _MANNER.get().source
    return command if source is None else command.model_copy(update={"source": source})


def _whole(command: c.SeasonCommand, first: Actor, second: Actor | None) -> str:
    """A call of several steps in one word, the same for each step: a key stands for all of it, and for nothing else."""
    said = [canonical_json(part) for part in (command, first, *([second] if second else []))]
    return sha256(b"\n".join(said)).hexdigest()


def _stale(season: Season) -> set[tuple[int, int]]:
    """The weeks whose last certificate does not stand, with where it was recorded."""
    weeks = season.state.weeks.items()
    return {
        (number, week.certified[-1].position)
        for number, week in weeks
        if week.certified and last_touched(season.state, number) > week.certified[-1].position
    }


def _anew(season: Season, week: int) -> str:
    """What is to do about a certificate that does not stand."""
    again = f"glitterball week certify {season.name} {week}"
    return (
        again
        if season.state.weeks[week].closed is None
        else f"glitterball week reopen {season.name} {week}, then {again}"
    )


class Call:
    """One call: what it recorded, or would record, step by step, each step under a key of its own."""

    def __init__(self, season: Season, part_of: str = "") -> None:
        self.season, self.part_of = season, part_of
        self.manner = _MANNER.get()
        self.trial = season.trial() if self.manner.dry_run else None
        self.before = season.store.log.last_position()
        self.stale = _stale(season)
        self.said: list[Said] = []
        self.steps = 0

    def do(self, command: c.SeasonCommand, by: Actor) -> list[Fact]:
        """One step."""
        return [event.fact for event in self.do_all((command,), by)]

    def do_all(self, commands: Sequence[c.SeasonCommand], by: Actor) -> tuple[Recorded[Any], ...]:
        """Several commands in one step, all or none of them."""
        self.steps += 1
        signer = signer_for(by, self.season.state)
        if self.trial is not None:
            events = tuple(event for command in commands for event in self.trial.do(command, by, signer))
            self.tell(events, self.trial.state)
        else:
            key = None if self.manner.key is None else f"{self.manner.key}/{self.steps}"
            events = self.season.do_all(commands, by, key=key, part_of=self.part_of, signer=signer)
            self.tell(events, self.season.state)
            self.await_checkpoint(events)
        return events

    def tell(self, events: Sequence[Recorded[Any]], state: SeasonState) -> None:
        """Say at once what is on record: what comes after may be refused."""
        for event in events:
            told = self._told(event, state)
            self.said.append(told)
            at = "" if told.position is None else f" {told.position}"
            say(f"{told.state}{at}: {told.sentence}")

    def _told(self, event: Recorded[Any], state: SeasonState) -> Said:
        again = event.position <= self.before
        how = "on record already" if again else "would be recorded" if self.trial else "recorded"
        return Said(
            position=None if self.trial and not again else event.position,
            type=event.fact.TYPE,
            state=how,
            by=event.actor.name,
            role=event.actor.role,
            sentence=sentence(event.fact, state),
        )

    def await_checkpoint(self, events: Sequence[Recorded[Any]]) -> None:
        """Where another machine signs what was recorded here: wait for it a while, and say what came of it."""
        log = self.season.store.log
        if log.shared is None:
            return
        from glitterball.nodes.waiting import await_checkpoint  # where a store is one machine's it is not loaded

        awaited = await_checkpoint(log, events)
        if awaited is None:
            return
        if awaited.checkpoint is None:
            say(f"recorded {awaited.position}: its checkpoint is awaited. See who signs: glitterball nodes status")
        else:
            say(f"{awaited.position} is in the checkpoint of {count_of(awaited.checkpoint.size, 'event')}.")

    def answer(self) -> None:
        """What it comes to: for people in a word, for machines as a document."""
        if self.trial is not None:
            say("Nothing was recorded: it was a dry run.")
        elif self.said and all(told.state == "on record already" for told in self.said):
            because = f"the same was asked under the key {self.manner.key} before" if self.steps else "all of it stands"
            say(f"Nothing was recorded: {because}.")
        for week, event in sorted(_stale(self.season) - self.stale):
            say(f"The certificate of week {week} at {event} does not stand any more: {_anew(self.season, week)}.")
        if self.manner.form is not Format.TABLE:
            mode, basis = self.season.mode, self.season.basis()
            answer = Answer(schema="recorded", mode=mode, title=self.season.name, rows=self.said, basis=basis, row=Said)
            show(answer, self.manner.form)
