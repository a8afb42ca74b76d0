"""Gateways' keys: introduced, rotated and revoked as the rules allow, none of them used before, nor anybody's on the roster."""

from typing import Any

from domain.record import Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.keys import rules
from domain.season.people.refusals import KeyOfAnother
from domain.season.state import SeasonState
from glitterball.evidence.verifying.findings import Findings

COMMANDS: dict[type[Any], type[Any]] = {
    e.GatewayKeyIntroduced: c.IntroduceGatewayKey,
    e.GatewayKeyRotated: c.RotateGatewayKey,
    e.GatewayKeyRevoked: c.RevokeGatewayKey,
}
"""What each fact about a gateway's keys was decided from: the same rules are asked again."""


def check_gateway_key(event: Recorded[Any], state: SeasonState, findings: Findings) -> None:
    """Look at the next event of a season's stream; `state` is what stands before it."""
    asked = COMMANDS.get(type(event.fact))
    if asked is None:
        return
    said = {name: getattr(event.fact, name) for name in asked.model_fields if name != "do"}
    try:
        if rules.decide(asked(**said), state) != event.fact:
            findings.add("signature", "it retires another key than the one in force", event.position)
    except KeyOfAnother as refusal:
        findings.add("people", refusal.statement().rstrip("."), event.position)
    except Refusal as refusal:
        findings.add("signature", refusal.statement().rstrip("."), event.position)
