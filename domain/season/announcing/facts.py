"""Announcing: what is said on air, and a week that closes or opens again."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.record import Frozen, Name, Slug, Week
from domain.season.roles import GOVERNANCE, PRODUCTION, RECORD
from domain.season.stating import Command, SeasonFact
from domain.season.words import CouplesOnce, OfWeekOnly, Place


class OfDanger(Frozen):
    """Couples named in danger on air. The set announced need not be the true lowest."""

    week: Week
    couples: CouplesOnce


class AnnounceDanger(OfDanger, Command):
    """Couples are named in danger."""

    do: Literal["announce-danger"] = "announce-danger"
    authority: ClassVar = PRODUCTION


class DangerAnnounced(OfDanger, SeasonFact):
    """Couples were named in danger."""

    TYPE: ClassVar = "danger-announced.v1"


class OfSave(Frozen):
    """A couple said on air to be saved, and by whom."""

    week: Week
    couple: Slug
    by: Literal["viewers", "judges", "not said"]


class AnnounceSave(OfSave, Command):
    """A couple is named saved."""

    do: Literal["announce-save"] = "announce-save"
    authority: ClassVar = PRODUCTION


class CoupleSaved(OfSave, SeasonFact):
    """A couple was named saved."""

    TYPE: ClassVar = "couple-saved.v1"


class OfElimination(Frozen):
    """A couple said on air to leave."""

    week: Week
    couple: Slug


class AnnounceElimination(OfElimination, Command):
    """A couple is named as leaving."""

    do: Literal["announce-elimination"] = "announce-elimination"
    authority: ClassVar = PRODUCTION


class CoupleEliminated(OfElimination, SeasonFact):
    """A couple was named as leaving."""

    TYPE: ClassVar = "couple-eliminated.v1"


class OfPlaces(Frozen):
    """Final places as announced."""

    week: Week
    places: Annotated[tuple[Place, ...], Field(min_length=1)]


class AwardPlaces(OfPlaces, Command):
    """Final places are announced."""

    do: Literal["award-places"] = "award-places"
    authority: ClassVar = PRODUCTION


class PlacesAwarded(OfPlaces, SeasonFact):
    """Final places were announced."""

    TYPE: ClassVar = "places-awarded.v1"


class OfPlacesCorrection(OfPlaces):
    """The places that were read out are taken back; `places` are all that now count as announced."""

    reason: Name


class CorrectPlaces(OfPlacesCorrection, Command):
    """Take announced places back."""

    do: Literal["correct-places"] = "correct-places"
    authority: ClassVar = GOVERNANCE


class PlacesCorrected(OfPlacesCorrection, SeasonFact):
    """The places of a final were announced wrongly, and put right: another winner was named than the one who won."""

    TYPE: ClassVar = "places-corrected.v1"


Announced = Literal["danger", "saved", "eliminated"]


class OfAnnouncement(Frozen):
    """All couples of one announcement of a week."""

    week: Week
    what: Announced
    couples: tuple[Slug, ...]


class OfAnnouncementCorrection(OfAnnouncement):
    """What was said is taken back; `couples` are all that now count as announced."""

    reason: Name


class CorrectAnnouncement(OfAnnouncementCorrection, Command):
    """Take an announcement back."""

    do: Literal["correct-announcement"] = "correct-announcement"
    authority: ClassVar = GOVERNANCE


class AnnouncementCorrected(OfAnnouncementCorrection, SeasonFact):
    """An announcement was taken back (US season 29)."""

    TYPE: ClassVar = "announcement-corrected.v1"


class OfDispute(OfAnnouncement):
    """Another source says otherwise; it stands beside the announcement and changes nothing."""

    claim: Name


class DisputeAnnouncement(OfDispute, Command):
    """Put another source's claim beside an announcement."""

    do: Literal["dispute-announcement"] = "dispute-announcement"
    authority: ClassVar = RECORD


class AnnouncementDisputed(OfDispute, SeasonFact):
    """A second source claims something else was announced."""

    TYPE: ClassVar = "announcement-disputed.v1"


class CloseWeek(OfWeekOnly, Command):
    """End the week."""

    do: Literal["close-week"] = "close-week"
    authority: ClassVar = PRODUCTION


class WeekClosed(OfWeekOnly, SeasonFact):
    """The week is over: its scores, saves and announcements are final."""

    TYPE: ClassVar = "week-closed.v1"


class OfReopening(Frozen):
    """A closed week is opened again."""

    week: Week
    reason: Name


class ReopenWeek(OfReopening, Command):
    """Open a closed week again."""

    do: Literal["reopen-week"] = "reopen-week"
    authority: ClassVar = GOVERNANCE


class WeekReopened(OfReopening, SeasonFact):
    """A closed week is open again."""

    TYPE: ClassVar = "week-reopened.v1"


AnnouncingCommand = (
    AnnounceDanger
    | AnnounceSave
    | AnnounceElimination
    | AwardPlaces
    | CorrectPlaces
    | CorrectAnnouncement
    | DisputeAnnouncement
    | CloseWeek
    | ReopenWeek
)
AnnouncingFact = (
    DangerAnnounced
    | CoupleSaved
    | CoupleEliminated
    | PlacesAwarded
    | PlacesCorrected
    | AnnouncementCorrected
    | AnnouncementDisputed
    | WeekClosed
    | WeekReopened
)
