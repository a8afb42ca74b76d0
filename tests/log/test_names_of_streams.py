"""The names of streams are those in the events, whoever wrote them since and however often they were asked for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.log import Entry, EventLog
from glitterball.log.sqlite import PAGE
from tests.log.live_night import AT, DESK, score
from tests.thoroughness import examples

STREAMS = st.text('ab/-é"\\', min_size=1, max_size=6)
ASKED = st.sampled_from(("", "a", "a/", "b", '"', "é"))


def named_in(log: EventLog, prefix: str) -> tuple[str, ...]:
    """The slow way: every event is looked at."""
    return tuple(sorted({name for _, line in log.raw() if (name := json.loads(line)["stream"]).startswith(prefix)}))


def record(log: EventLog, stream: str) -> None:
    log.append(stream, log.version(stream), (score(),), DESK, AT)


@given(st.lists(st.tuples(st.integers(0, 1), STREAMS, ASKED), max_size=20))
@settings(max_examples=examples(30))
def test_names_are_found_whichever_desk_began_the_stream(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, str, str]]
) -> None:
    address = f"sqlite:{Path(tmp_path_factory.mktemp('log'), 'show.sqlite')}"
    with EventLog.open(address) as one, EventLog.open(address) as other, EventLog.open("memory:") as memory:
        for desk, stream, asked in said:
            record((one, other)[desk], stream)
            record(memory, stream)
            assert one.stream_names(asked) == named_in(one, asked) == memory.stream_names(asked)
        assert other.stream_names() == named_in(other, "")


def test_a_store_with_more_streams_than_a_page_is_walked_to_its_end(tmp_path: Path) -> None:
    names = tuple(f"season/us-{number:05}" for number in range(2 * PAGE + 7))
    address = f"sqlite:{tmp_path / 'show.sqlite'}"
    with EventLog.open(address) as log:
        log.append_many([Entry(name, 1, score(), DESK, AT) for name in reversed(names)])
        log.append_many([Entry(name, 2, score(), DESK, AT) for name in names])
        assert log.stream_names() == names
    with EventLog.open(address) as log:
        assert log.stream_names("season/us-0200") == names[2000:]


def test_asking_again_looks_at_nothing_but_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With four hundred seasons in the store, each question of one season once stepped through the streams of all."""
    looked_at: list[int] = []
    with EventLog.open(f"sqlite:{tmp_path / 'show.sqlite'}") as log:
        recorder: Any = log.application.recorder
        first_rows = recorder.first_rows

        def counted(after: int, until: int) -> Iterator[Any]:
            for row in first_rows(after, until):
                looked_at.append(row[0])
                yield row

        monkeypatch.setattr(recorder, "first_rows", counted)
        log.append_many([Entry(f"season/us-{number}", 1, score(), DESK, AT) for number in range(400)])
        assert len(log.stream_names()) == len(looked_at) == 400
        assert log.stream_names("season/us-399") == ("season/us-399",)
        record(log, "season/us-400")
        assert log.stream_names("season/us-40") == ("season/us-40", "season/us-400")
        assert looked_at[400:] == [401]
