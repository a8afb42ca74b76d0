"""`glitterball demo`: season 33, week 2, replayed from its events and audited."""

import sys
from collections.abc import Iterator

from glitterball.audit.week import WeekAudit
from glitterball.cli import auditing
from glitterball.cli.layout import Line, Piece
from glitterball.cli.output import tell
from glitterball.cli.screen import in_lines, print_lines, width_of
from glitterball.closeness.implied import Reading
from glitterball.store import Season, open_season
from projections import standings
from projections.names import listed
from projections.numbers import number, upper_bound

SEASON, WEEK = "us-33", 2

BESIDE = 19
"""Cells that the titles of paragraphs take."""

READABLE = 50
"""Cells a paragraph has at least; on a screen that has fewer beside the titles they stand above it."""

WIDEST = 96
"""Cells of running text at most."""


def demo() -> None:
    """Replay season 33, week 2 of Dancing with the Stars from its events, and audit it."""
    season = open_season(SEASON)
    audit = season.week(WEEK).audit()
    auditing.table(season, audit)
    width = width_of(sys.stdout)
    for title, text in paragraphs(season, audit):
        tell("")
        print_lines(list(_paragraph(title, text, width)))


def _paragraph(title: str, text: str, width: int) -> Iterator[Line]:
    """A paragraph beside its title; below it on a narrow screen."""
    beside = BESIDE if width >= BESIDE + READABLE else 0
    if not beside:
        yield (Piece(title, "bold"),)
    for index, line in enumerate(in_lines(text, min(width - beside, WIDEST))):
        yield Piece(f"{title if beside and index == 0 else '':{beside}}", "bold"), Piece(line)


def paragraphs(season: Season, audit: WeekAudit) -> Iterator[tuple[str, str]]:
    """What decided it, what was assumed, what is not published, what to try next."""
    names = dict(audit.names)
    yield "What decided it", _decided(season, audit, names)
    if audit.implied is not None:
        yield "How close it was", _how_close(audit, names)
    yield "What was assumed", " ".join(assumption.says for assumption in audit.assumptions)
    if audit.implied is not None and len(audit.implied.readings) > 1:
        yield "Were it otherwise", " ".join(_otherwise(audit, names))
    yield "Not published", f"{'; '.join(audit.not_published)}. Every vote that fits is considered instead."
    yield "Try next", _next()


def _decided(season: Season, audit: WeekAudit, names: dict[str, str]) -> str:
    """Who left, and what the judges alone would have done."""
    left = audit.announced.eliminated or ()
    board = {row.couple: row for row in standings.rows(season.fold, audit.week)}
    lowest = sorted(board.values(), key=lambda row: -(row.judges_place or 0))[: len(left)]
    kept = [row for row in lowest if row.couple not in left]
    told = " and ".join(f"{names[couple]} (judges' place {board[couple].judges_place})" for couple in left)
    text = f"{told} left: lowest when judges' and public points are added."
    if kept:
        kept_names = listed([f"{row.name} (place {row.judges_place})" for row in kept])
        text += f" The judges alone would have sent home {kept_names}: the viewers' votes kept them and decided it."
    return text


def _how_close(audit: WeekAudit, names: dict[str, str]) -> str:
    reading = audit.implied.rulebook if audit.implied else None
    if reading is None or reading.orders is None:
        return "Some vote gives this result." if reading is not None else ""
    orders = reading.orders
    left = listed([names[couple] for couple in audit.announced.eliminated or ()])
    return (
        f"Of the {number(orders.placings_total)} ways to place {left} in the public vote, {number(orders.placings)} give "
        f"this result; of all {number(orders.total)} public orders, {number(orders.giving)} do."
    )


def _otherwise(audit: WeekAudit, names: dict[str, str]) -> Iterator[str]:
    """What the couples that left must have had under the other readings."""
    assert audit.implied is not None
    for reading in audit.implied.readings:
        if len(reading.switched) != 1:
            continue
        switched = ", ".join(f"{name.replace('-', ' ')}: {value}" for name, value in reading.switched)
        yield f"With {switched}: {'; '.join(_left(reading, audit, names)) or reading.possible}."
    several = [reading for reading in audit.implied.readings if len(reading.switched) > 1]
    if several and all(reading.possible == "consistent" for reading in audit.implied.readings):
        yield f"Some vote gives this result under all {len(audit.implied.readings)} readings."


def _left(reading: Reading, audit: WeekAudit, names: dict[str, str]) -> Iterator[str]:
    for couple in audit.announced.eliminated or ():
        for place in reading.places:
            if place.couple == couple:
                yield f"{names[couple]} public place {place.best}-{place.worst}"
        for share in reading.shares:
            if share.couple == couple:
                yield f"{names[couple]} {upper_bound(share.most.share, share.most.attained)} of the vote"


def _next() -> str:
    return (
        "glitterball season import us-33, then: week audit us-33 2; season show us-33; events list; "
        "rehearse us-33 and replay us-33-rehearsal --compare"
    )
