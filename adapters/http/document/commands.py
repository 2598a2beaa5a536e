"""What the OpenAPI document says of commands and problems, made from the commands themselves."""

import inspect
from collections.abc import Mapping
from typing import Any

from adapters.http.document.problem_examples import SCHEMA, answers, refusal_of
from adapters.http.paths import ROOT, Place, place_of
from adapters.http.problems import MEDIA_TYPE, ProblemDetails
from adapters.http.questions.answers import FORMAT_OF
from adapters.telling.business import ours
from adapters.telling.examples import stamped
from adapters.telling.refusals import refusing_rules
from application.schemas import command_schema
from domain.kernel.command import COMMANDS, Command

Json = dict[str, Any]

UNSUCCESSFUL: Mapping[int | str, Json] = answers(400, 401, 403, 404, 503)
"""Every answer of a question that is no success."""

ANSWERED: dict[int | str, Json] = {
    200: {"content": {media: {} for media in FORMAT_OF}},
    304: {"description": "The caller has this answer already."},
    **UNSUCCESSFUL,
}
"""Every answer of a list, which comes in several formats."""

_STAMP: Json = {
    "effective_on": {"type": "string", "format": "date", "description": "The law's date; default: today in Prague."},
    "effective_as_written": {"type": "string", "description": "The words of the source where it is no day."},
    "reason": {"type": "string", "description": "Why. Kept as erasable text."},
    "received_on": {"type": "string", "format": "date", "description": "When a paper came to the filing room."},
    "documents": {"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
    "citations": {"type": "array", "items": {"type": "object"}},
    "waivers": {"type": "array", "items": {"type": "object"}, "description": "Rules set aside, each with a reason."},
    "methodology": {"type": "string"},
    "correlation_id": {"type": "string", "format": "uuid"},
    "causation_id": {"type": "string", "format": "uuid"},
    "inferred": {"type": "array", "items": {"type": "object"}},
}


_PARAMETERS: list[Json] = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "The command id: the same again gives the first answer and records nothing.",
        "schema": {"type": "string", "format": "uuid"},
        "example": "7b1f7c1e-0000-4000-8000-000000000001",
    },
    {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": 'The version that was seen, such as "7"; where the file has moved on, nothing is recorded.',
        "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
        "example": '"7"',
    },
]
_IDENTIFIER: Json = {
    "name": "identifier",
    "in": "path",
    "required": True,
    "description": "The number with hyphens in place of slashes, or the UUID.",
    "schema": {"type": "string", "minLength": 1},
}
_RECORDED = {"application/json": {"schema": {"$ref": "#/components/schemas/Recorded"}}}
_HEADERS = {
    "ETag": {"description": "The version of the file.", "schema": {"type": "string"}},
    "Location": {"description": "Where the file can be read.", "schema": {"type": "string"}},
}
_SHARED = {
    "400": "NotReadable",
    "401": "NotKnown",
    "403": "NotAllowed",
    "404": "NotThere",
    "409": "InConflict",
    "412": "MovedOn",
    "413": "TooLarge",
    "415": "NotJson",
}
"""Answers that every command has alike, by the name under which the document holds them once."""
_ANSWERS: Json = {
    "200": {"description": "It was recorded before; this is the first answer.", "content": _RECORDED},
    "201": {"description": "Recorded.", "headers": _HEADERS, "content": _RECORDED},
    **{status: {"$ref": f"#/components/responses/{name}"} for status, name in _SHARED.items()},
}


def components() -> Json:
    """What the document holds once and names in many places."""
    return {
        "schemas": {"ProblemDetails": ProblemDetails.model_json_schema(), "Recorded": RECORDED},
        "responses": {name: answers(int(status))[int(status)] for status, name in _SHARED.items()},
    }


ALIKE = (400, 401, 403, 404)
"""What means the same wherever it is answered."""


def with_examples(paths: Json) -> None:
    """Every problem as the one media type that it has, with its examples where the route itself shows none."""
    for operation in (one for operations in paths.values() for one in operations.values()):
        for status, answer in operation["responses"].items():
            content = answer.get("content", {})
            if MEDIA_TYPE in content and not content[MEDIA_TYPE].keys() & {"example", "examples"}:
                known = answers(int(status))[int(status)] if int(status) in ALIKE else {}
                answer["content"] = known.get("content", {MEDIA_TYPE: {"schema": SCHEMA}})


RECORDED: Json = {
    "type": "object",
    "description": "What a command recorded: the file, the last position, every new entry, what was found to be odd.",
    "properties": {
        "aggregate": {
            "type": "object",
            "properties": {
                "kind": {"type": "string"},
                "id": {"type": "string", "format": "uuid"},
                "version": {"type": "integer", "description": "For If-Match."},
            },
        },
        "position": {"type": "integer", "description": "For min_position: a question that has seen it knows of this."},
        "entries": {"type": "array", "items": {"type": "object"}},
        "anomalies": {"type": "array", "items": {"type": "object"}},
        "is_repeat": {"type": "boolean", "description": "The key was known: this is the first answer."},
    },
    "required": ["aggregate", "position", "entries", "anomalies", "is_repeat"],
}


def command_paths() -> Json:
    """The path items of every command: about a file that is there, and where it opens one without naming it."""
    paths: Json = {}
    for topic, command in ours(COMMANDS).items():
        place = place_of(command)
        item = _operation(command)
        parameters = [_IDENTIFIER, *_PARAMETERS]
        paths[f"{ROOT}/{place.folder}/{{identifier}}/{place.verb}"] = {
            "post": {**item, "operationId": topic, "parameters": parameters}
        }
        if command.opens:
            opened = {**item["responses"]["201"], "links": _next_steps(command, place)}
            responses = {**item["responses"], "201": opened}
            paths[f"{ROOT}/{place.folder}/{place.verb}"] = {
                "post": {**item, "operationId": f"{topic}.new", "parameters": _PARAMETERS, "responses": responses}
            }
    return paths


def _next_steps(command: type[Command], place: Place) -> Json:
    """Where a program may go on with the file that a command opened: to read it, and to every further command."""
    file = {"identifier": "$response.body#/aggregate/id"}
    further = (topic for topic, one in ours(COMMANDS).items() if one.aggregate == command.aggregate and not one.opens)
    return {
        "show": {"operationId": "show", "parameters": {"folder": place.folder, **file}},
        **{topic: {"operationId": topic, "parameters": file} for topic in further},
    }


def _operation(command: type[Command]) -> Json:
    """What the command asks for: its data, and what may be said of the stamp."""
    data = command_schema(command)
    data.pop("$id", None)
    definitions = data.pop("$defs", {})
    data["properties"].pop("target", None)
    data["required"] = [name for name in data.get("required", ()) if name != "target"]
    data["additionalProperties"] = False
    schema = {
        "type": "object",
        "properties": {"data": _inlined(data, definitions), **_STAMP},
        "required": ["data"] if data["required"] else [],
        "additionalProperties": False,
    }
    return {
        "tags": [command.aggregate],
        "summary": command.topic,
        "description": inspect.getdoc(command) or "",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": stamped(command)}},
        },
        "responses": {**_ANSWERS, "422": refusal_of(command, tuple(rule.code for rule in refusing_rules(command)))},
    }


def _inlined(schema: Any, definitions: Json) -> Any:  # noqa: ANN401  a schema is any JSON
    """The schema with every definition in its place; none of ours refers to itself."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        named = definitions[schema["$ref"].rpartition("/")[2]]
        return _inlined({**named, **{k: v for k, v in schema.items() if k != "$ref"}}, definitions)
    return {name: _inlined(one, definitions) for name, one in schema.items()}
