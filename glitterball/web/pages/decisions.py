"""What takes two people: all proposals, and one with the difference that its approval would make."""

from glitterball.answered.decisions import Line, decision_list
from glitterball.answered.decisions import decision as answered
from glitterball.answers import document
from glitterball.web.addresses import Links
from glitterball.web.page import Cell, Page, Table
from glitterball.web.sight import Sight
from glitterball.web.words import worded
from projections.sentences import asked_for

HEADINGS = (worded("number"), worded("proposed by"), worded("what"), worded("ended"))
WITHHELD = worded("What its approval would change is not shown here: it can rest on counts that are hidden.")

FOLLOWS = ("would be refused now", "would be recorded", "changed", "outcome before", "outcome after")
"""What is said of a proposal that follows from the whole season."""


def decisions(seen: Sight, links: Links) -> Page:
    """All proposals and how they ended."""
    answer = decision_list(seen.shown)
    table = Table(
        caption=worded("Proposals, and how they ended"),
        headings=tuple(Cell(text=heading, right=heading == "number") for heading in HEADINGS),
        rows=tuple(
            (
                Cell(text=str(row.decision), to=links.decisions(row.decision), right=True),
                Cell(text=f"{row.proposed_by} ({row.role})"),
                Cell(text=row.what, tone="said"),
                Cell(text=row.ended, tone="said open" if row.ended.startswith("open") else "said"),
            )
            for row in answer.rows
        ),
        stacks=True,
        none=worded("Nothing was proposed yet."),
    )
    return Page(
        template="decisions.html",
        title=worded("%(season)s: decisions", season=seen.shown.name),
        mode=seen.shown.mode,
        shown={"table": table},
        document=document(answer),
    )


def decision(seen: Sight, links: Links, number: int) -> Page:
    """One proposal in full. Refuses a number nobody proposed under. What would follow is asked of the clock as well."""
    answer = answered(seen.shown, number)
    rows = [row for row in answer.rows if not (seen.withheld and row.what in FOLLOWS)]
    kept = len(rows) < len(answer.rows)
    event = seen.shown.state.proposals[number].proposed
    if kept:
        rows.append(Line(what="asked for", says=asked_for(event.fact, seen.shown.state)))
    told = document(answer)
    told["data"] = [{"what": row.what, "says": row.says} for row in rows]
    return Page(
        template="decision.html",
        title=worded("%(season)s, decision %(number)s", season=seen.shown.name, number=number),
        mode=answer.mode,
        shown={
            "rows": rows,
            "kept": WITHHELD if kept else "",
            "event_to": links.event(event.position),
            "position": event.position,
            "all": links.decisions(),
        },
        document={**told, "warnings": [WITHHELD]} if kept else told,
    )
