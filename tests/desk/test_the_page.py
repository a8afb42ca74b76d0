"""docs/desk.md is what the desk is: its picture is drawn by the desk, and its table of keys is the table of keys.

Made again with: python -m tests.desk.test_the_page
"""

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from glitterball.addresses import Address
from glitterball.desk.controls import Controls
from glitterball.desk.drawing.screen import Size, screen_of, text_of
from glitterball.desk.following import Follower
from glitterball.desk.keys import KEYS
from tests.desk.at_it import LINES, PETRA, harbour

PAGE = Path(__file__).parents[2] / "docs" / "desk.md"
NOW = "2026-03-07T20:48:12.000000Z"
PICTURE = re.compile(r"(?s)```text\n(.*?)```\n")
TABLE = re.compile(r"(?ms)^\| Where \| Key \| What it does \|\n.*?\n(?=\n|\Z)")


def picture() -> str:
    """The first week of the harbour season at 20:48: one couple's marks given, another's being typed, the lines open."""
    with tempfile.TemporaryDirectory() as folder:
        line = harbour(Path(folder))
        assert line.types('score row harbour-1 1 mia 9 8 --by "Dora (score desk)"').code == 0
        assert line.types(f'votes open harbour-1 1 {LINES} --by "{PETRA}"').code == 0
        follower = Follower(Address.read(f"sqlite:{Path(folder)}/show.sqlite"), "harbour-1", 1)
        seen = follower.look()
        follower.close()
    told = tuple(replace(row, time=NOW) for row in seen.told)
    controls = Controls(tab="marks", chosen={"marks": 1}, typed={"1.1.otto-lea": "7"}, speaker="Dora (score desk)")
    return text_of(screen_of(replace(seen, told=told), controls, NOW, Size(80, 24))) + "\n"


def table() -> str:
    """Every key, as a table of the page."""
    rows = (f"| {key.place} | `{key.key}` | {key.says} |" for key in KEYS)
    return "\n".join(("| Where | Key | What it does |", "|---|---|---|", *rows)) + "\n"


def test_the_picture_is_what_the_desk_draws() -> None:
    (drawn,) = PICTURE.findall(PAGE.read_text("utf-8"))
    assert drawn == picture()


def test_every_key_stands_on_the_page() -> None:
    (keys,) = TABLE.findall(PAGE.read_text("utf-8"))
    assert keys == table()


def write() -> None:
    """The page with picture and table as they are now."""
    text = PICTURE.sub(lambda _: f"```text\n{picture()}```\n", PAGE.read_text("utf-8"))
    PAGE.write_text(TABLE.sub(lambda _: table(), text), "utf-8")


if __name__ == "__main__":
    write()
