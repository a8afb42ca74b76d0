"""The pictures of the live night are the scenes of the night that a test plays: their order, their words, their size."""

import re
from pathlib import Path

from tests.web.desk.film import SCENES

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = re.findall(r"!\[([^\]]*)\]\(live-night/([a-z-]+)\.webp\)", (DOCS / "live-night.md").read_text("utf-8"))
MOST = 600_000
"""Octets of all pictures together."""


def test_the_page_shows_every_scene_in_its_order_and_says_what_is_seen() -> None:
    assert [(scene, says) for says, scene in PICTURES] == list(SCENES.items())


def test_every_scene_has_its_picture_and_all_of_them_are_small() -> None:
    files = {file.stem: file.read_bytes() for file in (DOCS / "live-night").iterdir()}
    assert files.keys() == SCENES.keys()
    assert all(octets[:4] + octets[8:12] == b"RIFFWEBP" for octets in files.values())
    assert sum(map(len, files.values())) <= MOST
