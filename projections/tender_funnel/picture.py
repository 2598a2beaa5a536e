"""What the rows of one tender say together, folded in the order in which they were recorded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from domain.kernel.calendar import TimeLimit
from domain.kernel.money import Money
from projections.tender_funnel.rounds import (
    AwardPicture,
    BidPicture,
    ContractPicture,
    MeasurePicture,
    ObjectionPicture,
    PetitionPicture,
    Reached,
    ResultPicture,
    RoundKey,
    RoundPicture,
    SelectionPicture,
    Stage,
    Told,
)
from projections.tender_funnel.view import GROUPED, About, Document, Step, Taken
from projections.told import Told as Row

Handler = Callable[["TenderPicture", Row[Taken]], None]
H = TypeVar("H", bound=Handler)


def takes(*steps: Step) -> Callable[[H], H]:
    """This method folds these steps."""

    def mark(method: H) -> H:
        setattr(method, "_takes", steps)  # noqa: B010  # functions have no such attribute to the type checker
        return method

    return mark


@dataclass(slots=True)
class LotPicture:
    """A lot with its rounds, or with what a source says of how it ended."""

    lot: str
    title: str | None
    stated: Document | None
    is_old: bool
    """Brought in with an old tender: where nothing is said of it, nothing is known."""
    rounds: dict[int, RoundPicture] = field(default_factory=dict)
    is_abandoned: bool = False
    """Cancelled before it was ever called."""
    continued_in: UUID | None = None
    results: list[ResultPicture] = field(default_factory=list)

    @property
    def current(self) -> RoundPicture | None:
        """The latest round."""
        return self.rounds[max(self.rounds)] if self.rounds else None


class TenderPicture:
    """A tender as its rows tell it. What stands on an entry that was taken back says nothing."""

    def __init__(self, tender: UUID) -> None:
        self.tender = tender
        self.about: About | None = None
        self.position = 0
        """Of the entry that put it on file."""
        self.reached: dict[Stage, Reached] = {}
        """Stages of the tender as a whole; what lots reach by themselves stands with their rounds."""
        self.lots: dict[str, LotPicture] = {}
        self.bids: dict[str, BidPicture] = {}
        self.interests: set[str] = set()
        self.objections: dict[str, ObjectionPicture] = {}
        self.petitions: dict[str, PetitionPicture] = {}
        self.measures: dict[str, MeasurePicture] = {}

    @property
    def has_standstill(self) -> bool:
        """Whether the review procedures of the Acts apply; a small-scale contract only waits for a measure."""
        return self.about is None or self.about.regime != "SMALL_SCALE"

    def take_about(self, row: Row[About]) -> None:
        self.about, self.position, said = row.record, row.position, row.record
        if not said.is_taken_over:
            self.reached[Stage.PLANNED] = _reached(row)
        elif said.started_on is not None:
            self.reached[Stage.CALLED] = Reached(said.started_on, row.position)

    def take(self, row: Row[Taken]) -> None:
        """A step. Raises KeyError for one that is not known: a view and its reader do not drift apart unnoticed."""
        step = Step(row.record.step)
        _HANDLERS[step](self, row)

    # What is there ------------------------------------------------------------------------------------------------

    def round(self, lot: str | None, number: int | None) -> RoundPicture | None:
        found = self.lots.get(lot or "")
        return found.rounds.get(number or 0) if found else None

    def round_of(self, bid: BidPicture) -> RoundPicture:
        return self.lots[bid.lot].rounds[bid.round]

    def rounds_of(self, lots: Iterable[object] | None) -> tuple[RoundKey, ...]:
        """The present rounds of these lots, or of all where none is named."""
        named = [str(lot) for lot in lots or self.lots]
        current = (self.lots[lot].current for lot in named if lot in self.lots)
        return tuple(one.key for one in current if one is not None)

    # The call -----------------------------------------------------------------------------------------------------

    @takes(Step.APPROVED, Step.ANNOUNCED, Step.CLOSED)
    def _reach(self, row: Row[Taken]) -> None:
        self.reached[_STAGES[Step(row.record.step)]] = _reached(row)

    @takes(Step.LOT_DEFINED)
    def _define_lot(self, row: Row[Taken]) -> None:
        said = row.record
        is_old = self.about is not None and bool(self.about.is_taken_over)
        lot = said.lot or ""
        self.lots[lot] = LotPicture(lot, said.title, said.stated, is_old=is_old)

    @takes(Step.PUBLISHED)
    def _publish(self, row: Row[Taken]) -> None:
        for lot in self.lots.values():
            if not lot.is_abandoned:
                _call(lot, 1, row)

    @takes(Step.RELAUNCHED)
    def _relaunch(self, row: Row[Taken]) -> None:
        said, lot = row.record, self.lots.get(row.record.lot or "")
        if lot is None:
            return
        if said.new_tender is not None:
            lot.continued_in = said.new_tender
        elif said.round is not None:
            _call(lot, said.round, row)

    @takes(Step.EXPLAINED)
    def _explain(self, row: Row[Taken]) -> None:
        for lot, number in self.rounds_of(row.record.lots):
            explained = self.lots[lot].rounds[number]
            explained.bids_until = row.record.moment or explained.bids_until

    @takes(Step.INTERESTED)
    def _interest(self, row: Row[Taken]) -> None:
        self.interests.add(row.record.reference or "")

    # Bids ---------------------------------------------------------------------------------------------------------

    @takes(Step.BID)
    def _bid(self, row: Row[Taken]) -> None:
        said, round_ = row.record, self.round(row.record.lot, row.record.round)
        if round_ is not None and said.bid is not None:
            assert said.moment is not None
            self.bids[said.bid] = round_.bids[said.bid] = BidPicture(said.bid, round_.lot, round_.number, said.moment)

    @takes(Step.WITHDRAWN)
    def _withdraw(self, row: Row[Taken]) -> None:
        bid = self.bids.get(row.record.bid or "")
        if bid is not None:
            bid.withdrawn_at = row.record.moment

    @takes(Step.OPENED)
    def _open(self, row: Row[Taken]) -> None:
        round_ = self.round(row.record.lot, row.record.round)
        if round_ is not None:
            round_.reached[Stage.OPENED] = _reached(row)

    @takes(Step.EXCLUDED)
    def _exclude(self, row: Row[Taken]) -> None:
        bid = self.bids.get(row.record.bid or "")
        if bid is None:
            return
        bid.excluded, bid.exclusion_told = _reached(row), None
        round_ = self.round_of(bid)
        if round_.selected is not None and round_.selected.bid == bid.bid:
            round_.selected = None
            round_.fall_back(Stage.SELECTED, Stage.STANDSTILL_ENDED)
        if round_.awarded is not None and round_.awarded.bid == bid.bid:
            round_.awarded = None
            round_.fall_back(Stage.AWARDED, Stage.CONTRACTED)

    # Decisions ----------------------------------------------------------------------------------------------------

    @takes(Step.EVALUATED)
    def _evaluate(self, row: Row[Taken]) -> None:
        round_ = self.round(row.record.lot, row.record.round)
        if round_ is not None:
            round_.reached[Stage.EVALUATED] = _reached(row)

    @takes(Step.SELECTED)
    def _select(self, row: Row[Taken]) -> None:
        said, round_ = row.record, self.round(row.record.lot, row.record.round)
        if round_ is not None:
            round_.selected = SelectionPicture(said.bid or "", said.what or "")
            round_.reached[Stage.SELECTED] = _reached(row)
            round_.fall_back(Stage.STANDSTILL_ENDED)

    @takes(Step.SET_ASIDE)
    def _set_aside(self, row: Row[Taken]) -> None:
        round_ = self.round(row.record.lot, row.record.round)
        if round_ is not None and row.record.sets_aside is not None:
            _take_back(row.record.sets_aside, round_, bid=None)

    def _fall(self, what: str | None, rounds: Sequence[RoundKey], *, bid: str | None) -> None:
        for lot, number in rounds if what is not None else ():
            round_ = self.round(lot, number)
            if round_ is not None and what is not None:
                _take_back(what, round_, bid=bid)

    @takes(Step.NOTIFIED)
    def _notify(self, row: Row[Taken]) -> None:
        said, bid = row.record, self.bids.get(row.record.bid or "")
        if bid is None:
            return
        told = Told(said.day, _limit(said, "objections_until"), row.position)
        selected = self.round_of(bid).selected
        if said.what == "EXCLUSION" and bid.is_excluded:
            bid.exclusion_told = told
        elif said.what == "SELECTION" and selected is not None:
            selected.told[bid.bid] = told

    @takes(Step.STANDSTILL_ENDED)
    def _end_standstill(self, row: Row[Taken]) -> None:
        round_ = self.round(row.record.lot, row.record.round)
        if round_ is not None and round_.selected is not None:
            round_.selected.last_day = row.record.day
            round_.reached[Stage.STANDSTILL_ENDED] = _reached(row)

    # Review -------------------------------------------------------------------------------------------------------

    @takes(Step.OBJECTED)
    def _object(self, row: Row[Taken]) -> None:
        said = row.record
        bid = self.bids.get(said.bid or "")
        named = said.bid is not None and not said.lots
        due_on = (said.limits or {}).get("due_on")
        self.objections[said.reference or ""] = ObjectionPicture(
            objection=said.reference or "",
            bid=said.bid,
            against=said.what or "",
            rounds=(((bid.lot, bid.round),) if bid else ()) if named else self.rounds_of(said.lots),
            counts_on=said.day,
            due_on=date.fromisoformat(str(due_on)) if due_on else None,
            answer_by=_limit(said, "answer_by"),
            petition_by_if_silent=_limit(said, "petition_by_if_silent"),
            position=row.position,
        )

    @takes(Step.ANSWERED)
    def _answer(self, row: Row[Taken]) -> None:
        objection = self.objections.get(row.record.reference or "")
        if objection is not None:
            objection.outcome = row.record.what
            objection.answered_on, objection.answered_at = row.effective_on, row.position
            self._fall(row.record.sets_aside, objection.rounds, bid=objection.bid)

    @takes(Step.ANSWER_DELIVERED)
    def _deliver_answer(self, row: Row[Taken]) -> None:
        objection = self.objections.get(row.record.reference or "")
        if objection is not None:
            objection.is_answer_delivered = True
            objection.petition_by = _limit(row.record, "petition_by")

    @takes(Step.PETITIONED)
    def _petition(self, row: Row[Taken]) -> None:
        said, objection = row.record, self.objections.get(row.record.about or "")
        rounds = self.rounds_of(said.lots) if said.lots or objection is None else objection.rounds
        self.petitions[said.reference or ""] = PetitionPicture(
            petition=said.reference or "",
            objection=said.about,
            rounds=rounds,
            started_on=row.effective_on,
            blocked_until=_limit(said, "blocked_until"),
            position=row.position,
        )

    @takes(Step.REVIEWED)
    def _review(self, row: Row[Taken]) -> None:
        said, petition = row.record, self.petitions.get(row.record.reference or "")
        if petition is None:
            return
        petition.outcome, petition.final_on = said.what, said.day
        petition.final_at = row.position if said.day is not None else None
        if said.day is not None:
            objection = self.objections.get(petition.objection or "")
            self._fall(said.sets_aside, petition.rounds, bid=objection.bid if objection else None)

    @takes(Step.FORBIDDEN)
    def _forbid(self, row: Row[Taken]) -> None:
        said, petition = row.record, self.petitions.get(row.record.about or "")
        rounds = self.rounds_of(said.lots) if said.lots or petition is None else petition.rounds
        reference = said.reference or ""
        self.measures[reference] = MeasurePicture(reference, rounds, row.effective_on, row.position)

    @takes(Step.ALLOWED)
    def _allow(self, row: Row[Taken]) -> None:
        measure = self.measures.get(row.record.reference or "")
        if measure is not None:
            measure.is_ended, measure.ended_on, measure.ended_at = True, row.effective_on, row.position

    # How it ended -------------------------------------------------------------------------------------------------

    @takes(Step.AWARDED)
    def _award(self, row: Row[Taken]) -> None:
        said, round_ = row.record, self.round(row.record.lot, row.record.round)
        if round_ is not None:
            price = Money(said.amount or 0, said.currency or "CZK")
            provider = said.provider or ""
            round_.awarded = AwardPicture(said.bid or "", provider, said.provider_ico, price, row.position)
            round_.reached[Stage.AWARDED] = _reached(row)
            round_.fall_back(Stage.CONTRACTED)

    @takes(Step.CONTRACTED)
    def _contract(self, row: Row[Taken]) -> None:
        said, round_ = row.record, self.round(row.record.lot, row.record.round)
        if round_ is not None and round_.awarded is not None and said.contract is not None:
            round_.awarded.contracts[said.contract] = ContractPicture(
                amount=Money(said.amount or 0, said.currency or "CZK"),
                on=row.effective_on,
                position=row.position,
                result_by=_limit(said, "result_by"),
                grouped_result_by=_limit(said, "grouped_result_by"),
            )
            round_.reached[Stage.CONTRACTED] = _reached(row)

    @takes(Step.RELEASED)
    def _release(self, row: Row[Taken]) -> None:
        round_ = self.round(row.record.lot, row.record.round)
        if round_ is not None and round_.awarded is not None and row.record.contract is not None:
            round_.awarded.contracts.pop(row.record.contract, None)
            if not round_.awarded.contracts:
                round_.fall_back(Stage.CONTRACTED)

    @takes(Step.CANCELLED)
    def _cancel(self, row: Row[Taken]) -> None:
        lot = self.lots.get(row.record.lot or "")
        if row.record.round is None and lot is not None:
            lot.is_abandoned = True
        _end_round(self.round(row.record.lot, row.record.round), Stage.CANCELLED, row)

    @takes(Step.UNAWARDED)
    def _leave(self, row: Row[Taken]) -> None:
        _end_round(self.round(row.record.lot, row.record.round), Stage.UNAWARDED, row)

    @takes(Step.RESULT)
    def _result(self, row: Row[Taken]) -> None:
        for name in row.record.lots or ():
            lot = self.lots.get(str(name))
            if lot is not None and lot.current is not None:
                lot.current.reached[Stage.RESULT] = _reached(row)
            if lot is not None:
                lot.results.append(ResultPicture(row.effective_on, row.position, row.record.what == GROUPED))


_STAGES = {Step.APPROVED: Stage.APPROVED, Step.ANNOUNCED: Stage.ANNOUNCED, Step.CLOSED: Stage.CLOSED}


def _reached(row: Row[About] | Row[Taken]) -> Reached:
    return Reached(row.effective_on, row.position)


def _call(lot: LotPicture, number: int, row: Row[Taken]) -> None:
    lot.rounds[number] = RoundPicture(lot.lot, number, row.record.moment, {Stage.CALLED: _reached(row)})


def _end_round(round_: RoundPicture | None, how: Stage, row: Row[Taken]) -> None:
    if round_ is not None:
        round_.failed, round_.awarded = how, None
        round_.reached[how] = _reached(row)
        round_.fall_back(Stage.AWARDED, Stage.CONTRACTED)


def _take_back(what: str, round_: RoundPicture, *, bid: str | None) -> None:
    """A decision falls, and with it what stands on it, but not once a contract was concluded or the round ended."""
    if round_.outcome is not None:
        return
    round_.selected = round_.awarded = None
    round_.fall_back(Stage.SELECTED, Stage.STANDSTILL_ENDED, Stage.AWARDED)
    if what == "SELECTION":
        return
    round_.fall_back(Stage.EVALUATED)
    if what == "EXCLUSION" and bid in round_.bids:
        found = round_.bids[bid]
        found.excluded = found.exclusion_told = None


def _limit(said: Taken, name: str) -> TimeLimit | None:
    found = (said.limits or {}).get(name)
    return None if found is None else TimeLimit.model_validate(found)


_HANDLERS: dict[Step, Handler] = {
    step: method for method in vars(TenderPicture).values() for step in getattr(method, "_takes", ())
}
