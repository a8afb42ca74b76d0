"""What a gateway received is what it accepted, rejected and had too late: no vote of a batch is lost, none counted twice."""

import pytest

from domain.gateway.refusals import VotesDoNotAddUp
from tests.domain.given_when_then import MARKED, THREE, batch, given, lines, refused, when

SPLIT = dict(zip(THREE, (5, 6, 9), strict=True))
REJECTED = (("over the cap", 4), ("the couple withdrew", 2))


def received(number: int) -> dict[str, object]:
    return {"received": number, "rejected": REJECTED, "late": 3}


def test_a_batch_with_rejected_and_late_votes_is_taken_when_all_of_them_add_up() -> None:
    log = given(*MARKED, lines())
    when(log, batch(1, SPLIT, **received(20 + 4 + 2 + 3)))
    assert log.tallies[1].gateways["vox"].last == 1


@pytest.mark.parametrize(
    ("number", "as_if"),
    [
        (20, "only accepted votes were received"),
        (20 + 6, "the late ones were not"),
        (20 + 6 - 3, "the late ones were taken off"),
        (20 + 3, "the rejected ones were not"),
        (20 - 6 + 3, "the rejected ones were taken off"),
        (20 + 6 + 3 + 1, "one was lost"),
    ],
)
def test_a_batch_is_refused_as_soon_as_one_vote_is_not_accounted_for(number: int, as_if: str) -> None:
    found = refused(VotesDoNotAddUp, given(*MARKED, lines()), batch(1, SPLIT, **received(number)))
    assert str(number) in found.sentence(), as_if
