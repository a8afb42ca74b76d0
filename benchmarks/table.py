"""One row of the table: a piece of work done by us, by a yardstick, by what others would use, in one run.

A `Work` says what is done, in which sizes, and what is to be reached. `figures` does it, in turn, several rounds, and keeps
the medians; `report` lays the rows out. How to read them: benchmarks/README.md.
"""

import gc
import resource
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Literal

GROWTH = (1, 10, 100)
"""How much work is done, beside the least."""

Ready = Callable[[], object]
"""What is measured. Its answer is that of the other sides, or None where nothing can be compared, or what it measured itself."""
Side = Callable[[Path, ExitStack], Ready]
"""Makes ready in an empty folder, which is not measured; what it opens, the stack closes."""


@dataclass(frozen=True)
class Took:
    """Seconds of processor, with those of processes that were started, and seconds by the clock."""

    processor: float
    clock: float


@dataclass(frozen=True)
class Sides:
    """Who does the work. What is slower than can be waited for does fewer units: so many, where it is not all of them."""

    ours: Side
    yardstick: Side
    library: Side | None = None
    instead: Side | None = None
    yardstick_units: int | None = None
    library_units: int | None = None
    instead_units: int | None = None


@dataclass(frozen=True)
class Target:
    """What is to be reached: at least a part of the yardstick's rate, at most so many times its cost, or at most so many
    seconds a unit."""

    kind: Literal["part", "times", "seconds"]
    amount: float

    def reached(self, ratio: float, unit: float) -> bool:
        """Whether a ratio to the yardstick, and seconds a unit, reach it."""
        if self.kind == "seconds":
            return unit <= self.amount
        return ratio >= (self.amount if self.kind == "part" else 1 / self.amount)

    def __str__(self) -> str:
        if self.kind == "seconds":
            return f"{spelled(self.amount)} a unit"
        return f"{self.amount:g} of it" if self.kind == "part" else f"{self.amount:g} times"


@dataclass(frozen=True)
class Work:
    """A row before it is measured. `size` is the least work; `grows` says what there is ten and a hundred times as much of,
    and is empty where nothing grows. `asked` is how many units are done whatever the size."""

    name: str
    unit: str
    grows: str
    size: int
    quick: int
    sides: Callable[[int, Path, ExitStack], Sides]
    yardstick: str
    target: Target | None = None
    library: str = ""
    instead: str = ""
    asked: int | None = None
    by_clock: bool = False

    def sizes(self, quick: bool) -> tuple[int, ...]:
        """How much there is of what grows: once, ten times, a hundred times; for a quick look less, and twice only."""
        least = self.quick if quick else self.size
        return tuple(least * times for times in (GROWTH[:2] if quick else GROWTH)) if self.grows else (least,)


@dataclass(frozen=True)
class Figure:
    """A row, measured: seconds a unit by each side at the greatest size, medians, and what a unit costs at ten and a hundred
    times the least size, beside the least."""

    name: str
    unit: str
    size: int
    ours: Took
    yardstick: Took
    library: Took | None
    instead: Took | None
    growth: tuple[float, ...]
    by_clock: bool

    def seconds(self, took: Took) -> float:
        """What this row is judged by."""
        return took.clock if self.by_clock else took.processor

    def ratio(self, took: Took) -> float:
        """What a side does while the yardstick does 1."""
        return self.seconds(self.yardstick) / self.seconds(took)


class SidesDisagree(Exception):
    """Two sides of one row gave different answers, so one of them does other work and no ratio means anything."""


def figure(work: Work, rounds: int, quick: bool = False) -> Figure:
    """Do a work in all its sizes; at the greatest the other sides do it, too, in turn in every round."""
    costs: list[float] = []
    for size in (sizes := work.sizes(quick)):
        with TemporaryDirectory() as folder, ExitStack() as stack:
            sides = work.sides(size, Path(folder), stack)
            gc.collect()
            everybody = {"ours": sides.ours}
            if size == sizes[-1]:
                others = (("yardstick", sides.yardstick), ("library", sides.library), ("instead", sides.instead))
                everybody |= {name: side for name, side in others if side is not None}
            units = work.asked or size
            took = _in_turn(work.name, everybody, rounds)
        for name in took:
            took[name] = _divided(took[name], getattr(sides, f"{name}_units", None) or units)
        costs.append(took["ours"].clock if work.by_clock else took["ours"].processor)
    least = costs[0]
    return Figure(
        name=work.name,
        unit=work.unit,
        size=sizes[-1],
        ours=took["ours"],
        yardstick=took["yardstick"],
        library=took.get("library"),
        instead=took.get("instead"),
        growth=tuple(cost / least for cost in costs[1:]),
        by_clock=work.by_clock,
    )


def _in_turn(name: str, everybody: dict[str, Side], rounds: int) -> dict[str, Took]:
    """The median of the rounds for each side; in each round one after the other."""
    took: dict[str, list[Took]] = {side: [] for side in everybody}
    answers: dict[str, object] = {}
    for _ in range(rounds):
        for side, make in everybody.items():
            with TemporaryDirectory() as folder, ExitStack() as stack:
                one, answer = measured(make(Path(folder), stack))
            took[side].append(one)
            if answer is not None:
                answers[side] = answer
    if len(set(answers.values())) > 1:
        raise SidesDisagree(f"{name}: {', '.join(f'{side} answers {answer}' for side, answer in answers.items())}")
    return {side: Took(*(median(each) for each in zip(*map(_pair, some), strict=True))) for side, some in took.items()}


def _pair(took: Took) -> tuple[float, float]:
    return took.processor, took.clock


def _divided(took: Took, units: int) -> Took:
    return Took(took.processor / units, took.clock / units)


def measured(work: Ready) -> tuple[Took, object]:
    """What the work took, and its answer; where it measured itself, that, and no answer."""
    busy, began = processor(), time.perf_counter()
    answer = work()
    took = Took(processor() - busy, time.perf_counter() - began)
    return (answer, None) if isinstance(answer, Took) else (took, answer)


def processor() -> float:
    """Seconds of processor that this process has had, and those it started and that are gone."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


HEADS = ("work", "a unit", "of the yardstick", "target", "", "x10", "x100", "library", "instead")


def report(works: Sequence[Work], figures: Sequence[Figure]) -> str:
    """The table as Markdown, and behind it what each row was measured against."""
    rows = [cells(work, one) for work, one in zip(works, figures, strict=True)]
    widths = [max(len(row[at]) for row in (HEADS, *rows)) for at in range(len(HEADS))]
    laid = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (HEADS, *rows)]
    rule = "|".join("-" * (width + 2) for width in widths)
    legends: dict[str, list[str]] = {}
    for work in works:
        legends.setdefault(_legend(work), []).append(work.name)
    notes = [f"- **{'**, **'.join(names)}**: {said}" for said, names in legends.items()]
    return "\n".join([f"| {laid[0]} |", f"|{rule}|", *(f"| {line} |" for line in laid[1:]), "", *notes]) + "\n"


def cells(work: Work, one: Figure) -> tuple[str, ...]:
    """A row as it is shown."""
    ratio, target = one.ratio(one.ours), work.target
    reached = "" if target is None else "reached" if target.reached(ratio, one.seconds(one.ours)) else "short"
    growth = [f"{each:.2f}" for each in one.growth] + ["–"] * (2 - len(one.growth))
    times = target is not None and target.kind == "times"
    others = ("–" if took is None else told(one.ratio(took), times) for took in (one.library, one.instead))
    cost = spelled(one.seconds(one.ours))
    return (work.name, cost, told(ratio, times), str(target or "none"), reached, *growth, *others)


def told(ratio: float, times: bool = False) -> str:
    """A ratio to the yardstick: the part of its rate, or how many times its cost where that is easier to read."""
    if ratio >= 0.2 and not times:
        return f"{ratio:.2f}"
    return f"{1 / ratio:,.0f} times" if ratio < 0.1 else f"{1 / ratio:.2f} times"


def spelled(seconds: float) -> str:
    """Seconds in a unit that fits."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"


def _legend(work: Work) -> str:
    said = [f"a unit is {work.unit}", f"the yardstick {work.yardstick}"]
    said += [f"x10 and x100: so many times the {work.grows}"] * bool(work.grows)
    said += [f"library: {work.library}"] * bool(work.library)
    said += [f"instead: {work.instead}"] * bool(work.instead)
    return "; ".join(said) + ("; by the clock." if work.by_clock else ".")
