"""The files that follow from the events: rulebook texts, workings and inputs (bundle.md, section 8)."""

from __future__ import annotations

from .part_02_spellings import digest
from .part_07_container import Bundle
from .part_26_following import Following


def check_rulebooks(bundle: Bundle, following: Following) -> None:
    """A text for each rulebook adopted, and it is the one in the event. Behind a newer event one may belong to that."""
    wanted = {f"rulebooks/{name}.json": adopted for name, adopted in following.rulebooks.items()}
    there = bundle.under("rulebooks/")
    for name in sorted(there - wanted.keys()) if following.until is None else ():
        following.findings.add("rulebook", f"{name} was never adopted")
    for name, (text, position) in sorted(wanted.items()):
        if name not in there or bundle.read(name) != text:
            following.findings.add("rulebook", f"{name} is missing, or is not the text of the event", position)


def check_derived(bundle: Bundle, following: Following) -> None:
    """Working and inputs of every certification of the bundle's weeks: the bytes whose hashes were certified."""
    weeks = following.season.weeks
    wanted = {}
    for number in bundle.manifest["weeks"] if not bundle.manifest["sealed"] else ():
        for event in weeks[number].certified if number in weeks else ():
            for kind in ("working", "inputs"):
                wanted[f"{kind}/{event.position}.json"] = (event.fact[f"{kind}_sha256"], event.position)
    for name in sorted((bundle.under("working/") | bundle.under("inputs/")) - wanted.keys()):
        following.findings.add("derived", f"{name} belongs to no certification of these weeks")
    for name, (hashed, position) in sorted(wanted.items()):
        if name not in bundle or digest(bundle.read(name)) != hashed:
            following.findings.add("derived", f"{name} is missing, or is not what was certified", position)
