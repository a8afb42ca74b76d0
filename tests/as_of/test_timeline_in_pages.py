"""The log as sentences: however it is paged, by position, time or kind, what is told is what a replay of the log tells."""

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glitterball.log import EventLog
from glitterball.refusals import ValueNotValid
from glitterball.store import Store
from glitterball.testing import Script, seasons
from glitterball.timeline import IN_SUM, Row, kinds_named
from projections.fold import Fold
from projections.sentences import row_of
from tests.as_of.nights import a_night
from tests.thoroughness import examples
from tests.views.played import on_record

SLOW = settings(max_examples=examples(40, fewest=5), deadline=None, suppress_health_check=list(HealthCheck))
PLAYED = seasons(max_weeks=3)


def told(log: EventLog) -> list[Row]:
    """Every event in the season that remembers it and nothing later, by a replay of the log."""
    fold, found = Fold(), []
    for event in log.read():
        name = fold.apply(event)
        row = row_of(event, fold.seasons[name].state)
        shown = {field: getattr(row, field) for field in ("position", "week", "time", "by", "role", "type", "sentence")}
        found.append(Row(season=name, **shown))
    return found


def kind(row: Row) -> str:
    return row.type.rpartition(".v")[0]


def in_pages(store: Store, limit: int, after: int, **asked: Any) -> list[Row]:
    """All that is asked for, page by page."""
    found: list[Row] = []
    begin: int | None = after
    while begin is not None:
        page = store.timeline(after=begin, limit=limit, **asked)
        assert len(page.rows) <= limit
        assert all(row.position > begin for row in page.rows)
        assert page.after is None or page.rows[-1].position == page.after
        found.extend(page.rows)
        begin = page.after
    return found


@pytest.mark.heavy("every one")
@SLOW
@given(first=PLAYED, second=PLAYED, limit=st.integers(2, 70), data=st.data())
def test_pages_put_together_are_the_replay(first: Script, second: Script, limit: int, data: st.DataObject) -> None:
    with EventLog.open("memory:") as log:
        on_record(first, log, second)
        store, expected = Store(log), told(log)
        last = log.last_position()
        some = data.draw(st.sets(st.sampled_from(sorted({kind(row) for row in expected})), max_size=3))
        name = data.draw(st.sampled_from(store.seasons()))
        bounds = sorted(data.draw(st.tuples(st.integers(0, last), st.integers(0, last))))
        for votes, kinds, names, (after, until) in product(
            (False, True), (set(), some), (None, [name]), ((0, last), bounds)
        ):
            wanted = [
                row
                for row in expected
                if after < row.position <= until
                and (names is None or row.season in names)
                and (kind(row) in kinds if kinds else votes or kind(row) not in IN_SUM)
            ]
            found = in_pages(store, limit, after, seasons=names, until=until, kinds=kinds, votes=votes)
            assert found == wanted


def test_a_page_reads_what_is_on_it_however_many_votes_lie_before(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.as_of.nights import VOTES
    from tests.engine.small_season import batch

    season = a_night()
    with season.store as store:
        store.engine.receive([batch(2, VOTES)])
        spans: list[int] = []
        read = EventLog.read

        def counted(log: EventLog, after: int = 0, until: int | None = None, **chosen: Any) -> Any:
            assert until is not None
            spans.append(until - after)
            return read(log, after, until, **chosen)

        monkeypatch.setattr(EventLog, "read", counted)
        assert store.timeline(limit=5).rows[-1].position == 5
        assert spans == [], "a season's own events are read by its stream"
        assert len(store.timeline(votes=True, limit=3).rows) == 3
        assert spans == [store.log.last_position()]


@pytest.mark.parametrize("said", ["", "score", "score-given.v9", "SCORE GIVEN", "x" * 70_000])
def test_a_kind_that_there_is_not_is_refused_with_those_near_it(said: str) -> None:
    with pytest.raises(ValueNotValid, match="Write a kind of event"):
        kinds_named([said])


def test_a_kind_is_named_with_its_version_or_without() -> None:
    assert kinds_named(["score-given", "Outcome-Certified.v1"]) == {"score-given", "outcome-certified"}
