"""The protocol: drafted, signed, sent, delivered; corrected, and completed by an addendum."""

from datetime import date, timedelta

from adapters.synth.days import LAST_DAY, later, within_days, workday
from adapters.synth.lives.inspection import found
from adapters.synth.lives.inspection.course import WITHOUT_THE_ACT
from adapters.synth.lives.inspection.diary import Diary, Said
from adapters.synth.lives.inspection.findings import wording
from domain.inspection.commands.findings import ChangeFinding
from domain.inspection.commands.protocol import (
    CorrectProtocolError,
    DraftProtocol,
    IssueAddendum,
    RecordProtocolDelivery,
    SendProtocol,
    SignProtocol,
)

PROTOCOL_DAYS, COMPLEX_DAYS = 30, 60
OBJECTION_DAYS, AGREED_OBJECTION_DAYS, FICTION_DAYS = 15, 10, 10
ADDRESSEE = "director of the regional office"


def write(diary: Diary, *, signers: tuple[str, ...], is_complex: bool = False, is_late: bool = False) -> None:
    """Drafted in one version or two, and signed by everybody within the limit; in a messy office after it."""
    limit = within_days(_last_act(diary), COMPLEX_DAYS if is_complex else PROTOCOL_DAYS).legal_last_day
    day = later(limit, diary.chance.number(2, 9)) if is_late else limit - timedelta(days=diary.chance.number(3, 14))
    diary.until(workday(max(day, diary.day)))
    versions = 2 if diary.chance.happens(0.3) else 1
    for version in range(1, versions + 1):
        document = diary.paper("protocol", version)
        people = [diary.person(role) for role in signers]
        said: Said = {"document": document, "signers": people, "objections_to": ADDRESSEE}
        diary.note(DraftProtocol, version=version, **said)
    for number, role in enumerate(signers, start=1):
        is_last = number == len(signers)
        expects = (found.MADE_LATE,) if is_late and is_last else ()
        _sign(diary, role, diary.paper("protocol", versions), expects=expects)


def _last_act(diary: Diary) -> date:
    return next(
        step.effective_on for step in reversed(diary.steps) if step.command.topic.endswith("finish-control-acts")
    )


def _sign(
    diary: Diary, role: str, document: str, *, addendum: int | None = None, expects: tuple[str, ...] = ()
) -> None:
    said: Said = {} if addendum is None else {"addendum": addendum}
    signed: Said = {"signer": diary.person(role), "document": document, "signing": "QUALIFIED_SIGNATURE"}
    diary.note(SignProtocol, **signed, **said, expects=expects)


def deliver(diary: Diary, *, addendum: int | None = None) -> date:
    """Into the data box; opened within days, or delivered by law on the tenth. Gives the last day for objections."""
    said: Said = {} if addendum is None else {"addendum": addendum}
    diary.later(0, 2)
    sent_on = diary.day
    diary.note(SendProtocol, route="DATA_BOX", **said)
    if diary.chance.happens(0.2):
        delivered_on = sent_on + timedelta(days=FICTION_DAYS)
        diary.until(delivered_on)
        diary.note(RecordProtocolDelivery, delivery={"way": "FICTION"}, on=delivered_on, **said)
    else:
        delivered_on = diary.later(1, 6)
        diary.note(RecordProtocolDelivery, delivery={"way": "LOGIN"}, **said)
    days = AGREED_OBJECTION_DAYS if diary.visit.course in WITHOUT_THE_ACT else OBJECTION_DAYS
    return within_days(min(delivered_on, LAST_DAY), days).legal_last_day


def correct(diary: Diary) -> None:
    """A wrong date on the first page."""
    diary.later(1, 3)
    diary.note(CorrectProtocolError, document=diary.paper("correction"), note=diary.words("A date on page 1."))


def complete(diary: Diary, finding: str = "F2") -> date:
    """Further inquiry changes a finding, and an addendum says so; objections to it are possible again."""
    diary.later(2, 5)
    said = wording(diary, finding) | {"severity": "MAJOR"}
    diary.note(ChangeFinding, finding=finding, because="FURTHER_INQUIRY", wording=said)
    document, head = diary.paper("addendum"), diary.person("head")
    diary.note(IssueAddendum, addendum=1, document=document, findings=[finding], signers=[head])
    _sign(diary, "head", document, addendum=1)
    return deliver(diary, addendum=1)
