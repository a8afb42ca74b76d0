"""Tables of any two weeks, seasons and shows stack; what is written comes back as it was."""

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.files.refusals import OutputProtected
from glitterball.formulas import as_meant
from glitterball.frames import FramesMissing, NoFormOfTable, Rows, WorkbookCannotHold, kinds_of, packages, schema_of
from glitterball.frames.writing import MOST_LETTERS
from glitterball.testing import Script, seasons
from glitterball.views import VIEWS
from glitterball.views.catalogue import ROWS
from projections import sentences
from projections.fold import SeasonFold
from tests.thoroughness import examples

SOME = settings(max_examples=examples(6, fewest=3), deadline=None)
TYPES = {"whole": pl.Int64, "text": pl.String, "flag": pl.Boolean, "decimal": pl.Float64}


def views_of(script: Script, season: str) -> Iterator[Rows[Any]]:
    """Every view of a season that was played, of all weeks and of each."""
    fold, events = SeasonFold(), script.played().events
    for event in events:
        fold.apply(event)
    for view in VIEWS:
        for week in (None, *fold.state.weeks):
            yield Rows(view.name, view.row, view.rows(fold, week), script.mode, season)
    yield Rows("log", ROWS["log"], sentences.rows(events), script.mode, season)


@pytest.mark.heavy("accidents")
@SOME
@given(first=seasons(max_weeks=2), second=seasons(max_weeks=2))
def test_tables_of_any_two_weeks_seasons_and_shows_stack(first: Script, second: Script) -> None:
    tables: dict[str, list[pl.DataFrame]] = {}
    for season, script in (("us-33", first), ("uk-22", second)):
        for rows in views_of(script, season):
            tables.setdefault(rows.view, []).append(rows.to_polars())
    for view, frames in tables.items():
        stacked = pl.concat(frames)
        assert len(stacked) == sum(map(len, frames))
        assert dict(stacked.schema) == {field.name: TYPES[field.type] for field in schema_of(ROWS[view])}


@SOME
@given(script=seasons(max_weeks=2))
def test_every_exact_number_comes_back_from_a_frame_exactly(script: Script) -> None:
    for rows in views_of(script, "us-33"):
        frame = rows.to_polars()
        for column, kind in kinds_of(rows.row).items():
            if kind == "exact":
                parts = zip(frame[f"{column}_numerator"], frame[f"{column}_denominator"], strict=True)
                came = [None if top is None else Fraction(int(top), int(bottom)) for top, bottom in parts]
                assert came == [getattr(row, column) for row in rows]


def read(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    """A file read with the types of the table it was written from."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".csv":
        came = pl.read_csv(path, schema=frame.schema)
        return came.with_columns(pl.col(pl.String).map_elements(as_meant, return_dtype=pl.String))
    return pl.read_excel(path, schema_overrides=dict(frame.schema), drop_empty_cols=False)


def as_a_sheet_has_it(frame: pl.DataFrame) -> pl.DataFrame:
    """A sheet knows no difference between an empty text and nothing, and writes sixteen digits of a number: a sixth comes back
    as its neighbour. The exact number is the fraction that stands beside it."""
    return frame.with_columns(pl.col(pl.String).replace("", None), pl.col(pl.Float64).round_sig_figs(15))


@pytest.mark.heavy("accidents")
@SOME
@given(script=seasons(max_weeks=2), ending=st.sampled_from([".parquet", ".csv", ".xlsx"]))
def test_whatever_is_written_comes_back_as_it_was(script: Script, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, rows in enumerate(views_of(script, "us-33")):
            frame, path = rows.to_polars(), Path(folder, f"{number}{ending}")
            if not len(frame):
                continue
            rows.write(path)
            came = read(path, frame)
            if ending == ".xlsx":
                frame, came = as_a_sheet_has_it(frame), as_a_sheet_has_it(came)
            assert came.equals(frame), (rows.view, frame, came)


LINES = Rows("log", ROWS["log"], [sentences.Row(1, None, "t", "=1+1", '"', "type", "a\nb, c")], "live", "us-33")


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
def test_text_that_is_a_formula_or_has_quotes_and_lines_is_that_text_again(tmp_path: Path, ending: str) -> None:
    path, frame = tmp_path / f"log{ending}", LINES.to_polars()
    LINES.write(path)
    assert read(path, frame).equals(frame)


def test_no_spreadsheet_runs_what_somebody_typed(tmp_path: Path) -> None:
    LINES.write(tmp_path / "log.csv")
    assert b'"\'=1+1"' in (tmp_path / "log.csv").read_bytes()


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
def test_the_same_rows_are_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    LINES.write(first)
    LINES.write(second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_an_older_table_of_the_kind_is_replaced(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"log{ending}"
    LINES.write(path)
    LINES[:0].write(path)
    assert b"=1+1" not in path.read_bytes()


def test_a_workbook_replaces_nothing_since_somebody_may_have_worked_in_it(tmp_path: Path) -> None:
    LINES.write(tmp_path / "log.xlsx")
    with pytest.raises(OutputProtected, match="is a workbook"):
        LINES.write(tmp_path / "log.xlsx")


def test_a_text_that_no_cell_holds_is_refused_not_cut(tmp_path: Path) -> None:
    long = Rows("log", ROWS["log"], [sentences.Row(1, None, "t", "", "", "", "x" * (MOST_LETTERS + 1))])
    with pytest.raises(WorkbookCannotHold, match=r"sentence has 32,768 letters.*\.parquet or \.csv"):
        long.write(tmp_path / "log.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_name_that_says_no_form_is_told_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(NoFormOfTable, match=r"End the name in one of \.parquet, \.xlsx, \.csv"):
        LINES.write(tmp_path / "log.ods")


@pytest.mark.parametrize(("ending", "package"), [(".parquet", "pyarrow"), (".xlsx", "xlsxwriter")])
def test_a_missing_package_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, package: str
) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(packages, "import_module", missing)
    with pytest.raises(FramesMissing, match=rf"need the package {package}, .*glitterball\[frames\]"):
        LINES.write(tmp_path / f"log{ending}")
    assert not list(tmp_path.iterdir())
