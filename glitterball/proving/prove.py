"""Proving a week's certified outcome, as it was announced. Whoever proves knows the counts; the proof shows none."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from domain.claims.refusals import ClaimPubliclyFalse
from domain.claims.statement import Counts, violations
from domain.commitments.committing import Opening, commit
from domain.commitments.refusals import PointRefused
from domain.gateway.tally import Tallies
from domain.record import Actor, Recorded, digest
from domain.season.commands import ProvingCommand, RecordExclusion, RecordProof
from domain.season.outcome import outcome_of
from domain.season.proving.as_if import AsIf, as_if_of, changed
from domain.season.proving.claimed import (
    Question,
    asked,
    bodies_of,
    level,
    question,
)
from domain.season.proving.context import bound_to, context_json
from domain.season.proving.facts import ProvedBody, ProvingFact
from domain.season.proving.groups import Groups
from domain.season.proving.opened import opened, points
from domain.season.proving.provable import gives_points, places_of, tells_equal
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.state import SeasonState
from glitterball.engine import Engine
from glitterball.log.event_log import EventLog
from glitterball.proof.hashing import leaf_hash
from glitterball.proving.folder import Proofs
from glitterball.sigma.proof_file import joined
from glitterball.sigma.statements import prove_statement

NOT_YET = "0" * 64


def prove(
    engine: Engine,
    season: str,
    week: int,
    by: Actor,
    proofs: Proofs,
    at: str | None = None,
    as_if: AsIf | None = None,
) -> Recorded[Any]:
    """Prove the week's last certification and record that; where that is done and the proof is there, the event that says so.

    With `as_if` it is proved that the same couples leave as if something else had counted. Refuses (`CannotBeProved`,
    `ProofDoesNotFit`) a week that cannot be proved, with what stands against it.
    """
    made = made_proof(engine, season, week, proofs, as_if)
    if isinstance(made, Recorded):
        return made
    (recorded,) = engine.do(season, made, by, at)
    return recorded


def made_proof(
    engine: Engine, season: str, week: int, proofs: Proofs, as_if: AsIf | None = None
) -> ProvingCommand | Recorded[ProvingFact]:
    """A new proof among the `proofs`, and the command that puts it on record; or the event of one that stands and is there."""
    fold = engine.fold(season)
    state, tallies = fold.state, fold.tallies
    about = question(state, week, tallies, as_if)
    known = standing(state, week, about, as_if)
    if known is not None and proofs.get(known.fact.proof_sha256) is not None:
        return known
    openings = {body: opened(about, tallies, body) for body in bodies_of(about)}
    command: ProvingCommand = _true_claim(about, openings)
    if as_if is not None:
        _require_committed(about, openings)
        _require_decided(state, week, tallies, as_if)
        told = {**dict(command), "do": "record-exclusion-proof", "as_if": as_if.how, "channel": as_if.channel}
        command = RecordExclusion.model_validate(told)
    context = digest(context_json(state, about, command, partial(leaf_in, engine.log)))
    made = [
        prove_statement(each.statement, openings[each.body], bound_to(context, each.body))
        for each in asked(about, command)
    ]
    return command.model_copy(update={"context_sha256": context, "proof_sha256": proofs.put(joined(made))})


def _require_committed(about: Question, openings: dict[str, dict[str, Opening]]) -> None:
    """Nobody has held against its counts what does not count, before the week was ready: what is void."""
    for body, held in openings.items():
        try:
            fits = list(points(about, body).values()) == commit(list(held.values()))
        except PointRefused:
            fits = False
        if not fits:
            raise CannotBeProved(
                about.period.week, "not-committed", f"others than the counts of {body} were committed to"
            )


def _require_decided(state: SeasonState, week: int, tallies: Tallies, as_if: AsIf) -> None:
    """A lot or a decision counts of exactly the couples it was made of, and who would be tied rests on hidden counts: `tabulate`
    alone knows whether people would have to settle it anew."""
    outcome = outcome_of(changed(state, week, tallies, as_if), week, tallies)
    if outcome.status != "decided":
        needs = "; ".join(f"{need.what} of {', '.join(need.couples)}" for need in outcome.needs)
        raise ProofDoesNotFit(week, f"{as_if.says} it would not be decided: it would need {needs}")


def standing(state: SeasonState, week: int, about: Question, as_if: AsIf | None = None) -> Recorded[ProvingFact] | None:
    """The last proof of the week's last certification, if it is of what is announced now, and of the same claim."""
    found = state.weeks[week]
    every: tuple[Recorded[Any], ...] = found.proofs if as_if is None else found.exclusions
    proved = [
        event
        for event in every
        if event.fact.certified == about.certified
        and event.fact.groups in about.claims
        and as_if_of(event.fact) == as_if
    ]
    return proved[-1] if proved else None


def leaf_in(log: EventLog, position: int) -> str:
    """The leaf hash of an event of a log, in hexadecimal."""
    _, stored = next(log.raw(position - 1, position))
    return leaf_hash(stored).hex()


def _true_claim(about: Question, openings: dict[str, dict[str, Opening]]) -> RecordProof:
    """Of the claims that what was announced may stand for, the first that the counts make true."""
    counts: dict[str, Counts] = {
        body: {couple: opening.value for couple, opening in held.items()} for body, held in openings.items()
    }
    week = about.period.week
    proved = tuple(_proved(about, body, counts[body]) for body in bodies_of(about))
    if not proved:
        raise CannotBeProved(week, "rule-not-provable", "no vote was counted")
    why, misfit = "what was announced does not follow from the counts", None
    for groups in about.claims:
        for equal in _disclosures(about, counts[proved[0].body]):
            claim = RecordProof(
                week=week, certified=about.certified, groups=groups, equal=equal, proved=proved,
                context_sha256=NOT_YET, proof_sha256=NOT_YET,
            )  # fmt: skip
            try:
                broken = next(_broken(about, claim, counts), None)
            except ProofDoesNotFit as refusal:  # such as songs named in danger that were not, by the points published
                misfit = refusal
                continue
            if broken is None:
                return claim
            why = broken
    raise misfit or ProofDoesNotFit(week, f"it is not so that {why}")


def _disclosures(about: Question, counts: Counts) -> Iterator[Groups]:
    """Which counts to disclose as equal, what tells least first: all of them where ranks are made of votes; else none, or those
    of couples that the marks leave level, where something behind the votes has put one before the other."""
    if tells_equal(about.rulebook):
        yield _alike({couple: (count,) for couple, count in counts.items()})
        return
    yield ()
    if not gives_points(about.rulebook):
        shown = level(about)
        yield _alike({couple: (count, shown[couple]) for couple, count in counts.items()})


def _broken(about: Question, claim: RecordProof, counts: dict[str, Counts]) -> Iterator[str]:
    """What of a claim is not so."""
    try:
        statements = asked(about, claim)
    except ClaimPubliclyFalse as false:
        yield f"{false.above} stands above {false.below}"
        return
    for each in statements:
        yield from (constraint.why for constraint in violations(each.statement, counts[each.body]))


def _proved(about: Question, body: str, counts: Counts) -> ProvedBody:
    turnout, week = sum(counts.values()), about.period.week
    if turnout < 1:
        raise CannotBeProved(week, "rule-not-provable", f"nobody voted in {body}")
    if not gives_points(about.rulebook):
        return ProvedBody(body=body, turnout=turnout)
    falling = sorted((couple for couple in counts if counts[couple]), key=lambda couple: -counts[couple])
    (places,) = places_of(about.rulebook, about.form, body)
    for before, after in pairwise(falling[: places + 1]):
        if counts[before] == counts[after]:
            raise CannotBeProved(week, "tied-in-a-body", f"{before} and {after} have equal votes in {body}")
    return ProvedBody(body=body, turnout=turnout, placed=tuple(falling[:places]))


def _alike(counted: Mapping[str, tuple[Fraction | int, ...]]) -> Groups:
    """The couples of which all of it is equal, each group and all of them ascending."""
    alike: dict[tuple[Fraction | int, ...], list[str]] = {}
    for couple in sorted(counted):
        alike.setdefault(counted[couple], []).append(couple)
    return tuple(sorted(tuple(group) for group in alike.values() if len(group) > 1))
