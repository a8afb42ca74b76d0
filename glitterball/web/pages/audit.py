"""The audit of a week: announced against computed, each step with its clause and events, what is assumed, what not published."""

from urllib.parse import quote

from domain.season.lookup import rulebook_in
from domain.season.state import announced
from glitterball.answered.audit import audit_document
from glitterball.audit import saying
from glitterball.audit.as_json import announced_as_json
from glitterball.audit.week import WeekAudit, audit_week
from glitterball.web.addresses import Links
from glitterball.web.page import Page
from glitterball.web.pages.steps import steps_of
from glitterball.web.pages.week import pages_of
from glitterball.web.pictures import of_week
from glitterball.web.sight import Sight
from glitterball.web.words import worded
from projections.names import couple_names, listed

TELLS_STEPS = ("Step ",)
"""How sentences begin that the steps beside them say in full."""


def audit(seen: Sight, links: Links, number: int) -> Page:
    """The audit of a week. Of a withheld season only what was announced. Refuses a week that was not opened."""
    seen.shown.week(number)
    return _in_public(seen, links, number) if seen.withheld else _whole(seen, links, number)


def _whole(seen: Sight, links: Links, number: int) -> Page:
    made = audit_week(seen.shown.fold, number)
    rulebook = rulebook_in(seen.shown.state, number)
    title = worded("%(season)s, week %(week)s: audit", season=seen.shown.name, week=number)
    sentences = [line for line in saying.lines(made) if not line.startswith(TELLS_STEPS)]
    return Page(
        template="audit.html",
        title=title,
        mode=seen.shown.mode,
        shown={
            "verdict": made.verdict,
            "sound": made.sound,
            "says": saying.SENTENCES[made.verdict],
            "sentences": sentences[1:],
            "steps": steps_of(made, rulebook, links),
            "assumptions": _assumptions(made, links),
            "pages": pages_of(links, number),
            "announced": (),
            "pictures": of_week(seen.shown.week(number)),
            "what_if": f"/whatif/{quote(seen.shown.name)}/w/{number}",
        },
        document=audit_document(seen.shown, made),
    )


def _assumptions(made: WeekAudit, links: Links) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            assumed.name,
            assumed.says,
            ", ".join(assumed.alternatives),
            links.rules(made.week, f"assumptions.{assumed.name}"),
        )
        for assumed in made.assumptions
    )


def _in_public(seen: Sight, links: Links, number: int) -> Page:
    asked = seen.shown
    said = announced(asked.state.weeks[number])
    names = couple_names(asked.state, number)
    told = [
        (what, listed([names.get(couple, couple) for couple in couples]))
        for what, couples in (
            (worded("in danger"), said.danger),
            (worded("saved"), said.saved),
            (worded("leaving"), said.eliminated),
        )
        if couples is not None
    ]
    if said.places is not None:
        told.append(
            (worded("places"), ", ".join(f"{place} {names.get(couple, couple)}" for couple, place in said.places))
        )
    return Page(
        template="audit.html",
        title=worded("%(season)s, week %(week)s: audit", season=asked.name, week=number),
        mode=asked.mode,
        shown={
            "verdict": "",
            "sound": True,
            "says": "",
            "sentences": (),
            "steps": (),
            "assumptions": (),
            "pages": pages_of(links, number),
            "announced": tuple(told),
            "pictures": (),
            "what_if": "",
        },
        document={
            "schema": "glitterball.week-announced.v1",
            "mode": asked.mode,
            "basis": asked.basis(number),
            "data": announced_as_json(said),
            "warnings": ["counts are withheld, and with them all that follows from them"],
        },
    )
