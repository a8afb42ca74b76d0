"""The verifier a certificate names: the single file that anybody can run, by name, version and hash."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from domain.record import digest

FILE = "verify_bundle.py"


@dataclass(frozen=True, slots=True)
class Verifier:
    """With what a reader can check the outcome."""

    name: str
    version: str
    sha256: str


def verifier_file() -> bytes:
    """The single-file verifier as shipped."""
    return resources.files("glitterball.auditors_file").joinpath(FILE).read_bytes()


@cache
def shipped_verifier() -> Verifier:
    """The single-file verifier that ships with this release."""
    source = verifier_file()
    version = re.search(rb'^VERSION = "([^"]+)"$', source, re.MULTILINE)
    assert version is not None, "the verifier states its version"
    return Verifier(FILE, version[1].decode(), digest(source))
