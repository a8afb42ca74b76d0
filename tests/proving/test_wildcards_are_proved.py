"""Who goes on by a wildcard: proved where bodies publish their points; elsewhere said to be unprovable before a line is open."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import CalledBack, Lowest, Wildcard
from domain.season import commands as c
from domain.season.proving.provable import against_form
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.readiness import readiness
from domain.season.state import announced
from domain.stages.measures import Bodies, Marks, Votes
from domain.tabulation.outcome import Outcome
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from tests.auditors_file.both import Both
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.proving.shows import COUPLES, PRODUCER, SEASON, Published, Show
from tests.proving.test_forged_proofs_are_found import altered, signed
from tests.proving.test_weeks_are_proved import SONGS
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("proofs")


WITH_WILDCARD = "semi-final-of-18-with-wildcard"
EIGHTEEN = SONGS[:18]
COUNTRIES = {
    "country/Norway": {song: 100 - at for at, song in enumerate(EIGHTEEN)},
    "country/Österreich": {song: 90 - at for at, song in enumerate(EIGHTEEN)},
}
TWELFTH = EIGHTEEN[11]


def contest(jury: dict[str, int], rulebook: Rulebook | None = None, form: str = WITH_WILDCARD) -> tuple[Show, Outcome]:
    """Two countries agree on every place; the juries' choice is recorded as one jury that gives that song its vote."""
    show = Show(rulebook or shipped_rulebook("eurovision-2015"), EIGHTEEN)
    show.open_week(1, form)
    show.open_lines(1)
    show.vote(1, {**COUNTRIES, "jury/back-up": dict.fromkeys(EIGHTEEN, 0) | jury})
    show.close_lines(1)
    outcome = show.decide(1)
    assert outcome.status == "decided"
    show.certify(1)
    show.announce(1, outcome)
    return show, outcome


class Shown:
    """Its bundle, and both verifiers."""

    def __init__(self, show: Show, folder: Path) -> None:
        self.published = Published(show, folder)
        self.parts = taken_apart(self.published.bundle(1))
        self.both = Both(folder, self.published.policy)

    def codes(self, parts: Parts) -> set[str]:
        return self.both(signed(self.published, parts)).codes


def test_the_juries_song_goes_on_by_points_that_are_proved_body_by_body(tmp_path: Path) -> None:
    """It was refused as a rule nothing can be proved of, though everything it rests on is published or committed to."""
    show, outcome = contest({TWELFTH: 1})
    assert TWELFTH not in outcome.leaving
    fact = show.proved(1)
    assert [proved.body for proved in fact.proved] == [*sorted(COUNTRIES), "jury/back-up"]
    assert fact.proved[2].placed == (TWELFTH,)
    shown = Shown(show, tmp_path)
    told = shown.both(shown.published.bundle(1))
    assert (told.exit_code, told.codes) == (0, set())


def test_another_song_sent_on_by_the_juries_is_found(tmp_path: Path) -> None:
    show, _ = contest({TWELFTH: 1})
    show.proved(1)
    shown, other = Shown(show, tmp_path), EIGHTEEN[12]
    placed = altered(shown.parts, "outcome-proved.v1", lambda event: event["fact"]["proved"][2].update(placed=[other]))
    assert shown.codes(placed) == {"proof-event"}, "the juries' song would be that one, and was not announced"

    lines = [
        (
            at,
            octets.replace(f'"{other}"'.encode(), f'"{TWELFTH}"'.encode())
            if b'"couple-eliminated.v1"' in octets
            else octets,
        )
        for at, octets in placed.lines
    ]
    said = placed.with_lines(lines)
    assert "proof-event" in shown.codes(said), "its groups are still those of before"


def in_danger_form(select: Lowest | Wildcard, leave: int) -> Rulebook:
    ending = Form(
        source="made up", name="some-leave", says="Some of those in danger leave.", select=select, leave=leave
    )
    plain = shipped_rulebook("eurovision-2015")
    return Rulebook(**{**dict(plain), "forms": (*plain.forms, ending)})


def test_songs_named_in_danger_that_were_not_are_claimed_to_be_nothing_of(tmp_path: Path) -> None:
    """Where points are published nothing asked whether those named in danger were the lowest, and the page called the others
    ahead of them: a falsehood that both verifiers called proved."""
    show = Show(in_danger_form(Lowest(couples=3), 1), EIGHTEEN)
    show.open_week(1, "some-leave")
    show.open_lines(1)
    show.vote(1, COUNTRIES | {"country/Norway": dict(zip(reversed(EIGHTEEN), range(1, 19), strict=True))})
    show.close_lines(1)
    outcome = show.decide(1)
    show.certify(1)
    best = outcome.order[0][0]
    named = tuple(
        sorted({best, *outcome.bottom} - {next(song for song in outcome.bottom if song not in outcome.leaving)})
    )
    show.say(c.AnnounceDanger(week=1, couples=named), PRODUCER)
    for song in outcome.leaving:
        show.say(c.AnnounceElimination(week=1, couple=song), PRODUCER)
    assert announced(show.engine.state(SEASON).weeks[1]).danger == named
    fact = show.proved(1)
    assert len(fact.groups) == 2, "who left is proved, and of those named in danger nothing"
    shown = Shown(show, tmp_path)
    three = [sorted({*EIGHTEEN} - {*named}), sorted({*named} - {*outcome.leaving}), sorted(outcome.leaving)]
    lied = altered(shown.parts, "outcome-proved.v1", lambda event: event["fact"].update(groups=three))
    assert shown.codes(lied) == {"proof-event"}


PLAIN = shipped_rulebook("us-28-29")


def form(select: Lowest | Wildcard | CalledBack, leave: int) -> Form:
    return Form(source="made up", name="another", says="Another way.", select=select, leave=leave)


JURIES = Bodies(bodies="jury/*", table=(12, 10), ties="refused")
IN_TIME = {
    "a wildcard by marks": (form(Wildcard(couples=1, counts=Marks()), 1), "no announcement says who went on by it"),
    "a wildcard by another vote": (form(Wildcard(couples=1, counts=Votes(bodies="hall")), 1), "no announcement says"),
    "a wildcard by juries": (form(Wildcard(couples=1, counts=JURIES), 1), "no announcement says"),
}


@pytest.mark.parametrize("by_batch", [False, True])
@pytest.mark.parametrize("name", IN_TIME)
def test_that_it_cannot_be_proved_is_said_before_the_lines_open(name: str, *, by_batch: bool) -> None:
    """`week prove` said so after everything was on air. Where manifests commit it is known that a season proves its weeks once
    one has; where batches do, from its opening."""
    ending, why = IN_TIME[name]
    rulebook = Rulebook(**{**dict(PLAIN), "forms": (*PLAIN.forms, ending)})
    show = Show(rulebook, by_batch=by_batch)
    number = 1
    if not by_batch:
        marks = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
        show.play(1, "nobody-leaves", marks, {"viewers": dict.fromkeys(COUPLES, 3)})
        show.say(c.CloseWeek(week=1), PRODUCER)
        number = 2
    show.open_week(number, "another")
    fold = show.engine.fold(SEASON)
    (row,) = (row for row in readiness(fold.state, number, fold.tallies) if row.code == "cannot-be-proved")
    assert why in row.what
    assert dict(row.facts)["obstacle"] == "rule-not-provable"
    assert row.severity == "warning"


def test_before_the_lines_open_nothing_is_said_of_lines() -> None:
    """A season whose batches commit was told that its lines had been opened without an order, before they were."""
    show = Show(PLAIN, by_batch=True)
    show.open_week(1, "single")
    fold = show.engine.fold(SEASON)
    assert not [row for row in readiness(fold.state, 1, fold.tallies) if row.code == "cannot-be-proved"]


def test_what_is_said_in_time_is_what_proving_refuses() -> None:
    marks, votes = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True)), dict.fromkeys(COUPLES, 3) | {"ada": 9}
    rulebook = Rulebook(**{**dict(PLAIN), "forms": (*PLAIN.forms, IN_TIME["a wildcard by marks"][0])})
    show = Show(rulebook)
    assert show.play(1, "another", marks, {"viewers": votes}).status == "decided"
    with pytest.raises(CannotBeProved, match="no announcement says who went on by it") as caught:
        show.proved(1)
    assert caught.value.obstacle == "rule-not-provable"


def test_of_the_shipped_rulebooks_that_count_votes_every_form_can_be_proved() -> None:
    for name in shipped_rulebooks():
        rulebook = shipped_rulebook(name)
        if any(side.counts.stage == "votes" for side in rulebook.sides):
            assert [why for ending in rulebook.forms for why in against_form(rulebook, ending)] == [], name


SIX = EIGHTEEN[:6]
SMALL = Wildcard(couples=2, counts=Bodies(bodies="jury/*", table=(3, 2, 1), ties="refused"))
orders = st.permutations(SIX)


@settings(max_examples=examples(60, fewest=5), deadline=None, suppress_health_check=list(HealthCheck))
@given(first=orders, second=orders, jury=orders, told=orders)
def test_it_is_provable_exactly_where_what_was_announced_follows(
    first: list[str], second: list[str], jury: list[str], told: list[str]
) -> None:
    """Both ways, whatever two countries and the juries thought: of whom the rules send home, and of any other three."""
    ending = Form(source="made up", name="wildcard", says="Three go home.", select=SMALL, leave=3)
    plain = shipped_rulebook("eurovision-2015")
    show = Show(Rulebook(**{**dict(plain), "forms": (*plain.forms, ending)}), SIX)
    show.open_week(1, "wildcard")
    show.open_lines(1)
    given_by = {"country/Norway": first, "country/Österreich": second, "jury/back-up": jury}
    show.vote(1, {body: {song: 60 - at for at, song in enumerate(order)} for body, order in given_by.items()})
    show.close_lines(1)
    outcome = show.decide(1)
    assert outcome.status == "decided"
    show.certify(1)
    for song in sorted(told[:3]):
        show.say(c.AnnounceElimination(week=1, couple=song), PRODUCER)
    if {*told[:3]} == {*outcome.leaving}:
        assert show.proved(1).groups[-1] == tuple(sorted(outcome.leaving))
        return
    with pytest.raises(ProofDoesNotFit, match="do not lead to what was announced"):
        show.proved(1)
    show.govern(
        c.CorrectAnnouncement(week=1, what="eliminated", couples=tuple(sorted(outcome.leaving)), reason="misread")
    )
    assert show.proved(1).groups[-1] == tuple(sorted(outcome.leaving))
