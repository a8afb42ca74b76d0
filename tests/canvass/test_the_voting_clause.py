"""`[voting]` in a rulebook: read as a producer writes it, refused with line and clause, and hashed with the rest."""

import re
from pathlib import Path

import pytest

from domain.rulebook import read_rulebook
from domain.rulebook.reading import RulebookUnreadable
from glitterball.canvass import reasons
from tests.canvass.test_typing_it import VOTING
from tests.engine.small_season import RULES

FORMAT = (Path(__file__).parents[2] / "docs" / "formats" / "ballots.md").read_text(encoding="utf-8")


def test_the_format_names_every_reason_in_its_order() -> None:
    table = FORMAT.split("## Why a ballot does not count")[1].split("## ")[0]
    assert tuple(re.findall(r"^\| `?([^`|]+?)`? \|", table, re.MULTILINE)[1:]) == reasons.ORDER


def test_the_clause_of_the_format_can_be_read() -> None:
    clause = FORMAT.split("```toml")[1].split("```")[0]
    voting = read_rulebook(RULES + clause).voting
    assert voting is not None
    assert [one.name for one in voting.channels] == ["sms", "online"]


def test_the_clause_reads_as_a_producer_writes_it() -> None:
    voting = read_rulebook(RULES + VOTING).voting
    assert voting is not None
    assert [(one.name, one.kind) for one in voting.channels] == [("sms", "single ballots"), ("calls", "single ballots")]
    assert (voting.cap.votes, voting.cap.per, voting.bodies) == (2, "voter, couple and method", ("viewers",))


def test_channels_may_be_a_list_too() -> None:
    listed = VOTING.replace("[voting.channels.sms]", '[[voting.channels]]\nname = "sms"')
    listed = listed.replace("[voting.channels.calls]", '[[voting.channels]]\nname = "calls"')
    assert read_rulebook(RULES + listed) == read_rulebook(RULES + VOTING)


def test_a_rulebook_without_the_clause_keeps_its_hash() -> None:
    assert read_rulebook(RULES).hash() == read_rulebook(RULES.replace("\n\n", "\n")).hash()
    assert read_rulebook(RULES + VOTING).hash() != read_rulebook(RULES).hash()


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("votes = 2", "votes = 0", "voting.cap.votes"),
        ('kind = "single ballots"', 'kind = "telepathy"', "voting.channels.0.kind"),
        ('eligible = ["us"]', 'eligible = ["us", "us"]', "region 'us' is declared twice"),
        ('times = "the week\'s"', 'times = "whenever"', "voting.window.times"),
        ('votes = 2\nsource = "test"', "votes = 2", "voting.cap.source: it is missing"),
        ("[voting.regions]", "[voting.places]", "voting.places: no clause has that name"),
    ],
)
def test_a_clause_that_cannot_be_is_refused_with_its_path(was: str, becomes: str, says: str) -> None:
    assert was in VOTING
    with pytest.raises(RulebookUnreadable) as refused:
        read_rulebook(RULES + VOTING.replace(was, becomes, 1))
    assert any(says in finding.what for finding in refused.value.findings)
