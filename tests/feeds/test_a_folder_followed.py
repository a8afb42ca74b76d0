"""A folder of deliveries is taken in whole, once, whatever happens to files and follower."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from domain.record import canonical_json
from domain.season import commands as c
from domain.season.voting.refusals import VotingState
from glitterball.engine import Engine
from glitterball.feeds import Follower, Look, looks
from glitterball.files.refusals import FileUnreadable
from glitterball.log import EventLog
from glitterball.log.refusals import DiskFull
from tests.engine import small_season as small
from tests.ingest.nights import batch, by_two, delivery, in_parts, key_text, lines_open, manifest

GATEWAYS = ("phones", "web")


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, gateways=GATEWAYS, order=small.COUPLES)
        yield engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "votes").mkdir()
    return tmp_path / "votes"


def follower(engine: Engine, folder: Path) -> Follower:
    return Follower(engine, "small", 1, folder)


def two_looks(engine: Engine, folder: Path) -> Look:
    """What somebody who comes anew finds: the second look takes in."""
    return list(looks(follower(engine, folder), lambda: None, once=True))[-1]


def batches(engine: Engine) -> dict[str, list[int]]:
    """The numbers of each gateway's stream, as they lie on record."""
    return {
        name: [event.sequence for event in engine.log.stream(f"votes/small/1/{name}")]
        for name in GATEWAYS
        if engine.log.version(f"votes/small/1/{name}")
    }


def whole_night(folder: Path) -> None:
    for name in GATEWAYS:
        (folder / f"{name}-1.note").write_bytes(delivery(name, 1, 2))
        (folder / f"{name}-2.note").write_bytes(delivery(name, 3, 3, closes=True))


def codes(look: Look) -> list[str]:
    return [finding.code for finding in look.findings]


def test_a_night_is_taken_in_and_ends_when_the_lines_are_closed(engine: Engine, folder: Path) -> None:
    whole_night(folder)
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: engine.do("small", c.CloseVoting(week=1), small.PRODUCER),
        lambda: pytest.fail("it did not end"),
    ]
    seen = list(looks(follower(engine, folder), lambda: steps.pop(0)() and None))
    assert [len(look.taken) for look in seen] == [0, 4, 0]
    assert [look.complete for look in seen] == [False, False, True]
    assert batches(engine) == {"phones": [1, 2, 3, 4], "web": [1, 2, 3, 4]}
    assert seen[-1].findings == seen[-1].waits == ()


def test_what_is_missing_is_named(engine: Engine, folder: Path) -> None:
    (folder / "b.note").write_bytes(delivery("phones", 3, 4))
    (folder / "a.note").write_bytes(delivery("web", 1, 1, closes=True))
    waits = two_looks(engine, folder).waits
    assert [(wait.code, wait.facts.get("gateway"), wait.facts.get("batches")) for wait in waits] == [
        ("voting-open", None, None),
        ("batches-missing", "phones", "1-2"),
        ("manifest-missing", "phones", None),
    ]


@pytest.mark.parametrize("message", [delivery("web", 1, 3, closes=True), in_parts("web", 1, 3, closes=True)])
def test_a_file_half_written_is_taken_in_when_it_is_whole(engine: Engine, folder: Path, message: bytes) -> None:
    """At whichever byte the gateway pauses, however long: nothing of it is recorded before its end."""
    follows, file = follower(engine, folder), folder / "web.note"
    for end in range(0, len(message) - 1, 37):
        file.write_bytes(message[:end])
        follows.look()
        paused = follows.look()
        assert (paused.taken, len(codes(paused))) == ((), 1)
    file.write_bytes(message)
    assert follows.look().unsettled == 1
    whole = follows.look()
    assert ([taken.where for taken in whole.taken], whole.findings) == (["web.note"], ())
    assert batches(engine) == {"web": [1, 2, 3, 4]}


def test_a_file_of_lines_may_grow(engine: Engine, folder: Path) -> None:
    """A gateway without a key appends a line a minute; each is recorded once, and that it grew is no finding."""
    with EventLog.open("memory:") as log:
        unsigned = Engine(log)
        lines_open(unsigned, signed=False, gateways=GATEWAYS)
        follows, file = follower(unsigned, folder), folder / "web.ndjson"
        said: list[OfBatch | OfManifest] = [batch("web", 1), batch("web", 2), manifest("web", 2)]
        for count in (1, 2, 3):
            file.write_bytes(b"".join(canonical_json(line) + b"\n" for line in said[:count]))
            follows.look()
            grown = follows.look()
            assert (len(grown.taken), grown.findings) == (1, ())
        assert batches(unsigned) == {"web": [1, 2, 3]}


def test_a_file_that_changes_while_it_is_read_is_not_taken_in(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glitterball.feeds import following

    file, read = folder / "web.note", following.read
    file.write_bytes(delivery("web", 1, 1))

    def read_and_written(*words: Any) -> bytes:
        octets = read(*words)
        file.write_bytes(delivery("web", 1, 2))
        return octets

    monkeypatch.setattr(following, "read", read_and_written)
    look = two_looks(engine, folder)
    assert (look.taken, look.unsettled, batches(engine)) == ((), 1, {})


def test_a_delivery_that_comes_again_under_any_name_counts_once(engine: Engine, folder: Path) -> None:
    follows = follower(engine, folder)
    whole_night(folder)
    follows.look()
    assert len(follows.look().taken) == 4
    before = engine.log.last_position()
    shutil.copy(folder / "web-1.note", folder / "web-1 (copy).note")
    os.rename(folder / "web-2.note", folder / "another name")
    follows.look()
    again = follows.look()
    assert (again.taken, again.again, again.findings) == ((), 2, ())
    assert two_looks(engine, folder).again == 5, "and for a follower that begins anew"
    assert engine.log.last_position() == before


def test_a_file_rewritten_with_other_votes_is_told_and_is_no_second_batch(engine: Engine, folder: Path) -> None:
    follows, file = follower(engine, folder), folder / "web.note"
    file.write_bytes(delivery("web", 1, 1))
    follows.look()
    follows.look()
    before = engine.log.last_position()
    file.write_bytes(delivery("web", 1, 1, amy=900))
    follows.look()
    rewritten = follows.look()
    assert codes(rewritten) == ["feed-rewritten", "batch-contradicts"]
    assert engine.log.last_position() == before
    assert codes(two_looks(engine, folder)) == ["batch-contradicts"], "who begins anew does not know the name"


def test_a_name_used_for_the_next_delivery_is_said_and_costs_no_vote(engine: Engine, folder: Path) -> None:
    follows, file = follower(engine, folder), folder / "latest.note"
    for number in (1, 2):
        file.write_bytes(delivery("web", number, number))
        follows.look()
        look = follows.look()
        assert len(look.taken) == 1
    assert (codes(look), look.findings[0].severity) == (["feed-rewritten"], "warning")
    assert batches(engine) == {"web": [1, 2]}


def test_what_is_no_file_is_said_and_not_looked_into(engine: Engine, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.note"
    elsewhere.write_bytes(delivery("web", 1, 1))
    (folder / "link.note").symlink_to(elsewhere)
    (folder / "below").mkdir()
    (folder / "below" / "web.note").write_bytes(delivery("web", 1, 1))
    os.mkfifo(folder / "pipe")
    look = two_looks(engine, folder)
    assert [(finding.where, finding.facts["found"]) for finding in look.findings] == [
        ("below", "a folder"),
        ("link.note", "a symbolic link"),
        ("pipe", "a pipe"),
    ]
    assert batches(engine) == {}


@pytest.mark.parametrize("name", [".web.note", "web.note.part", "web.note.tmp", "web.note~"])
def test_names_of_files_being_written_are_passed_over(engine: Engine, folder: Path, name: str) -> None:
    (folder / name).write_bytes(delivery("web", 1, 1))
    assert (two_looks(engine, folder).findings, batches(engine)) == ((), {})
    os.rename(folder / name, folder / "web.note")
    assert len(two_looks(engine, folder).taken) == 1


def test_a_name_that_is_no_utf_8_is_a_name(engine: Engine, folder: Path) -> None:
    with open(os.path.join(os.fsencode(folder), b"web-\xff.note"), "wb") as file:
        file.write(delivery("web", 1, 1))
    (taken,) = two_looks(engine, folder).taken
    assert taken.where == r"web-\udcff.note"


def test_a_drive_that_goes_and_comes_back_loses_nothing(engine: Engine, folder: Path) -> None:
    follows = follower(engine, folder)
    (folder / "web-1.note").write_bytes(delivery("web", 1, 1))
    follows.look()
    follows.look()
    away = folder.with_name("away")
    os.rename(folder, away)
    assert codes(follows.look()) == ["feed-away"]
    (away / "web-2.note").write_bytes(delivery("web", 2, 2))
    os.rename(away, folder)
    follows.look()
    back = follows.look()
    assert (back.findings, [taken.where for taken in back.taken], back.again) == ((), ["web-2.note"], 0)


def test_a_folder_that_is_not_there_or_is_a_file_is_refused(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in ("nowhere", "file"):
        with pytest.raises(FileUnreadable):
            follower(engine, tmp_path / name)


def test_a_week_whose_lines_never_opened_is_refused(engine: Engine, folder: Path) -> None:
    with pytest.raises(VotingState):
        Follower(engine, "small", 2, folder)


def test_one_bad_file_holds_up_no_other(engine: Engine, folder: Path) -> None:
    whole_night(folder)
    (folder / "a forged one.note").write_bytes(delivery("web", 1, 1).replace(b"amy-ben", b"cat-dan", 1))
    (folder / "notes.txt").write_text("call me back")
    (folder / "empty").write_bytes(b"")
    look = two_looks(engine, folder)
    assert (len(look.taken), look.alarm) == (4, True)
    assert [(finding.where, finding.code) for finding in look.findings] == [
        ("a forged one.note", "delivery-signature-wrong"),
        ("empty", "nothing-delivered"),
        ("notes.txt", "delivery-unreadable"),
    ]
    assert "notes.txt:1" in look.findings[2].what


def test_what_was_refused_is_taken_in_when_the_season_has_moved_on(folder: Path) -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, signed=False, gateways=GATEWAYS)
        by_two(engine, c.IntroduceGatewayKey(gateway="web", key=key_text("web", 1)))
        (folder / "web.note").write_bytes(delivery("web", 1, 1, key=2))
        follows = follower(engine, folder)
        follows.look()
        assert codes(follows.look()) == ["gateway-key-unknown"]
        by_two(engine, c.RotateGatewayKey(gateway="web", key=key_text("web", 2)))
        assert (len(follows.look().taken), codes(follows.look())) == (1, [])


def test_a_full_disk_is_no_fault_of_a_file(engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_night(folder)
    follows, appended, times = follower(engine, folder), EventLog.append_lines, [0]

    def full(self: EventLog, *words: Any) -> Any:
        times[0] += 1
        if times[0] == 3:
            raise DiskFull("show.sqlite")
        return appended(self, *words)

    follows.look()
    monkeypatch.setattr(EventLog, "append_lines", full)
    with pytest.raises(DiskFull):
        follows.look()
    look = two_looks(engine, folder)
    assert (len(look.taken), look.again, look.findings) == (2, 2, ())
    assert batches(engine) == {"phones": [1, 2, 3, 4], "web": [1, 2, 3, 4]}


def test_two_followers_of_one_folder_record_each_line_once(tmp_path: Path, folder: Path) -> None:
    address = f"sqlite:{tmp_path / 'show.sqlite'}"
    with EventLog.open(address) as log:
        lines_open(Engine(log), gateways=GATEWAYS)
    for number in range(1, 13):
        for name in GATEWAYS:
            (folder / f"{name}-{number}.note").write_bytes(delivery(name, number, number))
    seen: list[Look] = []

    def follows() -> None:
        with EventLog.open(address) as log:
            seen.append(two_looks(Engine(log), folder))

    threads = [Thread(target=follows) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [look.findings for look in seen] == [(), ()]
    assert sum(len(look.taken) for look in seen) == sum(look.again for look in seen) == 24
    with EventLog.open(address) as log:
        assert batches(Engine(log)) == {name: list(range(1, 13)) for name in GATEWAYS}


@pytest.mark.heavy("nights")
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_in_whichever_order_and_however_often_it_comes_and_is_stopped_a_night_is_one_night(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files come one by one in any order, some again, and the follower is replaced in between: each line is there once."""
    folder = tmp_path_factory.mktemp("votes")
    messages = {f"{name}-{number}": (name, number) for name in GATEWAYS for number in (1, 2, 3)}
    order = data.draw(st.permutations([*messages, *data.draw(st.lists(st.sampled_from(sorted(messages)), max_size=3))]))
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, gateways=GATEWAYS)
        follows, taken, again = follower(engine, folder), 0, 0
        for place, named in enumerate(order):
            gateway, number = messages[named]
            (folder / f"{place}.note").write_bytes(delivery(gateway, number, number, closes=number == 3))
            if data.draw(st.booleans()):
                follows = follower(engine, folder)
            for look in (follows.look(), follows.look()):
                taken += len(look.taken)
                again += look.again
                assert look.findings == ()
        assert (taken, batches(engine)) == (6, {"phones": [1, 2, 3, 4], "web": [1, 2, 3, 4]})
        assert again >= len(order) - 6


def test_the_folder_is_only_read(engine: Engine, folder: Path) -> None:
    whole_night(folder)
    (folder / "notes.txt").write_text("call me back")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    os.chmod(folder, 0o555)
    two_looks(engine, folder)
    os.chmod(folder, 0o755)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_after_the_lines_are_closed_it_waits_for_each_manifest_until_the_gateway_is_given_up(
    engine: Engine, folder: Path
) -> None:
    (folder / "web.note").write_bytes(delivery("web", 1, 1, closes=True))
    follows = follower(engine, folder)
    follows.look()
    follows.look()
    engine.do("small", c.CloseVoting(week=1), small.PRODUCER)
    waiting = follows.look()
    assert ([wait.code for wait in waiting.waits], waiting.complete) == (["manifest-missing"], False)
    given_up = c.GiveUpGateway(week=1, gateway="phones", taken="not at all", reason="the line was dead all night")
    engine.do("small", c.Propose.model_validate({"command": given_up}), small.EXECUTIVE)
    engine.do("small", c.Approve(decision=max(engine.state("small").proposals)), small.ADJUDICATOR)
    done = follows.look()
    assert (done.waits, done.complete) == ((), True)


def test_numbers_in_names_are_taken_by_their_value(engine: Engine, folder: Path) -> None:
    names = [f"web-{number}.note" for number in (1, 2, 10, 11)]
    for number, name in enumerate(names, start=1):
        (folder / name).write_bytes(delivery("web", number, number))
    assert [taken.where for taken in two_looks(engine, folder).taken] == names


def test_a_line_no_event_can_hold_is_the_files_fault_and_holds_up_no_other(folder: Path) -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, signed=False, gateways=GATEWAYS)
        reasons = tuple((f"a reason of its own, number {number}", 1) for number in range(3_000))
        large = batch("web", 1).model_copy(update={"rejected": reasons, "received": batch("web", 1).accepted + 3_000})
        (folder / "large.ndjson").write_bytes(canonical_json(large) + b"\n")
        (folder / "phones.ndjson").write_bytes(canonical_json(batch("phones", 1)) + b"\n")
        look = two_looks(engine, folder)
        assert ([taken.where for taken in look.taken], codes(look)) == (["phones.ndjson"], ["record-too-large"])
