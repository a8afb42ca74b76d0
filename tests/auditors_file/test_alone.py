"""The one file, alone: in a directory with nothing else, under a Python that sees no installed package."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glitterball.cli.certificate import verifier as copied_out
from glitterball.evidence.certificate import shipped_verifier
from glitterball.evidence.ledger import make_bundle
from glitterball.rehearsal import rehearse
from glitterball.store import open_season
from tests import thoroughness
from tests.auditors_file.single_file import FILE, run_here
from tests.evidence.verifying.forgeries import forgeries, later
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart


def alone(folder: Path, *arguments: str, process: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Run the file isolated, without site packages, in its own directory, with an empty environment.

    In a plain run most of what it is asked is asked in this process, and `process` says what is not.
    """
    shutil.copy(FILE, folder / "verify_bundle.py")
    if not (process or thoroughness.THOROUGH):
        return subprocess.CompletedProcess(arguments, *run_here(folder, arguments))
    command = [sys.executable, "-I", "-S", "verify_bundle.py", *arguments]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, timeout=300, check=False)


@pytest.fixture
def folder(night: Night, bundle: bytes, tmp_path: Path) -> Path:
    (tmp_path / "a.bundle").write_bytes(bundle)
    (tmp_path / "policy.txt").write_bytes(night.policy().to_bytes())
    return tmp_path


@pytest.mark.heavy("forgeries")
def test_it_needs_nothing_but_the_standard_library() -> None:
    imported = set()
    for node in ast.walk(ast.parse(FILE.read_text())):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert imported <= set(sys.stdlib_module_names)
    assert not {"socket", "urllib", "http", "subprocess", "os", "pickle", "zipfile", "tempfile"} & imported


@pytest.mark.heavy("forgeries")
def test_it_verifies_a_sound_bundle_and_says_what_it_did_not_check(folder: Path) -> None:
    done = alone(folder, "a.bundle", "--policy", "policy.txt", process=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        b"The record is intact since its checkpoints; what was certified and announced follows"
    )
    assert done.stdout.count(b"NOT checked:") >= 5
    assert done.stderr == b""


def test_its_json_says_the_same(folder: Path) -> None:
    done = alone(folder, "a.bundle", "--policy", "policy.txt", "--json")
    report = json.loads(done.stdout)
    assert (report["exit"], report["findings"], report["weeks_recomputed"]) == (0, [], [1, 2])
    assert report["schema"] == "glitterball.verification.v1"


@pytest.mark.heavy("processes")
def test_a_rehearsed_season_is_verified_by_it_alone(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    night = Night(tmp_path_factory.mktemp("rehearsed"))
    try:
        rehearse(open_season("us-33").state, night.engine, "us-33-rehearsal")
        (tmp_path / "a.bundle").write_bytes(make_bundle(night.ledger, night.register, "us-33-rehearsal").octets)
        (tmp_path / "policy.txt").write_bytes(night.policy().to_bytes())
    finally:
        night.close()
    done = alone(tmp_path, "a.bundle", "--policy", "policy.txt", "--json", process=True)
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"], report["mode"]) == (0, [], "rehearsal")
    assert report["weeks_recomputed"] == list(range(1, 10))
    spoken = alone(tmp_path, "a.bundle", "--policy", "policy.txt")
    assert spoken.stdout.startswith(b"REHEARSAL  The record is intact")


def test_an_altered_record_ends_with_5_and_names_the_event(folder: Path, parts: Parts) -> None:
    lines = parts.lines
    lines[9] = (lines[9][0], later(lines[9][1]))
    (folder / "a.bundle").write_bytes(parts.with_lines(lines).packed())
    done = alone(folder, "a.bundle", "--policy", "policy.txt")
    assert done.returncode == 5
    assert f"INTEGRITY [leaf] event {lines[9][0]}:".encode() in done.stdout


def test_an_outcome_that_does_not_follow_ends_with_1(folder: Path, night: Night, parts: Parts) -> None:
    sealed = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    assert sealed.openings is not None
    every = forgeries(parts, taken_apart(sealed.octets), sealed.openings, night.signer)
    lie = next(one for one in every if one.code == "announced")
    (folder / "a.bundle").write_bytes(lie.octets)
    done = alone(folder, "a.bundle", "--policy", "policy.txt")
    assert done.returncode == 1
    assert b"does NOT follow" in done.stdout


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("a.bundle",), 2),
        ((), 2),
        (("a.bundle", "--policy", "nowhere.txt"), 3),
        (("nowhere.bundle", "--policy", "policy.txt"), 3),
        (("a.bundle", "--policy", "a.bundle"), 3),
        (("policy.txt", "--policy", "policy.txt"), 3),
        (("empty", "--policy", "policy.txt"), 3),
        (("damaged", "--policy", "policy.txt"), 5),
        (("a.bundle", "--policy", "policy.txt", "--known", "policy.txt"), 3),
    ],
)
def test_a_wrong_question_ends_in_a_sentence_and_never_in_a_traceback(
    folder: Path, arguments: tuple[str, ...], code: int
) -> None:
    (folder / "empty").write_bytes(b"")
    (folder / "damaged").write_bytes((folder / "a.bundle").read_bytes()[:-1])
    done = alone(folder, *arguments, process=arguments[-1:] == ("a.bundle",))
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr + done.stdout


@pytest.mark.heavy("forgeries")
def test_it_writes_nothing(folder: Path) -> None:
    before = {path.name for path in folder.iterdir()} | {"verify_bundle.py"}
    alone(folder, "a.bundle", "--policy", "policy.txt", process=True)
    assert {path.name for path in folder.iterdir()} == before


def test_what_is_copied_out_is_the_file_that_certificates_name(tmp_path: Path) -> None:
    copied_out(tmp_path / "verify_bundle.py")
    assert (tmp_path / "verify_bundle.py").read_bytes() == FILE.read_bytes()
    assert shipped_verifier().version == "1.0.0"
