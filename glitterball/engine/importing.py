"""A season file taken in: said line by line to an engine in memory, then recorded in one commit. All or nothing."""

from domain.gateway.events import OfBatch, OfManifest, season_stream
from domain.record import Actor
from domain.season import commands as c
from glitterball.engine.engine import Engine
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded, EventLog
from glitterball.refusals import SeasonTaken
from glitterball.season_files import Entry as Line
from glitterball.season_files import SeasonFile, check_season
from glitterball.season_files.refusals import unreadable


def import_script(engine: Engine, file: SeasonFile, by: Actor, name: str | None = None) -> str:
    """Record a season file under its own name or another. Raises with every finding when one line is refused.

    `by` names who takes it in; each line is said in the role that may say it. Answers the season's name.
    """
    season = name or file.season
    if engine.log.version(season_stream(season)):
        raise SeasonTaken(season)
    findings = check_season(file)
    if findings:
        raise unreadable(file.where, list(findings))
    with EventLog.open("memory:") as rehearsed:
        player = Engine(rehearsed, engine.clock)
        for line in file.script:
            _say(player, season, line, by)
        entries = [
            Entry(event.stream, event.sequence, event.fact, event.actor, event.time) for event in rehearsed.read()
        ]
    try:
        engine.log.append_many(entries)
    except AlreadyRecorded:
        raise SeasonTaken(season) from None
    return season


def _say(player: Engine, season: str, line: Line, by: Actor) -> None:
    actor = Actor(name=f"{by.name}, second person" if line.second else by.name, role=line.role)
    says = line.says
    if isinstance(says, OfBatch | OfManifest):
        player.receive([says.model_copy(update={"season": season})])
    elif isinstance(says, c.OpenSeason):
        player.do(season, says.model_copy(update={"season": season}), actor)
    else:
        player.do(season, says, actor)
