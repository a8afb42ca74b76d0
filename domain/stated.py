"""What somebody states in Python, a command or who says it: where it does not fit it is refused as at the desk is."""

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ValidationError

from domain.refusals import Refusal

__all__ = ["DOES_NOT_FIT", "Stated", "StatementNotValid", "problems_of"]


class StatementNotValid(Refusal):
    """A command, or who says it, was made in Python with particulars that do not fit it."""

    says: ClassVar = "{kind} cannot be made: {misfits}."
    fix: ClassVar = "Mend what is said of it; help({kind}) shows its particulars."
    kind: str
    misfits: str

    problems: ClassVar[tuple[Any, ...]] = ()
    """What the library found, for whoever knows where each particular was typed: entries of `ValidationError.errors()`."""


DOES_NOT_FIT = (StatementNotValid, ValidationError)
"""What is raised where particulars do not fit: by a statement that is made, and by whatever is a part of one or is read."""


def problems_of(error: StatementNotValid | ValidationError) -> tuple[Any, ...]:
    """What does not fit, an entry for each particular, as `misfits.clause_for` takes it."""
    return error.problems if isinstance(error, StatementNotValid) else tuple(error.errors(include_url=False))


if TYPE_CHECKING:  # what is made stays what a type checker takes it for
    from pydantic._internal._model_construction import ModelMetaclass as Stated
else:

    class Stated(type(BaseModel)):
        """The making of a value that people state. What is read from a log, a file or a wire goes past it, as fast as ever."""

        def __call__(cls, *particulars: Any, **named: Any) -> Any:
            """The value; refuses particulars that do not fit."""
            try:
                return super().__call__(*particulars, **named)
            except ValidationError as error:
                raise _refusal(cls.__name__, error) from None


def _refusal(kind: str, error: ValidationError) -> StatementNotValid:
    from domain.misfits import clause_for

    problems = problems_of(error)
    told = ((".".join(map(str, problem["loc"])), clause_for(problem)) for problem in problems)
    refusal = StatementNotValid(kind, "; ".join(f"{where}: {clause}" if where else clause for where, clause in told))
    refusal.problems = problems  # type: ignore[misc]
    return refusal
