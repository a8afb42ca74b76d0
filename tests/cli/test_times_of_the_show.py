"""Times are told in the zone that is stated, each with its offset; what is typed without one is read in it. Else it is UTC."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.cli.table import commands
from glitterball.cli.zones import moment_typed
from glitterball.moments import micros
from glitterball.naming.moments import AtTime, moment_said
from glitterball.zones import HourUnclear, told_in, typed_in
from tests.cli.typing_at_it import Desk

LOS_ANGELES = "America/Los_Angeles"
NIGHT = '--gateway phones:sms --opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z --by "Petra (producer)"'
NO_DST = ["UTC", "Asia/Kolkata", "Asia/Tokyo", "America/Phoenix", "Pacific/Kiritimati"]
ZONES = [*NO_DST, LOS_ANGELES, "Europe/London", "Australia/Lord_Howe", "America/St_Johns"]
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("before", [True, False])
def test_the_hours_of_a_window_are_told_in_the_zone_of_the_show(before: bool, harbour: Desk) -> None:
    line = f"votes open harbour-1 1 {NIGHT}"
    told = harbour.types(f"--zone {LOS_ANGELES} {line}" if before else f"{line} --zone {LOS_ANGELES}")
    assert "from 2026-03-07T12:00:00-08:00 to 2026-03-07T13:00:00-08:00" in told.err
    assert '"2026-03-07T20:00:00Z"' in harbour.types("events show 13").out


def test_the_zone_is_set_once_in_the_environment_or_in_the_settings(
    harbour: Desk, monkeypatch: pytest.MonkeyPatch, nobodys_settings: Path
) -> None:
    def first() -> str:
        return harbour.types("events list --until 1").out.splitlines()[2]

    assert re.search(r"\d\d:\d\d:\d\d UTC ", first())
    settings = harbour.file(f"{nobodys_settings}/glitterball/settings.toml", 'zone = "Asia/Kolkata"\n')
    assert " +05:30 " in first()
    monkeypatch.setenv("GLITTERBALL_ZONE", "Asia/Tokyo")
    assert " +09:00 " in first()
    assert " -07:00 " in harbour.types("events list --until 1 --zone America/Phoenix").out
    monkeypatch.delenv("GLITTERBALL_ZONE")
    settings.write_text("zone = 9\n")
    assert harbour.types("events list").code == 3


def test_what_machines_read_and_what_is_on_record_stays_in_utc(harbour: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        "events list --format json",
        "events list --format csv",
        "events show 3",
        "week check harbour-1 1 --format json",
    )
    plain = [harbour.types(line).out for line in lines]
    assert harbour.types("events export -o {folder}/a.jsonl").code == 0
    monkeypatch.setenv("GLITTERBALL_ZONE", LOS_ANGELES)
    assert [harbour.types(line).out for line in lines] == plain
    assert harbour.types("events export -o {folder}/b.jsonl").code == 0
    assert (harbour.folder / "a.jsonl").read_bytes() == (harbour.folder / "b.jsonl").read_bytes()


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("zone", ["", "--zone America/Los_Angeles", "--zone Asia/Kolkata"])
def test_a_time_as_the_list_shows_it_is_a_moment_that_can_be_asked_about(zone: str, us_33: Desk) -> None:
    last = us_33.types(f"events list --from 449 {zone}").out.splitlines()[2]
    found = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+", last)
    assert found
    told = us_33.types(f"week standings us-33 2 --format json --as-of '{found[0]}' {zone}")
    assert told.code in (0, 3)  # the list tells it to the second, and a season may be taken in within one
    assert "moment-unclear" not in told.err
    assert us_33.types(f"events list --until '{found[0]}' {zone} --season us-33").code == 0


def test_a_moment_typed_without_a_zone_is_read_in_that_of_the_show_and_told_with_its_offset(us_33: Desk) -> None:
    typed = f"week standings us-33 2 --format json --zone {LOS_ANGELES} --as-of"
    assert us_33.types(f"{typed} 2099-07-01T12:00").err.startswith("2099-07-01T12:00-07:00 is position 449")
    assert us_33.types(f"{typed} 2099-07-01T12:00Z").err.startswith("2099-07-01T12:00Z is position 449")
    assert json.loads(us_33.types(f"{typed} 412").out)["basis"]["position"] == 412


@pytest.mark.parametrize(("hour", "how"), [("2024-11-03T01:30", "came twice"), ("2024-03-10 02:30:00", "never came")])
def test_an_hour_in_which_the_clocks_were_changed_is_not_guessed(hour: str, how: str, us_33: Desk) -> None:
    told = us_33.types(f"week standings us-33 2 --as-of '{hour}' --zone {LOS_ANGELES}")
    assert told.code == 3
    assert f"{hour} {how} in {LOS_ANGELES}" in told.err
    assert "-07:00" in told.err
    assert "-08:00" in told.err


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("zone", ["Nowhere/At_All", "../etc/passwd", "", "x" * 300, "Europe", "/"])
def test_a_zone_that_is_none_is_refused_by_where_it_was_said(zone: str, desk: Desk) -> None:
    told = desk.types(f"season list --zone '{zone}'")
    assert told.code == 3
    assert "--zone" in told.err
    assert "Did you mean Europe/London?" in desk.types("season list --zone Europe/Lodnon").err


@given(moment=MOMENTS, zone=st.sampled_from(ZONES))
def test_every_moment_told_in_a_zone_is_the_same_moment_when_it_is_typed_again(moment: datetime, zone: str) -> None:
    on_record = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    told = told_in(ZoneInfo(zone), f"It was {on_record}, and all saw it.")
    shown = told.removeprefix("It was ").removesuffix(", and all saw it.")
    assert micros(shown) == micros(on_record)
    read = moment_said(shown)
    assert isinstance(read, AtTime)
    assert micros(read.time) == micros(on_record)


@given(moment=MOMENTS, zone=st.sampled_from(ZONES))
def test_an_hour_of_the_show_names_one_moment_or_is_refused(moment: datetime, zone: str) -> None:
    there = moment.astimezone(ZoneInfo(zone))
    hour = there.replace(tzinfo=None).isoformat(timespec="microseconds")
    try:
        assert micros(typed_in(ZoneInfo(zone), hour)) == micros(moment.isoformat())
    except HourUnclear as unclear:
        assert zone not in NO_DST
        assert any(micros(way) == micros(moment.isoformat()) for way in unclear.ways.split(" or "))


@given(st.text(max_size=40))
def test_what_is_no_time_is_left_as_it_was_typed(text: str) -> None:
    typed = typed_in(ZoneInfo(LOS_ANGELES), text)
    assert typed == text or typed.startswith(text.strip())
    assert moment_typed(text) == text


def test_what_the_help_of_as_of_says_works_as_it_is_written_for_a_season_that_ships(us_33: Desk) -> None:
    asking = [name for name, taken in commands().items() if "--as-of" in taken.options]
    said = " ".join(us_33.types("week standings --help").out.split())
    examples = re.findall(r"position of the log \((\d+)\)|happened in a week \(\"([^\"]+)\"\)", said)
    moments = [number or words for number, words in examples]
    assert moments == ["412", "week 2 announced"]
    assert len(asking) > 15
    for moment in moments:
        assert us_33.types(f"week standings us-33 2 --as-of '{moment}'").code == 0
