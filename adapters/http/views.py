"""Questions about everything at once: the network, deadlines, tenders, money of contracts, open anomalies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from adapters.exports.trail import kept_texts, told
from adapters.http.caller import caller_of
from adapters.http.documents import UNSUCCESSFUL
from adapters.http.files import answer
from adapters.http.moments import Asked, AsOf, as_of
from adapters.http.parts import AtDesk, Desk
from adapters.http.paths import ROOT
from projections.anomalies import ANOMALIES, anomaly_rows
from projections.compensation import COMPENSATION, compensation_rows
from projections.contract_ledger import CONTRACT_LEDGER, ledger_rows
from projections.deadlines import DEADLINES, deadline_rows
from projections.findings import FINDINGS, finding_rows, measure_rows
from projections.indicators import INDICATORS, indicator_rows
from projections.inspection_plan import INSPECTION_PLAN, plan_rows
from projections.inspection_trail import INSPECTION_TRAIL, TrailRow, trail_rows
from projections.network import NETWORK, network_rows
from projections.report import Report
from projections.tender_funnel import TENDER_FUNNEL, tender_rows
from projections.view import View


@dataclass(frozen=True)
class Question:
    """A view under its address: which views it reads, and how."""

    name: str
    about: str
    views: tuple[View, ...]
    rows: Callable[[Desk, AsOf], Report[Any]]
    told: Callable[[Desk, Sequence[Any]], Sequence[Any]] = lambda _, rows: rows
    """What is answered of a page, where it is more than its rows."""


def _trail(desk: Desk, rows: Sequence[TrailRow]) -> Sequence[Any]:
    """Rows with their sentences in both languages, and the fate of each text."""
    kept = kept_texts(desk.parts.ledger, rows)
    return [told(row, kept) for row in rows]


QUESTIONS = (
    Question(
        "network",
        "Who provides what, where, under which contract, for how much.",
        (NETWORK,),
        lambda desk, at: network_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "deadlines",
        "What is due, whose turn it is, and until when.",
        (DEADLINES, TENDER_FUNNEL),
        lambda desk, at: deadline_rows(
            desk.database, valid=at.valid, calendar=desk.parts.facts.calendar, known=at.known
        ),
    ),
    Question(
        "tender-funnel",
        "How far tenders have come.",
        (TENDER_FUNNEL,),
        lambda desk, at: tender_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "contract-ledger",
        "Every money event of every contract as signed rows.",
        (CONTRACT_LEDGER,),
        lambda desk, at: ledger_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "indicators",
        "Targets and what was reached of them.",
        (INDICATORS,),
        lambda desk, at: indicator_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "compensation",
        "What each service may get, got and cost in a year.",
        (COMPENSATION,),
        lambda desk, at: compensation_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "trail",
        "Every entry of every inspection in one sentence, with what it changed. What takes effect later is told, too.",
        (INSPECTION_TRAIL,),
        lambda desk, at: trail_rows(desk.database, known=at.known),
        _trail,
    ),
    Question(
        "findings",
        "What inspections found, and what objections did to it.",
        (FINDINGS,),
        lambda desk, at: finding_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "measures",
        "What inspections asked for, until when, and what came of it.",
        (FINDINGS,),
        lambda desk, at: measure_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "inspection-plan",
        "What is to be inspected by law and by risk, and what was inspected last.",
        (INSPECTION_PLAN,),
        lambda desk, at: plan_rows(desk.database, valid=at.valid, known=at.known),
    ),
    Question(
        "anomalies",
        "What was recorded although a rule speaks against it.",
        (ANOMALIES,),
        lambda desk, at: anomaly_rows(desk.database, valid=at.valid, known=at.known),
    ),
)

MOST = 1000


def view_routes() -> APIRouter:
    """One address for each view."""
    router = APIRouter(tags=["views"], dependencies=[Depends(caller_of)])
    for question in QUESTIONS:
        _add_route(router, question)
    return router


def _add_route(router: APIRouter, question: Question) -> None:
    name = question.name

    @router.get(f"{ROOT}/{name}", operation_id=name, summary=question.about, responses={**UNSUCCESSFUL})
    def ask(
        request: Request,
        desk: AtDesk,
        asked: Asked,
        start: Annotated[int, Query(ge=0, le=2**31, description="From which row on.")] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    ) -> Response:
        at = as_of(desk.parts, asked)
        desk.up_to_date(*question.views)
        found = question.rows(desk, at)
        page = found[start : start + limit]
        after = start + len(page)
        next_start = after if after < len(found) else None
        data = {"rows": question.told(desk, page), "total": len(found), "next_start": next_start}
        times = {"valid": at.valid, "known_seq": found.as_of_position}
        return answer(request, name, data, times, tag=f"{found.as_of_position}-{at.valid}-{start}-{limit}")
