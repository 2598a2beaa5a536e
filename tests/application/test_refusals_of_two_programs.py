"""Two programs on one store: nobody is refused for what only his own program still believes."""

from collections.abc import Iterator
from typing import Any

import pytest

from domain.kernel.rule import Refused
from tests.scenarios.entrusted import (
    ACCOUNT,
    LIVING,
    MANDATE,
    NUMBER,
    PROVIDER,
    STRANGER,
    asked,
    conclude,
    entrust,
    entry_of,
    sums,
    wording,
)
from tests.scenarios.office import Office, codes, kc

REGISTERED: dict[str, Any] = {
    "registration_number": STRANGER,
    "provider": PROVIDER,
    "section": "43",
    "forms": ["T"],
}
AGREED: dict[str, Any] = {
    "maximum": kc(2_000_000),
    "account": ACCOUNT,
    "period": {"start": "2018-01-01", "end": "2020-12-31"},
}


@pytest.fixture
def offices(ledger_url: str) -> Iterator[tuple[Office, Office]]:
    both = Office(ledger_url), Office(ledger_url)
    for office in both:
        office.it_is("2018-01-03")
    yield both
    for office in both:
        office.close()


def test_a_file_that_only_a_corrected_wording_names_is_read_anew(offices: tuple[Office, Office]) -> None:
    """One program corrects the number of a service; the other knows the slip, and corrects a contract."""
    here, there = offices
    opened = there.do("service.record-registration", on="2015-01-01", **REGISTERED)
    file = str(opened.aggregate_id)
    conclude(there)
    right = {**wording(opened.entries[0]), "registration_number": LIVING}
    here.do("entry.correct", file, reason="překlep", entry=opened.entries[0].event_id, data=right)
    concluded = entry_of(there, "contract.concluded")
    said = wording(concluded, services=[{"service": file, "registration": LIVING}])
    there.do("entry.correct", NUMBER, reason="spis služby", entry=concluded.event_id, data=said)
    assert [str(one.service) for one in there.contract(NUMBER).services] == [file]


def test_a_mandate_that_was_named_elsewhere_is_read_anew_with_the_contract(offices: tuple[Office, Office]) -> None:
    """The other program knows a draft and a low compensation payment; meanwhile both files went on."""
    here, there = offices
    entrust(there, compensations=[{"year": 2018, "compensation": kc(100), "service": LIVING}])
    services = [{"registration": LIVING, "section": "43"}]
    there.do("contract.draft", on="2018-01-02", number=NUMBER, regime="grant", services=services)
    said: dict[str, Any] = asked("o-1", {"2018-01": 50_000})
    with pytest.raises(Refused):
        there.do("contract.order-payment", NUMBER, **said)
    here.do("contract.record-conclusion", NUMBER, on="2018-01-02", **AGREED)
    here.do("contract.record-publication", NUMBER, on="2018-01-02", register_id="r-1")
    here.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    paper = here.replay.entries(here.parts.resolver.identifier("mandate", MANDATE))[0]
    right = wording(paper, compensations=[{"year": 2018, "compensation": kc(1_000_000), "service": LIVING}])
    here.do("entry.correct", MANDATE, reason="překlep", entry=paper.event_id, data=right)
    assert codes(there.do("contract.order-payment", NUMBER, **said)) == []
    assert sums(there) == (50_000, 0)
