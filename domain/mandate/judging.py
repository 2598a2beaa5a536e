"""The verdict on a service-year from everything that is known: asked at any time, recorded by a check."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.money import Money, total
from domain.mandate.asking import AskedMandate
from domain.mandate.payloads import CarryOverRule
from domain.mandate.state import NO_SERVICE
from domain.mandate.verdict import Inquiry, Line, Missing, Verdict, judge


class Judging(AskedMandate):
    """Says what a service-year comes to, and whether the last check still agrees."""

    def verdict(self, year: int, service: str | None = None, *, rule: CarryOverRule | None = None) -> Verdict:
        """What the service-year comes to as known now, with every line of the calculation.

        `rule` is what is configured of carrying over; without it that of the last check counts, or of the issue. What
        was decided at a check stays in `book(service, year).checks`.
        """
        key = self.service_key(service)
        book = self.book(key, year)
        standing = book.standing
        rule = rule or (standing.result.rule if standing else None) or self.carry_over_rule
        claims = [claim for _, claim in self.claimed(key, year)]
        claimed = total(claim.counted for claim in claims)
        carried = self.carried_in.get((key, year))
        due = [claim.due.legal_last_day for claim in claims if not claim.left.is_zero]
        receipts = [receipt for claim in claims for receipt in claim.receipts]
        averaged = self._averaged_years(key, year, rule) if rule else ()
        return judge(
            Inquiry(
                service=key,
                year=year,
                book=book,
                missing=self._missing(key, year),
                carried_in=carried[0] if carried else Money(0),
                carried_in_events=(carried[1],) if carried else (),
                compensations=self._compensations(key, averaged),
                rule=rule,
                is_allowed=self._may_carry_over(year) if claimed.is_zero else False,
                goes_on=self.goes_on_after(year),
                law_day=self.law_day_of_year(year),
                averaged_events=tuple(event for one in averaged for event in self.book(key, one).money_events()),
                repaid=tuple(Line("repaid", one.amount, (one.event_id,)) for one in receipts),
                claimed=claimed,
                repay_by=min(due, default=None),
            )
        )

    def goes_on_after(self, year: int) -> bool | None:
        """Whether the mandate lasts beyond the year; None where its last day is not known."""
        return None if self.ends_on is None else date(year, 12, 31) < self.ends_on

    def _may_carry_over(self, year: int) -> bool | None:
        """What the act says at the end of the year. Once repayment was asked for, nothing is carried over."""
        last = date(year, 12, 31)
        day = min(last, self.ends_on) if self.ends_on else last
        said = self.is_carry_over_allowed
        is_said = any(since is None or since <= day for since, _ in said)
        return said.on(day) if is_said else next((value for _, value in said), None)

    def _missing(self, service: str, year: int) -> tuple[Missing, ...]:
        """What a verdict lacks, whatever the service cost."""
        missing: list[Missing] = []
        if service not in self.services:
            missing.append("an entrusted service")
        if service != NO_SERVICE and self.book(NO_SERVICE, year).has_money:
            missing.append("the service of some payments")
        if not self.is_money_known(year):
            missing.append("the payments before the takeover")
        return tuple(missing)

    def is_money_known(self, year: int) -> bool:
        """Whether every payment of a service-year is on file."""
        return not self.is_taken_over or (self.money_known_from is not None and self.money_known_from <= year)

    # The average --------------------------------------------------------------------------------------------------

    def _compensations(self, service: str, years: Sequence[int]) -> tuple[Money, ...]:
        """The public money of each averaged year; nothing where that of some year is not known."""
        if not all(self.is_money_known(one) for one in years):
            return ()
        return tuple(self.book(service, one).public_money() for one in years)

    def _averaged_years(self, service: str, year: int, rule: CarryOverRule) -> tuple[int, ...]:
        if rule.average == "the checked year":
            return (year,)
        if self.first_day is None:
            return ()
        first = self.first_day.year
        if rule.average == "last three years":
            return tuple(range(max(first, year - 2), year + 1))
        if rule.average == "years up to the checked one":
            return tuple(range(first, year + 1))
        return self._all_years(service, first)

    def _all_years(self, service: str, first: int) -> tuple[int, ...]:
        """Every year of the mandate; nothing while the money of some of them is still to come."""
        if self.ends_on is None:
            return ()
        years = tuple(range(first, self.ends_on.year + 1))
        return years if all(self.book(service, one).has_money for one in years) else ()

    # Checks that were made ----------------------------------------------------------------------------------------

    def is_outdated(self, service: str, year: int) -> bool:
        """Whether what is known now leads elsewhere than the last check did."""
        standing = self.book(service, year).standing
        if standing is None:
            return False
        now, then = self.verdict(year, service), standing.result
        figures = (now.public_money, now.carried_in, now.ceiling, now.outcome)
        return figures != (then.public_money, then.carried_in, then.net_cost, then.outcome)

    def is_judged(self, service: str, year: int) -> bool:
        """Whether the year was checked, and the check still agrees with what is known."""
        return self.book(service, year).standing is not None and not self.is_outdated(service, year)

    def unchecked_years(self, service: str) -> tuple[int, ...]:
        """The years with public money of which no check was made, or none that still agrees."""
        books = {year: book for (named, year), book in self.books.items() if named == service and book.has_money}
        return tuple(y for y in sorted(books) if books[y].standing is None or self.is_outdated(service, y))

    def parameters_due(self, service: str) -> tuple[int, ...]:
        """The years with an overcompensation after which the parameters were not updated (Article 6 asks for it)."""
        checked = {year: book.standing for (named, year), book in self.books.items() if named == service}
        found = (y for y, check in sorted(checked.items()) if check and check.result.overcompensation.minor > 0)
        return tuple(year for year in found if (service, year) not in self.parameters_updated)
