"""The names a value has for its clauses at some place: for saying which was meant by one that no clause has."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

Model = type[BaseModel]


def clauses_at(model: Model, path: Sequence[str | int]) -> list[str]:
    """What clauses are called in the table a path leads to, as a validation of `model` names its steps."""
    models = [model]
    for step in path:
        models = list(_below(models, step))
    return list(dict.fromkeys(name for found in models for name in found.model_fields))


def _below(models: Sequence[Model], step: str | int) -> Iterator[Model]:
    """The tables one step further: those of a clause, of one in a list, or of the kind by which a table is told."""
    for model in models:
        if isinstance(step, int):
            yield model
        elif step in model.model_fields:
            yield from _models_in(model.model_fields[step].annotation)
        elif any(step in get_args(field.annotation) for field in _kinds(model)):
            yield model


def _kinds(model: Model) -> Iterator[Any]:
    """The clauses that say which kind a table is."""
    return (field for field in model.model_fields.values() if get_origin(field.annotation) is Literal)


def _models_in(annotation: Any) -> Iterator[Model]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
