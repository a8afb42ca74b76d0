"""Rows as tables: one schema whatever the data, and exact numbers that stay exact."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from domain.exact import Exact
from glitterball.frames import FramesMissing, NumberBeyondFrames, Rows, kinds_of, packages, schema_of
from glitterball.views import VIEWS, Views


@dataclass(frozen=True, slots=True)
class Line:
    couple: str
    total: Exact
    points: Exact | None
    shared: bool
    couples: tuple[str, ...]


LINES = Rows(
    "lines",
    Line,
    [Line("anna-ezra", 30, Fraction(17, 2), True, ("a", "b, c")), Line("ben-faye", 2**70, None, False, ())],
    "rehearsal",
    "us-33",
)
COLUMNS = ["season", "mode", "couple", "total", "total_numerator", "total_denominator", "points", "points_numerator"]
COLUMNS += ["points_denominator", "shared", "couples"]


def test_an_exact_number_is_a_decimal_beside_numerator_and_denominator() -> None:
    frame = LINES[:1].to_polars()
    assert frame.columns == COLUMNS
    cells = ("us-33", "rehearsal", "anna-ezra", 30.0, "30", "1", 8.5, "17", "2", True, '["a","b, c"]')
    assert frame.rows() == [cells]


def test_a_number_of_any_size_stays_exact_beside_its_decimal() -> None:
    frame = LINES.to_polars()
    assert frame["total_numerator"].to_list() == ["30", str(2**70)]
    assert frame["total"].to_list() == [30.0, 2.0**70]
    assert frame["points_numerator"].to_list() == ["17", None]


def test_a_number_larger_than_any_decimal_is_without_end_and_exact_beside_it() -> None:
    frame = Rows("lines", Line, [Line("a", 10**400, Fraction(-(10**400), 3), False, ())]).to_polars()
    assert (frame["total"][0], frame["points"][0]) == (float("inf"), float("-inf"))
    assert frame["total_numerator"][0] == str(10**400)


def test_a_whole_number_no_table_holds_is_refused_not_rounded() -> None:
    @dataclass
    class Counted:
        votes: int

    assert Rows("counted", Counted, [Counted(2**63 - 1)]).to_polars()["votes"].to_list() == [2**63 - 1]
    with pytest.raises(NumberBeyondFrames, match=r"votes of counted has 9223372036854775808.*to_dicts"):
        Rows("counted", Counted, [Counted(2**63)]).to_polars()


@pytest.mark.heavy("accidents")
def test_pandas_and_arrow_say_the_same() -> None:
    said = {name: values.to_list() for name, values in LINES.to_polars().to_dict().items()}
    assert LINES.to_pandas().astype(object).where(lambda frame: frame.notna(), None).to_dict("list") == said
    assert LINES.to_arrow().to_pydict() == said


def test_without_rows_the_columns_and_their_types_are_there() -> None:
    empty = Rows("lines", Line, [])
    assert empty.to_polars().schema == LINES.to_polars().schema
    assert list(empty.to_pandas().dtypes) == list(LINES.to_pandas().dtypes)
    assert empty.to_arrow().schema == LINES.to_arrow().schema


def test_a_row_that_says_its_season_itself_says_it_once() -> None:
    @dataclass
    class Weekly:
        show: str
        season: int

    frame = Rows("weekly", Weekly, [Weekly("us", 33)], "historic").to_polars()
    assert frame.rows() == [(33, "historic", "us")]
    assert frame.columns == ["season", "mode", "show"]


def test_dictionaries_keep_exact_python_numbers_and_say_whose_they_are() -> None:
    first = LINES.to_dicts()[0]
    assert (first["season"], first["mode"], first["points"]) == ("us-33", "rehearsal", Fraction(17, 2))


@pytest.mark.parametrize("package", ["polars", "pandas", "arrow"])
def test_a_missing_package_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(packages, "import_module", missing)
    with pytest.raises(FramesMissing, match=rf"need the package \w*{package}, which is .*glitterball\[frames\]"):
        getattr(LINES, f"to_{package}")()


def test_a_column_no_frame_can_hold_exactly_is_refused() -> None:
    @dataclass
    class Rounded:
        share: float

    with pytest.raises(TypeError, match="share"):
        kinds_of(Rounded)


def test_every_view_has_the_types_of_its_schema(views: Views) -> None:
    import polars

    types = {"whole": polars.Int64, "text": polars.String, "flag": polars.Boolean, "decimal": polars.Float64}
    for view in VIEWS:
        frame = views.rows(view.name, "us-33").to_polars()
        assert len(frame) == len(views.rows(view.name, "us-33"))
        assert dict(frame.schema) == {field.name: types[field.type] for field in schema_of(view.row)}


def test_a_view_of_all_seasons_is_one_table(views: Views) -> None:
    every = [views.rows("standings", season).to_polars() for season in views.seasons()]
    assert sum(map(len, every)) == len(views.table("standings").to_polars())
    assert views.table("standings", "us-33").to_polars()["season"].unique().to_list() == ["us-33"]
