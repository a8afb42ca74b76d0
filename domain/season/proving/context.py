"""What a proof is bound to, as bytes: the season, the certification, what went in, what is claimed, and which commitments count.

A proof of rank points stays true under other marks of the same order, and one of shares under other couples' names; what it is
about stands here, in one spelling (decision 0026).
"""

import json
from collections.abc import Callable
from dataclasses import replace

from domain.period.ranges import at
from domain.record import digest
from domain.season.proving.as_if import AsIf, as_if_of
from domain.season.proving.claimed import Question
from domain.season.proving.counted import CommittedPlace
from domain.season.proving.facts import OfProof, ProvedBody
from domain.season.state import SeasonState, rulebook_event
from domain.tabulation.hashing import inputs_json

LeafOf = Callable[[int], str]
"""The leaf hash of the event at a position, in hexadecimal."""


def context_json(state: SeasonState, question: Question, fact: OfProof, leaf_of: LeafOf) -> bytes:
    """The context of a proof. Of the fact only what it claims is looked at, not the hashes it names."""
    adopted, wanted = rulebook_event(state, fact.week), as_if_of(fact)
    assert state.opened is not None, "a week that was certified is of a season that was opened"
    assert adopted is not None, "and has a rulebook"
    told = {
        "context": _named(question, wanted),
        "opening": leaf_of(state.opened.position),
        "week": fact.week,
        "certified": fact.certified,
        "certificate": leaf_of(fact.certified),
        **({} if wanted is None else {"as_if": wanted}),
        "rulebook": adopted.fact.sha256,
        "inputs": digest(inputs_json(replace(question.period, votes=(), previous_points=()))),
        "groups": fact.groups,
        "equal": fact.equal,
        "proved": [_proved(body) for body in fact.proved],
        "counted": _counted(question, leaf_of),
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def _named(question: Question, wanted: AsIf | None) -> str:
    """No claim's context is another's, whatever else they share."""
    if wanted is not None:
        return "glitterball.exclusion-context.v1"
    return f"glitterball.outcome-context.v{2 if question.by_batch else 1}"


def _proved(body: ProvedBody) -> dict[str, object]:
    placed = {} if body.placed is None else {"placed": body.placed}
    return {"body": body.body, "turnout": body.turnout, **placed}


def _counted(question: Question, leaf_of: LeafOf) -> list[object]:
    """Which commitments count, by week and gateway: by the leaf of their manifest, or batch by batch."""
    found: list[object] = []
    for held in sorted(question.counted, key=lambda held: (held.week, held.gateway)):
        if question.by_batch:
            found.append([held.week, held.gateway, [_batches(place) for place in held.places]])
        elif held.manifest is not None:
            found.append([held.week, held.gateway, leaf_of(held.manifest.position), held.named])
    return found


def _batches(place: CommittedPlace) -> list[object]:
    """The batches of a channel and body by their numbers, and their points by one hash."""
    numbers = at(*(batch.number for batch in place.batches))
    return [place.channel, place.body, numbers, digest(b"".join(batch.points for batch in place.batches))]


def bound_to(context_sha256: str, body: str) -> bytes:
    """What the proof of one body's statement is bound to: 32 bytes."""
    return bytes.fromhex(digest(bytes.fromhex(context_sha256) + body.encode()))
