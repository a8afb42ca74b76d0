"""Every place of a module that can be mutated, and the module with one of them changed.

Left out, because no test can or should notice: docstrings, type annotations and literal types, protocols and abstract
methods, `assert_never` and `assert` (what cannot be otherwise), `__all__`, `__slots__`, what only a type checker imports,
and the sizes of caches.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tests.mutants import kinds

MODULE = "<module>"
RUN_WITH_THE_DEFINITION = ("decorator_list", "defaults", "kw_defaults")
"""Parts of a function that run where it is defined, not when it is called."""


@dataclass(frozen=True)
class Place:
    """One mutation of one module. `function` and `mutation` name it whatever else moves in the file.

    `first` and `last` are the lines of the statement it is in, of a statement with a body those of its head.
    """

    path: str
    line: int
    function: str
    kind: str
    mutation: str
    number: int
    at_import: bool
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.mutation}"


class _Change(NamedTuple):
    """A node, where it hangs in the tree, and what it becomes there. `shown` is the part worth telling."""

    parent: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST
    shown: ast.AST
    inside: "_Inside"
    kind: str

    def apply(self) -> None:
        self._hang(self.new)

    def undo(self) -> None:
        self._hang(self.old)

    def _hang(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    @property
    def lines(self) -> tuple[int, int]:
        """The lines of the statement that is changed, or in which something is."""
        return _lines(self.old) or self.inside.lines

    def told(self) -> str:
        """What is mutated, in the code's own words."""
        before = _written(self.shown)
        if self.kind == kinds.DROPPED:
            return f"`{before}` dropped"
        if self.shown is self.old:
            return f"`{before}` becomes `{_written(self.new)}`"
        self.apply()
        after = _written(self.shown)
        self.undo()
        return f"`{before}` becomes `{after}`"


class _Inside(NamedTuple):
    """What surrounds a node."""

    names: tuple[str, ...] = ()
    at_import: bool = True
    answers_nothing: bool = True
    assigned_again: frozenset[str] = frozenset()
    lines: tuple[int, int] = (0, 0)

    @property
    def function(self) -> str:
        return ".".join(self.names) or MODULE


def places(source: str, path: str) -> list[Place]:
    """All mutations of a module, in the order of its text."""
    found: list[Place] = []
    seen: Counter[tuple[str, str]] = Counter()
    for number, change in enumerate(_changes(ast.parse(source), _Inside())):
        told = change.told()
        function = change.inside.function
        seen[function, told] += 1
        again = seen[function, told]
        mutation = told if again == 1 else f"{told} (place {again})"
        line = getattr(change.old, "lineno", 0)
        place = Place(path, line, function, change.kind, mutation, number, change.inside.at_import, *change.lines)
        found.append(place)
    return found


def mutated(source: str, number: int) -> str:
    """The module with its mutation of this number."""
    tree = ast.parse(source)
    for place, change in enumerate(_changes(tree, _Inside())):
        if place == number:
            change.apply()
            return ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    raise LookupError(f"there is no mutation {number}")


def _changes(node: ast.AST, inside: _Inside) -> Iterator[_Change]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list") and not _is_decorated_with_meaning(node, field):
            continue
        around = inside._replace(at_import=True) if field in RUN_WITH_THE_DEFINITION else inside
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            if isinstance(child, ast.AST) and not _left_out(child):
                index = place if isinstance(value, list) else None
                yield from _of_child(node, field, index, child, around)


def _of_child(parent: ast.AST, field: str, index: int | None, child: ast.AST, inside: _Inside) -> Iterator[_Change]:
    shown = parent if isinstance(child, ast.Constant) and not isinstance(parent, ast.Module) else child
    if isinstance(child, ast.expr):
        for kind, new in kinds.of_expression(child):
            yield _Change(parent, field, index, child, new, shown, inside, kind)
        if field in ("test", "ifs"):
            for kind, new in kinds.of_condition(child):
                yield _Change(parent, field, index, child, new, child, inside, kind)
    elif isinstance(child, ast.stmt):
        for kind, other in kinds.of_statement(child, inside.answers_nothing, inside.assigned_again):
            yield _Change(parent, field, index, child, other, child, inside, kind)
    yield from _changes(child, _entered(child, inside))


def _entered(node: ast.AST, inside: _Inside) -> _Inside:
    match node:
        case ast.ClassDef(name):
            return inside._replace(names=(*inside.names, name), at_import=True, assigned_again=frozenset())
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
            return _Inside((*inside.names, name), False, _answers_nothing(node.returns), _assigned_again(node))
        case _:
            return inside._replace(lines=_lines(node) or inside.lines)


def _lines(node: ast.AST) -> tuple[int, int] | None:
    """The lines a statement runs on: of one with a body only the head, since the body has lines of its own."""
    match node:
        case ast.match_case(pattern, _, [first, *_]):
            return pattern.lineno, max(pattern.lineno, first.lineno - 1)
        case ast.stmt(lineno=line) | ast.excepthandler(lineno=line):
            body = getattr(node, "body", None) or getattr(node, "cases", None)
            start = getattr(body[0], "lineno", line + 1) if body else None
            return line, (node.end_lineno or line) if start is None else max(line, start - 1)
        case _:
            return None


def _answers_nothing(returns: ast.expr | None) -> bool:
    """Whether None may be returned, as far as the annotation says."""
    if returns is None:
        return True
    named = {each.value if isinstance(each, ast.Constant) else getattr(each, "id", "") for each in ast.walk(returns)}
    return bool(named & {None, "Any", "object", "Optional"})


def _assigned_again(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Names that a function, its loops and branches counted, gives a value more than once, or has from outside."""
    stored = Counter(
        each.id for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )
    given = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    return frozenset(name for name, times in stored.items() if times > 1 or name in given)


def _is_decorated_with_meaning(node: ast.AST, field: str) -> bool:
    """Decorators are code (a field's bounds stand there), but for the sizes of caches."""
    if field != "decorator_list":
        return False
    return not any("cache" in ast.unparse(each) for each in getattr(node, field))


def _left_out(node: ast.AST) -> bool:
    match node:
        case ast.Expr(ast.Constant()) | ast.Assert():
            return True
        case ast.Expr(ast.Call(ast.Name("assert_never"))):
            return True
        case ast.Assign([ast.Name("__all__" | "__slots__")]) | ast.AnnAssign(ast.Name("__all__" | "__slots__")):
            return True
        case ast.If(ast.Name("TYPE_CHECKING")) | ast.Subscript(ast.Name("Literal")):
            return True
        case ast.ClassDef(bases=bases):
            return any("Protocol" in ast.unparse(base) for base in bases)
        case ast.FunctionDef(decorator_list=decorators):
            return any(ast.unparse(each) in ("overload", "abstractmethod") for each in decorators)
        case _:
            return False


def _written(node: ast.AST) -> str:
    """A node on one line."""
    return " ".join(ast.unparse(node).split())
