"""From the plan to the call for bids: what each step records, what it refuses, what it does the second time."""

from typing import Any

import pytest

from domain.kernel.ids import derived_id, take
from domain.kernel.money import Money, czk
from domain.tender.commands import ChangeDocumentation, RecordPreliminaryInterest
from domain.tender.events import (
    ClarificationIssued,
    TenderApproved,
    TenderDocumentationChanged,
    TenderLotDefined,
    TenderPlanned,
    TenderPublished,
)
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    CRITERIA,
    DOCUMENTS,
    NEW_DOCUMENTS,
    approve,
    approved,
    at,
    bid,
    clarification,
    lot,
    opening,
    plan,
    planned,
    provider,
    publish,
    published,
)
from tests.spec import THIS, Story, given

# Plan ----------------------------------------------------------------------------------------------------------------


def test_a_plan_opens_the_file_and_takes_the_number() -> None:
    """The reference number of the tender names it from then on."""
    command = plan(number="LK-0017 /  2017", price_percent=85)
    story = given(Tender).when(command, on="2017-01-10").then(TenderPlanned.of(command))
    assert list(story.entries[0].event.claims()) == [take("tender-number", "LK-0017 / 2017")]
    assert list(Tender.keys(" LK-0017   / 2017")) == [("tender-number", "LK-0017 / 2017")]
    assert (story.state.regime, story.state.price_percent) == ("SIMPLIFIED_129", 85)


def test_a_plan_without_number_takes_none() -> None:
    assert not list(planned(number=None).entries[0].event.claims())


def test_a_tender_is_planned_once() -> None:
    planned().when(plan(), on="2017-01-11").then_refused("tender.opened-once")


def test_nothing_is_recorded_about_a_tender_that_is_not_on_file() -> None:
    given(Tender).when(approve(), on="2017-01-17").then_refused("tender.opened-first")


def test_an_act_without_its_day_is_refused() -> None:
    """What law holds cannot be told; an old paper without dates is taken over instead."""
    given(Tender).when(plan(), on=None).then_refused("tender.day-known")
    planned().when(approve(), on=None).then_refused("tender.day-known")


@pytest.mark.parametrize(
    ("regime", "day", "is_taken"),
    [
        ("SIMPLIFIED_129", "2016-10-01", True),
        ("SIMPLIFIED_129", "2016-09-30", False),
        ("OLD_137_2006", "2016-09-30", True),
        ("OLD_137_2006", "2016-10-01", False),
        ("SMALL_SCALE", "2016-09-30", True),
        ("SMALL_SCALE", "2016-10-01", True),
    ],
)
def test_the_day_decides_which_act_governs(regime: str, day: str, is_taken: bool) -> None:
    """Act 134/2016 governs what is started from 1 October 2016 on, Act 137/2006 what was started before."""
    story = given(Tender).when(plan(regime=regime), on=day)
    if is_taken:
        story.then_notes()
    else:
        story.then_refused("tender.regime-of-its-time")


@pytest.mark.parametrize("value", [Money(0), czk(-1)])
def test_an_estimated_value_is_positive(value: Money) -> None:
    given(Tender).when(plan(estimated_value=value), on="2017-01-10").then_refused("tender.amount-positive")


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_capacity_asked_for_is_more_than_nothing(amount: str) -> None:
    capacities = ({"unit": "FTE", "amount": amount},)
    planned().when(lot("A", capacities=capacities), on="2017-01-17").then_refused("tender.capacity-positive")


def test_a_tender_is_kept_in_one_currency() -> None:
    euros = Money(100, "EUR")
    given(Tender).when(plan(value_elsewhere=euros), on="2017-01-10").then_refused("tender.one-currency")
    planned().when(lot("A", estimated_value=euros), on="2017-01-17").then_refused("tender.one-currency")
    planned().when(lot("A", price_maximum=euros), on="2017-01-17").then_refused("tender.one-currency")


# Approval ------------------------------------------------------------------------------------------------------------


def test_an_approval_records_body_and_resolution_once() -> None:
    story = planned().when(approve(), on="2017-01-17").then(TenderApproved.of(approve()))
    assert story.state.approved_on == story.entries[-1].effective_on
    story.when(approve(resolution="46/17/RK"), on="2017-01-18").then_refused("tender.step-once")


def test_a_resolution_belongs_to_its_body() -> None:
    planned().when(approve(body="ZK"), on="2017-01-17").then_refused("tender.resolution-of-body")


# Lots ----------------------------------------------------------------------------------------------------------------


def test_a_lot_is_defined_once_under_its_key() -> None:
    command = lot("A", capacities=[{"unit": "FTE", "amount": "2.5", "form": "T"}])
    story = planned().when(command, on="2017-01-17").then(TenderLotDefined.of(command))
    story.when(lot("A", title="Other"), on="2017-01-18").then_refused("tender.recorded-once")


def test_lots_are_defined_before_the_call() -> None:
    published().when(lot("C"), on="2017-02-02").then_refused("tender.lots-before-publication")


def test_lots_can_still_be_defined_after_a_preliminary_notice() -> None:
    notice = publish(notice_kind="PRELIMINARY", bids_until=None, criteria=(), interest_until=at("2017-02-20 12:00"))
    story = approved().when(notice, on="2017-02-01").then_notes()
    story.when(lot("C"), on="2017-02-02").then_notes()


@pytest.mark.parametrize(("price", "is_taken"), [("850000.00", True), ("850000.01", False)])
def test_a_price_set_from_the_compensation_keeps_its_share(price: str, is_taken: bool) -> None:
    """85 % of a compensation of one million are 850 000 to the heller, where the project sets the price so."""
    command = lot("A", price_maximum=czk(price), compensation=czk(1_000_000))
    story = planned(price_percent=85).when(command, on="2017-01-17")
    if is_taken:
        story.then_notes()
    else:
        story.then_refused("tender.price-from-compensation")


def test_where_no_share_is_set_the_compensation_limits_nothing() -> None:
    """85 % is what the price was set at in one project, not a general limit."""
    command = lot("A", price_maximum=czk(999_999), compensation=czk(1_000_000))
    planned().when(command, on="2017-01-17").then_notes()


def test_a_share_of_an_unknown_compensation_cannot_be_decided() -> None:
    story = planned(price_percent=85).when(lot("A", price_maximum=czk(1)), on="2017-01-17")
    assert story.then_refused("tender.price-from-compensation").refusal is not None
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided


# Publication ---------------------------------------------------------------------------------------------------------


def test_publication_opens_the_first_round_of_every_lot() -> None:
    story = approved().when(publish(), on="2017-02-01").then(TenderPublished.of(publish()))
    for name in ("A", "B"):
        opened = story.state.lots[name].rounds[1]
        assert (opened.called_on, opened.bids_until) == (story.entries[-1].effective_on, at("2017-03-03 10:00"))
        assert [version.documents for version in opened.documents] == [DOCUMENTS]
    story.when(publish(), on="2017-02-02").then_refused("tender.step-once")


def test_a_preliminary_notice_opens_no_round_and_the_call_follows_it() -> None:
    """The first notice starts the tender: the law of its day governs what follows."""
    notice = publish(notice_kind="PRELIMINARY", bids_until=None, criteria=(), interest_until=at("2017-02-20 12:00"))
    story = approved().when(notice, on="2017-02-01").then_notes()
    assert story.state.lots["A"].rounds == {}
    story.when(notice, on="2017-02-02").then_refused("tender.step-once")
    called = story.when(publish(), on="2017-02-21").then_notes()
    assert called.state.started_on == story.entries[-1].effective_on
    called.when(notice, on="2017-02-22").then_refused("tender.step-once")


@pytest.mark.parametrize("missing", [{"bids_until": None}, {"criteria": ()}])
def test_a_call_says_until_when_and_by_what(missing: dict[str, Any]) -> None:
    approved().when(publish(**missing), on="2017-02-01").then_refused("tender.call-complete")


@pytest.mark.parametrize(
    "weights",
    [
        (("quality", "60"), ("price", "39.999999")),
        (("quality", "60"), ("price", "40.000001")),
        (("quality", "50"), ("quality", "50")),
        (("quality", "120"), ("price", "-20")),
        (("quality", "100"), ("price", "0")),
    ],
)
def test_weights_add_up_to_a_hundred(weights: tuple[tuple[str, str], ...]) -> None:
    criteria = [{"criterion": key, "name": key, "weight": weight} for key, weight in weights]
    approved().when(publish(criteria=criteria), on="2017-02-01").then_refused("tender.weights-add-up")


def test_weights_with_decimals_may_add_up() -> None:
    criteria = [{"criterion": str(n), "name": "one", "weight": weight} for n, weight in enumerate(("33.3", "66.7"))]
    approved().when(publish(criteria=criteria), on="2017-02-01").then_notes()


def test_a_tender_without_lots_is_not_called() -> None:
    planned().when(approve(), on="2017-01-17").when(publish(), on="2017-02-01").then_refused("tender.has-lots")


def test_the_estimated_value_is_the_sum_of_the_lots() -> None:
    story = approved(estimated_value=czk("5000000.01")).when(publish(), on="2017-02-01")
    assert story.then_refused("tender.value-of-lots").facts_of("tender.value-of-lots")["lots"]


@pytest.mark.parametrize("approved_on", [None, "2017-02-02"])
def test_a_tender_is_published_after_its_approval(approved_on: str | None) -> None:
    """An approval on the very day is enough."""
    story = planned().when(lot("A", estimated_value=czk(5_000_000)), on="2017-01-12")
    story = story.when(approve(), on=approved_on) if approved_on else story
    story.when(publish(), on="2017-02-01").then_refused("tender.approved-before-publication")
    planned().when(lot("A", estimated_value=czk(5_000_000)), on="2017-01-12").when(approve(), on="2017-02-01").when(
        publish(), on="2017-02-01"
    ).then_notes()


@pytest.mark.parametrize("field", ["bids_until", "interest_until"])
def test_a_limit_ends_after_the_day_on_which_it_is_announced(field: str) -> None:
    approved().when(publish(**{field: at("2017-02-01 23:59")}), on="2017-02-01").then_refused(
        "tender.deadline-lies-ahead"
    )
    approved().when(publish(**{field: at("2017-02-02 00:00")}), on="2017-02-01").then_notes()


# The regime follows from the value of all lots -----------------------------------------------------------------------


def small_scale(value: Money, *, on: str, elsewhere: Money | None = None) -> Story[Tender]:
    """A small-scale tender in one lot, planned, approved and published on that day."""
    story = given(Tender).when(plan(regime="SMALL_SCALE", estimated_value=value, value_elsewhere=elsewhere), on=on)
    story = story.when(lot("A", estimated_value=value), on=on).when(approve(), on=on)
    return story.when(publish(bids_until=at("2030-01-01 10:00")), on=on)


@pytest.mark.parametrize(
    ("value", "on", "is_taken"),
    [
        ("1999999.99", "2012-03-31", True),
        ("2000000.00", "2012-03-31", False),
        ("999999.99", "2012-04-01", True),
        ("1000000.00", "2013-12-31", False),
        ("1999999.99", "2014-01-01", True),
        ("2000000.00", "2016-09-30", False),
        ("2000000.00", "2016-10-01", True),
        ("2000000.01", "2016-10-01", False),
        ("2000000.01", "2025-03-31", False),
        ("3000000.00", "2025-04-01", True),
        ("3000000.01", "2025-04-01", False),
    ],
)
def test_small_scale_ends_at_the_limit_of_its_time(value: str, on: str, is_taken: bool) -> None:
    """Under the old Act a small-scale contract stays below the limit, under the new one it may reach it."""
    story = small_scale(czk(value), on=on)
    if is_taken:
        story.then_notes()
    else:
        story.then_refused("tender.regime-by-total-value")


def test_parts_of_one_need_are_added_up_across_tenders() -> None:
    """Sixteen parts of 200 000 are 3 200 000, however many tenders they are put into (§ 18)."""
    parts, part = czk(3_000_000), czk(200_000)
    small_scale(part, on="2017-02-01", elsewhere=parts).then_refused("tender.regime-by-total-value")
    small_scale(part, on="2017-02-01", elsewhere=czk(1_800_000)).then_notes()


def test_before_the_first_act_that_is_known_no_limit_can_be_told() -> None:
    """Nothing is refused by a law that this book does not hold."""
    small_scale(czk(9_000_000), on="2005-01-03").then_notes()


def test_the_simplified_regime_has_no_lowest_value() -> None:
    story = approved(estimated_value=czk(1)).when(publish(), on="2017-02-01")
    story.then_refused("tender.value-of-lots")
    story = planned(estimated_value=czk(1)).when(approve(), on="2017-01-17")
    story.when(lot("A", estimated_value=czk(1)), on="2017-01-17").when(publish(), on="2017-02-01").then_notes()


# Documents -----------------------------------------------------------------------------------------------------------


def change(**fields: Any) -> ChangeDocumentation:
    return ChangeDocumentation.model_validate({"target": THIS, "documents": NEW_DOCUMENTS} | fields)


def test_changed_documents_are_a_new_version_and_the_old_one_stays() -> None:
    command = change(lots=("A",), bids_until=at("2017-03-10 10:00"))
    story = published().when(command, on="2017-02-10").then(TenderDocumentationChanged.of(command, version=2))
    changed, other = (story.state.lots[name].rounds[1] for name in ("A", "B"))
    assert [version.documents for version in changed.documents] == [DOCUMENTS, NEW_DOCUMENTS]
    assert (changed.bids_until, other.bids_until) == (at("2017-03-10 10:00"), at("2017-03-03 10:00"))
    assert changed.criteria == other.criteria
    assert len(other.documents) == 1
    again = story.when(change(), on="2017-02-13").when(change(lots=("B",)), on="2017-02-14").then_notes().state
    assert [version.version for version in again.lots["A"].rounds[1].documents] == [1, 2, 3]
    assert [version.version for version in again.lots["B"].rounds[1].documents] == [1, 3, 4]


def test_a_change_without_lots_is_for_all_and_may_bring_other_criteria() -> None:
    criteria = [{"criterion": "price", "name": "Price", "weight": 100, "method": "LOWEST_PRICE"}]
    story = published().when(change(criteria=criteria, adopts=()), on="2017-02-10").then_notes()
    for name in ("A", "B"):
        changed = story.state.lots[name].rounds[1]
        assert [one.criterion for one in changed.criteria] == ["price"]
        assert changed.adopts == ()
    assert story.decision is not None
    assert story.decision.findings[0].event == TenderDocumentationChanged.of(
        change(criteria=criteria, adopts=()), lots=("A", "B"), version=2
    )


def test_new_criteria_add_up_too() -> None:
    half = [CRITERIA[0]]
    published().when(change(criteria=half), on="2017-02-10").then_refused("tender.weights-add-up")


@pytest.mark.parametrize("command", [change(lots=("A",)), clarification(lots=("A",))])
def test_documents_are_changed_and_explained_until_the_limit_for_bids(command: Any) -> None:
    published().when(command, on="2017-03-03").then_notes()
    published().when(command, on="2017-03-04").then_refused("tender.documents-changed-in-time")


@pytest.mark.parametrize("build", [change, clarification])
def test_the_time_for_bids_is_never_shortened(build: Any) -> None:
    published().when(build(bids_until=at("2017-03-03 09:59")), on="2017-02-10").then_refused(
        "tender.deadline-not-shortened"
    )
    published().when(build(bids_until=at("2017-03-03 10:00")), on="2017-02-10").then_notes()


def test_nothing_is_changed_before_the_call_or_in_a_lot_that_takes_no_bids() -> None:
    approved().when(change(), on="2017-02-10").then_refused("tender.step-first")
    story = published().when(bid("A1"), on="2017-03-01").when(opening({"A1": czk(1)}), on="2017-03-03")
    story.when(change(lots=("A", "B")), on="2017-03-03").then_refused("tender.step-first")
    published().when(change(lots=("C",)), on="2017-02-10").then_refused("tender.on-record")


def test_a_clarification_goes_to_everybody_and_may_give_more_time() -> None:
    command = clarification(bids_until=at("2017-03-08 10:00"))
    story = published().when(command, on="2017-02-20").then(ClarificationIssued.of(command, lots=("A", "B")))
    assert story.state.lots["B"].rounds[1].bids_until == at("2017-03-08 10:00")
    story.when(command, on="2017-02-21").then_refused("tender.recorded-once")
    story.when(clarification(clarification="V2"), on="2017-03-06").then_notes()


# Preliminary interest ------------------------------------------------------------------------------------------------


def interest(moment: str, **fields: Any) -> RecordPreliminaryInterest:
    usual = {"interest": "Z1", "provider": provider("1"), "lots": ("A",), "received_at": at(moment)}
    return RecordPreliminaryInterest.model_validate({"target": THIS} | usual | fields)


def preliminary() -> Story[Tender]:
    notice = publish(notice_kind="PRELIMINARY", bids_until=None, criteria=(), interest_until=at("2017-02-20 12:00"))
    return approved().when(notice, on="2017-02-01")


def test_interest_is_recorded_in_time_or_not() -> None:
    """It comes from outside: a late one is noted, never refused."""
    preliminary().when(interest("2017-02-20 12:00"), on="2017-02-20").then_notes()
    late = preliminary().when(interest("2017-02-20 12:01"), on="2017-02-20").then_notes("LATE_INTEREST")
    late.when(interest("2017-02-20 12:02"), on="2017-02-20").then_refused("tender.recorded-once")


def test_interest_in_an_unknown_lot_is_no_interest_in_this_tender() -> None:
    preliminary().when(interest("2017-02-10 12:00", lots=("Z",)), on="2017-02-10").then_refused("tender.on-record")


def test_interest_without_a_limit_cannot_be_late() -> None:
    published().when(interest("2019-02-10 12:00"), on="2019-02-10").then_notes()


def test_a_project_is_named_by_its_identifier() -> None:
    project = derived_id("project")
    assert planned(project=project).state.project == project
