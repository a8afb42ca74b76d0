"""Refusals while a season, its couples, weeks, panels and running order are set up."""

from typing import ClassVar

from domain.refusals import Refusal


class SeasonAlreadyOpen(Refusal):
    """A season is opened once."""

    says: ClassVar = "Season {season} is already open."
    fix: ClassVar = "Use another name for another season."
    season: str


class CoupleAlreadyCast(Refusal):
    """A couple is cast once."""

    says: ClassVar = "Couple {couple} is already cast."
    fix: ClassVar = "Use another identifier for another couple."
    couple: str


class EpisodeFarFromSeason(Refusal):
    """An episode is broadcast within some years of the season's first; another century is a slip of the hand."""

    says: ClassVar = (
        "Episode {episode} is dated {date}, and the season's first episode {first}: more than {years} "
        "{years:year|years} apart."
    )
    fix: ClassVar = "Write the day it is broadcast."
    episode: int
    date: str
    first: str
    years: int


class GapsAreForHistory(Refusal):
    """Only a historic season may leave out what is not on record."""

    says: ClassVar = "This season is {mode}: {what} is needed and is not stated."
    fix: ClassVar = "State it."
    mode: str
    what: str


class PanelInUse(Refusal):
    """The panel of an episode cannot change under scores already given."""

    says: ClassVar = "The panel of episode {episode} has already given scores."
    fix: ClassVar = "Mark a judge absent instead."
    episode: int


class EpisodeInUse(Refusal):
    """A week that is stated anew keeps the episodes in which somebody sits or dances."""

    says: ClassVar = "Week {week} cannot be stated without episode {episode}: {because}."
    fix: ClassVar = "Name that episode too."
    week: int
    episode: int
    because: str


class DanceAlreadyScheduled(Refusal):
    """A dance is scheduled once."""

    says: ClassVar = "Dance {dance} is already in the running order."
    fix: ClassVar = "Give another round another name."
    dance: str


class StageKindsAreNotForLive(Refusal):
    """A live season is certified, and what a package decides cannot be."""

    says: ClassVar = (
        "Rulebook {rulebook} names {kinds}, which no verifier knows, and a live season is certified week by week."
    )
    fix: ClassVar = "Play it as a rehearsal, or have the kind taken into Glitterball (docs/own-stage-kinds.md)."
    rulebook: str
    kinds: str


class TitleTaken(Refusal):
    """Two weeks of one title could not be told apart by it."""

    says: ClassVar = "Week {week} has the title {title!r} already, or one that looks like it."
    fix: ClassVar = "Give the week another title, or none."
    title: str
    week: int


class NobodyWouldBeLeft(Refusal):
    """A form must leave somebody in."""

    says: ClassVar = (
        "Form {form} lets {leave} leave, but only {dancing} {dancing:couple dances|couples dance} in week {week}."
    )
    fix: ClassVar = "Choose another form."
    form: str
    leave: int
    dancing: int
    week: int
