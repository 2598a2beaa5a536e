"""Public money for the service: what is committed, paid, given by others and returned, under one ceiling."""

from datetime import date
from typing import Any

import pytest

from domain.contract.contract import Contract
from domain.kernel.aggregate import decides
from domain.kernel.case import Case
from domain.kernel.command import Act
from domain.kernel.event import Event
from domain.kernel.ids import MandateId
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Decision
from tests.domain.mandate.stories import (
    CONTRACT,
    DECISIONS,
    NUMBER,
    OTHER_CONTRACT,
    SISTER_NUMBER,
    START,
    ceilings,
    check,
    checked,
    commit,
    cost,
    entrusted,
    give,
    give_back,
    issued,
    known_cost,
    made,
    pay,
    proposed,
    release,
    two_services,
    year_with,
)
from tests.spec import THIS, Story, given

JUNE = "2018-06-15"


def room(story: Story[Mandate], year: int = 2018, service: str | None = None) -> Money | None:
    return story.state.room(year, service)


# Committed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", DECISIONS)
def test_no_more_is_committed_than_the_compensation_payment(decision: Decision) -> None:
    """To the last haléř; the facts of the refusal say what is left."""
    year = START[decision]
    story = entrusted(decision).when(commit(year, 600_000), on=f"{year}-01-15")
    story.then(events.CompensationCommitted.of(commit(year, 600_000)))
    assert room(story, year) == czk(400_000)
    above = commit(year, Money(40_000_001), contract=OTHER_CONTRACT)
    refused = story.when(above, on=f"{year}-02-01").then_refused("mandate.public-money-within-compensation")
    facts = refused.facts_of("mandate.public-money-within-compensation")
    assert (facts["taken"]["minor"], facts["asked"]["minor"], facts["room"]["minor"]) == (
        60_000_000,
        40_000_001,
        40_000_000,
    )
    story = story.when(commit(year, 400_000, contract=OTHER_CONTRACT), on=f"{year}-02-01").then_notes()
    assert room(story, year) == Money(0)


def test_years_and_services_have_rooms_of_their_own() -> None:
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(crowns=500_000, service=SISTER_NUMBER)))
    story = story.when(commit(2018, 1_000_000, service=NUMBER), on=JUNE).then_notes()
    assert [room(story, 2018, NUMBER), room(story, 2019, NUMBER), room(story, 2018, SISTER_NUMBER)] == [
        Money(0),
        czk(1_000_000),
        czk(500_000),
    ]
    assert room(story, 2018) is None


def test_without_a_compensation_payment_it_cannot_be_decided() -> None:
    story = issued()
    assert room(story) is None
    refused = story.when(commit(2018, 1), on=JUNE).then_refused("mandate.public-money-within-compensation")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided


def test_two_clerks_who_look_at_the_same_room_do_not_both_commit_it() -> None:
    """Each alone is right; the second in the ledger meets another version and decides again."""
    first, second = commit(2018, 700_000), commit(2018, 700_000, contract=OTHER_CONTRACT)
    story = entrusted()
    story.when(second, on=JUNE).then_notes()
    story.when(first, on=JUNE).when(second, on=JUNE).then_refused("mandate.public-money-within-compensation")


def test_a_commitment_names_its_paper_and_is_more_than_zero_in_crowns() -> None:
    story = entrusted()
    story.when(commit(2018, 1, contract=None), on=JUNE).then_refused("mandate.commitment-identified")
    story.when(commit(2018, 1, contract=None, reference="rozhodnutí 7"), on=JUNE).then_notes()
    story.when(commit(2018, 0), on=JUNE).then_refused("mandate.amount-positive")
    story.when(commit(2018, Money(1, "EUR")), on=JUNE).then_refused("mandate.amount-in-crowns")
    story.when(commit(2018, 1, months=("2019-01",)), on=JUNE).then_refused("mandate.months-of-its-year")
    story.when(commit(2018, 1)).then_refused("mandate.day-known")
    given(Mandate).when(commit(2018, 1), on=JUNE).then_refused("mandate.on-file")


def test_before_the_issue_nothing_is_committed() -> None:
    story = proposed()
    story.when(commit(2018, 1), on="2017-12-01").then_refused(
        "mandate.issued", "mandate.covers-period", "mandate.legal-basis-still-applies",
        "mandate.committed-while-it-lasts", "mandate.public-money-within-compensation",
    )  # fmt: skip
    story.when(pay("1", 2018, 1), on="2017-12-01").then_notes("WITHOUT_MANDATE")


@pytest.mark.parametrize(
    ("fields", "rule", "label"),
    [
        ({"service": SISTER_NUMBER}, "mandate.covers-service", "OUTSIDE_MANDATE"),
        ({"orps": ("5105", "5101")}, "mandate.covers-territory", "OUTSIDE_TERRITORY"),
        ({"months": ("2021-01",), "year": 2021}, "mandate.covers-period", "OUTSIDE_MANDATE_PERIOD"),
        ({"year": 2017}, "mandate.covers-period", "OUTSIDE_MANDATE_PERIOD"),
    ],
)
def test_what_lies_outside_the_mandate_is_refused_and_noted(fields: dict[str, Any], rule: str, label: str) -> None:
    """A payment for a service, a territory or a time that is not entrusted."""
    story = entrusted(
        compensations=(
            *ceilings(years=3),
            {"year": 2021, "compensation": czk(1)},
            {"year": 2017, "compensation": czk(1)},
        )
    )
    said = {"year": 2018} | fields
    committed = story.when(commit(crowns=Money(1), **said), on=JUNE)
    assert committed.refusal is not None
    assert committed.refusal.codes[0] == rule
    paid = story.when(pay("1", crowns=Money(1), **said), on=JUNE)
    paid.then_notes(label)


def test_the_whole_territory_and_time_of_the_mandate_is_covered() -> None:
    story = entrusted()
    inside = {"orps": ("5105", "5102"), "months": ("2018-01", "2018-12"), "service": NUMBER}
    story.when(commit(2018, 1, **inside), on=JUNE).then_notes()
    story.when(pay("1", 2018, 1, **inside), on=JUNE).then_notes()


def test_money_of_several_services_names_its_service() -> None:
    """M8: each service on its own. What was paid without a name is recorded and belongs to no service yet."""
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER)))
    refused = story.when(commit(2018, 1), on=JUNE)
    assert refused.refusal is not None
    assert refused.refusal.codes[0] == "mandate.each-service-on-its-own"
    paid = story.when(pay("1", 2018, 1), on=JUNE).then_notes("SERVICE_NOT_STATED")
    assert paid.state.book("", 2018).public_money() == czk(1)
    assert paid.state.verdict(2018, NUMBER).missing[0] == "the service of some payments"


# Given up ------------------------------------------------------------------------------------------------------------


def test_a_commitment_is_given_up_as_far_as_it_is_not_paid() -> None:
    story = entrusted().when(commit(2018, 1_000_000), on="2018-01-15").when(pay("1", 2018, 870_000), on=JUNE)
    story.when(release(2018, Money(13_000_001)), on="2019-02-01").then_refused("mandate.released-within-commitment")
    story = story.when(release(2018, 130_000), on="2019-02-01").then(
        events.CommitmentReleased.of(release(2018, 130_000))
    )
    assert room(story) == czk(130_000)
    story.when(release(2018, Money(1)), on="2019-02-02").then_refused("mandate.released-within-commitment")
    story.when(release(2018, 1, contract=None), on="2019-02-02").then_refused("mandate.commitment-identified")


# Paid ----------------------------------------------------------------------------------------------------------------


def test_a_payment_takes_up_its_commitment_and_not_more_room() -> None:
    story = entrusted().when(commit(2018, 1_000_000), on="2018-01-15")
    story = story.when(pay("1", 2018, 600_000), on=JUNE).then(events.CompensationPaid.of(pay("1", 2018, 600_000)))
    assert room(story) == Money(0)
    story = story.when(pay("2", 2018, 400_000), on="2018-12-15").then_notes()
    over = story.when(pay("3", 2018, Money(1)), on="2018-12-16").then_notes("OVER_COMPENSATION_RISK")
    assert over.state.room(2018) == Money(-1)
    facts = over.facts_of("OVER_COMPENSATION_RISK")
    assert (facts["taken"]["minor"], facts["asked"]["minor"], facts["year"]) == (100_000_000, 1, 2018)


def test_a_commitment_that_comes_after_its_payment_takes_no_room_twice() -> None:
    story = entrusted().when(pay("1", 2018, 600_000), on=JUNE).when(commit(2018, 600_000), on="2018-07-01").then_notes()
    assert room(story) == czk(400_000)
    story.when(commit(2018, 400_000), on="2018-07-02").then_notes()
    story.when(commit(2018, Money(40_000_001)), on="2018-07-02").then_refused(
        "mandate.public-money-within-compensation"
    )


def test_a_payment_without_a_known_commitment_is_on_top() -> None:
    story = entrusted().when(commit(2018, 600_000), on="2018-01-15")
    story = story.when(pay("1", 2018, 400_000, contract=None), on=JUNE).then_notes()
    assert room(story) == Money(0)
    story.when(pay("2", 2018, Money(1), contract=OTHER_CONTRACT), on=JUNE).then_notes("OVER_COMPENSATION_RISK")


def test_one_line_of_the_statement_is_recorded_once_for_each_year() -> None:
    """One movement may pay for December and January."""
    story = entrusted().when(pay("1", 2018, 100_000), on="2019-01-21").when(pay("1", 2019, 100_000), on="2019-01-21")
    story.then_notes()
    story.when(pay("1", 2019, 1), on="2019-01-21").then_refused("mandate.movement-recorded-once")
    assert [story.state.book(NUMBER, year).public_money() for year in (2018, 2019)] == [czk(100_000)] * 2


def test_a_payment_needs_a_file_and_a_day() -> None:
    given(Mandate).when(pay("1", 2018, 1), on=JUNE).then_refused("mandate.on-file")
    entrusted().when(pay("1", 2018, 1)).then_refused("mandate.day-known")
    entrusted().when(pay("1", 2018, 0), on=JUNE).then_refused("mandate.amount-positive")


# Given by others -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", DECISIONS)
def test_municipal_money_above_the_ceiling_is_recorded_with_the_risk(decision: Decision) -> None:
    year = START[decision]
    on = f"{year}-06-15"
    story = entrusted(decision).when(commit(year, 900_000), on=f"{year}-01-15")
    exact = story.when(give("f1", year, 100_000), on=on).then_notes()
    exact.then(events.OtherPublicFundingRecorded.of(give("f1", year, 100_000)))
    above = story.when(give("f1", year, Money(10_000_001)), on=on).then_notes("OVER_COMPENSATION_RISK")
    assert (room(exact, year), room(above, year)) == (Money(0), Money(-1))
    refused = above.when(commit(year, Money(1), contract=OTHER_CONTRACT), on=on)
    refused.then_refused("mandate.public-money-within-compensation")


def test_other_funding_has_a_key_of_its_own() -> None:
    story = entrusted().when(give("f1", 2018, 1), on=JUNE)
    story.when(give("f1", 2019, 2), on=JUNE).then_refused("mandate.funding-recorded-once")
    story.when(give("f2", 2018, 0), on=JUNE).then_refused("mandate.amount-positive")
    story.when(give("f2", 2018, 1, months=("2017-12",)), on=JUNE).then_refused("mandate.months-of-its-year")
    given(Mandate).when(give("f1", 2018, 1), on=JUNE).then_refused("mandate.on-file")
    two_services().when(give("f1", 2018, 1), on=JUNE).then_notes("SERVICE_NOT_STATED")
    entrusted().when(give("f1", 2018, 1, service=SISTER_NUMBER), on=JUNE).then_notes("OUTSIDE_MANDATE")


# Returned ------------------------------------------------------------------------------------------------------------


def test_returned_money_no_longer_counts_but_its_commitment_stays() -> None:
    story = entrusted().when(commit(2018, 1_000_000), on="2018-01-15").when(pay("1", 2018, 1_000_000), on=JUNE)
    story = story.when(give_back("2", 2018, 130_000), on="2019-02-14")
    story.then(events.PublicMoneyReturned.of(give_back("2", 2018, 130_000)))
    assert story.state.book(NUMBER, 2018).public_money() == czk(870_000)
    assert room(story) == Money(0)
    story = story.when(release(2018, 130_000), on="2019-02-20").then_notes()
    assert room(story) == czk(130_000)


def test_no_more_is_returned_than_was_received() -> None:
    story = entrusted().when(pay("1", 2018, 100_000), on=JUNE).when(give("f1", 2018, 50_000), on=JUNE)
    story.when(give_back("2", 2018, 100_000), on=JUNE).then_notes()
    story.when(give_back("2", 2018, Money(10_000_001)), on=JUNE).then_notes("RETURNED_ABOVE_RECEIVED")
    story.when(give_back("2", 2018, 50_000, funding="f1"), on=JUNE).then_notes()
    story.when(give_back("2", 2018, Money(5_000_001), funding="f1"), on=JUNE).then_notes("RETURNED_ABOVE_RECEIVED")
    story.when(give_back("2", 2018, 1, funding="f9"), on=JUNE).then_refused("mandate.funding-known")
    story.when(give_back("1", 2018, 1), on=JUNE).then_refused("mandate.movement-recorded-once")
    story.when(give_back("2", 2018, 0), on=JUNE).then_refused("mandate.amount-positive")


# Never paid ----------------------------------------------------------------------------------------------------------

NAMELESS: dict[str, Any] = {"contract": None}
PAPER: dict[str, Any] = {"contract": None, "reference": "smlouva 4"}
WHOLE = czk(1_000_000)


@pytest.mark.parametrize("named", [NAMELESS, {"contract": CONTRACT}, PAPER])
def test_a_return_of_money_never_paid_opens_no_room(named: dict[str, Any]) -> None:
    """10 000 came back of a year for which nothing was paid: not a heller above the compensation is committed."""
    story = entrusted().when(give_back("1", 2018, 10_000, **named), on=JUNE).then_notes("RETURNED_ABOVE_RECEIVED")
    assert story.facts_of("RETURNED_ABOVE_RECEIVED")["received"] == {"currency": "CZK", "minor": 0}
    assert room(story) == WHOLE
    for of in ({"contract": CONTRACT}, {"contract": OTHER_CONTRACT}, PAPER):
        story.when(commit(2018, 1_000_000, **of), on=JUNE).then_notes()
        above = story.when(commit(2018, WHOLE + Money(1), **of), on=JUNE)
        above.then_refused("mandate.public-money-within-compensation")
        assert above.facts_of("mandate.public-money-within-compensation")["taken"] == {"currency": "CZK", "minor": 0}


def test_what_was_never_committed_is_not_given_up() -> None:
    """A return of money never paid is no commitment: nor is there more to give up of one that is there."""
    story = entrusted().when(give_back("1", 2018, 10_000), on=JUNE)
    story.when(release(2018, Money(1)), on=JUNE).then_refused("mandate.released-within-commitment")
    story = story.when(commit(2018, 100_000), on=JUNE)
    story.when(release(2018, 100_000), on=JUNE).then_notes()
    story.when(release(2018, czk(100_000) + Money(1)), on=JUNE).then_refused("mandate.released-within-commitment")


def test_a_return_under_no_name_lowers_nothing_that_is_promised() -> None:
    """500 000 are promised and paid to one contract, 200 000 paid to another: of all, 200 000 may come back."""
    story = entrusted().when(commit(2018, 500_000), on="2018-01-15").when(pay("1", 2018, 500_000), on=JUNE)
    story = story.when(pay("2", 2018, 200_000, contract=OTHER_CONTRACT), on=JUNE)
    story = story.when(give_back("3", 2018, 200_000, **NAMELESS), on="2019-02-14").then_notes()
    assert room(story) == czk(500_000)
    story = story.when(give_back("4", 2018, 100_000, **NAMELESS), on="2019-02-14").then_notes()
    assert (room(story), story.state.book(NUMBER, 2018).public_money()) == (czk(500_000), czk(400_000))


def test_a_return_under_one_contract_lowers_nothing_of_another() -> None:
    """Paid 900 000 under the one, 300 000 came back under the other: noted, and the town's money still counts."""
    story = entrusted().when(commit(2018, 1_000_000), on="2018-01-15").when(pay("1", 2018, 900_000), on=JUNE)
    story = story.when(give_back("2", 2018, 300_000, contract=OTHER_CONTRACT), on=JUNE)
    story.then_notes("RETURNED_ABOVE_RECEIVED")
    assert room(story) == Money(0)
    story.when(give("f1", 2018, Money(1)), on=JUNE).then_notes("OVER_COMPENSATION_RISK")


def test_more_than_a_town_gave_does_not_go_back_from_its_money() -> None:
    """What came back to one giver above its gift lowers neither the gift of another nor what was paid."""
    story = entrusted().when(give("f1", 2018, 100_000), on=JUNE).when(give("f2", 2018, 300_000), on=JUNE)
    story = story.when(give_back("1", 2018, 150_000, funding="f1"), on=JUNE).then_notes("RETURNED_ABOVE_RECEIVED")
    assert room(story) == czk(700_000)
    over = story.when(pay("2", 2018, czk(700_000) + Money(1)), on=JUNE).then_notes("OVER_COMPENSATION_RISK")
    again = over.when(give_back("3", 2018, 50_000, funding="f1"), on=JUNE).then_notes("RETURNED_ABOVE_RECEIVED")
    again.then_closes()
    over.when(give_back("3", 2018, Money(1), funding="f2"), on=JUNE).then_closes("OVER_COMPENSATION_RISK")


def test_a_payment_that_is_told_after_its_return_settles_it() -> None:
    """Money came back in June, the payment of May is entered in July: then there was enough to come back."""
    story = entrusted().when(give_back("2", 2018, 10_000), on=JUNE)
    less = story.when(pay("1", 2018, Money(999_999)), on="2018-05-15").then_closes()
    less.then_open("RETURNED_ABOVE_RECEIVED")
    other = story.when(pay("1", 2018, 10_000, contract=OTHER_CONTRACT), on="2018-05-15").then_closes()
    other.then_open("RETURNED_ABOVE_RECEIVED")
    story.when(pay("1", 2018, 10_000), on="2018-05-15").then_closes("RETURNED_ABOVE_RECEIVED").then_open()


def test_a_payment_settles_no_return_to_a_town() -> None:
    story = entrusted().when(give("f1", 2018, 1), on=JUNE).when(give_back("1", 2018, 2, funding="f1"), on=JUNE)
    story.when(pay("2", 2018, 10), on=JUNE).then_closes().then_open("RETURNED_ABOVE_RECEIVED")


def test_the_risk_is_over_only_by_what_was_received() -> None:
    """One heller too much was paid under a contract; a return under another contract does not take it back."""
    story = entrusted().when(pay("1", 2018, WHOLE + Money(1)), on=JUNE).then_open("OVER_COMPENSATION_RISK")
    back = story.when(give_back("2", 2018, 1, contract=OTHER_CONTRACT), on=JUNE).then_closes()
    back.then_open("OVER_COMPENSATION_RISK", "RETURNED_ABOVE_RECEIVED")
    story.when(give_back("2", 2018, Money(1)), on=JUNE).then_closes("OVER_COMPENSATION_RISK").then_open()
    story.when(give_back("2", 2018, Money(1), **NAMELESS), on=JUNE).then_closes("OVER_COMPENSATION_RISK").then_open()


@pytest.mark.parametrize("back", [give_back("3", 2018, 50_000, funding="f1"), give_back("3", 2018, 50_000)])
def test_the_risk_is_over_when_enough_went_back(back: asked.RecordMoneyReturn) -> None:
    story = entrusted().when(pay("1", 2018, 1_000_000), on=JUNE).when(give("f1", 2018, 50_000), on=JUNE)
    story.then_open("OVER_COMPENSATION_RISK")
    story.when(back, on="2018-07-01").then_closes("OVER_COMPENSATION_RISK").then_open()
    less = made(asked.RecordMoneyReturn, **back.fields() | {"amount": Money(4_999_999)})
    story.when(less, on="2018-07-01").then_closes().then_open("OVER_COMPENSATION_RISK")


def test_the_risk_is_over_when_a_commitment_is_given_up() -> None:
    story = entrusted().when(commit(2018, 1_000_000), on="2018-01-15").when(give("f1", 2018, 50_000), on=JUNE)
    story = story.then_open("OVER_COMPENSATION_RISK")
    story.when(release(2018, Money(4_999_999)), on="2018-07-01").then_open("OVER_COMPENSATION_RISK")
    story.when(release(2018, 50_000), on="2018-07-01").then_closes("OVER_COMPENSATION_RISK").then_open()


def test_the_risk_of_another_year_stays() -> None:
    story = entrusted().when(pay("1", 2018, 1_000_001), on=JUNE).when(pay("2", 2019, 1_000_001), on="2019-06-15")
    story = story.when(give_back("3", 2018, 1), on="2019-07-01").then_closes("OVER_COMPENSATION_RISK")
    story.then_open("OVER_COMPENSATION_RISK")


# After a check -------------------------------------------------------------------------------------------------------


def _checked() -> Story[Mandate]:
    return checked(year_with(entrusted(), 2018, paid=900_000, net=950_000), 2018)


def test_news_about_a_checked_year_are_noted_until_the_next_check() -> None:
    story = _checked()
    for news in (pay("2", 2018, 1), give("f1", 2018, 1), give_back("2", 2018, 1), cost(2018, 950_001)):
        changed = story.when(news, on="2019-07-01").then_notes("CHECKED_YEAR_CHANGED")
        assert changed.state.is_outdated(NUMBER, 2018)
    story.when(pay("2", 2019, 1), on="2019-07-01").then_notes()
    again = story.when(give("f1", 2018, 1), on="2019-07-01").when(check(2018), on="2019-08-01")
    again.then_notes().then_closes("CHECKED_YEAR_CHANGED").then_open()


def test_committing_money_for_a_checked_year_needs_a_reason_and_a_second_person() -> None:
    story = _checked()
    story.when(commit(2018, 1), on="2019-07-01").then_refused("mandate.checked-year-unchanged")
    story.when(commit(2018, 1), on="2019-07-01", waived=("mandate.checked-year-unchanged",)).then_notes()


# The guard of a contract ---------------------------------------------------------------------------------------------


class BindMoney(Act):
    """What a contract decides when it promises money: it writes its commitment on the mandate."""

    topic = "contract.bind-money-in-tests"
    mandate: MandateId
    amount: Money


class BindingContract(Contract):
    """A contract that guards the room of the mandate."""

    @decides(BindMoney)
    def bind(self, command: BindMoney, case: Case) -> Event:
        mandate = case.other(Mandate, command.mandate)
        commitment = made(events.Commitment, year=2018, amount=command.amount, contract=self.id, source="esf")
        mandate.ask_about_commitment(case, commitment)
        case.guard(mandate.id, events.CompensationCommitted.of(commitment))
        return events.CompensationCommitted.of(commitment)


def test_a_contract_asks_the_mandate_and_writes_its_commitment_there() -> None:
    """The guard goes into the same transaction; its version check finds whoever came first."""
    mandate = entrusted().state
    story = given(BindingContract, others={CONTRACT: mandate})
    bind = BindMoney(target=THIS, mandate=CONTRACT, amount=czk(1_000_000))
    story = story.when(bind, on=JUNE).then_notes()
    assert story.decision is not None
    assert [identifier for identifier, _ in story.decision.guards] == [mandate.id]
    above = BindMoney(target=THIS, mandate=CONTRACT, amount=czk(1_000_001))
    story.when(above, on=JUNE).then_refused("mandate.public-money-within-compensation")


def test_sums_are_asked_by_day() -> None:
    story = known_cost(
        entrusted().when(pay("1", 2018, 100_000), on=JUNE).when(give("f1", 2018, 5), on="2018-07-01"), cost(2018, 1)
    )
    book = story.state.book(NUMBER, 2018)
    assert [book.public_money(date(2018, 6, day)) for day in (14, 15)] == [Money(0), czk(100_000)]
    assert book.public_money(date(2018, 7, 1)) == czk(100_005)
    assert book.committed_in_all() == Money(0)
