"""The one door for writing: whatever a form or a program says goes through `say`, and is recorded or refused.

Who says it is the person who signed in, under the name of the season's roster, in a role that people file and roster both
give. What takes two people is proposed, and waits; in a season with a roster it is signed by a passkey (`to_sign` says what).
A proposal made in a browser is not approved in the same one. The idempotency key is a person's own, and recorded in the same
commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.record import Actor, Recorded, Role
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import authority_for, authority_over, require_second
from domain.season.lookup import open_proposal
from domain.season.people.roster import person_called
from domain.season.proposing.refusals import NotSigned, RoleMayNot
from domain.season.state import SeasonState
from glitterball.engine.engine import asked_under_a_key
from glitterball.engine.signed import open_for_a_while
from glitterball.log.recording import Key
from glitterball.people import Signer, assertion_in, challenge_of
from glitterball.procedures import takes_two
from glitterball.store import Season
from glitterball.web.gate import Gate
from glitterball.web.person import Person
from glitterball.web.refusals import DevelopmentIsNotLive, OnlyRead, PasskeyAsked, SameBrowser
from glitterball.web.served import Served

ASSERTION = "the assertion of a passkey"
"""What refusals call what an authenticator gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was recorded, by whom. `waits` is the decision that waits for a second person; `again` is whether it was on record
    before, under the same idempotency key; `sequence` how many events the season's stream has now."""

    events: tuple[Recorded[Any], ...]
    actor: Actor
    waits: int | None
    again: bool
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """What a passkey signs: the text, its challenge in base64url, and the credentials that may. `command` is said together with
    the assertion, as it is here: its moment and its nonce are in the text."""

    command: c.ProposalCommand
    actor: Actor
    text: str
    challenge: str
    rp_id: str
    credentials: tuple[str, ...]


def say(
    served: Served,
    season: str,
    command: c.SeasonCommand,
    person: Person,
    *,
    key: str | None,
    at: int | None = None,
    role: Role | None = None,
    assertion: bytes | None = None,
) -> Answered:
    """Record what a person says, or refuse it. What takes two people is proposed.

    `key` is the idempotency key, `at` the sequence of the season as the person saw it (If-Match; 412 where it has moved on),
    `role` one of several roles that may. `assertion` is the JSON that an authenticator gave over what `to_sign` answered.
    """
    return _said(served, season, (command,), person, key=key, at=at, role=role, assertion=assertion)


def say_all(
    served: Served,
    season: str,
    commands: Sequence[c.SeasonCommand],
    person: Person,
    *,
    key: str | None,
    at: int | None = None,
    role: Role | None = None,
) -> Answered:
    """Record several things that a person says alone, in one commit: all or none."""
    return _said(served, season, tuple(commands), person, key=key, at=at, role=role, assertion=None)


def _said(
    served: Served,
    season: str,
    commands: tuple[c.SeasonCommand, ...],
    person: Person,
    *,
    key: str | None,
    at: int | None,
    role: Role | None,
    assertion: bytes | None,
) -> Answered:
    gate, own = _gate(served), _own_key(season, commands, person, key)
    on_record = None if own is None else served.store.engine.answered(season, own)
    if on_record is not None:
        return _answer(served, season, on_record, again=True)
    state = served.store.engine.state(season)
    if len(commands) == 1 and takes_two(commands[0], state):
        commands = (c.Propose.model_validate({"command": commands[0]}),)
    _require_no_live_season(gate, season, state, commands)
    actor = speaker(season, state, commands, person, role)
    _require_another_browser(gate, season, state, commands, person)
    before = served.store.log.last_position()
    signer = _signer(gate, season, state, actor, assertion)
    try:
        events = Season(served.store, season).do_all(commands, actor, key=own, signer=signer, seen=at)
    except NotSigned:
        raise PasskeyAsked(actor.name) from None
    said = _answer(served, season, events, again=all(event.position <= before for event in events))
    if said.waits is not None and person.browser:
        gate.book.proposed(season, said.waits, person.browser)
    if assertion is not None:
        gate.book.note("signed-with-passkey", person.subject, season=season, position=events[0].position)
    return said


def _answer(served: Served, season: str, events: tuple[Recorded[Any], ...], *, again: bool) -> Answered:
    waits = next((event.fact.decision for event in events if isinstance(event.fact, e.DecisionProposed)), None)
    sequence = served.store.engine.state(season).sequence
    return Answered(events=events, actor=events[0].actor, waits=waits, again=again, sequence=sequence)


def _own_key(season: str, commands: Sequence[c.SeasonCommand], person: Person, key: str | None) -> Key | None:
    """A person's own idempotency key, and what it stands for: what the person said, in whichever role, proposed or not. What was
    said is answered under it before anything is asked of the season, which may have moved on by what was said."""
    if key is None:
        return None
    bare = [command.command if isinstance(command, c.Propose) else command for command in commands]
    who = Actor(name=person.identity, role="engine")
    return Key(f"web/{person.identity}/{key}", asked_under_a_key(season, bare, who))


def to_sign(
    served: Served,
    season: str,
    command: c.SeasonCommand,
    person: Person,
    *,
    key: str | None = None,
    role: Role | None = None,
) -> ToSign | None:
    """What a passkey of the person has to sign before a command is said; nothing where nothing is signed, a key file is at hand,
    or it is on record already under the idempotency key."""
    gate, own = _gate(served), _own_key(season, (command,), person, key)
    if own is not None and served.store.engine.answered(season, own) is not None:
        return None
    state = served.store.engine.state(season)
    asked = c.Propose.model_validate({"command": command}) if takes_two(command, state) else command
    if not state.people or not isinstance(asked, c.ProposalCommand):
        return None
    actor = speaker(season, state, (asked,), person, role)
    require_may_answer(served, season, state, asked, person, actor)
    known = person_called(state, actor.name)
    if known is None or gate.signs_as(season, actor, state) is not None:
        return None
    usable = [passkey for passkey in known.now.passkeys or () if passkey.origin == gate.people.origin]
    if not usable:
        raise PasskeyAsked(actor.name)
    if isinstance(asked, c.Propose):
        asked = open_for_a_while(asked, served.store.engine.clock())
    text = served.store.engine.to_sign(season, asked, actor)
    return ToSign(
        command=asked,
        actor=actor,
        text=text.decode(),
        challenge=challenge_of(text),
        rp_id=usable[0].rp_id,
        credentials=tuple(passkey.credential_id for passkey in usable if passkey.rp_id == usable[0].rp_id),
    )


def speaker(
    season: str, state: SeasonState, commands: Sequence[c.SeasonCommand], person: Person, role: Role | None = None
) -> Actor:
    """As whom a season records what a person says: in the role that was said, or the first of theirs in which all of it may be
    said; to approve, one that the proposer did not have. Refuses who has none."""
    first = person.speaking(season, state, role)
    if role is not None:
        return first
    may = [authority_for(command, state).roles for command in commands]
    fits = [own for own in person.roles_in(state) if all(own in roles for roles in may)]
    if not fits:
        said = commands[0].command.do if isinstance(commands[0], c.Propose) else commands[0].do
        raise RoleMayNot(first.name, ", ".join(person.roles_in(state)), said, ", ".join(may[0]))
    taken = {_proposer(state, command).role for command in commands if isinstance(command, c.Approve)}
    return first.model_copy(update={"role": next((own for own in fits if own not in taken), fits[0])})


def require_may_answer(
    served: Served, season: str, state: SeasonState, command: c.SeasonCommand, person: Person, actor: Actor
) -> None:
    """Refuses, before anything is signed, an approval that would be refused because of who approves: the proposer, or somebody
    in the proposer's browser."""
    if isinstance(command, c.Approve):
        _require_another_browser(_gate(served), season, state, (command,), person)
        proposed = open_proposal(state, command.decision).proposed
        require_second(authority_over(proposed.fact, state), proposed.actor, actor, state)


def _proposer(state: SeasonState, approve: c.Approve) -> Actor:
    return state.proposals[approve.decision].proposed.actor


def _gate(served: Served) -> Gate:
    """Refuses writing where nobody is known by name."""
    if served.gate is None:
        raise OnlyRead("POST")
    return served.gate


def _require_no_live_season(gate: Gate, season: str, state: SeasonState, commands: Sequence[c.SeasonCommand]) -> None:
    is_live = state.opened is not None and state.mode == "live"
    opens = any(isinstance(command, c.OpenSeason) and command.mode == "live" for command in commands)
    if gate.development and (is_live or opens):
        raise DevelopmentIsNotLive(season)


def _require_another_browser(
    gate: Gate, season: str, state: SeasonState, commands: Sequence[c.SeasonCommand], person: Person
) -> None:
    for command in commands:
        if isinstance(command, c.Approve) and person.browser == gate.book.browser_of(season, command.decision) != "":
            raise SameBrowser(command.decision)


def _signer(gate: Gate, season: str, state: SeasonState, actor: Actor, assertion: bytes | None) -> Signer | None:
    known = person_called(state, actor.name)
    if known is None or assertion is None:
        return gate.signs_as(season, actor, state)
    told = assertion_in(assertion, ASSERTION, known.now)
    return lambda _: told
