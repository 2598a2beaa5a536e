"""What timers and reactions keep between runs: tables of their own beside the read models, filled from new entries.

Only aggregates that got entries since the last time are looked at, each once, whatever the number of its entries; a run
then reads the few that are due. The first run looks at every tender, network entry, mandate and contract once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from application.ledger import Ledger
from application.processes.looking import SHAPE, Sight, is_watched, look
from application.processes.reactions import Mark
from application.replay import Replay
from projections.database import Column, ColumnType, Database, Values

PAGE = 10_000
SIGHTS = "sights"
TIMERS = "timers"

_TABLES = {
    "process_progress": (
        Column("name", ColumnType.TEXT),
        Column("shape", ColumnType.INTEGER),
        Column("position", ColumnType.INTEGER),
        Column("day", ColumnType.DAY, is_nullable=True),
    ),
    "process_agenda": (Column("aggregate_id", ColumnType.IDENTIFIER), Column("due_on", ColumnType.DAY)),
    "process_mark": (
        Column("aggregate_id", ColumnType.IDENTIFIER),
        Column("ordinal", ColumnType.INTEGER),
        Column("step", ColumnType.TEXT),
        Column("is_done", ColumnType.INTEGER),
        Column("event_id", ColumnType.IDENTIFIER),
        Column("position", ColumnType.INTEGER),
    ),
}
_KEYS = {
    "process_progress": ("name",),
    "process_agenda": ("aggregate_id",),
    "process_mark": ("aggregate_id", "ordinal"),
}
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS process_agenda_due ON process_agenda (due_on)",
    "CREATE INDEX IF NOT EXISTS process_mark_step ON process_mark (step, position)",
)
_MARK = "step, is_done, aggregate_id, event_id, position"


class ProcessTables:
    """The agenda of the timers and the marks of the work list, on one connection."""

    def __init__(self, database: Database, ledger: Ledger, replay: Replay) -> None:
        self._database = database
        self._ledger = ledger
        self._replay = replay
        self._prepare()

    def _prepare(self) -> None:
        """Make the tables where they are not there; begin anew where an older program looked."""
        with self._database.exclusive():
            for name, columns in _TABLES.items():
                self._database.create_table(name, columns, key=_KEYS[name])
            for index in _INDEXES:
                self._database.execute(index)
            if self._database.select("SELECT 1 FROM process_progress WHERE name = :name", {"name": SIGHTS}):
                self._begin_anew_after_change()
                return
            rows: list[Values] = [(SIGHTS, SHAPE, 0, None), (TIMERS, SHAPE, 0, None)]
            self._database.insert("process_progress", ("name", "shape", "position", "day"), rows)

    def _begin_anew_after_change(self) -> None:
        changed = self._database.execute(
            "UPDATE process_progress SET shape = :shape, position = 0 WHERE name = :name AND shape <> :shape",
            {"name": SIGHTS, "shape": SHAPE},
        )
        if changed:
            self._database.execute("DELETE FROM process_agenda")
            self._database.execute("DELETE FROM process_mark")

    # Looking ------------------------------------------------------------------------------------------------------

    def position(self) -> int:
        """Up to which entry aggregates were looked at."""
        ((found,),) = self._database.select(
            "SELECT position FROM process_progress WHERE name = :name", {"name": SIGHTS}
        )
        return int(found or 0)

    def catch_up(self) -> int:
        """Look at every aggregate that got an entry since the last time; how many there were."""
        after, head = self.position(), self._ledger.head()
        sights = {one: look(self._replay.entries(one, head)) for one in self._touched(after, head)}
        with self._database.exclusive():
            moved = self._database.execute(
                "UPDATE process_progress SET position = :head WHERE name = :name AND position = :after",
                {"name": SIGHTS, "after": after, "head": head},
            )
            if moved:
                self._write(sights)
        return len(sights) if moved else self.catch_up()

    def _touched(self, after: int, head: int) -> Iterable[UUID]:
        found: dict[UUID, None] = {}
        while after < head:
            page = self._ledger.select_entries(after=after, limit=PAGE, until=head)
            found |= {entry.originator_id: None for entry in page if is_watched(entry.topic)}
            after = page[-1].position
        return found

    def _write(self, sights: Mapping[UUID, Sight]) -> None:
        for identifier in sights:
            for table in ("process_agenda", "process_mark"):
                self._database.execute(
                    f"DELETE FROM {table} WHERE aggregate_id = :aggregate_id",  # noqa: S608  # names are ours
                    {"aggregate_id": str(identifier)},
                )
        due = [(str(one), sight.due_on.isoformat()) for one, sight in sights.items() if sight.due_on]
        self._database.insert("process_agenda", ("aggregate_id", "due_on"), due)
        columns = [column.name for column in _TABLES["process_mark"]]
        self._database.insert("process_mark", columns, list(_mark_rows(sights)))

    # Agenda -------------------------------------------------------------------------------------------------------

    def waiting(self, until: date) -> Mapping[UUID, date]:
        """The aggregates for which something may be due by that day, each with the first such day."""
        rows = self._database.select(
            "SELECT aggregate_id, due_on FROM process_agenda WHERE due_on <= :until", {"until": until.isoformat()}
        )
        return {UUID(str(one)): date.fromisoformat(str(day)) for one, day in rows}

    def next_day(self) -> date | None:
        """The first day on which something is or will be due."""
        ((day,),) = self._database.select("SELECT MIN(due_on) FROM process_agenda")
        return date.fromisoformat(str(day)) if day else None

    def last_day(self) -> date | None:
        """The last day that was run to its end."""
        ((day,),) = self._database.select("SELECT day FROM process_progress WHERE name = :name", {"name": TIMERS})
        return date.fromisoformat(str(day)) if day else None

    def reach(self, day: date) -> None:
        """That day was run to its end. Never moves back."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE process_progress SET day = :day WHERE name = :name AND (day IS NULL OR day < :day)",
                {"name": TIMERS, "day": day.isoformat()},
            )

    # Marks --------------------------------------------------------------------------------------------------------

    def open(self) -> Sequence[Mark]:
        """The last call for each step that nothing has completed since.

        Where a step was called for only once, it counts as done too when its completion was recorded before the call.
        """
        rows = self._database.select(
            f"""
            SELECT {_MARK}
            FROM process_mark called
            WHERE is_done = 0
              AND NOT EXISTS (
                    SELECT 1 FROM process_mark later
                    WHERE later.step = called.step AND later.position > called.position
                  )
              AND (
                    NOT EXISTS (
                        SELECT 1 FROM process_mark done WHERE done.step = called.step AND done.is_done = 1
                    )
                    OR EXISTS (
                        SELECT 1 FROM process_mark earlier
                        WHERE earlier.step = called.step AND earlier.is_done = 0 AND earlier.position < called.position
                    )
                  )
            ORDER BY position, ordinal
            """  # noqa: S608  # the columns are ours
        )
        return [_mark(row) for row in rows]

    def done(self, key: str) -> Mark | None:
        """The last mark that says that a step was done."""
        rows = self._database.select(
            f"SELECT {_MARK} FROM process_mark WHERE step = :step AND is_done = 1 ORDER BY position DESC LIMIT 1",  # noqa: S608
            {"step": key},
        )
        return _mark(rows[0]) if rows else None


class DayInMind:
    """An agenda for a rehearsal: reads the real one, and remembers the days that it reaches for itself."""

    def __init__(self, tables: ProcessTables) -> None:
        self._tables = tables
        self._day = tables.last_day()

    def waiting(self, until: date) -> Mapping[UUID, date]:
        return self._tables.waiting(until)

    def last_day(self) -> date | None:
        return self._day

    def reach(self, day: date) -> None:
        self._day = day


def _mark_rows(sights: Mapping[UUID, Sight]) -> Iterator[Values]:
    for identifier, sight in sights.items():
        for ordinal, mark in enumerate(sight.marks):
            yield (str(identifier), ordinal, mark.key, int(mark.is_done), str(mark.event_id), mark.position)


def _mark(row: Values) -> Mark:
    step, is_done, aggregate_id, event_id, position = row
    return Mark(str(step), bool(is_done), UUID(str(aggregate_id)), UUID(str(event_id)), int(position or 0))
