"""Particulars of what is said on air."""

from typing import Annotated, Literal

from pydantic import Field

from domain.record import Frozen, Name, Slug
from domain.season.particulars.words import CouplesOnce, Place, Week


class OfDanger(Frozen):
    """Couples named in danger on air. The set announced need not be the true lowest."""

    week: Week
    couples: CouplesOnce


class OfSave(Frozen):
    """A couple said on air to be saved, and by whom."""

    week: Week
    couple: Slug
    by: Literal["viewers", "judges", "not said"]


class OfElimination(Frozen):
    """A couple said on air to leave."""

    week: Week
    couple: Slug


class OfPlaces(Frozen):
    """Final places as announced."""

    week: Week
    places: Annotated[tuple[Place, ...], Field(min_length=1)]


Announced = Literal["danger", "saved", "eliminated"]


class OfAnnouncement(Frozen):
    """All couples of one announcement of a week."""

    week: Week
    what: Announced
    couples: tuple[Slug, ...]


class OfAnnouncementCorrection(OfAnnouncement):
    """What was said is taken back; `couples` are all that now count as announced."""

    reason: Name


class OfDispute(OfAnnouncement):
    """Another source says otherwise; it stands beside the announcement and changes nothing."""

    claim: Name
