"""What every test may ask for: a fresh store of either kind, and how hard hypothesis looks."""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from adapters.garbage import collect_seldom
from tests import postgres_server
from tests.ledgers import initialised, sqlite_ledger
from tests.postgres_server import Server
from tests.scratch import write_to_memory

# A test run says the same thing twice, so only `soak` looks where it has not looked before.
settings.register_profile("fast", max_examples=25, stateful_step_count=15, derandomize=True, deadline=None)
settings.register_profile("thorough", max_examples=50, stateful_step_count=40, derandomize=True, deadline=None)
settings.register_profile(
    "soak",
    max_examples=2000,
    stateful_step_count=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("thorough")


def pytest_configure() -> None:
    """The settings of whoever runs the tests do not reach them, and what they write does not reach a disk."""
    for name in [name for name in os.environ if name.startswith("KRONIKA_") and name != postgres_server.ENVIRONMENT]:
        del os.environ[name]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of a run in the background; programs inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    write_to_memory()


def pytest_collection_finish() -> None:
    """What is loaded stays to the end: looking through all of it for rubbish again and again takes a tenth of a run."""
    gc.collect()
    collect_seldom()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a PostgreSQL server, so that `make check` can leave it to `make test`."""
    for item in items:
        if {"postgres", "postgres15"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("postgres")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The PostgreSQL server of this test process; the test fails where there is none."""
    with postgres_server.server() as running:
        yield running


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """A new, empty PostgreSQL database, dropped after the test."""
    with postgres_server.database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_ledger(postgres: Server) -> Iterator[str]:
    """The name of a database with an empty ledger, which others are copied from."""
    with postgres_server.database(postgres) as url:
        initialised(url)
        yield urlsplit(url).path.lstrip("/")


@pytest.fixture(scope="session")
def postgres15() -> Iterator[Server]:
    """Debian's PostgreSQL 15, the oldest that Kronika promises to run on."""
    binaries = postgres_server.debian("15")
    if binaries is None:
        pytest.skip(f"PostgreSQL 15 is not installed under {postgres_server.DEBIAN}: nothing was tested on it")
    with postgres_server.debian_server(binaries) as running:
        yield running


@pytest.fixture
def postgres15_url(postgres15: Server) -> Iterator[str]:
    """A new, empty database on PostgreSQL 15 with Czech sorting, dropped after the test."""
    with postgres_server.database(postgres15) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty store of each kind in turn: what holds for one ledger holds on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kronika.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with an empty ledger in it already: a copy, for making its hundreds of tables takes far longer."""
    if request.param == "sqlite":
        yield sqlite_ledger(tmp_path)
        return
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_ledger")
    with postgres_server.database(server, template=template) as url:
        yield url
