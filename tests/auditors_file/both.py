"""Both verifiers asked about the same bytes under the same policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glitterball.evidence.verifying import verify
from glitterball.proof.keys import VerifierKey
from glitterball.proof.policy import Policy
from tests.auditors_file.single_file import vb


@dataclass(frozen=True)
class Told:
    """What both say: the exit code, and code and position of every finding that counts."""

    exit_code: int
    findings: frozenset[tuple[str, int | None]]
    not_checked: tuple[tuple[str, ...], tuple[str, ...]] = field(compare=False)
    """What each of them lists as not checked."""

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.findings}


class Both:
    """Asks both; an answer is given only where they agree."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        self.path, self.opened, self.policy = folder / "a.bundle", folder / "a.openings", policy
        self.in_single_file = vb.read_policy(policy.to_bytes())

    def __call__(
        self,
        octets: bytes,
        openings: bytes | None = None,
        known: Sequence[bytes] = (),
        signers: Sequence[VerifierKey] = (),
        about: str = "",
    ) -> Told:
        self.path.write_bytes(octets)
        if openings is not None:
            self.opened.write_bytes(openings)
        opened = self.opened if openings is not None else None
        report = verify(self.path, self.policy, opened, known=known, signers=signers)
        given = vb.Given(known, [vb.read_key(key.to_text()) for key in signers])
        single = vb.verify(self.path, self.in_single_file, openings, given)
        listed = (report.not_checked, tuple(single.report()["not_checked"]))
        package = Told(report.exit_code, counting(report.findings), listed)
        file = Told(single.exit_code, counting(single.findings.found), listed)
        assert package == file, (about, report.findings[:5], single.findings.found[:5])
        assert json_agrees(report.as_json(), single.report())
        return package


def counting(findings: Iterable[Any]) -> frozenset[tuple[str, int | None]]:
    return frozenset((found.code, found.position) for found in findings if found.kind != "notice")


def json_agrees(one: dict[str, object], other: dict[str, object]) -> bool:
    """The facts of both reports; sentences may differ."""
    names = ["schema", "bundle_sha256", "season", "weeks", "mode", "sealed", "size", "events", "exit", "verdict"]
    if one["exit"] != 5:
        names += ["origin", "root", "witnesses", "weeks_recomputed"]
    return list(one) == list(other) and all(one[name] == other[name] for name in names)
