"""The laboratory's instruments: a recording is the disk, a cut loses what was not synced, and every experiment can fail."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests import postgres_server
from tests.faults.catalogue import EXPERIMENTS
from tests.faults.experiment import Bench, Experiment, Tally, verdict
from tests.faults.recording import CLOSE, CUT, OPEN, SYNC, WRITE, Call, Disk, compiled, sectors

ROOT = Path(__file__).parents[2]
TRIALS = {
    "kills": 3,
    "cuts": 12,
    "ioerrors": 2,
    "flips": 2,
    "clocks": 2,
    "mutated": 50,
    "together": 1,
    "handles": 4,
    "misuse": 1,
    "backups": 8,
    "nodes": 30,
}


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = compiled(tmp_path_factory.mktemp("shim"))
    if made is None:
        pytest.skip("there is no C compiler here, so power cuts and failing disks are not tried")
    return made


def under(shim: Path, code: str, folder: Path) -> str:
    """Run Python under the shim."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


REPLAY = """
import sys
from pathlib import Path
from tests.faults.cuts import KINDS, recorded
from tests.faults.recording import Disk
for name, what in KINDS.items():
    folder = Path(sys.argv[1], name)
    folder.mkdir()
    disk = Disk(str(folder / "home"))
    for call in recorded(what.life, folder):
        disk.do(call)
    files = [path for path in (folder / "home").rglob("*") if path.is_file() and not path.name.endswith("-shm")]
    real = {str(path.relative_to(folder / "home")): path.read_bytes() for path in files}
    assert real and disk.contents() == real, (name, set(disk.contents()) ^ set(real))
    print(name, len(real))
"""


def test_a_recording_played_to_its_end_is_the_folder_byte_for_byte(shim: Path, tmp_path: Path) -> None:
    assert len(under(shim, REPLAY, tmp_path).splitlines()) == 8


SYNCS = """
import errno, os, sys
from pathlib import Path
from tests.faults.ioerrors import Fault
folder = Path(sys.argv[1])
with (folder / "file").open("wb") as file:
    Fault(1, 2, False, errno.EIO).arm(folder)
    for _ in range(3):
        try:
            print(os.fsync(file.fileno()))
        except OSError as error:
            print(error.errno)
"""


def test_the_second_sync_fails_and_no_other(shim: Path, tmp_path: Path) -> None:
    assert under(shim, SYNCS, tmp_path).split() == ["None", "5", "None"]


def written(*more: Call) -> Disk:
    disk = Disk("/d")
    for call in (Call(OPEN, 3, 0, "/d/f", b"f"), Call(WRITE, 3, 0, "", b"a" * 1024), Call(SYNC, 3, 0, "", b""), *more):
        disk.do(call)
    return disk


def test_a_cut_keeps_what_was_synced_and_may_lose_the_rest() -> None:
    disk = written(Call(WRITE, 3, 0, "", b"b" * 1024))
    (file,) = disk.files
    assert file.after("drop", Random(1)) == b"a" * 1024
    found = Counter(file.after("torn", Random(seed)) for seed in range(200))
    halves = {b"a" * 1024, b"b" * 1024, b"a" * 512 + b"b" * 512, b"b" * 512 + b"a" * 512}
    assert set(found) == halves
    assert {file.after("prefix", Random(seed)) for seed in range(20)} == {b"a" * 1024, b"b" * 1024}


def test_a_name_that_was_not_synced_may_be_forgotten(tmp_path: Path) -> None:
    disk = written()
    disk.rebuilt(tmp_path / "kept", "drop", Random(1), forgets_entries=False)
    assert (tmp_path / "kept" / "f").read_bytes() == b"a" * 1024
    disk.rebuilt(tmp_path / "forgotten", "drop", Random(1), forgets_entries=True)
    assert not (tmp_path / "forgotten" / "f").exists()
    for call in (Call(OPEN, 4, 0, "/d", b"d"), Call(SYNC, 4, 0, "", b""), Call(CLOSE, 4, 0, "", b"")):
        disk.do(call)
    disk.rebuilt(tmp_path / "synced", "drop", Random(1), forgets_entries=True)
    assert (tmp_path / "synced" / "f").exists()


def test_a_write_is_torn_at_sectors_only() -> None:
    parts = list(sectors((500, b"x" * 600)))
    assert [(at, len(data or b"")) for at, data in parts] == [(500, 12), (512, 512), (1024, 76)]
    assert list(sectors((500, None))) == [(500, None)]


def test_a_file_cut_short_and_written_again_is_what_it_is() -> None:
    disk = written(Call(CUT, 3, 10, "", b""), Call(WRITE, 3, 12, "", b"zz"))
    assert bytes(disk.files[0].now) == b"a" * 10 + b"\0\0zz"


FAILING = [each for each in EXPERIMENTS if each.sanity and not each.shim and each.group != "handles"]
"""Those whose accident needs no luck; of `handles` it needs some, and `misuse` has the same step by step."""


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize("experiment", FAILING, ids=lambda each: each.name)
def test_every_experiment_can_fail(experiment: Experiment, tmp_path: Path) -> None:
    tally = experiment.run(Bench(tmp_path, Random(33)), TRIALS[experiment.group])
    if experiment.group == "nodes" and not tally.trials:
        pytest.skip(postgres_server.WITHOUT)
    assert verdict(tally, sanity=True) == "can fail", tally


LIES = """
import sys
from pathlib import Path
from random import Random
from tests.faults import cuts, ioerrors
from tests.faults.experiment import Bench, verdict
for number, each in enumerate((*cuts.EXPERIMENTS, *ioerrors.EXPERIMENTS)):
    if each.sanity:
        folder = Path(sys.argv[1], str(number))
        folder.mkdir()
        print(verdict(each.run(Bench(folder, Random(33)), 12 if each.group == "cuts" else 2), True))
"""


def test_a_store_that_syncs_less_and_a_disk_that_lies_are_found_out(shim: Path, tmp_path: Path) -> None:
    assert under(shim, LIES, tmp_path).splitlines() == ["can fail"] * 4


def test_totals_of_several_runs_are_added_up() -> None:
    first, second = Tally(2, 10, 1, 0, 0, Counter(torn=1)), Tally(3, 20, 0, 1, 0, Counter(torn=2), Counter(whole=4))
    first.add(Tally.from_json(second.as_json()))
    assert first == Tally(5, 30, 1, 1, 0, Counter(torn=3), Counter(whole=4))
    assert (verdict(first, sanity=False), verdict(Tally(1), sanity=False)) == ("BROKEN", "holds")
    assert (verdict(first, sanity=True), verdict(Tally(1), sanity=True)) == ("can fail", "CANNOT FAIL")


def test_every_group_has_an_experiment_that_must_fail() -> None:
    groups = {each.group for each in EXPERIMENTS}
    assert groups - {each.group for each in EXPERIMENTS if each.sanity} == set()


@pytest.mark.heavy("accidents")
def test_an_experiment_that_breaks_down_is_no_claim_that_holds(tmp_path: Path) -> None:
    """It was: the table lacked its line, and the exit code was 0."""
    code = (
        "import sys\n"
        "from dataclasses import replace\n"
        "from tests.faults import __main__ as laboratory\n"
        "from tests.faults import clocks\n"
        "def breaks_down(bench, trials): raise RuntimeError\n"
        "laboratory.chosen = lambda only: (replace(clocks.EXPERIMENTS[0], run=breaks_down),)\n"
        "laboratory._begin_under_the_shim = lambda folder: None\n"
        "sys.argv = ['laboratory', '--bounded']\n"
        "sys.exit(laboratory.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "the experiment itself failed" in done.stderr
    assert done.returncode == 1
