"""A second person approves the proposal they were shown, whoever proposes what in between."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.record import Actor, Fact
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import authority_for
from domain.season.proposing.refusals import NoSuchProposal
from glitterball.procedures import propose, sign, takes_two
from glitterball.store import Store, open_store
from tests.engine import small_season as small

MALLORY = Actor(name="Mallory", role="executive")


@pytest.fixture
def store() -> Store:
    opened = open_store()
    for command, by in small.opening():
        opened.engine.do("small", command, by)
    return opened


class Speaking:
    """Gives commands to the small season; `before_approvals` happens before each approval is given."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.before_approvals: list[c.SeasonCommand] = []

    def __call__(self, command: c.SeasonCommand, by: Actor) -> Sequence[Fact]:
        if isinstance(command, c.Approve):
            while self.before_approvals:
                self.store.engine.do("small", self.before_approvals.pop(), MALLORY)
        return [event.fact for event in self.store.engine.do("small", command, by)]


def wish(reason: str) -> c.Propose:
    return c.Propose(command=c.CancelElimination(week=1, reason=reason))


def test_a_proposal_made_in_between_is_not_the_one_that_is_approved(store: Store) -> None:
    do = Speaking(store)
    do.before_approvals = [wish("Mallory's own wish")]
    facts = sign(do, c.CancelElimination(week=1, reason="a wet floor"), small.EXECUTIVE, small.ADJUDICATOR)
    assert [fact.reason for fact in facts if isinstance(fact, e.EliminationCancelled)] == ["a wet floor"]
    state = store.engine.state("small")
    unsettled = [proposal.proposed for proposal in state.proposals.values() if proposal.settled is None]
    assert [proposed.actor for proposed in unsettled] == [MALLORY]


def test_a_refused_approval_leaves_the_proposal_open(store: Store) -> None:
    do = Speaking(store)
    with pytest.raises(Refusal):
        sign(do, c.CancelElimination(week=1, reason="a wet floor"), small.EXECUTIVE, small.EXECUTIVE)
    assert [proposal.settled for proposal in store.engine.state("small").proposals.values()][-1] is None


def test_a_proposal_answers_its_own_number(store: Store) -> None:
    do = Speaking(store)
    numbers = [propose(do, c.CancelElimination(week=1, reason=reason), MALLORY) for reason in ("one", "two")]
    assert numbers == sorted(store.engine.state("small").proposals)[-2:]


def test_approving_is_one_persons_word(store: Store) -> None:
    state = store.engine.state("small")
    assert takes_two(c.CertifyOutcome(week=1), state)
    assert not takes_two(c.CloseVoting(week=1), state)
    assert not takes_two(c.Approve(decision=1), state)
    assert not takes_two(wish("a wet floor"), state)


def test_a_bare_proposal_is_the_word_of_whoever_may_say_what_it_proposes(store: Store) -> None:
    """It was an AttributeError: a proposal, an approval and a rejection have no roles of their own."""
    do = Speaking(store)
    decision = propose(do, c.CancelElimination(week=1, reason="a wet floor"), MALLORY)
    state = store.engine.state("small")
    alone = replace(c.CancelElimination.authority, second="nobody else")
    for said in (wish("another"), c.Approve(decision=decision), c.Reject(decision=decision, reason="a mistake")):
        assert authority_for(said, state) == alone
    with pytest.raises(NoSuchProposal):
        authority_for(c.Approve(decision=decision + 1), state)
