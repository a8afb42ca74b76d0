"""What a proof is bound to, as bytes: the season, the certification, what went in, what is claimed, and which commitments count.

A proof of rank points stays true under other marks of the same order, and one of shares under other couples' names; what it is
about stands here, in one spelling (decision 0026).
"""

import json
from collections.abc import Callable
from dataclasses import replace

from domain.record import digest
from domain.season.proving.claimed import Question
from domain.season.proving.facts import OfProof, ProvedBody
from domain.season.state import SeasonState, rulebook_event
from domain.tabulation.hashing import inputs_json

LeafOf = Callable[[int], str]
"""The leaf hash of the event at a position, in hexadecimal."""


def context_json(state: SeasonState, question: Question, fact: OfProof, leaf_of: LeafOf) -> bytes:
    """The context of a proof. Of the fact only what it claims is looked at, not the hashes it names."""
    adopted = rulebook_event(state, fact.week)
    assert state.opened is not None, "a week that was certified is of a season that was opened"
    assert adopted is not None, "and has a rulebook"
    told = {
        "context": "glitterball.outcome-context.v1",
        "opening": leaf_of(state.opened.position),
        "week": fact.week,
        "certified": fact.certified,
        "certificate": leaf_of(fact.certified),
        "rulebook": adopted.fact.sha256,
        "inputs": digest(inputs_json(replace(question.period, votes=(), previous_points=()))),
        "groups": fact.groups,
        "equal": fact.equal,
        "proved": [_proved(body) for body in fact.proved],
        "counted": _counted(question, leaf_of),
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def _proved(body: ProvedBody) -> dict[str, object]:
    placed = {} if body.placed is None else {"placed": body.placed}
    return {"body": body.body, "turnout": body.turnout, **placed}


def _counted(question: Question, leaf_of: LeafOf) -> list[object]:
    manifests = [(held.manifest.fact.week, held.manifest.fact.gateway, held) for held in question.counted]
    return [
        [week, gateway, leaf_of(held.manifest.position), held.places]
        for week, gateway, held in sorted(manifests, key=lambda named: named[:2])
    ]


def bound_to(context_sha256: str, body: str) -> bytes:
    """What the proof of one body's statement is bound to: 32 bytes."""
    return bytes.fromhex(digest(bytes.fromhex(context_sha256) + body.encode()))
