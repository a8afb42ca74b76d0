"""What an auditor compares with what he was told: rulebooks, gateways' keys, who signed the checkpoint and when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.season.state import KeyState, SeasonState
from glitterball.evidence.verifying.season import Season
from glitterball.proof.cosignatures import seconds_of
from glitterball.proof.notes import parse_note
from glitterball.proof.policy import Satisfied

_LAST_SECOND = 253_402_300_799
"""The last of the year 9999; a cosigner may state any number up to 2^63 - 1."""


@dataclass(frozen=True, slots=True)
class ToldRulebook:
    """A rulebook in the log: from which week it holds, and the event that adopted it."""

    ref: str
    sha256: str
    from_week: int
    position: int


@dataclass(frozen=True, slots=True)
class ToldKey:
    """A gateway's key in the log: the event that introduced it, and the one that ended its time, if one did."""

    gateway: str
    key: str
    position: int
    ended: int | None


@dataclass(frozen=True, slots=True)
class ToldCosignature:
    """A cosignature of a witness of the policy: its key by name and ID, and when the witness says it was made."""

    witness: str
    key: str
    time: str


@dataclass(frozen=True, slots=True)
class Told:
    """All of it. `signed_by` is the log's key by name and ID, where the last checkpoint is good."""

    signed_by: str | None = None
    cosigned: tuple[ToldCosignature, ...] = ()
    rulebooks: tuple[ToldRulebook, ...] = ()
    gateways: tuple[ToldKey, ...] = ()


NOTHING = Told()


def told_of(season: Season, satisfied: Satisfied | None, note: bytes) -> Told:
    """What there is to compare. A season that could not be followed tells what it holds so far."""
    return Told(
        signed_by=satisfied.log.key.label if satisfied else None,
        cosigned=tuple(_cosignatures(satisfied, note)) if satisfied else (),
        rulebooks=rulebooks_in(season.fold.state),
        gateways=keys_in(season.fold.state),
    )


def rulebooks_in(state: SeasonState) -> tuple[ToldRulebook, ...]:
    """The rulebooks adopted, in the order of the log."""
    return tuple(
        ToldRulebook(_ref(event.fact.rulebook), event.fact.sha256, event.fact.from_week, event.position)
        for event in state.rulebooks
    )


def keys_in(state: SeasonState) -> tuple[ToldKey, ...]:
    """The keys of gateways, by gateway and in the order of the log."""
    return tuple(
        ToldKey(gateway, key.introduced.fact.key, key.introduced.position, _ended(key))
        for gateway, keys in sorted(state.gateway_keys.items())
        for key in keys
    )


def _ref(rulebook: object) -> str:
    """Name and version; a rulebook with newer stages is plain JSON."""
    if isinstance(rulebook, dict):
        return f"{rulebook.get('id')}@{rulebook.get('version')}"
    return str(getattr(rulebook, "ref", ""))


def _ended(key: KeyState) -> int | None:
    event = key.revoked or key.retired
    return event.position if event else None


def _cosignatures(satisfied: Satisfied, note: bytes) -> list[ToldCosignature]:
    signatures = parse_note(note).signatures
    told = []
    for witness in satisfied.witnesses:
        key = (witness.key.name, witness.key.key_id)
        seconds = max(seconds_of(line) for line in signatures if (line.name, line.key_id) == key)
        told.append(ToldCosignature(witness.name, witness.key.label, time_of(seconds)))
    return told


def time_of(seconds: int) -> str:
    """A POSIX time as the log writes times."""
    if seconds > _LAST_SECOND:
        return f"{seconds} seconds after 1970"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
