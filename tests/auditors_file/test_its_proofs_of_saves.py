"""The statement of an instant save: the package and the single file compile the same, it holds exactly where the save kept
them, and a copy of either that forgets one family of its equations takes a false save."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims.compiling import statement_of_save
from domain.claims.statement import InRange, IsZero, Statement, violations
from domain.commitments.committing import Opening
from domain.commitments.p256 import Point
from glitterball.sigma import statements
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.refusals import SigmaNotProved
from glitterball.sigma.relations import LinearRelation
from glitterball.sigma.statements import proof_from, prove_statement, verify_statement
from tests.auditors_file.claims_in_its_terms import holds, serialized, serialized_by_the_file
from tests.auditors_file.single_file import vb
from tests.sigma.test_a_week_is_proved import bits_of
from tests.sigma.weeks_to_prove import CONTEXT, committed, opened

pytestmark = pytest.mark.heavy("proofs")


COUPLES = ("ada", "ben", "cleo", "dev", "eli")
SAVING = dict(zip(COUPLES, (5, 5, 5, 3, 4), strict=True))
"""Those safe had votes too, which count for nobody; eli is kept by 4 to 3."""
TURNOUT = sum(SAVING.values())
FALSE = ("dev",), ("eli",)


@given(
    votes=st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any),
    mixed=st.permutations(COUPLES),
    kept=st.integers(1, 3),
    left=st.integers(1, 2),
)
def test_it_is_compiled_alike_and_holds_exactly_where_each_kept_has_more_than_each_who_left(
    votes: list[int], mixed: list[str], kept: int, left: int
) -> None:
    counts, stay, leave = (
        dict(zip(COUPLES, votes, strict=True)),
        sorted(mixed[:kept]),
        sorted(mixed[kept : kept + left]),
    )
    ours = statement_of_save(COUPLES, sum(votes), tuple(stay), tuple(leave))
    theirs = vb.statement_of_save(COUPLES, sum(votes), stay, leave)
    assert serialized_by_the_file(theirs) == serialized(ours)
    kept_them = min(counts[couple] for couple in stay) > max(counts[couple] for couple in leave)
    assert (not violations(ours, counts)) == holds(theirs, counts) == kept_them


def points_of(openings: Mapping[str, Opening]) -> list[tuple[int, int]]:
    return [tuple(point) for point in committed(openings).values()]  # type: ignore[misc]


def test_who_had_more_is_taken_as_proved_and_who_had_fewer_or_as_many_is_not() -> None:
    openings, true = opened(SAVING), (("eli",), ("dev",))
    proof = prove_statement(statement_of_save(COUPLES, TURNOUT, *true), openings, CONTEXT)
    vb.statement_of_save(COUPLES, TURNOUT, *true).check(points_of(openings), proof, CONTEXT)
    for kept, left in (FALSE, (("ada",), ("ben",)), (("eli", "dev"), ("ada",))):
        refused(kept, left, openings, bits_of(statement_of_save(COUPLES, TURNOUT, kept, left), SAVING))


def refused(kept: Sequence[str], left: Sequence[str], openings: Mapping[str, Opening], bits: Sequence[Opening]) -> None:
    """By both, of a prover that commits to the bits he likes."""
    statement = statement_of_save(COUPLES, TURNOUT, tuple(kept), tuple(left))
    forged = proof_from(statement, openings, bits, CONTEXT)
    with pytest.raises(SigmaNotProved):
        verify_statement(statement, committed(openings), forged, CONTEXT)
    with pytest.raises(vb.Wrong):
        vb.statement_of_save(COUPLES, TURNOUT, kept, left).check(points_of(openings), forged, CONTEXT)


Family = tuple[Callable[[object], bool], Callable[[Any], bool]]
"""Which constraints a crippled copy of the package forgets, and which numbers one of the single file does."""

FORGOTTEN: dict[str, Family] = {
    "that no total is below 0": (
        lambda constraint: isinstance(constraint, InRange) and constraint.why.startswith("nobody has less"),
        lambda number: not number.constant and len(number.factors) == 1,
    ),
    "that the totals add up to the turnout": (
        lambda constraint: isinstance(constraint, IsZero),
        lambda number: not number.bits,
    ),
    "that who was kept had more": (
        lambda constraint: isinstance(constraint, InRange) and "has more than" in constraint.why,
        lambda number: number.constant == -1,
    ),
}
CHEATED = {
    "that no total is below 0": SAVING | {"dev": SAVING["dev"] + 9, "ada": SAVING["ada"] - 9},
    "that the totals add up to the turnout": SAVING | {"dev": SAVING["dev"] + 9},
    "that who was kept had more": SAVING,
}


def crippled_statement(family: str) -> Statement:
    statement = statement_of_save(COUPLES, TURNOUT, *FALSE)
    forgets, _ = FORGOTTEN[family]
    kept = tuple(constraint for constraint in statement.constraints if not forgets(constraint))
    assert len(kept) < len(statement.constraints)
    return statement._replace(constraints=kept)


def crippled_file(family: str) -> Any:
    """The single file's statement, said again without a family."""
    sound, (_, forgets) = vb.statement_of_save(COUPLES, TURNOUT, *FALSE), FORGOTTEN[family]
    crippled = vb.Statement(COUPLES, TURNOUT)
    crippled.numbers, crippled.bits = [], 0
    for number in sound.numbers:
        if not forgets(number):
            crippled.in_range(dict(number.factors), number.constant, len(number.bits))
    assert len(crippled.numbers) < len(sound.numbers)
    return crippled


@pytest.mark.parametrize("family", FORGOTTEN)
def test_a_copy_that_forgets_a_family_of_constraints_takes_a_false_save(family: str) -> None:
    openings, crippled = opened(CHEATED[family]), crippled_statement(family)
    forged = proof_from(crippled, openings, bits_of(crippled, CHEATED[family]), CONTEXT)
    verify_statement(crippled, committed(openings), forged, CONTEXT)
    crippled_file(family).check(points_of(openings), forged, CONTEXT)
    refused(*FALSE, openings, bits_of(statement_of_save(COUPLES, TURNOUT, *FALSE), CHEATED[family]))


def bits_that_lie() -> list[Opening]:
    """The whole of each number in its lowest bit, in range or not."""
    bits: list[Opening] = []
    for constraint in statement_of_save(COUPLES, TURNOUT, *FALSE).constraints:
        if isinstance(constraint, InRange):
            bits += [
                fresh_opening(constraint.linear.value(SAVING)),
                *(fresh_opening(0) for _ in range(constraint.bits - 1)),
            ]
    return bits


def is_opened(elements: Sequence[int]) -> bool:
    """C = b G + r H."""
    return list(elements) == [0, 1]


def is_squared(elements: Sequence[int]) -> bool:
    """C = b C + s H, which with the other makes b 0 or 1."""
    return len(elements) == 2 and elements[0] > 1


def adds_up(elements: Sequence[int]) -> bool:
    """The bits, to the number that follows from the totals."""
    return list(elements) == [1]


@contextmanager
def without_equations(monkeypatch: pytest.MonkeyPatch, forgets: Callable[[Sequence[int]], bool]) -> Iterator[None]:
    """Crippled copies of both, which forget a family of equations over the bits; told by the elements of its terms."""
    relation_of, witness_of, of_file = statements._relation, statements._witness, vb.Statement.relation

    def crippled_relation(statement: Statement, elements: Sequence[Point]) -> LinearRelation:
        made = relation_of(statement, elements)
        kept = tuple(equation for equation in made.equations if not forgets([term.element for term in equation.terms]))
        assert len(kept) < len(made.equations)
        return made._replace(equations=kept)

    def crippled_in_file(statement: Any, points: Any) -> Any:
        made = of_file(statement, points)
        kept = [equation for equation in made.equations if not forgets([term[1] for term in equation.right])]
        return type(made)(made.unknowns, made.points, kept)

    def unscrupulous(statement: Statement, held: Sequence[Opening]) -> list[int]:
        """Of a bit that is none, where nothing asks what it opens to: C = 1 C + 0 H."""
        witness = witness_of(statement, held)
        at = [
            (placed.scalar + 3 * place, bit)
            for placed in statements._placed(statement)
            for place, bit in enumerate(placed.bits)
        ]
        for scalar, bit in at:
            if held[bit].value not in (0, 1):
                witness[scalar : scalar + 3] = [1, 0, 0]
        return witness

    with monkeypatch.context() as crippled:
        if forgets is is_opened:
            crippled.setattr(statements, "_witness", unscrupulous)
        crippled.setattr(statements, "_relation", crippled_relation)
        crippled.setattr(vb.Statement, "relation", crippled_in_file)
        yield


@pytest.mark.parametrize("forgets", [is_opened, is_squared, adds_up])
def test_a_copy_that_forgets_a_family_of_equations_takes_a_false_save(
    monkeypatch: pytest.MonkeyPatch, forgets: Callable[[Sequence[int]], bool]
) -> None:
    openings = opened(SAVING)
    statement = statement_of_save(COUPLES, TURNOUT, *FALSE)
    bits = bits_of(statement, SAVING) if forgets is adds_up else bits_that_lie()
    with without_equations(monkeypatch, forgets):
        forged = proof_from(statement, openings, bits, CONTEXT)
        verify_statement(statement, committed(openings), forged, CONTEXT)
        theirs = vb.statement_of_save(COUPLES, TURNOUT, *FALSE)
        relation = theirs.relation(
            [*points_of(openings), *(vb.p256_point(forged[at : at + 33]) for at in range(0, 33 * theirs.bits, 33))]
        )
        vb.check_proof(relation, forged[33 * theirs.bits :], vb.PROVED_ABOUT + CONTEXT)
    refused(*FALSE, openings, bits)
