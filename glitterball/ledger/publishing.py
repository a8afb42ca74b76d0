"""Publishing checkpoints: when voting closes, before anybody tabulates; after certification. The one rule is `_must_follow`."""

from collections.abc import Sequence
from itertools import pairwise

from domain.gateway.events import season_stream
from glitterball.bundle.scope import Spans, sign_scope, spans_of
from glitterball.ledger.ledger import Ledger
from glitterball.ledger.refusals import LogForked, LogRolledBack, NoSuchCheckpoint, NothingToSign
from glitterball.ledger.register import Published, Register
from glitterball.log import EventLog
from glitterball.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from glitterball.proof.cosignatures import with_cosignatures
from glitterball.proof.keys import SignerKey, VerifierKey
from glitterball.proof.witness import AddCheckpoint


def publish(ledger: Ledger, register: Register, signer: SignerKey, known: Sequence[bytes] = ()) -> Published:
    """Sign the log as it stands now; the same size twice is the same note. Nothing is signed that contradicts what was.

    `known` are checkpoints of this log from elsewhere (a witness, the website): they count as signed, so that a key
    whose register was restored with the store is found out too.
    """
    register.must_be_of(signer)
    size = ledger.catch_up()
    if not size:
        raise NothingToSign()
    _must_follow_known(ledger, signer, known)
    with register.alone():
        last = register.last()
        if last is not None:
            _must_follow(ledger, last.size, last.root)
            if last.size >= size:
                return last  # also where another process signed a longer log meanwhile
        checkpoint = Checkpoint(signer.name, size, ledger.root(size))
        published = Published(size, checkpoint.root, sign_checkpoint(checkpoint, signer))
        scopes = {
            season: sign_scope(checkpoint, season, spans, signer)
            for season, spans in scopes_of(ledger.log, size).items()
        }
        register.add(published, scopes)
    return published


def _must_follow(ledger: Ledger, size: int, root: bytes) -> None:
    """The one promise of a log: the tree it signs begins with every tree it signed."""
    if ledger.size < size and ledger.catch_up() < size:
        raise LogRolledBack(ledger.size, size)
    if ledger.root(size) != root:
        raise LogForked(size)


def _must_follow_known(ledger: Ledger, signer: SignerKey, known: Sequence[bytes]) -> None:
    for note in known:
        checkpoint = open_checkpoint(note, (signer.verifier_key(),), signer.name).checkpoint
        _must_follow(ledger, checkpoint.size, checkpoint.root)


def scopes_of(log: EventLog, size: int) -> dict[str, Spans]:
    """Which positions are whose, season by season."""
    seasons = [name.split("/", 1)[1] for name in log.stream_names("season/")]
    return {season: spans_of(positions_of(log, season, size)) for season in seasons}


def positions_of(log: EventLog, season: str, size: int) -> list[int]:
    """The positions of a season's events, its votes and deliveries included."""
    return [event.position for event in log.read(0, size, streams=streams_of(log, season))]


def streams_of(log: EventLog, season: str) -> list[str]:
    """All streams of a season."""
    prefixes = (f"votes/{season}/", f"deliveries/{season}/")
    return [season_stream(season), *(name for prefix in prefixes for name in log.stream_names(prefix))]


# The exchange with witnesses (c2sp.org/tlog-witness): a request goes out as a file, the answer comes back as one.


def witness_request(ledger: Ledger, published: Published, old_size: int) -> bytes:
    """The body to POST to a witness's add-checkpoint, for a witness that has seen the log at `old_size` (0: never)."""
    return AddCheckpoint(old_size, ledger.consistency(old_size, published.size), published.note).to_bytes()


def take_cosignatures(register: Register, size: int, answer: bytes, witnesses: Sequence[VerifierKey]) -> Published:
    """Keep the good lines of a witness's answer with the checkpoint of that size."""
    with register.alone():
        published = of_size(register.published(), size)
        note = with_cosignatures(published.note, answer, witnesses)
        register.cosigned(size, note)
    return Published(size, published.root, note)


def of_size(published: Sequence[Published], size: int) -> Published:
    """The checkpoint of that size; refuses NoSuchCheckpoint."""
    for one in published:
        if one.size == size:
            return one
    raise NoSuchCheckpoint(f"{size} events", ", ".join(str(one.size) for one in published) or "none")


def proofs_between(ledger: Ledger, published: Sequence[Published]) -> dict[tuple[int, int], tuple[bytes, ...]]:
    """The consistency proof from each checkpoint to the next."""
    return {(one.size, other.size): ledger.consistency(one.size, other.size) for one, other in pairwise(published)}
