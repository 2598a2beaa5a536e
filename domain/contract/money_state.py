"""The money of a contract as it stands, and every sum that people ask for.

*Gross* is what left the account and the bank did not take back; *net* is gross without refunds. The maximum is held
against gross, so a refund opens no room; what is ordered and not yet paid takes up room already.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.contract.ceiling import Ceiling, tightest
from domain.contract.claims import Breach, Claim, ClaimKind, Irregularity, Receipt, Report, YearRecord
from domain.contract.events.reporting import Achievement, FurtherSource
from domain.contract.payments import EVER, Payments
from domain.contract.state import ContractState
from domain.kernel.dated import Dated
from domain.kernel.money import Money, total


class MoneyState(ContractState):
    """What drawing, reporting, settlement and breaches leave behind.

    Sums without a day count everything that is known; those with a day count what had happened by then.
    """

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.payments = Payments()
        self.payments_suspended: Dated[bool] = Dated()
        """Whether everything on this contract is held back."""
        self.reports: dict[str, Report] = {}
        self.achievements: list[Achievement] = []
        self.further_sources: list[FurtherSource] = []
        self.settlements: dict[tuple[str, int], YearRecord] = {}
        """By registration number of the service (empty where none is known) and year."""
        self.claims: dict[str, Claim] = {}
        self.receipts: dict[str, Receipt] = {}
        """By the bank's reference of the line that brought the money."""
        self.breaches: dict[str, Breach] = {}
        self.irregularities: dict[str, Irregularity] = {}

    # Drawn --------------------------------------------------------------------------------------------------------

    @property
    def drawn_gross(self) -> Money:
        """Movements without what the bank took back."""
        return self.drawn_gross_on(EVER)

    def drawn_gross_on(self, day: date) -> Money:
        return self.payments.drawn_on(day)

    @property
    def drawn_net(self) -> Money:
        """Gross without refunds: a levy, a penalty or a repayment of unjust enrichment does not lower it."""
        return self.drawn_net_on(EVER)

    def drawn_net_on(self, day: date) -> Money:
        return self.drawn_gross_on(day) - self.received("refund", day)

    @property
    def kept(self) -> Money:
        """Public money that the provider still has: net without levies paid and unjust enrichment repaid."""
        return self.drawn_net - self.received("levy") - self.received("unjust enrichment")

    @property
    def has_been_paid(self) -> bool:
        return self.drawn_gross.minor > 0

    @property
    def paid_known(self) -> Money | None:
        """What was paid, gross; None where an old contract was taken over and nobody has said."""
        return self.drawn_gross if self.is_paid_known else None

    @property
    def is_paid_known(self) -> bool:
        return bool(self.payments.movements) or not self.is_taken_over

    @property
    def ordered_open(self) -> Money:
        """What is ordered and neither paid nor given up."""
        return self.payments.ordered_open

    def ordered_open_on(self, day: date) -> Money:
        """The same as it was on a day."""
        return self.payments.ordered_open_on(day)

    def room(self, on: date | None) -> Money | None:
        """What may still be ordered for that day; None where the maximum, or what was paid, is not known.

        It is the least room of that day and of every later one; orders that are not paid yet take it up.
        """
        ceiling = self.ceiling(on)
        return None if ceiling is None else ceiling.room

    def ceiling(self, on: date | None) -> Ceiling | None:
        """The day from `on` onwards with the least room; None where the maximum, or what was paid, is not known."""
        return tightest(self.maximum, on, self.payments.drawn, self.payments.waiting) if self.is_paid_known else None

    # What it was drawn for ----------------------------------------------------------------------------------------

    @property
    def allocated(self) -> Money:
        return self.drawn_gross - self.unallocated

    @property
    def unallocated(self) -> Money:
        """What was drawn without anybody saying for which service months."""
        return self.payments.unallocated_on(EVER)

    def by_service_year(self, day: date = EVER) -> dict[int, Money]:
        """Gross by the year of the service: counts to the compensation payment. Without what is not allocated."""
        return self.payments.by_service_year(day)

    def by_cash_year(self, day: date = EVER) -> dict[int, Money]:
        """Gross by the year of the movement: counts to the budget and the closing account."""
        return self.payments.by_cash_year(day)

    def by_source(self, day: date = EVER) -> dict[str, Money]:
        """Gross by whose money it was."""
        return self.payments.by_source(day)

    def by_service(self, day: date = EVER) -> dict[tuple[str, int], Money]:
        """Gross by service (see `service_key`) and service year."""
        found: dict[tuple[str, int], Money] = {}
        for (named, year), amount in self.payments.by_service(day).items():
            key = self.service_key(named), year
            found[key] = found[key] + amount if key in found else amount
        return found

    def service_key(self, named: str | None) -> str:
        """The registration number that was named; where none was, that of the only service; else an empty text."""
        if named or len(self.services) != 1:
            return named or ""
        return self.services[0].registration or ""

    # What came back -----------------------------------------------------------------------------------------------

    def received(self, kind: ClaimKind, day: date = EVER) -> Money:
        """What came back of one kind by that day."""
        receipts = (r for r in self.receipts.values() if r.kind == kind and (r.received_on or date.min) <= day)
        return total((r.amount for r in receipts), self.payments.currency)

    def received_on_claim(self, claim: str, day: date = EVER) -> Money:
        receipts = (r for r in self.receipts.values() if r.claim == claim and (r.received_on or date.min) <= day)
        return total((r.amount for r in receipts), self.payments.currency)

    def claim_left(self, claim: str, day: date = EVER) -> Money:
        """What of a claim is neither paid nor waived nor written off by that day; never less than zero."""
        found = self.claims[claim]
        amount = found.amount_on(day)
        settled = self.received_on_claim(claim, day) + found.waived_by(day)
        return amount * 0 if found.is_written_off_by(day) or settled >= amount else amount - settled

    @property
    def open_claims(self) -> tuple[str, ...]:
        """What is not finished: claims neither paid nor given up, breaches and irregularities not decided."""
        claims = (claim for claim in self.claims if not self.claim_left(claim).is_zero)
        return (*claims, *(name for name, found in self._suspected if found.is_open))

    def open_claims_on(self, day: date) -> tuple[str, ...]:
        """The same as it was on a day."""
        raised = (name for name, claim in self.claims.items() if (claim.raised_on or date.min) <= day)
        claims = (name for name in raised if not self.claim_left(name, day).is_zero)
        return (*claims, *(name for name, found in self._suspected if found.is_open_on(day)))

    @property
    def _suspected(self) -> Iterable[tuple[str, Breach | Irregularity]]:
        return (*self.breaches.items(), *self.irregularities.items())

    def claimed(self, kind: ClaimKind) -> Money:
        """What was claimed of one kind, and what came back unasked; of a claim written off only what came back."""
        amounts = [
            self.received_on_claim(name) if claim.is_written_off else claim.amount
            for name, claim in self.claims.items()
            if claim.kind == kind
        ]
        unasked = [r.amount for r in self.receipts.values() if r.kind == kind and r.claim is None]
        return total([*amounts, *unasked], self.payments.currency)

    # Reported and settled -----------------------------------------------------------------------------------------

    def is_report_accepted(self, report: str, on: date | None) -> bool:
        """Whether the report had been accepted by that day."""
        found = self.reports.get(report)
        return found is not None and found.stage == "accepted" and (found.accepted_on or date.min) <= (on or EVER)

    def is_settled(self, service: str, year: int, on: date | None) -> bool:
        """Whether the year of a service had been settled by that day: submitted and not returned to be completed."""
        record = self.settlements.get((service, year))
        if record is None or record.stage == "returned":
            return False
        return (record.submitted_on or date.min) <= (on or EVER)

    @property
    def settled_years(self) -> tuple[int, ...]:
        """The years of which every settlement is approved."""
        return self.settled_years_on(EVER)

    def settled_years_on(self, day: date) -> tuple[int, ...]:
        """The same by that day."""
        submitted = {key: one for key, one in self.settlements.items() if (one.submitted_on or date.min) <= day}
        open_years = {year for (_, year), record in submitted.items() if not record.is_approved_by(day)}
        return tuple(sorted({year for _, year in submitted} - open_years))

    @property
    def unsettled_years(self) -> tuple[int, ...]:
        """The years with grant money of a service whose settlement is not approved; a tender contract has none."""
        if self.regime != "grant" or self.void:
            return ()
        approved = {key for key, record in self.settlements.items() if record.stage == "approved"}
        return tuple(sorted({year for service, year in self.by_service() if (service, year) not in approved}))
