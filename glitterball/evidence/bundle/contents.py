"""What a bundle holds: which names are allowed, and the manifest that lists them (bundle.md, sections 2 and 3)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glitterball.evidence.bundle.refusals import BundleMalformed, BundleNewer

SCHEMA, SCHEMA_WITH_PARTS, SCHEMA_WITH_PROOFS = (f"glitterball.bundle.v{version}" for version in (1, 2, 3))
"""The second is that of bundles with events of two parts, the third of bundles with proofs: who knows only an earlier one cannot
read them."""
KNOWN = (SCHEMA, SCHEMA_WITH_PARTS, SCHEMA_WITH_PROOFS)
_SCHEMAS = re.compile(r"glitterball\.bundle\.v[1-9][0-9]{0,3}")
MANIFEST, EVENTS, LEAVES, SCOPE = "manifest.json", "events.lines", "leaves.bin", "scope.note"
HIDDEN = "hidden.lines"
"""The hidden parts of an open bundle, each with the position of its event; the same lines are the openings of a sealed one."""
PROOFS = "proofs/"
LARGE = (EVENTS, LEAVES, HIDDEN)
NEEDED = (EVENTS, LEAVES, SCOPE)
CERTIFICATES = ("certificate.html", "certificate.json", "certificate.note")
LARGEST_SMALL = 64 * 1024 * 1024
"""Bytes of any file but events, leaves and hidden parts, which are read a line and a hash at a time."""

_NUMBER = r"(?:[1-9][0-9]{0,17})"
_CHECKPOINT = re.compile(rf"checkpoints/({_NUMBER})\.note")
_ALLOWED = re.compile(
    "|".join(
        (
            *map(re.escape, (*NEEDED, HIDDEN, *CERTIFICATES)),
            rf"checkpoints/{_NUMBER}\.note",
            rf"consistency/{_NUMBER}-{_NUMBER}\.proof",
            r"rulebooks/[0-9a-f]{64}\.json",
            rf"(?:inputs|working)/{_NUMBER}\.json",
            r"margin/[1-9][0-9]?\.json",
            rf"proofs/{_NUMBER}\.sigma",
        )
    )
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MODES = ("live", "rehearsal", "historic")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the bundle says it is."""

    season: str
    weeks: tuple[int, ...]
    sealed: bool
    mode: str
    size: int
    files: Mapping[str, Listed]
    schema: str = SCHEMA

    def to_bytes(self) -> bytes:
        """The one spelling."""
        value = {
            "schema": self.schema,
            "season": self.season,
            "weeks": list(self.weeks),
            "sealed": self.sealed,
            "mode": self.mode,
            "size": self.size,
            "files": {name: {"bytes": one.size, "sha256": one.sha256} for name, one in sorted(self.files.items())},
        }
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def read_manifest(octets: bytes) -> Manifest:
    """Read it; refuses BundleMalformed for anything but the one spelling of a manifest, BundleNewer for a later version."""
    try:
        value = json.loads(octets)
        _require_known(value["schema"])
        manifest = _manifest(value)
        if manifest.to_bytes() != octets:
            raise ValueError("it is not written in its one spelling")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise BundleMalformed(MANIFEST, reason) from None
    return manifest


def _require_known(schema: Any) -> None:
    if schema not in KNOWN and _SCHEMAS.fullmatch(schema):
        raise BundleNewer(f"it is a {schema}, and this program knows {', '.join(KNOWN[:-1])} and {KNOWN[-1]}")


def _manifest(value: Any) -> Manifest:
    files = {name: Listed(_count(one["bytes"]), _text(one["sha256"])) for name, one in value["files"].items()}
    for name in files:
        if not _ALLOWED.fullmatch(name):
            raise ValueError(f"no file of a bundle is called {name[:100]!r}")
    weeks = tuple(_count(week) for week in value["weeks"])
    if list(weeks) != sorted(set(weeks)) or not _SLUG.fullmatch(value["season"]) or value["mode"] not in MODES:
        raise ValueError("season, weeks or mode are not ones a bundle can be about")
    if not isinstance(value["sealed"], bool):
        raise ValueError("sealed is yes or no")
    if value["schema"] not in KNOWN:
        raise ValueError(f"{str(value['schema'])[:60]!r} is no version of a bundle")
    if HIDDEN in files and (value["sealed"] or value["schema"] == SCHEMA):
        raise ValueError(f"{HIDDEN} is for open bundles with events of two parts")
    if any(name.startswith(PROOFS) for name in files) != (value["schema"] == SCHEMA_WITH_PROOFS):
        raise ValueError(f"proofs are in bundles of {SCHEMA_WITH_PROOFS}, and in no others")
    return Manifest(
        season=value["season"],
        weeks=weeks,
        sealed=value["sealed"],
        mode=value["mode"],
        size=_count(value["size"]),
        files=files,
        schema=value["schema"],
    )


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{str(value)[:40]!r} is no count")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a hash is text")
    return value


def checkpoint_name(size: int) -> str:
    """The file of a checkpoint."""
    return f"checkpoints/{size}.note"


def checkpoint_sizes(manifest: Manifest) -> tuple[int, ...]:
    """The sizes of the checkpoints, ascending."""
    found = (_CHECKPOINT.fullmatch(name) for name in manifest.files)
    return tuple(sorted(int(one[1]) for one in found if one))


def proof_of_outcome(position: int) -> str:
    """The file of the proof that the event at a position says was made."""
    return f"{PROOFS}{position}.sigma"


def proof_name(old: int, new: int) -> str:
    """The file of a consistency proof."""
    return f"consistency/{old}-{new}.proof"
