"""The command line, `glitterball NOUN VERB`: one module a noun. Start reading at `app`."""

import signal
import sys

from glitterball.cli.loading import STOPPED, loading

__all__ = ["STOPPED", "main"]


def main() -> None:
    """Run `glitterball` with the arguments of this process."""
    with loading():
        from glitterball.cli.app import app
        from glitterball.cli.ending import run
        from glitterball.cli.streams import prepare

        prepare()
    code = run(app, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is left to be told
    raise SystemExit(code)
