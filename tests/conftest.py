"""How thoroughly the tests look: a bounded sample by default, everything with `--thorough`."""

import atexit
import gc
import os
from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import processor, thoroughness
from tests.after_plain import asks_the_same

PROFILE = "glitterball"
DEFAULT_EXAMPLES = 100
"""Examples of a property that does not say how many it needs."""


for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(name, None)
"""What a command prints does not depend on the screen of whoever runs the tests, nor of whoever runs them in parallel."""


def pytest_collection_finish() -> None:
    """From here on rubbish is looked for, among what the tests make."""
    gc.freeze()
    gc.enable()
    atexit.register(gc.unfreeze)  # libraries that count what they are left with at the end find nothing


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="Run the whole of what the suite otherwise samples.")
    parser.addoption(
        "--after-plain",
        action="store_true",
        help="With --thorough: leave out the files whose tests ask the same in a plain run, which has just been green.",
    )
    parser.addoption(
        "--processor",
        type=float,
        nargs="?",
        const=processor.SHOWN,
        metavar="SECONDS",
        help="Say what processor time each folder took, and each file that took so many seconds or more (%(const)s).",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What a plain run has asked whole is not asked again, where that is wanted."""
    again = not (config.getoption("--thorough") and config.getoption("--after-plain"))
    if again or not fnmatch(collection_path.name, "test_*.py"):
        return None
    return asks_the_same(collection_path) or None


def pytest_configure(config: pytest.Config) -> None:
    """No property has a deadline: what a test says of the show does not depend on how busy the machine is.

    The plain run draws the same examples every time; the thorough one draws others with each `--hypothesis-seed`.
    """
    thoroughness.THOROUGH = bool(config.getoption("--thorough"))
    settings.register_profile(
        PROFILE,
        max_examples=thoroughness.examples(DEFAULT_EXAMPLES),
        deadline=None,
        derandomize=not thoroughness.THOROUGH,
        database=None if not thoroughness.THOROUGH else settings.default.database,  # type: ignore[union-attr]
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    settings.load_profile(PROFILE)
    if (least := config.getoption("--processor")) is not None:
        processor.weigh(config, least)


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether everything was asked for."""
    return bool(pytestconfig.getoption("--thorough"))
