"""R01: a byte order mark, which editors on Windows put before a text, is read over wherever a text is read."""

from pathlib import Path

import pytest

from glitterball.auditors_file.verify_bundle import main as verify_alone
from glitterball.files import read, read_or_input, read_text
from glitterball.files.limits import CHECKPOINT, KEY, POLICY, RULEBOOK, SEASON, TABLE, Limit
from glitterball.rulebooks import shipped_text
from tests.faults.at_the_desk import types

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("limit", [KEY, POLICY, RULEBOOK, SEASON, TABLE, CHECKPOINT])
def test_no_reader_hands_it_on(limit: Limit, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(MARK + b"text")
    assert read(path, limit) == read_or_input(str(path), limit) == b"text"
    assert read_text(path, limit) == "text"


@pytest.mark.parametrize("command", ["check", "show", "test"])
def test_a_rulebook_with_one_is_a_rulebook(command: str, tmp_path: Path) -> None:
    """R01: "the TOML cannot be read: Invalid statement (line 1)"."""
    path = tmp_path / "rules.toml"
    path.write_bytes(MARK + shipped_text("us-33").encode())
    few = ["--property", "savable", "--max-examples", "5"] if command == "test" else []
    assert types(tmp_path, ["rules", command, str(path), *few]).code in (0, 1)


def test_the_auditors_file_reads_a_policy_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, bundle = tmp_path / "policy.txt", tmp_path / "week.bundle"
    policy.write_bytes(MARK + b"# nobody\nquorum none\n")
    bundle.write_bytes(b"no bundle")
    verify_alone([str(bundle), "--policy", str(policy)])
    assert "could not be put" not in capsys.readouterr().err
