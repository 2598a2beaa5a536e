"""What is asked anew after a correction: each entry about money, each service-year, and the act itself."""

from collections.abc import Iterator
from itertools import chain

from domain.kernel.aggregate import when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.money import Money
from domain.kernel.question import Question, question
from domain.kernel.stamp import AnomalyRef
from domain.mandate.asking import lateness
from domain.mandate.book import Entered
from domain.mandate.entrustment import Entrustment
from domain.mandate.events.funding import CompensationPaid
from domain.mandate.funding import ABOVE_RECEIVED, RISK, Funding
from domain.mandate.overcompensation import CHANGED
from domain.mandate.payloads import Elements
from domain.mandate.records import Receipt, RepaymentClaim
from domain.mandate.rules import entrustment, funding, order
from domain.mandate.rules import overcompensation as rules
from domain.mandate.state import NO_SERVICE, BookKey


class Review(Entrustment, Funding):
    """The standing rules, asked about the state that a correction leaves behind."""

    @when(EntryCorrected)
    @when(EntryTakenBack)
    def corrected(self, event: EntryCorrected | EntryTakenBack, entry: Entry) -> None:
        """What was noted beside it is about the entry that it corrects; of which service-years, its facts say."""
        self.corrects[entry.event_id] = self.corrects.get(event.target, event.target)
        for noted in () if entry.is_plain else entry.stamp.anomalies:
            match noted.facts:
                case {"service": str(service), "year": int(year)}:
                    named = AnomalyRef(entry.event_id, noted.code)
                    self.noted_about.setdefault(named, set()).add((service, year))

    def review(self, case: Case) -> None:
        """Identity and arithmetic refuse; what else is broken is noted, and what is mended closed."""
        self._review_identity(case)
        for payment in self._payments():
            self._review_payment(payment, case)
        for key in self.books:
            self._review_year(key, case)
        for name, claim in self.claims.items():
            for receipt in claim.receipts:
                self._review_receipt(name, claim, receipt, case)
        if self.is_issued:
            self._review_act(case)
        super().review(case)

    def _review_identity(self, case: Case) -> None:
        for key in self.doubled:
            order.movement_recorded_once(case, ALWAYS, movement=key, service=NO_SERVICE, year=0, is_known=True)
        for book in self.books.values():
            for amount in book.amounts:
                self.ask_about_amount(case, amount)
            for stated in chain(book.declared, book.verified):
                said = stated.event
                self.ask_about_figures(case, (said.costs, said.revenues, said.reasonable_profit))

    def _payments(self) -> Iterator[Entered[CompensationPaid]]:
        return (one for book in self.books.values() for one in book.paid)

    def _review_payment(self, payment: Entered[CompensationPaid], case: Case) -> None:
        """Whether it is known for which service it was, and whether that lies inside the mandate."""
        said = payment.event
        service = self.service_key(said.service)
        law = self.law_day_of_year(said.year)
        named = question(funding.each_service_on_its_own, law, service=said.service, services=tuple(self.services))
        for asked in (named, *self.questions_of_cover(said, service)):
            self._settle(asked, payment, case)

    def _settle(self, asked: Question, about: Entered[CompensationPaid] | Receipt, case: Case) -> None:
        """Note what is newly broken beside an entry, close what is mended."""
        named = self.anomalies_of(asked.rule.label)
        noted = tuple(ref for ref in named if self.corrects.get(ref.event_id, ref.event_id) == about.event_id)
        if noted and not asked.is_broken:
            case.close_anomalies(*noted)
        elif not noted:
            asked.put(case)

    def _review_year(self, key: BookKey, case: Case) -> None:
        """The risk of overcompensation, and a verdict that no longer agrees."""
        service, year = key
        risk = self.room_asked(key, Money(0))
        self._settle_year(risk, RISK, key, case)
        self._review_returns(key, case)
        is_outdated = self.is_outdated(service, year)
        outdated = question(
            funding.checked_year_unchanged, case.day, service=service, year=year, is_checked=is_outdated
        )
        self._settle_year(outdated, CHANGED, key, case)

    def _review_returns(self, key: BookKey, case: Case) -> None:
        """Beside an act of a contract too this is noted: what moved away may have come back in its old year."""
        above = (both for both in self.books[key].returns() if both[1] > both[0])
        received, returned = next(above, (Money(0), Money(0)))
        asked = question(funding.returned_within_received, case.day, received=received, returned=returned)
        noted = self.anomalies_about(key, ABOVE_RECEIVED)
        if not asked.is_broken:
            case.close_anomalies(*noted)
        elif not noted:
            facts = {**asked.facts, "service": key[0], "year": key[1]}
            case.note(asked.rule.label, rule=asked.rule.code, facts=facts)

    def _settle_year(self, asked: Question, label: str, key: BookKey, case: Case) -> None:
        noted = self.anomalies_about(key, label)
        if noted and not asked.is_broken:
            case.close_anomalies(*noted)
        elif not noted:
            asked.put(case)

    def _review_receipt(self, name: str, claim: RepaymentClaim, receipt: Receipt, case: Case) -> None:
        late = lateness(receipt.on, claim.due)
        asked = question(rules.repaid_in_time, receipt.on, claim=name, repaid_on=receipt.on, **late)
        self._settle(asked, receipt, case)

    def _review_act(self, case: Case) -> None:
        """The act as it was issued, read anew."""
        case.close_anomalies(*self.anomalies_of(entrustment.article_4_complete.label))
        decision = self.decision_on(self.issued_on)
        elements = next((words for _, words in self.elements), Elements())
        self.ask_about_elements(case, elements, decision, law=decision, period=self.period())
