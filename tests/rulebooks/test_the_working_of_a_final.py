"""A ballroom final's working: the places of each dance stand there between the rules that made them and those over all."""

from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook

from .small_weeks import card_final

WALTZ = {"anna": (1, 1, 1), "bert": (2, 2, 3), "cleo": (3, 3, 2)}
TANGO = {"anna": (2, 2, 1), "bert": (1, 1, 2), "cleo": (3, 3, 3)}


def test_the_places_of_every_dance_are_shown_with_who_shares_them() -> None:
    """Scrutineers read a final dance by dance; without the places only the winner could be checked."""
    working = tabulate(shipped_rulebook("skating-final"), card_final([WALTZ, TANGO])).working
    places = [step for step in working if "places in dance" in step.how]
    assert [(step.how, step.compared(), step.groups) for step in places] == [
        ("places in dance 1", (("anna", 1), ("bert", 2), ("cleo", 3)), (("anna",), ("bert",), ("cleo",))),
        ("places in dance 2", (("anna", 2), ("bert", 1), ("cleo", 3)), (("bert",), ("anna",), ("cleo",))),
    ]
    hows = [step.how for step in working]
    assert hows.index("places in dance 1") < hows.index("places in dance 2")
    assert any(how.startswith(("Rule 9", "Rule 1")) for how in hows[hows.index("places in dance 2") :])
