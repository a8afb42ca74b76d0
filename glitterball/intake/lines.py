"""The lines of a delivery, read. A line is accepted in one form only: the one the log can write again.

Lines of one gateway differ in their numbers, so a line is first matched against the words of one met before (`shapes`);
only a line of new words is built as a batch.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError

from domain.findings import Finding
from domain.gateway.decide import OfDelivery, is_reversed
from domain.gateway.events import OfBatch, OfManifest
from domain.record import canonical_json
from glitterball.intake import refusals as no
from glitterball.intake.shapes import Shape, accounted, learned, shape_of

_IS_MANIFEST = re.compile(
    rb'[^\[]*"batches"\s*:'
)  # only a manifest has that name; a batch's lists come behind its number
_COUNTS = ("votes", "received", "rejected", "late", "totals")
_OUT_OF_RANGE = ("greater_than_equal", "less_than_equal")

M = TypeVar("M", OfBatch, OfManifest)


def read_lines(lines: Sequence[bytes], opening: str | None = None) -> OfDelivery:
    """What the lines say; where they name an `opening`, the first is the heading, which is read already.

    Refuses lines that cannot be read, are not canonical, not of one gateway, or not one run.
    """
    begin = int(opening is not None)
    manifest: OfManifest | None = None
    if _IS_MANIFEST.match(lines[-1]):
        manifest = _read(OfManifest, lines, begin, len(lines) - 1)
    words: list[tuple[int, OfBatch]] = []
    counts: list[tuple[int, int]] = []
    backwards: list[int] = []
    met: set[Shape] = set()
    first = expected = 0
    shape: Shape | None = None
    for place in range(begin, len(lines) - (manifest is not None)):
        line = lines[place]
        numbers = shape.numbers(line) if shape is not None else None
        if numbers is None:
            shape = shape_of(line)
            numbers = shape.numbers(line) if shape is not None else None
        if numbers is None:
            batch = _read(OfBatch, lines, begin, place)
            words.append((batch.batch, _of_one(words, batch, place)))
            shape = learned(line, batch)
            numbers = batch.batch, batch.received, accounted(batch), is_reversed(batch.opens, batch.closes)
        elif shape is not None and shape not in met:
            met.add(shape)
            words.append((numbers[0], _of_one(words, shape.batch, place)))
        number, received, parts, reverses = numbers
        if number != expected and counts:
            raise no.NotConsecutive(place + 1, words[0][1].gateway, number, expected)
        first, expected = first or number, number + 1
        counts.append((received, parts))
        if reverses:
            backwards.append(number)
    says = _delivery(words, first, counts, manifest, begin)
    return replace(says, opening=opening, reversed_windows=backwards)


def _delivery(
    words: list[tuple[int, OfBatch]],
    first: int,
    counts: list[tuple[int, int]],
    manifest: OfManifest | None,
    begin: int,
) -> OfDelivery:
    if manifest is not None:
        _of_one(words, manifest, begin + len(counts))
        last = first + len(counts) - 1
        if counts and manifest.batches != last:
            raise no.NotConsecutive(begin + len(counts) + 1, manifest.gateway, manifest.batches, last)
    of: OfBatch | OfManifest | None = words[0][1] if words else manifest
    assert of is not None, "a delivery has at least one line"
    if manifest is not None and not counts:
        first = manifest.batches + 1
    return OfDelivery(of.season, of.week, of.gateway, first, counts, words, manifest)


def _read(kind: type[M], lines: Sequence[bytes], begin: int, place: int) -> M:
    """A line as batch or manifest. Refuses one that is neither, with every other of the delivery, and one not canonical."""
    try:
        read = kind.model_validate_json(lines[place])
    except ValidationError:
        raise _unreadable(lines, begin, place) from None
    if canonical_json(read) != lines[place]:
        raise no.NotCanonical(place + 1)
    return read


def _unreadable(lines: Sequence[bytes], begin: int, wrong: int) -> no.LinesUnreadable:
    findings, impossible = [], []
    for place, line in enumerate(lines[begin:], start=begin):
        kind: type[OfBatch] | type[OfManifest] = OfManifest if _IS_MANIFEST.match(line) else OfBatch
        try:
            kind.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            at = ".".join(map(str, problem["loc"]))
            findings.append(Finding(f"line {place + 1}", f"{at + ': ' if at else ''}{problem['msg']}"))
            if problem["type"] in _OUT_OF_RANGE and problem["loc"][0] in _COUNTS:
                impossible.append(findings[-1])
    found = (
        impossible
        or findings
        or [Finding(f"line {wrong + 1}", "it is a manifest, which closes a delivery and is its last line")]
    )
    refusal = no.CountImpossible if impossible else no.LinesUnreadable
    return refusal(str(found[0]), len(findings) or 1, tuple(findings or found))


def _of_one(words: Sequence[tuple[int, OfBatch]], one: M, place: int) -> M:
    """It is of the gateway, season and week of the first line."""
    if words and _whose(one) != _whose(words[0][1]):
        raise no.DeliveryMixed(place + 1, _whose(one), _whose(words[0][1]))
    return one


def _whose(one: OfBatch | OfManifest) -> str:
    return f"{one.gateway}, {one.season}, week {one.week}"
