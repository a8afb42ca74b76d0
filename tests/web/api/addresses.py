"""Every address of the interface that asks something of a season, filled in."""

from collections.abc import Iterator

from glitterball.store import Store
from glitterball.views.catalogue import VIEWS
from glitterball.web.api.operations import OPERATIONS

API = "/api/v1"


def every_address(store: Store, season: str) -> Iterator[str]:
    """Each operation for each week, view, decision and event of a season that it is about."""
    state = store.season(season).state
    named = {
        "{week}": sorted(state.weeks),
        "{view}": [view.name for view in VIEWS],
        "{number}": sorted(state.proposals),
        "{position}": [event.position for event in store.season(season).events()],
    }
    for operation in OPERATIONS:
        paths = [API + operation.path.replace("{season}", season)]
        for part, values in named.items():
            paths = [path.replace(part, str(value)) for path in paths for value in (values if part in path else [""])]
        for path in paths:
            yield path
            if operation.path.endswith("/events"):
                yield f"{path}?votes=yes"
