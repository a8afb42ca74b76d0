"""A certificate as JSON: the same certificate gives the same bytes. Exact numbers and counts of votes are text."""

import json

from domain.exact import Exact, write_exact
from glitterball.audit.as_json import Json, announced_as_json, assumption_as_json, finding_as_json, step_as_json
from glitterball.audit.week import AssumptionInForce
from glitterball.evidence.certificate.certificate import Certificate, Episode, Rules, Window
from glitterball.evidence.certificate.decisions import Decision, Settled
from glitterball.evidence.certificate.exclusions import Ended, Exclusion
from glitterball.evidence.certificate.margin_json import margins_as_json
from glitterball.evidence.certificate.people import Answerable
from glitterball.evidence.certificate.proofs import proofs_as_json
from glitterball.evidence.certificate.publishing import Published
from glitterball.evidence.certificate.scores_json import scores_as_json
from glitterball.evidence.certificate.withheld import shows, steps_of, ties_of
from projections.turnout import Row

SCHEMA = "glitterball.certificate.v2"
NOTICE = "REHEARSAL: synthetic votes. This is not the result of a broadcast."


def certificate_text(certificate: Certificate) -> str:
    """The JSON as signed: one value a line where it fits, ending in newline."""
    return json.dumps(certificate_json(certificate), ensure_ascii=False, indent=1) + "\n"


def certificate_json(certificate: Certificate) -> Json:
    """The whole certificate as plain JSON values in a fixed order; `proof` and `proved_as_if` only where the week has such."""
    one = certificate
    return {
        "schema": SCHEMA,
        "mode": one.mode,
        "notice": NOTICE if one.rehearsal else "",
        "show": one.opened.show,
        "season": one.opened.season,
        "number": one.opened.number,
        "venue": one.opened.venue,
        "week": one.week,
        "stands": one.stands,
        "sealed": one.sealed,
        "as_of": one.as_of,
        "zone": {"name": one.zone.name, "offset": one.zone.offset},
        "episodes": [episode_as_json(each) for each in one.episodes],
        "scores_from": list(one.scores_from),
        "votes_from": list(one.votes_from),
        "windows": [window_as_json(each) for each in one.windows],
        "rulebook": rules_as_json(one.rules, one.audit.form, one.audit.says, one.audit.assumptions),
        "checkpoints": [_checkpoint(each) for each in one.checkpoints],
        "certified": _certified(one),
        "couples": one.names,
        "votes": [_delivered(row) for row in one.votes],
        "scores": scores_as_json(one.scores),
        "outcome": _outcome(one),
        "ties": [_tie(each, one.sealed and each.means is None) for each in ties_of(one)],
        "announced": announced_as_json(one.audit.announced),
        **proofs_as_json(one.proof, one.as_if),
        "margins": margins_as_json(one.margins),
        "exclusions": [_exclusion(each, one.sealed, one.in_parts) for each in one.exclusions],
        "decisions": [decision_as_json(each) for each in one.decisions],
        "findings": [finding_as_json(finding) for finding in one.audit.findings],
        "verifier": {"name": one.verifier.name, "version": one.verifier.version, "sha256": one.verifier.sha256},
        "not_checked": list(one.not_checked),
    }


def episode_as_json(one: Episode) -> Json:
    """A broadcast."""
    return {"week": one.week, "number": one.number, "date": one.date, "theme": one.theme}


def window_as_json(one: Window) -> Json:
    """When the votes of a week were taken."""
    return {
        "week": one.week,
        "opens": one.opens,
        "closes": one.closes,
        "opened": {"position": one.opened_at, "time": one.opened_time},
        "sealed": {"position": one.sealed_at, "time": one.sealed_time},
    }


def _checkpoint(one: Published) -> Json:
    return {
        "origin": one.origin,
        "size": one.size,
        "root": one.root,
        "named": list(one.named),
        "first_published": one.where or "not published",
    }


def _certified(one: Certificate) -> Json:
    return {
        "position": one.certified.position,
        "time": one.certified.time,
        "by": list(one.certified_by.names),
        "inputs_sha256": None if one.sealed else one.certified.fact.inputs_sha256,
        "working_sha256": None if one.sealed else one.certified.fact.working_sha256,
    }


def decision_as_json(one: Decision) -> Json:
    """A decision, with who answers for it."""
    return {
        "kind": one.kind,
        "what": one.what,
        "reason": one.reason,
        "by": _names(one.people),
        "position": one.position,
        "time": one.time,
    }


def rules_as_json(rules: Rules, form: str, says: str, assumptions: tuple[AssumptionInForce, ...]) -> Json:
    """The rulebook in force, and what the week's form of it says."""
    return {
        "ref": rules.ref,
        "title": rules.title,
        "sha256": rules.sha256,
        "adopted": {"position": rules.adopted_at, "time": rules.adopted_time},
        "from_week": rules.from_week,
        "by": list(rules.people.names),
        "form": form,
        "says": says,
        "assumptions": [assumption_as_json(assumption) for assumption in assumptions],
    }


def _delivered(row: Row) -> Json:
    return {
        "week": row.week,
        "gateway": row.gateway,
        "channel": row.channel,
        "body": row.body,
        "batches": row.batches,
        "received": str(row.received),
        "accepted": str(row.accepted),
        "rejected": {reason: str(count) for reason, count in row.rejected_by_reason},
        "late": str(row.late),
        "voided": row.voided,
        "voided_batches": row.voided_batches,
        "after_the_seal": {"batches": row.after_the_seal, "votes": str(row.votes_after_the_seal)},
        "missing": row.missing,
        "manifest": row.manifest,
    }


def _outcome(one: Certificate) -> Json:
    outcome = one.audit.outcome
    return {
        "status": outcome.status,
        "verdict": one.audit.verdict,
        "bottom": list(one.bottom),
        "leaving": list(one.leaving),
        "saved": list(one.saved),
        "immune": list(outcome.immune),
        "sides": [side.name for side in outcome.sides],
        "standings": [
            {
                "couple": line.couple,
                "raw": _values(line.raw, one),
                "points": _values(line.points, one),
                "combined": None if line.combined is None or one.sealed else write_exact(line.combined),
                "place": line.place if not one.sealed or outcome.placed else None,
                "result": one.result_of(line),
            }
            for line in one.lines
        ],
        "needs": [{"what": need.what, "couples": list(need.couples), "why": need.why} for need in outcome.needs],
        "steps": [step_as_json(step, withheld=not shows(one, step)) for step in steps_of(one)],
    }


def _values(values: tuple[Exact, ...], one: Certificate) -> list[str | None]:
    return [
        write_exact(value) if shows(one, side.name) else None
        for value, side in zip(values, one.audit.outcome.sides, strict=True)
    ]


def _tie(one: Settled, sealed: bool) -> Json:
    return {
        "couples": None if sealed else list(one.couples),
        "clause": one.clause,
        "how": one.how,
        "order": None if sealed else [list(group) for group in one.groups],
        "settled": one.means,
        "by": _names(one.people),
        "position": one.position,
    }


def _exclusion(one: Exclusion, sealed: bool, in_parts: bool) -> Json:
    return {
        "kind": one.kind,
        "week": one.week,
        "what": one.what,
        "votes": None if one.votes is None or in_parts else str(one.votes),
        "reason": one.reason,
        "by": _names(one.people),
        "position": one.position,
        "outcome_differs": one.differs,
        "bottom_differs": one.bottom_differs,
        "without_it": _ended(one.without) if not sealed else None,
    }


def _ended(end: Ended | None) -> Json | None:
    if end is None:
        return None
    places = [[couple, place] for couple, place in end.places]
    return {"status": end.status, "bottom": list(end.bottom), "leaving": list(end.leaving), "places": places}


def _names(people: Answerable | None) -> list[str]:
    return list(people.names) if people is not None else []
