"""A commit gathers what waits, up to so many lines, and always one group."""

from typing import Any

from glitterball.log.group_commit import MOST_LINES, GroupCommit, _Waiting
from glitterball.log.recording import Group


def test_a_commit_that_is_full_leaves_the_next_group_for_the_next() -> None:
    line: Any = (b"", 1, "", b"")
    commits = GroupCommit(lambda groups: [])
    commits._queue = [_Waiting(Group([line] * MOST_LINES)) for _ in range(3)]
    assert [len(commits._gathered()) for _ in range(3)] == [1, 1, 1]
