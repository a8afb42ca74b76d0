"""Pictures: every number in them stands in a table, nothing hidden is drawn, and each reads in grey and for everybody."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import glitterball as gb
from domain.season import events as e
from domain.season.refusals import CoupleUnknown
from glitterball.canvass.refusals import DuckDbMissing
from glitterball.charts import (
    SEASON_CHARTS,
    WEEK_CHARTS,
    ChartUnknown,
    CountsHidden,
    NoFormOfPicture,
    NothingToDraw,
    of_season,
    of_week,
)
from glitterball.charts.chart import chart
from glitterball.charts.of_season import SHAPES, bump, heat
from glitterball.charts.style import DARK, INK, LIGHT, PALETTE, PAPER, ink_on, luminance, shade
from glitterball.frames import FramesMissing, packages


@pytest.fixture(scope="module")
def us_33() -> gb.Season:
    return gb.open_season("us-33")


@pytest.fixture(scope="module")
def rehearsal() -> gb.Season:
    return gb.open_store().rehearse("us-33", through=2)


def drawn(spec: Any) -> list[dict[str, Any]]:
    """The rows a picture is drawn from."""
    return list(spec["data"]["values"])


@pytest.mark.heavy("documents")
def test_each_picture_is_a_file_that_shows_its_names(us_33: gb.Season, rehearsal: gb.Season, tmp_path: Path) -> None:
    pictures = [us_33.chart(name) for name in SEASON_CHARTS]
    pictures += [(us_33 if name == "ranges" else rehearsal).week(2).chart(name) for name in WEEK_CHARTS]
    for number, picture in enumerate(pictures):
        picture.write(tmp_path / f"{number}.svg")
        svg = (tmp_path / f"{number}.svg").read_text()
        assert svg.startswith("<svg ")
        assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", svg)
        assert picture.says.replace("&", "&amp;") in svg
        assert "…" not in svg


@pytest.mark.heavy("documents")
def test_a_picture_is_the_same_bytes_and_replaces_an_older_one(us_33: gb.Season, tmp_path: Path) -> None:
    for name in ("a.svg", "a.svg", "b.svg", "a.png", "b.png"):
        us_33.chart("heat").write(tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.heavy("documents")
@pytest.mark.parametrize("name", [*SEASON_CHARTS, *WEEK_CHARTS])
def test_a_picture_is_told_to_whoever_cannot_see_it(name: str, us_33: gb.Season, rehearsal: gb.Season) -> None:
    """Its name and its description: every couple, channel or question, with the numbers that are drawn."""
    season = us_33 if name in ("ranges", "bump", "heat") else rehearsal
    picture = season.chart(name) if name in SEASON_CHARTS else season.week(2).chart(name)
    root = ElementTree.fromstring(picture.to_svg())
    assert (root.get("role"), root.get("aria-label")) == ("img", picture.says)
    description = root[0]
    assert description.tag.endswith("desc")
    assert description.text == " ".join(picture.lines)
    assert picture.lines[0] == picture.spec["title"]["subtitle"]
    named = {row.name for row in season.view("couple_seasons")} if name not in ("turnout", "margin") else set()
    assert [who for who in named if not any(who in line for line in picture.lines)] == []
    assert len(picture.lines) > 1
    assert all(re.search(r"\d", line) for line in picture.lines[1:])


def test_what_is_told_of_a_week_adds_up_to_what_is_drawn(rehearsal: gb.Season) -> None:
    picture = rehearsal.week(2).chart("points")
    for bar in drawn(picture.spec):
        (line,) = [line for line in picture.lines[1:] if line.startswith(f"{bar['name']}: ")]
        assert f"{bar['side']} {bar['label']}" in line


@pytest.mark.heavy("documents")
def test_two_pictures_on_one_page_have_parts_of_their_own(us_33: gb.Season, rehearsal: gb.Season) -> None:
    """A page took the first picture's shade for the second: both called it gradient_0."""
    parts = [set(re.findall(r'id="([^"]+)"', season.chart("heat").to_svg())) for season in (us_33, rehearsal)]
    assert all(parts)
    assert not parts[0] & parts[1]
    assert all(part in set(re.findall(r"url\(#([^)]+)\)", us_33.chart("heat").to_svg())) for part in parts[0])


@pytest.mark.heavy("documents")
def test_altair_takes_it(us_33: gb.Season) -> None:
    assert us_33.chart("bump").to_altair().to_dict()["title"]["text"] == "us-33: the couples by the judges"


def test_every_number_of_the_heat_map_is_one_of_the_grid(us_33: gb.Season) -> None:
    cells = {(cell["week"], cell["name"]): cell["total"] for cell in drawn(us_33.chart("heat").spec)}
    assert cells == {(row.week, row.name): str(row.total) for row in us_33.grid() if row.total is not None}


def test_bars_of_a_week_add_up_to_what_is_combined(rehearsal: gb.Season) -> None:
    ends: dict[str, float] = {}
    for bar in drawn(rehearsal.week(2).chart("points").spec):
        assert bar["from"] == ends.get(bar["name"], 0)
        ends[bar["name"]] = bar["to"]
    assert ends == {row.name: row.combined for row in rehearsal.week(2).standings()}


def test_turnout_adds_up_to_what_was_accepted(rehearsal: gb.Season) -> None:
    accepted = sum(row.accepted for row in rehearsal.week(2).turnout())
    assert sum(bar["votes"] for bar in drawn(rehearsal.week(2).chart("turnout").spec)) == accepted


def test_a_range_has_the_ends_that_are_implied(us_33: gb.Season) -> None:
    bars = {bar["name"]: (bar["least"], bar["most"]) for bar in drawn(us_33.week(2).chart("ranges").spec)}
    assert bars["Anna & Ezra (left)"] == (3 - 0.35, 13 + 0.35)
    assert len(bars) == 13


def test_no_two_dots_of_a_week_lie_on_each_other(us_33: gb.Season) -> None:
    dots = [(dot["week"], dot["lane"]) for dot in drawn(us_33.chart("bump").spec)]
    assert len(dots) == len(set(dots))


def test_one_couple_is_drawn_in_colour_where_it_is_asked_for(us_33: gb.Season) -> None:
    bold = {dot["couple"] for dot in drawn(us_33.chart("bump", "anna-ezra").spec) if dot["bold"]}
    assert bold == {"anna-ezra"}


def test_each_line_of_the_final_has_dots_of_a_shape_of_its_own(us_33: gb.Season) -> None:
    """Seen without red and green, the line of Chandler & Brandon was as grey as those of who left."""
    dots = drawn(us_33.chart("bump").spec)
    shape_of = {dot["couple"]: dot["shape"] for dot in dots if dot["bold"]}
    assert len(shape_of) == len(set(shape_of.values())) == 5
    assert {(dot["couple"], dot["shape"]) for dot in dots if dot["bold"]} == set(shape_of.items())


def test_there_is_a_shape_for_each_colour() -> None:
    assert len(set(SHAPES)) == len(SHAPES) == len(PALETTE)


def test_a_couple_nobody_cast_is_refused_and_not_drawn_all_in_grey(us_33: gb.Season) -> None:
    for name in ("bump", "heat"):
        with pytest.raises(CoupleUnknown, match="'nobody'"):
            us_33.chart(name, "nobody")


def test_a_season_of_which_marks_begin_in_its_second_week_is_drawn(us_33: gb.Season) -> None:
    second = [row for row in us_33.as_of("week 2 announced").view("couple_seasons") if row.week == 2]
    assert {dot["week"] for dot in drawn(bump(us_33, second).spec)} == {2}
    assert len(drawn(heat(us_33, second).spec)) == len(second)


def test_a_rehearsal_says_so_in_every_picture(rehearsal: gb.Season) -> None:
    for picture in (rehearsal.chart("heat"), rehearsal.chart("bump"), rehearsal.week(2).chart("points")):
        assert picture.says.startswith("REHEARSAL: ")


@pytest.mark.parametrize("name", WEEK_CHARTS)
def test_of_a_week_that_hides_its_counts_nothing_hidden_is_drawn(
    name: str, rehearsal: gb.Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_week, "hides_counts", lambda state, week: True)
    with pytest.raises(gb.Refusal) as refused:
        rehearsal.week(2).chart(name)
    assert isinstance(refused.value, CountsHidden if name in of_week.SHOWS_COUNTS else gb.Refusal)


def test_a_result_that_was_only_computed_is_not_told_of_a_week_that_hides_its_counts(
    rehearsal: gb.Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (e.DangerAnnounced, e.CoupleSaved, e.CoupleEliminated)
    first = next(event for event in rehearsal.events() if isinstance(event.fact, said) and event.fact.week == 2)
    asked = rehearsal.as_of(first.position - 1)
    assert "OUT" in {cell["told"] for cell in drawn(asked.chart("heat").spec) if cell["week"] == 2}
    monkeypatch.setattr(of_season, "hides_counts", lambda state, week: True)
    assert {cell["told"] for cell in drawn(asked.chart("heat").spec) if cell["week"] == 2} == {""}
    assert "OUT" not in " ".join(dot["label"] for dot in drawn(asked.chart("bump").spec))


def test_letters_stand_out_from_what_is_behind_them() -> None:
    shades = [shade(part / 100) for part in range(101)]
    assert (shades[0], shades[-1]) == (LIGHT, DARK)
    for colour in (*shades, *PALETTE):
        bright, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4
    assert (ink_on(PAPER), ink_on(INK)) == (INK, PAPER)


def test_the_first_colours_differ_in_grey() -> None:
    first, second = sorted(map(luminance, PALETTE[:2]))
    assert (second + 0.05) / (first + 0.05) > 2


def test_what_cannot_be_drawn_is_said(us_33: gb.Season, tmp_path: Path) -> None:
    with pytest.raises(ChartUnknown, match="There are points, ranges, turnout, margin"):
        us_33.week(2).chart("pie")
    with pytest.raises(ChartUnknown, match="There are bump, heat"):
        us_33.chart("pie")
    for name in ("turnout", "margin"):
        with pytest.raises(NothingToDraw, match="us-33, week 2: no "):
            us_33.week(2).chart(name)
    with pytest.raises(NoFormOfPicture, match=r"End the name in \.svg or \.png"):
        us_33.chart("heat").write(tmp_path / "season.pdf")
    assert not list(tmp_path.iterdir())


def test_a_missing_package_is_told_in_a_sentence(us_33: gb.Season, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(packages, "import_module", missing)
    for way in ("to_svg", "to_png", "to_altair"):
        with pytest.raises(FramesMissing, match=r"need the package \w+, .*glitterball\[charts\]"):
            getattr(us_33.chart("heat"), way)()


def test_what_somebody_typed_is_text_in_a_picture() -> None:
    spec = {"data": {"values": [{"name": "<script>alert(1)</script>"}]}, "mark": "text"}
    spec |= {"encoding": {"text": {"field": "name"}, "y": {"field": "name", "type": "nominal"}}}
    svg = chart("<b>Anna</b> & Ezra", "", "live", spec).to_svg()
    assert "&lt;b&gt;Anna&lt;/b&gt; &amp; Ezra" in svg
    assert "<script" not in svg
    assert 'aria-label="&lt;b&gt;Anna&lt;/b&gt; &amp; Ezra"' in svg


def test_an_extra_is_had_where_the_program_was_installed(us_33: gb.Season, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever had it from pipx was told to use pip, which put the extra where the program does not look."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(packages, "import_module", missing)
    for refusal in (FramesMissing, DuckDbMissing):
        assert all(
            way in refusal.fix for way in ("pip install 'glitterball[", "uv tool install", "pipx install --force")
        )
    with pytest.raises(FramesMissing, match="pipx install --force"):
        us_33.chart("heat").to_svg()
