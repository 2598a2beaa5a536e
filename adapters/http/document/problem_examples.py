"""What the OpenAPI document says of answers that are no success: each with an example, made as the real one is made."""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from uuid import UUID

from adapters.http.commands.letters import NOT_JSON_TYPE, TOO_LARGE
from adapters.http.commands.orders import NO_KEY, read_versions
from adapters.http.problems import MEDIA_TYPE, Problem, document, invalid, problem_of
from adapters.http.questions.waiting import BEHIND, not_yet
from adapters.identity.caller import NotKnown
from adapters.telling.refusals import violation_example
from adapters.telling.speech import Speech
from application.errors import CommandReused, Conflict, NotAllowed, NotFound, Outdated
from application.importing.line import MAX_LINE_BYTES
from domain.kernel.command import Command
from domain.kernel.rule import Refused
from domain.kernel.wrong_fields import FieldProblem

Json = dict[str, Any]

REASONS: Mapping[int, str] = {
    400: "The request cannot be read; `fields` says what is wrong where.",
    401: "No token, or one that opens nothing.",
    403: "The role may not do this.",
    404: "There is no such file.",
    409: "Others wrote at the same time, or the key was used for another command.",
    412: "The file has moved on from the version in If-Match.",
    413: "The body is too large.",
    415: "The body is no JSON by its Content-Type.",
    422: "The law does not allow it; `violations` carries rule, sentence, citation and facts.",
    503: "A view cannot be read now, or has not come so far; Retry-After says when to try again.",
}
SCHEMA = {"$ref": "#/components/schemas/ProblemDetails"}


def answers(*statuses: int) -> dict[int | str, Json]:
    """These answers with an example of each kind."""
    return {status: _answer(status) for status in statuses}


@cache
def _answer(status: int) -> Json:
    examples = {name: {"value": _example(make())} for name, make in _EXAMPLES[status].items()}
    return {"description": REASONS[status], "content": {MEDIA_TYPE: {"schema": SCHEMA, "examples": examples}}}


def refusal_of(command: type[Command], rules: tuple[str, ...]) -> Json:
    """The refusal of a command by a rule that can refuse it."""
    example = _example(Refused((violation_example(command),)))
    content = {MEDIA_TYPE: {"schema": SCHEMA, "example": example}}
    return {"description": REASONS[422], "content": content, "x-rules": list(rules)}


def _example(error: Exception) -> Json:
    return {name: _plain(value) for name, value in document(problem_of(error), Speech("en")).items()}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def _raised(act: Callable[[], object]) -> Exception:
    """What this raises."""
    try:
        act()
    except Problem as problem:
        return problem
    raise AssertionError("an example of a problem raises it")


_EXAMPLES: Mapping[int, Mapping[str, Callable[[], Exception]]] = {
    400: {
        "invalid": lambda: invalid([FieldProblem("data.nmber", "extra_forbidden", "unknown field", nearest="number")]),
        "no-idempotency-key": lambda: Problem(HTTPStatus.BAD_REQUEST, "no-idempotency-key", NO_KEY),
        "wrong-version": lambda: _raised(lambda: read_versions("seven")),
    },
    401: {"not-known": NotKnown},
    403: {"not-allowed": lambda: NotAllowed("auditor", "contract.order-payment", roles=("clerk",))},
    404: {"not-found": lambda: NotFound("contract", "OLP-9999-2018")},
    409: {
        "conflict": lambda: Conflict("others kept writing"),
        "reused": lambda: CommandReused(UUID("7b1f7c1e-0000-4000-8000-000000000001"), 1),
    },
    412: {"outdated": lambda: Outdated(1, 7)},
    413: {
        "too-large": lambda: Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LARGE, limit=MAX_LINE_BYTES)
    },
    415: {"not-json-type": lambda: Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json-type", NOT_JSON_TYPE)},
    503: {"behind": lambda: not_yet(BEHIND, reached=41, wanted=42)},
}
