"""Where each batch commits, a week is provable whatever was taken out of it: voids, late batches, channels, gateways; and what
is proved is what `tabulate` says of the counts that are left."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.commitments.committing import commit
from domain.period.scoring_period import BodyVotes
from domain.refusals import Refusal
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season.gathering import period_of
from domain.season.proving.claimed import asked, bodies_of, question
from domain.season.proving.opened import opened, points
from domain.season.proving.refusals import ProofDoesNotFit
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.proving.shows import COUPLES, SEASON, Published, Show
from tests.proving.test_what_cannot_be_proved import AGAINST, ended, voted
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("proofs")


REASON = "as two people decided"
CHANNEL_OF = {1: "app", 2: "sms"}
"""Of the batches void here; of each channel another comes."""


@cache
def book(name: str) -> Rulebook:
    return shipped_rulebook(name)


def void_batch(gateway: str, batch: int) -> Callable[[Show], None]:
    command = c.VoidBatch(
        week=1, gateway=gateway, batch=batch, channel=CHANNEL_OF[batch], body="viewers", votes=(), reason=REASON
    )
    return lambda show: show.govern(command)


def give_up(gateway: str, taken: str) -> Callable[[Show], None]:
    command = c.GiveUpGateway.model_validate({"week": 1, "gateway": gateway, "taken": taken, "reason": REASON})
    return lambda show: show.govern(command)


def void_channel(channel: str) -> Callable[[Show], None]:
    return lambda show: show.govern(c.VoidChannel(week=1, channel=channel, reason=REASON))


MISHAPS: dict[str, Callable[[Show], None]] = {
    "north 1 is void": void_batch("north", 1),
    "north 2 is void": void_batch("north", 2),
    "south 2 is void": void_batch("south", 2),
    "app is void": void_channel("app"),
    "sms is void": void_channel("sms"),
    "south is given up": give_up("south", "not at all"),
    "north counts as delivered": give_up("north", "as delivered"),
}
WAITS = {
    "comes in time": None,
    "south 1 never comes": "lost",
    "south 1 comes late": "late",
    "south 1 comes late, and south is given up": "late",
}


def played(show: Show, form: str, marks: dict[str, int], counts: dict[str, int], waits: str, mishaps: set[str]) -> None:
    """A week to its certified, announced end."""
    how = WAITS[waits]
    show.open_week(1, form)
    show.open_lines(1)
    show.score(1, marks)
    show.vote(1, {"viewers": counts}, slices=2, **({} if how is None else {how: ("south", 1)}))  # type: ignore[arg-type]
    show.close_lines(1)
    if how == "late":
        show.comes_late()
    if waits.endswith("given up"):
        give_up("south", "as delivered")(show)
    elif how is not None:
        void_batch("south", 1)(show)
    for name in sorted(mishaps):
        MISHAPS[name](show)
    outcome = show.decide(1)
    show.certify(1)
    show.announce(1, outcome)


WEEKS = st.tuples(
    st.sampled_from(("us-28-29", "us-3-27")),
    st.sampled_from(tuple(WAITS)),
    st.sets(st.sampled_from(tuple(MISHAPS)), max_size=3),
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.lists(st.integers(7, 9), min_size=4, max_size=4),
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(week=WEEKS)
def test_whatever_was_taken_out_what_is_left_is_provable_and_its_neighbours_are_not(
    week: tuple[str, str, set[str], list[int], list[int]],
) -> None:
    name, waits, mishaps, votes, marks = week
    show, few = Show(book(name), COUPLES[:4], by_batch=True), COUPLES[:4]
    counts = {couple: count + (couple == "ada") for couple, count in zip(few, votes, strict=True)}
    try:
        played(show, "single", dict(zip(few, marks, strict=True)), counts, waits, mishaps)
    except Refusal:
        assume(False)  # nothing is left to count
    fold = show.engine.fold(SEASON)
    (left,) = (held for held in period_of(fold.state, 1, fold.tallies).votes if isinstance(held, BodyVotes))
    assume(sum(left.votes))
    fact = show.proved(1)
    about = question(fold.state, 1, fold.tallies)
    (body,) = bodies_of(about)
    held = opened(about, fold.tallies, body)
    assert [held[couple].value for couple in about.period.couples] == list(left.votes)
    assert points(about, body) == dict(zip(held, commit(list(held.values())), strict=True))
    assert fact.groups[-1] == tuple(sorted(show.outcome(1).leaving))
    stays, leaves = fact.groups[0][0], fact.groups[-1][0]
    swap = {stays: leaves, leaves: stays}
    groups = tuple(tuple(sorted(swap.get(couple, couple) for couple in group)) for group in fact.groups)
    with pytest.raises(ProofDoesNotFit):
        asked(about, fact.model_copy(update={"groups": groups}))
    with TemporaryDirectory() as folder:
        published = Published(show, Path(folder))
        told = Both(Path(folder), published.policy)(published.bundle(1, sealed=bool(votes[0] % 2)))
        assert (told.exit_code, told.codes) == (0, set())
        published.register.close()


PROVABLE_NOW = ("a batch is void", "a batch was lost", "a gateway is given up as delivered")


@pytest.mark.parametrize("what", part(tuple(AGAINST), 0, of=2))
def test_what_stood_against_a_proof_of_manifests_stands_against_one_of_batches_only_where_nobody_has_committed(
    what: str, tmp_path: Path
) -> None:
    happens, obstacle = AGAINST[what]
    show = Show(book("us-28-29"), by_batch=True)
    happens(show)
    ended(show)
    if what not in PROVABLE_NOW:
        with pytest.raises(Refusal) as caught:
            show.proved(1)
        assert getattr(caught.value, "obstacle", None) == obstacle
        return
    show.proved(1)
    published = Published(show, tmp_path)
    told = Both(tmp_path, published.policy)(published.bundle(1))
    assert (told.exit_code, told.codes) == (0, set())


def test_a_proof_made_before_a_void_is_about_a_certification_that_holds_no_more(tmp_path: Path) -> None:
    show = Show(book("us-3-27"), by_batch=True)
    voted(show)
    ended(show)
    show.proved(1)
    void_batch("north", 1)(show)
    published = Published(show, tmp_path)
    told = Both(tmp_path, published.policy)(published.bundle(1))
    assert "proof-fails" not in told.codes
    with pytest.raises(ProofDoesNotFit, match="changed what certification"):
        show.proved(1)
    show.certify(1)
    assert show.proved(1).certified > 1


@pytest.mark.parametrize("waits", WAITS)
def test_what_is_added_up_is_what_counts_in_each_way_a_batch_may_stay_away(waits: str) -> None:
    show = Show(book("us-28-29"), by_batch=True)
    counts = dict(zip(COUPLES, (310, 205, 420, 164, 0), strict=True))
    played(show, "single", dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True)), counts, waits, {"north 2 is void"})
    fold = show.engine.fold(SEASON)
    (left,) = period_of(fold.state, 1, fold.tallies).votes
    about = question(fold.state, 1, fold.tallies)
    held = opened(about, fold.tallies, "viewers")
    assert [held[couple].value for couple in about.period.couples] == list(left.votes)
    assert show.proved(1).proved[0].turnout == sum(left.votes)
