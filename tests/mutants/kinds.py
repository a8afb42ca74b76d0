"""The kinds of mutation: what a node of the syntax tree may be turned into.

Each is a slip somebody could make: the wrong comparison, a bound off by one, a check forgotten, a `not` too few.
"""

import ast
from collections.abc import Iterator

DROPPED = "dropped"

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
NEXT_TO: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


def of_expression(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Other expressions for an expression, each with the name of its kind."""
    match node:
        case ast.Compare(left, ops, rights):
            for kind, table in (("comparison flipped", OPPOSITE), ("bound off by one", NEXT_TO)):
                for place, operator in enumerate(ops):
                    if (other := table.get(type(operator))) is not None:
                        yield kind, ast.Compare(left, [*ops[:place], other(), *ops[place + 1 :]], rights)
        case ast.Constant(int() as number) if not isinstance(number, bool):
            yield "integer + 1", ast.Constant(number + 1)
        case ast.BoolOp(ast.And(), values):
            yield "and / or", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(ast.Or(), values):
            yield "and / or", ast.BoolOp(ast.And(), values)
        case ast.BinOp(left, ast.Add(), right):
            yield "plus / minus", ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left, ast.Sub(), right):
            yield "plus / minus", ast.BinOp(left, ast.Add(), right)
        case ast.UnaryOp(ast.Not(), operand):
            yield "not removed", operand
        case _:
            return


def of_condition(test: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """A condition negated, unless another kind says the same of it: a lone comparison flipped, a `not` removed."""
    lone = isinstance(test, ast.Compare) and len(test.ops) == 1
    if not lone and not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
        yield "condition negated", ast.UnaryOp(ast.Not(), test)


def of_statement(
    node: ast.stmt, answers_nothing: bool, assigned_again: frozenset[str]
) -> Iterator[tuple[str, ast.stmt]]:
    """Other statements for a statement. `answers_nothing`: None is among what its function may return.

    A first assignment to a name is not dropped: whatever reads the name would say so at once.
    """
    match node:
        case ast.Return(ast.expr() as value) if not answers_nothing and not _is_none(value):
            yield "returns None", ast.Return(ast.Constant(None))
        case ast.AugAssign(target, ast.Add(), value):
            yield "plus / minus", ast.AugAssign(target, ast.Sub(), value)
            yield DROPPED, ast.Pass()
        case ast.AugAssign(target, ast.Sub(), value):
            yield "plus / minus", ast.AugAssign(target, ast.Add(), value)
            yield DROPPED, ast.Pass()
        case (
            ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Delete() | ast.Continue() | ast.Break() | ast.Return(None)
        ):
            yield DROPPED, ast.Pass()
        case ast.Assign([ast.Attribute() | ast.Subscript()], _):
            yield DROPPED, ast.Pass()
        case ast.Assign([ast.Name(name)], _) if name in assigned_again:
            yield DROPPED, ast.Pass()
        case _:
            return


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
