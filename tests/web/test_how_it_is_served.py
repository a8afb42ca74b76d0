"""`glitterball serve`: what it says, what it shows where there is no store, and how it ends."""

import re
import socket
from pathlib import Path

import pytest

import glitterball as gb
from glitterball.addresses import Address
from glitterball.cli import serve as command
from glitterball.web.page import Page
from glitterball.web.pages.store import checkpoints
from glitterball.web.refusals import WebNotInstalled
from tests.cli.typing_at_it import Desk
from tests.web.visiting import Visitor


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_it_says_where_it_is_and_ends_after_its_seconds(desk: Desk) -> None:
    desk.types("season import us-33")
    said = desk.types("serve --port 0 --seconds 0")
    assert said.code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", said.out)
    assert "read-only, for this machine alone" in said.err


def test_a_store_that_is_named_and_is_not_there_is_refused(desk: Desk) -> None:
    said = desk.types("serve --port 0 --seconds 0")
    assert said.code == 3
    assert "There is no store at" in said.err


def test_without_a_store_the_seasons_that_ship_are_shown() -> None:
    unsaid = command.UNSAID if not Path("glitterball.sqlite").exists() else "memory:"
    with command._shown(Address.read(unsaid)) as (store, called):
        assert "us-33" in store.seasons()
        assert "in memory" in called


def test_a_port_that_is_taken_is_refused_with_another_to_name(desk: Desk) -> None:
    desk.types("season import us-33")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = desk.types(f"serve --port {taken.getsockname()[1]} --seconds 0")
    assert said.code == 3
    assert "[port-taken]" in said.err
    assert "--port" in said.err


def test_without_its_packages_it_says_what_to_install(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(command, "import_module", nothing)
    with pytest.raises(WebNotInstalled) as refused:
        command._installed()
    assert "pip install 'glitterball[web]'" in refused.value.sentence()


@pytest.mark.heavy("every one")
def test_a_store_is_only_read(desk: Desk) -> None:
    desk.types("season import us-33")
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    with gb.open_store(desk.store, read_only=True) as store:
        Visitor(store).walk(most=30)
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir() if path.name in before} == before


@pytest.mark.heavy("every one")
def test_checkpoints_are_held_against_the_log_as_it_is(desk: Desk) -> None:
    desk.types("season import us-33")
    assert desk.types("checkpoint key example.org/dancing -o {folder}/log.key").code == 0
    assert desk.types("checkpoint publish --key {folder}/log.key -o {folder}/first.note").code == 0
    key = desk.folder / "log.key"
    with gb.open_store(desk.store, read_only=True) as store:
        assert _last(checkpoints(store, [key])) == "fits"
    with gb.open_store() as another:
        another.take_in(gb.read_season(_exported(desk)), name="us-34")
        assert _last(checkpoints(another, [key])) == "does NOT fit"


def _exported(desk: Desk) -> Path:
    assert desk.types("season export us-33 --out {folder}/held").code == 0
    return desk.folder / "held"


def _last(page: Page) -> str:
    return str(page.shown["table"].rows[0][-1].text)
