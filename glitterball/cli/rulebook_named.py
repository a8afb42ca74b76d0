"""A rulebook as one types it: a file, or the name of one that ships."""

from pathlib import Path

from domain.rulebook import Rulebook, read_rulebook
from glitterball.files import read_text
from glitterball.files.limits import RULEBOOK
from glitterball.files.refusals import FileUnreadable
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks, shipped_text
from glitterball.spelling import did_you_mean


def read_rulebook_named(name: str) -> Rulebook:
    """A rulebook from a file, or one that ships."""
    return rulebook_and_text(name)[0]


def rulebook_and_text(name: str) -> tuple[Rulebook, str, str]:
    """A rulebook with its text and what to call it; one that ships where there is no file of that name."""
    if name in shipped_rulebooks() and not Path(name).exists():
        return shipped_rulebook(name), shipped_text(name), f"{name}.toml"
    try:
        text = read_text(name, RULEBOOK)
    except FileUnreadable as refusal:
        has = shipped_rulebooks()
        hint = did_you_mean(name, has)
        ships = f"rulebooks that ship are {', '.join(has)}"
        because = f"{refusal.because}.{hint} R{ships[1:]}" if hint else f"{refusal.because}; {ships}"
        raise FileUnreadable(refusal.path, because) from None
    return read_rulebook(text, name), text, name
