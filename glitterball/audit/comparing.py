"""A whole season, announced against computed (or, where votes are secret, against what the announcement implies)."""

from dataclasses import dataclass

from domain.findings import Finding
from glitterball.audit.as_json import finding_as_json
from glitterball.audit.week import Verdict, WeekAudit, audit_week
from glitterball.steps import counted
from projections.fold import SeasonFold
from projections.outcomes import Agrees, Row, row_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One week. `agrees` is what the view of outcomes says; `verdict` goes further where votes are secret.

    `findings` are the errors and warnings of the week's audit.
    """

    week: int
    form: str
    agrees: Agrees
    verdict: Verdict
    announced_leaving: tuple[str, ...]
    computed_leaving: tuple[str, ...]
    announced_places: tuple[str, ...]
    computed_places: tuple[str, ...]
    certified: str
    findings: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        """Whether something contradicts."""
        refuted = self.verdict in ("does not follow", "inconsistent")
        return refuted or any(finding.severity == "error" for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        """Plain JSON values in a fixed order."""
        return {
            "week": self.week,
            "form": self.form,
            "agrees": self.agrees,
            "verdict": self.verdict,
            "differs": self.differs,
            "announced_leaving": list(self.announced_leaving),
            "computed_leaving": list(self.computed_leaving),
            "announced_places": list(self.announced_places),
            "computed_places": list(self.computed_places),
            "certified": self.certified,
            "findings": [finding_as_json(finding) for finding in self.findings],
        }


def compare_season(fold: SeasonFold) -> tuple[Comparison, ...]:
    """Every week that has a rulebook, in order."""
    rows = [row_of(fold, week) for week in sorted(fold.state.weeks)]
    weeks = counted(rows, "weeks", len(rows))
    return tuple(_compared(row, audit_week(fold, row.week)) for row in weeks if row.status != "no rulebook")


def _compared(row: Row, audit: WeekAudit) -> Comparison:
    return Comparison(
        week=row.week,
        form=row.form,
        agrees=row.agrees,
        verdict=audit.verdict,
        announced_leaving=row.announced_leaving,
        computed_leaving=row.computed_leaving,
        announced_places=row.announced_places,
        computed_places=row.computed_places,
        certified=row.certified,
        findings=tuple(finding for finding in audit.findings if finding.severity != "note"),
    )
