"""What was typed into a form as the command it says, or what does not fit, field by field."""

import json
from typing import Any, ClassVar

from pydantic import ValidationError

from domain.misfits import clause_for
from domain.refusals import Refusal
from domain.season import commands as c
from glitterball.refusals import ValueNotValid
from glitterball.web.forms.catalogue import READ_FROM_THE_LOG, Asked, fields_of
from glitterball.web.forms.spelling import Typed


class FieldsDoNotFit(Refusal):
    """Something was typed into a form that cannot stand there. `wrong` says what, by the field's name."""

    says: ClassVar = "{what}."
    fix: ClassVar = "Put right what is marked, and send it again; what was typed is kept."
    what: str
    fields: str
    wrong: tuple[tuple[str, str], ...]

    def facts(self) -> dict[str, object]:
        """The facts; what is wrong stands in `what`."""
        return {"what": self.what, "fields": self.fields}


def typed_of(command: c.SeasonCommand) -> dict[str, tuple[str, ...]]:
    """A command as it stands in its form."""
    said = command.model_dump(mode="json", exclude_none=True)
    texts: dict[str, tuple[str, ...]] = {}
    for asked in fields_of(type(command)):
        if asked.name in said:
            texts |= asked.spelling.write(said[asked.name], asked.name)
    return texts


def command_of(kind: type[c.SeasonCommand], typed: Typed) -> c.SeasonCommand:
    """The command that was typed. Refuses what cannot stand in a field, with what can (`FieldsDoNotFit`)."""
    fields, wrong = fields_of(kind), dict[str, str]()
    said: dict[str, Any] = dict(READ_FROM_THE_LOG.get(kind, {}))
    for asked in fields:
        try:
            value = asked.spelling.read(typed, asked.name)
        except ValueNotValid as refusal:
            wrong[asked.name] = refusal.advice().rstrip(".")
            continue
        except Refusal as refusal:
            wrong[asked.name] = refusal.sentence().rstrip(".")
            continue
        if value is not None:
            said[asked.name] = value
        elif asked.needed:
            wrong[asked.name] = "choose one" if asked.control == "choice" else "it has to be said"
    if not wrong:
        try:
            made: c.SeasonCommand = kind.model_validate_json(json.dumps(said))
            return made
        except ValidationError as error:
            wrong = _misfits(error)
    raise _refusal(fields, wrong)


def _misfits(error: ValidationError) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for problem in error.errors():
        where = problem["loc"]
        name = str(where[0]) if where else ""
        inside = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in where[1:])
        wrong.setdefault(name, f"{inside}: {clause_for(problem)}" if inside else clause_for(problem))
    return wrong


def _refusal(fields: tuple[Asked, ...], wrong: dict[str, str]) -> FieldsDoNotFit:
    called = {asked.name: asked.called for asked in fields}
    told = "; ".join(f"{called.get(name, name) or 'together'}: {clause}" for name, clause in wrong.items())
    return FieldsDoNotFit(told[:1].upper() + told[1:], " ".join(wrong), tuple(wrong.items()))
