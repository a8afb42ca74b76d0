"""Every published vector, and the form of every fact, read by the single file as the package reads it."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.record import Actor, canonical_json, digest
from domain.season import events as e
from glitterball.auditors_file.parts.part_01_findings import UNREADABLE, Wrong
from glitterball.auditors_file.parts.part_04_notes import (
    COSIGNATURE,
    Checkpoint,
    Key,
    open_note,
    parse_note,
    read_checkpoint,
    read_key,
)
from glitterball.auditors_file.parts.part_05_policies import read_policy
from glitterball.auditors_file.parts.part_06_trees import Tree, check_consistency, leaf_hash
from glitterball.auditors_file.parts.part_10_events import read_event
from glitterball.evidence.verifying.stored import read_stored
from glitterball.log.envelope import encode
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.refusals import PolicyMalformed, ProofRefusal
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from tests.auditors_file.test_agreement import places_in
from tests.evidence.certificate.mishaps import night as mishaps
from tests.proof.vectors import published_checkpoints as pc
from tests.proof.vectors import published_notes as pn
from tests.rehearsed import rehearsed
from tests.thoroughness import examples

RFC: dict[str, Any] = json.loads((Path(__file__).parents[1] / "proof" / "vectors" / "rfc6962.json").read_text())
VALUES: tuple[Any, ...] = (
    None, 0, -1, 1, 2, 61, 1001, 10**13, "", "x", "A b", "1/2", "2/4", "17/2", [], {}, True, "viewers", "*", "a*", "share",
    "2024-01-01T00:00:00Z", "a" * 201, "\x7f", "é", 1.5, "marks",
)  # fmt: skip
"""What chance puts in the place of a value."""


def test_the_published_trees_have_their_roots_and_proofs() -> None:
    leaves, roots = RFC["leaves"], RFC["roots"]
    tree = Tree()
    assert tree.root().hex() == roots[0]
    for leaf, root in zip(leaves, roots[1:], strict=True):
        tree.append(leaf_hash(bytes.fromhex(leaf)))
        assert tree.root().hex() == root
    for one in RFC["consistency"]:
        old, new = (Checkpoint("o", size, bytes.fromhex(roots[size]), ()) for size in (one["from"], one["to"]))
        proof = [bytes.fromhex(hashed) for hashed in one["proof"]]
        check_consistency(old, new, proof)
        with pytest.raises(Wrong):
            check_consistency(old, new, [*proof, bytes(32)])
        if proof:
            with pytest.raises(Wrong):
                check_consistency(old, new, proof[:-1])
            with pytest.raises(Wrong):
                check_consistency(old, new, [bytes(32), *proof[1:]])


@pytest.mark.parametrize(
    ("vkey", "text", "line"),
    [
        (pn.PETER_VKEY, pn.TEXT, pn.PETER_LINE),
        (pn.ENOCH_VKEY, pn.TEXT, pn.ENOCH_LINE),
        (pn.EXAMPLE_VKEY, pn.EXAMPLE_TEXT, pn.EXAMPLE_LINE),
    ],
)
def test_the_published_notes_open_with_their_keys(vkey: str, text: str, line: str) -> None:
    opened, good = open_note(f"{text}\n{line}".encode(), [read_key(vkey)])
    assert (opened, len(good)) == (text, 1)
    with pytest.raises(Wrong):
        open_note(f"x{text}\n{line}".encode(), [read_key(vkey)])


@pytest.mark.parametrize("vkey", pn.UNUSABLE_VKEYS)
def test_the_published_unusable_keys_are_refused(vkey: str) -> None:
    with pytest.raises(Wrong):
        read_key(vkey)


@pytest.mark.parametrize("name", pn.MALFORMED_BYTES)
def test_the_published_malformed_notes_are_refused(name: str) -> None:
    with pytest.raises(Wrong):
        parse_note(pn.MALFORMED_BYTES[name])


def test_the_published_checkpoints_and_cosignatures_are_believed() -> None:
    sigsum = Key(pc.SIGSUM_ORIGIN, 1, pc.SIGSUM_PUBLIC_KEY)
    text, _ = open_note(pc.SIGSUM_CHECKPOINT.encode(), [sigsum])
    assert read_checkpoint(text).size == pc.SIGSUM_SIZE
    text, _ = open_note(pc.GO_SUM_CHECKPOINT.encode(), [read_key(pc.GO_SUM_VKEY)])
    assert read_checkpoint(text).size == 30_055_305
    _, good = open_note(pc.ARCHE_CHECKPOINT.encode(), [read_key(pc.REMORA_VKEY)])
    assert [key.algorithm for key in good] == [COSIGNATURE]
    cosigner = Key(pc.COSIGNER_NAME, 4, pc.SIGSUM_PUBLIC_KEY)
    open_note(f"{pc.COSIGNED_TEXT}\n{pc.COSIGNATURE_LINE}".encode(), [cosigner])


def test_policies_are_read_and_refused_alike() -> None:
    log, witness = pn.PETER_VKEY, pc.REMORA_VKEY
    lines = (
        f"log {log}", f"log {log} https://log.example", f"witness w {witness}", "quorum none", "quorum w", "quorum g",
        "group g any w", "group g 2 w", "group g all w", "# a remark", "", f"log {witness}", f"witness w {log}",
        "group g any w w",
        "quorum", "nonsense", "log", f"witness none {witness}", "group w any w", "\x00", "group g 0 w", "group g 01 w",
    )  # fmt: skip
    chance, read = Random(5), 0
    for _ in range(examples(8_000)):
        octets = "\n".join(chance.sample(lines, chance.randint(1, 5))).encode()
        try:
            expected = parse_policy(octets)
        except (PolicyMalformed, ProofRefusal):
            with pytest.raises(Wrong):
                read_policy(octets)
            continue
        read += 1
        found = read_policy(octets)
        assert (found.quorum, list(found.witnesses)) == (expected.quorum, [one.name for one in expected.witnesses])
        assert [(name, needed, tuple(members)) for name, needed, members in found.groups] == [
            (one.name, one.needed, one.members) for one in expected.groups
        ]
    assert read > examples(8_000) // 80


@pytest.fixture(scope="module")
def stored() -> list[bytes]:
    """A few events of every type that two seasons have, and every shipped rulebook's adoption."""
    met: dict[bytes, list[bytes]] = {}
    lines = [line for _, line in rehearsed().store.log.raw()]
    lines += [encode(one.stream, one.sequence, one.time, one.actor, one.fact) for one in mishaps().events]
    for line in lines:
        kept = met.setdefault(line.split(b'"type":"')[1].split(b'"')[0], [])
        if len(kept) < 6:
            kept.append(line)
    by, at = Actor(name="Elin", role="executive"), "2024-09-25T00:00:00Z"
    for name in shipped_rulebooks():
        rulebook = shipped_rulebook(name)
        adopted = e.RulebookAdopted(rulebook=rulebook, from_week=1, sha256=digest(canonical_json(rulebook)))
        met.setdefault(name.encode(), []).append(encode("season/x", 1, at, by, adopted))
    return [line for kept in met.values() for line in kept]


def accepted(line: bytes) -> tuple[bool, bool]:
    """Whether the package and the single file take the bytes for an event."""
    try:
        read_stored(1, line)
        package = True
    except ValueError:
        package = False
    try:
        read_event(1, line)
    except UNREADABLE:
        return package, False
    return package, True


@pytest.mark.heavy("forgeries")
def test_every_event_as_stored_is_read_by_both(stored: list[bytes]) -> None:
    assert {accepted(line) for line in stored} == {(True, True)}


def test_bytes_altered_at_random_are_taken_or_refused_alike(stored: list[bytes]) -> None:
    chance = Random(6)
    for _ in range(examples(6_000)):
        octets = bytearray(chance.choice(stored))
        octets[chance.randrange(len(octets))] = chance.choice(b'0123456789abz",:{}[]-. \x00\xffAn')
        assert len(set(accepted(bytes(octets)))) == 1, bytes(octets)


def test_values_put_in_left_out_or_repeated_at_random_are_taken_or_refused_alike(stored: list[bytes]) -> None:
    chance, taken = Random(7), 0
    for _ in range(examples(12_000)):
        event = json.loads(chance.choice(stored))
        held, at = chance.choice(places_in(event["fact"]))
        match chance.randrange(5):
            case 0 if isinstance(held, dict):
                del held[at]
            case 1 if isinstance(held, list):
                held.append(held[at])
            case 2 if isinstance(held, dict):
                held[chance.choice(("extra", "nonce", "source", "head", "kind"))] = chance.choice(VALUES)
            case 3:
                other, name = chance.choice(places_in(event["fact"]))
                held[at] = json.loads(json.dumps(other[name]))
            case _:
                held[at] = chance.choice(VALUES)
        octets = json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
        package, single = accepted(octets)
        assert package == single, octets
        taken += package
    assert taken > examples(12_000) // 12


def test_deep_cyclic_looking_and_huge_values_end_in_a_refusal() -> None:
    head = b'{"stream":"season/x","sequence":1,"type":"season-opened.v1","time":"2024-09-25T00:00:00Z","actor":'
    for octets in (b"[" * 60_000, head + b"{" * 30_000, b'{"a":' * 10_000, head + b"9" * 60_000, b"\xff", b"", b"null"):
        assert accepted(octets) == (False, False)
