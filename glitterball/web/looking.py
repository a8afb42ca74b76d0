"""What whoever asks may see of a season: who they are is the gate's to know, what that lets them see is `sight`'s."""

from starlette.requests import Request

from glitterball.store import Store
from glitterball.web.access import person_of
from glitterball.web.sight import Sight, look


def seen_by(request: Request, store: Store, season: str, position: int | None) -> Sight:
    """A season as it may be shown to whoever asks, as of a position or as it stands."""
    person = person_of(request)
    return look(
        store,
        season,
        position,
        sees_counts=person is not None and person.sees_in(season, "counts"),
        sees_before_air=person is not None and person.sees_in(season, "before air"),
    )
