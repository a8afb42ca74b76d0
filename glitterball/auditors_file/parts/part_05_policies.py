"""Policies: who must have signed a checkpoint for you to believe it (C2SP tlog-policy)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .part_01_findings import Wrong
from .part_02_spellings import decimal
from .part_04_notes import COSIGNATURE, ED25519, Checkpoint, Key, newer_type, open_note, read_checkpoint, read_key


class Group(NamedTuple):
    """Witnesses or groups, of whom so many must have signed."""

    name: str
    needed: int
    members: list[str]


@dataclass
class Policy:
    """What you trust: logs, witnesses by name, groups of them, and the quorum."""

    logs: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    quorum: str | None = None
    newer: list[str] = field(default_factory=list)
    """Whose signatures are of a kind newer than this file, in words: nothing they sign is taken for a signature."""

    def check(self, note: bytes, quorum_needed: bool) -> tuple[Checkpoint, list[str]]:
        """The checkpoint in a note that a log of the policy signed, and the witnesses; refuses without the quorum."""
        text, good = open_note(note, [*self.logs, *self.witnesses.values()])
        checkpoint = read_checkpoint(text)
        if not any(key in good and key.name == checkpoint.origin for key in self.logs):
            raise Wrong(f"no log of the policy signed it as {checkpoint.origin[:80]!r}")
        names = [name for name, key in self.witnesses.items() if key in good]
        witnessed = set(names)
        for group in self.groups:
            if sum(member in witnessed for member in group.members) >= group.needed:
                witnessed.add(group.name)
        if quorum_needed and self.quorum != "none" and self.quorum not in witnessed:
            raise Wrong(f"{', '.join(names) or 'nobody'} cosigned, which is not the quorum {self.quorum!r}")
        return checkpoint, names


def read_policy(octets: bytes) -> Policy:
    """Lines `log`, `witness`, `group` and `quorum`; each refers only to lines before it."""
    policy, names, members = Policy(), {"none"}, set[str]()
    if len(octets) > 2**20:
        raise Wrong("the policy is longer than a mebibyte")
    for number, line in enumerate(octets.split(b"\n"), start=1):
        words = [word.decode("utf-8", "surrogateescape") for word in line.split()]
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line):
            raise Wrong(f"line {number} of the policy has a control character")
        if not words or words[0].startswith("#"):
            continue
        try:
            _take(policy, words, names, members)
        except Wrong as error:
            raise Wrong(f"line {number} of the policy cannot be used: {error}") from None
    if policy.quorum is None:
        raise Wrong("the policy has no quorum line")
    return policy


def _take(policy: Policy, words: list[str], names: set[str], members: set[str]) -> None:
    match words:
        case ["log" | "witness", *rest] if 0 < len(rest) < 4 and _take_newer(policy, words, names):
            pass
        case ["log", vkey, *url] if len(url) < 2 and len(policy.logs) < 256:
            key = read_key(vkey)
            if key.algorithm != ED25519 or any(key.public == log.public for log in policy.logs):
                raise Wrong("a log has an Ed25519 key of its own")
            policy.logs.append(key)
        case ["witness", name, vkey, *url] if len(url) < 2 and len(policy.witnesses) < 256:
            key = read_key(vkey)
            if key.algorithm != COSIGNATURE or any(
                key.public == witness.public for witness in policy.witnesses.values()
            ):
                raise Wrong("a witness has a cosignature key of its own")
            _define(name, names)
            policy.witnesses[name] = key
        case ["group", name, needed, *listed] if listed and len(policy.groups) < 256:
            for member in listed:
                if member not in names - {"none"} or member in members:
                    raise Wrong(f"{member[:80]!r} is not defined before, or is a member already")
                members.add(member)
            least = {"any": 1, "all": len(listed)}.get(needed) or decimal(needed)
            if not 1 <= least <= len(listed):
                raise Wrong(f"{least} of {len(listed)} cannot be")
            _define(name, names)
            policy.groups.append(Group(name, least, listed))
        case ["quorum", name] if policy.quorum is None and name in names:
            policy.quorum = name
        case _:
            raise Wrong(f"{words[0][:80]!r} does not begin a complete line that fits")


def _take_newer(policy: Policy, words: list[str], names: set[str]) -> bool:
    """Take a line whose key is of a kind newer than this file. A witness's name may stand in groups: it has not cosigned."""
    at = 1 if words[0] == "log" else 2
    kind = newer_type(words[at]) if at < len(words) <= at + 2 else None
    if kind is None:
        return False
    if len(policy.newer) >= 256:
        raise Wrong("there are too many lines of its kind")
    if words[0] == "witness":
        _define(words[1], names)
    who = f"the witness {words[1][:100]}" if words[0] == "witness" else "a log"
    policy.newer.append(f"signatures of {who} of the policy: their type 0x{kind:02x} is not known to this program")
    return True


def _define(name: str, names: set[str]) -> None:
    if name in names:
        raise Wrong(f"the name {name[:80]!r} is taken")
    names.add(name)
