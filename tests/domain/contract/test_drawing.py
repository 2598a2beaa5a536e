"""Money that leaves the region: what is ordered, approved, paid, taken back by the bank, and what it pays for."""

from datetime import date

import pytest

from domain.contract.commands import (
    CancelOrder,
    ConcludeAmendment,
    EstablishVoidness,
    ExemptPayment,
    RejectPayment,
    ReleasePayment,
    SuspendPayment,
    TakeOverContract,
    TakeOverMovement,
    TerminateContract,
    VerifyPreconditions,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    ContractClosed,
    OrderCancelled,
    PaymentAllocated,
    PaymentApproved,
    PaymentExempted,
    PaymentMade,
    PaymentOrdered,
    PaymentRejected,
    PaymentReleased,
    PaymentReversed,
    PaymentSuspended,
)
from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import (
    ACCOUNT,
    OTHER_ACCOUNT,
    approval,
    approved,
    crowns,
    grant,
    movement,
    order,
    ordered,
    paid,
    reallocation,
    reversal,
    settlement,
    tender,
    void,
)
from tests.domain.contract.stories import concluded, draft, period
from tests.spec import THIS, Story, given

GROUNDS = Prose.of("why", salt="00" * 16)
APRIL, MAY = ("2018-04", 110_000), ("2018-05", 110_000)


def codes(story: Story[Contract]) -> tuple[str, ...]:
    assert story.refusal is not None
    return story.refusal.codes


# Ordering --------------------------------------------------------------------------------------------------------


def test_an_order_is_recorded_and_takes_up_room() -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story.then(PaymentOrdered.of(order("1", APRIL)))
    assert story.state.ordered_open == czk(110_000)
    assert story.state.room(date(2018, 5, 14)) == czk(2_530_000)
    assert story.state.drawn_gross == Money(0)


def test_the_number_of_an_order_is_used_once() -> None:
    tender().when(order("1", APRIL), on="2018-05-14").when(order("1", MAY), on="2018-06-14").then_refused(
        "contract.order-number-unused"
    )


def test_nothing_is_ordered_on_a_contract_that_is_not_on_file() -> None:
    given(Contract).when(order("1", APRIL), on="2018-05-14").then_refused("contract.on-file")


@pytest.mark.parametrize(("amount", "passes"), [(czk("0.01"), True), (Money(0), False), (Money(-1), False)])
def test_an_amount_is_more_than_zero(amount: Money, passes: bool) -> None:
    one = order("1", amount=amount, allocations=[{"month": "2018-04", "amount": amount}])
    story = tender().when(one, on="2018-05-14")
    assert story.refusal is None if passes else codes(story) == ("contract.amount-positive",)


def test_money_of_another_currency_is_refused() -> None:
    euro = Money(100, "EUR")
    one = order("1", amount=euro, allocations=[{"month": "2018-04", "amount": euro}])
    tender().when(one, on="2018-05-14").then_refused("contract.amount-in-one-currency")


@pytest.mark.parametrize(
    "parts",
    [
        [{"month": "2018-04", "amount": czk(109_999)}],
        [{"month": "2018-04", "amount": czk(110_001)}],
        [{"month": "2018-04", "amount": czk(111_000)}, {"month": "2018-05", "amount": Money(-100_000)}],
        [{"month": "2018-04", "amount": Money(11_000_000, "EUR")}],
    ],
)
def test_the_months_of_a_payment_add_up_to_it(parts: list[dict[str, object]]) -> None:
    tender().when(order("1", amount=czk(110_000), allocations=parts), on="2018-05-14").then_refused(
        "contract.allocations-add-up"
    )


@pytest.mark.parametrize(("region", "passes"), [(5_500, True), (5_501, False)])
def test_the_sources_of_a_share_add_up_to_it(region: int, passes: bool) -> None:
    sources = {"esf": czk(93_500), "state": czk(11_000), "region": czk(region)}
    one = order("1", APRIL, allocations=[{"month": "2018-04", "amount": czk(110_000), "sources": sources}])
    story = tender().when(one, on="2018-05-14")
    assert story.refusal is None if passes else codes(story) == ("contract.sources-add-up",)


def test_nothing_is_ordered_before_the_conclusion() -> None:
    tender().when(order("1", APRIL), on="2018-03-25").then_refused(
        "contract.payment-after-conclusion",
        "contract.payment-after-effect",
        "contract.service-month-within-period",
        "contract.drawn-within-maximum",
    )


def test_a_contract_concluded_from_july_2017_is_not_paid_before_its_publication() -> None:
    """Scenario 1, contract B: concluded on 3 July 2017, an order of 25 July, nothing published yet."""
    story = concluded("2017-07-03", number="OLP/9002/2017").when(order("1", ("2017-07", 50_000)), on="2017-07-25")
    story.then_refused("contract.payment-after-effect")
    assert story.refusal is not None
    assert str(story.refusal.violations[0].cites) == "340/2015 § 6(1)"
    facts = story.facts_of("contract.payment-after-effect")
    assert (facts["concluded_on"], facts["published_on"]) == ("2017-07-03", None)


def test_a_contract_concluded_before_july_2017_is_paid_from_its_conclusion() -> None:
    """Scenario 1, contract A: concluded on 30 June 2017."""
    concluded("2017-06-30", number="OLP/9001/2017").when(order("1", ("2017-07", 50_000)), on="2017-07-25").then_notes()


@pytest.mark.parametrize(("day", "passes"), [("2018-03-27", False), ("2018-03-28", True)])
def test_the_first_day_of_effect_is_that_of_publication(day: str, passes: bool) -> None:
    story = tender(period=period("2018-03-01", "2020-03-31")).when(order("1", ("2018-03", 1)), on=day)
    assert story.refusal is None if passes else codes(story) == ("contract.payment-after-effect",)


def test_an_older_contract_with_a_later_agreed_day_of_effect_waits_for_it() -> None:
    story = concluded("2017-06-01", effect_agreed_on="2017-07-01").when(order("1", ("2017-07", 1)), on="2017-06-30")
    story.then_refused("contract.payment-after-effect")
    assert story.refusal is not None
    assert str(story.refusal.violations[0].cites) == "contract effect"


def test_on_a_void_contract_nothing_is_ordered() -> None:
    void().when(order("1", ("2017-07", 50_000)), on="2017-11-01").then_refused("contract.payment-on-valid-contract")


def test_the_first_order_of_opz_plus_money_waits_for_the_four_preconditions() -> None:
    story = tender(programme="OPZ+").when(order("1", APRIL), on="2018-05-14")
    story.then_notes()  # the programme did not exist in 2018: the rule is silent
    story = tender(programme="OPZ+", period=period("2023-01-01", "2023-12-31"))
    january = order("1", ("2023-01", 110_000))
    story.when(january, on="2023-02-20").then_refused("contract.four-preconditions")
    story.when(january, on="2023-02-20", waived=["contract.four-preconditions"]).then_notes()
    holds = {"holds": True, "reference": "register"}
    names = ("registered", "in_network", "sgei_vp", "mandated")
    verification = VerifyPreconditions.model_validate({"target": THIS} | dict.fromkeys(names, holds))
    verified = story.when(verification, on="2023-01-05")
    verified.when(january, on="2023-02-20").then_notes()


def test_the_preconditions_are_asked_until_an_order_stands() -> None:
    """A waived first order that was rejected does not open the way for the second."""
    story = tender(programme="OPZ+", period=period("2023-01-01", "2023-12-31"))
    first, second = order("1", ("2023-01", 110_000)), order("2", ("2023-01", 110_000))
    waived = story.when(first, on="2023-02-20", waived=["contract.four-preconditions"]).then_notes()
    waived.when(second, on="2023-02-21").then_notes()
    rejection = RejectPayment(target=THIS, order="1", role="chief accountant", grounds=GROUNDS)
    waived.when(rejection, on="2023-02-20").when(second, on="2023-02-21").then_refused("contract.four-preconditions")


@pytest.mark.parametrize(
    ("month", "passes"), [("2018-03", False), ("2018-04", True), ("2020-03", True), ("2020-04", False)]
)
def test_only_service_months_inside_the_period_are_paid(month: str, passes: bool) -> None:
    story = tender().when(order("1", (month, 110_000)), on="2020-05-20")
    assert story.refusal is None if passes else codes(story) == ("contract.service-month-within-period",)


def test_a_month_that_the_period_touches_is_inside() -> None:
    tender(period=period("2018-04-30", "2020-03-31")).when(order("1", APRIL), on="2018-05-14").then_notes()


@pytest.mark.parametrize(("month", "passes"), [("2018-09", True), ("2018-10", False)])
def test_after_a_termination_only_the_months_before_it_are_paid(month: str, passes: bool) -> None:
    end = TerminateContract(target=THIS, mode="NOTICE", by="region", delivered_on=date(2018, 6, 29))
    story = tender().when(end, on="2018-09-30").when(order("1", (month, 110_000)), on="2018-10-22")
    assert story.refusal is None if passes else codes(story) == ("contract.service-month-before-termination",)


TWO = [{"registration": "3596108"}, {"registration": "5563434"}]


@pytest.mark.parametrize(
    ("services", "named", "passes"),
    [
        (TWO, "5563434", True),
        (TWO, None, False),
        (TWO, "8208204", False),
        (TWO[:1], None, True),
        (TWO[:1], "3596108", True),
        (TWO[:1], "5563434", False),
        ([{"name_as_written": "PSB"}], None, True),
    ],
)
def test_a_payment_says_which_of_several_services_it_pays_for(
    services: object, named: str | None, passes: bool
) -> None:
    part = {"month": "2018-04", "amount": czk(110_000), "service": named}
    story = tender(services=services).when(order("1", APRIL, allocations=[part]), on="2018-05-14")
    assert story.refusal is None if passes else codes(story) == ("contract.payment-names-service",)


def test_a_service_cannot_be_told_where_the_contract_does_not_say_its_number() -> None:
    part = {"month": "2018-04", "amount": czk(110_000), "service": "3596108"}
    story = tender(services=[{"name_as_written": "PSB"}]).when(order("1", APRIL, allocations=[part]), on="2018-05-14")
    story.then_refused("contract.payment-names-service")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided


@pytest.mark.parametrize(("asked", "passes"), [(2_530_000, True), (2_530_001, False)])
def test_all_orders_together_stay_within_the_maximum(asked: int, passes: bool) -> None:
    """What is ordered and not yet paid takes up room already."""
    story = tender().when(order("1", APRIL), on="2018-05-14").when(order("2", ("2018-05", asked)), on="2018-06-14")
    assert story.refusal is None if passes else codes(story) == ("contract.drawn-within-maximum",)


def test_what_was_paid_on_an_order_takes_up_room_once() -> None:
    story = paid(tender(), "1", APRIL, on="2018-05-21")
    assert story.state.room(date(2018, 5, 21)) == czk(2_530_000)
    assert story.state.ordered_open == Money(0)


def test_a_rejected_and_a_cancelled_order_give_their_room_back() -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14").when(order("2", MAY), on="2018-06-14")
    rejection = RejectPayment(target=THIS, order="1", role="chief accountant", grounds=GROUNDS)
    story = story.when(rejection, on="2018-06-15").then(PaymentRejected.of(rejection))
    cancellation = CancelOrder(target=THIS, order="2", grounds=GROUNDS)
    story = story.when(cancellation, on="2018-06-16").then(OrderCancelled.of(cancellation))
    assert story.state.room(date(2018, 6, 16)) == czk(2_640_000)


def test_a_back_dated_order_must_fit_on_its_day_and_on_every_day_after_it() -> None:
    """In 2018 the maximum was 3 600 000, from 2019 it is 3 900 000."""
    story = tender(maximum=czk(3_600_000), number="OLP/9040/2018")
    raised = ConcludeAmendment(
        target=THIS, number=1, ground="other", adds=czk(300_000), maximum=czk(3_900_000), reason=GROUNDS
    )
    story = story.when(raised, on="2019-01-01")
    assert story.refusal is None, story.refusal
    story = paid(story, "1", ("2018-04", 3_590_000), on="2018-05-21")
    story = paid(story, "2", ("2019-01", 300_000), on="2019-02-20")
    assert story.state.room(date(2018, 12, 31)) == czk(10_000)
    assert story.state.room(date(2019, 2, 20)) == czk(10_000)
    assert story.state.room(date(2018, 5, 21)) == czk(10_000)
    story.when(order("3", ("2018-12", 10_000)), on="2018-12-31").then_notes()
    story.when(order("3", ("2018-12", 10_001)), on="2018-12-31").then_refused("contract.drawn-within-maximum")


@pytest.mark.parametrize(("day", "passes"), [("2018-12-31", False), ("2019-01-20", True)])
def test_the_maximum_of_the_day_decides(day: str, passes: bool) -> None:
    """Scenario 5: a total of 3 850 000 on 20 January 2019 is within the 3 900 000 of that day."""
    story = tender(maximum=czk(3_600_000), number="OLP/9040/2018")
    raised = ConcludeAmendment(
        target=THIS, number=2, ground="other", adds=czk(300_000), maximum=czk(3_900_000), reason=GROUNDS
    )
    story = paid(story.when(raised, on="2019-01-01"), "1", ("2018-04", 3_500_000), on="2018-05-21")
    story = story.when(order("2", ("2018-12", 350_000)), on=day)
    assert story.refusal is None if passes else codes(story) == ("contract.drawn-within-maximum",)


@pytest.mark.parametrize(
    ("account", "passes"), [(OTHER_ACCOUNT, False), (ACCOUNT, True), ("CZ6508000000192000145399", True)]
)
def test_an_order_names_the_agreed_account(account: str, passes: bool) -> None:
    """The same account may be written as an IBAN."""
    story = tender().when(order("1", APRIL, account=account), on="2018-05-14")
    assert story.refusal is None if passes else codes(story) == ("contract.account-agreed",)


PLAN = [
    {"number": 1, "amount": czk(600_000)},
    {"number": 2, "amount": czk(400_000), "after_report": "ZoR 1"},
]


@pytest.mark.parametrize(("number", "asked", "passes"), [(1, 600_000, True), (1, 600_001, False), (3, 1, False)])
def test_an_instalment_is_no_higher_than_the_plan_says(number: int, asked: int, passes: bool) -> None:
    one = order("1", ("2018-02", asked), instalment=number, is_advance=True)
    story = grant(payment_plan=PLAN).when(one, on="2018-02-12")
    assert story.refusal is None if passes else codes(story) == ("contract.instalment-as-planned",)


def test_an_instalment_in_parts_counts_together_but_not_what_was_given_up() -> None:
    story = grant(payment_plan=PLAN).when(order("1", ("2018-02", 500_000), instalment=1), on="2018-02-12")
    second = order("2", ("2018-02", 200_000), instalment=1)
    story.when(second, on="2018-02-13").then_refused("contract.instalment-as-planned")
    story.when(CancelOrder(target=THIS, order="1", grounds=GROUNDS), on="2018-02-13").when(
        second, on="2018-02-13"
    ).then_notes()


@pytest.mark.parametrize("amount", [1, 1_000_001])
def test_every_objection_is_named_in_the_order_of_the_ladder(amount: int) -> None:
    suspended = SuspendPayment(target=THIS, grounds=GROUNDS)
    story = grant().when(suspended, on="2018-03-01").when(settlement(2018, 0, 0), on="2019-01-31")
    bad = order("1", ("2018-12", amount), ("2019-01", 1), account=OTHER_ACCOUNT)
    expected = [
        "contract.payment-not-suspended",
        "contract.service-month-within-period",
        "contract.drawn-within-maximum",
        "contract.year-not-settled",
        "contract.account-agreed",
    ]
    if amount == 1:
        expected.remove("contract.drawn-within-maximum")
    story.when(bad, on="2019-02-01").then_refused(*expected)


# Approvals -------------------------------------------------------------------------------------------------------


def test_three_approve_an_order() -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story.when(approval("1", "chief accountant"), on="2018-05-14", by="chief accountant").then(
        PaymentApproved.of(approval("1", "chief accountant"))
    )
    story = approved(story, "1", on="2018-05-14")
    assert story.state.payments.orders["1"].is_approved(date(2018, 5, 14))
    assert not story.state.payments.orders["1"].is_approved(date(2018, 5, 13))


def test_each_of_the_three_approves_once() -> None:
    story = approved(tender().when(order("1", APRIL), on="2018-05-14"), "1", on="2018-05-14")
    story.when(approval("1", "chief accountant"), on="2018-05-15", by="other").then_refused(
        "contract.approved-once-in-role"
    )


def test_whoever_ordered_does_not_approve() -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14", by="clerk")
    story.when(approval("1", "operation orderer"), on="2018-05-14", by="clerk").then_refused(
        "contract.orderer-does-not-approve"
    )


@pytest.mark.parametrize(
    "roles", [("operation orderer", "chief accountant"), ("chief accountant", "operation orderer")]
)
def test_the_operation_orderer_has_no_other_part(roles: tuple[str, str]) -> None:
    """Whoever came first, one person is not both, not even with a reason."""
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story = story.when(approval("1", roles[0]), on="2018-05-14", by="one person").then_notes()
    story.when(approval("1", roles[1]), on="2018-05-14", by="one person", reason="holiday").then_refused(
        "contract.operation-orderer-stands-alone"
    )
    story.when(approval("1", roles[1]), on="2018-05-14", by="another person").then_notes()


@pytest.mark.parametrize(
    "roles", [("budget administrator", "chief accountant"), ("chief accountant", "budget administrator")]
)
def test_administrator_and_accountant_may_be_one_person_with_a_reason(roles: tuple[str, str]) -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story = story.when(approval("1", roles[0]), on="2018-05-14", by="one person").then_notes()
    story.when(approval("1", roles[1]), on="2018-05-14", by="one person").then_refused(
        "contract.administrator-is-not-accountant"
    )
    story.when(approval("1", roles[1]), on="2018-05-14", by="one person", reason="a small office").then_notes()


OWN_ROLES = [
    ("approver", "operation orderer"),
    ("budget-administrator", "budget administrator"),
    ("chief-accountant", "chief accountant"),
]


@pytest.mark.parametrize(("acts_as", "own"), OWN_ROLES)
@pytest.mark.parametrize("role", [role for _, role in OWN_ROLES])
def test_each_of_the_three_approves_and_refuses_in_the_own_role_only(acts_as: str, own: str, role: str) -> None:
    """Whoever acts as chief accountant cannot give the approval of the budget administrator."""
    story = tender().when(order("1", APRIL), on="2018-05-14")
    rejection = RejectPayment.model_validate({"target": THIS, "order": "1", "role": role, "grounds": GROUNDS})
    for command in (approval("1", role), rejection):
        decided = story.when(command, on="2018-05-14", by=acts_as)
        assert decided.refusal is None if role == own else codes(decided) == ("contract.approves-in-own-role",)


def test_whoever_acts_in_no_role_of_the_three_says_for_which_of_them() -> None:
    tender().when(order("1", APRIL), on="2018-05-14").when(
        approval("1", "chief accountant"), on="2018-05-14", by="import"
    ).then_notes()


def test_before_the_financial_control_act_there_were_no_such_roles() -> None:
    story = concluded("2001-01-15", period=period("2001-01-01")).when(order("1", ("2001-12", 1)), on="2001-12-30")
    story.when(approval("1", "chief accountant"), on="2001-12-31", by="approver").then_notes()
    story.when(approval("1", "chief accountant"), on="2002-01-01", by="approver").then_refused(
        "contract.approves-in-own-role"
    )


def test_an_order_may_be_let_through_without_prior_check() -> None:
    exemption = ExemptPayment(target=THIS, order="1", ground=GROUNDS)
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story.when(exemption, on="2018-05-14", by="clerk").then_refused("contract.orderer-does-not-approve")
    story = story.when(exemption, on="2018-05-14", by="head").then(PaymentExempted.of(exemption))
    story.when(exemption, on="2018-05-14", by="head").then_refused("contract.approved-once-in-role")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-21").then_notes()


@pytest.mark.parametrize(
    "command",
    [
        approval("9", "chief accountant"),
        ExemptPayment(target=THIS, order="9", ground=GROUNDS),
        RejectPayment(target=THIS, order="9", role="chief accountant", grounds=GROUNDS),
        CancelOrder(target=THIS, order="9", grounds=GROUNDS),
        SuspendPayment(target=THIS, order="9", grounds=GROUNDS),
        ReleasePayment(target=THIS, order="9"),
    ],
)
def test_an_order_must_be_known(command: Command) -> None:
    tender().when(command, on="2018-05-14", by="head").then_refused("contract.order-known")


@pytest.mark.parametrize("end", ["paid", "rejected", "cancelled"])
def test_a_finished_order_is_neither_approved_nor_rejected_nor_cancelled(end: str) -> None:
    if end == "paid":
        story = paid(tender(), "1", APRIL, on="2018-05-21")
    elif end == "rejected":
        rejection = RejectPayment(target=THIS, order="1", role="chief accountant", grounds=GROUNDS)
        story = tender().when(order("1", APRIL), on="2018-05-14").when(rejection, on="2018-05-15")
    else:
        cancellation = CancelOrder(target=THIS, order="1", grounds=GROUNDS)
        story = tender().when(order("1", APRIL), on="2018-05-14").when(cancellation, on="2018-05-15")
    for command in (
        approval("1", "chief accountant"),
        ExemptPayment(target=THIS, order="1", ground=GROUNDS),
        RejectPayment(target=THIS, order="1", role="chief accountant", grounds=GROUNDS),
        CancelOrder(target=THIS, order="1", grounds=GROUNDS),
        SuspendPayment(target=THIS, order="1", grounds=GROUNDS),
    ):
        story.when(command, on="2018-05-22", by="head").then_refused("contract.order-open")


def test_on_a_void_contract_nothing_is_approved() -> None:
    """The order was given while the contract still seemed to stand."""
    voidness = EstablishVoidness(target=THIS, established_on=date(2018, 7, 10))
    story = concluded("2018-03-26", number="OLP/9020/2018").happened(
        PaymentOrdered.of(order("1", APRIL)), on="2018-05-14"
    )
    story = story.when(voidness, on="2018-03-26")
    story.when(approval("1", "chief accountant"), on="2018-07-11", by="x").then_refused(
        "contract.payment-on-valid-contract"
    )
    exemption = ExemptPayment(target=THIS, order="1", ground=GROUNDS)
    story.when(exemption, on="2018-07-11", by="x").then_refused("contract.payment-on-valid-contract")


# Held back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["1", None])
def test_what_is_held_back_is_neither_approved_nor_paid_until_it_is_released(name: str | None) -> None:
    suspension, release = (
        SuspendPayment(target=THIS, order=name, grounds=GROUNDS),
        ReleasePayment(target=THIS, order=name),
    )
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story = story.when(suspension, on="2018-05-15").then(PaymentSuspended.of(suspension))
    story.when(suspension, on="2018-05-16").then_refused("contract.suspension-changes-something")
    accountant = approval("1", "chief accountant")
    story.when(accountant, on="2018-05-14", by="x").then_notes()
    story.when(accountant, on="2018-05-15", by="x").then_refused("contract.payment-not-suspended")
    story = story.when(release, on="2018-06-01").then(PaymentReleased.of(release))
    story.when(release, on="2018-06-02").then_refused("contract.suspension-changes-something")
    story.when(accountant, on="2018-06-01", by="x").then_notes()


def test_the_bank_pays_what_was_held_back() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(SuspendPayment(target=THIS, order="1", grounds=GROUNDS), on="2018-05-15")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-21").then_notes("PAID_WHILE_SUSPENDED")


def test_a_suspended_order_does_not_hold_back_another() -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14")
    story = story.when(SuspendPayment(target=THIS, order="1", grounds=GROUNDS), on="2018-05-15")
    paid(story, "2", MAY, on="2018-06-20")
    everything = story.when(SuspendPayment(target=THIS, grounds=GROUNDS), on="2018-05-16")
    everything.when(order("2", MAY), on="2018-06-20").then_refused("contract.payment-not-suspended")


# Movements -------------------------------------------------------------------------------------------------------


def test_a_movement_takes_the_months_of_its_order() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(movement("m1", amount=czk(110_000), order="1"), on="2018-05-21").then_notes()
    story.then(PaymentMade.of(movement("m1", APRIL, order="1")))
    assert crowns(story.state.by_service_year()) == {2018: 110_000}
    assert story.state.unallocated == Money(0)


def test_a_line_of_the_statement_is_recorded_once() -> None:
    story = paid(tender(), "m1", APRIL, on="2018-05-21")
    story.when(movement("m1", MAY), on="2018-06-20").then_refused("contract.movement-recorded-once")
    story.when(reversal("m1", "m1", 110_000), on="2018-06-20").then_refused("contract.movement-recorded-once")
    back = story.when(reversal("r1", "m1", 10_000), on="2018-06-20")
    back.when(movement("r1", MAY), on="2018-06-20").then_refused("contract.movement-recorded-once")


def test_the_bank_reference_is_claimed_for_the_whole_ledger() -> None:
    made, back = PaymentMade.of(movement("m1", APRIL)), PaymentReversed.of(reversal("r1", "m1", 1))
    assert [(c.kind, c.key) for c in (*made.claims(), *back.claims())] == [
        ("bank-movement", "m1"),
        ("bank-movement", "r1"),
    ]


def test_a_movement_is_not_recorded_on_a_contract_that_is_not_on_file() -> None:
    given(Contract).when(movement("m1", APRIL), on="2018-05-21").then_refused("contract.on-file")


def test_the_arithmetic_of_a_movement_is_checked() -> None:
    tender().when(movement("m1", amount=Money(0)), on="2018-05-21").then_refused("contract.amount-positive")
    tender().when(movement("m1", APRIL, amount=czk(1)), on="2018-05-21").then_refused("contract.allocations-add-up")
    split = [{"month": "2018-04", "amount": czk(110_000), "sources": {"esf": czk(1)}}]
    tender().when(movement("m1", APRIL, allocations=split), on="2018-05-21").then_refused("contract.sources-add-up")


def test_a_payment_nobody_ordered_is_recorded_as_such() -> None:
    story = tender().when(movement("m1", APRIL), on="2018-05-21").then_notes("NO_ORDER")
    assert story.state.drawn_gross == czk(110_000)
    tender().when(movement("m1", APRIL, order="9"), on="2018-05-21").then_notes("NO_ORDER")


def test_a_payment_before_the_third_approval_has_no_order() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-21")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-20").then_notes("NO_ORDER")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-21").then_notes()


def test_payments_from_before_the_financial_control_act_need_no_approved_order() -> None:
    story = concluded("2001-01-15", period=period("2001-01-01"))
    story.when(movement("m1", ("2001-12", 1)), on="2001-12-31").then_notes()
    story.when(movement("m1", ("2001-12", 1)), on="2002-01-01").then_notes("NO_ORDER")


def test_a_payment_after_its_order_was_given_up_has_no_order() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(CancelOrder(target=THIS, order="1", grounds=GROUNDS), on="2018-05-16")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-16").then_notes("NO_ORDER")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-15").then_notes()


def test_another_amount_than_ordered_is_noted_until_the_rest_comes() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(movement("m1", ("2018-04", 60_000), order="1"), on="2018-05-21").then_notes("AMOUNT_DIFFERS")
    assert story.facts_of("AMOUNT_DIFFERS") == {
        "order": "1",
        "ordered": {"currency": "CZK", "minor": 11_000_000},
        "paid": {"currency": "CZK", "minor": 6_000_000},
    }
    assert story.state.ordered_open == czk(50_000)
    rest = story.when(movement("m2", ("2018-04", 50_000), order="1"), on="2018-05-22").then_notes()
    rest.then_closes("AMOUNT_DIFFERS").then_open()
    more = story.when(movement("m2", ("2018-04", 50_001), order="1"), on="2018-05-22").then_notes("AMOUNT_DIFFERS")
    more.then_open("AMOUNT_DIFFERS", "AMOUNT_DIFFERS")
    rejection = RejectPayment(target=THIS, order="1", role="chief accountant", grounds=GROUNDS)
    for end in (CancelOrder(target=THIS, order="1", grounds=GROUNDS), rejection):
        story.when(end, on="2018-05-23").then_closes("AMOUNT_DIFFERS").then_open()


def test_the_rest_of_one_order_settles_nothing_of_another() -> None:
    story = ordered(ordered(tender(), "1", APRIL, on="2018-05-14"), "2", MAY, on="2018-06-14")
    story = story.when(movement("m1", ("2018-04", 60_000), order="1"), on="2018-05-21").then_notes("AMOUNT_DIFFERS")
    story = story.when(movement("m2", ("2018-05", 60_000), order="2"), on="2018-06-21").then_notes("AMOUNT_DIFFERS")
    story = story.when(movement("m3", ("2018-05", 50_000), order="2"), on="2018-06-22").then_notes()
    story.then_closes("AMOUNT_DIFFERS").then_open("AMOUNT_DIFFERS")
    assert story.state.anomalies_of("AMOUNT_DIFFERS")[0].event_id in story.state.payments.movements["m1"].events


def test_the_rest_of_an_order_settles_what_a_correction_noted_of_it() -> None:
    """What stands beside a correction speaks of every movement: it is settled when none is wrong any more."""
    story = ordered(tender(), "1", APRIL, on="2018-05-14").when(movement("m1", APRIL, order="1"), on="2018-05-21")
    story = corrected(story, -1, amount=in_minor(60_000), allocations=one_share(60_000)).then_notes("AMOUNT_DIFFERS")
    story = story.when(movement("m2", ("2018-04", 40_000), order="1"), on="2018-05-22").then_notes("AMOUNT_DIFFERS")
    story = story.when(movement("m3", ("2018-04", 10_000), order="1"), on="2018-05-23").then_notes()
    story.then_closes("AMOUNT_DIFFERS", "AMOUNT_DIFFERS").then_open()


def test_money_on_another_account_is_recorded_and_noted() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story.when(movement("m1", APRIL, order="1", counter_account=OTHER_ACCOUNT), on="2018-05-21").then_notes(
        "PAID_ELSEWHERE"
    )
    for same in ("CZ65 0800 0000 1920 0014 5399", "0000192000145399/0800", "000019-2000145399/0800", None):
        story.when(movement("m1", APRIL, order="1", counter_account=same), on="2018-05-21").then_notes()


def test_a_payment_for_a_month_outside_the_period_is_recorded_and_noted() -> None:
    tender().when(movement("m1", ("2018-03", 1)), on="2018-05-21").then_notes("OUTSIDE_PERIOD", "NO_ORDER")


def test_a_payment_of_another_year_after_its_settlement_is_noted() -> None:
    story = ordered(grant(), "1", ("2018-12", 1000), on="2019-01-15")
    story = story.when(settlement(2018, 0, 0), on="2019-01-31")
    late = movement("m1", ("2018-12", 1000), order="1")
    story.when(late, on="2019-01-31").then_notes("AFTER_SETTLEMENT", "SETTLEMENT_DIFFERS")
    story.when(late, on="2019-01-30").then_notes("SETTLEMENT_DIFFERS")
    story.when(late, on="2019-02-01").then_notes("AFTER_SETTLEMENT")


def test_a_payment_before_the_conclusion_is_recorded_and_noted() -> None:
    story = given(Contract).when(draft(), on="2018-01-02")
    story.when(movement("m1", ("2018-01", 1)), on="2018-02-20").then_notes("PAID_BEFORE_CONCLUSION")
    tender().when(movement("m1", APRIL), on="2018-03-25").then_notes(
        "PAID_BEFORE_CONCLUSION", "PAID_BEFORE_EFFECT", "NO_ORDER"
    )


def test_a_payment_on_a_void_contract_is_recorded_and_noted() -> None:
    void().when(movement("m2", ("2017-08", 1)), on="2017-12-01").then_notes("PAID_ON_VOID_CONTRACT")


def test_a_payment_after_the_closing_is_noted() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14").happened(ContractClosed(), on="2018-06-01")
    story.when(movement("m1", APRIL, order="1"), on="2018-06-01").then_notes("PAID_AFTER_CLOSING")
    story.when(movement("m1", APRIL, order="1"), on="2018-05-31").then_notes()
    story.when(order("2", MAY), on="2018-06-01").then_refused("contract.payment-before-closing")


def test_a_payment_that_does_not_say_its_months_is_noted_until_it_does() -> None:
    story = tender().when(movement("m1", amount=czk(220_000)), on="2018-06-20").then_notes("NO_ORDER", "UNALLOCATED")
    assert (story.state.allocated, story.state.unallocated) == (Money(0), czk(220_000))
    assert story.state.by_source() == {"unstated": czk(220_000)}
    said = reallocation("m1", APRIL, MAY)
    story = story.when(said, on="2018-06-25").then(PaymentAllocated.of(said)).then_closes("UNALLOCATED")
    assert (story.state.allocated, story.state.unallocated) == (czk(220_000), Money(0))
    story.then_open("NO_ORDER")


def test_a_movement_may_be_told_anew_which_months_and_which_order_it_is_for() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(movement("m1", ("2018-03", 110_000)), on="2018-05-21").then_notes("OUTSIDE_PERIOD", "NO_ORDER")
    story = story.when(reallocation("m1", APRIL, order="1"), on="2018-05-25").then_notes()
    story.then_closes("OUTSIDE_PERIOD", "NO_ORDER").then_open()
    back = story.when(reallocation("m1", ("2018-02", 110_000)), on="2018-05-26").then_notes("OUTSIDE_PERIOD")
    back.when(reallocation("m1", APRIL), on="2018-05-27").then_closes("OUTSIDE_PERIOD").then_open()


def test_an_allocation_keeps_to_what_is_left_of_a_known_movement() -> None:
    story = paid(tender(), "m1", APRIL, on="2018-05-21")
    story.when(reallocation("m9", APRIL), on="2018-05-22").then_refused("contract.movement-known")
    story.when(reallocation("m1", APRIL, order="9"), on="2018-05-22").then_refused("contract.order-known")
    story.when(reallocation("m1", ("2018-04", 1)), on="2018-05-22").then_refused("contract.allocations-add-up")


# What the bank took back -----------------------------------------------------------------------------------------


def test_a_reversal_restores_room_and_settles_what_was_wrong_with_the_movement() -> None:
    story = tender().when(movement("m1", ("2018-03", 110_000), counter_account=OTHER_ACCOUNT), on="2018-05-21")
    story.then_notes("OUTSIDE_PERIOD", "PAID_ELSEWHERE", "NO_ORDER")
    story = story.when(reversal("r1", "m1", 110_000), on="2018-05-23").then(
        PaymentReversed.of(reversal("r1", "m1", 110_000))
    )
    story.then_closes("OUTSIDE_PERIOD", "PAID_ELSEWHERE", "NO_ORDER").then_open()
    assert story.state.room(date(2018, 5, 23)) == czk(2_640_000)
    assert (story.state.drawn_gross, story.state.drawn_gross_on(date(2018, 5, 22))) == (Money(0), czk(110_000))
    assert story.state.by_service_year() == {}
    assert crowns(story.state.by_service_year(date(2018, 5, 22))) == {2018: 110_000}


def test_the_bank_takes_back_no_more_than_had_left() -> None:
    story = paid(tender(), "m1", APRIL, on="2018-05-21")
    story.when(reversal("r1", "m9", 1), on="2018-05-23").then_refused("contract.movement-known")
    story = story.when(reversal("r1", "m1", 100_000), on="2018-05-23").then_notes()
    story.when(reversal("r2", "m1", 10_001), on="2018-05-24").then_refused("contract.reversal-within-movement")
    story = story.when(reversal("r2", "m1", 10_000), on="2018-05-24").then_notes()
    assert story.state.drawn_gross == Money(0)


def test_an_order_that_the_bank_took_back_waits_to_be_paid_again() -> None:
    story = paid(tender(), "1", APRIL, on="2018-05-21").when(reversal("r1", "1", 110_000), on="2018-05-23")
    assert story.state.ordered_open == czk(110_000)
    story.when(movement("m2", APRIL, order="1"), on="2018-05-24").then_notes()


def test_a_part_taken_back_of_one_month_lowers_that_month() -> None:
    story = paid(tender(), "1", APRIL, on="2018-05-21").when(reversal("r1", "1", 10_000), on="2018-05-23").then_notes()
    assert crowns(story.state.by_service_year()) == {2018: 100_000}


def test_a_part_taken_back_of_several_months_has_to_be_allocated_anew() -> None:
    """Nobody said whether December or January came back, so neither is counted until somebody does."""
    parts = (("2018-12", 110_000), ("2019-01", 110_000))
    story = paid(tender(), "1", *parts, on="2019-01-21")
    story = story.when(reversal("r1", "1", 110_000), on="2019-01-23").then_notes("UNALLOCATED")
    assert (story.state.allocated, story.state.unallocated) == (Money(0), czk(110_000))
    story = story.when(reallocation("1", parts[1]), on="2019-01-24").then_closes("UNALLOCATED").then_open()
    assert crowns(story.state.by_service_year()) == {2019: 110_000}


def test_money_taken_back_in_the_next_year_counts_there_in_cash() -> None:
    story = paid(tender(), "1", ("2018-11", 110_000), on="2018-12-20")
    story = story.when(reversal("r1", "1", 110_000), on="2019-01-03")
    assert crowns(story.state.by_cash_year()) == {2018: 110_000, 2019: -110_000}
    assert crowns(story.state.by_cash_year(date(2018, 12, 31))) == {2018: 110_000}


# Old contracts ---------------------------------------------------------------------------------------------------


def old(**fields: object) -> Story[Contract]:
    usual = {"number": "OLP/2132/2009", "amount": czk(4_284_985), "amount_kind": "maximum"}
    return given(Contract).when(TakeOverContract.model_validate({"target": THIS} | usual | fields), on="2026-11-21")


def test_what_was_paid_on_an_old_contract_is_not_known() -> None:
    state = old().state
    assert (state.paid_known, state.room(date(2010, 1, 1)), state.drawn_gross) == (None, None, Money(0))


def test_an_order_on_an_old_contract_cannot_be_decided_while_its_days_are_unknown() -> None:
    story = old().when(order("1", ("2010-01", 1)), on="2010-02-20")
    story.then_refused(
        "contract.payment-after-conclusion",
        "contract.service-month-within-period",
        "contract.drawn-within-maximum",
        "contract.account-agreed",
    )
    assert story.refusal is not None
    assert all(violation.is_undecided for violation in story.refusal.violations)


def test_an_old_payment_is_brought_in_with_what_is_known_of_it() -> None:
    """Neither its day nor its order nor its months are stated."""
    one = TakeOverMovement(target=THIS, movement="m1", amount=czk(300_000))
    story = old().when(one, on=None).then(PaymentMade.of(one)).then_notes()
    state = story.state
    assert state.paid_known == state.unallocated == czk(300_000)
    assert crowns(state.by_cash_year()) == {0: 300_000}
    assert state.room(date(2010, 1, 1)) == czk(3_984_985)
    story.when(one, on=None).then_refused("contract.movement-recorded-once")


def test_an_old_payment_with_a_day_is_not_held_against_orders_that_nobody_brought_in() -> None:
    one = TakeOverMovement.model_validate({"target": THIS, "movement": "m1", "amount": czk(300_000)})
    old().when(one, on="2010-05-20").then_notes("UNALLOCATED")
    more = one.model_copy(update={"amount": czk(4_284_986)})
    old().when(more, on="2010-05-20").then_notes("ABOVE_MAXIMUM", "UNALLOCATED")
    story = old().when(one, on="2010-05-20").when(more.model_copy(update={"movement": "m2"}), on="2010-06-20")
    story.then_notes("ABOVE_MAXIMUM", "UNALLOCATED")
    assert story.facts_of("ABOVE_MAXIMUM")["excess"] == {"currency": "CZK", "minor": 30_000_100}


# Corrections -----------------------------------------------------------------------------------------------------


def corrected(story: Story[Contract], number: int, *, on: str | None = None, **changes: object) -> Story[Contract]:
    """The entry of this number is corrected in some fields, and in its day where one is given."""
    entry = story.entries[number]
    data = entry.event.model_dump(mode="json", exclude_none=True) | changes
    day = on or entry.effective_on
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on=day, reason="typo")


def taken_back(story: Story[Contract], number: int) -> Story[Contract]:
    command = TakeBackEntry(target=THIS, entry=story.entries[number].event_id)
    return story.when(command, on="2019-06-01", reason="recorded on the wrong contract")


def in_minor(crowns: int) -> dict[str, object]:
    return {"currency": "CZK", "minor": crowns * 100}


def one_share(crowns: int, month: str = "2018-04") -> list[dict[str, object]]:
    return [{"month": month, "amount": in_minor(crowns)}]


def test_a_corrected_movement_closes_what_no_longer_holds_and_notes_what_holds_now() -> None:
    story = ordered(tender(), "1", APRIL, on="2018-05-14")
    story = story.when(movement("m1", ("2018-03", 110_000), order="1"), on="2018-05-21").then_notes("OUTSIDE_PERIOD")
    right = corrected(story, -1, allocations=one_share(110_000)).then_notes().then_closes("OUTSIDE_PERIOD")
    wrong = corrected(right, -2, amount=in_minor(2_750_000), allocations=one_share(2_750_000))
    wrong.then_notes("ABOVE_MAXIMUM", "AMOUNT_DIFFERS")
    again = corrected(wrong, -3, amount=in_minor(2_750_000), allocations=one_share(2_750_000, "2018-05"))
    again.then_notes()
    right = corrected(again, -4, amount=in_minor(110_000), allocations=one_share(110_000))
    right.then_notes().then_closes("ABOVE_MAXIMUM", "AMOUNT_DIFFERS").then_open()


def test_a_corrected_day_moves_a_payment_to_another_cash_year() -> None:
    story = paid(tender(), "1", ("2018-12", 110_000), on="2019-01-21")
    story = corrected(story, -1, on="2018-12-31")
    assert story.refusal is None
    assert crowns(story.state.by_cash_year()) == {2018: 110_000}
    story.then_open("NO_ORDER")  # approved on 21 January only


def test_a_movement_that_is_taken_back_is_gone_with_its_anomalies() -> None:
    story = tender().when(movement("m1", ("2018-03", 1)), on="2018-05-21").then_open("OUTSIDE_PERIOD", "NO_ORDER")
    story = taken_back(story, -1).then_open()
    assert story.state.drawn_gross == Money(0)


def test_an_order_that_is_taken_back_leaves_its_payment_without_one() -> None:
    story = taken_back(paid(tender(), "1", APRIL, on="2018-05-21"), -5).then_notes("NO_ORDER")
    assert story.state.payments.orders == {}
    assert story.state.drawn_gross == czk(110_000)


@pytest.mark.parametrize("step", [PaymentApproved, PaymentExempted, PaymentRejected, PaymentReleased, PaymentReversed])
def test_what_followed_a_step_that_was_taken_back_says_nothing_any_more(step: type[Event]) -> None:
    """History keeps the later steps; nothing breaks when what they spoke of is gone."""
    steps: dict[type[Event], Event] = {
        PaymentApproved: PaymentApproved(order="1", role="chief accountant"),
        PaymentExempted: PaymentExempted(order="1", ground=GROUNDS),
        PaymentRejected: PaymentRejected(order="1", role="chief accountant", grounds=GROUNDS),
        PaymentReleased: PaymentReleased(order="1"),
        PaymentReversed: PaymentReversed(reversal="r1", movement="m1", amount=czk(1)),
    }
    story = tender().happened(PaymentOrdered.of(order("1", APRIL)), on="2018-05-14")
    story = story.happened(PaymentMade.of(movement("m1", APRIL)), on="2018-05-15").happened(
        steps[step], on="2018-05-16"
    )
    story = story.happened(PaymentAllocated.of(reallocation("m1", MAY)), on="2018-05-17")
    gone = taken_back(taken_back(story, -4), -4)
    assert (gone.state.payments.orders, gone.state.payments.movements) == ({}, {})
    assert not gone.state.is_suspended(None, date(2018, 5, 18))


def test_a_correction_is_checked_as_the_entry_itself_was() -> None:
    story = paid(tender(), "1", APRIL, on="2018-05-21").when(reversal("r1", "1", 10_000), on="2018-05-23")
    euro = {"currency": "EUR", "minor": 1}
    made, ordered_at = -2, -6
    corrected(story, ordered_at, amount=in_minor(1)).then_refused("contract.allocations-add-up")
    corrected(story, ordered_at, amount=euro).then_refused("contract.amount-in-one-currency")
    corrected(story, made, amount=in_minor(0)).then_refused("contract.amount-positive")
    corrected(story, made, allocations=[{"month": "2018-04", "amount": euro}]).then_refused(
        "contract.amount-in-one-currency"
    )
    split = [{"month": "2018-04", "amount": in_minor(110_000), "sources": {"esf": in_minor(1)}}]
    corrected(story, made, allocations=split).then_refused("contract.sources-add-up")
    corrected(story, made, amount=in_minor(9_999)).then_refused("contract.reversal-within-movement")
    corrected(story, -1, amount=in_minor(110_001)).then_refused("contract.reversal-within-movement")
    corrected(story, -1, amount=euro).then_refused("contract.amount-in-one-currency")


def test_a_correction_does_not_merge_two_orders_or_two_movements() -> None:
    story = tender().when(order("1", APRIL), on="2018-05-14").when(order("2", MAY), on="2018-06-14")
    corrected(story, -1, order="1").then_refused("contract.movement-recorded-once")
    story = tender().when(movement("m1", APRIL), on="2018-05-21").when(movement("m2", MAY), on="2018-06-20")
    corrected(story, -1, movement="m1").then_refused("contract.movement-recorded-once")


def test_an_amount_that_no_longer_fits_its_months_counts_as_not_allocated() -> None:
    story = corrected(paid(tender(), "1", APRIL, MAY, on="2018-06-20"), -1, amount=in_minor(220_001))
    story.then_notes("AMOUNT_DIFFERS", "UNALLOCATED")
    assert story.state.unallocated == czk(220_001)
