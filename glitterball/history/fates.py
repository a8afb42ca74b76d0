"""The words for how a couple's season ended: "Eliminated Week 4", "1st Place", "Withdrew"; and for a week it stayed: "Safe"."""

import re

from glitterball.history.records import Fate

_PLACED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?(?: place)?")
_WEEK = re.compile(r"\bweek\s*(\d{1,3})\b")
_FOOTNOTE = re.compile(r"\[[^\]\[]{0,20}\]|[\u2020\u2021*]")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
WORDS = {
    "winner": 1, "winners": 1, "won": 1, "champion": 1, "champions": 1,
    "runner-up": 2, "runner up": 2, "runners-up": 2, "runners up": 2,
    **{f"{word}{place}": number for number, word in enumerate(ORDINALS, start=1) for place in (" place", "-place", "")},
}  # fmt: skip
STAYS = (
    "safe", "saved", "advanced", "through", "stays", "immun", "bottom", "in danger", "danger", "dance-off", "dance off",
    "not eliminated", "no elimination", "none", "finalist",
)  # fmt: skip
"""How words begin that say of a week that the couple stayed, or nothing."""


def read_fate(text: str) -> Fate:
    """What a result says: `stays` where the couple goes on, `not said` where the words are not known."""
    words = " ".join(_FOOTNOTE.sub("", text).casefold().split())
    if words in WORDS:
        return Fate("placed", WORDS[words], text)
    if match := _PLACED.fullmatch(words):
        return Fate("placed", int(match[1]), text) if int(match[1]) else Fate("not said", None, text)
    week = _WEEK.search(words)
    number = int(week[1]) if week else None
    if words.startswith(("withdr", "quit", "retired", "injured")):
        return Fate("withdrew", number, text)
    if words in ("eliminated", "out", "voted off") or (
        words.startswith(("eliminated", "out ", "voted off", "left")) and number
    ):
        return Fate("eliminated", number, text)
    return Fate("stays" if words.startswith(STAYS) else "not said", None, text)
