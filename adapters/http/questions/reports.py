"""Reports over HTTP: JSON with the entries behind each cell, CSV or XLSX, as the caller accepts them."""

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from adapters.exports.formats import Export
from adapters.http.document.commands import ANSWERED
from adapters.http.language import speech_of
from adapters.http.parts import AtDesk, Desk
from adapters.http.paths import ROOT
from adapters.http.problems import Problem
from adapters.http.questions.answers import JSON, accepted, has_already, not_modified, tag_of
from adapters.http.questions.listing import sheet_response
from adapters.http.questions.moments import Asked, as_of, known_day
from adapters.http.questions.reading import Reading
from adapters.http.questions.waiting import views_seen
from adapters.telling.frames import encoded
from adapters.telling.words import Words
from projections.sheets import SHEETS, Sheet
from projections.sheets import Asked as SheetAsked
from projections.view import View

NO_REPORT = Words("there is no report {name}", "sestava {name} neexistuje")


def report_routes() -> APIRouter:
    """One address for each report."""
    router = APIRouter(tags=["reports"])

    @router.get(
        f"{ROOT}/reports/{{name}}",
        operation_id="report",
        summary="A report as of two moments",
        responses=ANSWERED,
        dependencies=[views_seen(_views)],
    )
    def report(request: Request, desk: AtDesk, reader: Reading, name: str, asked: Asked) -> Response:
        if name not in SHEETS:
            raise Problem(HTTPStatus.NOT_FOUND, "no-report", NO_REPORT, name=name).with_members(reports=list(SHEETS))
        reader.check(f"report.{name}")
        maker, at = SHEETS[name], as_of(desk.parts, asked)
        database = desk.up_to_date(*maker.views)
        sheet = maker.make(database, SheetAsked(at.valid, at.known, lambda: desk.parts.calendar))
        return _sheet(request, desk, sheet, known_day(desk.parts, asked, at.known))

    return router


def _views(request: Request) -> tuple[View, ...]:
    maker = SHEETS.get(request.path_params["name"])
    return maker.views if maker else ()


def _sheet(request: Request, desk: Desk, sheet: Sheet, known_on: date) -> Response:
    """The sheet in the format and language that the caller likes; 304 where he has it already."""
    media, say = accepted(request), speech_of(request)
    shown = (media, say.language, known_on if media != JSON else "")
    tag = tag_of("report", sheet.name, *shown, sheet.valid, sheet.as_of_position, encoded(sheet.lines))
    if has_already(request, tag):
        return not_modified(tag)
    return sheet_response(Export(sheet, say, desk.parts.clock(), known_on=known_on), sheet.name, media, tag)
