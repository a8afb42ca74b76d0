"""READY or NOT READY, and why: everything that keeps a week from being certified, found in one look."""

from collections.abc import Collection

from domain.findings import Finding, Severity
from domain.gateway.tally import GatewayTally, Tallies, WeekTally
from domain.period.ranges import Ranges, written
from domain.rulebook.book import Rulebook
from domain.season import unready
from domain.season.lookup import rulebook_in, week_of
from domain.season.outcome import Tabulated, tabulated
from domain.season.state import SeasonState, WeekState, judges_present, mark_of


def readiness(state: SeasonState, week: int, tallies: Tallies) -> tuple[Finding, ...]:
    """What is missing (errors), and what one should know (warnings, notes). READY when there is no error."""
    return readiness_of(tabulated(state, week, tallies, explain=False), state, tallies)


def readiness_of(found: Tabulated, state: SeasonState, tallies: Tallies) -> tuple[Finding, ...]:
    """The same for a week that is tabulated already."""
    number = found.period.week
    week, rulebook = week_of(state, number), rulebook_in(state, number)
    where = f"week {number}"
    findings: list[Finding] = []
    if not week.dances and any(side.counts.stage == "scores" for side in rulebook.sides):
        findings.append(unready.NO_DANCE.at(where))
    for name in found.period.unmarked:
        findings.append(unready.SCORES_MISSING.at(f"{where}, dance {name}", judges=_missing_judges(state, name)))
    if needs_votes(rulebook, week.opened.fact.form):
        findings += _votes_from(state, week, tallies)
    findings += _proposals(state, number)
    findings += _paddles(week, where)
    if is_ready(tuple(findings)):
        findings += [
            unready.NEEDS_DECISION.at(f"{where}, clause {need.clause}", couples=", ".join(need.couples), why=need.why)
            for need in found.outcome.needs
        ]
    return tuple(findings)


def is_ready(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing keeps the week from being certified."""
    return not any(finding.severity == "error" for finding in findings)


def needs_votes(rulebook: Rulebook, form_name: str) -> bool:
    """Whether the outcome under this form counts votes at all."""
    form = rulebook.form(form_name)
    by_form = form is not None and form.counts_votes
    return by_form or any(side.counts.stage == "votes" for side in rulebook.sides)


def _missing_judges(state: SeasonState, dance: str) -> str:
    for week in state.weeks.values():
        if dance in week.dances:
            entry = week.dances[dance]
            panel = judges_present(week, entry.scheduled.fact.episode)
            return ", ".join(judge for judge in panel if mark_of(week, entry, judge) is None) or "no panel is seated"
    return "all"


def _votes_from(state: SeasonState, week: WeekState, tallies: Tallies) -> list[Finding]:
    """The votes of every week that counts towards this one."""
    opened = week.opened.fact
    if state.mode == "historic":
        return [unready.VOTES_UNPUBLISHED.at(f"week {opened.week}")]
    return [
        finding
        for number in opened.votes_from
        if number in state.weeks
        for finding in _votes(state.weeks[number], tallies.get(number, WeekTally()), number, state.gateway_keys)
    ]


def _proposals(state: SeasonState, week: int) -> list[Finding]:
    """What was proposed for this week, or for the season, and nobody has approved or turned down."""
    findings = []
    for decision, proposal in state.proposals.items():
        asked = proposal.proposed.fact.command
        if proposal.settled is None and getattr(asked, "week", week) == week and asked.do != "certify-outcome":
            findings.append(unready.PROPOSAL_OPEN.at(f"week {week}", decision=decision, command=asked.do))
    return findings


def _votes(week: WeekState, tally: WeekTally, number: int, keyed: Collection[str]) -> list[Finding]:
    where = f"week {number}"
    if week.voting is None:
        return [unready.VOTING_NOT_OPENED.at(where)]
    unsigned = sorted(each.gateway for each in week.voting.fact.gateways if each.gateway not in keyed)
    findings = []
    if week.seal is None:
        findings.append(unready.VOTING_OPEN.at(where))
    if unsigned:
        findings.append(unready.UNSIGNED.at(where, gateways=", ".join(unsigned)))
    expected = {gateway.gateway for gateway in week.voting.fact.gateways}
    for name in sorted(expected | set(tally.gateways)):
        findings += _gateway(f"{where}, gateway {name}", name, week, tally.gateways.get(name, GatewayTally()))
    return findings


def _gateway(where: str, name: str, week: WeekState, gateway: GatewayTally) -> list[Finding]:
    findings = []
    voided = {batch for voided_at, batch in week.voided_batches if voided_at == name}
    missing = _without(gateway.missing, voided)
    if missing:
        findings.append(unready.BATCHES_MISSING.at(where, batches=written(missing)))
    if gateway.manifest is None:
        return [*findings, unready.MANIFEST_MISSING.at(where)]
    sent = gateway.manifest.fact.batches
    if gateway.last > sent:
        findings.append(unready.MORE_THAN_SENT.at(where, last=gateway.last, sent=sent))
    if gateway.after_the_seal:
        findings.append(unready.AFTER_THE_SEAL.at(where, batches=gateway.after_the_seal))
    if not missing:
        findings += _manifest(where, gateway, "warning" if gateway.missing else "error")
    return findings


def _without(ranges: Ranges, voided: set[int]) -> Ranges:
    """Ranges of batch numbers without those that were voided as lost or late."""
    kept: list[tuple[int, int]] = []
    for first, last in ranges:
        start = first
        for number in sorted(batch for batch in voided if first <= batch <= last):
            if number > start:
                kept.append((start, number - 1))
            start = number + 1
        if start <= last:
            kept.append((start, last))
    return tuple(kept)


def _manifest(where: str, gateway: GatewayTally, severity: Severity) -> list[Finding]:
    """The manifest's totals against what was received, channel by channel."""
    assert gateway.manifest is not None
    counted: dict[str, list[int]] = {}
    for (channel, _), tally in gateway.channels.items():
        totals = counted.setdefault(channel, [0, 0, 0, 0])
        for place, count in enumerate((tally.received, tally.accepted, sum(tally.rejected.values()), tally.late)):
            totals[place] += count
    stated = {
        totals.channel: [totals.received, totals.accepted, sum(count for _, count in totals.rejected), totals.late]
        for totals in gateway.manifest.fact.totals
    }
    nothing = [0, 0, 0, 0]
    return [
        unready.MANIFEST_DIFFERS.at(
            f"{where}, channel {channel}", severity=severity, stated=said, what=word, counted=found
        )
        for channel in sorted(counted.keys() | stated.keys())
        for word, said, found in zip(
            ("received", "accepted", "rejected", "late"),
            stated.get(channel, nothing),
            counted.get(channel, nothing),
            strict=True,
        )
        if said != found
    ]


def _paddles(week: WeekState, where: str) -> list[Finding]:
    return [
        unready.PADDLE_DIFFERS.at(
            f"{where}, dance {name}", judge=judge, paddle=paddle.fact.mark, mark=dance.marks[judge].fact.mark
        )
        for name, dance in week.dances.items()
        for judge, paddle in dance.paddles.items()
        if judge in dance.marks and dance.marks[judge].fact.mark != paddle.fact.mark
    ]
