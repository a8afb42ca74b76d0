"""All experiments, in the order of the table. Begin here."""

from tests.faults import (
    backups,
    clocks,
    cuts,
    derived,
    flips,
    handles,
    ioerrors,
    kills,
    misuse,
    mutated,
    nodes,
    together,
    words,
)
from tests.faults.experiment import Experiment

EXPERIMENTS: tuple[Experiment, ...] = (
    *handles.EXPERIMENTS,
    *misuse.EXPERIMENTS,
    *kills.EXPERIMENTS,
    *derived.EXPERIMENTS,
    *cuts.EXPERIMENTS,
    *backups.EXPERIMENTS,
    *ioerrors.EXPERIMENTS,
    *flips.EXPERIMENTS,
    *clocks.EXPERIMENTS,
    *mutated.EXPERIMENTS,
    *together.EXPERIMENTS,
    *nodes.EXPERIMENTS,
    *words.EXPERIMENTS,
)


def chosen(only: str | None) -> tuple[Experiment, ...]:
    """Those of the named groups, or whose name begins with a given text."""
    if only is None:
        return EXPERIMENTS
    names = [name.strip() for name in only.split(",")]
    found = tuple(each for each in EXPERIMENTS if any(each.group == name or each.name == name for name in names))
    known = {each.group for each in EXPERIMENTS}
    unknown = sorted(set(names) - known - {each.name for each in EXPERIMENTS})
    if unknown:
        raise SystemExit(f"There is no experiment {', '.join(unknown)}; there are: {', '.join(sorted(known))}.")
    return found
