"""Setting up: a season, its rulebook, its couples, its weeks, panels and running order."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from domain.record import Digest, Frozen, Name, Slug, Week
from domain.rulebook.book import Rulebook
from domain.season.roles import DESK, GOVERNANCE, PRODUCTION
from domain.season.stating import Command, SeasonFact
from domain.season.words import Couples, Episode, Judge, Mode, Number, SeasonNumber

Counts = Literal["hidden"]
"""Of a season of which whatever tells counts is recorded in two parts, in every week."""

Committing = Literal["by batch"]
"""Of a season whose vote batches each commit to their counts, so that whatever counts in the end can be proved."""


class OfSeason(Frozen):
    """A season of a show. `mode` is `live`, `rehearsal` (synthetic votes) or `historic` (from public record)."""

    season: Slug
    show: Name
    number: SeasonNumber
    mode: Mode
    venue: Name | None = None


class OpenSeason(OfSeason, Command):
    """Begin a season."""

    do: Literal["open-season"] = "open-season"
    authority: ClassVar = PRODUCTION
    counts: Counts | None = None
    commitments: Committing | None = None


class SeasonOpened(OfSeason, SeasonFact):
    """A season begins."""

    TYPE: ClassVar = "season-opened.v1"


class SeasonOpenedV2(SeasonOpened):
    """A season begins whose counts are hidden throughout: lines always state an order of the couples."""

    TYPE: ClassVar = "season-opened.v2"
    counts: Counts


class SeasonOpenedV3(SeasonOpenedV2):
    """A season begins whose counts are hidden throughout, and whose vote batches each commit to theirs (decision 0033)."""

    TYPE: ClassVar = "season-opened.v3"
    commitments: Committing


class OfRulebook(Frozen):
    """The rulebook in force from `from_week` on, whole."""

    rulebook: Rulebook
    from_week: Week


class AdoptRulebook(OfRulebook, Command):
    """Put a rulebook in force from a week on."""

    do: Literal["adopt-rulebook"] = "adopt-rulebook"
    authority: ClassVar = GOVERNANCE


class RulebookAdopted(OfRulebook, SeasonFact):
    """A rulebook is in force from a week on. A later adoption for the same week replaces it."""

    TYPE: ClassVar = "rulebook-adopted.v1"
    sha256: Digest


class OfCouple(Frozen):
    """A celebrity and a pro. Only a historic season may have a couple whose pro is not on record."""

    couple: Slug
    celebrity: Name
    professional: Name | None = None


class CastCouple(OfCouple, Command):
    """Add a couple."""

    do: Literal["cast-couple"] = "cast-couple"
    authority: ClassVar = PRODUCTION


class CoupleCast(OfCouple, SeasonFact):
    """A couple joins the season."""

    TYPE: ClassVar = "couple-cast.v1"


class OfWithdrawal(Frozen):
    """A couple leaves the competition by itself in `week`, before that week's outcome."""

    week: Week
    couple: Slug
    reason: Name


class WithdrawCouple(OfWithdrawal, Command):
    """A couple leaves by itself."""

    do: Literal["withdraw-couple"] = "withdraw-couple"
    authority: ClassVar = PRODUCTION


class CoupleWithdrew(OfWithdrawal, SeasonFact):
    """A couple left by itself."""

    TYPE: ClassVar = "couple-withdrew.v1"


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


class OpenWeek(OfWeek, Command):
    """Begin a week, with a title if it has one, such as `Semi-Final`."""

    do: Literal["open-week"] = "open-week"
    authority: ClassVar = PRODUCTION
    title: Name | None = None


class WeekOpened(OfWeek, SeasonFact):
    """A week begins."""

    TYPE: ClassVar = "week-opened.v1"


class WeekOpenedV2(WeekOpened):
    """A week begins that has a title, by which people call it."""

    TYPE: ClassVar = "week-opened.v2"
    title: Name


class OfRestatement(OfWeek):
    """A week that is open, stated anew, and why."""

    reason: Name


class RestateWeek(OfRestatement, Command):
    """State a week anew that was opened by mistake, or in a form that does not fit the night."""

    do: Literal["restate-week"] = "restate-week"
    authority: ClassVar = GOVERNANCE


class WeekRestated(OfRestatement, SeasonFact):
    """Form, episodes and the weeks that count are these, and no longer those the week was opened with."""

    TYPE: ClassVar = "week-restated.v1"


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


class SeatPanel(OfPanel, Command):
    """Name the judges of an episode."""

    do: Literal["seat-panel"] = "seat-panel"
    authority: ClassVar = PRODUCTION


class PanelSeated(OfPanel, SeasonFact):
    """The judges of an episode."""

    TYPE: ClassVar = "panel-seated.v1"


class OfAbsence(Frozen):
    """A judge of the panel is absent from the rest of the episode and gives no mark or ballot.

    Marks the judge has given in the episode count no more, for all couples are judged by the same panel; that takes two people.
    """

    week: Week
    episode: Number
    judge: Slug
    reason: Name


class MarkJudgeAbsent(OfAbsence, Command):
    """A judge is absent."""

    do: Literal["mark-judge-absent"] = "mark-judge-absent"
    authority: ClassVar = DESK


class JudgeAbsent(OfAbsence, SeasonFact):
    """A judge is absent."""

    TYPE: ClassVar = "judge-absent.v1"


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


class ScheduleDance(OfDance, Command):
    """Put a dance in the running order."""

    do: Literal["schedule-dance"] = "schedule-dance"
    authority: ClassVar = PRODUCTION


class DanceScheduled(OfDance, SeasonFact):
    """A dance is in the running order."""

    TYPE: ClassVar = "dance-scheduled.v1"


SettingUpCommand = (
    OpenSeason
    | AdoptRulebook
    | CastCouple
    | WithdrawCouple
    | OpenWeek
    | RestateWeek
    | SeatPanel
    | MarkJudgeAbsent
    | ScheduleDance
)
SettingUpFact = (
    SeasonOpened
    | SeasonOpenedV2
    | SeasonOpenedV3
    | RulebookAdopted
    | CoupleCast
    | CoupleWithdrew
    | WeekOpened
    | WeekOpenedV2
    | WeekRestated
    | PanelSeated
    | JudgeAbsent
    | DanceScheduled
)
