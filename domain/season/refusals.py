"""Refusals every chapter may need: what is not there, or is on record already. Codes are stable for ever."""

from typing import ClassVar

from domain.refusals import Refusal


class TextBreaksLine(Refusal):
    """A text stands on one line and runs in one direction, wherever it is shown."""

    says: ClassVar = "The {place} holds {letter}, which cannot be seen, breaks the line or turns it round."
    fix: ClassVar = "Take it out; write on one line, in letters that can be seen."
    place: str
    letter: str


class TextBlank(Refusal):
    """A text that nobody can see names nobody and says nothing."""

    says: ClassVar = "The {place} has no letter that can be seen."
    fix: ClassVar = "Write it in letters, not in blanks alone."
    place: str


class MomentImpossible(Refusal):
    """A day, or a moment, that no calendar has."""

    says: ClassVar = "The {place} is {said}, which is no day or moment there is ({because})."
    fix: ClassVar = "Look it up and write it again: a day as 2026-03-07, a moment as 2026-03-07T20:00:00Z."
    place: str
    said: str
    because: str


class WeekUnknown(Refusal):
    """The week has not been opened."""

    says: ClassVar = "Week {week} has not been opened."
    fix: ClassVar = "Open it first; weeks open in order."
    week: int


class WeekClosedAlready(Refusal):
    """A closed week takes nothing but what reopens it."""

    code: ClassVar = "week-closed"
    says: ClassVar = "Week {week} is closed."
    fix: ClassVar = "Reopen it (two people, with a reason) if this must change."
    week: int


class NoRulebook(Refusal):
    """A week needs a rulebook in force."""

    says: ClassVar = "No rulebook is in force in week {week}."
    fix: ClassVar = "Adopt one from week {week} or earlier."
    week: int


class CoupleUnknown(Refusal):
    """No such couple in this season."""

    says: ClassVar = "No couple {couple!r} is cast in this season; cast {cast:is|are}: {cast}."
    fix: ClassVar = "Check the spelling."
    couple: str
    cast: str


class CoupleNotDancing(Refusal):
    """The couple is not in the competition in that week."""

    says: ClassVar = "{couple} is not dancing in week {week}: {because}."
    fix: ClassVar = "Check the couple and the week."
    couple: str
    week: int
    because: str


class DanceUnknown(Refusal):
    """No such dance is scheduled."""

    says: ClassVar = "No dance {dance!r} is scheduled in week {week}."
    fix: ClassVar = "Schedule it first; a dance is named episode.round.couple, such as 2.1.anna-ezra."
    dance: str
    week: int


class EpisodeUnknown(Refusal):
    """The week has no such episode."""

    says: ClassVar = "Week {week} has no episode {episode}; it has {has}."
    fix: ClassVar = "Check the episode's number."
    week: int
    episode: int
    has: str


class JudgeNotOnPanel(Refusal):
    """The judge has no seat there, or is absent."""

    says: ClassVar = "Judge {judge!r} does not judge {where}; on the panel {panel:is|are}: {panel}."
    fix: ClassVar = "Check the judge, or seat the panel."
    judge: str
    where: str
    panel: str


class MarkOffTheScale(Refusal):
    """The rulebook's scale has no such mark."""

    says: ClassVar = (
        "A mark of {mark} is off the scale: {rulebook}, clause scale, allows {lowest} to {highest} by {step}."
    )
    fix: ClassVar = "Read the mark again."
    mark: str
    rulebook: str
    lowest: str
    highest: str
    step: str


class RulebookLacks(Refusal):
    """The rulebook in force has no such clause."""

    says: ClassVar = "Rulebook {rulebook} has no {what}; it has: {has}."
    fix: ClassVar = "Choose one it has, or adopt a rulebook that has it."
    rulebook: str
    what: str
    has: str


class AlreadySo(Refusal):
    """It is on record already."""

    says: ClassVar = "It is already on record that {what}."
    fix: ClassVar = "Nothing more is needed."
    what: str


class SeasonNotOpen(Refusal):
    """Nothing can be said about a season that has not been opened."""

    says: ClassVar = "There is no season here yet."
    fix: ClassVar = "Open it first, or check the season's name."


class WeekOutOfOrder(Refusal):
    """Weeks open one after another."""

    says: ClassVar = "Week {week} cannot be opened: {because}."
    fix: ClassVar = "Open the weeks in order, each after the one before is closed."
    week: int
    because: str


class AlreadyScored(Refusal):
    """A score is given once and then corrected."""

    says: ClassVar = "{who} has already scored {dance}: {mark}."
    fix: ClassVar = "Correct the score instead."
    who: str
    dance: str
    mark: str


class NonceMissing(Refusal):
    """Counts are hidden by random bits, so that nobody can try them out."""

    says: ClassVar = (
        "{what} cannot be recorded: week {week} hides its counts, and no 256 random bits were given to hide these."
    )
    fix: ClassVar = "Give a nonce of 64 random hexadecimal digits, or record it with Glitterball, which draws one."
    what: str
    week: int
