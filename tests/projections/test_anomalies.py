"""Anomalies as people ask for them: what is open, since when, what closed it, and what was known then."""

from datetime import date
from uuid import UUID

import pytest

from domain.contract.events.drawing import PaymentMade, PaymentReversed
from domain.contract.events.publication import ContractPublishedInRegister
from domain.kernel.money import czk
from domain.kernel.stamp import Anomaly
from projections import builds
from projections.anomalies import ANOMALIES, anomalies_by_code, anomaly_rows
from projections.database import Database
from projections.projector import Projector
from tests.projections.chronicle import Chronicle

ABOVE = Anomaly(
    code="ABOVE_MAXIMUM",
    rule="contract.drawn-within-maximum",
    facts={"drawn": {"currency": "CZK", "minor": 140_000_000}},
    raw="1 400 000 Kč",
    note="twice",
)
DAY = date.fromisoformat


@pytest.fixture
def doubled(database: Database, chronicle: Chronicle) -> Database:
    """The bank sent 400 000 twice on 16 July 2018 and took one back on the 18th."""
    chronicle.record(PaymentMade(movement="m1", amount=czk(400_000)), on="2018-07-16", to="OLP/9030/2018")
    second = chronicle.record(
        PaymentMade(movement="m2", amount=czk(400_000)),
        on="2018-07-16",
        to="OLP/9030/2018",
        anomalies=[ABOVE, "NO_ORDER"],
    )
    chronicle.record(
        PaymentReversed(movement="m2", reversal="r1", amount=czk(400_000)),
        on="2018-07-18",
        to="OLP/9030/2018",
        closes=[(second, "ABOVE_MAXIMUM"), (second, "NO_ORDER")],
    )
    chronicle.record(
        ContractPublishedInRegister(register_id="1"), to="OLP/9001/2017", on="2017-08-04", anomalies=["PUBLISHED_LATE"]
    )
    builds.prepare(database, [ANOMALIES])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    return database


def test_a_closed_anomaly_says_what_closed_it_and_after_how_many_days(doubled: Database, chronicle: Chronicle) -> None:
    """Scenario 3: closed with a link to the reversal, two days open."""
    (row,) = anomaly_rows(doubled, code="ABOVE_MAXIMUM")
    assert (row.rule, row.facts, row.raw, row.note) == (ABOVE.rule, ABOVE.facts, ABOVE.raw, ABOVE.note)
    assert (row.opened_position, row.opened_on) == (2, DAY("2018-07-16"))
    assert row.closed_event == chronicle.entries[2].event_id
    assert (row.closed_position, row.closed_by, row.closed_on) == (3, "contract.payment-reversed", DAY("2018-07-18"))
    assert (row.is_open, row.days_open) == (False, 2)


def test_what_was_open_on_a_day_or_as_known_then(doubled: Database) -> None:
    """On 17 July the reversal had not happened; known at position 2 nobody knew of it."""
    assert len(anomaly_rows(doubled, only_open=True)) == 1
    open_on_the_17th = anomaly_rows(doubled, valid=DAY("2018-07-17"), only_open=True, code="NO_ORDER")
    assert [(row.is_open, row.days_open) for row in open_on_the_17th] == [(True, 1)]
    assert [row.code for row in anomaly_rows(doubled, known=2, only_open=True)] == ["ABOVE_MAXIMUM", "NO_ORDER"]


def test_the_oldest_comes_first(doubled: Database) -> None:
    """What needs attention longest stands on top, by its effective day, not by the order of recording."""
    assert [row.code for row in anomaly_rows(doubled)] == ["PUBLISHED_LATE", "ABOVE_MAXIMUM", "NO_ORDER"]


def test_anomalies_of_one_file_and_of_one_rule(doubled: Database, chronicle: Chronicle) -> None:
    """What a contract's page and a rule's page ask for."""
    contract: UUID = chronicle.identifier("OLP/9001/2017")
    assert [row.code for row in anomaly_rows(doubled, aggregate_id=contract)] == ["PUBLISHED_LATE"]
    assert [row.code for row in anomaly_rows(doubled, rule="contract.drawn-within-maximum")] == ["ABOVE_MAXIMUM"]


def test_counted_by_code(doubled: Database) -> None:
    """How many of each are open and closed."""
    assert anomalies_by_code(doubled).rows == (("ABOVE_MAXIMUM", 0, 1), ("NO_ORDER", 0, 1), ("PUBLISHED_LATE", 1, 0))
    assert anomalies_by_code(doubled, known=2).rows == (("ABOVE_MAXIMUM", 1, 0), ("NO_ORDER", 1, 0))


def test_taking_the_closing_event_back_opens_it_again(doubled: Database, chronicle: Chronicle) -> None:
    """The reversal turned out not to have happened."""
    chronicle.take_back(chronicle.entries[2])
    Projector(doubled, chronicle, [ANOMALIES]).catch_up()
    assert {row.code for row in anomaly_rows(doubled, only_open=True)} == {
        "ABOVE_MAXIMUM",
        "NO_ORDER",
        "PUBLISHED_LATE",
    }


def test_days_open_are_not_guessed(database: Database, chronicle: Chronicle) -> None:
    """A takeover without a day: nobody can say for how long it has been open."""
    chronicle.record(PaymentMade(movement="m1", amount=czk(1)), anomalies=["IMPOSSIBLE_DATE"])
    builds.prepare(database, [ANOMALIES])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    (row,) = anomaly_rows(database, valid=DAY("2020-01-01"))
    assert (row.opened_on, row.is_open, row.days_open) == (None, True, None)


def test_the_same_code_twice_beside_one_event_is_two_anomalies(database: Database, chronicle: Chronicle) -> None:
    """Two dates of one paper are impossible; one closing closes both, as one name names both."""
    first = chronicle.record(
        PaymentMade(movement="m1", amount=czk(1)), anomalies=["IMPOSSIBLE_DATE", "IMPOSSIBLE_DATE"]
    )
    builds.prepare(database, [ANOMALIES])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    assert len(anomaly_rows(database, only_open=True)) == 2
    chronicle.record(PaymentMade(movement="m2", amount=czk(1)), closes=[(first, "IMPOSSIBLE_DATE")])
    chronicle.record(PaymentMade(movement="m3", amount=czk(1)), closes=[(first, "IMPOSSIBLE_DATE")])
    Projector(database, chronicle, [ANOMALIES]).catch_up()
    assert [row.closed_position for row in anomaly_rows(database)] == [2, 2]
