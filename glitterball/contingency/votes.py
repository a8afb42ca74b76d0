"""The table of votes that is added up by hand: every entry by gateway, channel and couple, with how it counts and why not."""

from collections.abc import Iterator

from domain.season.counting import VoteEntry, vote_entries
from glitterball.contingency.cells import table
from glitterball.contingency.sheet import Sheet

COLUMNS = ("week", "body", "gateway", "channel", "what", "couple", "name", "votes", "counts", "why", "event")


def votes_table(sheet: Sheet) -> bytes:
    """A row for each couple that dances, in each entry. `counts` is what to add up: the votes, less them, or 0 and then why."""
    weeks = sheet.this.opened.fact.votes_from
    entries = (entry for number in weeks for entry in vote_entries(sheet.state, number, sheet.tallies))
    return table(sheet.mode, COLUMNS, (row for entry in entries for row in _rows(sheet, entry)))


def totals_table(sheet: Sheet) -> bytes:
    """What the column `counts` adds up to, for whoever has added it up."""
    couples = sheet.period.couples
    rows = (
        {"body": counted.body, "couple": couple, "name": sheet.names[couple], "counted": votes}
        for counted in sheet.period.votes
        for couple, votes in zip(couples, counted.votes, strict=True)
    )
    return table(sheet.mode, ("body", "couple", "name", "counted"), rows)


def _rows(sheet: Sheet, entry: VoteEntry) -> Iterator[dict[str, object]]:
    for couple in sheet.period.couples:
        votes = entry.votes.get(couple, 0)
        yield {
            "week": entry.week,
            "body": entry.body,
            "gateway": entry.gateway,
            "channel": entry.channel,
            "what": entry.what,
            "couple": couple,
            "name": sheet.names[couple],
            "votes": votes,
            "counts": entry.sign * votes,
            "why": entry.why if not entry.sign else "",
            "event": entry.position or "",
        }
