"""What devices recorded on site, brought over the network: the same door and receipt as on the command line."""

from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from fastapi import APIRouter, Request, Response

from adapters.bootstrap import Parts
from adapters.evidence.store import CHUNK
from adapters.http.evidence.answers import answers
from adapters.http.evidence.bodies import announced_length, with_body
from adapters.http.evidence.routes import check_form
from adapters.http.language import speech_of
from adapters.http.notes import Notes
from adapters.http.paths import ROOT
from adapters.http.problems import Problem
from adapters.http.questions.reading import Reader, Reading
from adapters.identity.caller import TooNarrow
from adapters.lines import LineReader, OtherEncoding
from adapters.logging import logger
from adapters.telling.field_receipt import receipt_frame
from adapters.telling.frames import encoded
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from application.errors import NotAllowed, NotFound
from application.importing.field_import import FieldImport, Receipt
from application.importing.field_line import ORDER
from application.importing.line import ProblemKind
from application.replay import Replay
from application.resolve import Resolver
from application.rights.reach import Reach
from application.rights.readings import file_of
from domain.inspection.inspection import Inspection
from domain.kernel.command import COMMANDS

MAX_BYTES = 32 * 1024 * 1024
"""A device writes some hundred bytes a line; photographs come as evidence."""
IN_MEMORY = 1024 * 1024
NAME = "field-file"
"""What the receipt calls the file; its own name may name people."""
TOO_LARGE = Words("a device file has at most {limit} bytes", "soubor ze zařízení má nejvýše {limit} bajtů")
NOT_UTF8 = Words("the file is in UTF-16; send it as UTF-8", "soubor je v UTF-16; pošlete jej jako UTF-8")
LINES = {"schema": {"type": "string", "description": "One JSON object a line, in UTF-8."}}
BODY = {"required": True, "content": {"application/x-ndjson": LINES, "text/plain": LINES}}


def field_routes() -> APIRouter:
    """One address for every device file."""
    router = APIRouter(tags=["evidence"])

    @router.post(
        f"{ROOT}/field-files",
        operation_id="field-files.take",
        summary="Take what devices recorded on site; the answer says what became of each line.",
        responses=answers(400, 401, 403, 408, 413, 415, 429, 503),
        openapi_extra={"requestBody": BODY},
    )
    async def take(request: Request, reader: Reading) -> Response:
        check_form(request)
        if (announced_length(request) or 0) > MAX_BYTES:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LARGE, limit=MAX_BYTES)
        answer = await with_body(request, partial(_answered, reader, speech_of(request)))
        return Response(answer, media_type="application/json")

    return router


def _answered(reader: Reader, say: Speech, body: BinaryIO) -> str:
    """In a worker thread, also the telling of thousands of lines."""
    receipt = _taken(reader, body)
    return encoded(receipt_frame(say, receipt, known_seq=reader.desk.parts.ledger.head()))


def _taken(reader: Reader, body: BinaryIO) -> Receipt:
    """The whole file is there before the first line is taken: what is cut off takes nothing."""
    reach = _check(reader)
    parts, actor = reader.desk.parts, reader.caller.actor
    resolver = parts.resolver if reach.is_whole else WithinReach(parts, reach)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
        stream = cast(BinaryIO, spooled)
        _copy(body, stream)
        stream.seek(0)
        door = FieldImport(
            parts.engine,
            resolver,
            Replay(parts.ledger, parts.decode),
            role=actor.role,
            organisation=actor.organisation,
        )
        try:
            receipt = door.take(LineReader().lines(stream, NAME))
        except OtherEncoding:
            raise Problem(HTTPStatus.BAD_REQUEST, "not-utf8", NOT_UTF8) from None
    _count(receipt, reader.desk.notes)
    told = [(Inspection.kind, resolver.identifier(Inspection.kind, one.inspection)) for one in receipt.contradictions]
    reader.note("field-files.take", told)
    counts = {"taken": len(receipt.taken), "failed": len(receipt.not_taken), "gaps": len(receipt.gaps)}
    logger().info("device-files.finished", **counts, brought_by=actor.key)
    return receipt


def _count(receipt: Receipt, notes: Notes) -> None:
    """What became of each line that holds a command of ours, as if it had come alone."""
    for one in receipt.lines:
        outcome = OUTCOMES.get(one.problem.kind) if one.problem else "repeat" if one.is_repeat else "recorded"
        if one.line is None or one.line.command not in COMMANDS or outcome is None:
            continue
        notes.lines[one.line.command, outcome] += 1
        notes.line_rules.update(said.rule for said in (one.problem.violations if one.problem else ()))


OUTCOMES = {
    ProblemKind.REFUSED: "refused",
    ProblemKind.NOT_ALLOWED: "not-allowed",
    ProblemKind.UNKNOWN_REFERENCE: "not-found",
    ProblemKind.REUSED: "conflict",
    ProblemKind.CONFLICT: "conflict",
}
"""How a command ended that was not taken; any other line never was one."""


class WithinReach(Resolver):
    """Finds the inspections that whoever brings a file may write to: nobody writes elsewhere in the name of another."""

    def __init__(self, parts: Parts, reach: Reach) -> None:
        super().__init__(parts.ledger, parts.decode)
        self._readers, self._reach = parts.readers, reach

    def identifier(self, kind: str, written: str, *, at: int | None = None) -> UUID:
        found = super().identifier(kind, written, at=at)
        if kind == Inspection.kind and not self._readers.covers(self._reach, found):
            raise NotFound(kind, written)
        return found


def _check(reader: Reader) -> Reach:
    """Whoever may record nothing on site brings no device file. Raises NotAllowed, TooNarrow."""
    caller, permissions = reader.caller, reader.desk.parts.permissions
    topics = [command.topic for command in ORDER]
    if not any(caller.actor.role in permissions.roles_for(topic) for topic in topics):
        raise NotAllowed(caller.actor.role, topics[0], roles=permissions.roles_for(topics[0]))
    reach = reader.check(file_of(Inspection.kind))
    narrow = next((topic for topic in topics if not caller.scope.may_send(topic)), None)
    if narrow is not None:
        raise TooNarrow(caller.token or "", narrow)
    return reach


def _copy(body: BinaryIO, spooled: BinaryIO) -> None:
    size = 0
    while piece := body.read(CHUNK):
        size += len(piece)
        if size > MAX_BYTES:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LARGE, limit=MAX_BYTES)
        spooled.write(piece)
