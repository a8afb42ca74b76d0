"""The command line, `glitterball NOUN VERB`: one module a noun. Start reading at `app`."""

import gc
import os
import signal
import sys
from types import FrameType

STOPPED = 130
"""How a command ends that was stopped with Ctrl-C: as shells have it, 128 and the number of the signal."""


def main() -> None:
    """Run `glitterball` with the arguments of this process."""
    signal.signal(signal.SIGINT, _stopped_while_loading)
    gc.disable()  # of what is loaded nothing is rubbish, and looking for some takes a tenth of a small command
    from glitterball.cli.app import app
    from glitterball.cli.ending import run
    from glitterball.cli.streams import prepare

    prepare()
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = run(app, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is left to be told
    raise SystemExit(code)


def _stopped_while_loading(_signal: int, _frame: FrameType | None) -> None:
    """Nothing has been opened yet, so there is nothing to clear up, and no module may be left half loaded."""
    os.write(2, b"Stopped before anything was done. Nothing was recorded.\n")
    os._exit(STOPPED)
