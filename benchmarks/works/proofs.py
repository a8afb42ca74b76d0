"""Proving: bundles, both verifiers, and who left from counts nobody sees."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random

from benchmarks import proof, prove
from benchmarks.table import Ready, Side, Sides, Target, Work
from glitterball.auditors_file import verify_bundle
from glitterball.evidence.ledger import Ledger, Register, make_key, publish, register_path, write_bundle
from glitterball.evidence.verifying import verify
from glitterball.log import EventLog
from glitterball.proof.policy_text import parse_policy
from glitterball.sigma.statements import prove_statement, verify_statement

Bundler = Callable[[Path], None]


def night(many: int, folder: Path, stack: ExitStack) -> tuple[Bundler, Side]:
    """A certified week in the second form, published: what writes its bundle, and the plain loop that hashes its bytes."""
    log = stack.enter_context(EventLog.open(f"sqlite:{folder / 'night.sqlite'}"))
    proof.Season(log, second=True).play(many)
    lines = [part for event in log.read() for part in proof.told_of(log, event)]
    signer = make_key(folder / "key", "example.org/log")
    register = Register(register_path(folder / "key"))
    stack.callback(register.close)
    ledger = stack.enter_context(Ledger.open(log))
    ledger.catch_up()
    publish(ledger, register, signer)
    (folder / "policy").write_text(f"log {signer.verifier_key().to_text()}\nquorum none\n")

    def bundle(path: Path) -> None:
        with path.open("wb") as file:
            write_bundle(file, ledger, register, proof.SEASON)

    def hashing(_: Path, __: ExitStack) -> Ready:
        return lambda: [proof.hash_all(lines) for _ in range(LOOPS)] and None

    return bundle, hashing


LOOPS = 5
"""How often everything is hashed: once is over too soon to be measured."""


def bundled(many: int, folder: Path, stack: ExitStack) -> Sides:
    """Making the bundle of a season that is on disk and in the ledger."""
    bundle, hashing = night(many, folder, stack)
    return Sides(lambda into, _: lambda: bundle(into / "a.bundle"), hashing, yardstick_units=many * LOOPS)


def verified(alone: bool, many: int, folder: Path, stack: ExitStack) -> Sides:
    """A bundle checked offline, by the package or by the file that needs nothing installed."""
    bundle, hashing = night(many, folder, stack)
    bundle(folder / "a.bundle")
    policy = (folder / "policy").read_bytes()

    def package() -> None:
        assert verify(folder / "a.bundle", parse_policy(policy)).exit_code == 0

    def single_file() -> None:
        assert verify_bundle.verify(folder / "a.bundle", verify_bundle.read_policy(policy)).exit_code == 0

    return Sides(lambda _, __: single_file if alone else package, hashing, yardstick_units=many * LOOPS)


def proved(checked: bool, many: int, folder: Path, stack: ExitStack) -> Sides:
    """That two of thirteen couples left under rank points, proved from hidden counts, or the proof checked."""
    chance = Random(33)
    counts = tuple(chance.randrange(1 << 26, 1 << 27) for _ in prove.COUPLES)
    statement, (openings, totals) = prove.claimed("us-33", "double-of-three", counts), prove.committed(counts)
    made = prove_statement(statement, openings, prove.CONTEXT) if checked else b""

    def check() -> None:
        verify_statement(statement, totals, made, prove.CONTEXT)

    def make() -> None:
        prove_statement(statement, openings, prove.CONTEXT)

    return Sides(
        lambda _, __: check if checked else make,
        lambda _, __: prove.additions,
        yardstick_units=prove.ADDITIONS,
    )


HASHES = "hashes the same bytes in a plain loop, a digest for each part of an event"
ADDS = "adds two points on the curve, of which proofs are made"
WORKS = [
    Work("making a bundle", "an event", "events", 300, 30, bundled, HASHES, Target("times", 12)),
    Work("verifying it, the package", "an event", "events", 300, 30, partial(verified, False), HASHES, Target("times", 20)),
    Work(
        "verifying it, the single file", "an event", "events", 300, 30, partial(verified, True), HASHES,
        Target("times", 40),
    ),
    Work("proving who left, 13 couples", "a proof", "", 1, 1, partial(proved, False), ADDS, Target("seconds", 3)),
    Work("checking that proof", "a proof", "", 1, 1, partial(proved, True), ADDS, Target("seconds", 5)),
]  # fmt: skip
