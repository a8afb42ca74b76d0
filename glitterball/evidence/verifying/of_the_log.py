"""What a bundle says of itself against the signed log: anybody can write a manifest, so nothing of it is believed."""

from domain.plurals import count_of
from domain.season.state import SeasonState
from glitterball.evidence.bundle.contents import Manifest
from glitterball.evidence.verifying.findings import Findings


def check_manifest(manifest: Manifest, state: SeasonState, whole: bool, findings: Findings) -> None:
    """The mode is the one the season was opened in; with the `whole` season followed, each week named was opened in it."""
    if state.opened is None:
        findings.add("manifest", "no event of the bundle opens the season")
        return
    opened = state.opened
    if manifest.mode != opened.fact.mode:
        says = f"the manifest says {manifest.mode}; event {opened.position} opened the season as {opened.fact.mode}"
        findings.add("manifest", says)
    for week in manifest.weeks if whole else ():
        if week not in state.weeks:
            findings.add("manifest", f"the manifest names week {week}, which no event of the season opens")


def left_out(events: int, size: int, highest: int) -> str | None:
    """What a bundle of so many events, the last at `highest`, leaves out of a log of `size`; nothing where it has them all."""
    if events >= size:
        return None
    newest = size - highest
    many = newest or size - events
    which = f"{'newest' if newest else 'other'} {f'{many:,} are' if many > 1 else 'is'}"
    return (
        f"{events:,} of the log's {count_of(size, 'event')}: the {which} not in it, and what is said there is not known"
    )
