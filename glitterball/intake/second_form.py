"""The lines of a delivery in the second form, read: public parts, which are signed, and the hidden part of each.

    {"season":"us-40","week":1,"gateway":"mobile","batch":1,...,"hidden_sha256":"<SHA-256 of its hidden part>"}
    ...
    {"nonce":"<64 hexadecimal digits>","counts":[1200,980,...],"received":2180,"rejected":[],"late":0}

A line of words met before is read by its pattern, as in the first form: what fits is canonical and valid, and what does not
is built and compared.
"""

import re
from binascii import hexlify
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from domain.findings import Finding
from domain.gateway.decide import OfDelivery, is_reversed
from domain.gateway.events import GatewayClosedV2, OfBatch, OfManifest, VoteBatchReceivedV2
from domain.parts import parts_of, read_parts
from glitterball.intake import refusals as no

IS_OF_PARTS = re.compile(rb'.*,"hidden_sha256":"[0-9a-f]{64}"\}', re.DOTALL)
"""How a line of the second form ends."""

_IS_MANIFEST = re.compile(rb'[^\[]*"batches":')
_TIME = rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z)"
_COUNT = rb"(0|[1-9]\d{0,11})"
_DIGITS = b"0123456789"
_COMMITMENTS = b',"commitments":['
_POINT = rb'"0[23][0-9a-f]{64}"'
_TAIL = len(b',"hidden_sha256":""}') + 64
_NONCE = len(b'{"nonce":"",') + 64
_MOST = 512

T = TypeVar("T", VoteBatchReceivedV2, GatewayClosedV2)


class Read(NamedTuple):
    """One batch as far as a delivery is decided on: its number, its counts, received, accounted for, its window's order, and how
    many commitments it carries, if it carries any."""

    number: int
    counts: tuple[int, ...]
    received: int
    accounted: int
    reversed: bool
    points: int | None


class Shape:
    """The words of a batch met before, as a pattern of each part."""

    def __init__(self, batch: VoteBatchReceivedV2) -> None:
        self.batch = batch
        self._public = re.compile(_public_pattern(batch)).fullmatch
        self._hidden = re.compile(_hidden_pattern(batch)).fullmatch
        self._points = None if batch.commitments is None else len(batch.commitments)

    def read(self, public: bytes, hidden: bytes) -> Read | None:
        """A batch of these words; nothing when it is not one."""
        shown, held = self._public(public), self._hidden(hidden)
        if shown is None or held is None:
            return None
        number, opens, closes, named = shown.groups()
        if hexlify(sha256(hidden).digest()) != named:
            return None
        listed, received, *others = held.groups()
        counts = tuple(from_json(listed))  # matched: a list of whole numbers, each in its one spelling
        accounted = sum(counts) + sum(map(int, others))
        backwards = closes < opens if len(opens) == len(closes) else is_reversed(opens.decode(), closes.decode())
        return Read(int(number), counts, int(received), accounted, backwards, self._points)


_shapes: "dict[tuple[bytes, bytes], Shape | None]" = {}
"""By what is left of both parts without their numbers; nothing for words met once. Emptied when it has grown large."""


def read_second_form(lines: Sequence[bytes], hidden: Sequence[bytes], opening: str | None) -> OfDelivery:
    """What the lines say with their hidden parts; where they name an `opening`, the first is the heading, read already.

    Refuses lines that cannot be read, are not canonical, not of one gateway, not one run, or without their hidden part.
    """
    begin = int(opening is not None)
    if len(hidden) != len(lines) - begin:
        raise no.HiddenPartsMissing(len(lines) - begin, len(hidden))
    pairs = list(zip(lines[begin:], hidden, strict=True))
    manifest = _built(GatewayClosedV2, *pairs.pop(), len(lines)) if _IS_MANIFEST.match(lines[-1]) else None
    words: list[tuple[int, OfBatch]] = []
    met: set[Shape] = set()
    read: list[Read] = []
    shape: Shape | None = None
    for place, (public, held) in enumerate(pairs, start=begin + 1):
        batch, said, shape = _batch(public, held, place, shape)
        if read and said.number != read[-1].number + 1:
            raise no.NotConsecutive(place, batch.gateway, said.number, read[-1].number + 1)
        if shape is None or shape not in met:
            if words and _whose(batch) != _whose(words[0][1]):
                raise no.DeliveryMixed(place, _whose(batch), _whose(words[0][1]))
            words.append((said.number, _words(batch)))
            if shape is not None:
                met.add(shape)
        read.append(said)
    return _delivery(words, read, manifest, begin, opening)


def _delivery(
    words: list[tuple[int, OfBatch]],
    read: list[Read],
    manifest: GatewayClosedV2 | None,
    begin: int,
    opening: str | None,
) -> OfDelivery:
    of: OfBatch | OfManifest | None = words[0][1] if words else manifest
    assert of is not None, "a delivery has at least one line"
    place = begin + len(read) + 1
    if manifest is not None and words and _whose(manifest) != _whose(of):
        raise no.DeliveryMixed(place, _whose(manifest), _whose(of))
    if manifest is not None and read and manifest.batches != read[-1].number:
        raise no.NotConsecutive(place, manifest.gateway, manifest.batches, read[-1].number)
    first = read[0].number if read else 0 if manifest is None else manifest.batches + 1
    counts = [(each.received, each.accounted) for each in read]
    says = OfDelivery(of.season, of.week, of.gateway, first, counts, words, manifest)
    return replace(
        says,
        opening=opening,
        reversed_windows=[each.number for each in read if each.reversed],
        aligned=[each.counts for each in read],
        points=[each.points for each in read],
    )


def _batch(
    public: bytes, hidden: bytes, place: int, before: Shape | None
) -> tuple[VoteBatchReceivedV2, Read, Shape | None]:
    """A batch of these words, what it says itself, and its shape where it was read by one: mostly that of the batch before."""
    if before is not None and (read := before.read(public, hidden)) is not None:
        return before.batch, read, before
    key = _key(public, hidden)
    shape = _shapes.get(key)
    if shape is not None and shape is not before and (read := shape.read(public, hidden)) is not None:
        return shape.batch, read, shape
    batch = _built(VoteBatchReceivedV2, public, hidden, place)
    if len(_shapes) >= _MOST:
        _shapes.clear()
    _shapes[key] = Shape(batch) if key in _shapes else None
    accounted = batch.accepted + sum(count for _, count in batch.rejected) + batch.late
    backwards = is_reversed(batch.opens, batch.closes)
    points = None if batch.commitments is None else len(batch.commitments)
    return batch, Read(batch.batch, batch.counts, batch.received, accounted, backwards, points), None


def _words(batch: VoteBatchReceivedV2) -> OfBatch:
    """Its words alone: gateway, channel, body, reasons. Its counts are looked at apart, by the order they come in."""
    return OfBatch.model_construct(**{**batch.__dict__, "votes": (), "nonce": None})


def _built(kind: type[T], public: bytes, hidden: bytes, place: int) -> T:
    """Both parts as one fact. Refuses what is none, or another's hidden part, and what is not canonical."""
    try:
        fact = read_parts(kind, public, hidden)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise no.LinesUnreadable(*_one(place, f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}")) from None
    except ValueError as error:
        raise no.LinesUnreadable(*_one(place, str(error))) from None
    if parts_of(fact) != (public, hidden):
        raise no.NotCanonical(place)
    return fact


def _one(place: int, what: str) -> tuple[str, int, tuple[Finding, ...]]:
    finding = Finding(f"line {place}", what)
    return str(finding), 1, (finding,)


def _whose(one: OfBatch | OfManifest | VoteBatchReceivedV2) -> str:
    return f"{one.gateway}, {one.season}, week {one.week}"


def _key(public: bytes, hidden: bytes) -> tuple[bytes, bytes]:
    """Both parts without what differs from batch to batch."""
    shown = public[:-_TAIL].partition(_COMMITMENTS)
    words = hidden[_NONCE:].partition(b',"raw_sha256"')
    return shown[0].translate(None, _DIGITS) + shown[1], words[0].translate(None, _DIGITS) + words[1]


def _public_pattern(batch: VoteBatchReceivedV2) -> bytes:
    """The public part as it is written, number, times and hash left open. A test holds the two together."""
    return b"".join(
        (
            rb'\{"season":%b,"week":%d,"gateway":%b,' % (_text(batch.season), batch.week, _text(batch.gateway)),
            rb'"batch":([1-9]\d{0,8}),"channel":%b,"body":%b,' % (_text(batch.channel), _text(batch.body)),
            rb'"opens":"%b","closes":"%b"%b,"hidden_sha256":"([0-9a-f]{64})"\}'
            % (_TIME, _TIME, _points_pattern(batch)),
        )
    )


def _points_pattern(batch: VoteBatchReceivedV2) -> bytes:
    """As many commitments as the batch has, whichever they are; an empty list is not none."""
    if batch.commitments is None:
        return b""
    return b"%b%b\\]" % (re.escape(_COMMITMENTS), b",".join([_POINT] * len(batch.commitments)))


def _hidden_pattern(batch: VoteBatchReceivedV2) -> bytes:
    counts = b",".join([rb"(?:0|[1-9]\d{0,11})"] * len(batch.counts))
    rejected = b",".join(rb"\[%b,%b\]" % (_text(reason), _COUNT) for reason, _ in batch.rejected)
    raw = b"" if batch.raw_sha256 is None else rb',"raw_sha256":"[0-9a-f]{64}"'
    return rb'\{"nonce":"[0-9a-f]{64}","counts":(\[%b\]),"received":%b,"rejected":\[%b\],"late":%b%b\}' % (
        counts, _COUNT, rejected, _COUNT, raw,
    )  # fmt: skip


def _text(text: str) -> bytes:
    return re.escape(to_json(text))
