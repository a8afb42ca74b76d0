"""Where each clause of a rulebook is known from."""

from domain.rulebook.book import Rulebook


def source_of(rulebook: Rulebook, clause: str) -> str:
    """The source of the clause a step of the working names: `sides.judges.points`, `tie_chain.0.lot`, `forms.single.leave`."""
    head, *rest = clause.split(".")
    if head == "sides":
        wanted = [side for side in rulebook.sides if not rest or side.name == rest[0]]
        return _joined([side.source for side in wanted])
    if head == "tie_chain":
        if rest:
            return rulebook.tie_chain[int(rest[0])].source
        return _joined([link.source for link in rulebook.tie_chain]) or "the rulebook has no further tie rule"
    if head == "forms":
        form = rulebook.form(rest[0]) if rest else None
        if form is None:
            return ""
        return form.second_stage.source if rest[1:] == ["second_stage"] and form.second_stage else form.source
    if head == "immunity" and rulebook.immunity is not None:
        return rulebook.immunity.source
    return ""


def _joined(sources: list[str]) -> str:
    return "; ".join(dict.fromkeys(sources))
