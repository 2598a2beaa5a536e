"""The addresses of the questions about everything: under conditions, in an order, page by page or as a sheet."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from adapters.http.document.commands import ANSWERED
from adapters.http.document.filter_parameters import filter_parameters
from adapters.http.parts import AtDesk
from adapters.http.paths import ROOT
from adapters.http.questions.listing import Listing, Page
from adapters.http.questions.moments import Asked
from adapters.http.questions.reading import Reading, may_read
from adapters.http.questions.table import QUESTIONS, SEARCH, Question
from adapters.http.questions.waiting import views_seen

__all__ = ["QUESTIONS", "Question", "view_routes"]


def view_routes() -> APIRouter:
    """One address for each question."""
    router = APIRouter(tags=["views"])
    for question in (*QUESTIONS, SEARCH):
        _add_route(router, question)
    return router


def _add_route(router: APIRouter, question: Question) -> None:
    @router.get(
        f"{ROOT}/{question.name}",
        operation_id=question.name,
        summary=question.about.en,
        responses=ANSWERED,
        dependencies=[may_read(question.name), views_seen(lambda _: question.views)],
        openapi_extra={"parameters": filter_parameters(question)},
    )
    def ask(
        request: Request, desk: AtDesk, reader: Reading, asked: Asked, page: Annotated[Page, Depends()]
    ) -> Response:
        return Listing(request, desk, question, reader).answer(asked, page)
