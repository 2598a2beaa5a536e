"""A tender with lots: planned, published, bid for, evaluated, waited for, awarded, contracted, closed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import at, later
from adapters.synth.lives.project import ProjectFrame
from adapters.synth.lives.tender.bids import EVALUATORS, call
from adapters.synth.lives.tender.course import Course
from adapters.synth.lives.tender.lot import Lot, lot_strand
from adapters.synth.numbers import resolution
from adapters.synth.people import CLERKS, ORDERERS
from adapters.synth.step import File, Step, in_order
from domain.kernel.money import Money
from domain.tender.commands import (
    ApproveTender,
    CloseTender,
    DefineLot,
    PlanTender,
    PublishTender,
    RecordConflictDeclaration,
    RecordPreliminaryInterest,
    RecordResultPublication,
)
from domain.tender.rules.award import result_published_in_time

RESULT_LATE = result_published_in_time.label


def tender_file(source: str, *, project: int, year: int) -> File:
    return File(source, f"tender-{project}-{year}", opens=PlanTender)


def tender_number(project: int, year: int) -> str:
    return f"SYN-{project:06d}/{year}"


def tender_life(
    course: Course, lots: Sequence[Lot], file: File, chance: Chance, *, project: ProjectFrame, told: range
) -> Iterator[Step]:
    """From the plan to the closing; `told` are the contracts that are there to be recorded on their awards."""
    contracted = [lot for lot in lots if lot.terms.wanted.contract in told]
    return in_order(
        _prepared(course, lots, project, file, chance),
        _interest(course, lots, file, chance.apart("interest")),
        _published(course, file),
        *(lot_strand(lot, course.published_on, file, chance.apart(lot.name)) for lot in lots),
        *(_contract_strand(lot, file, chance.apart("contract", lot.name)) for lot in contracted),
        _closing(contracted, file, chance.apart("closing")) if len(contracted) == len(lots) else (),
    )


# Before the call -----------------------------------------------------------------------------------------------------


def _prepared(course: Course, lots: Sequence[Lot], project: ProjectFrame, file: File, chance: Chance) -> Iterator[Step]:
    """The plan, the resolution, the lots."""
    clerk, year = chance.one_of(CLERKS), lots[0].terms.wanted.year
    yield file.write(
        PlanTender,
        course.planned_on,
        {
            "number": tender_number(project.number, year),
            "title": f"Synthetic services {project.number}/{year}",
            "project": project.identifier,
            "section": lots[0].terms.services[0].kind.section,
            "regime": "SIMPLIFIED_129",
            "estimated_value": Money.czk(sum(lot.highest_price for lot in lots)),
            "price_percent": 85,
        },
        who=clerk,
    )
    resolved = {"body": "RK", "resolution": resolution(chance, body="RK", year=course.approved_on.year)}
    yield file.write(ApproveTender, course.approved_on, resolved, who=ORDERERS[0])
    for number, lot in enumerate(lots, 1):
        yield file.write(DefineLot, course.approved_on, _lot(lot, number), who=clerk, named=lot.name)


def _lot(lot: Lot, number: int) -> dict[str, Any]:
    service, price = lot.terms.services[0], Money.czk(lot.highest_price)
    return {
        "lot": lot.name,
        "number": number,
        "title": service.kind.name,
        "orps": list(service.orps),
        "forms": [service.kind.form],
        "capacities": [service.capacity],
        "estimated_value": price,
        "price_maximum": price,
        "compensation": Money.czk(-(-lot.highest_price * 100 // 85)),
    }


def _interest(course: Course, lots: Sequence[Lot], file: File, chance: Chance) -> Iterator[Step]:
    """A preliminary notice asks who would bid; the answers come in time."""
    until = later(course.asked_on, 12)
    notice = {"notice_kind": "PRELIMINARY", "registers": ["VVZ"], "interest_until": at(until, 10)}
    yield file.write(PublishTender, course.asked_on, notice, who=CLERKS[0], named="preliminary")
    for lot in lots:
        for number, bidder in enumerate(lot.course.bidders, 1):
            if chance.happens(0.5):
                name, day = f"interest-{lot.name}{number}", later(course.asked_on, chance.number(2, 6))
                said = {"provider": bidder.organisation, "lots": [lot.name], "received_at": at(day, 9)}
                yield file.write(RecordPreliminaryInterest, day, {"interest": name, **said}, who=CLERKS[1], named=name)


def _published(course: Course, file: File) -> Iterator[Step]:
    """The call for bids opens the first round of every lot; the evaluators have no conflict of interest."""
    said = call(file, course.bids_until) | {"notice_kind": "START"}
    yield file.write(PublishTender, course.published_on, said, who=CLERKS[0], named="start")
    for evaluator in EVALUATORS:
        declared = {"evaluator": evaluator, "role": "member", "has_conflict": False}
        yield file.write(RecordConflictDeclaration, course.bids_until, declared, who=CLERKS[0], named=evaluator)


# After the award -----------------------------------------------------------------------------------------------------


def _contract_strand(lot: Lot, file: File, chance: Chance) -> Iterator[Step]:
    """The contract takes up the award when it is concluded; the result is published within thirty days of that."""
    clerk = chance.one_of(CLERKS)
    published = {"lots": [lot.name], "registers": ["VVZ", "PROFILE"]}
    yield file.write(RecordResultPublication, _result_on(lot), published, who=clerk, named=lot.name, expects=_late(lot))


def _result_on(lot: Lot) -> date:
    return later(lot.terms.concluded_on, 45 if lot.course.is_result_late else 15)


def _late(lot: Lot) -> tuple[str, ...]:
    return (RESULT_LATE,) if lot.course.is_result_late else ()


def _closing(lots: Sequence[Lot], file: File, chance: Chance) -> Iterator[Step]:
    """Once every result is published."""
    day = later(max(_result_on(lot) for lot in lots), chance.number(5, 30))
    yield file.write(CloseTender, day, who=CLERKS[0])
