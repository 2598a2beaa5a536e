"""The drawdown of a contract, whatever was recorded of its money: every sum is made of the entries that it names."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from adapters.read_models import SqliteDatabase
from domain.contract.events.drawing import PaymentReversed
from domain.kernel.money import Money, czk
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.sheets import SHEETS, Asked, Kind, Line
from tests.projections.chronicle import Chronicle
from tests.projections.test_contract_ledger import made, ordered, random_chronicle, steps

REPORTS = ("drawdown", "drawdown-by-service-year", "drawdown-by-cash-year")
DAYS = (date(2018, 1, 31), date(2018, 12, 31), date(2030, 1, 1))


def lines(database: Database, name: str, *, valid: date, known: int) -> tuple[Line, ...]:
    asked = Asked(valid, known, lambda: pytest.fail("no day is moved"))
    return SHEETS[name].make(database, asked).lines


def project(database: Database, chronicle: Chronicle) -> None:
    for view in dict.fromkeys(view for name in REPORTS for view in SHEETS[name].views):
        builds.prepare(database, [view])
        Projector(database, chronicle, [view]).catch_up()


def sums(name: str, line: Line) -> dict[str, tuple[int, int]]:
    """Of every cell with an amount: what it shows, and what its parts add up to."""
    columns = [(place, one.name) for place, one in enumerate(SHEETS[name].columns) if one.kind is Kind.MONEY]
    found: dict[str, tuple[int, int]] = {}
    for place, column in columns:
        if isinstance(cell := line.cells[place], Money):
            parts = [part.adds for part in line.behind.get(column, ())]
            found[column] = cell.minor, sum(one.minor for one in parts if one is not None)
    return found


@given(steps=steps)
def test_every_sum_is_made_of_its_parts(steps: list[Any]) -> None:
    """What is outstanding and what is unallocated too, whatever was corrected and taken back, on any day."""
    chronicle = random_chronicle(steps)
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for name in REPORTS:
            for known in range(len(chronicle.entries), -1, -5):
                for valid in DAYS:
                    for line in lines(database, name, valid=valid, known=known):
                        found = sums(name, line)
                        assert {column: shown for column, (shown, _) in found.items()} == {
                            column: added for column, (_, added) in found.items()
                        }


def test_what_is_outstanding_names_open_orders_and_their_payments(database: Database, chronicle: Chronicle) -> None:
    for order in ("paid", "part"):
        chronicle.record(ordered(order, 100), on="2018-01-05")
    chronicle.record(made("m1", 100, order="paid"), on="2018-01-10")
    chronicle.record(made("m2", 30, order="part"), on="2018-01-10")
    project(database, chronicle)
    (line,) = lines(database, "drawdown", valid=DAYS[0], known=4)
    parts = [(part.position, part.adds) for part in line.behind["outstanding"]]
    assert parts == [(2, czk(100)), (4, czk(-30))]


def test_a_reversal_of_nothing_that_stands_adds_to_no_sum(database: Database, chronicle: Chronicle) -> None:
    """The payment was taken back as recorded by mistake; what the bank brought back of it says nothing any more."""
    payment = chronicle.record(made("m1", 100), on="2018-01-10")
    chronicle.record(PaymentReversed(movement="m1", reversal="r", amount=czk(100)), on="2018-01-12")
    chronicle.record(made("m2", 70), on="2018-01-15")
    chronicle.take_back(payment)
    project(database, chronicle)
    (line,) = lines(database, "drawdown", valid=DAYS[0], known=4)
    assert sums("drawdown", line)["gross"] == (7_000, 7_000)
    assert sums("drawdown", line)["reversed"] == (0, 0)
