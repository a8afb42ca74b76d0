"""What was said on air: against what follows, or, where counts are hidden, against what was certified."""

from __future__ import annotations

from .part_01_findings import Findings
from .part_15_season import Season
from .part_24_outcomes import outcome_of


def check_announced_as_certified(season: Season, number: int, findings: Findings) -> None:
    """What was said on air against the last certificate, where counts are hidden and nothing can be computed."""
    week = season.weeks[number]
    if not week.certified:
        return
    said, fact = week.announced(), week.certified[-1].fact
    where = max((event.position for event in week.announcements), default=None)
    if "eliminated" in said and set(said["eliminated"]) != set(fact["leaving"]):
        told = f"announced as leaving: {', '.join(said['eliminated'])}; certified: {', '.join(fact['leaving']) or 'nobody'}"
        findings.add("announced", told, where, number)
    placed = fact.get("placed") or [line for line in fact.get("standings", ()) if line["result"] == "placed"]
    if "places" in said and placed and set(said["places"]) != {(line["couple"], line["place"]) for line in placed}:
        findings.add("announced", "the places announced are not those certified", where, number)
    danger = fact.get("in_danger") or fact.get("bottom")
    if "danger" in said and danger and set(said["danger"]) != set(danger):
        findings.add("danger", "the couples announced in danger are not those certified", where, number)
    if set(said.get("saved", ())) - set(fact["saved"]) and not placed:
        findings.add("danger", "a couple announced as saved is not one certified", where, number)


def check_announced(season: Season, number: int, findings: Findings) -> None:
    """What was said on air against what follows. Danger and saves announced need not be the true ones."""
    week, adopted = season.weeks[number], season.rulebook(number)
    if adopted is None:
        return
    said, outcome = week.announced(), outcome_of(season, number)
    where = max((event.position for event in week.announcements), default=None)
    form = next((form for form in adopted.fact["rulebook"]["forms"] if form["name"] == week.opened["form"]), None)
    if week.cancelled is not None or (form and form["select"]["kind"] == "nobody"):
        if said.get("eliminated"):
            findings.add(
                "announced", "somebody was announced as leaving in a week in which nobody leaves", where, number
            )
        return
    settled = outcome.status != "not tabulated" and all(need.clause.endswith(".second_stage") for need in outcome.needs)
    if settled and "danger" in said and outcome.bottom and set(said["danger"]) != set(outcome.bottom):
        findings.add("danger", "the couples announced in danger are not those computed", where, number)
    if outcome.status != "decided":
        return
    if "eliminated" in said and set(said["eliminated"]) != set(outcome.leaving):
        told = (
            f"announced as leaving: {', '.join(said['eliminated'])}; computed: {', '.join(outcome.leaving) or 'nobody'}"
        )
        findings.add("announced", told, where, number)
    places = {(line["couple"], line["place"]) for line in outcome.standings()}
    if "places" in said and outcome.placed and set(said["places"]) != places:
        findings.add("announced", "the places announced are not those computed", where, number)
    if set(said.get("saved", ())) - set(outcome.saved) and not outcome.placed:
        findings.add("danger", "a couple announced as saved is not one computed", where, number)
