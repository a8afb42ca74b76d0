"""Publishing checkpoints: when voting closes, before anybody tabulates; after certification. The one rule is `must_follow`."""

from collections.abc import Sequence
from itertools import pairwise

from domain.plurals import count_of
from glitterball.evidence.bundle.scope import Spans, extend_spans, sign_scope, spans_in
from glitterball.evidence.ledger.ledger import Ledger
from glitterball.evidence.ledger.refusals import LogForked, LogRolledBack, NoSuchCheckpoint, NothingToSign
from glitterball.evidence.ledger.register import Published, Register
from glitterball.evidence.ledger.sharing import lease_of, must_agree, settle, share
from glitterball.log import EventLog
from glitterball.log.envelope import stream_key
from glitterball.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from glitterball.proof.cosignatures import with_cosignatures
from glitterball.proof.keys import SignerKey, VerifierKey
from glitterball.proof.notes import parse_note
from glitterball.proof.witness import AddCheckpoint
from glitterball.telemetry import Published as Told
from glitterball.telemetry import tell


def publish(ledger: Ledger, register: Register, signer: SignerKey, known: Sequence[bytes] = ()) -> Published:
    """Sign the log as it stands now; the same size twice is the same note. Nothing is signed that contradicts what was.

    `known` are checkpoints of this log from elsewhere (a witness, the website): they count as signed, so that a key
    whose register was restored with the store is found out too.
    """
    register.must_be_of(signer)
    with lease_of(ledger.log):
        size = ledger.catch_up()
        if not size:
            raise NothingToSign()
        settle(ledger.log)
        _must_follow_known(ledger, signer, known)
        published = _signed(ledger, register, signer, size)
        share(ledger.log, register)
        tell(Told(published.size))
        return published


def _signed(ledger: Ledger, register: Register, signer: SignerKey, size: int) -> Published:
    """What is signed is in the register first, and then with the other machines: what those have and it has not is no crash."""
    with register.alone():
        must_agree(ledger.log, register)
        last = register.last()
        if last is not None:
            must_follow(ledger, last.size, last.root)
            if last.size >= size:
                return last  # also where another process signed a longer log meanwhile
        checkpoint = Checkpoint(signer.name, size, ledger.root(size))
        published = Published(size, checkpoint.root, sign_checkpoint(checkpoint, signer))
        add_with_scopes(ledger.log, register, signer, checkpoint, published)
    return published


def add_with_scopes(
    log: EventLog, register: Register, signer: SignerKey, checkpoint: Checkpoint, published: Published
) -> None:
    """Record a signed checkpoint with the scope of each season. Inside `alone`."""
    last = register.last()
    spans = scopes_of(log, register, last.size if last else 0, published.size)
    scopes = {season: sign_scope(checkpoint, season, found, signer) for season, found in spans.items()}
    register.add(published, scopes)


def must_follow(ledger: Ledger, size: int, root: bytes) -> None:
    """The one promise of a log: the tree it signs begins with every tree it signed."""
    if ledger.size < size and ledger.catch_up() < size:
        raise LogRolledBack(ledger.size, size)
    if ledger.root(size) != root:
        raise LogForked(size)


def _must_follow_known(ledger: Ledger, signer: SignerKey, known: Sequence[bytes]) -> None:
    for note in known:
        checkpoint = open_checkpoint(note, (signer.verifier_key(),), signer.name).checkpoint
        must_follow(ledger, checkpoint.size, checkpoint.root)


def scopes_of(log: EventLog, register: Register, before: int, size: int) -> dict[str, Spans]:
    """Which positions are whose, season by season. Only events behind the last checkpoint are looked at."""
    spans: dict[str, list[tuple[int, int]]] = {}
    seasons: dict[bytes, str] = {}
    for name in log.stream_names():
        season = season_of(name)
        if season is None:
            continue
        seasons[stream_key(name)[0]] = season
        if season not in spans:
            note = register.scope(before, season)
            spans[season] = list(spans_in(parse_note(note).text)) if note else []
    for position, identity, *_ in log.application.recorder.rows(before, size):
        if identity in seasons:
            extend_spans(spans[seasons[identity]], position)
    return {season: tuple(found) for season, found in spans.items() if found}


def streams_of(log: EventLog, season: str) -> list[str]:
    """All streams of a season that a bundle holds."""
    return [name for name in log.stream_names() if season_of(name) == season]


def season_of(stream: str) -> str | None:
    """The season whose events a stream holds: its own, its gateways' votes, their signatures. None for anything else."""
    kind, _, rest = stream.partition("/")
    return rest.partition("/")[0] if kind in ("season", "votes", "deliveries") else None


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
    for checkpoint in published:
        if checkpoint.size == size:
            return checkpoint
    raise NoSuchCheckpoint(
        count_of(size, "event"), ", ".join(str(checkpoint.size) for checkpoint in published) or "none"
    )


def proofs_between(ledger: Ledger, published: Sequence[Published]) -> dict[tuple[int, int], tuple[bytes, ...]]:
    """The consistency proof from each checkpoint to the next."""
    return {(one.size, other.size): ledger.consistency(one.size, other.size) for one, other in pairwise(published)}
