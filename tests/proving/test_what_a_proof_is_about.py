"""A proof is of the bodies that count and of what was announced; whatever else it names is refused before anything is proved."""

import pytest

from domain.rulebook.forms import CalledBack, EveryonePlaced, Form
from domain.season.proving.claimed import _ends_so, asked, claimed, question
from domain.season.proving.groups import groups_announced
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.state import announced
from domain.tabulation.outcome import Outcome
from glitterball.rulebooks import shipped_rulebook
from tests.proving.shows import COUPLES, SEASON, Show

MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}


@pytest.fixture(scope="module")
def decided() -> tuple[Show, Outcome]:
    """A week of the invented show, certified, announced and proved, and what was decided in it."""
    show = Show(shipped_rulebook("us-28-29"))
    show.play(1, "single", MARKS, COUNTS)
    return show, show.decide(1)


def test_a_proof_names_the_bodies_that_count_and_no_others(decided: tuple[Show, Outcome]) -> None:
    show, _ = decided
    fact = show.proved(1)
    fold = show.engine.fold(SEASON)
    about = question(fold.state, 1, fold.tallies)
    assert [one.body for one in asked(about, fact)] == ["viewers"]
    for bodies in ([], ["*"], ["viewers", "viewers"]):
        said = tuple(fact.proved[0].model_copy(update={"body": body}) for body in bodies)
        with pytest.raises(ProofDoesNotFit, match="the bodies that count are viewers"):
            asked(about, fact.model_copy(update={"proved": said}))


def test_couples_called_back_are_not_what_a_proof_is_about(decided: tuple[Show, Outcome]) -> None:
    show, _ = decided
    state = show.engine.state(SEASON)
    calling = Form(
        source="made up", name="calls", says="The judges call couples back.", select=CalledBack(couples=2), leave=0
    )
    with pytest.raises(CannotBeProved, match="form calls selects by called_back"):
        groups_announced(calling, claimed(state, 1).period, announced(state.weeks[1]))


def test_an_outcome_ends_as_announced_where_who_left_did_and_where_every_place_is_the_one_said(
    decided: tuple[Show, Outcome],
) -> None:
    show, outcome = decided
    single = claimed(show.engine.state(SEASON), 1).form
    rest = tuple(sorted(set(COUPLES) - set(outcome.leaving)))
    assert _ends_so(single, outcome, (rest, tuple(outcome.leaving)))
    assert not _ends_so(single, outcome, ((*rest[1:], *outcome.leaving), rest[:1]))
    final = Form(source="made up", name="final", says="Every couple is placed.", select=EveryonePlaced())
    places = tuple(tuple(sorted(group)) for group in outcome.order)
    assert _ends_so(final, outcome, places)
    assert not _ends_so(final, outcome, (places[1], places[0], *places[2:]))
    assert not _ends_so(final, outcome, (rest, tuple(outcome.leaving)))
