"""Accidents with raw files that people really had: each read as the page on ballots says, or refused for the true reason."""

import json
from itertools import product
from pathlib import Path

import duckdb
import pytest

from domain.refusals import Refusal
from glitterball.canvass import Canvassed, Means, Terms, canvass
from glitterball.canvass.raw_files import LONGEST_HEADING
from tests.canvass.raw_ballots import COUPLES, OPENS, terms, voting
from tests.thoroughness import part

PLAIN = voting(cap=10, regions=False)
HELD = terms(PLAIN)
BOTH = terms(PLAIN, (("phones", ("sms",)), ("web", ("sms",))))
NUMBER = 447700900123
HEADING = "voter,couple,time"
ROW = f"v1,{COUPLES[0]},{OPENS}"


def of_bytes(folder: Path, octets: bytes, name: str = "ballots.csv", held: Terms = HELD) -> Canvassed:
    path = folder / name
    path.write_bytes(octets)
    return canvass([("phones", path)], held)


def refusal_of(folder: Path, octets: bytes, name: str = "ballots.csv") -> str:
    with pytest.raises(Refusal) as refused:
        of_bytes(folder, octets, name)
    return str(refused.value)


def in_parquet(path: Path, select: str) -> Path:
    duckdb.sql(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def voters_as(kind: str) -> str:
    time = "TIMESTAMPTZ '2024-09-25 00:00:00+00' AS time"
    return f"SELECT CAST({NUMBER} AS {kind}) AS voter, '{COUPLES[0]}' AS couple, {time} FROM range(8)"


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("order", [1, -1])
def test_a_key_that_first_comes_after_a_thousand_objects_is_seen(order: int, tmp_path: Path) -> None:
    """C01: the same rows in another order gave 1,005 votes or 1."""
    plain = [{"voter": f"v{number}", "couple": COUPLES[0], "time": OPENS} for number in range(1_000)]
    named = [{"voter": f"w{number}", "couple": COUPLES[1], "time": OPENS, "ballot": "B1"} for number in range(5)]
    lines = [json.dumps(row) for row in [*plain, *named][::order]]
    (batch,) = of_bytes(tmp_path, "\n".join(lines).encode(), "ballots.jsonl").batches
    assert (batch.accepted, dict(batch.rejected)) == (1, {"ballot repeated": 4, "no ballot id": 1_000})


@pytest.mark.parametrize(("key", "value", "lost"), [("count", 2, "unusable count"), ("body", "mars", "")])
def test_a_count_or_a_body_that_begins_late_is_seen(key: str, value: object, lost: str, tmp_path: Path) -> None:
    """C01, of the other columns: a count of a single ballot is not passed over because it comes late."""
    row: dict[str, object] = {"voter": "v", "couple": COUPLES[0], "time": OPENS}
    rows = [*[row | {"voter": f"v{number}"} for number in range(1_200)], row | {key: value}]
    done = of_bytes(tmp_path, "\n".join(json.dumps(row) for row in rows).encode(), "ballots.jsonl")
    assert sum(votes for reason, votes in done.batches[0].rejected if reason == lost) == (2 if lost else 0)


@pytest.mark.parametrize(
    ("kind", "column"),
    part([*product(["DOUBLE", "FLOAT", "DECIMAL(20, 1)"], ["voter", "ballot", "couple"])], 0, of=4),
)
def test_a_column_of_floating_numbers_names_nobody(kind: str, column: str, tmp_path: Path) -> None:
    """C02: eight votes of a voter as a floating number, and eight more of the same as text, passed round the cap."""
    select = voters_as("BIGINT").replace(f"'{COUPLES[0]}' AS couple", f"'{COUPLES[0]}' AS couple, 1 AS ballot")
    path = in_parquet(tmp_path / "a.parquet", f"SELECT * REPLACE (CAST(7 AS {kind}) AS {column}) FROM ({select})")
    with pytest.raises(Refusal, match=f"column {column} holds values of type .*, neither text nor whole numbers"):
        canvass([("phones", path)], HELD)


def test_a_voter_as_a_whole_number_meets_the_cap_at_another_gateway(tmp_path: Path) -> None:
    """C02, as it was always right: ten in all."""
    phones = in_parquet(tmp_path / "phones.parquet", voters_as("BIGINT"))
    web = tmp_path / "web.csv"
    web.write_text("\n".join([HEADING, *[ROW.replace("v1", str(NUMBER))] * 8]))
    done = canvass([("phones", phones), ("web", web)], BOTH)
    assert sum(batch.accepted for batch in done.batches) == 10


@pytest.mark.parametrize(
    ("voter", "says"),
    [
        (float(NUMBER), "holds a floating number, neither text nor a whole number, in line 2"),
        (2**64, "holds a number of more than 64 bits"),
        (True, "holds a list, an object or true or false"),
        ([1], "holds a list, an object or true or false"),
    ],
)
def test_a_voter_in_json_is_text_or_a_whole_number(voter: object, says: str, tmp_path: Path) -> None:
    """C02, in JSON: DuckDB takes a number of 65 bits for a floating one."""
    rows = [
        {"voter": NUMBER, "couple": COUPLES[0], "time": OPENS},
        {"voter": voter, "couple": COUPLES[0], "time": OPENS},
    ]
    said = refusal_of(tmp_path, "\n".join(map(json.dumps, rows)).encode(), "ballots.jsonl")
    assert f"its column voter {says}" in said


@pytest.mark.parametrize("how", ["copied", "linked", "the same path"])
def test_one_raw_file_for_two_gateways_is_refused_before_anything_is_written(how: str, tmp_path: Path) -> None:
    """C03: it gave two batches of one vote each."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(f"{HEADING}\n{ROW}\n")
    if how == "linked":
        second.symlink_to(first)
    else:
        second.write_bytes(first.read_bytes())
    second = first if how == "the same path" else second
    with pytest.raises(Refusal, match=r"web \(.*\) is given the file of phones \(.*\): both have SHA-256 [0-9a-f]{64}"):
        canvass([("phones", first), ("web", second)], BOTH, None, Means(work=tmp_path / "work"))
    assert not (tmp_path / "work").exists()


def test_two_gateways_without_a_ballot_may_hand_in_the_same_heading(tmp_path: Path) -> None:
    """C03, and no more than that: nobody's vote counts twice."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HEADING + "\n")
    assert canvass([("phones", tmp_path / "a.csv"), ("web", tmp_path / "b.csv")], BOTH).batches == ()


@pytest.mark.parametrize(
    ("end", "name"), part([*product(["\r", "\n", "\r\n"], ["ballots.csv", "ballots.jsonl"])], 0, of=3)
)
def test_lines_may_end_in_a_return_alone(end: str, name: str, tmp_path: Path) -> None:
    """C04: an unforeseen error of the CSV reader."""
    row = json.dumps({"voter": "v1", "couple": COUPLES[0], "time": OPENS})
    lines = [HEADING, ROW, ROW] if name.endswith("csv") else [row, row]
    (batch,) = of_bytes(tmp_path, "".join(line + end for line in lines).encode(), name).batches
    assert batch.accepted == 2


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("names", ["note,note", "note,Note", ",", "unnamed 4,", "c0,c1"])
def test_other_columns_are_passed_over_whatever_they_are_called(names: str, tmp_path: Path) -> None:
    """C05: a doubled heading was an unforeseen error, as DuckDB's columns must differ."""
    (batch,) = of_bytes(tmp_path, f"{HEADING},{names}\n{ROW},x,y\n".encode()).batches
    assert batch.accepted == 1


def test_two_columns_for_one_thing_are_refused(tmp_path: Path) -> None:
    """C05, where it is not harmless."""
    assert "two columns for voter" in refusal_of(tmp_path, f"{HEADING},Voter\n{ROW},x\n".encode())
    doubled = b'{"voter":"a","voter":"b","couple":"amy-ben","time":"2024-09-25T00:00:00Z"}\n'
    assert "an object names a column twice in line 1" in refusal_of(tmp_path, doubled, "a.jsonl")


def test_mixed_line_ends_are_named_with_their_line(tmp_path: Path) -> None:
    """C06: "it is not CSV as its first line promises", without a line."""
    assert "its line ends are mixed, first in line 2" in refusal_of(tmp_path, f"{HEADING}\r\n{ROW}\n{ROW}\r\n".encode())
    in_json = b'{"voter":"v1"}\n{"voter":"v2"}\r{"voter":"v3"}\n'
    assert "its line ends are mixed, first in line 2" in refusal_of(tmp_path, in_json, "a.jsonl")


def test_line_ends_within_quotation_marks_are_letters(tmp_path: Path) -> None:
    """C06, and no more than that: spreadsheets write CRLF, and LF within a cell."""
    octets = f'{HEADING},note\r\n{ROW},"two\nlines"\r\n{ROW},"a\rb"\r\n'.encode()
    assert of_bytes(tmp_path, octets).batches[0].accepted == 2


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (f"{HEADING}\n{ROW}\n{'v' * 2_100_000}{ROW[2:]}\n".encode(), "a line is longer than 2,000,000 bytes in line 3"),
        (f"{HEADING},{'x' * LONGEST_HEADING}\n{ROW},1\n".encode(), "its first line is longer than 65,536 bytes"),
        (f"{HEADING}\n{ROW}\n".replace(",", ":").encode(), "no comma, semicolon, tab or bar stands between"),
        (f"\n{HEADING}\n{ROW}\n".encode(), "its first line is empty"),
        (f"sep=,\n{HEADING}\n{ROW}\n".encode(), "its first line names the separator and is no heading"),
        (f'{HEADING}\n{ROW}\n"v1"x{ROW[2:]}\n'.encode(), "a quotation mark in line 3 is not closed"),
        (f"{HEADING}\n{ROW}\n{ROW[:-3]}\xff,\n".encode("latin-1"), "line 3"),
    ],
    ids=[
        "a long field",
        "a long heading",
        "an odd separator",
        "an empty line first",
        "a line for Excel",
        "an odd quotation mark",
        "Latin-1",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_for_the_true_reason(octets: bytes, says: str, tmp_path: Path) -> None:
    """C06, of the others."""
    assert says in refusal_of(tmp_path, octets)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"voter":"v1"', "it is not JSON in line 2"),
        (b'{"voter":"v1"} {"voter":"v2"}', "it is not JSON in line 2"),
        (b"[1]", "it is not one JSON object a line in line 2"),
        (b'{"voter":"\xff"}', "it is not UTF-8 in line 2"),
        (b'{"voter":"' + b"v" * 2_100_000 + b'"}', "line 2 is longer than 2,000,000 bytes"),
    ],
)
def test_a_line_that_is_no_object_is_named(line: bytes, says: str, tmp_path: Path) -> None:
    good = json.dumps({"voter": "v1", "couple": COUPLES[0], "time": OPENS}).encode()
    assert says in refusal_of(tmp_path, b"\n".join([good, line, good]), "ballots.jsonl")


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_byte_order_mark_is_read_in_csv_and_json(separator: str, tmp_path: Path) -> None:
    octets = f"{HEADING}\n{ROW}\n".replace(",", separator).encode("utf-8-sig")
    assert of_bytes(tmp_path, octets).batches[0].accepted == 1
    row = json.dumps({"voter": "v1", "couple": COUPLES[0], "time": OPENS}).encode("utf-8-sig")
    assert of_bytes(tmp_path, row, "ballots.ndjson").batches[0].accepted == 1


def test_a_column_that_is_empty_in_every_row_is_as_good_as_not_there(tmp_path: Path) -> None:
    """Found by the property: CSV with an empty column of ids lost every ballot, JSON without it none."""
    (batch,) = of_bytes(tmp_path, f"{HEADING},ballot\n{ROW},\n{ROW}, \n".encode()).batches
    assert batch.accepted == 2


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("count", ["3", "3.0", " 3 "])
def test_a_whole_count_counts_however_a_data_frame_wrote_it(count: str, tmp_path: Path) -> None:
    """C02's cousin: a data frame with one count missing writes 3.0, which was read in Parquet and in CSV was not."""
    held = terms(PLAIN, (("phones", ("app",)),))
    (batch,) = of_bytes(tmp_path, f"{HEADING},count\n{ROW},{count}\n".encode(), held=held).batches
    assert batch.accepted == 3


def test_text_that_parquet_holds_as_bytes_is_text(tmp_path: Path) -> None:
    """Writers of older Parquet leave out that bytes are text."""
    select = voters_as("BIGINT").replace(f"CAST({NUMBER} AS BIGINT)", "encode('Ünal')")
    select = select.replace(f"'{COUPLES[0]}' AS", f"'{COUPLES[0]}'::BLOB AS")
    assert canvass([("phones", in_parquet(tmp_path / "a.parquet", select))], HELD).batches[0].accepted == 8
