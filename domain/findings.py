"""Findings: what an import or an audit found, all of it in one run, returned rather than raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType
from typing import Any, Literal

from domain.plurals import filled

Severity = Literal["error", "warning", "note"]


def _no_facts() -> Mapping[str, Any]:
    return _NO_FACTS


_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a file and line (`scores.csv:14`), an event position or a week; `what` a clause of a sentence.

    `code` names its kind, stable for ever, and `facts` what it is about, for whoever says it in other words; both are empty
    where a reader of files only repeats what it met.
    """

    where: str
    what: str
    severity: Severity = "error"
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=_no_facts, compare=False)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    def __reduce__(self) -> tuple[Any, ...]:
        """A finding goes from process to process with its facts, which stay unchangeable there."""
        return _found, (self.where, self.what, self.severity, self.code, dict(self.facts))


def _found(where: str, what: str, severity: Severity, code: str, facts: dict[str, Any]) -> Finding:
    return Finding(where, what, severity, code, MappingProxyType(facts))


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding: its code and its English, with the facts left open: `batches {missing} had not arrived`."""

    code: str
    says: str
    severity: Severity = "error"
    more: tuple[str, ...] = ()
    """Facts it is about that its English leaves to the place: a week, a gateway."""

    @property
    def names(self) -> tuple[str, ...]:
        """The facts it is about."""
        said = (name for _, name, _, _ in Formatter().parse(self.says) if name)
        return tuple(dict.fromkeys((*said, *self.more)))

    def at(self, where: str, /, *, severity: Severity | None = None, **facts: Any) -> Finding:
        """The finding of this kind at a place. `TypeError` unless the facts are those it is about."""
        if facts.keys() != set(self.names):
            raise TypeError(f"{self.code} is about {', '.join(self.names)}, not {', '.join(facts)}")
        return Finding(where, filled(self.says, facts), severity or self.severity, self.code, MappingProxyType(facts))
