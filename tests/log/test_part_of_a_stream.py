"""Part of a stream, from one number to another and from either end: the same of both stores."""

from itertools import product

from glitterball.log import EventLog
from tests.log.live_night import AT, DESK, opened, score

NUMBERS = range(6)


def test_after_one_number_and_up_to_another_from_either_end(log: EventLog) -> None:
    log.append("season/us-33", 0, [opened(), *(score(mark=mark) for mark in (6, 7, 8, 9))], DESK, AT)
    recorder = log.application.recorder
    (stream,) = {event.originator_id for event in recorder.select_notifications(1, 10)}
    for after, until, desc, limit in product((None, *NUMBERS), (None, *NUMBERS), (False, True), (None, 2)):
        wanted = [
            number for number in range(1, 6) if (after is None or number > after) and (until is None or number <= until)
        ]
        wanted = (wanted[::-1] if desc else wanted)[:limit]
        found = recorder.select_events(stream, gt=after, lte=until, desc=desc, limit=limit)
        assert [event.originator_version for event in found] == wanted, (after, until, desc, limit)
