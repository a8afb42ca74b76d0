"""A browser, the page as one file, and a folder with season 33's bundle and its policy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from glitterball.browser_check import Checking, page
from glitterball.evidence.certificate.verifier import shipped_verifier, verifier_file
from tests.auditors_file.single_file import FILE
from tests.browser_check.asking import Auditor
from tests.cli.typing_at_it import Desk
from tests.evidence.verifying.conftest import bundle, night, parts
from tests.web.test_in_a_browser import CHROMIUM

__all__ = ["bundle", "night", "parts"]


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file in a folder, as somebody carries it on a stick."""
    path = tmp_path_factory.mktemp("stick") / "check.html"
    path.write_bytes(page(Checking(verifier_file(), shipped_verifier().version)))
    return path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Season 33 handed out: its bundle, the policy of an auditor, and the single file beside them."""
    desk = Desk(tmp_path_factory.mktemp("handed-out"))
    for line in (
        "season import us-33",
        "checkpoint key example.org/dancing -o {folder}/log.key",
        "checkpoint publish --key {folder}/log.key -o {folder}/newest.note",
        "bundle us-33 --key {folder}/log.key -o {folder}/us-33.bundle",
    ):
        said = desk.types(line)
        assert said.code == 0, said
        if "checkpoint key" in line:
            desk.file("policy.txt", f"log {said.out.split()[0]}\nquorum none\n")
    desk.file(FILE.name, FILE.read_bytes())
    return desk.folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def auditor(browser: Any, alone: Path) -> Iterator[Auditor]:
    """Somebody with the page open from a folder."""
    context = browser.new_context()
    yield Auditor(context.new_page(), alone.as_uri())
    context.close()
