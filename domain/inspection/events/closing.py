"""How an inspection ends, and how long its file is kept."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference

EndReason = Literal["EXPIRED", "WAIVED", "SETTLED", "HANDED_OVER", "AGREED"]
"""Why an inspection ended: time for objections that ran out or the right to object given up (§ 18 a), the settlement of
objections delivered (b), objections handed over (c); outside the Control Act as agreed."""

DisposalSign = Literal["A", "S", "V"]
"""A goes to the archive, S is destroyed, V is looked through (Decree 259/2012)."""

HoldGround = Literal["audit", "court", "irregularity", "inspection", "other"]


class End(Payload):
    """Why the inspection ended."""

    reason: EndReason


class InspectionEnded(End, Event):
    """The inspection ended on the day that the law names, which may lie before that of noting it."""

    topic = "inspection.ended"

    ended_on: date


class EndTakenBack(Event):
    """An end that was noted too early does not hold: the inspection goes on; `objection` is what showed it."""

    topic = "inspection.end-taken-back"

    objection: Reference | None = None


class Archive(Payload):
    """Under which file mark the file is put away, with which disposal sign, for how many years."""

    file_reference: Reference
    disposal_sign: DisposalSign
    years: Annotated[int, Field(ge=1)] | None = None


class InspectionArchived(Archive, Event):
    """The file was put away; it is kept to the end of `kept_until`."""

    topic = "inspection.archived"

    kept_until: date | None = None


class Hold(Payload):
    """Why the file may not be disposed of although its time is over; `hold` is unique in the inspection."""

    hold: Reference
    ground: HoldGround
    note: Prose | None = None


class InspectionHoldPlaced(Hold, Event):
    """The file is needed and stays."""

    topic = "inspection.legal-hold-placed"


class HoldRelease(Payload):
    """Which hold is lifted."""

    hold: Reference


class InspectionHoldReleased(HoldRelease, Event):
    """The file is no longer needed for what the hold was placed for."""

    topic = "inspection.legal-hold-released"


class Disposal(Payload):
    """The reference of the disposal procedure of Act 499/2004."""

    procedure: Reference


class InspectionDisposed(Disposal, Event):
    """The file was disposed of: its words and files may be erased, its entries and numbers stay."""

    topic = "inspection.disposed"
