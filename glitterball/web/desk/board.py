"""The desk of a week: READY or NOT READY first, the one act that comes next, where each reason is mended, lines and gateways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.season.state import SeasonState, window_of
from glitterball.answered.votes import turnout
from glitterball.desk.board import Lines
from glitterball.desk.lines_clock import lines_said
from glitterball.web.addresses import Links
from glitterball.web.desk.leading import Reason, Way, next_act, reasons_of, way
from glitterball.web.forms.acts import ACTS
from glitterball.web.page import Page, Table, table_of
from glitterball.web.pages.votes import ARRIVED, arrived
from glitterball.web.pages.week import pages_of
from glitterball.web.sight import Sight
from glitterball.web.words import Moment, counted, worded
from projections.sentences import asked_for

AT_HAND = ("schedule-dance", "correct-score", "take-back-score", "mark-judge-absent", "withdraw-couple", "note-outage",
           "announce-danger", "announce-save", "cast-ballot", "void-batch", "void-channel", "settle-tie")  # fmt: skip
"""Acts of a night that are always at hand; the page of all acts has the others."""

SHAPES = {True: "✓", False: "✕", None: "?"}
WORDS = {True: worded("READY"), False: worded("NOT READY"), None: worded("NOT KNOWN")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A proposal that waits for another person."""

    decision: int
    by: str
    what: str
    to: str


def desk(seen: Sight, links: Links, number: int, now: str) -> Page:
    """The desk of a week at a moment in UTC. Refuses a week that was not opened."""
    asked = seen.shown
    this = asked.week(number).season.state.weeks[number]
    found, kept, ready = seen.check(number)
    reasons = reasons_of(found, asked.state, links, number)
    opens, closes = window_of(this)
    lines = Lines(
        opened=this.voting.position if this.voting else None,
        sealed=this.seal.position if this.seal else None,
        opens=opens,
        closes=closes,
    )
    errors = [reason for reason in reasons if reason.severity == "error"]
    return Page(
        template="desk.html",
        title=worded(
            "%(verdict)s: %(title)s",
            verdict=WORDS[ready],
            title=worded("%(season)s, week %(week)s", season=asked.name, week=number),
        ),
        mode=asked.mode,
        shown={
            "heading": worded("%(season)s, week %(week)s", season=asked.name, week=number),
            "word": WORDS[ready],
            "shape": SHAPES[ready],
            "ready": ready,
            "count": _counted(len(errors), kept) if ready is False else "",
            "reasons": reasons,
            "kept": kept,
            "next": next_act(asked.state, links, number, found),
            "lines": _in_words(lines_said(lines, now)),
            "closes": closes if lines.opened is not None and lines.sealed is None else None,
            "now": now,
            "gateways": _gateways(seen, number),
            "waiting": tuple(waiting_in(asked.state, links)),
            "at_hand": tuple(way(do, links, number) for do in AT_HAND),
            "all_acts": links.acts(number),
            "scores": links.scores(number),
            "take": _take(links, number, certified=bool(this.certified), withheld=seen.withheld),
            "plays": False,
            "deliver_to": f"{links.week(number)}/gateways",
            "pages": (
                (worded("Desk"), links.desk(number)),
                (worded("Scores"), links.scores(number)),
                *pages_of(links, number),
            ),
        },
        document=_document(asked.name, number, ready, reasons, kept),
    )


_LINES = (
    (re.compile(r"lines closed, sealed at (?P<time>.+)"), worded("lines closed, sealed at %(time)s", time="")),
    (
        re.compile(r"lines past their end by (?P<time>.+), NOT SEALED"),
        worded("lines past their end by %(time)s, NOT SEALED", time=""),
    ),
    (re.compile(r"lines open in (?P<time>.+)"), worded("lines open in %(time)s", time="")),
    (re.compile(r"lines open, (?P<time>.+) left"), worded("lines open, %(time)s left", time="")),
)
"""What the clock of the lines says, as the catalogues have it."""


def _in_words(said: str) -> str:
    """What the clock of the lines says, in words of the pages."""
    for pattern, words in _LINES:
        found = pattern.fullmatch(said)
        if found is not None:
            return worded(words.message, time=Moment(found["time"]))
    return worded(said)


def _counted(told: int, kept: bool) -> str:
    """How many reasons there are; where some are kept back, how many are told."""
    if not kept:
        return counted("%(count)s reason", "%(count)s reasons", told)
    both = counted("%(count)s reason and what rests on votes", "%(count)s reasons and what rests on votes", told)
    return both if told else worded("for reasons that rest on votes")


def _take(links: Links, number: int, *, certified: bool, withheld: bool) -> tuple[tuple[str, str], ...]:
    """What can be taken away now, by what it is called."""
    to = f"{links.week(number)}/take"
    pages = [
        (worded("Certificate, to print"), f"{to}/certificate.html"),
        (worded("Certificate, for machines"), f"{to}/certificate.json"),
    ]
    counts = [] if withheld else [(worded("Everything for a count by hand"), f"{to}/by-hand")]
    return (*(pages if certified else ()), (worded("Bundle"), f"{to}/bundle"), *counts)


def _gateways(seen: Sight, number: int) -> Table:
    answer = arrived(seen, number) if seen.withheld else turnout(seen.shown, number)
    columns: Any = ARRIVED if seen.withheld else answer.columns[1:]
    return table_of(answer, worded("What the gateways delivered"), columns)


def waiting_in(state: SeasonState, links: Links) -> Iterator[Waiting]:
    """What waits for another person in a season."""
    for number, proposal in state.proposals.items():
        if proposal.settled is None:
            event = proposal.proposed
            yield Waiting(
                decision=number,
                by=worded("%(person)s (%(role)s)", person=event.actor.name, role=worded(event.actor.role)),
                what=asked_for(event.fact, state),
                to=f"/approvals#{links.season}-{number}",
            )


def _document(name: str, number: int, ready: bool | None, reasons: tuple[Reason, ...], kept: bool) -> dict[str, Any]:
    return {
        "schema": "glitterball.desk.v1",
        "season": name,
        "week": number,
        "ready": ready,
        "reasons_withheld": kept,
        "reasons": [{"severity": reason.severity, "where": reason.where, "what": reason.what} for reason in reasons],
    }


def acts(seen: Sight, links: Links, week: int | None) -> Page:
    """Everything that can be said in a season, or of a week, by the chapters of a night."""
    chapters: dict[str, list[Way]] = {}
    for act in ACTS.values():
        of_week = "week" in act.kind.model_fields
        if act.do != "open-season" and (week is not None or not of_week):
            chapters.setdefault(act.chapter, []).append(way(act.do, links, week if of_week or week else None))
    title = (
        worded("%(season)s: what can be said", season=links.season)
        if week is None
        else worded("%(season)s, week %(week)s: what can be said", season=links.season, week=week)
    )
    return Page(
        template="acts.html",
        title=title,
        mode=seen.shown.mode,
        shown={"chapters": tuple(chapters.items())},
        document={"schema": "glitterball.acts.v1", "acts": [each.do for said in chapters.values() for each in said]},
    )
