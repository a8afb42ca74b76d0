"""The report: what was found, what was checked, what was not."""

from __future__ import annotations

from collections.abc import Iterator

from .part_01_findings import DOES_NOT_STAND, LISTED, Findings
from .part_02_spellings import Json, count_of
from .part_26_told import to_compare

NEVER_CHECKED = (
    "what happened before votes reached a gateway, and who voted",
    "whether the log showed others another history, beyond what the witnesses of the policy cosigned",
    "when things happened: the order is the log's, the times are as stated",
    "that the people named were those people: nobody signs what one person may say alone",
    "what the show itself may have decided off the record",
)
_ABOUT = ("bundle_sha256", "season", "weeks", "mode", "sealed", "origin", "size", "root", "witnesses", "signed_by")
_TOLD = ("cosigned", "rulebooks", "gateways", "events")


class Answer:
    """The answer of a run, as it grows: what the bundle is about, what was checked, what was not, what was found."""

    def __init__(self, bundle_sha256: str) -> None:
        self.findings = Findings()
        self.checked: list[str] = []
        self.not_checked: list[str] = []
        self.about: dict[str, Json] = {"bundle_sha256": bundle_sha256, "weeks": [], "sealed": False, "witnesses": []}
        self.about |= {"cosigned": [], "rulebooks": [], "gateways": []}
        self.about |= {"events": 0, "weeks_recomputed": []}

    @property
    def exit_code(self) -> int:
        kinds = {found.kind for found in self.findings.found}
        return 5 if "integrity" in kinds else 1 if "outcome" in kinds else 3 if "unread" in kinds else 0

    @property
    def verdict(self) -> str:
        if self.exit_code == 5:
            return "The record is NOT intact."
        outcomes = {found.code for found in self.findings.found if found.kind == "outcome"}
        if self.exit_code == 1 and outcomes == {DOES_NOT_STAND}:
            return "The record is intact, but the certificate in it does not stand."
        if self.exit_code == 1:
            return "The record is intact, but what was certified or announced does NOT follow from it."
        if "no-bundle" in self.findings.counts:
            return "The file is no bundle."
        if self.exit_code == 3 and "newer" not in self.findings.counts:
            return "The season's rules name stage kinds of packages, which no verifier knows; in the rest nothing is wrong."
        if self.exit_code == 3:
            return (
                "Part of the record was written by a newer Glitterball than this program; in the rest nothing is wrong."
            )
        return f"The record is intact since its checkpoints; {self._follows}."

    @property
    def _follows(self) -> str:
        if self.about["weeks_recomputed"]:
            return "what was certified and announced follows from it"
        if weeks := self.about.get("weeks_proved"):
            which = f"week{'s' if len(weeks) > 1 else ''} {', '.join(map(str, weeks))}"
            return f"the outcome of {which} is proved for the votes committed to"
        return "no outcome was recomputed"

    def report(self) -> dict[str, Json]:
        """The answer as plain JSON values."""
        more = {code: count - LISTED for code, count in sorted(self.findings.counts.items()) if count > LISTED}
        return {
            "schema": "glitterball.verification.v1",
            **{name: self.about.get(name) for name in (*_ABOUT, *_TOLD, "weeks_recomputed")},
            **{name: self.about[name] for name in ("weeks_proved",) if self.about.get(name)},
            "exit": self.exit_code,
            "verdict": self.verdict,
            "checked": self.checked,
            "not_checked": [*self.not_checked, *NEVER_CHECKED],
            "findings": [
                {
                    "code": found.code,
                    "kind": found.kind,
                    "position": found.position,
                    "week": found.week,
                    "says": found.says,
                }
                for found in self.findings.found
            ],
            "more": more,
        }

    def lines(self) -> Iterator[str]:
        """The answer in sentences, the verdict first."""
        about, report = self.about, self.report()
        yield f"{'REHEARSAL  ' if about.get('mode') == 'rehearsal' else ''}{self.verdict}"
        if about.get("size") is not None:
            listed = ", ".join(map(str, about["weeks"])) or "none"
            weeks = f"week {listed}" if len(about["weeks"]) == 1 else f"weeks {listed}"
            yield f"Season {about['season']}, {weeks}: {about['events']:,} of the log's {count_of(about['size'], 'event')}."
        if about.get("origin"):
            cosigned = "; ".join(f"{each['witness']} ({each['key']}) at {each['time']}" for each in about["cosigned"])
            signed = f"signed by {about['signed_by']}, cosigned by {cosigned or 'nobody you named'}"
            yield f"Checkpoint of {about['origin']} at {about['size']}, {signed}; root {about['root']}."
        yield from to_compare(about)
        for found in self.findings.found:
            where = f"event {found.position}" if found.position is not None else "the bundle"
            week = f", week {found.week}" if found.week is not None else ""
            yield f"{found.kind.upper()} [{found.code}] {where}{week}: {found.says}."
        yield from (f"And {count:,} more of [{code}]." for code, count in report["more"].items())
        yield from (f"Checked: {what}." for what in self.checked)
        yield from (f"NOT checked: {what}." for what in report["not_checked"])


def naming_no_opening(signatures: int) -> str:
    """What is not known of signatures that do not name the season's opening."""
    were, they = ("was", "it names") if signatures == 1 else ("were", "they name")
    said = f"that {count_of(signatures, 'signature')} of gateways {were} made for this season and no rehearsal"
    return f"{said}: {they} no opening of it"
