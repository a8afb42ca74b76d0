"""Refusals of names: what was typed names nothing, or several."""

from typing import ClassVar

from domain.refusals import Refusal


class NameUnclear(Refusal):
    """What was typed names none of those there are, or several of them."""

    says: ClassVar = "{said!r} names {found}.{hint}"
    fix: ClassVar = "Write an identifier, whole words of the name, or at least three letters a word begins with; {has}."
    said: str
    found: str
    hint: str
    has: str


class CoupleUnclear(NameUnclear):
    """What was typed names no couple, or several."""


class JudgeUnclear(NameUnclear):
    """What was typed names no judge, or several."""


class DanceUnclear(NameUnclear):
    """What was typed names several dances."""

    fix: ClassVar = "Say the round or the episode, or write the dance's identifier; {has}."


class GatewayUnclear(NameUnclear):
    """What was typed names no gateway, or several."""


class ChannelUnclear(NameUnclear):
    """What was typed names no channel, or several."""


class RoundUnclear(NameUnclear):
    """What was typed names no round, or several."""


class WeekUnclear(NameUnclear):
    """What was typed names no week, or several."""

    fix: ClassVar = "Write the week's number, its title, or the form in which it ends; {has}."


class SeasonUnclear(NameUnclear):
    """What was typed names several seasons."""
