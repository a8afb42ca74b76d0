"""What anybody can change without a key no verifier believes, and what an auditor compares stands in both reports.

Each test is one of the holes that were found in bundles; both verifiers are asked.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.evidence.verifying import Report, verify
from glitterball.evidence.verifying.pins import Pins, pinned
from glitterball.evidence.verifying.told import time_of
from glitterball.proof.cosignatures import cosign
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.notes import parse_note
from glitterball.proof.policy import Policy
from glitterball.proof.policy_text import parse_policy
from tests.auditors_file.single_file import vb
from tests.evidence.verifying.forgeries import at, edited
from tests.evidence.verifying.night import WEST, Night
from tests.evidence.verifying.taken_apart import Parts, changed

REGULATOR = SignerKey("regulator.example", b"r" * 32)
SEEN = 1_727_226_000  # 25 September 2024, 01:00 UTC


@dataclass(frozen=True)
class Answers:
    """What both verifiers say of the same bytes."""

    package: Report
    file: Any

    @property
    def exits(self) -> set[int]:
        return {self.package.exit_code, self.file.exit_code}

    def found(self, code: str) -> list[set[tuple[int | None, int | None]]]:
        """Position and week of the findings under a code, by each."""
        return [
            {(found.position, found.week) for found in findings if found.code == code}
            for findings in (self.package.findings, self.file.findings.found)
        ]

    def says(self, code: str) -> list[str]:
        """The sentences under a code, of each verifier as one text."""
        return [
            " | ".join(found.says for found in findings if found.code == code)
            for findings in (self.package.findings, self.file.findings.found)
        ]

    @property
    def texts(self) -> list[str]:
        """Both reports as printed."""
        return ["\n".join(self.package.lines()), "\n".join(self.file.lines())]


Ask = Callable[..., Answers]


@pytest.fixture
def ask(night: Night, tmp_path: Path) -> Ask:
    def asked(
        octets: bytes, *, policy: Policy | None = None, rulebooks: Sequence[str] = (), gateways: Sequence[str] = ()
    ) -> Answers:
        path, trusted = tmp_path / "a.bundle", policy or night.policy()
        path.write_bytes(octets)
        pins = pinned(rulebooks, gateways) if rulebooks or gateways else Pins()
        theirs = vb.Pins()
        theirs.add(rulebooks, gateways)
        single = vb.verify(path, vb.read_policy(trusted.to_bytes()), None, vb.Given(pins=theirs))
        return Answers(verify(path, trusted, pins=pins), single)

    return asked


def said_again(parts: Parts, night: Night, edits: dict[int, Callable[[bytes], bytes]]) -> bytes:
    """The bundle with lines edited and everything signed again by the log: what its own keeper could do."""
    for index, edit in edits.items():
        parts = edited(parts, index, edit)
    return parts.with_leaves_of_lines().signed_again(night.signer).packed()


@pytest.mark.parametrize("mode", ["rehearsal", "historic"])
def test_rehearsal_can_neither_be_put_on_a_bundle_nor_taken_off_it(mode: str, parts: Parts, ask: Ask) -> None:
    """Finding 1: the mode stood in the manifest, which nobody signs."""
    told = ask(replace(parts, manifest=replace(parts.manifest, mode=mode)).packed())
    assert told.exits == {5}
    assert told.found("manifest") == [{(None, None)}] * 2
    assert all(f"the manifest says {mode}; event 1 opened the season as live" in says for says in told.says("manifest"))
    assert (told.package.mode, told.file.report()["mode"]) == ("live", "live")


def test_a_week_that_was_never_opened_is_no_week_of_a_bundle(parts: Parts, ask: Ask) -> None:
    told = ask(replace(parts, manifest=replace(parts.manifest, weeks=(1, 2, 3))).packed())
    assert told.exits == {5}
    assert all("week 3, which no event of the season opens" in says for says in told.says("manifest"))


def test_what_a_narrower_scope_leaves_out_is_said(parts: Parts, night: Night, ask: Ask) -> None:
    """Finding 7: the last two events, left out under the log's own signature, leave no other trace."""
    told = ask(parts.with_lines(parts.lines[:-2]).signed_again(night.signer).packed())
    size = len(parts.leaves)
    line = f"{len(parts.lines) - 2} of the log's {size} events: the newest 2 are not in it, and what is said there is not known"
    assert told.exits == {0}
    assert line in told.package.not_checked
    assert line in told.file.report()["not_checked"]


def test_events_of_another_season_between_are_told_as_such(parts: Parts, ask: Ask) -> None:
    told = ask(parts.packed())
    line = f"{len(parts.lines)} of the log's {len(parts.leaves)} events: the other 2 are not in it"
    assert all(f"NOT checked: {line}" in text for text in told.texts)


RAW = "ab" * 32


def of_vox(parts: Parts, batch: int) -> int:
    """The line of a batch that vox delivered in week 1; its third is voided."""
    head = f'"week":1,"gateway":"vox","batch":{batch},'.encode()
    return next(index for index, (_, octets) in enumerate(parts.lines) if head in octets and b'"vote-batch' in octets)


@pytest.mark.parametrize(
    ("stretches", "again"),
    [
        ({1: ("20", "21"), 2: ("20", "21")}, {2}),
        ({1: ("20", "22"), 2: ("21", "23")}, {2}),
        ({1: ("21", "22"), 2: ("20", "21")}, set()),
        ({1: ("20", "21"), 3: ("20", "21")}, set()),
        ({1: ("20", "21"), 3: ("20", "21"), 2: ("20", "21")}, {2}),
    ],
    ids=["a file twice", "stretches that overlap", "slices", "its repeat is voided", "three times, one of them voided"],
)
def test_a_raw_file_counted_twice_is_found(
    stretches: dict[int, tuple[str, str]], again: set[int], parts: Parts, night: Night, ask: Ask
) -> None:
    """Finding 9. A file counted in slices is no repeat, in whatever order they come."""

    def named(opens: str, closes: str) -> Callable[[bytes], bytes]:
        hours = {"opens": f"2024-09-25T{opens}:00:00Z", "closes": f"2024-09-25T{closes}:00:00Z"}
        return lambda octets: with_raw_file(changed(octets, **hours))

    edits = {of_vox(parts, batch): named(*hours) for batch, hours in stretches.items()}
    told = ask(said_again(parts, night, edits))
    assert told.found("raw-file") == [{(parts.lines[of_vox(parts, batch)][0], 1) for batch in again}] * 2
    assert told.exits == {0}


def with_raw_file(octets: bytes) -> bytes:
    """The batch with the digest of the raw file, before its nonce, where the form has it."""
    event = json.loads(octets)
    nonce = event["fact"].pop("nonce")
    event["fact"] |= {"raw_sha256": RAW, "nonce": nonce}
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


def test_one_raw_file_of_two_weeks_is_found(parts: Parts, night: Night, ask: Ask) -> None:
    later = of_vox(parts, 1) + next(
        index
        for index, (_, octets) in enumerate(parts.lines[of_vox(parts, 1) :])
        if b'"week":2,"gateway":"vox"' in octets
    )
    told = ask(said_again(parts, night, {of_vox(parts, 1): with_raw_file, later: with_raw_file}))
    assert told.found("raw-file") == [{(parts.lines[later][0], 2)}] * 2


def test_a_finding_says_which_couple_and_the_number_before_and_after(parts: Parts, night: Night, ask: Ask) -> None:
    """Finding 13: 250 votes moved between two couples by whoever keeps the log."""
    first = at(parts, "vote-batch-received")

    def moved(octets: bytes) -> bytes:
        votes = json.loads(octets)["fact"]["votes"]
        return changed(octets, votes=[[votes[0][0], votes[0][1] - 250], [votes[1][0], votes[1][1] + 250], votes[2]])

    told = ask(said_again(parts, night, {first: moved}))
    assert told.exits == {1}
    package, file = told.says("outcome")
    assert "Anna & Ezra, viewers: certified 1,509, recomputed 1,259" in package
    assert "anna-ezra, viewers: certified 1509, recomputed 1259" in file


def test_rulebooks_keys_signers_and_times_stand_in_both_reports(parts: Parts, night: Night, ask: Ask) -> None:
    """Finding 13: what an auditor was told can only be compared with what is printed."""
    size = parts.sizes[-1]
    name = f"checkpoints/{size}.note"
    note = parse_note(parts.files[name])
    cosigned = note.with_signatures([cosign(note.text, REGULATOR, SEEN)]).to_bytes()
    vkey = REGULATOR.verifier_key(Algorithm.COSIGNATURE)
    policy = parse_policy(
        f"log {night.signer.verifier_key().to_text()}\nwitness reg {vkey.to_text()}\nquorum reg\n".encode()
    )
    told = ask(parts.with_named({name: cosigned}).packed(), policy=policy)
    adopted = json.loads(parts.lines[at(parts, "rulebook-adopted")][1])["fact"]
    for text in told.texts:
        assert (
            f"signed by {night.signer.verifier_key().label}, cosigned by reg ({vkey.label}) at 2024-09-25T01:00:00Z"
            in text
        )
        assert f"Rulebook us-33@1 from week 1 (event 5), SHA-256 {adopted['sha256']}." in text
        assert f"Gateway west, key {WEST.verifier_key().to_text()}" in text
    one, other = told.package.as_json(), told.file.report()
    for key in ("signed_by", "cosigned", "rulebooks", "gateways"):
        assert json.loads(json.dumps(one[key])) == other[key]


def test_what_was_pinned_is_asked_of_the_log(parts: Parts, ask: Ask) -> None:
    adopted = json.loads(parts.lines[at(parts, "rulebook-adopted")][1])["fact"]["sha256"]
    position = parts.lines[at(parts, "rulebook-adopted")][0]
    assert ask(parts.packed(), rulebooks=[adopted.upper()]).exits == {0}
    told = ask(parts.packed(), rulebooks=["0" * 64])
    assert (told.exits, told.found("pinned")) == ({5}, [{(position, None)}] * 2)
    assert all(adopted in says for says in told.says("pinned"))


def test_a_gateway_of_another_key_or_of_none_is_found_where_keys_are_pinned(parts: Parts, ask: Ask) -> None:
    introduced = parts.lines[at(parts, "gateway-key-introduced")][0]
    other = SignerKey("west", b"x" * 32).verifier_key().to_text()
    told = ask(parts.packed(), gateways=[other])
    assert told.found("pinned") == [{(introduced, None), (None, None)}] * 2
    ours = ask(parts.packed(), gateways=[WEST.verifier_key().to_text()])
    assert ours.found("pinned") == [{(None, None)}] * 2, "vox has no key, and its lines could be anybody's"


def test_a_witness_with_a_newer_kind_of_key_does_not_make_a_policy_unreadable(
    parts: Parts, night: Night, ask: Ask
) -> None:
    """Finding 11: ML-DSA-44 (0x06) is passed over; the name may stand in a group, and has not cosigned."""
    log = night.signer.verifier_key().to_text()
    modern = newer_key("modern.example", 6, b"m" * 1312)
    policy = parse_policy(f"log {log}\nwitness new {modern}\ngroup any any new\nquorum none\n".encode())
    told = ask(parts.packed(), policy=policy)
    assert told.exits == {0}
    assert all(
        "NOT checked: signatures of the witness new of the policy: their type 0x06" in text for text in told.texts
    )
    asked_for = parse_policy(f"log {log}\nwitness new {modern}\ngroup g any new\nquorum g\n".encode())
    assert ask(parts.packed(), policy=asked_for).exits == {5}


def newer_key(name: str, kind: int, public: bytes) -> str:
    """The verifier key line of a kind that is not known here."""
    from base64 import b64encode

    from glitterball.proof.keys import key_id_of

    return f"{name}+{key_id_of(name, kind, public).hex()}+{b64encode(bytes([kind]) + public).decode()}"


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (b"", "an empty file"),
        (b"PK\x03\x04\x14\0\x06\0" + bytes(22) + b"[Content_Types].xml and so on", "a workbook"),
        (b"SQLite format 3\0" + bytes(100), "a store"),
        (b"<!DOCTYPE html>\n<html></html>", "an HTML page"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"log example.org+0+A\nquorum none\n", "a policy"),
        (b'{"schema":"x"}', "JSON"),
        (b"5 {}\n", "openings of a bundle"),
        (b"a text\nof lines\n\n\xe2\x80\x94 somebody AAAA\n", "a signed note"),
        (SignerKey("log", bytes(range(32))).to_text().encode(), "a private key, which is"),
    ],
)
def test_a_wrong_kind_of_file_is_3_and_told_as_what_it_seems_to_be(octets: bytes, kind: str, ask: Ask) -> None:
    if b"PRIVATE" in octets:
        pytest.skip("the package does not even open it: see test_a_private_key_is_never_repeated")
    told = ask(octets)
    assert told.exits == {3}
    assert told.found("no-bundle") == [{(None, None)}] * 2
    if b"schema" not in octets:
        assert all(f"it seems to be {kind}" in says for says in told.says("no-bundle")), told.says("no-bundle")


SECRET = SignerKey("log", bytes(range(32))).to_text()


@pytest.mark.parametrize("given", ["bundle", "--policy", "--known", "--openings", "--pins", "--signer", "--gateway"])
def test_a_private_key_is_never_repeated_by_the_single_file(
    given: str, parts: Parts, night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, bundle, policy = tmp_path / "k", tmp_path / "b", tmp_path / "p"
    key.write_text(f"{SECRET}\n")
    bundle.write_bytes(parts.packed())
    policy.write_bytes(night.policy().to_bytes())
    words = {"bundle": [str(bundle)], "--policy": ["--policy", str(policy)]}
    words[given] = (
        [str(key)] if given == "bundle" else [given, SECRET if given in ("--signer", "--gateway") else str(key)]
    )
    assert vb.main([word for line in words.values() for word in line]) == 3
    told = capsys.readouterr()
    assert SECRET.split("+")[-1][:10] not in told.out + told.err
    assert "private key" in told.out + told.err


def test_a_wrong_kind_of_file_as_a_checkpoint_held_says_nothing_against_the_bundle(
    parts: Parts, night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, policy, page = tmp_path / "b", tmp_path / "p", tmp_path / "page.html"
    bundle.write_bytes(parts.packed())
    policy.write_bytes(night.policy().to_bytes())
    page.write_text("<!DOCTYPE html>\n<html></html>\n")
    words = [str(bundle), "--policy", str(policy), "--known", str(page)]
    assert (vb.main(words), run(app, ["verify", *words])) == (3, 3)
    told = capsys.readouterr()
    assert "it seems to be an HTML page" in told.err
    assert "it is no signed note" in told.err


def test_pins_are_read_from_a_file_and_refused_with_their_line() -> None:
    text = f"# as told\nrulebook {'A' * 64}\n\ngateway {WEST.verifier_key().to_text()}\n".encode()
    from glitterball.evidence.verifying.pins import parse_pins
    from glitterball.evidence.verifying.refusals import PinsMalformed

    pins, theirs = parse_pins(text), vb.read_pins(text)
    assert (set(pins.rulebooks), set(pins.gateways)) == (theirs.rulebooks, theirs.gateways)
    for line in (b"rulebook 12\n", b"gateway west\n", b"quorum none\n", f"gateway {SECRET}\n".encode()):
        with pytest.raises(PinsMalformed, match="line 2") as refusal:
            parse_pins(b"#\n" + line)
        with pytest.raises(vb.Wrong, match="line 2") as wrong:
            vb.read_pins(b"#\n" + line)
        assert SECRET.split("+")[-1] not in str(refusal.value) + str(wrong.value)


@given(st.integers(0, 2**63 - 1) | st.integers(0, 2**38))
def test_the_time_of_a_cosignature_is_told_whatever_a_witness_states(seconds: int) -> None:
    """63 bits of seconds reach beyond any calendar; both programs say so in the same words."""
    told = time_of(seconds)
    assert told == vb.time_of(seconds)
    if seconds <= 253_402_300_799:
        assert datetime.fromisoformat(told).timestamp() == seconds
    else:
        assert told == f"{seconds} seconds after 1970"
