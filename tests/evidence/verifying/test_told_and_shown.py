"""What a verification tells was there, sealed lines show no counts, and a later rulebook is tried where it is in force."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from domain.rulebook import Rulebook
from domain.rulebook.forms import Nobody
from domain.season import commands as c
from domain.season import words as w
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying import verify
from glitterball.rulebooks import shipped_rulebook
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.forgeries import at
from tests.evidence.verifying.night import COUPLES, SEASON, Night, played
from tests.evidence.verifying.taken_apart import Parts, taken_apart


def sealed_parts(night: Night) -> tuple[Parts, dict[int, bytes]]:
    """A sealed bundle, and what its openings hold, by position."""
    made = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    assert made.openings is not None
    opened = (line.split(b" ", 1) for line in made.openings.splitlines())
    return taken_apart(made.octets), {int(position): octets for position, octets in opened}


@pytest.mark.parametrize("kind", ["vote-batch-received", "outcome-certified", "batch-voided"])
def test_a_line_that_calls_itself_sealed_and_shows_its_counts_is_found(
    kind: str, night: Night, verified: Verified
) -> None:
    """The counts of a live vote would be out, in a file that says they are not."""
    parts, openings = sealed_parts(night)
    index = at(parts, kind)
    position = parts.lines[index][0]
    lines = parts.lines
    lines[index] = (position, b"sealed " + openings[position])
    found = verified(parts.with_lines(lines).packed()).findings
    assert ("bytes", position, "it shows what is sealed") in {(one.code, one.position, one.says) for one in found}


def test_the_report_counts_events_signatures_and_unsigned_lines(
    parts: Parts, night: Night, bundle: bytes, verified: Verified
) -> None:
    kinds = Counter(re.search(rb'"type":"([a-z-]+)', octets)[1].decode() for _, octets in parts.lines)  # type: ignore[index]
    unsigned = sum(b'"stream":"votes/tiny-1/' in octets and b'/vox"' in octets for _, octets in parts.lines)
    report = verified(bundle)
    told = list(report.lines())
    assert told[1] == f"Season {SEASON}, weeks 1, 2: {len(parts.lines)} of the log's {night.ledger.size} events."
    assert f"Checked: {kinds['delivery-signed']} signatures of gateways." in told
    assert (
        f"Checked: {kinds['outcome-certified']} certified outcomes recomputed, and announcements against what follows."
        in told
    )
    assert f"NOT checked: who sent {unsigned} lines of gateways without a key." in told
    assert (kinds["delivery-signed"], unsigned, kinds["outcome-certified"]) == (4, 8, 2)
    assert report.as_json()["events"] == len(parts.lines)


def test_the_report_of_one_week_names_one_week(night: Night, verified: Verified) -> None:
    report = verified(make_bundle(night.ledger, night.register, SEASON, 1).octets)
    assert list(report.lines())[1].startswith(f"Season {SEASON}, week 1: ")
    assert list(replace(report, weeks=()).lines())[1].startswith(f"Season {SEASON}, weeks none: ")


def nobody_leaves() -> Rulebook:
    """The season's rulebook with forms of the same names in which nobody leaves and nobody is placed."""
    book = shipped_rulebook("us-33")
    nobody = {"select": Nobody(), "leave": 0, "out_at_once": 0, "second_stage": None}
    forms = tuple(form.model_copy(update=nobody) for form in book.forms)
    return book.model_copy(update={"name": "nobody-leaves", "forms": forms})


@pytest.mark.parametrize(("from_week", "weeks"), [(1, {1, 2}), (2, {2}), (3, set())])
def test_a_rulebook_adopted_later_is_tried_on_the_certified_weeks_it_governs_and_no_other(
    from_week: int, weeks: set[int], tmp_path: Path
) -> None:
    night = played(tmp_path)
    try:
        night.say(c.AdoptRulebook(rulebook=nobody_leaves(), from_week=from_week))
        night.publisher.publish()
        path = tmp_path / "a.bundle"
        path.write_bytes(make_bundle(night.ledger, night.register, SEASON).octets)
        found = [one for one in verify(path, night.policy()).findings if one.code == "changed"]
    finally:
        night.close()
    assert {one.week for one in found} == weeks
    if 1 in weeks:
        assert found[0].says == "under this rulebook: nobody leaving; certified was: Cleo & Dov leaving"


def test_a_rulebook_adopted_while_a_week_is_open_says_nothing_of_that_week(tmp_path: Path) -> None:
    """Nothing was certified yet that it could have changed, and the verifier must not trip over that."""
    night = Night(tmp_path)
    try:
        night.say(c.OpenSeason(season=SEASON, show="Dancing", number=1, mode="live"))
        night.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1))
        for couple in COUPLES:
            celebrity, professional = couple.title().split("-")
            night.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
        episode = w.Episode(number=1, date="2024-09-24")
        night.say(c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
        night.say(c.AdoptRulebook(rulebook=nobody_leaves(), from_week=1))
        night.publisher.publish()
        path = tmp_path / "a.bundle"
        path.write_bytes(make_bundle(night.ledger, night.register, SEASON).octets)
        report = verify(path, night.policy())
    finally:
        night.close()
    assert (report.findings, report.exit_code) == ((), 0)
