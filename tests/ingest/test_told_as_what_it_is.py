"""A manifest is told as a manifest, a key as its gateway's, and counts that can be guessed at are told as they arrive."""

from pathlib import Path

import pytest

from domain.gateway.refusals import GatewayIsClosed, ManifestContradicts
from domain.record import canonical_json
from glitterball.engine import Engine
from glitterball.intake import sign_delivery
from glitterball.log import EventLog
from tests.cli.typing_at_it import Desk
from tests.ingest import nights
from tests.ingest.nights import OPENING, batch, delivery, in_parts, lines_open, manifest, signer

ORDER = ("gil-hal", "eva-fin", "amy-ben", "cat-dan")
TWO = "--by 'Sam (supervisor)' --with 'Sue (supervisor)'"
OTHERWISE = "Gateway web closed week 1 by a manifest of 2 batches, and this manifest says otherwise"


@pytest.fixture
def engine() -> Engine:
    return Engine(EventLog.open("memory:"))


def test_an_unsigned_manifest_with_other_totals_is_no_batch(engine: Engine) -> None:
    """It was told as "Batch 3 is on record with other contents": the manifest of two batches stands at their number plus one."""
    lines_open(engine, signed=False)
    engine.receive([batch("web", 1), batch("web", 2), manifest("web", 2)])
    with pytest.raises(ManifestContradicts, match=OTHERWISE):
        engine.receive([manifest("web", 2, amy=6)])


@pytest.mark.parametrize("batches", [1, 3])
def test_an_unsigned_manifest_of_another_number_of_batches_is_no_batch(engine: Engine, batches: int) -> None:
    """Of one batch it was batch 2 with other contents; of three it was a batch 3 that came too late."""
    lines_open(engine, signed=False)
    engine.receive([batch("web", 1), batch("web", 2), manifest("web", 2)])
    refusal = GatewayIsClosed if batches == 1 else ManifestContradicts
    said = "closed week 1 after batch 1; batch 2" if batches == 1 else OTHERWISE
    with pytest.raises(refusal, match=said):
        engine.receive([manifest("web", batches)])


@pytest.mark.parametrize("batches", [2, 3])
def test_a_signed_manifest_that_is_another_is_no_batch(engine: Engine, batches: int) -> None:
    lines_open(engine)
    engine.deliver(delivery("web", 1, 2, True), "small", 1)
    other = sign_delivery(signer("web"), [], manifest("web", batches, amy=6), opening=OPENING)
    with pytest.raises(ManifestContradicts, match=OTHERWISE):
        engine.deliver(other, "small", 1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def opened(desk: Desk, **how: object) -> None:
    with EventLog.open(desk.store) as log:
        lines_open(Engine(log), **how)  # type: ignore[arg-type]


@pytest.fixture
def lines(desk: Desk) -> str:
    desk.file("lines.jsonl", canonical_json(batch("web", 1)) + b"\n")
    return "votes sign small 1 {folder}/lines.jsonl --key {folder}/KEY"


def test_one_gateways_lines_are_not_signed_with_anothers_key(desk: Desk, lines: str) -> None:
    """They were signed, and only the season refused the delivery."""
    opened(desk, signed=False)
    for name in ("web", "phones"):
        key = desk.types(f"votes key make {name} --out {{folder}}/{name}.key").out.strip()
        assert desk.types(f"votes key introduce small {name} {key} {TWO}").code == 0
    refused = desk.types(lines.replace("KEY", "phones.key"))
    assert (refused.code, refused.out) == (3, "")
    assert "which is that of phones" in refused.err
    assert desk.types(lines.replace("KEY", "web.key")).code == 0


def test_without_a_store_the_keys_own_name_tells_whose_it_is(desk: Desk, lines: str) -> None:
    for name in ("web", "phones"):
        desk.types(f"votes key make {name} --out {{folder}}/{name}.key")
    at_the_gateway = f"{lines} --opening {OPENING}"
    assert "which is that of phones" in desk.types(at_the_gateway.replace("KEY", "phones.key")).err
    assert desk.types(at_the_gateway.replace("KEY", "web.key")).code == 0


def test_a_key_of_another_name_that_the_season_knows_as_the_gateways_signs(desk: Desk, lines: str) -> None:
    opened(desk, signed=False)
    key = desk.types("votes key make web-of-2024 --out {folder}/web.key").out.strip()
    assert desk.types(f"votes key introduce small web {key} {TWO}").code == 0
    assert desk.types(lines.replace("KEY", "web.key")).code == 0


FIRST_FORM = "counts stand in the line itself (batches: 1-2)"


def test_counts_in_the_line_are_told_as_they_arrive_where_the_lines_have_an_order(desk: Desk) -> None:
    """They were taken in without a word, and a bundle to be sealed was refused after the show."""
    opened(desk, order=ORDER)
    desk.file("first.note", delivery("web", 1, 2))
    desk.file("second.note", in_parts("web", 3, 4, order=ORDER))
    told = desk.types("votes import small 1 {folder}/first.note")
    assert (told.code, FIRST_FORM in told.err) == (0, True)
    assert "counts stand in the line itself" not in desk.types("votes import small 1 {folder}/second.note").err


def test_where_the_lines_have_no_order_nothing_is_asked_of_a_gateway(desk: Desk) -> None:
    opened(desk)
    desk.file("first.note", nights.delivery("web", 1, 2))
    assert "counts stand in the line itself" not in desk.types("votes import small 1 {folder}/first.note").err
