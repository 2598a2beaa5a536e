"""Public money for the service: guarded here, because contracts and municipalities share one ceiling.

What the region binds itself to is refused above the compensation payment; what was paid or given by others is recorded,
and the risk of overcompensation shown. A contract asks here before it binds the region or pays, and writes what it
commits and pays here in the same transaction, so two clerks who commit at the same moment cannot both be right.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self
from uuid import UUID

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.question import Question, question
from domain.mandate.accounts import commitment_key
from domain.mandate.book import Entered, Line, YearBook, entered
from domain.mandate.commands.funding import (
    CommitCompensation,
    RecordCompensationPayment,
    RecordMoneyReturn,
    RecordOtherFunding,
    ReleaseCommitment,
)
from domain.mandate.events.funding import (
    Commitment,
    CommitmentReleased,
    CompensationCommitted,
    CompensationPaid,
    CompensationPayment,
    MoneyReturn,
    OtherPublicFundingRecorded,
    PublicMoneyReturned,
)
from domain.mandate.judging import Judging
from domain.mandate.rules import deminimis, entrustment, order
from domain.mandate.rules import funding as rules
from domain.mandate.state import NO_SERVICE, BookKey

RISK = rules.public_money_within_compensation.label
ABOVE_RECEIVED = rules.returned_within_received.label
CHANGED = rules.checked_year_unchanged.label
OUTSIDE = rules.covers_period.label
OF_YEARS = (RISK, ABOVE_RECEIVED, CHANGED)
"""What is noted of a service-year as it stands, and not of one entry."""


class Funding(Judging):
    """Commitments, payments, other public money, and what went back."""

    # Committed ----------------------------------------------------------------------------------------------------

    @decides(CommitCompensation)
    def commit(self, command: CommitCompensation, case: Case) -> Event:
        self.ask_about_file(case)
        self.ask_about_commitment(case, command)
        return CompensationCommitted.of(command)

    def ask_about_commitment(self, case: Case, commitment: Commitment) -> None:
        """Everything that is asked before the region binds itself, here or in a contract that writes a guard."""
        order.commitment_identified(case, ALWAYS, contract=commitment.contract, reference=commitment.reference)
        self.ask_about_order(case, commitment, more=commitment.amount, bound_on=case.day, ordered=commitment.amount * 0)

    def ask_about_order(
        self, case: Case, asked: Commitment, *, more: Money, bound_on: date | None, ordered: Money
    ) -> None:
        """What is asked when a contract orders money: for what it is, and whether it fits.

        `more` is what of it is not committed yet, `ordered` what the contract ordered before and did not pay. The
        region bound itself by the contract: on `bound_on` the mandate had to last.
        """
        key = self._ask_about_money(case, asked)
        if more.minor > 0:
            rules.committed_while_it_lasts(case, case.day, on=bound_on, last_day=self.ends_on)
        self._ask_about_preconditions(case, key[0])
        self._ask_about_year(case, key, asked.amount)
        if more.minor > 0:
            self.room_asked(key, self.book(*key).growth(commitment_key(asked), committed=more)).put(case)
        else:
            self._room_for_payment(key, asked.amount, ordered=ordered).put(case)

    def _ask_about_money(self, case: Case, money: Commitment) -> BookKey:
        """First whether anything may be paid, then for what."""
        self.ask_about_amount(case, money.amount)
        order.months_of_its_year(case, ALWAYS, year=money.year, months=money.months)
        rules.issued(case, case.day, is_issued=self.stands)
        service = self.ask_about_service(case, money.service, money.year)
        for asked in self.questions_of_cover(money, service):
            asked.put(case)
        rules.not_suspended(case, case.day, is_suspended=bool(self.suspended.on(case.day)))
        self.ask_about_legal_basis(case)
        return service, money.year

    def questions_of_cover(self, money: Commitment, service: str) -> tuple[Question, ...]:
        """Whether service, territory and time lie inside the mandate."""
        on = self.law_day_of_year(money.year)
        territory = self.territory_in(service, money.year)
        return (
            question(rules.covers_service, on, service=service or None, services=tuple(self.services)),
            question(rules.covers_territory, on, orps=money.orps, territory=territory),
            question(rules.covers_period, on, year=money.year, outside=self.outside(money.year, money.months)),
        )

    def _ask_about_preconditions(self, case: Case, service: str) -> None:
        """What was lost since the issue; what was tested then is not tested again."""
        if self.has_lost("registration", service, case.day):
            entrustment.service_registered(case, case.day, service=service, day=case.day, is_registered=False)
        if self.has_lost("network entry", service, case.day):
            entrustment.service_in_network(case, case.day, service=service, day=case.day, is_included=False)

    def _ask_about_year(self, case: Case, key: BookKey, amount: Money) -> None:
        """Then whether the year takes compensation at all, and is still open."""
        service, _ = key
        has_grant = any(grant.service == service for grant in self.grants.values())
        deminimis.not_cumulated(
            case, case.day, service=service, has_de_minimis=has_grant, has_compensation=amount.minor > 0
        )
        self.ask_about_checked_year(case, key)

    def _room_for_payment(self, key: BookKey, asked: Money, *, ordered: Money) -> Question:
        """Whether money that is committed already may go out: not where with it the service would have too much."""
        return self.room_asked(key, asked, taken=self.book(*key).kept() + ordered)

    def room_asked(self, key: BookKey, asked: Money, *, taken: Money | None = None) -> Question:
        """Whether so much more fits under the compensation payment of the service-year, beside what is taken."""
        service, year = key
        book = self.book(service, year)
        return question(
            rules.public_money_within_compensation,
            self.law_day_of_year(year),
            service=service,
            year=year,
            taken=book.taken() if taken is None else taken,
            asked=asked,
            compensation=book.latest_compensation,
            carried_in=self.carried(service, year),
            room=self.room(year, service),
        )

    @decides(ReleaseCommitment)
    def release(self, command: ReleaseCommitment, case: Case) -> Event:
        self.ask_about_file(case)
        order.commitment_identified(case, ALWAYS, contract=command.contract, reference=command.reference)
        self.ask_about_amount(case, command.amount)
        service = self.ask_about_entrusted(case, command.service, command.year)
        book, name = self.book(service, command.year), commitment_key(command)
        rules.released_within_commitment(case, case.day, unpaid=book.unpaid(name), released=command.amount)
        freed = min(command.amount, book.unpaid(name))
        self.close_risk(case, (service, command.year), freed=freed)
        return CommitmentReleased.of(command)

    # Paid and given -----------------------------------------------------------------------------------------------

    @decides(RecordCompensationPayment)
    def record_payment(self, command: RecordCompensationPayment, case: Case) -> Event:
        self.ask_about_file(case)
        self.ask_about_payment(case, command)
        return CompensationPaid.of(command)

    def ask_about_payment(self, case: Case, payment: CompensationPayment) -> None:
        """Everything that is asked about compensation that was paid, by a contract or as somebody reports it."""
        key = self._ask_about_money(case, payment)
        self._ask_about_movement(case, key, payment.movement)
        self._ask_about_year(case, key, payment.amount)
        book, noted = self.book(*key), self.anomalies_about(key, ABOVE_RECEIVED)
        self.room_asked(key, book.growth(commitment_key(payment), paid=payment.amount)).put(case)
        self._look_beyond(key, CompensationPaid.of(payment), case)
        if noted and book.covers_returns_with(payment):
            self.close_about(case, key, ABOVE_RECEIVED)

    def _ask_about_movement(self, case: Case, key: BookKey, movement: str | None) -> None:
        is_known = movement is not None and (self.book(*key).knows_movement(movement) or self._repaid_by(key, movement))
        order.movement_recorded_once(case, ALWAYS, movement=movement, service=key[0], year=key[1], is_known=is_known)

    def _repaid_by(self, key: BookKey, movement: str) -> bool:
        """Whether that line of the statement brought an overcompensation of the service-year back."""
        return any(receipt.movement == movement for _, one in self.claimed(*key) for receipt in one.receipts)

    @decides(RecordOtherFunding)
    def record_other_funding(self, command: RecordOtherFunding, case: Case) -> Event:
        self.ask_about_file(case)
        self.ask_about_amount(case, command.amount)
        order.months_of_its_year(case, ALWAYS, year=command.year, months=command.months)
        order.funding_recorded_once(case, ALWAYS, funding=command.funding, is_known=self.knows_funding(command.funding))
        key = self.ask_about_service(case, command.service, command.year), command.year
        rules.covers_service(case, case.day, service=key[0] or None, services=tuple(self.services))
        self.ask_about_checked_year(case, key)
        self.room_asked(key, command.amount).put(case)
        given = OtherPublicFundingRecorded.of(command)
        self._look_beyond(key, given, case)
        return given

    def knows_funding(self, funding: str) -> bool:
        """Whether other public money is recorded under this key."""
        return any(funding in book.given_by_funding for book in self.books.values())

    # Returned -----------------------------------------------------------------------------------------------------

    @decides(RecordMoneyReturn)
    def record_return(self, command: RecordMoneyReturn, case: Case) -> Event:
        self.ask_about_file(case)
        self.ask_about_return(case, command)
        return PublicMoneyReturned.of(command)

    def ask_about_return(self, case: Case, back: MoneyReturn) -> None:
        """Everything that is asked about money that went back, through a contract or as somebody reports it."""
        self.ask_about_amount(case, back.amount)
        key = self.ask_about_service(case, back.service, back.year), back.year
        self._ask_about_movement(case, key, back.movement)
        book = self.book(*key)
        if back.funding is not None:
            is_known = book.left_of_funding(back.funding) is not None
            order.funding_known(case, ALWAYS, funding=back.funding, is_known=is_known)
        received = book.left_to_return(back)
        rules.returned_within_received(case, case.day, received=received, returned=back.amount)
        self.ask_about_checked_year(case, key)
        of_funding = min(back.amount, received)
        freed = of_funding if back.funding else -book.growth(commitment_key(back), paid=-back.amount)
        self.close_risk(case, key, freed=freed)
        self._look_beyond(key, PublicMoneyReturned.of(back), case)

    # Told by a contract -------------------------------------------------------------------------------------------

    def line_told(self, service: str | None, year: int, movement: str | None) -> Entered[Line] | None:
        """What is entered of a line of the statement for a service-year."""
        return self.book(self.service_key(service), year).line(movement)

    def on_trial(self) -> Self:
        """The same mandate, to take further lines of the statement in on trial; this one stays as it is."""
        trial = copy.copy(self)
        trial.books = {key: book.copy() for key, book in self.books.items()}
        trial.about, trial.doubled = self.about.copy(), self.doubled.copy()
        return trial

    def rewritten(self, lines: Mapping[UUID, Entered[Line] | None]) -> Self:
        """The mandate on trial as it would read if these entries said something else, or nothing."""
        trial = self.on_trial()
        for key in {self.about[one] for one in lines}:
            trial.books[key] = self.books[key].rewritten(lines)
        return trial

    # The risk of overcompensation ---------------------------------------------------------------------------------

    def close_risk(self, case: Case, key: BookKey, *, freed: Money) -> None:
        """The risk is over where the money that is left fits under the compensation payment."""
        if self.room_asked(key, -freed).answer() is not False:
            self.close_about(case, key, RISK)

    def close_risk_under(self, case: Case, key: BookKey, stated: Money) -> None:
        """The same with another compensation payment from the day on; where it is too low, the risk is noted."""
        asked, compensation = self.room_asked(key, Money(0)), self.book(*key).compensation_with(stated, case.day)
        asked = Question(asked.rule, asked.on, {**asked.facts, "compensation": compensation})
        if asked.answer() is False:
            asked.note(case)
        else:
            self.close_about(case, key, RISK)

    # Anomalies of service-years -----------------------------------------------------------------------------------

    def asked_of_year(self, label: str, key: BookKey, day: date | None) -> Question:
        """Whether what is noted under the label holds of the service-year as it stands.

        A correction may state no day; what stood before it stands then as well.
        """
        (service, year), day = key, day or ALWAYS
        if label == RISK:
            return self.room_asked(key, Money(0))
        if label == CHANGED:
            is_outdated = self.is_outdated(service, year)
            return question(rules.checked_year_unchanged, day, service=service, year=year, is_checked=is_outdated)
        if label == OUTSIDE:
            kept = question(rules.covers_period, self.law_day_of_year(year), year=year, outside=())
            return next(iter(self.outside_period(key)), kept)
        above = (both for both in self.book(*key).returns() if both[1] > both[0])
        received, returned = next(above, (Money(0), Money(0)))
        return question(rules.returned_within_received, day, received=received, returned=returned)

    def note_of_year(self, asked: Question, key: BookKey, case: Case) -> None:
        """Note what is broken of the service-year, which the facts name."""
        if asked.is_broken:
            facts = {**asked.facts, "service": key[0], "year": key[1]}
            case.note(asked.rule.label, rule=asked.rule.code, facts=facts)

    def close_about(self, case: Case, key: BookKey, *labels: str) -> None:
        """Close what was noted of the service-year; what stands beside the same entry of others is noted anew."""
        for ref in self.anomalies_about(key, *labels):
            case.close_anomalies(ref)
            for other in sorted(set(self.service_years(ref)) - {key}):
                self.note_of_year(self.asked_of_year(ref.code, other, case.day), other, case)

    # Verdicts of other years --------------------------------------------------------------------------------------

    def look_at_verdicts(self, after: Self, case: Case, *, of: Iterable[BookKey] | None = None) -> None:
        """What was checked and now leads elsewhere is noted at once, also where the news speaks of something else.

        `after` is the mandate with the news. A verdict that agrees again needs no new check.
        """
        checked = [key for key, book in self.books.items() if book.standing is not None]
        for key in checked if of is None else of:
            noted, is_outdated = self.anomalies_about(key, CHANGED), after.is_outdated(*key)
            if is_outdated and not noted:
                self.note_of_year(after.asked_of_year(CHANGED, key, case.day), key, case)
            elif noted and not is_outdated:
                after.close_about(case, key, CHANGED)

    def look_at_time(self, after: Self, case: Case) -> None:
        """The mandate ends otherwise than was known: what was checked, and for which years money had gone out."""
        self.look_at_verdicts(after, case)
        for key in self.books:
            noted, outside = self.anomalies_about(key, OUTSIDE), after.outside_period(key)
            if outside and not noted:
                self.note_of_year(outside[0], key, case)
            elif noted and not outside:
                after.close_about(case, key, OUTSIDE)

    def outside_period(self, key: BookKey) -> list[Question]:
        """Of which payments of the service-year the months lie outside the mandate."""
        asked = (self.questions_of_cover(one.event, key[0])[-1] for one in self.book(*key).paid)
        return [one for one in asked if one.is_broken]

    def _look_beyond(self, key: BookKey, event: Event, case: Case) -> None:
        """Money of one service-year stands in the average of others; of no service, in the way of every verdict."""
        others = tuple(self._looking_at(key))
        if others:
            after = self.on_trial()
            after.evolve(case.hypothetical(event, self))
            self.look_at_verdicts(after, case, of=others)

    def _looking_at(self, key: BookKey) -> Iterator[BookKey]:
        """The other service-years whose check looked at money of this one."""
        service, year = key
        for (named, checked), book in self.books.items():
            if book.standing is None or (named, checked) == key:
                continue
            rule = book.standing.result.rule or self.carry_over_rule
            is_averaged = year < checked or (rule is not None and rule.average == "all years of the mandate")
            if (named == service and is_averaged) or (service == NO_SERVICE and checked == year):
                yield named, checked

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(CompensationCommitted)
    def committed(self, event: CompensationCommitted, entry: Entry) -> None:
        self.book_of(event.service, event.year, entry).commit(entered(event, entry))

    @when(CommitmentReleased)
    def commitment_released(self, event: CommitmentReleased, entry: Entry) -> None:
        self.book_of(event.service, event.year, entry).release(entered(event, entry))

    @when(CompensationPaid)
    def compensation_paid(self, event: CompensationPaid, entry: Entry) -> None:
        book = self.book_of(event.service, event.year, entry)
        self._take_movement(book, event.movement)
        book.pay(entered(event, entry))

    @when(OtherPublicFundingRecorded)
    def other_funding_recorded(self, event: OtherPublicFundingRecorded, entry: Entry) -> None:
        if self.knows_funding(event.funding):
            self.doubled.add(event.funding)
        self.book_of(event.service, event.year, entry).give(entered(event, entry))

    @when(PublicMoneyReturned)
    def money_returned(self, event: PublicMoneyReturned, entry: Entry) -> None:
        book = self.book_of(event.service, event.year, entry)
        self._take_movement(book, event.movement)
        book.give_back(entered(event, entry))

    def _take_movement(self, book: YearBook, movement: str | None) -> None:
        if movement is not None and book.knows_movement(movement):
            self.doubled.add(movement)
