"""Reading trust policies (c2sp.org/tlog-policy): every rule of the format, one function for each kind of line."""

import re
from collections.abc import Sequence

from glitterball.proof.keys import Algorithm, VerifierKey, newer_type, parse_verifier_key
from glitterball.proof.policy import NO_QUORUM, Group, Log, NewerKey, Policy, PolicyWitness
from glitterball.proof.refusals import KeyMalformed, PolicyMalformed, SpellingRefused
from glitterball.proof.spellings import decimal, shown

LOG_ALGORITHMS = (Algorithm.ED25519,)
"""Plain note signatures: the form every reader of checkpoints knows."""
WITNESS_ALGORITHMS = (Algorithm.COSIGNATURE,)
"""Only a cosignature says that somebody saw the log grow."""
MOST_LINES_OF_A_KIND = 256
"""Logs, witnesses, groups: at least 32 of each have to be accepted."""
MOST_BYTES = 1024 * 1024

_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


def parse_policy(octets: bytes) -> Policy:
    """Read a policy; refuses PolicyMalformed with the line.

    Octets above 0x7F are opaque: a name keeps them (as `surrogateescape` where they are not UTF-8), so that two names
    are the same exactly when their octets are.
    """
    if len(octets) > MOST_BYTES:
        raise PolicyMalformed(1, f"the policy is longer than {MOST_BYTES} bytes")
    reading = _Reading()
    number = 0
    for number, line in enumerate(octets.split(b"\n"), start=1):
        if control := _FORBIDDEN.search(line):
            raise PolicyMalformed(number, f"it has the octet 0x{control.group()[0]:02x}")
        words = [word.decode("utf-8", "surrogateescape") for word in line.split()]
        if words and not words[0].startswith("#"):
            reading.take(number, words)
    if reading.quorum is None:
        raise PolicyMalformed(number, "there is no quorum line")
    return Policy(
        logs=tuple(reading.logs),
        witnesses=tuple(reading.witnesses),
        groups=tuple(reading.groups),
        quorum=reading.quorum,
        newer=tuple(reading.newer),
    )


def log_key(vkey: str) -> VerifierKey:
    """One log's verifier key, in the place of a policy. Refuses KeyMalformed, also the key of a witness."""
    key = parse_verifier_key(vkey)
    if key.algorithm not in LOG_ALGORITHMS:
        raise KeyMalformed(shown(vkey), "it is the key of a witness, not of a log")
    return key


class _Reading:
    """What the lines so far have defined."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.witnesses: list[PolicyWitness] = []
        self.groups: list[Group] = []
        self.quorum: str | None = None
        self.newer: list[NewerKey] = []
        self._names: set[str] = set()
        self._members: set[str] = set()

    def take(self, number: int, words: Sequence[str]) -> None:
        def refuse(reason: str) -> PolicyMalformed:
            return PolicyMalformed(number, reason)

        try:
            match words:
                case ["log", vkey, *url] if len(url) < 2 and (newer := newer_type(vkey)):
                    self._newer(words, newer)
                case ["witness", name, vkey, *url] if len(url) < 2 and (newer := newer_type(vkey)):
                    self._newer(words, newer)
                    self._define(name)
                case ["log", vkey, *url] if len(url) < 2:
                    self._log(vkey, *url)
                case ["witness", name, vkey, *url] if len(url) < 2:
                    self._witness(name, vkey, *url)
                case ["group", name, needed, *members] if members:
                    self._group(name, needed, members)
                case ["quorum", name]:
                    self._quorum(name)
                case _:
                    raise _Unusable(f"{shown(words[0])!r} does not begin a complete line")
        except _Unusable as unusable:
            raise refuse(str(unusable)) from None
        except (KeyMalformed, SpellingRefused) as refusal:
            raise refuse(refusal.sentence()) from None

    def _log(self, vkey: str, url: str = "") -> None:
        _must_have_room(self.logs)
        key = _key(vkey, LOG_ALGORITHMS)
        if any(key.public_key == log.key.public_key for log in self.logs):
            raise _Unusable("another log has the same public key")
        self.logs.append(Log(key, url))

    def _witness(self, name: str, vkey: str, url: str = "") -> None:
        _must_have_room(self.witnesses)
        key = _key(vkey, WITNESS_ALGORITHMS)
        if any(key.public_key == witness.key.public_key for witness in self.witnesses):
            raise _Unusable("another witness has the same public key")
        self._define(name)
        self.witnesses.append(PolicyWitness(name, key, url))

    def _newer(self, words: Sequence[str], kind: int) -> None:
        _must_have_room(self.newer)
        self.newer.append(NewerKey(tuple(words), kind))

    def _group(self, name: str, needed: str, members: Sequence[str]) -> None:
        _must_have_room(self.groups)
        for member in members:
            if member not in self._names:
                raise _Unusable(f"{shown(member)!r} is not defined on a line before")
            if member in self._members:
                raise _Unusable(f"{shown(member)!r} is a member already, and counts once")
            self._members.add(member)
        least = {"any": 1, "all": len(members)}.get(needed) or decimal(needed)
        if not 1 <= least <= len(members):
            raise _Unusable(f"{least} of {len(members)} members cannot be")
        self._define(name)
        self.groups.append(Group(name, least, tuple(members)))

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise _Unusable("there is a quorum already")
        if name != NO_QUORUM and name not in self._names:
            raise _Unusable(f"{shown(name)!r} is not defined on a line before")
        self.quorum = name

    def _define(self, name: str) -> None:
        if name == NO_QUORUM or name in self._names:
            raise _Unusable(f"the name {shown(name)!r} is taken")
        self._names.add(name)


class _Unusable(Exception):
    """A line that breaks a rule; `take` adds its number."""


def _key(vkey: str, allowed: Sequence[Algorithm]) -> VerifierKey:
    key = parse_verifier_key(vkey)
    if key.algorithm not in allowed:
        raise _Unusable(f"a key of signature type 0x{key.algorithm:02x} cannot sign here")
    return key


def _must_have_room(others: Sequence[object]) -> None:
    if len(others) >= MOST_LINES_OF_A_KIND:
        raise _Unusable(f"there are more than {MOST_LINES_OF_A_KIND} lines of its kind")
