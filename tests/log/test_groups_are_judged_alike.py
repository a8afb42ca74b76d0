"""Groups of several writers in one commit are judged alike in memory, in a file and on a server: one after the other."""

import os
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.envelope import Line, line_of, stream_key
from glitterball.log.postgres.calls import STATEMENT, independent
from glitterball.log.postgres.opening import make_store
from glitterball.log.postgres.schema import ARGUMENTS
from glitterball.log.recording import Group, Key, Refused
from tests import postgres_server, thoroughness
from tests.log.live_night import AT, SMS, batch

STREAMS = tuple(f"votes/us-33/2/{name}" for name in ("vox", "web", "sms"))
_numbers = count()


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """A group of a few lines in few streams, so that groups meet; now and then with stands, a key, or a place in the log."""
    stream = st.sampled_from(STREAMS)
    said = draw(st.lists(st.tuples(stream, st.integers(1, 5)), max_size=3))
    stands = draw(st.lists(st.tuples(stream, st.integers(0, 3)), max_size=1))
    key = draw(st.none() | st.builds(Key, st.sampled_from(["card 7", "card 8"]), st.just(b"asked")))
    only_at = draw(st.none() | st.none() | st.integers(0, 4))
    return Group([line(*one) for one in said], [(stream_key(name)[0], last) for name, last in stands], key, only_at)


def line(stream: str, sequence: int) -> Line:
    return line_of(stream, sequence, AT, SMS, batch(sequence, stream.rpartition("/")[2]))


def told(answer: int | Refused) -> object:
    return answer if isinstance(answer, int) else (type(answer).__name__, getattr(answer, "position", None))


@pytest.mark.heavy("a server")
@settings(max_examples=thoroughness.examples(25))
@given(commits=st.lists(st.lists(groups(), min_size=1, max_size=5), min_size=1, max_size=3))
def test_every_store_answers_the_same_and_holds_the_same(commits: list[list[Group]]) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        server = Address.read(postgres_server.in_schema(f"alike{os.getpid()}_{next(_numbers)}"), folder)
        make_store(server)
        addresses = (Address.read("memory:"), Address.read(f"sqlite:{Path(folder, 'night')}"), server)
        logs = [stack.enter_context(EventLog.open(address.text, state=address.state)) for address in addresses]
        for commit in commits:
            answers = [[*map(told, log.application.recorder.insert_groups(commit))] for log in logs]
            assert answers[1] == answers[0], "in a file"
            assert answers[2] == answers[0], "on a server"
        assert list(logs[2].raw()) == list(logs[1].raw()) == list(logs[0].raw())


@given(commit=st.lists(groups(), max_size=12))
def test_within_a_call_no_group_bears_on_another(commit: list[Group]) -> None:
    calls = [*independent(commit)]
    assert [number for call in calls for number in call] == list(range(len(commit)))
    for call in calls:
        for place, number in enumerate(call):
            before = [commit[earlier] for earlier in call[:place]]
            written = {row[0] for earlier in before for row in earlier.lines}
            later = commit[number]
            assert not written & {row[0] for row in later.lines}
            assert not written & {stream for stream, _ in later.stands}
            assert later.only_at is None or not written
            assert later.key is None or later.key not in [earlier.key for earlier in before]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_who_stands_on_a_stream_is_judged_before_or_after_whoever_writes_it(order: tuple[int, int]) -> None:
    writes, stands = Group([line(STREAMS[0], 1)]), Group([line(STREAMS[1], 1)], [(stream_key(STREAMS[0])[0], 0)])
    commit = [(writes, stands)[place] for place in order]
    assert len([*independent(commit)]) == (2 if order == (0, 1) else 1)


def test_every_parameter_of_a_call_goes_in_binary() -> None:
    """As text the same rows take three times as long."""
    assert STATEMENT.count("%b") == STATEMENT.count("%") == ARGUMENTS.count("[]")
