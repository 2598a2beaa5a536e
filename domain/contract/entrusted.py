"""The mandates under which a contract pays: named once, then told what is paid and what comes back, in the same commit.

A mandate keeps the sums of a service-year over all contracts and all other public money; so each line of the bank
statement is entered there by service-year. Corrections of a contract correct there what was told.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Self
from uuid import UUID

from domain.contract.commands.breaches import RecordEnrichmentRepayment, RecordLevyPayment
from domain.contract.commands.conclusion import ConcludeContract, RecordConclusion
from domain.contract.commands.drawing import (
    AllocateMovement,
    CancelOrder,
    OrderPayment,
    RecordMovement,
    RecordReversal,
    RejectPayment,
    TakeOverMovement,
)
from domain.contract.commands.entrustment import AllocateReturn, NameMandate, RecordMandate
from domain.contract.commands.publication import EstablishVoidness
from domain.contract.commands.settlement import RecordRefund
from domain.contract.events.entrustment import MandateNamed, MandateNaming, ReturnAllocated
from domain.contract.payments import BankMovement, Payments
from domain.contract.returned import Returned
from domain.contract.rules import entrustment as rules
from domain.contract.rules.order import ALWAYS
from domain.contract.telling import tell
from domain.contract.told import Cover, signed_sums
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.mandate.mandate import Mandate
from domain.mandate.rules import funding
from domain.mandate.state import as_words

TOLD = (
    AllocateMovement,
    AllocateReturn,
    CancelOrder,
    ConcludeContract,
    CorrectEntry,
    EstablishVoidness,
    NameMandate,
    OrderPayment,
    RecordConclusion,
    RecordEnrichmentRepayment,
    RecordLevyPayment,
    RecordMandate,
    RecordMovement,
    RecordRefund,
    RecordReversal,
    RejectPayment,
    TakeBackEntry,
    TakeOverMovement,
)
"""The commands of which the mandates learn."""


class Entrusted(Returned):
    """Decides and remembers under which mandates the contract pays."""

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """The named mandates too, where they learn of it."""
        yield from super().relies_on(command)
        if isinstance(command, TOLD):
            yield from self.mandates

    # Named --------------------------------------------------------------------------------------------------------

    @decides(NameMandate)
    @decides(RecordMandate)
    def name_mandate(self, command: NameMandate | RecordMandate, case: Case) -> tuple[Event, ...]:
        self.check_on_file(case)
        said = MandateNaming(**{name: getattr(command, name) for name in MandateNaming.model_fields})
        rules.naming_says_something_new(case, ALWAYS, is_new=self.mandates.get(said.mandate) != said)
        self._ask_naming(said, case.other(Mandate, said.mandate), case)
        cover = self.cover(case, {**self.mandates, said.mandate: said})
        returned = tuple(self._plain_returns(cover, case))
        after = self.lines(cover, {**self.returned, **{one.movement: one.parts for one in returned}})
        paid = tell(self.lines(self.cover(case)), after, cover, case)
        if self.is_concluded and not self.void:
            bound = self.commit_stated((said,), cover, case)
            ordered = self.still_ordered(self.payments, cover)
            self.settle((*paid, *ordered), cover, case, ordered=ordered, paid=paid, bound=bound)
        return (MandateNamed.of(command), *returned)

    def _ask_naming(self, said: MandateNaming, mandate: Mandate, case: Case) -> None:
        keys = [mandate.service_key(self.service_key(one.service)) for one in said.commitments]
        stated = as_words((key, one.year) for key, one in zip(keys, said.commitments, strict=True))
        rules.year_committed_once(case, ALWAYS, stated=stated)
        for one in said.commitments:
            mandate.ask_about_amount(case, one.amount)
        provider = self.provider.on(case.day) or self.provider.latest
        if provider and provider.ico and mandate.provider and mandate.provider.ico:
            rules.mandate_of_provider(case, case.day, provider=provider.ico, undertaking=mandate.provider.ico)
        for named in said.services:
            if mandate.services and named.service is not None:
                funding.covers_service(case, case.day, service=named.service, services=tuple(mandate.services))

    def _plain_returns(self, cover: Cover, case: Case) -> Iterator[ReturnAllocated]:
        """What came back before a mandate was named."""
        drawn = signed_sums(self.lines(cover))
        for line in self.unstated_returns():
            said = self.plain_return(line, self.receipts[line], drawn, case)
            if said is not None:
                yield said

    # Told ---------------------------------------------------------------------------------------------------------

    def became_binding(self, case: Case, *, before: Self) -> None:
        if not self.mandates:
            return
        cover = self.cover(case)
        paid = tell(before.lines(before.cover(case)), self.lines(cover), cover, case)
        bound = self.commit_stated(self.mandates.values(), cover, case)
        self.settle(paid, cover, case, ordered=self.still_ordered(self.payments, cover), paid=paid, bound=bound)

    def became_void(self, case: Case, established_on: date) -> None:
        for mandate in self.cover(case).mandates.values():
            mandate.lose_clause(self.id, case.aside(case.day))
            self.release_all(mandate, case, on=established_on)

    def tell_movement(self, after: BankMovement, book: Payments, case: Case) -> None:
        """A movement was recorded, reversed or allocated anew; `book` is how all of them then read."""
        if not self.mandates or not rules.compensation_in_crowns(case, case.day, amount=after.amount):
            return
        cover, known = self.cover(case), self.payments.movements.get(after.movement)
        paid = tell(cover.of_movement(known) if known else {}, cover.of_movement(after), cover, case)
        self.settle(paid, cover, case, ordered=self.still_ordered(book, cover), paid=paid)

    # Corrected ----------------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """After a correction the mandates are told what then reads otherwise; what they were told before is corrected.

        What was not touched stays as it is there, also where the mandate was corrected by itself.
        """
        super().review(case)
        if not any(isinstance(entry.event, MandateNamed) for entry in case.history):
            return
        before = type(self).replay(self.id, case.history)
        self._retell_corrected(before, case)
        self._review_returns(case)

    def _retell_corrected(self, before: Self, case: Case) -> None:
        old, cover = before.cover(case), self.cover(case)
        both = cover.beside(old)
        paid = tell(before.lines(old), self.lines(cover), both, case)
        was_ordered, ordered = before.still_ordered(before.payments, old), self.still_ordered(self.payments, cover)
        differing = [key for key in {**was_ordered, **ordered} if was_ordered.get(key) != ordered.get(key)]
        is_binding, was_binding = self.is_concluded and not self.void, before.is_concluded and not before.void
        bound = self.commit_stated(self._newly_said(before, is_new=not was_binding), cover, case) if is_binding else {}
        gone = [one for one in before.mandates if not is_binding or one not in self.mandates]
        settled = (key for key in (*paid, *differing) if key.mandate not in gone)
        self.settle(settled, both, case, ordered=ordered, paid=paid, bound=bound)
        for identifier in gone if was_binding else ():
            self.release_all(both.mandates[identifier], case, on=case.day, paid=paid)
        self._retell_voidness(before, both, case)

    def _retell_voidness(self, before: Self, cover: Cover, case: Case) -> None:
        for mandate in cover.mandates.values() if self.void != before.void else ():
            told = mandate.lose_clause if self.void else mandate.regain_clause
            told(self.id, case.aside(self.concluded_on))

    def _newly_said(self, before: Self, *, is_new: bool) -> Iterable[MandateNaming]:
        return [one for one in self.mandates.values() if is_new or before.mandates.get(one.mandate) != one]

    def _review_returns(self, case: Case) -> None:
        noted, waiting = self.anomalies_of(rules.return_states_year.label), list(self.unstated_returns())
        if noted and not waiting:
            case.close_anomalies(*noted)
        elif waiting and not noted:
            rules.return_states_year(case, case.day, movement=waiting[0], is_stated=False, service_years=())

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(MandateNamed)
    def mandate_named(self, event: MandateNamed, entry: Entry) -> None:
        self.mandates[event.mandate] = MandateNaming(**event.fields())
