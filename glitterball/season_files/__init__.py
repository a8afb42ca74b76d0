"""Season files: a season as a folder a person can read, diff and mail, read into commands and written from a season."""

from glitterball.season_files.checking import check_season
from glitterball.season_files.reading import read_season
from glitterball.season_files.refusals import SeasonFileUnreadable, SeasonFolderTaken, SeasonNotShipped
from glitterball.season_files.script import (
    Entry,
    ReportedVotes,
    Script,
    SeasonFile,
    commands_of,
    deliveries_of,
)
from glitterball.season_files.shipped import shipped_season, shipped_seasons
from glitterball.season_files.writing import season_files, write_season

__all__ = [
    "Entry",
    "ReportedVotes",
    "Script",
    "SeasonFile",
    "SeasonFileUnreadable",
    "SeasonFolderTaken",
    "SeasonNotShipped",
    "check_season",
    "commands_of",
    "deliveries_of",
    "read_season",
    "season_files",
    "shipped_season",
    "shipped_seasons",
    "write_season",
]
