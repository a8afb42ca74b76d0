"""The command line, `glitterball NOUN VERB`: one module a noun. Start reading at `app`."""

import os
import signal
import sys

from glitterball.cli.loading import STOPPED, loading

__all__ = ["STOPPED", "main"]


def main() -> None:
    """Run `glitterball` with the arguments of this process; or tell a shell what may come next on its line."""
    typed = os.environ.get("_GLITTERBALL_COMPLETE")
    if typed is not None:
        _complete(typed)
        return
    if sys.argv[1:] == ["--version"]:  # a script asks it at each start, and for it alone no command is loaded
        _tell_version()
        return
    with loading():
        from glitterball.cli.app import app
        from glitterball.cli.ending import run
        from glitterball.cli.streams import prepare

        prepare()
    code = run(app, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is left to be told
    raise SystemExit(code)


def _tell_version() -> None:
    with loading():
        from glitterball.cli.streams import prepare
        from glitterball.version import VERSION

        prepare()
    print(f"glitterball {VERSION}")


def _complete(typed: str) -> None:
    with loading():
        from glitterball.cli.completing import answer
        from glitterball.cli.streams import prepare, write_exactly

        prepare()
    for line in answer(typed):
        write_exactly(f"{line}\n")
