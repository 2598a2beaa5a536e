"""What every view can do: read every event that there is, in any order of recording, into either database."""

import pkgutil
from importlib import import_module

import pytest

import domain
from domain.kernel.event import CATALOGUE, Event
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.rebuild import rebuild, verify
from projections.table import Place, columns_of
from projections.views import VIEWS, view_named
from tests.examples import example
from tests.projections.chronicle import Chronicle

for module in pkgutil.walk_packages(domain.__path__, "domain."):
    if ".events" in module.name:
        import_module(module.name)

EVENTS = [event for topic, event in sorted(CATALOGUE.items()) if not topic.startswith("entry.")]


def test_every_event_is_read_by_every_view(database: Database, chronicle: Chronicle) -> None:
    """One example of each, with and without a day: no view stands still, and rebuilding gives the same rows."""
    for event in EVENTS:
        chronicle.record(example(event), to=event.topic, anomalies=["EXAMPLE"])
        chronicle.record(example(event), to=event.topic, on="2018-02-01")
    builds.prepare(database, VIEWS)
    assert Projector(database, chronicle, VIEWS, page_size=50).catch_up().quarantined == ()
    for view in VIEWS:
        found = verify(database, chronicle, view, page_size=33)
        assert (found.is_clean, found.rows > 0) == (True, True)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.topic)
def test_rows_are_a_pure_function_of_the_entry(event: type[Event], chronicle: Chronicle) -> None:
    """The same entry gives the same rows, each a record of a table of the view."""
    entry = chronicle.record(example(event), on="2018-02-01", anomalies=["EXAMPLE"])
    for view in VIEWS:
        records = {table.record for table in view.tables}
        rows = list(view.rows(entry))
        assert rows == list(view.rows(entry))
        assert {type(row) for row in rows} <= records


def test_no_name_is_cut_and_none_is_given_twice() -> None:
    """PostgreSQL cuts a name behind 63 bytes without a word, and two that begin alike are then one."""
    tables = [table for view in VIEWS for table in view.tables]
    names = [name for one in tables for name in (one.called(9_999), *one.indexes_called(9_999))]
    assert max(len(name.encode()) for name in names) <= 63
    assert len(names) == len(set(names)) == len(tables) + sum(len(table.indexes) for table in tables)


def test_every_index_has_the_name_that_it_was_given(database: Database) -> None:
    builds.prepare(database, VIEWS)
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
        "postgres": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
    }
    found = {str(name) for (name,) in database.select(catalogue[database.dialect])}
    made = {name for view in VIEWS for table in view.tables for name in table.indexes_called(1)}
    assert made <= found


def test_an_older_version_keeps_the_indexes_that_it_has(database: Database, chronicle: Chronicle) -> None:
    """Versions made before had longer names: they are read, go on and are dropped as they are."""
    builds.prepare(database, VIEWS)
    (view, table) = next((view, table) for view in VIEWS for table in view.tables if table.indexes)
    for name, columns in table.indexes_called(1).items():
        database.execute(f"DROP INDEX {name}")
        older = "_".join((table.called(1), *columns))
        database.execute(f"CREATE INDEX {older} ON {table.called(1)} ({', '.join(columns)})")
    builds.prepare(database, VIEWS)
    assert [rebuild(database, chronicle, view).version for _ in range(2)] == [2, 3]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_column_of_a_view_hides_one_that_every_row_has(view: object) -> None:
    """The columns of Place are every table's; a record that named one of them again would be lost."""
    common = {column.name for column in columns_of(Place)}
    for table in view_named(view.name).tables:  # type: ignore[attr-defined]  # a View; ids needs an object
        assert not common & {column.name for column in table.own_columns}
        assert {name for index in table.indexes for name in index} <= set(table.names)
