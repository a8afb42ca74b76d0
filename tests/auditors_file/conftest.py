"""One small season, bundled, for both verifiers; played once for all tests here."""

from collections.abc import Iterator

import pytest

from glitterball.evidence.ledger import make_bundle
from tests.auditors_file.both import Both
from tests.evidence.verifying.night import SEASON, Night, played
from tests.evidence.verifying.taken_apart import Parts, taken_apart


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    night = played(tmp_path_factory.mktemp("both"))
    yield night
    night.close()


@pytest.fixture(scope="session")
def bundle(night: Night) -> bytes:
    return make_bundle(night.ledger, night.register, SEASON).octets


@pytest.fixture(scope="session")
def parts(bundle: bytes) -> Parts:
    return taken_apart(bundle)


@pytest.fixture
def both(night: Night, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return Both(tmp_path_factory.mktemp("asked"), night.policy())
