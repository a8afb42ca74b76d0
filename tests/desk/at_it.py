"""Sitting at the desk: keys are pressed as on a keyboard, the screen is read as somebody without colours reads it."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from glitterball.addresses import Address
from glitterball.cli.desk import SpeaksHere
from glitterball.cli.settings import Standing
from glitterball.desk.drawing.screen import Size, screen_of, text_of
from glitterball.desk.following import Follower
from glitterball.desk.terminal import Desk
from tests.cli.typing_at_it import Desk as CommandLine

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
PATIENCE = 1_200
"""Times the screen is looked at before something is taken never to happen; a busy machine takes many."""

TWO = '--by "Eve (executive)" --with "Ada (adjudicator)"'
LINES = "--gateway phones:sms --opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z"
PETRA, DORA = "Petra (producer)", "Dora (score desk)"

NAMED = {" ": "space", ":": "colon", "-": "minus", "?": "question_mark", '"': "quotation_mark", ".": "full_stop"}


def harbour(folder: Path) -> CommandLine:
    """The harbour season in a folder of its own, its first week open, no mark given."""
    line = CommandLine(folder)
    for file in HARBOUR.iterdir():
        shutil.copy(file, folder)
    assert line.types(f"season import {{folder}}/season.toml {TWO}").code == 0
    assert line.types(f'week open harbour-1 1 --from {{folder}}/week-1.toml --by "{PETRA}"').code == 0
    return line


class Sitting:
    """Somebody at the desk."""

    def __init__(self, desk: Desk, pilot: Pilot[None]) -> None:
        self.desk, self.pilot = desk, pilot

    def screen(self) -> str:
        """The screen as text, as it is drawn now."""
        size = Size(*self.desk.size)
        return text_of(screen_of(self.desk.as_of_now(), self.desk.controls, self.desk.clock(), size))

    async def press(self, *keys: str) -> None:
        """Keys by name."""
        await self.pilot.press(*keys)

    async def types(self, text: str) -> None:
        """Text, letter by letter."""
        await self.pilot.press(*(NAMED.get(letter, letter) for letter in text))

    async def sees(self, *texts: str) -> str:
        """Wait until all of them stand on the screen at once; the screen."""
        await self.until(lambda: all(text in self.screen() for text in texts), f"{texts}")
        return self.screen()

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        for _ in range(PATIENCE):
            if holds():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"never seen: {what}\n{self.screen()}")


def sitting(
    line: CommandLine,
    night: Callable[[Sitting], Awaitable[None]],
    *,
    by: str = DORA,
    size: tuple[int, int] = (80, 24),
    season: str = "harbour-1",
    keys: tuple[Path, ...] = (),
) -> None:
    """Sit down at the desk of week 1, do what is to be done, and leave."""

    async def evening() -> None:
        follower = Follower(Address.read(f"sqlite:{line.folder}/show.sqlite"), season, 1)
        desk = Desk(follower, SpeaksHere(Address.read(line.store), keys, Standing(by, "--by")))
        async with desk.run_test(size=size) as pilot:
            seat = Sitting(desk, pilot)
            await seat.until(lambda: desk.seen.board is not None, "the week")
            await night(seat)
        follower.close()

    asyncio.run(evening())


def last_position(line: CommandLine) -> int:
    """How many events are on record."""
    with sqlite3.connect(line.folder / "show.sqlite") as database:
        return int(database.execute("SELECT max(rowid) FROM stored_events").fetchone()[0])
