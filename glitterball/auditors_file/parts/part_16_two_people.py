"""Two people: proposals, approvals, and what was approved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from .part_01_findings import Findings, Wrong
from .part_02_spellings import Json, digest, unbase64, written
from .part_04_notes import read_key
from .part_08_forms import FORMS
from .part_10_events import PROPOSED_IN_PARTS, Event
from .part_11_sealed_events import PROPOSED
from .part_15_season import ENDED, Proposal, Season
from .part_16_passkeys import passkey_id, wrong_with_assertion
from .part_16_people import one_person

SUPERVISION = (("supervisor", "executive", "adjudicator"), "another person")
GOVERNANCE = (("executive", "adjudicator"), "another role")
AFTER_THE_LOCK = (("score desk", "producer", "supervisor", "adjudicator"), "another person")
FOUNDING = (("executive", "adjudicator", "producer", "supervisor"), "")
PRODUCTION = (("producer", "executive", "supervisor"), "")
DESK = (("score desk", "producer", "supervisor"), "")
RECORD = (("historian", "auditor"), "")
TWO_PEOPLE = {
    "adopt-rulebook": ("rulebook-adopted.v1", GOVERNANCE),
    "restate-week": ("week-restated.v1", GOVERNANCE),
    "take-back-withdrawal": ("withdrawal-taken-back.v1", GOVERNANCE),
    "state-running-order": ("running-order-stated.v1", PRODUCTION),
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
    "correct-places": ("places-corrected.v1", GOVERNANCE),
    "correct-announcement": ("announcement-corrected.v1", GOVERNANCE),
    "reopen-week": ("week-reopened.v1", GOVERNANCE),
    "certify-outcome": ("outcome-certified.v1", GOVERNANCE),
    "introduce-gateway-key": ("gateway-key-introduced.v1", SUPERVISION),
    "rotate-gateway-key": ("gateway-key-rotated.v1", SUPERVISION),
    "revoke-gateway-key": ("gateway-key-revoked.v1", SUPERVISION),
    "found-season": ("season-founded.v1", FOUNDING),
    "introduce-person": ("person-introduced.v1", GOVERNANCE),
    "change-person": ("person-changed.v1", GOVERNANCE),
    "revoke-person": ("person-revoked.v1", GOVERNANCE),
    "destroy-openings": ("openings-destroyed.v1", GOVERNANCE),
}
"""What takes two people: the fact it becomes, the roles that may say it, and who else must be the second."""
IN_PARTS = {
    "void-batch": "batch-voided.v2",
    "substitute-input": "input-substituted.v2",
    "replace-manifest": "manifest-replaced.v2",
    "certify-outcome": "outcome-certified.v2",
}
"""The fact it becomes where counts are hidden: then what is proposed has two parts as well."""
COMMAND_OF = {fact: do for do, (fact, _) in TWO_PEOPLE.items()} | {fact: do for do, fact in IN_PARTS.items()}


def authority(do: str, said: Json, season: Season) -> tuple[tuple[str, ...], str]:
    """Who may say it now, and whom else it takes. A historic season decides nothing and asks for no second person."""
    if season.historic:
        return RECORD
    week = season.weeks.get(said.get("week", 0))
    locked = week is not None and (week.seal is not None or week.certified)
    if do == "correct-score" and locked:
        return AFTER_THE_LOCK
    if do == "found-season" and season.proposals:
        return GOVERNANCE
    if do == "state-running-order" and locked:
        return SUPERVISION
    if do == "mark-judge-absent" and week is not None and week.has_judged(said["episode"], said["judge"]):
        return GOVERNANCE
    return TWO_PEOPLE[do][1]


SAYS = {
    "decision-proposed": "proposes",
    "decision-approved": "approves",
    "decision-rejected": "rejects",
    "decision-withdrawn": "withdraws",
}
APPROVED = ("decision-approved.v1", "decision-approved.v2")


def decision_text(proposed: Event, opening: str, who: str) -> str:
    """What somebody signs of a decision: what is proposed and what follows by their digests, and who says what of it."""
    fact = proposed.fact
    if proposed.type == PROPOSED_IN_PARTS:
        do, proposes = fact["do"], json.loads(proposed.octets or b"")["hidden_sha256"]
    else:
        do, proposes = fact["command"]["do"], digest(written({"command": fact["command"], "nonce": fact["nonce"]}))
    return (
        f"glitterball-decision/1\nseason {opening}\ndecision {fact['decision']}\n"
        f"proposes {do} {proposes}\nfollows {fact['follows_sha256']}\n"
        f"expires {fact['expires']}\nby {fact['identity']} as {proposed.actor['role']}\n{who}\n"
    )


def _is_as_asked(event: Event, proposal: Proposal) -> bool:
    """Whether a fact is of the kind, and has the particulars, that were proposed, as far as both are known."""
    fact, asked, do = event.fact, proposal.proposed.fact, proposal.does
    if proposal.proposed.type == PROPOSED_IN_PARTS:
        if event.type != IN_PARTS[do] or fact["week"] != asked["week"]:
            return False
        if "nonce" not in fact or "nonce" not in asked:
            return True
    elif event.type != TWO_PEOPLE[do][0]:
        return False
    names = [told.partition(": ")[0].rstrip("?") for told in FORMS[f"do {do}"].split("; ")]
    return all(fact.get(name) == asked["command"].get(name) for name in names if name != "do")


def _follows_digest(event: Event, proposed: Event) -> str:
    """The digest by which a signed proposal names what follows: of a fact of two parts its public part, else with the nonce."""
    if proposed.type == PROPOSED_IN_PARTS:
        return digest(b'{"follows":%b}' % (event.octets or b""))
    follows = {name: held for name, held in event.fact.items() if name != "by"}
    return digest(written({"follows": follows, "nonce": proposed.fact.get("nonce")}))


def wrong_with_key_or_passkey(person: Json, signature: Json, text: str | None) -> str | None:
    """What is wrong with a signature of a person, by a key file or a passkey that the roster has for them."""
    identity, key_id = person["identity"], signature["key"]
    if signature["kind"] == "passkey":
        passkeys = [passkey for passkey in person.get("passkeys", []) if passkey_id(passkey) == key_id]
        wrong = [wrong_with_assertion(passkey, signature, text) for passkey in passkeys]
        if not wrong:
            return f"{identity} has no passkey {key_id}"
        return None if None in wrong else f"the assertion of {identity} does not hold: {wrong[0]}"
    lines = [key for key in person["keys"] if key.split("+", 2)[1] == key_id]
    if not lines:
        return f"{identity} has no key {key_id}"
    try:
        octets = unbase64(signature["signature"])
        sound = text is None or any(read_key(line).accepts(text, octets) for line in lines)
    except Wrong:
        sound = text is None
    return None if sound else f"the signature of {identity} is not over what is decided here"


def _own(proposal: Proposal, event: Event, season: Season) -> bool:
    """Whether somebody speaks of a proposal of their own."""
    return one_person(season, proposal.proposed.actor["name"], event.actor["name"])


class Approvals:
    """Each approval against its proposal, and each fact that needs two against the approval before it."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings, self.leaves = findings, leaves
        self.approved: tuple[Event, Proposal] | None = None
        self.sealed: set[int] = set()

    def check(self, event: Event, season: Season) -> None:
        approved, self.approved = self.approved, None
        if approved is not None:
            self._follows(event, *approved, season)
        elif event.type in COMMAND_OF:
            _, second = authority(COMMAND_OF[event.type], event.fact, season)
            if second:
                self._found(event, "it takes two people, and nobody approved it")
        if event.type in (*PROPOSED, *ENDED):
            for wrong in self._decision(event, season):
                self._found(event, wrong)
        if event.type in APPROVED:
            self._approval(event, season)

    def finish(self) -> None:
        if self.approved is not None:
            self._found(self.approved[0], "what was approved does not follow")

    def _decision(self, event: Event, season: Season) -> Iterator[str]:
        """Numbers in order, ends of what is open, by who may end it; and, with a roster, signatures."""
        number, proposal = event.fact["decision"], season.proposals.get(event.fact["decision"])
        if event.type in PROPOSED:
            if event.octets is None:
                self.sealed.add(number)
            if number != len(season.proposals) + 1:
                yield "it has not the next number"
        elif event.type not in APPROVED and (proposal is None or proposal.settled is not None):
            yield "there is no such proposal, or it is not open"
        elif proposal is not None and event.type == "decision-withdrawn.v1" and not _own(proposal, event, season):
            yield "it was taken back by somebody else"
        if wrong := self._wrong_signature(event, season):
            yield wrong

    def _wrong_signature(self, event: Event, season: Season) -> str | None:
        """What is wrong with how a person of the roster signed: the text is made again from what is on record."""
        fact, says = event.fact, event.type.split(".")[0]
        signature, identity = fact.get("signature"), fact.get("identity")
        if not signature or not identity:
            return "it is not signed, and the season has a roster" if season.people else None
        person = season.people[identity][-1] if identity in season.people else None
        if person is None or person["name"] != event.actor["name"]:
            return f"it is signed as {identity}, who is somebody else"
        proposal = season.proposals.get(fact["decision"])
        proposed = event if says == "decision-proposed" else proposal.proposed if proposal else event
        if "identity" not in proposed.fact:
            return "what was proposed is not signed"
        text = None
        if fact["decision"] not in self.sealed:  # of what is kept from view the text cannot be made again
            who = f"{identity} as {event.actor['role']} {SAYS[says]}"
            text = decision_text(proposed, self.leaves[32 * season.opened_at - 32 : 32 * season.opened_at].hex(), who)
        return wrong_with_key_or_passkey(person, signature, text)

    def _approval(self, event: Event, season: Season) -> None:
        proposal = season.proposals.get(event.fact["decision"])
        if proposal is None or proposal.settled is not None:
            self._found(event, "there is no such proposal, or it is not open")
            return
        proposer = proposal.proposed.actor
        self.approved = (event, proposal)
        if (event.fact["proposed_by"], event.fact["proposed_as"]) != (proposer["name"], proposer["role"]):
            self._found(event, "it was proposed by somebody else")
        expires = proposal.proposed.fact.get("expires")
        if expires is not None and datetime.fromisoformat(event.time) > datetime.fromisoformat(expires):
            self._found(event, f"the proposal was open until {expires}")
        roles, second = authority(proposal.does, proposal.proposed.fact.get("command", {}), season)
        same_role = second == "another role" and proposer["role"] == event.actor["role"]
        may = event.actor["role"] in roles and proposer["role"] in roles
        same = one_person(season, proposer["name"], event.actor["name"])
        if not may or same or same_role:
            self._found(event, "proposer and approver are not two people in roles that may")

    def _follows(self, event: Event, approval: Event, proposal: Proposal, season: Season) -> None:
        """The fact is what was proposed, said by who approved it, in the same moment."""
        proposed = proposal.proposed
        same = _is_as_asked(event, proposal)
        if not same or (event.actor, event.time) != (approval.actor, approval.time):
            self._found(event, f"it is not what was approved at event {approval.position}")
            return
        shown = proposed.fact.get("follows_sha256")
        hidden = event.octets is None or proposed.octets is None or shown is None
        if not hidden and _follows_digest(event, proposed) != shown:
            self._found(event, "it is not what both were shown who signed")

    def _found(self, event: Event, says: str) -> None:
        self.findings.add("two-persons", says, event.position, event.fact.get("week"))
