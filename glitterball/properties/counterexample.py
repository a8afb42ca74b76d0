"""A counterexample: the smallest week found that breaks a promise, told in the show's words and saved as a season file."""

import re
from dataclasses import dataclass
from pathlib import Path

from domain.exact import Exact, write_exact
from domain.findings import Finding
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.rulebook.promises import PromiseName
from domain.tabulation.outcome import Outcome, Standing
from glitterball.properties.played import display, play, season_name
from glitterball.season_files.writing import write_season
from glitterball.testing.plain_log import PlainLog


@dataclass(frozen=True, slots=True)
class Shown:
    """One week of a counterexample: what it is (`before`, `after`), its scoring period and outcome, and the rulebook it
    was computed under. `log` is the season it was played in, where it takes more than that one week."""

    what: str
    period: ScoringPeriod
    outcome: Outcome
    rulebook: Rulebook
    log: PlainLog | None = None
    week: int = 1

    def played(self, season: str = "counterexample") -> PlainLog:
        """The week played as a season, of that name unless it was played already."""
        return self.log if self.log is not None else play(self.rulebook, self.period, season=season)

    def table(self) -> list[str]:
        """Both sides of every couple, best first."""
        names = [side.name for side in self.outcome.sides]
        head = ["couple"]
        for name in names:
            head += [name, "points"]
        rows = [[*head, "together", "place", ""]]
        rows += [self._row(standing, len(names)) for standing in self.outcome.standings()]
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        return [_line(row, widths) for row in rows]

    def _row(self, standing: Standing, sides: int) -> list[str]:
        cells = [display(standing.couple)]
        for at in range(sides):
            known = at < len(standing.points)
            cells += [write_exact(standing.raw[at]), write_exact(standing.points[at])] if known else ["", ""]
        cells.append("" if standing.combined is None else write_exact(standing.combined))
        cells.append("" if standing.place is None else f"{standing.place}{'=' if standing.shared else ''}")
        waits = standing.result == "not known"
        return [
            *cells,
            ("in danger" if standing.couple in self.outcome.bottom else "open") if waits else standing.result,
        ]

    def lines(self) -> list[str]:
        """The table under its heading, with what is open and the judges' ballots."""
        told = [f"{self.what}:", *self.table()]
        told += [f"open: {need.why} ({', '.join(map(display, need.couples))})" for need in self.outcome.needs]
        if self.period.ballots:
            told.append(
                "to save: " + ", ".join(f"{one.judge.title()} {display(one.saves)}" for one in self.period.ballots)
            )
        return told


def _line(cells: list[str], widths: list[int]) -> str:
    texts = [cells[0].ljust(widths[0])]
    texts += [cell.rjust(width) for cell, width in zip(cells[1:-1], widths[1:-1], strict=True)]
    return "  ".join([*texts, cells[-1]]).rstrip()


@dataclass(frozen=True, slots=True)
class Counterexample:
    """What breaks a promise. `says` is the sentence; `tried` what makes it certain; `shown` the week or weeks."""

    name: PromiseName
    rulebook: str
    says: str
    tried: str
    shown: tuple[Shown, ...]

    @property
    def periods(self) -> tuple[ScoringPeriod, ...]:
        """The scoring periods shown."""
        return tuple(one.period for one in self.shown)

    @property
    def couples(self) -> int:
        """How many couples dance in it."""
        return len(self.shown[0].period.couples)

    def lines(self) -> list[str]:
        """For a person: the sentence, the tables, what was tried."""
        told = [self.says]
        for week in self.shown:
            told += ["", *("  " + line for line in week.lines())]
        return [*told, "", self.tried]

    def save(self, folder: Path | str) -> tuple[Path, ...]:
        """Write it as a season file that the engine replays to the same outcome: one season in `folder`, or where several
        weeks are compared one season each in a folder of its own within it, each under a name of its own. Answers the
        folders written; each can be imported."""
        written: list[Path] = []
        names: set[str] = set()
        for number, week in enumerate(self.shown, start=1):
            alone = len(self.shown) == 1
            slug = f"{number}-{re.sub('[^a-z0-9]+', '-', week.what.lower()).strip('-')[:40].strip('-')}"
            place = Path(folder) if alone else Path(folder) / slug
            log = week.played(season_name(self.shown[0].rulebook, self.name, None if alone else number))
            if log.season in names:
                continue  # the same season, read again
            names.add(log.season)
            lost: list[Finding] = [
                finding for finding in write_season(log.state, log.tallies, place) if finding.severity != "note"
            ]
            assert not lost, f"a counterexample is written whole: {lost[0]}"
            written.append(place)
        return tuple(written)


def read_out(marks: tuple[Exact, ...]) -> str:
    """The judges' totals as one reads them out: 8, 8, 4."""
    return ", ".join(map(write_exact, marks))
