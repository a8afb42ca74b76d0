"""That the same couples leave without a channel, with one that is void, or with the void batches: provable exactly where
`tabulate` says so of the season changed in that one point, and good for no other claim."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.record import digest
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.outcome import outcome_of
from domain.season.proving.as_if import AsIf, changed
from domain.season.proving.claimed import asked, question
from domain.season.proving.context import bound_to, context_json
from domain.season.proving.opened import opened
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from glitterball.evidence.verifying.proofs import NEVER_PROVED, PROVED_AS_IF
from glitterball.proving import leaf_in
from glitterball.proving.prove import _true_claim
from glitterball.rulebooks import shipped_rulebook
from glitterball.sigma.proof_file import joined
from glitterball.sigma.statements import prove_statement
from tests.auditors_file.both import Both
from tests.auditors_file.single_file import vb
from tests.proving.shows import COUPLES, PRODUCER, SEASON, Published, Show
from tests.proving.test_weeks_with_mishaps_are_proved import CHANNEL_OF, MISHAPS, WEEKS, book, played, void_batch
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("proofs")


MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = dict(zip(COUPLES, (310, 205, 420, 164, 0), strict=True))
WITHOUT = AsIf("without", "sms")
CLAIMS = (AsIf("without", "app"), WITHOUT, AsIf("with", "app"), AsIf("with", "sms"), AsIf("with"))


def leave_as_if(show: Show, wanted: AsIf) -> tuple[str, ...] | None:
    """Who leaves by `tabulate` of the season changed; nothing where it cannot be changed so, or nobody is left to vote."""
    fold = show.engine.fold(SEASON)
    try:
        outcome = outcome_of(changed(fold.state, 1, fold.tallies, wanted), 1, fold.tallies)
    except Refusal:
        return None
    return tuple(sorted(outcome.leaving)) if outcome.status == "decided" else None


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(week=WEEKS, wanted=st.sampled_from(CLAIMS), by_batch=st.booleans())
def test_it_is_provable_exactly_where_tabulate_says_so(
    week: tuple[str, str, set[str], list[int], list[int]], wanted: AsIf, by_batch: bool
) -> None:
    name, waits, mishaps, votes, marks = week
    if not by_batch:  # manifests prove channels, and no week with a void batch
        waits, mishaps = "comes in time", mishaps & {"app is void", "sms is void", "south is given up"}
    show, few = Show(book(name), COUPLES[:4], by_batch=by_batch), COUPLES[:4]
    counts = {couple: count + (couple == "ada") for couple, count in zip(few, votes, strict=True)}
    try:
        played(show, "single", dict(zip(few, marks, strict=True)), counts, waits, mishaps)
        show.proved(1)
    except Refusal:
        assume(False)  # nothing is left to count
    there, said = leave_as_if(show, wanted), tuple(sorted(show.outcome(1).leaving))
    try:
        fact = show.proved(1, wanted)
    except (CannotBeProved, ProofDoesNotFit):
        assert there != said or not votes_as_if(show, wanted)
        return
    assert there == said == fact.groups[-1]
    with TemporaryDirectory() as folder:
        published = Published(show, Path(folder))
        told = Both(Path(folder), published.policy)(published.bundle(1))
        assert (told.exit_code, told.codes) == (0, set())
        report = published.verified(published.bundle(1))
        assert PROVED_AS_IF.format(week=1, as_if=wanted.says) in report.checked
        published.register.close()


def votes_as_if(show: Show, wanted: AsIf) -> int:
    """How many votes would count. Where none does, `tabulate` of ranks ends by the marks, and nobody has committed."""
    fold = show.engine.fold(SEASON)
    try:
        about = question(fold.state, 1, fold.tallies, wanted)
    except Refusal:
        return 0
    return sum(opening.value for opening in opened(about, fold.tallies, "viewers").values())


@pytest.fixture(params=["by batch", "by manifest"])
def show(request: pytest.FixtureRequest) -> Show:
    """Nobody votes for eli, whose marks are the lowest too."""
    found = Show(shipped_rulebook("us-28-29"), by_batch=request.param == "by batch")
    played(found, "single", MARKS, COUNTS, "comes in time", set())
    return found


def test_it_is_printed_for_itself_and_proves_no_outcome(show: Show, tmp_path: Path) -> None:
    show.proved(1, WITHOUT)
    published = Published(show, tmp_path)
    octets = published.bundle(1, proved=True)
    report = published.verified(octets)
    says = PROVED_AS_IF.format(week=1, as_if="without channel sms")
    assert says in report.checked
    assert says.startswith("that the same couples leave week 1 without channel sms: ")
    assert NEVER_PROVED in report.not_checked
    assert not report.proved
    (tmp_path / "b.bundle").write_bytes(octets)
    single = vb.verify(tmp_path / "b.bundle", vb.read_policy(published.policy.to_bytes()), None, vb.Given((), []))
    assert says in single.report()["checked"]
    without = published.bundle(1, proved=False)
    lacking = "the proof of week 1 without channel sms: it is not in the bundle"
    assert lacking in published.verified(without).not_checked
    (tmp_path / "b.bundle").write_bytes(without)
    single = vb.verify(tmp_path / "b.bundle", vb.read_policy(published.policy.to_bytes()), None, vb.Given((), []))
    assert lacking in single.report()["not_checked"]


def test_said_again_nothing_is_recorded_and_each_claim_is_one_of_its_own(show: Show) -> None:
    show.proved(1)
    show.proved(1, WITHOUT)
    before = show.log.last_position()
    show.proved(1, WITHOUT)
    assert show.log.last_position() == before
    show.proved(1, AsIf("without", "app"))
    assert show.log.last_position() == before + 1
    assert len(show.engine.state(SEASON).weeks[1].proofs) == 1


@pytest.mark.parametrize("wanted", [AsIf("with", "sms"), AsIf("with"), AsIf("without", "post"), AsIf("without")])
def test_what_would_change_nothing_is_refused(show: Show, wanted: AsIf) -> None:
    with pytest.raises(ProofDoesNotFit, match="nothing would be otherwise"):
        show.proved(1, wanted)


NOTHING_CHANGES: dict[str, tuple[str, set[str], AsIf]] = {
    "the void batch was lost": ("south 1 never comes", set(), AsIf("with")),
    "the void batch came behind the seal": ("south 1 comes late", set(), AsIf("with")),
    "the void batch is of a gateway given up": (
        "comes in time", {"south 2 is void", "south is given up"}, AsIf("with"),
    ),
    "the void batch is of a void channel": ("comes in time", {"sms is void", "north 2 is void"}, AsIf("with")),
    "all batches of the channel are void": (
        "comes in time", {"north 1 is void", "north 3 is void", "south is given up"}, AsIf("without", "app"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTHING_CHANGES)
def test_what_no_batch_that_came_would_change_is_refused_by_both(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sent the only void batch, and that the same couples leave also with the void batches was proved and printed."""
    monkeypatch.setitem(CHANNEL_OF, 3, "app")
    monkeypatch.setitem(MISHAPS, "north 3 is void", void_batch("north", 3))
    waits, mishaps, wanted = NOTHING_CHANGES[name]
    show = Show(shipped_rulebook("us-28-29"), by_batch=True)
    played(show, "single", MARKS, COUNTS, waits, mishaps)
    with pytest.raises(ProofDoesNotFit, match="nothing would be otherwise"):
        show.proved(1, wanted)
    monkeypatch.setattr("domain.season.proving.as_if._can_be", lambda *_: True)
    show.proved(1, wanted)
    monkeypatch.undo()
    published = Published(show, tmp_path)
    told = Both(tmp_path, published.policy)(published.bundle(1))
    assert told.exit_code == 5
    assert told.codes


def test_void_batches_that_committed_to_other_counts_are_not_proved_with() -> None:
    """Nobody held them against their counts before the week was ready: they were void."""
    show = Show(shipped_rulebook("us-28-29"), by_batch=True)
    played(show, "single", MARKS, COUNTS, "comes in time", {"north 2 is void"})
    assert show.proved(1, AsIf("with")).groups[-1] == ("eli",)
    show.proofs._held.clear()
    fold = show.engine.fold(SEASON)
    held = fold.tallies[1].gateways["north"].channels["sms", "viewers"].committed
    assert held[0].number == 2
    held[0] = held[0]._replace(nonce="7" * 64)
    with pytest.raises(CannotBeProved, match="others than the counts"):
        show.proved(1, AsIf("with"))


def test_a_lot_among_four_settles_no_tie_of_three_that_another_count_would_leave() -> None:
    """All four were level and a lot sent dev home; without sms three are, and the same lot was said to send dev home."""
    few = COUPLES[:4]
    show = Show(shipped_rulebook("us-28-29"), few, by_batch=False)
    played(show, "single", dict.fromkeys(few, 7), dict.fromkeys(few, 1), "comes in time", set())
    assert show.proved(1).groups[-1] == ("dev",)
    with pytest.raises(ProofDoesNotFit, match=r"without channel sms it would not be decided: .* of ada, ben, dev"):
        show.proved(1, WITHOUT)


def made(show: Show, wanted: AsIf | None, named: AsIf | None, *, context_of: AsIf | None) -> c.ProvingCommand:
    """A true proof as if `wanted`, put on record as one as if `named`, bound to the context of `context_of`."""
    fold = show.engine.fold(SEASON)
    leaf = partial(leaf_in, show.log)
    questions = {key: question(fold.state, 1, fold.tallies, key) for key in {wanted, named, context_of}}
    about = questions[wanted]
    openings = {"viewers": opened(about, fold.tallies, "viewers")}
    claim = _true_claim(about, openings)

    def command(key: AsIf | None) -> c.ProvingCommand:
        if key is None:
            return claim
        told = {**dict(claim), "do": "record-exclusion-proof", "as_if": key.how, "channel": key.channel}
        return c.RecordExclusion.model_validate(told)

    context = digest(context_json(fold.state, questions[context_of], command(context_of), leaf))
    proof = [
        prove_statement(each.statement, openings[each.body], bound_to(context, each.body))
        for each in asked(about, command(wanted))
    ]
    hashes = {"context_sha256": context, "proof_sha256": show.proofs.put(joined(proof))}
    return command(named).model_copy(update=hashes)


APP = AsIf("without", "app")
VOID = AsIf("with")
FORGED: dict[str, tuple[AsIf | None, AsIf | None]] = {
    "of the outcome, offered as one without a channel": (None, APP),
    "without a channel, offered as one of the outcome": (WITHOUT, None),
    "without a channel, offered as one without another": (WITHOUT, APP),
    "with void batches, offered as one of the outcome": (VOID, None),
    "of the outcome, offered as one with void batches": (None, VOID),
}


@pytest.mark.parametrize(
    ("how", "fitting"),
    [(how, fitting) for at, how in enumerate(FORGED) for fitting in part((True, False), at, of=2)],
)
def test_a_proof_of_one_claim_is_refused_for_another_by_both(how: str, fitting: bool, tmp_path: Path) -> None:
    """In a week whose turnout the manifests do not tell, so that nothing but the proof tells the claims apart."""
    wanted, named = FORGED[how]
    show = Show(shipped_rulebook("us-28-29"), by_batch=True)
    played(show, "single", MARKS, COUNTS, "south 1 comes late", {"north 2 is void"})
    show.say(made(show, wanted, named, context_of=wanted if fitting else named), PRODUCER)
    published = Published(show, tmp_path)
    told = Both(tmp_path, published.policy)(published.bundle(1))
    assert told.codes == ({"proof-context"} if fitting else {"proof-fails"})


def test_with_a_channel_void_on_record_the_claim_is_of_that_channel_alone(tmp_path: Path) -> None:
    show = Show(shipped_rulebook("us-3-27"), by_batch=True)
    played(show, "single", MARKS, COUNTS, "comes in time", {"sms is void", "north 1 is void"})
    happened: dict[AsIf, Callable[[], object]] = {
        AsIf("with", "sms"): lambda: show.proved(1, AsIf("with", "sms")),
        AsIf("with"): lambda: show.proved(1, AsIf("with")),
    }
    turnouts = {wanted: show.proved(1, wanted).proved[0].turnout for wanted in happened}
    assert turnouts[AsIf("with", "sms")] != turnouts[AsIf("with")]
    assert set(MISHAPS) >= {"sms is void", "north 1 is void"}
    published = Published(show, tmp_path)
    told = Both(tmp_path, published.policy)(published.bundle(1))
    assert (told.exit_code, told.codes) == (0, set())


def test_where_the_manifests_tell_the_turnout_another_is_refused_at_the_desk(show: Show) -> None:
    with pytest.raises(ProofDoesNotFit, match="the turnout is"):
        show.say(made(show, None, WITHOUT, context_of=WITHOUT), PRODUCER)
