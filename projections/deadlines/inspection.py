"""The deadlines of an inspection: what is asked for, the protocol, objections and their settlement, measures, the file.

A limit that was computed when it was recorded stands as recorded; an inspection under a contract has those that the
contract agreed, and where it agreed none, nobody can tell a last day.
"""

from collections.abc import Iterator

from domain.inspection.events import authorisation, closing, conduct, objections, planning, protocol, remedies
from domain.inspection.events.opening import InspectionStarted
from domain.inspection.payloads import Delivery
from projections.deadlines.kinds import Course, Kind, Nature, Turn, on
from projections.deadlines.steps import (
    ALL,
    Mark,
    Missing,
    Step,
    done,
    ended,
    failed,
    fixed,
    moved,
    named,
    opened,
    opened_until,
    step,
)
from projections.limits import ends

_CANCELLED = on(planning.InspectionCancelled, lambda _: [ended(ALL)])


# The plan -------------------------------------------------------------------------------------------------------------


def _planned(event: planning.InspectionPlanned) -> Iterator[Step]:
    """A plan without days is no deadline until it gets them."""
    if event.follow_up_of is None:
        last_day = event.planned_for.end if event.planned_for else None
        yield opened_until(last_day) if last_day else named("")


def _follow_up_planned(event: planning.InspectionPlanned) -> Iterator[Step]:
    """Somebody ordered it: where no day is set, one is missing."""
    if event.follow_up_of is not None:
        yield opened_until(event.planned_for.end if event.planned_for else None, missing=Missing.NOT_SET)


def _plan_changed(event: planning.InspectionPlanChanged) -> Iterator[Step]:
    if event.planned_for is not None and event.planned_for.end is not None:
        yield moved(fixed(event.planned_for.end))


# Documents ------------------------------------------------------------------------------------------------------------


def _requested(event: authorisation.DocumentsRequested) -> Iterator[Step]:
    yield step(Mark.OPENED, event.request, parts=list(event.items), **ends(event.due))


def _came(event: authorisation.DocumentsReceived) -> Iterator[Step]:
    yield step(Mark.DONE, event.request, parts=list(event.items))


# The protocol and objections ------------------------------------------------------------------------------------------


def _sent(event: protocol.ProtocolSent) -> Iterator[Step]:
    """Sent and not delivered: nobody can say until when objections may come."""
    yield opened(None, _paper(event.addendum), missing=Missing.DELIVERY)


def _delivered(event: protocol.ProtocolDelivered) -> Iterator[Step]:
    yield opened(event.objections_until, _paper(event.addendum), missing=_why(event.delivery))


def _why(delivery: Delivery) -> Missing:
    """Why there is no last day: the day of delivery is missing, or nobody set how long."""
    return Missing.DELIVERY if delivery.delivered_on is None else Missing.NOT_SET


def _paper(addendum: int | None) -> str:
    return "" if addendum is None else str(addendum)


def _made_use_of(event: objections.ObjectionsReceived) -> Iterator[Step]:
    day = event.sent_on if event.filing in {"POST", "DATA_BOX"} and event.sent_on else event.received_on
    yield done(_paper(event.addendum), day=day)


def _wait(event: protocol.ProtocolDelivered) -> Iterator[Step]:
    if event.wait_until is not None:
        yield opened_until(event.wait_until, _paper(event.addendum))


def _for_head(event: objections.ObjectionsReceived) -> Iterator[Step]:
    """Only the Control Act knows this: without a limit there is no such right."""
    if event.head_by is not None:
        yield opened(event.head_by, event.objection)


def _to_settle(event: objections.ObjectionsReceived) -> Iterator[Step]:
    why = Missing.NOT_SET if event.received_on is not None else Missing.UNKNOWN_START
    yield opened(event.decide_by, event.objection, missing=why)


# Measures -------------------------------------------------------------------------------------------------------------


def _asked(kind: remedies.MeasureKind, event: remedies.CorrectiveMeasureImposed) -> Iterator[Step]:
    if event.asks_for == kind:
        yield opened(event.due, event.measure)


def _extended(event: remedies.CorrectiveMeasureExtended) -> Iterator[Step]:
    yield moved(event.due, event.measure)


def _reported(event: remedies.CorrectiveReportReceived) -> Iterator[Step]:
    """What says itself that something is left does not meet the deadline."""
    if not event.is_partial:
        yield done(event.measure)


_AFTER = (
    on(remedies.CorrectiveMeasureExtended, _extended),
    on(remedies.CorrectiveReportReceived, _reported),
    on(remedies.CorrectiveMeasureVerified, lambda event: [done(event.measure)]),
    on(remedies.MeasurePartlyFulfilled, lambda event: [step(Mark.RETURNED, event.measure)]),
    on(remedies.MeasureNotFulfilled, lambda event: [failed(event.measure)]),
    on(remedies.MeasureLifted, lambda event: [ended(event.measure)]),
)
"""Steps of a measure of either kind; a step of what was never set sets nothing."""


def _kept_until(event: closing.InspectionArchived) -> Iterator[Step]:
    yield opened_until(event.kept_until, missing=Missing.OPEN_END)


# The table ------------------------------------------------------------------------------------------------------------

INSPECTION_KINDS = (
    Kind(
        "inspection.planned",
        Turn.REGION,
        en="make the planned inspection",
        cs="zahájit naplánovanou kontrolu",
        course=Course.JUDGED,
        steps=(
            on(planning.InspectionPlanned, _planned),
            on(planning.InspectionPlanChanged, _plan_changed),
            on(InspectionStarted, lambda _: [done()]),
            _CANCELLED,
        ),
    ),
    Kind(
        "inspection.follow-up",
        Turn.REGION,
        en="make the follow-up inspection",
        cs="zahájit následnou kontrolu",
        course=Course.JUDGED,
        steps=(
            on(planning.InspectionPlanned, _follow_up_planned),
            on(planning.InspectionPlanChanged, _plan_changed),
            on(InspectionStarted, lambda _: [done()]),
            _CANCELLED,
        ),
    ),
    Kind(
        "inspection.documents",
        Turn.PROVIDER,
        en="hand over the documents that were requested",
        cs="předložit vyžádané podklady",
        rule="inspection.documents-in-time",
        course=Course.PARTS,
        steps=(
            on(authorisation.DocumentsRequested, _requested),
            on(authorisation.DocumentsReceived, _came),
            _CANCELLED,
        ),
    ),
    Kind(
        "inspection.protocol",
        Turn.REGION,
        en="make the protocol",
        cs="vyhotovit protokol o kontrole",
        rule="inspection.protocol-made-in-time",
        course=Course.PARTS,
        steps=(
            on(
                conduct.LastControlActDone,
                lambda event: [opened(event.protocol_by, missing=Missing.NOT_SET)],
            ),
            on(
                conduct.InspectionDeclaredComplex,
                lambda event: [moved(event.protocol_by)] if event.protocol_by else [],
            ),
            on(protocol.ProtocolDrafted, lambda event: [step(Mark.NAMED, "", parts=list(event.signers))]),
            on(
                protocol.ProtocolSigned,
                lambda event: [step(Mark.DONE, "", part=event.signer)] if event.addendum is None else [],
            ),
        ),
    ),
    Kind(
        "inspection.objections",
        Turn.PROVIDER,
        en="object to the findings",
        cs="podat námitky proti kontrolním zjištěním",
        rule="inspection.objections-in-time",
        nature=Nature.RIGHT,
        steps=(
            on(protocol.ProtocolSent, _sent),
            on(protocol.ProtocolDelivered, _delivered),
            on(objections.ObjectionsReceived, _made_use_of),
            on(objections.ObjectionsWaived, lambda _: [ended(ALL)]),
        ),
    ),
    Kind(
        "inspection.posted-objections",
        Turn.REGION,
        en="wait for objections that were posted in time",
        cs="vyčkat námitek podaných k poštovní přepravě včas",
        nature=Nature.WAIT,
        steps=(
            on(protocol.ProtocolDelivered, _wait),
            on(closing.InspectionEnded, lambda _: [ended(ALL)]),
        ),
    ),
    Kind(
        "inspection.head",
        Turn.REGION,
        en="uphold the objections in full (head of the group)",
        cs="plně vyhovět námitkám (vedoucí skupiny)",
        rule="inspection.upheld-within-seven-days",
        nature=Nature.RIGHT,
        steps=(
            on(objections.ObjectionsReceived, _for_head),
            on(objections.ObjectionsUpheldByHead, lambda event: [done(event.objection)]),
            on(objections.ObjectionsDecidedBySuperior, lambda event: [ended(event.objection)]),
            on(objections.ObjectionsHandedToProceeding, lambda event: [ended(event.objection)]),
        ),
    ),
    Kind(
        "inspection.settlement",
        Turn.REGION,
        en="settle the objections",
        cs="vyřídit námitky",
        rule="inspection.settled-in-time",
        steps=(
            on(objections.ObjectionsReceived, _to_settle),
            on(
                objections.ObjectionDeadlineExtendedNotified,
                lambda event: [opened(event.decide_by, event.objection)],
            ),
            on(objections.ObjectionsUpheldByHead, lambda event: [done(event.objection)]),
            on(objections.ObjectionsDecidedBySuperior, lambda event: [done(event.objection)]),
            on(objections.ObjectionsHandedToProceeding, lambda event: [ended(event.objection)]),
        ),
    ),
    Kind(
        "inspection.measure",
        Turn.PROVIDER,
        en="fulfil the corrective measure",
        cs="splnit nápravné opatření",
        rule="inspection.reported-in-time",
        course=Course.JUDGED,
        steps=(
            on(remedies.CorrectiveMeasureImposed, lambda event: _asked("CORRECTIVE_MEASURE", event)),
            *_AFTER,
        ),
    ),
    Kind(
        "inspection.report",
        Turn.PROVIDER,
        en="report in writing on the removal of deficiencies",
        cs="podat písemnou zprávu o odstranění nedostatků",
        rule="inspection.reported-in-time",
        course=Course.JUDGED,
        steps=(
            on(remedies.CorrectiveMeasureImposed, lambda event: _asked("WRITTEN_REPORT", event)),
            *_AFTER,
        ),
    ),
    Kind(
        "inspection.retention",
        Turn.REGION,
        en="the file has to be kept",
        cs="spis kontroly se uchovává",
        nature=Nature.TERM,
        steps=(
            on(closing.InspectionArchived, _kept_until),
            on(closing.InspectionDisposed, lambda _: [ended()]),
        ),
    ),
)
