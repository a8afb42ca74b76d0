"""Outcomes: certified and announced against recomputed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import chain

from .part_01_findings import Findings, Wrong
from .part_02_spellings import Json, digest, sum_of, written
from .part_10_events import Event
from .part_13_tallies import Gateway, Tally, numbers_of
from .part_14_weeks import Week
from .part_15_season import Season
from .part_18_period import inputs_of, period_of
from .part_22_tie_chain import Outcome
from .part_23_ending import tabulate
from .part_24_commitments import batches_commit_to_their_counts, commits_to_what_it_delivered
from .part_24_differences import differences

CERTIFIED = ("outcome-certified.v1", "outcome-certified.v2")


def outcome_of(season: Season, number: int) -> Outcome:
    """The outcome of a week on what the season knows, under the rulebook in force."""
    adopted = season.rulebook(number)
    if adopted is None:
        raise Wrong("no rulebook is in force")
    return tabulate(adopted.fact["rulebook"], period_of(season, number))


def is_ready(season: Season, number: int, counted: bool, at: str) -> bool:
    """Whether nothing kept the week from being certified in a moment. Without counts, ties that votes would settle look open."""
    week, adopted, outcome = season.weeks[number], season.rulebook(number), outcome_of(season, number)
    rulebook = adopted.fact["rulebook"] if adopted else {}
    kinds = {side["counts"]["kind"] for side in rulebook["sides"]}
    period = period_of(season, number)
    form: Json = next((form for form in rulebook["forms"] if form["name"] == week.opened["form"]), {})
    by_form = {form["select"]["counts"]["kind"]} if "counts" in form.get("select", {}) else set()
    links = {link["kind"] for link in rulebook.get("tie_chain", ())}
    by_marks = (kinds | by_form) & {"marks", "placings", "calls"} or links & {"last_dance", "head_judge"}
    if not period.couples:
        return False
    if by_marks and (period.unmarked or not _all_danced(season, week, period.couples)):
        return False
    instant = form.get("second_stage", {}).get("kind") == "viewers_save"
    if instant or (kinds | by_form) & {"votes", "bodies"}:
        weeks = [voted for voted in week.opened["votes_from"] if voted in season.weeks]
        if season.historic or not all(
            _votes_complete(season.weeks[voted], season.tallies.get(voted, Tally())) for voted in weeks
        ):
            return False
    for proposal in season.proposals.values():
        expires = proposal.proposed.fact.get("expires")
        if expires is not None and datetime.fromisoformat(at) > datetime.fromisoformat(expires):
            continue
        if proposal.settled is None and proposal.is_about(number) and proposal.does != "certify-outcome":
            return False
    if counted and not period.cancelled and len(outcome.leaving) < form.get("leave", 0):
        return False
    return not outcome.needs or not counted


def _all_danced(season: Season, week: Week, couples: list[str]) -> bool:
    """Whether each couple danced as often as any other in each week that counts, or was said to do without."""
    if not week.dances and set(couples) - week.excused().keys():
        return False
    for number in week.opened["scores_from"]:
        if number in season.weeks:
            other = season.weeks[number]
            danced = Counter(couple for dance in other.dances.values() for couple in dance.scheduled["couples"])
            said = {couple for couple, fact in other.excused().items() if fact["holds"] != "bye"}
            most = max((danced[couple] for couple in couples), default=0)
            behind = {couple for couple in couples if danced[couple] < most}
            if behind - said - week.excused().keys():
                return False
    return True


def _votes_complete(week: Week, tally: Tally) -> bool:
    """Sealed, and every gateway has delivered what its manifest says, or what is missing was voided."""
    if week.voting is None or week.seal is None:
        return False
    expected = {gateway["gateway"] for gateway in week.voting.fact["gateways"]}
    return all(
        _gateway_complete(week, name, tally.gateways.get(name, Gateway())) for name in expected | tally.gateways.keys()
    )


def _gateway_complete(week: Week, name: str, gateway: Gateway) -> bool:
    """Nothing counts of times outside the lines, and the gateway is complete, given up, or two people stated all its votes."""
    for (channel, body), held in gateway.channels.items():
        outside = chain(held.outside, numbers_of(held.named_outside))
        if week.counts(name, channel, body) and any((name, batch) not in week.voids for batch in outside):
            return False
    if not batches_commit_to_their_counts(week, name, gateway):
        return False
    if name in week.given_up or _stated_whole(week, name, gateway):
        return True
    if gateway.manifest is None or any((name, number) not in week.voids for number in gateway.missing()):
        return False
    if gateway.last > gateway.manifest["batches"]:
        return False
    if next(gateway.missing(), None) is not None:
        return True
    return _totals_agree(week, name, gateway) and commits_to_what_it_delivered(week, name, gateway)


def _stated_whole(week: Week, name: str, gateway: Gateway) -> bool:
    """Whether the votes of every channel the gateway carries are stated, for every body it has delivered."""
    stated = {(channel, body) for source, channel, body in week.replaced if source == name}
    lines = week.voting.fact["gateways"] if week.voting is not None else ()
    carried = {channel for source in lines if source["gateway"] == name for channel in source["channels"]}
    return bool(stated) and not gateway.channels.keys() - stated and not carried - {channel for channel, _ in stated}


def _totals_agree(week: Week, source: str, gateway: Gateway) -> bool:
    """Whether the manifest's totals are those of the batches, in each channel of which nobody has stated the votes."""
    counted: dict[str, Counter[str]] = {}
    for (name, _), held in gateway.channels.items():
        parts = {"received": held.received, "accepted": held.accepted, "rejected": held.rejected, "late": held.late}
        counted.setdefault(name, Counter()).update(parts)
    stated = {
        total["channel"]: Counter(
            {**{word: total[word] for word in ("received", "accepted", "late")}, "rejected": sum_of(total["rejected"])}
        )
        for total in gateway.manifest["totals"]
    }
    hidden = {name for (name, _), held in gateway.channels.items() if held.hidden}
    restated = {channel for name, channel, _ in week.replaced if name == source}
    asked = (counted.keys() | stated.keys()) - hidden - restated
    return all(counted.get(name, Counter()) == stated.get(name, Counter()) for name in asked)


def check_certified(season: Season, event: Event, findings: Findings) -> None:
    """Recompute a certification on what stood before it; every field but nonce and source must come out the same."""
    fact, number = event.fact, event.fact["week"]
    outcome, adopted = outcome_of(season, number), season.rulebook(number)
    if outcome.status != "decided":
        findings.add("outcome", f"what follows from the events is {outcome.status}", event.position, number)
        if outcome.status == "not tabulated":
            return
    cuts = []
    for voted in season.weeks[number].opened["votes_from"]:
        week, tally = season.weeks.get(voted), season.tallies.get(voted)
        if tally is not None and week is not None and week.seal is not None:
            gateways = [[name, gateway.last] for name, gateway in sorted(tally.gateways.items())]
            cuts.append({"week": voted, "position": week.seal.position, "gateways": gateways})
    rulebook = adopted.fact["rulebook"] if adopted else {}
    again = {
        "rulebook": f"{rulebook['id']}@{rulebook['version']}",
        "rulebook_sha256": adopted.fact["sha256"] if adopted else "",
        "form": season.weeks[number].opened["form"],
        "sides": [side.name for side in outcome.sides],
        "cuts": cuts,
        "inputs_sha256": digest(inputs_of(period_of(season, number))),
        "working_sha256": digest(written([step.as_json() for step in outcome.working])),
        "standings": outcome.standings(),
        "bottom": outcome.bottom,
        "leaving": outcome.leaving,
        "saved": outcome.saved,
    }
    if event.type == "outcome-certified.v2":
        again |= _shown_of(outcome, season.weeks[number])
    for name, value in again.items():
        if fact.get(name) != value:
            how = differences(name, fact.get(name), value, [side.name for side in outcome.sides])
            findings.add("outcome", f"{name} as certified and as recomputed differ: {how}", event.position, number)


def _shown_of(outcome: Outcome, week: Week) -> dict[str, Json]:
    """What a certification of the second form shows: names in the order of the alphabet, and what the show says anyway."""
    said = week.announced().get("danger")
    placed = [
        {"couple": line["couple"], "place": line["place"]} for line in outcome.standings() if line["result"] == "placed"
    ]
    return {
        "leaving": sorted(outcome.leaving),
        "saved": sorted(outcome.saved),
        "in_danger": sorted(said) if said and set(said) == set(outcome.bottom) else None,
        "placed": placed or None,
        "replaces": week.certified[-1].position if week.certified else None,
    }


def touched_since(season: Season, number: int) -> int:
    """The last event that changed what the outcome of a week rests on."""
    week = season.weeks[number]
    counted = {number, *week.opened["scores_from"], *week.opened["votes_from"]} & season.weeks.keys()
    counted |= {again for other in counted for again in season.weeks[other].counted_again().values()}
    touched = [season.weeks[other].touched for other in counted]
    withdrawals = [*season.withdrawals.values(), *season.taken_back]
    touched += [event.position for event in withdrawals if event.fact["week"] <= number]
    adopted = season.rulebook(number)
    return max([*touched, adopted.position if adopted else 0])


def check_stale(season: Season, number: int, findings: Findings) -> None:
    """Whether a later event changed what the week's last certificate rests on."""
    week = season.weeks[number]
    later = touched_since(season, number)
    if week.certified and later > week.certified[-1].position:
        says = f"it changed what the certificate at event {week.certified[-1].position} rests on"
        findings.add("stale", says, later, number)


def check_changed(season: Season, adoption: Event, findings: Findings) -> None:
    """A rulebook adopted after weeks were certified: whether any of them would have been another."""
    for number, week in sorted(season.weeks.items()):
        if week.certified and season.rulebook(number) is adoption:
            fact, outcome = week.certified[-1].fact, outcome_of(season, number)
            kept = ("couple", "place", "result")
            before = [{name: line[name] for name in kept} for line in fact["standings"]]
            now = [{name: line[name] for name in kept} for line in outcome.standings()]
            ends = (outcome.bottom, sorted(outcome.leaving), sorted(outcome.saved))
            if (fact["bottom"], sorted(fact["leaving"]), sorted(fact["saved"])) != ends or before != now:
                says = f"under this rulebook: {', '.join(outcome.leaving) or outcome.status}; certified otherwise"
                findings.add("changed", says, adoption.position, number)
