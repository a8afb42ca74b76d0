"""The parts of the page in words: rules and log on the front; ties, margin, exclusions and decisions behind."""

from domain.plurals import count_of
from glitterball.audit.saying import SENTENCES
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.evidence.certificate.exclusions import Exclusion
from glitterball.evidence.certificate.margin_json import margin_lines
from glitterball.evidence.certificate.markup import Html, facts, joined, listing, mono, section, tag, text
from glitterball.evidence.certificate.wording import counted, couples, moment, order, people


def rules(one: Certificate) -> Html:
    """The rulebook and the event that adopted it."""
    adopted = f"event {one.rules.adopted_at}, {moment(one.rules.adopted_time)}, from week {one.rules.from_week}"
    pairs = [
        ("Rulebook", text(f"{one.rules.title} ({one.rules.ref})")),
        ("This week", text(one.audit.says)),
        ("SHA-256", mono(one.rules.sha256)),
        ("Adopted", text(f"{adopted}, by {people(one.rules.people)}")),
        ("Counted", text(counted(one))),
    ]
    return section("Rules", facts(pairs))


def log(one: Certificate) -> Html:
    """The log: what was certified when, on what, and the checkpoints that fix it."""
    pairs = [("Certified", text(f"event {one.certified.position}, {moment(one.certified.time)}"))]
    if not one.sealed:
        pairs += [
            ("Inputs", mono(one.certified.fact.inputs_sha256)),
            ("Working", mono(one.certified.fact.working_sha256)),
        ]
    for window in one.windows:
        told = f"opened at event {window.opened_at}, {moment(window.opened_time)}"
        if window.opens or window.closes:
            told += f" (lines {moment(window.opens)} to {moment(window.closes)})"
        sealed = (
            f"sealed at event {window.sealed_at}, {moment(window.sealed_time)}" if window.sealed_at else "not sealed"
        )
        pairs.append((f"Vote, week {window.week}", text(f"{told}; {sealed}")))
    for each in one.checkpoints:
        where = f"first published: {each.where}" if each.where else "not published"
        size = text(f"{each.origin}, {count_of(each.size, 'event')}, root ")
        pairs.append(("Checkpoint", joined((size, mono(each.root), text(f"; {where}")))))
    if not one.checkpoints:
        pairs.append(("Checkpoint", text("none was given: not published")))
    return section("Log", facts(pairs))


def ties(one: Certificate) -> Html:
    """Couples level on points, and what told them apart."""
    items = []
    for tie in one.ties:
        if one.sealed and tie.means is None:
            items.append(text(f"Settled by {tie.how}; the couples are sealed with the counts ({tie.clause})"))
            continue
        settled = f": {tie.means} (event {tie.position}, {people(tie.people)})" if tie.means else ""
        items.append(text(f"{couples(one, tie.couples)}: {tie.how}{settled}: {order(one, tie.groups)} ({tie.clause})"))
    return section("Ties, how settled", listing(items) or tag("p", text("No couples were level on points.")))


def margins(one: Certificate) -> Html:
    """How close it was."""
    if one.margins is None:
        return Html("")
    lines = margin_lines(one.margins, one.names, dict(one.scores.judges))
    return section("Margin: the least that changes it", listing(text(line) for line in lines))


def exclusions(one: Certificate) -> Html:
    """What was left out, and whether that mattered."""
    items = [text(_exclusion(each, one)) for each in one.exclusions]
    return section("Exclusions, and what they changed", listing(items) or tag("p", text("Nothing was excluded.")))


def _exclusion(each: Exclusion, one: Certificate) -> str:
    about = f"Week {each.week}, {each.what}, {each.kind}"
    if each.votes is not None and not one.in_parts:
        about += f" ({count_of(each.votes, 'vote')})"
    if each.position:
        about += f", event {each.position}, by {people(each.people)}"
    about += f": {each.reason}. "
    if each.differs is None or each.without is None:
        return f"{about}Whether the outcome would differ was not worked out."
    if not each.differs:
        return (
            f"{about}Without this the outcome is the same{', with another bottom set' if each.bottom_differs else ''}."
        )
    if one.sealed:
        return f"{about}WITHOUT THIS THE OUTCOME DIFFERS."
    return f"{about}WITHOUT THIS THE OUTCOME DIFFERS: {_otherwise(each, one)}."


def _otherwise(each: Exclusion, one: Certificate) -> str:
    assert each.without is not None
    if each.without.status != "decided":
        return f"it would be {each.without.status}"
    if each.without.places:
        return "the places would be others"
    cast = ", with the ballots as they were cast" if one.audit.outcome.saved and each.bottom_differs else ""
    return f"{couples(one, each.without.leaving)} would leave{cast}"


def decisions(one: Certificate) -> Html:
    """Substitutions and decisions, with both names."""
    told = (
        f"{each.kind.capitalize()}: {each.what}, event {each.position}, by {people(each.people)}"
        f"{f': {each.reason}' if each.reason else ''}"
        for each in one.decisions
    )
    return section("Substitutions and decisions", listing(text(line) for line in told))


def announced(one: Certificate) -> Html:
    """What was said on air, whether it follows, and whatever else the audit found."""
    said = one.audit.announced
    told = SENTENCES[one.audit.verdict]
    if said.places is not None:
        placed = ", ".join(f"{place} {one.names.get(couple, couple)}" for couple, place in said.places)
        told = f"Announced places: {placed}. {told}"
    elif said.eliminated:
        told = f"Announced as leaving: {couples(one, said.eliminated)}. {told}"
    elif one.audit.verdict != "nothing announced":
        told = f"Nobody was announced as leaving. {told}"
    items = [text(f"{finding.severity.capitalize()}: {finding}") for finding in one.audit.findings]
    return section("Announced against computed", tag("p", text(told)), listing(items))


def not_checked(one: Certificate) -> Html:
    """The scope."""
    return listing(text(line) for line in one.not_checked)
