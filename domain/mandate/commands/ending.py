"""What may be asked about the end of a mandate and its records."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.ending import Hold, HoldRelease, RecordsRelease, Revocation


class RevokeMandate(Revocation, Act):
    """Revoke the mandate; the effective day is its last day."""

    topic = "mandate.revoke"


class RecordExpiry(Observation):
    """Record that the time of the mandate ran out; the effective day is its last day."""

    topic = "mandate.record-expiry"


class PlaceLegalHold(Hold, Act):
    """Say that the records are needed and stay."""

    topic = "mandate.place-legal-hold"


class ReleaseLegalHold(HoldRelease, Act):
    """Lift a hold on the records."""

    topic = "mandate.release-legal-hold"


class ReleaseRecords(RecordsRelease, Act):
    """Release the records for disposal, ten years after the end at the earliest."""

    topic = "mandate.release-records"
