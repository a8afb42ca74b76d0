"""Where the ledger of a store is, known without loading it: most answers are given where no ledger has come."""

from pathlib import Path


def ledger_path(beside: Path | None) -> Path | None:
    """Where the ledger of a store is kept: `night.sqlite.merkle.sqlite`; in memory where the store is."""
    return None if beside is None else Path(f"{beside}.merkle.sqlite")
