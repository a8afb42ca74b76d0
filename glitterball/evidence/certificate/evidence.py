"""The parts of the page in tables: standings, votes delivered, scores as submitted, the steps."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from domain.exact import Exact, exact
from domain.period.ranges import written
from glitterball.audit.week import AuditStep
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.evidence.certificate.markup import Html, joined, listing, section, table, tag, text
from glitterball.evidence.certificate.scores import Danced
from glitterball.evidence.certificate.withheld import shows, steps_of
from glitterball.evidence.certificate.wording import couples, order, people, points
from projections.numbers import number

Round = tuple[int, int, str]


def standings(one: Certificate) -> Html:
    """Every couple: both sides, combined, how it ended."""
    sides = one.audit.outcome.sides
    if not sides:
        return Html("")
    head = [("", "n"), ("Couple", "")]
    for side in sides:
        head += [(side.name.capitalize(), "n"), ("points", "n")]
    head += [("Combined", "n"), ("Result", "")]
    rows = []
    for line in one.lines:
        place = f"{line.place}{'=' if line.shared else ''}" if line.place and not one.sealed else ""
        cells = [text(place), text(one.names.get(line.couple, line.couple))]
        for side, raw, worth in zip(sides, line.raw, line.points, strict=True):
            seen = shows(one, side.name)
            cells += [text(number(raw) if seen else "sealed"), text(points(worth) if seen else "")]
        combined = "" if line.combined is None or one.sealed else points(line.combined)
        rows.append(
            [*cells, text(combined), tag("b" if line.result == "leaves" else "span", text(one.result_of(line)))]
        )
    return section("Standings", table(head, rows, css="standings"))


def votes(one: Certificate) -> Html:
    """What each gateway delivered by channel: received is accepted, rejected and late together."""
    columns = (("Week", "n"), ("Gateway", ""), ("Channel", ""), ("Batches", "n"), ("Received", "n"), ("Accepted", "n"))
    head = [*columns, ("Rejected, by reason", ""), ("Late", "n"), ("Manifest", "")]
    rows = []
    for row in one.votes:
        channel = row.channel + (f", {row.body}" if row.body not in (None, "viewers") else "")
        if row.voided:
            channel += " (voided)"
        elif row.voided_batches:
            channel += f" ({row.voided_batches} voided)"
        rejected = "; ".join(f"{reason} {count:,}" for reason, count in row.rejected_by_reason) or "none"
        late = f"{row.late:,}" + (f" + {row.votes_after_the_seal:,} after the seal" if row.after_the_seal else "")
        numbers = (f"{row.batches:,}", f"{row.received:,}", f"{row.accepted:,}")
        cells = (str(row.week), row.gateway, channel, *numbers, rejected, late, row.manifest)
        rows.append([text(cell) for cell in cells])
    return section("Votes delivered", table(head, rows, css="votes")) if rows else Html("")


def scores(one: Certificate) -> Html:
    """Every score as submitted, couple by couple; a corrected one is struck through beside what stands."""
    danced = one.scores.danced
    if not danced:
        return Html("")
    rounds: list[Round] = list(dict.fromkeys((each.week, each.episode, each.round) for each in danced))
    head = [("Couple", ""), *((_round(one), "") for one in rounds), ("Total", "n")]
    rows = [_scored(one, couple, rounds) for couple in (line.couple for line in one.lines)]
    judges = ", ".join(name for _, name in one.scores.judges)
    legend = tag("p", text(f"Marks of {judges}, in that order; a corrected one struck through."), css="legend")
    return section("Scores as submitted", legend, table(head, rows, css="scores"), _changes(one))


def _round(at: Round) -> str:
    _, episode, label = at
    return f"Episode {episode}" if label == "1" else f"Ep. {episode}, {label}"


def _scored(one: Certificate, couple: str, rounds: list[Round]) -> list[Html]:
    cells, total = [text(one.names.get(couple, couple))], Fraction(0)
    for at in rounds:
        mine = [
            each for each in one.scores.danced if (each.week, each.episode, each.round) == at and couple in each.couples
        ]
        total += sum((Fraction(each.total) for each in mine), Fraction(0))
        cells.append(joined((_dance(each) for each in mine), "; "))
    total += sum((Fraction(bonus.points) for bonus in one.scores.bonuses if bonus.couple == couple), Fraction(0))
    return [*cells, text(number(exact(total)))]


def _dance(danced: Danced) -> Html:
    if not danced.marks:
        return tag("i", text(f"total {number(danced.total)}"))
    return joined((_mark(mark.submitted, mark.stands) for mark in danced.marks), " ")


def _mark(submitted: Exact, stands: Exact) -> Html:
    if submitted == stands:
        return text(number(stands))
    return joined((tag("s", text(number(submitted))), tag("b", text(number(stands)))), " ")


def _changes(one: Certificate) -> Html:
    judges, items = dict(one.scores.judges), []
    for each in one.scores.corrections:
        lock = "after the lock" if each.after_the_lock else "before the lock"
        judge = judges.get(each.judge, each.judge)
        what = f"{couples(one, each.couples)}, {judge}: {number(each.was)} corrected to {number(each.becomes)} {lock}"
        items.append(text(f"{what} (event {each.position}), by {people(each.people)}: {each.reason}"))
    for bonus in one.scores.bonuses:
        named = one.names.get(bonus.couple, bonus.couple)
        items.append(text(f"{named}: bonus {number(bonus.points)} (event {bonus.position}): {bonus.reason}"))
    return listing(items)


def steps(one: Certificate) -> Html:
    """The outcome in steps, each with its clause and what it decided; ties stand together, told below."""
    items = []
    for tie, group in groupby(steps_of(one), key=lambda step: step.stage == "tie"):
        together = list(group)
        items += [_ties(together)] if tie else list(_told(one, together))
    return section("The outcome in steps", listing(items, css="steps"))


def _told(one: Certificate, group: list[AuditStep]) -> Iterator[Html]:
    for step in group:
        seen = shows(one, step)
        told = order(one, step.groups) if step.stage in ("order", "places") else _each(one, step)
        told = told if seen else "sealed"
        rests = f"events {written(step.rests_on)}" if step.rests_on else ""
        what = tag("span", text(f"{step.number}. {step.stage}: {step.how}"), css="what")
        about = tag("span", text("; ".join(part for part in (told, step.clause, rests) if part)), css="about")
        yield joined((what, about), " ")


def _each(one: Certificate, step: AuditStep) -> str:
    """Those a step selected, or sent home: a set, in which nobody is level with anybody."""
    named = [one.names.get(couple, couple) for group in step.groups for couple in group]
    return ", ".join(named)


def _ties(group: list[AuditStep]) -> Html:
    first, last = group[0].number, group[-1].number
    numbers = str(first) if first == last else f"{first}-{last}"
    what = tag("span", text(f"{numbers}. tie: couples level on points are told apart"), css="what")
    return joined((what, tag("span", text("each below"), css="about")), " ")
