"""What would have been can be mistaken for nothing that was."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given, settings

import glitterball as gb
from glitterball.log import EventLog
from glitterball.season_files import shipped_season
from glitterball.store import Store
from glitterball.testing import Script, seasons
from tests.thoroughness import examples
from tests.views.played import on_record
from tests.web.visiting import Visitor

PAGE = "/whatif/us-33/w/2"


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    with gb.open_store("memory:") as store:
        store.take_in(shipped_season("us-33"))
        yield Visitor(store)


@pytest.mark.heavy("every one")
def test_its_page_says_so_first_and_leads_to_no_result_of_its_own(visitor: Visitor) -> None:
    answer = visitor.opens(PAGE)
    assert "<title>HYPOTHETICAL" in answer.text
    read = visitor.reads(PAGE)
    assert not read.faults
    assert read.text.count("HYPOTHETICAL") > 5
    outside = {link for link in read.links if not link.startswith((PAGE, "#"))}
    assert outside == {"/s/us-33/w/2"}


def test_its_files_say_so_in_their_names_and_in_every_line(visitor: Visitor) -> None:
    table = visitor.opens(f"{PAGE}.csv?rules=us-3-27")
    assert 'filename="HYPOTHETICAL-us-33-week-2' in table.headers["content-disposition"]
    lines = list(csv.reader(StringIO(table.text)))
    assert len(lines) == 14
    assert {line[0] for line in lines} == {"HYPOTHETICAL"}
    told = visitor.opens(f"{PAGE}.json")
    assert 'filename="HYPOTHETICAL' in told.headers["content-disposition"]
    assert next(iter(told.json())) == "HYPOTHETICAL"
    assert told.json()["schema"] == "glitterball.whatif.v1"


@pytest.mark.heavy("every one")
def test_it_says_what_the_command_line_says(visitor: Visitor) -> None:
    asked = visitor.opens(f"{PAGE}.json?rules=us-3-27").json()["data"]
    found = gb.open_season("us-33").week(2).what_if(gb.shipped_rulebook("us-3-27"))
    assert [(row["couple"], row["hypothetical"]) for row in asked] == [
        (line.couple, line.hypothetical) for line in found.lines
    ]


@pytest.mark.parametrize("rules", ["nothing", "/etc/passwd", "../us-33", ""])
def test_a_rulebook_from_outside_is_never_a_file(visitor: Visitor, rules: str) -> None:
    answer = visitor.opens(f"{PAGE}?rules={rules}")
    assert answer.status_code == 404
    assert "root:" not in answer.text


@pytest.mark.heavy("nights")
@settings(max_examples=examples(40, of=4))
@given(seasons(mode="live", max_weeks=2))
def test_of_a_season_that_keeps_its_counts_there_is_none(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        visitor = Visitor(Store(log))
        for week in Store(log).season(script.season).state.weeks:
            for ending in ("", ".csv", ".json"):
                answer = visitor.opens(f"/whatif/{script.season}/w/{week}{ending}")
                assert answer.status_code == 403
                assert "what-if-withheld" in answer.text
