"""Reading deliveries: batches and closing manifests of gateways, one JSON object a line."""

import re
from collections.abc import Iterable
from typing import ClassVar

from pydantic import ValidationError

from domain.findings import Finding
from domain.gateway.events import OfBatch, OfManifest
from domain.refusals import Refusal

_BATCHES = re.compile(rb'"batches"\s*:')  # a name, not a value: a voting body may be called so


class DeliveryUnreadable(Refusal):
    """Lines that are no batch or manifest. `findings` hold all of them."""

    says: ClassVar = "{where} cannot be taken in: {first} ({found} found)."
    fix: ClassVar = "Mend the lines and send the file again; what was recorded before is not counted twice."
    where: str
    first: str
    found: int
    findings: tuple[Finding, ...]


class NothingDelivered(Refusal):
    """A file without a line is no delivery: whoever hands one in believes that votes are in it."""

    says: ClassVar = "{where} holds no batch and no manifest: there is nothing in it to take in."
    fix: ClassVar = (
        "Check that it is the gateway's file, and whole; it may have been left empty by a command that failed."
    )
    where: str


def read_deliveries(
    lines: Iterable[bytes], where: str, season: str, week: int
) -> tuple[list[OfBatch], list[OfManifest]]:
    """The batches and manifests in NDJSON lines, for this season and week. Empty lines are passed over.

    A line with `batches` is a manifest, any other a batch. Raises `DeliveryUnreadable` with every line that is neither, and
    `NothingDelivered` where there is none.
    """
    batches: list[OfBatch] = []
    manifests: list[OfManifest] = []
    findings: list[Finding] = []
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        kind = OfManifest if _BATCHES.search(text) else OfBatch
        try:
            delivery = kind.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors()[0]
            at = ".".join(map(str, problem["loc"]))
            findings.append(Finding(f"{where}:{number}", f"{at + ': ' if at else ''}{problem['msg']}"))
            continue
        if (delivery.season, delivery.week) != (season, week):
            said = f"it is for {delivery.season}, week {delivery.week}, not for {season}, week {week}"
            findings.append(Finding(f"{where}:{number}", said))
        elif isinstance(delivery, OfManifest):
            manifests.append(delivery)
        else:
            batches.append(delivery)
    if findings:
        raise DeliveryUnreadable(where, str(findings[0]), len(findings), tuple(findings))
    if not batches and not manifests:
        raise NothingDelivered(where)
    return batches, manifests
