"""The proofs of a week as a certificate tells of them: what was proved, as if what had counted, and from which commitments."""

from __future__ import annotations

from .part_01_findings import Wrong
from .part_02_spellings import Json
from .part_10_events import Event
from .part_15_season import Season
from .part_25_announced_groups import Groups, left_by_the_save, saved_by_viewers
from .part_25_answers import answer_for
from .part_25_as_if import EXCLUSION_PROVED, voting_weeks
from .part_25_counted_commitments import Committed, counted_commitments


def of_the_proof(season: Season, number: int) -> Json:
    """The last proof of a week's outcome, where it stands."""
    proofs = [event for event in season.said.values() if event.type == "outcome-proved.v1"]
    event = next((event for event in reversed(proofs) if event.fact["week"] == number), None)
    return None if event is None else _told(season, number, event)


def of_proofs_as_if(season: Season, number: int) -> Json:
    """Of each claim that other votes would have changed nothing the last proof, in the order of the log; or None."""
    last: dict[tuple[str, str | None], Event] = {}
    for event in season.said.values():
        if event.type == EXCLUSION_PROVED and event.fact["week"] == number:
            last[event.fact["as_if"], event.fact.get("channel")] = event
    told = [_told(season, number, event) for event in sorted(last.values(), key=lambda event: event.position)]
    return [proof for proof in told if proof is not None] or None


def _told(season: Season, number: int, event: Event) -> Json:
    """A proof that is about the week's last certification, where what was committed to still is what counts."""
    fact, certified = event.fact, season.weeks[number].certified
    if not certified or fact["certified"] != certified[-1].position:
        return None
    try:
        counted = counted_commitments(season, number, voting_weeks(season, number, fact))
    except Wrong:
        return None
    if not counted:
        return None
    as_if = {"as_if": fact["as_if"], "channel": fact.get("channel")} if event.type == EXCLUSION_PROVED else {}
    return {
        "position": event.position,
        "time": event.time,
        "by": answer_for(season, event),
        "certified": fact["certified"],
        **as_if,
        **{name: fact[name] for name in ("groups", "equal")},
        "proved": [
            {
                "body": held["body"],
                "turnout": str(held["turnout"]),
                "placed": held.get("placed"),
                **_saved(season, certified[-1].fact, held["body"], fact["groups"]),
            }
            for held in fact["proved"]
        ],
        "counted": _manifests(counted),
        **{name: fact[name] for name in ("context_sha256", "proof_sha256")},
        "file": f"proofs/{event.position}.sigma",
    }


def _saved(season: Season, certified: Json, body: str, groups: Groups) -> Json:
    """Of an instant save, as certified, whom it kept, and who left by it; nothing of other votes."""
    adopted = season.rulebook(certified["week"])
    forms = adopted.fact["rulebook"]["forms"] if adopted else []
    said = {"danger": [*certified["leaving"], *certified["saved"]], "eliminated": certified["leaving"]}
    for form in forms:
        saved = saved_by_viewers(form, said) if form["name"] == certified["form"] else None
        if saved is not None and saved[0] == body:
            return {"kept": saved[1], "left": left_by_the_save(form, said, groups)}
    return {}


def _manifests(counted: list[Committed]) -> list[Json]:
    """By week and gateway the manifest, with the channels and bodies of it that count."""
    manifests: dict[tuple[int, str], Json] = {}
    for held in counted:
        stated = None if held.batches else held.closed_at
        line = {"week": held.week, "gateway": held.gateway, "manifest": stated, "channels": []}
        numbers = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in held.batches)
        manifests.setdefault((held.week, held.gateway), line)["channels"].append([held.channel, held.body, numbers])
    return [manifests[key] for key in sorted(manifests)]
