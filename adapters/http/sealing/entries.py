"""One entry as it was sealed, and the proof of it, for whoever may read the file in which it stands."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from adapters.http.paths import ROOT
from adapters.http.questions.answers import JSON, accepted, answer, has_already, not_modified, tag_headers, tag_of
from adapters.http.questions.reading import Reader, Reading
from adapters.http.sealing.documents import (
    ANY_BYTES,
    BYTES,
    INCLUSION_EXAMPLE,
    LEAF_EXAMPLE,
    TEXT,
    framed,
    of_readers,
    text,
)
from adapters.http.sealing.problems import no_proof, not_sealed_yet, readable_or_told
from adapters.http.sealing.public import newest_of
from application.errors import NotAllowed, NotFound
from projections.seal.proof import Inclusion, read_inclusion
from projections.seal.tree import leaf_hash

ENTRY = f"{ROOT}/entries/{{position}}"
SUBJECT = "seal"
Position = Annotated[int, Path(ge=1, le=2**53, description="The number of the entry.")]


def sealed_entry_routes() -> APIRouter:
    """Two addresses."""
    router = APIRouter(tags=["seal"])

    @router.get(
        f"{ENTRY}/leaf",
        operation_id="entry-leaf",
        summary="An entry as it is sealed: its hash stands in the tree",
        response_class=Response,
        responses=of_readers(ANY_BYTES),
    )
    def leaf(request: Request, reader: Reading, position: Position) -> Response:
        kind, file = _readable(reader, position)
        reader.note("entry-leaf", [(kind, file)], known=position)
        found = reader.desk.seal().leaf(position)
        tag = tag_of(leaf_hash(found).hex())
        if has_already(request, tag):
            return not_modified(tag)
        return Response(found, headers=tag_headers(tag), media_type=BYTES)

    @router.get(
        f"{ENTRY}/proof",
        operation_id="entry-proof",
        summary="The proof that an entry was sealed; with Accept: text/plain as a c2sp.org/tlog-proof",
        responses=of_readers(text(INCLUSION_EXAMPLE) | framed("entry-proof", _example()), 404, 500, 503),
    )
    def proof(request: Request, reader: Reading, position: Position) -> Response:
        _readable(reader, position)
        leaf = reader.desk.seal().leaf(position)
        found = _proof(reader, position)
        if not found.holds(leaf):
            raise no_proof(position)
        if accepted(request, (JSON, TEXT)) == TEXT:
            return text_answer(request, found.text())
        return answer(request, "entry-proof", _proof_json(found, leaf), {})

    return router


def _readable(reader: Reader, position: int) -> tuple[str, UUID]:
    """Kind and identifier of the file in which an entry stands.

    Raises NotAllowed and TooNarrow; NotFound where there is no such entry, or none in a file that the caller may read.
    """
    reader.check(SUBJECT)
    found = reader.desk.parts.ledger.select_entries(after=position - 1, limit=1, until=position)
    if not found:
        raise NotFound("entry", str(position))
    file = found[0].originator_id
    kind = reader.kind_of(found[0].topic, file)
    try:
        reader.check_file(kind, file, written=str(position))
    except (NotAllowed, NotFound):
        raise NotFound("entry", str(position)) from None
    return kind, file


def _proof(reader: Reader, position: int) -> Inclusion:
    """Raises Problem."""
    size = newest_of(reader.desk.seal()).checkpoint().size
    if position > size:
        raise not_sealed_yet(position, size)
    with readable_or_told():
        return reader.desk.seal().inclusion(position)


def _proof_json(found: Inclusion, leaf: bytes) -> dict[str, object]:
    """Everything that it takes to check it but the key and the entry itself."""
    _, size, root = found.note.checkpoint()
    return {
        "position": found.index + 1,
        "index": found.index,
        "size": size,
        "hashes": [one.hex() for one in found.hashes],
        "root": root.hex(),
        "leaf_hash": leaf_hash(leaf).hex(),
        "checkpoint": found.note.whole(),
    }


def _example() -> dict[str, object]:
    return _proof_json(read_inclusion(INCLUSION_EXAMPLE), LEAF_EXAMPLE)


def text_answer(request: Request, said: str) -> Response:
    """A text that stays with whoever asked; 304 where he has it already."""
    tag = tag_of(said)
    if has_already(request, tag):
        return not_modified(tag)
    return Response(said, headers=tag_headers(tag), media_type=TEXT)
