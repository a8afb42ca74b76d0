"""How much of each kind of file is read, and why so much. What is larger is refused before it is held in memory."""

from dataclasses import dataclass

KIB, MIB = 1 << 10, 1 << 20


@dataclass(frozen=True, slots=True)
class Limit:
    """What a file should be, and the most it may have: bytes, bytes in a line, brackets inside one another."""

    what: str
    most: int
    longest: int | None = None
    deepest: int | None = None
    instead: str = "Look whether it is the right file."


KEY = Limit("a file with a private key", 64 * KIB)
"""One line of some 150 bytes."""

PASSKEY = Limit("a passkey or an assertion", 16 * KIB)
"""Some 600 bytes of JSON; an assertion is recorded in an event."""

PEOPLE = Limit("a file of who may sign in", 1 * MIB)
"""Some 200 bytes a person."""

SETTINGS = Limit("a file with settings", 64 * KIB)
"""A few lines."""

POLICY = Limit("a policy", 1 * MIB)
"""What the parser of policies takes: thousands of witnesses."""

RECEIPT = Limit("a receipt", 32 * MIB)
"""Twice a note, as its parser takes it: a checkpoint, a proof, and an event of at most 64 KiB."""

EVENT = Limit("an event", 64 * KIB)
"""As much as an event may have in a bundle."""

PINS = Limit("a file of pins", 1 * MIB)
"""A line for each rulebook and each gateway's key."""

CHECKPOINT = Limit("a checkpoint", 1 * MIB)
"""Three lines and at most a hundred signatures, 20 KiB; roomy, because extension lines have no limit of their own."""

WITNESSED = Limit("a witness's request or answer", 1 * MIB)
"""A checkpoint and at most 63 lines of proof; or a signature line."""

CERTIFICATE = Limit("a certificate", 16 * MIB)
"""A certificate is signed as a note, and a note has at most so much (`proof.notes.MOST_BYTES`)."""

RULEBOOK = Limit("a rulebook", 1 * MIB)
"""The longest that ships has 3 KiB, and a rulebook is recorded in an event of 64 KiB."""

SEASON = Limit("a season file", 8 * MIB)
"""Season 33 has 10 KiB; the TOML of a season with every correction and void there could be stays below 1 MiB."""

TABLE = Limit("a table", 64_000_000, longest=1 * MIB, instead="Votes by the million belong in a gateway's own files.")
"""Every season there was has 0.4 MB of scores. A cell has at most 128 KiB (the CSV reader's own limit)."""

DELIVERY = Limit(
    "a file of votes",
    64 * MIB,
    longest=256 * KIB,
    deepest=16,
    instead="Send it as several deliveries, one batch a line.",
)
"""A signed delivery has at most 16 MiB (`proof.notes.MOST_BYTES`, held where it is read); unsigned lines may be a whole
night of several gateways as the canvass writes them, some 4 MB by the minute. An event has at most 64 KiB, so a line of
four times that has room for spaces; a batch has brackets three deep."""

BUNDLE = Limit("a bundle", 1 << 50)
"""It is never held whole; that one is larger than the container can address is a finding of the verification."""

PROOF = Limit("a proof of an outcome", 64 * MIB)
"""One of 13 couples has 0.6 MB; of a contest with 37 voting countries 7 MB. A bundle holds no larger file of this kind."""

OPENINGS = Limit("openings of a bundle", (1 << 32) - 1)
"""No more than the bundle they open; read line by line."""

BALLOTS = Limit("raw ballots", 1 << 50)
"""As many as there are: DuckDB reads them in pieces, and here only their beginning and their digest are taken."""

BACKUP = Limit("the list of a backup", 16 * MIB)
"""A line of some 150 bytes for each proof, and a store has one or two a week."""

BACKED_UP = Limit("a file of a backup", 1 << 50)
"""A store as large as it is; only its digest is taken, in pieces."""

EXPORTED_LIST = Limit("the signed list of a contingency export", 16 * MIB)
"""It is signed as a note, and a note has at most so much."""

EXPORTED = Limit("a file of a contingency export", 1 << 50)
"""Whatever lies in its place; only its digest is taken, in pieces."""
