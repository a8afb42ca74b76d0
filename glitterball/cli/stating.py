"""What is stated beside marks and votes: a total without a split, bonus points, an outage, numbers in place of a body's votes,
another source's claim. Commands of `glitterball score`, `votes` and `week`."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

import typer

from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.state import SeasonState, field_of
from domain.season.words import CoupleVotes
from glitterball.cli.asking import ReasonOption, SeasonArgument, WeekArgument, channel, couple, couples, season_of
from glitterball.cli.moments import in_utc
from glitterball.cli.recording import record, records
from glitterball.cli.score import EpisodeOption, mark_of
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import in_words, typed, whole_number
from glitterball.naming import dance_named
from glitterball.refusals import ValueNotValid
from projections.names import couple_names, listed

CoupleArgument = Annotated[str, typer.Argument(help='The couple: anna-ezra, "Anna & Ezra", or Anna.', metavar="COUPLE")]


@records
def total(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    total: Annotated[str, typer.Argument(help="What the panel gave in all.", metavar="TOTAL")],
    by: ByOption,
    rounds: Annotated[
        str | None, typer.Option("--round", help="The round, or those it adds up, comma-separated.", metavar="ROUNDS")
    ] = None,
    episode: EpisodeOption = None,
) -> None:
    """State the total of a dance whose split between the judges is not public; in historic seasons only."""
    with season_of(context, season, records=True) as asked:
        named = [part.strip() for part in rounds.split(",")] if rounds is not None else [None]
        dances = tuple(dance_named(who, asked.state, week, part, episode) for part in named)
        with typed(context):
            command = c.GiveTotal(week=week, dances=dances, total=mark_of(total))
        record(asked, command, by)


@records
def bonus(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    points: Annotated[str, typer.Argument(help="The points that are added to the judges' total.", metavar="POINTS")],
    reason: ReasonOption,
    by: ByOption,
) -> None:
    """Add bonus points to a couple's judges' total of the week."""
    with season_of(context, season, records=True) as asked:
        rewarded = couple(who, asked.state)
        with typed(context):
            command = c.AwardBonus(week=week, couple=rewarded, points=mark_of(points), reason=reason)
        record(asked, command, by)


@records
def outage(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    name: Annotated[str, typer.Argument(help="The channel that failed.", metavar="CHANNEL")],
    began: Annotated[str, typer.Option("--began", help="When, with a zone: 2026-03-07T20:10:00Z.", metavar="TIME")],
    what: Annotated[str, typer.Option("--what", help="What failed; it goes on record.")],
    by: ByOption,
    ended: Annotated[str | None, typer.Option("--ended", help="Until when, where it is over.", metavar="TIME")] = None,
) -> None:
    """Put on record that a channel failed for a time. It changes nothing: to take votes out of the count, void them."""
    moments = in_utc(began, "--began"), in_utc(ended, "--ended")
    with season_of(context, season, records=True) as asked:
        failed = channel(name, asked.state.weeks[asked.week(week).number])
        with typed(context):
            values = {"week": week, "channel": failed, "began": moments[0], "ended": moments[1]}
            command = c.NoteOutage.model_validate({**values, "what": in_words(what, "--what")})
        record(asked, command, by)


@records
def substitute(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    body: Annotated[str, typer.Argument(help="The voting body, such as viewers or jury of Malta.", metavar="BODY")],
    votes: Annotated[
        list[str], typer.Argument(help="What counts instead, couple by couple: anna=1200.", metavar="COUPLE=VOTES")
    ],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Put other numbers in the place of a body's votes, on a named authority; it takes two people."""
    with season_of(context, season, records=True) as asked:
        counted = votes_by_couple(votes, asked.state, week, body)
        with typed(context, votes="COUPLE=VOTES"):
            given = tuple(CoupleVotes(couple=who, votes=number) for who, number in counted)
            command = c.SubstituteInput(week=week, body=in_words(body, "BODY"), votes=given, reason=reason)
        record(asked, command, by, second)


class CoupleWithoutVotes(Refusal):
    """What is missing is not zero: of the viewers' votes each couple's are stated, or that there were none."""

    says: ClassVar = "Week {week}: how many votes {names} got is not stated."
    fix: ClassVar = "State each couple of the week; write COUPLE=0 for one that got none."
    names: str
    week: int


def votes_by_couple(said: Sequence[str], state: SeasonState, week: int, body: str) -> tuple[tuple[str, int], ...]:
    """Couples with their votes as typed: `anna=1200`, each couple as for other commands, and each once.

    Of the viewers' votes every couple of the week is named; a jury gives to some.
    """
    counted: list[tuple[str, int]] = []
    for text in said:
        name, equals, number = text.rpartition("=")
        if not equals:
            raise typer.BadParameter(f"{text!r} names no number of votes; write it as anna=1200")
        named = couple(name, state)
        if named in dict(counted):
            raise ValueNotValid("COUPLE=VOTES", text, f"{named} is named already: name each couple once")
        counted.append((named, whole_number(number, "COUPLE=VOTES")))
    lacking = set(field_of(state, week)) - dict(counted).keys() if body == "viewers" and week in state.weeks else set()
    if lacking:
        raise CoupleWithoutVotes(listed([couple_names(state)[each] for each in sorted(lacking)]), week)
    return tuple(counted)


@records
def dispute(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    what: Annotated[str, typer.Argument(help="What was announced: danger, saved or eliminated.", metavar="WHAT")],
    who: Annotated[str, typer.Argument(help="The couples it names instead, comma-separated.", metavar="COUPLES")],
    claim: Annotated[str, typer.Option("--claim", help="What the other source says, in its words.")],
    by: ByOption,
) -> None:
    """Put another source's claim, named with --source, beside an announcement of a historic season. It changes nothing."""
    with season_of(context, season, records=True) as asked:
        named = couples(who, asked.state)
        with typed(context, couples="COUPLES"):
            values = {"week": week, "what": what, "couples": named, "claim": in_words(claim, "--claim")}
            command = c.DisputeAnnouncement.model_validate(values)
        record(asked, command, by)
