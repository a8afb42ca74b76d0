"""The DuckDB the canvass works in: in memory, bounded, spilling to a folder that is removed.

Whatever DuckDB says in an error may quote a ballot, so its messages are not passed on; `without_quoting` says what is safe.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glitterball.canvass import refusals as no

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Rows = list[tuple[Any, ...]]
ROWS_AT_A_TIME = 1_000
_ALLOCATING = "DUCKDB_JE_MALLOC_CONF"


def version() -> str:
    """The version of DuckDB, loaded so that it zeroes what it is given. Refuses when there is none.

    Else a page that it spills holds, behind what was written to it, pieces of the raw file that stood there before: voters as
    written, which a canvass that is killed would leave behind. Where DuckDB was loaded before, it keeps to what was said then.
    """
    os.environ.setdefault(_ALLOCATING, "zero:true")
    try:
        import duckdb
    except ImportError:
        raise no.DuckDbMissing from None
    return str(duckdb.__version__)


class Database:
    """A connection that counts for one canvass, or does one task of it."""

    def __init__(self, connection: "DuckDBPyConnection", memory: str) -> None:
        self.connection, self.memory = connection, memory
        self.reading: tuple[str, ...] = ()

    def run(self, query: str) -> Rows:
        """All rows of a query. A failure becomes a refusal that quotes no ballot."""
        with self._failing_plainly():
            return self.connection.execute(query).fetchall()

    def each(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, few in memory at a time; nothing else is asked meanwhile."""
        with self._failing_plainly():
            self.connection.execute(query)
        while True:
            with self._failing_plainly():
                rows = self.connection.fetchmany(ROWS_AT_A_TIME)
            if not rows:
                return
            yield from rows

    @contextmanager
    def _failing_plainly(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except (duckdb.InterruptException, RuntimeError) as error:
            if "interrupt" in str(error).lower():
                raise KeyboardInterrupt from None
            raise
        except duckdb.OutOfMemoryException:
            raise no.NotEnoughRoom(self.memory, "memory and the work folder's disk did not suffice") from None
        except duckdb.IOException as error:
            if "no space left" in str(error).lower():
                raise no.NotEnoughRoom(self.memory, "the work folder's disk is full") from None
            raise self._unreadable(str(error)) from None
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
            said = str(error).splitlines()[0]
            raise AssertionError(f"the canvass asked what DuckDB does not understand: {said}") from None
        except duckdb.Error as error:
            raise self._unreadable(str(error)) from None

    def _unreadable(self, message: str) -> no.BallotsUnreadable:
        """The file DuckDB complains of, or all that are being read."""
        blamed = [path for path in self.reading if path in message] or self.reading
        return no.BallotsUnreadable(", ".join(blamed), without_quoting(message))


@contextmanager
def opened(spill: Path, memory: str, threads: int | None) -> Iterator[Database]:
    """A database that keeps to `memory`, such as 2GB, and spills to a folder."""
    version()
    bytes_of(memory)
    import duckdb

    settings: dict[str, Any] = {"temp_directory": str(spill), "preserve_insertion_order": "false"}
    settings |= {"threads": str(threads)} if threads else {}
    connection = duckdb.connect(":memory:", config=settings)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET memory_limit = {quoted(memory)}")
        yield Database(connection, memory)
    finally:
        connection.close()


def bytes_of(memory: str) -> int:
    """How many bytes an amount of memory such as 2GB is. Refuses what is none."""
    said = re.fullmatch(r"([1-9]\d{0,8})(?:\.(\d+))? ?([KMGT])(i?)B", memory)
    if said is None:
        raise no.NotEnoughRoom(memory, "that is no amount of memory; write it as 2GB")
    whole, part, unit, binary = said.groups()
    size: int = (1024 if binary else 1000) ** ("KMGT".index(unit) + 1)
    return int(Fraction(f"{whole}.{part or 0}") * size)


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def path_quoted(path: Path) -> str:
    """A path as an SQL literal for what reads files; no letter of it stands for others."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", str(path)))


def named(column: str) -> str:
    """A column as an SQL name."""
    return '"' + column.replace('"', '""') + '"'


def without_quoting(message: str) -> str:
    """What DuckDB says is wrong with a file, without what it quotes from it."""
    said = re.sub(r"original line:.*", "", message.lower())
    at = re.search(r"\bline:? (\d+)", said)
    where = f" in line {at[1]}" if at else ""
    for sign, says in (
        ("maximum line size", f"a line is longer than 2,000,000 bytes{where}"),
        ("unicode", f"it is not UTF-8 throughout{where}"),
        ("utf-8", f"it is not UTF-8 throughout{where}"),
        ("utf8", f"it is not UTF-8 throughout{where}"),
        ("malformed json", f"it is not JSON{where}"),
        ("json", f"it is not one JSON object a line{where}"),
        ("number of columns", f"a line has too few or too many columns{where}"),
        ("unterminated quote", f"a quotation mark{where} is not closed, or a cell goes on behind it"),
        ("csv", f"it is not CSV as its first line promises{where}"),
        ("magic bytes", "it is no complete Parquet file; it may be cut off"),
        ("parquet", "it is no complete Parquet file; it may be cut off"),
        ("thrift", "it is no complete Parquet file; it may be cut off"),
    ):
        if sign in said:
            return says
    return f"it cannot be read to its end{where}"
