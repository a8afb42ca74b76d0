"""One small season for the whole module of tests; bundles of it are taken apart and forged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying import Report, verify
from tests.evidence.verifying.night import SEASON, Night, played
from tests.evidence.verifying.taken_apart import Parts, taken_apart

Verified = Callable[..., Report]


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    night = played(tmp_path_factory.mktemp("night"))
    yield night
    night.close()


@pytest.fixture(scope="session")
def bundle(night: Night) -> bytes:
    return make_bundle(night.ledger, night.register, SEASON).octets


@pytest.fixture(scope="session")
def parts(bundle: bytes) -> Parts:
    return taken_apart(bundle)


@pytest.fixture
def verified(night: Night, tmp_path: Path) -> Verified:
    """The report on a bundle's bytes, under the policy that trusts the night's log."""

    def run(octets: bytes, openings: bytes | None = None, **options: object) -> Report:
        path = tmp_path / "a.bundle"
        path.write_bytes(octets)
        opened = None
        if openings is not None:
            opened = tmp_path / "a.openings"
            opened.write_bytes(openings)
        return verify(path, options.pop("policy", None) or night.policy(), opened, **options)  # type: ignore[arg-type]

    return run
