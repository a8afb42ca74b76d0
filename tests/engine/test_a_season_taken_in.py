"""A season file is taken in under a name nobody has, whole or not at all."""

from dataclasses import replace

import pytest

from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.engine.importing import import_script
from glitterball.log.event_log import EventLog
from glitterball.refusals import SeasonTaken
from glitterball.season_files import SeasonFile
from glitterball.season_files.refusals import SeasonFileUnreadable
from glitterball.season_files.script import Entry
from tests.engine.small_season import COUPLES, PRODUCER


def opened(*more: c.SeasonCommand) -> SeasonFile:
    """A season file that opens a season, casts two couples, and says something more."""
    opening = c.OpenSeason(season="small", show="A small show", number=1, mode="historic")
    cast = [c.CastCouple(couple=name, celebrity=name[:3], professional=name[4:]) for name in COUPLES[:2]]
    says = (opening, *cast, *more)
    return SeasonFile(
        season="small",
        where="small",
        script=tuple(Entry(f"line {at}", said, "historian") for at, said in enumerate(says, 1)),
    )


AGAIN = c.CastCouple(couple=COUPLES[0], celebrity="amy", professional="ben")


def test_a_name_that_is_taken_is_told_before_anything_is_said_of_the_file() -> None:
    """Whoever mistypes the name is told of the name, not of a hundred lines of a file that was never meant for it."""
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        assert import_script(engine, opened(), PRODUCER) == "small"
        last = log.last_position()
        with pytest.raises(SeasonTaken, match="small"):
            import_script(engine, opened(AGAIN), PRODUCER)
        assert log.last_position() == last
        assert import_script(engine, opened(), PRODUCER, name="another") == "another"
        assert engine.state("another").couples.keys() == engine.state("small").couples.keys()


def test_a_file_with_a_line_that_is_refused_is_not_taken_in_at_all() -> None:
    with EventLog.open("memory:") as log:
        with pytest.raises(SeasonFileUnreadable, match="line 4"):
            import_script(Engine(log), opened(AGAIN), PRODUCER)
        assert log.last_position() == 0


def test_what_is_taken_in_says_who_took_it_in_and_where_it_stands() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        import_script(engine, replace(opened(), season="first"), PRODUCER)
        import_script(engine, opened(), PRODUCER)
        events = list(log.stream("season/small"))
    assert [(event.position, event.sequence) for event in events] == [(4, 1), (5, 2), (6, 3)]
    assert {(event.actor.name, event.actor.role) for event in events} == {("Petra", "historian")}
