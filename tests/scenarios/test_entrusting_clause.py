"""A contract that entrusts by its own clause and turns out void: the mandate never was, and its file says so."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from tests.scenarios.entrusted import (
    MANDATE,
    NUMBER,
    OTHER,
    conclude,
    conclude_unpublished,
    entrust,
    find_void,
    mandate,
    sums,
    told,
)
from tests.scenarios.office import Office, closed, codes, kc

CONCLUDED, MIDSUMMER = date(2018, 1, 3), date(2018, 6, 1)
BY_CLAUSE: dict[str, Any] = {"instrument": "CONTRACT_CLAUSE", "clause": "čl. II odst. 1"}
LOST = ("mandate.precondition-lost", CONCLUDED)
RELEASED = ("mandate.commitment-released", date(2018, 4, 10))
NAMED: dict[str, Any] = {"mandate": MANDATE, "commitments": [{"year": 2018, "amount": kc(400)}]}


@pytest.fixture
def file(office: Office) -> Office:
    """A contract that was never published, and the mandate by its clause, under which it pays."""
    office.it_is("2018-01-03")
    conclude_unpublished(office)
    entrust_by(office, OTHER)
    office.do("contract.name-mandate", OTHER, **NAMED)
    return office


def entrust_by(office: Office, number: str) -> None:
    """The usual mandate, by the clause of that contract."""
    entrust(office, **BY_CLAUSE, contract=str(office.parts.resolver.identifier("contract", number)))


def valid(office: Office) -> Answer:
    return mandate(office).is_valid_on(MIDSUMMER)


def test_a_void_contract_takes_the_mandate_by_its_clause_with_it(file: Office) -> None:
    """Void from its conclusion: that is the day of the loss, and it is recorded with the voidness in one commit."""
    assert valid(file) is Answer.YES
    void = find_void(file)
    assert told(void) == [LOST, RELEASED]
    assert codes(void) == ["ENTRUSTING_CONTRACT_VOID"]
    assert valid(file) is Answer.NO


def test_voidness_taken_back_gives_the_mandate_back(file: Office) -> None:
    """And voidness that then stands after all takes it again."""
    void = find_void(file)
    back = file.do("entry.take-back", OTHER, reason="bylo zveřejněno", entry=void.entries[0].event_id)
    assert ("mandate.precondition-restored", CONCLUDED) in told(back)
    assert [ref.code for ref in closed(back)] == ["ENTRUSTING_CONTRACT_VOID"]
    assert (valid(file), sums(file)) == (Answer.YES, (400, 0))
    again = file.do("entry.take-back", OTHER, reason="přece jen ne", entry=back.entries[0].event_id)
    assert LOST in told(again)
    assert (valid(file), sums(file)) == (Answer.NO, (0, 0))


def test_a_loss_that_somebody_recorded_is_not_recorded_twice(file: Office) -> None:
    file.do("mandate.record-precondition-loss", MANDATE, on="2018-01-03", precondition="entrusting contract")
    assert told(find_void(file)) == [RELEASED]


@pytest.mark.parametrize("said", [{}, {"instrument": "SEPARATE_ACT"}])
def test_a_mandate_that_stands_on_its_own_act_outlives_the_contract(office: Office, said: dict[str, Any]) -> None:
    """Its paper names the contract all the same."""
    office.it_is("2018-01-03")
    conclude_unpublished(office)
    entrust(office, contract=str(office.parts.resolver.identifier("contract", OTHER)), **said)
    office.do("contract.name-mandate", OTHER, **NAMED)
    assert told(find_void(office)) == [RELEASED]
    assert valid(office) is Answer.YES


def test_a_clause_of_another_contract_entrusts_on(office: Office) -> None:
    """The void contract pays under a mandate by the clause of one that was published."""
    office.it_is("2018-01-03")
    conclude(office)
    entrust_by(office, NUMBER)
    conclude_unpublished(office)
    office.do("contract.name-mandate", OTHER, **NAMED)
    assert told(find_void(office)) == [RELEASED]
    assert valid(office) is Answer.YES
