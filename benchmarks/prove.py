"""What a proof of who left costs: 13 couples, each with 2^26 to 2^27 votes, under rank points and under shares.

    python -m benchmarks.prove

The yardstick is what every proof is made of: additions of points on the curve, so many a second in the same run. The
marks are those of season 33's second week (RULES: public); the counts are made up.
"""

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks import ingest
from domain.claims.claim import claim_of
from domain.claims.compiling import statement_of
from domain.claims.statement import Statement
from domain.commitments.batches import CommittedBatch, batch_commitments, differing, points_in, sum_of_batches
from domain.commitments.committing import Opening, commit
from domain.commitments.manifests import Place
from domain.commitments.p256 import GENERATOR, IDENTITY, Point, Projective, added_point, encode, points_of, projective
from domain.gateway.events import OfBatch
from domain.parts import parts_of
from domain.period.scoring_period import Ballot, BodyVotes, Dance, Panel, ScoringPeriod
from domain.tabulation.tabulate import tabulate
from glitterball.engine import Engine
from glitterball.intake import read_message, sign_delivery
from glitterball.intake.signing import in_second_form
from glitterball.log import EventLog
from glitterball.proving import leaf_in
from glitterball.rulebooks import shipped_rulebook
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.statements import prove_statement, verify_statement

T = TypeVar("T")
COUPLES = tuple(f"couple-{number:02}" for number in range(1, 14))
MARKS = (44, 43, 42, 41, 41, 40, 39, 38, 37, 36, 36, 35, 33)
CONTEXT = bytes(32)
ADDITIONS = 20_000
BATCHES = 10_000
FEW = 300
NIGHT, GROUP, ROUNDS = 3_000, 500, 3


def timed(what: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor, and the answer."""
    began = time.process_time()
    answer = what()
    return time.process_time() - began, answer


def additions() -> None:
    """The yardstick: mixed additions, one after the other."""
    total = IDENTITY
    for _ in range(ADDITIONS):
        total = added_point(total, GENERATOR)


def week(form: str, counts: tuple[int, ...]) -> ScoringPeriod:
    """The week, with three judges who keep the better of those they choose between."""
    return ScoringPeriod(
        week=2,
        form=form,
        couples=COUPLES,
        dances=tuple(
            Dance(f"1.{couple}", (couple,), stated_total=mark) for couple, mark in zip(COUPLES, MARKS, strict=True)
        ),
        votes=(BodyVotes("viewers", counts),),
        panel=Panel(("len", "mo", "nia")),
    )


def claimed(book: str, form: str, counts: tuple[int, ...]) -> Statement:
    """What is proved of the week: who left, from counts nobody sees."""
    rulebook, open_week = shipped_rulebook(book), week(form, counts)
    danger = tabulate(rulebook, open_week).bottom
    ballots = tuple(Ballot(judge, danger[0]) for judge in open_week.panel.judges if danger)
    saved = replace(open_week, ballots=ballots)
    known = rulebook.form(form)
    assert known is not None
    return statement_of(rulebook, saved, sum(counts), claim_of(known, tabulate(rulebook, saved)))


def committed(counts: tuple[int, ...]) -> tuple[dict[str, Opening], dict[str, Point]]:
    """Openings of each couple's count, and what they commit to."""
    openings = {couple: fresh_opening(count) for couple, count in zip(COUPLES, counts, strict=True)}
    return openings, dict(zip(COUPLES, commit(list(openings.values())), strict=True))


def prove(book: str, form: str, counts: tuple[int, ...], an_addition: float) -> None:
    """One row: the statement, the proof, both times."""
    statement = claimed(book, form, counts)
    openings, totals = committed(counts)
    proving, proof = timed(lambda: prove_statement(statement, openings, CONTEXT))
    verifying, _ = timed(lambda: verify_statement(statement, totals, proof, CONTEXT))
    print(
        f"{book:10} {form:18} {statement.bits:5} bits  {len(proof) / 1000:6.1f} kB  "
        f"prove {proving:5.2f} s = {proving / an_addition / 1000:4.0f} thousand additions  "
        f"verify {verifying:5.2f} s = {verifying / an_addition / 1000:4.0f} thousand additions"
    )


def add_up(an_addition: float) -> None:
    """The commitments of so many batches read and added up, couple by couple, as a verifier of batches does, and what comes
    before: made by a gateway, and held against counts and nonces before the week is ready."""
    place = Place("us-99", 2, "gateway-0", "sms", "viewers")
    few = [committing(place, number) for number in range(1, FEW + 1)]
    making, _ = timed(lambda: [committing(place, number) for number in range(1, FEW + 1)])
    print(f"a batch of {len(COUPLES)} commitments: made in {making / FEW * 1e3:.2f} ms")
    points = [point for batch in few for point in points_in(batch.points)]
    spelled = tuple(
        b"".join(encode(point) for point in points_of([added_point(projective(point), other) for point in points[:13]]))
        for other in points_of(running(BATCHES))
    )
    points_in.cache_clear()
    seconds, _ = timed(lambda: sum_of_batches(spelled))
    print(
        f"{BATCHES} batches of {len(COUPLES)} commitments read and added up: {seconds:.2f} s = "
        f"{seconds / an_addition / 1000:.0f} thousand additions"
    )
    points_in.cache_clear()
    checking, wrong = timed(lambda: differing(place, COUPLES, tuple(few)))
    assert not wrong, "they open to their counts"
    print(f"{FEW} batches held against counts and nonces: {checking:.2f} s, {checking / FEW * 1e3:.2f} ms each")


def intake() -> None:
    """The same signed night taken in with and without commitments in its batches, which are looked at for their form only."""
    sent = [batch for octets in ingest.messages("gateway-0", NIGHT, GROUP, False) for batch in _batches(octets)]
    took: dict[bool, float] = {}
    for by_batch in (False, True):
        opens = ingest.OPENS.model_copy(update={"counts": "hidden", "commitments": "by batch" if by_batch else None})
        lines, _ = in_second_form(sent, None, ingest.COUPLES, by_batch=by_batch)
        rounds: list[float] = []
        for _ in range(ROUNDS):
            with TemporaryDirectory() as folder, EventLog.open(f"sqlite:{Path(folder, 'night.db')}") as log:
                engine = Engine(log, lambda: ingest.AT)
                ingest.lines_open(engine, ["gateway-0"], signed=True, order=ingest.COUPLES, opens=opens)
                opening = leaf_in(log, 1)
                messages = [
                    sign_delivery(ingest.signer("gateway-0"), lines[at : at + GROUP], opening=opening)
                    for at in range(0, NIGHT, GROUP)
                ]
                rounds.append(timed(partial(_delivered, engine, messages))[0])
        took[by_batch] = min(rounds)
        public = sum(len(parts_of(line)[0]) for line in lines) / NIGHT
        print(
            f"{'with' if by_batch else 'without'} commitments in batches: {public:.0f} bytes in public, "
            f"taken in at {NIGHT / took[by_batch]:,.0f} batches a second"
        )
    print(f"with against without: {took[False] / took[True]:.2f}")


def _delivered(engine: Engine, messages: list[bytes]) -> None:
    for octets in messages:
        engine.deliver(octets, "us-99", 1, ingest.AT)


def _batches(octets: bytes) -> list[OfBatch]:
    return [OfBatch.model_validate_json(line) for line in read_message(octets).lines]


def running(many: int) -> list[Projective]:
    """So many points, each the generator more than the one before, and none twice."""
    found = [projective(GENERATOR)]
    while len(found) < many:
        found.append(added_point(found[-1], GENERATOR))
    return found


def committing(place: Place, number: int) -> CommittedBatch:
    """A batch as a gateway makes it."""
    nonce, counts = f"{number:064x}", {couple: number * at for at, couple in enumerate(COUPLES)}
    points = batch_commitments(nonce, place, number, COUPLES, counts)
    return CommittedBatch(number, bytes.fromhex("".join(points)), tuple(counts.values()), nonce)


def main() -> None:
    """All of it, printed."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    seconds, _ = timed(additions)
    print(f"yardstick: an addition takes {seconds / ADDITIONS * 1e6:.2f} us")
    chance = random.Random(33)
    many = tuple(chance.randrange(1 << 26, 1 << 27) for _ in COUPLES)
    for book, form in (("us-33", "double-of-three"), ("us-28-29", "save"), ("us-3-27", "single")):
        prove(book, form, many, seconds / ADDITIONS)
    add_up(seconds / ADDITIONS)
    intake()


if __name__ == "__main__":
    main()
