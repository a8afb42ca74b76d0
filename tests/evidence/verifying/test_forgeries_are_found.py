"""Every kind of forgery is found under its code and at its position; and each check is needed: without it one goes unnoticed."""

from pathlib import Path

import pytest

from glitterball.evidence.ledger import make_bundle
from glitterball.evidence.verifying import CODES, verify
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.forgeries import Forgery, forgeries
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart

ELSEWHERE = {
    "certificate",
    "does-not-stand",
    "known",
    "pinned",
    "people",
    *(code for code in CODES if code.startswith("proof-")),
}
"""Codes of the certificate, of checkpoints and pins an auditor holds, of people (tests/people/test_founded_later.py), and of
proofs (tests/proving): each has its tests."""

NEEDED = sorted(code for code, kind in CODES.items() if kind not in ("notice", "unread") and code not in ELSEWHERE)


@pytest.fixture(scope="session")
def forged(night: Night, parts: Parts) -> list[Forgery]:
    sealed = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    assert sealed.openings is not None
    return forgeries(parts, taken_apart(sealed.octets), sealed.openings, night.signer)


@pytest.mark.heavy("forgeries")
def test_each_forgery_is_found_under_its_code_and_at_its_position(forged: list[Forgery], verified: Verified) -> None:
    for forgery in forged:
        report = verified(forgery.octets, forgery.openings)
        found = {(one.code, one.position) for one in report.findings}
        assert report.exit_code in (1, 5), forgery.name
        if forgery.position is None:
            assert forgery.code in {code for code, _ in found}, (forgery.name, report.findings)
        else:
            assert (forgery.code, forgery.position) in found, (forgery.name, report.findings)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("code", NEEDED)
def test_without_a_check_some_forgery_goes_unnoticed(
    code: str, forged: list[Forgery], night: Night, tmp_path: Path
) -> None:
    path, openings = tmp_path / "a.bundle", tmp_path / "a.openings"
    unnoticed = []
    for forgery in forged:
        if forgery.code != code:
            continue
        path.write_bytes(forgery.octets)
        openings.write_bytes(forgery.openings or b"")
        opened = openings if forgery.openings is not None else None
        if verify(path, night.policy(), opened, without=(code,)).exit_code == 0:
            unnoticed.append(forgery.name)
    assert unnoticed, f"no forgery needs the check {code}"
