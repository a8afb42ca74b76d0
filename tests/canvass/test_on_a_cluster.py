"""A canvass on a Ray cluster counts as one in a single process, and only machines that are like this one take part."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.canvass import Means, canvass
from glitterball.canvass import refusals as no
from glitterball.canvass.clusters import on_cluster
from glitterball.canvass.machines import Seen, check_machines, look
from glitterball.placing import Lost, Place
from glitterball.placing import refusals as placing_no
from tests.canvass.raw_ballots import good, terms, voting, write
from tests.canvass.test_no_voter_leaves_the_canvass import ballots
from tests.thoroughness import examples

A = TypeVar("A")
R = TypeVar("R")

HELD = terms(voting(cap=3, regions=False))


class Machine:
    """One machine that sees what this one does, or something else."""

    def __init__(self, **otherwise: Any) -> None:
        self.otherwise = otherwise

    def everywhere(self, function: Callable[[A], R], argument: A) -> Iterator[R]:
        yield replace(function(argument), machine="studio-2", **self.otherwise)  # type: ignore[type-var]


def test_a_machine_like_this_one_takes_part(tmp_path: Path) -> None:
    check_machines(Machine(), [write(tmp_path / "ballots.csv", [good()])], tmp_path)


@pytest.mark.parametrize(
    ("otherwise", "told"),
    [
        ({"versions": (("Glitterball", "0.0.9"), *look([]).versions[1:])}, "it has Glitterball 0.0.9"),
        ({"versions": (*look([]).versions[:2], ("DuckDB", ""))}, "it has DuckDB none"),
        ({"sizes": (-1, 0)}, "it does not see"),
        ({"sizes": (1, 0)}, "1 bytes there"),
        ({"sizes": (None, -1)}, "it does not see"),
    ],
)
def test_a_machine_unlike_this_one_takes_no_part(otherwise: dict[str, Any], told: str, tmp_path: Path) -> None:
    path = write(tmp_path / "ballots.csv", [good()])
    if otherwise.get("sizes", (0,))[0] is None:
        otherwise = {"sizes": (path.stat().st_size, -1)}
    with pytest.raises(no.MachineUnlikeOurs, match="studio-2") as refused:
        check_machines(Machine(**otherwise), [path], tmp_path)
    assert told in str(refused.value)


def test_what_a_machine_sees_is_told_by_size(tmp_path: Path) -> None:
    (tmp_path / "three").write_text("abc")
    seen = look([str(tmp_path / "three"), str(tmp_path), str(tmp_path / "absent")])
    assert isinstance(seen, Seen)
    assert seen.sizes == (3, 0, -1)


def test_a_cluster_needs_a_folder_that_all_machines_see(tmp_path: Path) -> None:
    with pytest.raises(no.NoSharedFolder), on_cluster("studio:6379", [], None, "2GB"):
        pass


def test_without_ray_the_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(placing_no.RayMissing), on_cluster("studio:6379", [], tmp_path / "work", "2GB"):
        pass


def only_where_ray_is() -> None:
    """Found, not imported: what Ray takes from the environment it takes when it is imported, and the program sets it before."""
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed: uv sync --extra cluster")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A cluster of this machine alone. Where there is no Ray: uv run --extra cluster pytest tests/canvass."""
    only_where_ray_is()
    with on_cluster("local", [], tmp_path_factory.mktemp("shared") / "work", "2GB") as place:
        yield place


@settings(deadline=None, max_examples=examples(20))
@given(
    rows=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(1, 4)), max_size=40),
    parts=st.integers(2, 7),
)
def test_any_ballots_are_counted_as_in_one_process(
    rows: list[tuple[int, int, int]], parts: int, cluster: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Few voters and ids, so that most ballots bear on others."""
    folder = tmp_path_factory.mktemp("ballots")
    path = write(
        folder / "ballots.csv",
        [good(voter=f"voter {voter}", ballot=str(ballot), count=count) for voter, ballot, count in [(6, 10, 1), *rows]],
    )
    alone = canvass([("phones", path)], HELD).lines()
    there = canvass([("phones", path)], HELD, None, Means(work=folder / "work", parts=parts, place=cluster)).lines()
    assert there == alone


def test_twenty_thousand_ballots_in_many_parts(cluster: Place, tmp_path: Path) -> None:
    path = ballots(tmp_path / "ballots.parquet", 20_000)
    alone = canvass([("phones", path)], HELD).lines()
    means = Means(work=tmp_path / "work", parts=9, place=cluster)
    assert canvass([("phones", path)], HELD, None, means).lines() == alone
    assert not (tmp_path / "work").exists()


def ended_once(mark: str) -> str:
    """Its process is killed the first time."""
    if not Path(mark).exists():
        Path(mark).write_text("begun")
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def ended(_: str) -> str:
    """Its process is killed each time."""
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def refused(what: str) -> str:
    """It is refused."""
    raise no.MachineUnlikeOurs("studio-3", what)


def test_a_task_whose_process_was_killed_is_done_again(cluster: Place, tmp_path: Path) -> None:
    assert list(cluster.many(ended_once, [str(tmp_path / "mark")])) == ["done"]


def test_a_task_that_is_always_killed_is_lost(cluster: Place) -> None:
    with pytest.raises(Lost, match="ended"):
        list(cluster.many(ended, ["x"]))


def test_what_a_task_refuses_is_refused_here(cluster: Place) -> None:
    with pytest.raises(Refusal, match="it is otherwise"):
        list(cluster.many(refused, ["it is otherwise"]))


def test_every_machine_is_asked(cluster: Place, tmp_path: Path) -> None:
    check_machines(cluster, [], tmp_path)  # type: ignore[arg-type]
    with pytest.raises(no.MachineUnlikeOurs, match="absent"):
        check_machines(cluster, [], tmp_path / "absent")  # type: ignore[arg-type]


def executable(_: None) -> str:
    return sys.executable


def test_tasks_run_in_the_environment_that_is_there(cluster: Place) -> None:
    """Begun by `uv run`, Ray would have every machine build an environment of its own from the network, and wait for it."""
    assert list(cluster.many(executable, [None])) == [sys.executable]


@pytest.mark.heavy("every one")
def test_where_no_cluster_answers_a_sentence_says_so(tmp_path: Path) -> None:
    only_where_ray_is()
    code = "from glitterball.placing.on_ray import OnRay; OnRay('no such place', 1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ClusterUnreachable" in done.stderr
    assert "No cluster can be used at no such place" in done.stderr
