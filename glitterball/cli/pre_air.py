"""`glitterball week check --promises`: tonight's marks before the lines open, and what any vote could still do."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from glitterball.answers import Answer, Column
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, show
from glitterball.closeness.pre_air import Needs, Prospect
from glitterball.store import Season
from projections.names import couple_names
from projections.numbers import number, percent

COLUMNS = (
    Column("couple", lambda row: row.name),
    Column("judges", lambda row: row.judges, right=True),
    Column("stays, if the rest falls well", lambda row: row.may_stay),
    Column("stays surely", lambda row: row.surely_stays),
    Column("can be first", lambda row: row.can_be_first),
    Column("", lambda row: row.warning),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One couple before any vote: with which public place or share it stays, surely or if the others fall well."""

    couple: str
    name: str
    judges: str
    may_stay: str
    surely_stays: str
    can_be_first: str
    warning: str


def show_pre_air(season: Season, week: int, form: Format) -> None:
    """The report. Ends with exit code 1 when every vote for some couple is worthless tonight."""
    names = couple_names(season.state, week)
    report = season.week(week).prospects()
    rows = [_row(one, names, report.unsavable, report.safe) for one in report.reading.prospects]
    notes = [finding.what for finding in report.warnings if finding.severity != "warning"]
    warnings = [finding.what for finding in report.warnings if finding.severity == "warning"]
    title = f"{season.name}, week {week}, before the lines open ({report.rulebook}, form {report.form})"
    show(
        Answer(
            schema="week-promises",
            mode=season.mode,
            title=title,
            rows=rows,
            columns=COLUMNS,
            basis=season.basis(week),
            notes=notes,
            warnings=warnings,
        ),
        form,
    )
    if report.unsavable:
        raise leave(Exit.NO)


def _row(one: Prospect, names: Mapping[str, str], unsavable: tuple[str, ...], safe: tuple[str, ...]) -> Row:
    stays = one.staying or one.first
    danger = one.out_of_danger or stays
    warning = "EVERY VOTE IS WORTHLESS" if one.couple in unsavable else "already safe" if one.couple in safe else ""
    return Row(
        couple=one.couple,
        name=names[one.couple],
        judges=number(one.judges),
        may_stay=_with(danger, danger.may),
        surely_stays=_with(danger, danger.surely),
        can_be_first="yes" if one.can_win else "no",
        warning=warning,
    )


def _with(needs: Needs, bound: int | Fraction | None) -> str:
    if bound is None:
        return "with none"
    if isinstance(bound, int) and needs.by.startswith("place"):
        return f"{bound} or better"
    return percent(bound)
