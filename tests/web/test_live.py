"""A screen is told that its season has moved, from where it was; and that its server is still there."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

import glitterball as gb
from glitterball.store import Store
from glitterball.web.live import Heads, Live

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
    assert news(heard(Live(store.log), "one", 12)) == [{"season": "one", "position": store.log.last_position()}]


def test_what_is_recorded_of_another_season_is_no_news(store: Store) -> None:
    live, before = Live(store.log), store.log.last_position()
    store.rehearse("us-33", "two", through=1)
    assert live.heads.look()
    assert news(heard(live, "one", before)) == []
    assert news(heard(live, "two", before)) == [{"season": "two", "position": store.log.last_position()}]


def test_a_message_of_news_is_what_a_listener_comes_again_with(store: Store) -> None:
    told = next(message for message in heard(Live(store.log), "one", 0) if NEWS in message)
    assert told.startswith(f"id: {store.log.last_position()}\n".encode())


def test_nothing_new_is_looked_at_once(store: Store) -> None:
    heads = Heads(store.log)
    assert not heads.look()
    assert heads.position == store.log.last_position()


def test_a_stream_of_a_season_that_is_not_there_is_refused(store: Store) -> None:
    from tests.web.visiting import Visitor

    answer = Visitor(store).opens("/live/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "season-unknown")
