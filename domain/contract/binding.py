"""What the region is bound to pay for each service-year, as the mandates keep it.

The contract binds. What its text says of a service-year is committed with the conclusion; what it leaves open when the
money is ordered, for only then is it known for which year. A payment binds nobody any more: it carries out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from domain.contract.events.drawing import PaymentOrder, PaymentOrdered
from domain.contract.events.entrustment import MandateNaming
from domain.contract.ladder import Ladder
from domain.contract.payloads import YearCommitment
from domain.contract.payments import Payments
from domain.contract.rules import entrustment as rules
from domain.contract.telling import ask_about_naming
from domain.contract.told import Amounts, Cover, ServiceYear, Share, added_up
from domain.kernel.case import Case
from domain.kernel.money import Money, total
from domain.mandate.events.funding import Commitment, CommitmentReleased, CompensationCommitted
from domain.mandate.mandate import Mandate

NOTHING = Money(0)
NONE: Amounts = MappingProxyType({})


class Binding(Ladder):
    """Commits and releases in the files of the mandates that the contract names."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.mandates: dict[UUID, MandateNaming] = {}
        """The mandates under which the contract pays, in the order in which they were first named."""

    def cover(self, case: Case, namings: Mapping[UUID, MandateNaming] | None = None) -> Cover:
        """The named mandates as they stand."""
        named = self.mandates if namings is None else namings
        return Cover(
            contract=self.id,
            services=self.services,
            orps=self.orps,
            namings=tuple(named.values()),
            mandates={identifier: case.other(Mandate, identifier) for identifier in named},
        )

    # By the contract itself -----------------------------------------------------------------------------------------

    def commit_stated(self, namings: Iterable[MandateNaming], cover: Cover, case: Case) -> Amounts:
        """What the contract says of service-years becomes binding; gives what was committed by it."""
        said = [(naming.mandate, one) for naming in namings for one in naming.commitments]
        return added_up(self._commit_stated(mandate, one, cover, case) for mandate, one in said)

    def _commit_stated(
        self, mandate: UUID, said: YearCommitment, cover: Cover, case: Case
    ) -> tuple[ServiceYear, Money]:
        file, key = cover.mandates[mandate], ServiceYear(mandate, cover.service_key(said.service), said.year)
        file.ask_about_amount(case, said.amount)
        more = said.amount - self._standing(file, key, case).committed
        if more.minor <= 0:
            return key, NOTHING
        commitment = Commitment(
            year=key.year, service=key.registration, amount=more, contract=self.id, orps=cover.places(key)
        )
        apart = case.aside(case.day)
        ask_about_naming(file, key, cover, apart)
        file.ask_about_order(apart, commitment, more=more, bound_on=self.concluded_on or case.day, ordered=NOTHING)
        apart.guard(mandate, CompensationCommitted.of(commitment))
        return key, more

    def release_all(self, mandate: Mandate, case: Case, *, on: date | None, paid: Amounts = NONE) -> None:
        """The contract binds to nothing any more: what is not paid of it can be committed anew."""
        for (service, year), book in mandate.books.items():
            committed, _ = book.committed_and_paid(str(self.id))
            if committed.minor > 0:
                key = ServiceYear(mandate.id, "" if service == mandate.service_key(None) else service, year)
                now = self._standing(mandate, key, case, paid=_paid_in(paid, mandate, service, year))
                self._release(mandate, key, now.committed - now.paid, now, case.aside(on))

    # By orders ------------------------------------------------------------------------------------------------------

    def commit_order(self, asked: PaymentOrder, case: Case) -> None:
        """Asks the mandates about each service-year of an order, and commits what of it is not committed yet."""
        if not self.mandates or not rules.compensation_in_crowns(case, case.day, amount=asked.amount):
            return
        cover = self.cover(case)
        before = self.still_ordered(self.payments, cover)
        for key, share in cover.shares(asked.allocations).items():
            self._commit(key, share, cover, case, order=asked.order, ordered=before.get(key, NOTHING))

    def _commit(self, key: ServiceYear, share: Share, cover: Cover, case: Case, *, order: str, ordered: Money) -> None:
        file, apart = cover.mandates[key.mandate], case.aside(case.day)
        commitment = cover.commitment(key, share, order=order)
        ask_about_naming(file, key, cover, apart)
        more = self._standing(file, key, case).more(ordered + share.amount)
        file.ask_about_order(apart, commitment, more=more, bound_on=self.concluded_on, ordered=ordered)
        if more.minor > 0:
            apart.guard(file.id, CompensationCommitted.of(commitment, amount=more))

    def release_order(self, name: str, case: Case) -> None:
        """An order is given up: what of it was committed for the order alone is released."""
        if self.mandates:
            cover = self.cover(case)
            ordered = self.still_ordered(self.payments, cover, given_up=name)
            self.settle(cover.shares(self.payments.orders[name].terms.allocations), cover, case, ordered=ordered)

    def still_ordered(self, book: Payments, cover: Cover, *, given_up: str | None = None) -> Amounts:
        """What the orders of the book bind the region to beside what was paid."""
        if self.void or not cover.namings:
            return {}
        found: list[tuple[ServiceYear, Money]] = []
        for name in book.open.begun:
            order, movements = book.orders[name], book.carrying_out(name)
            is_ended = order.ended is not None or name == given_up
            found += cover.still_ordered(order, movements, is_ended=is_ended).items()
        return added_up([*found, *cover.by_service_year(book.open.months_without(given_up))])

    def settle(
        self,
        keys: Iterable[ServiceYear],
        cover: Cover,
        case: Case,
        *,
        ordered: Amounts,
        paid: Amounts = NONE,
        bound: Amounts = NONE,
    ) -> None:
        """Bring what is committed for orders in line with them.

        `paid` and `bound` are what this very command pays and commits beside; the mandates do not know of it yet.
        """
        for key in dict.fromkeys(keys):
            file = cover.mandates[key.mandate]
            now = self._standing(file, key, case, paid=paid.get(key, NOTHING), bound=bound.get(key, NOTHING))
            more = now.more(ordered.get(key, NOTHING))
            if more.minor > 0:
                self._commit_anew(file, key, more, now, case)
            elif more.minor < 0:
                self._release(file, key, min(-more, now.committed - now.paid), now, case.aside(case.day))

    def _standing(
        self, mandate: Mandate, key: ServiceYear, case: Case, *, paid: Money = NOTHING, bound: Money = NOTHING
    ) -> "Standing":
        """What of the contract the mandate says of a service-year, with what this command adds to it."""
        book = mandate.book(mandate.service_key(key.registration), key.year)
        known, paid_before = book.committed_and_paid(str(self.id))
        for_orders, last = book.committed_under(self.id, self._order_names(case))
        return Standing(
            taken=max(known, paid_before),
            committed=known + bound,
            paid=max(paid_before + paid, NOTHING),
            for_orders=for_orders,
            order=last or next(reversed(self.payments.orders), None),
        )

    def _order_names(self, case: Case) -> Collection[str]:
        """Every order that was ever recorded, also one that a correction took back."""
        if not case.history:
            return self.payments.orders
        return {*self.payments.orders, *(e.event.order for e in case.history if isinstance(e.event, PaymentOrdered))}

    def _commit_anew(self, mandate: Mandate, key: ServiceYear, more: Money, now: "Standing", case: Case) -> None:
        """Orders need more than they did: their money went out for something else, or a correction says so."""
        apart = case.aside(case.day)
        grown = max(now.committed + more, now.paid) - now.taken
        mandate.room_asked((mandate.service_key(key.registration), key.year), grown).put(apart)
        said = {"year": key.year, "service": key.registration, "amount": more, "contract": self.id}
        apart.guard(mandate.id, CompensationCommitted.model_validate({**said, "reference": now.order}))

    def _release(self, mandate: Mandate, key: ServiceYear, freed: Money, now: "Standing", case: Case) -> None:
        """First what was committed for orders, then what the contract binds to."""
        if freed.minor <= 0:
            return
        mandate.close_risk(case, (mandate.service_key(key.registration), key.year), freed=freed)
        of_orders = max(min(freed, now.for_orders), NOTHING)
        for amount, reference in ((of_orders, now.order), (freed - of_orders, None)):
            if amount.minor > 0:
                said = {"year": key.year, "service": key.registration, "amount": amount, "contract": self.id}
                case.guard(mandate.id, CommitmentReleased.model_validate({**said, "reference": reference}))
                case = case.aside(case.day)


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a contract stands in the file of a mandate for one service-year.

    `taken` is the room that it took up before this command, `for_orders` what of the commitment is for orders alone;
    the last of these is `order`. What came back and was never paid makes `paid` no less than nothing.
    """

    taken: Money
    committed: Money
    paid: Money
    for_orders: Money
    order: str | None

    def more(self, ordered: Money) -> Money:
        """How much more has to be committed while so much is ordered; less than zero where there is too much.

        What the contract itself binds the region to, or somebody committed by hand, stays as it is.
        """
        needed = self.paid + ordered if ordered.minor > 0 else min(self.committed, self.paid)
        return max(self.committed - self.for_orders, needed) - self.committed


def _paid_in(paid: Amounts, mandate: Mandate, service: str, year: int) -> Money:
    """What was paid for a service-year, as the mandate itself calls the service."""
    own = ((key, amount) for key, amount in paid.items() if key.mandate == mandate.id and key.year == year)
    return total(amount for key, amount in own if mandate.service_key(key.registration) == service)
