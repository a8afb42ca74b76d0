"""The two-person rule: what needs two people was proposed by one, approved by another, and then recorded as it was proposed."""

from typing import Any

from domain.parts import TwoParts
from domain.record import Recorded
from domain.season import events as e
from domain.season.authority import (
    AUTHORITY,
    authority_over,
    correcting,
    excusing,
    founding,
    ordering,
    require_role_of,
    require_second,
)
from domain.season.people.roster import one_person
from domain.season.proposing.facts import asked_for
from domain.season.proposing.refusals import RoleMayNot, SamePerson
from domain.season.proposing.rules import is_after
from domain.season.proposing.signing import follows_as_proposed, terms_of
from domain.season.roles import Authority
from domain.season.state import Proposal, SeasonState
from glitterball.evidence.verifying.findings import Findings
from glitterball.people import wrong_with_signature
from glitterball.proof.spellings import HASH_BYTES

FACTS_OF: dict[str, tuple[type[e.SeasonFact], ...]] = {
    "adopt-rulebook": (e.RulebookAdopted,),
    "restate-week": (e.WeekRestated,),
    "take-back-withdrawal": (e.WithdrawalTakenBack,),
    "state-running-order": (e.RunningOrderStated,),
    "mark-judge-absent": (e.JudgeAbsent,),
    "correct-score": (e.ScoreCorrected,),
    "state-window": (e.WindowStated,),
    "void-batch": (e.BatchVoided, e.BatchVoidedV2),
    "void-channel": (e.ChannelVoided,),
    "substitute-input": (e.InputSubstituted, e.InputSubstitutedV2),
    "replace-manifest": (e.ManifestReplaced, e.ManifestReplacedV2),
    "give-up-gateway": (e.GatewayGivenUp,),
    "cancel-elimination": (e.EliminationCancelled,),
    "state-bye": (e.ByeStated,),
    "settle-tie": (e.TieSettled,),
    "settle-cut": (e.CutSettled,),
    "correct-announcement": (e.AnnouncementCorrected,),
    "correct-places": (e.PlacesCorrected,),
    "reopen-week": (e.WeekReopened,),
    "certify-outcome": (e.OutcomeCertified, e.OutcomeCertifiedV2),
    "introduce-gateway-key": (e.GatewayKeyIntroduced,),
    "rotate-gateway-key": (e.GatewayKeyRotated,),
    "revoke-gateway-key": (e.GatewayKeyRevoked,),
    "found-season": (e.SeasonFounded,),
    "introduce-person": (e.PersonIntroduced,),
    "change-person": (e.PersonChanged,),
    "revoke-person": (e.PersonRevoked,),
    "destroy-openings": (e.OpeningsDestroyed,),
}
"""What each command that two people sign becomes; where counts may be hidden, in either form."""

_COMMAND_OF = {fact: do for do, facts in FACTS_OF.items() for fact in facts}


def _is_as_asked(fact: Any, asked: e.DecisionProposed) -> bool:
    """Whether a fact has the particulars that were proposed, as far as both are known here."""
    if isinstance(asked, e.ProposalInParts) != isinstance(fact, TwoParts):
        return False
    if isinstance(asked, e.ProposalInParts) and not (asked.is_whole and fact.is_whole):
        return bool(fact.week == asked.week)
    command = asked.command
    return all(getattr(fact, name) == getattr(command, name) for name in type(command).model_fields if name != "do")


def _own(proposal: Proposal, event: Recorded[Any], state: SeasonState) -> bool:
    """Whether somebody speaks of a proposal of their own."""
    return one_person(state, proposal.proposed.actor.name, event.actor.name)


class Approvals:
    """Each approval against its proposal, and each fact that needs two against the approval before it."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings, self._leaves = findings, leaves
        self._approved: tuple[Recorded[Any], Proposal] | None = None
        self.unseen: set[int] = set()
        """Decisions whose command is kept from view: the text that was signed of them cannot be made again here."""

    def check(self, event: Recorded[Any], state: SeasonState, sealed: bool) -> None:
        """Look at the next event of the season; `state` is what stands before it, `sealed` whether its votes are hidden."""
        approved, self._approved = self._approved, None
        fact = event.fact
        if approved is not None:
            self._follows(event, *approved, state, sealed)
        elif type(fact) in _COMMAND_OF and self._needs_two(event, state):
            self._found(event, "it takes two people, and nobody approved it")
        if isinstance(fact, e.ProposalFact):
            self._decision(event, fact, state, sealed)
        if isinstance(fact, e.DecisionApproved):
            self._approval(event, fact, state)

    def finish(self) -> None:
        """An approval at the very end leads to nothing."""
        if self._approved is not None:
            self._found(self._approved[0], "what was approved does not follow")

    def _decision(self, event: Recorded[Any], fact: e.ProposalFact, state: SeasonState, sealed: bool) -> None:
        """Numbers in order, ends of what is open, by who may end it; and, with a roster, signatures."""
        proposal = state.proposals.get(fact.decision)
        if isinstance(fact, e.DecisionProposed):
            if sealed:
                self.unseen.add(fact.decision)
            if fact.decision != len(state.proposals) + 1:
                self._found(event, f"decision {len(state.proposals) + 1} would be the next")
        elif not isinstance(fact, e.DecisionApproved) and (proposal is None or proposal.settled is not None):
            self._found(event, f"proposal {fact.decision} is not open")
        elif proposal is not None and isinstance(fact, e.DecisionWithdrawn) and not _own(proposal, event, state):
            self._found(event, f"proposal {fact.decision} was taken back by somebody else")
        at = HASH_BYTES * (state.opened.position if state.opened else 0)
        opening = self._leaves[at - HASH_BYTES : at].hex()
        wrong = wrong_with_signature(fact, event.actor, state, opening, shown=fact.decision not in self.unseen)
        if wrong is not None:
            self._found(event, wrong)

    def _approval(self, event: Recorded[Any], fact: e.DecisionApproved, state: SeasonState) -> None:
        proposal = state.proposals.get(fact.decision)
        if proposal is None or proposal.settled is not None:
            self._found(event, f"proposal {fact.decision} is not open")
            return
        proposed = proposal.proposed
        self._approved = (event, proposal)
        if (fact.proposed_by, fact.proposed_as) != (proposed.actor.name, proposed.actor.role):
            self._found(event, f"proposal {fact.decision} was made by {proposed.actor.name} ({proposed.actor.role})")
        signed_for = terms_of(proposed.fact, proposed.actor.role)
        if signed_for is not None and is_after(event.time, signed_for.expires):
            self._found(event, f"proposal {fact.decision} was open until {signed_for.expires}")
        authority, do = authority_over(proposed.fact, state), asked_for(proposed.fact)
        try:
            require_role_of(authority, do, event.actor)
            require_role_of(authority, do, proposed.actor)
            require_second(authority, proposed.actor, event.actor, state)
        except (RoleMayNot, SamePerson) as refusal:
            self._found(event, refusal.sentence())

    def _follows(
        self, event: Recorded[Any], approval: Recorded[Any], proposal: Proposal, state: SeasonState, sealed: bool
    ) -> None:
        """The fact is what was proposed, and what both signed, said by who approved it, in the same moment."""
        fact, asked = event.fact, proposal.proposed.fact
        same = type(fact) in FACTS_OF[asked_for(asked)] and _is_as_asked(fact, asked)
        if not same or (event.actor, event.time) != (approval.actor, approval.time):
            self._found(event, f"it is not what was approved at event {approval.position}")
            return
        signed_for = terms_of(asked, proposal.proposed.actor.role)
        hidden = sealed or asked.decision in self.unseen
        if signed_for is not None and not hidden and follows_as_proposed(fact, asked) != signed_for.follows_sha256:
            self._found(event, f"it is not what both were shown who signed decision {asked.decision}")

    def _needs_two(self, event: Recorded[Any], state: SeasonState) -> bool:
        if state.mode == "historic" and state.opened is not None:
            return False
        fact = event.fact
        authority: Authority = AUTHORITY[_COMMAND_OF[type(fact)]]
        if isinstance(fact, e.ScoreCorrected):
            authority = correcting(state, fact.week)
        elif isinstance(fact, e.JudgeAbsent):
            authority = excusing(state, fact.week, fact.episode, fact.judge)
        elif isinstance(fact, e.SeasonFounded):
            authority = founding(state)
        elif isinstance(fact, e.RunningOrderStated):
            authority = ordering(state, fact.week)
        return authority.second != "nobody else"

    def _found(self, event: Recorded[Any], says: str) -> None:
        self.findings.add("two-persons", says.rstrip("."), event.position, getattr(event.fact, "week", None))
