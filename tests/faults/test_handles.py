"""Opening a store once more must not take the locks of the handle that is open; nor may anything else people do to it."""

from pathlib import Path
from random import Random

import pytest

from tests.faults import handles, misuse
from tests.faults.experiment import Bench, Tally, verdict

pytestmark = pytest.mark.heavy("accidents")


def tried(experiment_name: str, folder: Path, trials: int) -> Tally:
    known = {each.name: each for each in (*handles.EXPERIMENTS, *misuse.EXPERIMENTS)}
    return known[experiment_name].run(Bench(folder, Random(33)), trials)


@pytest.mark.parametrize("name", [each.name for each in handles.EXPERIMENTS if not each.sanity])
def test_a_store_opened_for_every_request_loses_nothing_it_acknowledged(
    name: str, tmp_path: Path, thorough: bool
) -> None:
    tally = tried(name, tmp_path, 15 if thorough else 2)
    assert tally.acknowledged > 50
    assert not tally.broken, tally


@pytest.mark.parametrize("name", [each.name for each in misuse.EXPERIMENTS if not each.sanity])
def test_a_store_that_is_forked_linked_moved_or_replaced_is_safe_or_refuses(
    name: str, tmp_path: Path, thorough: bool
) -> None:
    tally = tried(name, tmp_path, 10 if thorough else 1)
    assert tally.acknowledged >= misuse.BEFORE
    assert not tally.broken, tally


def test_the_accident_itself_would_be_noticed(tmp_path: Path) -> None:
    """A descriptor of the open store, opened and closed by hand: the account has to see what that loses."""
    tally = tried("misuse: looked at by hand", tmp_path, 2)
    assert verdict(tally, sanity=True) == "can fail", tally
    assert tally.lost >= 2 * misuse.BEFORE
