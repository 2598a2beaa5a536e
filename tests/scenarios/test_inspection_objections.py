"""Scenario 4: objections posted on the last day, and a control that was "ended" too early (255/2012 §§ 13, 14, 18)."""

from datetime import date

import pytest

from domain.kernel.rule import Refused
from tests.scenarios.inspections import HEAD, SUPERIOR, Inspectors
from tests.scenarios.office import Office, anomaly, closed, codes

K = "LK-K 9001/2026"


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def inspectors(office: Office) -> Inspectors:
    """The protocol was delivered by login to the data box on Thursday 2026-03-19, with fifteen days and no waiver."""
    inspectors = Inspectors(office.it_is("2026-01-04")).open_files()
    office.it_is("2026-03-19")
    inspectors.delivered(K)
    return inspectors


def test_the_last_day_is_moved_by_the_holidays(inspectors: Inspectors) -> None:
    paper = inspectors.inspection(K).protocol
    assert paper is not None
    assert paper.objections_until is not None
    assert paper.objections_until.raw_end == day("2026-04-03")
    assert paper.objections_until.legal_last_day == day("2026-04-07")
    assert paper.objections_until.safe_last_day == day("2026-04-02")


def test_an_end_noted_too_early_is_a_warning_and_is_taken_back(inspectors: Inspectors) -> None:
    inspectors.office.it_is("2026-04-08")
    ended = inspectors.do("end", K, on="2026-04-08", reason="EXPIRED")
    warning = anomaly(ended, "OBJECTIONS_MAY_BE_IN_THE_POST")
    assert warning.facts["wait_until"] == "2026-04-14"
    inspectors.office.it_is("2026-04-10")
    came = inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    assert codes(came) == []
    assert [entry.event.topic for entry in came.entries] == [
        "inspection.objections-received",
        "inspection.end-taken-back",
    ]
    assert [ref.code for ref in closed(came)] == ["OBJECTIONS_MAY_BE_IN_THE_POST"]

    before, after = (inspectors.inspection(K, known=on) for on in ("2026-04-09", "2026-04-10"))
    assert (before.ended_on, before.pending_objections) == (day("2026-04-08"), ())
    assert (after.ended_on, after.pending_objections) == (None, ("N1",))
    assert before.status.on(day("2026-04-09")) == "ENDED"
    assert after.status.on(day("2026-04-09")) == "PROTOCOL_DELIVERED"


def test_the_settlement_ends_the_control_by_18_b(inspectors: Inspectors) -> None:
    """The limits run from delivery to the authority on 10 April; "ended exactly once" does not block the second end."""
    inspectors.office.it_is("2026-04-08")
    inspectors.do("end", K, on="2026-04-08", reason="EXPIRED")
    inspectors.office.it_is("2026-04-10")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    found = inspectors.inspection(K).objections["N1"]
    assert (found.sent_on, found.received_on) == (day("2026-04-07"), day("2026-04-10"))
    assert found.head_by is not None
    assert found.head_by.legal_last_day == day("2026-04-17")
    assert found.decide_by is not None
    assert found.decide_by.raw_end == day("2026-05-10")
    assert found.decide_by.legal_last_day == day("2026-05-11")
    assert found.decide_by.safe_last_day == day("2026-05-07")

    inspectors.office.it_is("2026-05-05")
    decided = inspectors.decide(K, "REJECTED", on="2026-04-30")
    assert codes(decided) == []
    inspectors.do("record-settlement-delivery", K, on="2026-05-05", objection="N1", delivery={"way": "LOGIN"})
    state = inspectors.inspection(K)
    assert state.end is not None
    assert (state.ended_on, state.end.reason) == (day("2026-05-05"), "SETTLED")


def test_an_extension_with_prior_notice_ends_on_9_june(inspectors: Inspectors) -> None:
    inspectors.office.it_is("2026-04-10")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    inspectors.office.it_is("2026-05-11")
    inspectors.do("extend-objection-settlement", K, on="2026-05-11", objection="N1", reason="Znalecký posudek.")
    decide_by = inspectors.inspection(K).objections["N1"].decide_by
    assert decide_by is not None
    assert decide_by.legal_last_day == day("2026-06-09")
    inspectors.office.it_is("2026-06-10")
    assert codes(inspectors.decide(K, "REJECTED", on="2026-06-10")) == ["SETTLED_LATE"]


def test_an_extension_told_after_the_limit_is_refused(inspectors: Inspectors) -> None:
    inspectors.office.it_is("2026-05-12")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    with pytest.raises(Refused) as refused:
        inspectors.do("extend-objection-settlement", K, on="2026-05-12", objection="N1", reason="Znalecký posudek.")
    assert refused.value.codes == ("inspection.extension-notified-before-expiry",)


def test_posted_one_day_later_they_are_late_and_move_nothing(inspectors: Inspectors) -> None:
    """They are rejected as late; the control ended by § 18(a) on the day after the time, and stays so."""
    inspectors.office.it_is("2026-04-08")
    inspectors.do("end", K, on="2026-04-08", reason="EXPIRED")
    inspectors.office.it_is("2026-04-10")
    late = inspectors.objections(K, sent="2026-04-08", on="2026-04-10")
    assert anomaly(late, "LATE_OBJECTIONS").facts == {"counts_on": "2026-04-08", "last_day": "2026-04-07"}
    assert len(late.entries) == 1
    inspectors.office.it_is("2026-05-05")
    with pytest.raises(Refused) as refused:
        inspectors.decide(K, "UPHELD", on="2026-04-30")
    assert refused.value.codes == ("inspection.nothing-upheld-out-of-order",)
    inspectors.decide(K, "REJECTED", on="2026-04-30", ground="LATE")
    inspectors.do("record-settlement-delivery", K, on="2026-05-05", objection="N1", delivery={"way": "LOGIN"})
    state = inspectors.inspection(K)
    assert state.end is not None
    assert (state.ended_on, state.end.reason) == (day("2026-04-08"), "EXPIRED")


def test_the_head_upholds_in_full_until_the_seventh_day(inspectors: Inspectors) -> None:
    """Lawful although the head is an inspector; on the eighth day only the superior decides."""
    inspectors.office.it_is("2026-04-18")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    with pytest.raises(Refused) as refused:
        inspectors.do("uphold-objections", K, on="2026-04-18", objection="N1", by=HEAD)
    assert refused.value.codes == ("inspection.upheld-within-seven-days",)
    inspectors.do("uphold-objections", K, on="2026-04-17", objection="N1", by=HEAD)
    state = inspectors.inspection(K)
    assert not state.findings["F1"].stands
    assert state.objections["N1"].settled_by == "HEAD"
    inspectors.office.it_is("2026-04-20")
    inspectors.do("record-settlement-delivery", K, on="2026-04-20", objection="N1", delivery={"way": "LOGIN"})
    assert inspectors.inspection(K).ended_on == day("2026-04-20")


def test_nobody_who_inspected_decides_as_the_superior(inspectors: Inspectors) -> None:
    inspectors.office.it_is("2026-04-30")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    point = {"finding": "F1", "outcome": "REJECTED", "ground": "UNFOUNDED"}
    with pytest.raises(Refused) as refused:
        inspectors.do("decide-objections", K, on="2026-04-30", objection="N1", by=HEAD, points=[point])
    assert refused.value.codes == ("inspection.decided-by-a-superior",)
    inspectors.do("decide-objections", K, on="2026-04-30", objection="N1", by=SUPERIOR, points=[point])


def test_the_end_may_be_taken_back_as_an_entry_too(inspectors: Inspectors) -> None:
    """The generic correction works beside the step of the inspection."""
    inspectors.office.it_is("2026-04-08")
    ended = inspectors.do("end", K, on="2026-04-08", reason="EXPIRED")
    inspectors.office.it_is("2026-04-09")
    inspectors.office.do(
        "entry.take-back",
        str(inspectors.inspection(K).id),
        entry=str(ended.entries[0].event_id),
        acting_as="methodologist",
        reason="Námitky jsou na cestě.",
    )
    assert inspectors.inspection(K).ended_on is None
    assert inspectors.inspection(K, known="2026-04-08").ended_on == day("2026-04-08")
