"""Whether a week's gateways committed to what they delivered: asked before the week is ready (decisions 0026 and 0033)."""

from typing import Any

from domain.commitments.batches import differing, spelled_sum
from domain.commitments.manifests import Place, commitments
from domain.commitments.refusals import PointRefused
from domain.findings import Finding, Severity
from domain.gateway.events import GatewayClosedV2
from domain.gateway.tally import ChannelTally, GatewayTally
from domain.period.ranges import at, written
from domain.season import unready
from domain.season.state import WeekState, counts_as_delivered
from domain.season.voting.facts import VotingOpenedV2


def manifest_differs(
    where: str, name: str, week: WeekState, gateway: GatewayTally, severity: Severity
) -> list[Finding]:
    """What the manifest commits to against what was received, made again from counts and nonce as far as they are known. A
    manifest without commitments says nothing here: nobody asked its gateway for any."""
    assert gateway.manifest is not None
    manifest, opened = gateway.manifest.fact, week.voting.fact if week.voting else None
    if (
        not isinstance(manifest, GatewayClosedV2)
        or manifest.commitments is None
        or not isinstance(opened, VotingOpenedV2)
    ):
        return []
    findings = []
    for channel, body in sorted(gateway.channels.keys() | manifest.committed.keys()):
        if not counts_as_delivered(week, name, channel, body):
            continue
        place = Place(manifest.season, manifest.week, name, channel, body)
        what = _differs(manifest, place, opened.couples, week, gateway.channels.get((channel, body), ChannelTally()))
        if what is not None:
            of: dict[str, Any] = {"channel": channel, "body": body, "gateway": name, "week": manifest.week}
            findings.append(unready.COMMITMENTS_DIFFER.at(where, severity=severity, what=what, **of))
    return findings


def _differs(
    manifest: GatewayClosedV2, place: Place, order: tuple[str, ...], week: WeekState, delivered: ChannelTally
) -> str | None:
    """What is wrong with a manifest's points of a channel and body, if anything is."""
    points = manifest.committed.get((place.channel, place.body))
    if points is None:
        return "are missing"
    if delivered.committed or delivered.uncommitted:  # then they are the sum of what its batches commit to
        if _partly(week, place, delivered) or differing(place, order, tuple(delivered.committed)):
            return None  # nobody needs the sum, or that is said of the batch
        return None if _is_the_sum(points, delivered) else "are not the sum of those of its batches"
    if not manifest.is_whole or delivered.hidden:
        return None
    differs = commitments(manifest.nonce, place, order, delivered.votes) != points
    return "are not those of the counts delivered" if differs else None


def _is_the_sum(points: tuple[str, ...], delivered: ChannelTally) -> bool:
    """Whether points are the sum of those of the batches. Where these cancel each other out there is no point to be that."""
    try:
        return spelled_sum(delivered.committed) == points
    except PointRefused:
        return False


def _partly(week: WeekState, place: Place, delivered: ChannelTally) -> bool:
    """Whether some batches of a channel and body commit to nothing, or are void: then nobody needs the sum of all."""
    voided = {
        (void.fact.channel, void.fact.body) for (of, _), void in week.voided_batches.items() if of == place.gateway
    }
    return bool(delivered.uncommitted) or (place.channel, place.body) in voided


def batches_differ(
    season: str, where: str, name: str, week: WeekState, gateway: GatewayTally, voided: set[int]
) -> list[Finding]:
    """Batches that count and whose points are none, or not those of their counts as far as these are known."""
    opened = week.voting.fact if week.voting else None
    if not isinstance(opened, VotingOpenedV2):
        return []
    findings = []
    for (channel, body), delivered in sorted(gateway.channels.items()):
        if not delivered.committed or not counts_as_delivered(week, name, channel, body):
            continue
        place = Place(season, opened.week, name, channel, body)
        counted = tuple(batch for batch in delivered.committed if batch.number not in voided)
        wrong = differing(place, opened.couples, counted)
        if wrong:
            of: dict[str, Any] = {"channel": channel, "body": body, "gateway": name, "week": opened.week}
            findings.append(unready.BATCH_COMMITMENTS_DIFFER.at(where, batches=written(at(*wrong)), **of))
    return findings
