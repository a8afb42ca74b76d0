"""Pictures of the desk for the documentation: `python -m tests.web.desk.pictures`. They are taken of nights that are played.

With `film` the scenes of a whole night are taken, for the page that tells it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.web.desk.film import Film
from tests.web.desk.sitting import WEEK
from tests.web.desk.test_a_night_in_a_browser import CHROMIUM, PEOPLE, Development, gives, plays_a_night, seated

DOCS = Path(__file__).parents[3] / "docs"


def take() -> Path:
    """The desk of a night whose lines are open and whose first marks are in."""
    target = DOCS / "browser-desk.png"
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        development = Development(Path(folder) / "night.sqlite")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with seated(development, browser, PEOPLE[0]) as producer:
            producer.page.set_viewport_size({"width": 960, "height": 640})
            producer.opens(f"{WEEK}/desk")
            producer.enters("#next")
            producer.fills("gateways", "mobile | sms\nweb-east | sms\nweb-west | sms")
            producer.says()
            producer.opens(f"{WEEK}/scores")
            producer.tab_to("input.mark")
            for mark in ("9", "T", "8"):
                gives(producer, mark)
            producer.opens(f"{WEEK}/desk")
            producer.page.screenshot(path=target)
        browser.close()
        development.end()
    return target


def film() -> Path:
    """The scenes of a whole night."""
    target = DOCS / "live-night"
    target.mkdir(exist_ok=True)
    for old in target.glob("*.webp"):
        old.unlink()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        development = Development(Path(folder) / "night.sqlite")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        plays_a_night(development, browser, Film(target))
        browser.close()
        development.end()
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{film() if 'film' in sys.argv else take()}\n")
