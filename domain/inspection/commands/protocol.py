"""What may be asked about the protocol."""

from domain.inspection.events.protocol import (
    Addendum,
    Dispatch,
    ProtocolCorrection,
    ProtocolDelivery,
    ProtocolDraft,
    Signature,
)
from domain.kernel.command import Act, Observation


class DraftProtocol(ProtocolDraft, Act):
    """Draft the protocol from the record: refused while something that it must hold is missing."""

    topic = "inspection.draft-protocol"


class SignProtocol(Signature, Act):
    """Sign the protocol or an addendum to it."""

    topic = "inspection.sign-protocol"


class SendProtocol(Dispatch, Act):
    """Send the signed protocol or an addendum to the inspected person."""

    topic = "inspection.send-protocol"


class RecordProtocolDelivery(ProtocolDelivery, Observation):
    """Record that the protocol or an addendum was delivered: from then on objections can be made."""

    topic = "inspection.record-protocol-delivery"


class CorrectProtocolError(ProtocolCorrection, Act):
    """Correct an obvious error in the protocol."""

    topic = "inspection.correct-protocol-error"


class IssueAddendum(Addendum, Act):
    """Make an addendum to the protocol after further inquiry."""

    topic = "inspection.issue-addendum"
