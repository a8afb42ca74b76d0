"""The counting: all ballots by what they say of themselves first, then what other ballots do to them.

Most ballots meet no other: their id occurs once, their voter stays under the cap and saved once. Those that may not are
found by grouping on 64-bit hashes, which can only find too many, and just these are then decided exactly. Voters are
told apart by a salted digest from there on, and before anything is joined, so that nothing spilled to disk names one:
when memory is short DuckDB spills the rows that it looks up, with all that is still to be worked out of them.

What is asked stands here once, as SQL over whatever holds the answers before. `in_one` asks it in one database; `stages`
deals hashes and ballots into parts on disk, and asks it part by part.
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


@dataclass(frozen=True, slots=True)
class Asked:
    """The ballots of some raw files (`number`), or of all, and what is asked of them in SQL. `salt` is in no file."""

    ballots: Ballots
    salt: str
    number: int | None = None

    def ids(self) -> str:
        """What each ballot's id is found again by, as `hashed`."""
        there = "ballot IS NOT NULL" if self.ballots.have_ids else "false"
        return f"SELECT {self.ballots.identity} AS hashed FROM {self._those(there)}"

    def keys(self) -> str:
        """What the cap is per, of each ballot, as `hashed`; with its votes where they are counted."""
        votes = ", votes" if self.ballots.have_counts else ""
        return f"SELECT {self._key} AS hashed{votes} FROM {self._those()}"

    def saves(self) -> str:
        """Voter and channel of each saved allocation, as `hashed`, and when it was saved."""
        channels = saved_channels(self.ballots.terms)
        return f"SELECT {self._saver} AS hashed, t FROM {self._those(f'channel IN ({channels})')}"

    def again(self, twice: str) -> str:
        """The ballots that stand and whose id is among `twice`, if any is: which of them is the first, and whom it bears on."""
        among = f"same IN {twice}" if twice else "false"
        return f"""SELECT home, id, hashed, candidate FROM (SELECT gateway AS home, ballot AS id, {self._key} AS hashed,
            {_struct(_first_of_all())} AS candidate, {self.ballots.identity} AS same
            FROM {self._those()} WHERE reason = {r.STANDS}) WHERE {among}"""

    def suspects(self, over: str, saved: str, ties: bool, more: str = "") -> str:
        """Every ballot that others may bear on, and for each all that bear on it; `ties` where any id was repeated.

        With `more` asked of each, where `ballots.voter` is the voter as written.
        """
        suspect = f"owner IN {over or '(SELECT NULL WHERE false)'}"
        if saved:
            suspect = f"({suspect} OR saver IN {saved})"
        return f"""SELECT * EXCLUDE (owner, saver) FROM (SELECT {CELL}, t, ballot, votes,
            md5({quoted(self.salt)} || ballots.voter)::UUID AS voter, {_tie() if ties else "NULL::VARCHAR"} AS tie{more},
            {self._key} AS owner, {self._saver} AS saver FROM {self._those()} WHERE reason = {r.STANDS}) WHERE {suspect}"""

    def _those(self, where: str = "true") -> str:
        return self.ballots.those(where, self.number)

    @property
    def _key(self) -> str:
        return f"hash({quoted(self.salt)}, {', '.join(KEY[self.ballots.terms.voting.cap.per])})"

    @property
    def _saver(self) -> str:
        return f"hash({quoted(self.salt)}, voter, channel)"


def twice_of(ids: str) -> str:
    """The ids that occur more than once."""
    return f"SELECT hashed FROM {ids} GROUP BY ALL HAVING count(*) > 1"


def over_of(keys: str, ballots: Ballots) -> str:
    """What has more votes than the cap. Whether a ballot stands is left out, so that fewer columns are read: it finds more."""
    return f"SELECT hashed FROM {keys} GROUP BY hashed HAVING {ballots.votes} > {ballots.terms.voting.cap.votes}"


def saved_of(saves: str) -> str:
    """Who saved at more than one time."""
    return f"SELECT hashed FROM {saves} GROUP BY hashed HAVING min(t) < max(t)"


def repeated_of(again: str) -> str:
    """The ids that occur more than once at a gateway, with the first ballot of each."""
    return f"SELECT home, id, min(candidate) AS first FROM {again} GROUP BY home, id HAVING count(*) > 1"


def borne_on_of(again: str, repeated: str) -> str:
    """Whose votes ballots with a repeated id bear on."""
    return f"SELECT DISTINCT hashed FROM {again} AS again_ SEMI JOIN {repeated} AS repeated_ USING (home, id)"


def in_one(database: Database, ballots: Ballots, salt: str) -> tuple[Cell, ...]:
    """Votes that stand by themselves and are lost to other ballots, with the reason; all voters in one part."""
    asked = Asked(ballots, salt)
    keep(database, "twice", twice_of(f"({asked.ids()})"))
    keep(database, "again", asked.again("(FROM twice)" if _any(database, "twice") else ""))
    keep(database, "repeated", repeated_of("again"))
    keep(database, "over", f"{over_of(f'({asked.keys()})', ballots)} UNION {borne_on_of('again', 'repeated')}")
    drop(database, "twice", "again")
    saved = saved_channels(ballots.terms)
    if saved:
        keep(database, "saved", saved_of(f"({asked.saves()})"))
    ties = _any(database, "repeated")
    keep(database, "suspects", asked.suspects("(FROM over)", "(FROM saved)" if saved else "", ties))
    drop(database, "over", "saved")
    return lost_of(database, ballots.terms)


def lost_of(database: Database, terms: Terms) -> tuple[Cell, ...]:
    """The votes of the table of suspects that are lost to other ballots, as the table of repeated ids has their first."""
    _find_repetitions(database)
    _find_replaced(database, terms)
    rows = f"""SELECT {CELL}, {r.CODE[r.REPEATED]} AS reason, votes FROM suspects WHERE rowid IN (FROM repetitions)
        UNION ALL SELECT {CELL}, {r.CODE[r.REPLACED]}, votes FROM suspects WHERE rowid IN (FROM replaced)
        UNION ALL {_over_the_cap(terms)}"""
    cells = _cells(database, f"SELECT {CELL}, reason, sum(votes) FROM ({rows}) GROUP BY ALL")
    drop(database, "suspects", "repetitions", "replaced")
    return cells


def keep(database: Database, table: str, query: str) -> None:
    """The answer as a table."""
    database.run(f"CREATE OR REPLACE TEMP TABLE {table} AS {query}")


def drop(database: Database, *tables: str) -> None:
    """Tables that are not needed any more."""
    for table in tables:
        database.run(f"DROP TABLE IF EXISTS {table}")


def _any(database: Database, table: str) -> bool:
    return bool(database.run(f"FROM {table} LIMIT 1"))


def _find_repetitions(database: Database) -> None:
    """Of ballots with the same id all but the first; of identical ones, all but one."""
    database.run(f"""CREATE TEMP TABLE repetitions AS
        WITH again AS (SELECT suspects.rowid AS lost, home, id, ({_struct(_first_of_all("tie"))}) = first AS is_first
            FROM suspects JOIN repeated ON gateway = home AND ballot = id)
        SELECT lost FROM again WHERE lost NOT IN (SELECT min(lost) FROM again WHERE is_first GROUP BY home, id)""")


def _find_replaced(database: Database, terms: Terms) -> None:
    """Where a voter saved an allocation again, all of the earlier ones. One save is all that a voter saved at one time."""
    channels = saved_channels(terms) or "0"
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


def saved_channels(terms: Terms) -> str:
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
