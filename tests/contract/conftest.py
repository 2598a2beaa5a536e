"""A fresh ledger of each kind, and what looks at it from outside."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from adapters.stores import open_ledger
from tests.contract.writes import AnyLedger


@pytest.fixture
def url(ledger_url: str) -> str:
    """The URL of a ledger that nobody has written to."""
    return ledger_url


@pytest.fixture
def ledger(url: str) -> Iterator[AnyLedger]:
    """That ledger, open."""
    with closing(open_ledger(url)) as opened:
        yield opened


@pytest.fixture
def another(url: str) -> Iterator[Callable[[], AnyLedger]]:
    """Opens the same ledger once more, as another process would."""
    opened: list[AnyLedger] = []

    def open_another() -> AnyLedger:
        opened.append(open_ledger(url))
        return opened[-1]

    yield open_another
    for one in opened:
        one.close()
