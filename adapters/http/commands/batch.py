"""Several commands in one request, handled one after the other in their order. It is no transaction.

What was recorded stays recorded when a later command is refused: each has its own place in the ledger, as if it had
been sent alone. Whoever sends the same batch again, with the same keys, gets the first answers; nothing is recorded
twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response

from adapters.http.commands.letters import Letter, letter_of
from adapters.http.commands.order import Order
from adapters.http.commands.orders import execute, parts_of, read_key, read_object
from adapters.http.document.batch import BATCH
from adapters.http.language import speech_of
from adapters.http.parts import AtDesk, Desk
from adapters.http.paths import ROOT
from adapters.http.people.caller import Known
from adapters.http.problems import AS_PROBLEM, Problem, document, invalid, problem_of
from adapters.http.questions.answers import JSON
from adapters.identity.caller import Caller
from adapters.telling.business import ours
from adapters.telling.frames import encoded, frame
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from domain.kernel.command import COMMANDS, Command
from domain.kernel.wrong_fields import FieldProblem

MOST_COMMANDS = 100
MOST_BYTES = 4 * 1024 * 1024
OWN_FIELDS = ("key", "command", "target", "version")
ON_REFUSAL = ("stop", "go-on")
UNKNOWN = Words("there is no command {command}", "příkaz {command} neexistuje")

TOLD = tuple(AS_PROBLEM)
"""What is told in the place of its command; anything else is an error in Kronika and ends the whole."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """The commands as they were sent, and what a refusal means for those behind it."""

    commands: Sequence[object]
    on_refusal: Literal["stop", "go-on"]


async def _letter(request: Request) -> Letter:
    return await letter_of(request, limit=MOST_BYTES)


def batch_routes() -> APIRouter:
    """One address."""
    router = APIRouter(tags=["commands"])

    @router.post(f"{ROOT}/batch", operation_id="batch", summary="Several commands in order", **BATCH)
    def batch(request: Request, desk: AtDesk, caller: Known, sent: Annotated[Letter, Depends(_letter)]) -> Response:
        asked = _read(read_object(sent.body))
        outcomes = list(_outcomes(desk, caller, asked, speech_of(request)))
        counts = {status: sum(one["status"] == status for one in outcomes) for status in STATUSES}
        data = {"outcomes": outcomes, **{name.replace("-", "_"): count for name, count in counts.items()}}
        is_whole = not counts["refused"]
        return Response(encoded(frame("batch", data, ok=is_whole)), media_type=JSON)

    return router


STATUSES = ("recorded", "repeated", "refused", "not-tried")


def _read(said: Json) -> Batch:
    """The batch. Raises Problem; what is wrong with one command is told in its place."""
    problems = [FieldProblem(name, "extra_forbidden", "unknown field") for name in said if name not in BATCH_FIELDS]
    commands, on_refusal = said.get("commands"), said.get("on_refusal", "stop")
    if not isinstance(commands, list):
        problems.append(FieldProblem("commands", "list_type", "must be a list of commands"))
    elif not 1 <= len(commands) <= MOST_COMMANDS:
        code = "too_long" if commands else "too_short"
        problems.append(FieldProblem("commands", code, f"give 1 to {MOST_COMMANDS} commands"))
    if on_refusal not in ON_REFUSAL:
        problems.append(FieldProblem("on_refusal", "literal_error", f"must be one of {', '.join(ON_REFUSAL)}"))
    if problems:
        raise invalid(problems)
    return Batch(commands if isinstance(commands, list) else [], on_refusal)


BATCH_FIELDS = ("commands", "on_refusal")


def _outcomes(desk: Desk, caller: Caller, batch: Batch, say: Speech) -> Iterator[Json]:
    """What became of each, in its place."""
    is_stopped = False
    for one in batch.commands:
        key = one.get("key") if isinstance(one, dict) else None
        if is_stopped:
            yield {"key": key, "status": "not-tried"}
            continue
        outcome = _outcome(desk, caller, one, say)
        is_stopped = outcome["status"] == "refused" and batch.on_refusal == "stop"
        yield {"key": key, **outcome}


def _outcome(desk: Desk, caller: Caller, one: object, say: Speech) -> Json:
    try:
        told = execute(desk, caller, _order(one))
    except TOLD as error:
        problem = problem_of(error)
        return {"status": "refused", "http_status": problem.status.value, "problem": document(problem, say)}
    status = "repeated" if told.status is HTTPStatus.OK else "recorded"
    return {"status": status, "http_status": told.status.value, "location": told.headers.get("Location"), **told.answer}


def _order(said: object) -> Order:
    """One command of a batch. Raises Problem."""
    if not isinstance(said, dict):
        raise invalid([FieldProblem("", "dict_type", "must be an object in braces")])
    data, stamp, around = parts_of(said, beside=OWN_FIELDS)
    texts = {name: said[name] for name in ("key", "command", "target") if said.get(name) is not None}
    wrong = [FieldProblem(name, "string_type", "must be a text") for name, one in texts.items() if type(one) is not str]
    if any(one.path != "target" for one in wrong):
        raise invalid([*wrong, *around])
    command = _command(texts.get("command", ""))
    if not command.opens and "target" not in texts:
        wrong.append(FieldProblem("target", "missing", "say which file the command is about"))
    version = said.get("version")
    if version is not None and (type(version) is not int or not 0 <= version < 10**9):
        wrong.append(FieldProblem("version", "int_type", "must be a whole number"))
    return Order(
        command,
        read_key(texts.get("key")),
        data,
        stamp,
        texts.get("target") if not wrong else None,
        None if version is None or wrong else [version],
        (*wrong, *around),
    )


def _command(topic: str) -> type[Command]:
    known = ours(COMMANDS)
    if topic not in known:
        problem = Problem(HTTPStatus.NOT_FOUND, "no-command", UNKNOWN, command=topic[:100])
        raise problem.with_members(nearest=get_close_matches(topic[:100], known, n=3))
    return known[topic]
