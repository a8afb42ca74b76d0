"""Build the site into `build/site`; its first page is `index.html`, which any browser opens from there."""

import sys
from importlib.util import find_spec

from tests.docs.site.building import NotBuilt, build
from tests.docs.site.navigation import ROOT

AGAIN = "uv run --extra docs python -m tests.docs.site"
"""How the site is built."""

TARGET = ROOT / "build" / "site"


def main(arguments: list[str]) -> int:
    """0 when the site is built, 1 when a page or a link does not hold, 2 for anything else."""
    if arguments or find_spec("zensical") is None:
        print(f"usage: {AGAIN}", file=sys.stderr)
        return 2
    try:
        build(TARGET)
    except NotBuilt as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"built: {TARGET.relative_to(ROOT)}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
