"""Dress rehearsal and live show are two files with one season's name and the same keys; a delivery goes to the wrong one."""

from pathlib import Path

import pytest

from domain.gateway.refusals import OfAnotherOpening
from domain.record import canonical_json
from glitterball.engine import Engine
from glitterball.log import EventLog
from tests.cli.typing_at_it import Desk
from tests.ingest.nights import OPENING, batch, delivery, lines_open, manifest, opening, signer

REHEARSED = opening("rehearsal")
LINES = b"".join(canonical_json(said) + b"\n" for said in (batch("web", 1), batch("web", 2), manifest("web", 2)))


def desk_in(folder: Path, mode: str) -> Desk:
    folder.mkdir()
    desk = Desk(folder)
    with EventLog.open(desk.store) as log:
        lines_open(Engine(log), mode=mode)
    desk.file("web.key", signer("web").to_text() + "\n")
    desk.file("lines.jsonl", LINES)
    return desk


@pytest.fixture
def live(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "live", "live")


@pytest.fixture
def rehearsal(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "rehearsal", "rehearsal")


def stored(desk: Desk) -> list[tuple[int, bytes]]:
    """Everything in the desk's store."""
    with EventLog.open(desk.store, read_only=True) as log:
        return list(log.raw())


def test_what_was_signed_at_the_rehearsals_desk_is_not_imported_into_the_live_store(
    live: Desk, rehearsal: Desk
) -> None:
    signed = rehearsal.types("votes sign small 1 {folder}/lines.jsonl --key {folder}/web.key")
    rehearsal.file("delivery.note", signed.out)
    assert rehearsal.types("votes import small 1 {folder}/delivery.note").code == 0
    live.file("delivery.note", signed.out)
    before = stored(live)
    said = live.types("votes import small 1 {folder}/delivery.note")
    assert said.code == 3
    assert "The delivery of web was made for a rehearsal of small" in said.err
    assert f"it names opening {REHEARSED}, and this season's is {OPENING}" in said.err
    assert "the gateway signs its lines under this opening" in said.err
    assert stored(live) == before
    again = live.types("votes sign small 1 {folder}/lines.jsonl --key {folder}/web.key")
    live.file("delivery.note", again.out)
    assert live.types("votes import small 1 {folder}/delivery.note").code == 0, "as the sentence advised"


def test_a_rehearsals_delivery_of_the_first_form_is_not_imported_into_the_live_store(
    live: Desk, rehearsal: Desk
) -> None:
    message = delivery("web", 1, 2, closes=True, under=None)
    for desk in (live, rehearsal):
        desk.file("delivery.note", message)
    assert rehearsal.types("votes import small 1 {folder}/delivery.note").code == 0
    before = stored(live)
    said = live.types("votes import small 1 {folder}/delivery.note")
    assert (said.code, "does not say under its signature which opening of small it is for" in said.err) == (3, True)
    assert f'{{"version":2,"opening":"{OPENING}"}}' in said.err
    assert stored(live) == before


def test_two_stores_open_at_once_keep_their_openings_apart(live: Desk, rehearsal: Desk) -> None:
    with EventLog.open(live.store) as of_live, EventLog.open(rehearsal.store) as of_rehearsal:
        for_live, for_rehearsal = Engine(of_live), Engine(of_rehearsal)
        assert not for_rehearsal.deliver(delivery("web", 1, 1, under=REHEARSED)).duplicate
        assert not for_live.deliver(delivery("web", 1, 1)).duplicate
        with pytest.raises(OfAnotherOpening):
            for_live.deliver(delivery("web", 2, 2, under=REHEARSED))
        with pytest.raises(OfAnotherOpening):
            for_rehearsal.deliver(delivery("web", 2, 2))
    with EventLog.open(live.store) as of_live, pytest.raises(OfAnotherOpening):
        Engine(of_live).deliver(delivery("web", 2, 2, under=REHEARSED))


def test_the_desk_prints_the_opening_of_its_own_season(live: Desk, rehearsal: Desk) -> None:
    for desk, mode, known in ((live, "live", OPENING), (rehearsal, "rehearsal", REHEARSED)):
        said = desk.types("votes key opening small")
        assert (said.code, said.out) == (0, known + "\n")
        assert f"Gateways sign for {mode} season small under this opening" in said.err


def test_a_season_nobody_opened_has_no_opening(live: Desk) -> None:
    said = live.types("votes key opening nobodys")
    assert (said.code, said.out) == (3, "")
    assert "nobodys" in said.err


def test_a_gateway_signs_under_the_opening_it_was_told_and_needs_no_store(live: Desk, tmp_path: Path) -> None:
    gateway = Desk(tmp_path)
    gateway.file("web.key", signer("web").to_text() + "\n")
    gateway.file("lines.jsonl", LINES)
    signed = gateway.types(f"votes sign small 1 {{folder}}/lines.jsonl --key {{folder}}/web.key --opening {OPENING}")
    assert signed.code == 0
    assert signed.out.encode() == delivery("web", 1, 2, closes=True)
    assert not (tmp_path / "show.sqlite").exists()
    live.file("delivery.note", signed.out)
    assert live.types("votes import small 1 {folder}/delivery.note").code == 0


@pytest.mark.parametrize("said", ["", "5d0c", OPENING.upper(), OPENING + "0", OPENING[:-1] + "g", OPENING[:-1] + "٣"])
def test_what_is_no_opening_is_not_signed_under(live: Desk, said: str) -> None:
    refused = live.types(f"votes sign small 1 {{folder}}/lines.jsonl --key {{folder}}/web.key --opening '{said}'")
    assert (refused.code, refused.out) == (2, "")
    assert "64 lower-case hex digits" in " ".join(refused.err.split())


def test_lines_signed_under_the_opening_of_another_season_are_refused_at_the_import(live: Desk) -> None:
    signed = live.types(f"votes sign small 1 {{folder}}/lines.jsonl --key {{folder}}/web.key --opening {REHEARSED}")
    live.file("delivery.note", signed.out)
    before = stored(live)
    said = live.types("votes import small 1 {folder}/delivery.note")
    assert (said.code, f"it names opening {REHEARSED}" in said.err) == (3, True)
    assert stored(live) == before
