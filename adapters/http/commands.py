"""One address for each command, looked up in the table of commands: a new command needs no route of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import ValidationError

from adapters.clock import day_of
from adapters.http.caller import Known
from adapters.http.parts import AtDesk, Desk
from adapters.http.paths import ROOT, Place, collection, identifier_in, place_of
from adapters.http.problems import Problem, invalid
from adapters.identity.caller import Caller
from adapters.telling.business import ours
from adapters.telling.entries import entry_json
from adapters.telling.frames import encoded
from adapters.telling.words import Words
from application.engine import Outcome
from application.import_line import MAX_LINE_BYTES, OWN_FIELDS, FieldProblem, LineProblem, field_problems, read_json
from domain.kernel.command import COMMANDS, Command
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Source, Stamp

NOT_JSON = Words("the body is no JSON object: {reason}", "tělo není objekt JSON: {reason}")
TOO_LARGE = Words("a command has at most {limit} bytes", "příkaz má nejvýše {limit} bajtů")
NO_COMMAND = Words("there is no command {folder}/…/{verb}", "příkaz {folder}/…/{verb} neexistuje")
NAMELESS = Words(
    "{verb} is about a file that is there: {folder}/NUMBER/{verb}",
    "{verb} se týká spisu, který už je: {folder}/ČÍSLO/{verb}",
)
NO_KEY = Words(
    "send an Idempotency-Key: a UUID of your own for this command, the same when you try again",
    "pošlete Idempotency-Key: vlastní UUID pro tento příkaz, při opakování totéž",
)
WRONG_VERSION = Words('If-Match: expected a version such as "7"', 'If-Match: očekává se verze, například "7"')
STAMP_FIELDS = OWN_FIELDS - {"actor", "recorded_as"}
"""What a caller may say of the stamp. Who acts is known from the token, and when from the ledger's own clock."""


Key = Annotated[str | None, Header(alias="Idempotency-Key", description="The command id, a UUID.")]
Match = Annotated[str | None, Header(alias="If-Match", description='The version of the file that was seen: "7".')]


@dataclass(frozen=True, slots=True)
class Letter:
    """A command as it came over the wire."""

    body: bytes
    key: str | None
    match: str | None


async def letter(request: Request, key: Key = None, match: Match = None) -> Letter:
    """The body as it came, with its key and the version that the sender saw."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_LINE_BYTES:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LARGE, limit=MAX_LINE_BYTES)
    return Letter(bytes(body), key, match)


Sent = Annotated[Letter, Depends(letter)]


def command_routes() -> APIRouter:
    """Two routes for every command: which one is meant is looked up in the table of commands."""
    router = APIRouter(include_in_schema=False)
    table = {place_of(command): command for command in ours(COMMANDS).values()}

    @router.post(f"{ROOT}/{{folder}}/{{verb}}")
    def opening(folder: str, verb: str, desk: AtDesk, caller: Known, sent: Sent) -> Response:
        command = _found(table, Place(folder, verb))
        if not command.opens:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", NAMELESS, folder=folder, verb=verb)
        return _answer(desk, caller, command, sent)

    @router.post(f"{ROOT}/{{folder}}/{{identifier}}/{{verb}}")
    def on_file(about: Annotated[About, Depends()], desk: AtDesk, caller: Known, sent: Sent) -> Response:
        command = _found(table, Place(about.folder, about.verb))
        return _answer(desk, caller, command, sent, about.identifier)

    return router


@dataclass(frozen=True, slots=True)
class About:
    """The parts of a path."""

    folder: str
    identifier: str
    verb: str


def _found(table: Mapping[Place, type[Command]], place: Place) -> type[Command]:
    command = table.get(place)
    if command is None:
        problem = Problem(HTTPStatus.NOT_FOUND, "no-command", NO_COMMAND, folder=place.folder, verb=place.verb)
        verbs = [one.verb for one in table if one.folder == place.folder]
        raise problem.with_members(nearest=get_close_matches(place.verb, verbs, n=3))
    return command


def _answer(
    desk: Desk, caller: Caller, command: type[Command], sent: Letter, identifier: str | None = None
) -> Response:
    said = _read(sent.body)
    command_id = _command_id(sent.key)
    made = _command(desk, command, said.pop("data", {}), identifier, command_id)
    stamp = _stamp(desk, made, said, caller, command_id)
    outcome = desk.parts.engine.handle(made, stamp, version=_version(sent.match))
    return _told(made, outcome)


def _read(body: bytes) -> dict[str, Any]:
    """The body: `data`, and beside it what is said of the stamp."""
    try:
        said = read_json(body or b"{}")
    except LineProblem as problem:
        reason = problem.facts.get("reason", problem.kind.value)
        raise Problem(HTTPStatus.BAD_REQUEST, "not-json", NOT_JSON, reason=reason) from None
    unknown = sorted(said.keys() - STAMP_FIELDS - {"data"})
    if unknown:
        raise invalid([FieldProblem(name, "extra_forbidden", "unknown field") for name in unknown])
    if not isinstance(said.get("data", {}), dict):
        raise invalid([FieldProblem("data", "dict_type", "must be an object in braces")])
    return said


def _command_id(key: str | None) -> UUID:
    try:
        return UUID(key or "")
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "no-idempotency-key", NO_KEY) from None


def _version(match: str | None) -> int | None:
    if match is None:
        return None
    try:
        return int(match.strip().removeprefix("W/").strip('"'))
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "wrong-version", WRONG_VERSION) from None


def _command(
    desk: Desk, command: type[Command], data: dict[str, Any], identifier: str | None, command_id: UUID
) -> Command:
    """The command with its numbers resolved; the identifier of what it opens follows from the command id."""
    if "target" in data:
        raise invalid([FieldProblem("data.target", "misplaced", "the file stands in the path")])
    if identifier is None:
        target = derived_id("http", str(command_id), "target")
    else:
        target = identifier_in(desk.parts.resolver, command.aggregate, identifier)
    try:
        return desk.parts.resolver.command(command.topic, {**data, "target": str(target)})
    except ValidationError as error:
        raise invalid(field_problems(error, command, under="data")) from None


def _stamp(desk: Desk, command: Command, said: Mapping[str, Any], caller: Caller, command_id: UUID) -> Stamp:
    day = {"effective_on": day_of(desk.parts.clock())} if command.needs_day and "effective_on" not in said else {}
    own = {"command_id": command_id, "actor": caller.actor, "source": Source(kind="api", reference=caller.token)}
    try:
        return Stamp.model_validate({**said, **day, **own})
    except ValidationError as error:
        raise invalid(field_problems(error, Stamp)) from None


def _told(command: Command, outcome: Outcome) -> Response:
    """What was recorded, where it can be read, and the version that the file now stands at."""
    kind = outcome.entries[0].event.topic.partition(".")[0] if command.opens else command.aggregate
    own = [entry for entry in outcome.entries if entry.originator_id == outcome.aggregate_id]
    version = own[-1].originator_version if own else 0
    document = {
        "aggregate": {"kind": kind, "id": outcome.aggregate_id, "version": version},
        "position": outcome.positions.stop - 1,
        "entries": [entry_json(entry) for entry in outcome.entries],
        "anomalies": [anomaly.model_dump(mode="json", exclude_none=True) for anomaly in outcome.anomalies],
        "is_repeat": outcome.is_repeat,
    }
    headers = {"ETag": f'"{version}"'}
    if kind != "entry":
        headers["Location"] = f"{ROOT}/{collection(kind)}/{outcome.aggregate_id}"
    status = HTTPStatus.OK if outcome.is_repeat else HTTPStatus.CREATED
    return Response(encoded(document), status.value, headers, "application/json")
