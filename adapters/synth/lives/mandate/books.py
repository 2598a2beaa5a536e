"""What the file of a mandate holds of money while it is told: so every entry knows what the law will find beside it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from adapters.czech_calendar import czech_calendar
from adapters.synth.lives.mandate import found
from domain.kernel.calendar import TimeLimit, months_after, years_after

CHECK_YEARS = 3
MONTHS_TO_FINAL_CHECK = 6


@dataclass(slots=True)
class Book:
    """One service-year, in haléře."""

    ceiling: int | None = None
    committed: Counter[UUID] = field(default_factory=Counter)
    paid: Counter[UUID] = field(default_factory=Counter)
    given: int = 0
    carried_in: int = 0
    is_checked: bool = False

    @property
    def taken(self) -> int:
        """Of each contract what it promises or, where that is more, what was paid; and what others gave."""
        contracts = {**self.committed, **self.paid}
        return self.given + sum(max(self.committed[one], self.paid[one]) for one in contracts)

    def unpaid(self, contract: UUID) -> int:
        return max(self.committed[contract] - self.paid[contract], 0)

    def pay(self, contract: UUID, minor: int) -> tuple[str, ...]:
        """A payment, or less than nothing where it came back; gives what stands beside it."""
        self.paid[contract] += minor
        return self._noted(has_more=minor > 0)

    def give(self, minor: int) -> tuple[str, ...]:
        """Other public money."""
        self.given += minor
        return self._noted(has_more=True)

    def _noted(self, *, has_more: bool) -> tuple[str, ...]:
        is_risk = has_more and self.ceiling is not None and self.taken + self.carried_in > self.ceiling
        return ((found.CHANGED,) if self.is_checked else ()) + ((found.RISK,) if is_risk else ())


@dataclass(slots=True)
class Books:
    """All service-years of a mandate, and until when it is checked."""

    first_day: date
    ends_on: date
    """As known so far."""
    has_ended: bool = False
    years: dict[tuple[str, int], Book] = field(default_factory=dict)
    check_by: dict[str, TimeLimit | None] = field(default_factory=dict)

    def of(self, key: tuple[str, int]) -> Book:
        return self.years.setdefault(key, Book())

    def check(self, service: str, on: date) -> tuple[str, ...]:
        """A check of a year; none is due where the mandate ends before, and is checked then."""
        due = self.check_by.get(service, years_after(self.first_day, CHECK_YEARS, czech_calendar()))
        is_over = self.has_ended or due is None or self.ends_on < due.raw_end
        self.check_by[service] = None if self.ends_on < on else years_after(on, CHECK_YEARS, czech_calendar())
        is_late = not is_over and due is not None and due.legal_last_day < on
        return (found.CHECKED_LATE,) if is_late else ()

    def final_check(self, on: date) -> tuple[str, ...]:
        """The check after the end."""
        due = months_after(self.ends_on, MONTHS_TO_FINAL_CHECK, czech_calendar())
        return (found.FINALLY_CHECKED_LATE,) if due.legal_last_day < on else ()
