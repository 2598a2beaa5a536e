"""Which rows each event of a tender brings: what it is, its lots, and every step."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, JsonValue

from domain.kernel.calendar import TimeLimit
from domain.kernel.entry import Entry
from domain.kernel.money import Money
from domain.tender import events
from domain.tender.payloads import LotRound
from projections.table import Table
from projections.view import Record, View, rows_of

Document = dict[str, JsonValue]


class Step(StrEnum):
    """What happened to a tender, or to one of its lots, rounds, bids, objections."""

    APPROVED = "approved"
    LOT_DEFINED = "lot defined"
    ANNOUNCED = "announced"
    """By a preliminary notice."""
    PUBLISHED = "published"
    EXPLAINED = "explained"
    """By other tender documents or by a clarification."""
    INTERESTED = "interest received"
    BID = "bid received"
    WITHDRAWN = "bid withdrawn"
    OPENED = "bids opened"
    EXCLUDED = "participant excluded"
    EVALUATED = "evaluated"
    SELECTED = "selected"
    SET_ASIDE = "decision set aside"
    NOTIFIED = "notified"
    OBJECTED = "objections received"
    ANSWERED = "objections answered"
    ANSWER_DELIVERED = "answer delivered"
    PETITIONED = "petition filed"
    REVIEWED = "review decided"
    FORBIDDEN = "interim measure issued"
    ALLOWED = "interim measure ended"
    STANDSTILL_ENDED = "standstill ended"
    AWARDED = "awarded"
    CONTRACTED = "contracted"
    RELEASED = "contract released"
    CANCELLED = "cancelled"
    UNAWARDED = "left unawarded"
    RELAUNCHED = "called again"
    RESULT = "result published"
    CLOSED = "closed"


class About(NamedTuple):
    """What an entry says a tender is. Amounts are in minor units."""

    tender: UUID
    is_taken_over: int
    number: str | None = None
    title: str | None = None
    project: UUID | None = None
    section: str | None = None
    service_as_written: str | None = None
    region_as_written: str | None = None
    regime: str | None = None
    estimated_value: int | None = None
    currency: str | None = None
    price_percent: int | None = None
    started_on: date | None = None
    outcome: Document | None = None
    """How a source says that it ended."""
    one_of: Document | None = None
    """The tenders among which a source counts it."""
    inferred: Document | None = None
    """Field → what it was concluded from."""


class Taken(NamedTuple):
    """A step, with what of it matters later; which columns are filled depends on the step."""

    tender: UUID
    step: str
    lot: str | None = None
    round: int | None = None
    bid: str | None = None
    reference: str | None = None
    """Of objections, a petition, a measure, a preliminary interest."""
    about: str | None = None
    """The objections that a petition follows; the petition that a measure belongs to."""
    what: str | None = None
    """The notice, the standstill, the outcome, or against what objections are."""
    sets_aside: str | None = None
    lots: list[JsonValue] | None = None
    bids: list[JsonValue] | None = None
    moment: datetime | None = None
    """The limit for bids, or when one came or was taken back."""
    day: date | None = None
    """From which limits run, until which they were computed, or on which a decision was final."""
    limits: Document | None = None
    """Time limits as they were computed, by their names in the event."""
    title: str | None = None
    amount: int | None = None
    currency: str | None = None
    provider: str | None = None
    provider_ico: str | None = None
    contract: UUID | None = None
    new_tender: UUID | None = None
    stated: Document | None = None
    """How a source says that a lot ended."""


GROUPED = "grouped"
"""A notice of the results of a quarter together."""

ABOUT = Table("tender_funnel_about", About)
TAKEN = Table("tender_funnel_taken", Taken, indexes=(("tender",),))


class TenderFunnel(View):
    """Every event of a tender that says how far it has come."""

    name = "tender_funnel"
    tables = (ABOUT, TAKEN)

    # What it is -----------------------------------------------------------------------------------------------------

    @rows_of(events.TenderPlanned)
    def planned(self, event: events.TenderPlanned, entry: Entry) -> Iterator[Record]:
        yield About(
            tender=entry.originator_id,
            is_taken_over=0,
            number=event.number,
            title=event.title,
            project=event.project,
            section=event.section,
            regime=event.regime,
            price_percent=event.price_percent,
            **value(event.estimated_value),
        )

    @rows_of(events.TenderTakenOver)
    def taken_over(self, event: events.TenderTakenOver, entry: Entry) -> Iterator[Record]:
        yield About(
            tender=entry.originator_id,
            is_taken_over=1,
            number=event.number,
            title=event.title,
            project=event.project,
            section=event.section,
            service_as_written=event.service_as_written,
            region_as_written=event.region.raw if event.region else None,
            regime=event.regime,
            price_percent=event.price_percent,
            started_on=event.started_on.parsed if event.started_on else None,
            outcome=document(event.outcome),
            one_of=document(event.one_of),
            inferred={one.field: one.why for one in entry.stamp.inferred} or None,
            **value(event.estimated_value),
        )
        for lot in event.lots:
            yield taken(Step.LOT_DEFINED, entry, lot=lot.lot, title=lot.title, stated=document(lot.outcome))

    @rows_of(events.TenderLotDefined)
    def lot_defined(self, event: events.TenderLotDefined, entry: Entry) -> Iterator[Record]:
        yield taken(Step.LOT_DEFINED, entry, lot=event.lot, title=event.title)

    # The call -------------------------------------------------------------------------------------------------------

    @rows_of(events.TenderApproved)
    def approved(self, event: events.TenderApproved, entry: Entry) -> Iterator[Record]:
        yield taken(Step.APPROVED, entry)

    @rows_of(events.TenderPublished)
    def published(self, event: events.TenderPublished, entry: Entry) -> Iterator[Record]:
        step = Step.PUBLISHED if event.notice_kind == "START" else Step.ANNOUNCED
        moment = event.bids_until if step is Step.PUBLISHED else event.interest_until
        yield taken(step, entry, moment=moment)

    @rows_of(events.TenderDocumentationChanged, events.ClarificationIssued)
    def explained(
        self, event: events.TenderDocumentationChanged | events.ClarificationIssued, entry: Entry
    ) -> Iterator[Record]:
        yield taken(Step.EXPLAINED, entry, lots=texts(event.lots), moment=event.bids_until)

    @rows_of(events.PreliminaryInterestReceived)
    def interested(self, event: events.PreliminaryInterestReceived, entry: Entry) -> Iterator[Record]:
        yield taken(Step.INTERESTED, entry, reference=event.interest, moment=event.received_at)

    @rows_of(events.LotRelaunched)
    def relaunched(self, event: events.LotRelaunched, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.RELAUNCHED, event, entry, moment=event.bids_until, new_tender=event.new_tender)

    # Bids -----------------------------------------------------------------------------------------------------------

    @rows_of(events.BidReceived)
    def bid_received(self, event: events.BidReceived, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.BID, event, entry, bid=event.bid, moment=event.received_at)

    @rows_of(events.BidWithdrawn)
    def bid_withdrawn(self, event: events.BidWithdrawn, entry: Entry) -> Iterator[Record]:
        yield taken(Step.WITHDRAWN, entry, bid=event.bid, moment=event.withdrawn_at)

    @rows_of(events.BidsOpened)
    def opened(self, event: events.BidsOpened, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.OPENED, event, entry, bids=texts(one.bid for one in event.bids))

    @rows_of(events.ParticipantExcluded)
    def excluded(self, event: events.ParticipantExcluded, entry: Entry) -> Iterator[Record]:
        yield taken(Step.EXCLUDED, entry, bid=event.bid)

    # Decisions ------------------------------------------------------------------------------------------------------

    @rows_of(events.BidsEvaluated)
    def evaluated(self, event: events.BidsEvaluated, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.EVALUATED, event, entry)

    @rows_of(events.SupplierSelected)
    def selected(self, event: events.SupplierSelected, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.SELECTED, event, entry, bid=event.bid, what=event.standstill)

    @rows_of(events.DecisionSetAside)
    def set_aside(self, event: events.DecisionSetAside, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.SET_ASIDE, event, entry, sets_aside=event.what)

    @rows_of(events.NoticeDelivered)
    def notified(self, event: events.NoticeDelivered, entry: Entry) -> Iterator[Record]:
        yield taken(
            Step.NOTIFIED,
            entry,
            bid=event.bid,
            what=event.notice,
            day=event.delivery.counts_on,
            limits=limits(objections_until=event.objections_until),
        )

    @rows_of(events.StandstillEnded)
    def standstill_ended(self, event: events.StandstillEnded, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.STANDSTILL_ENDED, event, entry, bid=event.bid, day=event.last_day)

    # Review ---------------------------------------------------------------------------------------------------------

    @rows_of(events.TenderObjectionReceived)
    def objected(self, event: events.TenderObjectionReceived, entry: Entry) -> Iterator[Record]:
        found = limits(answer_by=event.answer_by, petition_by_if_silent=event.petition_by_if_silent) or {}
        if event.due_on is not None:
            found["due_on"] = event.due_on.isoformat()
        yield taken(
            Step.OBJECTED,
            entry,
            reference=event.objection,
            bid=event.bid,
            lots=texts(event.lots),
            what=event.against,
            day=event.delivery.counts_on,
            limits=found or None,
        )

    @rows_of(events.TenderObjectionDecided)
    def answered(self, event: events.TenderObjectionDecided, entry: Entry) -> Iterator[Record]:
        yield taken(Step.ANSWERED, entry, reference=event.objection, what=event.outcome, sets_aside=event.sets_aside)

    @rows_of(events.ObjectionAnswerDelivered)
    def answer_delivered(self, event: events.ObjectionAnswerDelivered, entry: Entry) -> Iterator[Record]:
        found = limits(petition_by=event.petition_by)
        yield taken(Step.ANSWER_DELIVERED, entry, reference=event.objection, day=event.delivery.counts_on, limits=found)

    @rows_of(events.ReviewPetitionFiled)
    def petitioned(self, event: events.ReviewPetitionFiled, entry: Entry) -> Iterator[Record]:
        found = limits(blocked_until=event.blocked_until)
        yield taken(
            Step.PETITIONED,
            entry,
            reference=event.petition,
            about=event.objection,
            lots=texts(event.lots),
            limits=found,
        )

    @rows_of(events.ReviewDecided)
    def reviewed(self, event: events.ReviewDecided, entry: Entry) -> Iterator[Record]:
        yield taken(
            Step.REVIEWED,
            entry,
            reference=event.petition,
            what=event.outcome,
            sets_aside=event.sets_aside,
            day=event.final_on,
        )

    @rows_of(events.InterimMeasureIssued)
    def forbidden(self, event: events.InterimMeasureIssued, entry: Entry) -> Iterator[Record]:
        yield taken(Step.FORBIDDEN, entry, reference=event.measure, about=event.petition, lots=texts(event.lots))

    @rows_of(events.InterimMeasureEnded)
    def allowed(self, event: events.InterimMeasureEnded, entry: Entry) -> Iterator[Record]:
        yield taken(Step.ALLOWED, entry, reference=event.measure)

    # How it ended ---------------------------------------------------------------------------------------------------

    @rows_of(events.LotAwarded)
    def awarded(self, event: events.LotAwarded, entry: Entry) -> Iterator[Record]:
        yield of_round(
            Step.AWARDED,
            event,
            entry,
            bid=event.bid,
            provider=event.provider.name,
            provider_ico=event.provider.ico,
            **money(event.price),
        )

    @rows_of(events.LotContracted)
    def contracted(self, event: events.LotContracted, entry: Entry) -> Iterator[Record]:
        found = limits(result_by=event.result_by, grouped_result_by=event.grouped_result_by)
        yield of_round(Step.CONTRACTED, event, entry, contract=event.contract, limits=found, **money(event.amount))

    @rows_of(events.LotContractReleased)
    def released(self, event: events.LotContractReleased, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.RELEASED, event, entry, contract=event.contract)

    @rows_of(events.LotCancelled)
    def cancelled(self, event: events.LotCancelled, entry: Entry) -> Iterator[Record]:
        yield taken(Step.CANCELLED, entry, lot=event.lot, round=event.round)

    @rows_of(events.LotUnawarded)
    def unawarded(self, event: events.LotUnawarded, entry: Entry) -> Iterator[Record]:
        yield of_round(Step.UNAWARDED, event, entry)

    @rows_of(events.TenderResultPublished)
    def result(self, event: events.TenderResultPublished, entry: Entry) -> Iterator[Record]:
        yield taken(Step.RESULT, entry, lots=texts(event.lots), what=GROUPED if event.is_grouped else None)

    @rows_of(events.TenderClosed)
    def closed(self, event: events.TenderClosed, entry: Entry) -> Iterator[Record]:
        yield taken(Step.CLOSED, entry)


TENDER_FUNNEL = TenderFunnel()


# Rows made of several events -------------------------------------------------------------------------------------


def taken(step: Step, entry: Entry, **more: Any) -> Taken:
    return Taken(entry.originator_id, step.value, **more)


def of_round(step: Step, event: LotRound, entry: Entry, **more: Any) -> Taken:
    return taken(step, entry, lot=event.lot, round=event.round, **more)


def money(amount: Money) -> dict[str, Any]:
    return {"amount": amount.minor, "currency": amount.currency}


def value(estimated: Money | None) -> dict[str, Any]:
    if estimated is None:
        return {}
    return {"estimated_value": estimated.minor, "currency": estimated.currency}


def document(model: BaseModel | None) -> Document | None:
    return None if model is None else model.model_dump(mode="json", exclude_none=True)


def texts(values: Iterable[str]) -> list[JsonValue] | None:
    return list(values) or None


def limits(**found: TimeLimit | None) -> Document | None:
    """The limits that could be computed."""
    return {name: limit.model_dump(mode="json") for name, limit in found.items() if limit is not None} or None
