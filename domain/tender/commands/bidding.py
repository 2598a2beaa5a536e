"""Bids: received, withdrawn, opened, excluded."""

from domain.kernel.command import Act, Observation
from domain.tender.events.bidding import Exclusion, Opening, SealedBid, Withdrawal


class RecordBid(SealedBid, Observation):
    """A bid came, in time or not."""

    topic = "tender.record-bid"


class RecordBidWithdrawal(Withdrawal, Observation):
    """A participant took a bid back."""

    topic = "tender.record-bid-withdrawal"


class OpenBids(Opening, Act):
    """Open every bid of a round that came in time and was not withdrawn."""

    topic = "tender.open-bids"


class ExcludeParticipant(Exclusion, Act):
    """Exclude a participant, on a ground of the tender documents or of the Act. The stamp gives the reason."""

    topic = "tender.exclude-participant"
