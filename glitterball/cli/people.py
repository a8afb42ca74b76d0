"""`glitterball people`: who may speak in a season, each with a name, roles and keys."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, get_args

import typer

from domain.record import Actor
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.people.facts import OfPerson, PersonRole
from domain.season.people.passkeys import Passkey
from glitterball.answers import Answer, Column
from glitterball.cli.asking import AsOfOption, FormatOption, ReasonOption, SeasonArgument, file_or_input, season_of
from glitterball.cli.output import Format, say, show
from glitterball.cli.recording import record, records
from glitterball.cli.speaking import ByOption, WithOption, speaker
from glitterball.cli.typed import in_words, typed
from glitterball.files import write, write_key
from glitterball.files.kinds import PERSON
from glitterball.files.limits import KEY, PASSKEY
from glitterball.naming import identifier
from glitterball.people import passkey_in
from glitterball.proof.keys import SignerKey

app = typer.Typer(help="Found a roster, introduce, change and revoke the people who may speak.", no_args_is_help=True)

PersonArgument = Annotated[
    str,
    typer.Argument(
        help="The person, as glitterball people key prints one, or its file that ends in .pub.", metavar="PERSON"
    ),
]
PasskeyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--passkey",
        help="A passkey of the person: JSON with kind, id, rpId, origin and publicKey; say it again for another.",
        metavar="FILE",
    ),
]
IdentityArgument = Annotated[str, typer.Argument(help="The person's identity on the roster.", metavar="IDENTITY")]

_PERSON = re.compile(r"(?P<keys>\S+) (?P<name>.*\S) \((?P<roles>[^()]*)\)")


class PersonLineUnclear(Refusal):
    """A person is said with keys, name and roles."""

    says: ClassVar = "{said!r} does not say a person: {because}."
    fix: ClassVar = "Write KEY NAME (ROLE, ROLE), as glitterball people key prints it; roles {roles:is|are}: {roles}."
    said: str
    because: str
    roles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person of the roster."""

    identity: str
    name: str
    roles: str
    keys: str
    since: int
    now: str


COLUMNS = (
    Column("identity", lambda row: row.identity),
    Column("name", lambda row: row.name),
    Column("roles", lambda row: row.roles),
    Column("keys", lambda row: row.keys),
    Column("from", lambda row: row.since, right=True),
    Column("now", lambda row: row.now),
)


@app.command("key")
def key(
    identity: IdentityArgument,
    name: Annotated[str, typer.Option("--name", help="What the person's statements are recorded under.")],
    roles: Annotated[list[str], typer.Option("--role", help="A role the person speaks in; say it again for another.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="A new file for the secret key; only you can read it.")],
) -> None:
    """Make a key for a person: the secret goes into a file, the line to put on the roster into another that ends in .pub."""
    signer = SignerKey(identifier(identity, "IDENTITY", "petra"), secrets.token_bytes(32))
    line = f"{signer.verifier_key().to_text()} {in_words(name, '--name')} ({', '.join(roles)})"
    person_of(line)
    write_key(out, f"{signer.to_text()}\n")
    write(f"{out}.pub", f"{line}\n".encode(), PERSON, new=True)
    print(line)


@app.command("found")
@records
def found(
    context: typer.Context,
    season: SeasonArgument,
    by: ByOption,
    people: Annotated[
        list[str],
        typer.Option(
            "--person",
            help="One of the first people, as their line or its file; say it again for each.",
            metavar="PERSON",
        ),
    ],
    second: WithOption = None,
) -> None:
    """Name the first people of a season, best right after it is opened. From then on nobody else speaks in it.

    Once anything was proposed in the season it takes two of them, in different roles; what was said before stays under names as
    typed.
    """
    with season_of(context, season, records=True) as asked:
        told = tuple(person_of(line) for line in people)
        with typed(context, people="--person"):
            command = c.FoundSeason(people=told)
        first = founder(speaker(by), told)
        other = None if second is None else founder(speaker(second, "--with"), told)
        record(asked, command, _spoken(first), None if other is None else _spoken(other))


@app.command("introduce")
@records
def introduce(
    context: typer.Context,
    season: SeasonArgument,
    line: PersonArgument,
    by: ByOption,
    second: WithOption = None,
    passkeys: PasskeyOption = None,
) -> None:
    """Let another person speak in the season."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.IntroducePerson(**_particulars(line, passkeys))
        record(asked, command, by, second)


@app.command("change")
@records
def change(
    context: typer.Context,
    season: SeasonArgument,
    line: PersonArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    passkeys: PasskeyOption = None,
) -> None:
    """Give a person another name, other roles, other keys or passkeys: all of it as it is from then on."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.ChangePerson(**_particulars(line, passkeys), reason=reason)
        record(asked, command, by, second)


@app.command("revoke")
@records
def revoke(
    context: typer.Context,
    season: SeasonArgument,
    identity: IdentityArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Let a person speak no more, and believe none of the person's keys."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.RevokePerson(identity=identity.strip(), reason=reason)
        record(asked, command, by, second)


@app.command("list")
def list_(
    context: typer.Context, season: SeasonArgument, form: FormatOption = Format.TABLE, as_of: AsOfOption = None
) -> None:
    """Who may speak in a season, in which roles, with which keys."""
    with season_of(context, season, as_of) as asked:
        rows = [
            Row(
                identity=identity,
                name=known.now.name,
                roles=", ".join(known.now.roles),
                keys=", ".join(known.now.key_ids),
                since=known.events[0].position,
                now="speaks" if known.revoked is None else f"revoked at {known.revoked.position}",
            )
            for identity, known in asked.state.people.items()
        ]
        title = f"People of {asked.name}"
        show(
            Answer(
                schema="people",
                mode=asked.mode,
                title=title,
                rows=rows,
                columns=COLUMNS,
                basis=asked.basis(),
                row=Row,
            ),
            form,
        )
        if not rows:
            say("This season has no roster: names are as typed, and those that look the same are one person's.")


def person_of(said: str, passkeys: tuple[Passkey, ...] = ()) -> OfPerson:
    """A person as a line says, or the file it stands in: keys with commas between, the name, the roles in brackets.

    The name of the keys is the person's identity; whoever has passkeys alone is said by it.
    """
    told = file_or_input(said, KEY).decode("utf-8", "replace") if said.endswith(".pub") else said
    found = _PERSON.fullmatch(told.strip())
    if found is None:
        raise _unclear(said, "keys, a name and roles in brackets are needed")
    said_keys = tuple(found["keys"].split(","))
    keys = () if passkeys and said_keys == (found["keys"],) and "+" not in found["keys"] else said_keys
    roles = tuple(role.strip() for role in found["roles"].split(","))
    wrong = [role for role in roles if role not in get_args(PersonRole)]
    names = {line.split("+", 1)[0] for line in said_keys}
    if wrong or len(set(roles)) < len(roles):
        raise _unclear(said, f"{', '.join(wrong) or 'a role twice'} cannot be held by a person")
    if len(names) > 1:
        raise _unclear(said, f"its keys have different names: {', '.join(sorted(names))}")
    identity = identifier(said_keys[0].split("+", 1)[0], "PERSON", "petra")
    try:
        return OfPerson.model_validate(
            {
                "identity": identity,
                "name": in_words(found["name"], "PERSON"),
                "roles": roles,
                "keys": keys,
                "passkeys": passkeys or None,
            }
        )
    except ValueError:
        raise _unclear(said, "a key is not in the form NAME+ID+BASE64, or one stands there twice") from None


def founder(said: Actor, people: tuple[OfPerson, ...]) -> Actor:
    """Whoever founds a roster, as the roster will have it: said by name, or by the identity given there."""
    named = next((each.name for each in people if said.name == each.identity), said.name)
    return Actor(name=named, role=said.role)


def _spoken(actor: Actor) -> str:
    return f"{actor.name} ({actor.role})"


def _particulars(said: str, files: list[Path] | None) -> dict[str, Any]:
    passkeys = tuple(passkey_in(file_or_input(str(file), PASSKEY), str(file)) for file in files or ())
    return person_of(said, passkeys).model_dump()


def _unclear(said: str, because: str) -> PersonLineUnclear:
    return PersonLineUnclear(said, because, ", ".join(get_args(PersonRole)))
