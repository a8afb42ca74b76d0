"""What is said again under the same idempotency key is recorded once, and answered as the first time."""

from pathlib import Path
from threading import Thread

import pytest

from glitterball.addresses import Address
from glitterball.log import EventLog
from glitterball.log.recording import Key
from glitterball.log.refusals import KeyReused
from tests.log.live_night import AT, DESK, opened, score

SEASON = "season/us-33"
CARD_7 = Key("card 7", b"len gives 8")


def test_a_score_sent_again_because_the_answer_was_lost_is_recorded_once(log: EventLog) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    first = log.append(SEASON, 1, [score()], DESK, AT, CARD_7)

    assert log.append(SEASON, 2, [score()], DESK, "2024-09-25T00:09:00Z", CARD_7) == first
    assert log.append(SEASON, 1, [score()], DESK, AT, CARD_7) == first, "also by one who has not seen it"
    assert log.answered(CARD_7) == first
    assert log.last_position() == 2


def test_a_key_says_one_thing(log: EventLog) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    log.append(SEASON, 1, [score()], DESK, AT, CARD_7)

    with pytest.raises(KeyReused) as refused:
        log.append(SEASON, 2, [score(mark=9)], DESK, AT, Key("card 7", b"len gives 9"))

    assert refused.value.position == 2
    assert log.last_position() == 2
    assert log.answered(Key("card 8", b"")) is None


def test_a_key_outlives_the_process(store: Path) -> None:
    outlives(Address.read(f"sqlite:{store}"))


def test_a_key_is_known_to_every_machine(on_server: Address) -> None:
    outlives(on_server)


def outlives(address: Address) -> None:
    with EventLog.open(address.text, state=address.state) as log:
        first = log.append(SEASON, 0, [opened()], DESK, AT, CARD_7)
    with EventLog.open(address.text, state=address.state) as log:
        assert log.append(SEASON, 1, [opened()], DESK, AT, CARD_7) == first
        assert log.last_position() == 1


def test_of_two_desks_with_one_key_one_records_and_both_are_answered(log: EventLog) -> None:
    answers: list[int] = []

    def say() -> None:
        answers.append(log.append(SEASON, 0, [opened()], DESK, AT, CARD_7)[0].position)

    desks = [Thread(target=say) for _ in range(8)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert answers == [1] * 8
    assert log.last_position() == 1


def test_a_refused_command_leaves_its_key_free(log: EventLog) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    with pytest.raises(Exception, match="is at 1, not at 0"):
        log.append(SEASON, 0, [score()], DESK, AT, CARD_7)
    assert log.answered(CARD_7) is None
    assert log.append(SEASON, 1, [score()], DESK, AT, CARD_7)[0].position == 2
