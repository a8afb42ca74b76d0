"""The command line."""

from __future__ import annotations

import argparse
import json
import mmap
import sys
from collections.abc import Sequence
from pathlib import Path

from .part_01_findings import Wrong
from .part_04_notes import read_key
from .part_05_policies import Policy, read_policy
from .part_27_report import Answer
from .part_28_verification import Given, Verification

VERSION = "1.0.0"


def verify(path: Path, policy: Policy, openings: bytes | None = None, given: Given | None = None) -> Answer:
    """Verify the bundle in a file."""
    given = given or Given()
    with path.open("rb") as source:
        if source.seek(0, 2) == 0:
            return Verification(b"", policy, openings, given).answer
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return Verification(data, policy, openings, given).answer


def _unmarked(path: Path) -> bytes:
    """A file without the byte order mark some editors put before it."""
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="verify_bundle.py", description="Verify a Glitterball bundle, offline.")
    parser.add_argument("bundle", type=Path, help="the bundle")
    parser.add_argument(
        "--policy", type=Path, required=True, help="whom you trust: a C2SP tlog-policy file of your own"
    )
    parser.add_argument("--openings", type=Path, help="the openings of a sealed bundle, for an adjudicator")
    parser.add_argument("--known", type=Path, action="append", default=[], help="a checkpoint you hold (repeatable)")
    parser.add_argument("--signer", action="append", default=[], help="a key that must have signed the certificate")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--version", action="version", version=f"verify_bundle.py {VERSION}")
    asked = parser.parse_args(arguments)
    try:
        policy = read_policy(_unmarked(asked.policy))
        openings = _unmarked(asked.openings) if asked.openings else None
        given = Given([_unmarked(path) for path in asked.known], [read_key(vkey) for vkey in asked.signer])
        answer = verify(asked.bundle, policy, openings, given)
    except (OSError, Wrong) as error:
        print(f"The question could not be put: {error}.", file=sys.stderr)
        return 3
    shown = [json.dumps(answer.report(), ensure_ascii=True, indent=1)] if asked.json else list(answer.lines())
    sys.stdout.write("".join(f"{line}\n" for line in shown).encode("ascii", "backslashreplace").decode())
    return answer.exit_code


if __name__ == "__main__":
    sys.exit(main())
