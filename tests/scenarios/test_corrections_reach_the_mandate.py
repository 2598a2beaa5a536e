"""A correction of a contract leaves no wrong sum behind in its mandate: both files change in one commit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.kernel.money import Money, czk
from domain.kernel.plain import plain
from tests.scenarios.entrusted import (
    HALF_YEAR,
    LIVING,
    MANDATE,
    NEXT_MANDATE,
    NUMBER,
    OTHER,
    WORKSHOPS,
    book,
    both_say_the_same,
    conclude,
    conclude_unpublished,
    entrust,
    entrusted_file,
    entry_of,
    find_void,
    mandate,
    order,
    paid,
    sums,
    told,
    wording,
)
from tests.scenarios.office import Office, kc


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One store is enough here: that both keep what is written is tested elsewhere."""
    office = Office(f"sqlite:///{tmp_path / 'kronika.db'}")
    yield office
    office.close()


@pytest.fixture
def file(office: Office) -> Office:
    """A mandate, and a contract that names it."""
    return entrusted_file(office)


# Corrected -----------------------------------------------------------------------------------------------------------


def test_a_corrected_amount_is_corrected_in_the_mandate_and_the_risk_is_over(file: Office) -> None:
    """1 100 000 was a slip for 110 000; taking the correction back brings both files back."""
    paid(file, "m-1", {"2018-01": 1_100_000}, on="2018-01-20")
    assert mandate(file).anomalies_of("OVER_COMPENSATION_RISK")
    made = entry_of(file, "contract.payment-made")
    parts = [{"month": "2018-01", "amount": plain(czk(110_000))}]
    data = wording(made, amount=plain(czk(110_000)), allocations=parts)
    outcome = file.do("entry.correct", NUMBER, on="2018-01-20", reason="překlep", entry=made.event_id, data=data)
    assert told(outcome) == [("entry.corrected", date(2018, 1, 20))]
    assert (sums(file), mandate(file).open_anomalies) == ((0, 110_000), {})
    file.do("entry.take-back", NUMBER, reason="nebyl", entry=outcome.entries[0].event_id)
    assert sums(file) == (0, 1_100_000)
    assert mandate(file).anomalies_of("OVER_COMPENSATION_RISK")


def test_a_corrected_day_is_corrected_in_the_mandate(file: Office) -> None:
    paid(file, "m-1", {"2018-01": 100}, on="2018-01-20")
    made = entry_of(file, "contract.payment-made")
    file.do("entry.correct", NUMBER, on="2018-01-22", reason="datum", entry=made.event_id, data=wording(made))
    assert [one.on for one in book(file).paid] == [date(2018, 1, 22)]


def test_a_payment_for_another_service_moves_in_the_mandate(office: Office) -> None:
    """Recorded for workshops, it was for supported living: out of one book, into the other, on the same day."""
    office.it_is("2018-01-25")
    entrust(office)
    conclude(office, services=[{"registration": LIVING}, {"registration": WORKSHOPS}])
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    paid(office, "m-1", {"2018-01": 100}, WORKSHOPS, on="2018-01-20")
    made = entry_of(office, "contract.payment-made")
    data = wording(made, allocations=[{"month": "2018-01", "amount": plain(czk(100)), "service": LIVING}])
    outcome = office.do("entry.correct", NUMBER, on="2018-01-20", reason="služba", entry=made.event_id, data=data)
    day = date(2018, 1, 20)
    assert told(outcome) == [("entry.taken-back", day), ("mandate.compensation-paid", day)]
    assert (sums(office), sums(office, service=WORKSHOPS)) == ((0, 100), (0, 0))


def test_what_is_taken_back_in_the_contract_is_taken_back_in_the_mandate(file: Office) -> None:
    """The payment, its reversal, and the taking back itself: after each both files say the same."""
    paid(file, "m-1", {"2018-01": 100}, on="2018-01-20")
    back = file.do("contract.record-reversal", NUMBER, on="2018-01-22", reversal="r-1", movement="m-1", amount=kc(40))
    assert sums(file) == (0, 60)
    gone = file.do("entry.take-back", NUMBER, reason="jiný pohyb", entry=back.entries[0].event_id)
    assert [topic for topic, _ in told(gone)] == ["entry.taken-back"]
    assert sums(file) == (0, 100)
    file.do("entry.take-back", NUMBER, reason="přece", entry=gone.entries[0].event_id)
    assert (sums(file), [one.on for one in book(file).returned]) == ((0, 60), [date(2018, 1, 22)])
    file.do("entry.take-back", NUMBER, reason="omyl", entry=back.entries[0].event_id)
    file.do("entry.take-back", NUMBER, reason="omyl", entry=entry_of(file, "contract.payment-made").event_id)
    assert book(file).public_money() == Money(0)
    assert both_say_the_same(file)


def test_a_corrected_order_is_corrected_in_what_is_committed(file: Office) -> None:
    """300 000 becomes 450 000, then the order is taken back, then the cancelling of another one."""
    order(file, "o-1", HALF_YEAR)
    ordered = entry_of(file, "contract.payment-ordered")
    parts = [{"month": "2018-01", "amount": plain(czk(450_000))}]
    data = wording(ordered, amount=plain(czk(450_000)), allocations=parts)
    more = file.do("entry.correct", NUMBER, reason="částka", entry=ordered.event_id, data=data)
    assert [topic for topic, _ in told(more)] == ["mandate.compensation-committed"]
    assert sums(file) == (450_000, 0)
    file.do("entry.take-back", NUMBER, reason="omyl", entry=ordered.event_id)
    assert sums(file) == (0, 0)
    order(file, "o-2", {"2018-02": 200})
    cancelled = file.do("contract.cancel-order", NUMBER, order="o-2", grounds="ne")
    assert sums(file) == (0, 0)
    file.do("entry.take-back", NUMBER, reason="přece ano", entry=cancelled.entries[0].event_id)
    assert sums(file) == (200, 0)


def test_a_naming_taken_back_takes_back_all_that_it_told(file: Office) -> None:
    order(file, "o-1", {"2018-01": 500})
    paid(file, "m-1", {"2018-02": 100}, on="2018-01-20")
    named = entry_of(file, "contract.mandate-named")
    gone = file.do("entry.take-back", NUMBER, reason="jiné pověření", entry=named.event_id)
    assert sums(file) == (0, 0)
    file.do("entry.take-back", NUMBER, reason="přece toto", entry=gone.entries[0].event_id)
    assert sums(file) == (600, 100)


def test_a_corrected_naming_moves_everything_to_the_other_mandate(file: Office) -> None:
    entrust(file, NEXT_MANDATE)
    order(file, "o-1", {"2018-01": 500})
    paid(file, "m-1", {"2018-02": 100}, on="2018-01-20")
    named = entry_of(file, "contract.mandate-named")
    other = str(file.parts.resolver.identifier("mandate", NEXT_MANDATE))
    corrected = file.do("entry.correct", NUMBER, reason="číslo", entry=named.event_id, data={"mandate": other})
    assert (sums(file), sums(file, number=NEXT_MANDATE)) == ((0, 0), (600, 100))
    file.do("entry.take-back", NUMBER, reason="bylo dobře", entry=corrected.entries[0].event_id)
    assert (sums(file), sums(file, number=NEXT_MANDATE)) == ((600, 100), (0, 0))


def test_a_corrected_return_is_corrected_in_the_mandate(file: Office) -> None:
    paid(file, "m-1", {"2018-01": 100}, on="2018-01-20")
    file.do("contract.record-refund", NUMBER, on="2018-02-01", movement="b-1", amount=kc(30))
    refund = entry_of(file, "contract.refund-received")
    data = wording(refund, amount=plain(czk(20)))
    file.do("entry.correct", NUMBER, reason="částka", entry=refund.event_id, data=data)
    assert sums(file) == (0, 80)
    file.do("entry.take-back", NUMBER, reason="omyl", entry=entry_of(file, "contract.return-allocated").event_id)
    assert sums(file) == (0, 100)
    assert file.contract(NUMBER).anomalies_of("RETURN_WITHOUT_YEAR")


def test_voidness_taken_back_binds_the_region_again(file: Office) -> None:
    said: dict[str, Any] = {"mandate": MANDATE, "commitments": [{"year": 2018, "amount": kc(400)}]}
    conclude_unpublished(file)
    file.do("contract.name-mandate", OTHER, **said)
    void = find_void(file)
    assert sums(file) == (0, 0)
    file.do("entry.take-back", OTHER, reason="bylo zveřejněno", entry=void.entries[0].event_id)
    assert sums(file) == (400, 0)


def test_a_correction_that_says_nothing_of_money_tells_nobody(file: Office) -> None:
    paid(file, "m-1", {"2018-01": 100}, on="2018-01-20")
    made = entry_of(file, "contract.payment-made")
    data = wording(made, accounting_document="D-7")
    outcome = file.do("entry.correct", NUMBER, on="2018-01-20", reason="doklad", entry=made.event_id, data=data)
    assert told(outcome) == []
