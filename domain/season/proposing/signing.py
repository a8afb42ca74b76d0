"""What two people sign: one text about a decision and what follows from it, with a last line that says who signs, and what.

The text, in UTF-8, each line ending in a newline:

    glitterball-decision/1
    season <leaf hash of the event that opened it>
    decision <number>
    proposes <command> <SHA-256 of {"command":<the command as stored>,"nonce":"<nonce>"}>
    follows <SHA-256 of {"follows":<the fact as stored, without who answers for it>,"nonce":"<nonce>"}>
    expires <time>
    by <identity of the proposer> as <role>
    <identity of who signs> as <role> proposes|approves|rejects|withdraws

It names the command and what follows by digests that the proposal's nonce keeps from being guessed: it can be checked where
neither is shown. Of a fact of two parts that follows, the digest is the SHA-256 of {"follows":<its public part>}: everybody
can check it.
"""

from dataclasses import dataclass
from typing import Any, Literal

from domain.parts import TwoParts, hash_of_hidden, public_with
from domain.record import Fact, canonical_json, digest
from domain.season.proposing.facts import DecisionProposed, ProposalInParts, SignedProposal, TwoPersonCommand

Says = Literal["proposes", "approves", "rejects", "withdraws"]

ANSWERING = frozenset({"by"})
"""What of a fact names who approved it, and so cannot be known while it is proposed; the approval itself says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a signature is about, the same for both people."""

    decision: int
    do: str
    command_sha256: str
    follows_sha256: str
    expires: str
    identity: str
    role: str

    def text(self, opening: str, identity: str, role: str, says: Says) -> bytes:
        """The bytes somebody signs. `opening` is the leaf hash of the event that opened the season."""
        return (
            f"glitterball-decision/1\nseason {opening}\ndecision {self.decision}\n"
            f"proposes {self.do} {self.command_sha256}\nfollows {self.follows_sha256}\nexpires {self.expires}\n"
            f"by {self.identity} as {self.role}\n{identity} as {role} {says}\n"
        ).encode()


def terms_of(proposal: DecisionProposed, role: str) -> Terms | None:
    """What a proposal on record is about, where it is signed; `role` is its proposer's."""
    if isinstance(proposal, ProposalInParts):
        return _terms_in_parts(proposal, role)
    if not isinstance(proposal, SignedProposal):
        return None
    return Terms(
        decision=proposal.decision,
        do=proposal.command.do,
        command_sha256=command_digest(proposal.command, proposal.nonce),
        follows_sha256=proposal.follows_sha256,
        expires=proposal.expires,
        identity=proposal.identity,
        role=role,
    )


def _terms_in_parts(proposal: ProposalInParts, role: str) -> Terms | None:
    """The same where the command is hidden: the hash of the hidden part is the digest of command and nonce."""
    follows, expires, identity = proposal.follows_sha256, proposal.expires, proposal.identity
    if follows is None or expires is None or identity is None:
        return None
    return Terms(
        decision=proposal.decision,
        do=proposal.do,
        command_sha256=hash_of_hidden(proposal),
        follows_sha256=follows,
        expires=expires,
        identity=identity,
        role=role,
    )


def command_digest(command: TwoPersonCommand, nonce: str) -> str:
    """SHA-256 of a command in its stored form, with a nonce."""
    return _salted("command", canonical_json(command), nonce)


def follows_as_proposed(fact: Fact, proposal: DecisionProposed) -> str:
    """The digest that a signed proposal would name a fact by."""
    return follows_digest(fact, proposal.nonce if isinstance(proposal, SignedProposal) else "")


def follows_digest(fact: Fact, nonce: str) -> str:
    """SHA-256 of a fact in its stored form, without who answers for it, with a nonce.

    Of a fact of two parts the public part counts, which names the hash of the hidden one: no nonce is needed.
    """
    if isinstance(fact, TwoParts):
        return digest(b'{"follows":%b}' % public_with(fact, hash_of_hidden(fact)))
    return _salted("follows", without_who_answers(fact), nonce)


def without_who_answers(fact: Fact) -> bytes:
    """A fact in its stored form, but for the field that names who approved it."""
    if not ANSWERING & set(type(fact).model_fields):
        return canonical_json(fact)
    stored: Any = fact
    octets: bytes = stored.__pydantic_serializer__.to_json(stored, exclude_none=True, exclude=set(ANSWERING))
    return octets


def _salted(name: str, octets: bytes, nonce: str) -> str:
    return digest(b'{"%b":%b,"nonce":"%b"}' % (name.encode(), octets, nonce.encode()))
