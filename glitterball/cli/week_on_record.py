"""What is put on record of a week from its opening to its result: `glitterball week` where it records."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from domain.season import commands as c
from domain.season.deciding.refusals import AlreadyCertified
from domain.season.state import SeasonState
from domain.season.words import Episode, Place
from glitterball.cli import auditing
from glitterball.cli.asking import ReasonOption, SeasonArgument, WeekArgument, couple, couples, season_of
from glitterball.cli.asking import judge as judge_named
from glitterball.cli.recording import is_dry_run, record, record_all, records
from glitterball.cli.season import week_file
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import in_words, typed, whole_number
from glitterball.procedures import SettingUp, as_planned
from glitterball.store import Season


@records
def certify(
    context: typer.Context, season: SeasonArgument, week: WeekArgument, by: ByOption, second: WithOption = None
) -> None:
    """Compute the outcome and certify it; it takes two people in different roles.

    Where it is certified already and nothing has changed since, the certificate there is answers, and nothing is recorded.
    """
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.CertifyOutcome(week=week)
        try:
            record(asked, command, by, second)
        except AlreadyCertified as certified:
            record_all(asked, (), by, standing=asked.state.weeks[certified.week].certified[-1:])


@records
def announce(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    by: ByOption,
    danger: Annotated[str | None, typer.Option("--danger", help="Couples named in danger, comma-separated.")] = None,
    saved: Annotated[str | None, typer.Option("--saved", help="Couples named saved.")] = None,
    saved_by: Annotated[str, typer.Option("--saved-by", help="viewers, judges, or: not said.")] = "not said",
    out: Annotated[str | None, typer.Option("--out", help="Couples named as leaving.")] = None,
    places: Annotated[
        str | None, typer.Option("--places", help="Final places, first to last, comma-separated.")
    ] = None,
) -> None:
    """Put on record what was said on air. It is compared with what was computed at once; exit code 1 when it differs."""
    with season_of(context, season, records=True) as asked:
        with typed(context, by="--saved-by", couples="--danger"):
            commands = list(_announcements(asked, week, danger, saved, saved_by, out, places))
        if not commands:
            raise typer.BadParameter("say what was announced: --danger, --saved, --out or --places")
        record_all(asked, commands, by)
        if not is_dry_run():
            auditing.compare_announcement(asked, week)


def _announcements(
    season: Season, week: int, danger: str | None, saved: str | None, saved_by: str, out: str | None, places: str | None
) -> Iterator[c.SeasonCommand]:
    state = season.state
    if danger:
        yield c.AnnounceDanger(week=week, couples=couples(danger, state))
    for name in couples(saved or "", state):
        yield c.AnnounceSave.model_validate({"week": week, "couple": name, "by": saved_by})
    for name in couples(out or "", state):
        yield c.AnnounceElimination(week=week, couple=name)
    if places:
        order = couples(places, state)
        yield c.AwardPlaces(week=week, places=_in_order(order))


def _in_order(couples: Sequence[str]) -> tuple[Place, ...]:
    """Places from 1 on, one a couple."""
    return tuple(Place(couple=couple, place=place) for place, couple in enumerate(couples, start=1))


@records
def correct(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    what: Annotated[
        str, typer.Argument(help="What was announced: danger, saved, eliminated or places.", metavar="WHAT")
    ],
    who: Annotated[
        str,
        typer.Argument(help="All couples that now count as announced, comma-separated; of places the winner first."),
    ],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Take an announcement back and put another in its place; both stay on record. It takes two people.

    Exit code 1 when what now counts as announced differs from what is computed.
    """
    if what not in ("danger", "saved", "eliminated", "places"):
        raise typer.BadParameter(f"{what!r} is not danger, saved, eliminated or places")
    with season_of(context, season, records=True) as asked:
        named = couples(who, asked.state)
        with typed(context):
            command: c.CorrectAnnouncement | c.CorrectPlaces
            if what == "places":
                command = c.CorrectPlaces(week=week, places=_in_order(named), reason=reason)
            else:
                said = {"week": week, "what": what, "couples": named, "reason": reason}
                command = c.CorrectAnnouncement.model_validate(said)
        record(asked, command, by, second)
        if not is_dry_run():
            auditing.compare_announcement(asked, week)


@records
def open_(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    by: ByOption,
    file: Annotated[
        str | None, typer.Option("--from", help="The file in which the week is written, with panels and dances.")
    ] = None,
    ends: Annotated[str | None, typer.Option("--ends", help="Without a file: the form in which the week ends.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Without a file: the day of its episode.")] = None,
    counts: Annotated[
        str | None,
        typer.Option(
            "--counts", help="Without a file: the weeks whose scores and votes count, such as 1,2.", metavar="WEEKS"
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="What the week is called, such as Semi-Final: it may be named so.")
    ] = None,
) -> None:
    """Open a week as its season file has it: form, episodes, panels and running order. Or without a file, with one episode;
    then `week panel` and `week schedule` say the rest."""
    if (file is None) == (ends is None):
        raise typer.BadParameter("say either --from FILE, or --ends FORM")
    with season_of(context, season, records=True) as asked:
        if file is not None:
            record_all(asked, _planned(asked, file, week, title), by)
            return
        with typed(context, form="--ends", episodes="--date"):
            episode = Episode(number=_next_episode(asked.state), date=date)
            counted = tuple(whole_number(text, "--counts") for text in (counts or str(week)).split(","))
            values = {"week": week, "form": ends, "episodes": (episode,), "scores_from": counted, "votes_from": counted}
            command = c.OpenWeek.model_validate({**values, "title": _title(title)})
        record(asked, command, by)


def _title(said: str | None) -> str | None:
    return None if said is None else in_words(said, "--title")


def _planned(season: Season, file: str, week: int, title: str | None) -> Sequence[SettingUp]:
    """What the file says opens the week, under the title that is typed, if one is."""
    written = week_file(season, file)
    planned = [said for said in written.commands if isinstance(said, SettingUp) and said.week == week]
    if not planned:
        has = sorted({said.week for said in written.commands if isinstance(said, c.OpenWeek)})
        weeks = ", ".join(map(str, has)) or "none"
        raise typer.BadParameter(f"{written.where} has no week {week}; weeks in it: {weeks}")
    if title is not None and isinstance(planned[0], c.OpenWeek):
        planned[0] = planned[0].model_copy(update={"title": _title(title)})
    return as_planned(planned)


def _next_episode(state: SeasonState) -> int:
    """The number of an episode that follows all there were."""
    numbers = (episode.number for week in state.weeks.values() for episode in week.opened.fact.episodes)
    return max(numbers, default=0) + 1


@records
def close(context: typer.Context, season: SeasonArgument, week: WeekArgument, by: ByOption) -> None:
    """End the week; its scores, saves and announcements are then final."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.CloseWeek(week=week)
        record(asked, command, by)


@records
def reopen(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Open a closed week again, as long as no later week has begun; it takes two people."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.ReopenWeek(week=week, reason=reason)
        record(asked, command, by, second)


@records
def ballot(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    judge: Annotated[str, typer.Argument(help="The judge, by identifier or name.", metavar="JUDGE")],
    saves: Annotated[str, typer.Argument(help="The couple to save.", metavar="COUPLE")],
    by: ByOption,
) -> None:
    """Put a judge's ballot in the second stage on record."""
    with season_of(context, season, records=True) as asked:
        asked.week(week)
        seated = judge_named(judge, asked.state, week)
        with typed(context):
            command = c.CastBallot(week=week, judge=seated, saves=couple(saves, asked.state))
        record(asked, command, by)


@records
def settle(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    order: Annotated[str, typer.Argument(help="Exactly the tied couples, best first, comma-separated.")],
    how: Annotated[str, typer.Option("--how", help="What was done: a lot drawn before whom, or who decided why.")],
    by: ByOption,
    second: WithOption = None,
    lot: Annotated[bool, typer.Option("--lot/--decision", help="By lot, or by decision.")] = True,
) -> None:
    """Settle a tie that the rulebook leaves to a lot or to people; it takes two people."""
    with season_of(context, season, records=True) as asked:
        tied = couples(order, asked.state)
        with typed(context):
            command = c.SettleTie(week=week, link="lot" if lot else "authority", order=tied, how=in_words(how, "--how"))
        record(asked, command, by, second)


@records
def bye(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    named: Annotated[list[str], typer.Argument(help="The couples, as for other commands.", metavar="COUPLE")],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    marks_of: Annotated[
        int | None,
        typer.Option("--marks-of", help="Their marks of this earlier week count once more.", metavar="WEEK", min=1),
    ] = None,
    no_marks: Annotated[
        bool, typer.Option("--no-marks", help="They stay in the ranking; what is missing counts nothing.")
    ] = False,
) -> None:
    """Say what holds for couples that do not dance: through to the next week, unless said otherwise. It takes two people."""
    if no_marks and marks_of is not None:
        raise typer.BadParameter("either --no-marks or --marks-of, not both")
    holds = "no marks" if no_marks else "bye" if marks_of is None else "marks of a week"
    with season_of(context, season, records=True) as asked:
        who = tuple(couple(name, asked.state) for name in named)
        with typed(context):
            values = {"week": week, "couples": who, "holds": holds, "marks_of": marks_of, "reason": reason}
            command = c.StateBye.model_validate(values)
        record(asked, command, by, second)


@records
def cut(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    equal: Annotated[
        str, typer.Argument(help="Exactly the couples equal at the cut, comma-separated.", metavar="COUPLES")
    ],
    go_on: Annotated[bool, typer.Option("--all-go-on/--none-goes-on", help="Take in more couples, or fewer.")],
    how: Annotated[str, typer.Option("--how", help="Who decided, and why.")],
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Decide whether couples equal at the cut of a round go on; it takes two people."""
    with season_of(context, season, records=True) as asked:
        tied = couples(equal, asked.state)
        with typed(context):
            command = c.SettleCut(
                week=week, couples=tied, decided="all go on" if go_on else "none goes on", how=in_words(how, "--how")
            )
        record(asked, command, by, second)


@records
def cancel(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Cancel the elimination of a week; it takes two people."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.CancelElimination(week=week, reason=reason)
        record(asked, command, by, second)
