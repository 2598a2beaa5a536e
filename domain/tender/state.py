"""What every subject of a tender may know about it, and what others ask it."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.as_written import DateAsWritten
from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.forms import Form
from domain.kernel.money import Money
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import ResolutionNumber
from domain.tender.events.preparation import NUMBER_CLAIM
from domain.tender.payloads import Moment, OneOf, Regime, StatedOutcome
from domain.tender.records import Bid, Lot, MeasureRecord, ObjectionRecord, PetitionRecord, Round, RoundKey
from domain.tender.rules import order, preparation

LAST_DAY_OF_OLD_ACT = date(2016, 9, 30)
"""An old tender whose first day nobody states is judged by the law of this day where Act 137/2006 governs it."""


class TenderState(Aggregate):
    """The attributes of a tender by subject; a mixin per subject decides and evolves them.

    `lots` holds every lot with its rounds. The status of the tender and of each round is asked `.on(day)`; what can be
    computed from a day, as that the time for bids is over, is not a status.
    """

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.number: str | None = None
        self.title: str | None = None
        self.project: UUID | None = None
        self.section: str | None = None
        self.regime: Regime | None = None
        self.estimated_value: Money | None = None
        self.value_elsewhere: Money | None = None
        self.price_percent: int | None = None
        self.status: Dated[str] = Dated()

        self.is_approved = False
        self.approved_on: date | None = None
        self.resolution: ResolutionNumber | None = None
        self.lots: dict[str, Lot] = {}
        self.notices: dict[str, date | None] = {}
        """The days of the notices of the whole tender by their kind: PRELIMINARY, START."""
        self.started_on: date | None = None
        """The day of the first notice: the law of this day governs the tender."""
        self.interest_until: Moment | None = None
        self.interests: dict[str, tuple[str, ...]] = {}
        self.clarifications: dict[str, date | None] = {}

        self._begin_procedure()
        self._begin_history()

    def _begin_procedure(self) -> None:
        """Bids, objections and the end: nothing yet."""
        self.bids: dict[str, Bid] = {}
        self.declarations: dict[str, Dated[bool]] = {}
        """Whether an evaluator has a conflict of interest, as declared over time."""

        self.objections: dict[str, ObjectionRecord] = {}
        self.petitions: dict[str, PetitionRecord] = {}
        self.measures: dict[str, MeasureRecord] = {}

        self.result_limits: dict[str, tuple[TimeLimit | None, TimeLimit | None]] = {}
        """Until when the result of a contracted lot is published by itself, and grouped with those of its quarter."""
        self.results: dict[str, date | None] = {}
        """The day on which the result of a lot was published."""
        self.grouped_results: set[str] = set()
        """The lots whose result was published together with others of a quarter."""
        self.is_closed = False
        self.closed_on: date | None = None
        self.documents_kept_until: date | None = None

    def _begin_history(self) -> None:
        """What only old papers say: nothing yet."""
        self.is_taken_over = False
        self.service_as_written: str | None = None
        self.forms: tuple[Form, ...] = ()
        self.region: RegionAsWritten | None = None
        self.started_as_written: DateAsWritten | None = None
        self.outcome: StatedOutcome | None = None
        self.one_of: OneOf | None = None
        self.inferred: frozenset[str] = frozenset()

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        yield NUMBER_CLAIM, " ".join(written.split())

    # What is there ------------------------------------------------------------------------------------------------

    def round(self, lot: str, number: int) -> Round | None:
        """That round of that lot, where it was called."""
        found = self.lots.get(lot)
        return found.rounds.get(number) if found else None

    def round_of(self, bid: str) -> Round:
        """The round for which a bid was made."""
        found = self.bids[bid]
        return self.lots[found.lot].rounds[found.round]

    def rounds_of(self, lots: Iterable[str]) -> tuple[RoundKey, ...]:
        """The present rounds of these lots, or of all where none is named."""
        named = tuple(lots) or tuple(self.lots)
        current = ((name, self.lots[name].current) for name in named if name in self.lots)
        return tuple((name, round_.number) for name, round_ in current if round_ is not None)

    def rounds_taking_bids(self, lots: Iterable[str]) -> tuple[Round, ...]:
        """The rounds of these lots, or of all where none is named, in which bids can still come."""
        found = (self.lots[lot].rounds[number] for lot, number in self.rounds_of(lots))
        return tuple(round_ for round_ in found if round_.takes_bids)

    @property
    def currency(self) -> str:
        """The one currency in which the tender is kept; crowns until some amount says otherwise."""
        amounts = (self.estimated_value, *(lot.terms.estimated_value for lot in self.lots.values()))
        return next((amount.currency for amount in amounts if amount is not None), "CZK")

    def has_conflict(self, evaluator: str, on: date | None) -> bool | None:
        """What an evaluator had declared by that day; None where nothing."""
        declared = self.declarations.get(evaluator)
        return declared.on(on) if declared else None

    def is_open(self, on: date | None) -> Answer:
        """Whether the tender was on its way on that day, neither closed before nor on it.

        Of an old one that nobody led on since, nobody can tell.
        """
        is_only_told = self.is_taken_over and not self.notices and not self.is_closed
        if on is None or is_only_told or (self.is_closed and self.closed_on is None):
            return Answer.CANNOT_BE_DECIDED
        return Answer.NO if self.is_closed and self.closed_on is not None and self.closed_on <= on else Answer.YES

    # What every decision asks first ---------------------------------------------------------------------------------

    def law_day(self, case: Case) -> date | None:
        """The day whose law governs the tender: that of its start, else that of the command."""
        return self.law_day_on(case.day)

    def law_day_on(self, on: date | None) -> date | None:
        """The day whose law governs the tender, for a question about a day."""
        if self.started_on is not None:
            return self.started_on
        return LAST_DAY_OF_OLD_ACT if self.regime == "OLD_137_2006" else on

    def ask_first(self, case: Case) -> None:
        """The tender is on file and not closed, and an act has its day."""
        order.opened_first(case, ALWAYS, version=self.version)
        preparation.day_known(case, ALWAYS, on=case.day)
        preparation.not_closed(case, ALWAYS, closed_on=self.closed_on, is_closed=self.is_closed)

    def ask_currency(self, case: Case, *amounts: Money | None) -> None:
        """Amounts are more than zero and in the tender's currency."""
        known = [amount for amount in amounts if amount is not None]
        order.amount_positive(case, ALWAYS, amounts=known)
        order.one_currency(case, ALWAYS, currencies=[self.currency, *(amount.currency for amount in known)])

    def ask_round(self, case: Case, *, lot: str, number: int) -> Round:
        """That round of that lot is on record."""
        found = self.round(lot, number)
        order.on_record(case, ALWAYS, what="round", key=f"{lot}/{number}", is_known=found is not None)
        assert found is not None
        return found

    def ask_open_round(self, case: Case, *, lot: str, number: int) -> Round:
        """That round of that lot is on record and has not ended."""
        found = self.ask_round(case, lot=lot, number=number)
        order.round_open(case, ALWAYS, lot=lot, round_number=number, outcome=found.outcome)
        return found

    def ask_lots(self, case: Case, lots: Iterable[str]) -> None:
        """Every lot that is named is on record."""
        for lot in lots:
            order.on_record(case, ALWAYS, what="lot", key=lot, is_known=lot in self.lots)

    def ask_bid(self, case: Case, bid: str) -> Bid:
        """The bid is on record."""
        order.on_record(case, ALWAYS, what="bid", key=bid, is_known=bid in self.bids)
        return self.bids[bid]

    # For evolving ---------------------------------------------------------------------------------------------------
    # What stands on an entry that was taken back says nothing: every handler looks before it assigns.

    @staticmethod
    def reach(status: str, held: Dated[str], entry: Entry) -> None:
        """From the entry's effective date on."""
        held.set(status, effective_on=entry.effective_on, position=entry.position)
