"""A delivery with any byte changed is refused, or says what it says, whether the words of its lines were met before or not.

The slow way has met no words: it builds and compares every batch.
"""

from dataclasses import replace
from itertools import islice

import pytest

from domain.gateway.events import GatewayClosedV2, OfBatch, OfManifest
from domain.refusals import Refusal
from glitterball.intake import second_form, shapes
from glitterball.intake.message import delivery_text, hidden_text, read_message
from glitterball.intake.signing import in_second_form
from tests.log.live_night import COUPLES, batch
from tests.log.test_read_as_the_slow_way import changed
from tests.thoroughness import part

OPENING = "ab" * 32


def sent(first: int) -> list[OfBatch]:
    """Two batches in the same words: the second is read by what the first has taught."""
    more = {"rejected": (("too many", 3),), "late": 2, "raw_sha256": "0f" * 32}
    made = [batch(number, votes=number) for number in (first, first + 1)]
    return [
        OfBatch.model_construct(**{**each.__dict__, **more, "received": each.received + 5})
        for each in made
    ]  # fmt: skip


def first_form(first: int, manifest: OfManifest | None = None) -> bytes:
    return delivery_text(sent(first), manifest, opening=OPENING)


def second_of(first: int, manifest: OfManifest | None = None) -> bytes:
    lines, closes = in_second_form(sent(first), manifest, COUPLES, nonce_of=lambda number: f"{number:064x}")
    every = [*lines, *([closes] if isinstance(closes, GatewayClosedV2) else [])]
    return delivery_text(lines, closes, opening=OPENING) + hidden_text(every)


CLOSES = OfManifest(season="us-33", week=2, gateway="sms-east", batches=102, totals=())


def told(octets: bytes) -> object:
    """What a delivery says, its words apart from the batch they were met in; or how it is refused."""
    try:
        message = read_message(octets)
    except Refusal as refused:
        return type(refused), str(refused)
    words = {
        (of.gateway, of.channel, of.body, tuple(dict(of.votes)), tuple(dict(of.rejected)))
        for _, of in message.says.words
    }
    return replace(message, says=replace(message.says, words=()), lines=tuple(message.lines)), words


@pytest.fixture(params=["first", "second"])
def deliveries(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """A delivery without and one with a manifest, the words of both known."""
    made = first_form if request.param == "first" else second_of
    monkeypatch.setattr(shapes, "_shapes", {})
    monkeypatch.setattr(second_form, "_shapes", {})
    for first in (1, 11, 21):
        told(made(first))
    met = {**shapes._shapes, **second_form._shapes}
    assert any(met.values()), "words are known by now"
    return made(31), made(101, CLOSES)


@pytest.mark.heavy("every one")
def test_what_words_were_met_before_changes_nothing(
    deliveries: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    met, met_2 = dict(shapes._shapes), dict(second_form._shapes)
    for delivery, step in zip(deliveries, (1, 7), strict=True):
        for octets in (delivery, *part([*islice(changed(delivery), 0, None, step)], step, of=3)):
            monkeypatch.setattr(shapes, "_shapes", dict(met))
            monkeypatch.setattr(second_form, "_shapes", dict(met_2))
            fast = told(octets)
            monkeypatch.setattr(shapes, "_shapes", {})
            monkeypatch.setattr(second_form, "_shapes", {})
            assert fast == told(octets), octets
