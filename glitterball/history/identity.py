"""Whose row it is: season, celebrity and pro; and how their season ended. Every oddity is a finding."""

from dataclasses import dataclass

from domain.findings import Finding
from glitterball.history.fates import read_fate
from glitterball.history.records import CoupleRecord, Fate, History, SeasonRecord
from glitterball.history.sheet import Sheet, SheetRow, tidy, whole

MOST_COUPLES = 30
"""Couples in one season at most; the largest there was had 16."""

LARGEST_SEASON = 1000


@dataclass(slots=True)
class Identities:
    """Couples of a file as they turn up, and what is odd about their rows."""

    history: History
    sheet: Sheet

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
        number = whole(text)
        if number is None or not 1 <= number <= LARGEST_SEASON:
            self.wrong(row.where, f"{text!r} is no season's number, so the row belongs to no season")
            return None
        season = self.history.season(number)
        if not self.sheet.fits(row):
            has, needs = len(row.cells), len(self.sheet.header)
            self.wrong(row.where, f"the row has {has} cells and the header {needs} columns", season)
            return None
        return season

    def names(self, row: SheetRow) -> tuple[str, str]:
        """Celebrity and pro, also from one column that says both: `Anna & Ezra`."""
        written = self.sheet.cell(row, "celebrity")
        celebrity, professional = tidy(written), tidy(self.sheet.cell(row, "professional"))
        if not professional and "professional" not in self.sheet.at and " & " in celebrity:
            celebrity, _, professional = celebrity.partition(" & ")
        return celebrity, professional

    def cast(self, row: SheetRow, season: SeasonRecord) -> CoupleRecord | None:
        """A new couple of a season, with its fate."""
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
        self.ended(row, couple)
        return couple

    def ended(self, row: SheetRow, couple: CoupleRecord) -> None:
        """How the couple's season ended, as far as this row says."""
        said, exit_week = tidy(self.sheet.cell(row, "result")), whole(self.sheet.cell(row, "exit_week"))
        if said:
            couple.fate = read_fate(said)
            if couple.fate.ended == "not said":
                self.warn(
                    row.where, f"what {said!r} means for {couple.name} is not known; its last scores and place decide"
                )
        if couple.fate.ended == "not said" and exit_week:
            couple.fate = Fate("eliminated", exit_week, f"week {exit_week}")
        place = self.sheet.cell(row, "place")
        couple.place = whole(place) if place else couple.place
        if place and couple.place is None:
            self.warn(row.where, f"{place!r} is no place")


def same_name(text: str) -> str:
    """A name to compare by."""
    return text.casefold().replace("\u2019", "'")
