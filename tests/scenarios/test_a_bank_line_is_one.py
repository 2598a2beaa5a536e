"""A line of the bank statement is one movement of one contract, whatever it was said to be. On either store."""

from typing import Any

import pytest

from domain.kernel.rule import Refused
from tests.scenarios.entrusted import NUMBER, OTHER, conclude, conclude_unpublished, entry_of, paid, wording
from tests.scenarios.office import Office, kc

JANUARY = {"2018-01": 100_000}


@pytest.fixture
def two(office: Office) -> Office:
    """Two contracts without a mandate; on the first line m-1 went out and b-1 came back."""
    office.it_is("2018-02-20")
    conclude(office)
    conclude_unpublished(office)
    paid(office, "m-1", JANUARY, on="2018-02-20")
    office.do("contract.record-refund", NUMBER, movement="b-1", amount=kc(10_000))
    return office


def lines(line: str) -> dict[str, dict[str, Any]]:
    """Everything that a line may be said to be, by command."""
    money: dict[str, Any] = {"amount": kc(100_000)}
    return {
        "contract.record-movement": {"movement": line, **money},
        "contract.take-over-movement": {"movement": line, **money},
        "contract.record-refund": {"movement": line, **money},
        "contract.record-reversal": {"reversal": line, "movement": "m-2", **money},
    }


@pytest.mark.parametrize("line", ["m-1", "b-1"])
@pytest.mark.parametrize("topic", list(lines("")))
def test_what_stands_on_one_contract_stands_on_no_other(two: Office, topic: str, line: str) -> None:
    """The bank did it once; where one transfer pays two contracts, the statement is split before it is recorded."""
    two.do("contract.record-movement", OTHER, movement="m-2", amount=kc(100_000))
    refused = two.refused(topic, OTHER, **lines(line)[topic])
    assert refused.codes == ("claim.held-once",)
    assert (refused.facts["kind"], refused.facts["key"]) == ("bank-movement", line)


def test_a_line_that_is_corrected_or_taken_back_is_free_for_the_contract_that_it_was_of(two: Office) -> None:
    entry = entry_of(two, "contract.payment-made")
    refund = entry_of(two, "contract.refund-received")
    two.do("entry.correct", NUMBER, entry=str(entry.event_id), reason="řádek", data=wording(entry, movement="m-9"))
    two.do("entry.take-back", NUMBER, entry=str(refund.event_id), reason="jiná smlouva")
    for line in ("m-1", "b-1"):
        two.do("contract.record-movement", OTHER, movement=line, amount=kc(100_000))
    other = entry_of(two, "contract.payment-made", OTHER)
    with pytest.raises(Refused) as refused:
        two.do("entry.correct", OTHER, entry=str(other.event_id), reason="řádek", data=wording(other, movement="m-9"))
    assert refused.value.codes == ("claim.held-once",)
