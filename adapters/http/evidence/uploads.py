"""Files that are brought in pieces, after the protocol tus 1.0: what arrived is kept, and it goes on at that byte.

Beside the core: creation, checksum (SHA-256, SHA-1), expiration and termination. At the end the answer carries the
digest, and `GET` gives the receipt for as long as the upload is remembered.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from adapters.evidence.receipts import Receipts
from adapters.evidence.store import DIGEST
from adapters.evidence.uploads import ALGORITHMS, KEPT, Checksum, Upload, Uploads, WrongOffset
from adapters.http.evidence.answers import answers, as_problems, receipt_json
from adapters.http.evidence.bodies import announced_length, with_body
from adapters.http.evidence.digests import digest_header, read_digest
from adapters.http.evidence.rights import check_bringing
from adapters.http.evidence.routes import EVIDENCE
from adapters.http.evidence.tus import MISMATCH, VERSION, TusRoute, spoken
from adapters.http.paths import ROOT
from adapters.http.problems import Problem
from adapters.http.questions.reading import Reader, Reading
from adapters.telling.frames import encoded, frame
from adapters.telling.words import Words

UPLOADS = f"{ROOT}/evidence-uploads"
UPLOAD = f"{UPLOADS}/{{name}}"
PIECE_TYPES = ("application/offset+octet-stream", "application/octet-stream")
"""The type that tus names, and the usual one of bytes for programs that know no other."""
PIECE = {
    "required": True,
    "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in PIECE_TYPES},
}

NO_LENGTH = Words("say in Upload-Length how long the file is", "uveďte v Upload-Length, jak je soubor dlouhý")
NO_OFFSET = Words("say in Upload-Offset where the piece begins", "uveďte v Upload-Offset, kde část začíná")
WRONG_METADATA = Words(
    "Upload-Metadata: expected names and values in base64; sha256 is the digest in hexadecimal",
    "Upload-Metadata: očekávají se jména a hodnoty v base64; sha256 je otisk šestnáctkově",
)
NOT_A_PIECE = Words("a piece is of the type {kind}", "část má typ {kind}")
WRONG_CHECKSUM = Words(
    "Upload-Checksum: expected one of {algorithms} and the digest in base64",
    "Upload-Checksum: očekává se jedno z {algorithms} a otisk v base64",
)
BEYOND = Words("the piece goes beyond the {length} bytes of the file", "část přesahuje {length} bajtů souboru")
NO_METHOD = Words("X-HTTP-Method-Override: PATCH or DELETE", "X-HTTP-Method-Override: PATCH nebo DELETE")

Name = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Length = Annotated[int | None, Header(alias="Upload-Length", ge=0, le=2**53, description="The bytes of the file.")]
Offset = Annotated[int | None, Header(alias="Upload-Offset", ge=0, description="Where the piece begins.")]
Metadata = Annotated[str | None, Header(alias="Upload-Metadata", description="`sha256 BASE64`: what it must be.")]
PieceSum = Annotated[str | None, Header(alias="Upload-Checksum", description="`sha256 BASE64`: of this piece alone.")]
Digest = Annotated[str | None, Header(description="sha-256=:…:, the digest that the file must have (RFC 9530).")]


@dataclass(frozen=True, slots=True)
class Piece:
    """Which part of which upload is sent."""

    name: Name
    offset: Offset = None
    piece_sum: PieceSum = None


_FAILING = answers(400, 401, 403, 404, 412, 423)


def upload_routes() -> APIRouter:
    """The addresses of tus, and the receipt."""
    router = APIRouter(tags=["evidence"], route_class=TusRoute)

    @router.options(UPLOADS, operation_id="uploads.options", summary="What of tus is spoken", status_code=204)
    def options(request: Request) -> Response:
        limit = request.app.state.parts.settings.evidence_max_bytes
        said = {"Tus-Version": VERSION, "Tus-Max-Size": str(limit), "Tus-Checksum-Algorithm": ",".join(ALGORITHMS)}
        return Response(None, 204, {**said, "Tus-Extension": "creation,checksum,expiration,termination"})

    @router.post(
        UPLOADS,
        operation_id="uploads.begin",
        summary="Begin to bring a file in pieces",
        status_code=201,
        responses=answers(400, 401, 403, 412, 413, 429, 507),
        dependencies=[Depends(spoken)],
    )
    def begin(reader: Reading, length: Length = None, said: Metadata = None, repr_digest: Digest = None) -> Response:
        check_bringing(reader)
        if length is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "no-length", NO_LENGTH)
        announced = read_digest("Repr-Digest", repr_digest) or _announced(said)
        with as_problems(reader.desk.parts.evidence):
            upload = _uploads(reader).begin(
                reader.caller.owner, length, now=reader.desk.parts.clock(), announced=announced
            )
        return Response(None, 201, {"Location": f"{UPLOADS}/{upload.id}", **_told(reader, upload)})

    _add_looking(router)
    _add_writing(router)
    return router


def _add_looking(router: APIRouter) -> None:
    """How far an upload has come."""

    @router.head(
        UPLOAD,
        operation_id="uploads.offset",
        summary="At which byte an upload goes on",
        responses=_FAILING | answers(413, 415),
        dependencies=[Depends(spoken)],
    )
    def offset(reader: Reading, name: Name) -> Response:
        upload = _found(reader, name)
        return Response(None, 200, {"Upload-Length": str(upload.length), **_told(reader, upload)})

    @router.get(UPLOAD, operation_id="uploads.receipt", summary="The receipt", responses=_FAILING | answers(413, 415))
    def receipt(reader: Reading, name: Name) -> Response:
        upload = _found(reader, name)
        data: dict[str, Any] = {
            "offset": _uploads(reader).offset(upload),
            "length": upload.length,
            "expires_at": upload.expires_at,
            "evidence": receipt_json(upload.evidence, is_new=_is_new(reader, upload)) if upload.evidence else None,
        }
        return Response(encoded(frame("upload", data)), 200, _told(reader, upload), "application/json")


def _add_writing(router: APIRouter) -> None:
    """The next piece, and the end before the end."""
    writing = _FAILING | answers(408, 409, 413, 415, 503, 507) | MISMATCH
    known: dict[str, Any] = {"status_code": 204, "dependencies": [Depends(spoken)]}

    @router.patch(
        UPLOAD,
        operation_id="uploads.append",
        summary="Send the next piece",
        responses=writing,
        openapi_extra={"requestBody": PIECE},
        **known,
    )
    async def append(request: Request, reader: Reading, piece: Annotated[Piece, Depends()]) -> Response:
        return await _append(request, reader, piece)

    @router.delete(UPLOAD, operation_id="uploads.end", summary="Forget an upload", responses=_FAILING, **known)
    def end(reader: Reading, name: Name) -> Response:
        return _end(reader, name)

    @router.post(UPLOAD, include_in_schema=False, **known)
    async def overridden(request: Request, reader: Reading, piece: Annotated[Piece, Depends()]) -> Response:
        """For senders that know no other method than POST."""
        method = request.headers.get("x-http-method-override", "").upper()
        if method == "DELETE":
            return _end(reader, piece.name)
        if method != "PATCH":
            raise Problem(HTTPStatus.BAD_REQUEST, "no-method", NO_METHOD)
        return await _append(request, reader, piece)


async def _append(request: Request, reader: Reader, piece: Piece) -> Response:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in PIECE_TYPES:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-a-piece", NOT_A_PIECE, kind=PIECE_TYPES[0])
    checksum = _checksum(piece.piece_sum)
    length = announced_length(request) or 0
    with as_problems(reader.desk.parts.evidence):
        upload = await with_body(request, partial(_taken, reader, piece, length, checksum))
    return Response(None, 204, _told(reader, upload))


def _taken(reader: Reader, piece: Piece, length: int, checksum: Checksum | None, body: BinaryIO) -> Upload:
    """In a worker thread: the piece at its place, and the receipt where it was the last."""
    check_bringing(reader)
    upload = _found(reader, piece.name)
    if piece.offset is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "no-offset", NO_OFFSET)
    stands = _uploads(reader).offset(upload)
    if piece.offset != stands:  # wherever else, also beyond the end: told before how long the piece is
        raise WrongOffset(stands)
    if piece.offset + length > upload.length:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "beyond", BEYOND, length=upload.length)
    after = _uploads(reader).append(upload, body, offset=piece.offset, checksum=checksum)
    _note(reader, after)
    return after


def _end(reader: Reader, name: str) -> Response:
    with as_problems(reader.desk.parts.evidence):
        _uploads(reader).end(_found(reader, name))
    return Response(None, 204)


def _uploads(reader: Reader) -> Uploads:
    return Uploads(reader.desk.parts.evidence)


def _found(reader: Reader, name: str) -> Upload:
    """The caller's upload. Raises Problem."""
    reader.check("evidence")
    with as_problems(reader.desk.parts.evidence):
        upload = _uploads(reader).get(name, reader.caller.owner, now=reader.desk.parts.clock())
    _note(reader, upload)
    return upload


def _is_new(reader: Reader, upload: Upload) -> bool:
    """Whether the sender had not brought the same file before this upload began."""
    assert upload.evidence is not None
    receipts, began = Receipts(reader.desk.side), upload.expires_at - KEPT
    return not receipts.is_from(upload.evidence.sha256, upload.owner, before=began)


def _note(reader: Reader, upload: Upload) -> None:
    """Whoever brought a whole file may look at it."""
    if upload.evidence is not None:
        Receipts(reader.desk.side).record(upload.evidence, upload.owner, now=reader.desk.parts.clock())


def _told(reader: Reader, upload: Upload) -> dict[str, str]:
    """How far it has come; and the digest once it is whole. Raises Problem where somebody has ended it meanwhile."""
    with as_problems(reader.desk.parts.evidence):
        offset = _uploads(reader).offset(upload)
    expires = format_datetime(upload.expires_at, usegmt=True)
    headers = {"Upload-Offset": str(offset), "Upload-Expires": expires, "Cache-Control": "no-store"}
    if upload.evidence is not None:
        sha256 = upload.evidence.sha256
        headers |= {"Repr-Digest": digest_header(sha256), "Content-Location": f"{EVIDENCE}/{sha256}"}
    return headers


def _announced(said: str | None) -> str | None:
    """The digest in hexadecimal that the metadata announce; names of files are not kept. Raises Problem."""
    pairs = [pair.split() for pair in (said or "").split(",") if pair.strip()]
    found = {pair[0]: pair[1] if len(pair) == 2 else "" for pair in pairs}
    if "sha256" not in found:
        return None
    digest = _decoded(found["sha256"]).decode("ascii", errors="replace")
    if not DIGEST.fullmatch(digest):
        raise Problem(HTTPStatus.BAD_REQUEST, "wrong-metadata", WRONG_METADATA)
    return digest


def _checksum(said: str | None) -> Checksum | None:
    if said is None:
        return None
    algorithm, _, digest = said.strip().partition(" ")
    if algorithm not in ALGORITHMS or not _decoded(digest):
        raise Problem(HTTPStatus.BAD_REQUEST, "wrong-checksum", WRONG_CHECKSUM, algorithms=", ".join(ALGORITHMS))
    return Checksum(algorithm, _decoded(digest))


def _decoded(written: str) -> bytes:
    """Empty for what is no base64."""
    try:
        return b64decode(written.strip(), validate=True)
    except (NotBase64, ValueError):
        return b""
