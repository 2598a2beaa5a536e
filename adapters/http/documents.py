"""What the OpenAPI document says of commands and problems, made from the commands themselves."""

import inspect
from collections.abc import Mapping
from typing import Any

from adapters.http.paths import ROOT, place_of
from adapters.http.problems import MEDIA_TYPE, ProblemDetails
from adapters.telling.business import ours
from application.schemas import command_schema
from domain.kernel.command import COMMANDS, Command

Json = dict[str, Any]

_REASONS = {
    400: "The request cannot be read; `fields` says what is wrong where.",
    401: "No token, or one that opens nothing.",
    403: "The role may not do this.",
    404: "There is no such file.",
    409: "Others wrote at the same time, or the key was used for another command.",
    412: "The file has moved on from the version in If-Match.",
    413: "The body is too large.",
    503: "A view cannot be read now.",
    422: "The law does not allow it; `violations` carries rule, sentence, citation and facts.",
}
UNSUCCESSFUL: Mapping[int | str, Json] = {
    status: {"description": _REASONS[status], "model": ProblemDetails, "content": {MEDIA_TYPE: {}}}
    for status in (400, 401, 404, 503)
}
"""Every answer of a question that is no success."""

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
    },
    {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": 'The version that was seen, such as "7"; where the file has moved on, nothing is recorded.',
        "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    },
]
_IDENTIFIER: Json = {
    "name": "identifier",
    "in": "path",
    "required": True,
    "description": "The number with hyphens in place of slashes, or the UUID.",
    "schema": {"type": "string", "minLength": 1},
}
_ANSWERS: Json = {
    "200": {"description": "It was recorded before; this is the first answer."},
    "201": {"description": "Recorded."},
    **{
        str(status): {
            "description": reason,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
        for status, reason in _REASONS.items()
        if status != 503
    },
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
            paths[f"{ROOT}/{place.folder}/{place.verb}"] = {
                "post": {**item, "operationId": f"{topic}.new", "parameters": _PARAMETERS}
            }
    return paths


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
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": _ANSWERS,
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
