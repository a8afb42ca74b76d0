"""A certificate tells of proofs that other votes would have changed nothing, in the show's words; both verifiers hold it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from domain.season.proving.as_if import AsIf
from glitterball.evidence.certificate import certificate_of, certificate_text, page_of
from glitterball.proving import InMemory
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.test_proofs_on_certificates import Told, told_of, words_of
from tests.naive.certificate_page import missing
from tests.proving.shows import ADJUDICATOR, COUPLES, DESK, EXECUTIVE, SEASON, Show
from tests.proving.test_weeks_with_mishaps_are_proved import book, played

pytestmark = pytest.mark.heavy("proofs")


MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = dict(zip(COUPLES, (310, 205, 420, 164, 0), strict=True))
WITHOUT, WITH, WITH_BATCHES = AsIf("without", "sms"), AsIf("with", "app"), AsIf("with")
SECTION = "Proof that other votes would not have changed it"
CLAIMS = {
    "without the votes by sms": (WITHOUT, set[str](), False),
    "with the votes by app as well, which are void": (WITH, {"app is void"}, False),
    "with the void batches as well": (WITH_BATCHES, {"north 1 is void"}, True),
}


def proved(wanted: AsIf, mishaps: set[str], *, by_batch: bool) -> Show:
    """A week of which a claim was proved: nobody votes for eli, whose marks are the lowest too."""
    show = Show(shipped_rulebook("us-28-29"), by_batch=by_batch)
    played(show, "single", MARKS, COUNTS, "comes in time", mishaps)
    show.proved(1, wanted)
    return show


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("words", CLAIMS)
def test_the_page_says_that_the_same_couples_leave(words: str, tmp_path: Path, *, sealed: bool) -> None:
    """It stood in verifications alone, where no viewer looks."""
    wanted, mishaps, by_batch = CLAIMS[words]
    show = proved(wanted, mishaps, by_batch=by_batch)
    told = told_of(show, tmp_path, sealed=sealed)
    text = told.text(sealed=sealed)
    assert f"The same couples leave {words}" in words_of(text)
    assert list(missing(json.loads(text), page_of(text))) == []
    assert "certificate" not in told.both(told.bundle(text)).codes
    [claim] = json.loads(text)["proved_as_if"]
    assert (claim["as_if"], claim["channel"]) == wanted
    assert "proof" not in json.loads(text)
    assert any(claim["file"] in line for line in json.loads(text)["not_checked"])


def test_of_a_claim_proved_twice_the_last_is_told_and_of_each_claim_one() -> None:
    show = proved(WITHOUT, set(), by_batch=False)
    show.proofs = InMemory()  # the file is lost, so the claim is proved anew
    show.proved(1, WITHOUT)
    show.proved(1)
    show.proved(1, AsIf("without", "app"))
    assert len(show.engine.state(SEASON).weeks[1].exclusions) == 3
    told = json.loads(certificate_text(certificate_of(show.engine.fold(SEASON), 1)))
    assert [claim["channel"] for claim in told["proved_as_if"]] == ["sms", "app"]
    assert "proof" in told


def test_of_a_final_it_says_that_the_places_are_the_same() -> None:
    show = Show(book("us-28-29"), COUPLES[:3])
    marks, counts = ({couple: held[couple] for couple in COUPLES[:3]} for held in (MARKS, COUNTS))
    assert show.play(1, "finale", marks, {"viewers": {**counts, "ada": 900}}).placed
    show.proved(1, WITHOUT)
    text = certificate_text(certificate_of(show.engine.fold(SEASON), 1))
    assert "The places are the same without the votes by sms" in words_of(text)


def test_a_claim_whose_channel_was_voided_since_or_of_an_earlier_certification_is_not_told() -> None:
    again = proved(WITHOUT, set(), by_batch=False)
    again.sign(c.CorrectScore(week=1, dance="1.1.ada", judge="jo", mark=8, reason="misread"), DESK, ADJUDICATOR)
    stale = certificate_text(certificate_of(again.engine.fold(SEASON), 1))
    assert "It is about the outcome as it was certified, and not about what follows now" in words_of(stale)
    again.certify(1)
    assert SECTION not in words_of(certificate_text(certificate_of(again.engine.fold(SEASON), 1)))
    voided = proved(WITHOUT, set(), by_batch=False)
    voided.sign(c.VoidChannel(week=1, channel="sms", reason="a wrong number"), EXECUTIVE, ADJUDICATOR)
    assert SECTION not in words_of(certificate_text(certificate_of(voided.engine.fold(SEASON), 1)))


EDITS: dict[str, Callable[[Any], None]] = {
    "left out": lambda said: said.pop("proved_as_if"),
    "another channel": lambda said: said["proved_as_if"][0].update(channel="app"),
    "with for without": lambda said: said["proved_as_if"][0].update(as_if="with"),
    "who is ahead": lambda said: said["proved_as_if"][0]["groups"].reverse(),
    "a turnout": lambda said: said["proved_as_if"][0]["proved"][0].update(turnout="33"),
    "a gateway left out": lambda said: said["proved_as_if"][0]["counted"].pop(),
    "the proof's hash": lambda said: said["proved_as_if"][0].update(proof_sha256="0" * 64),
    "the certification": lambda said: said["proved_as_if"][0].update(certified=1),
    "twice": lambda said: said["proved_as_if"].append(said["proved_as_if"][0]),
    "a word more": lambda said: said["proved_as_if"][0].update(reviewed="by an outside cryptographer"),
}


@pytest.fixture(scope="module")
def sealed_week(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told_of(proved(WITHOUT, set(), by_batch=False), tmp_path_factory.mktemp("sealed"), sealed=True)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_what_it_says_is_found_by_both(name: str, sealed_week: Told) -> None:
    said = json.loads(sealed_week.text(sealed=True))
    EDITS[name](said)
    told = sealed_week.both(sealed_week.bundle(json.dumps(said, ensure_ascii=False, indent=1) + "\n"))
    assert told.codes == {"certificate"}
