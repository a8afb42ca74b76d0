"""The strict spellings the formats share: decimals and standard base64, exactly one spelling for each value.

A second spelling of the same value would let somebody alter bytes that no signature and no hash covers.
"""

import base64
import binascii
import re

from glitterball.proof.refusals import SpellingRefused

LARGEST = 2**63 - 1  # sizes, indices and seconds; 63 proof lines (tlog-witness) reach no further
HASH_BYTES = 32

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def shown(text: str) -> str:
    """A text as a message may show it: a mebibyte of nonsense is not repeated."""
    return text if len(text) <= 100 else text[:100] + "…"


def decimal(text: str) -> int:
    """A number without sign or leading zero, at most 2^63 - 1."""
    if not _DECIMAL.fullmatch(text) or (number := int(text)) > LARGEST:
        raise SpellingRefused(shown(text), "a decimal from 0 to 2^63 - 1 without leading zero")
    return number


def from_base64(text: str) -> bytes:
    """RFC 4648 section 4, with padding, no line breaks, spare bits zero."""
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):  # UnicodeEncodeError is a ValueError
        raise SpellingRefused(shown(text), "standard base64") from None
    if to_base64(octets) != text:
        raise SpellingRefused(shown(text), "standard base64 in its one spelling")
    return octets


def to_base64(octets: bytes) -> str:
    """RFC 4648 section 4."""
    return base64.b64encode(octets).decode("ascii")


def hash_from_base64(text: str) -> bytes:
    """The base64 of a SHA-256."""
    octets = from_base64(text)
    if len(octets) != HASH_BYTES:
        raise SpellingRefused(shown(text), f"the base64 of {HASH_BYTES} bytes")
    return octets
