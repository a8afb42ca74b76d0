"""A rulebook in sentences, and what changed between two."""

import pytest

from domain.rulebook import Form, Rulebook, Side, assume
from domain.rulebook.forms import TopSafe
from domain.stages.links import Authority, HeadJudge, LastDance, Lot, PreviousPoints, SidePoints
from domain.stages.measures import Votes
from domain.stages.points import TablePoints
from domain.stages.second_stages import ViewersSave
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.rules import diff, show, written


def says(rulebook: Rulebook) -> dict[str, str]:
    return {said.clause: said.says for said in show(rulebook)}


@pytest.mark.parametrize("id", shipped_rulebooks())
def test_every_shipped_rulebook_is_said_in_sentences_with_clause_and_source(id: str) -> None:  # noqa: A002
    rulebook = shipped_rulebook(id)
    for said in show(rulebook):
        assert said.source
        assert said.clause in written(rulebook)
        assert said.says.endswith((".", "]", "}")) or said.clause.startswith("assumptions")
    assert diff(rulebook, rulebook) == ()


def test_the_tie_convention_is_said_with_its_points() -> None:
    assert says(shipped_rulebook("strictly-2009"))["sides.judges.points"] == (
        "On the judges' side the best of N couples gets N points and the last 1; "
        "two tied at the top of three get 3, 3, 2 (dense ties)."
    )


def test_the_casting_vote_is_said_with_its_holder() -> None:
    for show_name, holder in (("strictly-2009", "the head judge"), ("strictly-2025", "the judge named for the night")):
        assert says(shipped_rulebook(show_name))["forms.dance-off.second_stage"] == (
            "Those in danger dance again and the judges save: "
            f"the majority; on a tie the casting vote of {holder} decides."
        )


def test_clauses_that_rest_on_an_assumption_are_marked() -> None:
    assumed = {said.clause: said.assumed for said in show(shipped_rulebook("us-33"))}
    assert assumed["sides.judges.points"] == ("judges-ties", "method")
    assert assumed["sides.viewers.points"] == ("method",)
    assert assumed["forms.single"] == ()
    assert "    ASSUMED: judges-ties, method\n" in written(shipped_rulebook("us-33"))


def test_a_rulebook_without_a_tie_rule_says_so() -> None:
    open_ties = assume(shipped_rulebook("us-1-2"), "combined-ties", "[]")
    assert says(open_ties)["tie_chain"].startswith("No rule tells couples with equal points apart")


def test_from_2008_to_2009_strictly_changed_the_ties_of_the_judges() -> None:
    changes = {
        change.clause: change.says
        for change in diff(shipped_rulebook("strictly-2008"), shipped_rulebook("strictly-2009"))
    }
    assert "3, 3, 1 (standard ties). Now:" in changes["sides.judges.points"]
    assert not any(clause.startswith("forms") for clause in changes)


def test_from_2009_to_2025_strictly_changed_who_holds_the_casting_vote_and_nothing_else() -> None:
    changes = diff(shipped_rulebook("strictly-2009"), shipped_rulebook("strictly-2025"))
    assert [change.clause for change in changes] == ["title", "applies_to", "forms.dance-off.second_stage"]


def test_a_show_that_drops_its_save_loses_the_form_and_the_panel() -> None:
    changes = {change.clause: change.says for change in diff(shipped_rulebook("us-30-31"), shipped_rulebook("us-34"))}
    assert changes["forms.save.second_stage"].startswith("is gone. It said: The judges save:")
    assert changes["panel"] == "is gone. It said: The panel has 4 judges."
    assert changes["forms.double"].startswith("is new: double: The two lowest couples leave.")
    assert changes["tie_chain.0"].startswith("the same rule, with another source: the showrunner (Nov 2025)")
    assert changes["assumptions.method"].startswith("is assumed no longer.")


def test_a_changed_tie_chain_is_said_as_a_whole() -> None:
    changes = {
        change.clause: str(change)
        for change in diff(shipped_rulebook("eurovision-2015"), shipped_rulebook("eurovision-2016"))
    }
    assert changes["tie_chain"].startswith(
        "tie_chain: Equal couples were told apart by how many voting bodies of the countries' side gave points; then by"
    )
    assert "Now by the points of the televote's side, more is better; then by how many" in changes["tie_chain"]


def test_another_reading_of_an_assumption_and_a_new_assumption_are_changes() -> None:
    before = shipped_rulebook("us-34")
    mended = before.assumptions[0].model_copy(update={"says": "Otherwise."})
    changed = before.model_copy(update={"assumptions": (mended,)})
    assert diff(before, changed)[0].says.startswith("the assumption changed. It said:")
    assert diff(before.model_copy(update={"assumptions": ()}), before)[0].says.startswith("is now assumed:")


def test_kinds_no_shipped_rulebook_uses_have_their_sentences() -> None:
    source = "tests"
    chain = (
        LastDance(source=source), PreviousPoints(source=source), HeadJudge(source=source), Lot(source=source),
        Authority(source=source, who="the executive"), SidePoints(source=source, side="viewers"),
    )  # fmt: skip
    form = Form(
        name="top", says="Two safe.", select=TopSafe(couples=2), leave=2, out_at_once=1,
        second_stage=ViewersSave(source=source), source=source,
    )  # fmt: skip
    side = Side(name="viewers", counts=Votes(bodies="app/*"), points=TablePoints(table=(3, 1)), weight=2, source=source)
    rulebook = shipped_rulebook("us-34").model_copy(update={"sides": (side,), "tie_chain": chain, "forms": (form,)})
    said = says(rulebook)
    assert said["sides.viewers.counts"].startswith("The viewers' side counts all votes of app/*")
    assert said["sides.viewers.points"] == "On the viewers' side the couples get 3, 1 points by place."
    assert said["sides"] == "Couples are ordered by the points of 2 × the viewers' side alone; most is best."
    assert said["tie_chain.4"] == "Those still equal, by a recorded decision of the executive."
    assert said["forms.top"] == (
        "top: Two safe. The 2 best are safe and all others in danger; 2 leave, the lowest of them at once."
    )
    assert said["forms.top.second_stage"] == "The viewers save at once: most votes of instant."
