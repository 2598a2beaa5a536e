"""Files by their SHA-256: brought in whole, with a receipt, and read by whoever may read a file that refers to them."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from adapters.evidence.receipts import Receipts
from adapters.evidence.sniffing import extension_of
from adapters.evidence.store import Evidence, EvidenceRefused, EvidenceStore
from adapters.http.evidence.answers import BINARY, answers, as_problems, receipt_json
from adapters.http.evidence.bodies import announced_length, with_body
from adapters.http.evidence.digests import digest_header, read_digest
from adapters.http.evidence.ranges import WholeOrPart, wanted_part
from adapters.http.evidence.rights import check_bringing, readable
from adapters.http.paths import ROOT
from adapters.http.problems import Problem
from adapters.http.questions.reading import Reader, Reading
from adapters.telling.frames import encoded, frame
from adapters.telling.words import Words

EVIDENCE = f"{ROOT}/evidence"
PIECE = 1 << 18
"""Bytes that a download reads at once."""
NO_FORM = Words("send the bytes of the file themselves, not {kind}", "pošlete přímo bajty souboru, ne {kind}")
FORMS = ("multipart/",)

Digest = Annotated[str | None, Header(description="sha-256=:…:, the digest that the bytes must have (RFC 9530).")]
Sha = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="The SHA-256 in lower-case hexadecimal.")]

_READING: dict[str, Any] = {
    "response_class": Response,
    "responses": answers(400, 401, 403, 404, 410, 416, 503)
    | {
        200: {"description": "The bytes, always as an attachment.", "content": {"application/octet-stream": {}}},
        206: {"description": "The part that was asked for.", "content": {"application/octet-stream": {}}},
        304: {"description": "The caller has it already; a file never changes."},
    },
}
"""What both ways to read a file say in the OpenAPI document."""


def evidence_routes() -> APIRouter:
    """Bring a file, look at it, read it."""
    router = APIRouter(tags=["evidence"])

    @router.post(
        EVIDENCE,
        operation_id="evidence.add",
        summary="Bring a file; the answer is a receipt.",
        status_code=HTTPStatus.CREATED,
        responses=answers(400, 401, 403, 408, 413, 415, 503, 507) | {200: {"description": "It was brought before."}},
        openapi_extra={"requestBody": BINARY},
    )
    async def add(
        request: Request, reader: Reading, repr_digest: Digest = None, content_digest: Digest = None
    ) -> Response:
        store = reader.desk.parts.evidence
        announced = read_digest("Repr-Digest", repr_digest) or read_digest("Content-Digest", content_digest)
        check_form(request)
        with as_problems(store):
            _check_length(request, store.max_bytes)
            return await with_body(request, lambda body: _taken(reader, body, announced))

    @router.get(f"{EVIDENCE}/{{sha256}}", operation_id="evidence.get", summary="The bytes of a file", **_READING)
    def get(request: Request, reader: Reading, sha256: Sha) -> Response:
        found, through = readable(reader, sha256)
        part = wanted_part(request.headers, sha256=sha256, size=found.size)
        headers = _headers(found, part)
        if part.status == HTTPStatus.NOT_MODIFIED:
            return Response(status_code=part.status.value, headers=headers)
        reader.note("evidence.get", ((one.kind, one.id) for one in through), detail=sha256)
        pieces = _pieces(reader.desk.parts.evidence, sha256, part)
        return StreamingResponse(pieces, part.status.value, headers, found.media_type)

    @router.head(f"{EVIDENCE}/{{sha256}}", operation_id="evidence.head", summary="Size and kind of a file", **_READING)
    def head(request: Request, reader: Reading, sha256: Sha) -> Response:
        found, _ = readable(reader, sha256)
        part = wanted_part(request.headers, sha256=sha256, size=found.size)
        return Response(status_code=part.status.value, headers=_headers(found, part), media_type=found.media_type)

    return router


def _told(evidence: Evidence, *, is_new: bool) -> Response:
    """The receipt of a file that was taken."""
    headers = {
        "Location": f"{EVIDENCE}/{evidence.sha256}",
        "ETag": f'"{evidence.sha256}"',
        "Repr-Digest": digest_header(evidence.sha256),
    }
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    receipt = receipt_json(evidence, is_new=is_new)
    return Response(encoded(frame("evidence", receipt)), status.value, headers, "application/json")


def _taken(reader: Reader, body: BinaryIO, announced: str | None) -> Response:
    check_bringing(reader)
    parts = reader.desk.parts
    found = parts.evidence.add(body, announced=announced)
    is_first = Receipts(reader.desk.side).record(found, reader.caller.owner, now=parts.clock())
    return _told(found, is_new=is_first)


def check_form(request: Request) -> None:
    """A form around the file would become part of it. Raises Problem."""
    kind = request.headers.get("content-type", "").strip().lower()
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if kind.startswith(FORMS) or coding not in ("", "identity"):
        wrong = coding if coding not in ("", "identity") else kind.partition(";")[0]
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-the-bytes", NO_FORM, kind=wrong)


def _check_length(request: Request, limit: int) -> None:
    """What is announced as too large is not read at all. Raises EvidenceRefused."""
    length = announced_length(request)
    if length is not None and length > limit:
        raise EvidenceRefused("too-large", limit=limit)


def _headers(found: Evidence, part: WholeOrPart) -> dict[str, str]:
    name = f"{found.sha256[:16]}.{extension_of(found.media_type) or 'bin'}"
    return {
        "ETag": f'"{found.sha256}"',
        "Repr-Digest": digest_header(found.sha256),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Disposition": f'attachment; filename="{name}"',
        **part.headers,
    }


def _pieces(store: EvidenceStore, sha256: str, part: WholeOrPart) -> Iterator[bytes]:
    left = part.length
    with store.open(sha256, start=part.start) as stream:
        while left and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
