"""What a proof is about: its words against the log, its statements, and the context that binds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import groupby
from typing import NamedTuple

from .part_01_findings import Wrong, demand
from .part_02_spellings import Json, digest, written
from .part_03_p256 import P256Point
from .part_15_season import Season
from .part_18_period import Period, inputs_of, period_of
from .part_24_committed_counts import Statement, statement_of_body, statement_of_save
from .part_24_compiled_claims import Compiled, hidden_side, shown_points
from .part_25_announced_groups import announced_groups, follows_from_points, left_by_the_save, saved_by_viewers
from .part_25_as_if import voting_weeks
from .part_25_counted_commitments import Committed, accepted_in_all, counted_commitments, summed


class Proving(NamedTuple):
    """What is proved of a week, every word of which follows from the log, and the commitments it is proved of."""

    fact: Json
    rulebook: Json
    period: Period
    counted: list[Committed]
    save: tuple[str, list[str], list[str]] | None
    """Of an instant save the bodies that vote in it, whom it kept and who left."""

    def statements(self) -> list[Statement]:
        """What has to be true of the counts, for each body proved; raises PubliclyFalse where no counts would do."""
        return [self._statement(body) for body in self.fact["proved"]]

    def _statement(self, body: Json) -> Statement:
        couples, turnout = self.period.couples, body["turnout"]
        if self.save is not None and body["body"] == self.save[0]:
            return statement_of_save(couples, turnout, *self.save[1:])
        if "placed" not in body:
            return Compiled(self.rulebook, self.period, turnout, self.fact["groups"], self.fact["equal"]).statement
        tables = {
            len(counts["table"])
            for counts in _counted_in(self.rulebook, self.period.form)
            if fnmatchcase(body["body"], counts["bodies"])
        }
        demand(len(tables) == 1, "rule-not-provable: a body gives points by two tables")
        return statement_of_body(couples, turnout, body["placed"], tables.pop())

    def commitments(self, body: Json) -> list[P256Point]:
        """To the counts of a body, or to those of all that make up the one vote."""
        return summed(self.period.couples, [held for held in self.counted if fnmatchcase(held.body, body["body"])])


def bodies_in(rulebook: Json) -> list[Json]:
    """The measures that count voting bodies; where there are none, one vote is counted."""
    return [side["counts"] for side in rulebook["sides"] if side["counts"]["kind"] == "bodies"]


def _counted_in(rulebook: Json, named: str) -> list[Json]:
    """The same with what a form counts beside the sides: the juries' choice of who goes on by wildcard."""
    form = next(form for form in rulebook["forms"] if form["name"] == named)
    beside = [form["select"]["counts"]] if form["select"]["kind"] == "wildcard" else []
    return [*bodies_in(rulebook), *(counts for counts in beside if counts["kind"] == "bodies")]


def _check_form(rulebook: Json, form: Json) -> None:
    """Refuses a form in which something else than a proof can tell decides."""
    by_points, select = bodies_in(rulebook), form["select"]
    demand(
        not by_points or "second_stage" not in form, "rule-not-provable: bodies give points, and a second stage decides"
    )
    if select["kind"] == "wildcard":
        demand(by_points, "rule-not-provable: a wildcard goes on, and no announcement says who")
        demand(select["counts"]["kind"] != "votes", "rule-not-provable: a wildcard goes on by votes without points")


def proving_of(fact: Json, season: Season) -> Proving:
    """What a recorded proof is about; refuses a week that cannot be proved, and words that are not those that follow."""
    number = fact["week"]
    adopted, period, said = season.rulebook(number), period_of(season, number), season.weeks[number].announced()
    rulebook = adopted.fact["rulebook"] if adopted else {}
    voted = bodies_in(rulebook)
    demand(
        not voted or all(side["counts"]["kind"] != "votes" for side in rulebook["sides"]),
        "rule-not-provable: the rulebook counts one vote and bodies",
    )
    form = next(form for form in rulebook["forms"] if form["name"] == period.form)
    _check_form(rulebook, form)
    counted_so = _counted_in(rulebook, form["name"]) if voted else [hidden_side(rulebook)["counts"]]
    patterns = [counts["bodies"] for counts in counted_so]
    saved = saved_by_viewers(form, said)
    patterns += [saved[0]] if saved else []
    counted = counted_commitments(season, number, voting_weeks(season, number, fact))
    counted_bodies = sorted({held.body for held in counted})
    twice = any(sum(fnmatchcase(body, pattern) for pattern in patterns) > 1 for body in counted_bodies)
    demand(not twice or voted, "rule-not-provable: a vote counts in the form and in its instant save")
    told = [body for body in counted_bodies if any(fnmatchcase(body, pattern) for pattern in patterns)]
    demand(fact["groups"] in announced_groups(form, period, said), "its groups are not those announced")
    _check_bodies(fact["proved"], told if voted else patterns, period.couples if voted else None)
    _check_equal(fact["equal"], rulebook, period)
    if voted and not follows_from_points(rulebook, period, said, fact["groups"], fact["proved"]):
        raise Wrong("its groups do not follow from the points of the voting bodies")
    turnout = sum(body["turnout"] for body in fact["proved"])
    whole = all(held.whole for held in counted)  # else manifests tell of batches that do not count
    if whole and told == counted_bodies:  # else other bodies were voted for in the same channels
        accepted = accepted_in_all(season, counted)
        demand(accepted == turnout, f"its turnout is {turnout}, and the manifests say {accepted}")
    save = (*saved, left_by_the_save(form, said, fact["groups"])) if saved else None
    return Proving(fact, rulebook, period, counted, save)


def _check_bodies(proved: Json, wanted: list[str], couples: Sequence[str] | None) -> None:
    """One vote is proved as a whole. Of voting bodies each is, with the couples it gave points to."""
    demand([body["body"] for body in proved] == wanted, f"the bodies that count are {', '.join(wanted) or 'none'}")
    for body in proved:
        placed = body.get("placed")
        demand((placed is None) == (couples is None), "the points of voting bodies are told, and of one vote none")
        once = placed is None or len(set(placed)) == len(placed)
        demand(once and set(placed or ()) <= set(couples or ()), "a body gives points to couples of the week, once")


def _check_equal(equal: Json, rulebook: Json, period: Period) -> None:
    """Equal counts: groups of two couples or more, no couple twice, all in order. Where votes are not made into ranks only
    those are told whom nothing that is shown tells apart, and of voting bodies none."""
    if not equal:
        return
    named = [couple for group in equal for couple in group]
    in_order = all(sorted(group) == group for group in equal) and sorted(equal) == equal
    once = len(set(named)) == len(named) and set(named) <= set(period.couples)
    demand(
        in_order and once and not bodies_in(rulebook), "couples are said to have equal counts that cannot be said to"
    )
    if hidden_side(rulebook)["points"]["kind"] != "rank":
        shown = shown_points(rulebook, period)
        level = all(len({shown[couple] for couple in group}) == 1 for group in equal)
        demand(level, "counts are said to be equal of couples that are told apart without them")


def context_of(proving: Proving, season: Season, leaves: bytes) -> str:
    """The hash that stands for the week, what was certified, the marks, the claim and the manifests that count."""
    fact, adopted = proving.fact, season.rulebook(proving.fact["week"])

    def leaf(position: int) -> str:
        return leaves[32 * position - 32 : 32 * position].hex()

    def manifest(held: Committed) -> tuple[int, str, int]:
        return held.week, held.gateway, held.closed_at

    def by_batch(of_one: Iterable[Committed]) -> list[Json]:
        return [[[held.channel, held.body, held.batches, held.digest] for held in of_one]]

    def by_manifest(closed_at: int, of_one: Iterable[Committed]) -> list[Json]:
        return [leaf(closed_at), [[held.channel, held.body] for held in of_one]]

    counted = [
        [week, gateway, *(by_batch(of_one) if season.by_batch else by_manifest(closed_at, of_one))]
        for (week, gateway, closed_at), of_one in groupby(proving.counted, key=manifest)
    ]
    as_if = {"as_if": [fact["as_if"], fact.get("channel")]} if "as_if" in fact else {}
    of_an_outcome = f"glitterball.outcome-context.v{2 if season.by_batch else 1}"
    return digest(written({
        "context": "glitterball.exclusion-context.v1" if as_if else of_an_outcome,
        "opening": leaf(season.opened_at),
        "week": fact["week"],
        "certified": fact["certified"],
        "certificate": leaf(fact["certified"]),
        **as_if,
        "rulebook": adopted.fact["sha256"] if adopted else "",
        "inputs": digest(inputs_of(replace(proving.period, votes=[], previous=[]))),
        "groups": fact["groups"],
        "equal": fact["equal"],
        "proved": fact["proved"],
        "counted": counted,
    }))  # fmt: skip
