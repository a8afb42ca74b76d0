"""What the table of speed says: ratios, growth and targets, reckoned from times that are given here and never taken."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.table import Ready, Sides, SidesDisagree, Target, Took, Work, cells, figure, measured, report


def taking(seconds: float) -> Took:
    return Took(processor=seconds, clock=seconds * 10)


def work(sides: Sides, **said: object) -> Work:
    words = {"name": "folding", "unit": "an event", "grows": "events", "size": 5, "quick": 1, "yardstick": "hashes"}
    return Work(**{**words, **said}, sides=lambda *_: sides)  # type: ignore[arg-type]  # fields by name


def always(seconds: float) -> Sides:
    return Sides(ours=lambda *_: lambda: taking(seconds), yardstick=lambda *_: lambda: taking(100.0))


def growing(power: int) -> Work:
    """A work whose cost grows with a power of how much there is of it."""

    def sides(size: int, folder: Path, stack: ExitStack) -> Sides:
        return Sides(ours=lambda *_: lambda: taking(float(size**power)), yardstick=lambda *_: lambda: taking(1_000.0))

    return Work("folding", "an event", "events", 5, 1, sides, "hashes")


def test_a_cost_that_is_the_same_for_each_unit_stays_1() -> None:
    assert figure(growing(1), rounds=1).growth == (1.0, 1.0)


def test_a_cost_that_grows_with_the_square_is_seen() -> None:
    assert figure(growing(2), rounds=1).growth == (10.0, 100.0)


def test_growth_is_judged_by_the_clock_where_the_row_is() -> None:
    assert figure(replace(growing(2), by_clock=True), rounds=1).growth == (10.0, 100.0)


def test_a_ratio_is_told_at_the_greatest_size_for_each_unit() -> None:
    one = figure(growing(1), rounds=1)
    assert (one.size, one.ours.processor, one.yardstick.processor, one.ratio(one.ours)) == (500, 1.0, 2.0, 2.0)


def test_a_side_that_does_fewer_units_is_reckoned_by_those() -> None:
    sides = Sides(lambda *_: lambda: taking(50.0), lambda *_: lambda: taking(50.0), yardstick_units=10)
    one = figure(work(sides, grows="", size=100), rounds=1)
    assert (one.ours.processor, one.yardstick.processor) == (0.5, 5.0)


def test_a_question_that_is_asked_as_often_in_any_store_is_reckoned_by_how_often() -> None:
    assert figure(work(always(40.0), asked=40), rounds=1).ours.processor == 1.0


def test_of_rounds_the_median_is_told_so_one_disturbed_round_tells_nothing() -> None:
    took = iter([3.0, 100.0, 4.0])
    sides = Sides(lambda *_: lambda: taking(next(took)), lambda *_: lambda: taking(8.0))
    assert figure(work(sides, grows="", size=1), rounds=3).ours.processor == 4.0


def test_sides_take_turns_so_that_a_busy_minute_meets_them_all() -> None:
    order: list[str] = []

    def side(name: str) -> Ready:
        order.append(name)
        return lambda: taking(1.0)

    sides = Sides(lambda *_: side("ours"), lambda *_: side("yardstick"), instead=lambda *_: side("instead"))
    figure(work(sides, grows="", size=1), rounds=2)
    assert order == ["ours", "yardstick", "instead"] * 2


def test_sides_that_answer_differently_are_not_compared() -> None:
    sides = Sides(lambda *_: lambda: 449, lambda *_: lambda: 448)
    with pytest.raises(SidesDisagree, match="folding: ours answers 449, yardstick answers 448"):
        figure(work(sides, grows="", size=1), rounds=1)


def test_a_quick_look_does_little_and_only_ten_times_as_much() -> None:
    one = growing(1)
    assert (one.sizes(quick=True), one.sizes(quick=False)) == ((1, 10), (5, 50, 500))


@pytest.mark.parametrize(
    ("target", "ratio", "unit", "reached"),
    [
        (Target("part", 0.7), 0.7, 1.0, True),
        (Target("part", 0.7), 0.69, 1.0, False),
        (Target("times", 20), 0.05, 1.0, True),
        (Target("times", 20), 0.049, 1.0, False),
        (Target("seconds", 0.06), 0.001, 0.06, True),
        (Target("seconds", 0.06), 1_000.0, 0.061, False),
    ],
)
def test_a_target_is_a_part_of_the_yardstick_so_many_times_or_seconds(
    target: Target, ratio: float, unit: float, reached: bool
) -> None:
    assert target.reached(ratio, unit) is reached


def test_a_row_says_what_a_unit_costs_what_that_is_of_the_yardstick_and_whether_it_is_enough() -> None:
    asked = work(always(400.0), grows="", size=100, target=Target("part", 0.3))
    row = cells(asked, figure(asked, rounds=1))
    assert row == ("folding", "4 s", "0.25", "0.3 of it", "short", "–", "–", "–", "–")


def test_a_row_that_waits_for_a_disk_is_judged_by_the_clock() -> None:
    asked = work(always(400.0), grows="", size=100, by_clock=True)
    assert cells(asked, figure(asked, rounds=1))[1] == "40 s"


def test_a_row_judged_in_times_tells_all_sides_in_times() -> None:
    sides = Sides(
        lambda *_: lambda: taking(60.0), lambda *_: lambda: taking(1.0), instead=lambda *_: lambda: taking(2.0)
    )
    asked = work(sides, grows="", size=1, target=Target("times", 20))
    row = cells(asked, figure(asked, rounds=1))
    assert (row[2], row[3], row[4], row[8]) == ("60 times", "20 times", "short", "2.00 times")


def test_what_rows_have_in_common_is_said_once_below_the_table() -> None:
    both = [work(always(1.0), grows="", size=1), work(always(1.0), grows="", size=1, name="telling")]
    text = report(both, [figure(one, rounds=1) for one in both])
    assert text.endswith("\n- **folding**, **telling**: a unit is an event; the yardstick hashes.\n")
    assert len({len(line) for line in text.splitlines() if line.startswith("|")}) == 1, "columns stand under each other"


def test_work_that_measures_itself_is_believed() -> None:
    assert measured(lambda: taking(7.0)) == (Took(7.0, 70.0), None)


def test_work_that_does_not_is_measured_and_its_answer_kept() -> None:
    took, answer = measured(lambda: 449)
    assert (answer, took.clock > 0) == (449, True)
