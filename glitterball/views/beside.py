"""Where what is kept of counts beside a store lies, besides the views."""

from pathlib import Path


def snapshots_path(address: str) -> Path | None:
    """Where the snapshots of a store are kept: `STORE.snapshots.sqlite`; nowhere for `memory:`."""
    kind, _, path = address.partition(":")
    return Path(f"{path}.snapshots.sqlite") if kind == "sqlite" else None
