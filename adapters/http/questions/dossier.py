"""The dossier of an inspection over HTTP: all of it as an archive, its trail as rows, or everything but the papers."""

import re
from functools import cache
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from adapters.exports.dossier import Card, Dossier, protocol_papers, trail_csv, trail_json, zip_dossier
from adapters.exports.trail import Named, kept_texts
from adapters.http.archives import ZIP, archive_answer
from adapters.http.document.commands import UNSUCCESSFUL
from adapters.http.evidence.answers import answers
from adapters.http.language import speech_of
from adapters.http.parts import Desk
from adapters.http.paths import ROOT
from adapters.http.questions.answers import JSON, VARY, accepted
from adapters.http.questions.files import File
from adapters.http.questions.moments import Asked, AsOf, Times, as_of
from adapters.http.questions.reading import Reader, Reading, may_read
from adapters.http.questions.waiting import views_seen
from adapters.telling.cards import card_json
from adapters.telling.frames import encoded, frame
from adapters.telling.speech import Speech
from domain.inspection.inspection import Inspection
from projections.inspection_trail import INSPECTION_TRAIL, TrailFilter, trail_rows
from projections.registry import REGISTRY, labels

CSV = "text/csv"
FORMATS = (JSON, CSV, ZIP)
TRAIL = "trail"


def dossier_routes() -> APIRouter:
    """One address; who asks may read the file and the trail, for the archive evidence, too."""
    router = APIRouter(tags=["files"])

    @router.get(
        f"{ROOT}/inspections/{{identifier}}/dossier",
        operation_id="dossier",
        summary="The dossier of an inspection: as an archive with every paper, as the rows of its trail, or as JSON",
        response_class=Response,
        responses={200: {"content": {media: {} for media in FORMATS}}, **UNSUCCESSFUL, **answers(507)},
        dependencies=[may_read(TRAIL), views_seen(lambda _: (INSPECTION_TRAIL,))],
    )
    def dossier(request: Request, reader: Reading, identifier: str, asked: Asked) -> Response:
        media = accepted(request, FORMATS)
        if media == ZIP:
            reader.check("evidence")
        content = _content(reader, identifier, asked)
        reader.note("dossier", [(Inspection.kind, UUID(content.inspection))], known=content.known_seq, detail=media)
        return _ANSWERS[media](reader.desk, content, speech_of(request))

    return router


def _content(reader: Reader, written: str, asked: Times) -> Dossier:
    """What goes into it, as far as the trail has come. Raises NotAllowed, TooNarrow, NotFound, Problem."""
    desk = reader.desk
    at, now = as_of(desk.parts, asked), as_of(desk.parts, Times())
    file = File(reader, Inspection.kind, written, at.known)
    database = desk.up_to_date(INSPECTION_TRAIL, REGISTRY)
    wanted = TrailFilter(inspection=file.id)
    report = trail_rows(database, valid=asked.valid, known=at.known, filters=wanted)
    return Dossier(
        number=next((row.number for row in report.rows if row.number), written),
        inspection=str(file.id),
        valid=at.valid,
        known_seq=report.as_of_position,
        made_at=desk.parts.clock(),
        rows=report.rows,
        kept=kept_texts(desk.parts.ledger, report.rows),
        cards=(_card(file, at, name="as-asked"), _card(File(reader, Inspection.kind, written, now.known), now)),
        named=_named(reader),
    )


def _card(file: File, at: AsOf, *, name: str = "now") -> Card:
    return Card(name, at.valid, at.known, card_json(file.card(at)))


def _named(reader: Reader) -> Named:
    """The number of another file, to whoever may know every number."""
    if not reader.check(TRAIL).is_whole:
        return str

    @cache
    def number(identifier: UUID) -> str:
        found = labels(reader.desk.database, [identifier])
        return next((one.label for one in found.values() if one.label), str(identifier))

    return number


# On the wire ----------------------------------------------------------------------------------------------------------


def _as_json(desk: Desk, content: Dossier, _: Speech) -> Response:
    data = {
        "id": content.inspection,
        "number": content.number,
        "made_at": content.made_at,
        "cards": list(content.cards),
        "trail": trail_json(content),
        "protocol": protocol_papers(content.rows),
        "evidence": _evidence(desk, content),
    }
    times = {"valid": content.valid, "known_seq": content.known_seq}
    return Response(encoded(frame("dossier", data, times)), headers={"Vary": VARY}, media_type=JSON)


def _evidence(desk: Desk, content: Dossier) -> list[dict[str, Any]]:
    """Every file that an entry names, and whether it is there."""
    named = dict.fromkeys(one for row in content.rows for one in row.documents)
    return [{"sha256": digest, "is_there": desk.parts.evidence.has(digest)} for digest in named]


def _as_csv(_: Desk, content: Dossier, say: Speech) -> Response:
    return Response(trail_csv(content, say), headers=_saved_as(content, "csv"), media_type=CSV)


def _as_archive(desk: Desk, content: Dossier, say: Speech) -> Response:
    store = desk.parts.evidence
    return archive_answer(store, lambda out: zip_dossier(content, out, store, say), _saved_as(content, "zip"))


def _saved_as(content: Dossier, extension: str) -> dict[str, str]:
    name = re.sub(r"[^0-9A-Za-z]+", "-", content.number).strip("-")
    return {"Vary": VARY, "Content-Disposition": f'attachment; filename="dossier-{name}.{extension}"'}


_ANSWERS = {JSON: _as_json, CSV: _as_csv, ZIP: _as_archive}
