"""`glitterball week implied`: what an announced result says about votes nobody published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated

import typer

from glitterball.answers import Answer, Column
from glitterball.audit.implying import implied_of
from glitterball.audit.week import WeekAudit
from glitterball.cli.asking import AsOfOption, FormatOption, SeasonArgument, WeekArgument, season_of
from glitterball.cli.drawing import ChartOption, draw
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, show
from glitterball.closeness.implied import Implied, Orders, Reading
from projections.numbers import lower_bound, percent, upper_bound


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpliedRow:
    """What one couple's public place or share must have been, under one reading of the rules.

    Places are exact (`possible` lists them); of shares `least` and `most` are the exact ends, as fractions of the vote, and
    `..._attained` says whether some vote has that share. Counts of orders are text, for they are large.
    """

    reading: str
    result: str
    couple: str = ""
    name: str = ""
    announced: str = ""
    counts: str = ""
    least: str = ""
    most: str = ""
    least_attained: bool = False
    most_attained: bool = False
    possible: str = ""
    orders: str = ""
    orders_in_all: str = ""
    why: str = ""


def implied(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    danger: Annotated[
        bool, typer.Option("--danger", help="Take the danger set announced as exactly the lowest couples.")
    ] = False,
    chart: ChartOption = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """What the announced result implies: each couple's public place or share, under every reading of the rules.

    Exit code 1 when no vote gives it under any reading.
    """
    with season_of(context, season, as_of) as asked:
        draw(lambda: asked.week(week).chart("ranges"), chart)
        audit = asked.week(week).audit()
        found = implied_of(audit, danger=danger)
        names, rows = dict(audit.names), []
        for reading in found.readings:
            rows += list(_rows(reading, audit, names))
        notes = _notes(audit, found, danger)
        title = f"{asked.name}, week {week}: {found.verdict}"
        if form is Format.TABLE:
            _tables(Answer(schema="week-implied", mode=asked.mode, title=title, rows=rows, notes=notes))
        else:
            basis = {**asked.basis(week), "verdict": found.verdict, "danger_is_lowest": danger}
            show(Answer(schema="week-implied", mode=asked.mode, title=title, rows=rows, basis=basis), form)
        if found.verdict == "inconsistent":
            raise leave(Exit.NO)


def _rows(reading: Reading, audit: WeekAudit, names: Mapping[str, str]) -> Iterator[ImpliedRow]:
    """One row a couple; a reading that gives nothing has one row that says why."""
    orders = reading.orders
    base = ImpliedRow(
        reading=_under(reading),
        result=reading.possible,
        orders=str(orders.giving) if orders else "",
        orders_in_all=str(orders.total) if orders else "",
        why=reading.why,
    )
    if not reading.places and not reading.shares:
        yield base
    for place in reading.places:
        couple, possible = place.couple, " ".join(map(str, place.possible))
        named = replace(base, couple=couple, name=names.get(couple, couple), announced=_announced(audit, couple))
        ends = replace(named, counts="public place", least=str(place.best), most=str(place.worst))
        yield replace(ends, least_attained=True, most_attained=True, possible=possible)
    for share in reading.shares:
        couple, least, most = share.couple, share.least, share.most
        named = replace(base, couple=couple, name=names.get(couple, couple), announced=_announced(audit, couple))
        ends = replace(named, counts="public share", least=str(least.share), most=str(most.share))
        yield replace(ends, least_attained=least.attained, most_attained=most.attained)


def _tables(answer: Answer) -> None:
    """Every couple under the rulebook as it stands; then, a line each, what the other readings say of those announced."""
    by_reading: dict[str, list[ImpliedRow]] = {}
    for row in answer.rows:
        by_reading.setdefault(row.reading, []).append(row)
    first, *others = by_reading.values()
    columns = (
        Column("couple", lambda row: row.name),
        Column("announced", lambda row: row.announced),
        Column("must have been", _range),
    )
    show(replace(answer, rows=first, columns=columns))
    if others:
        print()
        lines = (
            Column("under", lambda rows: rows[0].reading),
            Column("those announced must have been", _together),
            Column("public orders", lambda rows: _orders(rows[0])),
        )
        show(
            Answer(
                schema=answer.schema, mode=answer.mode, title="Other readings of the rules", rows=others, columns=lines
            )
        )


def _together(rows: list[ImpliedRow]) -> str:
    """What one reading says of the couples that left, were in danger or were placed, in one cell."""
    if not rows[0].couple:
        return _range(rows[0])
    told = [f"{row.name} {_range(row).removeprefix('public ')}" for row in rows if row.announced]
    return "; ".join(told) or rows[0].result


def _range(row: ImpliedRow) -> str:
    if not row.couple:
        return f"{row.result}: {row.why}" if row.why else row.result
    if row.counts == "public place":
        places = row.possible.split()
        whole = len(places) == int(row.most) - int(row.least) + 1
        told = row.least if row.least == row.most else f"{row.least} to {row.most}" if whole else ", ".join(places)
        return f"public place {told}"
    return share_between((Fraction(row.least), row.least_attained), (Fraction(row.most), row.most_attained))


def share_between(least: tuple[Fraction, bool], most: tuple[Fraction, bool]) -> str:
    """Between which ends a share lies, each with whether some vote has just that share."""
    if least[0] == most[0]:
        return f"exactly {percent(most[0])}"
    upper, lower = upper_bound(*most), lower_bound(*least)
    if not least[0]:
        return upper
    return lower if most[0] == 1 else f"{lower}, {upper}"


def _orders(row: ImpliedRow) -> str:
    return f"{int(row.orders):,} of {int(row.orders_in_all):,}" if row.orders else ""


def _notes(audit: WeekAudit, found: Implied, danger: bool) -> list[str]:
    notes = []
    if audit.verdict == "nothing announced":
        notes.append("Nothing was announced yet, so every vote fits.")
    orders = found.rulebook.orders
    if orders is not None:
        notes.append(_counted(orders, bool(found.left)))
    if danger:
        notes.append("The danger set announced is taken as exactly the lowest; it need not have been.")
    elif audit.announced.danger:
        notes.append("Only who left constrains; with --danger the danger set announced is taken as the lowest.")
    return notes


def _counted(orders: Orders, left: bool) -> str:
    told = f"{orders.giving:,} of {orders.total:,} public orders give it"
    if left:
        told += f", and {orders.placings:,} of the {orders.placings_total:,} placings of those who left"
    return told + (f"; {orders.open_ties:,} more hang on an open tie." if orders.open_ties else ".")


def _announced(audit: WeekAudit, couple: str) -> str:
    said = audit.announced
    if couple in (said.eliminated or ()):
        return "left"
    place = dict(said.places or ()).get(couple)
    if place is not None:
        return f"place {place}"
    saved = couple in (said.saved or ())
    return "in danger, saved" if saved else "in danger" if couple in (said.danger or ()) else ""


def _under(reading: Reading) -> str:
    return ", ".join(f"{name} = {how}" for name, how in reading.switched) or "the rulebook as it stands"
