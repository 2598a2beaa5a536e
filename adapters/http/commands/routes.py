"""One address for each command, looked up in the table of commands: a new command needs no route of its own."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from adapters.http.commands.letters import Letter, letter_of
from adapters.http.commands.order import Order
from adapters.http.commands.orders import execute, parts_of, read_key, read_object, read_versions
from adapters.http.notes import notes_of
from adapters.http.parameters import check_parameters
from adapters.http.parts import Desks
from adapters.http.paths import ROOT, Place, place_of
from adapters.http.people.caller import Known, known
from adapters.http.problems import Problem
from adapters.telling.business import ours
from adapters.telling.words import Words
from application.importing.line import MAX_LINE_BYTES
from domain.kernel.command import COMMANDS, Command

NO_COMMAND = Words("there is no command {folder}/…/{verb}", "příkaz {folder}/…/{verb} neexistuje")
NAMELESS = Words(
    "{verb} is about a file that is there: {folder}/NUMBER/{verb}",
    "{verb} se týká spisu, který už je: {folder}/ČÍSLO/{verb}",
)

PATHS = (f"{ROOT}/{{folder}}/{{verb}}", f"{ROOT}/{{folder}}/{{identifier}}/{{verb}}")
"""Of one that opens a file, and of one about a file that is there."""


class CommandRoute(Route):
    """Stands before all others and takes only commands that there are.

    A command is what is sent most: it is found in a table, not by asking one route after another, and answered in one
    turn of one worker thread.
    """

    tells_methods = True
    """It stands in no document by itself, and counts all the same where it is told what can be done at an address."""

    def __init__(self, path: str, table: Mapping[Place, type[Command]]) -> None:
        super().__init__(path, _answer, methods=["POST"], include_in_schema=False)
        self._table = table

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        if match is not Match.FULL:
            return Match.NONE, {}
        said = found["path_params"]
        command = self._table.get(Place(said["folder"], said["verb"]))
        is_there = command is not None and (command.opens or "identifier" in said)
        return (Match.FULL, {**found, "route": self, "command": command}) if is_there else (Match.NONE, {})


def command_routes() -> list[BaseRoute]:
    """Two routes for every command, to be asked first."""
    table = _table()
    return [CommandRoute(path, table) for path in PATHS]


def _table() -> Mapping[Place, type[Command]]:
    """Every command by where it is posted."""
    return {place_of(command): command for command in ours(COMMANDS).values()}


async def _answer(request: Request) -> Response:
    sent = await _letter(request)
    desks: Desks = request.app.state.desks
    return await desks.workers.run(partial(_handle, request, sent))


async def _letter(request: Request) -> Letter | Problem:
    """What came, or what is wrong with it: that is told only to whoever is known."""
    key, match = request.headers.get("idempotency-key"), request.headers.get("if-match")
    try:
        check_parameters(request, known=())
        return await letter_of(request, limit=MAX_LINE_BYTES, key=key, match=match)
    except Problem as problem:
        return problem


def _handle(request: Request, sent: Letter | Problem) -> Response:
    """In a worker thread, with a desk for as long as it takes. Raises Problem, and whatever the engine raises."""
    desks: Desks = request.app.state.desks
    with desks.desk(notes_of(request)) as desk:
        caller = known(request, desk)
        if isinstance(sent, Problem):
            raise sent
        order = _order(request.scope["command"], sent, request.path_params.get("identifier"))
        return execute(desk, caller, order).response()


def unknown_command_routes() -> APIRouter:
    """What is left when no route has taken a request, to be asked last: it says which command may have been meant."""
    router = APIRouter(include_in_schema=False)
    table = _table()

    @router.post(PATHS[0])
    def opening(folder: str, verb: str, _: Known) -> None:
        raise _unknown(table, Place(folder, verb))

    @router.post(PATHS[1])
    def on_file(folder: str, verb: str, _: Known) -> None:
        raise _unknown(table, Place(folder, verb))

    return router


def _order(command: type[Command], sent: Letter, identifier: str | None = None) -> Order:
    """What was sent, as an order. Raises Problem."""
    data, stamp, wrong = parts_of(read_object(sent.body))
    return Order(command, read_key(sent.key), data, stamp, identifier, read_versions(sent.match), wrong)


def _unknown(table: Mapping[Place, type[Command]], place: Place) -> Problem:
    said = {"folder": place.folder, "verb": place.verb}
    if place in table:
        return Problem(HTTPStatus.NOT_FOUND, "not-found", NAMELESS, **said)
    verbs = [one.verb for one in table if one.folder == place.folder]
    problem = Problem(HTTPStatus.NOT_FOUND, "no-command", NO_COMMAND, **said)
    if verbs:
        return problem.with_members(nearest=get_close_matches(place.verb[:100], verbs, n=3))
    folders = sorted({one.folder for one in table})
    return problem.with_members(folders=folders, nearest=get_close_matches(place.folder[:100], folders, n=1))
