"""Every shipped rulebook that counts votes: a small week is played, proved and verified without a count."""

from pathlib import Path
from random import Random

import pytest

from domain.rulebook import Rulebook
from domain.rulebook.forms import Form, Lowest, TopSafe
from domain.season import commands as c
from domain.season.proving.provable import gives_points, hidden_measures
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from tests.proving.shows import COUPLES, PRODUCER, Published, Show, codes
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("proofs")


SONGS = tuple(f"song-{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
OF_VOTES = [name for name in shipped_rulebooks() if hidden_measures(shipped_rulebook(name))]
BY_VOTE = [name for name in OF_VOTES if not gives_points(shipped_rulebook(name))]
BY_BODIES = [name for name in OF_VOTES if gives_points(shipped_rulebook(name))]


def forms_of(rulebook: Rulebook) -> list[Form]:
    """The forms in which votes decide who leaves or who comes before whom."""
    return [form for form in rulebook.forms if form.by_order_alone and form.select.kind != "nobody"]


def forms_asked(name: str, turn: int) -> list[Form]:
    """In a plain run a third of the forms of a rulebook, at least one: which, follows from its turn; in a thorough one all."""
    forms = forms_of(shipped_rulebook(name))
    return list(part(forms, turn, of=min(3, len(forms))))


def marks_of(rulebook: Rulebook, chance: Random, couples: tuple[str, ...] = COUPLES) -> dict[str, int]:
    """Marks close together, so that votes decide."""
    return {couple: chance.randint(int(rulebook.scale.highest) - 2, int(rulebook.scale.highest)) for couple in couples}


def counts_of(chance: Random, couples: tuple[str, ...] = COUPLES) -> dict[str, int]:
    """Few votes, and sometimes equal ones."""
    return {couple: chance.randint(0, 30) for couple in couples}


def test_every_shipped_rulebook_that_counts_votes_is_asked() -> None:
    assert len(BY_VOTE) == 11
    assert len(BY_BODIES) == 4


@pytest.mark.parametrize("name", part(BY_VOTE, 0, of=2))
def test_a_week_of_every_form_is_proved_without_a_count(name: str, tmp_path: Path) -> None:
    rulebook = shipped_rulebook(name)
    proved = 0
    for form in forms_asked(name, BY_VOTE.index(name)):
        chance = Random(f"{name}, {form.name}")
        couples = COUPLES[: form.select.size(5) + 2] if isinstance(form.select, Lowest) else COUPLES
        if isinstance(form.select, TopSafe) and form.select.couples >= len(couples):
            continue
        show = Show(rulebook, couples)
        marks = marks_of(rulebook, chance, couples)
        outcome = show.play(1, form.name, marks, {"viewers": counts_of(chance, couples)})
        assert outcome.status == "decided"
        fact = show.proved(1)
        folder = tmp_path / form.name
        folder.mkdir()
        published = Published(show, folder)
        report = published.verified(published.bundle(1))
        assert codes(report) == set(), report.findings
        assert (report.exit_code, report.proved, report.certified) == (0, (1,), ())
        assert fact.certified < show.log.last_position()
        proved += 1
    assert proved


@pytest.mark.parametrize("name", part(BY_BODIES, 0, of=2))
def test_each_body_is_proved_over_the_points_it_published(name: str, tmp_path: Path) -> None:
    rulebook, turn = shipped_rulebook(name), BY_BODIES.index(name)
    prefixes = [measure.bodies.removesuffix("*") for measure in hidden_measures(rulebook)]
    for form in forms_asked(name, turn):
        chance = Random(f"{name}, {form.name}")
        countries = part(("Norway", "Österreich"), 0, of=1 + (turn > 0))
        bodies = [f"{prefix}{country}" for prefix in prefixes for country in countries]
        songs = SONGS[: form.select.couples + form.leave if isinstance(form.select, TopSafe) else 12]
        show = Show(rulebook, songs)
        show.open_week(1, form.name)
        show.open_lines(1)
        counts = {body: dict(zip(songs, chance.sample(range(1, 60), len(songs)), strict=True)) for body in bodies}
        show.vote(1, counts)
        show.close_lines(1)
        outcome = show.decide(1)
        show.certify(1)
        show.announce(1, outcome)
        fact = show.proved(1)
        assert [proved.body for proved in fact.proved] == sorted(bodies)
        assert all(proved.placed is not None and len(proved.placed) == 10 for proved in fact.proved)
        folder = tmp_path / form.name
        folder.mkdir()
        published = Published(show, folder)
        report = published.verified(published.bundle(1))
        assert codes(report) == set(), report.findings
        assert (report.exit_code, report.proved) == (0, (1,))


@pytest.mark.parametrize("name", ["us-3-27", "us-33"])
def test_pooled_weeks_are_proved_from_the_manifests_of_both(name: str, tmp_path: Path) -> None:
    rulebook, chance = shipped_rulebook(name), Random(name)
    form = next(form for form in forms_of(rulebook) if form.leave and form.second_stage is None)
    show = Show(rulebook)
    show.open_week(1, next(form.name for form in rulebook.forms if form.select.kind == "nobody"))
    show.open_lines(1)
    show.score(1, marks_of(rulebook, chance))
    first = counts_of(chance)
    show.vote(1, {"viewers": first})
    show.close_lines(1)
    show.say(c.CloseWeek(week=1), PRODUCER)
    show.open_week(2, form.name, votes_from=(1, 2))
    show.open_lines(2)
    show.score(2, marks_of(rulebook, chance))
    second = counts_of(chance)
    show.vote(2, {"viewers": second})
    show.close_lines(2)
    outcome = show.decide(2)
    show.certify(2)
    show.announce(2, outcome)
    assert show.proved(2).proved[0].turnout == sum(first.values()) + sum(second.values())
    published = Published(show, tmp_path)
    report = published.verified(published.bundle(2))
    assert (codes(report), report.exit_code, report.proved) == (set(), 0, (2,))
