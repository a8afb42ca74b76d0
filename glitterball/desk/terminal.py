"""The desk on a terminal, which stays until it is left: the only module that knows textual. It draws what `drawing` says, hands
keys to `controls`, looks at the store twice a second, and has said what is to be said, one after another."""

import asyncio
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import dropwhile

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from glitterball.clock import Clock, utc_now
from glitterball.desk.alarms import alarms
from glitterball.desk.controls import ENTER, Ask, Controls, answered, followed, pasted, pressed, shown_anew, with_alarms
from glitterball.desk.drawing.pieces import Line
from glitterball.desk.drawing.screen import Seen, Size, screen_of
from glitterball.desk.following import Follower
from glitterball.desk.speaking import Said, Speaks

EVERY = 0.4
"""Seconds between two looks at the store."""

ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""How a process is told to end: by whoever stops it, and by a line that was lost."""

HEARTBEAT = 3.0
"""Seconds without an answer from the store after which what is shown is called stale."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A key that was pressed, or a paste, and what it does once it is its turn."""

    key: str
    do: Callable[[], Ask | None]


class Sheet(Widget):
    """The lines of the screen. Only those that changed go over the wire, so that a slow line is enough."""

    DEFAULT_CSS = "Sheet { width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[Line] = []

    def show(self, drawn: list[Line]) -> None:
        """Other lines in place of those that stand."""
        before, self.drawn = self.drawn, drawn
        places = range(max(len(before), len(drawn)))
        changed = [place for place in places if before[place : place + 1] != drawn[place : place + 1]]
        if changed:
            self.refresh(*(Region(0, place, self.size.width, 1) for place in changed))

    def render_line(self, y: int) -> Strip:
        """One line, with blanks to the end of the row."""
        pieces = self.drawn[y] if y < len(self.drawn) else ()
        segments = [Segment(piece.text, Style.parse(piece.weight)) for piece in pieces if piece.text]
        return Strip(segments).adjust_cell_length(self.size.width, Style())


class Alone(Screen[None], inherit_bindings=False):
    """The one screen: no key means anything but what the desk says."""


class Desk(App[None], inherit_bindings=False):
    """One week of a season, on one screen."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: ansi_default; color: ansi_default; }"
    """The terminal's own colours: whoever reads black on white goes on to."""

    def __init__(self, follower: Follower, speaks: Speaks, clock: Clock = utc_now) -> None:
        super().__init__(ansi_color=True)
        self.follower, self.speaks, self.clock = follower, speaks, clock
        self.seen = Seen(board=None, stale="It is being read for the first time.")
        self.controls = Controls(speaker=speaks.name)
        self.own: set[int] = set()
        self.told_to_end: signal.Signals | None = None
        """The signal that ended it, where one did."""
        self._heard = time.monotonic()
        self._keys: asyncio.Queue[Waits] = asyncio.Queue()
        self._look_now = asyncio.Event()
        self._reader = ThreadPoolExecutor(1, "the desk reads")
        self._speaker = ThreadPoolExecutor(1, "the desk speaks")

    def get_default_screen(self) -> Screen[None]:
        """The sheet everything is drawn on."""
        return Alone()

    def compose(self) -> ComposeResult:
        """One widget holds all lines: what is on them is decided in `drawing`."""
        yield Sheet()

    def on_mount(self) -> None:
        """Begin to look, to hear keys, and to tell the time."""
        self._give_the_terminal_back()
        self.run_worker(self._follow(), group="reads")
        self.run_worker(self._hear(), group="keys")
        self.set_interval(0.25, self.draw)
        self.draw()

    def _give_the_terminal_back(self) -> None:
        """Whoever is told to end gives the terminal back first: it would go on without echo, and on the other screen."""
        for told in ENDINGS:
            with suppress(NotImplementedError, ValueError, RuntimeError):  # where there are none, or in a thread
                asyncio.get_running_loop().add_signal_handler(told, self._told_to_end, told)

    def _told_to_end(self, told: signal.Signals) -> None:
        self.told_to_end = told
        self.exit()

    def on_unmount(self) -> None:
        """Let go of the store, without waiting for one that does not answer."""
        self._reader.submit(self.follower.close)
        self._reader.shutdown(wait=False)
        self._speaker.shutdown(wait=False)

    def on_resize(self) -> None:
        """As wide as the terminal is now."""
        self.draw()

    def on_key(self, event: events.Key) -> None:
        """Keys wait for one another, so that none is lost while something is being recorded."""
        event.stop()
        event.prevent_default()
        self._keys.put_nowait(Waits(event.key, partial(self._press, event.key, event.character)))

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes where letters go."""
        event.stop()
        self._keys.put_nowait(Waits("", partial(self._paste, event.text)))

    def draw(self) -> None:
        """The screen of this moment; nothing, where the desk is being left and its screen is gone before its clock is."""
        if not self.screen_stack:
            return
        width, height = self.size
        drawn = screen_of(self.as_of_now(), self.controls, self.clock(), Size(width, height))
        for sheet in self.screen.query(Sheet):
            sheet.show(drawn)

    def as_of_now(self) -> Seen:
        """What was seen last; as stale, where the store has been silent for too long since."""
        silent = time.monotonic() - self._heard
        if silent < HEARTBEAT or self.seen.stale:
            return self.seen
        return replace(self.seen, stale=f"The store has not answered for {int(silent)} seconds.")

    def _press(self, key: str, letter: str | None) -> Ask | None:
        board = self.seen.board
        if board is None:
            return Ask(do="leave") if key in ("q", "ctrl+q") else None
        self.controls, ask = pressed(self.controls, board, key, letter)
        return ask

    def _paste(self, text: str) -> None:
        if self.seen.board is not None:
            self.controls = pasted(self.controls, self.seen.board, text)

    async def _hear(self) -> None:
        while True:
            ask = (await self._keys.get()).do()
            self.draw()
            if ask is not None and ask.do == "leave":
                self.exit()
            elif ask is not None:
                await self._do(ask)
                self._forget(ask)
                self.draw()

    def _forget(self, ask: Ask) -> None:
        """Keys pressed before its answer stood on the screen do not answer that: a second Enter records nothing unseen.

        Behind marks that were recorded only a second Enter is forgotten, since the next row may be typed meanwhile.
        """
        waiting = [self._keys.get_nowait() for _ in range(self._keys.qsize())]
        if ask.do == "marks" and not self.controls.refused:
            for waits in dropwhile(lambda waits: waits.key == ENTER, waiting):
                self._keys.put_nowait(waits)

    async def _do(self, ask: Ask) -> None:
        """Try or record. What was shown is looked at once more before it is recorded: it may have changed meanwhile."""
        if ask.do == "try":
            self.controls = answered(self.controls, ask, await self._said(self.speaks.would, ask))
            return
        if ask.do == "record":
            again = await self._said(self.speaks.would, ask)
            if again.sentences != ask.shown:
                self.controls = shown_anew(self.controls, ask, again)
                return
        said = await self._said(self.speaks.record, ask)
        self.own.update(said.positions)
        self.controls = answered(self.controls, ask, said)
        self._look_now.set()

    async def _said(self, say: Callable[[tuple[str, ...]], Said], ask: Ask) -> Said:
        return await asyncio.get_running_loop().run_in_executor(self._speaker, say, ask.words)

    async def _follow(self) -> None:
        while True:
            self._look_now.clear()
            seen = await asyncio.get_running_loop().run_in_executor(self._reader, self.follower.look)
            self._heard = time.monotonic()
            self._meet(seen)
            try:
                await asyncio.wait_for(self._look_now.wait(), EVERY)
            except TimeoutError:
                continue

    def _meet(self, seen: Seen) -> None:
        """What was seen now, held against what was seen before: an alarm is rung, and STALE is drawn at once."""
        before, self.seen = self.seen, seen
        if before.board is not None and seen.board is not None and seen.board is not before.board:
            self.controls = followed(self.controls, before.board, seen.board)
        told: tuple[str, ...] = ()
        if seen.board is not None and not seen.stale:
            known = before.told[-1].position if before.told else 0
            news = tuple(row for row in seen.told if row.position > known)
            told = alarms(before.board, seen.board, news, self.own)
        if seen.stale and not before.stale:
            self.bell()
        if told:
            self.controls = with_alarms(self.controls, told)
            self.bell()
        if seen != before:
            self.draw()
