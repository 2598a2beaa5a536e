"""The card of an inspection: what it was on a day, who is in it, what was done, what came of it."""

from datetime import date

from domain.inspection.inspection import Inspection
from domain.inspection.outcome_records import FindingRecord, MeasureRecord, ObjectionRecord, Paper
from domain.inspection.records import Asked, Checklist, Sample
from domain.kernel.card import Card, those_there


def inspection_card(inspection: Inspection, on: date) -> Card:
    """The fields of an inspection as of the day."""
    return {
        **_identity(inspection, on),
        **_people(inspection, on),
        **_days(inspection, on),
        **_prepared(inspection, on),
        **_on_site(inspection, on),
        **_outcome(inspection, on),
    }


def _identity(inspection: Inspection, on: date) -> Card:
    subject = inspection.subject
    files = (subject.services, subject.contracts, subject.mandates) if subject else ((), (), ())
    return {
        "number": inspection.number,
        "regime": inspection.regime,
        "status": inspection.status.on(on),
        "provider_ico": subject.provider if subject else None,
        "uses_control_act": inspection.uses_control_act if inspection.regime else None,
        **those_there(
            services=files[0],
            contracts=files[1],
            mandates=files[2],
            project=subject.project if subject else None,
            basis=inspection.basis,
            agreed=inspection.agreed,
            inspected_period=inspection.period,
            planned_for=inspection.planned_for,
            reason=inspection.reason,
            risk_score=inspection.risk_score,
            follow_up_of=inspection.follow_up_of,
            methodology=inspection.methodology,
        ),
    }


def _people(inspection: Inspection, on: date) -> Card:
    """By their keys alone; the vault knows the names."""
    if not _came(inspection.authorised_on, on, is_so=inspection.is_authorised):
        return {}
    biased = {person: held.on(on) for person, held in inspection.bias.items() if held.on(on) is not None}
    return those_there(
        superior=inspection.superior,
        head=inspection.head_on(on),
        controllers=inspection.controllers_on(on),
        undeclared=inspection.undeclared(on),
        biased=biased,
        invited={person: one.expertise for person, one in inspection.invited.items() if _came(one.on, on)},
    )


def _days(inspection: Inspection, on: date) -> Card:
    """Every step with its day. The limit for the protocol by law, and the safe one beside it."""
    started = _came(inspection.started_on, on, is_so=inspection.is_started)
    limit = inspection.protocol_by if _came(inspection.last_act_on, on) else None
    return {
        "authorised_on": _by(inspection.authorised_on, on),
        "started_on": _by(inspection.started_on, on),
        "last_act_on": _by(inspection.last_act_on, on),
        "protocol_by": limit.legal_last_day if limit else None,
        "signed_on": _by(inspection.signed_on, on),
        "ended_on": _by(inspection.ended_on, on),
        **those_there(
            start_mode=inspection.start_mode if started else None,
            protocol_by_safely=limit.safe_last_day if limit else None,
            complex_on=_by(inspection.complex_on, on),
            cancelled_on=_by(inspection.cancelled_on, on),
            end_reason=inspection.end.reason if inspection.end and _came(inspection.ended_on, on) else None,
            archived_on=_by(inspection.archived_on, on),
            disposed_on=_by(inspection.disposed_on, on),
            kept_until=inspection.kept_until
            if _came(inspection.archived_on, on, is_so=inspection.is_archived)
            else None,
        ),
    }


def _prepared(inspection: Inspection, on: date) -> Card:
    asked = {name: _asked(one, on) for name, one in inspection.requests.items() if _came(one.on, on)}
    return those_there(
        notice_on=_by(inspection.notice_issued_on, on),
        notice_delivered_on=_by(inspection.notice_delivered_on, on),
        notice_waived=inspection.notice_waived,
        documents=asked,
    )


def _asked(one: Asked, on: date) -> Card:
    missing = tuple(item for item in one.items if not _came(one.received.get(item), on, is_so=item in one.received))
    return {"due": one.due.legal_last_day, "missing": missing, "overdue": bool(missing) and one.due.legal_last_day < on}


def _on_site(inspection: Inspection, on: date) -> Card:
    begun = inspection.checklists.items()
    measured = {name: one for name, one in inspection.measurements.items() if _came(one.on, on)}
    recomputed = {name: one for name, one in inspection.recomputations.items() if _came(one.on, on)}
    missing = {device: inspection.missing_from(device) for device in sorted(inspection.sent_by_device)}
    return those_there(
        checklists={name: _checklist(one) for name, one in begun if _came(one.on, on)},
        samples={name: _sample(one) for name, one in inspection.samples.items() if _came(one.on, on)},
        measurements={
            name: {"reported": one.reported, "found": one.found, "difference": one.difference}
            for name, one in measured.items()
        },
        recomputations={
            name: {"reported": one.reported, "found": one.found, "difference": one.difference}
            for name, one in recomputed.items()
        },
        originals_held={name: one.still_held for name, one in inspection.receipts.items() if one.still_held},
        obstructions=tuple(inspection.obstructions),
        not_sent_yet={device: numbers for device, numbers in missing.items() if numbers},
    )


def _checklist(one: Checklist) -> Card:
    """How far it is; a point in conflict shows every answer that stands."""
    conflicts = {item: {given.answer: given.value for given in one.standing(item)} for item in one.conflicts}
    return {
        "template": one.template,
        "version": one.version,
        "points": len(one.items),
        "answered": one.answered,
        **those_there(
            defects=tuple(item for item in one.items if one.value(item) == "DEFECT"),
            missing=one.missing,
            conflicts=conflicts,
        ),
    }


def _sample(one: Sample) -> Card:
    concluded = one.concluded
    return {
        "method": one.terms.method,
        "seed": one.terms.seed,
        "units": one.units,
        **those_there(
            replaced=one.replaced,
            unreviewed=one.unreviewed,
            error_found=concluded.error_found if concluded else None,
            error_projected=concluded.error_projected if concluded else None,
        ),
    }


def _outcome(inspection: Inspection, on: date) -> Card:
    findings = {name: one for name, one in inspection.findings.items() if _came(one.on, on)}
    objections = inspection.objections.items()
    return those_there(
        findings={name: _finding(one) for name, one in findings.items()},
        protocol_versions={n: _paper(one, on) for n, one in inspection.versions.items() if _came(one.drafted_on, on)},
        addenda={n: _paper(one, on) for n, one in inspection.addenda.items() if _came(one.drafted_on, on)},
        objections={name: _objection(one, on) for name, one in objections if _came(one.received_on, on)},
        measures={name: _measure(one, on) for name, one in inspection.measures.items() if _came(one.imposed_on, on)},
        follow_ups=tuple(file for file, day in inspection.follow_ups.items() if _came(day, on)),
        referrals=tuple(name for name, day in inspection.referrals.items() if _came(day, on)),
        holds=tuple(name for name, day in inspection.holds.items() if _came(day, on)),
    )


def _finding(one: FindingRecord) -> Card:
    amounts = tuple(amount.amount for amount in one.amounts)
    return {
        "state": one.state,
        "defect": one.wording.has_defect,
        "severity": one.wording.severity,
        **those_there(amounts=amounts, remedied=one.is_remedied or None),
    }


def _paper(one: Paper, on: date) -> Card:
    until = one.objections_until if _came(one.delivered_on, on) else None
    return those_there(
        document=one.document,
        unsigned=tuple(
            person for person in one.signers if not _came(one.signed.get(person), on, is_so=person in one.signed)
        ),
        sent_on=_by(one.sent_on, on),
        delivered_on=_by(one.delivered_on, on),
        objections_until=until.legal_last_day if until else None,
        objections_until_safely=until.safe_last_day if until else None,
    )


def _objection(one: ObjectionRecord, on: date) -> Card:
    head = one.head_by.legal_last_day if one.head_by else None
    superior = one.decide_by.legal_last_day if one.decide_by else None
    return {
        "findings": one.findings,
        "sent_on": one.sent_on,
        "received_on": one.received_on,
        "late": one.is_late,
        **those_there(head_by=head, decide_by=superior, settled_on=_by(one.settled_on, on), handed_to=one.handed_to),
    }


def _measure(one: MeasureRecord, on: date) -> Card:
    return {
        "state": one.state,
        "due": one.due.legal_last_day if one.due else None,
        "overdue": one.is_overdue(on),
        "findings": one.findings,
    }


def _by(day: date | None, on: date) -> date | None:
    """The day, where it had come by then."""
    return day if day is not None and day <= on else None


def _came(day: date | None, on: date, *, is_so: bool = True) -> bool:
    """Whether something had happened by then; on an unknown day whether it happened at all."""
    return is_so and (day is None or day <= on)
