"""The counting: all ballots by what they say of themselves first, then what other ballots do to them.

Most ballots meet no other: their id occurs once, their voter stays under the cap and saved once. Those that may not are
found by grouping on 64-bit hashes, which can only find too many, and just these are then decided exactly. Voters are
told apart by a salted digest from there on, so that nothing spilled to disk names one.

Voters are dealt into parts by hash; the parts are counted one after the other, and each can be kept (`workplace`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.rulebook.voting import Per
from glitterball.canvass import reasons as r
from glitterball.canvass.database import Database, quoted
from glitterball.canvass.reading import Ballots, first_carried
from glitterball.canvass.terms import Terms

KEY: dict[Per, tuple[str, ...]] = {
    "voter, couple and method": ("voter", "couple", "channel"),
    "voter and method": ("voter", "channel"),
    "voter and couple": ("voter", "couple"),
    "voter": ("voter",),
}
CELL = "gateway, channel, body, slice, couple"
FIRST = "t, gateway, channel, couple, body, votes"
"""In this order ballots come first or later; what else tells them apart is their id, and last the digest of the voter."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Votes with one fate in one slice. Numbers count from 1, slices from 0; `couple` is 0 where it does not matter."""

    gateway: int
    channel: int
    body: int
    slice: int
    couple: int
    reason: int
    votes: int


def count_cells(database: Database, ballots: Ballots) -> tuple[Cell, ...]:
    """All votes by what their ballots say of themselves. Those that stand may still lose by other ballots."""
    terms = ballots.terms
    firsts = ", ".join(str(first_carried(terms, gateway)) for gateway, _ in terms.carries)
    query = f"""SELECT gateway, coalesce(channel, list_extract([{firsts}], gateway)), coalesce(body, 1), slice,
        CASE WHEN reason = {r.STANDS} THEN couple ELSE 0 END, reason, {ballots.votes}
        FROM {ballots.those()} GROUP BY ALL"""
    return _cells(database, query)


def find_repeated(database: Database, ballots: Ballots) -> None:
    """Ids that occur more than once at a gateway, which of their ballots is the first, and whose voters they bear on."""
    database.run(f"""CREATE OR REPLACE TEMP TABLE twice AS SELECT {ballots.identity} AS hashed
        FROM {ballots.those("ballot IS NOT NULL" if ballots.have_ids else "false")} GROUP BY ALL HAVING count(*) > 1""")
    some = database.run("FROM twice LIMIT 1")
    database.run(f"""CREATE OR REPLACE TEMP TABLE again AS
        SELECT gateway AS home, ballot AS id, {_key(database, ballots.terms)} AS hashed,
            {_struct(_first_of_all())} AS candidate
        FROM {ballots.those(f"{ballots.identity} IN (FROM twice)" if some else "false")} WHERE reason = {r.STANDS}""")
    database.run("""CREATE OR REPLACE TEMP TABLE repeated AS
        SELECT home, id, min(candidate) AS first FROM again GROUP BY home, id HAVING count(*) > 1""")
    database.run("""CREATE OR REPLACE TEMP TABLE borne_on AS
        SELECT DISTINCT hashed FROM again SEMI JOIN repeated USING (home, id)""")
    for table in ("twice", "again"):
        database.run(f"DROP TABLE {table}")


def removals(database: Database, ballots: Ballots, part: int, parts: int) -> tuple[Cell, ...]:
    """Votes of one part of the voters that stand by themselves and are lost to other ballots, with the reason."""
    _find_suspects(database, ballots, f"hash(voter) % {parts} = {part}" if parts > 1 else "true")
    _find_repetitions(database)
    terms = ballots.terms
    _find_replaced(database, terms)
    lost = f"""SELECT {CELL}, {r.CODE[r.REPEATED]} AS reason, votes FROM suspects WHERE rowid IN (FROM repetitions)
        UNION ALL SELECT {CELL}, {r.CODE[r.REPLACED]}, votes FROM suspects WHERE rowid IN (FROM replaced)
        UNION ALL {_over_the_cap(terms)}"""
    cells = _cells(database, f"SELECT {CELL}, reason, sum(votes) FROM ({lost}) GROUP BY ALL")
    for table in ("over", "saved", "suspects", "repetitions", "replaced"):
        database.run(f"DROP TABLE IF EXISTS {table}")
    return cells


def _find_suspects(database: Database, ballots: Ballots, here: str) -> None:
    """Every ballot that others may bear on, and for each all that bear on it.

    Grouping leaves out whether a ballot stands, so that fewer columns are read; it finds a few more for it.
    """
    terms = ballots.terms
    key = _key(database, terms)
    suspect = f"{key} IN (FROM over)"
    database.run(f"""CREATE TEMP TABLE over AS SELECT {key} AS hashed FROM {ballots.those(here)}
        GROUP BY ALL HAVING {ballots.votes} > {terms.voting.cap.votes} UNION FROM borne_on""")
    if saved := _saved_channels(terms):
        whose = f"hash({quoted(database.salt)}, voter, channel)"
        suspect = f"({suspect} OR {whose} IN (FROM saved))"
        database.run(f"""CREATE TEMP TABLE saved AS SELECT {whose} AS hashed
            FROM {ballots.those(f"{here} AND channel IN ({saved})")} GROUP BY ALL HAVING min(t) < max(t)""")
    some = database.run("FROM repeated LIMIT 1")
    database.run(f"""CREATE TEMP TABLE suspects AS
        SELECT {CELL}, t, ballot, votes, md5_number({quoted(database.salt)} || ballots.voter) AS voter,
        {_tie() if some else "NULL::VARCHAR"} AS tie
        FROM {ballots.those(f"{here} AND {suspect}")} WHERE reason = {r.STANDS}""")


def _find_repetitions(database: Database) -> None:
    """Of ballots with the same id all but the first; of identical ones, all but one."""
    database.run(f"""CREATE TEMP TABLE repetitions AS
        WITH again AS (SELECT suspects.rowid AS lost, home, id, ({_struct(_first_of_all("tie"))}) = first AS is_first
            FROM suspects JOIN repeated ON gateway = home AND ballot = id)
        SELECT lost FROM again WHERE lost NOT IN (SELECT min(lost) FROM again WHERE is_first GROUP BY home, id)""")


def _find_replaced(database: Database, terms: Terms) -> None:
    """Where a voter saved an allocation again, all of the earlier ones. One save is all that a voter saved at one time."""
    channels = _saved_channels(terms) or "0"
    database.run(f"""CREATE TEMP TABLE replaced AS
        WITH saves AS (SELECT rowid AS lost, voter, channel, t FROM suspects
            WHERE channel IN ({channels}) AND rowid NOT IN (FROM repetitions)),
        last AS (SELECT voter, channel, max(t) AS t FROM saves GROUP BY ALL)
        SELECT lost FROM saves JOIN last ON saves.voter = last.voter AND saves.channel = last.channel
        WHERE saves.t < last.t""")


def _over_the_cap(terms: Terms) -> str:
    """Votes beyond the cap: the first count, by time, then id, then all else that tells ballots apart.

    Where nothing but the id can, either of two ballots of one time counts in the same place: then time is enough.
    """
    cap, key = terms.voting.cap.votes, ", ".join(KEY[terms.voting.cap.per])
    alike = len(terms.carries) == len(terms.voting.bodies) == 1 and terms.voting.cap.per == "voter, couple and method"
    order = "t" if alike else "t, ballot::VARCHAR NULLS LAST, gateway, channel, couple, body, votes"
    return f"""SELECT {CELL}, {r.CODE[r.OVER]} AS reason, least(votes, so_far - {cap}) AS votes FROM (
        SELECT {CELL}, votes, sum(votes) OVER (PARTITION BY {key} ORDER BY {order} ROWS UNBOUNDED PRECEDING) AS so_far
        FROM suspects WHERE votes > 0 AND rowid NOT IN (FROM repetitions) AND rowid NOT IN (FROM replaced))
        WHERE so_far > {cap}"""


def _key(database: Database, terms: Terms) -> str:
    """What the cap is per, as a salted hash."""
    return f"hash({quoted(database.salt)}, {', '.join(KEY[terms.voting.cap.per])})"


def _saved_channels(terms: Terms) -> str:
    """The channels where the last saved allocation counts, by number."""
    kinds = [channel.kind for channel in terms.voting.channels]
    return ", ".join(str(place) for place, kind in enumerate(kinds, start=1) if kind == "last saved allocation")


def _tie() -> str:
    """What orders ballots that differ in nothing but the voter: the same in every run, and no voter's name."""
    return "sha256(ballots.ballot::VARCHAR || ' ' || ballots.voter)"


def _first_of_all(tie: str = "") -> Sequence[str]:
    return (*FIRST.split(", "), tie or _tie())


def _struct(columns: Sequence[str]) -> str:
    return "{" + ", ".join(f"'{place}': {column}" for place, column in enumerate(columns)) + "}"


def _cells(database: Database, query: str) -> tuple[Cell, ...]:
    return tuple(sorted(Cell(*map(int, row)) for row in database.run(query)))
