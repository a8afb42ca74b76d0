"""Package and single file agree on everything: sound bundles, forgeries, and whatever chance does to bytes, lines and facts."""

import json
from random import Random
from typing import Any

import pytest

from glitterball.evidence.bundle import contents
from glitterball.evidence.ledger import make_bundle
from glitterball.testing import JUDGES
from tests.auditors_file.both import Both
from tests.evidence.verifying.forgeries import forgeries, later
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.thoroughness import examples, part

SLUGS = ("anna-ezra", "bea-cole", "cleo-dov", "vox", "west", "sms", "online", "finale", "single", *JUDGES[:2])
ROLES = ("score desk", "supervisor", "executive", "adjudicator", "producer")


def test_a_sound_bundle_holds_for_both(bundle: bytes, both: Both) -> None:
    assert both(bundle).exit_code == 0


def test_a_sealed_bundle_holds_for_both_with_and_without_its_openings(night: Night, both: Both) -> None:
    sealed = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    assert both(sealed.octets).exit_code == 0
    assert both(sealed.octets, sealed.openings).exit_code == 0


def test_both_find_every_kind_of_forgery_at_its_position(night: Night, parts: Parts, both: Both) -> None:
    sealed = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    assert sealed.openings is not None
    for forgery in forgeries(parts, taken_apart(sealed.octets), sealed.openings, night.signer):
        told = both(forgery.octets, forgery.openings, about=forgery.name)
        assert forgery.code in told.codes, forgery.name
        if forgery.position is not None:
            assert (forgery.code, forgery.position) in told.findings, forgery.name


def test_checkpoints_an_auditor_holds_convict_for_both(night: Night, bundle: bytes, parts: Parts, both: Both) -> None:
    newest = parts.files[contents.checkpoint_name(parts.sizes[-1])]
    assert both(make_bundle(night.ledger, night.register, SEASON, 1).octets, known=[newest]).codes == {"known"}
    lines = parts.lines
    lines[-1] = (lines[-1][0], later(lines[-1][1]))
    forked = parts.with_lines(lines).with_leaves_of_lines().signed_again(night.signer).packed()
    assert both(forked).exit_code == 0
    assert both(forked, known=[newest]).codes == {"known"}
    assert both(bundle, known=[newest]).exit_code == 0
    assert both(bundle, known=[b"nonsense"]).codes == {"known"}


def test_any_bit_of_the_file_turned_is_found_by_both(bundle: bytes, both: Both) -> None:
    chance = Random(1)
    for _ in range(examples(150)):
        octets, at = bytearray(bundle), chance.randrange(len(bundle))
        octets[at] ^= 1 << chance.randrange(8)
        assert both(bytes(octets), about=str(at)).exit_code == 5
    for _ in range(examples(30)):
        assert both(bundle[: chance.randrange(len(bundle))]).exit_code == 5


@pytest.mark.heavy("forgeries")
def test_any_bit_of_any_part_turned_with_the_manifest_made_to_fit_is_found_by_both(parts: Parts, both: Both) -> None:
    chance = Random(2)
    for name in sorted(parts.files):
        for _ in range(examples(6, fewest=2)):
            octets = bytearray(parts.files[name])
            at = chance.randrange(len(octets)) if octets else 0
            octets[at : at + 1] = bytes([octets[at] ^ 1 << chance.randrange(8)]) if octets else b"A"
            told = both(parts.with_named({name: bytes(octets)}).packed(), about=f"{name} {at}")
            assert told.exit_code in (1, 5), (name, at)


@pytest.mark.heavy("forgeries")
def test_every_event_altered_is_found_by_both(parts: Parts, both: Both) -> None:
    for index, (position, octets) in part([*enumerate(parts.lines)], 1, of=8):
        lines = parts.lines
        lines[index] = (position, later(octets))
        assert ("leaf", position) in both(parts.with_lines(lines).packed()).findings


@pytest.mark.heavy("forgeries")
def test_lines_dropped_repeated_and_swapped_are_found_by_both(night: Night, parts: Parts, both: Both) -> None:
    chance = Random(3)
    for number in range(examples(200)):
        lines = parts.lines
        for _ in range(chance.choice((1, 1, 2, 3))):
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            match number % 5:
                case 0:
                    del lines[one]
                case 1:
                    lines.insert(one, lines[other])
                case 2:
                    lines[one], lines[other] = lines[other], lines[one]
                case 3:
                    lines[one], lines[other] = (lines[one][0], lines[other][1]), (lines[other][0], lines[one][1])
                case _:
                    del lines[one : one + 5]
        moved = parts.with_lines(lines)
        if chance.random() < 0.5:
            moved = moved.with_leaves_of_lines().signed_again(night.signer)
        both(moved.packed(), about=str(number))


@pytest.mark.heavy("forgeries")
def test_what_the_log_itself_signs_wrongly_is_found_by_both(night: Night, parts: Parts, both: Both) -> None:
    """The log signs whatever it likes: values changed within their form, so that only what does not follow tells."""
    chance, met = Random(5), set[str]()
    for _ in range(examples(300, fewest=75)):
        lines = parts.lines
        for _ in range(chance.choice((1, 1, 2))):
            index = chance.randrange(len(lines))
            lines[index] = (lines[index][0], a_lie(chance, lines[index][1]))
        met |= both(parts.with_lines(lines).with_leaves_of_lines().signed_again(night.signer).packed()).codes
    wanted = {"stream", "bytes", "two-persons", "outcome", "replay", "ready", "signature", "votes", "announced", "void"}
    assert wanted <= met, wanted - met


def a_lie(chance: Random, octets: bytes) -> bytes:
    """The event with one value changed."""
    event = json.loads(octets)
    places = [(event, "time"), (event["actor"], "name"), (event["actor"], "role"), *places_in(event["fact"])]
    held, at = chance.choice(places)
    value = held[at]
    if isinstance(value, int):
        held[at] = max(0, value + chance.choice((-2, -1, 1, 2, 50)))
    elif isinstance(value, str):
        others = [one[name] for one, name in places if isinstance(one[name], str)]
        kinds = ROLES if at == "role" else SLUGS if value in SLUGS else (f"{value}x", *others)
        held[at] = chance.choice(kinds) if at != "time" else "2024-09-25T00:00:02Z"
    elif isinstance(value, list) and value:
        value.append(json.loads(json.dumps(value[0]))) if chance.random() < 0.3 else value.pop()
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as what holds it and where."""
    found: list[tuple[Any, Any]] = []
    for at in list(value) if isinstance(value, dict) else range(len(value)):
        found.append((value, at))
        if isinstance(value[at], dict | list):
            found += places_in(value[at])
    return found


@pytest.mark.heavy("forgeries")
def test_lines_of_any_length_and_files_empty_or_left_out_are_judged_alike(parts: Parts, both: Both) -> None:
    lines = parts.files[contents.EVENTS].split(b"\n")
    for size in (65_500, 65_535, 65_568, 65_600, 200_000, 1_100_000, 3_000_000):
        for fill in (b"x", b"7 {}", b"\r"):
            long = b"9 {" + fill * (size // len(fill)) + b"}"
            for octets in (b"\n".join([*lines[:5], long, *lines[5:]]), b"\n".join(lines) + long):
                assert (
                    both(parts.with_named({contents.EVENTS: octets}).packed(), about=f"{size} {fill!r}").exit_code == 5
                )
    for junk in (b"", b"\n", b"\r\n", b"1 {}\n", b"1 sealed {}\n", bytes(100), b'5 {"a":1}\r\n' * 3):
        assert both(parts.with_named({contents.EVENTS: junk}).packed()).exit_code == 5
    for name in sorted(parts.files):
        both(parts.with_named({name: None}).packed(), about=f"without {name}")
        both(parts.with_named({name: b""}).packed(), about=f"empty {name}")
        assert both(parts.with_named({name: None}).packed(listed=False)).codes == {"manifest"}
