"""Particulars of a season, its rulebook, couples, weeks, panels and running order."""

from typing import Annotated

from pydantic import Field, model_validator

from domain.record import Frozen, Name, Slug
from domain.rulebook.book import Rulebook
from domain.season.particulars.words import Couples, Episode, Judge, Mode, Number, Week


class OfSeason(Frozen):
    """A season of a show. `mode` is `live`, `rehearsal` (synthetic votes) or `historic` (from public record)."""

    season: Slug
    show: Name
    number: Number
    mode: Mode
    venue: Name | None = None


class OfRulebook(Frozen):
    """The rulebook in force from `from_week` on, whole."""

    rulebook: Rulebook
    from_week: Week


class OfCouple(Frozen):
    """A celebrity and a pro."""

    couple: Slug
    celebrity: Name
    professional: Name


class OfWithdrawal(Frozen):
    """A couple leaves the competition by itself in `week`, before that week's outcome."""

    week: Week
    couple: Slug
    reason: Name


class OfWeek(Frozen):
    """A week, its episodes, the form in which it ends, and whose weeks' scores and votes count towards its outcome."""

    week: Week
    form: Slug
    episodes: Annotated[tuple[Episode, ...], Field(min_length=1)]
    scores_from: Annotated[tuple[Week, ...], Field(min_length=1)]
    votes_from: Annotated[tuple[Week, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "OfWeek":
        for weeks in (self.scores_from, self.votes_from):
            if tuple(sorted(set(weeks))) != weeks or weeks[-1] > self.week:
                raise ValueError("weeks that count are named once, in order, and none lies ahead")
        return self


class OfPanel(Frozen):
    """The judges of an episode in scoring order, who heads them and who holds the casting vote."""

    week: Week
    episode: Number
    judges: Annotated[tuple[Judge, ...], Field(min_length=1, max_length=15)]
    head: Slug | None = None
    casting: Slug | None = None

    @model_validator(mode="after")
    def _seated(self) -> "OfPanel":
        seats = [judge.judge for judge in self.judges]
        if len(set(seats)) < len(seats):
            raise ValueError("a judge is seated twice")
        for holder in (self.head, self.casting):
            if holder is not None and holder not in seats:
                raise ValueError(f"{holder!r} is named head or casting judge but has no seat")
        return self


class OfAbsence(Frozen):
    """A judge of the panel is absent from the rest of the episode and gives no mark or ballot."""

    week: Week
    episode: Number
    judge: Slug
    reason: Name


class OfDance(Frozen):
    """A performance in the running order, by one couple or by several as a team."""

    week: Week
    episode: Number
    round: Slug
    couples: Couples
    style: Name | None = None
    team: Slug | None = None

    @property
    def dance(self) -> str:
        """How the dance is named: episode, round and who dances."""
        return f"{self.episode}.{self.round}.{self.team or self.couples[0]}"

    @model_validator(mode="after")
    def _teamed(self) -> "OfDance":
        if len(set(self.couples)) < len(self.couples):
            raise ValueError("a couple is named twice in one dance")
        if len(self.couples) > 1 and self.team is None:
            raise ValueError("several couples dance as a team; give the team a name")
        return self


class OfWeekOnly(Frozen):
    """A statement about a week as such."""

    week: Week


class OfReopening(Frozen):
    """A closed week is opened again."""

    week: Week
    reason: Name
