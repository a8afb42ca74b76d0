"""Seasons for the export: one in which a tie is settled by lot and judges save a couple, which the shipped ones have not."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from domain.rulebook import Form, Rulebook, Side
from domain.rulebook.forms import Lowest
from domain.season import commands as c
from domain.season import words as w
from domain.stages.links import Lot
from domain.stages.measures import Marks
from domain.stages.points import RawPoints
from domain.stages.second_stages import JudgesSave
from glitterball.season_files.checking import DryRun
from glitterball.season_files.script import Entry
from glitterball.testing.rulebooks import SOURCE, WHOLE
from projections.fold import SeasonFold
from tests.evidence.verifying.night import SEASON, played
from tests.rulebooks.rounds import TIED, begun, called_back, decision

COUPLES = ("amy-ben", "cat-dan", "eve-fin", "gil-hal")
RULES = Rulebook(
    id="lots",
    version=1,
    title="Lots and saves",
    applies_to="tests",
    scale=WHOLE,
    sides=(Side(name="judges", counts=Marks(), points=RawPoints(), source=SOURCE),),
    tie_chain=(Lot(source=SOURCE),),
    forms=(
        Form(
            name="save",
            says="the judges save one of the lowest two",
            select=Lowest(couples=2),
            leave=1,
            second_stage=JudgesSave(decides="majority", source=SOURCE),
            source=SOURCE,
        ),
    ),
)


def a_lot_and_a_save() -> SeasonFold:
    """Three couples have the same marks and draw lots; of the two that are then in danger the judge saves cat-dan. Then all
    are placed, from the wrong envelope."""
    episode = w.Episode(number=1, date="2030-01-01")
    commands: list[c.SeasonCommand] = [
        c.OpenSeason(season="lots-1", show="Lots", number=1, mode="historic"),
        c.AdoptRulebook(rulebook=RULES, from_week=1),
        *(c.CastCouple(couple=name, celebrity=name[:3].title(), professional=name[4:].title()) for name in COUPLES),
        c.OpenWeek(week=1, form="save", episodes=(episode,), scores_from=(1,), votes_from=(1,), title="Opening Night"),
        c.SeatPanel(week=1, episode=1, judges=(w.Judge(judge="ada", name="Ada"),)),
    ]
    for couple, mark in zip(COUPLES, (9, 7, 7, 7), strict=True):
        commands.append(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
        commands.append(c.GiveScore(week=1, dance=f"1.1.{couple}", judge="ada", mark=mark))
    commands.append(c.SettleTie(week=1, link="lot", order=("eve-fin", "gil-hal", "cat-dan"), how="drawn from a hat"))
    commands.append(c.CastBallot(week=1, judge="ada", saves="cat-dan"))
    read_out = tuple(w.Place(couple=name, place=place) for place, name in enumerate(COUPLES, start=1))
    right = tuple(w.Place(couple=name, place=place) for place, name in enumerate(reversed(COUPLES), start=1))
    commands.append(c.AwardPlaces(week=1, places=read_out))
    commands.append(c.CorrectPlaces(week=1, places=right, reason="the wrong envelope"))
    run = DryRun("lots-1")
    run.through(tuple(Entry("here", command, "historian") for command in commands))
    assert run.findings == [], run.findings
    return run.fold


def a_night_that_hides_its_counts(opens: Literal["hidden", "by batch"] = "hidden") -> SeasonFold:
    """Two weeks whose counts come in a stated order, so that what is certified has two parts."""
    with TemporaryDirectory() as folder:
        night = played(Path(folder), second_form=True, opens=opens)
        fold = night.engine.fold(SEASON)
        night.close()
    return fold


def a_ball_with_a_cut() -> SeasonFold:
    """A round before a final in which couples are equal at the cut, taken from the record."""
    said = (*begun("ball-1"), *called_back(TIED), decision(("c4", "c5", "c6"), "all go on"))
    commands = (
        command.model_copy(update={"mode": "historic"}) if isinstance(command, c.OpenSeason) else command
        for command in said
    )
    run = DryRun("ball-1")
    run.through(tuple(Entry("here", command, "historian") for command in commands))
    assert run.findings == [], run.findings
    return run.fold
