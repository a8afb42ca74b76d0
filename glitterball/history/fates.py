"""The words for how a couple's season ended: "Eliminated Week 4", "1st Place", "Withdrew"."""

import re

from glitterball.history.records import Fate

_PLACED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?(?: place)?")
_WEEK = re.compile(r"\bweek\s*(\d{1,3})\b")
WORDS = {"winner": 1, "won": 1, "champion": 1, "champions": 1, "runner-up": 2, "runner up": 2, "runners-up": 2}


def read_fate(text: str) -> Fate:
    """What a result says. `not said` where the words are not known; the finding is the caller's."""
    words = " ".join(text.casefold().split())
    if words in WORDS:
        return Fate("placed", WORDS[words], text)
    if match := _PLACED.fullmatch(words):
        return Fate("placed", int(match[1]), text) if int(match[1]) else Fate("not said", None, text)
    week = _WEEK.search(words)
    number = int(week[1]) if week else None
    if words.startswith(("withdr", "quit", "retired", "injured")):
        return Fate("withdrew", number, text)
    if words.startswith(("eliminated", "out ", "voted off", "left")) and number:
        return Fate("eliminated", number, text)
    return Fate("not said", None, text)
