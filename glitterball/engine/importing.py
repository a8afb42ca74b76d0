"""A season file taken in: said line by line in memory, then recorded in one commit, all or nothing.

Into a live season it is said by people who are there (`importing_live`).
"""

from hashlib import sha256

from domain.gateway.events import season_stream
from domain.record import Actor, canonical_json
from domain.season import commands as c
from domain.season.people.facts import OfPerson
from glitterball.engine.engine import Engine
from glitterball.engine.importing_live import LiveImport
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded
from glitterball.log.recording import Key
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
    key: str | None = None,
) -> str:
    """Record a season file under its own name or another. Raises with every finding when one line is refused.

    `by` names who takes it in; each line is said in the role that may say it. Answers the season's name. Into a live season
    nothing is said by anybody but `by` and `second`, and only in roles that are theirs: it may stop, and go on later
    (`importing_live`). `signers` sign as them where the season has a roster, which `people` found.

    It is safe to repeat, whatever became of the first: what the same file led to is answered, and nothing is recorded twice.
    Under an idempotency key of one's own another file is refused (`KeyReused`); without one the file stands for itself.
    """
    season = name or file.season
    content = content_of(file, season)
    asked = Key(key or f"season import {content.hex()}", content)
    if _is_live(file):
        rehearsed = DryRun(season, by=by.name, time=engine.clock())
        rehearsed.through(file.script)
        if rehearsed.findings:
            raise unreadable(file.where, rehearsed.findings)
        LiveImport(engine, season, by, second, signers, people, asked).through(file)
        return season
    if engine.log.answered(asked) is not None:
        return season
    if engine.log.version(season_stream(season)):
        raise SeasonTaken(season)
    run = DryRun(season, position=engine.log.last_position(), by=by.name, time=engine.clock())
    run.through(file.script)
    if run.findings:
        raise unreadable(file.where, run.findings)
    try:
        engine.log.append_many(
            [Entry(event.stream, event.sequence, event.fact, event.actor, event.time) for event in run.recorded],
            key=asked,
        )
    except AlreadyRecorded:
        raise SeasonTaken(season) from None
    return season


def content_of(file: SeasonFile, season: str) -> bytes:
    """The SHA-256 of everything a file says, in order, under the name it is taken in, without comments and line ends."""
    said = (f"{entry.role} {type(entry.says).__name__}".encode() + canonical_json(entry.says) for entry in file.script)
    return sha256(b"\n".join((season.encode(), *said))).digest()


def _is_live(file: SeasonFile) -> bool:
    """Whether the file opens a season that is live: nothing may be said in it that nobody said."""
    return any(isinstance(entry.says, c.OpenSeason) and entry.says.mode == "live" for entry in file.script)
