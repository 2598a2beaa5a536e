"""The ledger of one authority, in an SQLite file or a PostgreSQL schema, named by a URL.

`sqlite:///kronika.db` (relative), `sqlite:////var/lib/kronika.db` (absolute), `sqlite:///:memory:` (gone when closed),
`postgresql://user@host/database` with whatever else PostgreSQL's URLs may say.
"""

from pathlib import Path
from typing import Any

from eventsourcing.persistence import InfrastructureFactory

from adapters.clock import Clock, system_clock
from adapters.stores.recorder import LEDGER_CLOCK, ClockSetting, LedgerRecorder
from adapters.stores.schema import NotInitialised, UnknownSchema
from adapters.timeline import SQLITE

__all__ = ["NotInitialised", "UnknownSchema", "environment", "initialise", "open_ledger"]

POSTGRESQL = ("postgresql://", "postgres://")


def environment(url: str, *, clock: Clock | None = None) -> dict[str, str]:
    """The settings with which an `Application` of the library stands on this ledger.

    Without a clock, or with the system's, the store dates its entries by its own: this machine's for SQLite, the
    server's for PostgreSQL. Raises ValueError for a URL of another kind.
    """
    own_clock = {} if clock is None or clock is system_clock else {LEDGER_CLOCK: ClockSetting(clock)}
    if url.startswith(SQLITE):
        name = url.removeprefix(SQLITE)
        return {
            "PERSISTENCE_MODULE": "adapters.stores.sqlite",
            "SQLITE_DBNAME": name,
            "CREATE_TABLE": "yes" if name == ":memory:" else "no",
            **own_clock,
        }
    if url.startswith(POSTGRESQL):
        return {
            "PERSISTENCE_MODULE": "adapters.stores.postgres",
            "POSTGRES_URL": url,
            "POSTGRES_CONNECT_TIMEOUT": "10",
            "POSTGRES_POOL_SIZE": "1",
            "POSTGRES_MAX_OVERFLOW": "31",
            "CREATE_TABLE": "no",
            **own_clock,
        }
    raise ValueError(f"a ledger is named by {SQLITE}FILE or {POSTGRESQL[0]}…, not by {url!r}")


def initialise(url: str) -> None:
    """Create the ledger where there is none yet. May be repeated, and by several processes at once.

    Raises UnknownSchema for a ledger of another version, OperationalError or InterfaceError where nothing answers.
    """
    settings = environment(url) | {"CREATE_TABLE": "yes"}
    if "SQLITE_DBNAME" in settings:
        Path(settings["SQLITE_DBNAME"]).parent.mkdir(parents=True, exist_ok=True)
    _open(settings).close()


def open_ledger(url: str, *, clock: Clock | None = None) -> LedgerRecorder[Any, Any]:
    """The ledger, to be closed in the end. Raises NotInitialised, and as `initialise` does."""
    return _open(environment(url, clock=clock))


def _open(settings: dict[str, str]) -> LedgerRecorder[Any, Any]:
    factory: InfrastructureFactory = InfrastructureFactory.construct(settings)
    try:
        ledger = factory.application_recorder()
    except BaseException:
        factory.close()
        raise
    assert isinstance(ledger, LedgerRecorder)
    return ledger
