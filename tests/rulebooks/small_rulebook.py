"""A small rulebook without a fault, for tests that put one in."""

from domain.rulebook import read_rulebook
from glitterball.rules import Plan, check

SOUND = """glitterball = "rulebook.v1"
id = "small"
version = 1
title = "A small show"
applies_to = "tests"

[scale]
lowest = 1
highest = 10
source = "the producer"

[sides.judges]
counts = { kind = "marks" }
points = { kind = "rank", ties = "dense" }
source = "the producer"

[sides.viewers]
counts = { kind = "votes" }
points = { kind = "rank", ties = "dense" }
source = "the producer"

[[tie_chain]]
kind = "side_total"
side = "viewers"
source = "the producer"

[[tie_chain]]
kind = "lot"
source = "the producer"

[panel]
judges = [4]
source = "the producer"

[forms.dance-off]
says = "Bottom two."
select = { kind = "lowest", couples = 2 }
leave = 1
source = "the producer"

[forms.dance-off.second_stage]
kind = "dance_off"
decides = "casting vote"
casting = "as seated"
source = "the producer"

[forms.finale]
says = "Everyone is placed."
select = { kind = "everyone_placed" }
source = "the producer"
"""


def found(text: str, plan: Plan | None = None) -> list[tuple[str, str]]:
    findings = check(read_rulebook(text), text, "small.toml", plan)
    return [(finding.severity, finding.what) for finding in findings]
