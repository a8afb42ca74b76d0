"""What is answered of votes: what each gateway delivered."""

from glitterball.answers import Answer, Column
from glitterball.store import Season
from projections.turnout import Row

TURNOUT = (
    Column("week", lambda row: row.week, right=True),
    Column("gateway", lambda row: row.gateway),
    Column("channel", lambda row: row.channel),
    Column("batches", lambda row: row.batches, right=True),
    Column("received", lambda row: row.received, right=True),
    Column("accepted", lambda row: row.accepted, right=True),
    Column("rejected", lambda row: row.rejected, right=True),
    Column("late", lambda row: row.late, right=True),
    Column("missing", lambda row: row.missing),
    Column("after the seal", lambda row: row.after_the_seal or "", right=True),
    Column("manifest", lambda row: row.manifest),
    Column("", lambda row: "VOID" if row.voided else ""),
)


def turnout(season: Season, week: int | None = None) -> Answer:
    """What each gateway delivered by channel, and whether its own count agrees; of a week, or of all."""
    weeks = [season.week(week)] if week is not None else season.weeks()
    rows = [row for asked in weeks for row in asked.turnout()]
    unpublished = ": the votes of a historic season were not published" if season.mode == "historic" else ""
    return Answer(
        schema="votes-status",
        mode=season.mode,
        title=f"Votes of {season.name}" + (f", week {week}" if week else ""),
        rows=rows,
        columns=TURNOUT,
        basis=season.basis(week),
        notes=[] if rows else [f"No lines were opened{unpublished}."],
        row=Row,
    )
