"""A season file taken in: said line by line in memory, then recorded in one commit. All or nothing."""

from domain.gateway.events import season_stream
from domain.record import Actor
from glitterball.engine.engine import Engine
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded
from glitterball.refusals import SeasonTaken
from glitterball.season_files import SeasonFile
from glitterball.season_files.checking import DryRun
from glitterball.season_files.refusals import unreadable


def import_script(engine: Engine, file: SeasonFile, by: Actor, name: str | None = None) -> str:
    """Record a season file under its own name or another. Raises with every finding when one line is refused.

    `by` names who takes it in; each line is said in the role that may say it. Answers the season's name.
    """
    season = name or file.season
    if engine.log.version(season_stream(season)):
        raise SeasonTaken(season)
    run = DryRun(season, position=engine.log.last_position(), by=by.name, time=engine.clock())
    run.through(file.script)
    if run.findings:
        raise unreadable(file.where, run.findings)
    try:
        engine.log.append_many(
            [Entry(event.stream, event.sequence, event.fact, event.actor, event.time) for event in run.recorded]
        )
    except AlreadyRecorded:
        raise SeasonTaken(season) from None
    return season
