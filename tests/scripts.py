"""Scripts that tests run under hash seeds of their own."""

import contextlib
import io


def said_here(script: str) -> str:
    """What a script prints in this process, whose hash seed is one nobody chose, and which has loaded other modules."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(script, "script", "exec"), {"__name__": "script"})
    return out.getvalue()
