"""A certificate says of a proved save by the viewers whom they kept, in the show's words; both verifiers make that again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from domain.season.proving.as_if import AsIf
from glitterball.evidence.certificate import certificate_of, certificate_text, page_of
from tests.auditors_file.test_proofs_on_certificates import Told, told_of, words_of
from tests.naive.certificate_page import missing
from tests.proving.shows import SEASON, Show
from tests.proving.test_an_instant_save_is_proved import MARKS, VIEWERS, book, form, played
from tests.proving.test_forged_saves_are_found import DEV_KEPT, ELI_KEPT, EVEN, told

pytestmark = pytest.mark.heavy("proofs")


def saved(danger: int, at_once: int, leave: int, saving: dict[str, int]) -> Show:
    votes = {"viewers": VIEWERS, "instant": saving}
    show = played(book("us-28-29", form(danger, at_once, leave)), MARKS, votes, by_batch=False)
    outcome = show.outcome(1)
    assert outcome.status == "decided"
    show.certify(1)
    show.announce(1, outcome)
    show.proved(1)
    return show


SAID = {
    "one of two": (
        (2, 0, 1, ELI_KEPT),
        "The votes committed to (instant) are 22 in all, and no couple was given fewer than none. Among the couples the viewers "
        "could save, eli & pro had most of them and stayed; dev & pro had fewer and left.",
    ),
    "one of two, where the lowest is out at once": (
        (3, 1, 2, EVEN | {"cleo": 6, "dev": 2}),
        "cleo & pro had most of them and stayed; dev & pro had fewer and left.",
    ),
    "two of three": (
        (3, 0, 1, EVEN | {"cleo": 6, "dev": 2, "eli": 7}),
        "cleo & pro and eli & pro had most of them and stayed; dev & pro had fewer and left.",
    ),
}


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("name", SAID)
def test_the_page_says_whom_the_viewers_kept_and_who_left(name: str, tmp_path: Path, *, sealed: bool) -> None:
    """The page told that there were votes in a body named instant, and not what they decided."""
    played_so, said = SAID[name]
    week = told_of(saved(*played_so), tmp_path, sealed=sealed)
    text = week.text(sealed=sealed)
    assert said in words_of(text)
    assert list(missing(json.loads(text), page_of(text))) == []
    assert "certificate" not in week.both(week.bundle(text)).codes


def test_of_a_claim_as_if_it_says_whom_they_would_have_kept() -> None:
    show = told(ELI_KEPT | {"dev": 0, "eli": 40})
    show.proved(1, AsIf("without", "sms"))
    text = certificate_text(certificate_of(show.engine.fold(SEASON), 1))
    assert "eli & pro have most of them then; dev & pro have fewer." in words_of(text)


def test_it_is_said_as_certified_though_an_announcement_was_taken_back_since() -> None:
    """Else a page would call saved whom nobody proved to be."""
    show = told(ELI_KEPT)
    show.govern(c.CorrectAnnouncement(week=1, what="eliminated", couples=("eli",), reason="the wrong card was read"))
    text = certificate_text(certificate_of(show.engine.fold(SEASON), 1))
    assert "eli & pro had most of them and stayed; dev & pro had fewer and left." in words_of(text)


EDITS: dict[str, Callable[[Any], None]] = {
    "the other couple was kept": lambda save: save.update(kept=["dev"], left=["eli"]),
    "nobody left by it": lambda save: save.update(left=[]),
    "left out": lambda save: (save.pop("kept"), save.pop("left")),
}


@pytest.fixture(scope="module")
def sealed_week(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told_of(told(ELI_KEPT), tmp_path_factory.mktemp("sealed"), sealed=True)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_it_is_found_by_both(name: str, sealed_week: Told) -> None:
    said = json.loads(sealed_week.text(sealed=True))
    EDITS[name](said["proof"]["proved"][1])
    found = sealed_week.both(sealed_week.bundle(json.dumps(said, ensure_ascii=False, indent=1) + "\n"))
    assert found.codes == {"certificate"}


def test_it_is_said_of_the_save_and_of_no_other_votes(sealed_week: Told) -> None:
    viewers, save = json.loads(sealed_week.text(sealed=True))["proof"]["proved"]
    assert set(viewers) == {"body", "turnout", "placed"}
    assert (save["kept"], save["left"]) == (["eli"], ["dev"])
    assert json.loads(certificate_text(certificate_of(told(DEV_KEPT).engine.fold(SEASON), 1)))["proof"]["proved"][1][
        "kept"
    ] == ["dev"]
