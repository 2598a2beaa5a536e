"""Measures and what comes of them; referral to others, and the archive."""

from datetime import date, timedelta

from adapters.synth.days import later, workday
from adapters.synth.lives.inspection import found
from adapters.synth.lives.inspection.diary import Diary, Said
from adapters.synth.lives.inspection.visit import Visit
from domain.inspection.commands.closing import ArchiveInspection, PlaceHold, ReleaseHold
from domain.inspection.commands.remedies import (
    ExtendMeasure,
    FindMeasureNotFulfilled,
    FindMeasurePartlyFulfilled,
    ImposeMeasure,
    LiftMeasure,
    OrderFollowUp,
    RecordExtensionRequest,
    RecordExternalResult,
    RecordMeasureReport,
    ReferResult,
    RefuseExtension,
    VerifyMeasure,
)

POWERS = {
    "CONTROL_ACT": {"act": "contract", "provision": "Art. 7"},
    "FINANCIAL_CONTROL": {"act": "320/2001", "provision": "§ 18"},
    "REGISTRATION_CONDITIONS": {"act": "108/2006", "provision": "§ 82"},
    "CONTRACTUAL": {"act": "contract", "provision": "Art. 7"},
    "SGEI_OVERCOMPENSATION": {"act": "2012/21/EU", "provision": "Art. 6"},
}
"""By what a measure is imposed in each regime."""


def impose(diary: Diary, *findings: str, measure: str = "M1") -> date:
    """A measure with a day; gives the day."""
    diary.later(2, 8)
    due_on = workday(diary.day + timedelta(days=diary.chance.number(30, 75)))
    text = diary.words(f"{measure}: keep the accounts of each service apart.")
    said: Said = {"findings": list(findings), "power": POWERS[diary.visit.regime], "due_on": due_on, "text": text}
    diary.note(ImposeMeasure, measure=measure, asks_for="CORRECTIVE_MEASURE", **said)
    return due_on


def ask_for_a_report(diary: Diary, *findings: str) -> None:
    """All that the Control Act itself gives: a written report, here within thirty days."""
    power = {"act": "255/2012", "provision": "§ 10(2)"}
    said: Said = {"findings": list(findings), "power": power, "days": 30}
    diary.note(ImposeMeasure, measure="Z1", asks_for="WRITTEN_REPORT", **said)
    diary.later(8, 14)
    diary.note(RecordMeasureReport, measure="Z1", evidence=[diary.paper("report Z1")])
    verify(diary, "Z1")


def report(diary: Diary, due_on: date, *, measure: str = "M1", is_partial: bool = False) -> None:
    """The provider reports before the day; from a messy one the report may come after it."""
    is_late = diary.visit.has_mess and diary.chance.happens(0.2)
    days = diary.chance.number(2, 10)
    diary.until(later(due_on, days) if is_late else workday(max(due_on - timedelta(days=days + 3), diary.day)))
    evidence = [diary.paper("report", measure, diary.day)]
    expects = (found.REPORTED_LATE,) if is_late else ()
    diary.note(RecordMeasureReport, measure=measure, is_partial=is_partial, evidence=evidence, expects=expects)


def verify(diary: Diary, measure: str = "M1") -> None:
    diary.later(2, 10)
    diary.note(VerifyMeasure, measure=measure, by=diary.person("head"))


def extend(diary: Diary, due_on: date, *, measure: str = "M1") -> date:
    """More time is asked for in time: given once, then refused; gives the new day."""
    diary.until(workday(max(due_on - timedelta(days=12), diary.day)))
    until = workday(due_on + timedelta(days=30))
    reason = diary.words("The accountant left.")
    diary.note(RecordExtensionRequest, measure=measure, asks_until=until, reason=reason)
    diary.later(1, 4)
    diary.note(ExtendMeasure, measure=measure, due_on=until, reason=diary.words("A new accountant is being sought."))
    diary.until(workday(until - timedelta(days=10)))
    diary.note(RecordExtensionRequest, measure=measure)
    diary.later(1, 3)
    diary.note(RefuseExtension, measure=measure, reason=diary.words("Thirty days more were given already."))
    return until


def fulfil_in_part(diary: Diary, *, measure: str = "M1") -> None:
    """Something was done; what is left the head sees on another visit."""
    diary.later(2, 8)
    by = diary.person("head")
    diary.note(FindMeasurePartlyFulfilled, measure=measure, by=by, evidence=[diary.paper("seen")])
    diary.later(5, 15)
    diary.note(VerifyMeasure, measure=measure, by=by, evidence=[diary.paper("the rest")])


def fail(diary: Diary, due_on: date, *, measure: str = "M1") -> None:
    """Nothing came until the day and a week after."""
    diary.until(later(due_on, diary.chance.number(7, 20)))
    diary.note(FindMeasureNotFulfilled, measure=measure, by=diary.person("head"))


def order(diary: Diary, follow_up: Visit) -> None:
    """Another inspection is to look whether it was fulfilled."""
    said: Said = {"new_inspection": follow_up.file.identifier, "number": follow_up.mark}
    diary.note(OrderFollowUp, **said, measures=["M1"])


def close_after(diary: Diary, follow_up: Diary) -> None:
    """What the follow-up has seen fulfils the measure of the inspection before."""
    diary.until(follow_up.day)
    diary.later(2, 6)
    seen = [diary.paper("seen by the follow-up")]
    diary.note(VerifyMeasure, measure="M1", by=diary.person("head"), evidence=seen)


def lift(diary: Diary, measure: str) -> None:
    diary.later(3, 9)
    diary.note(LiftMeasure, measure=measure, note=diary.words("The service has been given up."))


# Others --------------------------------------------------------------------------------------------------------------


def refer(diary: Diary, to: str, *findings: str, has_findings: bool) -> None:
    """Passed on, and after months the other body tells what it found."""
    diary.later(2, 8)
    document = diary.paper("referral")
    diary.note(ReferResult, referral="P1", to=to, findings=list(findings), document=document)
    diary.later(40, 90)
    said: Said = {"body": to, "referral": "P1", "has_findings": has_findings}
    diary.note(RecordExternalResult, result="V1", **said, document=diary.paper("external result"))


def archive(diary: Diary) -> None:
    """Put away for ten years; now and then an audit holds it for some months."""
    diary.later(10, 40)
    diary.note(ArchiveInspection, file_reference=f"synthetic file {diary.visit.mark}", disposal_sign="S")
    if diary.chance.happens(0.2):
        diary.later(30, 90)
        diary.note(PlaceHold, hold="audit-1", ground="audit", note=diary.words("The auditors look at the project."))
        diary.later(60, 120)
        diary.note(ReleaseHold, hold="audit-1")
