"""A file that is not what it should be as a whole: one sentence, nothing written, and nobody's ballot quoted."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.refusals import Refusal
from glitterball.canvass import Means, canvass
from tests.canvass.naive_count import Row
from tests.canvass.raw_ballots import good, parquet, terms, voting, write

SECRET = "+44 7700 900123"
ROWS: list[Row] = [good(voter=SECRET), good(voter=SECRET, time="2024-09-25T00:00:01Z")]
APP = terms(voting(), (("phones", ("app",)),))
TEXTS = dict.fromkeys(ROWS[0], "VARCHAR")


def plain(folder: Path, form: str = "csv") -> Path:
    return write(folder / f"ballots.{form}", ROWS)


def changed(form: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = plain(folder, form)
        path.write_bytes(change(path.read_bytes()))
        return path

    return make


def typed(**types: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        rows = [row | {name: "1" if name == "count" else None for name in types if name not in row} for row in ROWS]
        if types.get("time") == "BIGINT":
            rows = [row | {"time": 1} for row in rows]
        return parquet(folder / "ballots.parquet", rows, TEXTS | types)

    return make


def without_zone(form: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        return write(folder / f"ballots.{form}", [*ROWS, good(voter=SECRET, time="2024-09-25 00:00:00")])

    return make


BAD = {
    "a truncated Parquet file": (changed("parquet", lambda data: data[: len(data) // 2]), "no complete Parquet file"),
    "a text named Parquet": (changed("parquet", lambda _: b"voter,couple\n"), "no complete Parquet file"),
    "Parquet damaged inside": (changed("parquet", lambda data: data[:4] + b"\xff" * 90 + data[94:]), "cannot be read to its end"),
    "an empty file": (changed("csv", lambda _: b""), "empty"),
    "a file in no known format": (lambda folder: plain(folder).rename(folder / "ballots.xlsx"), ".parquet"),
    "CSV without a heading": (changed("csv", lambda data: data.split(b"\r\n", 1)[1]), "a column voter"),
    "CSV without couples": (changed("csv", lambda data: data.replace(b"couple", b"pair", 1)), "a column couple"),
    "CSV in UTF-16": (changed("csv", lambda data: data.decode("utf-8-sig").encode("utf-16")), "UTF-16"),
    "CSV partly in Latin-1": (changed("csv", lambda data: data + b"caf\xe9,amy-ben,sms,x,us\r\n"), "UTF-8"),
    "CSV with a line too short": (changed("csv", lambda data: data + f"{SECRET},amy-ben\r\n".encode()), "columns in line 4"),
    "CSV with a line too long": (
        changed("csv", lambda data: data + f"{SECRET},a,b,c,d,e,f\r\n".encode()), "columns in line 4"
    ),
    "CSV with a quote left open": (
        changed("csv", lambda data: data + f'"{SECRET},a,b,c,d\r\n'.encode()), "a quotation mark in line 4 is not closed"
    ),
    "JSONL cut off": (changed("jsonl", lambda data: data[:-20]), "JSON"),
    "JSONL partly in Latin-1": (changed("jsonl", lambda data: data.replace(b"us", b"\xe9", 1)), "UTF-8"),
    "a JSON list": (changed("jsonl", lambda _: b"[1]\n"), "JSON object"),
    "Parquet times that are numbers": (typed(time="BIGINT"), "holds values of type bigint, not times"),
    "CSV times without a zone": (without_zone("csv"), "1 time that names no zone"),
    "JSONL times without a zone": (without_zone("jsonl"), "1 time that names no zone"),
    "times without a zone as text in Parquet": (without_zone("parquet"), "1 time that names no zone"),
    "times of day only": (changed("csv", lambda data: data.replace(b"2024-09-25T", b"")), "have no readable time"),
    "couples by another name": (changed("csv", lambda data: data.replace(b"amy-ben", b"Amy")), "have unknown couple"),
}  # fmt: skip


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_gets_a_sentence_that_quotes_no_ballot(bad: str, tmp_path: Path) -> None:
    make, sentence = BAD[bad]
    path = make(tmp_path)
    with pytest.raises(Refusal) as refused:
        canvass([("phones", path)], terms(), None, Means(work=tmp_path / "work"))
    told = str(refused.value)
    assert sentence in told
    assert path.name in told
    assert "900123" not in told
    assert "900123" not in repr(refused.value.__cause__)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("held", "make", "sentence"),
    [
        (APP, typed(count="VARCHAR"), "its column count holds text"),
        (APP, plain, "a column count"),
        (terms(voting(bodies=2)), plain, "a column body"),
        (
            terms(carries=(("phones", ("sms", "app")),)),
            lambda folder: write(folder / "a.csv", [no_channel()]),
            "channel",
        ),
        (terms(), lambda folder: write(folder / "a.csv", [no_region()]), "a column region"),
    ],
    ids=["counts as text", "no counts", "no bodies", "no channel", "no region"],
)
def test_columns_the_clause_needs_must_be_there(
    held: object, make: Callable[[Path], Path], sentence: str, tmp_path: Path
) -> None:
    path = make(tmp_path)
    with pytest.raises(Refusal, match=sentence):
        canvass([("phones", path)], held)  # type: ignore[arg-type] # terms


def no_channel() -> Row:
    return {name: value for name, value in good(count=1).items() if name != "channel"}


def no_region() -> Row:
    return {name: value for name, value in good().items() if name != "region"}


def test_counts_that_are_text_in_every_row_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "ballots.csv", [good(channel="app", count="ten")] * 2)
    with pytest.raises(Refusal, match="all of its 2 ballots have unusable count"):
        canvass([("phones", path)], APP)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("zone", "time", "batch"),
    [
        ("America/New_York", "2024-09-24 20:00:00", "2024-09-25T00:00:00Z"),
        ("Europe/Berlin", "2024-09-25T02:01:30", "2024-09-25T00:01:00Z"),
        ("Europe/Berlin", "2024-09-25T00:01:30Z", "2024-09-25T00:01:00Z"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "timestamps"])
def test_times_without_a_zone_are_read_in_the_one_declared(
    form: str, zone: str, time: str, batch: str, tmp_path: Path
) -> None:
    if form == "timestamps" and time.endswith("Z"):
        path = parquet(tmp_path / "ballots.parquet", [good(time=time)], TEXTS | {"time": "TIMESTAMP WITH TIME ZONE"})
    elif form == "timestamps":
        path = parquet(tmp_path / "ballots.parquet", [good(time=time)], TEXTS | {"time": "TIMESTAMP"})
    else:
        path = write(tmp_path / f"ballots.{form}", [good(time=time)])
    (done,) = canvass([("phones", path)], terms(), zone).batches
    assert (done.opens, done.accepted) == (batch, 1)


@pytest.mark.heavy("every one")
def test_timestamps_without_a_zone_are_refused(tmp_path: Path) -> None:
    rows = [good(time="2024-09-25 00:00:00")]
    for kind in ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_S", "TIMESTAMP_MS"):
        path = parquet(tmp_path / "ballots.parquet", rows, TEXTS | {"time": kind})
        with pytest.raises(Refusal, match="1 time that names no zone"):
            canvass([("phones", path)], terms())
        assert canvass([("phones", path)], terms(), "UTC").batches[0].accepted == 1


def test_of_an_hour_that_comes_twice_the_second_is_meant(tmp_path: Path) -> None:
    held = terms(opens="2024-10-27T00:00:00Z", closes="2024-10-27T03:00:00Z")
    path = write(tmp_path / "ballots.csv", [good(time="2024-10-27 02:30:00")])
    (batch,) = canvass([("phones", path)], held, "Europe/Berlin").batches
    assert batch.opens == "2024-10-27T01:30:00Z"


def test_a_zone_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There is no time zone 'Mars/Olympus'"):
        canvass([("phones", plain(tmp_path))], terms(), "Mars/Olympus")


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", ["[1]*?.csv", "it's.csv", "a=1.parquet", 'say "ü".jsonl'])
def test_a_file_may_have_any_name(name: str, tmp_path: Path) -> None:
    write(tmp_path / "1.csv", ROWS)
    (batch,) = canvass([("phones", write(tmp_path / name, ROWS))], terms()).batches
    assert batch.received == 2


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b",", b";", b"\t"])
def test_csv_may_be_as_spreadsheets_save_it(end: bytes, mark: bytes, tmp_path: Path) -> None:
    path = plain(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\r\n", end).replace(b",", mark).replace(b"voter", b" Voter"))
    (batch,) = canvass([("phones", path)], terms()).batches
    assert batch.accepted == 2


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    path = plain(tmp_path)

    def touch(what: str, done: int, of: int) -> None:
        if (what, done) == ("counting", 1):
            path.write_bytes(path.read_bytes() + b"\r\n")

    with pytest.raises(Refusal, match="changed while it was canvassed"):
        canvass([("phones", path)], terms(), None, Means(told=touch))


def test_without_duckdb_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(Refusal, match=r"pip install 'glitterball\[canvass\]'"):
        canvass([("phones", plain(tmp_path))], terms())


@pytest.mark.parametrize("memory", ["lots", "-1", ""])
def test_an_amount_of_memory_must_be_one(memory: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no amount of memory"):
        canvass([("phones", plain(tmp_path))], terms(), None, Means(memory=memory))
