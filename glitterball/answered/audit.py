"""What is answered of the audit of a week, as machines read it."""

from typing import Any

from glitterball.audit.as_json import audit_as_json
from glitterball.audit.week import WeekAudit
from glitterball.store import Season


def audit_document(season: Season, audit: WeekAudit) -> dict[str, Any]:
    """The whole audit as one JSON document."""
    return {
        "schema": "glitterball.week-audit.v1",
        "mode": season.mode,
        "basis": season.basis(audit.week),
        "data": audit_as_json(audit),
        "warnings": [str(finding) for finding in audit.findings if finding.severity != "note"],
    }
