"""A first rulebook, with a comment at each clause that says what else could stand there."""

from dataclasses import dataclass
from enum import StrEnum

from glitterball.beginnings.toml_text import quoted

UNKNOWN = "not written down yet"
"""The source of a clause nobody has stated."""


class Method(StrEnum):
    """How marks and votes become points."""

    RANK = "rank"
    SHARE = "share"


class Ending(StrEnum):
    """Who decides, of the lowest couples, which one leaves."""

    LOWEST = "lowest"
    JUDGES_SAVE = "judges-save"
    DANCE_OFF = "dance-off"


class TieRule(StrEnum):
    """Which side decides among couples with equal points."""

    VIEWERS = "viewers"
    JUDGES = "judges"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookPlan:
    """What a first rulebook is to say. `judges` is the size of the panel; `source` who published the rules, if anybody did."""

    id: str
    title: str
    method: Method = Method.RANK
    ending: Ending = Ending.LOWEST
    ties: TieRule = TieRule.VIEWERS
    half_points: bool = False
    judges: int = 3
    source: str = UNKNOWN


_POINTS = {
    Method.RANK: '{ kind = "rank", ties = "standard" }',
    Method.SHARE: '{ kind = "share" }',
}
_METHODS = {
    Method.RANK: 'the best of N couples gets N points, the last 1; a share of the sum would be: { kind = "share" }',
    Method.SHARE: 'a couple gets its share of all marks; places as points would be: { kind = "rank", ties = "standard" }',
}
_WORDS = {
    Ending.JUDGES_SAVE: ("Of the two lowest the judges save one.", "judges_save"),
    Ending.DANCE_OFF: ("The two lowest dance again, and the judges save one.", "dance_off"),
}


def rulebook_text(plan: RulebookPlan) -> str:
    """The text of a rulebook. Every choice of a plan reads, and `rules check` finds nothing in it that must be mended."""
    source = f"source = {quoted(plan.source)}"
    parts = [_head(plan, source), _sides(plan, source), _ties(plan, source), _weekly(plan, source), _rest(plan, source)]
    return "\n".join(parts)


def _head(plan: RulebookPlan, source: str) -> str:
    step = '"1/2"' if plan.half_points else "1"
    return f"""\
glitterball = "rulebook.v1"

# The rules of your show. Change what is wrong, then ask:  glitterball rules check THIS-FILE
# Behind a "source" stands who published that rule: a page of the format bible, a memo, a broadcast.

id = {quoted(plan.id)}
version = 1
title = {quoted(plan.title)}
applies_to = {quoted(plan.title)}

[scale]                      # what a judge may give
lowest = 1
highest = 10
step = {step:<21} # 1 for whole points, "1/2" for half points
{source}
"""


def _sides(plan: RulebookPlan, source: str) -> str:
    points = _POINTS[plan.method]
    return f"""\
[sides.judges]
counts = {{ kind = "marks" }}
points = {points}   # {_METHODS[plan.method]}
{source}

[sides.viewers]
counts = {{ kind = "votes" }}
points = {points}
{source}
"""


def _ties(plan: RulebookPlan, source: str) -> str:
    return f"""\
[[tie_chain]]                # among couples with equal points this is asked first: "viewers" or "judges"
kind = "side_total"
side = "{plan.ties}"
{source}

[[tie_chain]]                # and then a lot is drawn, and the draw goes on record
kind = "lot"
{source}
"""


def _weekly(plan: RulebookPlan, source: str) -> str:
    if plan.ending is Ending.LOWEST:
        return f"""\
[forms.single]               # an ordinary week
says = "The lowest couple leaves."
select = {{ kind = "lowest", couples = 1 }}
leave = 1
{source}
"""
    says, stage = _WORDS[plan.ending]
    return f"""\
[forms.single]               # an ordinary week
says = "{says}"
select = {{ kind = "lowest", couples = 2 }}
leave = 1
{source}

[forms.single.second_stage]
kind = "{stage}"
decides = "casting vote"     # or "majority", or "head judge counts twice"
casting = "as seated"        # each week says who has the casting vote; or "head judge"
{source}
"""


def _rest(plan: RulebookPlan, source: str) -> str:
    return f"""\
[forms.nobody-leaves]        # a week in which nobody leaves
says = "Nobody leaves."
select = {{ kind = "nobody" }}
{source}

[forms.finale]               # the last week
says = "Every couple is placed."
select = {{ kind = "everyone_placed" }}
{source}

[panel]                      # how many judges may sit; [3, 4] where a guest may join them
judges = [{plan.judges}]
{source}
"""
