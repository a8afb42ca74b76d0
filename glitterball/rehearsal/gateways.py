"""The gateways of a rehearsal: each has a key and signs what it delivers, and each batch has a nonce.

Keys and nonces come from the rehearsal's seed and name, so played again it is signed with the same; whoever knows the two can
sign as they do, and a gateway of a rehearsal proves nothing about a show.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from domain.gateway.events import OfBatch, OfManifest, VoteBatchReceivedV2
from domain.season.commands import IntroduceGatewayKey
from glitterball.intake.signing import in_second_form, sign_delivery
from glitterball.proof.keys import SignerKey
from glitterball.rehearsal.votes import GATEWAYS


class SigningGateways:
    """Signs the deliveries of a season's gateways."""

    def __init__(self, seed: int, season: str) -> None:
        self._drawn_from = f"glitterball rehearsal\n{seed}\n{season}\n"

    def introductions(self) -> Iterator[IntroduceGatewayKey]:
        """What two people record before the first batch."""
        for gateway in GATEWAYS:
            key = self._key(gateway.gateway).verifier_key()
            yield IntroduceGatewayKey(gateway=gateway.gateway, key=key.to_text())

    def messages(self, lines: Sequence[OfBatch | OfManifest], opening: str) -> Iterator[bytes]:
        """Batches and manifests as they are sent: a message for each run of a gateway's numbers without a gap."""
        for gateway in dict.fromkeys(line.gateway for line in lines):
            key = self._key(gateway)
            sent = [self._with_nonce(line) for line in lines if isinstance(line, OfBatch) and line.gateway == gateway]
            for batches in _runs(sorted(sent, key=lambda batch: batch.batch)):
                yield self._signed(key, batches, None, opening)
            for line in lines:
                if isinstance(line, OfManifest) and line.gateway == gateway:
                    yield self._signed(key, (), line, opening)

    commits_by_batch = False
    """Whether the season asks each batch to commit to its counts."""

    def order_of(self, couples: tuple[str, ...]) -> tuple[str, ...] | None:
        """The couples' order in which counts are sent; none in the first form."""
        return None

    def open_lines(self, week: int, couples: tuple[str, ...]) -> None:
        """The lines of a week are open for these couples."""

    def _signed(self, key: SignerKey, batches: Sequence[OfBatch], manifest: OfManifest | None, opening: str) -> bytes:
        return sign_delivery(key, batches, manifest, opening=opening)

    def nonce(self, *about: object) -> str:
        """128 bits for what is sealed one day, in hexadecimal."""
        return self._drawn(f"nonce {'/'.join(map(str, about))}").hex()[:32]

    def salt(self, *about: object) -> str:
        """256 bits for what is recorded in two parts, in hexadecimal."""
        return self._drawn(f"salt {'/'.join(map(str, about))}").hex()

    def _with_nonce(self, batch: OfBatch) -> OfBatch:
        return batch.model_copy(update={"nonce": self.nonce(batch.week, batch.gateway, batch.batch)})

    def _key(self, gateway: str) -> SignerKey:
        return SignerKey(gateway, self._drawn(f"key {gateway}"))

    def _drawn(self, what: str) -> bytes:
        return sha256((self._drawn_from + what).encode()).digest()


class CommittingGateways(SigningGateways):
    """The same in the second form: counts in the couples' order, and manifests that commit to all of a night's; with `by_batch`
    each batch commits to its own."""

    def __init__(self, seed: int, season: str, *, by_batch: bool = False) -> None:
        super().__init__(seed, season)
        self.commits_by_batch = by_batch
        self._order: dict[int, tuple[str, ...]] = {}
        self._sent: dict[tuple[int, str], dict[int, VoteBatchReceivedV2]] = {}

    def order_of(self, couples: tuple[str, ...]) -> tuple[str, ...]:
        """In order of identifier."""
        return couples

    def nonce(self, *about: object) -> str:
        """256 bits, in hexadecimal, for what has a hidden part."""
        return self._drawn(f"nonce {'/'.join(map(str, about))}").hex()

    def open_lines(self, week: int, couples: tuple[str, ...]) -> None:
        """Counts of that week come in this order from here on."""
        self._order[week] = couples

    def _signed(self, key: SignerKey, batches: Sequence[OfBatch], manifest: OfManifest | None, opening: str) -> bytes:
        week = manifest.week if manifest is not None else batches[0].week
        sent = self._sent.setdefault((week, key.name), {})

        def nonce_of(number: int) -> str:
            return self._drawn(f"salt {week}/{key.name}/{number}").hex()

        lines, closing = in_second_form(
            batches,
            manifest,
            self._order[week],
            commits=True,
            by_batch=self.commits_by_batch,
            earlier=tuple(sent.values()),
            nonce_of=nonce_of,
        )
        sent |= {line.batch: line for line in lines}
        return sign_delivery(key, lines, closing, opening=opening)


def _runs(batches: Sequence[OfBatch]) -> Iterator[list[OfBatch]]:
    run: list[OfBatch] = []
    for batch in batches:
        if run and batch.batch != run[-1].batch + 1:
            yield run
            run = []
        run.append(batch)
    if run:
        yield run
