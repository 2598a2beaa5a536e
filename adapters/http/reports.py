"""Reports over HTTP: JSON with the entries behind each cell, CSV or XLSX, as the caller accepts them."""

from http import HTTPStatus
from io import BytesIO

from fastapi import APIRouter, Depends, Request, Response

from adapters.exports.formats import FORMATS, Export
from adapters.http.caller import caller_of
from adapters.http.documents import UNSUCCESSFUL
from adapters.http.language import speech_of
from adapters.http.moments import Asked, as_of
from adapters.http.parts import AtDesk
from adapters.http.paths import ROOT
from adapters.http.problems import Problem
from adapters.telling.words import Words
from projections.sheets import SHEETS
from projections.sheets import Asked as SheetAsked

TYPES = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/json": "json",
}
"""The format of each media type; JSON where none of them is asked for."""
NO_REPORT = Words("there is no report {name}", "sestava {name} neexistuje")


def report_routes() -> APIRouter:
    """One address for each report."""
    router = APIRouter(tags=["reports"], dependencies=[Depends(caller_of)])

    @router.get(
        f"{ROOT}/reports/{{name}}",
        operation_id="report",
        summary="A report as of two moments",
        responses={200: {"content": {media: {} for media in TYPES}}, **UNSUCCESSFUL},
    )
    def report(request: Request, desk: AtDesk, name: str, asked: Asked) -> Response:
        if name not in SHEETS:
            raise Problem(HTTPStatus.NOT_FOUND, "no-report", NO_REPORT, name=name).with_members(reports=list(SHEETS))
        maker, at = SHEETS[name], as_of(desk.parts, asked)
        database = desk.up_to_date(*maker.views)
        sheet = maker.make(database, SheetAsked(at.valid, at.known, desk.parts.facts.calendar))
        media = _accepted(request.headers.get("accept", ""))
        body = BytesIO()
        FORMATS[TYPES[media]](Export(sheet, speech_of(request), desk.parts.clock()), body)
        return Response(body.getvalue(), media_type=media, headers=_headers(name, TYPES[media]))

    return router


def _accepted(accept: str) -> str:
    """The first of ours that the caller names."""
    named = [part.split(";")[0].strip() for part in accept.split(",")]
    return next((media for media in named if media in TYPES), "application/json")


def _headers(name: str, extension: str) -> dict[str, str]:
    return {} if extension == "json" else {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
