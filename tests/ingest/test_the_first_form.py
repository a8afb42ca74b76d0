"""Deliveries of the first form, as the last program that knew no other wrote them: read for ever, to the same bytes.

Frozen are a message, the four lines it was stored as, and the bundle of a season of two weeks, one of whose gateways signed so.
"""

import base64
import gzip
from functools import partial
from pathlib import Path

import pytest

from domain.gateway.events import DeliverySignedV1
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.evidence.signatures import check_signatures
from glitterball.evidence.verifying import verify
from glitterball.evidence.verifying.stored import read_stored
from glitterball.log import EventLog
from glitterball.log.envelope import encode
from glitterball.proof.policy_text import parse_policy
from tests.auditors_file.single_file import vb
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.ingest.nights import OPENED_AT, delivery, lines_open

FROZEN = Path(__file__).parent / "frozen"
MESSAGE = (FROZEN / "first-form.note").read_bytes()
STORED = (FROZEN / "first-form.jsonl").read_bytes().splitlines()
POLICY = (FROZEN / "first-form.policy").read_bytes()
NAMED_BY_NONE = "that 4 signatures of gateways were made for this season and no rehearsal: they name no opening of it"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("frozen") / "first-form.bundle"
    path.write_bytes(gzip.decompress(base64.b64decode((FROZEN / "first-form.bundle.txt").read_bytes())))
    return path


@pytest.fixture(scope="module")
def parts(bundle: Path) -> Parts:
    return taken_apart(bundle.read_bytes())


def test_a_gateway_of_the_first_form_still_writes_the_same_message() -> None:
    assert delivery("phones", 1, 2, closes=True, under=None) == MESSAGE


def test_a_frozen_message_is_stored_as_the_same_bytes() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        lines_open(engine, mode="rehearsal")
        last = log.last_position()
        engine.deliver(MESSAGE, at=OPENED_AT)
        assert [octets for _, octets in log.raw(last)] == STORED


def test_frozen_lines_replay_to_the_same_bytes_and_are_turned_into_nothing(parts: Parts) -> None:
    first_form = 0
    for position, octets in (*enumerate(STORED, start=1), *parts.lines):
        event = read_stored(position, octets).event
        assert encode(event.stream, event.sequence, event.time, event.actor, event.fact) == octets
        first_form += type(event.fact) is DeliverySignedV1
    assert first_form == 1 + 4


def test_a_log_of_the_first_form_is_checked_as_before_with_a_note_of_what_it_does_not_say(parts: Parts) -> None:
    with EventLog.open("memory:") as log:
        for _, octets in parts.lines:
            event = read_stored(1, octets).event
            log.append_at(event.stream, event.sequence, event.fact, event.actor, event.time)
        assert [octets for _, octets in log.raw()] == [octets for _, octets in parts.lines]
        findings = check_signatures(log.read(), partial(opening_of, log))
    assert [finding.severity for finding in findings] == ["note", "note"], "one of them is about vox, which has no key"
    (named,) = [finding.what for finding in findings if "of gateway west" in finding.what]
    assert named.startswith("4 signatures of gateway west do not name the season's opening")


def test_a_bundle_of_the_first_form_is_verified_by_the_package_as_before(bundle: Path) -> None:
    report = verify(bundle, parse_policy(POLICY))
    assert (report.findings, report.exit_code, report.certified) == ((), 0, (1, 2))
    assert "4 signatures of gateways" in report.checked
    assert NAMED_BY_NONE in report.not_checked


def test_a_bundle_of_the_first_form_is_verified_by_the_single_file_as_before(bundle: Path) -> None:
    answer = vb.verify(bundle, vb.read_policy(POLICY))
    assert (answer.findings.found, answer.exit_code) == ([], 0)
    assert answer.report()["weeks_recomputed"] == [1, 2]
    assert NAMED_BY_NONE in answer.not_checked
