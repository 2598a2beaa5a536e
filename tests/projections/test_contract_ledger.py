"""The money of a contract: cash year and service year, gross and net, and what nobody knows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.events.drawing import (
    Allocation,
    OrderCancelled,
    PaymentAllocated,
    PaymentMade,
    PaymentOrdered,
    PaymentRejected,
    PaymentReversed,
    Sources,
)
from domain.contract.events.settlement import RefundReceived, RefundRequested
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.calendar import TimeLimit
from domain.kernel.entry import CORRECTIONS, Entry, settle
from domain.kernel.money import Money, czk
from domain.kernel.period import Month
from domain.kernel.prose import Prose
from projections import builds
from projections.contract_ledger import CONTRACT_LEDGER, Kind, LedgerTotals, ledger_rows, ledger_totals
from projections.database import Database
from projections.projector import Projector
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat
GROUNDS = Prose.of("Because.", salt="00" * 16)
ACCOUNT = "19-2000145399/0800"
OLD = ContractTakenOver.model_validate({"number": "OLP/306/2010", "amount": czk(3_900_000), "amount_kind": "awarded"})


def months(*shares: tuple[str, int], **more: Any) -> tuple[Allocation, ...]:
    return tuple(Allocation(month=Month.read(month), amount=czk(crowns), **more) for month, crowns in shares)


def made(movement: str, crowns: int, *allocations: Allocation, order: str | None = None) -> PaymentMade:
    return PaymentMade(movement=movement, amount=czk(crowns), allocations=allocations, order=order)


def ordered(order: str, crowns: int) -> PaymentOrdered:
    return PaymentOrdered(order=order, amount=czk(crowns), allocations=months(("2018-01", crowns)), account=ACCOUNT)


def back(movement: str, crowns: int, reversal: str = "r") -> PaymentReversed:
    return PaymentReversed(movement=movement, reversal=reversal, amount=czk(crowns))


def project(database: Database, chronicle: Chronicle, *, page_size: int = 100) -> None:
    builds.prepare(database, [CONTRACT_LEDGER])
    Projector(database, chronicle, [CONTRACT_LEDGER], page_size=page_size).catch_up()


def totals(database: Database, *, valid: str | None = None, known: int | None = None) -> LedgerTotals:
    day = DAY(valid) if valid else None
    return ledger_totals(database, Chronicle.identifier("contract"), valid=day, known=known)


# Cash year and service year (scenario 2) ---------------------------------------------------------------------------


@pytest.fixture
def two_years(database: Database, chronicle: Chronicle) -> Database:
    """24 months of 110 000 from April 2018, each paid on the 20th of the next month, rolled to a working day."""
    rolled = {"2018-05-20": "2018-05-21", "2019-01-20": "2019-01-21", "2019-04-20": "2019-04-23"}
    for number in range(24):
        month = Month(2018, 4) + number
        day = f"{month + 1}-20"
        chronicle.record(made(f"m{number}", 110_000, *months((month, 110_000))), on=rolled.get(day, day))
    project(database, chronicle)
    return database


def test_cash_year_is_not_service_year(two_years: Database) -> None:
    """The same 2 640 000, divided by the month of the service and by the day of the movement."""
    found = totals(two_years)
    assert found.by_service_year == {2018: czk(990_000), 2019: czk(1_320_000), 2020: czk(330_000)}
    assert found.by_cash_year == {2018: czk(880_000), 2019: czk(1_320_000), 2020: czk(440_000)}
    assert (found.gross, found.net, found.unallocated) == (czk(2_640_000), czk(2_640_000), czk(0))


def test_sums_on_a_day_and_as_known_then(two_years: Database) -> None:
    """By the end of 2018 eight movements; known at position 3 only three."""
    assert totals(two_years, valid="2018-12-31").gross == czk(880_000)
    assert totals(two_years, known=3).gross == czk(330_000)
    assert totals(two_years, valid="2018-06-30", known=3).by_service_year == {2018: czk(220_000)}


def test_one_movement_pays_for_two_months(database: Database, chronicle: Chronicle) -> None:
    """220 000 on 21 January 2019 for December and January: two service years, one cash year."""
    chronicle.record(made("m", 220_000, *months(("2018-12", 110_000), ("2019-01", 110_000))), on="2019-01-21")
    project(database, chronicle)
    assert totals(database).by_service_year == {2018: czk(110_000), 2019: czk(110_000)}
    assert totals(database).by_cash_year == {2019: czk(220_000)}


# Gross and net (scenario 3) ----------------------------------------------------------------------------------------


def test_a_duplicate_a_reversal_and_a_refund(database: Database, chronicle: Chronicle) -> None:
    """Gross 1 400 000, then 1 000 000; a refund lowers net to 870 000 and leaves gross as it is."""
    chronicle.record(made("m1", 600_000), on="2018-02-15")
    chronicle.record(ordered("o1", 400_000), on="2018-07-10")
    chronicle.record(made("m2", 400_000, order="o1"), on="2018-07-16")
    chronicle.record(made("m3", 400_000), on="2018-07-16")
    chronicle.record(back("m3", 400_000), on="2018-07-18")
    due = TimeLimit(legal_last_day=DAY("2019-02-15"), raw_end=DAY("2019-02-15"), safe_last_day=DAY("2019-02-15"))
    chronicle.record(
        RefundRequested(claim="c", amount=czk(130_000), ground="unused", due_on=DAY("2019-02-15"), due=due, year=2018),
        on="2019-02-01",
    )
    chronicle.record(RefundReceived(movement="m4", amount=czk(130_000), claim="c"), on="2019-02-14")
    project(database, chronicle)
    assert totals(database, known=4).gross == czk(1_400_000)
    after_reversal = totals(database, known=5)
    assert (after_reversal.gross, after_reversal.reversed) == (czk(1_000_000), czk(400_000))
    found = totals(database)
    assert (found.gross, found.refunded, found.net) == (czk(1_000_000), czk(130_000), czk(870_000))
    assert found.by_cash_year == {2018: czk(1_000_000)}
    assert found.refunded_by_cash_year == {2019: czk(130_000)}
    assert (found.ordered, found.outstanding) == (czk(400_000), czk(0))


def test_the_day_of_the_reversal_decides_when_gross_falls(database: Database, chronicle: Chronicle) -> None:
    """On 17 July the money had left twice, whatever is known today."""
    chronicle.record(made("m1", 400_000), on="2018-07-16")
    chronicle.record(back("m1", 400_000), on="2018-07-18")
    project(database, chronicle)
    assert totals(database, valid="2018-07-17").gross == czk(400_000)
    assert totals(database, valid="2018-07-18").gross == czk(0)


# What is not known -------------------------------------------------------------------------------------------------


def test_paid_of_a_taken_over_contract_is_not_known(database: Database, chronicle: Chronicle) -> None:
    """The papers state no payment: that is not zero."""
    chronicle.record(OLD)
    project(database, chronicle)
    found = totals(database, valid="2012-09-30")
    assert (found.gross, found.net) == (None, None)
    (awarded,) = ledger_rows(database, kind=Kind.AWARDED)
    assert (awarded.money, awarded.effective_on) == (czk(3_900_000), None)


def test_a_payment_that_came_to_light_is_counted(database: Database, chronicle: Chronicle) -> None:
    """From then on as much is known to be paid; before its day it still is not known."""
    chronicle.record(OLD)
    chronicle.record(made("m1", 100), on="2010-05-01")
    project(database, chronicle)
    assert totals(database, valid="2012-09-30").gross == czk(100)
    assert totals(database, valid="2010-04-30").gross is None


def test_nothing_paid_yet_is_zero(database: Database, chronicle: Chronicle) -> None:
    """A contract of our own without payments: we would know."""
    chronicle.record(ordered("o1", 100), on="2018-01-05")
    project(database, chronicle)
    assert (totals(database).gross, totals(database).outstanding) == (czk(0), czk(100))


def test_movements_of_an_unknown_day_have_no_cash_year(database: Database, chronicle: Chronicle) -> None:
    """An old list of payments without dates."""
    chronicle.record(made("m1", 100))
    project(database, chronicle)
    assert totals(database, valid="2000-01-01").by_cash_year == {None: czk(100)}


# What it pays for --------------------------------------------------------------------------------------------------


def test_a_later_statement_replaces_what_a_movement_pays_for(database: Database, chronicle: Chronicle) -> None:
    """Of several statements the last holds; as known before, the earlier one."""
    chronicle.record(made("m1", 200, *months(("2018-01", 200))), on="2018-02-01")
    chronicle.record(
        PaymentAllocated(movement="m1", allocations=months(("2018-12", 50), ("2019-01", 150))), on="2018-03-01"
    )
    project(database, chronicle)
    assert totals(database).by_service_year == {2018: czk(50), 2019: czk(150)}
    assert totals(database, known=1).by_service_year == {2018: czk(200)}
    assert totals(database, valid="2018-02-15").by_service_year == {2018: czk(200)}
    assert [row.order_position for row in ledger_rows(database, kind=Kind.ALLOCATED)] == [2, 2]


def test_what_nobody_said_the_month_of_is_unallocated(database: Database, chronicle: Chronicle) -> None:
    """Beside the years, not in one of them."""
    chronicle.record(made("m1", 200, *months(("2018-01", 200))), on="2018-02-01")
    chronicle.record(made("m2", 300), on="2018-02-01")
    project(database, chronicle)
    assert (totals(database).by_service_year, totals(database).unallocated) == ({2018: czk(200)}, czk(300))


def test_a_partial_reversal_of_one_month_is_clear_of_two_it_is_not(database: Database, chronicle: Chronicle) -> None:
    """60 of 100 came back: for one month 40 remain; of two months nobody knows which one they were of."""
    chronicle.record(made("m1", 100, *months(("2018-01", 100))), on="2018-02-01")
    chronicle.record(made("m2", 100, *months(("2018-01", 50), ("2019-01", 50))), on="2018-02-01")
    chronicle.record(back("m1", 60, "r1"), on="2018-02-02")
    chronicle.record(back("m2", 60, "r2"), on="2018-02-02")
    project(database, chronicle)
    assert (totals(database).by_service_year, totals(database).unallocated) == ({2018: czk(40)}, czk(40))


def test_money_by_source(database: Database, chronicle: Chronicle) -> None:
    """Shares of the Fund, the state and the region; what names none counts as unstated."""
    sources = Sources(esf=czk(85), state=czk(10), region=czk(5))
    chronicle.record(made("m1", 100, *months(("2018-01", 100), sources=sources)), on="2018-02-01")
    chronicle.record(made("m2", 30, *months(("2018-02", 30))), on="2018-03-01")
    chronicle.record(made("m3", 7), on="2018-03-01")
    project(database, chronicle)
    assert totals(database).by_source == {
        "esf": czk(85),
        "region": czk(5),
        "state": czk(10),
        "unstated": czk(37),
    }
    assert totals(database).by_service_year == {2018: czk(130)}


# Orders ------------------------------------------------------------------------------------------------------------


def test_outstanding_is_what_is_neither_paid_nor_given_up(database: Database, chronicle: Chronicle) -> None:
    """Order by order: a second payment of a paid order does not eat into another one."""
    for order in ("paid", "part", "rejected", "cancelled", "twice"):
        chronicle.record(ordered(order, 100), on="2018-01-05")
    chronicle.record(made("m1", 100, order="paid"), on="2018-01-10")
    chronicle.record(made("m2", 30, order="part"), on="2018-01-10")
    chronicle.record(PaymentRejected(order="rejected", role="chief accountant", grounds=GROUNDS), on="2018-01-06")
    chronicle.record(OrderCancelled(order="cancelled", grounds=GROUNDS), on="2018-01-06")
    chronicle.record(made("m3", 100, order="twice"), on="2018-01-10")
    chronicle.record(made("m4", 100, order="twice"), on="2018-01-10")
    project(database, chronicle)
    assert (totals(database).ordered, totals(database).outstanding) == (czk(500), czk(70))
    assert totals(database, valid="2018-01-05").outstanding == czk(500)


def test_a_movement_carries_out_the_order_that_was_named_later(database: Database, chronicle: Chronicle) -> None:
    """Somebody found out which order a bank line belongs to."""
    chronicle.record(ordered("o1", 100), on="2018-01-05")
    chronicle.record(made("m1", 100), on="2018-01-10")
    chronicle.record(PaymentAllocated(movement="m1", allocations=months(("2018-01", 100)), order="o1"), on="2018-01-20")
    project(database, chronicle)
    assert totals(database, known=2).outstanding == czk(100)
    assert totals(database).outstanding == czk(0)


# Rows --------------------------------------------------------------------------------------------------------------


def test_every_row_names_its_entry_and_its_bank_line(database: Database, chronicle: Chronicle) -> None:
    """From a figure back to the event and to the statement."""
    entry = chronicle.record(made("m1", 100, *months(("2018-01", 100)), order="o1"), on="2018-02-01")
    project(database, chronicle)
    paid, allocated = ledger_rows(database, contract=entry.originator_id)
    assert (paid.event_id, paid.order_position, paid.position) == (entry.event_id, 1, 1)
    assert (paid.effective_on, paid.recorded_at) == (DAY("2018-02-01"), entry.recorded_at)
    assert (paid.kind, paid.money, paid.cash_year, paid.movement, paid.order_reference) == (
        "paid",
        czk(100),
        2018,
        "m1",
        "o1",
    )
    assert (allocated.kind, allocated.service_month, allocated.service_year) == ("allocated", "2018-01", 2018)


def test_rows_of_one_year_or_kind(two_years: Database) -> None:
    """What a closing account and a settlement ask for."""
    assert len(ledger_rows(two_years, kind=Kind.PAID, cash_year=2018)) == 8
    assert len(ledger_rows(two_years, kind=Kind.ALLOCATED, service_year=2018)) == 9
    assert len(ledger_rows(two_years, service_year=1999)) == 0


def test_a_corrected_row_says_since_when_it_reads_like_this(database: Database, chronicle: Chronicle) -> None:
    """The amount was mistyped; the row keeps its place and names the position of the correction."""
    wrong = chronicle.record(made("m1", 10), on="2018-02-01")
    chronicle.correct(wrong, made("m1", 100))
    project(database, chronicle)
    (row,) = ledger_rows(database)
    assert (row.order_position, row.position, row.money) == (1, 2, czk(100))
    assert row.recorded_at == chronicle.entries[1].recorded_at
    assert totals(database, known=1).gross == czk(10)


# Random money ------------------------------------------------------------------------------------------------------

MOVEMENTS, ORDERS = ("a", "b", "c"), ("x", "y")
DAYS = [None, "2018-01-10", "2018-02-10", "2019-01-10"]
shares = st.lists(st.tuples(st.sampled_from(["2017-12", "2018-01", "2019-03"]), st.integers(1, 4)), max_size=2)
steps = st.lists(
    st.tuples(
        st.sampled_from(["order", "end", "pay", "pay", "pay", "reverse", "allocate", "refund", "correct", "take back"]),
        st.sampled_from(MOVEMENTS),
        st.sampled_from([None, *ORDERS]),
        shares,
        st.integers(0, 5),
        st.sampled_from(DAYS),
    ),
    max_size=20,
)


def random_event(kind: str, movement: str, order: str | None, parts: list[tuple[str, int]], extra: int) -> Any:
    """Shares that add up, unless `extra` says otherwise; reversals larger than what left; everything may happen."""
    amount = sum(crowns for _, crowns in parts)
    if kind == "order":
        return ordered(order or "x", amount + 1)
    if kind == "end":
        return OrderCancelled(order=order or "x", grounds=GROUNDS)
    if kind == "reverse":
        return back(movement, extra + 1, f"r{extra}")
    if kind == "allocate" and parts:
        return PaymentAllocated(movement=movement, allocations=months(*parts), order=order)
    if kind == "pay":
        return made(movement, amount + max(0, extra - 3) or 1, *months(*parts), order=order)
    return RefundReceived(movement=f"f{extra}", amount=czk(extra + 1))


def random_chronicle(steps: list[Any]) -> Chronicle:
    """A line of the bank statement is recorded once, as a structural rule demands; otherwise nothing is lawful."""
    chronicle = Chronicle()
    recorded: dict[str, Entry] = {}
    for kind, movement, order, parts, extra, on in steps:
        ordinary = [entry for entry in chronicle.entries if not isinstance(entry.event, CORRECTIONS)]
        if kind == "take back" and ordinary:
            chronicle.take_back(ordinary[extra % len(ordinary)])
        elif kind == "correct" and movement in recorded:
            chronicle.correct(recorded[movement], random_event("pay", movement, order, parts, extra), on=on)
        elif kind == "pay" and movement not in recorded:
            recorded[movement] = chronicle.record(random_event(kind, movement, order, parts, extra), on=on)
        elif kind not in {"pay", "correct", "take back"}:
            chronicle.record(random_event(kind, movement, order, parts, extra), on=on)
    return chronicle


@given(steps=steps, page_size=st.integers(1, 8))
def test_totals_equal_a_naive_recomputation(steps: list[Any], page_size: int) -> None:
    """At any two moments, whatever was recorded, corrected and taken back, the sums are those of the bare entries."""
    chronicle = random_chronicle(steps)
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle, page_size=page_size)
        for known in range(len(chronicle.entries), -1, -4):
            for valid in (None, "2018-01-31", "2018-12-31"):
                found = totals(database, valid=valid, known=known)
                assert summary(found) == naive(chronicle.entries[:known], valid=valid)


def summary(found: LedgerTotals) -> dict[str, Any]:
    return {
        "gross": found.gross,
        "net": found.net,
        "unallocated": found.unallocated,
        "outstanding": found.outstanding,
        "service": found.by_service_year,
        "cash": found.by_cash_year,
    }


def naive(entries: Sequence[Entry], *, valid: str | None) -> dict[str, Any]:
    """The same sums straight from the entries, one definition of the glossary after the other."""
    settled = [e for e in settle(entries) if valid is None or e.effective_on is None or e.effective_on <= DAY(valid)]
    settled.sort(key=lambda e: (e.effective_on or date.min, e.position))
    bank = [e for e in settled if isinstance(e.event, PaymentMade | PaymentReversed)]
    paid = {e.event.movement: e.event for e in bank if isinstance(e.event, PaymentMade)}
    left = {movement: event.amount.minor for movement, event in paid.items()}
    cash: dict[int | None, int] = defaultdict(int)
    for entry in bank:
        event, year = entry.event, entry.effective_on.year if entry.effective_on else None
        assert isinstance(event, PaymentMade | PaymentReversed)
        if event.movement in paid:
            sign = -1 if isinstance(event, PaymentReversed) else 1
            left[event.movement] -= event.amount.minor if sign < 0 else 0
            cash[year] += sign * event.amount.minor
    by_year = naive_service_years(settled, left)
    gross = sum(left.values())
    refunded = sum(e.event.amount.minor for e in settled if isinstance(e.event, RefundReceived))
    return {
        "gross": Money(gross),
        "net": Money(gross - refunded),
        "unallocated": Money(gross - sum(by_year.values())),
        "outstanding": Money(naive_outstanding(settled, left)),
        "service": {year: Money(minor) for year, minor in by_year.items() if minor},
        "cash": {year: Money(minor) for year, minor in cash.items() if minor},
    }


def naive_service_years(settled: Sequence[Entry], left: dict[str, int]) -> dict[int, int]:
    """What each movement is last said to pay for: where it adds up, or where there is one month only."""
    said: dict[str, tuple[Allocation, ...]] = {}
    for entry in settled:
        if isinstance(entry.event, PaymentMade | PaymentAllocated) and entry.event.allocations:
            said[entry.event.movement] = entry.event.allocations
    by_year: dict[int, int] = defaultdict(int)
    for movement, rest in left.items():
        parts = said.get(movement, ())
        if sum(part.amount.minor for part in parts) == rest:
            for part in parts:
                by_year[part.month.year] += part.amount.minor
        elif len(parts) == 1:
            by_year[parts[0].month.year] += rest
    return by_year


def naive_outstanding(settled: Sequence[Entry], left: dict[str, int]) -> int:
    """What of each order that was not given up the movements that carry it out have not paid."""
    asked: dict[str, int] = defaultdict(int)
    carries_out: dict[str, str] = {}
    for entry in settled:
        event = entry.event
        if isinstance(event, PaymentOrdered):
            asked[event.order] += event.amount.minor
        elif isinstance(event, PaymentMade | PaymentAllocated) and event.order is not None:
            carries_out[event.movement] = event.order
    for movement, order in carries_out.items():
        if order in asked:
            asked[order] -= left.get(movement, 0)
    given_up = {e.event.order for e in settled if isinstance(e.event, OrderCancelled)}
    return sum(max(0, rest) for order, rest in asked.items() if order not in given_up)
