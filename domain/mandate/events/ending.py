"""How a mandate ends, and how long its records are kept."""

from datetime import date
from typing import Literal

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose
from domain.kernel.registry import ResolutionNumber
from domain.kernel.stamp import Reference

HoldGround = Literal["audit", "court", "irregularity", "inspection", "other"]


class End(Payload):
    """What follows from the end: until when the final check is made, and the last day on which the records are kept.

    Both were computed with what was configured on the day of the end.
    """

    final_check_by: TimeLimit | None = None
    records_until: date | None = None


class Revocation(Payload):
    """Why a mandate ends before its time. The effective day is its last day."""

    grounds: Prose
    resolution: ResolutionNumber | None = None


class MandateRevoked(Revocation, End, Event):
    """The region revoked the mandate."""

    topic = "mandate.revoked"


class MandateExpired(End, Event):
    """The time of the mandate ran out. The effective day is its last day."""

    topic = "mandate.expired"


class Hold(Payload):
    """Why the records may not be disposed of although their time is over; `hold` is unique in the mandate."""

    hold: Reference
    ground: HoldGround
    note: Prose | None = None


class LegalHoldPlaced(Hold, Event):
    """The records are needed and stay."""

    topic = "mandate.legal-hold-placed"


class HoldRelease(Payload):
    """Which hold is lifted."""

    hold: Reference


class LegalHoldReleased(HoldRelease, Event):
    """The records are no longer needed for what the hold was placed for."""

    topic = "mandate.legal-hold-released"


class RecordsRelease(Payload):
    """The records of the mandate go to the disposal procedure of Act 499/2004, under its reference."""

    disposal: Reference


class RecordsReleased(RecordsRelease, Event):
    """The records were released for disposal; what was handed out before is not promised away."""

    topic = "mandate.records-released"
