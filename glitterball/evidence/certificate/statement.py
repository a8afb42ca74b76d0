"""The audit statement of a week whose votes were never published: in the form of a certificate, and certifying nothing.

Nobody certified such a week, so nobody's name stands under it; a signature under its JSON is the auditor's own.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from domain.record import digest
from glitterball.audit.as_json import announced_as_json, finding_as_json
from glitterball.audit.saying import SENTENCES, implied_lines
from glitterball.audit.week import WeekAudit, audit_week
from glitterball.evidence.certificate.as_json import episode_as_json, rules_as_json
from glitterball.evidence.certificate.certificate import episodes_of, rules_of
from glitterball.evidence.certificate.filling import Piece, filled, read_template
from glitterball.evidence.certificate.filters import filters_of
from glitterball.evidence.certificate.page import announced_in, dates_in, resource, zone_in
from glitterball.evidence.certificate.qr import qr_path
from glitterball.evidence.certificate.scores import scores_of
from glitterball.evidence.certificate.scores_json import scores_as_json
from glitterball.evidence.certificate.zones import UTC, Zone
from glitterball.proof.keys import SignerKey, VerifierKey
from glitterball.proof.notes import open_note, sign_note
from glitterball.proof.refusals import NoteMalformed
from projections.fold import SeasonFold
from projections.names import listed

SCHEMA = "glitterball.statement.v1"
NEVER = (
    "The votes: nobody outside the show has seen them. That some vote gives a result does not say that it was cast.",
    "Whether the marks on record are those given: they come from published sources, which each event names.",
    "What the show decided off the record.",
)


def statement_text(fold: SeasonFold, week: int, as_of: int, zone: Zone = UTC) -> str:
    """The JSON of a statement, as it is signed. Refuses a week that was not opened or has no rulebook."""
    audit, state = audit_week(fold, week), fold.state
    assert state.opened is not None, "an audited week is one of a season that was opened"
    opened, fact = state.opened.fact, state.weeks[week].opened.fact
    document = {
        "schema": SCHEMA,
        "mode": opened.mode,
        "notice": "",
        "show": opened.show,
        "season": opened.season,
        "number": opened.number,
        "venue": opened.venue,
        "week": week,
        "as_of": as_of,
        "zone": {"name": zone.name, "offset": zone.offset},
        "episodes": [
            episode_as_json(shown) for shown in episodes_of(state, (*fact.scores_from, *fact.votes_from, week))
        ],
        "scores_from": list(fact.scores_from),
        "votes_from": list(fact.votes_from),
        "rulebook": rules_as_json(rules_of(state, week), audit.form, audit.says, audit.assumptions),
        "couples": dict(audit.names),
        "scores": scores_as_json(scores_of(state, week)),
        "announced": announced_as_json(audit.announced),
        "verdict": SENTENCES[audit.verdict],
        "implied": _implied(audit),
        "findings": [finding_as_json(finding) for finding in audit.findings],
        "not_checked": [*NEVER, *(f"Not on record: {lacking}." for lacking in audit.not_published)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def statement_html(text: str) -> str:
    """The page of a statement, filled from its JSON."""
    document: dict[str, Any] = json.loads(text)
    sha256 = digest(text.encode())
    shown = {
        "digest": sha256,
        "short": sha256[:16],
        "code": qr_path(f"GLITTERBALL:SHA256:{sha256.upper()}"),
        "rehearsal": False,
        "for_paper": True,
        "when": dates_in(document),
        "announced": _said(document),
        "judges": list(document["scores"]["judges"].values()),
        "zone": zone_in(document),
    }
    return filled(_template(), {**document, "shown": shown}, filters_of(document))


def sign_statement(text: str, signers: Sequence[SignerKey]) -> bytes:
    """The statement as a signed note."""
    return sign_note(text, signers)


def open_statement(note: bytes, known: Sequence[VerifierKey]) -> dict[str, Any]:
    """The statement in a note that a known key signed. Refuses what `open_note` refuses, and a note of something else."""
    document = json.loads(open_note(note, known).text)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise NoteMalformed("its text is not a statement")
    return document


def _implied(audit: WeekAudit) -> list[str]:
    return list(implied_lines(audit.implied, dict(audit.names))) if audit.implied else []


def _said(document: dict[str, Any]) -> str:
    """Who was said to leave, or the places; else what was said."""
    said, names = document["announced"], document["couples"]
    if said["eliminated"]:
        return f"{listed([names.get(couple, couple) for couple in said['eliminated']])} left"
    told = [f"{what}: {couples}" for what, couples in announced_in(document) if couples]
    return "; ".join(told) or "nobody left"


@cache
def _template() -> tuple[Piece, ...]:
    return read_template(resource("statement.html"), resource("certificate.css"))
