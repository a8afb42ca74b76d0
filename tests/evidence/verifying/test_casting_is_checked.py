"""Who danced, in which order, and a withdrawal taken back: sound where two people said so, and found by both verifiers where the
log says what the rules do not allow."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from domain.season import events as e
from glitterball.evidence.certificate import certificate_html, certificate_json, certificate_of
from glitterball.evidence.ledger import make_bundle
from glitterball.testing import PEOPLE
from tests.auditors_file.both import Both, Told
from tests.evidence.verifying import night
from tests.evidence.verifying.taken_apart import taken_apart

A, B, C = night.COUPLES
ORDER = c.StateRunningOrder(week=1, episode=1, dances=(f"1.1.{C}", f"1.1.{A}", f"1.1.{B}"), reason="a set was stuck")
STAND_IN = c.ChangeCast(
    couple=B, celebrity="Bea", professional="Una Voss", from_week=1, to_week=1, reason="a broken rib"
)
WITHDRAW = c.WithdrawCouple(week=1, couple=A, reason="a torn ligament")
BACK = c.TakeBackWithdrawal(week=1, couple=A, reason="it was of another show")


@pytest.fixture
def show(tmp_path: Path) -> Iterator[night.Night]:
    """A week with everything of casting in it, certified."""
    played = night.Night(tmp_path)
    for command in (
        c.OpenSeason(season=night.SEASON, show="Dancing", number=1, mode="live"),
        c.AdoptRulebook(rulebook=night.shipped_rulebook("us-33"), from_week=1),
        *(
            c.CastCouple(couple=one, celebrity=one.title().split("-")[0], professional=one.title().split("-")[1])
            for one in night.COUPLES
        ),
        c.IntroduceGatewayKey(gateway="west", key=night.WEST.verifier_key().to_text()),
        STAND_IN,
    ):
        played.say(command)
    night.play_week(played, 1, "single", night.COUPLES, (300, 200, 100))
    for command in (WITHDRAW, BACK, ORDER, c.CertifyOutcome(week=1)):
        played.say(command)
    yield played
    played.close()


def told(show: night.Night, folder: Path) -> Told:
    show.publisher.publish()
    return Both(folder, show.policy())(make_bundle(show.ledger, show.register, night.SEASON).octets)


def test_both_verifiers_follow_a_week_with_everything_of_casting(show: night.Night, tmp_path: Path) -> None:
    verdict = told(show, tmp_path)
    assert (verdict.exit_code, verdict.findings) == (0, frozenset())


def test_the_certificate_shows_who_danced_and_who_said_so(show: night.Night) -> None:
    made = certificate_of(show.engine.fold(night.SEASON), 1)
    said = certificate_json(made)
    assert said["couples"][B] == "Bea & Una"
    kinds = {decision["kind"]: (decision["what"], decision["by"]) for decision in said["decisions"]}
    assert kinds["cast changed"][0] == "couple bea-cole from week 1 to week 1: Bea & Una Voss"
    assert kinds["running order stated"] == (
        f"week 1, episode 1: {', '.join(ORDER.dances)}",
        ["Sam (supervisor)", "Olga (adjudicator)"],
    )
    assert kinds["withdrawal taken back"] == ("Anna & Ezra", ["Elin (executive)", "Olga (adjudicator)"])
    assert "Bea &amp; Una" in certificate_html(made)


def certified(show: night.Night, folder: Path, edit: Callable[[dict[str, Any]], Any]) -> Told:
    """What both say of a bundle with the certificate as it is made, edited."""
    show.publisher.publish()
    said = certificate_json(certificate_of(show.engine.fold(night.SEASON), 1))
    edit(said)
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    parts = taken_apart(make_bundle(show.ledger, show.register, night.SEASON).octets)
    return Both(folder, show.policy())(parts.with_named({"certificate.json": text.encode()}).packed())


def test_a_certificate_that_shows_the_regular_pro_is_found(show: night.Night, tmp_path: Path) -> None:
    assert certified(show, tmp_path, lambda said: None).exit_code == 0
    verdict = certified(show, tmp_path, lambda said: said["couples"].update({B: "Bea & Cole"}))
    assert (verdict.exit_code, verdict.codes) == (5, {"certificate"})


FORGED: dict[str, tuple[Any, str]] = {
    "a celebrity replaced after the first dance": (
        e.CastChanged(couple=A, celebrity="Zoe", professional="Ezra", from_week=1, reason="x"),
        "replay",
    ),
    "a running order without a couple": (
        e.RunningOrderStated(week=1, episode=1, dances=(f"1.1.{A}", f"1.1.{C}"), reason="x"),
        "replay",
    ),
    "a running order that one person stated after the lines closed": (
        e.RunningOrderStated(week=1, episode=1, dances=tuple(f"1.1.{one}" for one in (B, A, C)), reason="x"),
        "two-persons",
    ),
    "a withdrawal taken back that nobody had said": (
        e.WithdrawalTakenBack(week=1, couple=B, reason="x"),
        "replay",
    ),
}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", FORGED)
def test_what_the_rules_do_not_allow_is_found_by_both(name: str, show: night.Night, tmp_path: Path) -> None:
    fact, code = FORGED[name]
    stream = f"season/{night.SEASON}"
    show.log.append(stream, show.log.version(stream), [fact], PEOPLE["producer"], night.TIME)
    verdict = told(show, tmp_path)
    assert verdict.exit_code == 5
    assert code in verdict.codes


def test_a_withdrawal_that_one_person_took_back_is_found_by_both(show: night.Night, tmp_path: Path) -> None:
    show.say(WITHDRAW)
    stream = f"season/{night.SEASON}"
    fact = e.WithdrawalTakenBack(week=1, couple=A, reason="x")
    show.log.append(stream, show.log.version(stream), [fact], PEOPLE["executive"], night.TIME)
    assert told(show, tmp_path).codes == {"two-persons"}
