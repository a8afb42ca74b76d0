"""House rules no show has: half points, a save by the judges, lots. Not shipped, so a season brings them along."""

from domain.rulebook import Rulebook, read_rulebook

HOUSE_RULES = """glitterball = "rulebook.v1"
id = "house"
version = 2
title = "House rules"
applies_to = "no show at all"
[scale]
lowest = 0
highest = 10
step = "1/2"
source = "invented for a test"
[sides.judges]
counts = { kind = "marks" }
points = { kind = "rank", ties = "dense" }
source = "invented for a test"
[sides.viewers]
counts = { kind = "votes" }
points = { kind = "rank", ties = "standard" }
weight = "3/2"
source = "invented for a test"
[[tie_chain]]
kind = "lot"
source = "invented for a test"
[forms.nobody-leaves]
says = "Nobody leaves."
select = { kind = "nobody" }
source = "invented for a test"
[forms.single]
says = "The judges save one of two."
select = { kind = "lowest", couples = 2 }
leave = 1
second_stage = { kind = "judges_save", decides = "majority", source = "invented for a test" }
source = "invented for a test"
[forms.finale]
says = "Everyone is placed."
select = { kind = "everyone_placed" }
source = "invented for a test"
[immunity]
means = "safe from elimination"
source = "invented for a test"
[assumptions.ties]
clause = "sides.judges.points.ties"
says = "Nobody said."
alternatives = ["standard", "low"]
"""


def house_rules() -> Rulebook:
    """A rulebook that does not ship, with half points, a save by the judges and lots."""
    return read_rulebook(HOUSE_RULES)
