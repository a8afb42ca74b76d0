"""The codes of refusals are stable for ever: scripts and runbooks go by them, whatever the classes are called.

`frozen/refusal_codes.txt` lists them all. A new refusal adds its line; a line that is there never changes and never goes.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import domain
import glitterball
import projections
from domain.refusals import Refusal

FROZEN = Path(__file__).with_name("frozen") / "refusal_codes.txt"


def codes() -> set[str]:
    """The code of every refusal that can be raised; a family only gathers refusals and says nothing itself."""
    for package in (domain, projections, glitterball):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    ours = ("domain.", "projections.", "glitterball.")
    return {
        refusal.code for refusal in _under(Refusal) if hasattr(refusal, "says") and refusal.__module__.startswith(ours)
    }


def _under(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for narrower in refusal.__subclasses__():
        yield narrower
        yield from _under(narrower)


def test_every_code_given_out_is_listed_and_every_code_listed_is_given_out() -> None:
    listed = set(FROZEN.read_text().split())
    new, gone = codes() - listed, listed - codes()
    assert not new, f"add to tests/house/frozen/refusal_codes.txt: {sorted(new)}"
    assert not gone, f"given out once, and raised by nothing any more: {sorted(gone)}. Codes are for ever"


def test_a_refusal_is_coded_as_it_is_called() -> None:
    class TheBandIsLate(Refusal):
        """The band is late."""

    class TheBandIsGone(Refusal):
        """The band has left."""

        code = "no-band"

    assert (TheBandIsLate.code, TheBandIsGone.code) == ("the-band-is-late", "no-band")
