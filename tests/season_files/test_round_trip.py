"""What is written is read back as the same season, and what a file cannot hold is said."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings

from domain.findings import Finding
from domain.gateway.events import OfBatch
from domain.rulebook import Rulebook, read_rulebook
from domain.season import commands as c
from domain.season import words as w
from domain.season.state import SeasonState
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.season_files import (
    SeasonFolderTaken,
    check_season,
    commands_of,
    deliveries_of,
    read_season,
    season_files,
    shipped_season,
    write_season,
)
from glitterball.season_files.checking import DryRun
from glitterball.season_files.reading import read_files
from glitterball.season_files.rulebook_text import rulebook_text
from glitterball.season_files.script import Entry, Said
from tests.season_files.house_rules import house_rules
from tests.season_files.season_strategies import Telling, tellings
from tests.thoroughness import examples

WEEK = c.OpenWeek(
    week=1, form="single", episodes=(w.Episode(number=1, date="2030-01-01"),), scores_from=(1,), votes_from=(1,)
)
LINES = c.OpenVoting(week=1, gateways=(w.ExpectedGateway(gateway="north", channels=("sms",)),))


def errors(findings: Iterable[Finding]) -> list[str]:
    return [str(one) for one in findings if one.severity == "error"]


def test_season_33_written_and_read_gives_the_same_commands(tmp_path: Path) -> None:
    season = shipped_season("us-33")
    run = DryRun(season.season)
    run.through(season.script)
    findings = write_season(run.fold.state, run.fold.tallies, tmp_path / "copy")
    assert errors(findings) == []
    assert commands_of(read_season(tmp_path / "copy")) == commands_of(season)


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(tellings())
def test_any_season_told_in_order_is_held_whole(telling: Telling) -> None:
    fold = telling.run.fold
    written = season_files(fold.state, fold.tallies)
    assert errors(written.findings) == []
    back = read_files(written.files.get, "back")
    assert check_season(back) == ()
    run = DryRun(back.season)
    run.through(back.script)
    again = season_files(run.fold.state, run.fold.tallies)
    assert again.files == written.files
    twice = read_files(again.files.get, "back")
    assert commands_of(twice) == commands_of(back)
    assert deliveries_of(twice) == deliveries_of(back)
    for week in fold.state.weeks.values():
        for name in ("certified", "settlements", "voided_batches", "ballots", "cancelled", "reopened", "totals"):
            if getattr(week, name):
                event(name)


@pytest.mark.parametrize("rulebook", [*map(shipped_rulebook, shipped_rulebooks()), house_rules()], ids=lambda it: it.id)
def test_a_rulebook_written_and_read_is_the_same_rulebook(rulebook: Rulebook) -> None:
    assert read_rulebook(rulebook_text(rulebook)) == rulebook


def told(*lines: Said) -> SeasonState:
    telling = Telling(historic=False)
    telling.say(
        c.OpenSeason(season="made-up", show="Made up", number=1, mode="rehearsal"),
        c.AdoptRulebook(rulebook=house_rules(), from_week=1),
        *(c.CastCouple(couple=name, celebrity=name, professional="p") for name in ("a", "b", "c")),
        *lines,
    )
    assert telling.run.findings == []
    return telling.run.fold.state


def test_a_proposal_nobody_approved_is_said_not_to_be_held() -> None:
    state = told(WEEK)
    run = DryRun("made-up")
    run.fold.state = state
    cancel = c.CancelElimination(week=1, reason="storm")
    run.through((Entry("test", c.Propose(command=cancel), "executive"),))
    findings = season_files(run.fold.state, {}).findings
    assert errors(findings) == ["the season: not held by the file: proposal 2 (cancel-elimination), still open"]


def test_a_score_with_a_source_of_its_own_is_said_not_to_be_held() -> None:
    seated = c.SeatPanel(week=1, episode=1, judges=(w.Judge(judge="ann", name="Ann"),))
    dance = c.ScheduleDance(week=1, episode=1, round="1", couples=("a",))
    score = c.GiveScore(week=1, dance="1.1.a", judge="ann", mark=7, source="only this mark")
    findings = season_files(told(WEEK, seated, dance, score), {}).findings
    assert [line for line in errors(findings) if "score-given" in line and "only this mark" in line]


def test_a_season_is_not_written_over_another(tmp_path: Path) -> None:
    (tmp_path / "season.toml").write_text("mine")
    with pytest.raises(SeasonFolderTaken, match="not empty") as refused:
        write_season(told(), {}, tmp_path)
    assert refused.value.exit_code == 3
    assert (tmp_path / "season.toml").read_text() == "mine"


def batch(number: int) -> OfBatch:
    return OfBatch(
        season="made-up", week=1, gateway="north", batch=number, channel="sms", votes=(("a", 5), ("b", 7)), received=12,
        opens="2030-01-01T20:00:00Z", closes="2030-01-01T21:00:00Z",
    )  # fmt: skip


def voted(*lines: Said) -> list[str]:
    telling = Telling(historic=False)
    telling.run.fold.state = told(WEEK, LINES)
    telling.say(*lines)
    assert telling.run.findings == []
    return errors(season_files(telling.run.fold.state, telling.run.fold.tallies).findings)


def test_votes_are_held_added_up() -> None:
    assert voted(batch(1), batch(2), batch(3), c.CloseVoting(week=1)) == []


def test_batches_after_the_seal_are_said_not_to_be_held() -> None:
    said = voted(batch(1), c.CloseVoting(week=1), batch(2))
    assert said == ["week 1, gateway north: not held by the file: batches after the seal: 1"]


def test_a_gap_between_batches_is_said_not_to_be_held() -> None:
    (said,) = voted(batch(1), batch(3), c.CloseVoting(week=1))
    assert "that batches are missing" in said


def test_a_voided_batch_that_gets_another_number_is_said_to() -> None:
    held = tuple(w.CoupleVotes(couple=couple, votes=votes) for couple, votes in batch(3).votes)
    void = c.VoidBatch(week=1, gateway="north", batch=3, channel="sms", body="viewers", votes=held, reason="twice")
    (said,) = voted(batch(1), batch(2), batch(3), c.CloseVoting(week=1), void)
    assert said.startswith("week 1: not held by the file: batch-voided.v1")


def test_a_lost_batch_that_was_voided_is_held() -> None:
    void = c.VoidBatch(week=1, gateway="north", batch=2, channel="sms", body="viewers", votes=(), reason="lost")
    assert voted(batch(1), c.CloseVoting(week=1), void) == []
