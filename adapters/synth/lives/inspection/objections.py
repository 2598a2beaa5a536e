"""Objections: posted in time or not, upheld, partly upheld, rejected, handed over; and the end that follows."""

from datetime import date, timedelta

from adapters.synth.days import later, within_days, workday_before, workdays_later
from adapters.synth.lives.inspection import found
from adapters.synth.lives.inspection.course import WITHOUT_THE_ACT
from adapters.synth.lives.inspection.diary import Diary, Said
from adapters.synth.lives.inspection.findings import wording
from domain.inspection.commands.closing import EndInspection
from domain.inspection.commands.objections import (
    DecideObjections,
    ExtendObjectionSettlement,
    HandOverObjections,
    RecordObjections,
    RecordObjectionsWaiver,
    RecordSettlementDelivery,
    UpholdObjections,
)

HEAD_DAYS, SUPERIOR_DAYS = 7, 30
WAIT_FOR_POST = 7
"""So many days after the last one something posted in time may still come."""


def expire(diary: Diary, last_day: date) -> None:
    """Nobody objects; the office waits for the post before it says that the inspection has ended."""
    diary.until(later(last_day, WAIT_FOR_POST + 1))
    diary.note(EndInspection, reason="EXPIRED")


def expire_too_early(diary: Diary, last_day: date) -> None:
    """The office does not wait for the post."""
    diary.until(later(last_day, 1))
    diary.note(EndInspection, reason="EXPIRED", expects=(found.IN_THE_POST,))


def waive(diary: Diary) -> None:
    """The provider gives up the right to object, and that ends it."""
    diary.later(1, 5)
    diary.note(RecordObjectionsWaiver, document=diary.paper("waiver"), filer=diary.person("director"))


def object_in_time(diary: Diary, last_day: date, *findings: str, addendum: int | None = None) -> None:
    """Posted some days before the last one, or on it; what counts is the posting."""
    posted_on = max(diary.day, workday_before(last_day - timedelta(days=diary.chance.number(0, 4))))
    diary.until(later(posted_on, diary.chance.number(1, 4)))
    _record(diary, findings, sent_on=min(posted_on, diary.day), addendum=addendum)


def object_from_the_post(diary: Diary, last_day: date, *findings: str) -> None:
    """Posted on the last day; they come after the office thought it was over."""
    diary.until(later(last_day, 4))
    _record(diary, findings, sent_on=last_day)


def object_late(diary: Diary, last_day: date, *findings: str) -> None:
    """Posted after the last day."""
    diary.until(later(last_day, WAIT_FOR_POST + 3))
    _record(diary, findings, sent_on=last_day + timedelta(days=5), expects=(found.LATE,))


def _record(
    diary: Diary,
    findings: tuple[str, ...],
    *,
    sent_on: date,
    addendum: int | None = None,
    expects: tuple[str, ...] = (),
) -> None:
    points = [{"finding": one, "reasons": diary.words(f"{one}: the accounts show otherwise.")} for one in findings]
    who = {"filer": diary.person("director"), "is_entitled": True}
    said: Said = {"filing": "POST", "sent_on": sent_on, "points": points, **who}
    if addendum is not None:
        said["addendum"] = addendum
    diary.note(RecordObjections, objection="N1", document=diary.paper("objections"), expects=expects, **said)


# How they are settled ------------------------------------------------------------------------------------------------


def uphold(diary: Diary) -> None:
    """The head of the group gives way within a week."""
    received_on = diary.day
    within = within_days(received_on, HEAD_DAYS).raw_end
    usual = workdays_later(diary.day, diary.chance.number(1, 4))
    diary.until(min(usual, workday_before(within + timedelta(days=1))))
    diary.note(UpholdObjections, objection="N1", by=diary.person("head"), document=diary.paper("settlement"))


def extend(diary: Diary) -> None:
    """The superior needs longer and says so in time."""
    diary.until(later(diary.day, diary.chance.number(15, 25)))
    why = diary.words("An expert opinion on the accounts was asked for.")
    diary.resolve(ExtendObjectionSettlement, objection="N1", reason=why, document=diary.paper("extension"))


def decide(diary: Diary, *points: Said) -> None:
    """The superior settles them, finding by finding; the days that a contract agrees on are fewer."""
    most = 14 if diary.visit.course in WITHOUT_THE_ACT else 25
    diary.until(later(diary.day, diary.chance.number(8, most)))
    superior = diary.person("superior")
    diary.resolve(
        DecideObjections, objection="N1", by=superior, points=list(points), document=diary.paper("settlement")
    )


def rejected(finding: str, ground: str = "UNFOUNDED") -> Said:
    return {"finding": finding, "outcome": "REJECTED", "ground": ground}


def lowered(diary: Diary, finding: str, *, to: int) -> Said:
    """Partly upheld: the finding stands with a smaller amount."""
    return {"finding": finding, "outcome": "PARTLY_UPHELD", "wording": wording(diary, finding, is_worth=to)}


def deliver_settlement(diary: Diary) -> None:
    """With this the inspection ends, where it waited for these objections alone."""
    diary.later(1, 5)
    diary.note(RecordSettlementDelivery, objection="N1", delivery={"way": "LOGIN"})


def hand_over(diary: Diary) -> None:
    """A proceeding on the same matter is conducted: the objections go there."""
    diary.later(3, 12)
    body = "department of social affairs"
    diary.resolve(HandOverObjections, objection="N1", authority=body, proceeding=f"synthetic {diary.visit.mark}")


def end_as_agreed(diary: Diary, last_day: date) -> None:
    """Outside the Control Act somebody says that it has ended."""
    diary.until(later(last_day, 8))
    diary.note(EndInspection, reason="AGREED")
