"""A desk that certified although batches, or a manifest, committed to something else: both verifiers say that the week was not
ready, wherever what is public, or the openings they were shown, tells it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.gateway.events import GatewayClosedV2, VoteBatchReceivedV2
from glitterball.intake.signing import in_second_form
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.proving import shows
from tests.proving.shows import COUPLES, Published, Show

pytestmark = pytest.mark.heavy("proofs")


MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}
Lines = list[VoteBatchReceivedV2]
NO_POINT = "02" + "f" * 64


def other_points(lines: Lines, closing: GatewayClosedV2) -> tuple[Lines, GatewayClosedV2]:
    """Two batches carry each other's points, so that their sum would be right if they were of one channel."""
    first, second = lines
    exchanged = [
        first.model_copy(update={"commitments": second.commitments}),
        second.model_copy(update={"commitments": first.commitments}),
    ]
    swapped = {
        place: points for (place, _), (_, points) in zip(_entries(closing), reversed(_entries(closing)), strict=True)
    }
    return exchanged, _with(closing, swapped)


def no_points(lines: Lines, closing: GatewayClosedV2) -> tuple[Lines, GatewayClosedV2]:
    points = (NO_POINT, *(lines[0].commitments or ())[1:])
    return [lines[0].model_copy(update={"commitments": points}), lines[1]], _with(closing, None)


def another_sum(lines: Lines, closing: GatewayClosedV2) -> tuple[Lines, GatewayClosedV2]:
    """The manifest says each channel's points of the other."""
    swapped = {
        place: points for (place, _), (_, points) in zip(_entries(closing), reversed(_entries(closing)), strict=True)
    }
    return lines, _with(closing, swapped)


def one_channel(lines: Lines, closing: GatewayClosedV2) -> tuple[Lines, GatewayClosedV2]:
    """The manifest commits to a part of what its gateway delivered."""
    return lines, _with(closing, dict(_entries(closing)[:1]))


def cancelling(lines: Lines, closing: GatewayClosedV2) -> tuple[Lines, GatewayClosedV2]:
    """The points of a channel's second batch are those of its first, on the other side of the axis: their sum is no point.

    The package gave up there and followed nothing more; the single file found nothing.
    """
    first, among, second, last = lines
    mirrored = tuple(f"{5 - int(point[:2]):02}{point[2:]}" for point in first.commitments or ())
    assert first.channel == second.channel
    return [first, among, second.model_copy(update={"commitments": mirrored}), last], closing


def _entries(closing: GatewayClosedV2) -> list[tuple[tuple[str, str], tuple[str, ...]]]:
    return sorted(closing.committed.items())


def _with(closing: GatewayClosedV2, committed: dict[tuple[str, str], tuple[str, ...]] | None) -> GatewayClosedV2:
    entries = None if committed is None else tuple((*place, points) for place, points in sorted(committed.items()))
    return closing.model_copy(update={"commitments": entries})


HOW: dict[str, tuple[Callable[[Lines, GatewayClosedV2], tuple[Lines, GatewayClosedV2]], bool]] = {
    "batches of other points": (other_points, False),
    "a batch of no point": (no_points, True),
    "a manifest of another sum": (another_sum, True),
    "a manifest of one channel": (one_channel, True),
    "batches that cancel each other out": (cancelling, True),
}
"""How, and whether what is public tells it."""


@pytest.mark.parametrize("how", HOW)
def test_it_was_not_ready(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change, told_in_public = HOW[how]

    def altered(batches: Any, manifest: Any, *args: Any, **named: Any) -> Any:
        lines, closing = in_second_form(batches, manifest, *args, **named)
        return change(lines, closing) if closing and closing.gateway == "south" else (lines, closing)

    show = Show(shipped_rulebook("us-28-29"), by_batch=True)
    monkeypatch.setattr(shows, "in_second_form", altered)
    show.open_week(1, "single")
    show.open_lines(1)
    show.score(1, MARKS)
    show.vote(1, COUNTS, slices=2 if change is cancelling else 1)
    show.close_lines(1)
    outcome = show.decide(1)
    with monkeypatch.context() as overlooking:
        overlooking.setattr("domain.season.readiness.batches_differ", lambda *args: [])
        overlooking.setattr("domain.season.readiness.manifest_differs", lambda *args: [])
        show.certify(1)
    show.announce(1, outcome)
    published = Published(show, tmp_path)
    both = Both(tmp_path, published.policy)
    assert both(published.bundle(1, sealed=False, proved=False)).codes == {"ready"}
    assert both(published.bundle(1, proved=False)).codes == ({"ready"} if told_in_public else set())
