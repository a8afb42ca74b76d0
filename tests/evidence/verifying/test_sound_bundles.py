"""What is sound is found sound: no false alarm."""

import io
import zipfile

from glitterball.evidence.ledger import make_bundle
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart


def test_an_untouched_bundle_holds_and_its_outcomes_follow(bundle: bytes, verified: Verified) -> None:
    report = verified(bundle)
    assert report.findings == ()
    assert report.exit_code == 0
    assert report.certified == (1, 2)


def test_the_same_bundle_is_made_twice_byte_for_byte(night: Night, bundle: bytes) -> None:
    assert make_bundle(night.ledger, night.register, SEASON).octets == bundle


def test_taken_apart_and_put_together_it_is_the_same_file(bundle: bytes, parts: Parts) -> None:
    assert parts.packed() == bundle


def test_any_zip_reader_opens_it(bundle: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert archive.testzip() is None


def test_a_weeks_bundle_ends_at_the_first_checkpoint_behind_the_week(night: Night, verified: Verified) -> None:
    made = make_bundle(night.ledger, night.register, SEASON, 1)
    report = verified(made.octets)
    assert report.findings == ()
    assert report.size is not None
    assert report.size < night.ledger.size
    assert report.weeks == (1,)


def test_other_seasons_stay_hashes(night: Night, bundle: bytes, parts: Parts) -> None:
    assert b"zoe-yan" not in bundle
    assert len(parts.lines) < len(parts.leaves) == night.ledger.size


def test_counts_are_not_in_a_sealed_bundle_and_an_adjudicator_can_open_it(night: Night, verified: Verified) -> None:
    made = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    shown = taken_apart(made.octets).files
    assert not any(b'"votes":[' in octets for octets in shown.values())
    sealed = verified(made.octets)
    assert (sealed.findings, sealed.exit_code, sealed.certified) == ((), 0, ())
    assert any("sealed" in one for one in sealed.not_checked)
    opened = verified(made.octets, made.openings)
    assert opened.certified == (1, 2)
    assert {one.code for one in opened.findings} == {"guessable"}


def test_how_close_it_was_is_worked_out_again(night: Night, verified: Verified) -> None:
    made = make_bundle(night.ledger, night.register, SEASON, margins=True)
    assert verified(made.octets).findings == ()
    parts = taken_apart(made.octets)
    assert {name for name in parts.files if name.startswith("margin/")} == {"margin/1.json", "margin/2.json"}
    closer = parts.with_named({"margin/1.json": parts.files["margin/1.json"].replace(b'"at_least":', b'"at_least":1')})
    assert {(one.code, one.week) for one in verified(closer.packed()).findings} == {("derived", 1)}
