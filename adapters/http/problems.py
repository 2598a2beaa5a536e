"""What went wrong, as RFC 9457 problem details: a stable code, a sentence in the caller's language, the facts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import psycopg
from eventsourcing import persistence
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from adapters.clock import day_of
from adapters.http.language import speech_of
from adapters.http.paths import ROOT, collection
from adapters.identity.accounts import WeakPassword, WrongLogin
from adapters.identity.caller import NotKnown, TooNarrow
from adapters.telling.field_problems import field_json
from adapters.telling.frames import encoded
from adapters.telling.kinds import ENTRY, KIND_NAMES
from adapters.telling.passwords import WEAK_PASSWORDS
from adapters.telling.problems import violation_json
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from application.errors import CommandReused, Conflict, NotAllowed, NotFound, Outdated
from application.replay import NotYetRecorded
from domain.kernel.rule import Refused, Violation
from domain.kernel.wrong_fields import FieldProblem
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
    """An answer that is no success. `more` are further members; `fields` are wrong, `violations` broken rules."""

    def __init__(self, status: HTTPStatus, code: str, words: Words, /, **facts: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.words, self.facts = status, code, words, facts
        self.more: Mapping[str, Any] = {}
        self.fields: Sequence[FieldProblem] = ()
        self.violations: Sequence[Violation] = ()
        self.headers: Mapping[str, str] = {}

    def with_members(self, **more: Any) -> "Problem":
        self.more = more
        return self


def invalid(fields: list[FieldProblem]) -> Problem:
    """The request cannot be read: which field, and why."""
    problem = Problem(HTTPStatus.BAD_REQUEST, "invalid", INVALID, fields=", ".join(one.path for one in fields))
    problem.fields = fields
    return problem


INVALID = Words("the request is wrong in: {fields}", "požadavek je chybný v: {fields}")
NOT_FOUND = Words("no {kind} is known as {identifier}", "{kind}: pod {identifier} není nic známo")

NOT_YET = Words(
    "nothing of it was recorded then; the ledger first knows of it on {day} (entry no. {position})",
    "tehdy o tom nebylo nic zapsáno; kniha o tom poprvé ví {day} (záznam č. {position})",
)

NOT_ALLOWED = {
    "role": Words("the role {role} may not do this", "role {role} to nesmí"),
    "person-unknown": Words(
        "roles were given in this office; nobody who is registered and has not left stands behind this token or login",
        "v tomto úřadu jsou role přiděleny; za tokenem či přihlášením nestojí nikdo, kdo je zapsán a neodešel",
    ),
    "role-not-held": Words("the person does not hold the role {role} today", "osoba dnes roli {role} nemá"),
    "outside-scope": Words(
        "the person holds the role {role} for some files only", "osoba má roli {role} jen pro některé spisy"
    ),
    "own-day": Words(
        "a service provider files today what is filed: without another day, and without setting a rule aside",
        "poskytovatel služby podává dnešním dnem: bez jiného data a bez výjimky z pravidla",
    ),
}
"""Why somebody may not, by what NotAllowed says."""
NOT_KNOWN = Words(
    "log in, or show a valid token: Authorization: Bearer …",
    "přihlaste se, nebo předložte platný token: Authorization: Bearer …",
)
WRONG_LOGIN = Words("login and password do not go together", "přihlašovací jméno a heslo k sobě nepatří")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="kronika"'}
TOO_NARROW = Words(
    "the token {token} was made for less than its role may do; {asked} is not among it",
    "token {token} byl vydán na méně, než smí jeho role; {asked} mezi tím není",
)
CONFLICT = Words("others wrote at the same time; nothing was recorded", "jiní psali zároveň; nic se nezapsalo")
REUSED = Words("this Idempotency-Key was used for another command", "tento Idempotency-Key byl použit pro jiný příkaz")
OUTDATED = Words(
    "the file has moved on to version {actual}; read it again", "spis je už ve verzi {actual}; načtěte ho znovu"
)
UNAVAILABLE = Words(
    "the view {view} cannot be read now ({state}); the administrator builds it anew: kronika projections rebuild",
    "přehled {view} nyní nelze číst ({state}); správce jej znovu postaví: kronika projections rebuild",
)
RETRY_SECONDS = 30
"""A view that somebody has to build anew is not there in a moment."""
STORE_AWAY = Words("the database does not answer; try again", "databáze neodpovídá; zkuste to znovu")
FAILED = Words(
    "this is an error in Kronika; tell the administrator its number: {number}",
    "toto je chyba v Kronice; správci sdělte její číslo: {number}",
)
OF_FRAMEWORK = {
    HTTPStatus.NOT_FOUND: Words(
        "there is nothing at this address; /api/v1/ lists what there is",
        "na této adrese nic není; co tu je, vypíše /api/v1/",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Words("this cannot be done at this address", "toto se na této adrese dělat nedá"),
}

HYPHENS = Words(
    "a file is named by its number with hyphens: /api/v1/contracts/OLP-1-2026; /api/v1/search?text=… finds files",
    "spis se uvádí číslem s pomlčkami: /api/v1/contracts/OLP-1-2026; spisy najde /api/v1/search?text=…",
)


def _refused(error: Refused) -> Problem:
    sentences = Words(
        " ".join(one.sentence for one in error.violations), " ".join(one.sentence_cs for one in error.violations)
    )
    problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, sentences)
    problem.violations = error.violations
    return problem


def _not_found(error: NotFound) -> Problem:
    """With the kind of file in words."""
    known = ENTRY if error.kind == "entry" else KIND_NAMES.get(error.kind)
    kind, identifier = known or Words(error.kind, error.kind), str(error.identifier)
    filled = (text.format(kind=name, identifier=identifier) for text, name in zip(NOT_FOUND, kind, strict=True))
    return Problem(HTTPStatus.NOT_FOUND, "not-found", Words(*filled))


def _not_yet(error: NotYetRecorded) -> Problem:
    """There is such a file, and whoever asks may read it; it was recorded later than at the moment asked about."""
    first = error.first
    assert first.recorded_at is not None
    problem = Problem(
        HTTPStatus.NOT_FOUND, "not-yet-recorded", NOT_YET, day=day_of(first.recorded_at), position=first.position
    )
    return problem.with_members(first_entry={"position": first.position, "recorded_at": first.recorded_at})


def _not_known(_: NotKnown) -> Problem:
    problem = Problem(HTTPStatus.UNAUTHORIZED, "not-known", NOT_KNOWN)
    problem.headers = CHALLENGE
    return problem


def _wrong_login() -> Problem:
    problem = Problem(HTTPStatus.UNAUTHORIZED, "wrong-login", WRONG_LOGIN)
    problem.headers = CHALLENGE
    return problem


def _not_allowed(error: NotAllowed) -> Problem:
    problem = Problem(HTTPStatus.FORBIDDEN, "not-allowed", NOT_ALLOWED[error.why], role=error.role)
    return problem.with_members(asked=error.topic, why=error.why, roles=list(error.roles))


def _away() -> Problem:
    """The database has gone away, or takes nobody more; whoever asks again soon finds it back."""
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "store-away", STORE_AWAY)
    problem.headers = {"Retry-After": "1"}
    return problem


def _unavailable(error: ViewUnavailable) -> Problem:
    said = {"view": error.view, "state": error.state.value}
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", UNAVAILABLE, **said)
    problem.headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem.with_members(**said)


def _as_in_the_store(error: persistence.OperationalError) -> Problem:
    """What the library makes of a server that went away. Raises the error itself where it is anything else."""
    if not isinstance(error.__cause__, psycopg.OperationalError):
        raise error
    return _away()


AS_PROBLEM: Mapping[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    Refused: _refused,
    NotKnown: _not_known,
    NotAllowed: _not_allowed,
    WrongLogin: lambda _: _wrong_login(),
    WeakPassword: lambda e: Problem(HTTPStatus.UNPROCESSABLE_ENTITY, e.code, WEAK_PASSWORDS[e.weakness]),
    TooNarrow: lambda e: Problem(HTTPStatus.FORBIDDEN, "too-narrow", TOO_NARROW, token=e.token, asked=e.asked),
    NotYetRecorded: _not_yet,
    NotFound: _not_found,
    CommandReused: lambda e: Problem(HTTPStatus.CONFLICT, "reused", REUSED).with_members(position=e.first_position),
    Outdated: lambda e: Problem(HTTPStatus.PRECONDITION_FAILED, "outdated", OUTDATED, actual=e.actual),
    Conflict: lambda _: Problem(HTTPStatus.CONFLICT, "conflict", CONFLICT),
    ViewUnavailable: _unavailable,
    psycopg.OperationalError: lambda _: _away(),
    persistence.OperationalError: _as_in_the_store,
    RequestValidationError: lambda e: invalid(_parameters(e.errors())),
}
"""The answers that are told as problems; anything else is an error in Kronika."""


def _parameters(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """Each wrong parameter once, however many parts of the route read it."""
    found = {(".".join(map(str, error["loc"])), error["type"]): error for error in errors}
    return [FieldProblem(path, kind, one["msg"], one.get("ctx") or {}) for (path, kind), one in found.items()]


def handle_problems(app: FastAPI) -> None:
    """Let every error end as a problem."""
    for kind in AS_PROBLEM:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(HTTPException, _of_framework)


def _answer(request: Request, error: Exception) -> Response:
    return response(problem_of(error), speech_of(request))


def problem_of(error: Exception) -> Problem:
    """The problem that an error is told as. Raises the error itself where it is none."""
    as_problem = next((AS_PROBLEM[kind] for kind in type(error).__mro__ if kind in AS_PROBLEM), None)
    if as_problem is None:
        raise error
    return as_problem(error)


def response(problem: Problem, say: Speech) -> Response:
    """The problem on the wire."""
    return Response(encoded(document(problem, say)), problem.status.value, dict(problem.headers), MEDIA_TYPE)


def document(problem: Problem, say: Speech) -> Mapping[str, Any]:
    """What RFC 9457 asks for, and the further members."""
    return {
        "type": f"urn:kronika:problem:{problem.code}",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": say(problem.words, **problem.facts),
        "code": problem.code,
        **({"fields": [field_json(say, one) for one in problem.fields]} if problem.fields else {}),
        **({"violations": [violation_json(say, one) for one in problem.violations]} if problem.violations else {}),
        **problem.more,
    }


def _of_framework(request: Request, error: Exception) -> Response:
    """No such route, no such method."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "-")
    words = OF_FRAMEWORK.get(status, Words(str(error.detail), str(error.detail)))
    if status is HTTPStatus.NOT_FOUND and _names_a_folder(request.url.path):
        words = HYPHENS
    problem = Problem(status, code, words)
    problem.headers = error.headers or {}
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        problem.headers = {"Allow": ", ".join(_methods_at(request))}
    return response(problem, speech_of(request))


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _methods_at(request: Request) -> Iterator[str]:
    """Everything that can be done at this address; the router itself tells only of the first route that fits."""
    told = [route for route in request.app.routes if _is_told(route)]
    for method in METHODS:
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in told):
            yield from ("GET", "HEAD") if method == "GET" else (method,)


def _is_told(route: BaseRoute) -> bool:
    """Not where only what there is not is answered."""
    inner = getattr(route, "original_router", route)
    return bool(getattr(route, "tells_methods", getattr(inner, "include_in_schema", True)))


def _names_a_folder(path: str) -> bool:
    """Whether it begins as the address of a file does, and is none: slashes of a number part the path."""
    folders = {f"{ROOT}/{collection(kind)}" for kind in KIND_NAMES}
    return any(path.startswith(f"{folder}/") or path == folder for folder in folders)


def failed(number: str) -> Problem:
    """Something unforeseen, under the number by which it is found in the log."""
    problem = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "failed", FAILED, number=number)
    return problem.with_members(number=number)
