"""The page itself, made of its parts: one HTML file that works from a server, a stick or a folder, and asks nobody."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from importlib import resources

from glitterball.browser_check.pinned import FILE, NAME, SHA256, VERSION
from glitterball.browser_check.refusals import BrowserPythonAltered, BrowserPythonMissing

LICENCES = ("NOTICES.txt", "MPL-2.0.txt", "Python.txt")
"""Under which others' work in the page is given on."""


@dataclass(frozen=True, slots=True)
class Checking:
    """With what a page checks: the single file, and what its makers call its version."""

    verifier: bytes
    version: str


@lru_cache(maxsize=2)
def page(checking: Checking, served: bool = False) -> bytes:
    """The page, the same bytes every time. `served` pages lead home, and to the file that may be taken along.

    Refuses where its Python is not here (`BrowserPythonMissing`), or is another than pinned (`BrowserPythonAltered`).
    """
    filled = {
        "policy": policy(),
        "style": _text("check.css"),
        "script": _text("check.js"),
        "top": TOP if served else "",
        "taken_along": ALONG if served else ALONE,
        "name": f"verify_bundle.py {checking.version}",
        "verifier_sha256": sha256(checking.verifier).hexdigest(),
        "brought": f"{NAME} {VERSION}, SHA-256 of the package {SHA256}",
        "licences": "\n".join(f"<pre>{escape(_text(f'licences/{name}'))}</pre>" for name in LICENCES),
        "worker": _base64(_octets("worker.js")),
        "runner": _base64(_octets("run_in_browser.py")),
        "verifier": _base64(checking.verifier),
        "python": _base64(python()),
    }
    made = _text("check.html")
    for name, value in filled.items():
        made = made.replace(f"[[{name}]]", value, 1)
    return made.encode()


TOP = '<nav aria-label="The store"><a class="home" href="/">Glitterball</a></nav>'
ALONG = (
    'For a train, or a machine without a network, take <a href="/check/glitterball-check.html" download>this page as one '
    "file</a> (9 MB): it works from a folder or a stick."
)
ALONE = "This file is all there is to it: it works from a folder or a stick, without a network."


@cache
def policy() -> str:
    """What a browser is told the page may do: its own script and style by their hashes, WebAssembly, and no connection."""
    script, style = (_hash(_text(name)) for name in ("check.js", "check.css"))
    return (
        f"default-src 'none'; script-src '{script}' blob: 'wasm-unsafe-eval'; worker-src blob:; style-src '{style}'; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def python(file: str = FILE) -> bytes:
    """The package of Python for browsers, as pinned; refuses none, and any other."""
    try:
        octets = _octets(file)
    except FileNotFoundError:
        raise BrowserPythonMissing(file) from None
    found = sha256(octets).hexdigest()
    if found != SHA256:
        raise BrowserPythonAltered(file, found)
    return octets


def _hash(text: str) -> str:
    return f"sha256-{_base64(sha256(text.encode()).digest())}"


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode()


def _octets(name: str) -> bytes:
    return resources.files("glitterball.browser_check").joinpath(name).read_bytes()


def _text(name: str) -> str:
    return _octets(name).decode()
