"""How thoroughly the tests look: a bounded sample by default, everything with `--thorough`."""

import atexit
import gc
import os

import pytest
from hypothesis import HealthCheck, settings

from tests import processor, thoroughness

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
        "--processor",
        type=float,
        nargs="?",
        const=processor.SHOWN,
        metavar="SECONDS",
        help="Say what processor time each folder took, and each file that took so many seconds or more (%(const)s).",
    )


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
