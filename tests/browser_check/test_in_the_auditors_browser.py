"""A bundle checked in a real browser, from a file in a folder: the single file says there what it says on a command line.

Left out where there is no Chromium, or no Python for browsers; `.ci/run` brings both.
"""

import io
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.auditors_file.single_file import run_here
from tests.auditors_file.test_newer_than_the_verifier import repacked
from tests.auditors_file.test_proofs_in_bundles import RANKS, played
from tests.browser_check.asking import LONG, Auditor, in_a_browser
from tests.evidence.verifying.forgeries import at, edited
from tests.evidence.verifying.night import Night
from tests.evidence.verifying.taken_apart import Parts
from tests.thoroughness import part

pytestmark = in_a_browser

HOG = 64 << 20


def told_alike(auditor: Auditor, folder: Path, names: list[str], words: list[str], code: int) -> str:
    """What the page says of the files, which is what the single file says on a command line in their folder."""
    auditor.brings([folder / name for name in names])
    told = auditor.is_told()
    ended, out, err = run_here(folder, words)
    assert ended == code
    assert (told.code, told.words) == (str(code), (out + err).decode())
    assert told.ending.startswith(f"Exit code {code}: ")
    return told.words


@pytest.mark.heavy("a browser")
def test_season_33_holds_and_nobody_is_asked(auditor: Auditor, folder: Path) -> None:
    words = told_alike(
        auditor, folder, ["us-33.bundle", "policy.txt"], ["us-33.bundle", "--policy", "policy.txt"], code=0
    )
    assert "Season us-33, weeks 1, 2, 3, 4, 5, 6, 7, 8, 9: 449 of the log's 449 events." in words
    assert not [url for url in auditor.asked if not url.startswith("blob:")]
    assert not auditor.faults


class Listening:
    """A server on this machine that answers everybody and remembers what it was asked."""

    def __init__(self) -> None:
        asked = self.asked = list[str]()

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(f"{self.command} {self.path}")
                self.send_response(200)
                self.send_header("access-control-allow-origin", "*")
                self.send_header("content-length", "0")
                self.end_headers()

            do_POST = do_OPTIONS = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def end(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


SENDING = """(there) => new Promise((answer) => { const asked = new XMLHttpRequest(); asked.onerror = () => answer("refused");
  asked.onload = () => answer("came"); asked.open("POST", there); asked.send("a bundle"); })"""
LOADING = """(there) => new Promise((answer) => { const seen = new Image(); seen.onerror = () => answer("refused");
  seen.onload = () => answer("came"); seen.src = there; })"""
IMPORTING = "(there) => import(there).then(() => 'came', () => 'refused')"


@pytest.mark.heavy("a browser")
def test_the_page_may_ask_nobody_even_if_it_would(auditor: Auditor, browser: Any) -> None:
    """Its own policy has the browser refuse it, in the page and in the worker that holds the bundle."""
    listening = Listening()
    try:
        auditor.tab.wait_for_function("() => ready.then(() => true)", timeout=LONG)
        for way in (SENDING, LOADING, IMPORTING):
            assert auditor.tab.evaluate(way, listening.address) == "refused"
        for way in (SENDING, IMPORTING):
            assert auditor.tab.workers[0].evaluate(way, listening.address) == "refused"
        auditor.tab.evaluate("(there) => navigator.sendBeacon(there, 'a bundle')", listening.address)
        assert not listening.asked
        elsewhere = browser.new_context().new_page()
        assert elsewhere.evaluate(SENDING, listening.address) == "came"  # so the server would have been reached
        elsewhere.context.close()
        assert listening.asked == ["POST /"]
    finally:
        listening.end()


def flipped(octets: bytes) -> bytes:
    middle = len(octets) // 2
    return octets[:middle] + bytes([octets[middle] ^ 1]) + octets[middle + 1 :]


FORGED: dict[str, tuple[int, Callable[[Parts], bytes]]] = {
    "a flipped byte": (5, lambda parts: flipped(parts.packed())),
    "another name": (
        5,
        lambda parts: edited(parts, at(parts, "couple-cast"), lambda said: said.replace(b"Anna", b"Hanna")).packed(),
    ),
    "a newer version": (
        3,
        lambda parts: repacked(
            parts, parts.manifest.to_bytes().replace(b"glitterball.bundle.v1", b"glitterball.bundle.v4")
        ),
    ),
    "a hog of 64 MB": (5, lambda parts: parts.with_named({"events.lines": b"1 " + bytes(HOG)}).packed()),
    "a zip bomb": (5, lambda parts: bomb()),
    "JSON too deep": (5, lambda parts: parts.with_named({"scope.note": b"[" * 200_000}).packed()),
    "a certificate alone": (3, lambda parts: b'{"schema": "glitterball.certificate.v1"}\n'),
}
"""What somebody may be given in the place of a bundle, and how the check ends."""


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.lines", bytes(HOG))
    return target.getvalue()


@pytest.mark.heavy("a browser")
@pytest.mark.parametrize("name", [*part(list(FORGED)[:4], 1, of=2), *part(list(FORGED)[4:], 0, of=3)])
def test_what_does_not_hold_is_refused_in_the_same_words(
    name: str, auditor: Auditor, folder: Path, night: Night, parts: Parts, tmp_path: Path
) -> None:
    code, made = FORGED[name]
    tmp_path.joinpath("given.bundle").write_bytes(made(parts))
    tmp_path.joinpath("policy.txt").write_bytes(night.policy().to_bytes())
    tmp_path.joinpath("verify_bundle.py").write_bytes(folder.joinpath("verify_bundle.py").read_bytes())
    told_alike(auditor, tmp_path, ["given.bundle", "policy.txt"], ["given.bundle", "--policy", "policy.txt"], code=code)


@pytest.mark.heavy("a browser")
def test_who_left_is_proved_in_a_browser_without_a_count(auditor: Auditor, folder: Path, tmp_path: Path) -> None:
    shown = played(RANKS, "double-with-save", tmp_path / "show")
    tmp_path.joinpath("sealed.bundle").write_bytes(shown.bundle())
    tmp_path.joinpath("policy.txt").write_bytes(shown.published.policy.to_bytes())
    tmp_path.joinpath("verify_bundle.py").write_bytes(folder.joinpath("verify_bundle.py").read_bytes())
    words = told_alike(
        auditor, tmp_path, ["sealed.bundle", "policy.txt"], ["sealed.bundle", "--policy", "policy.txt"], code=0
    )
    assert "follows from the votes committed to" in words


@pytest.mark.heavy("a browser")
def test_the_question_could_not_be_put(auditor: Auditor, folder: Path) -> None:
    folder.joinpath("a key.txt").write_text("PRIVATE+KEY+example.org/dancing+00000000+AAAA\n")
    auditor.brings([folder / "us-33.bundle", folder / "a key.txt"])
    told = auditor.is_told()
    code, out, err = run_here(folder, ["us-33.bundle", "--policy=a key.txt"])
    assert (told.code, told.words) == (str(code), (out + err).decode()) == ("3", err.decode())
    assert "a key.txt holds a private key" in told.words
    assert "'--policy=a key.txt'" in auditor.tab.inner_text("#line")


@pytest.mark.heavy("a browser")
def test_without_a_policy_it_says_so_and_keys_alone_are_enough(auditor: Auditor, folder: Path) -> None:
    tab = auditor.tab
    tab.get_by_role("button", name="Check").press("Enter")
    assert tab.inner_text("#status") == "Choose the bundle."
    auditor.brings([folder / "us-33.bundle"])
    tab.get_by_role("button", name="Check").press("Enter")
    assert "Choose or paste your policy" in tab.inner_text("#status")
    tab.locator("summary", has_text="Paste the policy").press("Enter")
    tab.get_by_label("Policy", exact=True).fill(folder.joinpath("policy.txt").read_text())
    tab.get_by_role("button", name="Check").press("Enter")
    tab.wait_for_selector("#verdict", timeout=LONG)
    assert tab.locator("#verdict").get_attribute("data-code") == "0"
    assert tab.evaluate("document.activeElement.id") == "said"
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="Save these words").press("Enter")
    assert "Season us-33, weeks 1" in saved.value.path().read_text()


@pytest.mark.heavy("a browser")
def test_whoever_stops_it_has_no_answer_and_may_ask_again(auditor: Auditor, folder: Path) -> None:
    tab = auditor.tab
    auditor.brings([folder / "us-33.bundle", folder / "policy.txt"])
    tab.get_by_role("button", name="Check").click()
    tab.get_by_role("button", name="Stop").click()
    assert tab.inner_text("#status") == "Stopped: there is no answer."
    assert tab.locator("#verdict").is_hidden()
    assert auditor.is_told().code == "0"


@pytest.mark.heavy("a browser")
def test_an_end_that_is_none_of_the_single_files_own_is_no_answer(auditor: Auditor, folder: Path) -> None:
    """A traceback would end a command with 1, which says that an outcome does not follow."""
    auditor.brings([folder / "us-33.bundle", folder / "policy.txt"])
    auditor.tab.wait_for_function("() => ready.then(() => true)", timeout=LONG)
    auditor.tab.workers[0].evaluate(
        "python.runPython('import verify_bundle\\ndef full(*_): raise MemoryError\\nverify_bundle.verify = full')"
    )
    told = auditor.is_told()
    assert (told.code, told.ending) == ("none", "No answer")
    assert "no more memory" in auditor.tab.inner_text("#said")
    assert "says nothing about the bundle" in auditor.tab.inner_text("#means")
