"""What is done on site: capacity, time units, interviews, originals, obstruction, the last control act."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.inspection.commands.conduct import (
    EnterDwelling,
    HoldInterview,
    MeasureCapacity,
    ProposeFine,
    RecomputeTimeUnits,
    RecordConsent,
    RecordConsentWithdrawal,
    RecordObstruction,
    ReturnOriginals,
    TakeOriginals,
)
from domain.inspection.events.conduct import CapacityMeasured, LastControlActDone, TimeUnits, TimeUnitsRecomputed
from domain.inspection.inspection import Inspection
from domain.kernel.calendar import TimeLimit
from domain.kernel.money import Money, czk
from tests.domain.inspection.stories import (
    CLIENT,
    CONTRACT,
    CONTROLLER,
    DIRECTOR,
    DOCUMENT,
    HEAD,
    LAST_ACT,
    MANDATE,
    ON_SITE,
    OTHER_SERVICE,
    SERVICE,
    STARTED,
    STRANGER,
    authorise,
    contract,
    declare_complex,
    draw,
    files,
    finish,
    inspection,
    made,
    mandate,
    methodology,
    on_site_done,
    opened,
    plan,
    start,
    taken,
)
from tests.spec import Story, given

Told = Story[Inspection]
AGREED = {"clause": {"act": "contract", "provision": "art. 9"}, "protocol_days": 20}


def refused(story: Told) -> tuple[str, ...]:
    return story.refusal.codes if story.refusal else ()


# Capacity -------------------------------------------------------------------------------------------------------------


def measure(**fields: Any) -> MeasureCapacity:
    usual = {
        "by": CONTROLLER,
        "measurement": "M1",
        "service": SERVICE,
        "mandate": MANDATE,
        "form": "T",
        "unit": "FTE",
        "found": "4",
    }
    return made(MeasureCapacity, **usual | fields)


@pytest.mark.parametrize(
    ("fields", "reported", "difference"),
    [
        ({}, "4.5", "-0.5"),
        ({"mandate": None}, "5", "-1"),
        ({"found": "4.5"}, "4.5", "0"),
        ({"unit": "BED"}, None, None),
        ({"mandate": None, "form": "A"}, None, None),
    ],
)
def test_capacity_is_compared_with_what_stands_on_file(
    fields: dict[str, Any], reported: str | None, difference: str | None
) -> None:
    """With the mandate, or without one with the register of services; what stood there is kept with the entry."""
    story = taken(opened().when(measure(**fields), on=ON_SITE))
    event = story.entries[-1].event
    assert isinstance(event, CapacityMeasured)
    assert event.reported == (None if reported is None else Decimal(reported))
    found = story.state.measurements["M1"]
    assert found.difference == (None if difference is None else Decimal(difference))


def test_a_mandate_that_leaves_the_service_out_says_nothing_of_it() -> None:
    others = files(mandate=mandate(of=OTHER_SERVICE))
    story = taken(opened(inspection(others)).when(measure(), on=ON_SITE))
    assert story.state.measurements["M1"].reported is None


def test_only_the_subject_is_measured_and_once() -> None:
    others = files()
    opened(inspection(others)).when(measure(service=OTHER_SERVICE), on=ON_SITE).then_refused(
        "inspection.within-subject"
    )
    without = inspection(subject={"provider": plan().subject.provider, "services": [SERVICE]})
    opened(without).when(measure(), on=ON_SITE).then_refused("inspection.within-subject")
    taken(opened().when(measure(), on=ON_SITE)).when(measure(), on=ON_SITE).then_refused("inspection.recorded-once")


def test_a_measured_quantity_is_not_negative() -> None:
    opened().when(measure(found="-0.1"), on=ON_SITE).then_refused("inspection.quantity-not-negative")


def test_stated_time_units_are_not_negative() -> None:
    for stated in ({"direct": "-0.1", "favour": 4}, {"direct": 90, "favour": "-0.1"}):
        story = opened().when(recompute(stated=stated), on=ON_SITE)
        story.then_refused("inspection.quantity-not-negative")
    opened().when(recompute(stated={"direct": 0, "favour": 0}), on=ON_SITE).then_notes()
    taken(opened().when(measure(found="0"), on=ON_SITE))


# Time units -----------------------------------------------------------------------------------------------------------


def recompute(**fields: Any) -> RecomputeTimeUnits:
    usual = {
        "by": CONTROLLER,
        "recomputation": "T1",
        "contract": CONTRACT,
        "period": {"start": "2025-07-01", "end": "2025-12-31"},
        "minutes_direct": 3000,
        "minutes_favour": 100,
        "indicator_direct": "D",
        "indicator_favour": "F",
    }
    return made(RecomputeTimeUnits, **usual | fields)


REPORTED = (("D", "2025-06", "50"), ("D", "2025-07", "60"), ("D", "2025-12", "50.5"), ("F", "2025-08", "4"))


def recomputed(story: Told) -> TimeUnitsRecomputed:
    event = taken(story).entries[-1].event
    assert isinstance(event, TimeUnitsRecomputed)
    return event


def test_time_units_are_counted_again_from_minutes() -> None:
    """Units of 30 minutes; of what the contract reported only the months inside the period count."""
    story = opened(inspection(files(contract=contract(*REPORTED)))).when(recompute(), on=ON_SITE)
    event = recomputed(story)
    assert (event.minutes_per_unit, event.found) == (30, units("100", "3.333333"))
    assert event.reported == units("110.5", "4")
    assert story.state.recomputations["T1"].difference == Decimal("-11.166667")


def units(direct: str, favour: str) -> TimeUnits:
    return made(TimeUnits, direct=direct, favour=favour)


@pytest.mark.parametrize(
    ("fields", "reported"),
    [
        ({"indicator_favour": None}, ("110.5", "0")),
        ({"indicator_direct": None}, ("0", "4")),
        ({"indicator_direct": None, "indicator_favour": None}, None),
        ({"indicator_direct": "X", "indicator_favour": "Y", "stated": {"direct": 7, "favour": 1}}, ("7", "1")),
    ],
)
def test_what_was_reported_is_read_or_stated_or_not_known(
    fields: dict[str, Any], reported: tuple[str, str] | None
) -> None:
    story = opened(inspection(files(contract=contract(*REPORTED)))).when(recompute(**fields), on=ON_SITE)
    assert recomputed(story).reported == (units(*reported) if reported else None)
    assert (story.state.recomputations["T1"].difference is None) == (reported is None)


def test_time_units_need_a_methodology_that_states_their_length() -> None:
    code = "inspection.time-unit-known"
    opened(methodology=None).when(recompute(), on=ON_SITE).then_refused(code)
    silent = files(methodology=methodology(time_unit_minutes=None))
    opened(inspection(silent)).when(recompute(), on=ON_SITE).then_refused(code)
    other_year = recompute(period={"start": "2024-12-01", "end": "2025-12-31"})
    opened(period=None).when(other_year, on=ON_SITE).then_refused(code)


@pytest.mark.parametrize(
    ("start_day", "end", "is_inside"),
    [
        ("2025-01-01", "2025-12-31", True),
        ("2024-12-31", "2025-12-31", False),
        ("2025-01-01", "2026-01-01", False),
        ("2025-01-01", None, False),
    ],
)
def test_only_the_inspected_period_is_counted_again(start_day: str, end: str | None, *, is_inside: bool) -> None:
    others = files(methodology=methodology(validity={"start": "2024-01-01", "end": "2026-12-31"}))
    story = opened(inspection(others)).when(recompute(period={"start": start_day, "end": end}), on=ON_SITE)
    assert refused(story) == (() if is_inside else ("inspection.within-inspected-period",))


def test_an_open_inspected_period_has_no_end() -> None:
    story = opened(period={"start": "2025-01-01"}).when(recompute(), on=ON_SITE)
    assert recomputed(story).contract == CONTRACT
    taken(story).when(recompute(), on=ON_SITE).then_refused("inspection.recorded-once")


def test_time_units_of_another_contract_are_not_counted() -> None:
    without = inspection(subject={"provider": plan().subject.provider, "services": [SERVICE]})
    opened(without).when(recompute(), on=ON_SITE).then_refused("inspection.within-subject")


def test_the_decision_relies_on_the_methodology() -> None:
    assert opened().state.methodology in set(opened().state.relies_on(recompute()))
    assert opened().state.methodology not in set(opened().state.relies_on(measure()))


# People ---------------------------------------------------------------------------------------------------------------


def consent(**fields: Any) -> RecordConsent:
    usual = {
        "by": CONTROLLER,
        "consent": "S1",
        "person": CLIENT,
        "purpose": "INTERVIEW",
        "given_by": "ONESELF",
        "document": DOCUMENT,
    }
    return made(RecordConsent, **usual | fields)


def interview(**fields: Any) -> HoldInterview:
    usual = {
        "by": CONTROLLER,
        "interview": "I1",
        "person": CLIENT,
        "side": "CLIENT",
        "document": DOCUMENT,
        "consent": "S1",
    }
    return made(HoldInterview, **usual | fields)


def withdrawal() -> RecordConsentWithdrawal:
    return made(RecordConsentWithdrawal, consent="S1")


def agreed_to(**fields: Any) -> Told:
    return opened().when(consent(**fields), on=ON_SITE).then_notes()


def test_a_client_is_asked_with_consent() -> None:
    opened().when(interview(consent=None), on=ON_SITE).then_refused("inspection.client-consents")
    opened().when(interview(), on=ON_SITE).then_refused("inspection.on-record")
    story = taken(agreed_to().when(interview(), on=ON_SITE))
    story.when(interview(), on=ON_SITE).then_refused("inspection.recorded-once")
    taken(opened().when(interview(person=DIRECTOR, side="CONTROLLED", consent=None), on=ON_SITE))


@pytest.mark.parametrize("fields", [{"purpose": "FILE"}, {"person": DIRECTOR}])
def test_a_consent_is_for_one_purpose_and_person(fields: dict[str, Any]) -> None:
    agreed_to(**fields).when(interview(), on=ON_SITE).then_refused("inspection.consent-held")


def test_a_consent_holds_from_its_day_until_it_is_taken_back() -> None:
    agreed_to().when(interview(), on=STARTED).then_refused("inspection.consent-held")
    story = taken(agreed_to().when(withdrawal(), on="2026-02-05"))
    taken(story.when(interview(), on="2026-02-04"))
    story.when(interview(), on="2026-02-05").then_refused("inspection.consent-held")
    story.when(withdrawal(), on="2026-02-06").then_refused("inspection.step-once")
    opened().when(withdrawal(), on=ON_SITE).then_refused("inspection.on-record")


def test_a_consent_is_recorded_once() -> None:
    agreed_to().when(consent(), on=ON_SITE).then_refused("inspection.recorded-once")
    opened().when(consent(by=STRANGER), on=ON_SITE).then_notes("NOT_AUTHORISED")


def enter(**fields: Any) -> EnterDwelling:
    return made(EnterDwelling, **{"by": CONTROLLER, "entry": "D1", "person": CLIENT} | fields)


def test_a_dwelling_is_entered_with_consent_or_need() -> None:
    opened().when(enter(), on=ON_SITE).then_refused("inspection.dwelling-entry-grounded")
    taken(opened().when(enter(necessity="The service is provided there."), on=ON_SITE))
    story = taken(agreed_to(purpose="ENTRY_TO_DWELLING").when(enter(consent="S1"), on=ON_SITE))
    story.when(enter(consent="S1"), on=ON_SITE).then_refused("inspection.recorded-once")
    agreed_to().when(enter(consent="S1"), on=ON_SITE).then_refused("inspection.consent-held")


# Originals ------------------------------------------------------------------------------------------------------------


def take(*items: str, receipt: str = "R1") -> TakeOriginals:
    fields = {"by": CONTROLLER, "receipt": receipt, "taken_from": DIRECTOR, "items": items or ("ledger", "diary")}
    return made(TakeOriginals, **fields)


def give_back(*items: str, **fields: Any) -> ReturnOriginals:
    return made(ReturnOriginals, **{"by": CONTROLLER, "receipt": "R1", "items": items} | fields)


def test_what_was_taken_goes_back_once() -> None:
    story = taken(opened().when(take(), on=ON_SITE))
    story.when(take(), on=ON_SITE).then_refused("inspection.recorded-once")
    story = taken(story.when(give_back("diary"), on="2026-02-05"))
    assert story.state.receipts["R1"].still_held == ("ledger",)
    story.when(give_back("diary"), on="2026-02-06").then_refused("inspection.returned-what-was-taken")
    taken(story.when(give_back("ledger", by=STRANGER), on="2026-04-06"))
    opened().when(give_back("diary"), on=ON_SITE).then_refused("inspection.on-record")


def test_a_receipt_names_each_thing_once() -> None:
    opened().when(take("diary", "diary"), on=ON_SITE).then_refused("inspection.named-once")


# Obstruction ----------------------------------------------------------------------------------------------------------


def obstructed(side: str = "CONTROLLED", **fields: Any) -> RecordObstruction:
    usual = {
        "by": CONTROLLER,
        "obstruction": "O1",
        "side": side,
        "breached": {"act": "255/2012", "provision": "§ 10(2)"},
        "what": "Nobody opened.",
    }
    return made(RecordObstruction, **usual | fields)


def fine(amount: Money) -> ProposeFine:
    return made(ProposeFine, obstruction="O1", amount=amount)


@pytest.mark.parametrize(
    ("side", "amount", "is_taken"),
    [
        ("CONTROLLED", czk(500_000), True),
        ("CONTROLLED", czk("500000.01"), False),
        ("OBLIGED", czk(200_000), True),
        ("OBLIGED", czk(200_001), False),
        ("CONTROLLED", czk(0), False),
    ],
)
def test_a_fine_keeps_the_highest_rate(side: str, amount: Money, *, is_taken: bool) -> None:
    story = opened().when(obstructed(side), on=ON_SITE).when(fine(amount), on=ON_SITE)
    assert refused(story) == (() if is_taken else ("inspection.fine-within-maximum",))


def test_a_fine_is_proposed_once_for_an_obstruction_on_record() -> None:
    opened().when(fine(czk(1)), on=ON_SITE).then_refused("inspection.on-record")
    story = taken(opened().when(obstructed(), on=ON_SITE).when(fine(czk(1)), on=ON_SITE))
    story.when(fine(czk(1)), on=ON_SITE).then_refused("inspection.step-once")
    story.when(obstructed(), on=ON_SITE).then_refused("inspection.recorded-once")
    opened().when(obstructed(by=STRANGER), on=ON_SITE).then_notes("NOT_AUTHORISED")


def test_a_check_under_the_contract_knows_no_fine() -> None:
    story = opened(regime="CONTRACTUAL").when(obstructed(), on=ON_SITE)
    taken(story).when(fine(czk(1)), on=ON_SITE).then_refused("inspection.fine-by-law")


# The last control act -------------------------------------------------------------------------------------------------


def limit(raw: str, legal: str, safe: str) -> TimeLimit:
    return made(TimeLimit, raw_end=raw, legal_last_day=legal, safe_last_day=safe)


@pytest.mark.parametrize(
    ("on", "raw", "legal", "safe"),
    [
        ("2026-06-05", "2026-07-05", "2026-07-07", "2026-07-03"),
        (LAST_ACT, "2026-03-29", "2026-03-30", "2026-03-27"),
    ],
)
def test_the_protocol_is_due_thirty_days_after_the_last_act(on: str, raw: str, legal: str, safe: str) -> None:
    """The first row is that of the domain text: a Sunday and two holidays."""
    story = on_site_done(on=on)
    event = story.entries[-1].event
    assert isinstance(event, LastControlActDone)
    assert event.protocol_by == story.state.protocol_by == limit(raw, legal, safe)


@pytest.mark.parametrize("is_declared_first", [True, False])
def test_in_a_complex_case_it_is_due_after_sixty(*, is_declared_first: bool) -> None:
    """The other row: 60 days from 1 September 2026 end on Saturday 31 October."""
    story = opened()
    if is_declared_first:
        story = taken(story.when(declare_complex(), on="2026-08-01"))
        assert story.state.protocol_by is None
    story = taken(story.when(finish(), on="2026-09-01"))
    if not is_declared_first:
        story = taken(story.when(declare_complex(), on="2026-09-30"))
    assert story.state.protocol_by == limit("2026-10-31", "2026-11-02", "2026-10-30")
    story.when(declare_complex(), on="2026-09-30").then_refused("inspection.step-once")


@pytest.mark.parametrize(("on", "is_taken"), [("2026-03-30", True), ("2026-03-31", False)])
def test_a_case_is_declared_complex_while_the_usual_limit_runs(on: str, *, is_taken: bool) -> None:
    """I4: until the legal last day."""
    story = on_site_done().when(declare_complex(), on=on)
    assert refused(story) == (() if is_taken else ("inspection.complex-in-time",))


@pytest.mark.parametrize(
    ("agreed", "complex_too", "raw_end"),
    [
        (AGREED, False, "2026-03-19"),
        (AGREED, True, "2026-03-19"),
        (AGREED | {"complex_days": 40}, True, "2026-04-08"),
        ({"clause": AGREED["clause"]}, True, None),
        (None, False, None),
    ],
)
def test_a_check_under_the_contract_has_the_limits_of_the_contract(
    agreed: dict[str, Any] | None, raw_end: str | None, *, complex_too: bool
) -> None:
    """I11: the 30 and 60 days are those of the Control Act."""
    story = on_site_done(regime="CONTRACTUAL", agreed=agreed)
    if complex_too:
        story = taken(story.when(declare_complex(), on="2026-06-01"))
    found = story.state.protocol_by
    assert (str(found.raw_end) if found else None) == raw_end


def test_under_the_old_act_no_limit_of_the_new_one_runs() -> None:
    story = given(Inspection, others=files()).when(plan(regime="FINANCIAL_CONTROL"), on="2013-01-05")
    story = taken(taken(story).when(authorise(), on="2013-01-12").when(start(), on="2013-12-30"))
    assert taken(story.when(finish(), on="2014-01-10")).state.protocol_by is None


def test_control_acts_may_go_on_with_a_later_last_one() -> None:
    story = on_site_done()
    story.when(finish(), on=LAST_ACT).then_refused("inspection.last-act-moves-forward")
    later = taken(story.when(finish(act="another visit"), on="2026-03-02"))
    assert (later.state.last_act_on, later.state.last_act) == (date(2026, 3, 2), "another visit")
    assert later.state.protocol_by == limit("2026-04-01", "2026-04-01", "2026-04-01")
    taken(later.when(draw(), on="2026-03-02"))


def test_who_does_the_last_act_is_authorised() -> None:
    opened().when(finish(by=STRANGER), on=LAST_ACT).then_refused("inspection.authorised-on-the-day")
    opened().when(finish(by=HEAD), on="2026-02-01").then_refused("inspection.after-start")
    taken(opened().when(finish(by=HEAD), on=STARTED))


def test_the_case_is_complex_only_after_the_start() -> None:
    inspection().when(declare_complex(), on=ON_SITE).then_refused("inspection.step-first")
