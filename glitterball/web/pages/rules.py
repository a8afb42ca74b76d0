"""The rulebook in force in a week, clause by clause, each with an anchor that the working links to."""

from domain.rulebook import Rulebook
from domain.season.refusals import NoRulebook
from domain.season.state import rulebook_event
from glitterball.answers import Answer, document
from glitterball.rules import Said, show
from glitterball.web.addresses import Links
from glitterball.web.page import Page
from glitterball.web.pages.week import pages_of
from glitterball.web.sight import Sight
from glitterball.web.words import worded


def rules(seen: Sight, links: Links, number: int) -> Page:
    """The rulebook of a week in sentences. Refuses a week that was not opened, or has no rulebook."""
    asked = seen.shown
    asked.week(number)
    adoption = rulebook_event(asked.state, number)
    if adoption is None:
        raise NoRulebook(number)
    rulebook: Rulebook = adoption.fact.rulebook
    said = show(rulebook)
    title = f"{rulebook.title} ({rulebook.ref})"
    answer = Answer(
        schema="rules-in-force", mode=asked.mode, title=title, rows=said, basis=asked.basis(number), row=Said
    )
    return Page(
        template="rules.html",
        title=worded("%(season)s, week %(week)s: rules", season=asked.name, week=number),
        mode=asked.mode,
        shown={
            "heading": title,
            "clauses": said,
            "sha256": adoption.fact.sha256,
            "adopted": adoption.position,
            "adopted_to": links.event(adoption.position),
            "pages": pages_of(links, number),
        },
        document=document(answer),
    )
