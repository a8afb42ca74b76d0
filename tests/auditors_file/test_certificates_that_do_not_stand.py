"""A certificate that honestly does not stand ends with 1, sealed and open; one that says so and cannot be right, with 5."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from glitterball.evidence.certificate import certificate_of, certificate_text, page_of
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both, Told
from tests.naive.standing import lines_of, touched_after
from tests.proving.shows import ADJUDICATOR, DESK, EXECUTIVE, PRODUCER, SEASON, SUPERVISOR, Published, Show
from tests.thoroughness import part

MARKS = {"ada": 10, "ben": 9, "cleo": 9, "dev": 8, "eli": 8}
COUNTS = {"ada": 30, "ben": 90, "cleo": 60, "dev": 50, "eli": 20}


class Night:
    """A week that was certified and announced, on a season that hides its counts in every week or in no event."""

    def __init__(self, folder: Path, *, hides: bool) -> None:
        self.show = Show(shipped_rulebook("us-28-29"), by_batch=hides)
        self.show.open_week(1, "single")
        self.show.open_lines(1)
        self.show.score(1, MARKS)
        self.show.vote(1, {"viewers": COUNTS}, late=None)
        self.show.close_lines(1)
        outcome = self.show.decide(1)
        self.show.certify(1)
        self.show.announce(1, outcome)
        self.published = Published(self.show, folder)
        self.both = Both(folder, self.published.policy)

    def text(self, *, sealed: bool) -> str:
        return certificate_text(certificate_of(self.show.engine.fold(SEASON), 1, sealed=sealed))

    def told(self, text: str, *, sealed: bool) -> Told:
        """The certificate with its page in a bundle of the season as it is now."""
        Publisher(self.published.ledger, self.published.register, self.published.signer).publish()
        extra = [("certificate.json", text.encode()), ("certificate.html", page_of(text).encode())]
        made = make_bundle(
            self.published.ledger, self.published.register, SEASON, sealed=sealed, guessable=True, margins=False, extra=extra
        )  # fmt: skip
        return self.both(made.octets)


def edited(text: str, edit: Callable[[Any], None]) -> str:
    said = json.loads(text)
    edit(said)
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def corrected(show: Show) -> None:
    misread = c.CorrectScore(week=1, dance="1.1.ada", judge="jo", mark=2, reason="misread")
    show.sign(misread, DESK, ADJUDICATOR)


def corrected_to_no_effect(show: Show) -> None:
    show.sign(c.CorrectScore(week=1, dance="1.1.ada", judge="jo", mark=9, reason="misread"), DESK, ADJUDICATOR)


def channel_voided(show: Show) -> None:
    show.sign(c.VoidChannel(week=1, channel="app", reason="a wrong number on screen"), EXECUTIVE, ADJUDICATOR)


def nobody_leaves(show: Show) -> None:
    show.sign(c.CancelElimination(week=1, reason="a storm"), EXECUTIVE, ADJUDICATOR)


def other_rules(show: Show) -> None:
    show.sign(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1), EXECUTIVE, ADJUDICATOR)


def another_announced(show: Show) -> None:
    other = next(couple for couple in MARKS if couple not in show.outcome(1).leaving)
    said = c.CorrectAnnouncement.model_validate(
        {"week": 1, "what": "eliminated", "couples": (other,), "reason": "the wrong card"}
    )
    show.sign(said, EXECUTIVE, ADJUDICATOR)


def proposed(show: Show) -> None:
    void = c.VoidChannel(week=1, channel="app", reason="a wrong number on screen")
    show.say(c.Propose.model_validate({"command": void}), SUPERVISOR)


def withdrew(show: Show) -> None:
    show.say(c.WithdrawCouple(week=1, couple="ben", reason="hurt"), PRODUCER)


TOUCHING = (corrected, corrected_to_no_effect, channel_voided, nobody_leaves, other_rules, withdrew)
SINCE = (*TOUCHING, another_announced, proposed)


@pytest.mark.heavy("nights")
@pytest.mark.parametrize(
    ("since", "hides"),
    [
        pytest.param(since, hides, id=f"{since.__name__}, {'hidden' if hides else 'in the open'}")
        for turn, since in enumerate(SINCE)
        for hides in part((False, True), turn, of=2)
    ],
)
def test_what_was_recorded_since_explains_that_it_does_not_stand(
    since: Callable[[Show], None], tmp_path: Path, *, hides: bool
) -> None:
    """A sealed certificate of a week whose mark was corrected later was called forged."""
    night = Night(tmp_path, hides=hides)
    since(night.show)
    for sealed in (True, False):
        text = night.text(sealed=sealed)
        assert json.loads(text)["stands"] is False
        told = night.told(text, sealed=sealed)
        assert told.exit_code == 1, told
        assert "does-not-stand" in told.codes
        assert told.codes <= {"does-not-stand", "announced"}
        stands = edited(text, lambda said: said.update(stands=True))
        assert night.told(stands, sealed=sealed).exit_code == 5
    certified = night.show.engine.state(SEASON).weeks[1].certified[-1].position
    lines = lines_of(night.show.log.raw(), SEASON)
    assert bool(touched_after(lines, 1, certified)) is (since in TOUCHING)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("hides", [False, True], ids=["in the open", "hidden"])
def test_that_it_does_not_stand_is_not_believed_where_nothing_explains_it(tmp_path: Path, *, hides: bool) -> None:
    """Whoever had a sealed bundle could have a sound result called one that fell, and nobody needs a key for it."""
    night = Night(tmp_path, hides=hides)
    text = night.text(sealed=True)
    assert night.told(text, sealed=True).exit_code == 0
    fallen = edited(text, lambda said: said.update(stands=False))
    assert night.told(fallen, sealed=True).codes == {"certificate"}
    early = json.loads(text)["certified"]["position"]
    corrected(night.show)
    for as_of in (early, early + 1):
        cut = edited(fallen, lambda said, as_of=as_of: said.update(as_of=as_of))  # type: ignore[misc]
        assert "certificate" in night.told(cut, sealed=True).codes


@pytest.mark.parametrize("since", [another_announced, proposed], ids=lambda since: since.__name__)
def test_what_is_shown_is_what_was_certified_as_long_as_nothing_touched_it(
    since: Callable[[Show], None], tmp_path: Path
) -> None:
    night = Night(tmp_path, hides=True)
    since(night.show)
    text = night.text(sealed=True)
    other = edited(text, lambda said: said["outcome"].update(leaving=["ada"]))
    assert "certificate" in night.told(other, sealed=True).codes


def test_no_combined_points_are_shown_whether_it_stands_or_not(tmp_path: Path) -> None:
    night = Night(tmp_path, hides=True)
    corrected(night.show)
    told = edited(night.text(sealed=True), lambda said: said["outcome"]["standings"][0].update(combined="1/2"))
    assert "certificate" in night.told(told, sealed=True).codes


def test_a_certificate_is_about_the_last_certification_before_it_was_made(tmp_path: Path) -> None:
    night = Night(tmp_path, hides=True)
    before = json.loads(night.text(sealed=True))["certified"]
    corrected_to_no_effect(night.show)
    night.show.certify(1)
    text = night.text(sealed=True)
    assert night.told(text, sealed=True).exit_code == 0
    earlier = edited(text, lambda said: said.update(certified=before))
    assert "certificate" in night.told(earlier, sealed=True).codes


def test_the_verdict_names_the_certificate_where_nothing_else_does_not_follow(tmp_path: Path) -> None:
    night = Night(tmp_path, hides=True)
    corrected_to_no_effect(night.show)
    text = night.text(sealed=True)
    night.told(text, sealed=True)
    report = night.published.verified((tmp_path / "a.bundle").read_bytes())
    assert report.verdict == "The record is intact, but the certificate in it does not stand."


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("since", [None, corrected], ids=["stands", "does not stand"])
def test_a_number_in_another_spelling_is_not_the_number(since: Callable[[Show], None] | None, tmp_path: Path) -> None:
    """The week `true` was the first week for one verifier, and no week for the other."""
    night = Night(tmp_path, hides=True)
    if since is not None:
        since(night.show)
    text = night.text(sealed=True)
    at = json.loads(text)["certified"]["position"]
    edits: list[Callable[[Any], None]] = [
        lambda said: said.update(week=True),
        lambda said: said.update(week=1.0),
        lambda said: said["certified"].update(position=float(at)),
        lambda said: said.update(as_of=float(at + 1)),
    ]
    for edit in edits:
        assert night.told(edited(text, edit), sealed=True).exit_code == 5
