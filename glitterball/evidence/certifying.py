"""The certificate or the audit statement of a week, from a season as somebody asks it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2, counted_as
from domain.record import Recorded
from domain.season.lookup import couples_in_order
from domain.season.state import rulebook_event, rulebook_of
from glitterball.closeness.margins import Margins
from glitterball.closeness.of_a_week import margins_of_week
from glitterball.evidence.certificate import Certificate, Published, certificate_of, statement_text
from glitterball.evidence.certificate.certificate import episodes_of
from glitterball.evidence.certificate.zones import UTC, zone_at

if TYPE_CHECKING:
    from glitterball.store import Season


def certificate_of_week(
    season: "Season",
    week: int,
    checkpoints: Sequence[Published] = (),
    *,
    sealed: bool = False,
    margins: bool = True,
    zone: str = "UTC",
) -> Certificate:
    """The certificate of a certified week, as of where the season is asked. A `sealed` one has no count, and so no margins.

    Refuses a week nobody certified, and a time zone nobody knows."""
    asked = season.week(week)
    as_of = season.position or season.store.log.last_position()
    fold = season.as_of(as_of, from_the_beginning=True).fold
    certified = fold.state.weeks[week].certified if week in fold.state.weeks else ()
    behind = any(row.after_the_seal for row in asked.turnout())
    late = list(_batches(season)) if behind else []
    return certificate_of(
        fold,
        week,
        checkpoints=checkpoints,
        margins=_margins(season, week) if margins and not sealed else None,
        after_the_seal=_behind_the_seal(fold, late),
        sealed=sealed,
        as_of=as_of,
        zone=UTC if zone == UTC.name or not certified else zone_at(zone, certified[-1].time),
    )


def _batches(season: "Season") -> Iterator[Recorded[VoteBatchReceived]]:
    """The season's batches, of either form, with their counts by couple."""
    for event in season.events():
        if isinstance(event.fact, VoteBatchReceived | VoteBatchReceivedV2):
            fact = counted_as(event.fact, couples_in_order(season.state, event.fact.week))
            yield Recorded(event.position, event.stream, event.sequence, event.time, event.actor, fact)


def _margins(season: "Season", week: int) -> Margins | None:
    return margins_of_week(season.fold, week) if rulebook_of(season.state, week) else None


def _behind_the_seal(fold: Any, batches: list[Recorded[Any]]) -> list[Recorded[Any]]:
    sealed = {number: tally.sealed_at for number, tally in fold.tallies.items()}
    return [event for event in batches if 0 < sealed.get(event.fact.week, 0) < event.position]


def statement_of_week(season: "Season", week: int, zone: str = "UTC") -> str:
    """The audit statement of a week whose votes were never published, as JSON."""
    as_of = season.position or season.store.log.last_position()
    fold = season.as_of(as_of, from_the_beginning=True).fold
    adopted = rulebook_event(fold.state, week)
    dates = [shown.date for shown in episodes_of(fold.state, [week]) if shown.date]
    night = f"{dates[-1]}T20:00:00Z" if dates else adopted.time if adopted else "2000-01-01T00:00:00Z"
    hours = UTC if zone == UTC.name else zone_at(zone, night)
    return statement_text(fold, week, as_of, hours)
