"""Pictures on pages show what the tables show, in words as well, and need no package but the pages' own."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

import glitterball as gb
from glitterball.charts.of_season import SHAPES, told
from glitterball.log import EventLog
from glitterball.season_files import shipped_season
from glitterball.store import Store
from glitterball.testing import Script, seasons
from glitterball.web.pictures import CORNERS, EDGE, LANE, Line, Mark, Text, bump, of_week
from tests.thoroughness import examples
from tests.views.played import on_record
from tests.web.visiting import Visitor

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def drawings(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(found) for found in SVG.findall(html)]


@pytest.mark.heavy("every one")
@settings(max_examples=examples(60, of=8))
@given(seasons())
def test_a_line_goes_through_the_places_of_its_couple(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        season = Store(log).season(script.season)
        picture = bump(season)
        rows = [row for row in season.view("couple_seasons") if row.total is not None]
        if picture is None:
            assert not rows
            return
        lines = [part for part in picture.drawn if isinstance(part, Line)]
        assert len(lines) == len({row.couple for row in rows})
        through = sorted(tuple(float(point.split(",")[1]) for point in line.points.split()) for line in lines)
        lanes = [(height - EDGE) / LANE for line in through for height in line]
        for week in {row.week for row in rows}:
            danced = [row for row in rows if row.week == week]
            assert {row.place for row in danced} <= set(range(1, len(danced) + 1))
        assert len(lanes) == len(rows)
        assert set(lanes) == set(range(1, int(max(lanes)) + 1))
        assert all(0 <= part.x <= picture.width for part in picture.drawn if isinstance(part, Text))
        assert len(picture.lines) == len({row.name for row in rows})  # a couple may change its name on the way
        assert all(told(season, row) in " ".join(picture.lines) for row in rows)


def test_season_33_is_drawn_with_its_finalists_and_who_left(tmp_path: object) -> None:
    with gb.open_store("memory:") as store:
        store.take_in(shipped_season("us-33"))
        (drawing,) = drawings(Visitor(store).opens("/s/us-33").text)
    texts = ["".join(text.itertext()) for text in drawing.iter("text")]
    assert "Joey & Jenna · 1st" in texts
    assert "Eric & Britt · OUT" in texts
    assert len(list(drawing.iter("polyline"))) == 13
    assert drawing.get("role") == "img"


def test_the_audit_of_secret_votes_shows_what_they_must_have_been() -> None:
    with gb.open_store("memory:") as store:
        store.take_in(shipped_season("us-33"))
        html = Visitor(store).opens("/s/us-33/w/2/audit").text
    (drawing,) = drawings(html)
    assert len(list(drawing.iter("rect"))) == 13
    assert "Anna &amp; Ezra (left): public place 3 to 13." in html


def test_the_audit_of_counted_votes_shows_points_and_how_close_it_was(rehearsed: Store) -> None:
    pictures = of_week(rehearsed.season("us-33-rehearsal").week(2))
    assert [picture.name for picture in pictures] == ["points", "margin"]
    assert len(drawings(Visitor(rehearsed).opens("/s/us-33-rehearsal/w/2/audit").text)) == 2


@pytest.mark.heavy("every one")
@settings(max_examples=examples(40, of=4))
@given(seasons(mode="live"))
def test_no_picture_is_drawn_of_counts_that_are_kept_back(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        visitor = Visitor(Store(log))
        for week in Store(log).season(script.season).state.weeks:
            assert not drawings(visitor.opens(f"/s/{script.season}/w/{week}/audit").text)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_pages_draw_without_the_packages_of_charts(package: str) -> None:
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "import glitterball as gb\n"
        "from glitterball.web.pictures import bump\n"
        "assert bump(gb.open_season('us-33')).drawn\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=120).returncode == 0


def test_each_line_of_the_final_has_dots_of_a_shape_of_its_own() -> None:
    """Who sees no red and green, or has the page in grey on paper, follows a line by them."""
    with gb.open_store("memory:") as store:
        store.take_in(shipped_season("us-33"))
        picture = bump(store.season("us-33"))
        (drawing,) = drawings(Visitor(store).opens("/s/us-33").text)
    assert picture is not None
    shapes = {(part.colour, part.shape) for part in picture.drawn if isinstance(part, Mark) and part.colour}
    assert len(shapes) == len({shape for _, shape in shapes}) == 5
    corners = [polygon.attrib["points"].split() for polygon in drawing.iter("polygon")]
    assert len(corners) == 4 * 9, "four lines through nine weeks; the fifth has round ones"
    assert {len(points) for points in corners} == {3, 4}


def test_every_shape_of_a_dot_is_drawn() -> None:
    assert set(CORNERS) == set(SHAPES[1:])
