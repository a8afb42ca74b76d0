"""An answer, before anybody has decided how it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for people: its heading, and what a row shows in it. Of one that `offers`, command lines name the store
    that was asked; elsewhere a cell is shown as it is on record, whatever it looks like."""

    heading: str
    of: Callable[[Any], object]
    right: bool = False
    offers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a question. `rows` are frozen dataclasses of one kind, or mappings; `columns` are what a person sees.

    `schema` names the form of its JSON document, `mode` whether the season is live, a rehearsal or historic.
    """

    schema: str
    mode: str
    title: str
    rows: Sequence[Any]
    columns: Sequence[Column] = ()
    basis: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    row: type | None = None
    """The kind of the rows, so that a CSV has its columns also when there are none."""
