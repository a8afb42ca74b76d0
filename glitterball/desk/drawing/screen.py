"""The whole screen: the word, the alarm, a page, the log's last sentences, what is typed, and the keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.legible import escaped
from domain.plurals import count_of
from glitterball.desk.board import Board
from glitterball.desk.controls import Controls
from glitterball.desk.drawing.big import big
from glitterball.desk.drawing.pages import chosen_block, page_of, told_lines
from glitterball.desk.drawing.pieces import (
    Line,
    Piece,
    folded,
    in_view,
    line,
    lines_folded,
    plain,
    sized,
    width_of,
)
from glitterball.desk.keys import BY_LETTER, Place, keys_of
from glitterball.desk.lines_clock import lines_said
from projections.sentences import Row

TOGETHER = "\N{NO-BREAK SPACE}"
"""Between words that stay on one line."""

TALL = 32
"""Rows of a terminal from which more of the log is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of the store last: the week, the log's last sentences, and why it is not what it is now, if it is not."""

    board: Board | None
    told: tuple[Row, ...] = ()
    stale: str = ""
    since: str = ""
    """The moment it was read last, in UTC."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of the terminal, in cells."""

    width: int
    height: int


def screen_of(seen: Seen, controls: Controls, now: str, size: Size) -> list[Line]:
    """The screen in a moment: so many lines as the terminal has rows, none wider than it is."""
    board, width = seen.board, size.width
    if board is None:
        lost = lines_folded(f"STALE: the store cannot be read. {seen.stale}", width, "bold reverse")
        return _filled(lost, size)
    head = [*_head(board, controls, now, width), *_word(board, seen, now, size), *_alarms(controls, width)]
    foot = [*_typed(controls, width, size.height), *_foot(controls, width)]
    last = [] if controls.tab == "log" or size.height < 16 else _last(seen.told, width, 6 if size.height >= TALL else 3)
    room = max(1, size.height - len(head) - len(foot) - len(last) - 1)
    if controls.preview is not None:
        page = in_view([_preview(controls, width)], 0, room)
    else:
        blocks = page_of(board, controls, seen.told, now, width)
        page = in_view(blocks, chosen_block(board, controls, blocks), room)
    page += [line("")] * (room - len(page))
    return _filled([*head, _tabs(board, controls, width), *page, *last, *foot], size)


def text_of(drawn: Sequence[Line]) -> str:
    """A screen without weights, as it is read by whoever has none."""
    return "\n".join(plain(pieces).rstrip() for pieces in drawn)


def _filled(drawn: Sequence[Line], size: Size) -> list[Line]:
    """So many lines as there are rows."""
    return [*drawn[: size.height], *[line("")] * (size.height - len(drawn))]


def _head(board: Board, controls: Controls, now: str, width: int) -> list[Line]:
    mode = "" if board.mode == "live" else f"{board.mode.upper()}  "
    title = f" ({board.title})" if board.title else ""
    left = escaped(f"{mode}{board.season}, week {board.week}{title}")
    right = escaped(f"{controls.speaker or 'nobody speaks'}  {now[11:19]}Z")
    gap = width - width_of(left) - width_of(right)
    text = left + " " * gap + right if gap > 1 else sized(left, max(1, width - 11)) + f"  {now[11:19]}Z"
    return [line(text, "reverse")]


def _word(board: Board, seen: Seen, now: str, size: Size) -> list[Line]:
    """READY, NOT READY or STALE, as large as there is room, and always once as a plain word."""
    word = "STALE" if seen.stale else board.word
    weight = {"READY": "bold green", "NOT READY": "bold red"}.get(word, "bold reverse")
    beside = _beside(board, seen, now)
    rows = big(word)
    aside = size.width - len(rows[0]) - 2
    if size.height < 20 or aside < 24:
        return [
            piece for text in beside for piece in lines_folded(text, size.width, weight if text == beside[0] else "")
        ]
    room = [part for text in beside for part in lines_folded(text, aside)]
    lines = max(3, len(room))
    return [
        (
            Piece(rows[place] if place < 3 else " " * len(rows[0]), weight),
            Piece("  "),
            *(room[place] if place < len(room) else ()),
        )
        for place in range(lines)
    ]


def _beside(board: Board, seen: Seen, now: str) -> list[str]:
    """What stands beside the large word, the plain word first."""
    if seen.stale:
        return [f"STALE since {seen.since[11:19]}Z: what is shown was {board.word} then.", seen.stale]
    errors = count_of(len(board.errors), "reason")
    first = board.word if board.ready else f"{board.word}: {errors}"
    waiting = f"; {count_of(len(board.waiting), 'proposal')} for a second person" if board.waiting else ""
    stages = "; ".join(board.stages)
    return [first + waiting, lines_said(board.lines, now), *([stages] if stages else [])]


def _alarms(controls: Controls, width: int) -> list[Line]:
    texts = [f"ALARM {alarm} (k: known)" for alarm in controls.alarms[:2]]
    more = len(controls.alarms) - 2
    texts += [f"ALARM and {more} more, see the log"] if more > 0 else []
    return [drawn for text in texts for drawn in lines_folded(text, width, "bold reverse red")]


def _tabs(board: Board, controls: Controls, width: int) -> Line:
    counts = {"approvals": len(board.waiting), "reasons": len(board.errors)}
    pieces: list[Piece] = []
    for letter, tab in BY_LETTER.items():
        count = f" {counts[tab]}" if counts.get(tab) else ""
        text = f"[{letter} {tab.upper()}{count}]" if tab == controls.tab else f" {letter} {tab}{count} "
        pieces.append(Piece(text, "bold" if tab == controls.tab else ""))
    if sum(width_of(piece.text) for piece in pieces) <= width:
        return tuple(pieces)
    here = next(piece for piece in pieces if piece.text.startswith("["))
    return (here, Piece(sized(" " + " ".join(BY_LETTER), max(0, width - width_of(here.text)))))


def _last(told: Sequence[Row], width: int, rows: int) -> list[Line]:
    """The last sentences of the log, as many as fit whole; of the last one at least its beginning."""
    drawn: list[Line] = []
    for row in reversed(told[-rows:]):
        whole = told_lines(row, width)
        if len(drawn) + len(whole) > rows and drawn:
            break
        drawn = [*whole[:rows], *drawn]
    return [line("-" * width, "dim"), *drawn] if drawn else []


def _preview(controls: Controls, width: int) -> list[Line]:
    """What would be recorded, or why it is refused."""
    preview = controls.preview
    assert preview is not None
    head = "This would be recorded:" if preview.said.is_done else "This is refused:"
    drawn = [*lines_folded(f"glitterball {preview.line.text}", width, "", 4), *lines_folded(head, width, "bold")]
    for sentence in preview.said.sentences:
        drawn += [(Piece("  "), *pieces) for pieces in lines_folded(sentence, width - 2)]
    return drawn


def _typed(controls: Controls, width: int, height: int) -> list[Line]:
    """The message, and the line that is typed with its cursor."""
    weight = "bold yellow" if controls.refused else ""
    sign = "!! " if controls.refused else ""
    told = [part for sentence in controls.message for part in lines_folded(sign + sentence, width, weight, 3)]
    most = max(2, height // 4)
    drawn = told if len(told) <= most else [*told[: most - 1], line("... (l: the log)", "dim")]
    if controls.prompt is not None and controls.preview is None:
        drawn = [*drawn, *_prompt(controls, width)]
    return drawn


def _prompt(controls: Controls, width: int) -> list[Line]:
    """The line with its cursor, folded wherever the terminal ends."""
    prompt = controls.prompt
    assert prompt is not None
    begins, ends = prompt.chosen or (prompt.cursor, prompt.cursor + 1)
    text, letters = f"glitterball {prompt.text} ", len("glitterball ")
    lines: list[Line] = []
    current: list[Piece] = []
    used = 0
    for place, letter in enumerate(map(escaped, text)):
        if used + width_of(letter) > width:
            lines, current, used = [*lines, tuple(current)], [], 0
        current.append(Piece(letter, "reverse" if begins <= place - letters < ends else "bold"))
        used += width_of(letter)
    return [*lines, tuple(current)]


def _foot(controls: Controls, width: int) -> list[Line]:
    """The keys that mean something here."""
    here: Place = "preview" if controls.preview else "prompt" if controls.prompt else "everywhere"
    keys = [key for key in keys_of(here) if key.short and key.key not in BY_LETTER]
    if here == "everywhere" and controls.tab in ("reasons", "marks", "approvals"):
        keys = [*keys_of(controls.tab), *keys]
    whole = (f"{key.key} {key.short}".replace(" ", TOGETHER) for key in keys)
    return [line(part.replace(TOGETHER, " "), "dim") for part in folded("   ".join(whole), width, 0)]
