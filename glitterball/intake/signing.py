"""Signatures of deliveries: made with a gateway's signer key, checked against the keys a season has introduced."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from domain.commitments.batches import CommittedBatch, batch_commitments, spelled_sum
from domain.commitments.manifests import Place, commitments
from domain.gateway.events import (
    DeliverySigned,
    DeliverySignedV1,
    DeliverySignedV2,
    GatewayClosedV2,
    OfBatch,
    OfManifest,
    VoteBatchReceivedV2,
)
from domain.parts import TwoParts
from domain.record import Frozen, digest
from domain.season.state import KeyState, SeasonState
from glitterball.intake import refusals as no
from glitterball.intake.message import Message, delivery_text, hidden_text
from glitterball.proof.keys import Algorithm, SignerKey, VerifierKey, parse_verifier_key
from glitterball.proof.notes import Signature, sign_note
from glitterball.proof.refusals import KeyMalformed
from glitterball.proof.spellings import to_base64


def sign_delivery(
    signer: SignerKey,
    batches: Sequence[OfBatch] | Sequence[VoteBatchReceivedV2],
    manifest: OfManifest | None = None,
    *,
    opening: str | None,
) -> bytes:
    """A gateway's batches and manifest as the message it sends to the season with that opening.

    None leaves the opening out, as gateways of the first form do; a live season does not take that from a new gateway. In
    the second form (`in_second_form`) the hidden parts follow.
    """
    note = sign_note(delivery_text(batches, manifest, opening=opening).decode(), [signer])
    lines: list[Frozen] = [*batches, *(() if manifest is None else (manifest,))]
    hidden = [line for line in lines if isinstance(line, TwoParts)]
    return note + hidden_text(hidden) if hidden else note


def in_second_form(
    batches: Sequence[OfBatch],
    manifest: OfManifest | None,
    order: Sequence[str],
    *,
    commits: bool = False,
    by_batch: bool = False,
    earlier: Sequence[OfBatch | VoteBatchReceivedV2] = (),
    nonce_of: Callable[[int], str] = lambda number: secrets.token_hex(32),
) -> tuple[list[VoteBatchReceivedV2], GatewayClosedV2 | None]:
    """Batches and manifest in the second form: counts in the order that the lines were opened with, each under a nonce:
    a fresh one, but that a rehearsal makes its own, by the batch's number, and of the manifest by 0.

    With `commits` the manifest commits to the counts of the whole night, `earlier` batches and these, so that the outcome can
    be proved without showing them. Refuses where a batch of the night is missing. With `by_batch`, for a season that asks for
    it, each batch commits by itself, and the manifest of `commits` to their sum: `earlier` are then of the second form.
    """
    lines = [_batch_in_order(batch, order, nonce_of(batch.batch), by_batch) for batch in batches]
    if manifest is None:
        return lines, None
    totals = {name: getattr(manifest, name) for name in OfManifest.model_fields}
    nonce = nonce_of(0)
    points = None
    if commits and by_batch:
        points = _sums([*earlier, *lines], manifest)
    elif commits:
        points = _commitments(nonce, [*earlier, *batches], manifest, order)
    return lines, GatewayClosedV2(**totals, nonce=nonce, commitments=points)


OfPlaces = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Points of each channel and voting body, ascending."""


def _commitments(
    nonce: str, batches: Sequence[OfBatch | VoteBatchReceivedV2], manifest: OfManifest, order: Sequence[str]
) -> OfPlaces:
    """Of each channel and voting body that was delivered, ascending."""
    _require_whole(batches, manifest)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for batch in batches:
        named = batch.named(order) if isinstance(batch, VoteBatchReceivedV2) else batch
        counts.setdefault((batch.channel, batch.body), Counter()).update(dict(named.votes))
    return tuple(
        (channel, body, commitments(nonce, _place(manifest, channel, body), order, counts[channel, body]))
        for channel, body in sorted(counts)
    )


def _sums(batches: Sequence[OfBatch | VoteBatchReceivedV2], manifest: OfManifest) -> OfPlaces:
    """What the batches of each channel and voting body commit to, added up."""
    committing = [batch for batch in batches if isinstance(batch, VoteBatchReceivedV2) and batch.commitments]
    _require_whole(committing, manifest)
    found: dict[tuple[str, str], list[CommittedBatch]] = {}
    for batch in committing:
        committed = CommittedBatch(batch.batch, bytes.fromhex("".join(batch.commitments or ())))
        found.setdefault((batch.channel, batch.body), []).append(committed)
    return tuple((channel, body, spelled_sum(found[channel, body])) for channel, body in sorted(found))


def _require_whole(batches: Sequence[OfBatch | VoteBatchReceivedV2], manifest: OfManifest) -> None:
    if sorted(batch.batch for batch in batches) != list(range(1, manifest.batches + 1)):
        raise no.NightIncomplete(manifest.gateway, manifest.batches, len(batches))


def _place(of: OfManifest | OfBatch, channel: str, body: str) -> Place:
    return Place(of.season, of.week, of.gateway, channel, body)


def _batch_in_order(batch: OfBatch, order: Sequence[str], nonce: str, commits: bool) -> VoteBatchReceivedV2:
    votes = dict(batch.votes)
    if strangers := sorted(votes.keys() - set(order)):
        raise no.NotInTheOrder(batch.batch, strangers[0], ", ".join(order) or "nobody")
    kept = {name: getattr(batch, name) for name in OfBatch.model_fields if name not in ("votes", "nonce")}
    counts = tuple(votes.get(couple, 0) for couple in order)
    place = _place(batch, batch.channel, batch.body)
    points = batch_commitments(nonce, place, batch.batch, order, votes) if commits else None
    return VoteBatchReceivedV2(**kept, commitments=points, counts=counts, nonce=nonce)


@lru_cache(maxsize=1_024)
def gateway_key(text: str) -> VerifierKey:
    """The key in a verifier key line. Refuses one that is none, is weak, or signs something else than notes."""
    key = parse_verifier_key(text)
    if key.algorithm is not Algorithm.ED25519:
        raise KeyMalformed(text, "a gateway signs with an Ed25519 key for notes (0x01)")
    return key


def signed_by(message: Message, state: SeasonState) -> KeyState | None:
    """The gateway's key that signed a delivery, whatever became of it since; nothing when it has no key and did not sign.

    Refuses a missing signature, one of an unknown key or another gateway's, and one that does not fit the bytes.
    """
    gateway, signature = message.says.gateway, message.signature
    keys = state.gateway_keys.get(gateway, ())
    if signature is None:
        if keys:
            raise no.DeliveryUnsigned(gateway)
        return None
    key = next((key for key in keys if _made_with(signature, key)), None)
    if key is None:
        raise _stranger(gateway, signature, state)
    if not gateway_key(key.introduced.fact.key).accepts(message.text.decode(), signature.payload):
        raise no.SignatureWrong(gateway, key.introduced.fact.key_id)
    return key


def require_key_of(gateway: str, signer: SignerKey, keys: Mapping[str, Sequence[KeyState]]) -> None:
    """Refuses (`KeyOfAnotherGateway`) to sign with a key that is another gateway's: by what a season has introduced, or else by
    the key's own name, which `votes key make` gives it."""
    public = signer.verifier_key()
    line, key_id = public.to_text(), public.key_id.hex()
    owners = [owner for owner, held in keys.items() if any(key.introduced.fact.key == line for key in held)]
    owner = owners[0] if owners else signer.name
    if owner != gateway:
        raise no.KeyOfAnotherGateway(gateway, key_id, owner)


def require_in_force(gateway: str, key: KeyState) -> None:
    """Refuses a key that was retired or revoked."""
    key_id = key.introduced.fact.key_id
    if key.revoked is not None:
        raise no.KeyRevoked(gateway, key_id, key.revoked.position, key.revoked.fact.reason)
    if key.retired is not None:
        raise no.KeyRetired(gateway, key_id, key.retired.position)


def as_recorded(message: Message) -> DeliverySigned:
    """The signature as a fact."""
    says, signature = message.says, message.signature
    assert signature is not None
    fields = {
        "season": says.season,
        "week": says.week,
        "gateway": says.gateway,
        "first": says.first,
        "last": says.last,
        "key": signature.key_id.hex(),
        "signature": to_base64(signature.payload),
        "sha256": digest(message.text),
    }
    if says.opening is None:
        return DeliverySignedV1.model_validate(fields)
    return DeliverySignedV2.model_validate({**fields, "opening": says.opening})


def _made_with(signature: Signature, key: KeyState) -> bool:
    line = key.introduced.fact.key
    return line.startswith(f"{signature.label}+")


def _stranger(gateway: str, signature: Signature, state: SeasonState) -> no.GatewayKeyUnknown | no.KeyOfAnotherGateway:
    for owner, keys in state.gateway_keys.items():
        if any(_made_with(signature, key) for key in keys):
            return no.KeyOfAnotherGateway(gateway, signature.key_id.hex(), owner)
    has = ", ".join(key.introduced.fact.key_id for key in state.gateway_keys.get(gateway, ()))
    return no.GatewayKeyUnknown(gateway, signature.key_id.hex(), has or "none")
