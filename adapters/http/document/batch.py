"""What the OpenAPI document says of a batch."""

from typing import Any

from adapters.http.document.problem_examples import answers
from domain.kernel.ids import derived_id

FIRST = "7b1f7c1e-0000-4000-8000-000000000001"
SECOND = "7b1f7c1e-0000-4000-8000-000000000002"

EXAMPLE = {
    "on_refusal": "stop",
    "commands": [
        {
            "key": FIRST,
            "command": "contract.record-conclusion",
            "data": {"number": "OLP/9001/2018", "regime": "tender"},
            "effective_on": "2018-01-02",
        },
        {
            "key": SECOND,
            "command": "contract.record-publication",
            "target": f"key:{FIRST}",
            "data": {"register_id": "1"},
            "effective_on": "2018-01-20",
        },
    ],
}

_COMMAND = {
    "type": "object",
    "description": "A command; beside these members may stand what is said of the stamp, as with a single one.",
    "properties": {
        "key": {
            "type": "string",
            "format": "uuid",
            "description": "The command id; what Idempotency-Key is elsewhere.",
        },
        "command": {"type": "string", "description": "The topic: contract.order-payment."},
        "target": {
            "type": "string",
            "minLength": 1,
            "description": "The file by its number or UUID, or key: with the key of the command that opened it. "
            "Left out where the command opens one.",
        },
        "version": {
            "type": "integer",
            "minimum": 0,
            "maximum": 999999999,
            "description": "What If-Match is elsewhere.",
        },
        "data": {"type": "object"},
    },
    "required": ["key", "command"],
}
_BODY = {
    "type": "object",
    "properties": {
        "commands": {"type": "array", "minItems": 1, "maxItems": 100, "items": _COMMAND},
        "on_refusal": {
            "enum": ["stop", "go-on"],
            "default": "stop",
            "description": "Whether those behind it are tried.",
        },
    },
    "required": ["commands"],
    "additionalProperties": False,
}
_OUTCOME = {
    "type": "object",
    "properties": {
        "key": {"description": "As it was sent."},
        "status": {"enum": ["recorded", "repeated", "refused", "not-tried"]},
        "http_status": {"type": "integer", "description": "What a single command would have been answered with."},
        "problem": {"$ref": "#/components/schemas/ProblemDetails"},
    },
    "required": ["key", "status"],
}
_COUNTS = {name: {"type": "integer"} for name in ("recorded", "repeated", "refused", "not_tried")}
_ANSWER = {
    "type": "object",
    "properties": {
        "ok": {"type": "boolean", "description": "Whether none was refused."},
        "data": {
            "type": "object",
            "properties": {"outcomes": {"type": "array", "items": _OUTCOME}, **_COUNTS},
        },
    },
}
_EXAMPLE_ANSWER = {
    "schema": "kronika.batch/1",
    "ok": True,
    "data": {
        "outcomes": [
            {
                "key": FIRST,
                "status": "recorded",
                "http_status": 201,
                "aggregate": {"kind": "contract", "id": str(derived_id("http", FIRST, "target")), "version": 1},
                "position": 1,
            }
        ],
        "recorded": 1,
        "repeated": 0,
        "refused": 0,
        "not_tried": 0,
    },
    "warnings": [],
}

BATCH: dict[str, Any] = {
    "description": "At most 100 commands, handled one after the other. It is no transaction: what was recorded stays "
    "recorded when a later one is refused. Sent again with the same keys it records nothing twice.",
    "responses": {
        200: {
            "description": "What became of each, in its place.",
            "content": {"application/json": {"schema": _ANSWER, "example": _EXAMPLE_ANSWER}},
        },
        **answers(400, 401, 413, 415),
    },
    "openapi_extra": {
        "requestBody": {"required": True, "content": {"application/json": {"schema": _BODY, "example": EXAMPLE}}}
    },
}
"""What the route is told."""
