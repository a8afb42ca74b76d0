"""What an announced result implies about votes nobody published. Start reading at `imply.implied`."""

from glitterball.audit.implied.imply import implied, read
from glitterball.audit.implied.results import (
    Implied,
    NotWorkedOut,
    Orders,
    PlaceRange,
    Reading,
    ShareEnd,
    ShareRange,
    Witness,
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
    "read",
]
