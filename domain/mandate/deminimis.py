"""Small aid beside a mandate: the limit before the grant, the register after it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, lateness, working_days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, Rounding, total
from domain.kernel.period import months_later
from domain.mandate.asking import AskedMandate
from domain.mandate.commands.deminimis import GrantDeMinimis, RecordDeMinimisEntry
from domain.mandate.events.deminimis import DeMinimisGranted, DeMinimisRecorded
from domain.mandate.payloads import Rate
from domain.mandate.records import Grant
from domain.mandate.rules import deminimis as rules
from domain.mandate.rules import order

NO_EUROS = Money(0, "EUR")


class DeMinimis(AskedMandate):
    """Grants of small aid. The limit is that of the undertaking: what others gave, the central register shows."""

    @decides(GrantDeMinimis)
    def grant(self, command: GrantDeMinimis, case: Case) -> Event:
        self.ask_about_file(case)
        order.grant_number_unused(case, ALWAYS, grant=command.grant, is_used=command.grant in self.grants)
        order.amount_positive(case, ALWAYS, amount=command.amount)
        order.register_total_in_euros(case, ALWAYS, total=command.register_total)
        order.rate_stated(case, ALWAYS, amount=command.amount, has_rate=command.rate is not None)
        amount_eur = in_euros(command.amount, command.rate)
        assert case.day is not None
        service = self.ask_about_entrusted(case, command.service, case.day.year)
        has_compensation = any(
            named == service and (book.committed or book.paid) for (named, _), book in self.books.items()
        )
        rules.not_cumulated(case, case.day, service=service, has_de_minimis=True, has_compensation=has_compensation)
        rules.register_consulted(case, case.day, granted_on=case.day, seen_on=command.register_seen_on)
        if command.rate is not None:
            expected = case.calendar.working_day_until(case.day)
            rules.rate_of_the_day(case, case.day, rate_day=command.rate.day, valid_rate_day=expected)
        self._ask_about_limit(case, amount_eur, command.register_total)
        return DeMinimisGranted.of(command, amount_eur=amount_eur, register_by=_register_by(case))

    def _ask_about_limit(self, case: Case, asked: Money, register_total: Money | None) -> None:
        """What the register shows counts; where the grants of this mandate alone are more, these do."""
        limit = case.value("mandate.de-minimis-limit", case.day)
        own = total(self._granted_within(case.day, limit), "EUR")
        rules.de_minimis_within_limit(
            case,
            case.day,
            granted=None if register_total is None else max(register_total, own),
            asked=asked,
            limit=Money(**limit["limit"]) if limit else None,
        )

    def _granted_within(self, day: date | None, limit: Mapping[str, Any] | None) -> Iterator[Money]:
        """The grants of this mandate in the years that count on that day."""
        if day is None or limit is None:
            return
        first = first_day_that_counts(day, years=limit["years"], period=limit["period"])
        for one in self.grants.values():
            if one.granted_on is None or first <= one.granted_on <= day:
                yield one.amount_eur

    @decides(RecordDeMinimisEntry)
    def record_entry(self, command: RecordDeMinimisEntry, case: Case) -> Event:
        self.ask_about_file(case)
        known = self.grants.get(command.grant)
        is_registered = known is not None and known.is_recorded
        order.grant_waits(case, ALWAYS, grant=command.grant, is_known=known is not None, is_registered=is_registered)
        due = known.register_by if known else None
        rules.de_minimis_recorded_in_time(
            case, case.day, grant=command.grant, recorded_on=case.day, **lateness(case.day, due)
        )
        return DeMinimisRecorded.of(command)

    @when(DeMinimisGranted)
    def granted(self, event: DeMinimisGranted, entry: Entry) -> None:
        service = self.service_key(event.service)
        self.grants[event.grant] = Grant(
            service, event.amount_eur, entry.effective_on, event.register_by, entry.event_id
        )

    @when(DeMinimisRecorded)
    def entry_recorded(self, event: DeMinimisRecorded, entry: Entry) -> None:
        grant = self.grants.get(event.grant)
        if grant is not None:
            grant.recorded_on, grant.register_id = entry.effective_on, event.register_id


def in_euros(amount: Money, rate: Rate | None) -> Money:
    """The amount in euros by the rate, rounded once to whole cents."""
    if rate is None:
        return amount
    exact = Fraction(amount.minor) / Fraction(rate.czk_per_eur)
    return Money(Rounding.HALF_UP.divide(exact.numerator, exact.denominator), "EUR")


def first_day_that_counts(day: date, *, years: int, period: str) -> date:
    """Of fiscal years, taken to be calendar years, the first of the last `years`; of rolling ones the day after."""
    if period == "fiscal years":
        return date(day.year - years + 1, 1, 1)
    return months_later(day, -12 * years) + timedelta(days=1)


def _register_by(case: Case) -> TimeLimit | None:
    days = case.value("mandate.de-minimis-register-working-days", case.day)
    return working_days_after(case.day, days, case.calendar) if case.day and days else None
