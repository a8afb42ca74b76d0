"""The tests. What is compiled while they are loaded is kept, here and by the processes that tests start.

Compiling what has not changed takes most of a start: that is said here, before the first library is loaded on behalf of a test.
"""

import gc
import os
import sys

gc.disable()
"""Of what is loaded and collected nothing is rubbish; looking for some takes a quarter of the time it takes to start."""

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
