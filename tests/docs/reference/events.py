"""The page of events: every type that may stand in a log, its fields, what makes it and who may say it."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.exact import Exact
from domain.facts import FACTS, UPCASTERS
from domain.parts import TwoParts
from domain.record import Fact
from domain.season.authority import AUTHORITY, Authority
from tests.docs.reference import markdown as md
from tests.docs.reference.commands import command_of
from tests.docs.reference.examples import Example
from tests.docs.reference.meanings import FIELDS, GROUPS, MADE_BY
from tests.docs.reference.stage import Shown

INTRODUCTION = """\
Everything that may stand in a log. An event is stored as one line of JSON, its fields in the order below and absent ones left
out, in an envelope: `stream`, `sequence`, `type`, `time`, `actor` (name and role) and `fact`. Its type never changes; a new
meaning is a new version.

An event is made by a command of its season, after the rules allowed it. *Made by* names that command as proposals have it in
their `do`, then what is typed for it on [the command line](commands.md); what has no line of its own comes with a season file,
`season import`, or from Python, `season.do(...)`. *Who* are the roles that may, in a live season or a rehearsal; a
historic season is told by a historian or an auditor alone. Fields marked `?` may be absent; those marked *hidden* stand
in a part of their own, and the line ends with its hash, `hidden_sha256`. Every event but those of gateways
may also name its `source`: who published it, for facts taken from the public record."""

PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "identifier",
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$": "time",
    "^[0-9a-f]{64}$": "hash",
    "^[0-9a-f]{32}$": "nonce",
    "^0[23][0-9a-f]{64}$": "commitment",
}
"""What a text is called whose form is fixed."""

MANY = 5
"""Commands of the command line that are named one by one; what more of them make is made by all that take two people."""


def page(shown: dict[Example, Shown]) -> str:
    """`docs/events.md`."""
    lines = doors(shown)
    parts = [INTRODUCTION, md.table(("Part", "Events"), ((md.link(name), _contents(name)) for name in groups()))]
    for name, types in groups().items():
        parts.append(f"## {name}")
        for stored in types:
            parts += _event(stored, FACTS[stored], lines.get(stored, []))
    parts += ["## Older versions", "Read for ever as what they became; the stored bytes stay as they are."]
    older = ((f"`{old}`", f"`{new}`", (reader.__doc__ or "")) for old, (new, reader) in UPCASTERS.items())
    parts.append(md.table(("Stored type", "Read as", "What is different"), older))
    return md.page("Events", *parts)


def groups() -> dict[str, list[str]]:
    """The stored types in the parts of the page; a type nobody filed stands in a part of its own."""
    found = {name: [stored for stored in FACTS if bare(stored) in types] for name, types in GROUPS.items()}
    filed = {stored for types in found.values() for stored in types}
    rest = [stored for stored in FACTS if stored not in filed]
    order = {type_: index for types in GROUPS.values() for index, type_ in enumerate(types)}
    sorted_ = {name: sorted(types, key=lambda stored: order[bare(stored)]) for name, types in found.items()}
    return {**sorted_, "Others": rest} if rest else sorted_


def bare(stored: str) -> str:
    """A stored type without its version."""
    return stored.rpartition(".v")[0]


def meaning(stored: str, field: str) -> str | None:
    """What a field of an event means, if anybody wrote it down."""
    return FIELDS.get(f"{bare(stored)}.{field}", FIELDS.get(field))


def _contents(group: str) -> str:
    return " · ".join(md.link(stored) for stored in groups()[group])


def doors(shown: dict[Example, Shown]) -> dict[str, list[str]]:
    """The commands of the command line whose examples recorded an event of a type; not those that record whole seasons."""
    found: dict[str, list[str]] = {}
    for example, played in shown.items():
        name = command_of(example)
        if name not in ("season import", "rehearse"):
            for stored in dict.fromkeys(played.recorded):
                found.setdefault(stored, []).append(name)
    return found


def _event(stored: str, fact: type[Fact], lines: list[str]) -> Iterator[str]:
    yield f"### {stored}"
    yield " ".join((fact.__doc__ or "").split())
    yield f"- Made by {_made_by(stored, lines)}\n- Who: {_who(stored)}"
    hidden = fact.HIDDEN if issubclass(fact, TwoParts) else frozenset()
    fields = [
        (
            f"`{name}`{'' if field.is_required() else '?'}",
            kind(field) + (", hidden" if name in hidden else ""),
            meaning(stored, name) or "",
        )
        for name, field in fact.model_fields.items()
        if name != "source"
    ]
    yield md.table(("Field", "Type", "Meaning"), fields)


def _made_by(stored: str, lines: list[str]) -> str:
    does = MADE_BY.get(bare(stored))
    typed = "every command that takes two people" if len(lines) > MANY else ", ".join(map(_typed, dict.fromkeys(lines)))
    if does is None:
        return typed or "a gateway's delivery"
    return f"`{does}`: {typed or '`season import`'}"


def _typed(command: str) -> str:
    anchor = command.replace(" ", "-")
    return f"[`{command}`](commands.md#{anchor})"


def _who(stored: str) -> str:
    does = MADE_BY.get(bare(stored))
    if does is None:
        return "the gateway, by what it delivers"
    if does in AUTHORITY:
        return _authority(AUTHORITY[does]) + (
            "; once voting has closed or the outcome is certified it takes another person"
            if does == "correct-score"
            else ""
        )
    return "whoever may say what is proposed" + (", and not the proposer" if does == "approve" else "")


def _authority(authority: Authority) -> str:
    second = "" if authority.second == "nobody else" else f"; it takes {authority.second}"
    return ", ".join(authority.roles) + second


def kind(field: FieldInfo) -> str:
    """What a field holds, in a word or two."""
    return _kind(field.annotation, tuple(field.metadata))


def _kind(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = [
            one for extra in arguments[1:] for one in (extra.metadata if isinstance(extra, FieldInfo) else [extra])
        ]
        return _kind(arguments[0], tuple(inner))
    if origin is Literal:
        return "one of " + ", ".join(map(str, arguments)) if len(arguments) <= 3 else "one of the roles"
    if annotation == Exact:
        return "exact number"
    if origin in (Union, UnionType):
        inside = [one for one in arguments if one is not NoneType]
        return _kind(inside[0], metadata) if len(inside) == 1 else "command"
    if origin is tuple:
        return _listed(arguments)
    if annotation is int:
        return f"whole{_range(metadata)}"
    if annotation is str:
        return next((PATTERNS[one.pattern] for one in metadata if getattr(one, "pattern", None) in PATTERNS), "text")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__
    return str(annotation)


def _listed(arguments: tuple[Any, ...]) -> str:
    """A list of one thing, or several things side by side."""
    if arguments[-1] is not Ellipsis:
        return " and ".join(_kind(one).partition(",")[0] for one in arguments)
    inner = arguments[0]
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return f"list of ({', '.join(inner.model_fields)})"
    return f"list of {_kind(inner).partition(',')[0]}"


def _range(metadata: tuple[Any, ...]) -> str:
    least = next((one.ge for one in metadata if isinstance(one, Ge)), None)
    most = next((one.le for one in metadata if isinstance(one, Le)), None)
    if least is None:
        return ""
    return f", {least} to {most:,}" if most is not None else f", from {least}"
