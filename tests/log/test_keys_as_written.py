"""What is recorded under an idempotency key is believed only as it was written."""

import sqlite3
from pathlib import Path

import pytest

from glitterball.log import EventLog
from glitterball.log.recording import Key
from glitterball.refusals import Refusal
from tests.log.live_night import AT, DESK, opened, score

SEASON = "season/us-33"
CARD_7 = Key("card 7", b"len gives 8")


@pytest.mark.parametrize("edit", ["position = 1", "events = 2", "asked = x'00'", "hash = x'00'"])
def test_a_key_that_was_edited_answers_nothing_and_says_so(store: Path, edit: str) -> None:
    """An answer from such a row would name an event that says something else."""
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened()], DESK, AT)
        first = log.append(SEASON, 1, [score()], DESK, AT, CARD_7)
        assert log.answered(CARD_7) == first
    with sqlite3.connect(store) as by_hand:
        guards = by_hand.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        written = [by_hand.execute("SELECT sql FROM sqlite_master WHERE name = ?", name).fetchone() for name in guards]
        for (name,) in guards:
            by_hand.execute(f"DROP TRIGGER {name}")
        by_hand.execute(f"UPDATE idempotency_keys SET {edit}")
        for (sql,) in written:
            by_hand.execute(sql)
    by_hand.close()
    with EventLog.open(f"sqlite:{store}") as log:
        for ask in (
            lambda: log.answered(CARD_7),
            lambda: log.append(SEASON, 2, [score()], DESK, AT, CARD_7),
        ):
            with pytest.raises(Refusal, match="under the key 'card 7'"):
                ask()
        assert log.last_position() == 2
