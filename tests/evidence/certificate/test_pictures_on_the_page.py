"""A certificate's page shows how the points add up and how close it was, in bars; the single file draws the same."""

import hashlib
import json
import re
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.evidence.certificate import certificate_of, certificate_text, page_of
from glitterball.evidence.certificate.pictures import SPAN, pictures_in
from tests.auditors_file.single_file import vb
from tests.evidence.certificate.test_certificate import POINT, certified
from tests.rehearsed import rehearsed
from tests.thoroughness import examples

ROW = re.compile(
    r'<li><span class="who">(.*?)</span><svg [^>]*aria-label="(.*?)">(.*?)</svg><span class="sum">(.*?)</span></li>'
)
BAR = re.compile(r'<rect class="shade-(\d)" x="(\d+)" y="0" width="(\d+)" height="20"/>')
OF_V3 = Path(__file__).parent / "frozen" / "certificate-with-a-page-of-v3.json"
PAGE_OF_V3 = "4609a1902194ad9a8111a02f8781e8cf1e466dcd95b3c9809e4828797d780ff2"


def rows_under(html: str, heading: str) -> list[tuple[str, str, list[tuple[int, int, int]], str]]:
    """The rows of bars under a heading, as a reader of the page finds them."""
    section = html.partition(f"<h2>{heading}")[2].partition("</section>")[0]
    return [
        (unescape(who), unescape(told), [(int(shade), int(x), int(wide)) for shade, x, wide in BAR.findall(bars)], plain(said))
        for who, told, bars, said in ROW.findall(section)
    ]  # fmt: skip


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


@pytest.mark.parametrize("week", range(1, 10))
def test_every_bar_is_as_long_as_its_points_and_the_next_begins_where_it_ends(week: int) -> None:
    text = certificate_text(certificate_of(rehearsed().fold, week, checkpoints=[POINT]))
    outcome, names = json.loads(text)["outcome"], json.loads(text)["couples"]
    longest = max(Fraction(line["combined"]) for line in outcome["standings"])
    rows = rows_under(page_of(text), "How the points add up")
    assert [who for who, _, _, _ in rows] == [names[line["couple"]] for line in outcome["standings"]]
    for (_, _, bars, said), line in zip(rows, outcome["standings"], strict=True):
        assert [wide for _, _, wide in bars] == [
            pytest.approx(SPAN * Fraction(one) / longest, abs=1) for one in line["points"]
        ]
        assert bars[0][1] == 0
        assert bars[1][1] == bars[0][2]
        assert said.startswith(" = ".join((" + ".join(line["points"]), line["combined"])))
        assert said.endswith("" if line["result"] == "safe" else f" {line['result']}")


def test_how_close_it_was_is_drawn_beside_the_numbers() -> None:
    text = certificate_text(certified())
    rows = rows_under(page_of(text), "Margin: the least that changes it")
    asked = [
        (question["question"], unit["unit"], unit["disturbed"])
        for question in json.loads(text)["margins"]["questions"]
        for unit in question["units"]
    ]
    most = max(int(margin["at_most"]) for _, _, margin in asked)
    assert len(rows) == len(asked)
    for (who, _, bars, said), (question, unit, margin) in zip(rows, asked, strict=True):
        assert who == f"{question.capitalize()}: votes {unit}"
        assert said == margin["at_most"]
        assert sum(wide for _, _, wide in bars) == pytest.approx(SPAN * int(margin["at_most"]) / most, abs=1)


def test_what_is_only_bounded_is_drawn_as_that() -> None:
    document = json.loads(certificate_text(certified()))
    unit = document["margins"]["questions"][0]["units"][0]
    unit["disturbed"] = {**unit["disturbed"], "at_least": "1", "at_most": "4", "exact": False}
    (who, told, bars, said), *_ = rows_under(page_of(json.dumps(document)), "Margin: the least that changes it")
    assert (who, told, said) == ("Who leaves: votes added", "1 to 4 votes", "1 to 4")
    assert bars == [(1, 0, 250), (0, 250, 750)]


@pytest.mark.parametrize("hostile", [False, True])
def test_a_sealed_page_draws_what_rests_on_no_count(hostile: bool) -> None:
    text = certificate_text(certified(sealed=True, hostile=hostile))
    html, standings = page_of(text), json.loads(text)["outcome"]["standings"]
    rows = rows_under(html, "How the points add up")
    assert [(told, said.split()[0]) for _, told, _, said in rows] == [
        (f"judges {line['points'][0]}", line["points"][0]) for line in standings
    ]
    assert {shade for _, _, bars, _ in rows for shade, _, _ in bars} == {1}
    assert "What is sealed is not shown." in html


def test_no_margin_of_a_sealed_certificate_is_drawn_whatever_its_json_holds() -> None:
    document = json.loads(certificate_text(certified()))
    assert pictures_in(document)["close"] is not None
    assert pictures_in({**document, "sealed": True})["close"] is None
    assert vb.drawn_again({**document, "sealed": True})["close"] is None


def test_where_sides_have_weights_the_bar_is_of_both_together() -> None:
    document = json.loads(certificate_text(certified()))
    for line in document["outcome"]["standings"]:
        line["combined"] = str(3 * int(line["points"][0]) + int(line["points"][1]))
    rows = rows_under(page_of(json.dumps(document)), "How the points add up")
    assert [(told, bars) for _, told, bars, _ in rows][:2] == [
        ("combined 16", [(1, 0, 1000)]),
        ("combined 12", [(1, 0, 750)]),
    ]


numbers = st.one_of(st.integers(0, 60), st.fractions(0, 40, max_denominator=30_000), st.integers(-3, 0))
COUPLES = [f"couple-{letter}" for letter in "abcde"]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """As much of a certificate as pictures are drawn from, with points of any kind, told or not."""
    sides = draw(
        st.lists(st.sampled_from(["judges", "viewers", "jury", "a", "b", "c", "d", "e"]), unique=True, max_size=8)
    )
    hidden = draw(st.sets(st.sampled_from(sides))) if sides else set()
    together = draw(st.sampled_from(["added", "weighed", "untold"]))
    standings = []
    for couple in draw(st.lists(st.sampled_from(COUPLES), unique=True)):
        points = [draw(numbers) for _ in sides]
        added = sum(points, Fraction(0)) * (2 if together == "weighed" else 1)
        told = [None if side in hidden else str(value) for side, value in zip(sides, points, strict=True)]
        standings.append({
            "couple": couple,
            "points": told,
            "combined": None if together == "untold" else str(added),
            "result": draw(st.sampled_from(["safe", "leaves", "saved", "not known", "placed"])),
        })  # fmt: skip
    found = st.one_of(st.none(), st.integers(0, 10**7).map(str))
    units = st.builds(lambda unit, low, high: {"unit": unit, "disturbed": {"at_least": low, "at_most": high}}, st.sampled_from(["added", "moved"]), found, found)  # noqa: E501  # fmt: skip
    questions = st.lists(units, max_size=3).map(lambda asked: {"question": "who leaves", "units": asked})
    margins = st.lists(questions, max_size=2).map(lambda asked: {"questions": asked})
    return {
        "sealed": draw(st.booleans()),
        "couples": {couple: couple.title() for couple in COUPLES[:3]},
        "outcome": {"sides": sides, "standings": standings},
        "margins": draw(st.one_of(st.none(), margins)),
    }


@pytest.mark.heavy("forgeries")
@settings(max_examples=examples(600, fewest=100), deadline=None)
@given(documents())
def test_the_single_file_draws_the_same(document: dict[str, Any]) -> None:
    assert vb.drawn_again(document) == pictures_in(document)


def test_a_page_of_the_version_before_is_filled_as_it_was() -> None:
    """Pages that were printed and framed before there were pictures."""
    text = OF_V3.read_text()
    page = page_of(text, 3)
    assert hashlib.sha256(page.encode()).hexdigest() == PAGE_OF_V3
    assert vb.page_again(text, json.loads(text), 3).decode() == page
    assert "<svg" not in page.partition('<div class="evidence">')[2]


def test_pictures_need_no_script_no_font_and_nothing_from_elsewhere() -> None:
    html = page_of(certificate_text(certified()))
    drawn = html.partition('<div class="evidence">')[2].partition("<h2>Votes delivered")[0]
    assert drawn.count("<svg") == 6  # two in the key, a couple each
    assert not re.search(r"<(?:script|image|use|foreignObject|a|style|link)\b|url\(|href|https?:|font-family", drawn)
