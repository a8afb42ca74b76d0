"""Every reader of files, with a genuine file for it. A reader is given bytes and answers, or refuses in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from domain.rulebook import read_rulebook
from glitterball.evidence.verifying import verify
from glitterball.history import history_of
from glitterball.intake import read_message
from glitterball.intake.unsigned_lines import read_deliveries
from glitterball.proof.checkpoints import parse_checkpoint
from glitterball.proof.keys import parse_signer_key, parse_verifier_key
from glitterball.proof.notes import parse_note
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.receipts import Receipt, parse_receipt
from glitterball.proof.witness import parse_add_checkpoint
from glitterball.rules.checking import check
from glitterball.season_files import check_season
from glitterball.season_files.reading import read_files
from tests.engine import small_season as small
from tests.faults.at_the_desk import single_file
from tests.faults.flips import BUNDLE, played
from tests.history.files import small as small_history
from tests.history.files import wide
from tests.ingest import nights
from tests.proof.vectors import published_checkpoints as checkpoints
from tests.proof.vectors import published_notes as notes

ROOT = Path(__file__).parents[2] / "glitterball"


@dataclass(frozen=True)
class Reader:
    """What reads, a genuine file, and how slow it is: `every` thousandth part of the inputs go to it."""

    read: Callable[[bytes], object]
    genuine: bytes
    share: int = 100


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")


@cache
def _season_files() -> dict[str, bytes]:
    folder = ROOT / "seasons" / "us-33"
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".toml", ".csv")}


VOTES = (
    b"week,gateway,batch,channel,body,couple,votes,opens,closes\n"
    b"1,phones,1,sms,viewers,amy-ben,12,2024-09-24T20:00:00Z,2024-09-24T20:01:00Z\n"
    b"1,phones,1,sms,viewers,cat-dan,30,2024-09-24T20:00:00Z,2024-09-24T20:01:00Z\n"
)


def _season(name: str) -> Callable[[bytes], object]:
    def read(octets: bytes) -> object:
        files = {**_season_files(), "votes.csv": VOTES, name: octets}
        if name == "votes.csv":
            files["season.toml"] = files["season.toml"].replace(
                b'scores = "scores.csv"', b'scores = "scores.csv"\nvotes = "votes.csv"'
            )
        return check_season(read_files(files.get, "anything"))

    return read


def _rulebook(octets: bytes) -> object:
    text = octets.decode("utf-8", "replace")
    return check(read_rulebook(text), text, "rules.toml")


@cache
def _bundled() -> tuple[Path, bytes]:
    folder = Path(mkdtemp(prefix="laboratory-")) / "night"
    folder.mkdir()
    made = played(folder)
    return made.folder, (made.folder / BUNDLE).read_bytes()


def _bundle(octets: bytes) -> object:
    folder, _ = _bundled()
    path = folder / "mutated.bundle"
    path.write_bytes(octets)
    return verify(path, parse_policy((folder / "policy").read_bytes())).exit_code


def _bundle_alone(octets: bytes) -> object:
    """The verifier of a single file, as an auditor runs it."""
    folder, _ = _bundled()
    path = folder / "mutated.bundle"
    path.write_bytes(octets)
    return single_file(path, folder / "policy")


RECEIPT = Receipt(3, (bytes(32),), checkpoints.SIGSUM_CHECKPOINT.encode(), b"extra").to_bytes()
POLICY = f"log {checkpoints.ARCHE_VKEY}\nwitness w {checkpoints.REMORA_VKEY}\ngroup g all w\nquorum g\n".encode()


@cache
def readers() -> dict[str, Reader]:
    """All of them, by name."""
    history = wide(1, *small_history())
    season = _season_files()
    return {
        "season TOML": Reader(_season("season.toml"), season["season.toml"], 2),
        "scores CSV": Reader(_season("scores.csv"), season["scores.csv"], 2),
        "votes CSV": Reader(_season("votes.csv"), VOTES, 2),
        "votes NDJSON": Reader(
            lambda octets: read_deliveries(octets.splitlines(), "votes", "small", 1),
            nights.delivery("web", 1, 3, key=None),
        ),
        "signed delivery": Reader(read_message, nights.delivery("web", 1, 3, True)),
        "rulebook": Reader(_rulebook, small.RULES.encode(), 20),
        "shipped rulebook": Reader(_rulebook, next((ROOT / "rulebooks").glob("us-33*.toml")).read_bytes(), 5),
        "note": Reader(parse_note, (notes.TEXT + "\n" + notes.PETER_LINE).encode()),
        "checkpoint": Reader(parse_checkpoint, checkpoints.ARCHE_CHECKPOINT.encode()),
        "policy": Reader(parse_policy, POLICY),
        "verifier key": Reader(lambda octets: parse_verifier_key(_text(octets)), notes.PETER_VKEY.encode()),
        "signer key": Reader(lambda octets: parse_signer_key(_text(octets)), notes.PETER_SKEY.encode()),
        "receipt": Reader(parse_receipt, RECEIPT),
        "witness request": Reader(parse_add_checkpoint, checkpoints.SOFA_REQUEST.encode()),
        "history CSV": Reader(history_of, history, 20),
        "bundle": Reader(_bundle, _bundled()[1], 1),
        "bundle, single file": Reader(_bundle_alone, _bundled()[1], 1),
    }
