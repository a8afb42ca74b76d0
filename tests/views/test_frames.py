"""Rows as data frames: exact numbers stay exact."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from domain.exact import Exact
from glitterball import frames
from glitterball.frames import FramesMissing, Rows, kinds_of
from glitterball.views import VIEWS, Views


@dataclass(frozen=True, slots=True)
class Line:
    couple: str
    total: Exact
    points: Exact | None
    shared: bool
    couples: tuple[str, ...]


LINES = Rows(
    "lines", Line, [Line("anna-ezra", 30, Fraction(17, 2), True, ("a", "b")), Line("ben-faye", 2**70, None, False, ())]
)


def test_whole_numbers_are_whole_and_fractions_come_with_their_parts() -> None:
    frame = LINES[:1].to_polars()
    assert frame.columns == ["couple", "total", "points", "points_numerator", "points_denominator", "shared", "couples"]
    assert frame.rows() == [("anna-ezra", 30, "17/2", 17, 2, True, "a, b")]


def test_a_number_too_large_for_a_frame_is_text_not_rounded() -> None:
    frame = LINES.to_polars()
    assert frame["total"].to_list() == ["30", str(2**70)]
    assert frame["points_numerator"].to_list() == [17, None]


def test_pandas_says_the_same() -> None:
    assert LINES.to_pandas().astype(object).where(lambda frame: frame.notna(), None).to_dict("list") == {
        name: values.to_list() for name, values in LINES.to_polars().to_dict().items()
    }


def test_without_rows_the_columns_are_there() -> None:
    empty = Rows("lines", Line, [])
    assert empty.to_polars().columns == ["couple", "total", "points", "shared", "couples"]
    assert list(empty.to_pandas().columns) == empty.to_polars().columns


def test_dictionaries_keep_exact_python_numbers() -> None:
    assert LINES.to_dicts()[0]["points"] == Fraction(17, 2)


@pytest.mark.parametrize("package", ["polars", "pandas"])
def test_a_missing_package_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(frames, "import_module", missing)
    with pytest.raises(
        FramesMissing, match=rf"need the package {package}, which is not installed.*glitterball\[frames\]"
    ):
        getattr(LINES, f"to_{package}")()


def test_a_column_no_frame_can_hold_exactly_is_refused() -> None:
    @dataclass
    class Rounded:
        share: float

    with pytest.raises(TypeError, match="share"):
        kinds_of(Rounded)


def test_every_view_becomes_a_frame_without_a_decimal(views: Views) -> None:
    import polars

    for view in VIEWS:
        frame = views.rows(view.name, "us-33").to_polars()
        assert len(frame) == len(views.rows(view.name, "us-33"))
        assert set(frame.dtypes) <= {polars.Int64, polars.String, polars.Boolean}
