"""The page of refusals: every named reason why something is not done, found by walking the subclasses of `Refusal`."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import domain
import glitterball
import projections
from domain.plurals import of_several
from domain.refusals import Refusal
from glitterball.answers.problems import exit_code_of
from tests.docs.reference import markdown as md

INTRODUCTION = """\
Every reason why something is not done. A refusal prints a sentence, how to go on, what is on record, and a code in brackets
that never changes; scripts look for the code, and `glitterball help CODE` explains it. Words in *italics* are filled in. Unless
said otherwise nothing was recorded. How commands end otherwise is in [exit codes](exit-codes.md)."""

TITLES = {
    "domain.season": "The season: cast, scores, decisions, announcements",
    "domain.gateway": "Vote batches",
    "domain.rulebook": "Rulebooks",
    "glitterball.rulebooks": "Rulebooks",
    "glitterball.intake": "What gateways deliver",
    "glitterball.intake.unsigned_lines": "What gateways deliver",
    "glitterball.naming": "Names as they are typed",
    "glitterball.cli": "What was asked for",
    "glitterball.refusals": "What was asked for",
    "glitterball.frames": "What was asked for",
    "glitterball.charts": "What was asked for",
    "glitterball.log": "The store",
    "glitterball.sqlite_files": "Files",
    "glitterball.files": "Files",
    "glitterball.views": "The views",
    "glitterball.evidence.ledger": "Ledger and checkpoints",
    "glitterball.proof": "Keys, notes and proofs",
    "glitterball.evidence.bundle": "Bundles and certificates",
    "glitterball.audit": "Bundles and certificates",
    "glitterball.evidence": "Bundles and certificates",
    "glitterball.canvass": "Raw ballots",
    "glitterball.season_files": "Season files",
    "glitterball.history": "Files of many seasons",
}
"""What a reader calls a room, in the order of the page; a room without a title comes last, under its own name."""


def page() -> str:
    """`docs/refusals.md`."""
    rooms: dict[str, list[type[Refusal]]] = {}
    for refusal in refusals():
        rooms.setdefault(_title(refusal), []).append(refusal)
    order = [*dict.fromkeys(TITLES.values()), *sorted(set(rooms) - set(TITLES.values()))]
    titles = [title for title in order if title in rooms]
    contents = "\n".join(f"- {md.link(title)}: {len(rooms[title])}" for title in titles)
    parts = [INTRODUCTION, contents]
    for title in titles:
        parts += [f"## {title}", md.table(("Code", "Exit", "Says", "How to go on"), map(_row, rooms[title]))]
    return md.page("Refusals", *parts)


def refusals() -> list[type[Refusal]]:
    """Every refusal with a code of its own, in order of code."""
    for package in (domain, projections, glitterball):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    ours = ("domain.", "projections.", "glitterball.")
    named = {refusal for refusal in _below(Refusal) if _speaks(refusal) and refusal.__module__.startswith(ours)}
    return sorted(named, key=lambda refusal: refusal.code)


def _speaks(refusal: type[Refusal]) -> bool:
    """Whether it says something under a code of its own, and is no mere kind of refusals, nor a kind of one that does."""
    others = [getattr(above, "code", None) for above in refusal.__mro__[1:]]
    return all(hasattr(refusal, name) for name in ("code", "says", "fix")) and refusal.code not in others


def _below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in refusal.__subclasses__():
        yield kind
        yield from _below(kind)


def _title(refusal: type[Refusal]) -> str:
    """That of the closest room with a title."""
    rooms = refusal.__module__.split(".")
    paths = [".".join(rooms[:depth]) for depth in range(len(rooms), 0, -1)]
    return next((TITLES[path] for path in paths if path in TITLES), f"`{'.'.join(rooms[:2])}`")


def _row(refusal: type[Refusal]) -> tuple[str, ...]:
    other = "" if refusal.on_record == Refusal.on_record else f" {refusal.on_record}"
    return f"`{refusal.code}`", str(int(exit_code_of(refusal))), _filled(refusal.says), _filled(refusal.fix) + other


def _filled(sentence: str) -> str:
    """A sentence with what is filled in, in italics."""
    braced = of_several(sentence).replace("{{", "\0").replace("}}", "\1")
    shown = re.sub(r"\{(\w+)[^}]*\}", lambda found: f"*{found[1].replace('_', ' ')}*", braced)
    return shown.replace("\0", "{").replace("\1", "}").replace("<", "&lt;")
