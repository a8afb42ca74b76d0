"""What each voting body gave, for links that look at bodies one by one."""

from domain.exact import Exact
from domain.period.known import Known
from domain.stages.measures.bodies import Bodies


def given(side: str, known: Known) -> tuple[tuple[Exact, ...], ...]:
    """Each body's points in the order of couples; a rulebook whose side counts no bodies is refused when it is read."""
    counts = known.side(side).counts
    assert isinstance(counts, Bodies)
    return tuple(points for _, points in counts.by_body(known.period))
