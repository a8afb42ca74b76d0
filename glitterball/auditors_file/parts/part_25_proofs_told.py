"""The proof of a week's outcome as a certificate tells of it: what was proved, and from which commitments."""

from __future__ import annotations

from .part_01_findings import Wrong
from .part_02_spellings import Json
from .part_15_season import Season
from .part_25_answers import answer_for
from .part_25_as_if import voting_weeks
from .part_25_counted_commitments import Committed, counted_commitments


def of_the_proof(season: Season, number: int) -> Json:
    """The last proof of a week, where it is about its last certification and what was committed to still is what counts."""
    proofs = (event for event in season.said.values() if event.type == "outcome-proved.v1")
    event = next((event for event in reversed([*proofs]) if event.fact["week"] == number), None)
    certified = season.weeks[number].certified
    if event is None or not certified or event.fact["certified"] != certified[-1].position:
        return None
    try:
        counted = counted_commitments(season, number, voting_weeks(season, number, event.fact))
    except Wrong:
        return None
    fact = event.fact
    return {
        "position": event.position,
        "time": event.time,
        "by": answer_for(season, event),
        **{name: fact[name] for name in ("certified", "groups", "equal")},
        "proved": [
            {"body": held["body"], "turnout": str(held["turnout"]), "placed": held.get("placed")}
            for held in fact["proved"]
        ],
        "counted": _manifests(counted),
        **{name: fact[name] for name in ("context_sha256", "proof_sha256")},
        "file": f"proofs/{event.position}.sigma",
    }


def _manifests(counted: list[Committed]) -> list[Json]:
    """By week and gateway the manifest, with the channels and bodies of it that count."""
    manifests: dict[tuple[int, str], Json] = {}
    for held in counted:
        stated = None if held.batches else held.closed_at
        line = {"week": held.week, "gateway": held.gateway, "manifest": stated, "channels": []}
        numbers = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in held.batches)
        manifests.setdefault((held.week, held.gateway), line)["channels"].append([held.channel, held.body, numbers])
    return [manifests[key] for key in sorted(manifests)]
