"""What went wrong, as RFC 9457 problem details: a stable code, a sentence in the caller's language, the facts."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from adapters.http.language import speech_of
from adapters.identity.caller import NotKnown
from adapters.logging import logger
from adapters.telling.frames import encoded
from adapters.telling.problems import field_json, violation_json
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from application.errors import CommandReused, Conflict, NotAllowed, NotFound, Outdated
from application.import_line import FieldProblem
from domain.kernel.rule import Refused
from projections.report import ViewUnavailable

MEDIA_TYPE = "application/problem+json"


class ProblemDetails(BaseModel):
    """RFC 9457: `type` names the kind of problem for ever, `detail` says it in the caller's language."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str


class Problem(Exception):
    """An answer that is no success. `more` are further members of the problem: facts, fields, violations."""

    def __init__(self, status: HTTPStatus, code: str, words: Words, /, **facts: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.words, self.facts = status, code, words, facts
        self.more: Mapping[str, Any] = {}
        self.headers: Mapping[str, str] = {}

    def with_members(self, **more: Any) -> "Problem":
        self.more = more
        return self


def invalid(fields: list[FieldProblem]) -> Problem:
    """The request cannot be read: which field, and why."""
    problem = Problem(HTTPStatus.BAD_REQUEST, "invalid", INVALID, fields=", ".join(one.path for one in fields))
    return problem.with_members(fields=[field_json(one) for one in fields])


INVALID = Words("the request is wrong in: {fields}", "požadavek je chybný v: {fields}")
NOT_FOUND = Words("no {kind} is known as {identifier}", "{kind}: pod {identifier} není nic známo")
NOT_ALLOWED = Words("the role {role} may not do this", "role {role} to nesmí")
NOT_KNOWN = Words("show a valid token: Authorization: Bearer …", "předložte platný token: Authorization: Bearer …")
CONFLICT = Words("others wrote at the same time; nothing was recorded", "jiní psali zároveň; nic se nezapsalo")
REUSED = Words("this Idempotency-Key was used for another command", "tento Idempotency-Key byl použit pro jiný příkaz")
OUTDATED = Words(
    "the file has moved on to version {actual}; read it again", "spis je už ve verzi {actual}; načtěte ho znovu"
)
UNAVAILABLE = Words("the view {view} cannot be read now", "přehled {view} nyní nelze číst")
FAILED = Words("this is an error in Kronika", "toto je chyba v Kronice")


def _refused(error: Refused) -> Problem:
    sentences = Words(
        " ".join(one.sentence for one in error.violations), " ".join(one.sentence_cs for one in error.violations)
    )
    problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, sentences)
    return problem.with_members(violations=[violation_json(one) for one in error.violations])


def _not_known(_: NotKnown) -> Problem:
    problem = Problem(HTTPStatus.UNAUTHORIZED, "not-known", NOT_KNOWN)
    problem.headers = {"WWW-Authenticate": 'Bearer realm="kronika"'}
    return problem


def _not_allowed(error: NotAllowed) -> Problem:
    problem = Problem(HTTPStatus.FORBIDDEN, "not-allowed", NOT_ALLOWED, role=error.role)
    return problem.with_members(roles=list(error.roles))


AS_PROBLEM: Mapping[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    Refused: _refused,
    NotKnown: _not_known,
    NotAllowed: _not_allowed,
    NotFound: lambda e: Problem(HTTPStatus.NOT_FOUND, "not-found", NOT_FOUND, kind=e.kind, identifier=e.identifier),
    CommandReused: lambda e: Problem(HTTPStatus.CONFLICT, "reused", REUSED).with_members(position=e.first_position),
    Outdated: lambda e: Problem(HTTPStatus.PRECONDITION_FAILED, "outdated", OUTDATED, actual=e.actual),
    Conflict: lambda _: Problem(HTTPStatus.CONFLICT, "conflict", CONFLICT),
    ViewUnavailable: lambda e: Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", UNAVAILABLE, view=e.view),
    RequestValidationError: lambda e: invalid([_parameter(one) for one in e.errors()]),
}
"""The answers that are told as problems; anything else is an error in Kronika."""


def _parameter(error: Mapping[str, Any]) -> FieldProblem:
    path = ".".join(str(part) for part in error["loc"])
    return FieldProblem(path, error["type"], error["msg"])


def handle_problems(app: FastAPI) -> None:
    """Let every error end as a problem."""
    for kind in AS_PROBLEM:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(Exception, _unexpected)


def _answer(request: Request, error: Exception) -> Response:
    as_problem = next(AS_PROBLEM[kind] for kind in type(error).__mro__ if kind in AS_PROBLEM)
    return response(as_problem(error), speech_of(request))


def response(problem: Problem, say: Speech) -> Response:
    """The problem on the wire."""
    document = {
        "type": f"urn:kronika:problem:{problem.code}",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": say(problem.words, **problem.facts),
        "code": problem.code,
        **problem.more,
    }
    return Response(encoded(document), problem.status.value, dict(problem.headers), MEDIA_TYPE)


def _of_framework(request: Request, error: Exception) -> Response:
    """No such route, no such method."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "-")
    problem = Problem(status, code, Words(str(error.detail), str(error.detail)))
    problem.headers = error.headers or {}
    return response(problem, speech_of(request))


def _unexpected(request: Request, error: Exception) -> Response:
    """Nothing of the error leaves the house but its name in the log."""
    logger().error("http.failed", path=request.url.path, error=type(error).__name__)
    return response(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "failed", FAILED), speech_of(request))
