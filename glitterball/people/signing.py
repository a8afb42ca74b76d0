"""Signatures of people over decisions: made with a key file, and held against the keys that the roster has at that moment."""

from collections.abc import Callable

from domain.record import Actor
from domain.season import events as e
from domain.season.people.roster import identity_of
from domain.season.proposing.facts import PersonSignature, ProposalFact
from domain.season.proposing.rules import signatures_of
from domain.season.proposing.signing import Says, Terms, terms_of
from domain.season.state import SeasonState
from glitterball.people.keys import person_key
from glitterball.proof.keys import SignerKey
from glitterball.proof.refusals import KeyMalformed, SpellingRefused
from glitterball.proof.spellings import from_base64, to_base64

Signer = Callable[[bytes], PersonSignature]
"""Signs a text as a person: a key file, or whatever else holds the person's key."""

Signers = Callable[[Actor, SeasonState], Signer | None]
"""Whose keys are at hand: signs as somebody whom the season's roster knows; nothing where their key is not here."""


def nobodys(_: Actor, __: SeasonState) -> None:
    """No key is at hand."""


def signer_of(key: SignerKey) -> Signer:
    """Signs with a key file."""
    key_id = key.verifier_key().key_id.hex()
    return lambda text: PersonSignature(key=key_id, signature=to_base64(key.signature_of(text)))


def text_to_sign(terms: Terms, state: SeasonState, by: Actor, says: Says, opening: str) -> bytes:
    """The text somebody signs who says so of a decision."""
    return terms.text(opening, identity_of(state, by.name) or "", by.role, says)


def wrong_with_signature(fact: ProposalFact, by: Actor, state: SeasonState, opening: str) -> str | None:
    """What is wrong with how a decision is signed, as a sentence; nothing where there is nothing to find.

    `state` is what stands before the fact: the key has to be the person's then.
    """
    signed = signatures_of(fact)
    if signed is None:
        return f"{by.name} did not sign it" if state.people else None
    identity, signature = signed
    person = state.people.get(identity)
    if person is None or person.now.name != by.name:
        return f"it is signed as {identity}, and {by.name} is not"
    lines = [line for line in person.now.keys if line.split("+", 2)[1] == signature.key]
    if not lines:
        return f"{identity} does not sign with key {signature.key}"
    terms = _terms(fact, by, state)
    if terms is None:
        return f"decision {fact.decision} was not proposed with a signature"
    text = terms.text(opening, identity, by.role, _says(fact))
    if not any(_accepts(line, text, signature) for line in lines):
        return f"the signature of {identity} is not over what is decided here"
    return None


def _accepts(line: str, text: bytes, signature: PersonSignature) -> bool:
    try:
        return person_key(line).accepts(text.decode(), from_base64(signature.signature))
    except (KeyMalformed, SpellingRefused):
        return False


def _terms(fact: ProposalFact, by: Actor, state: SeasonState) -> Terms | None:
    if isinstance(fact, e.DecisionProposed):
        return terms_of(fact, by.role)
    proposal = state.proposals.get(fact.decision)
    return None if proposal is None else terms_of(proposal.proposed.fact, proposal.proposed.actor.role)


def _says(fact: ProposalFact) -> Says:
    match fact:
        case e.DecisionProposed():
            return "proposes"
        case e.DecisionApproved():
            return "approves"
        case e.DecisionRejected():
            return "rejects"
        case _:
            return "withdraws"
