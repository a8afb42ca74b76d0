"""A file of many seasons, as analysts hold it, and what may be asked of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from domain.plurals import count_of
from domain.rulebook import Rulebook
from glitterball.history import Beside, audit_seasons, season_file_of, seasons_in, suppose_seasons
from glitterball.placing import placed

if TYPE_CHECKING:
    from glitterball.history import HistoryReport, HypotheticalHistory
    from glitterball.season_files import SeasonFile


class History:
    """Seasons of a CSV file, a workbook or a folder of CSV files (docs/history.md). `show` says whose they are, such as `us`.

    Refuses what is no file of seasons.
    """

    def __init__(
        self, file: Path | str, results: Path | str | None = None, *, show: str | None = None, season: int | None = None
    ) -> None:
        self.read = seasons_in(file, results, Beside(show=show, season=season))

    @property
    def seasons(self) -> tuple[int, ...]:
        """The numbers of its seasons."""
        return tuple(self.read.seasons)

    def audit(
        self, rulebook: Rulebook | None = None, season: int | None = None, *, workers: int = 1
    ) -> "HistoryReport":
        """Whether any public vote gives what was announced, week by week, and what it must have been.

        With a `rulebook` all seasons are audited under it. So many `workers`, processes of this machine, share the seasons;
        what is found is the same. Refuses a season the file has not.
        """
        with placed(workers) as place:
            return audit_seasons(self.read, rulebook, season=season, place=place)

    def what_if(
        self, other: Rulebook, rulebook: Rulebook | None = None, season: int | None = None, *, workers: int = 1
    ) -> "HypotheticalHistory":
        """Every week under the `other` rulebook, beside what happened under its own (or under `rulebook`, for all). Hypothetical.

        `workers` as in `audit`. Refuses a season the file has not.
        """
        with placed(workers) as place:
            return suppose_seasons(self.read, other, rulebook, season=season, place=place)

    def season_file(self, season: int, rulebook: Rulebook | None = None) -> "SeasonFile":
        """One season as a season file, for `Store.take_in`. Refuses one that cannot be written so, and says why."""
        return season_file_of(self.read, season, rulebook).file

    def __repr__(self) -> str:
        return f"<History {self.read.where}: {count_of(len(self.seasons), 'season')}>"
