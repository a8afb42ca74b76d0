"""Two looks of a page differ by what a person would see: a heading elsewhere, another colour, a page that ends sooner."""

from dataclasses import replace
from struct import unpack

import pytest

from tests.web.looks.blocks import font
from tests.web.looks.looking import FADED, MOVED, VIEWS, Look, looks_read, looks_written

WHITE, RED = b"\xff\xff\xff", b"\x9b\x1c\x1c"
PAGE = Look([("h1 Week 2", 16, 80, 300, 40), ("main", 0, 60, 390, 900)], [WHITE * 10, WHITE * 10, RED * 10])


def test_the_same_look_does_not_differ() -> None:
    assert not list(PAGE.differences(PAGE))


def test_a_heading_that_moved_is_named_with_both_its_places() -> None:
    now = replace(PAGE, landmarks=[("h1 Week 2", 16, 80 + MOVED + 1, 300, 40), PAGE.landmarks[1]])
    assert list(PAGE.differences(now)) == ["'h1 Week 2' stood at 16, 80 (300 by 40) and stands at 16, 85 (300 by 40)"]
    a_border = replace(PAGE, landmarks=[("h1 Week 2", 16, 80 + MOVED, 300, 40), PAGE.landmarks[1]])
    assert not list(PAGE.differences(a_border))


def test_a_heading_that_is_gone_one_that_is_new_and_another_order_are_told() -> None:
    now = replace(PAGE, landmarks=[("h1 Week 3", 16, 80, 300, 40), PAGE.landmarks[1]])
    assert list(PAGE.differences(now)) == ["'h1 Week 2' is gone", "'h1 Week 3' is new"]
    turned = replace(PAGE, landmarks=PAGE.landmarks[::-1])
    assert list(PAGE.differences(turned)) == ["the landmarks stand in another order"]


def test_a_colour_that_was_lost_is_told_with_where_it_was() -> None:
    now = replace(PAGE, squares=[*PAGE.squares[:2], RED * 9 + WHITE])
    assert list(PAGE.differences(now)) == ["360 across and 80 down the colour was #9b1c1c and is #ffffff"]
    faded = bytes((0x9B + FADED, 0x1C, 0x1C))
    assert not list(PAGE.differences(replace(PAGE, squares=[*PAGE.squares[:2], faded * 10])))


def test_a_page_that_ends_sooner_or_goes_on_is_told() -> None:
    assert list(PAGE.differences(replace(PAGE, squares=PAGE.squares[:2]))) == ["80 pixels down it ends"]
    longer = replace(PAGE, squares=[*PAGE.squares, WHITE * 10])
    assert list(PAGE.differences(longer)) == ["120 pixels down it goes on"]


def test_a_picture_gives_back_what_was_kept() -> None:
    looks = {
        view: Look(PAGE.landmarks, [RED * seen.columns, WHITE * seen.columns][: 1 + number % 2])
        for number, (view, seen) in enumerate(VIEWS.items())
    }
    png, text = looks_written(looks)
    assert looks_read(png, text) == looks
    assert unpack(">II", png[16:24]) == (sum(view.columns for view in VIEWS.values()), 2)
    with pytest.raises(AssertionError, match="take it anew"):
        looks_read(png[:16] + b"\0\0\0\1" + png[20:], text)


def test_the_font_of_blocks_has_its_tables_where_it_says() -> None:
    octets = font()
    (tables,) = unpack(">H", octets[4:6])
    for at in range(tables):
        tag, _, begin, long = unpack(">4sIII", octets[12 + 16 * at : 28 + 16 * at])
        assert begin % 4 == 0, tag
        assert begin + long <= len(octets), tag
