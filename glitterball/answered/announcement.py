"""What was announced of a week beside what is computed, in sentences: what differs, what agrees, what cannot be compared yet.

An announcement can come before the outcome is decided (who is in danger is said before the judges save anybody), and before it is
certified. It is never said to agree with what does not exist: what is missing is named instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.findings import Finding
from domain.season.readiness import is_ready
from glitterball.audit import disagreements as found
from glitterball.audit.saying import SENTENCES
from glitterball.audit.week import WeekAudit
from glitterball.store import Season
from projections.readiness import in_names

AGAINST_COMPUTED = frozenset(
    kind.code
    for kind in (
        found.LEFT_THOUGH_NOBODY_DOES,
        found.LEAVING_DIFFERS,
        found.PLACES_DIFFER,
        found.DANGER_DIFFERS,
        found.SAVED_DIFFERS,
    )
)
"""Findings that say of an announcement that it is not what is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An announcement beside what is computed. `differing` is what an audit finds against it, `says` what else is true of it, in
    sentences, and `sound` whether nothing contradicts."""

    differing: tuple[Finding, ...]
    says: tuple[str, ...]
    sound: bool


def announcement_compared(season: Season, week: int) -> Compared:
    """What was announced of a week so far beside what is computed of it now."""
    audit = season.week(week).audit()
    differing = tuple(finding for finding in audit.findings if finding.severity in ("error", "warning"))
    return Compared(differing=differing, says=tuple(_says(season, audit)), sound=audit.sound)


def _says(season: Season, audit: WeekAudit) -> Iterator[str]:
    if audit.mode == "historic":
        yield _of_history(audit)
        return
    decided, certified = audit.outcome.status == "decided", audit.certified != "no"
    if not any(finding.code in AGAINST_COMPUTED for finding in audit.findings):
        yield _agreeing(audit, decided=decided)
    if decided and certified:
        return
    check = season.week(audit.week).check()
    missing = [finding for finding in check if finding.severity == "error"]
    head = _not_yet(decided=decided, certified=certified)
    if is_ready(check):
        yield f"{head} The week is READY: glitterball week certify {season.name} {audit.week}"
        return
    yield f"{head} What is missing:"
    yield from (f"{finding.where}: {in_names(finding, season.state, audit.week)}" for finding in missing)


def _of_history(audit: WeekAudit) -> str:
    """Of a week of the past, which nobody certifies."""
    if audit.verdict == "nothing announced":
        return "Nothing computed contradicts it. Who leaves was not announced yet."
    return SENTENCES[audit.verdict]


def _agreeing(audit: WeekAudit, *, decided: bool) -> str:
    """What is true where nothing that could be compared differs."""
    if decided:
        differs = any(finding.code == found.CERTIFICATE_DIFFERS.code for finding in audit.findings)
        stands = audit.certified == "yes" and not differs
        return f"It agrees with what is {'computed and certified' if stands else 'computed'}."
    if audit.announced.danger is not None and audit.outcome.bottom and audit.outcome.bottom_settled:
        return "Who was announced in danger are those who are computed to be."
    return "It cannot be compared yet."


def _not_yet(*, decided: bool, certified: bool) -> str:
    """What there is not."""
    if not decided and not certified:
        return "The outcome is not decided, and nothing is certified."
    return "The outcome is not decided." if not decided else "Nothing is certified."
