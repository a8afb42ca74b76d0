"""Which season a delivery is for: the opening it names under its signature.

A rehearsal bears the season's name, and its gateways may sign with their own keys. What keeps its deliveries out of the live
season is the hash of the event that opened the season, which no two seasons share.
"""

from dataclasses import dataclass

from domain.gateway import refusals as no
from domain.gateway.decide import OfDelivery


@dataclass(frozen=True, slots=True)
class SignedBefore:
    """How a gateway has signed in a season so far: ever without its opening, ever with it."""

    without: bool = False
    named: bool = False

    @property
    def may_leave_it_out(self) -> bool:
        """It was under way in the first form when that was all there was, and has not moved on to the second."""
        return self.without and not self.named


def check_opening(delivery: OfDelivery, opening: str) -> None:
    """A delivery that names an opening names this season's."""
    if delivery.opening not in (None, opening):
        raise no.OfAnotherOpening(delivery.gateway, delivery.season, str(delivery.opening), opening)


def require_opening(delivery: OfDelivery, mode: str, opening: str, before: SignedBefore) -> None:
    """In a live season a signature names the opening, so that none of a rehearsal can count.

    A gateway that has signed here without it goes on until it has named it once: a season that is under way is not stopped.
    """
    if mode == "live" and delivery.opening is None and not before.may_leave_it_out:
        raise no.OpeningNotNamed(delivery.gateway, delivery.season, opening)
