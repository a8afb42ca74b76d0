"""Whatever the bytes are, the answer is a report with a finding: no traceback, no hang, nothing written, nothing unpacked."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.container import MOST_BYTES, is_name
from glitterball.evidence.verifying import verify
from glitterball.proof.policy_text import parse_policy
from tests.evidence.verifying.conftest import Verified
from tests.evidence.verifying.night import Night
from tests.evidence.verifying.taken_apart import Parts
from tests.thoroughness import examples

FUZZED = settings(deadline=None, max_examples=examples(60), suppress_health_check=list(HealthCheck))


def zipped(files: dict[str, bytes], **how: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **how) as archive:  # type: ignore[call-overload]
        for name, octets in files.items():
            archive.writestr(name, octets)
    return target.getvalue()


def test_a_compression_bomb_is_refused_without_unpacking_it(verified: Verified) -> None:
    bomb = zipped({"events.lines": bytes(50_000_000)}, compression=zipfile.ZIP_DEFLATED)
    assert [one.code for one in verified(bomb).findings] == ["container"]


def test_an_archive_in_itself_is_refused(verified: Verified, bundle: bytes) -> None:
    inner = bundle
    for _ in range(5):
        inner = zipped({"certificate.json": inner})
    assert [one.code for one in verified(inner).findings] == ["container"]


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "a/../../b", "..\\evil", "C:evil", "a//b", "events.lines/", "EVENTS.lines", "."]
)
def test_names_that_lead_out_of_a_folder_are_no_names(name: str, verified: Verified, parts: Parts) -> None:
    assert not is_name(name)
    assert verified(zipped({**parts.files, name: b"x"})).exit_code == 5


def test_a_link_is_no_file_of_a_bundle(verified: Verified) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("events.lines")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert [one.code for one in verified(target.getvalue()).findings] == ["container"]


def test_two_files_of_one_name_are_refused(verified: Verified, bundle: bytes) -> None:
    end = struct.Struct("<4s4H2IH").unpack(bundle[-22:])
    central = bundle[end[6] : -22]
    first = central[: 46 + int.from_bytes(central[28:30], "little")]
    doubled = first + central
    octets = bundle[: end[6]] + doubled
    octets += struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, end[3] + 1, end[4] + 1, len(doubled), end[6], 0)
    assert [one.code for one in verified(octets).findings] == ["container"]


def test_a_file_of_four_gibibytes_is_refused_before_it_is_hashed(night: Night, tmp_path: Path) -> None:
    path = tmp_path / "huge.bundle"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(MOST_BYTES + 1)
    report = verify(path, night.policy())
    assert ([one.code for one in report.findings], report.sha256) == (["container"], "")


def test_deep_and_enormous_json_is_a_finding(parts: Parts, verified: Verified) -> None:
    deep = b"[" * 30_000 + b"]" * 30_000
    digits = b'{"stream":"season/tiny-1","sequence":' + b"9" * 6_000 + b',"type":"week-closed.v1","fact":{}}'
    surrogate = b'{"stream":"season/tiny-1","sequence":1,"type":"\\ud800","time":"","actor":{},"fact":{}}'
    for hostile in (deep, b"{" + deep + b"}", digits, surrogate, b"{}", b'{"a":' * 9_000 + b"1" + b"}" * 9_000):
        lines = parts.lines
        lines[3] = (lines[3][0], hostile)
        report = verified(parts.with_lines(lines).packed())
        assert lines[3][0] in {one.position for one in report.findings}
        sealed = parts.files[contents.EVENTS] + b"999 sealed " + hostile + b"\n"
        assert verified(parts.with_named({contents.EVENTS: sealed}).packed()).exit_code == 5
    octets = parts.with_named({contents.EVENTS: b"x" * 3_000_000}).packed()
    assert verified(octets).exit_code == 5


def test_a_million_findings_are_counted_and_not_all_listed(parts: Parts, verified: Verified) -> None:
    report = verified(parts.with_named({contents.EVENTS: b"x\n" * 20_000}).packed())
    assert len(report.findings) < 2_000
    assert dict(report.more)["order"] == 19_000


@FUZZED
@given(data=st.data())
def test_fuzzed_files_end_in_a_finding(data: st.DataObject, parts: Parts, verified: Verified) -> None:
    name = data.draw(st.sampled_from(sorted(parts.files)))
    octets = bytearray(parts.files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(octets)))
        end = data.draw(st.integers(start, min(len(octets), start + 300)))
        octets[start:end] = data.draw(st.binary(max_size=50) | st.just(bytes(octets[:200])))
    if bytes(octets) != parts.files[name]:
        assert verified(parts.with_named({name: bytes(octets)}).packed()).exit_code in (1, 5)


@FUZZED
@given(data=st.data())
def test_fuzzed_containers_end_in_a_finding(data: st.DataObject, bundle: bytes, verified: Verified) -> None:
    start = data.draw(st.integers(0, len(bundle)))
    end = data.draw(st.integers(start, min(len(bundle), start + 100)))
    octets = bundle[:start] + data.draw(st.binary(max_size=100)) + bundle[end:]
    if octets != bundle:
        assert verified(octets).exit_code == 5


@FUZZED
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_answered(verified: Verified, octets: bytes) -> None:
    assert verified(octets).exit_code == 3
    assert verified(b"PK\x03\x04" + octets).exit_code == 5


@FUZZED
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_fuzzed_openings_and_checkpoints_end_in_a_finding(bundle: bytes, verified: Verified, octets: bytes) -> None:
    assert octets == b"" or verified(bundle, octets).exit_code == 5
    assert verified(bundle, known=[octets]).exit_code == 5


@FUZZED
@given(data=st.data())
def test_fuzzed_policies_are_refused_or_answered(
    data: st.DataObject, night: Night, bundle: bytes, verified: Verified
) -> None:
    text = bytearray(night.policy().to_bytes())
    start = data.draw(st.integers(0, len(text)))
    text[start : data.draw(st.integers(start, len(text)))] = data.draw(st.binary(max_size=30))
    try:
        policy = parse_policy(bytes(text))
    except Refusal as refusal:
        assert refusal.sentence()
        return
    assert verified(bundle, policy=policy).exit_code in (0, 5)


def test_nothing_is_written_beside_the_bundle(night: Night, bundle: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.bundle"
    path.write_bytes(bundle)
    path.chmod(0o400)
    verify(path, night.policy())
    assert [one.name for one in tmp_path.iterdir()] == ["a.bundle"]
    assert path.read_bytes() == bundle
