"""What of a certificate rests on no count of votes: the events say it, also where the counts are sealed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.exact import write_exact
from domain.record import Recorded
from domain.season.gathering import period_of
from domain.season.lookup import rulebook_in
from domain.season.state import SeasonState, announced, rulebook_of, vote_decisions
from glitterball.audit.as_json import Json, announced_as_json
from glitterball.audit.week import assumptions_of
from glitterball.evidence.certificate.as_json import (
    NOTICE,
    decision_as_json,
    episode_as_json,
    rules_as_json,
    window_as_json,
)
from glitterball.evidence.certificate.certificate import episodes_of, rules_of, windows_of
from glitterball.evidence.certificate.decisions import decisions_of
from glitterball.evidence.certificate.exclusions import kind_and_what
from glitterball.evidence.certificate.people import answerable
from glitterball.evidence.certificate.proofs import proof_of, proofs_as_if, proofs_as_json
from glitterball.evidence.certificate.scores import scores_of
from glitterball.evidence.certificate.scores_json import scores_as_json
from projections.fold import SeasonFold
from projections.names import couple_names


def certificate_in_public(fold: SeasonFold, week: int) -> Json:
    """Fields of the certificate of a certified week, in its words, that anybody can make again from a sealed bundle.

    `exclusions` holds of those that people decided what needs no count: not how many votes, nor what they changed.
    """
    state = fold.state
    this, rulebook = state.weeks[week], rulebook_of(state, week)
    assert state.opened is not None, "a certified week is one of a season that was opened"
    assert rulebook is not None, "and has a rulebook"
    opened, fact = state.opened.fact, this.opened.fact
    says = next((form.says for form in rulebook.forms if form.name == fact.form), "")
    certified = this.certified[-1].position
    return {
        "mode": opened.mode,
        "notice": NOTICE if opened.mode == "rehearsal" else "",
        "show": opened.show,
        "season": opened.season,
        "number": opened.number,
        "venue": opened.venue,
        "episodes": [
            episode_as_json(shown) for shown in episodes_of(state, (*fact.scores_from, *fact.votes_from, week))
        ],
        "scores_from": list(fact.scores_from),
        "votes_from": list(fact.votes_from),
        "windows": [window_as_json(window) for window in windows_of(state, fact.votes_from)],
        "rulebook": rules_as_json(rules_of(state, week), fact.form, says, assumptions_of(rulebook)),
        "couples": dict(sorted(couple_names(state, week).items())),
        "scores": scores_as_json(scores_of(state, week)),
        "announced": announced_as_json(announced(this)),
        **proofs_as_json(proof_of(fold, week, certified), proofs_as_if(fold, week, certified)),
        "exclusions": list(_excluded(state, week)),
        "decisions": [decision_as_json(decision) for decision in decisions_of(state, week)],
    }


def _excluded(state: SeasonState, week: int) -> Iterator[Json]:
    for number in state.weeks[week].opened.fact.votes_from:
        if number in state.weeks:
            for event in sorted(vote_decisions(state.weeks[number]), key=lambda decision: decision.position):
                yield _decided(state, number, event)
    cancelled = state.weeks[week].cancelled
    if cancelled is not None:
        yield _decided(state, week, cancelled)


def _decided(state: SeasonState, number: int, event: Recorded[Any]) -> Json:
    people, reason = answerable(state, event), getattr(event.fact, "reason", "")
    kind, what = kind_and_what(event.fact)
    by, position = list(people.names), event.position
    return {"kind": kind, "week": number, "what": what, "reason": reason, "by": by, "position": position}


def sides_in_public(state: SeasonState, week: int) -> Json:
    """The sides of a week that was tabulated, by name, and what those count that rest on no vote, with its points, in the words
    of a sealed certificate: couples in the order of the alphabet, nothing in the place of a number that is sealed."""
    rulebook, period = rulebook_in(state, week), replace(period_of(state, week, {}), votes=())
    raw, points = list[list[str | None]](), list[list[str | None]]()
    for side in rulebook.sides:
        is_open = side.counts.stage == "scores"
        counted = side.counts.of(period) if is_open else ()
        raw.append([write_exact(value) for value in counted] if is_open else [None] * len(period.couples))
        points.append([write_exact(value) for value in side.points.of(counted).exact()] if is_open else raw[-1])
    lines = zip(period.couples, zip(*raw, strict=True), zip(*points, strict=True), strict=True)
    return {
        "sides": [side.name for side in rulebook.sides],
        "standings": [
            {"couple": couple, "raw": list(counted), "points": list(given)} for couple, counted, given in sorted(lines)
        ],
    }
