"""Two people: proposals, approvals, and what was approved."""

from __future__ import annotations

from .part_01_findings import Findings
from .part_02_spellings import Json
from .part_08_forms import FORMS
from .part_10_events import Event
from .part_15_season import Season

SUPERVISION = (("supervisor", "executive", "adjudicator"), "another person")
GOVERNANCE = (("executive", "adjudicator"), "another role")
AFTER_THE_LOCK = (("score desk", "producer", "supervisor", "adjudicator"), "another person")
DESK = (("score desk", "producer", "supervisor"), "")
RECORD = (("historian", "auditor"), "")
TWO_PEOPLE = {
    "adopt-rulebook": ("rulebook-adopted.v1", GOVERNANCE),
    "restate-week": ("week-restated.v1", GOVERNANCE),
    "mark-judge-absent": ("judge-absent.v1", DESK),
    "correct-score": ("score-corrected.v1", DESK),
    "state-window": ("window-stated.v1", SUPERVISION),
    "void-batch": ("batch-voided.v1", SUPERVISION),
    "void-channel": ("channel-voided.v1", SUPERVISION),
    "substitute-input": ("input-substituted.v1", GOVERNANCE),
    "replace-manifest": ("manifest-replaced.v1", GOVERNANCE),
    "give-up-gateway": ("gateway-given-up.v1", GOVERNANCE),
    "state-bye": ("bye-stated.v1", GOVERNANCE),
    "cancel-elimination": ("elimination-cancelled.v1", GOVERNANCE),
    "settle-tie": ("tie-settled.v1", GOVERNANCE),
    "settle-cut": ("cut-settled.v1", GOVERNANCE),
    "correct-announcement": ("announcement-corrected.v1", GOVERNANCE),
    "reopen-week": ("week-reopened.v1", GOVERNANCE),
    "certify-outcome": ("outcome-certified.v1", GOVERNANCE),
    "introduce-gateway-key": ("gateway-key-introduced.v1", SUPERVISION),
    "rotate-gateway-key": ("gateway-key-rotated.v1", SUPERVISION),
    "revoke-gateway-key": ("gateway-key-revoked.v1", SUPERVISION),
}
"""What takes two people: the fact it becomes, the roles that may say it, and who else must be the second."""
COMMAND_OF = {fact: do for do, (fact, _) in TWO_PEOPLE.items()}


def authority(do: str, said: Json, season: Season) -> tuple[tuple[str, ...], str]:
    """Who may say it now, and whom else it takes. A historic season decides nothing and asks for no second person."""
    if season.historic:
        return RECORD
    week = season.weeks.get(said.get("week", 0))
    if do == "correct-score" and week is not None and week.seal is not None:
        return AFTER_THE_LOCK
    if do == "mark-judge-absent" and week is not None and week.has_judged(said["episode"], said["judge"]):
        return GOVERNANCE
    return TWO_PEOPLE[do][1]


class Approvals:
    """Each approval against its proposal, and each fact that needs two against the approval before it."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.approved: tuple[Event, Json] | None = None

    def check(self, event: Event, season: Season) -> None:
        approved, self.approved = self.approved, None
        if approved is not None:
            self._follows(event, *approved)
        elif event.type in COMMAND_OF:
            _, second = authority(COMMAND_OF[event.type], event.fact, season)
            if second:
                self._found(event, "it takes two people, and nobody approved it")
        if event.type == "decision-approved.v1":
            self._approval(event, season)

    def finish(self) -> None:
        if self.approved is not None:
            self._found(self.approved[0], "what was approved does not follow")

    def _approval(self, event: Event, season: Season) -> None:
        proposal = season.proposals.get(event.fact["decision"])
        if proposal is None or proposal.settled is not None:
            self._found(event, "there is no such proposal, or it is not open")
            return
        command, proposer = proposal.proposed.fact["command"], proposal.proposed.actor
        self.approved = (event, command)
        if (event.fact["proposed_by"], event.fact["proposed_as"]) != (proposer["name"], proposer["role"]):
            self._found(event, "it was proposed by somebody else")
        roles, second = authority(command["do"], command, season)
        same_role = second == "another role" and proposer["role"] == event.actor["role"]
        may = event.actor["role"] in roles and proposer["role"] in roles
        if not may or proposer["name"] == event.actor["name"] or same_role:
            self._found(event, "proposer and approver are not two people in roles that may")

    def _follows(self, event: Event, approval: Event, command: Json) -> None:
        """The fact is what was proposed, said by who approved it, in the same moment."""
        kind, _ = TWO_PEOPLE[command["do"]]
        names = [told.partition(": ")[0].rstrip("?") for told in FORMS[f"do {command['do']}"].split("; ")]
        same = event.type == kind and all(event.fact.get(name) == command.get(name) for name in names if name != "do")
        if not same or (event.actor, event.time) != (approval.actor, approval.time):
            self._found(event, f"it is not what was approved at event {approval.position}")

    def _found(self, event: Event, says: str) -> None:
        self.findings.add("two-persons", says, event.position, event.fact.get("week"))
