"""The page of ASVS: every requirement of levels 1 and 2 has one row, every test it names is there, what is not held is told."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.docs.site.navigation import ROOT

PAGE = (ROOT / "docs" / "asvs.md").read_text("utf-8")

MOST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
"""Of each section of version 5.0.0 the last requirement of level 1 or 2: in each of them those of level 3 come behind."""

RESULTS = ("held", "in part", "not held", "operator", "none")
NUMBER = r"\d+\.\d+\.\d+"


def wanted() -> list[str]:
    return [f"{section}.{number}" for section, most in MOST.items() for number in range(1, most + 1)]


def rows() -> Iterator[tuple[list[str], str, str]]:
    """Each row: the numbers it is about, the result, and what holds it."""
    for numbers, result, by in re.findall(rf"(?m)^\| ({NUMBER}[^|]*) \| ([^|]+) \| (.+) \|$", PAGE):
        yield [each for part in numbers.split(", ") for each in spread(part)], result, by


def spread(part: str) -> list[str]:
    """The numbers from one to another of a section."""
    first, _, last = part.partition(" to ")
    section, _, begins = first.rpartition(".")
    ends = last.rpartition(".")[2] or begins
    return [f"{section}.{number}" for number in range(int(begins), int(ends) + 1)]


def test_every_requirement_of_the_levels_has_one_row() -> None:
    assert len(wanted()) == 253, "70 of level 1 and 183 of level 2"
    found = Counter(number for numbers, _, _ in rows() for number in numbers)
    assert sorted(set(wanted()) - set(found)) == []
    assert sorted(number for number, times in found.items() if times > 1 or number not in wanted()) == []


def test_a_result_is_one_of_those_it_explains() -> None:
    assert {result for _, result, _ in rows()} <= set(RESULTS)
    assert [numbers for numbers, _, by in rows() if len(by) < 6] == []


def test_it_says_first_what_is_not_held() -> None:
    (said,) = re.findall(r"(?m)^Not held, or in part: (.+)\.$", PAGE)
    lacking = [number for numbers, result, _ in rows() if result in ("in part", "not held") for number in numbers]
    assert said.split(", ") == lacking


def test_every_test_it_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    files = (ROOT / "tests").rglob("test_*.py")
    there = {name for path in files for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))}
    assert len(named) > 60
    assert sorted(named - there) == []
