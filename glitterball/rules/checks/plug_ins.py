"""Stage kinds of packages: what a show gives up with them."""

from collections.abc import Iterator

from domain.rulebook import Rulebook
from domain.rulebook.plug_ins import Named, named_in, plug_ins_of
from glitterball.rules.checks.problem import Problem


def plug_in_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """No verifier knows the kinds of a package, so nothing that rests on one is certified."""
    for named in named_in(rulebook):
        kinds = ", ".join(plug_ins_of(rulebook))
        what = f"no season is certified under rules that name {kinds}, which no verifier knows"
        yield Problem(_clause(named, rulebook), f"{what}; rehearsals, what-if and audits go by it", "warning")
        return


def _clause(named: Named, rulebook: Rulebook) -> str:
    """The path as its author reads it: sides and forms by name."""
    room, at, *rest = named.path
    names = {"sides": [side.name for side in rulebook.sides], "forms": [form.name for form in rulebook.forms]}
    return ".".join((room, names[room][int(at)] if room in names else at, *rest))
