"""The end of a season's openings: when two people may destroy them, and that nothing is recorded of the season afterwards."""

from __future__ import annotations

from .part_01_findings import demand
from .part_10_events import Event
from .part_15_season import Season
from .part_24_outcomes import touched_since


def must_have_openings(season: Season) -> None:
    """Raises where the openings were destroyed before."""
    gone = season.destroyed
    demand(
        gone is None,
        f"its openings were destroyed at event {gone.position if gone else 0}, and nothing more is recorded",
    )


def must_be_over(event: Event, season: Season) -> None:
    """Raises where openings are destroyed while somebody may still have to look at a count."""
    settled = event.fact["settled"]
    demand(not season.historic, "a historic season has no openings")
    demand(settled == sorted(set(settled)), "disputes are named once, in order")
    for number, week in season.weeks.items():
        demand(week.closed, f"week {number} is open")
    last = max(season.weeks, default=0)
    certified = season.weeks[last].certified if last else []
    stands = not certified or touched_since(season, last) <= certified[-1].position
    demand(stands, f"the certificate of week {last} does not stand")
    for number, proposal in season.proposals.items():
        demand(proposal.settled or proposal.does == "destroy-openings", f"proposal {number} is open")
    disputes = [position for position, said in season.said.items() if said.type == "announcement-disputed.v1"]
    demand(sorted(disputes) == settled, "disputes are open, or none of those named is one")
