"""`glitterball web` and `serve --people`, `--dev`: links that work, sessions that end, what is refused beforehand."""

from pathlib import Path

import pytest

import glitterball as gb
from domain.season import commands as c
from glitterball.web.book import Book, book_path, hashed
from glitterball.web.gate import Gate
from tests.cli.typing_at_it import Desk
from tests.web.coming_in import Browser

ORIGIN = "https://results.example.org"
PEOPLE = f'origin = "{ORIGIN}"\n[[person]]\nidentity = "dora"\nname = "Dora Lind"\nroles = ["score desk"]\n'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    assert desk.types("season import us-33").code == 0
    desk.file("people.toml", PEOPLE)
    return desk


def test_a_link_made_at_the_terminal_lets_in_and_revoking_lets_out(desk: Desk) -> None:
    """Both beside the pages, which another process serves."""
    said = desk.types("web link {folder}/people.toml dora")
    assert said.code == 0
    link = said.out.strip().removeprefix(ORIGIN)
    with gb.open_store(desk.store, read_only=True) as store:
        book = Book(book_path(store.log.beside))
        browser = Browser(store, Gate(desk.folder / "people.toml", book, store=store), ORIGIN)
        assert browser.sends(link).status_code == 303
        assert "Dora Lind" in browser.opens("/me").text
        assert "dora" in desk.types("web sessions").out
        assert "ended: 1" in desk.types("web revoke dora").err
        assert browser.opens("/me").status_code == 303
        log = desk.types("web log --format jsonl").out
        book.close()
    for what in ("link-made", "signed-in", "revoked"):
        assert f'"{what}"' in log
    assert link.split("/")[-1] not in log


def test_a_key_is_shown_once_with_the_hash_the_file_takes(desk: Desk) -> None:
    key, told = desk.types("web key").out.split()
    assert told == hashed(key)
    assert desk.types("web key").out.split()[0] != key


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("web link {folder}/people.toml eve", 3, "not-in-people-file"),
        ("web people {folder}/show.sqlite", 3, "people.toml"),
        ("serve --port 0 --seconds 0 --people {folder}/nowhere.toml", 3, "nowhere.toml"),
        ("serve --port 0 --seconds 0 --people {folder}/people.toml --dev", 2, "one-way-in"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_served(desk: Desk, line: str, code: int, says: str) -> None:
    said = desk.types(line)
    assert said.code == code
    assert says in said.err or says == "people.toml"


@pytest.mark.heavy("every one")
def test_where_nobody_may_sign_in_there_is_no_book(desk: Desk) -> None:
    assert desk.types("serve --port 0 --seconds 0").code == 0
    assert desk.types("web sessions").code == 0
    assert not (desk.folder / "show.sqlite.web.sqlite").exists()
    assert desk.types("serve --port 0 --seconds 0 --people {folder}/people.toml").code == 0
    assert (desk.folder / "show.sqlite.web.sqlite").exists()


@pytest.mark.heavy("nights")
def test_a_development_prints_a_link_for_each_person_and_serves_no_live_season(desk: Desk) -> None:
    assert desk.types("rehearse us-33 --through 1").code == 0
    said = desk.types("serve --port 0 --seconds 0 --dev")
    assert said.code == 0
    links = [line for line in said.out.splitlines() if "/enter/" in line]
    assert len(links) == 5
    assert all(line.startswith("http://127.0.0.1:") and "Rehearsal " in line for line in links)
    assert "DEVELOPMENT" in said.err
    with gb.open_store(desk.store) as store:
        opens = c.OpenSeason(season="live-1", show="Dancing", number=1, mode="live")
        store.engine.do("live-1", opens, gb.Actor(name="Petra", role="producer"))
    refused = desk.types("serve --port 0 --seconds 0 --dev")
    assert refused.code == 3
    assert "development-is-not-live" in refused.err
