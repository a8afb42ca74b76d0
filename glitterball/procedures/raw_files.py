"""Raw files on record: which batches of a season were counted from which file of ballots."""

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2
from glitterball.log import EventLog


def raw_files_on_record(log: EventLog, season: str) -> dict[str, list[tuple[str, int]]]:
    """For each raw file by its SHA-256, the gateways and weeks whose batches were counted from it, in order of week and gateway.

    Reads every batch of the season: what is looked for may be of any week.
    """
    found: dict[str, set[tuple[int, str]]] = {}
    for event in log.read(prefix=f"votes/{season}/"):
        batch = event.fact
        if isinstance(batch, VoteBatchReceived | VoteBatchReceivedV2) and batch.raw_sha256 is not None:
            found.setdefault(batch.raw_sha256, set()).add((batch.week, batch.gateway))
    return {sha256: [(gateway, week) for week, gateway in sorted(places)] for sha256, places in found.items()}
