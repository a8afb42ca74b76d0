"""What you compare with what you were told: rulebooks, gateways' keys, who signed the checkpoint and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from .part_01_findings import Findings, Wrong, demand
from .part_02_spellings import Json, count_of
from .part_04_notes import Key, parse_note, read_key
from .part_05_policies import Policy
from .part_07_container import Bundle
from .part_15_season import Season

LAST_SECOND = 253_402_300_799
"""The last of the year 9999; a cosigner may state any number up to 2^63 - 1."""


@dataclass
class Pins:
    """Hashes of rulebooks and verifier keys of gateways that you were told: a log may have no others."""

    rulebooks: set[str] = field(default_factory=set)
    gateways: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.rulebooks or self.gateways)

    def add(self, rulebooks: Sequence[str], gateways: Sequence[str]) -> None:
        for named in rulebooks:
            demand(re.fullmatch("[0-9a-f]{64}", named.lower()), "the SHA-256 of a rulebook has 64 hexadecimal digits")
            self.rulebooks.add(named.lower())
        for vkey in gateways:
            read_key(vkey)
            self.gateways.add(vkey)


def read_pins(octets: bytes) -> Pins:
    """Lines `rulebook SHA256` and `gateway VKEY`; `#` begins a remark."""
    pins = Pins()
    for number, line in enumerate(octets.decode("utf-8", "replace").splitlines(), start=1):
        words = line.split()
        try:
            match words:
                case [] | ["#", *_]:
                    continue
                case [word, *_] if word.startswith("#"):
                    continue
                case ["rulebook", sha256]:
                    pins.add([sha256], [])
                case ["gateway", vkey]:
                    pins.add([], [vkey])
                case _:
                    raise Wrong("it is neither 'rulebook SHA256' nor 'gateway VKEY'")
        except Wrong as error:
            raise Wrong(f"line {number} of the pins cannot be used: {error}") from None
    return pins


def rulebooks_in(season: Season) -> list[dict[str, Json]]:
    """The rulebooks adopted, in the order of the log."""
    return [
        {
            "ref": f"{event.fact['rulebook'].get('id')}@{event.fact['rulebook'].get('version')}",
            "sha256": event.fact["sha256"],
            "from_week": event.fact["from_week"],
            "position": event.position,
        }
        for event in season.rulebooks
    ]


def keys_in(season: Season) -> list[dict[str, Json]]:
    """The keys of gateways, by gateway and in the order of the log."""
    return [
        {"gateway": gateway, "key": key.vkey, "position": key.introduced, "ended": key.revoked or key.retired}
        for gateway, keys in sorted(season.keys.items())
        for key in keys
    ]


def cosignatures(policy: Policy, names: list[str], note: bytes) -> list[dict[str, Json]]:
    """The cosignatures under a checkpoint that is good, with the times their witnesses state."""
    told = []
    for name in names:
        key = policy.witnesses[name]
        lines = [line.payload for line in parse_note(note)[1] if (line.name, line.key_id) == (key.name, key.key_id)]
        seconds = max(int.from_bytes(payload[:8], "big") for payload in lines)
        told.append({"witness": name, "key": label(key), "time": time_of(seconds)})
    return told


def label(key: Key) -> str:
    """Name and key ID."""
    return f"{key.name}+{key.key_id.hex()}"


def time_of(seconds: int) -> str:
    """A POSIX time as the log writes times."""
    if seconds > LAST_SECOND:
        return f"{seconds} seconds after 1970"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def check_manifest(bundle: Bundle, season: Season, whole: bool, findings: Findings) -> None:
    """What the manifest says of the season, which anybody can write, against the log."""
    manifest = bundle.manifest
    if season.opened is None:
        findings.add("manifest", "no event of the bundle opens the season")
        return
    said, mode = manifest["mode"], season.opened["mode"]
    if said != mode:
        findings.add("manifest", f"the manifest says {said}; event {season.opened_at} opened the season as {mode}")
    for week in manifest["weeks"] if whole else ():
        if week not in season.weeks:
            findings.add("manifest", f"the manifest names week {week}, which no event of the season opens")


def check_pins(pins: Pins, season: Season, unsigned: int, findings: Findings) -> None:
    """Each rulebook adopted and each gateway's key is one you pinned; with keys pinned no line comes without one."""
    for book in rulebooks_in(season) if pins.rulebooks else ():
        if book["sha256"] not in pins.rulebooks:
            says = f"{book['ref']} has SHA-256 {book['sha256']}, which you did not pin"
            findings.add("pinned", says, book["position"])
    for held in keys_in(season) if pins.gateways else ():
        if held["key"] not in pins.gateways:
            says = f"{held['gateway']} has the key {held['key']}, which you did not pin"
            findings.add("pinned", says, held["position"])
    if pins.gateways and unsigned:
        findings.add("pinned", "keys are pinned, and there are lines of gateways without a key")


def left_out(events: int, size: int, highest: int) -> str:
    """What a bundle of so many events, the last at `highest`, leaves out of a log of `size`; nothing where it has them all."""
    newest = size - highest
    many = newest or size - events
    which = f"{'newest' if newest else 'other'} {f'{many:,} are' if many > 1 else 'is'}"
    return (
        f"{events:,} of the log's {count_of(size, 'event')}: the {which} not in it, and what is said there is not known"
    )


def to_compare(about: dict[str, Json]) -> Iterator[str]:
    """Rulebooks and keys, a sentence each."""
    for book in about["rulebooks"]:
        yield f"Rulebook {book['ref']} from week {book['from_week']} (event {book['position']}), SHA-256 {book['sha256']}."
    for held in about["gateways"]:
        ended = f", until event {held['ended']}" if held["ended"] else ""
        yield f"Gateway {held['gateway']}, key {held['key']} (event {held['position']}{ended})."
