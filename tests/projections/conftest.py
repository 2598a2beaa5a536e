"""A database for read models of each kind, and a chronicle to project."""

from collections.abc import Iterator

import pytest

from adapters.read_models import open_read_models
from projections.database import Database
from tests.projections.chronicle import Chronicle


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """A connection of its own to a new, empty store."""
    with open_read_models(store_url) as opened:
        yield opened


@pytest.fixture
def chronicle() -> Chronicle:
    """An empty ledger."""
    return Chronicle()
