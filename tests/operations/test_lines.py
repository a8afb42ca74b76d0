"""With lines as JSON standard error is a log: one object a line, whatever happens, and nothing for people between them."""

import io
import json
import logging
from typing import Any

import pytest

from domain.record import Actor
from domain.season import commands as c
from glitterball import telemetry as t
from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.engine import Engine
from glitterball.log import EventLog
from glitterball.operations.lines import JsonLines
from tests.cli.typing_at_it import Desk


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def written() -> Any:
    stream = io.StringIO()
    listener = JsonLines(stream, clock=lambda: "2026-03-07T20:00:00Z")
    t.listen(listener)
    yield stream
    listener.end()
    t.unlisten(listener)


@pytest.mark.parametrize(
    ("line", "code", "events"),
    [
        ("votes follow nobody 1 {folder}", 3, ["began", "refused", "ended"]),
        ("nodes publish --key {folder}/gone.key", 3, ["began", "refused", "ended"]),
        ("rehearse us-33 --through 99 --metrics {folder}/x.txt", 3, ["refused", "ended"]),
    ],
)
def test_also_what_is_refused_is_an_object_a_line(desk: Desk, line: str, code: int, events: list[str] | None) -> None:
    said = desk.types(f"{line} --log-format json")
    assert (said.code, said.out) == (code, "")
    told = lines(said.err)
    assert all({"time", "level", "event"} <= each.keys() for each in told)
    if events is not None:
        assert [each["event"] for each in told] == events
        assert told[-1] == {**told[-1], "exit_code": code, "level": "warning"}


def test_an_error_that_should_not_have_happened_is_told_by_its_class_and_its_report(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("anna-ezra has 48271 votes")

    monkeypatch.setattr("glitterball.cli.rehearsal.play", fails)
    monkeypatch.chdir(desk.folder)
    told = lines(desk.types("rehearse us-33 --through 1 --log-format json").err)
    assert [each["event"] for each in told] == ["began", "reported", "ended"]
    assert (told[1]["error"], told[1]["level"], told[2]["exit_code"]) == ("KeyError", "error", 70)
    assert "48271" not in json.dumps(told)


def test_the_next_command_speaks_to_people_again(desk: Desk) -> None:
    desk.types("votes follow nobody 1 {folder} --log-format json")
    assert "There is no store at" in desk.types("votes follow nobody 1 {folder}").err
    assert not t.is_heard()


def test_the_form_stands_in_the_environment_and_in_the_settings_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = desk.file("settings.toml", 'log_format = "json"\n')
    monkeypatch.setenv("GLITTERBALL_SETTINGS", str(settings))
    assert lines(desk.types("votes follow nobody 1 {folder}").err)[0]["event"] == "began"
    monkeypatch.setenv("GLITTERBALL_LOG_FORMAT", "text")
    assert "There is no store at" in desk.types("votes follow nobody 1 {folder}").err
    assert lines(desk.types("votes follow nobody 1 {folder} --log-format json").err)
    monkeypatch.setenv("GLITTERBALL_LOG_FORMAT", "yaml")
    refused = desk.types("votes follow nobody 1 {folder}")
    assert (refused.code, "GLITTERBALL_LOG_FORMAT cannot be 'yaml'" in refused.err) == (3, True)


def test_what_a_library_logs_is_told_by_where_alone(written: io.StringIO) -> None:
    """Its words may quote what it was given."""
    try:
        raise ValueError("48271 votes for anna-ezra")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("batch of %d votes", 48271)
    logging.getLogger("uvicorn.error").info("nothing to tell")
    (told,) = lines(written.getvalue())
    assert told == {**told, "event": "of-a-library", "logger": "uvicorn.error", "error": "ValueError", "level": "error"}
    assert "48271" not in written.getvalue()


def test_a_folder_looked_into_every_second_is_a_line_when_something_has_changed(written: io.StringIO) -> None:
    look = {"season": "harbour-1", "week": 1, "unsettled": 0, "waits_for": ("phones",)}
    for refused in (0, 0, 1, 1):
        t.tell(t.Looked(**look, refused=refused, alarm=False))
    t.tell(t.Looked(**look, refused=1, alarm=True))
    assert [each["level"] for each in lines(written.getvalue())] == ["info", "warning", "error"]


def test_a_log_that_cannot_be_written_keeps_nothing_from_being_recorded(desk: Desk) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    listener = JsonLines(Full())
    t.listen(listener)
    try:
        with EventLog.open("memory:") as log:
            command = c.OpenSeason(season="harbour-1", show="Harbour Lights", number=1, mode="rehearsal")
            Engine(log).do("harbour-1", command, Actor(name="Petra", role="producer"))
            assert log.last_position() == 1
    finally:
        listener.end()
        t.unlisten(listener)


def test_nothing_is_heard_of_a_command_that_ends_at_once() -> None:
    assert run(app, ["--version"]) == 0
    assert not t.is_heard()
