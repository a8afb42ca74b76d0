"""How thoroughly the tests look: a bounded sample by default, everything with `--thorough`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="Run the whole of what the suite otherwise samples.")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether everything was asked for."""
    return bool(pytestconfig.getoption("--thorough"))
