"""Particulars of marks, totals, corrections, bonuses and immunity."""

from typing import Annotated

from pydantic import Field

from domain.exact import ExactNumber
from domain.record import Frozen, Name, Slug
from domain.season.particulars.words import DanceId, Week


class OfMark(Frozen):
    """One judge's mark for one dance."""

    week: Week
    dance: DanceId
    judge: Slug
    mark: ExactNumber


class OfTotal(Frozen):
    """The total of one dance (or of several together) where the split between the judges is not public."""

    week: Week
    dances: Annotated[tuple[DanceId, ...], Field(min_length=1)]
    total: ExactNumber


class OfCorrection(OfMark):
    """The mark that stands from now on, and why."""

    reason: Name


class OfBonus(Frozen):
    """Points added to a couple's judges' total of the week."""

    week: Week
    couple: Slug
    points: ExactNumber
    reason: Name


class OfImmunity(Frozen):
    """A couple is immune in `week`, in the sense of the rulebook's immunity clause."""

    week: Week
    couple: Slug
    reason: Name
