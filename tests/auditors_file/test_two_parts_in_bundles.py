"""A season whose batches have two parts: its bundles, open and sealed, and what is found in forged ones. Both verifiers agree."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from domain.parts import hidden_sha256
from domain.record import digest
from glitterball.evidence.bundle import contents
from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying.hidden import InBundle
from tests.auditors_file.both import Both
from tests.evidence.verifying.forgeries import at, edited
from tests.evidence.verifying.night import SEASON, Night, played
from tests.evidence.verifying.taken_apart import Parts, taken_apart

BATCH, CLOSING = "vote-batch-received.v2", "gateway-closed.v2"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    night = played(tmp_path_factory.mktemp("night"), second_form=True)
    yield night
    night.close()


@pytest.fixture
def both(night: Night, tmp_path: Path) -> Both:
    return Both(tmp_path, night.policy())


@pytest.fixture(scope="module")
def whole(night: Night) -> Parts:
    return taken_apart(make_bundle(night.ledger, night.register, SEASON).octets)


@pytest.fixture(scope="module")
def sealed_and_openings(night: Night) -> tuple[Parts, bytes]:
    made = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    return taken_apart(made.octets), made.openings or b""


@pytest.fixture(scope="module")
def sealed(sealed_and_openings: tuple[Parts, bytes]) -> Parts:
    return sealed_and_openings[0]


@pytest.fixture(scope="module")
def openings(sealed_and_openings: tuple[Parts, bytes]) -> bytes:
    return sealed_and_openings[1]


def hidden_lines(parts: Parts) -> list[bytes]:
    return parts.files[contents.HIDDEN].splitlines(keepends=True)


def with_hidden(parts: Parts, lines: list[bytes]) -> bytes:
    return parts.with_named({contents.HIDDEN: b"".join(lines)}).packed()


def test_both_find_the_open_bundle_sound_and_recompute_its_outcomes(both: Both, whole: Parts) -> None:
    told = both(whole.packed())
    assert (told.exit_code, told.findings) == (0, frozenset())
    assert not any("sealed" in line for line in told.not_checked[0])


def test_the_sealed_bundle_is_the_open_one_without_hidden_parts_and_the_tree_is_the_same(
    whole: Parts, sealed: Parts
) -> None:
    assert contents.HIDDEN in whole.files
    assert contents.HIDDEN not in sealed.files
    assert whole.leaves == sealed.leaves
    shown = dict(sealed.lines)
    assert all(shown[position] == octets for position, octets in whole.lines if f'"{BATCH}"'.encode() in octets)


def test_the_sealed_bundle_shows_neither_counts_nor_a_curve_over_the_night(sealed: Parts) -> None:
    batches = [octets for _, octets in sealed.lines if f'"type":"{BATCH}"'.encode() in octets]
    assert len(batches) == 12
    for octets in batches:
        for hidden in (b"counts", b'"received":', b"rejected", b"late", b"raw_sha256", b"nonce", b"anna-ezra"):
            assert hidden not in octets
    closed = [octets for _, octets in sealed.lines if f'"type":"{CLOSING}"'.encode() in octets]
    assert all(b'"totals":[{"channel"' in octets for octets in closed), (
        "totals by gateway and channel are for everybody"
    )


def test_both_find_the_sealed_bundle_sound_and_check_every_gateways_signature_without_a_count(
    both: Both, sealed: Parts, openings: bytes
) -> None:
    told = both(sealed.packed())
    assert (told.exit_code, told.findings) == (0, frozenset())
    assert any("every outcome: they are sealed" in line for line in told.not_checked[0])
    opened = both(sealed.packed(), openings)
    assert (opened.exit_code, opened.findings) == (0, frozenset())
    assert not any("sealed" in line for line in opened.not_checked[0])


def test_a_forged_public_part_is_found_without_a_key(both: Both, sealed: Parts) -> None:
    place = at(sealed, BATCH)
    position = sealed.lines[place][0]
    forged = edited(sealed, place, lambda octets: octets.replace(b'"channel":"sms"', b'"channel":"web"'))
    assert both(forged.packed()).findings >= {("leaf", position)}
    assert "root" in both(forged.with_leaves_of_lines().packed()).codes, "who hashes again cannot sign"


def test_an_altered_hidden_part_is_found_with_its_position(both: Both, whole: Parts) -> None:
    lines = hidden_lines(whole)
    position = int(lines[0].split()[0])
    altered = lines[0].replace(b'"late":1', b'"late":2')
    assert altered != lines[0]
    assert both(with_hidden(whole, [altered, *lines[1:]])).findings >= {("opening", position)}


def test_a_missing_a_stray_a_swapped_and_a_truncated_hidden_part_are_found(both: Both, whole: Parts) -> None:
    lines = hidden_lines(whole)
    first, second = (int(line.split()[0]) for line in lines[:2])
    assert both(with_hidden(whole, lines[1:])).findings >= {("opening", first)}
    stray = b"1 " + lines[0].split(b" ", 1)[1]
    assert both(with_hidden(whole, [stray, *lines])).findings >= {("opening", 1)}
    swapped = [
        b"%d %b" % (first, lines[1].split(b" ", 1)[1]),
        b"%d %b" % (second, lines[0].split(b" ", 1)[1]),
    ]
    assert both(with_hidden(whole, [*swapped, *lines[2:]])).findings >= {("opening", first), ("opening", second)}
    assert "opening" in both(with_hidden(whole, [lines[0][:-9] + b"\n", *lines[1:]])).codes
    assert "opening" in both(with_hidden(whole, [b"no line\n", *lines])).codes
    assert "opening" in both(with_hidden(whole, [lines[0].replace(b" ", b" sealed ", 1), *lines[1:]])).codes
    assert "opening" in both(with_hidden(whole, [lines[1], lines[0], *lines[2:]])).codes
    assert "opening" in both(with_hidden(whole, [lines[0], lines[0], *lines[1:]])).codes


def test_openings_of_the_sealed_bundle_are_held_against_it(both: Both, sealed: Parts, openings: bytes) -> None:
    lines = openings.splitlines(keepends=True)
    place = next(at for at, line in enumerate(lines) if b'"counts"' in line)
    position = int(lines[place].split()[0])
    wrong = {
        "altered": lines[place].replace(b'"late":1', b'"late":0'),
        "of another": b"%d %b"
        % (position, next(line for line in lines[place + 1 :] if b'"counts"' in line).split(b" ", 1)[1]),
        "missing": b"",
    }
    for name, line in wrong.items():
        changed = b"".join([*lines[:place], line, *lines[place + 1 :]])
        assert both(sealed.packed(), changed, about=name).findings >= {("opening", position)}


def test_a_bundle_that_says_it_is_sealed_holds_no_hidden_parts(both: Both, whole: Parts, sealed: Parts) -> None:
    leaking = sealed.with_named({contents.HIDDEN: whole.files[contents.HIDDEN]})
    assert both(leaking.packed()).codes == {"manifest"}


def test_a_bundle_with_hidden_parts_does_not_say_it_is_of_the_first_version(both: Both, whole: Parts) -> None:
    assert whole.manifest.schema == "glitterball.bundle.v2"
    first = replace(whole, manifest=replace(whole.manifest, schema="glitterball.bundle.v1"))
    assert both(first.packed()).codes == {"manifest"}


def test_the_log_itself_cannot_show_one_thing_and_hide_another(night: Night, both: Both, whole: Parts) -> None:
    """Who holds the log's key signs whatever he likes; a hidden part that says a public field anew is not in the stored form."""
    place = at(whole, BATCH)
    position, octets = whole.lines[place]
    lines = hidden_lines(whole)
    at_line = next(index for index, line in enumerate(lines) if int(line.split()[0]) == position)
    forged = lines[at_line].rstrip(b"\n").split(b" ", 1)[1][:-1] + b',"channel":"online"}'
    fact = octets[octets.index(b',"fact":') + 8 : -1]
    changed = octets.replace(hidden_sha256(fact).encode(), digest(forged).encode())
    lies = whole.with_lines([*whole.lines[:place], (position, changed), *whole.lines[place + 1 :]])
    lines[at_line] = b"%d %b\n" % (position, forged)
    lies = lies.with_named({contents.HIDDEN: b"".join(lines)})
    assert both(lies.with_leaves_of_lines().packed()).findings >= {("bytes", position)}


def test_hidden_parts_are_read_in_their_order_and_none_is_passed_over(whole: Parts) -> None:
    positions = [int(line.split()[0]) for line in hidden_lines(whole)]
    assert len(positions) == 24
    assert all(one < other for one, other in pairwise(positions))
    from glitterball.evidence.verifying.findings import Findings

    findings = Findings(())
    hidden = InBundle(iter(hidden_lines(whole)), findings)
    assert [hidden.of(position) is not None for position in positions] == [True] * 24
    hidden.finish()
    assert not list(findings)
