"""What a key does at the desk: from what is shown and what was pressed to what is shown next and what is asked for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from glitterball.desk.board import Board
from glitterball.desk.keys import BY_LETTER, Tab
from glitterball.desk.marks import TYPED, DanceRow, marks_said
from glitterball.desk.prompt import Prompt, offered
from glitterball.desk.speaking import Said

MANY = 10_000
"""Lines of a page that is only read: it goes on as far as it does."""

ENTER, ESCAPE, BACKSPACE = "enter", "escape", "backspace"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a line would record, shown before it is: nothing is recorded that was not."""

    line: Prompt
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something to be done outside: try a line, record one that was shown, record marks that are seen as typed, or leave."""

    do: Literal["try", "record", "marks", "leave"]
    words: tuple[str, ...] = ()
    line: Prompt | None = None
    shown: tuple[str, ...] = ()
    dance: str = ""
    completes: bool = False
    """Whether the marks leave no place of their dance open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """Where somebody at the desk is, and what they have typed that is not recorded yet."""

    tab: Tab = "reasons"
    chosen: Mapping[str, int] = field(default_factory=dict)
    """The chosen line of each page."""
    judge: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    """Marks typed and not recorded, by dance: no refusal loses them."""
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The judges whose places stood open where the marks of a dance were begun, for whom they are meant."""
    prompt: Prompt | None = None
    preview: Preview | None = None
    message: tuple[str, ...] = ()
    refused: bool = False
    """Whether the message says that something was refused."""
    alarms: tuple[str, ...] = ()
    leaving: bool = False
    speaker: str | None = None

    def at(self, lines: int) -> int:
        """The chosen line of this page, of so many there are."""
        return max(0, min(self.chosen.get(self.tab, 0), lines - 1))


Pressed = tuple[Controls, Ask | None]


def pressed(controls: Controls, board: Board, key: str, letter: str | None = None) -> Pressed:
    """What a key does. `letter` is what it writes, where it writes anything; a key that means nothing here does nothing."""
    calm = replace(controls, leaving=False)
    if controls.preview is not None:
        return _in_preview(calm, controls.preview, key)
    if controls.prompt is not None:
        return _in_prompt(calm, controls.prompt, key, letter), _enters(controls.prompt, key)
    if key == ESCAPE:
        return _escaped(calm, board), None
    if letter in ("q", "Q") or key == "ctrl+q":
        return _leave(controls)
    if letter == "k":
        return replace(calm, alarms=()), None
    if letter == ":":
        return replace(calm, prompt=Prompt("", 0)), None
    if letter in BY_LETTER:
        return replace(calm, tab=BY_LETTER[letter]), None
    if key in ("up", "down"):
        return _moved(calm, board, 1 if key == "down" else -1), None
    return _on_the_page(calm, board, key, letter)


def _on_the_page(controls: Controls, board: Board, key: str, letter: str | None) -> Pressed:
    match controls.tab:
        case "reasons":
            return _at_reasons(controls, board, key, letter)
        case "marks":
            return _at_marks(controls, board, key, letter)
        case "approvals":
            return _at_approvals(controls, board, key, letter)
        case "votes" | "standings" | "log" | "keys":
            return controls, None


def pasted(controls: Controls, board: Board, text: str) -> Controls:
    """Text pasted goes where letters go: into the line that is open, or, as marks, into the chosen row. Never more than that."""
    if controls.prompt is not None and controls.preview is None:
        return replace(controls, prompt=controls.prompt.typed(text))
    if controls.tab == "marks" and controls.preview is None and board.grid.rows and set(text) <= TYPED:
        row = board.grid.rows[controls.at(len(board.grid.rows))]
        return _typed(controls, row, controls.typed.get(row.dance, "") + text)
    return controls


def followed(controls: Controls, before: Board, after: Board) -> Controls:
    """Who has chosen a dance, a judge or a proposal stays at it, wherever it stands now: the next key is meant for it."""
    chosen = dict(controls.chosen)
    for tab in ("marks", "approvals"):
        was, now = _named(before, tab), _named(after, tab)
        at = max(0, min(controls.chosen.get(tab, 0), len(was) - 1))
        if was and was[at] in now:
            chosen[tab] = now.index(was[at])
    judges, seated = ([judge for judge, _ in board.grid.judges] for board in (before, after))
    stays = controls.judge < len(judges) and judges[controls.judge] in seated
    judge = seated.index(judges[controls.judge]) if stays else controls.judge
    return replace(controls, chosen=chosen, judge=judge)


def _named(board: Board, tab: str) -> list[str | int]:
    """What the lines of a page are about: dances, or proposals."""
    if tab == "marks":
        return [row.dance for row in board.grid.rows]
    return [each.decision for each in board.waiting]


def answered(controls: Controls, ask: Ask, said: Said) -> Controls:
    """After something was tried or recorded: shown as a preview, said as a message, or refused with nothing typed lost."""
    if ask.do == "try" and ask.line is not None:
        return replace(controls, preview=Preview(ask.line, said), prompt=None, message=())
    if ask.do == "record" and not said.is_done:
        return replace(controls, preview=None, prompt=ask.line, message=said.sentences, refused=True)
    if not said.is_done:
        return replace(controls, message=said.sentences, refused=True)
    typed = {dance: text for dance, text in controls.typed.items() if dance != ask.dance}
    chosen = {**controls.chosen, "marks": controls.chosen.get("marks", 0) + ask.completes}
    return replace(controls, typed=typed, chosen=chosen, preview=None, message=said.sentences, refused=False)


def shown_anew(controls: Controls, ask: Ask, said: Said) -> Controls:
    """What would be recorded has changed since it was shown: it is shown again, and nothing was recorded."""
    assert ask.line is not None, "what was shown stands on a line"
    return replace(
        controls, preview=Preview(ask.line, said), message=("CHANGED since it was shown: look again.",), refused=True
    )


def _enters(prompt: Prompt, key: str) -> Ask | None:
    if key != ENTER or prompt.has_blanks or not prompt.text.strip():
        return None
    try:
        return Ask(do="try", words=prompt.words(), line=prompt)
    except ValueError:
        return None


def _in_prompt(controls: Controls, prompt: Prompt, key: str, letter: str | None) -> Controls:
    if key == ESCAPE:
        return replace(controls, prompt=None, message=(), refused=False)
    if key == ENTER:
        return _entered(controls, prompt)
    moves = {"left": prompt.cursor - 1, "right": prompt.cursor + 1, "home": 0, "end": len(prompt.text)}
    if key in moves:
        return replace(controls, prompt=prompt.moved(moves[key]))
    if key == BACKSPACE:
        return replace(controls, prompt=prompt.without_one())
    if key == "tab":
        return replace(controls, prompt=prompt.at_next_blank())
    if letter is not None and letter.isprintable():
        return replace(controls, prompt=prompt.typed(letter))
    return controls


def _entered(controls: Controls, prompt: Prompt) -> Controls:
    if prompt.has_blanks:
        word = prompt.at_next_blank()
        begins, ends = word.chosen or (0, 0)
        return replace(controls, prompt=word, message=(f"Say what stands for {word.text[begins:ends]}.",), refused=True)
    try:
        prompt.words()
    except ValueError:
        return replace(controls, message=("A quotation is opened on this line and not closed.",), refused=True)
    return controls


def _in_preview(controls: Controls, preview: Preview, key: str) -> Pressed:
    if key == ENTER and preview.said.is_done:
        words = preview.line.words()
        return controls, Ask(do="record", words=words, line=preview.line, shown=preview.said.sentences)
    if key == ESCAPE:
        return replace(controls, preview=None, message=("Nothing was recorded.",), refused=False), None
    if key in ("e", ENTER):
        return replace(controls, preview=None, prompt=preview.line.moved(len(preview.line.text))), None
    return controls, None


def _escaped(controls: Controls, board: Board) -> Controls:
    if controls.message:
        return replace(controls, message=(), refused=False)
    if controls.tab == "marks" and board.grid.rows:
        row = board.grid.rows[controls.at(len(board.grid.rows))]
        return replace(controls, typed={dance: text for dance, text in controls.typed.items() if dance != row.dance})
    return controls


def _leave(controls: Controls) -> Pressed:
    unsaid = [dance for dance, text in controls.typed.items() if text.strip()]
    if unsaid and not controls.leaving:
        warning = f"Typed and not recorded: {', '.join(unsaid)}. Press q again to leave all the same."
        return replace(controls, leaving=True, message=(warning,), refused=True), None
    return controls, Ask(do="leave")


def lines_of(board: Board, tab: Tab) -> int:
    """How many lines of a page can be chosen; pages that are only read go on as far as they do."""
    match tab:
        case "reasons":
            return len(board.reasons) + len(board.offered)
        case "marks":
            return len(board.grid.rows)
        case "approvals":
            return len(board.waiting)
        case "standings":
            return len(board.standings)
        case "votes":
            return len(board.gateways)
        case "log" | "keys":
            return MANY


def _moved(controls: Controls, board: Board, by: int) -> Controls:
    lines = lines_of(board, controls.tab)
    return replace(controls, chosen={**controls.chosen, controls.tab: max(0, min(controls.at(lines) + by, lines - 1))})


def _offer(controls: Controls, line: str) -> Pressed:
    """A line that is offered: shown at once what it would record where nothing is left to say, else opened to be filled."""
    prompt = offered(line, speaker=controls.speaker)
    opened = replace(controls, prompt=prompt, message=(), refused=False)
    return opened, None if prompt.has_blanks else Ask(do="try", words=prompt.words(), line=prompt)


def _at_reasons(controls: Controls, board: Board, key: str, letter: str | None) -> Pressed:
    at, way = controls.at(lines_of(board, "reasons")), 0
    if letter is not None and letter in "123456789":
        way = int(letter) - 1
    elif key != ENTER:
        return controls, None
    if at < len(board.offered):
        return _offer(controls, board.offered[at]) if way == 0 else (controls, None)
    if not board.reasons:
        return controls, None
    reason = board.reasons[at - len(board.offered)]
    if key == ENTER and reason.dance in (dances := [row.dance for row in board.grid.rows]):
        return replace(
            controls, tab="marks", chosen={**controls.chosen, "marks": dances.index(str(reason.dance))}
        ), None
    if key == ENTER and reason.decision in (numbers := [each.decision for each in board.waiting]):
        place = numbers.index(reason.decision or 0)
        return replace(controls, tab="approvals", chosen={**controls.chosen, "approvals": place}), None
    return _offer(controls, reason.lines[way]) if way < len(reason.lines) else (controls, None)


def _at_marks(controls: Controls, board: Board, key: str, letter: str | None) -> Pressed:
    if not board.grid.rows:
        return controls, None
    row = board.grid.rows[controls.at(len(board.grid.rows))]
    typed = controls.typed.get(row.dance, "")
    if letter is not None and letter in TYPED:
        return _typed(controls, row, typed + letter), None
    if key == BACKSPACE:
        return _typed(controls, row, typed[:-1]), None
    if key in ("left", "right"):
        judges = max(1, len(board.grid.judges))
        return replace(controls, judge=(controls.judge + (1 if key == "right" else -1)) % judges), None
    if key == ENTER and typed.strip() and _meant_for(controls, row) != places_of(row):
        return _moved_under(controls, board, row), None
    if key == ENTER and typed.strip():
        words = ("score", "row", "--", board.season, str(board.week), row.dance, *marks_said(row, typed))
        said = [mark for mark in typed.split() if mark != "-"]
        return controls, Ask(do="marks", words=words, dance=row.dance, completes=len(said) == len(row.open_cells))
    if letter in ("u", "c"):
        return _about_a_mark(controls, board, row, letter)
    return controls, None


def places_of(row: DanceRow) -> tuple[str, ...]:
    """The judges whose places stand open in a row, in scoring order."""
    return tuple(cell.judge for cell in row.open_cells)


def _meant_for(controls: Controls, row: DanceRow) -> tuple[str, ...]:
    return controls.places.get(row.dance, places_of(row))


def _typed(controls: Controls, row: DanceRow, text: str) -> Controls:
    """With other marks typed in a row. Marks that are begun are meant for the places that stand open then."""
    begun = controls.typed.get(row.dance, "").strip()
    places = controls.places if begun else {**controls.places, row.dance: places_of(row)}
    return replace(controls, typed={**controls.typed, row.dance: text}, places=places)


def _moved_under(controls: Controls, board: Board, row: DanceRow) -> Controls:
    """Somebody else has filled or opened a place of the row, so that what is typed stands elsewhere: look at it again."""
    called = dict(board.grid.judges)
    meant, now = (
        ", ".join(called.get(judge, judge) for judge in judges) or "nobody"
        for judges in (_meant_for(controls, row), places_of(row))
    )
    told = (
        f"CHANGED since these marks were begun: they were typed for {meant}; open now: {now}. Nothing was recorded. "
        "Look where they stand now: enter records them there, esc and esc again takes them away."
    )
    places = {**controls.places, row.dance: places_of(row)}
    return replace(controls, places=places, message=(told,), refused=True)


def _about_a_mark(controls: Controls, board: Board, row: DanceRow, letter: str | None) -> Pressed:
    """Take back or correct the mark of the chosen judge."""
    cell = row.cells[min(controls.judge, len(row.cells) - 1)] if row.cells else None
    if cell is None or not cell.mark:
        return replace(controls, message=("Choose a judge whose mark is on record: left, right.",), refused=True), None
    named = f"{board.season} {board.week} {row.dance} {cell.judge}"
    line = f"score take-back {named}" if letter == "u" else f"score correct {named} MARK --reason WHY"
    return _offer(controls, line)


def _at_approvals(controls: Controls, board: Board, key: str, letter: str | None) -> Pressed:
    if not board.waiting:
        return controls, None
    named = f"{board.season} {board.waiting[controls.at(len(board.waiting))].decision}"
    if key == ENTER:
        return _offer(controls, f"decision approve {named}")
    if letter in ("x", "w"):
        return _offer(controls, f"decision {'reject' if letter == 'x' else 'withdraw'} {named} --reason WHY")
    return controls, None


def with_alarms(controls: Controls, told: Sequence[str]) -> Controls:
    """With what has to be told at once, until it is known; the newest first."""
    return replace(controls, alarms=(*told, *controls.alarms)[:5])
