"""What the state of a tender is made of: lots, their rounds, the bids in these, objections and petitions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from domain.kernel.calendar import TimeLimit
from domain.kernel.dated import Dated
from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.kernel.prose import Sha256
from domain.service.payloads import Organisation
from domain.tender.payloads import (
    Criterion,
    Delivery,
    Ground,
    LotTerms,
    OpenedBid,
    Ranked,
    Score,
    Standstill,
    StatedOutcome,
    prague_day,
)


@dataclass(frozen=True, slots=True)
class Documents:
    """One version of the tender documents of a round."""

    version: int
    documents: Sha256 | None
    criteria: tuple[Criterion, ...]
    adopts: tuple[Citation, ...]
    from_day: date | None


@dataclass(frozen=True, slots=True)
class Notified:
    """When a participant was told of a decision, and until when objections to it can be made."""

    delivery: Delivery
    objections_until: TimeLimit | None


@dataclass(slots=True)
class Excluded:
    """Why a participant was excluded."""

    ground: Ground
    on: date | None
    notified: Notified | None = None


@dataclass(frozen=True, slots=True)
class OwnerCheck:
    """What was found about the beneficial owner."""

    outcome: str
    on: date | None


@dataclass(slots=True)
class Bid:
    """A bid from its receipt on; what it says is known once it is opened."""

    bid: str
    lot: str
    round: int
    received_at: datetime
    sender: Organisation | None = None
    withdrawn_at: datetime | None = None
    opened: OpenedBid | None = None
    exclusion: Excluded | None = None
    owner: OwnerCheck | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The points of all evaluators and the ranking."""

    scores: tuple[Score, ...]
    ranking: tuple[Ranked, ...]
    on: date | None


@dataclass(slots=True)
class Selected:
    """The selected bid, who was told of it, and whether the contract has to wait."""

    bid: str
    standstill: Standstill
    on: date | None
    notified: dict[str, Notified] = field(default_factory=dict)
    is_standstill_ended: bool = False
    standstill_ended_on: date | None = None


@dataclass(slots=True)
class Awarded:
    """To whom a lot went, at which price, and what was contracted on it."""

    bid: str
    provider: Organisation
    price: Money
    on: date | None
    contracts: dict[UUID, Money] = field(default_factory=dict)
    told_by: dict[UUID, UUID] = field(default_factory=dict)
    """The event that told of a contract."""

    @property
    def contracted(self) -> Money:
        """The sum of the contracts that take up the award."""
        return total(self.contracts.values(), self.price.currency)


@dataclass(slots=True)
class Round:
    """One round of one lot, with everything that happened in it."""

    lot: str
    number: int
    called_on: date | None
    bids_until: datetime | None
    price_maximum: Money | None = None
    compensation: Money | None = None
    documents: list[Documents] = field(default_factory=list)
    bids: dict[str, Bid] = field(default_factory=dict)
    is_opened: bool = False
    evaluated: Evaluated | None = None
    selected: Selected | None = None
    awarded: Awarded | None = None
    failed: str | None = None
    """CANCELLED or UNAWARDED where the round ended so."""
    status: Dated[str] = field(default_factory=Dated)

    @property
    def deadline_day(self) -> date | None:
        return prague_day(self.bids_until) if self.bids_until else None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.documents[-1].criteria if self.documents else ()

    @property
    def adopts(self) -> tuple[Citation, ...]:
        return self.documents[-1].adopts if self.documents else ()

    @property
    def outcome(self) -> str | None:
        """How the round ended; None while it goes on."""
        return self.failed or ("CONTRACTED" if self.is_contracted else None)

    @property
    def is_contracted(self) -> bool:
        return self.awarded is not None and bool(self.awarded.contracts)

    @property
    def takes_bids(self) -> bool:
        """Whether the call stands and nothing was opened yet."""
        return not self.is_opened and self.failed is None

    def is_in_time(self, bid: Bid) -> bool:
        """Whether a bid counts: made after the call and not after the limit."""
        if self.called_on is not None and prague_day(bid.received_at) < self.called_on:
            return False
        return self.bids_until is None or bid.received_at <= self.bids_until

    def is_withdrawn(self, bid: Bid) -> bool:
        """Whether a bid was taken back while that was possible."""
        if bid.withdrawn_at is None:
            return False
        return self.bids_until is None or bid.withdrawn_at <= self.bids_until

    def standing(self, bid: Bid) -> str:
        """LATE, WITHDRAWN, RECEIVED, OPENED or EXCLUDED."""
        if not self.is_in_time(bid):
            return "LATE"
        if self.is_withdrawn(bid):
            return "WITHDRAWN"
        if bid.exclusion is not None:
            return "EXCLUDED"
        return "RECEIVED" if bid.opened is None else "OPENED"

    @property
    def participants(self) -> tuple[Bid, ...]:
        """Who bid in time and did not withdraw, excluded or not."""
        return tuple(bid for bid in self.bids.values() if self.standing(bid) not in {"LATE", "WITHDRAWN"})

    @property
    def remaining(self) -> tuple[Bid, ...]:
        """The participants who are not excluded."""
        return tuple(bid for bid in self.participants if bid.exclusion is None)

    @property
    def best(self) -> str | None:
        """The bid that is first in the ranking among those not excluded."""
        remaining = {bid.bid for bid in self.remaining}
        ranking = self.evaluated.ranking if self.evaluated else ()
        return next((one.bid for one in sorted(ranking, key=lambda r: r.rank) if one.bid in remaining), None)

    def notices(self) -> Iterator[tuple[str, Notified | None]]:
        """Whose time for objections the contract has to wait for: who was excluded, and who was not selected.

        Where everybody else is gone and the standstill is required all the same, the selected participant.
        """
        for bid in self.participants:
            if bid.exclusion is not None:
                yield bid.bid, bid.exclusion.notified
        if self.selected is None or self.selected.standstill != "REQUIRED":
            return
        others = [bid.bid for bid in self.remaining if bid.bid != self.selected.bid]
        for name in others or ([] if len(self.participants) > 1 else [self.selected.bid]):
            yield name, self.selected.notified.get(name)


@dataclass(slots=True)
class Lot:
    """A lot with its rounds, or with what an old source says of how it ended."""

    terms: LotTerms
    rounds: dict[int, Round] = field(default_factory=dict)
    is_abandoned: bool = False
    """Cancelled before it was ever called."""
    continued_in: UUID | None = None
    """The tender in which it was called again."""
    stated: StatedOutcome | None = None

    @property
    def current(self) -> Round | None:
        """The latest round."""
        return self.rounds[max(self.rounds)] if self.rounds else None

    @property
    def has_ended(self) -> bool:
        """Awarded, cancelled, or left unawarded; an old lot whose end nobody states has not."""
        if self.is_abandoned or (self.stated is not None and self.stated.is_won is not None):
            return True
        return self.current is not None and (self.current.awarded is not None or self.current.failed is not None)


RoundKey = tuple[str, int]
"""A lot and the number of its round."""


@dataclass(slots=True)
class ObjectionRecord:
    """Objections, and what became of them."""

    objection: str
    bid: str | None
    against: str
    rounds: tuple[RoundKey, ...]
    counts_on: date | None
    due_on: date | None
    answer_by: TimeLimit | None
    petition_by_if_silent: TimeLimit | None
    outcome: str | None = None
    answered_on: date | None = None
    petition_by: TimeLimit | None = None

    @property
    def is_late(self) -> bool:
        """Whether they certainly came too late; what is not known speaks for the objector."""
        return self.counts_on is not None and self.due_on is not None and self.due_on < self.counts_on

    @property
    def was_answered_late(self) -> bool:
        """Whether the answer was sent after its limit."""
        return (
            self.answered_on is not None
            and self.answer_by is not None
            and self.answer_by.legal_last_day < self.answered_on
        )

    @property
    def last_petition_day(self) -> date | None:
        """The last day for a petition: by the answer where one was delivered, in silence by the longer limit.

        Where the answer was sent late, the later of the two.
        """
        by_answer = self.petition_by.legal_last_day if self.petition_by else None
        in_silence = self.petition_by_if_silent.legal_last_day if self.petition_by_if_silent else None
        if self.outcome is None:
            return in_silence
        if by_answer is None or not self.was_answered_late or in_silence is None:
            return by_answer
        return max(by_answer, in_silence)


@dataclass(slots=True)
class PetitionRecord:
    """A petition to ÚOHS, and what became of it."""

    petition: str
    objection: str | None
    rounds: tuple[RoundKey, ...]
    started_on: date | None
    blocked_until: TimeLimit | None
    outcome: str | None = None
    final_on: date | None = None

    def is_pending(self, on: date | None) -> bool:
        """Whether proceedings ran on that day, or may have run."""
        has_begun = on is None or self.started_on is None or self.started_on <= on
        has_ended = on is not None and self.final_on is not None and self.final_on <= on
        return has_begun and not has_ended


@dataclass(slots=True)
class MeasureRecord:
    """An interim measure of ÚOHS; `ended_on` is the first day without it."""

    measure: str
    rounds: tuple[RoundKey, ...]
    from_day: date | None
    is_ended: bool = False
    ended_on: date | None = None

    def is_in_force(self, on: date | None) -> bool:
        """Whether it held on that day, or may have held."""
        has_begun = on is None or self.from_day is None or self.from_day <= on
        has_ended = self.is_ended and (on is None or self.ended_on is None or self.ended_on <= on)
        return has_begun and not has_ended
