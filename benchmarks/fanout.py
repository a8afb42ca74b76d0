"""A thousand screens that listen while results change ten times a second, then while 64 gateways deliver as well.

    python -m benchmarks.fanout [--listeners 1000] [--rounds 3] [--seconds 6] [--quick]

Three things are told. What it costs the server's process to tell everybody, in processor seconds a million messages, against a
bare Starlette stream that sends messages of the same length from the same server program, turn by turn in the same run. How long
it takes from a change being acknowledged to the last of its listeners having heard of it. And the same while gateways
deliver 1,000 signed batches a second in all, with how long the desk's own pages take meanwhile. Everybody has signed in,
each in a session of their own. It takes about a minute and asks nobody but this machine; it ends with 1 where a listener
missed something, was let go, or a delivery was not recorded. Of time it asserts nothing: clocks tell how busy the machine was.
"""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(said: Sequence[str] | None = None) -> int:
    """Play it. What it takes is loaded here alone, so that the processes it begins load what they need and no more."""
    sys.path.insert(0, str(Path(__file__).parent))
    from fanout_played import play

    return play(__doc__.splitlines()[0], said)


if __name__ == "__main__":
    sys.exit(main())
