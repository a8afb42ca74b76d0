"""Where what is kept of counts beside a store lies, besides the views."""

from pathlib import Path


def snapshots_path(beside: Path | None) -> Path | None:
    """Where the snapshots of a store are kept: `STORE.snapshots.sqlite`; nowhere for `memory:`."""
    return None if beside is None else Path(f"{beside}.snapshots.sqlite")
