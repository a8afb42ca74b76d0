"""Tasks done on the machines of a Ray cluster. Nothing else knows Ray; nothing loads it unless a cluster is asked for.

Arguments travel from process to process and are recorded by nobody: those of a canvass, which hold its salt, are small enough
to stay in memory.
"""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from glitterball.placing import refusals as no
from glitterball.placing.place import TRIES, Lost

A = TypeVar("A")
R = TypeVar("R")

THIS_MACHINE = "local"
"""The address that stands for a cluster of this machine alone, begun for the purpose."""

PATIENCE = "180"
"""Seconds that a cluster of this machine is given to begin: a busy machine takes one."""


class OnRay:
    """Tasks on a cluster at an address (`host:6379`, or `local`). It lets go of the cluster with `close` and with `with`.

    `tasks` says how many a machine does at a time at most, as its memory allows; fewer where it has fewer processors.
    Refuses a cluster that does not answer (`ClusterUnreachable`).
    """

    def __init__(self, address: str, tasks: int) -> None:
        self._ray = _joined(address)
        machines = [node["Resources"].get("CPU", 0) for node in self._alive()]
        processors = int(max(machines, default=0))
        if not processors:
            self.close()
            raise no.ClusterUnreachable(address, "no machine of it has a processor to give")
        self.workers = max(1, min(processors, tasks))
        self._share = processors / self.workers

    def __enter__(self) -> "OnRay":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the cluster; one begun for the purpose ends."""
        self._ray.shutdown()

    def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The answers, each as soon as those before it are there. What is left when one raises is called off."""
        task = self._ray.remote(num_cpus=self._share, max_retries=TRIES - 1)(_done)
        asked = [task.remote(function, argument) for argument in arguments]
        try:
            while asked:
                yield self._answer(asked[0], function)
                del asked[0]
        finally:
            self._cancel(asked)

    def everywhere(self, function: Callable[[A], R], argument: A) -> Iterator[R]:
        """The answer of every machine of the cluster."""
        task = self._ray.remote(num_cpus=0, max_retries=0)(_done)
        strategies = self._ray.util.scheduling_strategies
        for node in self._alive():
            there = strategies.NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
            yield self._answer(task.options(scheduling_strategy=there).remote(function, argument), function)

    def _alive(self) -> list[dict[str, Any]]:
        return [node for node in self._ray.nodes() if node["Alive"]]

    def _answer(self, asked: Any, function: Callable[..., Any]) -> Any:
        """The answer, or what the task raised."""
        try:
            return self._ray.get(asked)
        except self._ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except self._ray.exceptions.RayError as error:
            why = _first_line(error)
            raise Lost(f"the cluster lost what is called {function.__name__} after {TRIES} tries: {why}") from None

    def _cancel(self, asked: Sequence[Any]) -> None:
        """Call off what nobody waits for any more. One that is done is let be: calling it off by force ends this process."""
        if asked:
            _, running = self._ray.wait(list(asked), num_returns=len(asked), timeout=0)
            for answer in running:
                with suppress(self._ray.exceptions.RayError):
                    self._ray.cancel(answer)


def _joined(address: str) -> Any:
    """Ray, once it has joined the cluster. Refuses where it is not installed (`RayMissing`)."""
    os.environ.setdefault("RAY_raylet_start_wait_time_s", PATIENCE)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody outside is told
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    # begun by `uv run`, tasks run in the environment that is there: a machine does not build another one from the network
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    try:
        import ray
        import ray.util.scheduling_strategies
    except ModuleNotFoundError as error:
        if error.name != "ray":
            raise
        raise no.RayMissing from None
    begun = {"include_dashboard": False} if address == THIS_MACHINE else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **begun)
    except (ConnectionError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        raise no.ClusterUnreachable(address, _first_line(error)) from None
    return ray


def _done(function: Callable[[A], R], argument: A) -> R:
    """Asked of a machine: what the function answers."""
    return function(argument)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
