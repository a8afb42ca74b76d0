"""`glitterball votes timeline`, `votes surges`, `votes exclude`: votes minute by minute, what stands out, and what would be
without them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answers import Answer, Column
from glitterball.cli.asking import AsOfOption, EveryWeekArgument, FormatOption, SeasonArgument, WeekArgument, season_of
from glitterball.cli.drawing import ChartOption, draw
from glitterball.cli.output import Format, show, shown
from glitterball.cli.zones import minute
from glitterball.closeness.exclusion import Each, Ending, Excluded, Exclusion, Made, exclude
from projections import surges as surges_view
from projections import votes_over_time
from projections.names import couple_names, listed
from projections.numbers import number


class By(StrEnum):
    """Whose votes a timeline tells apart."""

    COUPLE = "couple"
    CHANNEL = "channel"
    GATEWAY = "gateway"
    ALL = "all"


class EachOption(StrEnum):
    """What is left out in turn."""

    BATCH = "batch"
    CHANNEL = "channel"
    GATEWAY = "gateway"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class MinuteVotes:
    """Accepted votes of one minute (UTC): for a couple, or by a channel or a gateway."""

    week: int
    minute: str
    body: str
    of: str
    votes: int


MINUTES = (
    Column("minute", lambda row: minute(row.minute)),
    Column("body", lambda row: row.body),
    Column("of", lambda row: row.of),
    Column("votes", lambda row: row.votes, right=True),
)

SURGES = (
    Column("week", lambda row: row.week, right=True),
    Column("pattern", lambda row: row.pattern),
    Column("times", lambda row: "" if row.times is None else _about(row.times), right=True),
    Column("seen", lambda row: row.says),
)


def timeline(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    by: Annotated[
        By, typer.Option("--by", help="Add up by couple, channel or gateway; all tells every row.")
    ] = By.COUPLE,
    chart: ChartOption = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Votes minute by minute, as delivered before the seal. A batch belongs to the minute in which its window opens."""
    with season_of(context, season, as_of) as asked:
        asked.week(week)
        draw(lambda: asked.week(week).chart("turnout"), chart)
        rows = votes_over_time.rows(asked.fold, week)
        title = f"Votes of {asked.name}, week {week}, minute by minute"
        notes = [] if rows else ["No votes are on record for this week."]
        if by is By.ALL:
            show(
                Answer(
                    schema="votes-over-time",
                    mode=asked.mode,
                    title=title,
                    rows=rows,
                    columns=(),
                    basis=asked.basis(week),
                    notes=notes,
                ),
                form,
            )
        else:
            added = _added_up(rows, by)
            show(
                Answer(
                    schema="votes-timeline",
                    mode=asked.mode,
                    title=f"{title}, by {by}",
                    rows=added,
                    columns=MINUTES,
                    basis=asked.basis(week),
                    notes=notes,
                ),
                form,
            )


def surges(
    context: typer.Context,
    season: SeasonArgument,
    week: EveryWeekArgument = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Patterns in the votes that are unusual by stated measures. It says what is seen, never what it means."""
    with season_of(context, season, as_of) as asked:
        if week is not None:
            asked.week(week)
        rows = surges_view.rows(asked.fold, week)
        title = f"Surges in the votes of {asked.name}" + (f", week {week}" if week is not None else "")
        notes = [
            f"Told are shares in one channel at least {surges_view.TIMES_BY_CHANNEL} times, or at most 1 in "
            f"{surges_view.TIMES_BY_CHANNEL}, of those elsewhere; minutes of at least {surges_view.TIMES_BY_MINUTE} times a "
            f"couple's median; rejections at least {surges_view.TIMES_REJECTED} times, or at most 1 in "
            f"{surges_view.TIMES_REJECTED}, of the other gateways'."
        ]
        show(
            Answer(
                schema="votes-surges",
                mode=asked.mode,
                title=title,
                rows=rows,
                columns=SURGES,
                basis=asked.basis(week),
                notes=notes,
            ),
            form,
        )


def exclude_(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    each: Annotated[EachOption, typer.Option("--each", help="What is left out in turn.")] = EachOption.CHANNEL,
    margins: Annotated[
        int, typer.Option("--margins", help="For so many of the closest, the fewest votes that must then move.", min=0)
    ] = 0,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Is the outcome the same without it? And, of what was voided, substituted, late or lost: both ways.

    An outcome that changes is an answer and no failure: the exit code is 0 either way.
    """
    with season_of(context, season, as_of) as found:
        # Batches may be arriving: season and events are looked at up to the same position.
        asked = found if as_of is not None else found.as_of(found.store.log.last_position(), from_the_beginning=True)
        asked.week(week)
        kind: Each = each.value
        answer = exclude(asked.fold, asked.events(), week, kind, margins=margins)
        names = couple_names(asked.state, week)
        title = f"{asked.name}, week {week}, without each {each}"
        basis = {**asked.basis(week), "stands": _ending(answer.stands.ending, names), "items": answer.items}
        basis |= {"changing": answer.changing, "changing_bottom": answer.changing_bottom}
        if form is Format.JSON:
            show(
                Answer(schema="votes-exclude", mode=asked.mode, title=title, rows=[answer], columns=(), basis=basis),
                form,
            )
        else:
            columns = _columns(names)
            show(
                Answer(
                    schema="votes-exclude",
                    mode=asked.mode,
                    title=title,
                    rows=answer.listed,
                    columns=columns,
                    basis=basis,
                    notes=said(answer, names),
                ),
                form,
            )


def said(answer: Exclusion, names: dict[str, str]) -> list[str]:
    """The answer in sentences: as it stands, how many items change it, and every exclusion made, both ways."""
    stands = answer.stands
    many = {"batch": "batches"}.get(answer.each, f"{answer.each}s")
    kind = answer.each if answer.items == 1 else many
    lines = [f"As it stands: {_ending(stands.ending, names)}{_close(stands.gap, stands.votes_apart)}."]
    if answer.changing:
        lines.append(f"Of {number(answer.items)} {kind} {number(answer.changing)} would change it if left out.")
    else:
        lines.append(f"None of {number(answer.items)} {kind} would change it if left out.")
    if answer.changing_bottom:
        lines.append(f"{number(answer.changing_bottom)} would change who is in danger.")
    return [*lines, *(_made(exclusion, names) for exclusion in answer.made)]


def _made(one: Made, names: dict[str, str]) -> str:
    about = (
        f"Week {one.week}, {one.why}: {one.name} ({count_of(one.votes, 'vote')})"
        if one.votes
        else f"{one.why}: {one.name}"
    )
    reason = f", {one.reason}" if one.reason else ""
    if one.same:
        return f"{about}{reason}. The outcome is the same with and without."
    with_it, without = _ending(one.with_it.ending, names), _ending(one.without_it.ending, names)
    return f"{about}{reason}. With: {with_it}. Without: {without}."


def _columns(names: dict[str, str]) -> tuple[Column, ...]:
    def without(row: Excluded) -> str:
        return "the same" if row.same else _ending(row.without.ending, names)

    return (
        Column("week", lambda row: row.week, right=True),
        Column("without", lambda row: row.name),
        Column("votes", lambda row: row.votes, right=True),
        Column("outcome", without),
        Column("in danger", lambda row: "the same" if row.same_bottom else _named(row.without.ending.bottom, names)),
        Column("gap", lambda row: "" if row.without.gap is None else _about(row.without.gap), right=True),
        Column("votes apart", lambda row: row.without.votes_apart, right=True),
        Column("must move", lambda row: row.fewest_moved, right=True),
    )


def _added_up(rows: tuple[votes_over_time.Row, ...], by: By) -> list[MinuteVotes]:
    added: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key = (row.minute, row.body, str(getattr(row, by.value)))
        added[key] = added.get(key, 0) + row.votes
    week = rows[0].week if rows else 0
    return [MinuteVotes(week, *key, votes) for key, votes in sorted(added.items())]


def _ending(ending: Ending, names: dict[str, str]) -> str:
    if ending.status == "not tabulated":
        return "it cannot be tabulated"
    if ending.places:
        return "; ".join(f"{place}. {_named(group, names)}" for place, group in _placed(ending))
    if ending.status == "undecided":
        return "it is undecided"
    return f"{_named(ending.leaving, names)} {'leave' if ending.leaving else 'leaves'}"


def _placed(ending: Ending) -> list[tuple[int, tuple[str, ...]]]:
    placed, place = [], 1
    for group in ending.places:
        placed.append((place, group))
        place += len(group)
    return placed


def _named(couples: tuple[str, ...], names: dict[str, str]) -> str:
    return listed([names.get(couple, couple) for couple in couples])


def _close(gap: object, apart: int | None) -> str:
    told = (
        [] if gap is None else [f"{_about(gap)} points apart" if gap else "equal in points across a line that decides"]
    )
    told += [] if apart is None else [f"neighbours in the vote at least {number(apart)} votes apart"]
    return f", {' and '.join(told)}" if told else ""


def _about(value: object) -> str:
    """An exact number as it is read: a fraction that is long to a few places, marked as rounded."""
    text = shown(value)
    if "/" not in text:
        return text
    top, _, bottom = text.partition("/")
    scaled = (abs(int(top)) * 2_000_000 + int(bottom)) // (2 * int(bottom))
    sign = "-" if top.startswith("-") else ""
    return f"~{sign}{scaled // 1_000_000}.{scaled % 1_000_000:06}"
