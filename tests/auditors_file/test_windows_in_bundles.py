"""A stated window in a bundle: both verifiers hold every batch against it, and find a statement that names others."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from glitterball.evidence.certificate.decisions import decisions_of
from glitterball.evidence.ledger import make_bundle
from tests.auditors_file.both import Both
from tests.auditors_file.test_newer_than_the_verifier import altered, signed
from tests.evidence.verifying.night import GATEWAYS, SEASON, TIME, Night, batch_of, manifest_of
from tests.evidence.verifying.taken_apart import taken_apart
from tests.rulebooks.rounds import CLEAR, begun, called_back

OPENS, CLOSES = "2024-09-25T00:00:00Z", "2024-09-25T01:00:00Z"
ELSEWHERE = {"opens": "2024-09-25T02:00:00Z", "closes": "2024-09-25T02:01:00Z"}


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """A round that counts no votes, with lines all the same: opened on the wrong day, put right, one batch still outside."""
    night = Night(tmp_path)
    for command in (*begun(SEASON), *called_back(CLEAR)):
        night.say(command)
    night.say(c.OpenVoting(week=1, gateways=GATEWAYS[:1], opens="2024-09-24T00:00:00Z", closes="2024-09-24T01:00:00Z"))
    couples = tuple(sorted(night.engine.state(SEASON).couples))[:3]
    sent = [batch_of(1, "vox", "sms", number, couples, (3, 2, 1)) for number in (1, 2, 3)]
    sent[1] = sent[1].model_copy(update=ELSEWHERE)
    night.engine.receive([*sent, manifest_of(sent)], TIME)
    night.say(c.StateWindow(week=1, opens=OPENS, closes=CLOSES, reason="the day before was typed"))
    night.say(c.CloseVoting(week=1))
    night.say(c.CertifyOutcome(week=1))
    night.publisher.publish()
    yield night
    night.close()


def bundle(night: Night, sealed: bool = False) -> bytes:
    return make_bundle(night.ledger, night.register, SEASON, sealed=sealed, guessable=True).octets


@pytest.mark.parametrize("sealed", [False, True])
def test_both_verifiers_hold_the_batches_against_the_statement(night: Night, tmp_path: Path, sealed: bool) -> None:
    told = Both(tmp_path, night.policy())(bundle(night, sealed))
    assert "window" not in told.codes
    assert told.exit_code == 0


LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a batch outside is left out": lambda fact: fact.update(outside=[]),
    "another batch is named": lambda fact: fact["outside"][0].update(batches=[[1, 1]]),
    "a batch that never came is named": lambda fact: fact["outside"][0].update(batches=[[2, 2], [9, 9]]),
    "another channel is named": lambda fact: fact["outside"][0].update(channel="online"),
    "one is named twice": lambda fact: fact["outside"].append(fact["outside"][0]),
    "millions are named": lambda fact: fact["outside"][0].update(batches=[[1, 10**9]]),
}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("lie", LIES)
def test_a_statement_that_names_other_batches_is_found_by_both(night: Night, tmp_path: Path, lie: str) -> None:
    lied = altered(taken_apart(bundle(night)), "window-stated.v1", lambda event: LIES[lie](event["fact"]))
    told = Both(tmp_path, night.policy())(signed(lied, night))
    assert "window" in told.codes
    assert told.exit_code == 5


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("batches", [[[3, 2]], [[1, 1], [2, 2]], [[2, 2], [1, 1]], [], [[0, 1]], [[1]]])
def test_stretches_in_another_spelling_are_damage(night: Night, tmp_path: Path, batches: Any) -> None:
    lied = altered(
        taken_apart(bundle(night)),
        "window-stated.v1",
        lambda event: event["fact"]["outside"][0].update(batches=batches),
    )
    told = Both(tmp_path, night.policy())(signed(lied, night))
    assert (told.exit_code, "newer" in told.codes) == (5, False)


def test_the_certificate_shows_who_put_the_window_right_and_why(night: Night) -> None:
    told = {decision.kind: decision for decision in decisions_of(night.engine.state(SEASON), 1)}
    assert told["window stated"].what == f"week 1, {OPENS} to {CLOSES}, 1 batch outside"
    assert told["window stated"].reason == "the day before was typed"
    assert len({told["window stated"].people.said_by, told["window stated"].people.approved_by}) == 2
