"""Nothing goes unnoticed wherever it is done, and what is altered, dropped, inserted or swapped is named by its position."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from glitterball.evidence.bundle import contents
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying import Report, verify
from glitterball.proof.keys import SignerKey
from glitterball.rehearsal import rehearse
from glitterball.store import open_season
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.forgeries import later
from tests.evidence.verifying.night import ORIGIN, SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("forgeries")


PARTS = 4
"""Of the places where something is done, the plain run has every fourth."""


def positions(report: Report, code: str) -> set[int | None]:
    return {one.position for one in report.findings if one.code == code}


def test_any_byte_altered_anywhere_is_found(bundle: bytes, verified: Verified) -> None:
    for index in part(range(0, len(bundle), 67), 0, of=PARTS):
        octets = bytearray(bundle)
        octets[index] ^= 0x20
        assert verified(bytes(octets)).exit_code == 5, index


def test_a_bundle_cut_short_anywhere_is_found(bundle: bytes, verified: Verified) -> None:
    assert verified(b"").exit_code == 3, "what is empty is no bundle, rather than a damaged one"
    for length in part(range(997, len(bundle), 997), 0, of=PARTS):
        assert verified(bundle[:length]).exit_code == 5, length


def test_any_byte_of_any_file_altered_with_the_manifest_made_to_fit_is_found(parts: Parts, verified: Verified) -> None:
    for turn, (name, octets) in enumerate(parts.files.items()):
        for index in part(range(0, len(octets), max(1, len(octets) // 12)), turn, of=PARTS):
            other = bytearray(octets)
            other[index] ^= 0x01
            assert verified(parts.with_named({name: bytes(other)}).packed()).exit_code in (1, 5), (name, index)


def test_any_file_left_out_is_found(parts: Parts, verified: Verified) -> None:
    for name in parts.files:
        without = parts.with_named({name: None})
        if name == contents.checkpoint_name(parts.sizes[0]):
            continue  # then its proof belongs nowhere, which is found; taken out together it was never published
        assert verified(without.packed()).exit_code == 5, name


def test_an_event_altered_is_named(parts: Parts, verified: Verified) -> None:
    for index, (position, octets) in part([*enumerate(parts.lines)], 0, of=PARTS):
        lines = parts.lines
        lines[index] = (position, later(octets))
        assert positions(verified(parts.with_lines(lines).packed()), "leaf") == {position}


def test_an_event_altered_and_hashed_again_is_found_between_two_checkpoints(parts: Parts, verified: Verified) -> None:
    for index, (position, octets) in part([*enumerate(parts.lines)], 1, of=PARTS):
        lines = parts.lines
        lines[index] = (position, later(octets))
        report = verified(parts.with_lines(lines).with_leaves_of_lines().packed())
        first = next(one for one in report.findings if one.code == "root")
        start, end = (int(word) for word in first.says.split("in events ")[1].split(" to "))
        assert start <= position <= end
        assert report.exit_code == 5


def test_an_event_left_out_is_named(parts: Parts, verified: Verified) -> None:
    for index, (position, _) in part([*enumerate(parts.lines)], 2, of=PARTS):
        lines = parts.lines
        del lines[index]
        assert positions(verified(parts.with_lines(lines).packed()), "missing") == {position}


def test_events_cut_off_are_named(parts: Parts, verified: Verified) -> None:
    for kept in range(0, len(parts.lines), 5):
        dropped = {position for position, _ in parts.lines[kept:]}
        assert positions(verified(parts.with_lines(parts.lines[:kept]).packed()), "missing") == dropped


def test_an_event_repeated_is_named_where_it_is_repeated(parts: Parts, verified: Verified) -> None:
    for index, (position, octets) in part([*enumerate(parts.lines)], 3, of=PARTS):
        lines = parts.lines
        lines.insert(index + 1, (position, octets))
        assert positions(verified(parts.with_lines(lines).packed()), "order") == {position}


def test_an_event_inserted_at_a_position_of_another_season_is_named(parts: Parts, verified: Verified) -> None:
    held = dict(parts.lines)
    for position in range(1, len(parts.leaves) + 1):
        if position not in held:
            lines = sorted([*parts.lines, (position, parts.lines[0][1])])
            report = verified(parts.with_lines(lines).packed())
            assert positions(report, "foreign") == positions(report, "leaf") == {position}


def test_the_bytes_of_two_events_swapped_are_both_named(parts: Parts, verified: Verified) -> None:
    for index in part(range(len(parts.lines) - 1), 0, of=PARTS):
        lines = parts.lines
        (one, first), (other, second) = lines[index], lines[index + 1]
        lines[index : index + 2] = [(one, second), (other, first)]
        assert positions(verified(parts.with_lines(lines).packed()), "leaf") == {one, other}


def test_two_lines_swapped_are_named_by_the_one_that_comes_too_late(parts: Parts, verified: Verified) -> None:
    for index in part(range(len(parts.lines) - 1), 1, of=PARTS):
        lines = parts.lines
        lines[index : index + 2] = [lines[index + 1], lines[index]]
        assert positions(verified(parts.with_lines(lines).packed()), "order") == {lines[index + 1][0]}


def test_an_event_dropped_with_its_hash_and_all_renumbered_is_found(parts: Parts, verified: Verified) -> None:
    for index in range(0, len(parts.lines), 7):
        position = parts.lines[index][0]
        lines = [(one - (one > position), octets) for one, octets in parts.lines if one != position]
        leaves = [leaf for number, leaf in enumerate(parts.leaves, start=1) if number != position]
        forged = parts.with_lines(lines).with_named({contents.LEAVES: b"".join(leaves)})
        assert verified(forged.packed()).exit_code == 5
        own = forged.signed_again(SignerKey(ORIGIN, bytes(32)))
        assert "checkpoint" in {one.code for one in verified(own.packed()).findings}


def test_a_season_signed_again_with_another_key_is_found_at_every_checkpoint(parts: Parts, verified: Verified) -> None:
    again = parts.signed_again(SignerKey(ORIGIN, bytes(32)))
    assert positions(verified(again.packed()), "checkpoint") == set(again.sizes)


def test_a_checkpoint_held_from_elsewhere_convicts_an_older_and_a_forked_log(
    night: Night, parts: Parts, verified: Verified
) -> None:
    newest = parts.files[contents.checkpoint_name(parts.sizes[-1])]
    older = make_bundle(night.ledger, night.register, SEASON, 1).octets
    assert verified(older).exit_code == 0
    assert {one.code for one in verified(older, known=[newest]).findings} == {"known"}
    lines = parts.lines
    lines[-1] = (lines[-1][0], later(lines[-1][1]))
    forked = parts.with_lines(lines).with_leaves_of_lines().signed_again(night.signer).packed()
    assert verified(forked).exit_code == 0, "the log signed both: only who holds the other one can tell"
    assert {one.code for one in verified(forked, known=[newest]).findings} == {"known"}
    assert verified(parts.packed(), known=[newest]).exit_code == 0


@dataclass(frozen=True)
class Big:
    """A rehearsal of season 33."""

    night: Night
    octets: bytes


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Big]:
    night = Night(tmp_path_factory.mktemp("big"))
    rehearse(open_season("us-33").state, night.engine, "us-33-rehearsal")
    yield Big(night, make_bundle(night.ledger, night.register, "us-33-rehearsal").octets)
    night.close()


def test_a_whole_rehearsed_season_holds_week_by_week(big: Big, tmp_path: Path) -> None:
    path = tmp_path / "season.bundle"
    path.write_bytes(big.octets)
    report = verify(path, big.night.policy())
    assert report.findings == ()
    assert report.certified == tuple(range(1, 10))


def test_in_a_whole_season_what_is_altered_dropped_and_swapped_is_named(big: Big, tmp_path: Path) -> None:
    parts = taken_apart(big.octets)
    lines = parts.lines
    altered = {lines[index][0] for index in range(13, len(lines), 601)}
    dropped = {lines[index][0] for index in range(101, len(lines), 977)}
    kept = [(position, later(octets) if position in altered else octets) for position, octets in lines]
    kept = [line for line in kept if line[0] not in dropped]
    late = kept[1_999][0]
    kept[1_999], kept[2_000] = kept[2_000], kept[1_999]
    path = tmp_path / "forged.bundle"
    path.write_bytes(parts.with_lines(kept).packed())
    report = verify(path, big.night.policy())
    assert positions(report, "leaf") == altered
    assert positions(report, "missing") == dropped
    assert positions(report, "order") == {late}
