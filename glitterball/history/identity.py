"""Whose row it is: season, celebrity and pro. Every oddity is a finding."""

from dataclasses import dataclass

from domain.findings import Finding
from domain.likeness import folded
from domain.plurals import count_of
from glitterball.history.columns import plain
from glitterball.history.records import CoupleRecord, History, SeasonRecord
from glitterball.history.sheet import Sheet, SheetRow, tidy, whole

MOST_COUPLES = 30
"""Couples in one season at most; the largest there was had 16."""

MOST_SEATS = 60
"""Judges a season may have named, guests included."""

LARGEST_SEASON = 1000


@dataclass(slots=True)
class Identities:
    """Couples of a file as they turn up, and what is odd about their rows. `only` is the season of a file of one."""

    history: History
    sheet: Sheet
    only: int | None = None

    def note(self, where: str, what: str) -> None:
        """Something to know that changes nothing."""
        self.history.findings.append(Finding(where, what, "note"))

    def warn(self, where: str, what: str) -> None:
        """Something odd, and how it is read."""
        self.history.findings.append(Finding(where, what, "warning"))

    def wrong(self, where: str, what: str, season: SeasonRecord | None = None) -> None:
        """Something that cannot be read; where it spoils a season, the season says so."""
        self.history.findings.append(Finding(where, what))
        if season is not None and not season.problem:
            season.problem = f"{where}: {what}"

    def season(self, row: SheetRow) -> SeasonRecord | None:
        """The season a row belongs to; a row of which that cannot be said is a finding."""
        text = self.sheet.cell(row, "season")
        number = self.number(row)
        if number is None or not 1 <= number <= LARGEST_SEASON:
            self.wrong(row.where, f"{text!r} is no season's number, so the row belongs to no season")
            return None
        season = self.history.season(number)
        if not self.sheet.fits(row):
            has, needs = len(row.cells), len(self.sheet.header)
            self.wrong(
                row.where, f"the row has {count_of(has, 'cell')} and the header {count_of(needs, 'column')}", season
            )
            return None
        return season

    def number(self, row: SheetRow) -> int | None:
        """The season's number a row states, or that of the only season there is."""
        return whole(self.sheet.cell(row, "season")) if "season" in self.sheet.at else self.only

    def names(self, row: SheetRow) -> tuple[str, str]:
        """Celebrity and pro, also from one column that says both: `Anna & Ezra`."""
        written = self.sheet.cell(row, "celebrity")
        celebrity, professional = tidy(written), tidy(self.sheet.cell(row, "professional"))
        if not professional and "professional" not in self.sheet.at and " & " in celebrity:
            celebrity, _, professional = celebrity.partition(" & ")
        return celebrity, professional

    def cast(self, row: SheetRow, season: SeasonRecord) -> CoupleRecord | None:
        """A new couple of a season."""
        celebrity, professional = self.names(row)
        if not celebrity:
            self.wrong(row.where, "the row names no celebrity", season)
            return None
        if len(season.couples) >= MOST_COUPLES:
            if len(season.couples) == MOST_COUPLES and not season.problem:
                self.wrong(row.where, f"season {season.number} has more than {MOST_COUPLES} couples", season)
            return None
        if row.cells[self.sheet.at["celebrity"]] != row.at(self.sheet.at["celebrity"]):
            self.note(
                row.where, f"the name {celebrity!r} stands between spaces or no-break spaces, which are taken off"
            )
        couple = CoupleRecord(row.where, celebrity, professional)
        season.couples.append(couple)
        return couple


def same_name(text: str) -> str:
    """A name to compare by: spellings an eye passes over are of one person."""
    return folded(text)


def seat(judge: str, season: SeasonRecord) -> str | None:
    """How the season calls a judge: by scoring position, or by name. None where there are too many to be judges."""
    number = whole(judge) if judge else None
    name = f"Scoring position {number}" if number is not None else judge or "The panel"
    for slug, known in season.judges.items():
        if known == name:
            return slug
    if len(season.judges) >= MOST_SEATS:
        return None
    plainly = f"judge-{number}" if number is not None else plain(judge).replace("_", "-")[:56].strip("-") or "the-panel"
    slug, others = plainly, 1
    while slug in season.judges:
        others += 1
        slug = f"{plainly}-{others}"
    season.judges[slug] = name
    return slug
