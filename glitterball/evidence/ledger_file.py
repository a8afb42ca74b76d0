"""Where the ledger of a store is, known without loading it: most answers are given where no ledger has come."""

from pathlib import Path


def ledger_path(address: str) -> Path | None:
    """Where the ledger of a store is kept: `night.sqlite.merkle.sqlite`; in memory where the store is."""
    kind, _, path = address.partition(":")
    return Path(f"{path}.merkle.sqlite") if kind == "sqlite" else None
