"""The report of a verification: what was checked, what was not, every finding; for a person and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from domain.plurals import count_of
from glitterball.evidence.verifying.findings import DOES_NOT_STAND, Found
from glitterball.evidence.verifying.told import NOTHING, Told

SCHEMA = "glitterball.verification.v1"
DONE, DOES_NOT_FOLLOW, UNREAD, INTEGRITY = 0, 1, 3, 5

NEVER_CHECKED = (
    "what happened before votes reached a gateway, and who voted",
    "whether the log showed others another history, beyond what the witnesses of the policy cosigned",
    "when things happened: the order is the log's, the times are as stated",
    "that the people named were those people: nobody signs what one person may say alone",
    "what the show itself may have decided off the record",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer. `exit_code` 0: it holds; 1: an outcome does not follow, or a certificate does not stand; 5: the record is not
    intact; 3: none of these, but it is no bundle, or was written in part by a newer Glitterball."""

    sha256: str
    season: str | None
    weeks: tuple[int, ...]
    mode: str | None
    sealed: bool
    origin: str | None
    size: int | None
    root: str | None
    witnesses: tuple[str, ...]
    events: int
    certified: tuple[int, ...]
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    findings: tuple[Found, ...]
    more: tuple[tuple[str, int], ...] = ()
    told: Told = NOTHING
    proved: tuple[int, ...] = ()
    """Weeks whose outcome is proved for the votes committed to, which says nothing about the votes."""

    @property
    def exit_code(self) -> int:
        """How the command ends."""
        kinds = {found.kind for found in self.findings}
        if "integrity" in kinds:
            return INTEGRITY
        return DOES_NOT_FOLLOW if "outcome" in kinds else UNREAD if "unread" in kinds else DONE

    @property
    def verdict(self) -> str:
        """The answer in a sentence."""
        if self.exit_code == INTEGRITY:
            return "The record is NOT intact."
        if self.exit_code == DOES_NOT_FOLLOW and {found.code for found in self.findings if found.kind == "outcome"} == {
            DOES_NOT_STAND
        }:
            return "The record is intact, but the certificate in it does not stand."
        if self.exit_code == DOES_NOT_FOLLOW:
            return "The record is intact, but what was certified or announced does NOT follow from it."
        if any(found.code == "no-bundle" for found in self.findings):
            return "The file is no bundle."
        if self.exit_code == UNREAD and not any(found.code == "newer" for found in self.findings):
            return "The season's rules name stage kinds of packages, which no verifier knows; in the rest nothing is wrong."
        if self.exit_code == UNREAD:
            return (
                "Part of the record was written by a newer Glitterball than this program; in the rest nothing is wrong."
            )
        looked_at = "no outcome was recomputed"
        if self.proved:
            listed = ", ".join(map(str, self.proved))
            looked_at = f"the outcome of week{'s' if len(self.proved) > 1 else ''} {listed} is proved for the votes committed to"
        if self.certified:
            looked_at = "what was certified and announced follows from it"
        return f"The record is intact since its checkpoints; {looked_at}."

    def as_json(self) -> dict[str, object]:
        """Plain JSON values in a fixed order."""
        return {
            "schema": SCHEMA,
            "bundle_sha256": self.sha256,
            "season": self.season,
            "weeks": list(self.weeks),
            "mode": self.mode,
            "sealed": self.sealed,
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "witnesses": list(self.witnesses),
            **asdict(self.told),
            "events": self.events,
            "weeks_recomputed": list(self.certified),
            **({"weeks_proved": list(self.proved)} if self.proved else {}),
            "exit": self.exit_code,
            "verdict": self.verdict,
            "checked": list(self.checked),
            "not_checked": list(self.not_checked),
            "findings": [
                {
                    "code": finding.code,
                    "kind": finding.kind,
                    "position": finding.position,
                    "week": finding.week,
                    "says": finding.says,
                }
                for finding in self.findings
            ],
            "more": dict(self.more),
        }

    def lines(self) -> Iterator[str]:
        """The report in sentences, the verdict first."""
        rehearsal = "REHEARSAL  " if self.mode == "rehearsal" else ""
        yield f"{rehearsal}{self.verdict}"
        if self.season is not None and self.size is not None:
            listed = ", ".join(map(str, self.weeks)) or "none"
            weeks = f"week {listed}" if len(self.weeks) == 1 else f"weeks {listed}"
            yield f"Season {self.season}, {weeks}: {self.events:,} of the log's {count_of(self.size, 'event')}."
        if self.origin is not None:
            cosigned = "; ".join(f"{each.witness} ({each.key}) at {each.time}" for each in self.told.cosigned)
            signed = f"signed by {self.told.signed_by}, cosigned by {cosigned or 'nobody you named'}"
            yield f"Checkpoint of {self.origin} at {self.size}, {signed}; root {self.root}."
        yield from self._compare()
        for found in self.findings:
            where = f"event {found.position}" if found.position is not None else "the bundle"
            week = f", week {found.week}" if found.week is not None else ""
            yield f"{found.kind.upper()} [{found.code}] {where}{week}: {found.says}."
        for code, count in self.more:
            yield f"And {count:,} more of [{code}]."
        yield from (f"Checked: {one}." for one in self.checked)
        yield from (f"NOT checked: {one}." for one in self.not_checked)

    def _compare(self) -> Iterator[str]:
        """What to compare with what the show and the gateways' operators gave out."""
        for book in self.told.rulebooks:
            yield f"Rulebook {book.ref} from week {book.from_week} (event {book.position}), SHA-256 {book.sha256}."
        for held in self.told.gateways:
            ended = f", until event {held.ended}" if held.ended else ""
            yield f"Gateway {held.gateway}, key {held.key} (event {held.position}{ended})."
