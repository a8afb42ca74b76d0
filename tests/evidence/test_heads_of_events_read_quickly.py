"""The head of a stored event is read quickly where none of its letters is escaped: to the same value, or refused alike."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glitterball.evidence.verifying import stored

NEVER = re.compile(rb"(?!)")
HEAD = b'{"stream":"votes/us-33/2/west","sequence":12,"type":"vote-batch-received.v2","time":"2024-09-25T00:00:10Z"}'
WITH_MICROSECONDS = HEAD.replace(b"10Z", b"10.000001Z")


def outcome(read: Callable[[bytes], object], octets: bytes) -> object:
    """What is read, or that it is refused; whatever it is refused with becomes one finding."""
    try:
        return read(octets)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def slowly(octets: bytes) -> object:
    """As it is read when no head is plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "_PLAIN_HEAD", NEVER)
        return outcome(stored._head, octets)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("head", [HEAD, WITH_MICROSECONDS])
def test_every_byte_changed_gives_the_same_head_or_none(head: bytes) -> None:
    assert stored._PLAIN_HEAD.fullmatch(head)
    for place in range(len(head)):
        for octet in range(256):
            changed = head[:place] + bytes([octet]) + head[place + 1 :]
            assert outcome(stored._head, changed) == slowly(changed), changed


@given(
    stream=st.text(max_size=8),
    sequence=st.integers(-1, 10**20) | st.booleans() | st.floats(allow_nan=False),
    topic=st.text(alphabet=st.sampled_from('a.v1"\\/é\x00\x7f '), max_size=6),
    time=st.from_regex(stored._TIME, fullmatch=True) | st.text(max_size=3),
)
@example(stream="\x7f", sequence=1, topic="a.v1", time="2024-09-25T00:00:10Z")
@example(stream="a", sequence=10**18, topic="a.v1", time="2024-09-25T00:00:10Z")
def test_any_head_is_read_alike(stream: str, sequence: object, topic: str, time: str) -> None:
    octets = stored.written({"stream": stream, "sequence": sequence, "type": topic, "time": time})
    assert outcome(stored._head, octets) == slowly(octets)
