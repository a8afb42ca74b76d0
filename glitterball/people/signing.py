"""Signatures of people over decisions: made with a key file or a passkey, and held against what the roster has at that moment."""

from collections.abc import Callable

from domain.record import Actor
from domain.season import events as e
from domain.season.people.facts import OfPerson
from domain.season.people.roster import identity_of
from domain.season.proposing.facts import Assertion, PersonSignature, ProposalFact, Signature
from domain.season.proposing.rules import signatures_of
from domain.season.proposing.signing import Says, Terms, terms_of
from domain.season.state import SeasonState
from glitterball.people.keys import person_key
from glitterball.people.passkeys import wrong_with_assertion
from glitterball.proof.keys import SignerKey
from glitterball.proof.refusals import KeyMalformed, SpellingRefused
from glitterball.proof.spellings import from_base64, to_base64

Signer = Callable[[bytes], Signature]
"""Signs a text as a person: a key file, an authenticator, or what an authenticator signed before."""

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


def wrong_with_signature(
    fact: ProposalFact, by: Actor, state: SeasonState, opening: str, *, shown: bool = True
) -> str | None:
    """What is wrong with how a decision is signed, as a sentence; nothing where there is nothing to find.

    `state` is what stands before the fact: the key has to be the person's then. Where what is proposed is not `shown`, the
    text cannot be made again: then who signed and with which key is looked at, and of an assertion all but its challenge.
    """
    signed = signatures_of(fact)
    if signed is None:
        return f"{by.name} did not sign it" if state.people else None
    identity, signature = signed
    person = state.people.get(identity)
    if person is None or person.now.name != by.name:
        return f"it is signed as {identity}, and {by.name} is not"
    terms = _terms(fact, by, state)
    if terms is None:
        return f"decision {fact.decision} was not proposed with a signature"
    text = terms.text(opening, identity, by.role, _says(fact)) if shown else None
    if isinstance(signature, Assertion):
        return _wrong_with_passkey(person.now, signature, text)
    return _wrong_with_key(person.now, signature, text)


def _wrong_with_key(person: OfPerson, signature: PersonSignature, text: bytes | None) -> str | None:
    lines = [line for line in person.keys if line.split("+", 2)[1] == signature.key]
    if not lines:
        return f"{person.identity} does not sign with key {signature.key}"
    if text is not None and not any(_accepts(line, text, signature) for line in lines):
        return f"the signature of {person.identity} is not over what is decided here"
    return None


def _wrong_with_passkey(person: OfPerson, assertion: Assertion, text: bytes | None) -> str | None:
    passkeys = [passkey for passkey in person.passkeys or () if passkey.key_id == assertion.key]
    if not passkeys:
        return f"{person.identity} does not sign with passkey {assertion.key}"
    wrong = [wrong_with_assertion(passkey, assertion, text) for passkey in passkeys]
    return None if None in wrong else f"the assertion of {person.identity} does not hold: {wrong[0]}"


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
