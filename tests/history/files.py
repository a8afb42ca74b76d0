"""Files as analysts hold them, for these tests: the five seasons as COMAP publishes them, and small ones written by hand."""

import csv
import io
from pathlib import Path

from domain.rulebook import Rulebook
from glitterball.history import Beside, History, history_of, season_file_of
from glitterball.history.auditing import audit_seasons
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import season_files

US_33, STRICTLY = shipped_rulebook("us-33"), shipped_rulebook("strictly-2009")

UK = b"""series,week,couple,total,result
33,1,Ann & Al,20,Eliminated Week 2
33,1,Bob & Bea,21,2nd Place
33,1,Cat & Cy,30,1st Place
33,2,Ann & Al,30,Eliminated Week 2
33,2,Bob & Bea,21,2nd Place
33,2,Cat & Cy,20,1st Place
33,3,Bob & Bea,21,2nd Place
33,3,Cat & Cy,20,1st Place
"""
"""A series of the UK show with the number of a US season."""

US = Beside(show="us")
"""Said beside the file: these are seasons of the US show."""

DATA = Path(__file__).parent / "data" / "comap-five-seasons.csv"


def five_seasons() -> bytes:
    """Seasons 1, 3, 15, 28 and 33 with the byte order mark and the line ends of the original."""
    return b"\xef\xbb\xbf" + DATA.read_bytes().replace(b"\n", b"\r\n")


def cells_of(text: str) -> list[dict[str, str]]:
    """The rows of a file by column name."""
    return list(csv.DictReader(io.StringIO(text)))


def written(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def wide(season: int, *couples: tuple[str, str, str], judges: int = 3) -> bytes:
    """A wide file of one season. A couple is a name, how it ended, and its weeks: `8 8 7|9 9 9|0 0 0`, judges apart by spaces.

    The place is the number after a bar in how it ended: `1st Place|1`.
    """
    rows = []
    for name, ended, weeks in couples:
        celebrity, _, professional = name.partition(" & ")
        result, _, place = ended.partition("|")
        row = {"celebrity_name": celebrity, "ballroom_partner": professional, "season": str(season)}
        row |= {"results": result, "placement": place}
        for week, scores in enumerate(weeks.split("|"), start=1):
            given = scores.split(" ")
            for judge in range(1, judges + 1):
                score = given[judge - 1] if judge <= len(given) else "N/A"
                row[f"week{week}_judge{judge}_score"] = score
        rows.append(row)
    return written(rows)


def small(season: int = 1) -> tuple[tuple[str, str, str], ...]:
    """Four couples, three weeks: one leaves in each of the first two, two reach the finale."""
    return (
        ("Amy One & Ben Two", "1st Place|1", "9 9 9|9 9 8|10 10 10"),
        ("Cat One & Dan Two", "2nd Place|2", "8 8 8|8 8 8|9 9 9"),
        ("Eva One & Fin Two", "Eliminated Week 2|3", "7 7 7|7 7 7|0 0 0"),
        ("Gil One & Hal Two", "Eliminated Week 1|4", "6 6 6|0 0 0|0 0 0"),
    )


def changed(number: int, ended: str | None = None, weeks: str | None = None) -> list[tuple[str, str, str]]:
    """The small season with one couple (from 0) that ended or danced otherwise."""
    couples = list(small())
    name, was, scores = couples[number]
    couples[number] = (name, ended or was, weeks or scores)
    return couples


def said(history: History) -> list[str]:
    """Everything odd about a file, its audit included."""
    return [f"{one.severity}: {one}" for one in audit_seasons(history).findings]


def verdicts(data: bytes) -> dict[tuple[int, int], str]:
    """Each week's verdict, with its reason where it was not worked out."""
    report = audit_seasons(history_of(data, beside=US))
    return {(row.season, row.week): f"{row.verdict}{f': {row.why}' if row.why else ''}" for row in report.rows}


def season_toml(history: History, number: int, rulebook: Rulebook | None = US_33) -> str:
    """The season file of a season."""
    found = season_file_of(history, number, rulebook)
    run = DryRun(found.file.season)
    run.through(found.file.script)
    assert run.findings == []
    return season_files(run.fold.state, run.fold.tallies).files["season.toml"].decode()


def of_severity(history: History, severity: str) -> list[str]:
    """What is odd about a file, of one severity."""
    return [str(finding) for finding in audit_seasons(history, US_33).findings if finding.severity == severity]
