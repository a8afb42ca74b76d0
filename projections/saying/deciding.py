"""Deciding, in sentences: ballots, ties, certificates, and what takes two people."""

from typing import assert_never

from domain.season import events as e
from domain.season.proving.as_if import AsIf
from projections.saying.proposing import proposed
from projections.saying.speaker import Speaker

Facts = (
    e.JudgeBallotCast | e.TieSettled | e.CutSettled | e.OutcomeCertified | e.OutcomeProved | e.ExclusionProved
    | e.DecisionProposed | e.DecisionApproved | e.DecisionRejected | e.DecisionWithdrawn
    | e.SignedProposal | e.SignedApproval | e.SignedRejection
)  # fmt: skip


def say(fact: Facts, speak: Speaker) -> str:
    """The sentence of a fact."""
    match fact:
        case e.JudgeBallotCast():
            return f"{speak.judge(fact.judge)} voted to save {speak.couple(fact.saves)} in week {fact.week}."
        case e.TieSettled():
            order = ", then ".join(speak.couple(couple) for couple in fact.order)
            how = f"by {fact.link}, for which {fact.by} answers ({fact.how})"
            return f"A tie in week {fact.week} was settled {how}: {order}."
        case e.CutSettled():
            on = "all go on" if fact.decided == "all go on" else "none of them goes on"
            answers = f"by decision, for which {fact.by} answers ({fact.how})"
            return f"Of {speak.couples(fact.couples)}, equal at the cut of week {fact.week}, {on} {answers}."
        case e.OutcomeCertified():
            certified = f"The outcome of week {fact.week} was certified under {fact.rulebook}: {_ending(fact, speak)}"
            return f"{certified}{_in_place_of(fact, speak)}."
        case e.OutcomeProved():
            proof = f"A proof of certificate {fact.certified} of week {fact.week} was made, from the votes committed to"
            return f"{proof}: {_claimed(fact, speak)}."
        case e.ExclusionProved():
            as_if = AsIf(fact.as_if, fact.channel).says
            return f"It was proved that the same couples leave week {fact.week} {as_if}: {_claimed(fact, speak)}."
        case e.DecisionProposed():
            return f"Decision {fact.decision} was proposed: {proposed(fact, speak)}."
        case e.DecisionApproved():
            return f"Decision {fact.decision}, proposed by {fact.proposed_by} ({fact.proposed_as}), was approved."
        case e.DecisionRejected():
            return f"Decision {fact.decision} was turned down: {fact.reason}."
        case e.DecisionWithdrawn():
            return f"Decision {fact.decision} was taken back: {fact.reason}."
        case _:
            assert_never(fact)


def _in_place_of(fact: e.OutcomeCertified, speak: Speaker) -> str:
    """What a certificate replaces, in a season that has filed it last: the one before it, and what that one said."""
    certificates = speak.state.weeks[fact.week].certified
    if len(certificates) < 2 or certificates[-1].fact != fact:
        return ""
    before = certificates[-2]
    return f", in place of the certificate at position {before.position} ({_ending(before.fact, speak)})"


def _claimed(fact: e.ProvingFact, speak: Speaker) -> str:
    """The groups of a claim, best first."""
    return "; below them ".join(speak.couples(group) for group in fact.groups)


def _ending(fact: e.OutcomeCertified, speak: Speaker) -> str:
    if fact.leaving:
        return f"{speak.couples(fact.leaving)} leave"
    placed = [line for line in fact.standings if line.result == "placed"]
    if placed:
        return ", ".join(f"{speak.couple(line.couple)} in place {line.place}" for line in placed)
    return "nobody leaves"
