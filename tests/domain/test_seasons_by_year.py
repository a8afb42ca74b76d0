"""Many shows number their seasons by the year."""

import pytest

from domain.season import commands as c
from domain.season import events as e
from domain.stated import StatementNotValid
from glitterball.log.envelope import encode
from glitterball.testing import PlainLog
from glitterball.testing.people import PEOPLE
from tests.auditors_file.single_file import vb


@pytest.mark.parametrize("number", [1, 33, 1000, 2016, 9999])
def test_a_season_is_numbered_by_its_year_and_the_single_file_reads_it(number: int) -> None:
    """F13. 2016 was refused: less than or equal to 1000."""
    log = PlainLog("contest-2016")
    (opened,) = log.say(c.OpenSeason(season="contest-2016", show="A contest", number=number, mode="live"))
    assert isinstance(opened, e.SeasonOpened)
    octets = encode("season/contest-2016", 1, "2024-09-25T00:00:00Z", PEOPLE["producer"], opened)
    assert vb.read_event(1, octets).fact["number"] == number


@pytest.mark.parametrize("number", [0, 10_000])
def test_what_is_no_year_is_refused(number: int) -> None:
    with pytest.raises(StatementNotValid, match="number: write a number of at"):
        c.OpenSeason(season="contest", show="A contest", number=number, mode="live")
