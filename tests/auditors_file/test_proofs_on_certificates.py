"""A certificate tells in full of the proof its week has: what is proved, from what, and what is not. Both verifiers hold it
against the events."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.rulebook.forms import TopSafe
from domain.season import commands as c
from domain.season.proving.provable import hidden_measures
from glitterball.evidence.certificate import certificate_of, certificate_text, page_of
from glitterball.rulebooks import shipped_rulebook
from projections.names import listed
from tests.auditors_file.both import Both
from tests.evidence.certificate.test_certificate import Page
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.proving.shows import ADJUDICATOR, DESK, SEASON, SUPERVISOR, Published, Show
from tests.proving.test_weeks_are_proved import BY_BODIES, SONGS, forms_of
from tests.proving.test_weeks_with_mishaps_are_proved import played
from tests.proving.test_what_cannot_be_proved import ended
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("proofs")


MARKS = {"ada": 10, "ben": 9, "cleo": 9, "dev": 8, "eli": 8}
COUNTS = {"ada": 3, "ben": 9, "cleo": 6, "dev": 12, "eli": 2}


@dataclass(frozen=True)
class Told:
    """A proved week with its bundle and both verifiers."""

    show: Show
    parts: Parts
    both: Both

    def text(self, *, sealed: bool) -> str:
        return certificate_text(certificate_of(self.show.engine.fold(SEASON), 1, sealed=sealed))

    def bundle(self, text: str) -> bytes:
        page = page_of(text).encode()
        return self.parts.with_named({"certificate.json": text.encode(), "certificate.html": page}).packed()


def told_of(show: Show, folder: Path, *, sealed: bool) -> Told:
    published = Published(show, folder)
    proved = bool(show.engine.state(SEASON).weeks[1].proofs)
    return Told(show, taken_apart(published.bundle(sealed=sealed, proved=proved)), Both(folder, published.policy))


@pytest.fixture(scope="module")
def show() -> Show:
    played = Show(shipped_rulebook("us-28-29"))
    assert played.play(1, "double-with-save", MARKS, {"viewers": COUNTS}).status == "decided"
    played.proved(1)
    return played


@pytest.fixture(scope="module")
def open_week(show: Show, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told_of(show, tmp_path_factory.mktemp("open"), sealed=False)


@pytest.fixture(scope="module")
def sealed_week(show: Show, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told_of(show, tmp_path_factory.mktemp("sealed"), sealed=True)


def words_of(text: str) -> str:
    return " ".join(Page(page_of(text)).words.split())


def test_the_page_says_what_is_proved_from_what_and_what_is_not(sealed_week: Told) -> None:
    text = sealed_week.text(sealed=True)
    proof, words = json.loads(text)["proof"], words_of(text)
    for said in (
        "Proof of the outcome", "Experimental, not reviewed by an outside cryptographer.", "What is proved",
        "What it starts from", "What is not proved", "are 32 in all, and no couple was given fewer than none",
        "it tells no couple's count and no couple's share", "That a vote came from a viewer", "elliptic curve P-256",
        "The gateways and the show do: they are kept from you, not from them", proof["proof_sha256"], proof["context_sha256"],
        f"proofs/{proof['position']}.sigma", f"The certification at event {proof['certified']}",
        f"(event {proof['position']}) by {proof['by'][0]}",
    ):  # fmt: skip
        assert said in words, said
    for gateway in proof["counted"]:
        assert f"Week 1, gateway {gateway['gateway']}: a commitment to each couple's count (app and sms)" in words
        assert f"made with the manifest at event {gateway['manifest']}" in words
    names = json.loads(text)["couples"]
    for group in proof["groups"]:
        assert all(names[couple] in words for couple in group)
    assert " came out ahead of " in words


@pytest.mark.parametrize("sealed", [False, True])
def test_where_batches_commit_it_names_those_that_count(tmp_path: Path, *, sealed: bool) -> None:
    by_batch = Show(shipped_rulebook("us-28-29"), by_batch=True)
    played(by_batch, "single", MARKS, COUNTS, "comes in time", {"north 1 is void"})
    by_batch.proved(1)
    told = told_of(by_batch, tmp_path, sealed=sealed)
    text = told.text(sealed=sealed)
    north, south = json.loads(text)["proof"]["counted"]
    left = [["app", "viewers", "3"], ["sms", "viewers", "2, 4"]]
    assert north == {"week": 1, "gateway": "north", "manifest": None, "channels": left}
    assert south["channels"] == [["app", "viewers", "1, 3"], ["sms", "viewers", "2, 4"]]
    assert "sms in batches 2, 4" in words_of(text)
    assert "made with each batch" in words_of(text)
    before = told.both(told.bundle(text)).codes
    assert "certificate" not in before
    lying = json.loads(text)
    lying["proof"]["counted"][0]["channels"][0][2] = "1, 3"
    lie = json.dumps(lying, ensure_ascii=False, indent=1) + "\n"
    assert told.both(told.bundle(lie)).codes == {*before, "certificate"}


def test_a_week_without_a_proof_says_nothing_of_one() -> None:
    show = Show(shipped_rulebook("us-28-29"))
    show.play(1, "double-with-save", MARKS, {"viewers": COUNTS})
    text = certificate_text(certificate_of(show.engine.fold(SEASON), 1))
    assert "proof" not in json.loads(text)
    assert "Proof of the outcome" not in words_of(text)


def test_a_proof_of_an_earlier_certification_is_not_told_of_the_later_one() -> None:
    again = Show(shipped_rulebook("us-28-29"))
    again.play(1, "double-with-save", MARKS, {"viewers": COUNTS})
    again.proved(1)
    again.sign(c.CorrectScore(week=1, dance="1.1.ada", judge="jo", mark=9, reason="misread"), DESK, ADJUDICATOR)
    stale = certificate_text(certificate_of(again.engine.fold(SEASON), 1))
    assert not json.loads(stale)["stands"]
    assert "It is about the outcome certified at event" in words_of(stale)
    again.certify(1)
    assert "proof" not in json.loads(certificate_text(certificate_of(again.engine.fold(SEASON), 1)))


def test_a_proof_whose_commitments_no_longer_count_is_not_told() -> None:
    again = Show(shipped_rulebook("us-28-29"))
    again.play(1, "double-with-save", MARKS, {"viewers": COUNTS})
    again.proved(1)
    held = {"channel": "app", "body": "viewers", "votes": ()}
    again.sign(c.VoidBatch(week=1, gateway="north", batch=1, reason="twice", **held), SUPERVISOR, ADJUDICATOR)
    assert "proof" not in json.loads(certificate_text(certificate_of(again.engine.fold(SEASON), 1)))


@pytest.mark.parametrize("name", part(BY_BODIES, 1, of=4))
def test_where_bodies_give_points_the_page_names_each_body_and_whom_it_gave_points(name: str, tmp_path: Path) -> None:
    rulebook, chance = shipped_rulebook(name), Random(name)
    form = forms_of(rulebook)[0]
    songs = SONGS[: form.select.couples + form.leave if isinstance(form.select, TopSafe) else 12]
    bodies = [f"{measure.bodies.removesuffix('*')}Norway" for measure in hidden_measures(rulebook)]
    show = Show(rulebook, songs)
    show.open_week(1, form.name)
    show.open_lines(1)
    show.vote(1, {body: dict(zip(songs, chance.sample(range(1, 60), len(songs)), strict=True)) for body in bodies})
    show.close_lines(1)
    ended(show)
    show.proved(1)
    told = told_of(show, tmp_path, sealed=False)
    text = told.text(sealed=False)
    said, words = json.loads(text), words_of(text)
    assert told.both(told.bundle(text)).codes == set()
    for body in said["proof"]["proved"]:
        assert f"The votes committed to ({body['body']}) are {int(body['turnout']):,} in all" in words
        assert f"Most votes, best first: {listed([said['couples'][song] for song in body['placed']])}" in words


EDITS: dict[str, Callable[[Any], None]] = {
    "left out": lambda said: said.pop("proof"),
    "whose file it is": lambda said: said["proof"].update(file="proofs/1.sigma"),
    "who is ahead": lambda said: said["proof"]["groups"].reverse(),
    "a turnout": lambda said: said["proof"]["proved"][0].update(turnout="33"),
    "a gateway left out": lambda said: said["proof"]["counted"].pop(),
    "a manifest": lambda said: said["proof"]["counted"][0].update(manifest=1),
    "a channel": lambda said: said["proof"]["counted"][0]["channels"].pop(),
    "the proof's hash": lambda said: said["proof"].update(proof_sha256="0" * 64),
    "what it is bound to": lambda said: said["proof"].update(context_sha256="0" * 64),
    "when": lambda said: said["proof"].update(time="2024-01-01T00:00:00Z"),
    "who recorded it": lambda said: said["proof"].update(by=["Mallory (producer)"]),
    "equal counts": lambda said: said["proof"]["equal"].append(["ada", "ben"]),
    "the certification": lambda said: said["proof"].update(certified=1),
    "a word more": lambda said: said["proof"].update(reviewed="by an outside cryptographer"),
}


@pytest.mark.parametrize("name", part(tuple(EDITS), 0, of=3))
def test_an_edit_of_what_a_certificate_says_of_a_proof_is_found_by_both(name: str, open_week: Told) -> None:
    told = open_week
    assert told.both(told.bundle(told.text(sealed=False))).codes == set()
    said = json.loads(told.text(sealed=False))
    EDITS[name](said)
    assert told.both(told.bundle(json.dumps(said, ensure_ascii=False, indent=1) + "\n")).codes == {"certificate"}


def test_a_proof_said_of_a_week_that_has_none_is_found_by_both(open_week: Told, tmp_path: Path) -> None:
    said = json.loads(open_week.text(sealed=False))
    show = Show(shipped_rulebook("us-28-29"))
    show.play(1, "double-with-save", MARKS, {"viewers": COUNTS})
    told = told_of(show, tmp_path, sealed=False)
    own = json.loads(told.text(sealed=False))
    own = {key: held for name in said for key, held in {name: own.get(name, said[name])}.items()}
    assert told.both(told.bundle(json.dumps(own, ensure_ascii=False, indent=1) + "\n")).codes == {"certificate"}


@pytest.mark.parametrize("sealed", [True, False])
def test_where_each_batch_commits_the_certificate_says_so_and_names_no_manifest(sealed: bool, tmp_path: Path) -> None:
    show = Show(shipped_rulebook("us-28-29"), by_batch=True)
    show.play(1, "double-with-save", MARKS, {"viewers": COUNTS})
    show.proved(1)
    told = told_of(show, tmp_path, sealed=sealed)
    text = told.text(sealed=sealed)
    assert {held["manifest"] for held in json.loads(text)["proof"]["counted"]} == {None}
    assert ", made with each batch." in page_of(text)
    found = told.both(told.bundle(text))
    assert (found.exit_code, found.codes) == (0, set())
