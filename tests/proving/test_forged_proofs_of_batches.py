"""Proofs of weeks whose batches commit, forged: a batch's points exchanged, a batch left out of the sum, one that is void or
came late counted, counts nobody delivered. Both verifiers refuse each, and name it alike."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from domain.commitments.batches import CommittedBatch, batch_commitments
from domain.commitments.manifests import Place
from domain.gateway.events import VoteBatchReceivedV2, gateway_stream
from domain.record import digest
from domain.season.commands import RecordProof
from domain.season.proving.claimed import Question, asked, question
from domain.season.proving.context import bound_to, context_json
from domain.season.proving.counted import Committed, CommittedPlace
from domain.season.proving.opened import opened
from glitterball.proving import leaf_in
from glitterball.proving.prove import _true_claim
from glitterball.rulebooks import shipped_rulebook
from glitterball.sigma.proof_file import joined
from glitterball.sigma.statements import prove_statement
from tests.auditors_file.both import Both
from tests.evidence.verifying.taken_apart import taken_apart
from tests.proving.shows import COUPLES, PRODUCER, SEASON, Published, Show
from tests.proving.test_weeks_with_mishaps_are_proved import played
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("proofs")


MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = dict(zip(COUPLES, (310, 205, 420, 164, 0), strict=True))
"""Nobody votes for eli, whose marks are the lowest too: out of whichever batches."""
ORDER = tuple(reversed(COUPLES))
Batches = tuple[CommittedBatch, ...]


BOOKS = ("us-28-29", "us-3-27")


@pytest.fixture
def show(book: str) -> Show:
    """South's first batch came late and is void, north's second is void."""
    found = Show(shipped_rulebook(book), by_batch=True)
    played(found, "single", MARKS, COUNTS, "south 1 comes late", {"north 2 is void"})
    return found


def committed(show: Show, gateway: str, number: int) -> CommittedBatch:
    """A batch as it stands in the log, in time or not."""
    fact = next(event.fact for event in show.log.stream(gateway_stream(SEASON, 1, gateway)) if event.sequence == number)
    assert isinstance(fact, VoteBatchReceivedV2)
    return CommittedBatch(number, bytes.fromhex("".join(fact.commitments or ())), fact.counts, fact.nonce)


def made_up(place: Place, number: int, counts: dict[str, int]) -> CommittedBatch:
    """Counts nobody delivered, under points that fit them."""
    nonce = "5" * 64
    points = batch_commitments(nonce, place, number, ORDER, counts)
    return CommittedBatch(number, bytes.fromhex("".join(points)), tuple(counts[couple] for couple in ORDER), nonce)


def changed(about: Question, gateway: str, channel: str, change: Callable[[Batches], Batches]) -> Question:
    """As if other batches of a gateway's channel counted."""

    def of(held: Committed) -> Committed:
        places = [
            place._replace(batches=change(place.batches))
            if (held.gateway, place.channel) == (gateway, channel)
            else place
            for place in held.places
        ]
        there = {place.channel for place in places}
        if held.gateway == gateway and channel not in there:
            places.append(CommittedPlace(channel, "viewers", batches=change(())))
        return held._replace(places=tuple(sorted(place for place in places if place.batches)))

    return about._replace(counted=tuple(map(of, about.counted)))


LIES: dict[str, Callable[[Show, Question], Question]] = {
    "a batch is left out": lambda show, about: changed(about, "south", "sms", lambda batches: batches[1:]),
    "a void batch is counted": lambda show, about: changed(
        about, "north", "sms", lambda batches: (committed(show, "north", 2), *batches)
    ),
    "a late batch is counted": lambda show, about: changed(
        about, "south", "app", lambda batches: (committed(show, "south", 1), *batches)
    ),
    "a batch has other counts": lambda show, about: changed(
        about,
        "north",
        "app",
        lambda batches: (
            made_up(show.place(1, "north", "app"), 1, dict.fromkeys(COUPLES, 9) | {"eli": 1}),
            *batches[1:],
        ),
    ),
}


def lied(show: Show, lie: Callable[[Show, Question], Question], *, fitting: bool) -> RecordProof:
    """A proof of other batches, which is true of these; its context fits them, or is the one it should have."""
    fold = show.engine.fold(SEASON)
    about = question(fold.state, 1, fold.tallies)
    other = lie(show, about)
    openings = {"viewers": opened(other, fold.tallies, "viewers")}
    command = _true_claim(other, openings)
    leaf = partial(leaf_in, show.log)
    context = digest(context_json(fold.state, other if fitting else about, command, leaf))
    proof = [
        prove_statement(each.statement, openings[each.body], bound_to(context, each.body))
        for each in asked(other, command)
    ]
    return command.model_copy(update={"context_sha256": context, "proof_sha256": show.proofs.put(joined(proof))})


@pytest.mark.parametrize(
    ("lie", "book", "fitting"),
    [
        (lie, book, fitting)
        for at, lie in enumerate(LIES)
        for book, fitting in part([*product(BOOKS, (True, False))], at, of=4)
    ],
)
def test_a_true_proof_of_other_batches_is_refused_by_both(show: Show, lie: str, fitting: bool, tmp_path: Path) -> None:
    show.say(lied(show, LIES[lie], fitting=fitting), PRODUCER)
    published = Published(show, tmp_path)
    told = Both(tmp_path, published.policy)(published.bundle(1))
    assert told.codes == ({"proof-context"} if fitting else {"proof-fails"})


def lines_altered(octets: bytes, change: Callable[[list[Any]], None]) -> Iterator[tuple[int, bytes]]:
    parts = taken_apart(octets)
    at = [place for place, (_, line) in enumerate(parts.lines) if b'"type":"vote-batch-received.v2"' in line]
    events = [json.loads(parts.lines[place][1]) for place in at]
    change(events)
    told = dict(zip(at, events, strict=True))
    for place, (position, line) in enumerate(parts.lines):
        changed = place in told
        written = json.dumps(told[place], separators=(",", ":"), ensure_ascii=False).encode() if changed else line
        yield position, written


def exchanged(events: list[Any]) -> None:
    """The points of two batches that count."""
    first, last = events[0]["fact"], events[-1]["fact"]
    first["commitments"], last["commitments"] = last["commitments"], first["commitments"]


def shortened(events: list[Any]) -> None:
    del events[0]["fact"]["commitments"][-1]


def silenced(events: list[Any]) -> None:
    del events[0]["fact"]["commitments"]


def no_point(events: list[Any]) -> None:
    events[0]["fact"]["commitments"][0] = "02" + "f" * 64


FORGED = {
    "exchanged": (exchanged, "proof-context"),
    "shortened": (shortened, "proof-event"),
    "taken out": (silenced, "proof-event"),
    "no point": (no_point, "proof-context"),
}


@pytest.mark.parametrize(
    ("how", "book"), [(how, book) for at, how in enumerate(FORGED) for book in part(BOOKS, at, of=2)]
)
def test_points_changed_by_who_holds_the_logs_key_are_found_under_the_gateways(
    show: Show, how: str, tmp_path: Path
) -> None:
    change, code = FORGED[how]
    show.proved(1)
    published = Published(show, tmp_path)
    honest = published.bundle(1)
    both = Both(tmp_path, published.policy)
    assert both(honest).codes == set()
    parts = taken_apart(honest)
    forged = parts.with_lines(list(lines_altered(honest, change))).with_leaves_of_lines()
    told = both(forged.signed_again(published.signer).packed())
    assert {"signature", code} <= told.codes
    assert told.exit_code == 5
