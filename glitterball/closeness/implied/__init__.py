"""What an announced result implies about votes nobody published. Start reading at `imply.implied`."""

from glitterball.closeness.implied.imply import implied, orders_of_places, read
from glitterball.closeness.implied.results import (
    Implied,
    NotWorkedOut,
    Orders,
    PlaceRange,
    Reading,
    ShareEnd,
    ShareRange,
    Witness,
    refuse_other_counts,
)

__all__ = [
    "Implied",
    "NotWorkedOut",
    "Orders",
    "PlaceRange",
    "Reading",
    "ShareEnd",
    "ShareRange",
    "Witness",
    "implied",
    "orders_of_places",
    "read",
    "refuse_other_counts",
]
