"""A command on its way from the wire to the engine, one by itself or one of many; and what is answered to it."""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import Response
from pydantic import ValidationError

from adapters.clock import day_of
from adapters.http.commands.order import Order, Versions
from adapters.http.commands.untold import as_written, check_reach, not_there, within_reach
from adapters.http.parts import Desk
from adapters.http.paths import ROOT, collection, file_opened_by, opened_by_key, target_in
from adapters.http.problems import Problem, invalid
from adapters.identity.caller import Caller
from adapters.telling.entries import entry_json
from adapters.telling.frames import encoded
from adapters.telling.json_problems import json_reason
from adapters.telling.words import Words
from application.engine import Outcome
from application.errors import CommandReused, NotAllowed, NotFound, Outdated
from application.importing.line import OWN_FIELDS, LineProblem, ProblemKind, read_json
from application.importing.references import replaced
from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import Command
from domain.kernel.rule import Refused
from domain.kernel.stamp import Stamp
from domain.kernel.wrong_fields import FieldProblem, field_problems

NOT_JSON = Words("the body is no JSON object: {reason}", "tělo není objekt JSON: {reason}")
NOT_UTF8 = Words("the body is no text in UTF-8 (byte {byte})", "tělo není text v UTF-8 (bajt {byte})")
PLACE = Words(" (line {line}, column {column})", " (řádek {line}, sloupec {column})")
NOWHERE = Words("", "")
NO_KEY = Words(
    "send an Idempotency-Key: a UUID of your own for this command, the same when you try again",
    "pošlete Idempotency-Key: vlastní UUID pro tento příkaz, při opakování totéž",
)
WRONG_VERSION = Words('If-Match: expected a version such as "7"', 'If-Match: očekává se verze, například "7"')
STAMP_FIELDS = OWN_FIELDS - {"actor", "recorded_as"}
"""What a caller may say of the stamp. Who acts is known from the token, and when from the ledger's own clock."""

MOST_LEVELS = 32
"""How deep a body may be nested; no command is deeper than ten."""
MOST_VERSIONS = 10
_KEY = re.compile(r"(?:urn:uuid:)?\{?([0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})\}?", re.IGNORECASE)
_VERSION = re.compile(r'\s*(?:W/)?"?([0-9]{1,9})(?:-[0-9a-f]+)?"?\s*')


@dataclass(frozen=True, slots=True)
class Told:
    """What was recorded, where it can be read, and the version that the file now stands at."""

    status: HTTPStatus
    answer: Mapping[str, Any]
    headers: Mapping[str, str]

    def response(self) -> Response:
        return Response(encoded(self.answer), self.status.value, dict(self.headers), "application/json")


def execute(desk: Desk, caller: Caller, order: Order) -> Told:
    """Hand a command to the engine. Raises Problem, and whatever the engine raises.

    A role that may not send it learns nothing of the file, and one that does not reach the file not that it is there.
    """
    desk.parts.permissions.check(caller.actor.role, order.command)
    caller.check_command(order.command.topic)
    try:
        made, stamp = _read(desk, caller, order)
    except (NotFound, Problem):
        check_reach(desk, caller, order)
        raise
    try:
        return _told(made, _handle_again(desk, made, stamp, order))
    except NotAllowed as error:
        if error.why != "outside-scope" or order.identifier is None:
            raise
        raise not_there(order.command, order.identifier, made.target) from None
    except NotFound as error:
        raise as_written(desk, order, error) from None
    except Refused as refused:
        raise within_reach(desk, caller, order, refused) from None


def _handle_again(desk: Desk, made: Command, stamp: Stamp, order: Order) -> Outcome:
    """A retry that names no day means the day on which it was first sent, also when midnight has passed since."""
    try:
        return _handle(desk, made, stamp, order.versions)
    except CommandReused:
        seen = desk.parts.ledger.find_command(stamp.owner, stamp.command_id)
        if seen is None or not _has_day_of_sending(order) or day_of(seen.recorded_at) == stamp.effective_on:
            raise
        first = stamp.model_copy(update={"effective_on": day_of(seen.recorded_at)})
        return _handle(desk, made, first, order.versions)


def _has_day_of_sending(order: Order) -> bool:
    return order.command.needs_day and "effective_on" not in order.stamp


def _handle(desk: Desk, made: Command, stamp: Stamp, versions: Versions) -> Outcome:
    """With several versions any of them will do: nothing is written under one that is not there."""
    if versions is None:
        return desk.handle(made, stamp)
    *others, last = versions
    for version in others:
        try:
            return desk.handle(made, stamp, version=version)
        except Outdated:
            continue
    return desk.handle(made, stamp, version=last)


def _read(desk: Desk, caller: Caller, order: Order) -> tuple[Command, Stamp]:
    """What was sent, whole. Raises Problem with everything that is wrong in it, or NotFound where nothing else is."""
    wrong = list(order.wrong)
    made = stamp = None
    try:
        stamp = _stamp(desk, order, caller)
    except ValidationError as error:
        wrong += field_problems(error, Stamp)
    try:
        made = _command(desk, order)
    except ValidationError as error:
        wrong += field_problems(error, order.command, under="data")
    except NotFound:
        if not wrong:
            raise
    if wrong or made is None or stamp is None:
        raise invalid(wrong)
    return made, stamp


def _command(desk: Desk, order: Order) -> Command | None:
    """The command with its numbers resolved; the identifier of what it opens follows from the command id."""
    command = order.command
    if order.identifier is None:
        target = opened_by_key(order.command_id)
    else:
        target = target_in(desk.parts.resolver, command.aggregate, order.identifier)
    if order.data is None:
        return None
    data = replaced(command, {**order.data, "target": str(target)}, lambda _, written: _of_key(written))
    return desk.parts.resolver.command(command.topic, data)


def _of_key(written: str) -> str:
    opened = file_opened_by(written)
    return written if opened is None else str(opened)


def _stamp(desk: Desk, order: Order, caller: Caller) -> Stamp:
    day = {"effective_on": day_of(desk.parts.clock())} if _has_day_of_sending(order) else {}
    own = {"command_id": order.command_id, "actor": caller.actor, "source": caller.source}
    return read_as_sent(Stamp, {**order.stamp, **day, **own})


def _told(command: Command, outcome: Outcome) -> Told:
    kind = outcome.entries[0].event.topic.partition(".")[0] if command.opens else command.aggregate
    own = [entry for entry in outcome.entries if entry.originator_id == outcome.aggregate_id]
    version = own[-1].originator_version if own else 0
    answer = {
        "aggregate": {"kind": kind, "id": outcome.aggregate_id, "version": version},
        "position": outcome.positions.stop - 1,
        "entries": [entry_json(entry) for entry in outcome.entries],
        "anomalies": [anomaly.model_dump(mode="json", exclude_none=True) for anomaly in outcome.anomalies],
        "is_repeat": outcome.is_repeat,
    }
    headers = {"ETag": f'"{version}"'}
    if kind != "entry":
        headers["Location"] = f"{ROOT}/{collection(kind)}/{outcome.aggregate_id}"
    return Told(HTTPStatus.OK if outcome.is_repeat else HTTPStatus.CREATED, answer, headers)


# What was sent --------------------------------------------------------------------------------------------------------


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; an empty body is an empty one. Raises Problem."""
    try:
        said = read_json(body.removeprefix(BOM_UTF8) or b"{}")
    except LineProblem as problem:
        raise _unreadable(problem) from None
    except RecursionError:
        raise _too_deep() from None
    if body.count(b"{") + body.count(b"[") > MOST_LEVELS:
        check_depth(said)
    return said


def _unreadable(problem: LineProblem) -> Problem:
    """What is wrong, and where."""
    if problem.kind is ProblemKind.NOT_UTF8:
        return Problem(HTTPStatus.BAD_REQUEST, "not-json", NOT_UTF8, byte=problem.facts["byte"])
    at, reason = problem.__context__, str(problem.facts.get("reason", ""))
    if isinstance(at, JSONDecodeError):
        return _not_json(reason, PLACE, line=at.lineno, column=at.colno)
    return _not_json(reason)


def _not_json(reason: str, place: Words = NOWHERE, **facts: int) -> Problem:
    said = (
        f"{text.format(reason=why)}{where.format(**facts)}"
        for text, why, where in zip(NOT_JSON, json_reason(reason), place, strict=True)
    )
    return Problem(HTTPStatus.BAD_REQUEST, "not-json", Words(*said))


def check_depth(said: object) -> None:
    """Nothing is nested so deeply that whatever reads it would lose its way. Raises Problem."""
    level = [said]
    for _ in range(MOST_LEVELS):
        inner = [list(one.values()) if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for held in inner for one in held]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> Problem:
    return _not_json(f"nested deeper than {MOST_LEVELS} levels")


class Sent(NamedTuple):
    """The parts of what was sent: the data, None where they are no object; the stamp's; what is wrong around them."""

    data: dict[str, Any] | None
    stamp: dict[str, Any]
    wrong: tuple[FieldProblem, ...]


def parts_of(said: Mapping[str, Any], *, beside: Sequence[str] = ()) -> Sent:
    """`data`, and what is said of the stamp; `beside` are names that mean something else."""
    known = [*STAMP_FIELDS, "data", *beside]
    wrong = [_unknown(name, known) for name in sorted(said.keys() - set(known))]
    data = said.get("data", {})
    if not isinstance(data, dict):
        data = None
        wrong.append(FieldProblem("data", "dict_type", "must be an object in braces"))
    elif "target" in data:
        wrong.append(FieldProblem("data.target", "misplaced", "the file is named beside the data"))
    return Sent(data, {name: value for name, value in said.items() if name in STAMP_FIELDS}, tuple(wrong))


def _unknown(name: str, known: Sequence[str]) -> FieldProblem:
    nearest = get_close_matches(name[:100], known, n=1)
    return FieldProblem(name[:100], "extra_forbidden", "unknown field", nearest=nearest[0] if nearest else None)


def read_key(written: str | None) -> UUID:
    """The command id in any spelling of a UUID, also between quotes as header fields have it. Raises Problem."""
    found = _KEY.fullmatch((written or "").strip().strip('"'))
    if found is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "no-idempotency-key", NO_KEY)
    return UUID(found[1])


def read_versions(match: str | None) -> Versions:
    """What If-Match says: "7", the tag of a card, several with commas between, or * for any. Raises Problem.

    A tag that somebody in between has made weak counts: the version is a number, not a byte stream.
    """
    if match is None or match.strip() == "*":
        return None
    found = [_VERSION.fullmatch(one) for one in match.split(",")]
    if len(found) > MOST_VERSIONS or not all(found):
        raise Problem(HTTPStatus.BAD_REQUEST, "wrong-version", WRONG_VERSION)
    return [int(one[1]) for one in found if one]
