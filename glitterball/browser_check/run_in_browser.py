"""Runs the single file inside a browser's Python as a command line would, and tells how far it is. It judges nothing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

FOLDER = "/brought"
EVERY = 0.2
"""Seconds between two words about how far it is."""


def run(words: str, tell: Callable[[int], object]) -> str:
    """What `python verify_bundle.py WORDS` prints and ends with, in the folder of the files that were brought, as JSON.

    `words` is a list in JSON; `tell` is given how many events have been followed, now and then. An ending that is not the
    single file's own (no memory left, a fault of ours) is `stopped` and has no exit code: a traceback's would be 1.
    """
    program = import_module("verify_bundle")
    os.chdir(FOLDER)
    out, err = io.StringIO(), io.StringIO()
    code, stopped = None, ""
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), followed(program, tell):
            code = program.main(json.loads(words))
    except SystemExit as ended:  # a wrong call, which argparse tells
        code = ended.code if isinstance(ended.code, int) else 1
    except MemoryError:
        stopped = "this browser gives it no more memory"
    except BaseException as error:
        stopped = f"{type(error).__name__}: {error}"[:300]
    return json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue(), "stopped": stopped})


@contextlib.contextmanager
def followed(program: Any, tell: Callable[[int], object]) -> Iterator[None]:
    """Count the events the single file follows by looking on: nothing of it is changed."""
    watch: Any = vars(sys)["monitoring"]  # of 3.12 and later, as a browser's is
    taken, told = 0, time.monotonic()

    def began(*_: object) -> None:
        nonlocal taken, told
        taken += 1
        if time.monotonic() - told > EVERY:
            told = time.monotonic()
            tell(taken)

    watch.use_tool_id(watch.PROFILER_ID, "how far")
    watch.register_callback(watch.PROFILER_ID, watch.events.PY_START, began)
    watch.set_local_events(watch.PROFILER_ID, program.Following.take.__code__, watch.events.PY_START)
    try:
        yield
    finally:
        watch.free_tool_id(watch.PROFILER_ID)
