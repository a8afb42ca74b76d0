"""A couple is named once where naming it twice would count it twice or mean nothing."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from domain.season import commands as c
from domain.season import events as e
from domain.season.words import CoupleVotes
from domain.stated import StatementNotValid

TWICE = (CoupleVotes(couple="anna-ezra", votes=1), CoupleVotes(couple="anna-ezra", votes=2))
WORDS = {"week": 1, "reason": "an aggregate"}
HELD = {**WORDS, "gateway": "vox", "batch": 1, "channel": "sms", "body": "viewers", "votes": TWICE}
DANGER = ("anna-ezra", "bea-cole", "anna-ezra")


@pytest.mark.parametrize(
    "said",
    [
        lambda: c.SubstituteInput.model_validate({**WORDS, "body": "viewers", "votes": TWICE}),
        lambda: e.InputSubstituted.model_validate({**WORDS, "body": "viewers", "votes": TWICE}),
        lambda: c.VoidBatch.model_validate(HELD),
        lambda: e.BatchVoided.model_validate(HELD),
        lambda: c.AnnounceDanger(week=1, couples=DANGER),
        lambda: e.DangerAnnounced(week=1, couples=DANGER),
    ],
)
def test_a_couple_named_twice_is_refused(said: Callable[[], object]) -> None:
    with pytest.raises((ValidationError, StatementNotValid), match="anna-ezra: named twice"):
        said()
