"""`glitterball web`: who may sign in to the pages, who has, and the log of it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from domain.refusals import Refusal
from glitterball.answers import Answer
from glitterball.cli.asking import FormatOption, NoStore, store_of
from glitterball.cli.output import Format, say, show, tell
from glitterball.cli.typed import in_words
from glitterball.clock import second_of
from glitterball.naming import identifier
from glitterball.web.book import Book, book_path, hashed
from glitterball.web.people_file import PeopleFile, people_in

app = typer.Typer(help="Who may sign in to the pages, who has, and the log of it.", no_args_is_help=True)

PeopleArgument = Annotated[
    Path, typer.Argument(help="The file that says who may sign in (docs/web-people.md).", metavar="FILE")
]


class NotInPeopleFile(Refusal):
    """Whoever signs in is in the people file."""

    says: ClassVar = "{file} has nobody of the identity {identity}; it has {has}."
    fix: ClassVar = "Write the person into it, or name another."
    file: str
    identity: str
    has: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaySignIn:
    """A person of the people file."""

    identity: str
    name: str
    roles: str
    seasons: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session: who, by whom vouched for, since when, and when they last asked."""

    session: str
    subject: str
    issuer: str
    since: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the log of sign-ins."""

    number: int
    time: str
    what: str
    who: str
    facts: str


def _answer(schema: str, title: str, rows: list[object], row: type, form: Format) -> None:
    show(Answer(schema=schema, mode="", title=title, rows=rows, row=row), form)


@app.command("people")
def people(file: PeopleArgument, form: FormatOption = Format.TABLE) -> None:
    """Who may sign in by a people file; refuses a file that is none, so that it is looked at before it counts."""
    told = people_in(file)
    rows: list[object] = [
        MaySignIn(
            identity=entry.identity,
            name=entry.name,
            roles=", ".join(entry.roles),
            seasons=", ".join(entry.seasons) or "all",
            by=", ".join([*(way.issuer for way in entry.sign_in), *("a key" for _ in entry.keys), "passkey"]),
        )
        for entry in told.person
    ]
    _answer("web-people", f"Who may sign in at {told.origin}", rows, MaySignIn, form)


@app.command("link")
def link(
    context: typer.Context,
    file: PeopleArgument,
    identity: Annotated[str, typer.Argument(help="The person's identity in the file.", metavar="IDENTITY")],
) -> None:
    """A link by which a person signs in once, within ten minutes: to make a first passkey, or after one was lost."""
    told, wanted = people_in(file), identifier(identity, "IDENTITY", "dora")
    _require_named(told, str(file), wanted)
    with _book(context, make=True) as book:
        assert book is not None, "it is made"
        tell(f"{told.origin}/enter/{book.link_for(wanted)}")
    say(f"It signs {wanted} in once, within ten minutes. Hand it over in person.")


def _require_named(told: PeopleFile, file: str, identity: str) -> None:
    named = [entry.identity for entry in told.person]
    if identity not in named:
        raise NotInPeopleFile(file, identity, ", ".join(named) or "nobody")


@app.command("key")
def key() -> None:
    """A key for a program, and its hash for the people file: the key is shown once, and kept nowhere."""
    made = secrets.token_urlsafe(32)
    tell(made)
    tell(hashed(made))
    say(
        "The first line is for the program (Authorization: Bearer KEY), the second for the person's keys in the people file."
    )


@app.command("sessions")
def sessions(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Who has signed in, and was not signed out since."""
    with _book(context) as book:
        found = [] if book is None else book.sessions()
    rows: list[object] = [
        SignedIn(
            session=session.id[:12],
            subject=session.subject,
            issuer=session.issuer,
            since=second_of(session.began),
            seen=second_of(session.seen),
        )
        for session in found
    ]
    _answer("web-sessions", "Who has signed in", rows, SignedIn, form)


@app.command("revoke")
def revoke(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="Whose sessions: the subject, as web sessions shows it.")],
) -> None:
    """End all sessions of somebody at once, and the streams they listen to."""
    wanted = in_words(subject, "SUBJECT")
    with _book(context) as book:
        ended = 0 if book is None else book.end_all_of(wanted)
    say(f"Sessions of {wanted} that were ended: {ended}.")


@app.command("log")
def log(
    context: typer.Context,
    after: Annotated[int, typer.Option("--after", help="Begin after this line.", min=0, max=2**62)] = 0,
    form: FormatOption = Format.TABLE,
) -> None:
    """The log of sign-ins: who came in, was refused, signed, signed out or was revoked. It is only added to."""
    with _book(context) as book:
        found = [] if book is None else book.journal(after)
    rows: list[object] = [
        Line(
            number=noted.number,
            time=second_of(noted.at),
            what=noted.what,
            who=noted.who,
            facts=", ".join(f"{name} {value}" for name, value in noted.facts.items()),
        )
        for noted in found
    ]
    _answer("web-log", "The log of sign-ins", rows, Line, form)


@contextmanager
def _book(context: typer.Context, *, make: bool = False) -> Iterator[Book | None]:
    """The book beside the store; none where nobody has come in yet."""
    with store_of(context, read_only=context.obj.is_kept) as store:
        path = book_path(store.log.beside)
    if make and path is None:
        raise NoStore(context.obj.text)
    if not make and (path is None or not path.exists()):
        yield None
        return
    book = Book(path)
    try:
        yield book
    finally:
        book.close()
