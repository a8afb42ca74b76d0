"""Who left is proved from commitments, and nothing else is believed: each row of the attacks tried on the design."""

from collections.abc import Callable, Mapping
from random import Random

import pytest

from domain.claims.claim import Claim
from domain.claims.compiling import statement_of_body
from domain.claims.statement import (
    Above,
    InRange,
    IsZero,
    Linear,
    Statement,
    Total,
    compared,
    counted,
    violations,
)
from domain.commitments import committing as commitments
from domain.commitments.committing import Opening, commit
from domain.commitments.p256 import GENERATOR, ORDER, POINT_BYTES, Point, points_of, sum_of
from domain.commitments.refusals import PointRefused
from domain.rulebook import Rulebook
from glitterball.sigma import statements
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.refusals import SigmaNotProved, StatementNotTrue
from glitterball.sigma.statements import proof_from, prove_statement, verify_statement
from tests.sigma.weeks_to_prove import (
    CONTEXT,
    COUNTS,
    MARKS,
    RANKS,
    SHARES,
    claimed,
    committed,
    opened,
    saved,
    stated,
    week,
)
from tests.thoroughness import examples, part

BOOKS = pytest.mark.parametrize("rulebook", part([SHARES, RANKS], 0, of=2), ids=lambda book: book.id)


def form_names(rulebook: Rulebook) -> list[str]:
    return [form.name for form in rulebook.forms if form.select.kind != "nobody"]


def refused(statement: Statement, totals: Mapping[str, Point], proof: bytes, context: bytes = CONTEXT) -> None:
    with pytest.raises((SigmaNotProved, PointRefused)):
        verify_statement(statement, totals, proof, context)


def bits_of(statement: Statement, counts: Mapping[str, int]) -> list[Opening]:
    """The bits a prover without scruples commits to: the lowest of whatever number there is, in range or not."""
    return [
        fresh_opening(constraint.linear.value(counts) >> place & 1)
        for constraint in statement.constraints
        if isinstance(constraint, InRange)
        for place in range(constraint.bits)
    ]


def forced(statement: Statement, openings: Mapping[str, Opening]) -> bytes:
    """A proof by a prover that checks nothing."""
    counts = {couple: opening.value for couple, opening in openings.items()}
    return proof_from(statement, openings, bits_of(statement, counts), CONTEXT)


@BOOKS
def test_what_was_announced_is_proved_in_every_form_without_a_count(rulebook: Rulebook) -> None:
    for form in form_names(rulebook):
        period = saved(rulebook, week(form))
        statement, openings = stated(rulebook, period, claimed(rulebook, period)), opened(COUNTS)
        proof = prove_statement(statement, openings, CONTEXT)
        verify_statement(statement, committed(openings), proof, CONTEXT)


@pytest.mark.heavy("proofs")
@BOOKS
def test_equal_counts_are_proved_once_they_are_disclosed(rulebook: Rulebook) -> None:
    counts = COUNTS | {"ben": COUNTS["cleo"]}
    period = week("single", counts)
    claim = claimed(rulebook, period)._replace(equal=(("ben", "cleo"),))
    statement, openings = stated(rulebook, period, claim), opened(counts)
    verify_statement(statement, committed(openings), prove_statement(statement, openings, CONTEXT), CONTEXT)
    not_equal = opened(COUNTS | {"ben": COUNTS["cleo"] - 1, "ada": COUNTS["ada"] + 1})
    refused(statement, committed(not_equal), forced(statement, not_equal))


def exchanged(claim: Claim) -> Claim:
    """The couple that leaves and the best of those that stay, exchanged."""
    safe, leaving = claim.groups[0][0], claim.groups[-1][-1]
    swap = {safe: leaving, leaving: safe}
    return claim._replace(groups=tuple(tuple(swap.get(couple, couple) for couple in group) for group in claim.groups))


@BOOKS
def test_a_false_claim_has_no_proof_and_a_forced_one_is_refused(rulebook: Rulebook) -> None:
    period = week("single")
    alike = dict.fromkeys(MARKS, 20)  # so that marks alone refute nothing
    period = week(period.form, COUNTS, alike)
    false = stated(rulebook, period, exchanged(claimed(rulebook, period)))
    openings = opened(COUNTS)
    with pytest.raises(StatementNotTrue, match="stands above"):
        prove_statement(false, openings, CONTEXT)
    refused(false, committed(openings), forced(false, openings))


@pytest.mark.heavy("proofs")
@BOOKS
def test_a_true_proof_is_good_for_nothing_else(rulebook: Rulebook) -> None:
    period, finale = week("single"), week("finale")
    claim = claimed(rulebook, period)
    statement, openings = stated(rulebook, period, claim), opened(COUNTS)
    totals, proof = committed(openings), prove_statement(statement, openings, CONTEXT)
    other_marks = week("single", COUNTS, MARKS | {"ada": 20})
    refused(statement, totals, proof, bytes(32))
    refused(stated(rulebook, period, exchanged(claim)), totals, proof)
    refused(stated(rulebook, period, claim, sum(COUNTS.values()) + 1), totals, proof)
    refused(stated(rulebook, finale, claimed(rulebook, finale)), totals, proof)
    refused(stated(RANKS if rulebook is SHARES else SHARES, period, claim), totals, proof)
    if rulebook is SHARES:  # rank points stay the same under marks in the same order; there the context binds them
        refused(stated(rulebook, other_marks, claim), totals, proof)
    refused(statement, totals | {"ada": commit([openings["ada"]._replace(value=COUNTS["ada"] + 1)])[0]}, proof)
    refused(statement, totals | {"ada": totals["ben"], "ben": totals["ada"]}, proof)


@pytest.mark.heavy("proofs")
@BOOKS
def test_one_bit_changed_is_refused_wherever_it_stands(rulebook: Rulebook) -> None:
    period = week("single")
    statement, openings = stated(rulebook, period, claimed(rulebook, period)), opened(COUNTS)
    totals, proof = committed(openings), prove_statement(statement, openings, CONTEXT)
    chance = Random(150)
    for _ in range(examples(100, fewest=3, of=33)):
        at = chance.randrange(8 * len(proof))
        changed = bytearray(proof)
        changed[at // 8] ^= 1 << at % 8
        refused(statement, totals, bytes(changed))


def test_bytes_that_are_no_proof_are_refused() -> None:
    period = week("single")
    statement, openings = stated(SHARES, period, claimed(SHARES, period)), opened(COUNTS)
    totals, proof = committed(openings), prove_statement(statement, openings, CONTEXT)
    last = int.from_bytes(proof[-32:], "big")
    lifted = [(last + ORDER).to_bytes(32, "big")] if last + ORDER < 1 << 256 else []
    for altered in (
        b"",
        proof + b"\x00",
        proof[:-1],
        proof[POINT_BYTES:],
        bytes(POINT_BYTES) + proof[POINT_BYTES:],
        b"\x04" + proof[1:],
        proof[:-32] + ORDER.to_bytes(32, "big"),
        *(proof[:-32] + spelled for spelled in lifted),
    ):
        refused(statement, totals, altered)


NEGATIVE = COUNTS | {"ada": COUNTS["ada"] + 1000, "dev": COUNTS["dev"] - 1000}


@BOOKS
def test_less_than_no_votes_for_one_couple_and_more_for_another_are_refused(rulebook: Rulebook) -> None:
    period = week("single")
    assert sum(NEGATIVE.values()) == sum(COUNTS.values())
    statement, openings = stated(rulebook, period, claimed(rulebook, period)), opened(NEGATIVE)
    with pytest.raises(StatementNotTrue, match="less than no votes"):
        prove_statement(statement, openings, CONTEXT)
    refused(statement, committed(openings), forced(statement, openings))


def without(statement: Statement, dropped: Callable[[object], bool]) -> Statement:
    """A crippled copy of the design: some of its constraints are forgotten."""
    return statement._replace(constraints=tuple(one for one in statement.constraints if not dropped(one)))


def is_total_range(constraint: object) -> bool:
    return isinstance(constraint, InRange) and constraint.why.startswith("nobody has less")


def test_a_design_that_forgets_the_range_of_each_total_proves_a_false_outcome() -> None:
    """The classic mistake: with -1 votes for one couple the wrong one leaves, and the turnout is right."""
    alike = dict.fromkeys(MARKS, 20)
    cheated = COUNTS | {"dev": COUNTS["dev"] + 206, "ben": COUNTS["ben"] - 206}
    claim = Claim((("ada", "cleo", "dev"), ("ben",)))
    sound = stated(SHARES, week("single", COUNTS, alike), claim)
    openings = opened(cheated)
    assert violations(sound, COUNTS), "ben does not leave"
    crippled = without(sound, is_total_range)
    verify_statement(crippled, committed(openings), forced(crippled, openings), CONTEXT)
    refused(sound, committed(openings), forced(sound, openings))


@pytest.mark.heavy("proofs")
def test_a_second_generator_of_known_logarithm_proves_a_false_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever knows it opens what was committed as any other counts: so everybody makes H anew and reads it nowhere."""
    alike = dict.fromkeys(MARKS, 20)
    claim = Claim((("ada", "cleo", "dev"), ("ben",)))
    sound = stated(SHARES, week("single", COUNTS, alike), claim)
    known = 20240924
    (weak,) = commit([Opening(known, 0)])
    honest_generator = commitments.second_generator()
    commitments._tables.cache_clear()
    try:
        with monkeypatch.context() as crippled:
            crippled.setattr(commitments, "second_generator", lambda: weak)
            crippled.setattr(statements, "second_generator", lambda: weak)
            honest = opened(COUNTS)
            totals = committed(honest)  # signed before anybody tabulated
            wanted = {"ada": 310, "ben": 64, "cleo": 420, "dev": 205}
            inverse = pow(known, -1, ORDER)
            reopened = {
                couple: Opening(
                    wanted[couple], (honest[couple].blinding + (COUNTS[couple] - wanted[couple]) * inverse) % ORDER
                )
                for couple in COUNTS
            }
            assert committed(reopened) == totals
            forged = prove_statement(sound, reopened, CONTEXT)
            verify_statement(sound, totals, forged, CONTEXT)
    finally:
        commitments._tables.cache_clear()
    assert commitments.second_generator() == honest_generator != weak
    refused(sound, totals, forged)


def one_constraint(constraint: InRange | IsZero) -> Statement:
    return Statement(("ada",), 1, (constraint,))


def test_a_whole_number_in_one_bit_is_refused() -> None:
    """Without C = b C + s H a "bit" could be any number: 5 fits in one bit then."""
    statement = one_constraint(InRange(Linear(((Total("ada"), 1),)), 1, "one bit"))
    openings = opened({"ada": 5})
    refused(statement, committed(openings), proof_from(statement, openings, [fresh_opening(5)], CONTEXT))
    openings = opened({"ada": 1})
    verify_statement(statement, committed(openings), prove_statement(statement, openings, CONTEXT), CONTEXT)


def test_bits_that_do_not_add_up_to_the_number_are_refused() -> None:
    statement = one_constraint(InRange(Linear(((Total("ada"), 1),)), 3, "three bits"))
    openings = opened({"ada": 9})
    bits = [fresh_opening(bit) for bit in (1, 0, 0)]
    refused(statement, committed(openings), proof_from(statement, openings, bits, CONTEXT))


def test_a_sum_that_is_not_zero_is_refused() -> None:
    statement = one_constraint(IsZero(Linear(((Total("ada"), 1),), -7), "seven"))
    openings = opened({"ada": 8})
    refused(statement, committed(openings), forced(statement, openings))
    openings = opened({"ada": 7})
    verify_statement(statement, committed(openings), prove_statement(statement, openings, CONTEXT), CONTEXT)


def test_a_comparison_that_says_the_opposite_is_refused() -> None:
    period = week("single")
    statement, openings = stated(RANKS, period, claimed(RANKS, period)), opened(COUNTS)
    bits = bits_of(statement, COUNTS)
    at = 0
    for constraint in statement.constraints:
        if isinstance(constraint, InRange) and isinstance(constraint.linear.coefficients[0][0], Above):
            break
        at += constraint.bits if isinstance(constraint, InRange) else 0
    bits[at] = fresh_opening(1 - bits[at].value)
    refused(statement, committed(openings), proof_from(statement, openings, bits, CONTEXT))


def test_a_bit_said_again_is_the_bit_it_was() -> None:
    """Half points can make a claim read "the bit is not below 0": it must not stand for a bit of its own, tied to no count."""
    counts = {"ada": 3, "ben": 4}
    bit = Linear(((Above("ada", "ben"), 1),))
    ada_is_above = IsZero(bit._replace(constant=-1), "ada is above ben")
    again = InRange(bit, 1, "half a point more, half a point less")
    statement = Statement(
        ("ada", "ben"), 7, (*counted(("ada", "ben"), 7, ()), *compared("ada", "ben", 7), again, ada_is_above)
    )
    assert violations(statement, counts) == [ada_is_above]
    openings, bits = opened(counts), bits_of(statement, counts)
    bits[-1] = fresh_opening(1)
    refused(statement, committed(openings), proof_from(statement, openings, bits, CONTEXT))
    true = statement._replace(constraints=statement.constraints[:-1])
    verify_statement(true, committed(openings), prove_statement(true, openings, CONTEXT), CONTEXT)


@pytest.mark.heavy("proofs")
def test_the_points_of_a_voting_body_are_proved_from_its_hidden_counts() -> None:
    """The song contest: each country's points are published, its counts are not."""
    songs = ("ad", "be", "cy", "dk", "ee")
    counts = dict(zip(songs, (40, 900, 3, 0, 120), strict=True))
    statement = statement_of_body(songs, 1063, ("be", "ee", "ad"), 3)
    openings = opened(counts)
    verify_statement(statement, committed(openings), prove_statement(statement, openings, CONTEXT), CONTEXT)
    another_order, another_song, had_votes_too, had_no_votes = (
        (("ee", "be", "ad"), 3),
        (("be", "ee", "cy"), 3),
        (("be", "ee", "ad"), 4),
        (("be", "ee", "ad", "cy", "dk"), 5),
    )
    for placed, places in (another_order, another_song, had_votes_too, had_no_votes):
        false = statement_of_body(songs, 1063, placed, places)
        assert violations(false, counts)
        refused(false, committed(openings), forced(false, openings))
    fewer_than_places = statement_of_body(songs, 1063, ("be", "ee", "ad", "cy"), 10)
    assert not violations(fewer_than_places, counts)


def test_the_second_generator_is_the_one_made_from_the_sentence() -> None:
    assert commitments.second_generator() != GENERATOR
    assert commit([Opening(0, 1)]) == [commitments.second_generator()]
    assert commit([Opening(1, 0)]) == [GENERATOR]
    together = commit([Opening(3 + 4, 5 + 6)])
    first, second = commit([Opening(3, 5), Opening(4, 6)])
    assert points_of([sum_of([first, second])]) == together, "commitments add up as the counts do"
