"""Signed deliveries: what a gateway with a key delivered is signed with that key, over the very lines in the log.

The signed text is a note's (c2sp.org/signed-note): the heading that names the season's opening, then each line's bytes, all
with a newline, as `DeliverySigned` says. A signature of the first form has no heading; in a live season none may follow one
that has: it could be a rehearsal's.
"""

import base64
from typing import Any

from domain.gateway.events import DeliverySigned, DeliverySignedV2
from domain.record import Recorded, digest
from domain.season.state import KeyState, SeasonState
from glitterball.evidence.verifying.findings import Findings
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.refusals import KeyMalformed
from glitterball.proof.spellings import HASH_BYTES

_Line = tuple[int, bytes | None]


class SignedDeliveries:
    """Lines of gateways that have a key wait here until a signature covers them: it stands right behind them."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings = findings
        self._leaves = leaves
        self._names_opening_from: dict[str, int] = {}
        self.signed = 0
        self.without_opening = 0
        self.unsigned = 0
        self._waiting: dict[str, dict[int, _Line]] = {}
        self._counted_with: dict[str, list[tuple[str, int, int]]] = {}

    def line(self, event: Recorded[Any], octets: bytes | None, state: SeasonState) -> None:
        """A batch or a manifest arrived."""
        if event.fact.gateway in state.gateway_keys:
            self._waiting.setdefault(event.stream, {})[event.sequence] = (event.position, octets)
        else:
            self.unsigned += 1

    def signature(self, event: Recorded[Any], state: SeasonState) -> None:
        """A signature: by a key then in force, over all the lines it names."""
        fact: DeliverySigned = event.fact
        waiting = self._waiting.get(f"votes/{fact.season}/{fact.week}/{fact.gateway}", {})
        covered = [waiting.pop(number, None) for number in range(fact.first, min(fact.last, fact.first + 10**6) + 1)]
        key = self._key(event, fact, state)
        if key is None:
            return
        if any(line is None for line in covered):
            self._found(event, f"it covers lines {fact.first} to {fact.last}, which do not stand before it")
            return
        self.signed += 1
        self._opening(event, fact, state)
        lines = [line[1] for line in covered if line is not None]
        if all(octets is not None for octets in lines):
            text = b"".join(octets + b"\n" for octets in lines if octets is not None)
            self._verify(event, fact, key, fact.heading() + text)
        self._counted_with.setdefault(fact.key, []).append((fact.gateway, event.position, fact.week))

    def finish(self) -> None:
        """Lines nobody signed."""
        for stream, waiting in self._waiting.items():
            for number, (position, _) in sorted(waiting.items()):
                self.findings.add("signature", f"{stream} {number} is not signed, and its gateway has a key", position)

    def revocations(self, state: SeasonState) -> None:
        """Deliveries counted that were signed with a key revoked later: perhaps by somebody else."""
        for keys in state.gateway_keys.values():
            for key in keys:
                if key.revoked is None:
                    continue
                key_id = key.introduced.fact.key_id
                for gateway, position, week in self._counted_with.get(key_id, ()):
                    if gateway == key.introduced.fact.gateway:
                        says = f"{gateway} signed it with {key_id}, revoked at event {key.revoked.position}"
                        self.findings.add("revoked", says, position, week)

    def _key(self, event: Recorded[Any], fact: DeliverySigned, state: SeasonState) -> KeyState | None:
        for key in state.gateway_keys.get(fact.gateway, ()):
            if key.introduced.fact.key_id == fact.key:
                if key.revoked is not None or key.retired is not None:
                    self._found(event, f"key {fact.key} was retired or revoked before")
                return key
        self._found(event, f"{fact.gateway} has no key {fact.key}")
        return None

    def _opening(self, event: Recorded[Any], fact: DeliverySigned, state: SeasonState) -> None:
        """It is for this opening of the season: the leaf of the event that opened it, as it stands in the tree."""
        if isinstance(fact, DeliverySignedV2):
            self._names_opening_from.setdefault(fact.gateway, event.position)
            at = HASH_BYTES * (state.opened.position if state.opened else 0)
            if fact.opening != self._leaves[at - HASH_BYTES : at].hex():
                self._found(event, f"{fact.gateway} signed it for another opening of the season, such as a rehearsal")
            return
        self.without_opening += 1
        since = self._names_opening_from.get(fact.gateway)
        if since is not None and state.mode == "live":
            self._found(event, f"it names no opening of the season, which {fact.gateway} has done since event {since}")

    def _verify(self, event: Recorded[Any], fact: DeliverySigned, key: KeyState, text: bytes) -> None:
        try:
            verifier = parse_verifier_key(key.introduced.fact.key)
        except KeyMalformed as refusal:
            self._found(event, f"the key introduced is none: {refusal.sentence()}")
            return
        if digest(text) != fact.sha256 or not verifier.accepts(text.decode(), base64.b64decode(fact.signature)):
            self._found(event, f"the signature of {fact.gateway} does not fit the lines before it")

    def _found(self, event: Recorded[Any], says: str) -> None:
        self.findings.add("signature", says.rstrip("."), event.position, event.fact.week)
