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
neither is shown.
"""

from dataclasses import dataclass
from typing import Any, Literal

from domain.record import canonical_json, digest
from domain.season.proposing.facts import SignedProposal, TwoPersonCommand
from domain.season.stating import SeasonFact

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


def terms_of(proposal: SignedProposal, role: str) -> Terms:
    """What a proposal on record is about; `role` is its proposer's."""
    return Terms(
        decision=proposal.decision,
        do=proposal.command.do,
        command_sha256=command_digest(proposal.command, proposal.nonce),
        follows_sha256=proposal.follows_sha256,
        expires=proposal.expires,
        identity=proposal.identity,
        role=role,
    )


def command_digest(command: TwoPersonCommand, nonce: str) -> str:
    """SHA-256 of a command in its stored form, with a nonce."""
    return _salted("command", canonical_json(command), nonce)


def follows_digest(fact: SeasonFact, nonce: str) -> str:
    """SHA-256 of a fact in its stored form, without who answers for it, with a nonce."""
    return _salted("follows", without_who_answers(fact), nonce)


def without_who_answers(fact: SeasonFact) -> bytes:
    """A fact in its stored form, but for the field that names who approved it."""
    if not ANSWERING & set(type(fact).model_fields):
        return canonical_json(fact)
    stored: Any = fact
    octets: bytes = stored.__pydantic_serializer__.to_json(stored, exclude_none=True, exclude=set(ANSWERING))
    return octets


def _salted(name: str, octets: bytes, nonce: str) -> str:
    return digest(b'{"%b":%b,"nonce":"%b"}' % (name.encode(), octets, nonce.encode()))
