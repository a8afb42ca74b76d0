"""The single file takes the package's proofs of who left, and refuses each forgery that was tried on the design."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from domain.claims.claim import Claim
from domain.claims.compiling import statement_of, statement_of_body
from domain.claims.statement import InRange, Statement, violations
from domain.commitments import committing as commitments
from domain.commitments.committing import Opening, commit
from domain.commitments.p256 import ORDER, POINT_BYTES, Point
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from glitterball.sigma import statements
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.statements import proof_from, prove_statement
from tests.auditors_file.claims_in_its_terms import in_its_terms
from tests.auditors_file.single_file import vb
from tests.sigma.test_a_week_is_proved import bits_of, exchanged, form_names
from tests.sigma.weeks_to_prove import (
    CONTEXT,
    COUNTS,
    MARKS,
    RANKS,
    SHARES,
    claimed,
    committed,
    hidden,
    opened,
    saved,
    week,
)
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("proofs")


BOOKS = pytest.mark.parametrize("rulebook", part([SHARES, RANKS], 1, of=2), ids=lambda book: book.id)
TURNOUT = sum(COUNTS.values())
ALIKE = dict.fromkeys(MARKS, 20)
"""Marks that refute nothing by themselves."""


class Night:
    """A claim about a week, as the prover has it and as the single file compiles it."""

    def __init__(
        self, rulebook: Rulebook, period: ScoringPeriod, claim: Claim | None = None, turnout: int = TURNOUT
    ) -> None:
        claim = claimed(rulebook, period) if claim is None else claim
        self.claim, self.stated = claim, statement_of(rulebook, hidden(period), turnout, claim)
        self.compiled = in_its_terms(rulebook, period, turnout, claim)

    def takes(self, totals: Mapping[str, Point], proof: bytes, context: bytes = CONTEXT) -> None:
        self.compiled.check([tuple(totals[couple]) for couple in self.compiled.couples], proof, context)

    def refuses(self, totals: Mapping[str, Point], proof: bytes, context: bytes = CONTEXT) -> None:
        with pytest.raises(vb.Wrong):
            self.takes(totals, proof, context)


def forced(statement: Statement, openings: Mapping[str, Opening]) -> bytes:
    """A proof by a prover that checks nothing."""
    counts = {couple: opening.value for couple, opening in openings.items()}
    return proof_from(statement, openings, bits_of(statement, counts), CONTEXT)


@BOOKS
def test_what_was_announced_is_taken_as_proved_in_every_form(rulebook: Rulebook) -> None:
    for form in form_names(rulebook):
        night, openings = Night(rulebook, saved(rulebook, week(form))), opened(COUNTS)
        proof = prove_statement(night.stated, openings, CONTEXT)
        assert len(proof) == night.compiled.proof_length
        night.takes(committed(openings), proof)


@BOOKS
def test_equal_counts_are_taken_as_equal_and_others_are_not(rulebook: Rulebook) -> None:
    counts = COUNTS | {"ben": COUNTS["cleo"]}
    period = week("single", counts)
    claim = claimed(rulebook, period)._replace(equal=(("ben", "cleo"),))
    night, openings = Night(rulebook, period, claim, sum(counts.values())), opened(counts)
    night.takes(committed(openings), prove_statement(night.stated, openings, CONTEXT))
    not_equal = opened(COUNTS | {"ben": COUNTS["cleo"] - 1, "ada": COUNTS["ada"] + 1})
    night.refuses(committed(not_equal), forced(night.stated, not_equal))


@BOOKS
def test_a_false_claim_forced_by_a_prover_that_checks_nothing_is_refused(rulebook: Rulebook) -> None:
    period, openings = week("single", COUNTS, ALIKE), opened(COUNTS)
    night = Night(rulebook, period, exchanged(claimed(rulebook, period)))
    assert violations(night.stated, COUNTS)
    night.refuses(committed(openings), forced(night.stated, openings))


@BOOKS
def test_a_true_proof_is_good_for_nothing_else(rulebook: Rulebook) -> None:
    period, openings = week("single"), opened(COUNTS)
    night, totals = Night(rulebook, period), committed(openings)
    proof = prove_statement(night.stated, openings, CONTEXT)
    night.takes(totals, proof)
    night.refuses(totals, proof, bytes(32))
    Night(rulebook, period, exchanged(night.claim)).refuses(totals, proof)
    Night(rulebook, period, night.claim, TURNOUT + 1).refuses(totals, proof)
    Night(rulebook, week("finale")).refuses(totals, proof)
    Night(RANKS if rulebook is SHARES else SHARES, period, night.claim).refuses(totals, proof)
    if rulebook is SHARES:  # rank points stay the same under marks in the same order; there the context binds them
        Night(rulebook, week("single", COUNTS, MARKS | {"ada": 20}), night.claim).refuses(totals, proof)
    one_more = commit([openings["ada"]._replace(value=COUNTS["ada"] + 1)])[0]
    night.refuses(totals | {"ada": one_more}, proof)
    night.refuses(totals | {"ada": totals["ben"], "ben": totals["ada"]}, proof)


@BOOKS
def test_one_bit_changed_is_refused_wherever_it_stands(rulebook: Rulebook) -> None:
    night, openings = Night(rulebook, week("single")), opened(COUNTS)
    totals, proof = committed(openings), prove_statement(night.stated, openings, CONTEXT)
    chance = Random(150)
    for _ in range(examples(150, fewest=5, of=30)):
        at = chance.randrange(8 * len(proof))
        changed = bytearray(proof)
        changed[at // 8] ^= 1 << at % 8
        night.refuses(totals, bytes(changed))


def test_bytes_that_are_no_proof_are_refused() -> None:
    night, openings = Night(SHARES, week("single")), opened(COUNTS)
    totals, proof = committed(openings), prove_statement(night.stated, openings, CONTEXT)
    for altered in (
        b"",
        proof + b"\x00",
        proof[:-1],
        proof[POINT_BYTES:],
        bytes(POINT_BYTES) + proof[POINT_BYTES:],
        b"\x04" + proof[1:],
        proof[:-32] + ORDER.to_bytes(32, "big"),
    ):
        night.refuses(totals, altered)


@BOOKS
def test_less_than_no_votes_for_one_couple_and_more_for_another_are_refused(rulebook: Rulebook) -> None:
    negative = COUNTS | {"ada": COUNTS["ada"] + 1000, "dev": COUNTS["dev"] - 1000}
    night, openings = Night(rulebook, week("single")), opened(negative)
    night.refuses(committed(openings), forced(night.stated, openings))


def crippled(night: Night) -> Any:
    """The single file's statement with the range of each total forgotten: only the proof's bits of it are left out."""
    statement = night.compiled
    many = len(statement.couples)
    bits_less = sum(len(number.bits) for number in statement.numbers[:many])
    moved = vb.Statement(statement.couples, statement.turnout)
    moved.numbers = [
        number._replace(
            bits=range(number.bits.start - bits_less, number.bits.stop - bits_less),
            factors=[(at - bits_less if at >= 2 + many else at, factor) for at, factor in number.factors],
        )
        for number in statement.numbers[many:]
    ]
    moved.bits = statement.bits - bits_less
    return moved


def test_a_design_that_forgets_the_range_of_each_total_takes_a_false_outcome_and_the_file_does_not() -> None:
    """The classic mistake: with -1 votes for one couple the wrong one leaves, and the turnout is right."""
    cheated = COUNTS | {"dev": COUNTS["dev"] + 206, "ben": COUNTS["ben"] - 206}
    night, openings = (
        Night(SHARES, week("single", COUNTS, ALIKE), Claim((("ada", "cleo", "dev"), ("ben",)))),
        opened(cheated),
    )
    without = night.stated._replace(
        constraints=tuple(
            constraint
            for constraint in night.stated.constraints
            if not (isinstance(constraint, InRange) and constraint.why.startswith("nobody has less"))
        )
    )
    totals, forged = committed(openings), forced(without, openings)
    crippled(night).check([tuple(totals[couple]) for couple in COUNTS], forged, CONTEXT)
    night.refuses(totals, forged)
    night.refuses(totals, forced(night.stated, openings))


def test_a_second_generator_of_known_logarithm_would_prove_a_false_outcome_and_the_file_makes_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    night = Night(SHARES, week("single", COUNTS, ALIKE), Claim((("ada", "cleo", "dev"), ("ben",))))
    known = 20240924
    (weak,) = commit([Opening(known, 0)])
    commitments._tables.cache_clear()
    try:
        with monkeypatch.context() as broken:
            broken.setattr(commitments, "second_generator", lambda: weak)
            broken.setattr(statements, "second_generator", lambda: weak)
            honest = opened(COUNTS)
            totals = committed(honest)  # signed before anybody tabulated
            wanted, inverse = {"ada": 310, "ben": 64, "cleo": 420, "dev": 205}, pow(known, -1, ORDER)
            reopened = {
                couple: Opening(count, (honest[couple].blinding + (COUNTS[couple] - count) * inverse) % ORDER)
                for couple, count in wanted.items()
            }
            assert committed(reopened) == totals
            forged = prove_statement(night.stated, reopened, CONTEXT)
    finally:
        commitments._tables.cache_clear()
    night.refuses(totals, forged)
    monkeypatch.setattr(vb, "second_generator", lambda: tuple(weak))
    night.takes(totals, forged)


def test_a_comparison_that_says_the_opposite_is_refused() -> None:
    night, openings = Night(RANKS, week("single")), opened(COUNTS)
    bits = bits_of(night.stated, COUNTS)
    at = next(number.bits.start for number in night.compiled.numbers if number.is_bit) - 2 - len(COUNTS)
    bits[at] = fresh_opening(1 - bits[at].value)
    night.refuses(committed(openings), proof_from(night.stated, openings, bits, CONTEXT))


def test_a_whole_number_in_one_bit_is_refused() -> None:
    """Without C = b C + s H a "bit" could be any number: 206 in the lowest bit, and nothing in the others."""
    night, openings = Night(SHARES, week("single")), opened(COUNTS)
    bits = [fresh_opening(0) for _ in range(night.stated.bits)]
    at = 0
    for constraint in night.stated.constraints:
        if isinstance(constraint, InRange):
            bits[at] = fresh_opening(constraint.linear.value(COUNTS))
            at += constraint.bits
    night.refuses(committed(openings), proof_from(night.stated, openings, bits, CONTEXT))


def test_bits_that_do_not_add_up_to_the_number_are_refused() -> None:
    night, openings = Night(SHARES, week("single")), opened(COUNTS)
    bits = bits_of(night.stated, COUNTS)
    bits[-1] = fresh_opening(1 - bits[-1].value)
    night.refuses(committed(openings), proof_from(night.stated, openings, bits, CONTEXT))


def test_a_bit_said_again_is_a_number_like_any_other() -> None:
    """Half points can make a claim read "the bit is not below 0": it is tied to the bit it was, not to one of its own."""
    statement = vb.Statement(("ada", "ben"), 7)
    bit = statement.is_bit()
    statement.at_least_0({bit: 1}, 0)
    relation = statement.relation([vb.P256_BASE] * (2 + statement.bits))
    assert relation.equations[-1].left == [(bit, 1), (bit + 1, -1)]


def test_the_points_of_a_voting_body_are_taken_as_proved_and_others_refused() -> None:
    """The song contest: each country's points are published, its counts are not."""
    songs = ("ad", "be", "cy", "dk", "ee")
    counts = dict(zip(songs, (40, 900, 3, 0, 120), strict=True))
    openings = opened(counts)
    points = [tuple(point) for point in committed(openings).values()]
    true, proof = (
        ("be", "ee", "ad"),
        prove_statement(statement_of_body(songs, 1063, ("be", "ee", "ad"), 3), openings, CONTEXT),
    )
    vb.statement_of_body(songs, 1063, true, 3).check(points, proof, CONTEXT)
    for placed, places in (
        (("ee", "be", "ad"), 3),
        (("be", "ee", "cy"), 3),
        (("be", "ee", "ad"), 4),
        (("be", "ee", "ad", "cy", "dk"), 5),
    ):
        false = vb.statement_of_body(songs, 1063, placed, places)
        forged = forced(statement_of_body(songs, 1063, placed, places), openings)
        for offered in (proof, forged):
            with pytest.raises(vb.Wrong):
                false.check(points, offered, CONTEXT)
