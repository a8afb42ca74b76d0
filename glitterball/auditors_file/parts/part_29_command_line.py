"""The command line."""

from __future__ import annotations

import argparse
import json
import mmap
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .part_01_findings import Wrong, demand
from .part_04_notes import parse_note, read_key
from .part_05_policies import Policy, read_policy
from .part_06_kinds_of_files import seems_to_be
from .part_26_told import Pins, read_pins
from .part_27_report import Answer
from .part_28_verification import Given, Verification

VERSION = "1.0.0"
PRIVATE_KEY = re.compile(rb"(PRIVATE|HIDDEN)\+KEY\+|PRIVATE KEY-----", re.IGNORECASE)


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
    octets = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    demand(not PRIVATE_KEY.search(octets), f"{path} holds a private key, which is neither read nor repeated")
    return octets


def _note(path: Path) -> bytes:
    """A checkpoint you hold; a file of another kind, named by mistake, says nothing against the bundle."""
    octets = _unmarked(path)
    try:
        parse_note(octets)
    except Wrong:
        raise Wrong(f"{path} is no signed note; it seems to be {seems_to_be(octets[:65536])}") from None
    return octets


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
    parser.add_argument("--pins", type=Path, help="a file of pins: lines 'rulebook SHA256' and 'gateway VKEY'")
    parser.add_argument("--rulebook", action="append", default=[], help="the SHA-256 of a rulebook you were told")
    parser.add_argument("--gateway", action="append", default=[], help="a gateway's verifier key you were told")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--version", action="version", version=f"verify_bundle.py {VERSION}")
    asked = parser.parse_args(arguments)
    try:
        policy = read_policy(_unmarked(asked.policy))
        openings = _unmarked(asked.openings) if asked.openings else None
        pins = read_pins(_unmarked(asked.pins)) if asked.pins else Pins()
        pins.add(asked.rulebook, asked.gateway)
        given = Given([_note(path) for path in asked.known], [read_key(vkey) for vkey in asked.signer], pins)
        answer = verify(asked.bundle, policy, openings, given)
    except (OSError, Wrong) as error:
        print(f"The question could not be put: {error}.", file=sys.stderr)
        return 3
    shown = [json.dumps(answer.report(), ensure_ascii=True, indent=1)] if asked.json else list(answer.lines())
    sys.stdout.write("".join(f"{line}\n" for line in shown).encode("ascii", "backslashreplace").decode())
    return answer.exit_code


if __name__ == "__main__":
    sys.exit(main())
