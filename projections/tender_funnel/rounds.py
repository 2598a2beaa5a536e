"""What the rows of one tender say of a round of a lot, of its bids, and of objections and petitions.

They answer as the records of the tender itself do; a test compares the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.kernel.calendar import TimeLimit
from domain.kernel.money import Money, total
from domain.tender.payloads import prague_day

RoundKey = tuple[str, int]
"""A lot and the number of its round."""


class Stage(StrEnum):
    """How far a tender or a round has come, in the order of the law."""

    PLANNED = "planned"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    """By a preliminary notice."""
    CALLED = "called"
    BIDS_CLOSED = "bids closed"
    OPENED = "opened"
    EVALUATED = "evaluated"
    SELECTED = "selected"
    STANDSTILL_ENDED = "standstill ended"
    AWARDED = "awarded"
    CONTRACTED = "contracted"
    CANCELLED = "cancelled"
    UNAWARDED = "unawarded"
    RESULT = "result published"
    CLOSED = "closed"


class Reached(NamedTuple):
    """On which day a stage was reached, and by which entry; None: the day is not known."""

    on: date | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that reached a participant: from which day limits run, and until when objections can be made."""

    counts_on: date | None
    objections_until: TimeLimit | None
    position: int


@dataclass(slots=True)
class BidPicture:
    """A bid from its receipt on."""

    bid: str
    lot: str
    round: int
    received_at: datetime
    withdrawn_at: datetime | None = None
    excluded: Reached | None = None
    exclusion_told: Told | None = None

    @property
    def is_excluded(self) -> bool:
        return self.excluded is not None


@dataclass(slots=True)
class SelectionPicture:
    """The selected bid, who was told of it, and the end of the standstill once it is noted."""

    bid: str
    standstill: str
    told: dict[str, Told] = field(default_factory=dict)
    last_day: date | None = None
    """That of the standstill, once its end is noted."""


@dataclass(frozen=True, slots=True)
class ContractPicture:
    """A contract on an award, and until when its result is published: by itself, and with those of its quarter."""

    amount: Money
    on: date | None
    position: int
    result_by: TimeLimit | None
    grouped_result_by: TimeLimit | None


class ResultPicture(NamedTuple):
    """A notice of the result of a lot, by itself or together with others of a quarter."""

    on: date | None
    position: int
    is_grouped: bool


@dataclass(slots=True)
class AwardPicture:
    """To whom a lot went in a round, at which price, and what was contracted on it."""

    bid: str
    provider: str
    provider_ico: str | None
    price: Money
    position: int
    contracts: dict[UUID, ContractPicture] = field(default_factory=dict)

    @property
    def contracted(self) -> Money:
        return total((one.amount for one in self.contracts.values()), self.price.currency)


@dataclass(slots=True)
class RoundPicture:
    """One round of one lot; `reached` holds the stages that still stand."""

    lot: str
    number: int
    bids_until: datetime | None
    reached: dict[Stage, Reached]
    bids: dict[str, BidPicture] = field(default_factory=dict)
    selected: SelectionPicture | None = None
    awarded: AwardPicture | None = None
    failed: Stage | None = None
    """CANCELLED or UNAWARDED where the round ended so."""

    @property
    def called_on(self) -> date | None:
        return self.reached[Stage.CALLED].on

    def fall_back(self, *stages: Stage) -> None:
        """These no longer stand."""
        for stage in stages:
            self.reached.pop(stage, None)

    @property
    def key(self) -> RoundKey:
        return self.lot, self.number

    @property
    def last_day_for_bids(self) -> date | None:
        return prague_day(self.bids_until) if self.bids_until else None

    @property
    def is_contracted(self) -> bool:
        return self.awarded is not None and bool(self.awarded.contracts)

    @property
    def outcome(self) -> Stage | None:
        """How the round ended; None while it goes on."""
        return self.failed or (Stage.CONTRACTED if self.is_contracted else None)

    def is_late(self, bid: BidPicture) -> bool:
        """Whether it came after the limit, or before the call."""
        if self.called_on is not None and prague_day(bid.received_at) < self.called_on:
            return True
        return self.bids_until is not None and self.bids_until < bid.received_at

    def is_withdrawn(self, bid: BidPicture) -> bool:
        """Whether it was taken back while that was possible."""
        if bid.withdrawn_at is None:
            return False
        return self.bids_until is None or bid.withdrawn_at <= self.bids_until

    @property
    def participants(self) -> tuple[BidPicture, ...]:
        """Who bid in time and did not withdraw, excluded or not."""
        return tuple(one for one in self.bids.values() if not self.is_late(one) and not self.is_withdrawn(one))

    def notices(self) -> Iterator[tuple[str, str, Told | None]]:
        """The bids and decisions whose time for objections the contract waits for, and the notice where it came.

        Who was excluded, and who was not selected; where nobody else bid and the contract has to wait all the same, the
        selected participant.
        """
        for one in self.participants:
            if one.is_excluded:
                yield one.bid, "EXCLUSION", one.exclusion_told
        if self.selected is None or self.selected.standstill != "REQUIRED":
            return
        others = [one.bid for one in self.participants if not one.is_excluded and one.bid != self.selected.bid]
        for bid in others or ([] if len(self.participants) > 1 else [self.selected.bid]):
            yield bid, "SELECTION", self.selected.told.get(bid)


@dataclass(slots=True)
class ObjectionPicture:
    """Objections, and what became of them."""

    objection: str
    bid: str | None
    against: str
    rounds: tuple[RoundKey, ...]
    counts_on: date | None
    due_on: date | None
    answer_by: TimeLimit | None
    petition_by_if_silent: TimeLimit | None
    position: int
    outcome: str | None = None
    answered_on: date | None = None
    answered_at: int | None = None
    is_answer_delivered: bool = False
    petition_by: TimeLimit | None = None

    @property
    def is_late(self) -> bool:
        """Whether they certainly came too late; what is not known speaks for the objector."""
        return self.counts_on is not None and self.due_on is not None and self.due_on < self.counts_on

    @property
    def was_answered_late(self) -> bool:
        if self.answered_on is None or self.answer_by is None:
            return False
        return self.answer_by.legal_last_day < self.answered_on

    @property
    def petition_limit(self) -> TimeLimit | None:
        """Until when a petition can be made: by the answer, in silence by the longer limit.

        Where the answer was sent late, the later of the two. None where the answer is not known to be delivered.
        """
        if self.outcome is None:
            return self.petition_by_if_silent
        both = self.petition_by, self.petition_by_if_silent
        if both[0] is None or both[1] is None or not self.was_answered_late:
            return self.petition_by
        return max(both[0], both[1], key=lambda limit: limit.legal_last_day)


@dataclass(slots=True)
class PetitionPicture:
    """A petition to ÚOHS, and what became of it."""

    petition: str
    objection: str | None
    rounds: tuple[RoundKey, ...]
    started_on: date | None
    blocked_until: TimeLimit | None
    position: int
    outcome: str | None = None
    final_on: date | None = None
    final_at: int | None = None

    def is_pending(self, on: date | None) -> bool:
        has_begun = on is None or self.started_on is None or self.started_on <= on
        return has_begun and not (on is not None and self.final_on is not None and self.final_on <= on)

    @property
    def last_blocked_day(self) -> date | None:
        """That of the 60 days, or the day before the proceedings were over for good."""
        until = self.blocked_until.legal_last_day if self.blocked_until else None
        if until is None or self.final_on is None:
            return until
        return min(until, self.final_on - timedelta(days=1))


@dataclass(slots=True)
class MeasurePicture:
    """An interim measure of ÚOHS; `ended_on` is the first day without it."""

    measure: str
    rounds: tuple[RoundKey, ...]
    from_day: date | None
    position: int
    is_ended: bool = False
    ended_on: date | None = None
    ended_at: int | None = None
