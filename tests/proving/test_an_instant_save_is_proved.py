"""The viewers' instant save is a claim of its own: the couple saved had most votes among those in danger."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.claims.statement import violations
from domain.refusals import Refusal
from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import Lowest
from domain.season.proving.claimed import asked, question
from domain.season.proving.refusals import CannotBeProved
from domain.stages.second_stages import ViewersSave
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.evidence.verifying.taken_apart import taken_apart
from tests.proving.shows import COUPLES, SEASON, Published, Show
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("proofs")


MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
VIEWERS = dict(zip(COUPLES, (900, 800, 700, 20, 10), strict=True))


def form(danger: int, at_once: int, leave: int) -> Form:
    stage = ViewersSave(source="on air")
    select = Lowest(couples=danger)
    return Form(
        source="on air", name="instant-save", says="The viewers save.", select=select, leave=leave, out_at_once=at_once,
        second_stage=stage,
    )  # fmt: skip


def book(name: str, ending: Form) -> Rulebook:
    plain = shipped_rulebook(name)
    return Rulebook(**{**dict(plain), "forms": (*plain.forms, ending)})


def played(rulebook: Rulebook, marks: dict[str, int], votes: dict[str, dict[str, int]], *, by_batch: bool) -> Show:
    """A week that ends with a save, announced as it follows."""
    show = Show(rulebook, tuple(marks), by_batch=by_batch)
    show.open_week(1, "instant-save")
    show.open_lines(1)
    show.score(1, marks)
    show.vote(1, votes)
    show.close_lines(1)
    return show


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["us-28-29", "us-3-27"]),
    shape=st.sampled_from([(2, 0, 1), (3, 1, 2), (3, 0, 1), (3, 0, 2), (4, 1, 3)]),
    viewers=st.lists(st.integers(0, 9), min_size=5, max_size=5),
    save=st.lists(st.integers(0, 3), min_size=5, max_size=5),
)
def test_the_claim_holds_exactly_where_tabulate_keeps_them(
    name: str, shape: tuple[int, int, int], viewers: list[int], save: list[int]
) -> None:
    """Both ways: of what was announced the counts fulfil the statements; of each other couple kept they do not."""
    counts = {couple: votes + (couple == "ada") for couple, votes in zip(COUPLES, viewers, strict=True)}
    saving = {couple: votes + (couple == "ada") for couple, votes in zip(COUPLES, save, strict=True)}
    votes = {"viewers": counts, "instant": saving}
    show = played(book(name, form(*shape)), MARKS, votes, by_batch=False)
    outcome = show.outcome(1)
    if outcome.status != "decided":
        return  # level at the cut, or in the save, and no rule decides: nothing is certified, and nothing claimed
    show.certify(1)
    show.announce(1, outcome)
    fact = show.proved(1)
    assert [proved.body for proved in fact.proved] == ["viewers", "instant"]
    fold = show.engine.fold(SEASON)
    about = question(fold.state, 1, fold.tallies)
    statements = asked(about, fact)
    assert not any(violations(each.statement, votes[each.body]) for each in statements)
    assert about.saved is not None
    for kept in about.saved.kept:
        for left in about.saved.left(fact.groups):
            swap = {kept: saving[left], left: saving[kept]}
            assert violations(statements[1].statement, {**saving, **swap}), "had the other more votes, it is another's"


@pytest.mark.parametrize("by_batch", [False, True])
def test_both_verifiers_verify_it_and_no_other_couple_can_be_called_saved(tmp_path: Path, *, by_batch: bool) -> None:
    """Such a week could not be proved at all: its form ends with a vote of its own."""
    saving = dict.fromkeys(COUPLES, 5) | {"dev": 3, "eli": 4}
    show = played(book("us-28-29", form(2, 0, 1)), MARKS, {"viewers": VIEWERS, "instant": saving}, by_batch=by_batch)
    outcome = show.outcome(1)
    assert (set(outcome.bottom), outcome.leaving) == ({"dev", "eli"}, ("dev",)), "those safe count for nobody"
    show.certify(1)
    show.announce(1, outcome)
    event = show.proved(1)
    published = Published(show, tmp_path)
    octets = published.bundle(1)
    both = Both(tmp_path, published.policy)
    assert both(octets).codes == set()
    assert published.verified(octets).proved == (1,)
    parts = taken_apart(octets)
    (name,) = [name for name in parts.files if name.startswith("proofs/")]
    for at in (60, len(parts.files[name]) // 2, len(parts.files[name]) - 40):
        proof = bytearray(parts.files[name])
        proof[at] ^= 1
        assert both(parts.with_named({name: bytes(proof)}).packed()).codes == {"proof-bytes"}
    fold = show.engine.fold(SEASON)
    save = asked(question(fold.state, 1, fold.tallies), event)[1]
    assert violations(save.statement, {**saving, "dev": 4, "eli": 3})
    assert violations(save.statement, {**saving, "dev": 4}), "as many is not more"


def test_where_one_vote_counts_in_both_the_week_cannot_be_proved() -> None:
    stage = ViewersSave(source="on air", bodies="*")
    ending = form(2, 0, 1).model_copy(update={"second_stage": stage})
    show = played(book("us-28-29", ending), MARKS, {"viewers": VIEWERS}, by_batch=False)
    outcome = show.outcome(1)
    show.certify(1)
    show.announce(1, outcome)
    with pytest.raises(CannotBeProved, match="counts in form instant-save and in its instant save"):
        show.proved(1)


def test_where_the_save_decides_nothing_it_is_no_claim() -> None:
    """All in danger leave: nobody is saved, and only the vote of the week is proved."""
    show = played(book("us-28-29", form(2, 0, 2)), MARKS, {"viewers": VIEWERS}, by_batch=False)
    outcome = show.outcome(1)
    if outcome.status != "decided":
        pytest.skip("without votes in the save it stays open")
    try:
        show.certify(1)
    except Refusal:
        pytest.skip("without votes in the save it is not certified")
    show.announce(1, outcome)
    assert [proved.body for proved in show.proved(1).proved] == ["viewers"]
