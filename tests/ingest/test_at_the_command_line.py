"""A gateway's delivery from the key to the audit, as somebody types it."""

from pathlib import Path

import pytest

from domain.record import canonical_json
from glitterball.engine import Engine
from glitterball.log import EventLog
from tests.cli.typing_at_it import Desk
from tests.ingest.nights import batch, lines_open, manifest

TWO = "--by 'Sam (supervisor)' --with 'Sue (supervisor)'"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    with EventLog.open(desk.store) as log:
        lines_open(Engine(log), signed=False)
    lines = b"".join(canonical_json(one) + b"\n" for one in (batch("web", 1), batch("web", 2), manifest("web", 2)))
    desk.file("lines.jsonl", lines)
    return desk


def test_from_a_key_to_a_checked_signature(desk: Desk) -> None:
    made = desk.types("votes key make web --out {folder}/web.key")
    key = made.out.strip()
    assert (desk.folder / "web.key").stat().st_mode & 0o077 == 0
    assert desk.types(f"votes key introduce small web {key} {TWO}").code == 0
    unsigned = desk.types("votes import small 1 {folder}/lines.jsonl")
    assert unsigned.code == 3
    assert "web has a key, and this is not signed" in unsigned.err
    message = desk.types("votes sign small 1 {folder}/lines.jsonl --key {folder}/web.key").out
    desk.file("delivery.note", message)
    first = desk.types("votes import small 1 {folder}/delivery.note")
    assert (first.code, "3 lines in one delivery of web: recorded, signature at" in first.err) == (0, True)
    assert "on record already" in desk.types("votes import small 1 {folder}/delivery.note").err
    desk.file("altered.note", message.replace('"amy-ben",5', '"amy-ben",6', 1))
    altered = desk.types("votes import small 1 {folder}/altered.note")
    assert (altered.code, "does not fit the delivery" in altered.err) == (5, True)
    checked = desk.types("votes signatures small")
    assert (checked.code, "is signed by its gateway" in checked.err) == (0, True)
    assert "signs" in desk.types("votes key list small").out
    assert "1,000" not in desk.types("votes status small 1").out
    key_id = key.split("+")[1]
    assert desk.types(f"votes key revoke small web {key_id} --reason 'a stolen laptop' {TWO}").code == 0
    assert "a stolen laptop" in desk.types("votes key list small --format csv").out
    assert "1 delivery before it is signed with the revoked key" in desk.types("votes signatures small").out


def test_unsigned_lines_are_taken_in_while_there_is_no_key_and_the_week_says_so(desk: Desk) -> None:
    assert desk.types("votes import small 1 {folder}/lines.jsonl").code == 0
    said = desk.types("week check small 1")
    assert "deliveries are taken in unsigned from phones, tv-app, web: no key was introduced" in said.out + said.err


def test_a_key_that_is_there_is_not_written_over(desk: Desk) -> None:
    assert desk.types("votes key make web --out {folder}/web.key").code == 0
    assert desk.types("votes key make web --out {folder}/web.key").code == 3


def test_a_key_file_that_is_none_is_said_so_without_repeating_it(desk: Desk) -> None:
    desk.file("web.key", "PRIVATE+KEY+my-secret")
    said = desk.types("votes sign small 1 {folder}/lines.jsonl --key {folder}/web.key")
    assert said.code in (3, 5)
    assert "my-secret" not in said.out + said.err
