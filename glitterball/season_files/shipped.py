"""The seasons that ship with Glitterball, from public record."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from glitterball.season_files.reading import MAIN, read_files
from glitterball.season_files.refusals import SeasonNotShipped
from glitterball.season_files.script import SeasonFile
from glitterball.spelling import did_you_mean


def _seasons() -> Traversable:
    return files("glitterball").joinpath("seasons")


@cache
def shipped_seasons() -> tuple[str, ...]:
    """The names of the seasons that ship, in order."""
    return tuple(sorted(entry.name for entry in _seasons().iterdir() if entry.joinpath(MAIN).is_file()))


@cache
def shipped_season(name: str) -> SeasonFile:
    """A season that ships. Raises `SeasonNotShipped` on any other name."""
    if name not in shipped_seasons():
        has = shipped_seasons()
        raise SeasonNotShipped(name, ", ".join(has) or "none", did_you_mean(name, has))
    folder = _seasons().joinpath(name)

    def load(file: str) -> bytes | None:
        entry = folder.joinpath(file)
        return entry.read_bytes() if entry.is_file() else None

    return read_files(load, name)
