"""Whether a delivery is signed by its gateway: the one check, for whoever follows a log and for whoever follows a bundle.

The signed text is a note's (c2sp.org/signed-note): the heading that names the season's opening, then each line's bytes, all
with a newline, as `DeliverySigned` says. A signature of the first form has no heading; in a live season none may follow one
that has: it could be a rehearsal's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.gateway.events import DeliverySigned, DeliverySignedV2
from domain.record import Recorded, digest
from glitterball.proof.keys import Algorithm, parse_verifier_key
from glitterball.proof.refusals import KeyMalformed, SpellingRefused
from glitterball.proof.spellings import from_base64


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stood in the season before a signature."""

    mode: str
    """The season's; `live` where it was not opened, since that is the strictest."""
    opening: str
    """The leaf hash of the event that opened the season, in hexadecimal."""
    key: str | None
    """The verifier key line introduced for the gateway under the ID that the signature names."""
    in_force: bool
    """Whether that key was the gateway's then: neither retired nor revoked."""


class DeliverySignatures:
    """Looks at one signature after another, in the order of the log."""

    def __init__(self) -> None:
        self.without_opening: Counter[tuple[str, str]] = Counter()
        """Signatures that name no opening, by season and gateway: they would fit its rehearsal as well."""
        self._names_opening_from: dict[tuple[str, str], int] = {}

    def wrong(self, event: Recorded[DeliverySigned], lines: Sequence[bytes | None], before: Before) -> Iterator[str]:
        """What is wrong with a signature over `lines`, one sentence's end each. Lines that are not known are not checked."""
        fact = event.fact
        if before.key is None:
            yield f"{fact.gateway} has no key {fact.key}"
            return
        if not before.in_force:
            yield f"key {fact.key} was not the gateway's key then: it was retired or revoked before"
        yield from self._opening(event, before)
        known = [line for line in lines if line is not None]
        if len(known) == len(lines):
            yield from _text(fact, before.key, fact.heading() + b"".join(line + b"\n" for line in known))

    def _opening(self, event: Recorded[DeliverySigned], before: Before) -> Iterator[str]:
        """It is for this opening of the season, and names one where its gateway has begun to in a live season."""
        fact, gateway = event.fact, (event.fact.season, event.fact.gateway)
        if isinstance(fact, DeliverySignedV2):
            self._names_opening_from.setdefault(gateway, event.position)
            if fact.opening != before.opening:
                yield "it is for another opening of the season, such as a rehearsal"
            return
        self.without_opening[gateway] += 1
        since = self._names_opening_from.get(gateway)
        if since is not None and before.mode == "live":
            yield f"it names no opening of the season, as the gateway has done since event {since}"


def _text(fact: DeliverySigned, key: str, text: bytes) -> Iterator[str]:
    try:
        verifier = parse_verifier_key(key)
    except KeyMalformed as malformed:
        yield f"key {fact.key} cannot be used: {malformed.reason.rstrip('.')}"
        return
    if verifier.algorithm is not Algorithm.ED25519:
        yield f"key {fact.key} cannot be used: it is no key for signing notes"
    elif digest(text) != fact.sha256:
        yield "the lines it covers have another SHA-256"
    else:
        try:
            fits = verifier.accepts(text.decode(), from_base64(fact.signature))
        except SpellingRefused:
            fits = False
        if not fits:
            yield "it does not fit the lines it covers"
