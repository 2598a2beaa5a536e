"""Bids: received, withdrawn, opened, excluded."""

from domain.kernel.event import Event, Payload
from domain.kernel.prose import Sha256
from domain.kernel.stamp import Reference
from domain.service.payloads import Organisation
from domain.tender.payloads import CommissionMember, Ground, LotRound, Moment, OpenedBid


class SealedBid(LotRound):
    """A bid that nobody has looked into: when it came and the SHA-256 of what was put in.

    `bid` is a key unique in the tender. What the bid says is recorded at the opening and not before; `sender` only
    where the cover shows it. One offer for several lots is a bid for each of them.
    """

    bid: Reference
    received_at: Moment
    sealed: Sha256 | None = None
    sender: Organisation | None = None


class BidReceived(SealedBid, Event):
    """A bid came, in time or not; a late one is disregarded."""

    topic = "tender.bid-received"


class Withdrawal(Payload):
    """The participant took a bid back."""

    bid: Reference
    withdrawn_at: Moment


class BidWithdrawn(Withdrawal, Event):
    """A participant took a bid back; after the limit for bids this no longer counts."""

    topic = "tender.bid-withdrawn"


class Opening(LotRound):
    """The bids of one round as the commission found them, none left out, and who was present."""

    opened_at: Moment
    bids: tuple[OpenedBid, ...] = ()
    commission: tuple[CommissionMember, ...] = ()


class BidsOpened(Opening, Event):
    """The bids of one round were opened."""

    topic = "tender.bids-opened"


class Exclusion(Payload):
    """A participant is excluded with this bid, on a ground of the tender documents or of the Act."""

    bid: Reference
    ground: Ground


class ParticipantExcluded(Exclusion, Event):
    """The contracting authority excluded a participant. Its decision may be objected to once it is delivered."""

    topic = "tender.participant-excluded"
