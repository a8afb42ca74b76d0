"""What a newer Glitterball wrote is no damage: both verifiers say that they are too old for it, check the rest, and end with 3.

A forgery beside it ends with 5 all the same, and what is malformed is never taken for newer.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.record import digest
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.container import write_container
from glitterball.evidence.ledger import make_bundle
from tests.auditors_file.both import Both, Told
from tests.evidence.verifying.forgeries import later
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.people.rostered import VOID, begun, whole

Change = Callable[[Any], None]
UNKNOWN = {"week": 1, "minutes": 3, "seen": [{"by": "Ada"}]}


def stored(event: Any) -> bytes:
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


def index_of(parts: Parts, kind: str, nth: int = 0) -> int:
    """Where an event of a type stands in the bundle."""
    found = [index for index, (_, octets) in enumerate(parts.lines) if f'"type":"{kind}"'.encode() in octets]
    return found[nth]


def altered(parts: Parts, kind: str, change: Change, nth: int = 0) -> Parts:
    """An event changed, the leaves not."""
    lines, index = parts.lines, index_of(parts, kind, nth)
    event = json.loads(lines[index][1])
    change(event)
    lines[index] = (lines[index][0], stored(event))
    return parts.with_lines(lines)


def signed(parts: Parts, night: Night) -> bytes:
    """As the log itself would hand it out: leaves, checkpoints and scope made to fit."""
    return parts.with_leaves_of_lines().signed_again(night.signer).packed()


def of_type(name: str, fact: Any = UNKNOWN) -> Change:
    return lambda event: event.update(type=name, fact=fact)


def with_stage(place: str, stage: Any) -> Change:
    """A rulebook with one stage of another kind, wherever it is adopted or proposed."""

    def change(event: Any) -> None:
        rulebook = event["fact"].get("command", event["fact"])["rulebook"]
        match place:
            case "link":
                rulebook["tie_chain"].insert(0, stage)
            case "points" | "counts":
                rulebook["sides"][0][place] = stage
            case "select":
                rulebook["forms"][0]["select"] = stage
            case "second_stage":
                rulebook["forms"][2]["second_stage"] = stage  # three in danger, one leaves
            case "second stage where nobody leaves":
                rulebook["forms"][0]["second_stage"] = stage
        if "sha256" in event["fact"]:
            event["fact"]["sha256"] = digest(stored(rulebook))

    return change


def of_a_newer_rulebook(parts: Parts, place: str, stage: Any) -> Parts:
    """The rulebook with a stage of a newer kind, as it was proposed, adopted and laid beside the events."""
    proposed = altered(parts, "decision-proposed.v1", with_stage(place, stage))
    adopted = altered(proposed, "rulebook-adopted.v1", with_stage(place, stage))
    text = stored(json.loads(adopted.lines[index_of(adopted, "rulebook-adopted.v1")][1])["fact"]["rulebook"])
    old = [name for name in parts.files if name.startswith("rulebooks/")]
    return adopted.with_named({**dict.fromkeys(old), f"rulebooks/{digest(text)}.json": text})


NEWER_STAGES = {
    "link": {"source": "a page", "kind": "no_such_kind", "side": "judges"},
    "points": {"kind": "borda", "from": 3},
    "counts": {"kind": "call_ins", "hours": [1, 2]},
    "select": {"kind": "no_such_selection", "couples": 1, "by": "judges"},
    "second_stage": {"source": "a page", "kind": "audience_in_the_hall", "decides": "applause"},
}


def assert_newer(told: Told, *positions: int) -> None:
    assert (told.exit_code, told.codes) == (3, {"newer"})
    assert {position for _, position in told.findings} == set(positions)


@pytest.mark.parametrize("kind", ["no-such-fact.v1", "paddle-shown.v2", "score-given.v3"])
def test_a_type_of_event_not_known_is_newer_and_ends_with_3(kind: str, parts: Parts, night: Night, both: Both) -> None:
    lied = altered(parts, "paddle-shown.v1", of_type(kind))
    told = both(signed(lied, night))
    assert_newer(told, parts.lines[index_of(parts, "paddle-shown.v1")][0])


@pytest.mark.parametrize("place", NEWER_STAGES)
def test_a_rulebook_with_a_kind_of_stage_not_known_is_newer_where_it_was_proposed_and_where_it_was_adopted(
    place: str, parts: Parts, night: Night, both: Both
) -> None:
    told = both(signed(of_a_newer_rulebook(parts, place, NEWER_STAGES[place]), night))
    at = [parts.lines[index_of(parts, kind)][0] for kind in ("decision-proposed.v1", "rulebook-adopted.v1")]
    assert_newer(told, *at)


def test_a_command_not_known_is_newer(parts: Parts, night: Night, both: Both) -> None:
    lied = altered(parts, "decision-proposed.v1", lambda event: event["fact"].update(command={"do": "rename-couple"}))
    assert_newer(both(signed(lied, night)), parts.lines[index_of(parts, "decision-proposed.v1")][0])


@pytest.mark.parametrize("kind", ["decision-proposed.v2", "decision-approved.v2"])
def test_a_kind_of_signature_not_known_is_newer(kind: str, tmp_path: Path) -> None:
    """It was taken for damage: an event that a person signed in a way that is not known yet."""
    show = begun(tmp_path)
    show.say(VOID)
    parts = taken_apart(show.bundle())
    lied = altered(parts, kind, lambda event: event["fact"].update(signature={"kind": "threshold", "of": [1, 2]}))
    told = Both(tmp_path, show.policy())(lied.with_leaves_of_lines().signed_again(show.signer).packed())
    assert_newer(told, parts.lines[index_of(parts, kind)][0])
    show.close()


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_kind_of_signature_not_known_under_a_hidden_command_is_newer(is_sealed: bool, tmp_path: Path) -> None:
    show = whole(tmp_path, second_form=True)
    show.publisher.publish()
    parts = taken_apart(make_bundle(show.ledger, show.register, SEASON, sealed=is_sealed).octets)
    kind = "decision-proposed.v3"
    lied = altered(parts, kind, lambda event: event["fact"].update(signature={"kind": "threshold", "of": [1, 2]}))
    told = Both(tmp_path, show.policy())(lied.with_leaves_of_lines().signed_again(show.signer).packed())
    assert_newer(told, parts.lines[index_of(parts, kind)][0])
    show.close()


def test_a_newer_version_of_the_bundle_is_told_and_nothing_else_is(parts: Parts, both: Both) -> None:
    octets = parts.manifest.to_bytes().replace(b"glitterball.bundle.v1", b"glitterball.bundle.v4")
    told = both(repacked(parts, octets))
    assert (told.exit_code, told.findings) == (3, {("newer", None)})


def test_a_container_larger_than_any_of_this_version_is_told_as_newer(bundle: bytes, both: Both) -> None:
    locator = b"PK\x06\x07" + bytes(16)
    assert both(bundle[:-22] + locator + bundle[-22:]).findings == {("newer", None)}


@pytest.mark.parametrize(
    "schema",
    ["glitterball.bundle.v0", "glitterball.bundle.v", "glitterball.bundle", "v2", 2, None],
)
def test_a_manifest_of_no_version_is_damage(schema: Any, parts: Parts, both: Both) -> None:
    value = json.loads(parts.manifest.to_bytes())
    assert both(repacked(parts, stored({**value, "schema": schema}))).codes == {"manifest"}


def repacked(parts: Parts, manifest: bytes) -> bytes:
    """The bundle with these bytes as its manifest."""
    target = io.BytesIO()
    write_container(target, [*parts.files.items(), (contents.MANIFEST, manifest)])
    return target.getvalue()


def test_a_newer_type_and_an_altered_event_elsewhere_end_with_5(parts: Parts, night: Night, both: Both) -> None:
    """The forger alters an event after the log has signed; what is newer does not hide it."""
    lied = (
        altered(parts, "paddle-shown.v1", of_type("no-such-fact.v1")).with_leaves_of_lines().signed_again(night.signer)
    )
    lines = lied.lines
    lines[-2] = (lines[-2][0], later(lines[-2][1]))
    told = both(lied.with_lines(lines).packed())
    assert told.exit_code == 5
    assert {("leaf", lines[-2][0]), ("newer", parts.lines[index_of(parts, "paddle-shown.v1")][0])} <= told.findings


def test_a_newer_type_whose_leaf_does_not_fit_is_an_altered_event(parts: Parts, both: Both) -> None:
    told = both(altered(parts, "paddle-shown.v1", of_type("no-such-fact.v1")).packed())
    position = parts.lines[index_of(parts, "paddle-shown.v1")][0]
    assert told.exit_code == 5
    assert {("leaf", position), ("bytes", position)} <= told.findings
    assert "newer" not in told.codes


def test_an_event_left_out_beside_a_newer_one_is_missed(parts: Parts, night: Night, both: Both) -> None:
    lied = (
        altered(parts, "paddle-shown.v1", of_type("no-such-fact.v1")).with_leaves_of_lines().signed_again(night.signer)
    )
    left_out = lied.lines[-1][0]
    told = both(lied.with_lines(lied.lines[:-1]).packed())
    assert (told.exit_code, ("missing", left_out) in told.findings) == (5, True)


def test_under_a_newer_rulebook_everything_but_outcomes_is_still_checked(
    parts: Parts, night: Night, both: Both
) -> None:
    newer = of_a_newer_rulebook(parts, "link", NEWER_STAGES["link"])
    wrong_void = altered(newer, "batch-voided.v1", lambda event: event["fact"].update(body="instant"))
    alone = altered(newer, "decision-approved.v1", lambda event: event["actor"].update(name="Mallory"), nth=2)
    assert {"void", "newer"} <= both(signed(wrong_void, night)).codes
    assert {"two-persons", "newer"} <= both(signed(alone, night)).codes


def test_a_rulebook_adopted_otherwise_than_proposed_is_found_though_its_stage_is_newer(
    parts: Parts, night: Night, both: Both
) -> None:
    newer = of_a_newer_rulebook(parts, "link", NEWER_STAGES["link"])
    other = {**NEWER_STAGES["link"], "side": "viewers"}
    told = both(signed(altered(newer, "decision-proposed.v1", with_stage("link", other)), night))
    assert told.exit_code == 5
    assert "two-persons" in told.codes


def test_a_batch_whose_counts_do_not_add_up_is_found_behind_a_newer_event(
    parts: Parts, night: Night, both: Both
) -> None:
    lied = altered(parts, "couple-cast.v1", of_type("person-applauded.v1"))
    lied = altered(lied, "vote-batch-received.v1", lambda event: event["fact"].update(received=1))
    assert both(signed(lied, night)).codes == {"newer", "votes"}


BROKEN_TYPES = (
    "no-such-fact.v0",
    "no-such-fact",
    "Overrun.v1",
    "overrun noted.v1",
    "-x.v1",
    "x.v01",
    "",
    "a" * 70 + ".v1",
    7,
    None,
)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("kind", BROKEN_TYPES)
def test_what_is_no_name_of_a_type_is_damage(kind: Any, parts: Parts, night: Night, both: Both) -> None:
    told = both(signed(altered(parts, "paddle-shown.v1", of_type(kind)), night))
    assert told.exit_code == 5
    assert "newer" not in told.codes


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.update(type="no-such-fact.v1", fact=[1]),
        lambda event: event.update(type="no-such-fact.v1", time="soon"),
        lambda event: event.update(type="no-such-fact.v1", sequence=0),
        lambda event: event["actor"].update(role="conjurer"),
        lambda event: event["fact"].update(mark="ten"),
        lambda event: event["fact"].update(extra=1),
        lambda event: event["fact"].pop("mark"),
    ],
)
def test_a_broken_event_is_damage_whatever_its_type(change: Change, parts: Parts, night: Night, both: Both) -> None:
    told = both(signed(altered(parts, "paddle-shown.v1", change), night))
    assert told.exit_code == 5
    assert "newer" not in told.codes


def also_broken(break_it: Change) -> Change:
    def change(event: Any) -> None:
        with_stage("link", NEWER_STAGES["link"])(event)
        break_it(event["fact"]["rulebook"])

    return change


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize(
    "break_it",
    [
        lambda book: book.update(title=7),
        lambda book: book.update(extra=1),
        lambda book: book["tie_chain"].insert(0, {"source": "a", "kind": "Best Mark"}),
        lambda book: book["tie_chain"].insert(0, {"source": "a"}),
        lambda book: book["tie_chain"].insert(0, "no_such_kind"),
        lambda book: book["sides"][0].update(weight="2/4"),
        lambda book: book["forms"][0].update(leave=99),
        lambda book: book.update(id=book.pop("id")),
        lambda book: book["forms"][0].update(out_at_once=5, leave=1),
    ],
)
def test_a_rulebook_that_is_broken_too_is_damage_and_not_newer(
    break_it: Change, parts: Parts, night: Night, both: Both
) -> None:
    told = both(signed(altered(parts, "rulebook-adopted.v1", also_broken(break_it)), night))
    assert told.exit_code == 5
    assert ("newer", parts.lines[index_of(parts, "rulebook-adopted.v1")][0]) not in told.findings


def test_a_newer_type_in_a_sealed_bundle_is_newer_with_and_without_openings(night: Night, both: Both) -> None:
    made = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    parts = taken_apart(made.octets)
    lines = parts.files[contents.EVENTS].splitlines(keepends=True)
    at = next(index for index, line in enumerate(lines) if b"sealed {" in line and b"vote-batch" in line)
    lines[at] = lines[at].replace(b"vote-batch-received.v1", b"vote-batch-received.v3")
    lied = parts.with_named({contents.EVENTS: b"".join(lines)})
    position = int(lines[at].split()[0])
    assert_newer(both(lied.packed()), position)


def test_what_could_not_be_checked_is_listed(parts: Parts, night: Night, both: Both) -> None:
    told = both(signed(altered(parts, "paddle-shown.v1", of_type("no-such-fact.v1")), night))
    position = parts.lines[index_of(parts, "paddle-shown.v1")][0]
    for not_checked in told.not_checked:
        assert any(f"the season from event {position} on" in what for what in not_checked)
    told = both(signed(of_a_newer_rulebook(parts, "select", NEWER_STAGES["select"]), night))
    for not_checked in told.not_checked:
        assert any("of weeks whose rulebook is newer than this program: 1, 2" in what for what in not_checked)


@pytest.mark.parametrize("octets", [b"", b"log x\nquorum none\n", b"<html>", b"\x1f\x8b" + bytes(100)])
def test_a_file_that_is_no_bundle_at_all_is_no_damaged_one(octets: bytes, both: Both) -> None:
    told = both(octets)
    assert (told.exit_code, told.codes) == (3, {"no-bundle"})


def test_a_bundle_cut_short_or_with_something_before_it_is_a_damaged_one(bundle: bytes, both: Both) -> None:
    for octets in (bundle[:-1], bundle[: len(bundle) // 2], b"x" + bundle, bundle + b"x", bundle[:40]):
        assert both(octets).codes == {"container"}
