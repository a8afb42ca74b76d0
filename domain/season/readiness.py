"""READY or NOT READY, and why: everything that keeps a week from being certified, found in one look."""

from collections import Counter
from typing import Any

from domain.findings import Finding, Severity
from domain.gateway.tally import GatewayTally, Tallies, WeekTally
from domain.period.ranges import Ranges, written
from domain.rulebook.book import Rulebook
from domain.rulebook.plug_ins import plug_ins_of
from domain.season import unready
from domain.season.commitments_kept import batches_differ, manifest_differs
from domain.season.lookup import commits_by_batch, rulebook_in, week_of
from domain.season.outcome import Tabulated, tabulated
from domain.season.proposing.facts import asked_for, week_asked_about
from domain.season.proposing.rules import has_expired
from domain.season.proving.counted import Against, anybody_commits, obstacles
from domain.season.proving.provable import against_form
from domain.season.state import (
    SeasonState,
    WeekState,
    counts_as_delivered,
    judges_present,
    mark_of,
    stated_byes,
    window_of,
)


def readiness(state: SeasonState, week: int, tallies: Tallies) -> tuple[Finding, ...]:
    """What is missing (errors), and what one should know (warnings, notes). READY when there is no error."""
    return readiness_of(tabulated(state, week, tallies, explain=False), state, tallies)


def readiness_of(found: Tabulated, state: SeasonState, tallies: Tallies) -> tuple[Finding, ...]:
    """The same for a week that is tabulated already."""
    number = found.period.week
    week, rulebook = week_of(state, number), rulebook_in(state, number)
    where = f"week {number}"
    findings: list[Finding] = []
    if not found.period.couples:
        findings.append(unready.NO_COUPLE.at(where))
    if needs_marks(rulebook, week.opened.fact.form):
        nothing_danced = not week.dances and not stated_byes(week).keys() >= set(found.period.couples)
        findings += [unready.NO_DANCE.at(where)] if nothing_danced else _danced(state, found.period.couples, week)
        findings += [
            unready.SCORES_MISSING.at(f"{where}, dance {name}", judges=_missing_judges(state, name), dance=name)
            for name in found.period.unmarked
        ]
    if needs_votes(rulebook, week.opened.fact.form):
        findings += _votes_from(state, week, tallies)
        findings += _without_votes(found, rulebook, where)
        findings += _unprovable(state, number, tallies, where)
    findings += _proposals(state, number)
    findings += _paddles(week, where)
    if is_ready(tuple(findings)):
        findings += _too_few_leave(found, week, rulebook, where)
        findings += [
            unready.NEEDS_DECISION.at(
                f"{where}, clause {need.clause}", couples=", ".join(need.couples), why=need.why, clause=need.clause
            )
            for need in found.outcome.needs
        ]
    if kinds := plug_ins_of(rulebook):
        findings.append(unready.STAGE_KINDS_OF_PACKAGES.at(where, kinds=", ".join(kinds)))
    return tuple(findings)


def _danced(state: SeasonState, couples: tuple[str, ...], week: WeekState) -> list[Finding]:
    """Couples that dance nowhere, or less often than others, in a week that counts, while nobody has said what holds.

    A row that was lost and a couple that is hurt look the same; neither is a mark of 0 before somebody says so.
    """
    findings = []
    where = f"week {week.opened.fact.week}"
    for number in week.opened.fact.scores_from:
        counted = state.weeks.get(number)
        if counted is None:
            continue
        named = Counter(couple for dance in counted.dances.values() for couple in dance.scheduled.fact.couples)
        said = stated_byes(week).keys() | {
            couple for couple, event in stated_byes(counted).items() if event.fact.holds != "bye"
        }
        most = max((named[couple] for couple in couples), default=0)
        for couple in couples:
            if couple in said or named[couple] == most:
                continue
            if not named[couple]:
                findings.append(unready.DANCES_NOWHERE.at(where, couple=couple, counted=number))
            else:
                less = unready.DANCES_LESS.at(where, couple=couple, counted=number, dances=named[couple], most=most)
                findings.append(less)
    return findings


def _too_few_leave(found: Tabulated, week: WeekState, rulebook: Rulebook, where: str) -> list[Finding]:
    """A form that lets couples leave, and fewer that can: whether somebody else leaves, or nobody, is not for a machine."""
    form = rulebook.form(week.opened.fact.form)
    outcome = found.outcome
    if form is None or found.period.cancelled or outcome.needs or len(outcome.leaving) >= form.leave:
        return []
    immune = ", ".join(outcome.immune) or "nobody"
    leaving = len(outcome.leaving)
    return [unready.TOO_FEW_LEAVE.at(where, form=form.name, leave=form.leave, leaving=leaving, couples=immune)]


def is_ready(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing keeps the week from being certified."""
    return not any(finding.severity == "error" for finding in findings)


def needs_votes(rulebook: Rulebook, form_name: str) -> bool:
    """Whether the outcome under this form counts votes at all."""
    form = rulebook.form(form_name)
    by_form = form is not None and form.counts_votes
    return by_form or any(side.counts.stage == "votes" for side in rulebook.sides)


def needs_marks(rulebook: Rulebook, form_name: str) -> bool:
    """Whether marks decide anything under this form: what a side or the form counts, or what a tie link compares."""
    form = rulebook.form(form_name)
    counted = (*(side.counts for side in rulebook.sides), *(form.counts if form is not None else ()))
    return any(measure.stage == "scores" for measure in counted) or any(
        link.looks_at_marks for link in rulebook.tie_chain
    )


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
        for finding in _votes(state, state.weeks[number], tallies.get(number, WeekTally()), number)
    ]


def _unprovable(state: SeasonState, week: int, tallies: Tallies, where: str) -> list[Finding]:
    """What stands against a proof of a week in a season whose gateways commit to their counts, or were asked to, while it can
    still be helped: of the form from the week's opening on, of the votes once the lines were opened."""
    if state.mode == "historic" or not (commits_by_batch(state) or anybody_commits(tallies)):
        return []
    opened, rulebook = week_of(state, week).opened.fact, rulebook_in(state, week)
    form = rulebook.form(opened.form)
    against = [Against("rule-not-provable", why) for why in (against_form(rulebook, form) if form is not None else ())]
    if all(state.weeks[number].voting is not None for number in opened.votes_from if number in state.weeks):
        against += obstacles(state, week, tallies)
    return [unready.CANNOT_BE_PROVED.at(where, why=each.why, obstacle=each.code) for each in against]


def _without_votes(found: Tabulated, rulebook: Rulebook, where: str) -> list[Finding]:
    """Couples that no batch names, beside couples with votes: a column may have been lost on the way."""
    findings = []
    for side, result in zip(rulebook.sides, found.outcome.sides, strict=False):
        if side.counts.kind == "votes" and any(result.raw):
            named = zip(found.period.couples, result.raw, strict=True)
            findings += [unready.NO_VOTES.at(where, couple=couple) for couple, votes in named if not votes]
    return findings


def _proposals(state: SeasonState, week: int) -> list[Finding]:
    """What was proposed for this week, or for the season, and nobody has approved or turned down, though it could be approved."""
    findings = []
    for decision, proposal in state.proposals.items():
        if proposal.settled is not None or has_expired(proposal, state.time):
            continue
        do, about = asked_for(proposal.proposed.fact), week_asked_about(proposal.proposed.fact)
        if about in (week, None) and do != "certify-outcome":
            findings.append(unready.PROPOSAL_OPEN.at(f"week {week}", decision=decision, command=do))
    return findings


def _votes(state: SeasonState, week: WeekState, tally: WeekTally, number: int) -> list[Finding]:
    where = f"week {number}"
    season = state.opened.fact.season if state.opened is not None else ""
    keyed, live = state.gateway_keys, state.mode == "live"
    if week.voting is None:
        return [unready.VOTING_NOT_OPENED.at(where, week=number)]
    unsigned = sorted(each.gateway for each in week.voting.fact.gateways if each.gateway not in keyed)
    findings = []
    if week.seal is None:
        findings.append(unready.VOTING_OPEN.at(where, week=number))
    if live and None in window_of(week):
        findings.append(unready.NO_WINDOW.at(where))
    if unsigned:
        findings.append(unready.UNSIGNED.at(where, gateways=", ".join(unsigned)))
    expected = {gateway.gateway for gateway in week.voting.fact.gateways}
    for name in sorted(expected | set(tally.gateways)):
        found = tally.gateways.get(name, GatewayTally())
        findings += _gateway(season, f"{where}, gateway {name}", name, week, found)
    findings += [unready.ONE_RAW_FILE.at(where, gateways=" and ".join(pair)) for pair in tally.shared_files]
    return findings


def odd_batches(week: WeekState, tally: WeekTally) -> list[Finding]:
    """Batches of other times than the lines on record, sent twice, or counted from one raw file for two gateways."""
    where = f"week {week.opened.fact.week}"
    findings = []
    for name, gateway in sorted(tally.gateways.items()):
        findings += _windows(f"{where}, gateway {name}", name, week, gateway, _voided(week, name))
    return findings + [unready.ONE_RAW_FILE.at(where, gateways=" and ".join(pair)) for pair in tally.shared_files]


def awaited(week: WeekState, tally: WeekTally) -> list[Finding]:
    """What a week's votes wait for: that the lines are closed, batches, and manifests of gateways nobody has given up."""
    number = week.opened.fact.week
    where = f"week {number}"
    findings = [] if week.seal is not None else [unready.VOTING_OPEN.at(where, week=number)]
    expected = {gateway.gateway for gateway in (week.voting.fact.gateways if week.voting else ())}
    for name in sorted(expected | set(tally.gateways)):
        found = tally.gateways.get(name, GatewayTally())
        if name not in week.given_up and not _stated_whole(week, name, found):
            findings += _awaited(f"{where}, gateway {name}", name, week, found)
    return findings


def _awaited(where: str, name: str, week: WeekState, gateway: GatewayTally) -> list[Finding]:
    """Batches of a gateway that have not come, and its manifest."""
    of: dict[str, Any] = {"week": week.opened.fact.week, "gateway": name}
    missing = _without(gateway.missing, _voided(week, name))
    findings = [unready.BATCHES_MISSING.at(where, batches=written(missing), **of)] if missing else []
    return findings if gateway.manifest is not None else [*findings, unready.MANIFEST_MISSING.at(where, **of)]


def _voided(week: WeekState, gateway: str) -> set[int]:
    return {batch for voided_at, batch in week.voided_batches if voided_at == gateway}


def _gateway(season: str, where: str, name: str, week: WeekState, gateway: GatewayTally) -> list[Finding]:
    """What is missing of a gateway, as long as nobody has said what its votes are."""
    voided = _voided(week, name)
    findings = _windows(where, name, week, gateway, voided)
    if week.seal is not None:
        findings += batches_differ(season, where, name, week, gateway, voided)
    late = [unready.AFTER_THE_SEAL.at(where, batches=gateway.after_the_seal)] if gateway.after_the_seal else []
    if name in week.given_up or _stated_whole(week, name, gateway):
        return [*findings, *late]
    findings += _awaited(where, name, week, gateway)
    if gateway.manifest is None:
        return findings
    of: dict[str, Any] = {"week": week.opened.fact.week, "gateway": name}
    missing = _without(gateway.missing, voided)
    sent = gateway.manifest.fact.batches
    if gateway.last > sent:
        findings.append(unready.MORE_THAN_SENT.at(where, last=gateway.last, sent=sent, **of))
    findings += late
    if not missing:
        severity: Severity = "warning" if gateway.missing else "error"
        findings += _manifest(where, name, week, gateway, severity)
        findings += manifest_differs(where, name, week, gateway, severity)
    return findings


def _stated_whole(week: WeekState, name: str, gateway: GatewayTally) -> bool:
    """Whether two people have stated the votes of every channel the gateway carries, for every body it has delivered."""
    carried = {
        (channel, "viewers")
        for named in (week.voting.fact.gateways if week.voting else ())
        for channel in (named.channels if named.gateway == name else ())
    }
    stated = {(channel, body) for gateway_name, channel, body in week.replaced if gateway_name == name}
    channels = {channel for channel, _ in stated}
    return gateway.channels.keys() <= stated and bool(stated) and {channel for channel, _ in carried} <= channels


def _windows(where: str, name: str, week: WeekState, gateway: GatewayTally, voided: set[int]) -> list[Finding]:
    """Batches of other times than the lines on record, and batches that repeat one before them, where they count."""
    opens, closes = (
        time or nothing for time, nothing in zip(window_of(week), ("no opening", "no closing"), strict=True)
    )
    of: dict[str, Any] = {"opens": opens, "closes": closes, "week": week.opened.fact.week, "gateway": name}
    findings = []
    for (channel, body), delivered in sorted(gateway.channels.items()):
        if not counts_as_delivered(week, name, channel, body):
            continue
        named = channel if body == "viewers" else f"{channel} ({body})"
        outside = _without(tuple(delivered.outside), voided)
        if outside:
            findings.append(unready.OUTSIDE_THE_WINDOW.at(where, channel=named, batches=written(outside), **of))
        repeats = _without(tuple(delivered.repeats), voided)
        if repeats:
            findings.append(unready.REPEATED.at(where, channel=named, batches=written(repeats)))
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


def _manifest(where: str, name: str, week: WeekState, gateway: GatewayTally, severity: Severity) -> list[Finding]:
    """The manifest's totals against what was received, channel by channel: not where some of that is hidden from us, and not
    for channels whose votes are stated."""
    assert gateway.manifest is not None
    counted: dict[str, list[int]] = {}
    hidden = {channel for (channel, _), tally in gateway.channels.items() if tally.hidden}
    for (channel, _), tally in gateway.channels.items():
        totals = counted.setdefault(channel, [0, 0, 0, 0])
        for place, count in enumerate((tally.received, tally.accepted, sum(tally.rejected.values()), tally.late)):
            totals[place] += count
    stated = {
        totals.channel: [totals.received, totals.accepted, sum(count for _, count in totals.rejected), totals.late]
        for totals in gateway.manifest.fact.totals
    }
    nothing = [0, 0, 0, 0]
    restated = {channel for gateway_name, channel, _ in week.replaced if gateway_name == name}
    return [
        unready.MANIFEST_DIFFERS.at(
            f"{where}, channel {channel}",
            severity=severity,
            stated=said,
            what=word,
            counted=found,
            channel=channel,
            gateway=name,
            week=week.opened.fact.week,
        )
        for channel in sorted((counted.keys() | stated.keys()) - hidden - restated)
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
