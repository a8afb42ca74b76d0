"""A round before a final from the first card to the certificate, in a bundle both verifiers read; and held by a season file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from glitterball.evidence.certificate.decisions import decisions_of
from glitterball.evidence.certificate.scores import scores_of
from glitterball.evidence.ledger import make_bundle
from glitterball.season_files import check_season, commands_of, read_season, write_season
from tests.auditors_file.both import Both
from tests.auditors_file.test_newer_than_the_verifier import altered, signed
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.rulebooks.rounds import TIED, begun, called_back, card, decision


@pytest.fixture
def ball(tmp_path: Path) -> Iterator[Night]:
    night = Night(tmp_path)
    for command in (*begun(SEASON), *called_back(TIED)):
        night.say(command)
    night.say(card("cy", "tango", ("c1", "c2", "c3", "c7"), reason="7 was read for 6"))
    night.say(card("cy", "tango", ("c1", "c2", "c3", "c6"), reason="6 after all"))
    night.say(decision(("c4", "c5", "c6"), "all go on"))
    night.say(c.CertifyOutcome(week=1))
    night.say(c.AnnounceElimination(week=1, couple="c7"))
    night.say(c.CloseWeek(week=1))
    night.publisher.publish()
    yield night
    night.close()


@pytest.fixture
def both_of_it(ball: Night, tmp_path: Path) -> Both:
    return Both(tmp_path, ball.policy())


@pytest.fixture
def parts_of_it(ball: Night) -> Parts:
    return taken_apart(make_bundle(ball.ledger, ball.register, SEASON).octets)


def test_both_verifiers_come_to_the_same_round(ball: Night, both_of_it: Both) -> None:
    told = both_of_it(make_bundle(ball.ledger, ball.register, SEASON).octets)
    assert (told.exit_code, told.codes) == (0, set())


def test_a_call_moved_to_another_couple_is_found_though_the_log_was_made_to_fit(
    ball: Night, parts_of_it: Parts, both_of_it: Both
) -> None:
    def move(event: Any) -> None:
        assert event["fact"]["couples"] == ["c1", "c2", "c3", "c4"]
        event["fact"]["couples"] = ["c1", "c2", "c3", "c5"]

    told = both_of_it(signed(altered(parts_of_it, "couples-called.v1", move), ball))
    assert "outcome" in told.codes


def test_a_cut_settled_by_one_person_or_otherwise_than_proposed_is_found(
    ball: Night, parts_of_it: Parts, both_of_it: Both
) -> None:
    lied = altered(parts_of_it, "cut-settled.v1", lambda event: event["fact"].update(decided="none goes on"))
    assert {"two-persons", "outcome"} <= both_of_it(signed(lied, ball)).codes


@pytest.mark.parametrize(
    "change",
    [
        lambda fact: fact.update(couples=["c1", "c1"]),
        lambda fact: fact.update(couples=[]),
        lambda fact: fact.update(reason=""),
        lambda fact: fact.pop("round"),
    ],
)
def test_a_broken_card_is_damage(change: Any, ball: Night, parts_of_it: Parts, both_of_it: Both) -> None:
    lied = altered(parts_of_it, "couples-called.v1", lambda event: change(event["fact"]))
    told = both_of_it(signed(lied, ball))
    assert told.exit_code == 5
    assert "newer" not in told.codes


def test_a_season_file_holds_the_cards_their_replacements_and_the_decision(ball: Night, tmp_path: Path) -> None:
    fold = ball.engine.fold(SEASON)
    findings = write_season(fold.state, fold.tallies, tmp_path / "ball")
    assert [str(finding) for finding in findings if finding.severity == "error"] == []
    text = (tmp_path / "ball" / "season.toml").read_text()
    assert "[[weeks.calls]]" in text
    assert 'decided = "all go on"' in text
    read = read_season(tmp_path / "ball")
    assert [str(finding) for finding in check_season(read) if finding.severity == "error"] == []
    said = commands_of(read)
    assert [command.couples for command in said if isinstance(command, c.CallCouples)] == [
        event.fact.couples for event in fold.state.weeks[1].calls
    ]
    proposed = [command.command for command in said if isinstance(command, c.Propose)]
    assert [command.decided for command in proposed if isinstance(command, c.SettleCut)] == ["all go on"]


def test_the_certificate_shows_the_cards_and_who_settled_the_cut(ball: Night) -> None:
    state = ball.engine.state(SEASON)
    scores = scores_of(state, 1)
    called = {(danced.couples[0], mark.judge): (mark.submitted, mark.stands) for danced in scores.danced for mark in danced.marks
              if danced.round == "tango"}  # fmt: skip
    assert called["c6", "cy"] == (1, 1)
    assert called["c7", "cy"] == (0, 0)
    assert {danced.round: danced.total for danced in scores.danced if danced.couples == ("c1",)} == {
        "waltz": 3,
        "tango": 3,
    }
    told = {(decision.kind, decision.what, decision.reason) for decision in decisions_of(state, 1)}
    three = "Star c4 & Pro c4, Star c5 & Pro c5 and Star c6 & Pro c6"
    assert ("cut settled", f"week 1, equal at the cut, all go on: {three}", "the floor holds six") in told
    assert ("card replaced", "week 1, cy in round tango", "7 was read for 6") in told
