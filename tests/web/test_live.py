"""A screen is told that its season has moved, from where it was; and that its server is still there."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

import glitterball as gb
from domain.season import commands as c
from glitterball.store import Store
from glitterball.views.catalogue import VIEWS
from glitterball.web.live import APART, Heads, Live, Pace, Stream, Touched

NEWS = b"event: change"


@pytest.fixture
def store() -> Iterator[Store]:
    with gb.open_store() as store:
        store.rehearse("us-33", "one", through=1)
        yield store


def heard(live: Live, season: str, after: int) -> list[bytes]:
    """What a listener is sent up to the first beat."""

    async def listens() -> list[bytes]:
        return [told async for told in live.listen(season, after, beats=1)]

    return asyncio.run(listens())


def news(told: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(message.partition(b"data: ")[2]) for message in told if NEWS in message]


def test_whoever_knows_all_is_told_that_the_server_is_there(store: Store) -> None:
    told = heard(Live(store.log), "one", store.log.last_position())
    assert not news(told)
    assert told[0] == b"retry: 1000\n\n"
    assert told[-1].startswith(b"event: beat")


def test_whoever_was_away_is_told_once_where_the_season_is(store: Store) -> None:
    """However much was recorded, and though the server was begun anew meanwhile."""
    (told,) = news(heard(Live(store.log), "one", 12))
    assert (told["season"], told["position"], told["weeks"]) == ("one", store.log.last_position(), [1])


@pytest.mark.heavy("nights")
def test_what_is_recorded_of_another_season_is_no_news(store: Store) -> None:
    live, before = Live(store.log), store.log.last_position()
    store.rehearse("us-33", "two", through=1)
    assert live.heads.look()
    assert news(heard(live, "one", before)) == []
    (told,) = news(heard(live, "two", before))
    assert (told["season"], told["position"]) == ("two", store.log.last_position())


def test_a_message_of_news_is_what_a_listener_comes_again_with(store: Store) -> None:
    told = next(message for message in heard(Live(store.log), "one", 0) if NEWS in message)
    assert told.startswith(f"id: {store.log.last_position()}\n".encode())


def test_nothing_new_is_looked_at_once(store: Store) -> None:
    heads = Heads(store.log)
    assert not heads.look()
    assert heads.position == store.log.last_position()


@pytest.mark.heavy("nights")
def test_a_stream_of_a_season_that_is_not_there_is_refused(store: Store) -> None:
    from tests.web.visiting import Visitor

    answer = Visitor(store).opens("/live/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "season-unknown")


def batch(store: Store) -> int:
    """The position of the last vote batch of season one."""
    return max(event.position for event in store.season("one").events() if event.stream.startswith("votes/"))


@pytest.mark.heavy("every one")
def test_a_listener_is_told_what_has_changed_and_no_rows(store: Store) -> None:
    heads = Heads(store.log)
    everything = heads.changed("one", batch(store))
    assert everything is not None
    assert set(everything["views"]) == {view.name for view in VIEWS}  # type: ignore[call-overload]


@pytest.mark.heavy("every one")
def test_a_vote_batch_changes_only_what_counts_votes(store: Store) -> None:
    heads = Heads(store.log)
    heads._touched["one"] = {Touched(1, True): 7}
    assert heads.changed("one", 6) == {
        "weeks": [1],
        "views": sorted(view.name for view in VIEWS if view.counts_votes),
    }


def test_whoever_is_too_far_behind_is_told_to_begin_again_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glitterball.web.live.RESUMES", 20)
    live = Live(store.log)

    async def listens(after: int) -> list[bytes]:
        return [told async for told in live.listen("one", after, beats=1, resets=True)]

    last = store.log.last_position()
    assert [b"event: reset" in message for message in asyncio.run(listens(last - 21))] == [False, True, False]
    assert not any(b"event: reset" in message for message in asyncio.run(listens(last - 19)))


@pytest.mark.heavy("every one")
def test_what_is_recorded_while_somebody_listens_is_told_at_once(store: Store) -> None:
    async def listens() -> list[dict[str, Any]]:
        live, told, is_said = Live(store.log), [], False
        live.begin()
        try:
            async for message in live.listen("one", store.log.last_position()):
                if message.startswith(b"event: beat") and not is_said:
                    is_said = True  # on a busy machine there is a beat before the news
                    await asyncio.to_thread(store.rehearse, "us-33", "two", through=1)
                    await asyncio.to_thread(
                        store.engine.do,
                        "one",
                        c.NoteOutage(week=1, channel="online", began="2024-09-18T01:00:00Z", what="a cable"),
                        gb.Actor(name="Rehearsal producer", role="producer"),
                    )
                told += news([message])
                if told:
                    break
        finally:
            live.end()
        return told

    (told,) = asyncio.run(asyncio.wait_for(listens(), 60))
    assert (told["season"], told["position"]) == ("one", store.log.last_position())


def test_a_listener_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glitterball.web.live.PATIENCE", 0.01)

    async def says() -> AsyncIterator[bytes]:
        yield b"event: beat"

    async def never(message: Any) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(Stream(says()).stream_response(never))


def test_a_season_is_told_of_at_once_and_then_no_oftener_than_a_screen_can_ask() -> None:
    """While 64 gateways deliver, something is new at every look. What came meanwhile is told when it is due, never dropped."""
    pace = Pace()
    assert pace.due({"one"}, 100.0) == {"one"}
    assert pace.due({"one", "two"}, 100.0 + APART / 2) == {"two"}
    assert pace.due(set(), 100.0 + 1.01 * APART) == {"one"}
    assert pace.due(set(), 200.0) == set()


def test_for_a_message_nobody_is_asked_whether_its_listener_may_still_hear_it(store: Store) -> None:
    """A thousand listeners at ten changes a second would be ten thousand questions to the book of sessions."""
    asked = []

    async def listens() -> int:
        live, heard = Live(store.log), 0
        live._loop = asyncio.get_running_loop()
        async for _ in live.listen("one", 0, still=lambda: asked.append(1) is None):
            heard += 1
            live.heads._heads["one"] = live.heads.of("one") + 1
            live._loop.call_soon(live._wake, {"one"})
            if heard == 20:
                return heard
        return heard

    assert asyncio.run(asyncio.wait_for(listens(), 60)) == 20
    assert len(asked) == 1


def test_a_beat_tells_where_its_own_season_is(store: Store) -> None:
    """The message is written once for all who hear of the same position, and for nobody else."""
    live, last = Live(store.log), store.log.last_position()
    assert b'"position": %d}' % last in heard(live, "one", 0)[-1]
    assert b'"position": %d}' % (last + 5) in heard(live, "one", last + 5)[-1]
