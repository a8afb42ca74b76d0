"""What was said on air, as groups of couples, best first: the claims that may be proved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from .part_01_findings import Wrong, demand
from .part_02_spellings import Json
from .part_18_period import BodyVotes, Period
from .part_22_tie_chain import Outcome
from .part_23_ending import Ending, tabulate

Groups = list[list[str]]


def announced_groups(form: Json, period: Period, said: Json) -> list[Groups]:
    """Every way to read the announcements as a claim; refuses a form the order alone does not end, and what was not said."""
    kind = form["select"]["kind"]
    if period.cancelled or kind not in ("everyone_placed", "lowest", "top_safe", "wildcard"):
        raise Wrong("rule-not-provable: nobody leaves, or not by the order of the couples")
    if kind == "everyone_placed":
        return [_placed(period, said)]
    eligible = sorted(set(period.couples) - set(period.immune))
    couples, there = form["select"]["couples"], len(eligible)
    size = min(couples, there) if kind == "lowest" else max(there - couples - form["select"].get("wildcards", 0), 0)
    danger, leaving = set(said.get("danger", ())), set(said.get("eliminated", ()))
    demand(size, "rule-not-provable: nobody is in danger")
    fits = len(leaving) == min(form["leave"], size) and leaving <= set(eligible)
    demand(fits, "not-announced: who leaves was not said, or not as many as the form says")
    told = len(danger) == size and leaving <= danger <= set(eligible)
    if "second_stage" in form:
        demand(told, "not-announced: who was in danger was not said, or not as many as the form says")
        return [
            _grouped(eligible, danger - set(out), set(out))
            for out in combinations(sorted(leaving), min(form["out_at_once"], size))
            if _is_kept(form, period, danger, leaving, set(out))
        ]
    claims = [_grouped(eligible, set(), leaving)]
    return [*claims, _grouped(eligible, danger - leaving, leaving)] if told else claims


def saved_by_viewers(form: Json, said: Json) -> tuple[str, list[str]] | None:
    """The voting bodies of an instant save and whom it kept, as announced; nothing where it decides nothing."""
    stage, leaving = form.get("second_stage", {}), said.get("eliminated", ())
    kept = sorted(set(said.get("danger", ())) - set(leaving))
    if stage.get("kind") != "viewers_save" or not kept or len(leaving) <= form["out_at_once"]:
        return None
    return stage["bodies"], kept


def left_by_the_save(form: Json, said: Json, groups: Groups) -> list[str]:
    """Who left, but for those of the claim who were out at once."""
    return sorted(set(said["eliminated"]) - set(groups[-1] if form["out_at_once"] else ()))


def _grouped(eligible: Sequence[str], staying: set[str], out: set[str]) -> Groups:
    safe = [couple for couple in eligible if couple not in staying | out]
    return [group for group in (safe, sorted(staying), sorted(out)) if group]


def _placed(period: Period, said: Json) -> Groups:
    places = said.get("places", ())
    whole = sorted(couple for couple, _ in places) == sorted(period.couples)
    demand(whole, "not-announced: not every couple's place was said, once")
    levels = sorted({place for _, place in places})
    return [sorted(couple for couple, place in places if place == level) for level in levels]


def _is_kept(form: Json, period: Period, danger: set[str], leaving: set[str], out: set[str]) -> bool:
    """Whether the second stage, between those in danger but for `out`, keeps exactly those that do not leave."""
    stage, candidates = form["second_stage"], sorted(danger - out)
    if stage["kind"] == "viewers_save":
        return True  # whom it keeps is proved of its own votes
    places = len(candidates) - (form["leave"] - len(out))
    if places < 1:
        return leaving == danger
    verdict = Ending(form, period, Outcome("decided", period.couples), []).judges_keep(stage, candidates, places)
    return not verdict.needs and set(verdict.kept) == danger - leaving


def follows_from_points(rulebook: Json, period: Period, said: Json, groups: Groups, proved: Json) -> bool:
    """Whether the groups follow from the points that voting bodies gave: of each body those placed, and in what order.

    Counts that give the same order give the same points, so n, n-1 and so on stand for those nobody is shown.
    """
    many = len(period.couples)
    votes = [
        BodyVotes(body["body"], [_standing_in(couple, body["placed"], many) for couple in period.couples], [])
        for body in proved
    ]
    shown = Period(**{**vars(period), "votes": votes})
    outcome = tabulate(rulebook, shown)
    if outcome.status != "decided":
        return False
    if outcome.placed:
        return [sorted(group) for group in outcome.order] == groups
    told = len(groups) < 3 or {couple for group in groups[1:] for couple in group} == set(outcome.bottom)
    return told and set(outcome.leaving) == set(said.get("eliminated", ()))


def _standing_in(couple: str, placed: Sequence[str], many: int) -> int:
    return many - placed.index(couple) if couple in placed else 0
