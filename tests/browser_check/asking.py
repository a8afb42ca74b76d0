"""Somebody who checks a bundle on the page, and what they are told."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from glitterball.browser_check.pinned import FILE
from tests.web.test_in_a_browser import CHROMIUM, HOW_TO_HAVE_IT

NO_PYTHON = "no Python for browsers here: python -m glitterball.browser_check.build fetches it, and these tests run"
HAS_PYTHON = resources.files("glitterball.browser_check").joinpath(FILE).is_file()

with_python = pytest.mark.skipif(not HAS_PYTHON, reason=NO_PYTHON)
in_a_browser = [
    with_python,
    pytest.mark.skipif(CHROMIUM is None, reason=HOW_TO_HAVE_IT),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

LONG = 300_000
"""Milliseconds a busy machine may take."""


class Told(NamedTuple):
    """What the page says: the exit code, how it calls it, and the single file's own words."""

    code: str
    ending: str
    words: str


class Auditor:
    """Opens the page and checks with it."""

    def __init__(self, tab: Page, address: str) -> None:
        self.tab, self.asked, self.faults = tab, list[str](), list[str]()
        tab.on("console", lambda told: self.faults.append(told.text) if told.type == "error" else None)
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.goto(address)
        tab.context.on("request", lambda request: self.asked.append(request.url))

    def brings(self, files: Sequence[Path]) -> None:
        """Choose files, as somebody does in the list of a folder."""
        self.tab.set_input_files("#files", files)
        self.tab.wait_for_function("(many) => document.querySelectorAll('#chosen li').length === many", arg=len(files))

    def is_told(self) -> Told:
        """Press the button, wait, and read."""
        self.tab.get_by_role("button", name="Check").click()
        self.tab.wait_for_selector("#verdict", timeout=LONG)
        code = self.tab.locator("#verdict").get_attribute("data-code") or ""
        return Told(code, self.tab.inner_text("#ending"), self.tab.text_content("#words") or "")
