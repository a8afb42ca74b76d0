"""The command line, `glitterball NOUN VERB`: one module a noun. Start reading at `app`."""

import sys


def main() -> None:
    """Run `glitterball` with the arguments of this process."""
    from glitterball.cli.app import app
    from glitterball.cli.ending import run

    raise SystemExit(run(app, sys.argv[1:]))
