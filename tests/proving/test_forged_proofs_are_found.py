"""Every way tried to have a false outcome believed, or a true proof shown for something else, at the level of bundles.

A forger without a key changes files; one with the log's key changes events and signs again, and makes context and hashes
fit where he can. What he cannot make is a proof.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.claims.statement import InRange
from domain.commitments.manifests import commitments
from domain.record import digest
from domain.season import commands as c
from domain.season.proving.claimed import asked, question
from domain.season.proving.context import bound_to, context_json
from domain.season.proving.opened import opened
from domain.season.proving.refusals import ProofDoesNotFit
from glitterball.evidence.bundle.contents import HIDDEN
from glitterball.evidence.verifying.report import Report
from glitterball.evidence.verifying.stored import has_hidden_part, read_stored
from glitterball.proof.hashing import leaf_hash
from glitterball.rulebooks import shipped_rulebook
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.proof_file import HEADING, joined
from glitterball.sigma.statements import proof_from
from projections.fold import SeasonFold
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.proving.shows import ADJUDICATOR, COUPLES, DESK, PRODUCER, Published, Show, codes
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("proofs")


MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}
BOOKS = ("us-28-29", "us-3-27")
Event = dict[str, Any]
Change = Callable[[Event], None]


@pytest.fixture(scope="module", params=BOOKS)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    show = Show(shipped_rulebook(request.param))
    show.play(1, "single", MARKS, COUNTS)
    show.proved(1)
    return Published(show, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def parts(published: Published) -> Parts:
    found = taken_apart(published.bundle(1, sealed=False))
    assert published.verified(found.packed()).proved == (1,)
    return found


def proof_name(parts: Parts) -> str:
    (name,) = (name for name in parts.files if name.startswith("proofs/"))
    return name


def with_proof(parts: Parts, octets: bytes | None) -> Parts:
    return parts.with_named({proof_name(parts): octets})


def altered(parts: Parts, kind: str, change: Change) -> Parts:
    """The first event of a type changed."""
    lines = parts.lines
    at = next(at for at, (_, octets) in enumerate(lines) if f'"type":"{kind}"'.encode() in octets)
    event = json.loads(lines[at][1])
    change(event)
    lines[at] = (lines[at][0], json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode())
    return parts.with_lines(lines)


def signed(published: Published, parts: Parts) -> bytes:
    """With the log's key."""
    return parts.with_leaves_of_lines().signed_again(published.signer).packed()


def folded(parts: Parts) -> tuple[SeasonFold, Any]:
    """The season before its proof, and the proof's event, from the lines as they are."""
    hidden = dict(line.split(b" ", 1) for line in parts.files[HIDDEN].splitlines())
    fold = SeasonFold()
    for position, octets in parts.lines:
        held = hidden.get(str(position).encode()) if has_hidden_part(octets) else None
        event = read_stored(position, octets, held).event
        if event.fact.TYPE == "outcome-proved.v1":
            return fold, event
        fold.apply(event)
    raise AssertionError("nothing was proved")


def leaf_of(parts: Parts, position: int) -> str:
    return leaf_hash(dict(parts.lines)[position]).hex()


def with_fitting_hashes(parts: Parts, octets: bytes) -> Parts:
    """The context's hash is that of what stands there now, and the proof's that of these bytes."""
    fold, event = folded(parts)
    context = context_json(fold.state, question(fold.state, 1, fold.tallies), event.fact, partial(leaf_of, parts))
    hashes = {"context_sha256": digest(context), "proof_sha256": digest(octets)}
    return with_proof(altered(parts, "outcome-proved.v1", lambda found: found["fact"].update(hashes)), octets)


def forced(parts: Parts) -> bytes:
    """A proof by a prover that checks nothing, with the openings of the counts as they are."""
    fold, event = folded(parts)
    about = question(fold.state, 1, fold.tallies)
    context = digest(context_json(fold.state, about, event.fact, partial(leaf_of, parts)))
    (only,) = asked(about, event.fact)
    held = opened(about, fold.tallies, only.body)
    counts = {couple: opening.value for couple, opening in held.items()}
    bits = [
        fresh_opening(constraint.linear.value(counts) >> place & 1)
        for constraint in only.statement.constraints
        if isinstance(constraint, InRange)
        for place in range(constraint.bits)
    ]
    return joined([proof_from(only.statement, held, bits, bound_to(context, only.body))])


def test_a_result_that_does_not_follow_has_no_proof(published: Published) -> None:
    show = Show(published.show.rulebook)
    show.open_week(1, "single")
    show.open_lines(1)
    show.score(1, MARKS)
    show.vote(1, COUNTS)
    show.close_lines(1)
    outcome = show.decide(1)
    show.certify(1)
    another = next(couple for couple in COUPLES if couple not in outcome.leaving)
    show.say(c.AnnounceElimination(week=1, couple=another), PRODUCER)
    with pytest.raises(ProofDoesNotFit, match="it is not so that"):
        show.proved(1)


def announcing(parts: Parts, couple: str) -> Parts:
    """Another couple leaves, on air and in the groups: the log's key signs that it does."""
    (gone,) = (
        json.loads(next(line for _, line in parts.lines if b'"couple-eliminated.v1"' in line))["fact"]["couple"],
    )
    told = altered(parts, "couple-eliminated.v1", lambda event: event["fact"].update(couple=couple))
    told = altered(told, "danger-announced.v1", lambda event: event["fact"].update(couples=[couple]))
    groups = [sorted({*COUPLES} - {couple}), [couple]]
    assert gone != couple
    return altered(told, "outcome-proved.v1", lambda event: event["fact"].update(groups=groups))


def leaving(parts: Parts) -> str:
    _, event = folded(parts)
    (gone,) = event.fact.groups[-1]
    return str(gone)


def another(parts: Parts) -> str:
    """A couple that does not leave, whose marks alone do not say so."""
    return next(couple for couple in ("dev", "eli", "cleo") if couple != leaving(parts))


def test_another_couple_said_to_leave_is_found_whatever_is_made_to_fit(published: Published, parts: Parts) -> None:
    lied = announcing(parts, another(parts))
    assert "proof-context" in codes(published.verified(signed(published, lied)))
    true_proof = parts.files[proof_name(parts)]
    refitted = codes(published.verified(signed(published, with_fitting_hashes(lied, true_proof))))
    assert refitted & {"proof-fails", "proof-bytes"}, "the statement may have as many bits, or not"
    report = published.verified(signed(published, with_fitting_hashes(lied, forced(lied))))
    assert "proof-fails" in codes(report)
    assert report.proved == ()


FACTS: dict[str, tuple[Change, str]] = {
    "groups": (lambda event: event["fact"].update(groups=[*event["fact"]["groups"][::-1]]), "proof-event"),
    "turnout": (lambda event: event["fact"]["proved"][0].update(turnout=1100), "proof-event"),
    "certification": (lambda event: event["fact"].update(certified=1), "proof-event"),
    "body": (lambda event: event["fact"]["proved"][0].update(body="instant"), "proof-event"),
    "placed": (lambda event: event["fact"]["proved"][0].update(placed=["ada"]), "proof-event"),
    "equal counts of a stranger": (lambda event: event["fact"].update(equal=[["ada", "zoe"]]), "proof-event"),
    "context": (lambda event: event["fact"].update(context_sha256="0" * 64), "proof-context"),
    "proof": (lambda event: event["fact"].update(proof_sha256="0" * 64), "proof-bytes"),
}


@pytest.mark.parametrize("what", FACTS)
def test_a_fact_that_says_something_else_is_found(published: Published, parts: Parts, what: str) -> None:
    change, code = FACTS[what]
    report = published.verified(signed(published, altered(parts, "outcome-proved.v1", change)))
    assert (codes(report), report.exit_code, report.proved) == ({code}, 5, ())


def test_equal_counts_that_are_not_equal_are_not_proved(published: Published, parts: Parts) -> None:
    lied = altered(parts, "outcome-proved.v1", lambda event: event["fact"].update(equal=[["ada", "ben"]]))
    if published.show.rulebook.id == "us-3-27":
        assert codes(published.verified(signed(published, lied))) == {"proof-event"}, "shares disclose nothing equal"
        return
    lied = with_fitting_hashes(lied, forced(lied))
    assert codes(published.verified(signed(published, lied))) == {"proof-fails"}


def test_a_mark_changed_is_found_also_where_the_ranks_stay(published: Published, parts: Parts) -> None:
    lied = altered(parts, "score-given.v2", lambda event: event["fact"].update(mark=10))
    assert "proof-context" in codes(published.verified(signed(published, lied)))


def recommitted(parts: Parts, points: Callable[[list[str]], list[str]]) -> Parts:
    """Other commitments in a manifest: who holds the gateway's key as well, whose signature is not looked at here."""

    def change(event: Event) -> None:
        channel, body, held = event["fact"]["commitments"][0]
        event["fact"]["commitments"][0] = [channel, body, points(held)]

    return altered(parts, "gateway-closed.v2", change)


def test_commitments_changed_are_found(published: Published, parts: Parts) -> None:
    octets = parts.files[proof_name(parts)]
    exchanged = recommitted(parts, lambda points: [points[1], points[0], *points[2:]])
    found = codes(published.verified(signed(published, exchanged)))
    assert {"proof-context", "signature"} <= found
    fitting = with_fitting_hashes(exchanged, octets)
    assert "proof-fails" in codes(published.verified(signed(published, fitting)))
    strange = recommitted(parts, lambda points: ["02" + "f" * 64, *points[1:]])
    fitting = with_fitting_hashes(strange, octets)
    assert "proof-commitments" in codes(published.verified(signed(published, fitting)))


def test_one_bit_of_the_proof_changed_is_found_wherever_it_stands(published: Published, parts: Parts) -> None:
    octets, chance = parts.files[proof_name(parts)], Random(published.show.rulebook.id)
    for _ in range(examples(60, fewest=4)):
        at = chance.randrange(8 * len(HEADING), 8 * len(octets))
        changed = bytearray(octets)
        changed[at // 8] ^= 1 << at % 8
        assert codes(published.verified(with_proof(parts, bytes(changed)).packed())) == {"proof-bytes"}
        insider = altered(
            with_proof(parts, bytes(changed)),
            "outcome-proved.v1",
            lambda event, changed=changed: event["fact"].update(proof_sha256=digest(bytes(changed))),
        )
        assert codes(published.verified(signed(published, insider))) == {"proof-fails"}


@pytest.mark.parametrize("how", ["cut", "longer", "empty", "headless", "of another suite"])
def test_a_file_that_is_no_such_proof_is_found(published: Published, parts: Parts, how: str) -> None:
    octets = parts.files[proof_name(parts)]
    other = {
        "cut": octets[:-1],
        "longer": octets + b"\0",
        "empty": b"",
        "headless": octets[len(HEADING) :],
        "of another suite": octets.replace(b"P256", b"P384", 1),
    }[how]
    insider = altered(
        with_proof(parts, other), "outcome-proved.v1", lambda event: event["fact"].update(proof_sha256=digest(other))
    )
    report = published.verified(signed(published, insider))
    assert (codes(report), report.exit_code) == ({"proof-bytes"}, 5)


def not_checked(report: Report) -> str:
    return "\n".join(report.not_checked)


def test_a_proof_taken_out_proves_nothing_and_that_is_said(published: Published, parts: Parts) -> None:
    named = proof_name(parts)
    bare = with_proof(parts, None)
    assert published.verified(bare.packed()).exit_code == 5, "a bundle of the third version holds a proof"
    without = published.bundle(1, proved=False)
    report = published.verified(without)
    assert (report.exit_code, report.proved) == (0, ())
    assert "the proof of week 1: it is not in the bundle" in not_checked(report)
    moved = parts.with_named({named: None, "proofs/7.sigma": parts.files[named]})
    assert codes(published.verified(moved.packed())) == {"derived"}


def test_what_is_said_of_a_proof_is_what_it_shows(published: Published) -> None:
    report = published.verified(published.bundle(1))
    told = "\n".join(report.lines())
    assert "the outcome of week 1 is proved for the votes committed to" in report.verdict
    assert "experimental, not reviewed by an outside cryptographer" in told
    assert "that each vote committed to came from a viewer" in not_checked(report)
    assert "votes verified" not in told
    assert report.as_json()["weeks_proved"] == [1]


def test_a_proof_of_a_certification_since_replaced_is_stale_and_a_new_one_is_not(tmp_path: Path) -> None:
    show = Show(shipped_rulebook("us-28-29"))
    show.play(1, "single", MARKS, COUNTS)
    first = show.proved(1)
    published = Published(show, tmp_path)
    correction = c.CorrectScore(week=1, dance="1.1.ada", judge="ines", mark=8, reason="misread")
    show.sign(correction, DESK, ADJUDICATOR)
    report = published.verified(published.bundle(1))
    assert ([found.code for found in report.findings if found.code.startswith("proof")], report.proved) == (
        ["proof-stale"],
        (),
    )
    show.certify(1)
    second = show.proved(1)
    assert second.certified > first.certified
    report = published.verified(published.bundle(1))
    stale = [found for found in report.findings if found.code == "proof-stale"]
    assert (len(stale), report.exit_code, report.proved) == (1, 0, (1,))


def test_an_announcement_taken_back_leaves_its_proof_stale(tmp_path: Path) -> None:
    show = Show(shipped_rulebook("us-28-29"))
    outcome = show.play(1, "single", MARKS, COUNTS, danger=False)
    show.proved(1)
    published = Published(show, tmp_path)
    stays = next(couple for couple in COUPLES if couple not in outcome.leaving)
    show.govern(c.CorrectAnnouncement(week=1, what="eliminated", couples=(stays,), reason="the wrong card was read"))
    report = published.verified(published.bundle(1))
    assert "proof-stale" in {found.code for found in report.findings}
    assert report.proved == ()


def test_counts_that_are_shown_are_held_against_what_was_committed_to(published: Published, parts: Parts) -> None:
    """In an open bundle a week certified although its gateway committed to other counts is found as what it was: not ready."""
    show = published.show
    fact = json.loads(next(line for _, line in parts.lines if b'"gateway-closed.v2"' in line))["fact"]
    channel, body, points = fact["commitments"][0]
    other = commitments("0" * 64, show.place(1, fact["gateway"], channel, body), COUPLES, dict.fromkeys(COUPLES, 1))
    lied = recommitted(parts, lambda held: list(other))
    assert points != list(other)
    assert "ready" in codes(published.verified(signed(published, lied)))


def test_without_each_check_a_forgery_goes_unnoticed(published: Published, parts: Parts) -> None:
    """What is found is found by that check and by no other, so that none of them can be lost without a word."""
    octets = parts.files[proof_name(parts)]
    strange = recommitted(parts, lambda points: ["02" + "f" * 64, *points[1:]])
    bit = bytes((*octets[:-1], octets[-1] ^ 1))
    insider = altered(
        with_proof(parts, bit), "outcome-proved.v1", lambda event: event["fact"].update(proof_sha256=digest(bit))
    )
    forged = {
        "proof-event": altered(parts, "outcome-proved.v1", FACTS["turnout"][0]),
        "proof-context": altered(parts, "outcome-proved.v1", FACTS["context"][0]),
        "proof-bytes": altered(parts, "outcome-proved.v1", FACTS["proof"][0]),
        "proof-commitments": with_fitting_hashes(strange, octets),
        "proof-fails": insider,
    }
    for code, lied in forged.items():
        found = codes(published.verified(signed(published, lied)))
        assert code in found
        assert codes(published.verified(signed(published, lied), without=code)) == found - {code}
