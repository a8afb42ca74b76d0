"""Signed deliveries of a bundle: what a gateway with a key delivered waits until a signature covers it.

What makes a signature good stands in `delivery_signatures`, the same for a log and for a bundle.
"""

from typing import Any

from domain.gateway.events import DeliverySigned
from domain.record import Recorded
from domain.season.state import KeyState, SeasonState
from glitterball.evidence.delivery_signatures import Before, DeliverySignatures
from glitterball.evidence.verifying.findings import Findings
from glitterball.proof.spellings import HASH_BYTES

_Line = tuple[int, bytes | None]


class SignedDeliveries:
    """Lines of gateways that have a key wait here until a signature covers them: it stands right behind them."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings = findings
        self._leaves = leaves
        self._signatures = DeliverySignatures()
        self.signed = 0
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
        key = _key(fact, state)
        if key is not None and any(line is None for line in covered):
            self._found(event, f"it covers lines {fact.first} to {fact.last}, which do not stand before it")
            return
        for wrong in self._signatures.wrong(
            event, [line[1] for line in covered if line is not None], self._before(key, state)
        ):
            self._found(event, f"the signature of {fact.gateway} is not good: {wrong}")
        if key is not None:
            self.signed += 1
            self._counted_with.setdefault(fact.key, []).append((fact.gateway, event.position, fact.week))

    @property
    def without_opening(self) -> int:
        """How many signatures name no opening of the season."""
        return self._signatures.without_opening.total()

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

    def _before(self, key: KeyState | None, state: SeasonState) -> Before:
        at = HASH_BYTES * (state.opened.position if state.opened else 0)
        return Before(
            mode=state.mode,
            opening=self._leaves[at - HASH_BYTES : at].hex(),
            key=None if key is None else key.introduced.fact.key,
            in_force=key is not None and key.revoked is None and key.retired is None,
        )

    def _found(self, event: Recorded[Any], says: str) -> None:
        self.findings.add("signature", says.rstrip("."), event.position, event.fact.week)


def _key(fact: DeliverySigned, state: SeasonState) -> KeyState | None:
    keys = state.gateway_keys.get(fact.gateway, ())
    return next((key for key in keys if key.introduced.fact.key_id == fact.key), None)
