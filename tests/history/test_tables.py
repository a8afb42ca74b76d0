"""Tables that refer to each other by keys, in CSV files of a folder or in sheets of a workbook, are the season they hold."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.history import History, HistoryUnreadable, history_of, history_of_tables, seasons_in
from tests.cli.typing_at_it import Desk
from tests.history import drawn
from tests.history.drawn import Row, Season, as_csv, seasons
from tests.history.test_every_layout import read_ends, read_marks, same, true_ends, true_marks
from tests.history.workbooks import packed, workbook
from tests.thoroughness import examples

Tables = dict[str, list[Row]]

SMALL: Tables = {
    "seasons": [{"season_id": "7", "number": "4"}],
    "couples": [
        {"id": "1", "celebrity": "Ann One", "professional": "Al"},
        {"id": "2", "celebrity": "Bob Two", "professional": "Bea"},
        {"id": "3", "celebrity": "Cat Three", "professional": "Cy"},
    ],
    "scores": [
        {"season_id": "7", "week": week, "couple_id": couple, "score": score}
        for week, couple, score in (("1", "1", "20"), ("1", "2", "25"), ("1", "3", "27"), ("2", "2", "26"), ("2", "3", "28"))
    ],
    "results": [
        {"couple_id": "1", "result": "Eliminated Week 1"},
        {"couple_id": "2", "result": "2nd Place"},
        {"couple_id": "3", "result": "1st Place"},
    ],
}  # fmt: skip


def files(tables: Tables) -> list[tuple[str, bytes]]:
    return [(f"{name}.csv", as_csv(rows)) for name, rows in tables.items()]


def read(tables: Tables) -> History:
    return history_of_tables(files(tables))


def without(table: str, *columns: str) -> Tables:
    """The small tables without these columns of one; without columns, without the table."""
    if not columns:
        return {name: rows for name, rows in SMALL.items() if name != table}
    rows = [{name: text for name, text in row.items() if name not in columns} for row in SMALL[table]]
    return {**SMALL, table: rows}


def said(tables: Tables) -> str:
    """Why tables are refused."""
    with pytest.raises(HistoryUnreadable) as refused:
        read(tables)
    return " | ".join(map(str, refused.value.findings))


@settings(deadline=None, max_examples=examples(40))
@given(
    season=seasons(), people=st.booleans(), endings=st.sampled_from(["couples", "results", "eliminations"]),
    ids=st.integers(0, 3), data=st.data(),
)  # fmt: skip
def test_a_season_in_tables_is_the_season(
    season: Season, people: bool, endings: str, ids: int, data: st.DataObject
) -> None:
    """Whether celebrities and pros share a table, wherever it says who left, whatever the keys and the order of the rows."""
    tables = drawn.tables(season, people, endings, ids=ids)
    shuffled = {
        name: rows if name in ("scores", "dances") else data.draw(st.permutations(rows))
        for name, rows in tables.items()
    }
    history = history_of_tables(data.draw(st.permutations(files(shuffled))))
    assert read_marks(history, season.number) == true_marks(season)
    same(history, season, "tables")


@settings(deadline=None, max_examples=examples(20))
@given(season=seasons(), shared=st.booleans())
def test_sheets_of_a_workbook_are_as_good_as_files(season: Season, shared: bool) -> None:
    history = history_of(workbook(drawn.tables(season), shared=shared), "dancing.xlsx")
    assert read_marks(history, season.number) == true_marks(season)
    same(history, season, "tables")


@settings(deadline=None, max_examples=examples(20))
@given(
    season=seasons(), layout=st.sampled_from(["one_row_a_score", "one_row_a_dance", "one_cell_a_week", "weeks_across"])
)
def test_a_workbook_of_one_sheet_is_read_as_the_file_it_would_be(season: Season, layout: str) -> None:
    rows = getattr(drawn, layout)(season)
    notes = {"about": [{"": "Typed by hand"}]} if season.number % 2 else {}
    history = history_of(workbook({"scores": rows, **notes}), "dancing.xlsx")
    assert read_marks(history, season.number) == true_marks(season)
    assert read_ends(history, season.number)["left"] == true_ends(season)["left"]


def test_a_score_keeps_its_own_row_as_its_source() -> None:
    couple = read(SMALL).seasons[4].couples[1]
    assert (couple.name, couple.where, couple.weeks[2].where) == ("Bob Two & Bea", "scores.csv:3", "scores.csv:5")
    sheets = history_of(workbook(SMALL), "dancing.xlsx").seasons[4].couples[1]
    assert sheets.weeks[2].where == "dancing.xlsx[scores]:5"


def test_what_is_read_and_what_is_not_is_said() -> None:
    notes = [str(finding) for finding in read({**SMALL, "themes": [{"theme_id": "1", "theme": "Rock"}]}).findings]
    assert notes == [
        "tables: read as one table: couples.csv, results.csv, scores.csv, seasons.csv",
        "tables: not read, since no score leads there: themes.csv",
    ]


def test_a_key_is_not_the_number_of_a_season() -> None:
    """The season with key 7 is season 4; where no table says so it is no season 7."""
    assert list(read(SMALL).seasons) == [4]
    unnumbered = {**SMALL, "seasons": [{"season_id": "7", "year": "2024"}]}
    assert "seasons.csv:1: no column says which season a row is: season (called season, season_number" in said(
        unnumbered
    )


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (without("couples"), "couple_id refers to a table that is not there: add couples"),
        (without("seasons"), "season_id refers to a table that is not there: add seasons"),
        (without("scores"), "no table holds scores; columns are missing: score"),
        (without("scores", "score"), "no table holds scores"),
        (without("scores", "couple_id"), "columns are missing: celebrity"),
        ({"a": [{"score": "8"}], "b": [{"name": "Ann"}]}, "the tables do not refer to each other"),
        ({**SMALL, "couples": SMALL["couples"] * 2}, "id '1' stands 2 times in couples.csv; a key is of one row"),
        ({**SMALL, "couples": SMALL["couples"][1:]}, "scores.csv:2: couple_id '1' is no row of couples.csv"),
        ({**SMALL, "results": SMALL["results"] * 2}, "couple 1 ended already at results.csv:2"),
        ({**SMALL, "totals": SMALL["scores"]}, "several tables hold scores (scores.csv, totals.csv)"),
        ({f"t{at}": SMALL["seasons"] for at in range(41)}, "it has 41 tables; at most 40 are read"),
    ],
)
def test_tables_that_lack_something_are_refused_with_what_it_is(tables: Tables, words: str) -> None:
    assert words in said(tables)


@settings(deadline=None, max_examples=examples(100))
@given(st.data())
def test_tables_with_cells_changed_are_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    tables = {name: [dict(row) for row in rows] for name, rows in SMALL.items()}
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from([row for rows in tables.values() for row in rows]))
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(
            st.sampled_from(["", "7", "1", "x", "0", "N/A", "Safe", "-1"])
        )
    try:
        assert read(tables).seasons
    except HistoryUnreadable as refused:
        assert refused.findings


@settings(deadline=None, max_examples=examples(100))
@given(st.data())
def test_a_workbook_with_bytes_changed_is_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    octets = bytearray(workbook(SMALL, shared=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 8))):
        octets[data.draw(st.integers(4, len(octets) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert history_of(bytes(octets), "a.xlsx").seasons
    except Refusal as refused:
        assert refused.sentence()


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "parts",
    [
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
        {"xl/workbook.xml": "<workbook/>"},
        {"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><workbook/>", "xl/_rels/workbook.xml.rels": "<R/>"},
        {"xl/workbook.xml": f"<workbook>{' ' * 64_000_001}</workbook>", "xl/_rels/workbook.xml.rels": "<R/>"},
    ],
    ids=["another ZIP file", "no parts", "entities", "a bomb"],
)
def test_a_zip_file_that_is_no_workbook_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(HistoryUnreadable) as refused:
        history_of(packed(parts), "a.xlsx")
    assert "an Excel workbook (.xlsx) or another ZIP file, and cannot be read as a workbook" in str(
        refused.value.findings[0]
    )


def test_an_empty_workbook_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HistoryUnreadable, match="the workbook is empty"):
        history_of(workbook({"Sheet1": []}), "a.xlsx")
    (tmp_path / "notes.txt").write_text("none")
    with pytest.raises(HistoryUnreadable, match="the folder holds no tables"):
        seasons_in(tmp_path)


def test_a_folder_is_audited_and_kept_at_the_desk(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for name, octets in files(SMALL):
        desk.file(f"tables/{name}", octets)
    told = desk.types("history audit {folder}/tables --show Lantern --rules us-3-27 --format json")
    assert told.code == 0, told.err
    assert '"verdict": "consistent"' in told.out
    kept = desk.types("history import {folder}/tables 4 --show Lantern --rules us-3-27 --out {folder}/kept")
    assert kept.code == 0, kept.err
    assert "tables, scores.csv, row 2" in (tmp_path / "kept" / "season.toml").read_text()
