"""Write the reference pages, or with `--check` say which are not what the code gives."""

import sys

from tests.docs.reference.pages import differing, write

AGAIN = "uv run python -m tests.docs.reference"
"""How the pages are made again."""


def main(arguments: list[str]) -> int:
    """0 when the pages are as the code has them (or now are), 1 when `--check` finds one that is not, 2 for anything else."""
    if arguments not in ([], ["--check"]):
        print(f"usage: {AGAIN} [--check]", file=sys.stderr)
        return 2
    if not arguments:
        for path in write():
            print(f"written: {path}")
        return 0
    different = differing()
    for path in different:
        print(f"{path} is not what the code gives. Make it again with: {AGAIN}", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
