"""How thoroughly the tests look: a bounded sample by default, more with `--thorough`, everything with `--thorough --whole`."""

import atexit
import gc
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from tests import heavy, processor, thoroughness

PROFILE = "glitterball"
DEFAULT_EXAMPLES = 100
"""Examples of a property that does not say how many it needs."""


for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(name, None)
"""What a command prints does not depend on the screen of whoever runs the tests, nor of whoever runs them in parallel."""


MEMORY = "/dev/shm"
ROOM = 4 << 30
"""Bytes that must be free there; a run that keeps nothing needs a tenth of it."""


def write_in_memory() -> None:
    """What tests write lies in memory where there is room: a store waits for a disk at every commit, thousands of times a run.

    Nothing that is asked needs the disk: whoever asks about a power cut has the disk played. TMPDIR says otherwise.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY


write_in_memory()


def pytest_collection_finish() -> None:
    """From here on rubbish is looked for, among what the tests make."""
    gc.freeze()
    gc.enable()
    atexit.register(gc.unfreeze)  # libraries that count what they are left with at the end find nothing


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="Ask all of the tables that the suite otherwise samples.")
    parser.addoption("--whole", action="store_true", help="With --thorough: as many examples as the tests name.")
    parser.addoption(
        "--after-plain",
        action="store_true",
        help="With --thorough: ask what a plain run, which has just been green, left or asked a part of.",
    )
    parser.addoption(
        "--processor",
        type=float,
        nargs="?",
        const=processor.SHOWN,
        metavar="SECONDS",
        help="Say what processor time each folder took, and each file that took so many seconds or more (%(const)s).",
    )


def pytest_configure(config: pytest.Config) -> None:
    """No property has a deadline: what a test says of the show does not depend on how busy the machine is.

    The plain run draws the same examples every time; the thorough one draws others with each `--hypothesis-seed`. What is drawn
    hangs on nothing else: no examples are kept from one run for the next, and none are made of what happens to be loaded.
    """
    thoroughness.THOROUGH = bool(config.getoption("--thorough"))
    thoroughness.WHOLE = bool(config.getoption("--whole"))
    if thoroughness.WHOLE and not thoroughness.THOROUGH:
        raise pytest.UsageError("--whole goes with --thorough")
    draw_no_constants_of_the_code()
    settings.register_profile(
        PROFILE,
        max_examples=thoroughness.examples(DEFAULT_EXAMPLES),
        deadline=None,
        derandomize=not thoroughness.THOROUGH,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    settings.load_profile(PROFILE)
    heavy.leave(config)
    if (least := config.getoption("--processor")) is not None:
        processor.weigh(config, least)


def draw_no_constants_of_the_code() -> None:
    """Has Hypothesis draw no numbers and words that it finds in our modules.

    It takes those of the modules that are loaded when a test first draws: of whatever tests ran before it in its worker, and
    others after any change of the code.
    """
    none = Constants()
    providers._get_local_constants = lambda: none


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether everything was asked for."""
    return bool(pytestconfig.getoption("--thorough"))
