"""The evidence package of a file over HTTP, for whoever may read the file: with it outsiders check its history."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Response

from adapters.http.archives import ZIP, archive_answer
from adapters.http.document.commands import UNSUCCESSFUL
from adapters.http.evidence.answers import answers
from adapters.http.questions.answers import VARY
from adapters.http.questions.files import FILE, File, FileNamed
from adapters.http.questions.moments import Asked, AsOf, as_of
from adapters.http.questions.reading import Reader, Reading
from adapters.http.sealing.documents import problems
from adapters.http.sealing.entries import SUBJECT
from adapters.http.sealing.problems import no_key, no_proof, not_sealed_yet, readable_or_told
from adapters.http.sealing.public import newest_of
from adapters.sealing.package import QUESTION, NotAsSealed, Signed, write_package
from adapters.sealing.package import Asked as Wanted
from adapters.telling.cards import card_json

WithFiles = Annotated[bool, Query(description="The evidence that entries name goes along; who asks may read evidence.")]


def package_routes() -> APIRouter:
    """One address. Free texts are not read over HTTP, and do not go along."""
    router = APIRouter(tags=["seal"])

    @router.get(
        f"{FILE}/evidence-package",
        operation_id=QUESTION,
        summary="The entries of a file with their proofs, for an outsider to check; free texts are left out",
        response_class=Response,
        responses={200: {"content": {ZIP: {}}}, **UNSUCCESSFUL, **answers(507), **problems(404, 500, 503)},
    )
    def package(reader: Reading, about: FileNamed, asked: Asked, *, with_files: WithFiles = False) -> Response:
        reader.check(SUBJECT)
        if with_files:
            reader.check("evidence")
        at = as_of(reader.desk.parts, asked)
        file = File(reader, about.kind, about.identifier, at.known)
        signed = _signed(reader, last=file.entries[-1].position)
        wanted = _wanted(reader, about, file, at, with_files=with_files)
        reader.note(QUESTION, [(about.kind, file.id)], known=at.known, detail=wanted.along)
        return _answer(reader, wanted, signed)

    return router


def _signed(reader: Reader, *, last: int) -> Signed:
    """The newest checkpoint, which covers the last entry that is asked for. Raises Problem."""
    seal = reader.desk.seal()
    note = newest_of(seal)
    if last > note.checkpoint().size:
        raise not_sealed_yet(last, note.checkpoint().size)
    with readable_or_told():
        key = seal.standing().key
    if key is None:
        raise no_key()
    return Signed(note, key, seal.tables)


def _wanted(reader: Reader, about: FileNamed, file: File, at: AsOf, *, with_files: bool) -> Wanted:
    return Wanted(
        kind=about.kind,
        id=file.id,
        number=about.identifier,
        valid=at.valid,
        known_seq=at.known,
        card=card_json(file.card(at)),
        made_at=reader.desk.parts.clock(),
        role=reader.caller.actor.role,
        person=reader.caller.actor.person,
        with_texts=False,
        with_files=with_files,
    )


def _answer(reader: Reader, wanted: Wanted, signed: Signed) -> Response:
    """Raises Problem where an entry is not what was sealed: no package of it leaves the house."""
    parts, name = reader.desk.parts, re.sub(r"[^0-9A-Za-z]+", "-", wanted.number).strip("-")
    headers = {"Vary": VARY, "Content-Disposition": f'attachment; filename="evidence-{name}.zip"'}
    try:
        with readable_or_told():
            return archive_answer(parts.evidence, lambda out: write_package(parts, wanted, signed, out), headers)
    except NotAsSealed as error:
        raise no_proof(error.position) from None
