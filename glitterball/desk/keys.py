"""Every key of the desk, in one table: the foot of the screen, the page of keys and docs/desk.md are made of it."""

from dataclasses import dataclass
from typing import Literal, get_args

Tab = Literal["reasons", "marks", "approvals", "votes", "standings", "log", "keys"]

TABS: tuple[Tab, ...] = get_args(Tab)

Place = Literal["everywhere", "reasons", "marks", "approvals", "prompt", "preview"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key: where it is heard, how it is written, and what it does. `short` is for the foot of the screen."""

    place: Place
    key: str
    short: str
    says: str


KEYS: tuple[Key, ...] = (
    Key(
        "everywhere", "r", "reasons", "why the week is READY or NOT READY, each reason with the command that settles it"
    ),
    Key("everywhere", "m", "marks", "the marks: dances by judges"),
    Key("everywhere", "a", "approvals", "what waits for a second person, with what would follow"),
    Key("everywhere", "v", "votes", "gateways, their manifests, the lines and their clock"),
    Key("everywhere", "s", "standings", "both sides, combined, in order"),
    Key("everywhere", "l", "log", "the last sentences of the log"),
    Key("everywhere", "?", "keys", "this table"),
    Key("everywhere", ":", "say", "type a command line yourself; it is shown what it would record before it does"),
    Key("everywhere", "up, down", "", "choose a line; in the log and in long tables, go on"),
    Key("everywhere", "k", "known", "the alarm is known: take it off the screen"),
    Key("everywhere", "esc", "", "take off the message; then the marks typed in the chosen row"),
    Key("everywhere", "q", "leave", "leave the desk; twice, where marks are typed that are not recorded"),
    Key(
        "reasons",
        "enter",
        "settle it",
        "the command that settles the chosen reason: what it would record is shown first",
    ),
    Key("reasons", "1 to 9", "another way", "the first, second, ... command of the chosen reason"),
    Key(
        "marks",
        "0-9 . / -",
        "type",
        "marks of the chosen dance in scoring order, a space between them, a dash for none",
    ),
    Key("marks", "enter", "record", "record what is typed in the chosen row, all of it or nothing"),
    Key("marks", "left, right", "judge", "choose a judge"),
    Key("marks", "u", "take back", "take the chosen judge's mark back, while the dance still waits for another's"),
    Key("marks", "c", "correct", "correct the chosen judge's mark, with a reason"),
    Key("approvals", "enter", "approve", "approve the chosen proposal: what it leads to is shown first"),
    Key("approvals", "x", "reject", "turn it down, with a reason"),
    Key("approvals", "w", "withdraw", "take one of your own back, with a reason"),
    Key("prompt", "enter", "show", "show what the line would record; at a word in capitals, go to the next"),
    Key("prompt", "tab", "next word", "to the next word in capitals, which the next letter replaces"),
    Key("prompt", "esc", "close", "close the line; nothing is recorded"),
    Key("preview", "enter", "RECORD", "record what is shown; if it has changed since, it is shown anew instead"),
    Key("preview", "e", "edit", "go back to the line"),
    Key("preview", "esc", "leave it", "leave it; nothing is recorded"),
)

BY_LETTER: dict[str, Tab] = {key.key: tab for key in KEYS for tab in TABS if key.short == tab}
"""The letter of each page."""


def keys_of(place: Place) -> tuple[Key, ...]:
    """The keys that are heard in a place."""
    return tuple(key for key in KEYS if key.place == place)
