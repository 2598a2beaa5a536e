"""Amendments: by day of effect whatever the order of recording, on a lawful ground, with sums that add up."""

from datetime import date
from typing import Any

import pytest

from domain.contract.commands import (
    ApproveSettlement,
    CancelOrder,
    ConcludeAmendment,
    EstablishAmendmentVoidness,
    EstablishVoidness,
    ProposeAmendment,
    RecordAmendment,
    RecordAmendmentPublication,
    RecordTermination,
    RejectPayment,
    TakeOverContract,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    AmendmentConcluded,
    AmendmentProposed,
    AmendmentPublishedInRegister,
    AmendmentVoidedForNonPublication,
)
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import grant, movement, ordered, paid, reversal, settlement
from tests.domain.contract.stories import concluded, conclusion, draft, period, published
from tests.spec import THIS, Story, given


def _fields(number: int, **fields: Any) -> dict[str, Any]:
    return {"target": THIS, "number": number, "ground": "222(4)"} | fields


def found(number: int, **fields: Any) -> RecordAmendment:
    return RecordAmendment.model_validate(_fields(number, **fields))


def proposed(number: int, **fields: Any) -> ProposeAmendment:
    return ProposeAmendment.model_validate(_fields(number, **fields))


def agreed(number: int, **fields: Any) -> ConcludeAmendment:
    return ConcludeAmendment.model_validate(_fields(number, **fields))


def contract(**fields: Any) -> Story[Contract]:
    """OLP/9040/2018 with a maximum of 3 600 000, effective 2018-04-01."""
    usual = {
        "number": "OLP/9040/2018",
        "maximum": czk(3_600_000),
        "period": period("2018-04-01", "2020-03-31"),
        "effect_agreed_on": "2018-04-01",
    }
    return published("2018-03-26", concluded_on="2018-03-20", **usual | fields)


FIRST = found(1, adds=czk(180_000), maximum=czk(3_780_000))
SECOND = found(2, adds=czk(120_000), maximum=czk(3_900_000))


def _maximum(story: Story[Contract], day: str) -> Money | None:
    return story.state.maximum.on(date.fromisoformat(day))


# Scenario 5: recorded in the wrong order -----------------------------------------------------------------------------


def test_amendment_recorded_before_the_one_before_it_leaves_a_gap() -> None:
    """Amendment 2 alone: 120 000 does not explain 300 000, and number 1 is missing."""
    story = contract().when(SECOND, on="2019-01-01").then_notes("AMENDMENT_GAP")
    facts = story.facts_of("AMENDMENT_GAP")
    assert facts["missing"] == [1]
    (gap,) = facts["unexplained"]
    assert gap == {
        "number": 2,
        "effective_on": "2019-01-01",
        "maximum_before": {"currency": "CZK", "minor": 360_000_000},
        "maximum": {"currency": "CZK", "minor": 390_000_000},
        "explained": {"currency": "CZK", "minor": 12_000_000},
    }
    assert _maximum(story, "2018-12-31") == czk(3_600_000)
    assert _maximum(story, "2019-01-31") == czk(3_900_000)


def test_late_found_amendment_lands_at_its_day_and_closes_the_gap() -> None:
    """Recorded last, it holds from October: neither the last recorded sum nor the sum of all changes is the maximum."""
    story = contract().when(SECOND, on="2019-01-01").when(FIRST, on="2018-10-01")
    story.then_notes().then_closes("AMENDMENT_GAP").then_open()
    days = ("2018-03-19", "2018-09-30", "2018-10-01", "2018-12-31", "2019-01-31")
    expected = [None, czk(3_600_000), czk(3_780_000), czk(3_780_000), czk(3_900_000)]
    assert [_maximum(story, day) for day in days] == expected


def test_small_changes_are_summed_without_sign() -> None:
    """380 000 of 3 600 000 is 10.56 %: refused, although the net change of 220 000 would pass."""
    story = contract().when(FIRST, on="2018-10-01").when(SECOND, on="2019-01-01")
    third = proposed(3, omits=czk(80_000), maximum=czk(3_820_000))
    story = story.when(third, on="2019-05-02").then_refused("contract.small-changes-within-tenth")
    assert story.facts_of("contract.small-changes-within-tenth") == {
        "changes_before": {"currency": "CZK", "minor": 30_000_000},
        "together": {"currency": "CZK", "minor": 38_000_000},
        "change": {"currency": "CZK", "minor": 8_000_000},
        "original": {"currency": "CZK", "minor": 360_000_000},
        "percent": 10,
    }


@pytest.mark.parametrize(
    "ground", [{"ground": "100"}, {"ground": "222(2)"}, {"ground": "other", "reason": "§ 222(6): a flood"}]
)
def test_reserved_changes_do_not_count(ground: dict[str, str]) -> None:
    """On another ground the same change is accepted, and counts to no tenth later."""
    story = contract().when(FIRST, on="2018-10-01").when(SECOND, on="2019-01-01")
    third = {"omits": czk(80_000), "maximum": czk(3_820_000)}
    story.when(proposed(3, **third | ground), on="2019-05-02").then_notes()
    story = story.when(agreed(3, **third | ground), on="2019-06-01").then_notes()
    story.when(proposed(4, adds=czk(59_999), maximum=czk(3_879_999)), on="2019-07-01").then_notes()
    fourth = proposed(4, adds=czk(60_000), maximum=czk(3_880_000))
    story.when(fourth, on="2019-07-01").then_refused("contract.small-changes-within-tenth")


# What is recorded, what is refused, the second time ------------------------------------------------------------------


def test_proposal_is_recorded_and_changes_nothing() -> None:
    command = proposed(1, adds=czk(100_000), maximum=czk(3_700_000), effective_from="2018-11-01")
    story = contract().when(command, on="2018-10-01").then_notes()
    story.then(
        AmendmentProposed(
            number=1,
            ground="222(4)",
            adds=czk(100_000),
            maximum=czk(3_700_000),
            effective_from=date(2018, 11, 1),
        )
    )
    assert _maximum(story, "2018-12-01") == czk(3_600_000)
    again = story.when(command, on="2018-10-02").then_notes()
    assert list(again.state.proposed) == [1]
    concluded_as_proposed = agreed(1, adds=czk(100_000), maximum=czk(3_700_000))
    assert again.when(concluded_as_proposed, on="2018-11-01").state.proposed == {}


def test_conclusion_of_an_amendment_is_recorded_once_with_its_limits() -> None:
    """An amendment is published like a contract: thirty days, three months."""
    command = agreed(1, adds=czk(100_000), maximum=czk(3_700_000), concluded_on="2018-10-01")
    story = contract().when(command, on="2018-11-01").then_notes()
    event = story.entries[-1].event
    assert isinstance(event, AmendmentConcluded)
    assert event.publication is not None
    assert event.publication.publish_by.raw_end == date(2018, 10, 31)
    assert _maximum(story, "2018-10-31") == czk(3_600_000)
    assert _maximum(story, "2018-11-01") == czk(3_700_000)
    for again in (command, proposed(1), found(1)):
        story.when(again, on="2018-11-01").then_refused("contract.amendment-number-once")


def test_amendment_of_terms_other_than_money_keeps_the_maximum() -> None:
    """A longer period, another account and new targets hold from their day."""
    changed = found(
        1,
        period=period("2018-04-01", "2020-06-30"),
        account="19-2000145399/0800",
        targets=({"indicator": "6 00 00", "value": 60, "unit": "person"},),
        payment_plan=({"number": 1, "amount": czk(1_000_000), "due_on": "2019-01-31"},),
        settlement_due=({"year": 2019, "due_on": "2020-02-15"},),
    )
    state = contract().when(changed, on="2019-01-01").then_notes().state
    before, after = date(2018, 12, 31), date(2019, 1, 1)
    assert state.maximum.on(after) == czk(3_600_000)
    assert state.period.on(before) == period("2018-04-01", "2020-03-31")
    assert state.period.on(after) == period("2018-04-01", "2020-06-30")
    assert (state.account_agreed.on(before), state.account_agreed.on(after)) == (None, "19-2000145399/0800")
    assert state.targets.on(after) is not None
    assert state.payment_plan.on(after) is not None
    assert state.settlement_due.on(after) is not None
    assert state.last_day == date(2020, 6, 30)


def test_amendment_of_a_draft_a_void_or_a_closed_contract_is_refused() -> None:
    """The order of things refuses what is found in the file, too."""
    given(Contract).when(draft(), on="2018-01-02").when(FIRST, on="2018-10-01").then_refused("contract.concluded-first")
    void = EstablishVoidness(target=THIS, established_on=date(2019, 1, 1))
    voided = concluded("2018-03-20").when(void, on="2018-03-20")
    voided.when(FIRST, on="2018-10-01").then_refused("contract.not-void")


def test_amendment_that_changes_the_price_says_the_new_maximum() -> None:
    """An exchange of equal sums leaves the maximum as it is."""
    contract().when(found(1, adds=czk(1)), on="2018-10-01").then_refused("contract.amendment-states-maximum")
    contract().when(found(1, adds=czk(1), omits=czk(1)), on="2018-10-01").then_notes()


def test_sums_of_an_amendment_have_no_sign() -> None:
    with pytest.raises(ValueError, match="is negative"):
        found(1, omits=czk(-80_000))


# Ground --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "terms", "refused"),
    [
        ({}, {"ground": "other"}, True),
        ({}, {"ground": "other", "reason": "§ 222(6)"}, False),
        ({"regime": "grant"}, {"ground": "222(4)"}, True),
        ({"regime": "grant"}, {"ground": "other"}, False),
        ({"tender": {"started_on": "2016-09-30"}}, {"ground": "222(4)"}, True),
        ({"tender": {"started_on": "2016-09-30"}}, {"ground": "other"}, True),
        ({"tender": {"started_on": "2016-09-30"}}, {"ground": "other", "reason": "unforeseen"}, False),
        ({"tender": {"started_on": "2016-10-01"}}, {"ground": "222(4)"}, False),
        ({"regime": "grant", "tender": {"started_on": "2016-09-30"}}, {"ground": "other"}, False),
    ],
)
def test_ground_is_that_of_the_law_of_the_procedure(
    fields: dict[str, Any], terms: dict[str, Any], refused: bool
) -> None:
    """Procedures started before 1 October 2016 do not know § 222; grants never do."""
    story = contract(**fields).when(proposed(1, **terms), on="2018-10-01")
    if refused:
        story.then_refused("contract.amendment-ground")
    else:
        story.then_notes()


def test_contract_of_2009_is_silent_about_tenths() -> None:
    """§ 222(4) does not reach back; the wrong ground is noted."""
    old = {"number": "OLP/2132/2009", "maximum": czk(1_000_000), "period": period("2009-10-01", "2012-09-30")}
    story = concluded("2009-09-01", **old)
    half = found(1, adds=czk(500_000), maximum=czk(1_500_000))
    story.when(half, on="2010-01-01").then_notes("AMENDMENT_WITHOUT_GROUND")


@pytest.mark.parametrize(("adds", "refused"), [("359 999,99", False), ("360 000", True)])
def test_small_changes_stay_below_a_tenth(adds: str, refused: bool) -> None:
    """Exactly ten per cent is too much."""
    story = contract().when(proposed(1, adds=czk(adds), maximum=czk(3_600_000) + czk(adds)), on="2018-10-01")
    if refused:
        story.then_refused("contract.small-changes-within-tenth")
    else:
        story.then_notes()


@pytest.mark.parametrize(("adds", "refused"), [("5 943 999,99", False), ("5 944 000", True)])
def test_small_changes_stay_below_the_limit_of_the_union(adds: str, refused: bool) -> None:
    """Of a very large contract the limit of Regulation 172/2016 is reached before the tenth."""
    story = contract(maximum=czk(100_000_000))
    story = story.when(proposed(1, adds=czk(adds), maximum=czk(100_000_000) + czk(adds)), on="2018-10-01")
    if refused:
        story.then_refused("contract.small-changes-below-limit")
    else:
        story.then_notes()


def test_found_amendment_above_the_limits_is_noted() -> None:
    """It was concluded; both limits are broken, and the fact stays."""
    story = contract(maximum=czk(50_000_000))
    story = story.when(found(1, adds=czk(6_000_000), maximum=czk(56_000_000)), on="2018-10-01")
    story.then_notes("CHANGES_ABOVE_TENTH", "CHANGES_ABOVE_EU_LIMIT")


def corrected(story: Story[Contract], number: int, **changed: Any) -> Story[Contract]:
    """The amendment of this number reads otherwise."""
    entry = next(e for e in story.entries if isinstance(e.event, AmendmentConcluded) and e.event.number == number)
    data = entry.event.model_copy(update=changed).model_dump(mode="json", exclude_none=True)
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on=None, reason="přepis")


def three() -> Story[Contract]:
    """180 000, 120 000 and 50 000 on a maximum of 3 600 000: 350 000 are 9.7 per cent."""
    story = contract().when(FIRST, on="2018-10-01").when(SECOND, on="2019-01-01")
    return story.when(found(3, omits=czk(50_000), maximum=czk(3_850_000)), on="2019-05-02").then_notes()


def test_a_corrected_amendment_is_held_against_the_tenth_with_the_others() -> None:
    """The third omits 80 000: 380 000 are 10.56 per cent, and 60 000 less again are not."""
    eighty = {"omits": czk(80_000), "maximum": czk(3_820_000)}
    fifty = {"omits": czk(50_000), "maximum": czk(3_850_000)}
    story = corrected(three(), 3, **eighty).then_notes("CHANGES_ABOVE_TENTH")
    facts = story.facts_of("CHANGES_ABOVE_TENTH")
    assert [facts[name]["minor"] for name in ("changes_before", "change", "together")] == [
        30_000_000,
        8_000_000,
        38_000_000,
    ]
    corrected(story, 3, **eighty).then_notes().then_open("CHANGES_ABOVE_TENTH")
    corrected(story, 3, **fifty).then_notes().then_closes("CHANGES_ABOVE_TENTH").then_open()
    corrected(story, 3, **eighty, ground="100").then_closes("CHANGES_ABOVE_TENTH").then_open()
    corrected(three(), 3, omits=czk(60_000), maximum=czk(3_840_000)).then_notes("CHANGES_ABOVE_TENTH")
    corrected(three(), 3, omits=czk("59 999,99"), maximum=czk("3 840 000,01")).then_notes()


def test_an_amendment_that_is_taken_back_or_void_no_longer_counts_to_the_tenth() -> None:
    story = contract().when(FIRST, on="2018-10-01")
    second = found(2, adds=czk(180_000), maximum=czk(3_960_000), concluded_on="2018-12-20")
    story = story.when(second, on="2019-01-01").then_notes("CHANGES_ABOVE_TENTH")
    entry = story.entries[-1].event_id
    story.when(TakeBackEntry(target=THIS, entry=entry), on=None, reason="jiná smlouva").then_open()
    story.when(_void("2019-04-01", 2), on="2018-12-20").then_closes("CHANGES_ABOVE_TENTH").then_open()


def test_a_corrected_amendment_is_asked_for_its_ground_again() -> None:
    """A grant knows no § 222; on another ground, with a reason, it may be amended."""
    story = contract(regime="grant").when(found(1, adds=czk(1), maximum=czk("3 600 001")), on="2018-10-01")
    story.then_notes("AMENDMENT_WITHOUT_GROUND")
    corrected(story, 1, ground="other").then_closes("AMENDMENT_WITHOUT_GROUND").then_open()
    right = contract().when(found(1, ground="other", adds=czk(1), maximum=czk("3 600 001")), on="2018-10-01")
    right.then_notes("AMENDMENT_WITHOUT_GROUND").then_open("AMENDMENT_WITHOUT_GROUND")
    reasoned = found(1, ground="other", adds=czk(1), maximum=czk("3 600 001"), reason=Prose.of("why"))
    story = contract().when(reasoned, on="2018-10-01").then_notes()
    corrected(story, 1, reason=None).then_notes("AMENDMENT_WITHOUT_GROUND")
    by_hand = contract().when(reasoned.model_copy(update={"reason": None}), on="2018-10-01", reason="why").then_notes()
    corrected(by_hand, 1, adds=czk(2), maximum=czk("3 600 002")).then_notes()


def test_changes_are_held_against_the_price_of_a_conclusion_that_is_recorded_after_them() -> None:
    """An old paper names no price: 400 000 could not be decided until the contract of 3 600 000 was found."""
    old = TakeOverContract.model_validate({"target": THIS, "number": "OLP/9040/2018"})
    story = given(Contract).when(old, on=None)
    terms = {"concluded_on": "2018-09-20", "maximum": czk(4_000_000)}
    story = story.when(found(1, adds=czk(400_000), **terms), on="2018-10-01").then_notes()
    found_later = conclusion(number="OLP/9040/2018", maximum=czk(3_600_000), tender={"started_on": "2017-10-02"})
    story.when(found_later, on="2018-03-20").then_open("CHANGES_ABOVE_TENTH")


def test_tenth_of_an_unknown_price_cannot_be_decided() -> None:
    """Our own act needs the original price, and every new maximum that which was before; a found one is recorded."""
    story = contract(maximum=None).when(proposed(1, adds=czk(1), maximum=czk(3_600_001)), on="2018-10-01")
    story.then_refused("contract.small-changes-within-tenth")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided
    contract(maximum=None).when(FIRST, on="2018-10-01").then_notes()


# Sums ----------------------------------------------------------------------------------------------------------------


def test_own_amendment_whose_sums_do_not_add_up_is_refused() -> None:
    story = contract().when(agreed(1, adds=czk(100_000), maximum=czk(3_700_001)), on="2018-10-01")
    story.then_refused("contract.amendments-explain-maximum")


def test_gap_stays_open_until_everything_is_explained() -> None:
    """Two amendments missing: finding one of them closes nothing, finding both does."""
    story = contract().when(found(3, adds=czk(30_000), maximum=czk(3_660_000)), on="2019-03-01")
    story.then_notes("AMENDMENT_GAP")
    story = story.when(found(2, adds=czk(20_000), maximum=czk(3_630_000)), on="2019-02-01").then_notes("AMENDMENT_GAP")
    assert [gap["number"] for gap in story.facts_of("AMENDMENT_GAP")["unexplained"]] == [2]
    story.then_closes("AMENDMENT_GAP").then_open("AMENDMENT_GAP")
    story = story.when(found(1, adds=czk(10_000), maximum=czk(3_610_000)), on="2019-01-01")
    story.then_notes().then_closes("AMENDMENT_GAP").then_open()


def test_amendment_that_fits_leaves_an_older_gap_open() -> None:
    story = contract().when(SECOND, on="2019-01-01")
    story = story.when(found(3, adds=czk(10_000), maximum=czk(3_910_000)), on="2019-02-01")
    story.then_notes().then_closes().then_open("AMENDMENT_GAP")


def test_second_gap_replaces_the_first_anomaly_and_names_both() -> None:
    story = contract().when(SECOND, on="2019-01-01")
    story = story.when(found(3, adds=czk(10_000), maximum=czk(3_920_000)), on="2019-02-01")
    story.then_notes("AMENDMENT_GAP").then_closes("AMENDMENT_GAP").then_open("AMENDMENT_GAP")
    assert [gap["number"] for gap in story.facts_of("AMENDMENT_GAP")["unexplained"]] == [2, 3]


def test_own_amendment_is_not_refused_for_an_older_gap() -> None:
    """What was missing before is still missing; the new one adds up."""
    story = contract().when(SECOND, on="2019-01-01")
    story.when(agreed(3, adds=czk(10_000), maximum=czk(3_910_000)), on="2019-02-01").then_notes()


def test_corrected_sum_closes_the_gap_and_a_wrong_correction_opens_one() -> None:
    """The clerk had typed 120 000 instead of 300 000."""
    story = contract().when(SECOND, on="2019-01-01")
    entry = story.entries[-1]
    data = entry.event.model_dump(mode="json", exclude_none=True)
    right = data | {"adds": "300 000 Kč"}
    corrected = story.when(
        CorrectEntry(target=THIS, entry=entry.event_id, data=right), on="2019-01-01", reason="typed wrong"
    )
    corrected.then_notes().then_closes("AMENDMENT_GAP").then_open()
    back = CorrectEntry(target=THIS, entry=entry.event_id, data=data)
    corrected.when(back, on="2019-01-01", reason="it was right").then_notes("AMENDMENT_GAP")


def test_amendment_taken_back_is_gone_from_the_maximum() -> None:
    story = contract().when(FIRST, on="2018-10-01")
    entry = story.entries[-1]
    story = story.when(TakeBackEntry(target=THIS, entry=entry.event_id), on="2018-10-01", reason="another contract")
    assert _maximum(story, "2019-01-01") == czk(3_600_000)
    story.when(FIRST, on="2018-10-01").then_notes()


# The maximum and the money -------------------------------------------------------------------------------------------

APRIL = "2018-04"
GROUNDS = Prose.of("why", salt="00" * 16)


def overdrawn() -> Story[Contract]:
    """3 700 000 paid by 14 May 2018 on a maximum of 3 600 000; nobody had ordered it."""
    story = contract().when(movement("m1", (APRIL, 3_000_000)), on="2018-05-02").then_notes("NO_ORDER")
    return story.when(movement("m2", (APRIL, 700_000)), on="2018-05-14").then_notes("ABOVE_MAXIMUM", "NO_ORDER")


def raised(maximum: int, number: int = 1) -> RecordAmendment:
    return found(number, adds=czk(maximum - 3_600_000), maximum=czk(maximum), ground="100")


def lowered(maximum: int, *, before: int = 3_600_000, number: int = 1, **fields: Any) -> dict[str, Any]:
    omitted = {"omits": czk(before - maximum), "maximum": czk(maximum), "ground": "100"}
    return _fields(number, **omitted | fields)


@pytest.mark.parametrize(
    ("maximum", "on", "closes"),
    [
        (3_700_000, "2018-05-14", ("ABOVE_MAXIMUM",)),
        (3_699_999, "2018-05-14", ()),
        (3_700_000, "2018-05-15", ()),
    ],
)
def test_raised_maximum_settles_at_once_what_was_paid_above_it(maximum: int, on: str, closes: tuple[str, ...]) -> None:
    """An amendment found in the file holds from its own day: what was paid before that day stays above."""
    story = overdrawn().when(raised(maximum), on=on).then_notes().then_closes(*closes)
    story.then_open("NO_ORDER", "NO_ORDER", *(() if closes else ("ABOVE_MAXIMUM",)))


def test_raised_maximum_settles_only_the_payments_that_it_covers() -> None:
    story = overdrawn().when(movement("m3", (APRIL, 100_000)), on="2018-05-20").then_notes("ABOVE_MAXIMUM", "NO_ORDER")
    story = story.when(raised(3_750_000), on="2018-05-01").then_closes("ABOVE_MAXIMUM")
    assert [ref.event_id for ref in story.state.anomalies_of("ABOVE_MAXIMUM")] == [story.entries[-2].event_id]


def test_proposed_maximum_settles_nothing() -> None:
    one = proposed(1, adds=czk(100_000), maximum=czk(3_700_000), ground="100", effective_from="2018-05-01")
    overdrawn().when(one, on="2018-05-20").then_notes().then_closes()


def test_found_contract_with_a_higher_maximum_settles_what_was_paid_above_that_of_its_page() -> None:
    page = TakeOverContract.model_validate({"target": THIS, "amount": czk(1_000_000), "amount_kind": "maximum"})
    story = given(Contract).when(page, on="2026-11-21")
    for line in ("m1", "m2"):
        story = story.when(movement(line, (APRIL, 600_000)), on="2018-05-14")
    story.then_notes("ABOVE_MAXIMUM")
    fact = conclusion(maximum=czk(1_200_000))
    story.when(fact, on="2018-03-20").then_notes().then_closes("ABOVE_MAXIMUM").then_open()
    less = conclusion(maximum=czk(1_199_999))
    story.when(less, on="2018-03-20").then_notes().then_closes()


@pytest.mark.parametrize("kind", [ConcludeAmendment, ProposeAmendment])
@pytest.mark.parametrize(("maximum", "passes"), [(300_000, True), (299_999, False)])
def test_maximum_is_not_lowered_below_what_is_drawn_and_ordered(kind: Any, maximum: int, passes: bool) -> None:
    """100 000 is paid, 200 000 is ordered; a refund would open no room either."""
    story = paid(contract(), "1", (APRIL, 100_000), on="2018-05-14")
    story = ordered(story, "2", ("2018-05", 200_000), on="2018-06-14")
    story = story.when(kind.model_validate(lowered(maximum)), on="2018-07-01")
    if passes:
        story.then_notes()
    else:
        story.then_refused("contract.lowered-maximum-covers-drawn")
        assert story.facts_of("MAXIMUM_BELOW_DRAWN") == {
            "drawn": {"currency": "CZK", "minor": 10_000_000},
            "ordered": {"currency": "CZK", "minor": 20_000_000},
            "maximum": {"currency": "CZK", "minor": 29_999_900},
            "fullest_on": "2018-07-01",
        }


def test_second_person_may_let_a_maximum_be_lowered_below_what_is_drawn() -> None:
    """What is above it has to come back."""
    story = paid(contract(), "1", (APRIL, 100_000), on="2018-05-14")
    agreement = ConcludeAmendment.model_validate(lowered(99_999))
    waived = ("contract.lowered-maximum-covers-drawn",)
    story.when(agreement, on="2018-07-01", waived=waived, reason="the rest is asked back").then_notes()


def test_what_is_drawn_after_the_day_of_effect_counts_too() -> None:
    """The amendment is to hold from May, the money moved in June."""
    story = paid(contract(), "1", (APRIL, 100_000), on="2018-06-14")
    story = story.when(ConcludeAmendment.model_validate(lowered(99_999)), on="2018-05-01")
    story.then_refused("contract.lowered-maximum-covers-drawn")
    assert story.facts_of("MAXIMUM_BELOW_DRAWN")["fullest_on"] == "2018-06-14"


def test_only_the_days_on_which_the_maximum_is_lowered_are_asked_about() -> None:
    """From 2019 a later amendment holds: what is drawn then does not stand under the one that is found for 2018."""
    story = contract().when(found(2, adds=czk(100_000), maximum=czk(3_700_000), ground="100"), on="2019-01-01")
    story = paid(story, "1", ("2019-01", 200_000), on="2019-02-14")
    story.when(RecordAmendment.model_validate(lowered(1)), on="2018-10-01").then_notes("AMENDMENT_GAP")
    story = paid(story, "2", ("2018-12", 2), on="2018-12-31")
    story = story.when(RecordAmendment.model_validate(lowered(1)), on="2018-10-01")
    story.then_notes("AMENDMENT_GAP", "MAXIMUM_BELOW_DRAWN")


def test_maximum_may_be_raised_and_still_not_cover_what_is_drawn() -> None:
    overdrawn().when(agreed(1, adds=czk(50_000), maximum=czk(3_650_000)), on="2018-05-20").then_notes()


def test_maximum_of_a_contract_whose_payments_nobody_knows_is_not_lowered_by_us() -> None:
    page = {"target": THIS, "amount": czk(3_600_000), "amount_kind": "maximum", "concluded_on": "20. 3. 2018"}
    story = given(Contract).when(TakeOverContract.model_validate(page), on="2026-11-21")
    story.when(RecordAmendment.model_validate(lowered(1)), on="2018-10-01").then_notes()
    story = story.when(ConcludeAmendment.model_validate(lowered(1)), on="2018-10-01")
    assert story.refusal is not None
    (violation,) = (one for one in story.refusal.violations if one.label == "MAXIMUM_BELOW_DRAWN")
    assert violation.is_undecided


def too_low() -> Story[Contract]:
    """100 000 is paid and 200 000 ordered when an amendment to 250 000 turns up."""
    story = paid(contract(), "1", (APRIL, 100_000), on="2018-05-14")
    story = ordered(story, "2", ("2018-05", 200_000), on="2018-06-14")
    story = story.when(RecordAmendment.model_validate(lowered(250_000)), on="2018-05-01")
    return story.then_notes("MAXIMUM_BELOW_DRAWN").then_open("MAXIMUM_BELOW_DRAWN")


@pytest.mark.parametrize("kind", [CancelOrder, RejectPayment])
def test_maximum_covers_again_once_an_order_is_given_up(kind: Any) -> None:
    fields = {"target": THIS, "order": "2", "grounds": GROUNDS}
    role = {"role": "chief accountant"} if kind is RejectPayment else {}
    too_low().when(kind.model_validate(fields | role), on="2018-06-20").then_closes("MAXIMUM_BELOW_DRAWN").then_open()


@pytest.mark.parametrize(("crowns", "closes"), [(50_000, ("MAXIMUM_BELOW_DRAWN",)), (49_999, ())])
def test_maximum_covers_again_once_the_bank_took_enough_back(crowns: int, closes: tuple[str, ...]) -> None:
    """What comes back of a payment that nobody ordered: an order that is paid again would only wait anew."""
    story = ordered(contract(), "2", ("2018-05", 200_000), on="2018-06-14")
    story = story.when(movement("m1", (APRIL, 100_000)), on="2018-05-14").then_notes("NO_ORDER")
    story = story.when(RecordAmendment.model_validate(lowered(250_000)), on="2018-05-01")
    story.then_notes("MAXIMUM_BELOW_DRAWN")
    story.when(reversal("r1", "m1", crowns), on="2018-06-20").then_closes(*closes)


@pytest.mark.parametrize(("maximum", "closes"), [(300_000, ("MAXIMUM_BELOW_DRAWN",)), (299_999, ())])
def test_maximum_covers_again_once_it_is_raised(maximum: int, closes: tuple[str, ...]) -> None:
    again = found(2, adds=czk(maximum - 250_000), maximum=czk(maximum), ground="100")
    too_low().when(again, on="2018-05-01").then_notes().then_closes(*closes)


def test_maximum_covers_again_once_its_sum_is_corrected() -> None:
    story = too_low()
    entry = story.entries[-1]
    data = entry.event.model_dump(mode="json", exclude_none=True)
    right = data | {"omits": "3300000.00 CZK", "maximum": "300000.00 CZK"}
    command = CorrectEntry(target=THIS, entry=entry.event_id, data=right)
    story.when(command, on="2018-05-01", reason="typed wrong").then_notes().then_closes("MAXIMUM_BELOW_DRAWN")


def test_void_amendment_leaves_what_was_paid_on_it_above_the_maximum() -> None:
    """Voidness is established by the law, whatever was paid by then; it is noted how far the old maximum is passed."""
    story = _amended(ground="100")
    story = paid(story, "1", ("2018-10", 3_600_001), on="2018-11-14")
    story = story.when(_void("2019-01-03"), on="2018-10-01").then_notes("MAXIMUM_BELOW_DRAWN")
    assert story.facts_of("MAXIMUM_BELOW_DRAWN")["maximum"] == {"currency": "CZK", "minor": 360_000_000}
    story = paid(_amended(ground="100"), "1", ("2018-10", 3_600_000), on="2018-11-14")
    story.when(_void("2019-01-03"), on="2018-10-01").then_notes()


def test_void_amendment_that_had_lowered_the_maximum_settles_what_was_above_it() -> None:
    story = paid(contract(), "1", (APRIL, 100_000), on="2018-05-14")
    terms = lowered(99_999, concluded_on="2018-10-01")
    story = story.when(RecordAmendment.model_validate(terms), on="2018-10-01").then_notes("MAXIMUM_BELOW_DRAWN")
    story.when(_void("2019-01-03"), on="2018-10-01").then_closes("MAXIMUM_BELOW_DRAWN").then_open()


def test_amendment_published_after_its_day_leaves_what_was_paid_in_between_above_the_maximum() -> None:
    """Without effect before its publication (§ 6(1) Act 340/2015) it raised nothing by the day of the payment."""
    story = paid(_amended(ground="100"), "1", ("2018-10", 3_700_000), on="2018-10-10")
    story.when(_publication(), on="2018-10-10").then_notes()
    story.when(_publication(), on="2018-10-11").then_notes("MAXIMUM_BELOW_DRAWN")


# Time ----------------------------------------------------------------------------------------------------------------


def test_amendment_after_the_end_is_refused_and_noted_when_found() -> None:
    """The last day of the contract is the last day to amend it; an amendment that was agreed before stays in order."""
    story = contract()
    story.when(proposed(1), on="2020-03-31").then_notes()
    story.when(proposed(1), on="2020-04-01").then_refused("contract.amended-while-it-lasts")
    story.when(found(1), on="2020-04-01").then_notes("AMENDED_AFTER_END")
    ended = story.when(RecordTermination(target=THIS, mode="AGREEMENT", by="both"), on="2019-06-30")
    ended.when(proposed(1), on="2019-07-01").then_refused("contract.amended-while-it-lasts")


def test_amendment_of_a_contract_without_end_is_in_time() -> None:
    contract(period=period("2018-04-01")).when(proposed(1), on="2030-01-01").then_notes()


def test_amendment_has_no_effect_before_its_conclusion() -> None:
    """What must be published cannot reach back."""
    story = contract()
    late = agreed(1, concluded_on="2018-10-02")
    story.when(late, on="2018-10-01").then_refused("contract.amendment-effect-after-conclusion")
    story.when(late, on="2018-10-02").then_notes()
    story.when(found(1, concluded_on="2018-10-02"), on="2018-10-01").then_notes("AMENDMENT_BACKDATED")


def test_change_that_reaches_into_a_settled_year_needs_a_second_person() -> None:
    """2018 is settled and approved: an amendment from 2018 is refused alone, one from 2019 is not."""
    story = paid(grant(period=period("2018-01-01", "2019-12-31")), "M-1", ("2018-03", 600_000), on="2018-03-15")
    story = story.when(settlement(2018, 600_000, 0), on="2019-01-31")
    story = story.when(ApproveSettlement(target=THIS, year=2018, recognised=czk(600_000)), on="2019-02-20")
    back = agreed(1, ground="other")
    story.when(back, on="2018-12-31").then_refused("contract.settled-year-unchanged")
    waived = ("contract.settled-year-unchanged",)
    story.when(back, on="2018-12-31", waived=waived, reason="the account was wrong").then_notes()
    story.when(back, on="2019-01-01").then_notes()
    story.when(found(1, ground="other"), on="2018-12-31").then_notes("CHANGES_SETTLED_YEAR")
    ahead = proposed(1, ground="other", effective_from="2018-12-31")
    story.when(ahead, on="2019-05-02").then_refused("contract.settled-year-unchanged")


def test_period_of_an_amendment_must_be_readable() -> None:
    """As with a contract: refused for our own, noted for a found one."""
    written = "od 1. 4. 2018 do 31. 6. 2020"
    contract().when(agreed(1, period_as_written=written), on="2018-10-01").then_refused("contract.period-readable")
    contract().when(found(1, period_as_written=written), on="2018-10-01").then_notes("IMPOSSIBLE_DATE")


@pytest.mark.parametrize(
    ("maximum", "resolution", "refused"),
    [(200_000, "1451/19/RK", False), (200_001, "1451/19/RK", True), (200_001, "258/17/ZK", False)],
)
def test_amended_grant_above_the_threshold_is_for_the_assembly(maximum: int, resolution: str, refused: bool) -> None:
    """The council may not raise a grant above what it may give."""
    story = contract(regime="grant", maximum=czk(150_000))
    terms = {"ground": "other", "adds": czk(maximum - 150_000), "maximum": czk(maximum), "resolution": resolution}
    story = story.when(proposed(1, **terms), on="2018-10-01")
    if refused:
        story.then_refused("contract.approved-by-competent-body")
    else:
        story.then_notes()


# The register --------------------------------------------------------------------------------------------------------


def _amended(**fields: Any) -> Story[Contract]:
    """Amendment 1 concluded on 2018-10-01 with effect from the same day."""
    usual = {"adds": czk(180_000), "maximum": czk(3_780_000), "concluded_on": "2018-10-01"}
    return contract().when(found(1, **usual | fields), on="2018-10-01")


def _publication(number: int = 1) -> RecordAmendmentPublication:
    return RecordAmendmentPublication(target=THIS, number=number, register_id="9")


def _void(established_on: str, number: int = 1) -> EstablishAmendmentVoidness:
    return EstablishAmendmentVoidness.model_validate(
        {"target": THIS, "number": number, "established_on": established_on}
    )


def test_amendment_holds_from_its_publication_where_that_is_later() -> None:
    """Agreed from October, published on 20 October: nothing before that day. Until then the agreed day is believed."""
    story = _amended()
    assert _maximum(story, "2018-10-01") == czk(3_780_000)
    story = story.when(_publication(), on="2018-10-20").then_notes()
    story.then(AmendmentPublishedInRegister(number=1, register_id="9"))
    assert _maximum(story, "2018-10-19") == czk(3_600_000)
    assert _maximum(story, "2018-10-20") == czk(3_780_000)


@pytest.mark.parametrize(
    ("on", "notes"),
    [
        ("2018-10-31", ()),
        ("2018-11-01", ("PUBLISHED_LATE",)),
        ("2019-01-02", ("PUBLISHED_LATE",)),
        ("2019-01-03", ("PUBLISHED_LATE", "VOID_FOR_NON_PUBLICATION")),
    ],
)
def test_amendment_is_published_in_time(on: str, notes: tuple[str, ...]) -> None:
    """The same limits as for a contract: 31 October, and 1 January rolled to the 2nd."""
    _amended().when(_publication(), on=on).then_notes(*notes)


def test_amendment_is_published_once_and_after_its_conclusion() -> None:
    story = _amended()
    story.when(_publication(2), on="2018-10-20").then_refused("contract.amendment-on-file")
    story.when(_publication(), on="2018-09-30").then_refused("contract.publication-after-conclusion")
    story = story.when(_publication(), on="2018-10-20")
    story.when(_publication(), on="2018-10-21").then_refused("contract.published-once")


def test_amendment_of_unknown_conclusion_is_not_judged() -> None:
    """Nobody stated when it was concluded, so nobody can say that it was late."""
    story = _amended(concluded_on=None).when(_publication(), on="2019-10-20").then_notes()
    assert _maximum(story, "2018-10-01") == czk(3_780_000)


def test_void_amendment_leaves_the_contract_as_it_was() -> None:
    """Three months without publication: the maximum reads as if the amendment had never been."""
    story = _amended()
    story.when(_void("2019-01-02"), on="2018-10-01").then_refused("contract.void-after-three-months-only")
    story.when(_void("2019-01-03"), on="2019-01-03").then_refused("contract.void-from-conclusion")
    story = story.when(_void("2019-01-03"), on="2018-10-01")
    story.then(AmendmentVoidedForNonPublication(number=1, established_on=date(2019, 1, 3)))
    assert _maximum(story, "2019-06-01") == czk(3_600_000)
    story.when(_void("2019-01-03"), on="2018-10-01").then_refused("contract.not-void")
    story.when(_void("2019-01-03", 2), on="2018-10-01").then_refused("contract.amendment-on-file")
    later = proposed(2, adds=czk(359_999), maximum=czk(3_959_999))
    story.when(later, on="2019-02-01").then_notes()


@pytest.mark.parametrize(("maximum", "is_due"), [(50_000, False), (50_001, True)])
def test_amendment_is_published_where_the_contract_as_amended_is(maximum: int, is_due: bool) -> None:
    """A small contract may be amended unpublished while it stays small; a small change of a large one may not."""
    terms = {"ground": "100", "concluded_on": "2018-10-01"}
    small = contract(maximum=czk(40_000)).when(
        found(1, adds=czk(maximum - 40_000), maximum=czk(maximum), **terms), on="2018-10-01"
    )
    assert (small.state.amendments[1].publication is not None) is is_due
    large = contract().when(found(1, **terms), on="2018-10-01")
    assert large.state.amendments[1].publication is not None


def test_conclusion_found_after_an_amendment_is_the_basis_of_the_sums() -> None:
    """An old contract with an unknown ceiling: nothing is explained until the contract itself turns up."""
    story = given(Contract).when(TakeOverContract(target=THIS, number=None, regime="tender"))
    story = story.when(FIRST, on="2018-10-01").then_notes()
    fact = conclusion(number="OLP/9040/2018", maximum=czk(3_600_000))
    story = story.when(fact, on="2018-03-20").then_notes()
    assert _maximum(story, "2018-12-31") == czk(3_780_000)
    story.when(SECOND, on="2019-01-01").then_notes()
