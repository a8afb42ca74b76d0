"""Pins: what an auditor was told of rulebooks and gateways' keys, held against the log. They come from him, never from a bundle.

# what the show published on 1 September
rulebook 3b1f...  (64 hexadecimal digits: the SHA-256 of the rulebook's canonical JSON)
gateway west+0f1e2d3c+AbCd...  (the verifier key its operator gave out)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.refusals import PinsMalformed
from glitterball.evidence.verifying.season import Season
from glitterball.evidence.verifying.told import keys_in, rulebooks_in
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.refusals import KeyMalformed

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pins:
    """The only rulebooks and the only gateways' keys that a log may have; of a kind without a pin nothing is asked."""

    rulebooks: frozenset[str] = frozenset()
    gateways: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rulebooks or self.gateways)

    def __or__(self, other: "Pins") -> "Pins":
        return Pins(self.rulebooks | other.rulebooks, self.gateways | other.gateways)


def parse_pins(octets: bytes) -> Pins:
    """Read a file of pins; refuses PinsMalformed with the line."""
    pins = Pins()
    for number, line in enumerate(octets.decode("utf-8", "replace").splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        match words:
            case ["rulebook", sha256]:
                pins |= pinned([sha256], [], f"line {number}")
            case ["gateway", vkey]:
                pins |= pinned([], [vkey], f"line {number}")
            case _:
                raise PinsMalformed(f"line {number}", "it is neither 'rulebook SHA256' nor 'gateway VKEY'")
    return pins


def pinned(rulebooks: Iterable[str], gateways: Iterable[str], where: str = "what was given") -> Pins:
    """Pins from their texts; refuses PinsMalformed."""
    digests = [sha256.lower() for sha256 in rulebooks]
    if not all(map(_SHA256.fullmatch, digests)):
        raise PinsMalformed(where, "the SHA-256 of a rulebook has 64 hexadecimal digits")
    try:
        keys = [parse_verifier_key(vkey).to_text() for vkey in gateways]
    except KeyMalformed as refusal:
        raise PinsMalformed(where, refusal.statement().rstrip(".")) from None
    return Pins(frozenset(digests), frozenset(keys))


def check_pins(pins: Pins, season: Season, findings: Findings) -> None:
    """Each rulebook adopted and each gateway's key is one that was pinned; with keys pinned no line comes without one."""
    state = season.fold.state
    for book in rulebooks_in(state) if pins.rulebooks else ():
        if book.sha256 not in pins.rulebooks:
            findings.add("pinned", f"{book.ref} has SHA-256 {book.sha256}, which you did not pin", book.position)
    if not pins.gateways:
        return
    for held in keys_in(state):
        if held.key not in pins.gateways:
            findings.add("pinned", f"{held.gateway} has the key {held.key}, which you did not pin", held.position)
    if season.deliveries.unsigned:
        findings.add("pinned", "keys are pinned, and there are lines of gateways without a key")
