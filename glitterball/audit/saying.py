"""An audit in plain sentences for people, with couples called as on screen. Nothing is worked out here."""

from collections.abc import Iterator, Mapping

from domain.period.ranges import written
from glitterball.audit.comparing import Comparison
from glitterball.audit.week import AuditStep, Verdict, WeekAudit
from glitterball.closeness.implied import Implied, Orders, PlaceRange, Reading, ShareRange
from projections.names import couple_names, listed
from projections.numbers import lower_bound, number, percent, upper_bound

__all__ = ["comparison_line", "couple_names", "implied_lines", "lines", "percent"]

Names = Mapping[str, str]

SENTENCES: dict[Verdict, str] = {
    "follows": "What was announced follows from the events under the rulebook in force.",
    "does not follow": "What was announced does NOT follow from the events under the rulebook in force.",
    "consistent": "The votes are secret. Some public vote gives what was announced, under every reading of the rules.",
    "inconsistent": "The votes are secret. NO public vote gives what was announced, under any reading of the rules.",
    "depends on an unpublished rule": "The votes are secret. Whether any public vote gives what was announced depends on "
    "an unpublished rule.",
    "undecided": "The outcome is undecided.",
    "nothing announced": "Nothing was announced yet.",
    "not worked out": "The votes are secret, and what the announcement implies was not worked out.",
}


def lines(audit: WeekAudit) -> tuple[str, ...]:
    """The audit of a week from the verdict down."""
    return tuple(_lines(audit, dict(audit.names)))


def _lines(audit: WeekAudit, names: Names) -> Iterator[str]:
    yield f"Season {audit.season}, week {audit.week}: {SENTENCES[audit.verdict]}"
    yield f"Form {audit.form}: {audit.says} Rulebook {audit.rulebook}, adopted at event {audit.rulebook_adopted_at}."
    yield from _announced(audit, names)
    for need in audit.outcome.needs:
        yield f"Open: {need.why} ({_named(need.couples, names)})."
    for step in audit.steps:
        yield _step(step, names)
    if audit.certified_at is not None:
        state = "stands" if audit.certified == "yes" else "is stale"
        yield f"The certificate at event {audit.certified_at} {state}."
    for finding in audit.findings:
        yield f"{finding.severity.capitalize()}: {finding}."
    for dispute in audit.disputes:
        claimed = _named(dispute.couples, names)
        yield f"Disputed ({dispute.what}): {claimed}. {dispute.claim} (source: {dispute.source}; event {dispute.position})."
    for assumption in audit.assumptions:
        yield f"Assumed ({assumption.name}): {assumption.says} Other readings: {', '.join(assumption.alternatives)}."
    for lacking in audit.not_published:
        yield f"Not published: {lacking}."
    for other in audit.alternatives:
        who = _named(other.leaving, names) if other.status == "decided" else other.status
        yield f"Under {_switched(other.switched)}: {who}."
    if audit.implied is not None:
        yield from implied_lines(audit.implied, names)
    if audit.implied_by_danger is not None:
        yield "Taking the announced danger set as exactly the lowest:"
        yield from implied_lines(audit.implied_by_danger, names)


def _announced(audit: WeekAudit, names: Names) -> Iterator[str]:
    said = audit.announced
    for word, couples in (("in danger", said.danger), ("saved", said.saved), ("leaving", said.eliminated)):
        if couples is not None:
            yield f"Announced {word}: {_named(couples, names)}."
    if said.places is not None:
        placed = sorted(said.places, key=lambda one: one[1])
        yield f"Announced places: {', '.join(f'{place} {names.get(couple, couple)}' for couple, place in placed)}."
    if audit.outcome.leaving:
        yield f"Computed leaving: {_named(audit.outcome.leaving, names)}."


def _step(step: AuditStep, names: Names) -> str:
    values = ", ".join(f"{names.get(couple, couple)} {number(value)}" for couple, value in step.compared)
    groups = "; ".join(" = ".join(names.get(couple, couple) for couple in group) for group in step.groups if group)
    rests = f" Rests on events {written(step.rests_on)}." if step.rests_on else ""
    told = " -> ".join(part for part in (values, groups) if part) or "nothing to compare"
    source = f" Source: {step.source}." if step.source else ""
    return f"Step {step.number}, {step.stage} ({step.clause}, {step.how}): {told}.{source}{rests}"


def implied_lines(implied: Implied, names: Names) -> Iterator[str]:
    """What an announced result implies, the rulebook first, then each other reading of it."""
    if implied.verdict == "depends on an unpublished rule":
        agree = "; ".join(_switched(one) for one in implied.agreeing)
        yield f"Some vote gives it under {agree}; none under {'; '.join(_switched(one) for one in implied.contradicting)}."
    for reading in implied.readings:
        if len(reading.switched) < 2:
            yield from _reading(reading, implied.left, names)
    combined = [reading.possible for reading in implied.readings if len(reading.switched) > 1]
    if combined:
        counts = ", ".join(f"{combined.count(one)} {one}" for one in sorted(set(combined)))
        yield f"Several of these at once, {len(combined)} further readings: {counts}."


def _reading(reading: Reading, left: tuple[str, ...], names: Names) -> Iterator[str]:
    under = _switched(reading.switched).capitalize()
    if reading.possible != "consistent":
        yield f"{under}: {reading.possible}; {reading.why}."
        return
    if reading.orders is not None:
        yield f"{under}: {_orders(reading.orders, left, names)}"
    bound = [place for place in reading.places if len(place.possible) < len(reading.places)]
    if bound:
        yield f"{under}, public places: {'; '.join(f'{names.get(one.couple, one.couple)} {_places(one)}' for one in bound)}."
    shares = [part for part in reading.shares if part.couple in left or part.least.share > 0]
    if shares:
        told = "; ".join(f"{names.get(part.couple, part.couple)} {_shares(part)}" for part in shares)
        yield f"{under}, shares of the vote: {told}."


def _orders(orders: Orders, left: tuple[str, ...], names: Names) -> str:
    said = f"{number(orders.giving)} of {number(orders.total)} public orders give it"
    if left:
        said += (
            f", and {number(orders.placings)} of the {number(orders.placings_total)} placings of {_named(left, names)}"
        )
    if orders.open_ties:
        said += f"; {number(orders.open_ties)} more hang on an open tie"
    return said + "."


def _places(one: PlaceRange) -> str:
    if one.possible == tuple(range(one.best, one.worst + 1)):
        return f"{one.best}" if one.best == one.worst else f"{one.best} to {one.worst}"
    return ", ".join(str(place) for place in one.possible)


def _shares(part: ShareRange) -> str:
    if part.least.share == part.most.share:
        return f"exactly {percent(part.most.share)}"
    upper = upper_bound(part.most.share, part.most.attained, f" ({part.most.share})")
    if not part.least.share:
        return upper
    lower = lower_bound(part.least.share, part.least.attained, f" ({part.least.share})")
    return f"{lower} and {upper}"


def comparison_line(one: Comparison, names: Names) -> str:
    """One week of a comparison in a line."""
    announced = _named(one.announced_leaving, names)
    computed = _named(one.computed_leaving, names)
    told = f"announced {announced}" if one.agrees == "secret" else f"announced {announced}, computed {computed}"
    if one.announced_places:
        order = [names.get(couple, couple) for couple in one.announced_places]
        told = f"places announced {', '.join(order)}"
    wrong = [finding for finding in one.findings if finding.severity == "error"]
    more = f" {len(wrong)} finding{'s' if len(wrong) > 1 else ''}: {wrong[0]}." if wrong else ""
    return f"Week {one.week}: {told}: {one.verdict}.{more}"


def _switched(switched: tuple[tuple[str, str], ...]) -> str:
    if not switched:
        return "the rulebook as it stands"
    return ", ".join(f"{name} = {reading}" for name, reading in switched)


def _named(couples: tuple[str, ...], names: Names) -> str:
    return listed([names.get(couple, couple) for couple in couples])
