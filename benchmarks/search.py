"""The search for counterexamples: outcomes a second in its loop, and the time until the first is found.

Yardstick, in the same run: bare `tabulate` calls on weeks of the same size, without working. The loop makes each week,
asks for its outcome and looks at it; what it asked before it remembers. Usage: python -m benchmarks.search [--seconds N]
"""

import argparse
import time

from domain.rulebook import Rulebook
from domain.tabulation.tabulate import tabulate
from glitterball.properties import Budget, property_named
from glitterball.properties.floor import Floor, all_weeks, panel_sizes
from glitterball.rulebooks import shipped_rulebook


def bare(rulebook: Rulebook, form_name: str, n: int) -> float:
    """Bare outcomes a second on every small week of n couples."""
    form = rulebook.form(form_name)
    assert form is not None
    weeks = list(all_weeks(Floor(rulebook, form, n, panel_sizes(rulebook, form)[0])))
    began = time.perf_counter()
    for week in weeks:
        tabulate(rulebook, week, explain=False)
    return len(weeks) / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    savable = property_named("savable")
    began = time.perf_counter()
    found = savable.find_violation(shipped_rulebook("strictly-2008"))
    assert found is not None
    print(f"strictly-2008, first counterexample ({found.couples} couples): {time.perf_counter() - began:.3f} s")
    for rulebook_name, form in (("strictly-2009", "dance-off"), ("us-3-27", "single")):
        rulebook = shipped_rulebook(rulebook_name)
        yardstick = bare(rulebook, form, 4)
        print(f"{rulebook_name + ', bare tabulate (yardstick)':42}{yardstick:>10,.0f}/s   1.00")
        for name in ("savable", "monotone", "scale-free"):
            began = time.perf_counter()
            result = property_named(name).try_on(rulebook, Budget(max_examples=0, seconds=seconds))
            rate = result.outcomes / (time.perf_counter() - began)
            label = f"{rulebook_name}, {name}"
            print(
                f"{label:42}{rate:>10,.0f}/s   {rate / yardstick:.2f}   {result.outcomes:,} outcomes, {result.verdict}"
            )


if __name__ == "__main__":
    main()
