"""The commands: a key, checkpoints, a bundle, a verification; what they print and how they end."""

import json
import zipfile
from pathlib import Path

import pytest
import typer

from glitterball.cli import bundle, checkpoint, verify
from glitterball.cli.app import options
from glitterball.cli.ending import run
from glitterball.evidence.certificate import certificate_html, certificate_of, certificate_text
from glitterball.log import EventLog
from tests.evidence.verifying.night import SEASON, Night

app = typer.Typer()
app.callback()(options)
app.command("bundle")(bundle.bundle)
app.command("verify")(verify.verify)
app.add_typer(checkpoint.app, name="checkpoint")


class Folder:
    """A store with the small season in it, and somebody typing."""

    def __init__(self, path: Path, night: Night) -> None:
        self.path, self.store = path, f"sqlite:{path / 'night.sqlite'}"
        with EventLog.open(self.store) as log:
            for event in night.log.read():
                log.append_at(event.stream, event.sequence, event.fact, event.actor, event.time)

    def types(self, *words: str) -> int:
        return run(app, ["--store", self.store, *(word.replace("@", f"{self.path}/") for word in words)])


@pytest.fixture
def folder(tmp_path: Path, night: Night) -> Folder:
    return Folder(tmp_path, night)


def test_a_key_a_checkpoint_a_bundle_and_a_verification(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key") == 0
    verifier = capsys.readouterr().out.strip()
    (folder.path / "policy").write_text(f"log {verifier}\nquorum none\n")
    assert folder.types("checkpoint", "publish", "--key", "@log.key", "-o", "@first.note") == 0
    assert folder.types("checkpoint", "list", "--key", "@log.key", "--format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)["data"]) == 1
    assert folder.types("bundle", SEASON, "2", "--key", "@log.key", "-o", "@week2.bundle") == 0
    assert folder.types("bundle", SEASON, "2", "--key", "@log.key", "-o", "@again.bundle") == 0
    assert (folder.path / "week2.bundle").read_bytes() == (folder.path / "again.bundle").read_bytes()
    capsys.readouterr()
    assert folder.types("verify", "@week2.bundle", "--policy", "@policy", "--known", "@first.note") == 0
    told = capsys.readouterr().out
    assert told.startswith("The record is intact since its checkpoints")
    assert "NOT checked" in told
    assert folder.types("verify", "@week2.bundle", "--log", verifier) == 0  # whoever was told one key writes no policy
    assert capsys.readouterr().out == told.replace("Checked: that the 1 checkpoint you hold is of this history.\n", "")
    assert folder.types("verify", "@week2.bundle", "--policy", "@policy", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["exit"] == 0


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_report_is_one_document_and_no_table_of_rows(
    folder: Folder, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Both were taken for `json` without a word."""
    assert folder.types("verify", "@a.bundle", "--policy", "@policy", "--format", form) == 2
    assert "one of table, json" in capsys.readouterr().err


def test_the_log_is_written_as_tiles_whose_entries_are_its_bytes(folder: Folder) -> None:
    assert folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key") == 0
    assert folder.types("checkpoint", "publish", "--key", "@log.key", "-o", "@first.note") == 0
    assert folder.types("checkpoint", "tiles", "--key", "@log.key", "-o", "@static") == 0
    static = folder.path / "static"
    assert (static / "checkpoint").read_bytes() == (folder.path / "first.note").read_bytes()
    with EventLog.open(folder.store) as log:
        lines = [line for _, line in log.raw()]
    bundles = sorted((static / "tile" / "entries").iterdir())
    entries = b"".join(one.read_bytes() for one in bundles if one.is_file())
    entries += b"".join(inner.read_bytes() for one in bundles if one.is_dir() for inner in one.iterdir())
    assert entries == b"".join(len(line).to_bytes(2, "big") + line for line in lines)
    first = next(iter(sorted((static / "tile" / "0").rglob("*"))[-1:]))
    assert len(first.read_bytes()) % 32 == 0
    assert folder.types("checkpoint", "tiles", "--key", "@log.key", "-o", "@static") == 2


def test_a_forged_bundle_ends_with_5_and_a_policy_that_is_none_with_3(
    folder: Folder, night: Night, bundle: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "policy").write_bytes(night.policy().to_bytes())
    (folder.path / "a.bundle").write_bytes(bundle)
    assert folder.types("verify", "@a.bundle", "--policy", "@policy") == 0
    (folder.path / "a.bundle").write_bytes(bundle.replace(b"a test file", b"a best file"))
    assert folder.types("verify", "@a.bundle", "--policy", "@policy") == 5
    (folder.path / "policy").write_text("trust everybody\n")
    assert folder.types("verify", "@a.bundle", "--policy", "@policy") == 3
    assert folder.types("verify", "@missing.bundle", "--policy", "@policy") == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_sealed_bundle_comes_with_openings_only_its_owner_may_read(folder: Folder) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    folder.types("checkpoint", "publish", "--key", "@log.key", "-o", "@first.note")
    assert folder.types("bundle", SEASON, "--key", "@log.key", "--sealed", "-o", "@s.bundle") == 3
    assert folder.types("bundle", SEASON, "--key", "@log.key", "--sealed", "--guessable", "-o", "@s.bundle") == 0
    assert (folder.path / "s.bundle.openings").stat().st_mode & 0o077 == 0


def test_a_witness_in_files(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    log = capsys.readouterr().out.strip()
    folder.types("checkpoint", "key", "example.net/witness", "--witness", "-o", "@witness.key")
    witness = capsys.readouterr().out.strip()
    folder.types("checkpoint", "publish", "--key", "@log.key", "-o", "@first.note")
    assert folder.types("checkpoint", "request", "--key", "@log.key", "-o", "@request") == 0
    cosign = (
        "checkpoint",
        "cosign",
        "@request",
        "--key",
        "@witness.key",
        "--log",
        log,
        "--record",
        "@seen",
        "-o",
        "@answer",
    )
    assert folder.types(*cosign) == 0
    assert folder.types("checkpoint", "cosigned", "@answer", "--key", "@log.key", "--witness", witness) == 0
    (folder.path / "policy").write_text(f"log {log}\nwitness W {witness}\nquorum W\n")
    assert folder.types("bundle", SEASON, "--key", "@log.key", "-o", "@w.bundle") == 0
    capsys.readouterr()
    assert folder.types("verify", "@w.bundle", "--policy", "@policy") == 0
    assert "cosigned by W" in capsys.readouterr().out
    assert folder.types(*cosign) == 1, "the witness has seen this log already: it is asked from size 0 again"


def test_a_bundle_without_a_checkpoint_is_refused_with_a_sentence(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    assert folder.types("bundle", SEASON, "1", "--key", "@log.key", "-o", "@b") == 3
    assert "No checkpoint of week 1's certification was published" in capsys.readouterr().err
    assert not (folder.path / "b").exists()


def test_checking_the_ledger_names_its_root(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    folder.types("checkpoint", "publish", "--key", "@log.key")
    capsys.readouterr()
    assert folder.types("checkpoint", "check", "--key", "@log.key") == 0
    assert "fits" in capsys.readouterr().err
    assert folder.types("checkpoint", "rebuild") == 0


def test_a_receipt_proves_one_event_with_a_policy_only(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key") == 0
    (folder.path / "policy").write_text(f"log {capsys.readouterr().out.strip()}\nquorum none\n")
    assert folder.types("checkpoint", "publish", "--key", "@log.key") == 0
    assert folder.types("checkpoint", "receipt", SEASON, "5", "--key", "@log.key", "-o", "@5.tlog-proof") == 0
    capsys.readouterr()
    assert folder.types("verify", "--receipt", "@5.tlog-proof", "--policy", "@policy") == 0
    told = capsys.readouterr()
    assert json.loads(told.out.splitlines()[0])["type"] == "rulebook-adopted.v1"
    assert "Event 5 of example.org/night is this one, byte for byte" in told.err


def test_a_receipt_altered_or_held_against_another_event_proves_nothing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    (folder.path / "policy").write_text(f"log {capsys.readouterr().out.strip()}\nquorum none\n")
    folder.types("checkpoint", "publish", "--key", "@log.key")
    folder.types("checkpoint", "receipt", SEASON, "5", "--key", "@log.key", "-o", "@5.tlog-proof")
    octets = (folder.path / "5.tlog-proof").read_bytes()
    (folder.path / "moved").write_bytes(octets.replace(b"index 4", b"index 5"))
    assert folder.types("verify", "--receipt", "@moved", "--policy", "@policy") == 5
    (folder.path / "event").write_bytes(b'{"stream":"season/tiny-1"}\n')
    assert folder.types("verify", "@event", "--receipt", "@5.tlog-proof", "--policy", "@policy") == 5
    (folder.path / "none").write_bytes(b"a text\n")
    assert folder.types("verify", "--receipt", "@none", "--policy", "@policy") == 3
    assert folder.types("verify", "--policy", "@policy") == 2


def test_a_receipt_is_of_an_event_of_the_season_that_was_named(folder: Folder) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    folder.types("checkpoint", "publish", "--key", "@log.key")
    assert folder.types("checkpoint", "receipt", SEASON, "2", "--key", "@log.key") == 3
    assert folder.types("checkpoint", "receipt", SEASON, "9999", "--key", "@log.key") == 3


def test_a_bundle_names_the_files_of_a_certificate_itself_and_verifies_what_it_wrote(
    folder: Folder, night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the names `week certificate` gives them both verifiers called the bundle not intact."""
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    folder.types("checkpoint", "publish", "--key", "@log.key")
    made = certificate_of(night.engine.fold(SEASON), 2)
    (folder.path / "week-2-certificate.json").write_text(certificate_text(made))
    (folder.path / "week-2-certificate.html").write_text(certificate_html(made))
    given = ("--certificate", "@week-2-certificate.json", "--certificate", "@week-2-certificate.html")
    assert folder.types("bundle", SEASON, "2", "--key", "@log.key", "-o", "@b.bundle", *given) == 0
    assert "The record is intact since its checkpoints" in capsys.readouterr().err
    with zipfile.ZipFile(folder.path / "b.bundle") as archive:
        assert {"certificate.json", "certificate.html"} <= set(archive.namelist())


def test_a_certificate_that_does_not_fit_is_said_when_the_bundle_is_written(
    folder: Folder, night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.types("checkpoint", "key", "example.org/night", "-o", "@log.key")
    folder.types("checkpoint", "publish", "--key", "@log.key")
    made = certificate_text(certificate_of(night.engine.fold(SEASON), 2))
    (folder.path / "c.json").write_text(made.replace("Bea & Cole", "Anna & Cole"))
    assert folder.types("bundle", SEASON, "2", "--key", "@log.key", "-o", "@b.bundle", "--certificate", "@c.json") == 5
    assert '[certificate] the certificate does not fit: couples.bea-cole says "Anna & Cole"' in capsys.readouterr().err
    twice = ("--certificate", "@c.json", "--certificate", "@c.json")
    assert folder.types("bundle", SEASON, "2", "--key", "@log.key", "-o", "@b.bundle", *twice) == 3
