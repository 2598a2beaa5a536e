"""What is asked anew after a correction: each entry about money, each service-year, and the act itself."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from uuid import UUID

from domain.kernel.aggregate import when
from domain.kernel.calendar import lateness
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.money import Money, total
from domain.kernel.question import Question, question
from domain.kernel.stamp import AnomalyRef
from domain.mandate.book import Entered
from domain.mandate.entrustment import Entrustment
from domain.mandate.events.funding import CompensationPaid
from domain.mandate.funding import ABOVE_RECEIVED, OF_YEARS, OUTSIDE, RISK
from domain.mandate.interest import INTEREST_NOT_COMPUTED, interest_due, note_missing_rate, rate_is_missing
from domain.mandate.payloads import Elements
from domain.mandate.records import Receipt, RepaymentClaim
from domain.mandate.rules import entrustment, funding, order
from domain.mandate.rules import overcompensation as rules
from domain.mandate.state import NO_SERVICE, BookKey

Note = Callable[[], object]
"""Notes what is broken."""


class Review(Entrustment):
    """The standing rules, asked about the state that a correction leaves behind."""

    @when(EntryCorrected)
    @when(EntryTakenBack)
    def corrected(self, event: EntryCorrected | EntryTakenBack, entry: Entry) -> None:
        """What was noted beside it is about the entry that it corrects."""
        self.corrects[entry.event_id] = self.corrects.get(event.target, event.target)

    def review(self, case: Case) -> None:
        """Identity and arithmetic refuse; what else is broken is noted, and what is mended closed."""
        self._review_identity(case)
        for payment in self._payments():
            self._review_payment(payment, case)
        self._review_period(case)
        for label in OF_YEARS:
            self._review_years(label, case)
        self._review_ceilings(case)
        for name, claim in self.claims.items():
            self._review_claim(name, claim, case)
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
        *cover, of_period = self.questions_of_cover(said, service)
        of_year = self._noted_of_year((service, said.year))
        for asked in (named, *cover, *(() if of_year else (of_period,))):
            self._settle(asked, payment.event_id, case)

    def _review_period(self, case: Case) -> None:
        """Beside the end of the mandate a whole service-year is noted as outside of it."""
        for key in [key for key in self.books if self._noted_of_year(key)]:
            if not self.outside_period(key):
                self.close_about(case, key, OUTSIDE)

    def _noted_of_year(self, key: BookKey) -> bool:
        return any(key in self.noted_about.get(ref, ()) for ref in self.anomalies_of(OUTSIDE))

    def _settle(self, asked: Question, about: UUID, case: Case) -> None:
        """Note what is newly broken beside an entry, close what is mended."""
        noted = self._noted(asked.rule.label, about)
        if noted and not asked.is_broken:
            case.close_anomalies(*noted)
        elif not noted:
            asked.put(case)

    def _noted(self, label: str, about: UUID) -> tuple[AnomalyRef, ...]:
        """The open anomalies of a label beside an entry, or beside a correction of it."""
        named = self.anomalies_of(label)
        return tuple(ref for ref in named if self.corrects.get(ref.event_id, ref.event_id) == about)

    def _review_years(self, label: str, case: Case) -> None:
        """The risk of overcompensation, what came back beyond what was received, a verdict that no longer agrees.

        Of a year whose verdict stands there is no risk any more: what is too much is carried over or asked back.
        Beside one entry several service-years may be noted under one label: they close together, and those of which it
        still holds are noted anew.
        """
        noted = {ref: frozenset(self.service_years(ref)) for ref in self.anomalies_of(label)}
        keys = dict.fromkeys((*self.books, *(key for about in noted.values() for key in sorted(about))))
        asked = {key: self.asked_of_year(label, key, case.day) for key in keys}
        seen_to = {key for key in asked if label == RISK and self.is_judged(*key)}
        broken = {key: one for key, one in asked.items() if one.is_broken and key not in seen_to}
        mended = {ref: about for ref, about in noted.items() if about - broken.keys()}
        case.close_anomalies(*mended)
        standing = {key for ref, about in noted.items() if ref not in mended for key in about}
        noted_before = {key for about in mended.values() for key in about}
        for key, one in broken.items():
            if key not in standing:
                if key in noted_before or label == ABOVE_RECEIVED:
                    self.note_of_year(one, key, case)
                else:
                    one.put(case)

    def _review_ceilings(self, case: Case) -> None:
        """Whether each paper states the compensation payment of a service-year once."""
        for paper, stated in self.ceilings_stated.items():
            self._settle(question(entrustment.ceiling_stated_once, ALWAYS, stated=stated), paper, case)

    def _review_claim(self, name: str, claim: RepaymentClaim, case: Case) -> None:
        """What is noted beside a corrected request is so of all that came in on it, and closes with the last."""
        found: dict[str, dict[UUID, Note | None]] = defaultdict(dict)
        for receipt in claim.receipts:
            for asked in _questions_of_receipt(name, claim, receipt, case):
                found[asked.rule.label][receipt.event_id] = partial(asked.put, case) if asked.is_broken else None
            if receipt.on is not None:
                note = partial(note_missing_rate, receipt.on, claim.due, case)
                lacks_rate = rate_is_missing(receipt.amount, receipt.on, claim.due, case)
                found[INTEREST_NOT_COMPUTED][receipt.event_id] = note if lacks_rate else None
        for label, notes in found.items():
            self._settle_each(label, notes, claim.event_id, case)

    def _settle_each(self, label: str, notes: Mapping[UUID, Note | None], together: UUID, case: Case) -> None:
        """The entries of which something is to be noted, each unless it is so beside it or beside what they share."""
        beside = self._noted(label, together)
        for about, note in notes.items():
            noted = self._noted(label, about)
            if note is None:
                case.close_anomalies(*noted)
            elif not noted and not beside:
                note()
        if not any(notes.values()):
            case.close_anomalies(*beside)

    def _review_act(self, case: Case) -> None:
        """The act as it was issued, read anew."""
        case.close_anomalies(*self.anomalies_of(entrustment.article_4_complete.label))
        decision = self.decision_on(self.issued_on)
        elements = next((words for _, words in self.elements), Elements())
        self.ask_about_elements(case, elements, decision, law=decision, period=self.period())


def _questions_of_receipt(name: str, claim: RepaymentClaim, receipt: Receipt, case: Case) -> Iterator[Question]:
    if not claim.is_withdrawn:
        earlier = total(one.amount for one in claim.receipts[: claim.receipts.index(receipt)])
        left = max(claim.amount - earlier, Money(0))
        yield question(rules.repaid_within_claim, receipt.on, claim=name, left=left, repaid=receipt.amount)
    late = lateness(receipt.on, claim.due)
    yield question(rules.repaid_in_time, receipt.on, claim=name, repaid_on=receipt.on, **late)
    if receipt.on is not None:
        yield question(
            rules.interest_follows_repayment,
            receipt.on,
            claim=name,
            movement=receipt.movement,
            stated=receipt.interest,
            computed=interest_due(receipt.amount, receipt.on, claim.due, case),
            lacks_rate=rate_is_missing(receipt.amount, receipt.on, claim.due, case),
        )
