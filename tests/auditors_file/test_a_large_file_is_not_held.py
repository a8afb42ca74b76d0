"""A season of a million events is checked on a small machine: what was read of a mapped file is given back at once.

Counted were the pages of the file itself, so that a bundle of 641 MB took 706 MB of an auditor's memory.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.heavy("processes"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the system how much a process holds"),
]

MEBIBYTE = 2**20
SIZE = 96 * MEBIBYTE
LINE = b"x" * 60_000 + b"\n"

READS = {
    "its digest": "digest_of(data, 0, len(data))",
    "its pieces": "for _ in pieces_of(data, 0, len(data)): pass",
    "its lines": "for _ in bundle.lines('events.lines'): pass",
}
ASKED = """
import mmap, re, sys
from glitterball.auditors_file.verify_bundle import Bundle, Place, digest_of, pieces_of
def held():
    with open("/proc/self/status") as status:
        return 1024 * int(re.search("VmRSS:[^0-9]*([0-9]+) kB", status.read())[1])
with open(sys.argv[1], "rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
    bundle = Bundle.__new__(Bundle)
    bundle.data, bundle.places = data, {"events.lines": Place(0, len(data))}
    before = held()
    WHAT
    print(held() - before)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large"
    path.write_bytes((LINE * (SIZE // len(LINE) + 1))[:SIZE])
    return path


def held(large: Path, read: str) -> int:
    """Octets of memory that a process holds more when it has read it so."""
    script = ASKED.replace("WHAT", read)
    ran = subprocess.run(
        [sys.executable, "-c", script, str(large)], capture_output=True, text=True, check=True, timeout=300
    )
    return int(ran.stdout)


@pytest.mark.parametrize("read", READS)
def test_of_a_large_file_a_few_pieces_are_held(large: Path, read: str) -> None:
    assert held(large, READS[read]) < SIZE // 4


def test_this_test_sees_what_is_held(large: Path) -> None:
    assert held(large, "data.find(b'y')") > SIZE // 2
