"""What decisions about a mandate ask before anything else."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from domain.kernel.case import Case
from domain.kernel.command import Command
from domain.kernel.correction import ALWAYS
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.kernel.stamp import AnomalyRef
from domain.mandate.commands.changes import ProlongMandate
from domain.mandate.commands.entrustment import IssueMandate
from domain.mandate.payloads import CarryOverRule
from domain.mandate.rules import entrustment, funding, order
from domain.mandate.state import BookKey, MandateState
from domain.methodology.payloads import CarryOverPolicy

STANDS_ON_FILES = (IssueMandate, ProlongMandate)
"""The commands that look at the services, the network entries and the project again."""


class AskedMandate(MandateState):
    """A mandate that answers for the order of things and for the arithmetic."""

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """What the command names; at the issue and a prolongation also what the mandate stands on."""
        yield from (named := list(super().relies_on(command)))
        if isinstance(command, STANDS_ON_FILES):
            files = [file for one in self.services.values() for file in (one.service, one.network_entry)]
            yield from (file for file in dict.fromkeys([*files, self.project]) if file and file not in named)

    # The order of things ------------------------------------------------------------------------------------------

    def ask_about_file(self, case: Case) -> None:
        """The mandate must be on file, and the day known."""
        order.on_file(case, ALWAYS, entries=self.version)
        order.day_known(case, ALWAYS, day=case.day)

    def ask_about_standing(self, case: Case) -> None:
        """The same, and the mandate must have been issued."""
        self.ask_about_file(case)
        order.issued_first(case, ALWAYS, is_issued=self.stands)

    def ask_about_change(self, case: Case) -> None:
        """The same, and the mandate must not have ended by that day."""
        self.ask_about_standing(case)
        order.ends_once(case, ALWAYS, revoked_on=self.revoked_on, expired_on=self.expired_on)
        entrustment.amended_while_it_lasts(case, case.day, on=case.day, last_day=self.ends_on)

    def ask_about_legal_basis(self, case: Case) -> None:
        """The Decision must be one on which a mandate may still stand."""
        in_use = case.value("mandate.sgei-decisions-in-use", case.day)
        entrustment.legal_basis_still_applies(case, case.day, decision=self.decision_on(case.day), in_use=in_use)

    # Services and amounts -----------------------------------------------------------------------------------------

    def ask_about_service(self, case: Case, service: str | None, year: int) -> str:
        """Which service it is about: one of several must be named. Gives its key."""
        funding.each_service_on_its_own(
            case, self.law_day_of_year(year), service=service, services=tuple(self.services)
        )
        return self.service_key(service)

    def ask_about_entrusted(self, case: Case, service: str | None, year: int) -> str:
        """The same, and it must stand in the mandate."""
        key = self.ask_about_service(case, service, year)
        if key:
            order.service_entrusted(case, ALWAYS, service=key, known=tuple(self.services))
        return key

    def ask_about_amount(self, case: Case, amount: Money) -> None:
        order.amount_positive(case, ALWAYS, amount=amount)
        order.amount_in_crowns(case, ALWAYS, amounts=(amount,))

    def ask_about_figures(self, case: Case, amounts: Sequence[Money]) -> None:
        """Amounts that may be zero."""
        order.amounts_not_negative(case, ALWAYS, amounts=amounts)
        order.amount_in_crowns(case, ALWAYS, amounts=amounts)

    def ask_about_checked_year(self, case: Case, key: BookKey) -> None:
        """News about a year that was checked ask for a new check."""
        service, year = key
        is_checked = self.book(service, year).standing is not None
        funding.checked_year_unchanged(case, case.day, service=service, year=year, is_checked=is_checked)

    # Anomalies ----------------------------------------------------------------------------------------------------

    def anomalies_about(self, key: BookKey, *labels: str) -> tuple[AnomalyRef, ...]:
        """What was noted with these labels beside entries that speak of the service-year."""
        return tuple(ref for ref in self.anomalies_of(*labels) if key in self.service_years(ref))

    def service_years(self, noted: AnomalyRef) -> Collection[BookKey]:
        """Of which service-years an anomaly speaks: as its facts say, else as the entry does that it stands beside."""
        if noted in self.noted_about:
            return self.noted_about[noted]
        spoken_of = self.about.get(self.corrects.get(noted.event_id, noted.event_id))
        return () if spoken_of is None else (spoken_of,)

    def outside(self, year: int, months: Sequence[Month]) -> tuple[str, ...] | None:
        """Which of the months, or the year where none is said, the mandate does not reach; None where unknown."""
        if self.first_day is None or self.ends_on is None:
            return None
        first, last = Month.of(self.first_day), Month.of(self.ends_on)
        if not months:
            return () if first.year <= year <= last.year else (str(year),)
        return tuple(str(month) for month in months if not first <= month <= last)


def configured_rule(case: Case, decision: str | None, day: date | None) -> CarryOverRule | None:
    """What is configured of carrying over under a Decision on that day."""
    share, averages = case.value("mandate.carry-over-share", day), case.value("mandate.carry-over-average", day)
    average = averages.get(decision) if averages else None
    return None if share is None or average is None else CarryOverRule(share=share, average=average)


def stricter(rule: CarryOverRule | None, policy: CarryOverPolicy | None) -> CarryOverRule | None:
    """The rule of the methodology where it says one; it may allow less than the Decision, never more."""
    if policy is None or rule is None:
        return rule
    return CarryOverRule(share=min(rule.share, policy.limit), average=policy.average)
