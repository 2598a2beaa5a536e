"""Which main fields an event sets: of findings, measures, papers, objections, answers, the group, the inspection."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pydantic import JsonValue

from domain.inspection.events import (
    authorisation,
    checklists,
    closing,
    conduct,
    findings,
    objections,
    planning,
    protocol,
    remedies,
    sampling,
)
from domain.inspection.events.opening import InspectionStarted
from domain.kernel.calendar import TimeLimit
from domain.kernel.entry import EntryCorrected
from domain.kernel.event import Event
from domain.kernel.plain import plain

Setting = dict[str, JsonValue]
"""`about`, `key`, `field`, `value`; `only_from` where it is set only if this was the value; of an answer also `answer`,
and `corrects`: the answers that it replaces."""
E = TypeVar("E", bound=Event)
Says = Callable[[Any], Iterable[Setting]]


def settings_of(event: Event) -> list[JsonValue]:
    """What this event sets; of a correction what the corrected entry sets from now on."""
    said = event.replacement() if isinstance(event, EntryCorrected) else event
    says = _SETTINGS.get(type(said))
    return [] if says is None else list(says(said))


def setting(about: str, key: object, field: str, value: object, **more: JsonValue) -> Setting:
    """One field of one thing; days, limits and amounts as they are stored."""
    stored = value.legal_last_day if isinstance(value, TimeLimit) else value
    return {"about": about, "key": str(key), "field": field, "value": plain(stored), **more}


def several(about: str, key: object, **values: object) -> Iterator[Setting]:
    """The fields of one thing that are stated."""
    return (setting(about, key, field, value) for field, value in values.items() if value is not None)


# The inspection -------------------------------------------------------------------------------------------------------

INSPECTION = ("inspection", "")


def _planned(event: planning.InspectionPlanned) -> Iterator[Setting]:
    yield setting(*INSPECTION, "state", "PLANNED")
    yield from several(
        *INSPECTION, subject=event.subject, period=event.period, planned_for=event.planned_for, risk=event.risk_score
    )


def _plan_changed(event: planning.InspectionPlanChanged) -> Iterator[Setting]:
    return several(
        *INSPECTION, subject=event.subject, period=event.period, planned_for=event.planned_for, risk=event.risk_score
    )


def _ended(event: closing.InspectionEnded) -> Iterator[Setting]:
    return several(*INSPECTION, state="ENDED", ended_on=event.ended_on)


def _end_taken_back(_: closing.EndTakenBack) -> Iterator[Setting]:
    yield setting(*INSPECTION, "state", "STARTED")
    yield setting(*INSPECTION, "ended_on", None)


def _archived(event: closing.InspectionArchived) -> Iterator[Setting]:
    return several(*INSPECTION, state="ARCHIVED", kept_until=event.kept_until)


def _state(state: str) -> Says:
    return lambda _: [setting(*INSPECTION, "state", state)]


# The group ------------------------------------------------------------------------------------------------------------


def _issued(event: authorisation.AuthorisationIssued) -> Iterator[Setting]:
    return (setting("member", one.person, "role", one.role) for one in event.team)


def _amended(event: authorisation.AuthorisationAmended) -> Iterator[Setting]:
    yield from (setting("member", person, "role", None) for person in event.leaves)
    yield from (setting("member", one.person, "role", one.role) for one in event.joins)


def _stepped_in(event: authorisation.SubstituteSteppedIn) -> Iterator[Setting]:
    yield setting("member", event.substitute, "stands_in_for", event.stands_in_for)


def _declared(event: planning.BiasDeclared) -> Iterator[Setting]:
    yield setting("member", event.person, "bias", "DECLARED" if event.has_conflict else "NONE")


# On site --------------------------------------------------------------------------------------------------------------


def _answered(event: checklists.ChecklistItemAnswered) -> Iterator[Setting]:
    point = f"{event.checklist} {event.item}"
    yield setting("answer", point, "value", event.value, answer=event.answer, corrects=list(event.corrects))


def _reviewed(event: sampling.SampleUnitReviewed) -> Iterator[Setting]:
    return several("unit", f"{event.sample} {event.unit}", result=event.result, error=event.error)


def _last_act(event: conduct.LastControlActDone) -> Iterator[Setting]:
    return several("protocol", "", make_by=event.protocol_by)


def _complex(event: conduct.InspectionDeclaredComplex) -> Iterator[Setting]:
    yield setting(*INSPECTION, "complex", value=True)
    yield from several("protocol", "", make_by=event.protocol_by)


# Findings -------------------------------------------------------------------------------------------------------------


def _recorded(event: findings.FindingRecorded) -> Iterator[Setting]:
    yield setting("finding", event.finding, "state", "PROPOSED")
    yield from _worded(event.finding, event.wording)
    yield from several("finding", event.finding, remedied=event.is_remedied or None)


def _changed(event: findings.FindingChanged) -> Iterator[Setting]:
    yield setting("finding", event.finding, "state", "CHANGED")
    yield from _worded(event.finding, event.wording)


def _worded(finding: str, wording: findings.FindingWording) -> Iterator[Setting]:
    """The whole wording: what it does not state it no longer says."""
    yield setting("finding", finding, "defect", wording.has_defect)
    yield setting("finding", finding, "severity", wording.severity)
    yield setting("finding", finding, "breached", wording.breached)
    yield setting("finding", finding, "amount", [one.amount for one in wording.amounts] or None)


# The protocol and objections ------------------------------------------------------------------------------------------


def _drafted(event: protocol.ProtocolDrafted) -> Iterator[Setting]:
    return several("protocol", "", version=event.version, document=event.document, make_by=event.make_by)


def _delivered(event: protocol.ProtocolDelivered) -> Iterator[Setting]:
    key = "" if event.addendum is None else event.addendum
    about = "protocol" if event.addendum is None else "addendum"
    return several(about, key, delivered_on=event.delivery.delivered_on, objections_until=event.objections_until)


def _objected(event: objections.ObjectionsReceived) -> Iterator[Setting]:
    return several("objection", event.objection, state="RECEIVED", head_by=event.head_by, decide_by=event.decide_by)


def _objection(state: str) -> Says:
    return lambda event: [setting("objection", event.objection, "state", state)]


def _decided(event: objections.ObjectionsDecidedBySuperior) -> Iterator[Setting]:
    yield setting("objection", event.objection, "state", "DECIDED")
    yield from (setting("finding", point.finding, "objection_outcome", point.outcome) for point in event.points)


# Measures -------------------------------------------------------------------------------------------------------------


def _imposed(event: remedies.CorrectiveMeasureImposed) -> Iterator[Setting]:
    return several("measure", event.measure, state="DUE", due=event.due)


def _extended(event: remedies.CorrectiveMeasureExtended) -> Iterator[Setting]:
    yield from several("measure", event.measure, due=event.due, extension="GRANTED")
    yield setting("measure", event.measure, "state", "DUE", only_from="NOT_FULFILLED")


def _measure(field: str, value: str) -> Says:
    return lambda event: [setting("measure", event.measure, field, value)]


def _follow_up(event: remedies.FollowUpInspectionOrdered) -> Iterator[Setting]:
    return (setting("measure", one, "follow_up", str(event.new_inspection)) for one in event.measures)


# The table ------------------------------------------------------------------------------------------------------------


def on(event: type[E], says: Callable[[E], Iterable[Setting]]) -> tuple[type[Event], Says]:
    """What an event sets."""
    return event, says


_SETTINGS: dict[type[Event], Says] = dict(
    (
        on(planning.InspectionPlanned, _planned),
        on(planning.InspectionPlanChanged, _plan_changed),
        on(planning.InspectionCancelled, _state("CANCELLED")),
        on(planning.BiasDeclared, _declared),
        on(planning.BiasObjected, lambda event: [setting("member", event.person, "bias", "OBJECTED")]),
        on(planning.BiasDecided, lambda event: [setting("member", event.person, "bias", event.outcome)]),
        on(authorisation.AuthorisationIssued, _issued),
        on(authorisation.AuthorisationAmended, _amended),
        on(authorisation.SubstituteSteppedIn, _stepped_in),
        on(authorisation.DocumentsRequested, lambda event: several("documents", event.request, due=event.due)),
        on(InspectionStarted, _state("STARTED")),
        on(checklists.ChecklistItemAnswered, _answered),
        on(sampling.SampleUnitReviewed, _reviewed),
        on(sampling.SampleExtrapolated, lambda e: several("sample", e.sample, error_projected=e.error_projected)),
        on(conduct.ConsentGiven, lambda event: [setting("consent", event.consent, "state", "GIVEN")]),
        on(conduct.ConsentWithdrawn, lambda event: [setting("consent", event.consent, "state", "TAKEN_BACK")]),
        on(conduct.LastControlActDone, _last_act),
        on(conduct.InspectionDeclaredComplex, _complex),
        on(findings.FindingRecorded, _recorded),
        on(findings.FindingRemedied, lambda event: [setting("finding", event.finding, "remedied", value=True)]),
        on(findings.FindingChanged, _changed),
        on(findings.FindingWithdrawn, lambda event: [setting("finding", event.finding, "state", "WITHDRAWN")]),
        on(
            findings.FindingMaintained,
            lambda event: [setting("finding", event.finding, "state", "MAINTAINED", only_from="PROPOSED")],
        ),
        on(protocol.ProtocolDrafted, _drafted),
        on(protocol.ProtocolDelivered, _delivered),
        on(protocol.ProtocolErrorCorrected, lambda event: [setting("protocol", "", "document", event.document)]),
        on(
            protocol.ProtocolAddendumIssued,
            lambda event: [setting("addendum", event.addendum, "document", event.document)],
        ),
        on(objections.ObjectionsReceived, _objected),
        on(objections.ObjectionsWaived, lambda _: [setting(*INSPECTION, "objections", "WAIVED")]),
        on(
            objections.ObjectionDeadlineExtendedNotified,
            lambda event: several("objection", event.objection, decide_by=event.decide_by),
        ),
        on(objections.ObjectionsUpheldByHead, _objection("UPHELD")),
        on(objections.ObjectionsDecidedBySuperior, _decided),
        on(objections.ObjectionSettlementDelivered, _objection("DELIVERED")),
        on(objections.ObjectionsHandedToProceeding, _objection("HANDED_OVER")),
        on(remedies.CorrectiveMeasureImposed, _imposed),
        on(remedies.MeasureExtensionRequested, _measure("extension", "ASKED")),
        on(remedies.CorrectiveMeasureExtended, _extended),
        on(remedies.MeasureExtensionRefused, _measure("extension", "REFUSED")),
        on(remedies.CorrectiveReportReceived, _measure("state", "REPORTED")),
        on(remedies.CorrectiveMeasureVerified, _measure("state", "FULFILLED")),
        on(remedies.MeasurePartlyFulfilled, _measure("state", "PARTLY_FULFILLED")),
        on(remedies.MeasureNotFulfilled, _measure("state", "NOT_FULFILLED")),
        on(remedies.MeasureLifted, _measure("state", "LIFTED")),
        on(remedies.FollowUpInspectionOrdered, _follow_up),
        on(closing.InspectionEnded, _ended),
        on(closing.EndTakenBack, _end_taken_back),
        on(closing.InspectionArchived, _archived),
        on(closing.InspectionHoldPlaced, lambda event: [setting("hold", event.hold, "state", "PLACED")]),
        on(closing.InspectionHoldReleased, lambda event: [setting("hold", event.hold, "state", "RELEASED")]),
        on(closing.InspectionDisposed, _state("DISPOSED")),
    )
)
"""By the event; the others change no field that the trail follows, and their facts say what they say."""
