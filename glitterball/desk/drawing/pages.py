"""The pages of the desk, as blocks of lines: a block is what is chosen as one."""

from collections.abc import Sequence

from domain.legible import escaped
from glitterball.desk.board import Board, Reason, Waiting
from glitterball.desk.controls import Controls, lines_of
from glitterball.desk.drawing.pieces import Line, Piece, folded, indented, lines_folded, sized, width_of
from glitterball.desk.drawing.tables import Heading, blocks_of
from glitterball.desk.keys import KEYS, TABS
from glitterball.desk.lines_clock import lines_said
from glitterball.desk.marks import DanceRow, as_typed
from projections.numbers import number
from projections.sentences import Row
from projections.standings import Row as StandingRow
from projections.turnout import Row as TurnoutRow

Blocks = list[list[Line]]

SIGN = {"error": "!!", "warning": " !", "note": "  "}
WEIGHT = {"error": "bold red", "warning": "yellow", "note": ""}


def page_of(board: Board, controls: Controls, told: Sequence[Row], now: str, width: int) -> Blocks:
    """The page somebody looks at, block by block. `told` are the last sentences of the log."""
    match controls.tab:
        case "reasons":
            return _reasons(board, controls, width)
        case "marks":
            return _marks(board, controls, width)
        case "approvals":
            return _approvals(board, controls, width)
        case "votes":
            return _votes(board, now, width)
        case "standings":
            return _standings(board, width)
        case "log":
            return [told_lines(row, width, whose=True) for row in reversed(told)] or [
                lines_folded("Nothing is told yet.", width)
            ]
        case "keys":
            return _keys(width)


def chosen_block(board: Board, controls: Controls, blocks: Blocks) -> int:
    """Which block has to be in view. Behind a heading the first line that can be chosen is the second block."""
    lines = lines_of(board, controls.tab)
    behind = 1 if controls.tab in ("marks", "votes", "standings") else 0
    return max(0, min(controls.at(lines) + behind, len(blocks) - 1))


def _cursor(is_chosen: bool) -> Piece:
    return Piece("> " if is_chosen else "  ", "bold" if is_chosen else "")


def _marked(lines: Sequence[Line], is_chosen: bool) -> list[Line]:
    """Lines behind the sign of what is chosen, which stands at the first."""
    return [(_cursor(is_chosen and number == 0), *pieces) for number, pieces in enumerate(lines)]


def _reasons(board: Board, controls: Controls, width: int) -> Blocks:
    at = controls.at(lines_of(board, "reasons"))
    blocks = [
        _marked(lines_folded(f"READY. Next: {offered}", width - 2, "bold green", 4), place == at)
        for place, offered in enumerate(board.offered)
    ]
    blocks += [
        _marked(_reason(reason, width - 2, 9 if place == at else 1), place == at)
        for place, reason in enumerate(board.reasons, start=len(board.offered))
    ]
    return blocks or [lines_folded("Nothing to settle: the week is READY.", width)]


def _reason(reason: Reason, width: int, ways: int) -> list[Line]:
    """A reason with the likeliest ways to settle it; where it is the chosen one, with all that have a key."""
    text = f"{SIGN[reason.severity]} {reason.where}: {reason.what}"
    said = lines_folded(text, width, WEIGHT[reason.severity], 3)
    for place, way in enumerate(reason.lines[:ways], start=1):
        said += indented(lines_folded(f"{place} {way}", width - 3, "", 2), 3)
    return said


def _marks(board: Board, controls: Controls, width: int) -> Blocks:
    rows, judges = board.grid.rows, board.grid.judges
    if not rows:
        return [lines_folded("No dance is scheduled: glitterball week schedule.", width)]
    at = controls.at(len(rows))
    column = max(_widest_mark(rows, controls) + 2, min(9, (width - 26) // max(1, len(judges))))
    label = min(
        width - 2 - column * len(judges) - 8, max(width_of(escaped(f"{row.name}  {row.style}")) for row in rows) + 2
    )
    if width - 2 - column * len(judges) - 8 < 12:
        return [lines_folded("Judges in order: " + ", ".join(judge for judge, _ in judges), width)] + [
            _marked(_in_words(row, controls, width - 2), place == at) for place, row in enumerate(rows)
        ]
    head = [Piece(" " * (label + 2))]
    for place, (judge, name) in enumerate(judges):
        first = escaped((name.split() or [judge])[0])
        short = first if width_of(first) < column else escaped(judge)
        short = short if width_of(short) < column else sized(short, column - 1)
        weight = "bold reverse" if place == controls.judge else "bold"
        head += [Piece(" " * (column - width_of(short))), Piece(short, weight)]
    blocks: Blocks = [[(*head, Piece(sized("total", 8, right=True), "bold"))]]
    for place, row in enumerate(rows):
        blocks.append([_row(row, controls, place == at, label, column)])
        blocks[-1] += _left_over(row, controls, width)
    return blocks


def _widest_mark(rows: Sequence[DanceRow], controls: Controls) -> int:
    """Cells that a mark takes at most; what may stand behind it, a star or what is typed last, takes one more."""
    given = [cell.mark for row in rows for cell in row.cells if cell is not None and cell.mark]
    typed = [word for text in controls.typed.values() for word in text.split()]
    return max(map(width_of, (*given, *typed)), default=2)


def _row(row: DanceRow, controls: Controls, is_chosen: bool, label: int, column: int) -> Line:
    couples, whole = escaped(row.name), escaped(f"{row.name}  {row.style}")
    name = sized(couples if width_of(couples) + 3 > label else whole, label)
    pieces = [_cursor(is_chosen), Piece(name, "bold" if is_chosen else "")]
    typed, _ = as_typed(row, controls.typed.get(row.dance, ""))
    for place, (cell, mark) in enumerate(zip(row.cells, typed, strict=True)):
        here = is_chosen and place == controls.judge
        if cell is None:
            text, weight = "", ""
        elif mark:
            text, weight = f"{mark}_", "bold yellow"
        else:
            text, weight = (cell.mark or ".") + ("*" if cell.paddle else ""), ""
        text = f"[{text}]" if here and width_of(text) + 2 < column else text
        pieces.append(Piece(f" {sized(text, column - 1, right=True)}", weight))
    return (*pieces, Piece(sized("stated" if row.stated else row.total, 8, right=True), "bold"))


def _in_words(row: DanceRow, controls: Controls, width: int) -> list[Line]:
    """A row of marks where there is no room for a grid."""
    typed, _ = as_typed(row, controls.typed.get(row.dance, ""))
    given = [
        f"{mark}_" if mark else cell.mark or "."
        for cell, mark in zip(row.cells, typed, strict=True)
        if cell is not None
    ]
    return lines_folded(f"{row.name} ({row.style}): {' '.join(given)} = {row.total or '-'}", width)


def _left_over(row: DanceRow, controls: Controls, width: int) -> list[Line]:
    """What is typed and has no place: all of it is seen."""
    typed = controls.typed.get(row.dance, "")
    _, left = as_typed(row, typed)
    return indented(lines_folded(f"typed besides: {' '.join(left)}", width - 4, "bold yellow"), 4) if left else []


def _approvals(board: Board, controls: Controls, width: int) -> Blocks:
    at = controls.at(len(board.waiting))
    blocks = [_marked(_waiting(waiting, width - 2), place == at) for place, waiting in enumerate(board.waiting)]
    return blocks or [lines_folded("Nothing waits for a second person.", width)]


def _waiting(waiting: Waiting, width: int) -> list[Line]:
    until = f", open until {waiting.until[11:19]}Z" if waiting.until else ""
    head = f"decision {waiting.decision}, proposed by {waiting.by} at {waiting.position}{until}: {waiting.what}"
    said = lines_folded(head, width, "bold")
    told = waiting.told
    if told is None:
        return said
    further: list[tuple[str, str | None]] = [("would be refused now", told.refused)]
    further = further if told.refused else [("would be recorded", told.recorded)]
    if not told.as_shown:
        further.append(("CHANGED", "not what its proposer was shown: it has to be proposed again"))
    further += [("outcome before", told.before), ("outcome after", told.after)]
    for what, says in further:
        if says:
            said += indented(lines_folded(f"{what}: {says}", width - 2), 2)
    return said


TURNOUT = (
    Heading("gateway"),
    Heading("channel"),
    Heading("batches", right=True),
    Heading("accepted", right=True),
    Heading("rejected", right=True),
    Heading("late", right=True),
    Heading("missing"),
    Heading("manifest"),
)


def _votes(board: Board, now: str, width: int) -> Blocks:
    said = lines_said(board.lines, now)
    window = [moment[11:19] + "Z" if moment else "not on record" for moment in (board.lines.opens, board.lines.closes)]
    clock = f"{said[:1].upper()}{said[1:]}. Open from {window[0]} to {window[1]}." if board.lines.opened else said
    table = blocks_of(TURNOUT, [_delivered(row) for row in board.gateways], width)
    return [lines_folded(clock, width, "bold"), *table]


def _delivered(row: TurnoutRow) -> tuple[str, ...]:
    voided = " VOID" if row.voided else ""
    return (
        row.gateway,
        row.channel + voided,
        number(row.batches),
        number(row.accepted),
        number(row.rejected),
        number(row.late),
        row.missing or "-",
        "AWAITED" if row.manifest == "awaited" else "DIFFERS" if row.manifest == "differs" else row.manifest,
    )


STANDINGS = (
    Heading("place", right=True),
    Heading("couple"),
    Heading("judges", right=True),
    Heading("points", right=True),
    Heading("votes", right=True),
    Heading("points", right=True),
    Heading("combined", right=True),
    Heading("result"),
)


def _standings(board: Board, width: int) -> Blocks:
    rows = board.standings
    if not rows:
        return [lines_folded("No couple is in this week.", width)]
    first = rows[0]
    provisional = f", PROVISIONAL: {first.provisional}" if first.provisional else ""
    head = lines_folded(f"{first.status}{provisional}", width, "bold")
    head += lines_folded(f"Waits for: {first.needs}", width) if first.needs else []
    return [head, *blocks_of(STANDINGS, [_standing(row) for row in rows], width)]


def _standing(row: StandingRow) -> tuple[str, ...]:
    values = (row.judges_total, row.judges_points, row.votes, row.votes_points, row.combined)
    shown = ["-" if value is None else number(value) for value in values]
    place = "-" if row.place is None else f"{row.place}{'=' if row.shared else ''}"
    leaves = "LEAVES" if row.result == "leaves" else row.result
    return (place, row.name, *shown, leaves)


def told_lines(row: Row, width: int, whose: bool = False) -> list[Line]:
    """A sentence of the log with its position and time, and with who said it where that is asked for."""
    by = f" [{row.by} ({row.role})]" if whose else ""
    return lines_folded(f"{row.position} {row.time[11:19]} {row.sentence}{by}", width, "", 4)


def _keys(width: int) -> Blocks:
    blocks: Blocks = []
    for key in KEYS:
        where = "" if key.place == "everywhere" else f"{key.place}: "
        if width < 40:
            blocks.append(
                [*lines_folded(key.key, width, "bold"), *indented(lines_folded(where + key.says, width - 2), 2)]
            )
            continue
        says = folded(f"{where}{key.says}", width - 14)
        blocks.append(
            [
                (Piece(sized(key.key if place == 0 else "", 13), "bold"), Piece(f" {part}"))
                for place, part in enumerate(says)
            ]
        )
    assert len(TABS) == 7, "each page is reached by a letter of its own"
    return blocks
