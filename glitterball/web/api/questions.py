"""What can be asked of a season, and the answers: each is the document of the command or of the page that answers the same.

All are given what may be seen of the season (`Sight`). What rests on counts that are kept back is refused by name, and never
answered as though there were none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from glitterball.answered import week as answered
from glitterball.answers import Answer, as_record, document
from glitterball.views.catalogue import VIEWS, View
from glitterball.views.refusals import ViewUnknown
from glitterball.web.addresses import Links
from glitterball.web.api.asking import Asked, is_said, whole
from glitterball.web.api.paging import Cursor, digest_of, part_of
from glitterball.web.pages.audit import audit as audit_page
from glitterball.web.pages.certificate import certificate as certificate_page
from glitterball.web.pages.decisions import decision as decision_page
from glitterball.web.pages.decisions import decisions as decisions_page
from glitterball.web.pages.event import event as event_page
from glitterball.web.pages.rules import rules as rules_page
from glitterball.web.pages.season import season as grid_page
from glitterball.web.pages.timeline import Wanted, timeline
from glitterball.web.pages.votes import votes as votes_page
from glitterball.web.pages.week import week as board_page
from glitterball.web.refusals import CountsKeptBack
from glitterball.web.sight import Sight

WITHOUT_COUNTS = frozenset(("scorecards", "leaderboard", "season_grid", "couple_seasons"))
"""Views that tell something also where no vote is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: what may be seen of the season, what the path names, which part of a list, and the rest of the address."""

    seen: Sight
    named: Mapping[str, Any]
    asked: Asked
    said: QueryParams

    @property
    def links(self) -> Links:
        """Where pages are that tell the same."""
        return Links(self.seen.shown.name)

    @property
    def week(self) -> int:
        """The week in the path."""
        return int(self.named["week"])


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and where its list goes on. `exactly` is one that is written elsewhere and handed out to the byte."""

    document: Mapping[str, Any]
    rest: Cursor | None = None
    exactly: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAGlance:
    """A season, its size, and the sequence of its stream, which If-Match of a command names."""

    season: str
    show: str
    number: int | None
    mode: str
    sequence: int
    weeks: tuple[int, ...]
    couples: tuple[str, ...]
    withheld: bool


def at_a_glance(question: Question) -> Told:
    """The season: its mode, weeks and couples, and the sequence of its stream."""
    shown = question.seen.shown
    opened = shown.state.opened
    row = AtAGlance(
        season=shown.name,
        show=opened.fact.show if opened else "",
        number=opened.fact.number if opened else None,
        mode=shown.mode,
        sequence=shown.state.sequence,
        weeks=tuple(sorted(shown.state.weeks)),
        couples=tuple(shown.state.couples),
        withheld=question.seen.withheld,
    )
    answer = Answer(schema="season", mode=shown.mode, title=shown.name, rows=[row], basis=shown.basis(), row=AtAGlance)
    return Told(document(answer))


def grid(question: Question) -> Told:
    """Week by couple, as `season show` answers it."""
    return listed(grid_page(question.seen, question.links).document, question)


def events(question: Question) -> Told:
    """What happened, in the show's words, as `events list` answers it."""
    asked, said = question.asked, question.said
    wanted = Wanted(
        after=0 if asked.cursor is None else asked.cursor.behind,
        kind=said.get("kind", ""),
        votes=is_said(said, "votes"),
        limit=asked.limit,
    )
    told = timeline(question.seen, question.links, wanted).document
    following = told["basis"]["next"]
    rest = None if following is None else Cursor(question.seen.position, following - 1, digest_of(following))
    return Told(told, rest)


def event(question: Question) -> Told:
    """One event: its sentence, its stored line where that tells no hidden count, and its hash in the tree."""
    return Told(event_page(question.seen, question.links, int(question.named["position"])).document)


def decisions(question: Question) -> Told:
    """What takes two people, and how it ended, as `decision list` answers it."""
    return listed(decisions_page(question.seen, question.links).document, question)


def decision(question: Question) -> Told:
    """One proposal with what its approval would change, as `decision show` answers it."""
    return Told(decision_page(question.seen, question.links, int(question.named["number"])).document)


def view(question: Question) -> Told:
    """A view's rows, of the season or of a week. Refuses one that is not there, and one of counts that are kept back."""
    seen, name = question.seen, str(question.named["view"])
    found = next((known for known in VIEWS if known.name == name), None)
    if found is None:
        raise ViewUnknown(name[:80], ", ".join(known.name for known in VIEWS), "")
    if seen.withheld and name not in WITHOUT_COUNTS:
        raise CountsKeptBack(seen.shown.name, f"the view {name}")
    week = whole(question.said, "week") if "week" in question.said else None
    if week is not None:
        seen.shown.week(week)
    return listed(document(_of_view(found, question, week)), question)


def _of_view(found: View, question: Question, week: int | None) -> Answer:
    shown = question.seen.shown
    return Answer(
        schema=f"view-{found.name.replace('_', '-')}",
        mode=shown.mode,
        title=found.name,
        rows=found.rows(shown.fold, week),
        basis=shown.basis(week),
        row=found.row,
    )


def board(question: Question) -> Told:
    """A week at once: READY or not and why, standings, leaderboard, marks."""
    return Told(board_page(question.seen, question.links, question.week).document)


def check(question: Question) -> Told:
    """What keeps the week from being certified, as `week check` answers it; that reasons are kept back is a warning."""
    shown = question.seen.shown
    shown.week(question.week)
    found, kept, _ = question.seen.check(question.week)
    told = document(answered.check(shown, question.week, found))
    if kept:
        told["warnings"] = ["reasons that rest on votes are kept back, since counts are"]
    return listed(told, question)


def standings(question: Question) -> Told:
    """Both sides, combined, in order, as `week standings` answers it. Refused where counts are kept back."""
    shown = question.seen.shown
    shown.week(question.week)
    if question.seen.withheld:
        raise CountsKeptBack(shown.name, "a week's standings")
    return listed(document(answered.standings(shown, question.week)), question)


def leaderboard(question: Question) -> Told:
    """The judges' totals, as `week leaderboard` answers it."""
    return listed(document(answered.leaderboard(question.seen.shown, question.week)), question)


def scorecards(question: Question) -> Told:
    """Every mark as it stands, as `week scorecards` answers it."""
    return listed(document(answered.scorecards(question.seen.shown, question.week)), question)


def audit(question: Question) -> Told:
    """The audit of a week, as `week audit` answers it; where counts are kept back, what was announced."""
    return Told(audit_page(question.seen, question.links, question.week).document)


def votes(question: Question) -> Told:
    """What each gateway delivered, as `votes status` answers it; where counts are kept back, that it did."""
    return listed(votes_page(question.seen, question.links, question.week).document, question)


def rules(question: Question) -> Told:
    """The rulebook in force, clause by clause, in sentences."""
    return listed(rules_page(question.seen, question.links, question.week).document, question)


def certificate(question: Question) -> Told:
    """The certificate, to the byte as `week certificate` writes it; where counts are kept back, the sealed one."""
    exactly = certificate_page(question.seen, question.week).exactly_for_machines
    assert exactly is not None, "a certificate is written for machines as well"
    return Told(json.loads(exactly), None, exactly)


def listed(told: Mapping[str, Any], question: Question) -> Told:
    """The part of a list that was asked for."""
    rows, rest = part_of(told["data"], question.asked.limit, question.asked.cursor, question.seen.position)
    return Told({**told, "data": [as_record(row) for row in rows]}, rest)
