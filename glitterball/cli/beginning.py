"""From nothing to a season: files with comments to begin with, and the tutorial's files. Nothing is written over."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from domain.record import Date
from domain.rulebook.forms import Form
from glitterball.beginnings import (
    HARBOUR,
    Ending,
    Method,
    RulebookPlan,
    SeasonPlan,
    TieRule,
    couples_called,
    judges_called,
    rulebook_text,
    season_texts,
    tutorial_files,
)
from glitterball.cli.output import say
from glitterball.cli.typed import in_words
from glitterball.clock import utc_now
from glitterball.files import new_folder
from glitterball.files.kinds import RULEBOOK
from glitterball.files.writing import write
from glitterball.naming.identifiers import identifier, slug_of
from glitterball.refusals import ValueNotValid
from glitterball.rulebooks import shipped_rulebook

FIRST_COUPLES = ("Ann Abel & Ed Egge", "Bo Berg & Flo Falk", "Cy Cole & Gil Grau")
FIRST_JUDGES = ("Ana Ruiz", "Ben Okoro", "Cleo Vance")
"""Invented names, to be written over."""

NewFolderArgument = Annotated[
    Path, typer.Argument(help="The folder to write; it must be new or empty.", metavar="FOLDER")
]
MethodOption = Annotated[
    Method, typer.Option("--method", help="How marks and votes become points: by rank, or as a share of the sum.")
]
EndingOption = Annotated[
    Ending,
    typer.Option("--ending", help="Who leaves: the lowest, or of the two lowest the one that judges do not save."),
]
TiesOption = Annotated[TieRule, typer.Option("--ties", help="Who decides among equals: the viewers or the judges.")]
HalvesOption = Annotated[bool, typer.Option("--half-points", help="Judges may give half points.")]


def new_rules(
    file: Annotated[Path, typer.Argument(help="The file to write, such as rulebook.toml.", metavar="FILE")],
    title: Annotated[str, typer.Option("--title", help="The show and season it is for.")] = "My show, season 1",
    method: MethodOption = Method.RANK,
    ending: EndingOption = Ending.LOWEST,
    ties: TiesOption = TieRule.VIEWERS,
    half_points: HalvesOption = False,
    judges: Annotated[int, typer.Option("--judges", help="Judges on the panel.", min=1, max=20)] = 3,
) -> None:
    """Write a rulebook to begin with, with a comment at each rule. It holds as it is: `rules check` finds nothing to mend."""
    name = in_words(title, "--title")
    plan = RulebookPlan(
        id=slug_of(name) or "my-show",
        title=name,
        method=method,
        ending=ending,
        ties=ties,
        half_points=half_points,
        judges=judges,
    )
    write(file, rulebook_text(plan).encode(), RULEBOOK, new=True)
    say(f"Written: {file}. Change what is wrong in it, then: glitterball rules check {file}")


def new_season(
    folder: NewFolderArgument,
    show: Annotated[str, typer.Option("--show", help="The show, as its viewers call it.")] = "My show",
    number: Annotated[
        int, typer.Option("--number", help="Which season of the show, or its year.", min=1, max=9999)
    ] = 1,
    season: Annotated[
        str | None, typer.Option("--season", help="What the season is to be called, such as harbour-1.")
    ] = None,
    couples: Annotated[
        list[str] | None,
        typer.Option("--couple", help='A couple: "Mia Berg & Jon Falk"; say it again for each.', metavar="NAMES"),
    ] = None,
    judges: Annotated[
        list[str] | None,
        typer.Option("--judge", help="A judge, in scoring order; say it again for each.", metavar="NAME"),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="The day of the first broadcast, as 2026-03-07.", metavar="DAY")
    ] = None,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="The season is played for practice.")] = False,
    rules: Annotated[
        str | None,
        typer.Option("--rules", help="A rulebook that ships, in place of one of your own.", metavar="RULEBOOK"),
    ] = None,
    method: MethodOption = Method.RANK,
    ending: EndingOption = Ending.LOWEST,
    ties: TiesOption = TieRule.VIEWERS,
    half_points: HalvesOption = False,
) -> None:
    """Write the files of a season to begin with: rulebook, cast, first week, and sheets for marks and votes, with comments.

    They hold as they are. Write over the invented names, or say them here. Next: `season import`, then `week open`.
    """
    show_name = in_words(show, "--show")
    name = identifier(season, "--season", "harbour-1") if season else f"{slug_of(show_name) or 'my-show'}-{number}"
    book = shipped_rulebook(rules) if rules else None
    first = _first_form(book.forms) if book is not None else None
    invented = _enough_for(first) if first is not None else FIRST_COUPLES
    seats = book.panel.judges[0] if book is not None and book.panel is not None and not judges else None
    panel = judges_called(_all_in_words(judges or _so_many(FIRST_JUDGES, seats), "--judge"))
    own = RulebookPlan(
        id=name,
        title=f"{show_name}, season {number}"[:200],
        method=method,
        ending=ending,
        ties=ties,
        half_points=half_points,
        judges=len(panel),
    )
    plan = SeasonPlan(
        season=name,
        show=show_name,
        number=number,
        mode="rehearsal" if rehearsal else "live",
        date=_day(date),
        couples=couples_called(_all_in_words(couples or invented, "--couple")),
        judges=panel,
        rulebook=book.id if book is not None else own,
        form=first.name if first is not None else "single",
    )
    _write_all(folder, {file: text.encode() for file, text in season_texts(plan).items()})
    say(f'Next, by two people: glitterball season import {folder} --by "NAME (executive)" --with "NAME (adjudicator)"')
    say(f'Then: glitterball week open {name} 1 --from {folder / "week-1.toml"} --by "NAME (producer)"')


def tutorial(folder: NewFolderArgument = Path(HARBOUR)) -> None:
    """Write the files of the tutorial, which its pages work with, into a folder."""
    _write_all(folder, tutorial_files())


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    with new_folder(folder) as made:
        for name in sorted(files, key=lambda name: name == "season.toml"):
            made.write(name, files[name], last=name == "season.toml")
    say(f"Written to {folder}: {', '.join(sorted(files))}.")


def _all_in_words(said: Iterable[str], option: str) -> tuple[str, ...]:
    return tuple(in_words(text, option) for text in said)


def _so_many(names: Sequence[str], seats: int | None) -> tuple[str, ...]:
    """As many of the invented judges as a panel seats, and more of them if it takes more."""
    return tuple([*names, *(f"Judge {number}" for number in range(len(names) + 1, 21))][: seats or len(names)])


def _day(said: str | None) -> str:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Date).validate_python(said or utc_now()[:10])
    except ValidationError:
        raise ValueNotValid("--date", said, "Write a day as YYYY-MM-DD, such as 2026-03-07") from None


def _first_form(forms: Sequence[Form]) -> Form:
    return next((form for form in forms if form.name == "single"), forms[0])


def _enough_for(form: Form) -> tuple[str, ...]:
    """Invented couples, so many that somebody stays when all that a form lets leave have left."""
    go_on = getattr(form.select, "couples", 0)
    more = (f"Celebrity{number} & Pro{number}" for number in range(4, go_on + form.leave + 2))
    return (*FIRST_COUPLES, *more)
