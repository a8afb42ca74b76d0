"""The report says of a certificate whether it was held against the outcome, and whether anybody asked who signed it."""

import json

import pytest

from glitterball.evidence.certificate import certificate_of, certificate_text, sign_certificate
from glitterball.evidence.ledger import make_bundle
from glitterball.proof.keys import SignerKey
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.night import SEASON, Night

ADA = SignerKey("ada.example", b"a" * 32)
FITS = "that the certificate is about a certified outcome of this log"
UNASKED = "who signed the certificate: name its signers"


@pytest.fixture(scope="module")
def certified(night: Night) -> bytes:
    """The bundle with the certificate of week 1, signed by Ada."""
    made = certificate_of(night.engine.fold(SEASON), 1)
    extra = [
        ("certificate.json", certificate_text(made).encode()),
        ("certificate.note", sign_certificate(made, [ADA])),
    ]
    return make_bundle(night.ledger, night.register, SEASON, extra=extra).octets


def test_a_certificate_whose_signer_was_named_is_checked_to_the_end(certified: bytes, verified: Verified) -> None:
    report = verified(certified, signers=[ADA.verifier_key()])
    assert (report.findings, FITS in report.checked, UNASKED in report.not_checked) == ((), True, False)


def test_a_certificate_nobodys_key_was_given_for_is_not_called_signed(certified: bytes, verified: Verified) -> None:
    """Anybody could have written it: a report without this line would be read as if somebody had stood up for it."""
    report = verified(certified)
    assert (report.findings, FITS in report.checked, UNASKED in report.not_checked) == ((), True, True)


def test_a_bundle_without_a_certificate_says_nothing_of_one(bundle: bytes, verified: Verified) -> None:
    report = verified(bundle)
    assert (report.findings, FITS in report.checked, UNASKED in report.not_checked) == ((), False, False)


def test_a_certificate_that_was_asked_for_and_is_not_there_is_a_finding(bundle: bytes, verified: Verified) -> None:
    report = verified(bundle, signers=[ADA.verifier_key()])
    assert {finding.code for finding in report.findings} == {"certificate"}
    assert UNASKED not in report.not_checked


@pytest.mark.parametrize("part", ["outcome", "certified"])
def test_a_certificate_whose_words_stand_in_another_order_is_not_the_one_that_was_made(
    night: Night, verified: Verified, part: str
) -> None:
    """Every word of it is true; its bytes are not those that anybody signed, and two files of one certificate would go about."""
    made = json.loads(certificate_text(certificate_of(night.engine.fold(SEASON), 1)))
    made[part] = dict(reversed(made[part].items()))
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    extra = [("certificate.json", text.encode())]
    report = verified(make_bundle(night.ledger, night.register, SEASON, extra=extra).octets)
    assert report.exit_code == 5
    assert [found.says for found in report.findings if "another order" in found.says], report.findings
