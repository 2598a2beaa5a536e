"""From the plan to the first day on site."""

from datetime import date, timedelta

from adapters.synth.days import LAST_DAY, workday
from adapters.synth.lives.inspection import found
from adapters.synth.lives.inspection.course import WITHOUT_THE_ACT, Course
from adapters.synth.lives.inspection.diary import Diary, Said
from adapters.synth.lives.methodology import methodology_file
from domain.inspection.commands.authorisation import (
    AmendAuthorisation,
    CallSubstitute,
    InvitePerson,
    IssueAuthorisation,
    IssueNotice,
    RecordDocuments,
    RecordNoticeDelivery,
    RequestDocuments,
    WaiveNotice,
)
from domain.inspection.commands.planning import (
    CancelInspection,
    ChangeInspectionPlan,
    DecideBias,
    PlanInspection,
    RecordBiasDeclaration,
    RecordBiasObjection,
    RecordPreparatoryAct,
)

CLAUSE = {"act": "contract", "provision": "Art. 12"}
LIMITS = {"clause": CLAUSE, "protocol_days": 30, "objection_days": 10, "settlement_days": 20}
"""What a contract or a mandate agrees on where the Control Act does not govern."""
FACTORS = ({"factor": "amount", "points": "3"}, {"factor": "years since the last inspection", "points": "2.5"})
DOCUMENTS = ["accounts by service", "staff list", "timesheets"]


def plan(diary: Diary) -> None:
    """What is inspected, by which law, why."""
    visit = diary.visit
    said: Said = {
        "number": visit.mark,
        "regime": visit.regime,
        "subject": _subject(diary),
        "period": {"start": date(visit.year, 1, 1), "end": date(visit.year, 12, 31)},
        "planned_for": {"start": visit.planned_on, "end": visit.planned_on + timedelta(days=90)},
        "methodology": methodology_file(visit.source, visit.year).identifier,
        **_reason(diary),
    }
    if visit.course in WITHOUT_THE_ACT:
        said["agreed"] = LIMITS
    diary.note(PlanInspection, **said)


def _subject(diary: Diary) -> Said:
    visit = diary.visit
    subject: Said = {"provider": visit.provider.ico, "services": [visit.service.identifier]}
    if visit.contract is not None:
        subject["contracts"] = [visit.contract]
    if visit.mandate is not None:
        subject["mandates"] = [visit.mandate.file.identifier]
    return subject


def _reason(diary: Diary) -> Said:
    visit = diary.visit
    if visit.after is not None:
        return {"reason": "FOLLOW_UP", "follow_up_of": visit.after.file.identifier}
    if visit.course is Course.OVERCOMPENSATED:
        return {"reason": "LAW"}
    if visit.course is Course.OBSTRUCTED:
        return {"reason": "COMPLAINT", "complaint": f"synthetic complaint {visit.number}"}
    if visit.number % 2:
        return {"reason": "RISK", "risk_score": "5.5", "risk_factors": list(FACTORS)}
    return {"reason": "PLAN", "plan_reference": f"synthetic plan {visit.planned_on.year}"}


def cancel(diary: Diary) -> None:
    """Put off first, then dropped, because another body has looked at the same."""
    diary.later(10, 30)
    ahead = {"start": diary.day + timedelta(days=60), "end": diary.day + timedelta(days=150)}
    diary.note(ChangeInspectionPlan, planned_for=ahead, why=diary.words("The group is needed elsewhere."))
    diary.later(20, 60)
    diary.resolve(CancelInspection, ground="DONE_BY_ANOTHER", why=diary.words("The ministry has just inspected it."))


# The group -----------------------------------------------------------------------------------------------------------


def authorise(diary: Diary) -> None:
    """A head and a controller; who they are tied to, they say first."""
    diary.later(3, 10)
    for role in ("head", "controller"):
        diary.note(RecordBiasDeclaration, person=diary.person(role), has_conflict=False)
    diary.later(1, 4)
    members = [{"person": diary.person("head"), "role": "HEAD"}, _controller(diary, "controller")]
    diary.resolve(
        IssueAuthorisation,
        authorisation=f"P {diary.visit.mark}",
        form="FOR_THIS_INSPECTION",
        issued_by=diary.person("superior"),
        issued_as="HEAD_OF_BODY",
        team=members,
        document=diary.paper("authorisation"),
    )


def _controller(diary: Diary, role: str) -> Said:
    return {"person": diary.person(role), "role": "CONTROLLER"}


def invite(diary: Diary) -> None:
    """Somebody who knows about accounts helps."""
    reason = diary.words("The accounts of three sources have to be read together.")
    said: Said = {"person": diary.person("expert"), "issued_by": diary.person("superior"), "reason": reason}
    diary.resolve(InvitePerson, **said, expertise="accounting", document=diary.paper("invitation"))


def change_the_group(diary: Diary) -> None:
    """Bias is objected to: the controller is excluded, another joins; a substitute stands in for the head later."""
    excluded, superior = diary.person("controller"), diary.person("superior")
    reasons = diary.words("The controller worked for the provider.")
    diary.note(RecordBiasObjection, objection="B1", person=excluded, reasons=reasons)
    diary.later(2, 6)
    diary.resolve(DecideBias, person=excluded, outcome="EXCLUDED", decided_by=superior)
    substitute = {"person": diary.person("deputy"), "role": "SUBSTITUTE", "stands_in_for": diary.person("head")}
    diary.resolve(AmendAuthorisation, amendment="1", issued_by=superior, joins=[substitute], leaves=[excluded])


def stand_in(diary: Diary) -> None:
    """The substitute acts for the head until the end of the week after."""
    until = diary.day + timedelta(days=10)
    named: Said = {"substitute": diary.person("deputy"), "stands_in_for": diary.person("head")}
    diary.resolve(CallSubstitute, **named, until=until)


# Beforehand ----------------------------------------------------------------------------------------------------------


def prepare(diary: Diary) -> None:
    """Documents are asked for and come; in a messy office some come late."""
    diary.note(RecordPreparatoryAct, act="web pages of the service", document=diary.paper("preparatory act"))
    due_on = workday(diary.day + timedelta(days=21))
    diary.note(RequestDocuments, request="D1", items=DOCUMENTS, due_on=due_on, document=diary.paper("request"))
    is_late = diary.visit.has_mess and diary.chance.happens(0.15)
    came_on = due_on + timedelta(days=diary.chance.number(2, 9)) if is_late else diary.later(3, 6)
    diary.until(came_on)
    diary.note(RecordDocuments, request="D1", items=DOCUMENTS, expects=(found.DOCUMENTS_LATE,) if is_late else ())


def announce(diary: Diary) -> None:
    """The notice is sent and delivered: that day the inspection begins."""
    diary.later(1, 5)
    diary.note(IssueNotice, document=diary.paper("notice"), planned_start=min(diary.day, LAST_DAY))
    diary.later(2, 6)
    diary.note(RecordNoticeDelivery, delivery={"way": "LOGIN"})


def waive_notice(diary: Diary) -> None:
    diary.note(WaiveNotice, ground="COMPLAINT", why=diary.words("Who complained asked to come unannounced."))
