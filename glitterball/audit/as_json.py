"""An audit as plain JSON values: the same audit gives the same bytes. Exact numbers and large counts are text, because JSON
readers turn them into floats; positions, weeks and places are small whole numbers."""

from domain.exact import write_exact
from domain.findings import Finding
from domain.season.state import Announced
from domain.tabulation.outcome import Outcome
from glitterball.audit.week import AssumptionInForce, AuditStep, Dispute, WeekAudit
from glitterball.closeness.implied import Implied, PlaceRange, Reading, ShareEnd, ShareRange, Witness

SCHEMA = "week-audit.v1"

Json = dict[str, object]


def audit_as_json(audit: WeekAudit) -> Json:
    """The whole audit."""
    return {
        "schema": SCHEMA,
        "season": audit.season,
        "mode": audit.mode,
        "week": audit.week,
        "rulebook": audit.rulebook,
        "rulebook_sha256": audit.rulebook_sha256,
        "rulebook_adopted_at": audit.rulebook_adopted_at,
        "form": audit.form,
        "says": audit.says,
        "names": dict(audit.names),
        "verdict": audit.verdict,
        "sound": audit.sound,
        "computed": _outcome(audit.outcome),
        "announced": {**announced_as_json(audit.announced), "rests_on": list(audit.announced.rests_on)},
        "certified": audit.certified,
        "certified_at": audit.certified_at,
        "steps": [step_as_json(step) for step in audit.steps],
        "findings": [finding_as_json(finding) for finding in audit.findings],
        "disputes": [_dispute(dispute) for dispute in audit.disputes],
        "assumptions": [assumption_as_json(assumption) for assumption in audit.assumptions],
        "not_published": list(audit.not_published),
        "alternatives": [
            {"switched": dict(other.switched), "status": other.status, "leaving": list(other.leaving)}
            for other in audit.alternatives
        ],
        "implied": implied_as_json(audit.implied),
        "implied_by_danger": implied_as_json(audit.implied_by_danger),
    }


def announced_as_json(said: Announced) -> Json:
    """What was said on air, in a fixed order."""
    return {
        "danger": _couples(said.danger),
        "saved": _couples(said.saved),
        "eliminated": _couples(said.eliminated),
        "places": None if said.places is None else [[couple, place] for couple, place in said.places],
    }


def _dispute(dispute: Dispute) -> Json:
    return {
        "what": dispute.what,
        "couples": list(dispute.couples),
        "claim": dispute.claim,
        "source": dispute.source,
        "position": dispute.position,
    }


def assumption_as_json(assumption: AssumptionInForce) -> Json:
    """An unknown, as it is assumed to be."""
    return {
        "name": assumption.name,
        "clause": assumption.clause,
        "says": assumption.says,
        "alternatives": list(assumption.alternatives),
    }


def finding_as_json(finding: Finding) -> Json:
    """A finding."""
    return {"where": finding.where, "what": finding.what, "severity": finding.severity}


def implied_as_json(implied: Implied | None) -> Json | None:
    """What an announced result implies, reading by reading."""
    if implied is None:
        return None
    return {
        "week": implied.week,
        "left": list(implied.left),
        "verdict": implied.verdict,
        "readings": [_reading(reading) for reading in implied.readings],
    }


def _outcome(outcome: Outcome) -> Json:
    return {
        "status": outcome.status,
        "bottom": list(outcome.bottom),
        "leaving": list(outcome.leaving),
        "saved": list(outcome.saved),
        "sides": [side.name for side in outcome.sides],
        "standings": [
            {
                "couple": line.couple,
                "raw": [str(value) for value in line.raw],
                "points": [str(value) for value in line.points],
                "combined": None if line.combined is None else str(line.combined),
                "place": line.place,
                "shared": line.shared,
                "result": line.result,
            }
            for line in outcome.standings()
        ],
        "needs": [
            {"what": need.what, "couples": list(need.couples), "clause": need.clause, "why": need.why}
            for need in outcome.needs
        ],
    }


def step_as_json(step: AuditStep, *, withheld: bool = False) -> Json:
    """A step of the working. Where it is `withheld` nobody is told what was compared, nor how it divided the couples."""
    return {
        "number": step.number,
        "stage": step.stage,
        "clause": step.clause,
        "source": step.source,
        "compared": None if withheld else [[couple, write_exact(value)] for couple, value in step.compared],
        "groups": None if withheld else [list(group) for group in step.groups],
        "how": step.how,
        "rests_on": [list(span) for span in step.rests_on],
    }


def _reading(reading: Reading) -> Json:
    orders = reading.orders
    return {
        "switched": dict(reading.switched),
        "possible": reading.possible,
        "why": reading.why,
        "orders": None
        if orders is None
        else {
            "total": str(orders.total),
            "giving": str(orders.giving),
            "open_ties": None if orders.open_ties is None else str(orders.open_ties),
            "placings": str(orders.placings),
            "placings_total": str(orders.placings_total),
        },
        "places": [_place(place) for place in reading.places],
        "shares": [_share(share) for share in reading.shares],
    }


def _place(place: PlaceRange) -> Json:
    return {
        "couple": place.couple,
        "best": place.best,
        "worst": place.worst,
        "possible": list(place.possible),
        "at_best": _witness(place.at_best),
        "at_worst": _witness(place.at_worst),
    }


def _share(share: ShareRange) -> Json:
    return {"couple": share.couple, "least": _end(share.least), "most": _end(share.most)}


def _end(end: ShareEnd) -> Json:
    return {"share": str(end.share), "attained": end.attained, "witness": _witness(end.witness)}


def _witness(witness: Witness) -> Json:
    return {"votes": [[couple, str(votes)] for couple, votes in witness.votes], "kept": list(witness.kept)}


def _couples(couples: tuple[str, ...] | None) -> list[str] | None:
    return None if couples is None else list(couples)
