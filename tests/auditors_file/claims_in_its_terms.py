"""Statements of the single file beside the package's, and what they say of given counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.claims.claim import Claim
from domain.claims.compiling import statement_of
from domain.claims.refusals import ClaimCannotBeCompiled, ClaimPubliclyFalse
from domain.claims.statement import Statement
from domain.commitments.p256 import GENERATOR
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from glitterball.sigma.statements import _relation
from tests.auditors_file.single_file import period_in_its_terms, rulebook_in_its_terms, vb
from tests.sigma.weeks_to_prove import hidden

Groups = Sequence[Sequence[str]]


def in_its_terms(rulebook: Rulebook, period: ScoringPeriod, turnout: int, claim: Claim) -> Any:
    """The single file's statement of a claim about a week without its votes."""
    return vb.Compiled(
        rulebook_in_its_terms(rulebook), period_in_its_terms(hidden(period)), turnout, claim.groups, claim.equal
    ).statement


def answer_of_the_package(rulebook: Rulebook, period: ScoringPeriod, turnout: int, claim: Claim) -> bytes | str:
    """The relation the package compiles, serialized; or why there is none."""
    try:
        return serialized(statement_of(rulebook, hidden(period), turnout, claim))
    except ClaimPubliclyFalse:
        return "publicly false"
    except ClaimCannotBeCompiled:
        return "cannot be compiled"


def serialized(statement: Statement) -> bytes:
    """The package's relation, every point the base."""
    points = [GENERATOR] * (2 + len(statement.couples) + statement.bits)
    return _relation(statement, points).serialized()[: -33 * (len(points) - 1)]


def answer_of_the_file(rulebook: Rulebook, period: ScoringPeriod, turnout: int, claim: Claim) -> bytes | str:
    """The relation the single file compiles, likewise."""
    try:
        return serialized_by_the_file(in_its_terms(rulebook, period, turnout, claim))
    except vb.PubliclyFalse:
        return "publicly false"
    except vb.Wrong:
        return "cannot be compiled"


def serialized_by_the_file(statement: Any) -> bytes:
    """The single file's relation, every point the base."""
    points = [vb.P256_BASE] * (len(statement.couples) + statement.bits)
    octets: bytes = statement.relation(points).octets()
    return octets[: -33 * (len(points) + 1)]


def holds(statement: Any, counts: Mapping[str, int]) -> bool:
    """Whether counts fulfil a statement of the single file: a bit is 1 where the first of the next number has more."""
    value = {1: 0, **{statement.count(couple): count for couple, count in counts.items()}}
    for number, following in zip(statement.numbers, [*statement.numbers[1:], None], strict=True):
        if number.is_bit:
            (first, _), (second, _), _ = following.factors
            value[number.bits[0]] = int(value[first] > value[second])
            continue
        total = number.constant + sum(factor * value[point] for point, factor in number.factors)
        if not 0 <= total < 2 ** len(number.bits):
            return False
    return True
