"""Votes in a spreadsheet are taken in as the CSV it saves; a row that cannot be read says where it stands and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.season.state import SeasonState
from glitterball.intake.unsigned_lines import DeliveryUnreadable, NothingDelivered
from glitterball.intake.votes_sheet import HandIn, read_votes_sheet
from glitterball.season_files.votes import Window
from tests.cli.typing_at_it import Desk

LINES = "--opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z --by 'Petra (producer)'"
SHEET = "couple,votes\nMia,3100\nOtto & Lea,6000\npia-max,4600\n"


@pytest.fixture
def lines_open(harbour: Desk) -> Desk:
    assert harbour.types(f"votes open harbour-1 1 --gateway phones:sms {LINES}").code == 0
    return harbour


def counted(desk: Desk) -> str:
    return desk.types("votes status harbour-1 1 --format csv").out


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.encode(),
        b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode(),
        SHEET.replace(",", ";").encode(),
        SHEET.replace(",", "\t").encode(),
        SHEET.replace("Otto & Lea", "\u201cOtto & Lea\u201d").encode(),
        ("Couple,Votes,Gateway,Channel\n" + "".join(f"{row},phones,sms\n" for row in SHEET.split("\n")[1:4])).encode(),
    ],
    ids=["plain", "byte order mark", "semicolons", "tabs", "curly quotes", "columns"],
)
def test_a_csv_of_couples_and_votes_is_counted(lines_open: Desk, sheet: bytes) -> None:
    lines_open.file("votes.csv", sheet)
    said = lines_open.types("votes import harbour-1 1 {folder}/votes.csv --final")
    assert (said.code, said.err) == (0, "2 deliveries recorded, 0 were on record already.\n")
    (_, row) = counted(lines_open).splitlines()
    assert ",13700,13700," in row
    assert lines_open.types("votes import harbour-1 1 {folder}/votes.csv --final").err.startswith("0 deliveries")
    assert ",13700,13700," in counted(lines_open)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("3100", "3.100", "votes.csv:2: votes '3.100' is not a whole number: write digits alone"),
        ("3100", "=3000+100", "votes.csv:2: votes '=3000+100' is not a whole number"),
        ("3100", "", "votes.csv:2: votes is empty: write 0 where there are none"),
        ("3100", "-1", "votes.csv:2: votes '-1' is not a whole number"),
        ("Mia", "Nobody", "votes.csv:2: "),
        ("Otto & Lea", "Mia", "votes.csv:3: mia-jon has votes twice"),
        ("Mia,3100", "Mia,3,100", "votes.csv:2: the row has 3 cells"),
        ("votes\n", "count\n", "votes.csv:1: no column is called 'count'"),
    ],
)
def test_a_cell_that_cannot_be_read_says_where_it_stands_and_nothing_is_recorded(
    lines_open: Desk, was: str, now: str, says: str
) -> None:
    lines_open.file("votes.csv", SHEET.replace(was, now, 1))
    said = lines_open.types("votes import harbour-1 1 {folder}/votes.csv")
    assert said.code == 3
    assert says in said.err
    assert "Nothing was recorded" in said.err
    assert counted(lines_open).count("\n") <= 2
    assert "13700" not in counted(lines_open)


def test_whose_votes_they_are_must_be_said_where_two_gateways_deliver(harbour: Desk) -> None:
    assert harbour.types(f"votes open harbour-1 1 --gateway phones:sms,calls --gateway web:online {LINES}").code == 0
    harbour.file("votes.csv", SHEET)
    said = harbour.types("votes import harbour-1 1 {folder}/votes.csv")
    assert (said.code, "of which gateway these votes are" in said.err) == (3, True)
    assert "of which channel" in harbour.types("votes import harbour-1 1 {folder}/votes.csv --gateway phones").err
    assert harbour.types("votes import harbour-1 1 {folder}/votes.csv --gateway phones:calls").code == 0
    assert harbour.types("votes import harbour-1 1 {folder}/votes.csv --gateway web").code == 0


def test_what_a_column_says_stands_before_what_is_typed(harbour: Desk) -> None:
    assert harbour.types(f"votes open harbour-1 1 --gateway phones:sms --gateway web:online {LINES}").code == 0
    harbour.file("votes.csv", "couple,votes,gateway,channel\nmia,5,web,online\notto,7,,\n")
    assert harbour.types("votes import harbour-1 1 {folder}/votes.csv --gateway phones:sms").code == 0
    rows = [row.split(",") for row in counted(harbour).splitlines()]
    at = {name: rows[0].index(name) for name in ("gateway", "accepted")}
    assert {row[at["gateway"]]: row[at["accepted"]] for row in rows[1:]} == {"phones": "7", "web": "5"}


def test_a_gateway_that_is_not_expected_is_not_known(lines_open: Desk) -> None:
    lines_open.file("votes.csv", SHEET)
    said = lines_open.types("votes import harbour-1 1 {folder}/votes.csv --gateway fones:sms")
    assert (said.code, "fones" in said.err, "phones" in said.err) == (3, True, True)
    said = lines_open.types("votes import harbour-1 1 {folder}/votes.csv --gateway phones:smoke")
    assert (said.code, "smoke" in said.err, "sms" in said.err) == (3, True, True)


def test_before_the_lines_are_open_it_says_so(harbour: Desk) -> None:
    harbour.file("votes.csv", SHEET)
    said = harbour.types("votes import harbour-1 1 {folder}/votes.csv")
    assert said.code != 2
    assert "was not opened" in said.err


def test_a_second_sheet_is_a_second_batch(lines_open: Desk) -> None:
    lines_open.file("votes.csv", SHEET)
    assert lines_open.types("votes import harbour-1 1 {folder}/votes.csv").code == 0
    lines_open.file("more.csv", "couple,votes\nmia,5\n")
    assert lines_open.types("votes import harbour-1 1 {folder}/more.csv").code != 0
    assert lines_open.types("votes import harbour-1 1 {folder}/more.csv --batch 2").code == 0
    assert ",13705," in counted(lines_open)
    final = lines_open.types("votes import harbour-1 1 {folder}/more.csv --batch 2 --final")
    assert "a closing manifest counts all batches" in final.err


def test_a_gateways_own_file_says_itself_whose_votes_it_holds(lines_open: Desk) -> None:
    said = lines_open.types("votes import harbour-1 1 {folder}/phones.ndjson --gateway phones:sms")
    assert said.code == 2
    assert "are for a CSV" in said.err


ALONE = HandIn(window=Window("s", 1, "2026-03-07T20:00:00Z", "2026-03-07T21:00:00Z"), gateway="a", channel="b")


@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: f"couple,votes\n{text}".encode()))
def test_whatever_a_sheet_holds_it_is_read_or_refused_with_its_line(sheet: bytes) -> None:
    try:
        read_votes_sheet(sheet, "votes.csv", ALONE, SeasonState())
    except DeliveryUnreadable as refused:
        assert all(finding.where.startswith("votes.csv:") for finding in refused.findings)
    except NothingDelivered:
        assert len(sheet) < 100
