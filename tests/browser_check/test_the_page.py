"""The page as it is made and served: one file, its own policy, on any screen, and what is said where its Python is not there."""

import re
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

import glitterball as gb
from domain.record import digest
from glitterball import browser_check
from glitterball.browser_check import BrowserPythonAltered, BrowserPythonMissing, Checking, page
from glitterball.browser_check.build import main
from glitterball.browser_check.page import python
from glitterball.browser_check.pinned import FILE, SHA256
from glitterball.evidence.certificate.verifier import verifier_file
from glitterball.web.app import application
from tests.browser_check.asking import HAS_PYTHON, Auditor, in_a_browser, with_python
from tests.cli.typing_at_it import Desk
from tests.web.test_axe import ASK, AXE, SMALL
from tests.web.test_in_a_browser import BARRIERS, Served

HERE = "http://127.0.0.1:8033"
NOTICES = (Path(browser_check.__file__).parent / "licences" / "NOTICES.txt").read_text("utf-8")
BY_THEIR_MARKS = {
    "CPython": rb"\x00(3\.14\.\d+)\x00",
    "Emscripten": rb"\x00(5\.0\.\d+)\x00",
    "Expat": rb"expat_(\d+\.\d+\.\d+)",
    "zlib": rb" inflate (\d+\.\d+\.\d+) Copyright",
    "bzip2 and libbzip2": rb"(\d+\.\d+\.\d+), \d+-[A-Z][a-z]+-20\d\d",
    "liblzma": rb"\x00(5\.[24]\.\d+)\x00",
    "Zstandard": rb"\x00(1\.5\.\d+)\x00",
    "SQLite": rb"[^0-9.](3\.[3-9]\d\.\d+)\x00",
}
"""What is compiled in, and how it says its version there."""


def opened(address: str, **headers: str) -> Any:
    with gb.open_store() as store:
        return TestClient(application(store, "A test"), base_url=HERE).get(address, headers=headers)


def test_without_its_python_the_page_says_how_to_have_it_and_how_to_do_without() -> None:
    with pytest.raises(BrowserPythonMissing) as refused:
        python("nothing.tgz")
    assert "python -m glitterball.browser_check.build" in str(refused.value)
    assert "python verify_bundle.py FILE --policy FILE" in str(refused.value)


def test_another_python_than_pinned_makes_no_page() -> None:
    with pytest.raises(BrowserPythonAltered):
        python("licences/NOTICES.txt")


def test_another_package_than_pinned_is_not_taken(tmp_path: Path) -> None:
    given, target = tmp_path / "given.tgz", tmp_path / FILE
    given.write_bytes(b"another")
    with pytest.raises(SystemExit, match="not pyodide"):
        main(["--from", str(given)], target)
    assert not target.exists()
    assert main(["--check"], target) == 1
    target.write_bytes(b"another")
    assert main(["--check"], target) == 1


@pytest.mark.skipif(HAS_PYTHON, reason="its Python is here")
def test_a_page_that_was_not_made_says_why() -> None:
    answer = opened("/check")
    assert answer.status_code == 404
    assert "glitterball.browser_check.build" in answer.text


@with_python
def test_the_pinned_package_is_taken_and_found_again(tmp_path: Path) -> None:
    given, target = tmp_path / "given.tgz", tmp_path / FILE
    given.write_bytes(python())
    assert main(["--from", str(given)], target) == 0
    assert digest(target.read_bytes()) == SHA256
    assert (main(["--check"], target), main([], target)) == (0, 0)


@with_python
def test_the_file_to_take_along_is_the_one_the_command_writes_and_names_its_verifier(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    said = desk.types("verifier --browser {folder}/check.html")
    assert said.code == 0
    written = tmp_path.joinpath("check.html").read_bytes()
    assert digest(written) in said.out
    assert digest(verifier_file()).encode() in written
    along = opened("/check/glitterball-check.html")
    assert (along.status_code, along.content) == (200, written)
    assert along.headers["content-disposition"] == 'attachment; filename="glitterball-check.html"'


@with_python
def test_wasm_is_allowed_on_that_page_alone_and_no_connection() -> None:
    answer = opened("/check")
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'none'" in policy
    assert "'wasm-unsafe-eval'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert opened("/check", **{"if-none-match": answer.headers["etag"]}).status_code == 304
    assert "wasm" not in opened("/status").headers["content-security-policy"]


@with_python
def test_the_licences_of_what_it_brings_are_in_it() -> None:
    made = page(Checking(verifier_file(), "1")).decode()
    for said in (
        "Mozilla Public License Version 2.0",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "Emscripten authors",
    ):
        assert said in made
    assert "[[" not in made.partition("<script")[0]


@with_python
def test_the_versions_that_are_stated_are_those_that_are_brought() -> None:
    """What is compiled in says its version itself; bzip2 was stated as the 1.0.8 that others have, and SQLite without one."""
    with tarfile.open(fileobj=BytesIO(python())) as package:
        (compiled,) = [package.extractfile(member) for member in package if member.name.endswith(".wasm")]
        assert compiled is not None
        octets = compiled.read()
    for name, mark in BY_THEIR_MARKS.items():
        found = re.search(mark, octets)
        assert found is not None, name
        assert f"{name} {found[1].decode()}" in NOTICES, name


class TestInABrowser:
    """The page on `glitterball serve`."""

    pytestmark = in_a_browser

    @pytest.mark.heavy("a browser")
    @pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1024, "light")])
    def test_it_can_be_read_and_used_on_any_screen(self, browser: Any, folder: Path, width: int, scheme: str) -> None:
        served = Served(Desk(folder))
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
        )
        auditor = Auditor(context.new_page(), f"{served.address}/check")
        auditor.brings([folder / "us-33.bundle", folder / "policy.txt"])
        assert auditor.is_told().code == "0"
        assert not [url for url in auditor.asked if urlsplit(url).scheme != "blob"]
        tab = auditor.tab
        assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert not tab.evaluate(BARRIERS)
        assert not tab.evaluate(SMALL)
        assert not auditor.faults
        context.close()
        served.end()

    @pytest.mark.heavy("a browser")
    def test_axe_finds_nothing(self, browser: Any, alone: Path, folder: Path) -> None:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, bypass_csp=True)
            tab = context.new_page()
            tab.goto(alone.as_uri())
            tab.set_input_files("#files", [folder / "us-33.bundle", folder / "policy.txt"])
            tab.wait_for_selector("#chosen select")
            tab.evaluate("end({ code: 5, out: 'It is not.', err: '', stopped: '' })")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            tab.evaluate(AXE.read_text("utf-8"))
            assert not tab.evaluate(ASK), scheme
            context.close()

    @pytest.mark.heavy("a browser")
    def test_without_scripts_it_says_how_to_check_with_one_command(self, browser: Any, alone: Path) -> None:
        context = browser.new_context(java_script_enabled=False)
        tab = context.new_page()
        tab.goto(alone.as_uri())
        assert "python verify_bundle.py FILE.bundle --policy policy.txt" in tab.inner_text("main")
        assert tab.locator("#form").is_hidden()
        context.close()
