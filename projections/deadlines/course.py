"""How the steps of one kind in one file make deadlines: set once, again and again, met in parts, by payments."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.kernel.calendar import TimeLimit
from domain.kernel.money import Money
from projections.deadlines.kinds import Course, Kind
from projections.deadlines.steps import ALL, Mark, Missing, Step

CLOSING = frozenset({Mark.DONE, Mark.ENDED, Mark.FAILED})


class Taken(NamedTuple):
    """A step with its day, and the place in the ledger of the entry that says it; None: the day is not known."""

    day: date | None
    position: int
    mark: Mark
    step: Step

    @property
    def money(self) -> Money:
        return Money(self.step.amount or 0, self.step.currency or "CZK")


class Ends(NamedTuple):
    """The last day by counting, by law and to be safe. Where only the first is known, a calendar gives the others."""

    raw_end: date | None = None
    legal_last_day: date | None = None
    safe_last_day: date | None = None

    @classmethod
    def of(cls, limit: TimeLimit | None) -> "Ends":
        return cls() if limit is None else cls(limit.raw_end, limit.legal_last_day, limit.safe_last_day)


@dataclass(slots=True)
class Deadline:
    """A deadline that was set, and what became of it by the day that was asked for."""

    kind: Kind
    file: UUID
    subject: str
    opened_on: date | None
    position: int
    ends: Ends
    missing: Missing | None = None
    left: Money | None = None
    closing: Mark | None = None
    closed_on: date | None = None
    closed_position: int | None = None

    def close(self, mark: Mark, on: date | None, position: int | None) -> None:
        self.closing, self.closed_on, self.closed_position = mark, on, position

    def reopen(self) -> None:
        self.closing, self.closed_on, self.closed_position = None, None, None

    def set_again(self, taken: Taken) -> None:
        self.ends, self.missing = _ends(taken.step), _missing(taken.step)


def deadlines(kind: Kind, file: UUID, steps: Sequence[Taken]) -> Iterator[Deadline]:
    """The deadlines of one kind in one file by its steps so far, in the order of their days."""
    fold = _FOLDS[kind.course]
    for subject, own in _by_subject(steps).items():
        yield from fold(kind, file, subject, own)


def opening(kind: Kind, file: UUID, subject: str, taken: Taken) -> Deadline:
    """A deadline as it was first set."""
    left = None if taken.step.amount is None else taken.money
    ends, missing = _ends(taken.step), _missing(taken.step)
    return Deadline(kind, file, subject, taken.day, taken.position, ends, missing, left=left)


def in_order(steps: Sequence[Taken]) -> list[Taken]:
    """By day, unknown ones first; of one day as recorded."""
    return sorted(steps, key=lambda taken: taken.day or date.min)


def until(steps: Sequence[Taken], on: date) -> list[Taken]:
    """What had happened by the end of a day; what happened on an unknown day counts on every one."""
    return [taken for taken in steps if taken.day is None or taken.day <= on]


def _ends(step: Step) -> Ends:
    return Ends(step.raw_end, step.legal_last_day, step.safe_last_day)


def _missing(step: Step) -> Missing | None:
    return None if step.missing is None else Missing(step.missing)


def _by_subject(steps: Sequence[Taken]) -> Mapping[str, Sequence[Taken]]:
    """A step about every subject is about each that is named anywhere; where none is, about the file as a whole."""
    subjects = dict.fromkeys(taken.step.subject for taken in steps if taken.step.subject != ALL) or {"": None}
    if len(subjects) == 1:
        return dict.fromkeys(subjects, steps)
    found: defaultdict[str, list[Taken]] = defaultdict(list)
    for taken in steps:
        for subject in subjects if taken.step.subject == ALL else (taken.step.subject,):
            found[subject].append(taken)
    return found


# Courses ---------------------------------------------------------------------------------------------------------

Fold = Callable[[Kind, UUID, str, Sequence[Taken]], Iterator[Deadline]]


def _once(kind: Kind, file: UUID, subject: str, steps: Sequence[Taken]) -> Iterator[Deadline]:
    """Closed by the first step that closes it, though it became known before the deadline itself did."""
    set_by = [taken for taken in steps if taken.mark is Mark.OPENED]
    if not set_by:
        return
    found = opening(kind, file, subject, set_by[0])
    found.set_again(set_by[-1])
    closed_by = next((taken for taken in steps if taken.mark in CLOSING), None)
    if closed_by is not None:
        found.close(closed_by.mark, closed_by.day, closed_by.position)
    yield found


def _again(kind: Kind, file: UUID, subject: str, steps: Sequence[Taken]) -> Iterator[Deadline]:
    """While one is open, setting it again moves its last day; afterwards it is another one."""
    current: Deadline | None = None
    for taken in steps:
        if taken.mark is Mark.OPENED and current is not None:
            current.set_again(taken)
        elif taken.mark is Mark.OPENED:
            current = opening(kind, file, subject, taken)
        elif taken.mark in CLOSING and current is not None:
            current.close(taken.mark, taken.day, taken.position)
            yield current
            current = None
    if current is not None:
        yield current


def _parts(kind: Kind, file: UUID, subject: str, steps: Sequence[Taken]) -> Iterator[Deadline]:
    """Closed by the step with which nothing that is asked for is missing; asked for anew, everything is."""
    found: Deadline | None = None
    asked: set[str] = set()
    came: set[str] = set()
    for taken in steps:
        pieces = {str(one) for one in taken.step.parts or [taken.step.part or ""]}
        if taken.mark in {Mark.OPENED, Mark.NAMED} and taken.step.parts is not None:
            asked, came = pieces, came if taken.mark is Mark.OPENED else set()
        came |= pieces if taken.mark is Mark.DONE else set()
        found = _set(kind, file, subject, taken, found)
        if found is None:
            continue
        is_closed = taken.mark is Mark.ENDED or (bool(asked) and asked <= came)
        if is_closed and found.closing is None:
            found.close(Mark.ENDED if taken.mark is Mark.ENDED else Mark.DONE, taken.day, taken.position)
        elif taken.mark is Mark.NAMED:
            found.reopen()
    if found is not None:
        yield found


def _judged(kind: Kind, file: UUID, subject: str, steps: Sequence[Taken]) -> Iterator[Deadline]:
    """Closed by what was said, until whoever looked finds that it was not so, or that more time was given."""
    found: Deadline | None = None
    is_named = False
    for taken in steps:
        is_named = is_named or taken.mark is Mark.NAMED
        if found is None and is_named and taken.mark is Mark.MOVED:
            found = opening(kind, file, subject, taken)
        found = _set(kind, file, subject, taken, found)
        if found is None:
            continue
        is_failed = found.closing is Mark.FAILED
        if taken.mark is Mark.RETURNED or (taken.mark is Mark.MOVED and is_failed):
            found.reopen()
        elif taken.mark is Mark.FAILED or (taken.mark in CLOSING and (found.closing is None or is_failed)):
            found.close(taken.mark, taken.day, taken.position)
    if found is not None:
        yield found


def _set(kind: Kind, file: UUID, subject: str, taken: Taken, found: Deadline | None) -> Deadline | None:
    """The deadline after a step that sets it or moves its last day."""
    if taken.mark is Mark.OPENED and found is None:
        return opening(kind, file, subject, taken)
    if taken.mark in {Mark.OPENED, Mark.MOVED} and found is not None:
        found.set_again(taken)
    return found


def _money(kind: Kind, file: UUID, subject: str, steps: Sequence[Taken]) -> Iterator[Deadline]:
    """Closed by the step with which nothing is left; a payment meets it, giving it up does not."""
    set_by = [taken for taken in steps if taken.mark is Mark.OPENED]
    if not set_by:
        return
    found = opening(kind, file, subject, set_by[0])
    found.set_again(set_by[-1])
    asked, settled, nothing = set_by[-1].money, set_by[-1].money * 0, set_by[-1].money * 0
    for taken in steps:
        if taken.mark is Mark.ENDED:
            found.left = nothing
            found.close(Mark.ENDED, taken.day, taken.position)
            break
        if taken.mark is Mark.CHANGED:
            asked = Money(taken.money.minor, asked.currency)
        elif taken.mark in {Mark.DONE, Mark.LOWERED}:
            settled += taken.money
        _balance(found, taken, left=max(nothing, asked - settled))
    yield found


def _balance(found: Deadline, taken: Taken, *, left: Money) -> None:
    found.left = left
    if not left.is_zero:
        found.reopen()
    elif found.closing is None:
        found.close(Mark.DONE if taken.mark is Mark.DONE else Mark.ENDED, taken.day, taken.position)


_FOLDS: dict[Course, Fold] = {
    Course.ONCE: _once,
    Course.AGAIN: _again,
    Course.MONEY: _money,
    Course.PARTS: _parts,
    Course.JUDGED: _judged,
}
