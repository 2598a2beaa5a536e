"""Whole stories: late news, a loss in a sister service, above and below a tenth, an end, money outside the mandate."""

from datetime import date

from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Outcome
from tests.domain.mandate.stories import (
    NUMBER,
    SISTER_NUMBER,
    ceilings,
    check,
    checked,
    commit,
    cost,
    entrusted,
    give,
    known_cost,
    made,
    pay,
    repay,
    request,
    two_services,
    year_with,
)
from tests.spec import Story

WHY = Prose.of("nová kontrola", salt="00" * 16)


def as_known(story: Story[Mandate], entries: int) -> Mandate:
    """The mandate as it was known after so many entries."""
    return Mandate.replay(story.state.id, story.entries[:entries])


# Overcompensation with late news -------------------------------------------------------------------------------------


def carried() -> Story[Mandate]:
    """2018: 1 000 000 paid, net cost 938 700: 61 300 is 6.13 % and is carried to 2019."""
    return checked(year_with(entrusted(crowns=1_050_000), 2018, paid=1_000_000, net=938_700), 2018)


def test_late_municipal_money_turns_a_carry_over_into_a_repayment() -> None:
    """In September 2019 it becomes known that a municipality gave 45 000 for 2018: 106 300 are 10.17 %, above a tenth.

    The old verdict stays visible as known then; the new one supersedes it, and nothing is carried to 2019 any more.
    """
    before = carried()
    known_then = len(before.entries)
    assert before.state.room(2019) == czk(1_050_000) - czk(61_300)
    story = before.when(give("frydlant 2018", 2018, 45_000), on="2018-11-30").then_notes("CHECKED_YEAR_CHANGED")
    assert story.state.is_outdated(NUMBER, 2018)
    assert story.state.verdict(2018).outcome is Outcome.REPAY
    assert story.state.carried(NUMBER, 2019) == czk(61_300)
    story = story.when(check(2018), on="2019-09-20").then_notes().then_closes("CHECKED_YEAR_CHANGED").then_open()
    performed = story.decision.findings[0].event if story.decision else None
    assert isinstance(performed, events.OvercompensationCheckPerformed)
    assert performed.supersedes == before.state.book(NUMBER, 2018).checks[0].event_id
    found = story.state.verdict(2018)
    assert (found.outcome, found.overcompensation, found.average) == (Outcome.REPAY, czk(106_300), czk(1_045_000))
    assert story.state.carried(NUMBER, 2019) == Money(0)
    assert story.state.room(2019) == czk(1_050_000)
    old = as_known(story, known_then)
    assert (old.verdict(2018).outcome, old.carried(NUMBER, 2019)) == (Outcome.CARRY_OVER, czk(61_300))
    assert [one.result.outcome for one in story.state.book(NUMBER, 2018).checks] == [Outcome.CARRY_OVER, Outcome.REPAY]
    story = story.when(request("v1", 2018, 106_300, due_on="2019-10-31"), on="2019-09-23").then_notes()
    sentence = "overcompensation 106\u00a0300,00\u00a0Kč — repay by 2019-10-31"
    assert story.state.verdict(2018).sentence == sentence


def test_late_money_after_a_repayment_is_added_to_the_whole() -> None:
    """200 000 were found, asked for and repaid; then 50 000 more turn up: the whole is 250 000, 50 000 are left."""
    story = checked(year_with(entrusted(crowns=1_050_000), 2018, paid=1_000_000, net=800_000), 2018)
    story = story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    story = story.when(repay("b1", "v1", 200_000), on="2019-06-28").then_notes()
    story = story.when(give("late", 2018, 50_000), on="2018-12-01").then_notes("CHECKED_YEAR_CHANGED")
    story = story.when(check(2018), on="2019-09-20").then_notes()
    found = story.state.verdict(2018)
    assert (found.overcompensation, found.repaid, found.left_to_repay, found.to_claim) == (
        czk(250_000),
        czk(200_000),
        czk(50_000),
        czk(50_000),
    )
    story.when(request("v2", 2018, 50_000, due_on="2019-10-31"), on="2019-09-23").then_notes()


def test_late_costs_make_a_repayment_smaller_and_its_request_is_taken_back() -> None:
    """An invoice turns up: 200 000 become 150 000, which is still above a tenth."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=800_000), 2018)
    story = story.when(request("v1", 2018, 200_000, due_on="2019-06-28"), on="2019-05-20")
    declared = cost(2018, 850_000)
    story = story.when(declared, on="2019-06-01").then_notes("CHECKED_YEAR_CHANGED")
    verified = made(asked.VerifyNetCost, **declared.fields())
    story = story.when(verified, on="2019-06-05", waived=("mandate.checked-year-unchanged",)).then_notes()
    story = story.when(check(2018), on="2019-06-10").then_notes().then_open()
    assert story.state.verdict(2018).to_claim == czk(-50_000)
    story = story.when(made(asked.WithdrawRequest, claim="v1", grounds=WHY), on="2019-06-11")
    story.when(request("v2", 2018, 150_000, due_on="2019-07-31"), on="2019-06-11").then_notes()


def test_the_next_year_is_outdated_when_nothing_is_carried_into_it_any_more() -> None:
    """2019 was checked with 61 300 carried in; without them it has room, and must be checked again."""
    story = checked(year_with(carried(), 2019, paid=900_000, net=961_300), 2019)
    assert story.state.verdict(2019).room == Money(0)
    story = story.when(give("frydlant 2018", 2018, 45_000), on="2018-11-30").when(check(2018), on="2020-09-20")
    assert story.state.unchecked_years(NUMBER) == (2019,)
    assert story.state.verdict(2019).room == czk(61_300)
    story = story.when(check(2019), on="2020-09-21").then_notes()
    assert story.state.unchecked_years(NUMBER) == ()


# A loss in a sister service ------------------------------------------------------------------------------------------


def test_the_loss_of_a_sister_service_covers_no_surplus() -> None:
    """Supported living has 150 000 too much, the workshops lost 400 000: the whole 150 000 is repaid."""
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER)))
    story = year_with(story, 2018, paid=1_000_000, net=850_000, service=NUMBER)
    story = year_with(story, 2018, paid=600_000, net=1_000_000, service=SISTER_NUMBER)
    story = checked(story, 2018, service=NUMBER)
    story = checked(story, 2018, service=SISTER_NUMBER)
    first, second = (story.state.verdict(2018, number) for number in (NUMBER, SISTER_NUMBER))
    assert (first.outcome, first.overcompensation) == (Outcome.REPAY, czk(150_000))
    assert (second.outcome, second.room) == (Outcome.NO_OVERCOMPENSATION, czk(400_000))
    less = request("v1", 2018, 1, due_on="2019-06-28", service=NUMBER)
    story.when(less, on="2019-05-20").then_refused("mandate.whole-overcompensation-repaid")
    whole = request("v1", 2018, 150_000, due_on="2019-06-28", service=NUMBER)
    story.when(whole, on="2019-05-20").then_notes()
    sister = request("v1", 2018, 150_000, due_on="2019-06-28", service=SISTER_NUMBER)
    story.when(sister, on="2019-05-20").then_refused("mandate.whole-overcompensation-repaid")


def test_the_average_is_that_of_the_service_alone() -> None:
    """A large sister does not widen the tenth of a small service."""
    story = two_services(compensations=(*ceilings(service=NUMBER), *ceilings(crowns=9_000_000, service=SISTER_NUMBER)))
    story = year_with(story, 2018, paid=9_000_000, net=9_000_000, service=SISTER_NUMBER)
    story = year_with(story, 2018, paid=100_000, net=Money(8_999_999), service=NUMBER)
    found = story.state.verdict(2018, NUMBER)
    assert (found.outcome, found.tolerance) == (Outcome.REPAY, czk(10_000))


# Three years, above and below a tenth --------------------------------------------------------------------------------


def test_three_years_with_a_carry_over_a_repayment_and_the_end() -> None:
    """2018: 80 000 carried. 2019: 920 000 and the 80 000 against 970 000: 30 000 carried. 2020: the end, all repaid.

    2019 alone would be 50 000 below its cost; what was carried in makes it 30 000 too much.
    """
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=920_000), 2018)
    assert story.state.room(2019) == czk(920_000)
    story = checked(year_with(story, 2019, paid=920_000, net=970_000), 2019)
    second = story.state.verdict(2019)
    assert (second.outcome, second.overcompensation, second.average) == (
        Outcome.CARRY_OVER,
        czk(30_000),
        czk(960_000),
    )
    story = year_with(story, 2020, paid=970_000, net=960_000)
    story = story.when(made(asked.RecordExpiry), on="2020-12-31").then_notes()
    story = story.when(made(asked.PerformFinalCheck), on="2021-05-14").then_notes()
    last = story.state.verdict(2020)
    assert (last.outcome, last.carried_in, last.overcompensation) == (Outcome.REPAY, czk(30_000), czk(40_000))
    story = story.when(request("v1", 2020, 40_000, due_on="2021-06-30"), on="2021-05-17").then_notes()
    story = story.when(repay("b1", "v1", 40_000), on="2021-06-30").then_notes().then_open()
    assert (story.state.records_until, story.state.unchecked_years(NUMBER)) == (date(2030, 12, 31), ())


def test_a_mandate_that_is_revoked_takes_its_carry_over_back() -> None:
    """What was carried to 2019 is repaid when the mandate does not reach 2019 after all."""
    story = carried().when(made(asked.RevokeMandate, grounds=WHY), on="2018-12-31")
    story.then_notes("CHECKED_YEAR_CHANGED")
    assert story.state.unchecked_years(NUMBER) == (2018,)
    story = story.when(made(asked.PerformFinalCheck), on="2019-06-01").then_notes().then_open()
    found = story.state.verdict(2018)
    assert (found.outcome, found.left_to_repay, story.state.carried(NUMBER, 2019)) == (
        Outcome.REPAY,
        czk(61_300),
        Money(0),
    )


# Money outside the mandate -------------------------------------------------------------------------------------------


def test_payments_outside_the_mandate_are_recorded_and_listed() -> None:
    """A service, a territory and a month that nobody entrusted: each is a fact with its own anomaly."""
    story = entrusted().when(pay("1", 2018, 100_000, service=SISTER_NUMBER), on="2018-06-15")
    story = story.then_notes("OUTSIDE_MANDATE")
    story = story.when(pay("2", 2018, 100_000, orps=("5101",)), on="2018-06-15").then_notes("OUTSIDE_TERRITORY")
    story = story.when(pay("3", 2021, 100_000, months=("2021-01",)), on="2021-02-15")
    story.then_notes("OUTSIDE_MANDATE_PERIOD")
    story.then_open("OUTSIDE_MANDATE", "OUTSIDE_TERRITORY", "OUTSIDE_MANDATE_PERIOD")
    state = story.state
    assert state.book(SISTER_NUMBER, 2018).public_money() == czk(100_000)
    assert state.book(NUMBER, 2018).public_money() == czk(100_000)
    assert state.verdict(2018, SISTER_NUMBER).missing == ("an entrusted service", "the declared net cost")


def test_a_payment_after_the_end_for_a_month_inside_is_lawful() -> None:
    story = entrusted().when(made(asked.RecordExpiry), on="2020-12-31")
    story.when(pay("1", 2020, 100_000, months=("2020-12",)), on="2021-01-20").then_notes()


def test_cash_year_is_not_service_year() -> None:
    """What is paid in January 2019 for December 2018 takes up the room of 2018."""
    story = entrusted().when(commit(2018, 1_000_000), on="2018-01-15").when(commit(2019, 1_000_000), on="2018-12-15")
    story = story.when(pay("1", 2018, 1_000_000, months=("2018-12",)), on="2019-01-21").then_notes()
    assert [story.state.book(NUMBER, year).public_money() for year in (2018, 2019)] == [czk(1_000_000), Money(0)]
    known_cost(story, cost(2018, 1_000_000))
