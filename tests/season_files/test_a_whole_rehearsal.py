"""A rehearsal that says everything a season file can say: votes, voids, corrections, ballots, a withdrawal, a certificate."""

from pathlib import Path

import pytest

from domain.gateway.events import OfBatch, OfManifest
from domain.season import commands as c
from glitterball.season_files import (
    SeasonFile,
    check_season,
    commands_of,
    deliveries_of,
    read_season,
    write_season,
)
from glitterball.season_files.checking import DryRun
from tests.season_files.house_rules import HOUSE_RULES

pytestmark = pytest.mark.heavy("nights")


@pytest.fixture
def rehearsal(tmp_path: Path) -> SeasonFile:
    (tmp_path / "rulebook.toml").write_text(HOUSE_RULES)
    (tmp_path / "rehearsal.toml").write_bytes((Path(__file__).parent / "rehearsal.toml").read_bytes())
    return read_season(tmp_path / "rehearsal.toml")


def test_every_line_is_accepted(rehearsal: SeasonFile) -> None:
    assert check_season(rehearsal) == ()


def test_what_takes_two_people_is_proposed_and_approved(rehearsal: SeasonFile) -> None:
    proposed = [entry for entry in rehearsal.script if isinstance(entry.says, c.Propose)]
    approved = [entry for entry in rehearsal.script if isinstance(entry.says, c.Approve)]
    kinds = [entry.says.command.do for entry in proposed if isinstance(entry.says, c.Propose)]
    assert kinds == [
        "adopt-rulebook", "correct-score", "void-batch", "void-channel", "certify-outcome", "correct-announcement",
        "reopen-week", "substitute-input", "cancel-elimination", "certify-outcome",
    ]  # fmt: skip
    assert all(entry.second for entry in approved)
    assert {(one.role, two.role) for one, two in zip(proposed, approved, strict=True)} == {
        ("executive", "adjudicator"),
        ("supervisor", "adjudicator"),
        ("score desk", "adjudicator"),
    }


def test_votes_come_while_lines_are_open_and_their_manifests_add_up(rehearsal: SeasonFile) -> None:
    said = [type(entry.says) for entry in rehearsal.script if getattr(entry.says, "week", None) == 1]
    opened, sealed = said.index(c.OpenVoting), said.index(c.CloseVoting)
    assert said[opened + 1 : sealed] == [OfBatch] * 3 + [OfManifest] * 2
    north = deliveries_of(rehearsal)[3]
    assert isinstance(north, OfManifest)
    assert (north.batches, north.totals[0].received, north.totals[0].accepted) == (2, 768, 750)


def test_the_judges_saved_the_couple_the_certificate_says(rehearsal: SeasonFile) -> None:
    run = DryRun(rehearsal.season)
    run.through(rehearsal.script)
    week = run.fold.state.weeks[1]
    assert (week.certified[0].fact.leaving, week.certified[0].fact.saved) == (("d-w",), ("a-x",))
    assert run.fold.state.weeks[2].certified[0].fact.leaving == ()


def test_written_and_read_it_is_the_same_rehearsal(rehearsal: SeasonFile, tmp_path: Path) -> None:
    run = DryRun(rehearsal.season)
    run.through(rehearsal.script)
    findings = write_season(run.fold.state, run.fold.tallies, tmp_path / "copy")
    assert [str(one) for one in findings if one.severity == "error"] == []
    back = read_season(tmp_path / "copy")
    assert commands_of(back) == commands_of(rehearsal)
    assert sorted(map(repr, deliveries_of(back))) == sorted(map(repr, deliveries_of(rehearsal)))
