"""What is found, with a defect or without, and what it is worth."""

from adapters.synth.lives.inspection.course import Course
from adapters.synth.lives.inspection.diary import Diary, Said
from domain.inspection.commands.findings import ChangeFinding, RecordFinding, RecordFindingRemedy, WithdrawFinding
from domain.kernel.money import Money

SUSPICION = frozenset({Course.UPHELD, Course.PARTLY_UPHELD, Course.REJECTED, Course.LATE, Course.IN_THE_POST})
"""Courses in which a finding raises the suspicion of a breach of budget discipline."""


def all_in_order(diary: Diary, finding: str = "F1") -> None:
    """Also this is a finding, and it stands on something."""
    said: Said = {"has_defect": False, "evidence": [diary.paper("evidence", finding)], "items": ["A1"]}
    text = diary.words(f"{finding}: the records of the service are kept as they should be.")
    diary.act(RecordFinding, finding=finding, wording={**said, "text": text})


def defect(diary: Diary, finding: str = "F1", *, is_worth: int | None = None) -> None:
    """A defect; `is_worth` crowns of the contract or mandate where it has an amount."""
    diary.act(RecordFinding, finding=finding, wording=wording(diary, finding, is_worth=is_worth))


def wording(diary: Diary, finding: str, *, is_worth: int | None = None) -> Said:
    """What a finding with a defect says."""
    visit = diary.visit
    severity = "SUSPECTED_BUDGET_BREACH" if visit.course in SUSPICION and is_worth else "MAJOR" if is_worth else "MINOR"
    amounts = [_amount(diary, is_worth)] if is_worth else []
    return {
        "has_defect": True,
        "severity": severity,
        "breached": {"act": "contract" if visit.terms else "methodology", "provision": "Art. 5"},
        "text": diary.words(f"{finding}: costs of another service were charged, by {is_worth or 0} crowns."),
        "amounts": amounts,
        "evidence": [diary.paper("evidence", finding)],
        "items": ["H1"],
    }


def _amount(diary: Diary, crowns: int) -> Said:
    """Of the service in the year that is looked at: either of the contract, or of the mandate."""
    visit = diary.visit
    of = {"contract": visit.contract} if visit.mandate is None else {"mandate": visit.mandate.file.identifier}
    return {"amount": Money.czk(crowns), "service": visit.service.registration, "year": visit.year, **of}


def worth(diary: Diary) -> int:
    """A small part of what the contract promises, or of a usual year, in whole thousands of crowns."""
    terms = diary.visit.terms
    whole = terms.maximum if terms else diary.visit.service.crowns_a_month * 12
    return max(whole * diary.chance.number(1, 3) // 100 // 1_000, 1) * 1_000


def remedy(diary: Diary, finding: str = "F1") -> None:
    """The provider puts it right while the group is still there."""
    diary.later(1, 3)
    diary.act(RecordFindingRemedy, finding=finding, evidence=[diary.paper("remedied", finding)])


def reconsider(diary: Diary) -> None:
    """Before the protocol one finding is worded otherwise, another falls."""
    note = diary.words("Counted again.")
    changed = wording(diary, "F2")
    diary.note(ChangeFinding, finding="F2", because="CORRECTION", wording=changed, note=note)
    diary.note(WithdrawFinding, finding="F3", because="CORRECTION", note=diary.words("The rule was not in force yet."))
