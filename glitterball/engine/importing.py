"""A season file taken in: said line by line in memory, then recorded in one commit, all or nothing.

Into a live season it is said by people who are there (`importing_live`).
"""

from domain.gateway.events import season_stream
from domain.record import Actor
from domain.season import commands as c
from domain.season.people.facts import OfPerson
from glitterball.engine.engine import Engine
from glitterball.engine.importing_live import LiveImport
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded
from glitterball.people import Signers, nobodys
from glitterball.refusals import SeasonTaken
from glitterball.season_files import SeasonFile
from glitterball.season_files.checking import DryRun
from glitterball.season_files.refusals import unreadable


def import_script(
    engine: Engine,
    file: SeasonFile,
    by: Actor,
    name: str | None = None,
    *,
    second: Actor | None = None,
    signers: Signers = nobodys,
    people: tuple[OfPerson, ...] = (),
) -> str:
    """Record a season file under its own name or another. Raises with every finding when one line is refused.

    `by` names who takes it in; each line is said in the role that may say it. Answers the season's name. Into a live season
    nothing is said by anybody but `by` and `second`, and only in roles that are theirs: it may stop, and go on later
    (`importing_live`). `signers` sign as them where the season has a roster, which `people` found.
    """
    season = name or file.season
    if _is_live(file):
        rehearsed = DryRun(season, by=by.name, time=engine.clock())
        rehearsed.through(file.script)
        if rehearsed.findings:
            raise unreadable(file.where, rehearsed.findings)
        LiveImport(engine, season, by, second, signers, people).through(file)
        return season
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


def _is_live(file: SeasonFile) -> bool:
    """Whether the file opens a season that is live: nothing may be said in it that nobody said."""
    return any(isinstance(entry.says, c.OpenSeason) and entry.says.mode == "live" for entry in file.script)
