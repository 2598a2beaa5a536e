"""Deadlines as of two moments: what was set, whose turn it is, and whether it was met by the day asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from uuid import UUID

from domain.kernel.calendar import Calendar, CalendarDoesNotCover, TimeLimit
from domain.kernel.money import Money
from projections.database import Database, Values
from projections.deadlines.course import Deadline, Ends, Taken, deadlines, in_order
from projections.deadlines.kinds import Course, Kind, Nature, Turn
from projections.deadlines.over import not_over
from projections.deadlines.settlement import SettlementBook
from projections.deadlines.steps import STEPS, Mark, Missing, Step
from projections.deadlines.tender import tender_deadlines
from projections.deadlines.view import DEADLINES, KINDS
from projections.report import Report, Window, as_of_position, one_of
from projections.table import maker
from projections.tender_funnel import TENDER_FUNNEL, tender_pictures
from projections.tender_funnel.view import ABOUT, TAKEN
from projections.told import read_told
from projections.undisturbed import undisturbed


class State(StrEnum):
    """How a deadline stood on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    """A duty that is open although its legal last day has passed."""
    NOT_COMPUTED = "not computed"
    """It is open, and its last day cannot be told: nobody can say that it is all right."""
    MET = "met"
    MISSED = "missed"
    """Done late, or established that it was not done at all."""
    NOT_JUDGED = "not judged"
    """It is done; whether in time cannot be decided."""
    PASSED = "passed"
    """A right, a waiting or a term that is over."""
    DROPPED = "dropped"
    """No longer asked for."""

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES


OPEN_STATES = frozenset({State.OPEN, State.OVERDUE, State.NOT_COMPUTED})
ALL_STATES = frozenset(State)


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline on the day `asked_for`. None is not known.

    Others are judged by `legal_last_day`; warnings go out for `safe_last_day`. `missing` says why there is no last day.
    `left` is the money that is still to be paid.
    """

    kind: str
    nature: Nature
    turn: Turn
    file: UUID
    subject: str
    """What of the file it is about: a year, a lot with its round, the reference of a claim or of objections."""
    state: State
    opened_on: date | None
    raw_end: date | None
    legal_last_day: date | None
    safe_last_day: date | None
    missing: Missing | None
    left: Money | None
    closed_on: date | None
    position: int
    """Of the entry that set it; `closed_position` of the one that met or dropped it."""
    closed_position: int | None
    asked_for: date

    @property
    def days_left(self) -> int | None:
        """Days to the legal last day of what is open; below zero where it has passed."""
        if not self.state.is_open or self.legal_last_day is None:
            return None
        return (self.legal_last_day - self.asked_for).days

    @property
    def days_late(self) -> int | None:
        """Days after the legal last day, until it was met or until the day asked for; None where it was kept."""
        if self.legal_last_day is None or self.state not in {State.OVERDUE, State.MISSED}:
            return None
        until = self.asked_for if self.closed_on is None else self.closed_on
        return max(0, (until - self.legal_last_day).days)

    @property
    def warns_on(self) -> date | None:
        """The day that a warning is for: the safe one, where there is one."""
        return self.safe_last_day or self.legal_last_day


@dataclass(frozen=True)
class DeadlineFilter:
    """Which deadlines are asked for; what is left out does not matter."""

    states: Collection[State] = OPEN_STATES
    turn: Turn | None = None
    kind: str | None = None
    """A code, or the beginning of several: contract, contract.refund."""
    kinds: Collection[str] | None = None
    """Several codes in full, none of a settlement: then nothing else need be put together."""
    files: Collection[UUID] | None = None
    within_days: int | None = None
    """Of what is open only what is due by then, by its safe day; what cannot be computed may be due, too."""

    def takes(self, row: DeadlineRow) -> bool:
        return (
            row.state in self.states
            and (self.turn is None or row.turn is self.turn)
            and (self.kind is None or f"{row.kind}.".startswith(f"{self.kind}."))
            and (self.kinds is None or row.kind in self.kinds)
            and (self.files is None or row.file in self.files)
            and (self.within_days is None or self._is_within(row, self.within_days))
        )

    @staticmethod
    def _is_within(row: DeadlineRow, days: int) -> bool:
        if not row.state.is_open or row.warns_on is None:
            return True
        return row.warns_on <= row.asked_for + timedelta(days=days)


OPEN_ONES = DeadlineFilter()


def deadline_rows(
    database: Database,
    *,
    valid: date,
    calendar: Calendar,
    known: int | None = None,
    filters: DeadlineFilter = OPEN_ONES,
) -> Report[DeadlineRow]:
    """Deadlines as of (valid, known), the most pressing first, those without a last day before them.

    Last days that were computed when they were recorded are never computed again; `calendar` moves those that were
    agreed as a mere day. Raises ViewUnavailable.
    """
    position = as_of_position(database, (DEADLINES, TENDER_FUNNEL), known=known)
    with undisturbed():
        found = chain(
            _stored(Window.open(database, DEADLINES, valid=valid, known=position), filters),
            _of_tenders(Window.open(database, TENDER_FUNNEL, valid=valid, known=position), filters),
        )
        rows = [row for row in _rows(found, filters.states, calendar, on=valid) if filters.takes(row)]
    rows.sort(key=_order)
    return Report(tuple(rows), position)


def files_told_at(database: Database, position: int) -> frozenset[UUID]:
    """The file of the entry at a position, where it says something of a deadline. Raises ViewUnavailable."""
    asked = ((DEADLINES, STEPS, "file"), (TENDER_FUNNEL, ABOUT, "tender"), (TENDER_FUNNEL, TAKEN, "tender"))
    found: set[UUID] = set()
    for view, table, column in asked:
        stored = Window.open(database, view, valid=None, known=None).build.table(table)
        statement = f"SELECT DISTINCT {column} FROM {stored} WHERE order_position = :position"
        found.update(UUID(str(file)) for (file,) in database.select(statement, {"position": position}))
    return frozenset(found)


def _order(row: DeadlineRow) -> tuple[date, str, int, str]:
    return row.warns_on or date.min, row.kind, row.file.int, row.subject


def _stored(window: Window, filters: DeadlineFilter) -> Iterator[Deadline]:
    assert window.valid is not None
    for (file, code), steps in _taken(window, filters).items():
        kind = KINDS[code]
        if kind.course is Course.SETTLEMENT:
            book = SettlementBook(file, in_order(steps), on=window.valid)
            yield from book.settlements(kind)
            yield from book.completions(KINDS["contract.settlement-completion"])
        else:
            yield from deadlines(kind, file, in_order(steps))


def _taken(window: Window, filters: DeadlineFilter) -> dict[tuple[UUID, str], list[Taken]]:
    """The steps that were known and made by the day, by file and kind; of settlements those of later days, too."""
    stored = _stored_steps(window, filters)
    if OPEN_STATES.issuperset(filters.states):
        stored = not_over(stored)
    found: defaultdict[tuple[UUID, str], list[Taken]] = defaultdict(list)
    make = maker(Taken)
    for told in read_told(Step, stored):
        step = told.record
        found[step.file, step.kind].append(
            make((step.day or told.effective_on, told.position, _MARKS[step.mark], step))
        )
    return found


def _stored_steps(window: Window, filters: DeadlineFilter) -> list[Values]:
    assert window.valid is not None
    of_kind, kinds = one_of("kind", filters.kinds)
    in_file, files = one_of("file", filters.files)
    where = f"({_DAY} IS NULL OR {_DAY} <= :valid OR kind IN ({_SETTLEMENTS})) AND {of_kind} AND {in_file}"
    return window.stored(STEPS, Step, where=where, parameters={**kinds, **files, "valid": window.valid.isoformat()})


def _of_tenders(window: Window, filters: DeadlineFilter) -> Iterable[Deadline]:
    assert window.valid is not None
    for tender in tender_pictures(window, filters.files):
        yield from tender_deadlines(tender, on=window.valid)


_MARKS = {mark.value: mark for mark in Mark}
_DAY = "COALESCE(day, effective_on)"
_SETTLEMENTS = ", ".join(f"'{kind.code}'" for kind in KINDS.values() if kind.course is Course.SETTLEMENT)


# One row ---------------------------------------------------------------------------------------------------------


def _rows(
    found: Iterable[Deadline], states: Collection[State], calendar: Calendar, *, on: date
) -> Iterator[DeadlineRow]:
    """Those that stand like this; of most deadlines nobody asks any more, and no row need be made."""
    for one in found:
        ends, missing = _moved(one.ends, one.missing, calendar)
        state = _state(one, ends, on=on)
        if state in states:
            yield _row(one, ends, missing, state, on=on)


def _row(one: Deadline, ends: Ends, missing: Missing | None, state: State, *, on: date) -> DeadlineRow:
    return DeadlineRow(
        kind=one.kind.code,
        nature=one.kind.nature,
        turn=one.kind.turn,
        file=one.file,
        subject=one.subject,
        state=state,
        opened_on=one.opened_on,
        raw_end=ends.raw_end,
        legal_last_day=ends.legal_last_day,
        safe_last_day=ends.safe_last_day,
        missing=missing,
        left=one.left,
        closed_on=one.closed_on,
        position=one.position,
        closed_position=one.closed_position,
        asked_for=on,
    )


def _moved(ends: Ends, missing: Missing | None, calendar: Calendar) -> tuple[Ends, Missing | None]:
    """A day that was agreed moves as § 607 Act 89/2012 says, where the calendar covers its year."""
    if ends.raw_end is None or ends.legal_last_day is not None:
        return ends, missing
    try:
        return Ends.of(TimeLimit.ending(ends.raw_end, calendar)), missing
    except CalendarDoesNotCover:
        return ends, Missing.CALENDAR


def _state(one: Deadline, ends: Ends, *, on: date) -> State:
    if one.closing is None:
        return _open_state(one.kind, ends.legal_last_day, on)
    if one.closing is Mark.FAILED:
        return State.MISSED
    if one.closing is Mark.ENDED:
        return _ended_state(one, ends.legal_last_day)
    if ends.legal_last_day is None or one.closed_on is None:
        return State.NOT_JUDGED
    return State.MET if one.closed_on <= ends.legal_last_day else State.MISSED


def _open_state(kind: Kind, last_day: date | None, on: date) -> State:
    if last_day is None:
        return State.NOT_COMPUTED
    if on <= last_day:
        return State.OPEN
    return State.OVERDUE if kind.nature is Nature.DUTY else State.PASSED


def _ended_state(one: Deadline, last_day: date | None) -> State:
    """What ends with its last day has passed; what ends before is dropped, but for a waiting: that is over."""
    if one.kind.nature is Nature.WAIT:
        return State.PASSED
    is_over = last_day is not None and one.closed_on is not None and last_day <= one.closed_on
    return State.PASSED if is_over and one.kind.nature is not Nature.DUTY else State.DROPPED
