"""However a command is stopped, cut off or printed, it ends in a sentence, without a traceback, and with a code that is true."""

import contextlib
import io
import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import typer

from glitterball.cli.ending import run
from glitterball.cli.unforeseen import without_secrets
from glitterball.store import open_store
from tests.engine import small_season as small

pytestmark = pytest.mark.heavy("accidents")


ROOT = Path(__file__).parents[2]
TYPED = "import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
NAMES = {"ada-bo": ("Ada Åström", "Bo Đorđević"), "fay-li": ("Fay \U0001f483", "李 Li")}
"""A cast that cp1252 does not have, nor ascii."""

SECRET = "PRIVATE+KEY+log+0a1b2c3d+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"


def started(folder: Path, *words: str, before: str = "", **environment: str) -> subprocess.Popen[bytes]:
    """`glitterball WORDS` in a process of its own, after some other lines of Python."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{before}{TYPED}", "--store", f"sqlite:{folder / 'show.sqlite'}", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds a cast of many letters."""
    made = tmp_path_factory.mktemp("stopped")
    with open_store(f"sqlite:{made / 'show.sqlite'}") as store:
        for command, by in small.opening()[:3]:
            store.engine.do("small", command, by)
        for couple, (celebrity, professional) in NAMES.items():
            cast = small.c.CastCouple(couple=couple, celebrity=celebrity, professional=professional)
            store.engine.do("small", cast, small.PRODUCER)
    return made


def test_ctrl_c_while_the_modules_load_ends_with_one_sentence(folder: Path) -> None:
    """Pressed, for certain, in the middle: when the first module of the rules is asked for."""
    pressed = (
        "import os, signal, sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'domain.season.commands': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Pressed())\n"
    )
    out, err = (stopping := started(folder, "season", "list", before=pressed)).communicate()
    assert (stopping.returncode, out) == (130, b"")
    assert err == b"Stopped before anything was done. Nothing was recorded.\n"


def with_no_reader(folder: Path, *words: str) -> tuple[int, bytes]:
    """How a command ends whose standard output nobody reads any more, and what it says."""
    with started(folder, *words) as asking:
        assert asking.stdout is not None
        assert asking.stderr is not None
        asking.stdout.close()
        return asking.wait(), asking.stderr.read()


def test_a_reader_that_leaves_is_no_answer_of_no(folder: Path) -> None:
    """`events list | head -1`, where the reader is gone before the first line."""
    assert with_no_reader(folder, "events", "list") == (0, b"")


def test_following_the_log_ends_when_nobody_reads(folder: Path) -> None:
    assert with_no_reader(folder, "events", "tail", "--from", "1") == (0, b"")


def test_a_reader_that_leaves_does_not_make_a_week_ready(folder: Path) -> None:
    """A script that pipes `week check` still learns that there is no such week."""
    code, err = with_no_reader(folder, "week", "check", "small", "1")
    assert code == 3
    assert b"has not been opened" in err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_names_an_encoding_does_not_have_are_printed_as_escapes(folder: Path, encoding: str) -> None:
    telling = started(folder, "events", "list", "--until", "6", PYTHONIOENCODING=encoding)
    out, err = telling.communicate()
    assert (telling.returncode, err) == (0, b"")
    assert "Bo \\u0110or\\u0111evi\\u0107" in out.decode(encoding)
    assert ("Ada Åström" in out.decode(encoding)) == (encoding == "cp1252")


def test_json_in_a_poor_encoding_still_says_every_letter(folder: Path) -> None:
    telling = started(folder, "events", "list", "--format", "jsonl", PYTHONIOENCODING="ascii")
    out, _ = telling.communicate()
    told = " ".join(json.loads(line)["sentence"] for line in out.decode("utf-8").splitlines())
    assert all(name in told for names in NAMES.values() for name in names)


def ended(command: object, *words: str) -> tuple[int, str]:
    """How a command ends that does this."""
    app = typer.Typer()
    app.callback()(lambda: None)
    app.command("go", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})(command)  # type: ignore[type-var]
    err = io.StringIO()
    with contextlib.redirect_stderr(err):
        code = run(app, ["go", *words])
    return code, err.getvalue()


def test_ctrl_c_in_a_command_says_that_something_may_be_recorded() -> None:
    def pressed() -> None:
        raise KeyboardInterrupt

    code, err = ended(pressed)
    assert code == 130
    assert "Stopped. It is not known whether something was recorded: look with: glitterball events list." in err


def test_a_full_disk_under_standard_output_is_not_nothing_recorded() -> None:
    def printed() -> None:
        raise OSError(28, "No space left on device")

    code, err = ended(printed)
    assert code == 6
    assert "No space left on device" in err
    assert "Nothing was recorded" not in err


def test_a_file_in_the_way_is_bad_input() -> None:
    def opened() -> None:
        Path("/nowhere/at/all").read_bytes()

    assert ended(opened) == (3, "/nowhere/at/all cannot be used: No such file or directory. Nothing was recorded.\n")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's reports go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_an_unforeseen_error_leaves_a_report_that_quotes_no_key(reports: Path) -> None:
    def stumbled() -> None:
        key = SECRET
        try:
            raise KeyError(key)
        except KeyError as error:
            raise ValueError(f"cannot read {key}") from error

    code, err = ended(stumbled, "--key", "AQEBAQEB", "--signer=AQEBAQEB", "AQEB=", "small")
    (report,) = reports.iterdir()
    written = report.read_text()
    assert code == 70
    assert str(report) in err
    assert "It is not known whether something was recorded" in err
    assert "glitterball doctor" in err
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert SECRET not in written + err
    assert "AQEB" not in written + err
    for said in ("ValueError", "KeyError", "in stumbled", "Python 3", "pydantic", "go --key <"):
        assert said in written


def test_where_no_report_can_be_written_the_error_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbled() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    code, err = ended(stumbled)
    assert code == 70
    assert "No report could be written: No such file or directory" in err


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("score give small 1 amy-ben ines 5", "score give small 1 amy-ben ines 5"),
        ("votes sign small 1 f.ndjson --key phones.key", "votes sign small 1 f.ndjson --key <10 characters left out>"),
        ("--openings=o.json --sealed small", "--openings=<6 characters left out> --sealed small"),
        ("--store sqlite:show.sqlite doctor", "--store sqlite:show.sqlite doctor"),
        ("verify b --signer log+0a1b2c3d+AQEB", "verify b --signer <17 characters left out>"),
        (f"votes key introduce s g {SECRET}", "votes key introduce s g <69 characters left out>"),
        ("votes key introduce s g log+0a1b2c3d+AQEB=", "votes key introduce s g <18 characters left out>"),
    ],
)
def test_what_could_be_a_key_is_left_out_of_a_report(typed: str, kept: str) -> None:
    assert " ".join(without_secrets(typed.split())) == kept


def test_bytes_that_are_no_text_are_refused_at_the_door() -> None:
    with tempfile.TemporaryDirectory() as name:
        told = subprocess.run(
            [os.fsencode(sys.executable), b"-c", TYPED.encode(), b"rules", b"show", b"caf\xe9.toml"],
            cwd=name,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
    assert told.returncode == 2
    assert told.stderr.startswith(b"Argument 3 cannot be 'caf\\udce9.toml'. Write it in UTF-8")
