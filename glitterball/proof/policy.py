"""Trust policies (c2sp.org/tlog-policy): which logs, which witnesses, and what quorum of them an auditor asks for.

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> <k|any|all> <name>...
    quorum <name|none>

A line refers only to names of lines before it, so no group can hold itself, and each name is a member at most once, so
a witness counts in one way only. Evaluation walks the groups in the order written, without recursion: nesting as deep
as the file is long costs nothing. The policy comes from the auditor, never from what is audited.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from glitterball.proof.checkpoints import Checkpoint, parse_checkpoint_text
from glitterball.proof.keys import VerifierKey
from glitterball.proof.notes import open_note
from glitterball.proof.refusals import NoteUnverified, PolicyNotMet
from glitterball.proof.spellings import shown

NO_QUORUM = "none"


@dataclass(frozen=True, slots=True)
class Log:
    """A log whose checkpoints are accepted. Its key name is its origin."""

    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class PolicyWitness:
    """A witness, by the name the policy gives it."""

    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class NewerKey:
    """A log or a witness with a key of a signature type that is not read here: nothing it signs is taken for a signature.

    `words` are its line. The name of such a witness may stand in a group, as one that has not cosigned.
    """

    words: tuple[str, ...]
    type: int

    @property
    def says(self) -> str:
        """As it is told."""
        who = f"the witness {shown(self.words[1])}" if self.words[0] == "witness" else "a log"
        return f"signatures of {who} of the policy: their type 0x{self.type:02x} is not known to this program"


@dataclass(frozen=True, slots=True)
class Group:
    """Members of which at least `needed` have to have witnessed."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Satisfied:
    """A checkpoint that meets the policy, and by whom: the log, the witnesses that cosigned, the groups they make."""

    checkpoint: Checkpoint
    log: Log
    witnesses: tuple[PolicyWitness, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What an auditor trusts. Build it with `policy_text.parse_policy`, which holds every rule of the format."""

    logs: tuple[Log, ...]
    witnesses: tuple[PolicyWitness, ...]
    groups: tuple[Group, ...]
    quorum: str
    newer: tuple[NewerKey, ...] = ()

    @classmethod
    def of_logs(cls, *keys: VerifierKey) -> Self:
        """Whoever trusts these logs and asks no witness."""
        return cls(logs=tuple(map(Log, keys)), witnesses=(), groups=(), quorum=NO_QUORUM)

    def to_bytes(self) -> bytes:
        """The policy in the published format, thresholds as numbers, each name before it is used."""
        lines = [" ".join(filter(None, ("log", log.key.to_text(), log.url))) for log in self.logs]
        lines += [
            " ".join(filter(None, ("witness", witness.name, witness.key.to_text(), witness.url)))
            for witness in self.witnesses
        ]
        lines += [" ".join(held.words) for held in self.newer]
        lines += [f"group {group.name} {group.needed} {' '.join(group.members)}" for group in self.groups]
        return "\n".join((*lines, f"quorum {self.quorum}", "")).encode("utf-8", "surrogateescape")

    def groups_witnessed(self, witnesses: Collection[str]) -> tuple[Group, ...]:
        """The groups that count as having witnessed when these witnesses cosigned."""
        names, groups = set(witnesses), []
        for group in self.groups:
            if sum(member in names for member in group.members) >= group.needed:
                names.add(group.name)
                groups.append(group)
        return tuple(groups)

    def is_quorum(self, witnesses: Collection[str]) -> bool:
        """Whether cosignatures of these witnesses are enough."""
        return (
            self.quorum == NO_QUORUM
            or self.quorum in witnesses
            or any(group.name == self.quorum for group in self.groups_witnessed(witnesses))
        )

    def check(self, checkpoint: bytes) -> Satisfied:
        """The checkpoint, signed by a log of the policy under its origin and cosigned by a quorum.

        Refuses PolicyNotMet, and whatever a note is refused for: a wrong signature of a known key refuses it whole.
        """
        keys = (*(log.key for log in self.logs), *(witness.key for witness in self.witnesses))
        try:
            opened = open_note(checkpoint, keys)
        except NoteUnverified as refusal:
            raise PolicyNotMet(f"no log or witness of the policy signed it ({refusal.signed_by})") from None
        stated = parse_checkpoint_text(opened.text)
        signed_by = [key for key, _ in opened.good]
        logs = [log for log in self.logs if log.key in signed_by and log.key.name == stated.origin]
        if not logs:
            raise PolicyNotMet(f"no log of the policy signed it as {shown(stated.origin)!r}")
        witnesses = tuple(witness for witness in self.witnesses if witness.key in signed_by)
        names = [witness.name for witness in witnesses]
        if not self.is_quorum(names):
            raise PolicyNotMet(f"{', '.join(names) or 'nobody'} cosigned, which is not the quorum {self.quorum!r}")
        return Satisfied(stated, logs[0], witnesses, self.groups_witnessed(names))
