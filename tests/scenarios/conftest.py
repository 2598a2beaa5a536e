"""One office per test, on either store."""

from collections.abc import Iterator

import pytest

from tests.scenarios.office import Office


@pytest.fixture
def office(ledger_url: str) -> Iterator[Office]:
    office = Office(ledger_url)
    yield office
    office.close()
