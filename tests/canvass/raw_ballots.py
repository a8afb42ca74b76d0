"""Raw ballots for tests: rows in every state of disrepair, terms to hold them against, and files to put them in."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
from hypothesis import strategies as st

from domain.rulebook.voting import Voting
from glitterball.canvass import LinesOpen, Terms, micros
from tests.canvass.naive_count import Row

OPENS, CLOSES = "2024-09-25T00:00:00Z", "2024-09-25T00:02:30Z"
COUPLES = ("amy-ben", "cat-dan", "o-hara")
FORMS = ("csv", "jsonl", "parquet")
VOTERS = ("+1 555 0100", "+1 555 0101", 'Ünal, "Ü"')
IN_TIME = (
    "2024-09-25T00:00:00Z", "2024-09-25T00:00:00.000001Z", "2024-09-25 02:00:59.999999+02:00",
    "2024-09-24T20:01:00-0400", "2024-09-25T00:01:00.123456789Z", "2024-09-25T00:02:29.999999+00",
)  # fmt: skip
OFF_TIME = (
    "2024-09-24T23:59:59.999999Z", "2024-09-25T00:02:30Z", "2024-09-25T09:00:00Z", "2024-02-30T00:00:00Z",
    "2024-09-25T24:00:00Z", "yesterday", "1727222400", "", None,
)  # fmt: skip
CHANNELS = (("sms", "single ballots"), ("app", "counts"), ("web", "last saved allocation"))


def voting(cap: int = 3, per: str = "voter, couple and method", regions: bool = True, bodies: int = 1) -> Voting:
    """A voting clause with one channel of each kind."""
    clause = {
        "cap": {"votes": cap, "per": per, "source": "test"},
        "channels": tuple({"name": name, "kind": kind, "source": "test"} for name, kind in CHANNELS),
        "window": {"times": "the week's", "source": "test"},
        "bodies": ("viewers", "abroad")[:bodies],
    }
    if regions:
        clause["regions"] = {"eligible": ("us", "ca"), "source": "test"}
    return Voting.model_validate(clause)


def terms(
    clause: Voting | None = None,
    carries: tuple[tuple[str, tuple[str, ...]], ...] = (("phones", ("sms",)),),
    opens: str = OPENS,
    closes: str = CLOSES,
) -> Terms:
    """Terms of week 2 with all channels open at the same time, in slices of a minute; the last is half of one."""
    window = LinesOpen(micros(opens), micros(closes))
    return Terms("small", 2, "0" * 64, clause or voting(), COUPLES, carries, (window, window, window), 60)


def good(**more: str | int | None) -> Row:
    """A ballot nothing is wrong with."""
    row: Row = {"voter": VOTERS[0], "couple": COUPLES[0], "channel": "sms", "time": OPENS, "region": "us"}
    return row | more


def ballot_rows(channels: Sequence[str], ids: bool, counts: bool, bodies: bool) -> st.SearchStrategy[list[Row]]:
    """Rows as gateways write them: they share voters, couples, times and ids, and about every third has a defect."""
    sound: dict[str, Sequence[str | int | None]] = {
        "voter": VOTERS,
        "couple": (*COUPLES, COUPLES[0]),
        "channel": channels,
        "time": IN_TIME,
        "region": ("us", "us", "ca"),
    }
    defects: dict[str, Sequence[str | int | None]] = {
        "voter": ("", " ", None),
        "couple": ("nobody", "", None),
        "channel": ("fax", None),
        "time": OFF_TIME,
        "region": ("mx", None),
    }
    if ids:
        sound["ballot"], defects["ballot"] = (*range(1, 16), 2, 10), ("", None)
    if counts:
        sound["count"], defects["count"] = (1, 1, 1, 2, 3, 5, 0), (None, -1, "ten", "1.5", 10**6, 10**6 + 1, 10**18)
    if bodies:
        sound["body"], defects["body"] = ("viewers", "abroad"), ("mars", None)
    row = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in sound.items()})
    broken = st.sampled_from([{name: value} for name, values in defects.items() for value in values])
    defect = st.one_of(st.just({}), st.just({}), broken)
    return st.lists(st.builds(lambda whole, part: {**whole, **part}, row, defect), max_size=25)


def write(path: Path, rows: Sequence[Row]) -> Path:
    """The rows as a file in the format its name ends in."""
    columns = list(rows[0])
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([["" if row[name] is None else row[name] for name in columns] for row in rows])
    elif path.suffix == ".jsonl":
        lines = [
            json.dumps({name: value for name, value in row.items() if value is not None or index == 0})
            for index, row in enumerate(rows)
        ]
        path.write_text("\n".join(lines) + "\n")
    else:
        parquet(path, rows, {name: "BIGINT" if name == "count" else "VARCHAR" for name in columns})
    return path


def parquet(path: Path, rows: Sequence[Row], types: dict[str, str]) -> Path:
    """A Parquet file; a count that is no number becomes one that cannot be."""
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(f"CREATE TABLE rows ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
        for row in rows:
            values = [-1 if name == "count" and isinstance(row[name], str) else row[name] for name in types]
            database.execute(f"INSERT INTO rows VALUES ({', '.join('?' * len(values))})", values)
        database.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    return path
