"""The interface for machines keeps back of a live season what its pages keep back."""

import pytest
from hypothesis import given, settings

from domain.gateway.events import OfBatch
from glitterball.log import EventLog
from glitterball.store import Store
from glitterball.testing import Script, seasons
from glitterball.testing.script import Delivered
from tests.thoroughness import examples
from tests.views.played import entries, on_record
from tests.web.api.addresses import every_address
from tests.web.test_what_is_kept_back import (
    HASHES,
    SEEN_BY_CHANCE,
    counts_in,
    played,
    stated_in,
    until_somebody_decides,
    written,
)
from tests.web.visiting import Visitor


@pytest.mark.heavy("nights")
@settings(max_examples=examples(40, of=4))
@given(seasons(mode="live"))
def test_no_answer_about_a_live_season_tells_a_count(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        events = list(log.read())
        stated = {count for event in events for count in stated_in(event)}
        kept = {count for event in events for count in counts_in(event) if count > SEEN_BY_CHANCE} - stated
        store = Store(log)
        visitor = Visitor(store)
        for address in every_address(store, script.season):
            answer = visitor.opens(address)
            assert answer.status_code in (200, 403, 404), (address, answer.text)
            public = totals_in(store, script.season) if address.endswith("/certificate") else set()
            told = [count for count in kept - public if written(count).search(answer.text)]
            assert not told, (address, told)


def totals_in(store: Store, season: str) -> set[int]:
    """What came by each gateway, channel and voting body in all, which a sealed certificate states."""
    rows = [row for week in store.season(season).weeks() for row in week.turnout()]
    return {count for row in rows for count in (row.received, row.accepted, row.late, row.rejected)}


def answers(script: Script, *, otherwise: bool) -> dict[str, str]:
    with EventLog.open("memory:") as log:
        log.append_many(entries(played(script, otherwise=otherwise).events))
        store = Store(log)
        visitor = Visitor(store)
        asked = [address for address in every_address(store, script.season) if not told_of_the_whole(address)]
        return {address: HASHES.sub("", visitor.opens(address).text) for address in asked}


def told_of_the_whole(address: str) -> bool:
    """Whether a week is READY, and how many reasons are kept back, is said of the season as it is."""
    return address.endswith("/check") or address.rpartition("/")[0].endswith("/weeks")


@pytest.mark.heavy("nights")
@settings(max_examples=examples(30, of=3))
@given(seasons(mode="live", max_weeks=1))
def test_whoever_was_voted_for_the_answers_about_a_live_season_are_the_same(script: Script) -> None:
    night = until_somebody_decides(script)
    if any(isinstance(step, Delivered) and isinstance(step.message, OfBatch) for step in night.steps):
        assert answers(night, otherwise=False) == answers(night, otherwise=True)
