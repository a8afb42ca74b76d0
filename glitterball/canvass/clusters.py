"""The tasks of a canvass on a cluster, where one is named."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from glitterball.canvass import refusals as no
from glitterball.canvass.canvassing import MEMORY_OF_A_TASK
from glitterball.canvass.database import bytes_of
from glitterball.canvass.machines import check_machines
from glitterball.placing import Place
from glitterball.placing.on_ray import OnRay


@contextmanager
def on_cluster(address: str, files: Sequence[Path], work: Path | None, memory: str) -> Iterator[Place]:
    """A place on the machines of the Ray cluster at an address (`host:6379`, or `local`), each of which uses so much memory.

    Refuses a cluster that does not answer, a machine that is unlike this one, a canvass without a work folder, and to work
    without Ray.
    """
    if work is None:
        raise no.NoSharedFolder(address)
    with OnRay(address, bytes_of(memory) // MEMORY_OF_A_TASK) as place:
        work.parent.mkdir(parents=True, exist_ok=True)
        check_machines(place, files, work.parent)
        yield place
