"""Why a week is not ready, as people read it: with the names of couples in place of their identifiers."""

from domain.findings import Finding
from domain.plurals import filled
from domain.season import unready
from domain.season.state import SeasonState
from projections.names import couple_names

_SAYS = {kind.code: kind for kind in unready.KINDS}


def in_names(finding: Finding, state: SeasonState, week: int) -> str:
    """What a finding of a week's check says, with couples as they are called in that week. The facts keep the identifiers."""
    kind = _SAYS.get(finding.code)
    if kind is None:
        return finding.what
    names = couple_names(state, week)
    facts = {
        fact: ", ".join(names.get(part, part) for part in str(value).split(", ")) if fact in unready.COUPLES else value
        for fact, value in finding.facts.items()
    }
    return filled(kind.says, facts)
