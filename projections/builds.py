"""Which version of each view is there, which one is live, how far it has come, and which stand still."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.unreadable import UnreadableEvent
from projections.database import Column, ColumnType, Database
from projections.table import Table
from projections.view import View

FIRST_VERSION = 1
SCRATCH_VERSION = 0
"""The version under which `verify` builds; it is never live."""

_TEXT, _INTEGER = ColumnType.TEXT, ColumnType.INTEGER
_VERSIONED = (Column("view", _TEXT), Column("version", _INTEGER))
_TABLES = {
    "projection_checkpoint": (*_VERSIONED, Column("shape", _INTEGER), Column("position", _INTEGER)),
    "projection_quarantine": (
        *_VERSIONED,
        Column("position", _INTEGER),
        Column("topic", _TEXT),
        Column("reason", _TEXT),
    ),
    "projection_live": _VERSIONED,
}
_KEYS = {"projection_live": ("view",)}


class Overtaken(Exception):
    """Somebody else has advanced this view in the meantime; nothing was written."""


class BuildGone(Exception):
    """The version that was being written has been dropped."""


@dataclass(frozen=True, slots=True)
class Build:
    """One version of a view: tables of its own and a checkpoint of its own."""

    view: View
    version: int

    @property
    def parameters(self) -> dict[str, int | str | None]:
        return {"view": self.view.name, "version": self.version}

    def table(self, table: Table) -> str:
        """The name of a table in this version."""
        return table.called(self.version)


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A view that stands still because it cannot read an event. It never skips one."""

    view: str
    version: int
    position: int
    topic: str
    reason: str


class State(StrEnum):
    """How a view stands."""

    LIVE = "LIVE"
    QUARANTINED = "QUARANTINED"
    OUT_OF_DATE = "OUT_OF_DATE"
    """Built by an older or newer program; a rebuild helps."""
    NOT_BUILT = "NOT_BUILT"


@dataclass(frozen=True, slots=True)
class Status:
    """How one view stands: `position` of `head`, and why it stands still if it does."""

    view: str
    state: State
    version: int | None
    shape: int
    position: int
    head: int
    quarantine: Quarantine | None = None
    previous_versions: tuple[int, ...] = ()

    @property
    def lag(self) -> int:
        """How many entries the view has not seen."""
        return self.head - self.position


# Making and dropping ---------------------------------------------------------------------------------------------


def prepare(database: Database, views: Sequence[View]) -> None:
    """Make what is missing: the tables beside the views, and the first version of each view. Safe to repeat."""
    with database.exclusive():
        for name, columns in _TABLES.items():
            database.create_table(name, columns, key=_KEYS.get(name, ("view", "version")))
        for view in views:
            if live_version(database, view) is None:
                build = Build(view, max(versions(database, view), default=FIRST_VERSION - 1) + 1)
                create(database, build)
                create_indexes(database, build)
                _point_to(database, build)


def create(database: Database, build: Build) -> None:
    """The empty tables of a version and its checkpoint at zero."""
    for table in build.view.every_table:
        table.create(database, build.version)
    for spans in build.view.spans:  # looked up by their keys from the first page on
        for table in (spans.table, *spans.sources):
            table.create_indexes(database, build.version)
    database.execute(
        "INSERT INTO projection_checkpoint (view, version, shape, position) VALUES (:view, :version, :shape, 0)",
        {**build.parameters, "shape": build.view.shape},
    )


def create_indexes(database: Database, build: Build) -> None:
    for table in build.view.every_table:
        table.create_indexes(database, build.version)


def drop(database: Database, build: Build) -> None:
    """Everything of a version that is not live; the checkpoint first, as whoever writes a page takes it first."""
    for name in ("projection_checkpoint", "projection_quarantine"):
        database.execute(f"DELETE FROM {name} WHERE view = :view AND version = :version", build.parameters)
    for table in build.view.every_table:
        table.drop(database, build.version)


def _point_to(database: Database, build: Build) -> None:
    database.execute("INSERT INTO projection_live (view, version) VALUES (:view, :version)", build.parameters)


def swap(database: Database, *, old: Build, new: Build) -> bool:
    """Make `new` live if `old` still is. One statement; the caller holds the transaction."""
    return (
        database.execute(
            "UPDATE projection_live SET version = :version WHERE view = :view AND version = :old",
            {**new.parameters, "old": old.version},
        )
        == 1
    )


# Asking ----------------------------------------------------------------------------------------------------------


def live_version(database: Database, view: View) -> int | None:
    """The version that readers read."""
    found = database.select("SELECT version FROM projection_live WHERE view = :view", {"view": view.name})
    return int(found[0][0] or 0) if found else None


def versions(database: Database, view: View) -> list[int]:
    """Every version that is there, the scratch one not counted."""
    found = database.select(
        "SELECT version FROM projection_checkpoint WHERE view = :view AND version > :scratch ORDER BY version",
        {"view": view.name, "scratch": SCRATCH_VERSION},
    )
    return [int(row[0] or 0) for row in found]


def checkpoint(database: Database, build: Build) -> int:
    """How far a version has come. Raises BuildGone."""
    return _checkpoint_row(database, build)[0]


def shape_of(database: Database, build: Build) -> int:
    """The shape that a version was built in. Raises BuildGone."""
    return _checkpoint_row(database, build)[1]


def _checkpoint_row(database: Database, build: Build) -> tuple[int, int]:
    found = database.select(
        "SELECT position, shape FROM projection_checkpoint WHERE view = :view AND version = :version", build.parameters
    )
    if not found:
        raise BuildGone(f"{build.view.name} {build.version} is not there any more")
    position, shape = found[0]
    return int(position or 0), int(shape or 0)


def quarantine_of(database: Database, build: Build) -> Quarantine | None:
    """Why a version stands still, if it does."""
    found = database.select(
        "SELECT position, topic, reason FROM projection_quarantine WHERE view = :view AND version = :version",
        build.parameters,
    )
    if not found:
        return None
    position, topic, reason = found[0]
    return Quarantine(build.view.name, build.version, int(position or 0), str(topic), str(reason))


def advancing(database: Database, views: Iterable[View]) -> list[Build]:
    """The live versions that can go on: built in today's shape and not quarantined."""
    found = []
    for view in views:
        version = live_version(database, view)
        if version is not None:
            build = Build(view, version)
            with suppress(BuildGone):  # another version went live in this very moment: it is found next time
                if shape_of(database, build) == view.shape and quarantine_of(database, build) is None:
                    found.append(build)
    return found


def have_reached(database: Database, views: Iterable[View], position: int) -> bool:
    """Whether every live version that can go on has seen the entries up to a position: nothing is to be done then."""
    try:
        return all(checkpoint(database, build) >= position for build in advancing(database, views))
    except BuildGone:  # another version went live in this very moment
        return False


def status(database: Database, views: Iterable[View], *, head: int) -> list[Status]:
    """How every view stands against a ledger whose last position is `head`."""
    return [_status(database, view, head) for view in views]


def _status(database: Database, view: View, head: int) -> Status:
    version = live_version(database, view)
    if version is None:
        return Status(view.name, State.NOT_BUILT, None, view.shape, 0, head)
    build = Build(view, version)
    position, shape = _checkpoint_row(database, build)
    quarantine = quarantine_of(database, build)
    state = State.OUT_OF_DATE if shape != view.shape else State.QUARANTINED if quarantine else State.LIVE
    previous = tuple(v for v in versions(database, view) if v != version)
    return Status(view.name, state, version, shape, position, head, quarantine, previous)


# Advancing -------------------------------------------------------------------------------------------------------


def move_checkpoint(database: Database, build: Build, *, expected: int, new: int) -> None:
    """Compare and swap. Raises Overtaken when the checkpoint does not stand where it was thought to."""
    moved = database.execute(
        """
        UPDATE projection_checkpoint
        SET position = :new
        WHERE view = :view AND version = :version AND position = :expected
        """,
        {**build.parameters, "expected": expected, "new": new},
    )
    if moved != 1:
        raise Overtaken(f"{build.view.name} {build.version} does not stand at {expected}")


def put_in_quarantine(database: Database, build: Build, failure: UnreadableEvent) -> Quarantine:
    """Record why a version stands still. The first reason stays."""
    database.execute(
        """
        INSERT INTO projection_quarantine (view, version, position, topic, reason)
        VALUES (:view, :version, :position, :topic, :reason)
        ON CONFLICT (view, version) DO NOTHING
        """,
        {**build.parameters, "position": failure.position, "topic": failure.topic, "reason": failure.reason},
    )
    return Quarantine(build.view.name, build.version, failure.position, failure.topic, failure.reason)
