"""The description of the interface (OpenAPI 3.1), made of the list of operations and of the kinds of rows and commands."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import Discriminator, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from domain.record import Role
from domain.season import commands as c
from glitterball.answered.recorded import Said
from glitterball.version import VERSION
from glitterball.views.catalogue import ANSWERS, VIEWS
from glitterball.web.api.operations import COMMANDS, DELIVERIES, LIVE, NUMBERS, OPERATIONS, Operation

MODES = ["", "live", "rehearsal", "historic"]

SAID: dict[str, dict[str, Any]] = {
    "as_of": {
        "description": "As of which moment: a position of the log, a time, or what happened in a week (`week 2 announced`).",
        "schema": {"type": "string", "maxLength": 200},
        "examples": {"position": {"value": "412"}, "week": {"value": "week 2 announced"}},
    },
    "at": {
        "description": "As of which time; the answer's basis says at which position that is.",
        "schema": {"type": "string", "maxLength": 200},
        "examples": {"time": {"value": "2024-09-24T21:58Z"}},
    },
    "limit": {
        "description": "How many rows at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000},
    },
    "cursor": {
        "description": "Where the list goes on: as the link to the next part (`Link: rel=next`) spells it.",
        "schema": {"type": "string", "maxLength": 120},
    },
    "kind": {"description": "One kind of event alone, such as `score-given`.", "schema": {"type": "string"}},
    "votes": {
        "description": "Whether vote batches are told as well.",
        "schema": {"type": "string", "enum": ["yes", "no", "true", "false", "1", "0"]},
    },
    "week": {"description": "A week alone.", "schema": {"type": "integer", "minimum": 1}},
}
"""What can be said in an address."""


class _Schemas(GenerateJsonSchema):
    """Schemas of our kinds of values. What reads itself is an exact number: a whole one, or a fraction as text."""

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        """An exact number."""
        return EXACT

    def ser_schema(self, schema: Any) -> JsonSchemaValue | None:
        """Of what is written in a way of its own, as it is read."""
        return None


KEY = {"type": "http", "scheme": "bearer", "description": "A key of a program, as the people file knows it."}

EXACT = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]}


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    paths: dict[str, Any] = {operation.path: {"get": _told(operation, schemas)} for operation in OPERATIONS}
    paths[LIVE] = {"get": _live()}
    paths[COMMANDS] = {"post": _command(schemas)}
    paths[DELIVERIES] = {"post": _delivery(schemas)}
    for path, says in OF_THE_STORE.items():
        paths[path] = {"get": _of_store(path, says)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Glitterball",
            "version": VERSION,
            "summary": "Seasons of televised dance competitions: what happened, how they stand, and what follows.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"key": KEY}},
        "security": [{}, {"key": []}],
    }


OF_THE_STORE = {
    "/seasons": "The seasons of the store, and those that ship, as `season list` answers it.",
    "/checkpoints": "The checkpoints that the keys named to the server have signed.",
    "/status": "How the store stands.",
    "/problems": "Every kind of refusal: its code, its status, what it means and how to go on.",
    "/openapi.json": "This description.",
}
"""What is asked of the store itself."""

PROBLEM_SCHEMA = {
    "type": "object",
    "description": "Why something is not done (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "facts", "on_record", "recorded"],
    "properties": {
        "type": {"type": "string", "description": "The page that tells of this code."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong here, and how to go on."},
        "code": {"type": "string", "description": "Stable for ever."},
        "facts": {"type": "object", "description": "What the sentence is about, by name."},
        "on_record": {"type": "string", "description": "What is known to be recorded."},
        "recorded": {
            "type": ["integer", "null"],
            "description": "How many events are known to be recorded of this request; null where that is not known.",
        },
    },
}

PROBLEM = {
    "description": "It is refused, or is not there.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def _told(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "summary": operation.says,
        "parameters": [*_in_path(operation), *_in_address(operation)],
        "responses": answers(_document(operation, schemas), operation.is_list),
    }


def _command(schemas: dict[str, Any]) -> dict[str, Any]:
    """A command of the season, by what it says under `do`. Who says it is who has the key, and no part of the body."""
    schema = schema_of(Annotated[c.SeasonCommand, Discriminator("do")], "command", schemas)
    document = _around({"type": "array", "items": schema_of(Said, "recorded", schemas)})
    return {
        "operationId": "say",
        "summary": _says(_command),
        "security": [{"key": []}],
        "parameters": [
            {"name": "season", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "role", "in": "query", "description": "In which of several roles.", "schema": ROLES},
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "A key of your own for this command, which may be said again under it.",
                "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
            },
            {
                "name": "If-Match",
                "in": "header",
                "description": "The ETag of an answer about the season: where that has moved on, nothing is recorded.",
                "schema": {"type": "string"},
            },
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "200": _with(document, "It was on record already, under the same key."),
            "201": _with(document, "It is recorded."),
            "202": _with(document, "It is proposed, and waits for a second person: Location says where."),
            "default": PROBLEM,
        },
    }


def _delivery(schemas: dict[str, Any]) -> dict[str, Any]:
    """A delivery of a gateway: the bytes that it signed, as they are. It may be sent again, in any order."""
    schemas["delivery"] = {
        "type": "object",
        "required": ["gateway", "first", "positions", "duplicate", "signed_at"],
        "properties": {
            "gateway": {"type": "string"},
            "first": {"type": "integer"},
            "positions": {"type": "array", "items": {"type": "integer"}},
            "duplicate": {"type": "boolean"},
            "signed_at": {"type": ["integer", "null"]},
        },
    }
    document = _around({"type": "array", "items": {"$ref": "#/components/schemas/delivery"}})
    octets = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {
        "operationId": "deliver",
        "summary": _says(_delivery),
        "security": [{"key": []}],
        "requestBody": {"required": True, "content": octets},
        "responses": {
            "200": _with(document, "It was on record already; its positions are the first."),
            "201": _with(document, "It is recorded."),
            "default": PROBLEM,
        },
    }


def _live() -> dict[str, Any]:
    """What changes, as it does (server-sent events): `change` says which weeks and views can be asked again, `reset` that whoever
    listens is too far behind for that, `beat` that the server is there. It goes on behind Last-Event-ID."""
    return {
        "operationId": "live",
        "summary": _says(_live),
        "parameters": [
            {"name": "season", "in": "path", "required": True, "schema": {"type": "string"}},
            {
                "name": "after",
                "in": "query",
                "description": "The position that is known.",
                "schema": {"type": "integer", "minimum": 0},
            },
            {"name": "Last-Event-ID", "in": "header", "description": "The same.", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {"description": "The stream.", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
            "default": PROBLEM,
        },
    }


ROLES = {"type": "string", "enum": list(get_args(Role))}


def _says(of: Any) -> str:
    return " ".join((of.__doc__ or "").split())


def _with(document: dict[str, Any], says: str) -> dict[str, Any]:
    return {"description": says, "content": {"application/json": {"schema": document}}}


def answers(document: dict[str, Any], is_list: bool = False) -> dict[str, Any]:
    """What a question may be answered with."""
    headers: dict[str, Any] = {
        "ETag": {
            "description": "Begins with the sequence of the season's stream.",
            "required": True,
            "schema": {"type": "string"},
        }
    }
    if is_list:
        headers["Link"] = {"description": "The next part of the list (rel=next).", "schema": {"type": "string"}}
    return {
        "200": {
            "description": "The answer.",
            "headers": headers,
            "content": {"application/json": {"schema": document}},
        },
        "304": {"description": "Whoever asks has it (If-None-Match)."},
        "default": PROBLEM,
    }


def _of_store(path: str, says: str) -> dict[str, Any]:
    document = (
        {"type": "object"} if path == "/openapi.json" else _around({"type": "array", "items": {"type": "object"}})
    )
    return {"operationId": path.strip("/").replace(".", "-"), "summary": says, "responses": answers(document)}


def _in_path(operation: Operation) -> Iterator[dict[str, Any]]:
    for part in operation.path.split("/"):
        if not part.startswith("{"):
            continue
        name = part.strip("{}")
        schema: dict[str, Any] = {"type": "integer", "minimum": 1} if name in NUMBERS else {"type": "string"}
        if name == "view":
            schema = {"type": "string", "enum": [view.name for view in VIEWS]}
        says = {"season": "The season's name in the store.", "view": _views()}.get(name, f"The {name}.")
        yield {"name": name, "in": "path", "required": True, "description": says, "schema": schema}


def _views() -> str:
    return " ".join(f"`{view.name}`: {ANSWERS[view.name]}" for view in VIEWS)


def _in_address(operation: Operation) -> Iterator[dict[str, Any]]:
    for name in operation.known:
        yield {"name": name, "in": "query", "required": False, **SAID[name]}


def _document(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    if operation.row is None:
        return _around({"type": "array"}) if operation.is_list else {"type": "object"}
    return _around({"type": "array", "items": schema_of(operation.row, operation.name, schemas)})


def _around(data: dict[str, Any]) -> dict[str, Any]:
    """The document around the rows of an answer."""
    return {
        "type": "object",
        "required": ["schema", "mode", "basis", "data", "warnings"],
        "properties": {
            "schema": {"type": "string", "description": "The form of the document and its version."},
            "mode": {"type": "string", "enum": MODES},
            "basis": {"type": "object", "description": "What it rests on: position, root, rulebook."},
            "data": data,
            "warnings": {"type": "array", "items": {"type": "string"}},
        },
    }


def schema_of(kind: Any, called: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """A reference to the schema of a kind of value, which is put among the others with all that it names."""
    made = TypeAdapter(kind).json_schema(
        mode="validation", ref_template="#/components/schemas/{model}", schema_generator=_Schemas
    )
    schemas.update(made.pop("$defs", {}))
    schemas[called] = made
    return {"$ref": f"#/components/schemas/{called}"}
