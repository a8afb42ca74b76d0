"""A delivery as a message: a C2SP signed note whose text is canonical JSON lines, or the bare lines where no key is known.

    {"version":2,"opening":"<leaf hash of the event that opened the season>"}
    {"season":"us-40","week":1,"gateway":"mobile","batch":1,...}
    {"season":"us-40","week":1,"gateway":"mobile","batch":2,...}
    {"season":"us-40","week":1,"gateway":"mobile","batches":2,...}
    (empty line)
    — mobile base64(4-byte key ID || signature)

The signature is over the lines with their newlines. They can be written again from the log, so it can be checked later.
A message of the first form has no heading: it says nowhere which opening of the season it is for.

Where the lines are of the second form (`second_form`), what is above is their public parts. The hidden part of each follows
at the end, behind an empty line: the signature covers it by the hash in its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from domain.gateway.decide import OfDelivery
from domain.gateway.events import Heading, OfManifest
from domain.parts import parts_of, public_json
from domain.record import Fact, Frozen, canonical_json
from glitterball.intake.lines import read_lines
from glitterball.intake.refusals import DeliveryMalformed, HiddenPartsUnasked, NotCanonical
from glitterball.intake.second_form import IS_OF_PARTS, read_second_form
from glitterball.proof.notes import MOST_BYTES, Signature, parse_signature_lines
from glitterball.proof.refusals import NoteMalformed


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A delivery as it was sent: what it says, its text as signed, its lines of batches and manifest, the signature, and in
    the second form the hidden part of each line."""

    says: OfDelivery
    text: bytes
    lines: Sequence[bytes]
    signature: Signature | None
    hidden: Sequence[bytes] | None = None


def is_signed(octets: bytes) -> bool:
    """Whether a file of votes is one signed delivery, by its form: an empty line, and a line that begins with a dash."""
    return b"\n\n" in octets and b"\n\xe2\x80\x94 " in octets


def read_message(octets: bytes) -> Message:
    """Read a delivery. Refuses by name what is not one; whether the signature fits is not looked at here."""
    if len(octets) > MOST_BYTES:
        raise DeliveryMalformed(f"it is longer than {MOST_BYTES} bytes")
    octets, hidden = _without_hidden_parts(octets)
    text, gap, signatures = octets.partition(b"\n\n")  # no line of JSON is empty
    if gap:
        text += b"\n"
    if not text.endswith(b"\n"):
        raise DeliveryMalformed("it does not end in a newline")
    lines = text[:-1].split(b"\n")
    opening = _opening(lines)
    second = bool(IS_OF_PARTS.fullmatch(lines[-1]))
    if hidden is not None and not second:
        raise HiddenPartsUnasked(len(hidden))
    says = read_second_form(lines, hidden or (), opening) if second else read_lines(lines, opening)
    signature = _signature(signatures) if gap else None
    return Message(
        says=says,
        text=text,
        lines=lines if opening is None else lines[1:],
        signature=signature,
        hidden=hidden,
    )


def _without_hidden_parts(octets: bytes) -> tuple[bytes, Sequence[bytes] | None]:
    """The note or the bare lines; and the hidden parts, if the last section is of JSON lines and not the only one."""
    before, gap, last = octets.rpartition(b"\n\n")
    if not gap or not last.startswith(b"{"):
        return octets, None
    if not last.endswith(b"\n"):
        raise DeliveryMalformed("it does not end in a newline")
    return before + b"\n", last[:-1].split(b"\n")


def delivery_text(
    batches: Sequence[Frozen], manifest: OfManifest | None = None, *, opening: str | None = None
) -> bytes:
    """The lines of a delivery: what is signed. `opening` is that of the season, which a message of the first form leaves out."""
    heading = b"" if opening is None else Heading(opening=opening).line()
    closing = () if manifest is None else (manifest,)
    return heading + b"".join(public_json(one) + b"\n" for one in (*batches, *closing))


def hidden_text(lines: Sequence[Fact]) -> bytes:
    """What follows a delivery of the second form: an empty line, and the hidden part of each of its lines."""
    return b"\n" + b"".join(b"%b\n" % hidden for _, hidden in map(parts_of, lines) if hidden is not None)


def _opening(lines: Sequence[bytes]) -> str | None:
    """The opening that the heading names; nothing where a message of the first form begins with its batches."""
    if not lines[0].startswith(b'{"version"'):
        return None
    try:
        heading = Heading.model_validate_json(lines[0])
    except ValidationError:
        raise DeliveryMalformed("its heading is not of version 2 with the opening of a season") from None
    if canonical_json(heading) != lines[0]:
        raise NotCanonical(1)
    if len(lines) == 1:
        raise DeliveryMalformed("nothing stands under its heading")
    return heading.opening


def _signature(lines: bytes) -> Signature:
    try:
        signatures = parse_signature_lines(lines.decode())
    except UnicodeDecodeError:
        raise DeliveryMalformed("its signature line is not UTF-8") from None
    except NoteMalformed as malformed:
        raise DeliveryMalformed(malformed.reason) from None
    if len(signatures) != 1:
        raise DeliveryMalformed(f"it has {len(signatures)} signatures, not one")
    return signatures[0]
