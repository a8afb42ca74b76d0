"""The files that follow from events: rulebook texts, workings and inputs; and which checkpoints stood at the right moments."""

import json
from collections.abc import Sequence

from domain.record import digest
from domain.season.state import WeekState
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.evidence.verifying.remaking import differ
from glitterball.evidence.verifying.season import Season
from glitterball.proof.checkpoints import Checkpoint


def check_rulebooks(bundle: OpenBundle, season: Season, findings: Findings) -> None:
    """A text for each rulebook adopted, and it is the one in the event. Behind a newer event one may belong to that."""
    wanted = {f"rulebooks/{sha256}.json": adopted for sha256, adopted in season.rulebooks.items()}
    there = _under(bundle, "rulebooks/")
    for name in sorted(there - wanted.keys()) if season.until is None else ():
        findings.add("rulebook", f"{name} was never adopted")
    for name, (text, position) in sorted(wanted.items()):
        if name not in there or bundle.read(name) != text:
            findings.add("rulebook", f"{name} is missing, or is not the text of the event", position)


def check_workings(bundle: OpenBundle, season: Season, findings: Findings) -> None:
    """Working and inputs of every certification of the bundle's weeks: the bytes whose hashes were certified."""
    wanted: dict[str, tuple[str, int]] = {}
    for number in bundle.manifest.weeks if not bundle.manifest.sealed else ():
        for event in season.fold.state.weeks[number].certified if number in season.fold.state.weeks else ():
            wanted[f"working/{event.position}.json"] = (event.fact.working_sha256, event.position)
            wanted[f"inputs/{event.position}.json"] = (event.fact.inputs_sha256, event.position)
    there = _under(bundle, "working/") | _under(bundle, "inputs/")
    for name in sorted(there - wanted.keys()):
        findings.add("derived", f"{name} belongs to no certification of these weeks")
    for name, (sha256, position) in sorted(wanted.items()):
        if name not in there or digest(bundle.read(name)) != sha256:
            findings.add("derived", f"{name} is missing, or is not what was certified", position)


def margins_in(bundle: OpenBundle) -> frozenset[int]:
    """The weeks of which the bundle says how close they were."""
    return frozenset(int(name[7:-5]) for name in _under(bundle, "margin/"))


def check_margins(bundle: OpenBundle, season: Season, findings: Findings) -> None:
    """How close it was, worked out once more; a bundle need not say it, and a sealed one cannot."""
    margins = season.certifications.margins
    for week in sorted(margins_in(bundle) - season.unread):
        name = f"margin/{week}.json"
        known = week in margins and week in bundle.manifest.weeks and not bundle.manifest.sealed
        if not known:
            findings.add("derived", f"{name} is not about a certified week of this bundle", week=week)
        elif bundle.read(name) != margins[week]:
            findings.add("derived", f"{name}: {_differs(bundle.read(name), margins[week])}", week=week)


def _differs(said: bytes, again: bytes) -> str:
    """What a margin says otherwise than the events, the first of it."""
    try:
        differences = list(differ(json.loads(said), json.loads(again), ""))
    except (ValueError, RecursionError):
        return "it cannot be read as one"
    return differences[0] if differences else "it is not in its one spelling"


def check_closings(season: Season, checkpoints: Sequence[Checkpoint], findings: Findings) -> None:
    """Between a week's closing and its first certification somebody outside could know the log's root."""
    for number, week in sorted(season.fold.state.weeks.items()):
        if not week.certified or week.seal is None:
            continue
        certified = week.certified[0].position
        if not any(week.seal.position <= checkpoint.size < certified for checkpoint in checkpoints):
            findings.add("closing-checkpoint", _no_checkpoint(week), certified, number)


def _no_checkpoint(week: WeekState) -> str:
    closed = week.seal.position if week.seal else 0
    return f"no checkpoint was published between the closing of the vote (event {closed}) and this certification"


def _under(bundle: OpenBundle, folder: str) -> set[str]:
    return {name for name in bundle.manifest.files if name.startswith(folder)}
