"""Every service-year under a mandate: what it may get, got and cost, the verdict, and whose turn it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given as chance
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.kernel.command import Command
from domain.kernel.correction import TakeBackEntry
from domain.kernel.entry import Entry
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import CarryOverRule, Outcome
from projections import builds
from projections.compensation import (
    COMPENSATION,
    Balance,
    CompensationFilter,
    CompensationRow,
    Lacking,
    NextStep,
    compensation_rows,
    compensation_totals,
)
from projections.database import Database
from projections.deadlines import Turn
from projections.projector import Projector
from tests.domain.mandate.stories import (
    CONTRACT,
    NUMBER,
    SISTER_NUMBER,
    ceilings,
    check,
    checked,
    commit,
    cost,
    entrusted,
    give,
    give_back,
    issued,
    made,
    pay,
    repay,
    request,
    two_services,
    verify,
    year_with,
)
from tests.domain.mandate.test_recomputation import HISTORIES, LIVES, YearLife, lived, told
from tests.projections.chronicle import Chronicle
from tests.spec import THIS, Story

DAY = date.fromisoformat
EVER = date.max
WAIVED = ("mandate.checked-year-unchanged",)


def project(database: Database, entries: Sequence[Entry]) -> Database:
    builds.prepare(database, [COMPENSATION])
    Projector(database, Chronicle(entries=list(entries)), [COMPENSATION], page_size=5).catch_up()
    return database


def rows(
    database: Database, valid: date | str = EVER, *, known: int | None = None, **wanted: Any
) -> list[CompensationRow]:
    day = DAY(valid) if isinstance(valid, str) else valid
    return list(compensation_rows(database, valid=day, known=known, filters=CompensationFilter(**wanted)))


def of_year(database: Database, year: int, valid: date | str = EVER, *, known: int | None = None) -> CompensationRow:
    """The only service in that year."""
    (row,) = rows(database, valid, known=known, year=year)
    return row


# Public money ------------------------------------------------------------------------------------------------------


def paid_and_given() -> Story[Mandate]:
    """900 000 promised and paid in two parts, 60 000 of a municipality, of both something returned."""
    story = entrusted().when(commit(2018, 900_000), on="2018-01-10").then_notes()
    story = story.when(pay("a", 2018, 500_000), on="2018-03-01").then_notes()
    story = story.when(pay("b", 2018, 400_000, source="state"), on="2018-09-01").then_notes()
    story = story.when(give("obec", 2018, 60_000), on="2018-05-01").then_notes()
    story = story.when(give_back("c", 2018, 30_000), on="2018-12-01").then_notes()
    return story.when(give_back("d", 2018, 10_000, funding="obec"), on="2018-12-02").then_notes()


def test_every_public_source_stands_by_itself(database: Database) -> None:
    """By contract and whose money it is, by funder; what went back is negative; together they are the public money."""
    row = of_year(project(database, paid_and_given().entries), 2018)
    lines = [(one.kind, one.amount, one.source, one.contract, one.funder, one.funder_kind) for one in row.sources]
    assert lines == [
        ("compensation", czk(500_000), "esf", CONTRACT, None, None),
        ("compensation", czk(400_000), "state", CONTRACT, None, None),
        ("other public money", czk(60_000), None, None, "Frýdlant", "municipality"),
        ("returned", czk(-30_000), None, CONTRACT, None, None),
        ("returned", czk(-10_000), None, None, None, None),
    ]
    assert (row.sources[-1].funding, row.sources[3].ground) == ("obec", "unused")
    assert row.public_money == czk(920_000)


def test_the_room_under_the_compensation_payment(database: Database) -> None:
    """A promise takes up room though less was kept of its payment; other money does as far as it was kept."""
    row = of_year(project(database, paid_and_given().entries), 2018)
    assert (row.compensation, row.committed, row.taken, row.room) == (
        czk(1_000_000),
        czk(900_000),
        czk(950_000),
        czk(50_000),
    )
    assert row.calculation is None


def test_what_came_back_and_was_never_paid_opens_no_room(database: Database) -> None:
    """From no contract, from another one, and to a town more than it gave: the room is that of the mandate itself."""
    story = paid_and_given()
    never_paid: tuple[dict[str, Any], ...] = (
        {"contract": None, "reference": "smlouva 9"},
        {"contract": None},
        {"funding": "obec"},
    )
    for number, named in enumerate(never_paid):
        story = story.when(give_back(f"e{number}", 2018, 80_000, **named), on="2018-12-03")
    row = of_year(project(database, story.entries), 2018)
    assert (row.committed, row.taken, row.room) == (czk(900_000), czk(900_000), czk(100_000))
    assert row.room == story.state.room(2018)


def test_as_of_a_day_only_what_had_happened_counts(database: Database) -> None:
    project(database, paid_and_given().entries)
    sums = {day: of_year(database, 2018, day).public_money for day in ("2018-02-28", "2018-03-01", "2018-05-01")}
    assert sums == {"2018-02-28": czk(0), "2018-03-01": czk(500_000), "2018-05-01": czk(560_000)}


def test_every_cell_names_its_entries(database: Database) -> None:
    row = of_year(project(database, paid_and_given().entries), 2018)
    assert row.behind == {"compensation": (2,), "committed": (3,), "public_money": (4, 5, 6, 7, 8)}
    assert [one.entries for one in row.sources] == [(4,), (5,), (6,), (7,), (8,)]


def test_a_calculation_stands_with_its_lines(database: Database) -> None:
    """4,5 units at 900 000 costs less 100 000 revenues; for half a year of one."""
    units = {"form": "T", "unit": "FTE", "units": "4.5", "costs": czk(900_000), "revenues": czk(100_000), "share": "1"}
    found = {"found_in": "reference values"}
    lines = ({**units, **found}, {**units, **found, "form": "A", "units": "1", "months": 6})
    calculated = made(
        events.CompensationCalculated,
        year=2018,
        lines=lines,
        compensation=czk(4_000_000),
        methodology=CONTRACT,
        methodology_year=2018,
    )
    story = issued().happened(calculated, on="2018-01-05")
    found_row = of_year(project(database, story.entries), 2018)
    assert found_row.calculation is not None
    assert (found_row.compensation, found_row.calculation.methodology_year) == (czk(4_000_000), 2018)
    assert [line.amount for line in found_row.calculation.lines] == [czk(3_600_000), czk(400_000)]


def test_years_of_the_mandate_are_there_before_anything_is_recorded_of_them(database: Database) -> None:
    """Those that have begun: the region is to say what the payment is, and until the end nobody has to do more."""
    project(database, issued().entries)
    assert [row.year for row in rows(database, "2017-12-31")] == []
    (first, second) = rows(database, "2019-03-01")
    assert (first.next.step, first.next.turn) == (NextStep.NO_MONEY, None)
    assert (second.next.step, second.next.turn, second.compensation) == (NextStep.CALCULATE, Turn.REGION, None)
    assert [row.year for row in rows(database, "2030-01-01")] == [2018, 2019, 2020]


# Verdicts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net", "outcome", "balance", "difference"),
    [
        (1_000_000, Outcome.NO_OVERCOMPENSATION, Balance.NONE, 0),
        (1_184_210, Outcome.NO_OVERCOMPENSATION, Balance.UNDER, -184_210),
        (900_000, Outcome.CARRY_OVER, Balance.OVER, 100_000),
        (899_999, Outcome.REPAY, Balance.OVER, 100_001),
    ],
)
def test_a_verdict_says_over_none_or_under_and_by_how_much(
    database: Database, net: int, outcome: Outcome, balance: Balance, difference: int
) -> None:
    """To the tenth of the average carried over, one crown above it repaid."""
    story = year_with(entrusted(), 2018, paid=1_000_000, net=net)
    found = of_year(project(database, story.entries), 2018).verdict
    assert (found.outcome, found.balance, found.difference) == (outcome, balance, czk(difference))
    assert found.overcompensation == czk(max(0, difference))
    assert found.to_year == (2019 if outcome is Outcome.CARRY_OVER else None)
    assert found.tolerance == (czk(100_000) if difference > 0 else None)


def test_what_was_carried_over_lowers_the_next_year(database: Database) -> None:
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=950_000), 2018)
    row = of_year(project(database, story.entries), 2019)
    assert (row.carried_in, row.room, row.behind["carried_in"]) == (czk(50_000), czk(950_000), (8,))


def test_a_check_that_was_taken_back_carries_nothing_over(database: Database) -> None:
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=950_000), 2018)
    made_by = next(e for e in story.entries if isinstance(e.event, events.OvercompensationCheckPerformed))
    back = made(TakeBackEntry, entry=made_by.event_id)
    story = story.when(back, on="2019-06-01", reason="jiný rok").then_notes()
    agrees(story)
    assert of_year(project(database, story.entries), 2019).carried_in == Money(0)


def test_a_repayment_is_asked_for_and_paid(database: Database) -> None:
    """The region asks, the provider pays until a day, then the parameters are updated."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=700_000), 2018)
    asked_back = story.when(request("V1", 2018, 300_000, due_on="2019-06-30"), on="2019-05-20").then_notes()
    half = asked_back.when(repay("r1", "V1", 100_000), on="2019-06-01").then_notes()
    whole = half.when(repay("r2", "V1", 200_000), on="2019-06-20").then_notes()
    project(database, whole.entries)

    def at(day: str) -> tuple[NextStep, Turn | None, date | None, Money, Money]:
        row = of_year(database, 2018, day)
        return row.next.step, row.next.turn, row.next.legal_last_day, row.verdict.to_claim, row.verdict.left_to_repay

    both = czk(300_000), czk(300_000)
    assert at("2019-05-19") == (NextStep.REQUEST, Turn.REGION, None, *both)
    assert at("2019-05-20") == (NextStep.REPAY, Turn.PROVIDER, DAY("2019-07-01"), czk(0), czk(300_000))
    assert at("2019-06-01")[-1] == czk(200_000)
    assert at("2019-06-20") == (NextStep.UPDATE_PARAMETERS, Turn.REGION, None, czk(0), czk(0))
    (claim,) = of_year(database, 2018).claims
    assert (claim.claim, claim.amount, claim.repaid, claim.left) == ("V1", czk(300_000), czk(300_000), czk(0))
    assert (claim.legal_last_day, claim.safe_last_day) == (DAY("2019-07-01"), DAY("2019-06-28"))
    updated = made(events.ParametersUpdated, year=2018, parameters="nové", from_day=DAY("2020-01-01"))
    project(database, whole.happened(updated, on="2019-10-01").entries)
    assert of_year(database, 2018).next.step is NextStep.DONE


def test_no_surplus_covers_a_loss_of_a_sister_service(database: Database) -> None:
    both = (*ceilings(service=NUMBER), *ceilings(service=SISTER_NUMBER))
    story = year_with(two_services(compensations=both), 2018, paid=1_000_000, net=700_000, service=NUMBER)
    story = year_with(story, 2018, paid=500_000, net=900_000, service=SISTER_NUMBER)
    project(database, story.entries)
    verdicts = {row.service: row.verdict for row in rows(database, year=2018)}
    assert (verdicts[NUMBER].outcome, verdicts[NUMBER].overcompensation) == (Outcome.REPAY, czk(300_000))
    assert verdicts[SISTER_NUMBER].balance is Balance.UNDER
    totals = compensation_totals(rows(database, year=2018))
    assert (totals.to_repay, totals.public_money, totals.net_cost) == (czk(300_000), czk(1_500_000), czk(1_600_000))


def test_what_a_verdict_lacks_is_said_and_who_says_it(database: Database) -> None:
    """First the provider declares, then the region verifies, then it checks within three years."""
    story = entrusted().when(pay("a", 2018, 500_000), on="2018-03-01").then_notes()
    declared = story.when(cost(2018, 600_000), on="2019-02-15").then_notes()
    verified = declared.when(verify(cost(2018, 600_000)), on="2019-03-15").then_notes()
    project(database, verified.entries)

    def at(day: str) -> tuple[NextStep, Turn | None, date | None, tuple[Lacking, ...]]:
        row = of_year(database, 2018, day)
        return row.next.step, row.next.turn, row.next.legal_last_day, row.verdict.missing

    assert at("2018-12-31") == (NextStep.YEAR_GOES_ON, None, DAY("2018-12-31"), (Lacking.DECLARED,))
    assert at("2019-01-01") == (NextStep.DECLARE, Turn.PROVIDER, None, (Lacking.DECLARED,))
    assert at("2019-02-15")[:2] == (NextStep.VERIFY, Turn.REGION)
    assert at("2019-02-15")[-1] == (Lacking.VERIFIED,)
    row = of_year(database, 2018, "2019-03-15")
    assert (row.next.step, row.next.turn, row.verdict.missing) == (NextStep.CHECK, Turn.REGION, ())
    assert row.declared is not None
    assert row.verified is not None
    assert (row.verified.net_cost, row.verified.stated_on) == (czk(600_000), DAY("2019-03-15"))


def test_the_next_check_has_a_last_day(database: Database) -> None:
    """Three years from the start lie beyond this mandate: the final check is due, once it has ended."""
    period = {"start": "2018-01-01", "end": "2022-12-31"}
    story = year_with(entrusted(period=period), 2018, paid=500_000, net=600_000)
    project(database, story.entries)
    row = of_year(database, 2018, "2019-06-01")
    assert (row.next.step, row.next.legal_last_day) == (NextStep.CHECK, DAY("2021-01-04"))
    again = checked(story, 2018).when(give("late", 2018, 1), on="2018-06-01", waived=WAIVED)
    project(database, again.entries)
    row = of_year(database, 2018, "2019-06-01")
    assert (row.next.step, row.next.legal_last_day) == (NextStep.CHECK_AGAIN, DAY("2022-05-16"))


def test_after_the_end_the_final_check_is_due(database: Database) -> None:
    story = year_with(entrusted(), 2020, paid=500_000, net=600_000)
    project(database, story.entries)
    assert of_year(database, 2020, "2021-04-01").next.legal_last_day is None
    expired = story.when(made(asked.RecordExpiry), on="2020-12-31")
    project(database, expired.entries)
    assert of_year(database, 2020, "2021-04-01").next.legal_last_day == DAY("2021-06-30")


def test_a_year_without_money_waits_for_nobody(database: Database) -> None:
    assert of_year(project(database, entrusted().entries), 2018, "2019-06-01").next.step is NextStep.NO_MONEY


def test_money_of_no_service_stops_every_verdict_of_its_year(database: Database) -> None:
    """Each service has its own row, and so has the money of which nobody said for which it is."""
    story = year_with(two_services(), 2018, paid=500_000, net=600_000, service=NUMBER)
    unsaid = made(events.CompensationPaid, year=2018, amount=czk(1), movement="x")
    project(database, story.happened(unsaid, on="2018-07-01").entries)
    found = {row.service: row for row in rows(database, "2019-06-01", year=2018)}
    assert found.keys() == {"", NUMBER, SISTER_NUMBER}
    assert found[NUMBER].verdict.missing == (Lacking.SERVICE_OF_PAYMENTS,)
    assert found[NUMBER].next.step is NextStep.COMPLETE
    assert found[""].verdict.missing == (Lacking.SERVICE, Lacking.DECLARED)


def test_an_old_mandate_whose_payments_are_not_on_file_is_not_judged(database: Database) -> None:
    """From the first year of which every payment is there it is; of the years before nothing is averaged."""
    paper = {
        "services": ({"registration": NUMBER},),
        "period_as_written": "od 1.1.2010 do 31.12.2014",
        "is_carry_over_allowed": True,
        "rule": {"share": "1/10", "average": "years up to the checked one"},
        "money_known_from": 2012,
    }
    chronicle = Chronicle()
    chronicle.record(made(events.MandateTakenOver, **paper), to="old")
    for year, net in ((2011, 100), (2012, 90)):
        chronicle.record(made(events.CompensationPaid, year=year, amount=czk(100)), to="old", on=f"{year}-06-01")
        figures = {"year": year, "costs": czk(net), "revenues": czk(0)}
        chronicle.record(made(events.NetCostDeclared, **figures), to="old", on=f"{year + 1}-02-01")
        chronicle.record(made(events.NetCostVerified, **figures), to="old", on=f"{year + 1}-03-01")
    project(database, chronicle.entries)
    assert of_year(database, 2011).verdict.missing == (Lacking.OLD_PAYMENTS,)
    found = of_year(database, 2012).verdict
    assert (found.outcome, found.missing) == (Outcome.CANNOT_BE_DECIDED, (Lacking.AVERAGE,))
    assert (found.overcompensation, found.balance) == (czk(10), Balance.OVER)


# Late news ---------------------------------------------------------------------------------------------------------


def late_news() -> Story[Mandate]:
    """Checked on 15 May 2019 without finding; in June a municipality tells of 60 000 that it gave in November 2018."""
    story = checked(year_with(entrusted(), 2018, paid=1_000_000, net=1_000_000), 2018)
    return story.when(give("obec", 2018, 60_000), on="2018-11-05")


def test_a_fact_of_last_year_recorded_today_changes_last_year_as_known_today_and_leaves_yesterday(
    database: Database,
) -> None:
    """Valid last year and known today it is there; known yesterday it is not, and never will be."""
    story = late_news()
    today = len(story.entries)
    project(database, story.entries)
    told_now, told_then = (of_year(database, 2018, "2018-12-31", known=known) for known in (today, today - 1))
    assert (told_now.public_money, told_then.public_money) == (czk(1_060_000), czk(1_000_000))
    assert of_year(database, 2018, "2018-11-04", known=today) == of_year(database, 2018, "2018-11-04", known=today - 1)
    now, then = (of_year(database, 2018, "2019-06-30", known=known) for known in (today, today - 1))
    assert (now.verdict.outcome, now.verdict.overcompensation) == (Outcome.CARRY_OVER, czk(60_000))
    assert (then.verdict.outcome, then.is_outdated, then.news) == (Outcome.NO_OVERCOMPENSATION, False, ())
    assert (now.is_outdated, now.news, now.next.step) == (True, (today,), NextStep.CHECK_AGAIN)


def test_the_old_verdict_stays_visible_as_known_then(database: Database) -> None:
    """A new check supersedes it; both stand with their figures, the second carried over."""
    story = late_news().when(check(2018), on="2019-07-01")
    row = of_year(project(database, story.entries), 2018, "2019-07-01")
    first, second = row.checks
    assert (first.outcome, first.checked_on, first.superseded_by) == (
        Outcome.NO_OVERCOMPENSATION,
        DAY("2019-05-15"),
        second.entry,
    )
    assert (second.outcome, second.overcompensation, second.superseded_by) == (Outcome.CARRY_OVER, czk(60_000), None)
    assert (row.is_outdated, row.next.step) == (False, NextStep.UPDATE_PARAMETERS)
    assert of_year(database, 2018, "2019-06-30").checks[0].superseded_by is None
    assert of_year(database, 2019, "2019-07-01").carried_in == czk(60_000)


def test_news_may_be_that_something_was_not_so(database: Database) -> None:
    """The municipality's money is taken back again: the entry that did so is the news, and the verdict agrees."""
    chronicle = Chronicle(entries=list(late_news().entries))
    taken_back = chronicle.take_back(chronicle.entries[-1])
    project(database, chronicle.entries)
    row = of_year(database, 2018, "2019-06-30")
    assert (row.public_money, row.is_outdated, row.news) == (czk(1_000_000), False, (taken_back.position,))
    before = of_year(database, 2018, "2019-06-30", known=taken_back.position - 1)
    assert (before.public_money, before.is_outdated) == (czk(1_060_000), True)


def test_a_corrected_payment_reads_differently_only_from_then_on(database: Database) -> None:
    chronicle = Chronicle(entries=list(entrusted().when(pay("a", 2018, 500_000), on="2018-03-01").entries))
    wrong = chronicle.entries[-1]
    right = made(events.CompensationPaid, year=2018, amount=czk(400_000), movement="a", contract=CONTRACT, source="esf")
    correction = chronicle.correct(wrong, right)
    project(database, chronicle.entries)
    assert of_year(database, 2018).public_money == czk(400_000)
    assert of_year(database, 2018).behind["public_money"] == (wrong.position, correction.position)
    assert of_year(database, 2018, known=wrong.position).public_money == czk(500_000)


# Asked -------------------------------------------------------------------------------------------------------------


def test_rows_are_found_by_year_provider_service_and_mandate(database: Database) -> None:
    project(database, two_services(compensations=ceilings(service=NUMBER)).entries)
    assert {row.year for row in rows(database, year=2019)} == {2019}
    assert {row.service for row in rows(database, service=SISTER_NUMBER)} == {SISTER_NUMBER}
    assert len(rows(database, provider="71220089")) == len(rows(database, provider="raspenava")) == 6
    assert (rows(database, provider="nobody"), rows(database, mandates={CONTRACT})) == ([], [])
    assert (len(rows(database, mandates={THIS})), rows(database, mandates=())) == (6, [])
    totals = compensation_totals(rows(database))
    assert (totals.service_years, totals.compensation, totals.without_compensation) == (6, czk(3_000_000), 3)


# As the mandate itself answers --------------------------------------------------------------------------------------


def agrees(story: Story[Mandate], known: int | None = None) -> None:
    """Every sum, verdict and outdated check is that of the mandate itself, as known at some position."""
    entries = story.entries[:known]
    state = Mandate.replay(THIS, entries)
    with SqliteDatabase(":memory:") as database:
        found = {(row.service, row.year): row for row in rows(project(database, story.entries), known=known)}
    assert found.keys() >= state.books.keys()
    for (service, year), row in found.items():
        own, book = state.verdict(year, service), state.book(service, year)
        assert (row.verdict.outcome, [one.value for one in row.verdict.missing]) == (own.outcome, list(own.missing))
        assert row.verdict.net_cost == own.ceiling
        assert row.verdict.overcompensation == own.overcompensation
        assert (row.verdict.average, row.verdict.tolerance) == (own.average, own.tolerance)
        assert (row.verdict.to_claim, row.verdict.left_to_repay) == (own.to_claim, own.left_to_repay)
        assert (row.verdict.repaid, row.verdict.to_year) == (own.repaid, own.to_year)
        assert row.verdict.repay_by == own.repay_by
        assert (row.public_money, row.carried_in, row.committed) == (
            own.public_money,
            own.carried_in,
            book.committed_in_all(),
        )
        assert (row.compensation, row.room) == (state.compensation(year, service), state.room(year, service))
        assert sum(line.amount.minor for line in row.sources) == own.public_money.minor
        assert row.is_outdated is state.is_outdated(service, year)
        assert not row.is_outdated or row.news


@chance(HISTORIES, st.integers(0, 8))
def test_the_view_says_of_a_mandate_what_it_says_itself(history: list[tuple[date, Command]], before: int) -> None:
    story = told(history)
    agrees(story, max(3, len(story.entries) - before))


@chance(LIVES, st.integers(0, 8))
def test_the_view_says_of_whole_lives_what_they_say_themselves(lives: tuple[list[YearLife], ...], before: int) -> None:
    story = lived(lives)
    agrees(story, max(3, len(story.entries) - before))


@pytest.mark.parametrize(
    ("average", "averages"),
    [
        ("the checked year", [900_000, 930_000, 990_000, 960_000]),
        ("years up to the checked one", [900_000, 915_000, 940_000, 945_000]),
        ("last three years", [900_000, 915_000, 940_000, 960_000]),
        ("all years of the mandate", [945_000, 945_000, 945_000, 945_000]),
    ],
)
def test_every_way_of_averaging_agrees(average: str, averages: list[int]) -> None:
    """By the rule that was configured on the day of issue, over four years."""
    rule = {"share": "1/10", "average": average}
    story = entrusted(period={"start": "2018-01-01", "end": "2021-12-31"}, compensations=ceilings(years=4))
    for year, paid in ((2018, 900_000), (2019, 930_000), (2020, 990_000), (2021, 960_000)):
        story = year_with(story, year, paid=paid, net=850_000)
    chronicle = Chronicle(entries=list(story.entries))
    (act,) = (entry for entry in story.entries if isinstance(entry.event, events.MandateIssued))
    chronicle.correct(act, act.event.model_copy(update={"rule": CarryOverRule.model_validate(rule)}))
    agrees(Story(Mandate, entries=tuple(chronicle.entries)))
    with SqliteDatabase(":memory:") as database:
        found = [row.verdict.average for row in rows(project(database, chronicle.entries))]
    assert found == [czk(crowns) for crowns in averages]
