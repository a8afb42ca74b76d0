"""A final certified when Rule 11 was misread is told so by audit and verifiers: its places differ from what follows now.

Nothing of such a log is rewritten, and nothing is passed over: the certificate stands as it was issued, and the finding
says that another outcome follows. The certificate issued anew replaces it.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from domain.exact import exact
from domain.season import commands as c
from domain.season import words as w
from domain.stages.measures import placings
from domain.stages.skating.final import Final, decided
from domain.stages.skating.majority import Marks
from glitterball.audit.week import audit_week
from glitterball.evidence.ledger import make_bundle
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.evidence.verifying.night import SEASON, Night
from tests.rulebooks.naive_skating import Misread, final_places
from tests.rulebooks.test_skating import SMALLEST_PART_OF_A_TIE

JUDGES = ("ada", "ben", "cy")


def misread(dances: tuple[Marks, ...]) -> Final:
    """The final as it came out when all went back to Rule 10."""
    places: list[Fraction] = final_places(
        [[list(marks) for marks in dance] for dance in dances], Misread(all_back_to_rule_10=True)
    )
    right = decided(dances)
    return Final(
        dances=right.dances,
        totals=right.totals,
        places=tuple(exact(place) for place in places),
        dance_rulings=right.dance_rulings,
        final_rulings=right.final_rulings,
    )


def danced(night: Night) -> None:
    """The smallest final that the two readings place differently, up to its certificate."""
    night.say(c.OpenSeason(season=SEASON, show="A ball", number=1, mode="live"))
    night.say(c.AdoptRulebook(rulebook=shipped_rulebook("skating-final"), from_week=1))
    couples = tuple(SMALLEST_PART_OF_A_TIE[0])
    for couple in couples:
        night.say(c.CastCouple(couple=couple, celebrity=f"Star {couple}", professional=f"Pro {couple}"))
    episode = w.Episode(number=1, date="2024-09-24")
    night.say(c.OpenWeek(week=1, form="final", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
    seats = tuple(w.Judge(judge=judge, name=judge.title()) for judge in JUDGES)
    night.say(c.SeatPanel(week=1, episode=1, judges=seats))
    for number, marks in enumerate(SMALLEST_PART_OF_A_TIE, start=1):
        for couple in couples:
            night.say(c.ScheduleDance(week=1, episode=1, round=str(number), couples=(couple,)))
        for couple in couples:
            for judge, mark in zip(JUDGES, marks[couple], strict=True):
                night.say(c.GiveScore(week=1, dance=f"1.{number}.{couple}", judge=judge, mark=mark))


@pytest.fixture
def ball(tmp_path: Path) -> Iterator[Night]:
    night = Night(tmp_path)
    danced(night)
    yield night
    night.close()


@pytest.fixture
def both_of_the_ball(ball: Night, tmp_path: Path) -> Both:
    return Both(tmp_path, ball.policy())


def test_a_final_certified_as_rule_11_was_misread_is_told_by_audit_and_both_verifiers(
    ball: Night, both_of_the_ball: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(placings, "decided", misread)
        ball.say(c.CertifyOutcome(week=1))
    ball.publisher.publish()
    told = both_of_the_ball(make_bundle(ball.ledger, ball.register, SEASON).octets)
    assert "outcome" in told.codes
    assert told.exit_code != 0
    found = [finding.code for finding in audit_week(ball.engine.fold(SEASON), 1).findings]
    assert "certificate-differs" in found


def test_the_certificate_issued_anew_replaces_it_and_the_first_stands_in_the_log(
    ball: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(placings, "decided", misread)
        ball.say(c.CertifyOutcome(week=1))
    ball.say(c.CertifyOutcome(week=1))
    certified = ball.engine.state(SEASON).weeks[1].certified
    orders = [[line.couple for line in event.fact.standings] for event in certified]
    assert orders == [["c0", "c2", "c1", "c3"], ["c0", "c1", "c2", "c3"]]


def test_a_final_certified_as_the_rule_is_read_now_is_sound(ball: Night, both_of_the_ball: Both) -> None:
    ball.say(c.CertifyOutcome(week=1))
    ball.publisher.publish()
    told = both_of_the_ball(make_bundle(ball.ledger, ball.register, SEASON).octets)
    assert (told.exit_code, told.codes) == (0, set())
