"""What a proof costs: hashing the log into its ledger, roots and proofs, making a bundle, verifying all of it.

    python -m benchmarks.proof --events 1000000

The yardstick is a plain loop that hashes the same bytes with SHA-256, one digest an event (and one for its hidden part), in
the same run. The floor is what no verifier does without: parsing, validating, writing again, and tallying, each alone.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.yardsticks import COUPLES, groups, vote_batches
from domain.gateway.events import ChannelTotals, GatewayClosedV2, OfBatch, OfManifest
from domain.parts import TwoParts, parts_of, read_parts
from domain.record import Fact, Recorded
from domain.season import commands as c
from domain.season import words as w
from domain.season.authority import authority_for
from glitterball.auditors_file import verify_bundle
from glitterball.engine import Engine
from glitterball.evidence.ledger import Ledger, Register, make_key, publish, register_path, write_bundle
from glitterball.evidence.verifying import verify
from glitterball.intake.signing import in_second_form
from glitterball.log import Entry, EventLog
from glitterball.proof.policy_text import parse_policy
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import JUDGES, PEOPLE
from projections.fold import SeasonFold

T = TypeVar("T")
SEASON, TIME, GATEWAYS = "us-33", "2024-09-25T00:00:00Z", 4


class Season:
    """A week with very many vote batches, from the rulebook to the certificate."""

    def __init__(self, log: EventLog, second: bool) -> None:
        self.log, self.engine = log, Engine(log, lambda: TIME)
        self.second = second

    def say(self, command: c.SeasonCommand) -> None:
        """By whoever may say it, two where it takes two."""
        roles = authority_for(command, self.engine.state(SEASON))
        first, second = PEOPLE[roles.roles[0]], PEOPLE[roles.roles[-1]]
        if roles.second == "nobody else":
            self.engine.do(SEASON, command, first)
            return
        self.engine.do(SEASON, c.Propose.model_validate({"command": command}), first)
        self.engine.do(SEASON, c.Approve(decision=len(self.engine.state(SEASON).proposals)), second)

    def play(self, batches: int) -> None:
        """Scores, votes, the seal, the certificate."""
        self.say(c.OpenSeason(season=SEASON, show="Dancing", number=33, mode="live"))
        self.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1))
        for couple in COUPLES:
            celebrity, professional = couple.split("-")
            self.say(c.CastCouple(couple=couple, celebrity=celebrity.title(), professional=professional.title()))
        episode = w.Episode(number=1, date="2024-09-24")
        self.say(c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
        self.say(c.SeatPanel(week=1, episode=1, judges=tuple(w.Judge(judge=one, name=one) for one in JUDGES[:3])))
        for couple in COUPLES:
            self.say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
        gateways = tuple(w.ExpectedGateway(gateway=f"gateway-{one}", channels=("sms",)) for one in range(GATEWAYS))
        self.say(c.OpenVoting(week=1, gateways=gateways, couples=COUPLES if self.second else None))
        for place, couple in enumerate(COUPLES):
            for judge in JUDGES[:3]:
                self.say(c.GiveScore(week=1, dance=f"1.1.{couple}", judge=judge, mark=4 + place % 6))
        sent: dict[str, list[OfBatch]] = {}
        for group in groups(vote_batches(batches, GATEWAYS), 2_000):
            entries = [_in_week_1(entry) for entry in group]
            for entry in entries:
                sent.setdefault(entry.stream, []).append(entry.fact)  # type: ignore[arg-type]  # batches are what it makes
            self.log.append_many(in_two_parts(entries) if self.second else entries)
        self.engine.receive([_manifest(batches, self.second) for batches in sent.values()], TIME)
        self.say(c.CloseVoting(week=1))
        self.say(c.CertifyOutcome(week=1))


def _in_week_1(entry: Entry) -> Entry:
    fact = entry.fact.model_copy(update={"week": 1})
    return Entry(entry.stream.replace("/2/", "/1/"), entry.sequence, fact, entry.actor, entry.time)


def in_two_parts(entries: Sequence[Entry]) -> list[Entry]:
    """The same batches in the second form, each under a nonce of its own."""
    sent = [OfBatch.model_construct(**entry.fact.__dict__) for entry in entries]
    facts, _ = in_second_form(sent, None, COUPLES)
    return [
        Entry(entry.stream, entry.sequence, fact, entry.actor, entry.time)
        for entry, fact in zip(entries, facts, strict=True)
    ]


def _manifest(batches: list[OfBatch], second: bool) -> OfManifest | GatewayClosedV2:
    received = sum(one.received for one in batches)
    totals = ChannelTotals(channel="sms", received=received, accepted=received)
    first = batches[0]
    manifest = OfManifest(season=SEASON, week=1, gateway=first.gateway, batches=len(batches), totals=(totals,))
    return (in_second_form([], manifest, COUPLES)[1] or manifest) if second else manifest


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and what came of it."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def hash_all(lines: list[bytes]) -> float:
    """The yardstick."""
    sha256 = hashlib.sha256
    start = time.process_time()
    for line in lines:
        sha256(line).digest()
    return time.process_time() - start


def verified(bundle: Path, policy: Path, alone: bool) -> None:
    """Verify in a process of its own, by the package or by the single file, and tell seconds and peak memory."""
    if alone:
        trusted = verify_bundle.read_policy(policy.read_bytes())
        seconds, code = timed(lambda: verify_bundle.verify(bundle, trusted).exit_code)
    else:
        seconds, code = timed(lambda: verify(bundle, parse_policy(policy.read_bytes())).exit_code)
    print(json.dumps([seconds, code, peak_megabytes()]))


def peak_megabytes() -> float:
    """The most memory this process has had resident (getrusage would count what the parent had when it forked)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tell(what: str, seconds: float, yardstick: float, events: int, more: str = "") -> None:
    """One line."""
    ratio = f"{seconds / yardstick:8.2f} x plain hashing"
    print(f"{what:<34} {seconds:9.3f} s {seconds / events * 1e6:9.2f} us an event {ratio} {more}")


def told_of(log: EventLog, event: Recorded[Fact]) -> list[bytes]:
    """What is stored of an event: its bytes, and its hidden part where it has one."""
    hidden = parts_of(event.fact)[1]
    (stored,) = (octets for _, octets in log.raw(event.position - 1, event.position))
    return [stored] if hidden is None else [stored, hidden]


def floor(log: EventLog, yardstick: float, count: int) -> None:
    """What no verifier of the same events can do without, each alone: parse, validate, write again, tally."""
    events = list(log.read())
    stored = [parts_of(event.fact) for event in events]
    batches = [(type(event.fact), *parts) for event, parts in zip(events, stored, strict=True)]

    def parse() -> None:
        for public, hidden in stored:
            json.loads(public)
            if hidden is not None:
                json.loads(hidden)

    def validate() -> None:
        for kind, public, hidden in batches:
            if hidden is not None and issubclass(kind, TwoParts):
                read_parts(kind, public, hidden)
            else:
                kind.model_validate_json(public)

    def tally() -> None:
        fold = SeasonFold()
        for event in events:
            fold.apply(event)

    tell("floor: parse", timed(parse)[0], yardstick, count)
    tell("floor: validate", timed(validate)[0], yardstick, count)
    tell("floor: write again", timed(lambda: [parts_of(event.fact) for event in events])[0], yardstick, count)
    tell("floor: tally", timed(tally)[0], yardstick, count)


def measure(folder: Path, batches: int, second: bool) -> None:
    """Write the log, then everything a proof needs, each against the yardstick."""
    with EventLog.open(f"sqlite:{folder / 'night.sqlite'}") as log:
        Season(log, second).play(batches)
        lines = [part for event in log.read() for part in told_of(log, event)]
        count, size = log.last_position(), sum(map(len, lines))
        yardstick = min(hash_all(lines) for _ in range(3))
        del lines
        print(f"{count:,} events, {size / 1e6:,.0f} MB; plain hashing: {yardstick:.3f} s")
        floor(log, yardstick, count)
        reading, _ = timed(lambda: sum(len(stored) for _, stored in log.raw()))
        tell("reading the stored bytes", reading, yardstick, count)
        signer = make_key(folder / "key", "example.org/log")
        register = Register(register_path(folder / "key"))
        with Ledger.open(log) as ledger:
            tell("into the ledger, on disk", timed(ledger.catch_up)[0], yardstick, count)
            tell("a root", timed(ledger.root)[0], yardstick, count)
            tell("an inclusion proof", timed(lambda: ledger.inclusion(count // 3, count))[0], yardstick, count)
            tell("a consistency proof", timed(lambda: ledger.consistency(count // 3, count))[0], yardstick, count)
            tell("checking the whole ledger", timed(ledger.check)[0], yardstick, count)
            tell("a signed checkpoint and scope", timed(lambda: publish(ledger, register, signer))[0], yardstick, count)
            with (folder / "a.bundle").open("wb") as file:
                made = timed(lambda: write_bundle(file, ledger, register, SEASON))[0]
        register.close()
    tell("making the bundle", made, yardstick, count, f"({(folder / 'a.bundle').stat().st_size / 1e6:,.0f} MB)")
    (folder / "policy").write_text(f"log {signer.verifier_key().to_text()}\nquorum none\n")
    command = [
        sys.executable,
        "-m",
        "benchmarks.proof",
        "--verify",
        str(folder / "a.bundle"),
        "--policy",
        str(folder / "policy"),
    ]
    for what, more in (("verifying it, the package", []), ("verifying it, the single file", ["--alone"])):
        ran = subprocess.run([*command, *more], capture_output=True, check=True, text=True)
        seconds, code, peak = json.loads(ran.stdout)
        tell(what, seconds, yardstick, count, f"(exit {code}, peak {peak:,.0f} MB)")
    print(f"peak memory of this process: {peak_megabytes():,.0f} MB")


def main() -> None:
    """Measure, or (in the process of its own) verify."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000, help="vote batches")
    parser.add_argument("--form", choices=("first", "second"), default="first", help="of the vote batches")
    parser.add_argument("--verify", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--alone", action="store_true", help="verify by the single file")
    asked = parser.parse_args()
    if asked.verify is not None:
        verified(asked.verify, asked.policy, asked.alone)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked.events, asked.form == "second")


if __name__ == "__main__":
    main()
