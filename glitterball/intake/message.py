"""A delivery as a message: a C2SP signed note whose text is canonical JSON lines, or the bare lines where no key is known.

    {"season":"us-40","week":1,"gateway":"mobile","batch":1,...}
    {"season":"us-40","week":1,"gateway":"mobile","batch":2,...}
    {"season":"us-40","week":1,"gateway":"mobile","batches":2,...}
    (empty line)
    — mobile base64(4-byte key ID || signature)

The signature is over the lines with their newlines. They can be written again from the log, so it can be checked later.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.gateway.decide import OfDelivery
from domain.gateway.events import OfBatch, OfManifest
from domain.record import canonical_json
from glitterball.intake.lines import read_lines
from glitterball.intake.refusals import DeliveryMalformed
from glitterball.proof.notes import MOST_BYTES, Signature, parse_signature_lines
from glitterball.proof.refusals import NoteMalformed


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery as it was sent: what it says, its text as signed, the text's lines, and the signature if it has one."""

    says: OfDelivery
    text: bytes
    lines: Sequence[bytes]
    signature: Signature | None


def read_message(octets: bytes) -> Message:
    """Read a delivery. Refuses by name what is not one; whether the signature fits is not looked at here."""
    if len(octets) > MOST_BYTES:
        raise DeliveryMalformed(f"it is longer than {MOST_BYTES} bytes")
    text, gap, signatures = octets.partition(b"\n\n")  # no line of JSON is empty
    if gap:
        text += b"\n"
    if not text.endswith(b"\n"):
        raise DeliveryMalformed("it does not end in a newline")
    lines = text[:-1].split(b"\n")
    return Message(read_lines(lines), text, lines, _signature(signatures) if gap else None)


def delivery_text(batches: Sequence[OfBatch], manifest: OfManifest | None = None) -> bytes:
    """The lines of a delivery: what is signed."""
    closing = () if manifest is None else (manifest,)
    return b"".join(canonical_json(one) + b"\n" for one in (*batches, *closing))


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
