"""The start in one of the three ways of § 5(2), who was there, and the opening minutes."""

from typing import Literal

from domain.inspection.payloads import OnSite, Person, Present
from domain.kernel.event import Event
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference

StartMode = Literal["AUTHORISATION_SHOWN", "NOTICE_DELIVERED", "ACT_BEFORE_SHOWING"]
"""The first act: (a) the authorisation is shown to a person present, (b) the notice with it is delivered, (c) another
act is done just before the authorisation is shown."""


class Start(OnSite):
    """The first control act on the effective day, and its evidence.

    `shown_to` is the person to whom the authorisation was shown: (a) needs it, (c) needs it after the first act. (b)
    needs the delivery of the notice on record. `document` is the record of it.
    """

    mode: StartMode
    first_act: Reference
    shown_to: Person | None = None
    shown_to_side: Literal["CONTROLLED", "OBLIGED"] | None = None
    document: Sha256 | None = None


class InspectionStarted(Start, Event):
    """The inspection started with its first control act."""

    topic = "inspection.started"


class Presence(OnSite):
    """Who was present for the other side, and by what authority."""

    presence: Reference
    present: tuple[Present, ...]


class PresenceRecorded(Presence, Event):
    """It was recorded who was present."""

    topic = "inspection.presence-recorded"


class OpeningMinutes(OnSite):
    """The minutes of the opening: what was said about rights, duties and the course."""

    document: Sha256
    present: tuple[Person, ...] = ()
    remarks: Prose | None = None


class OpeningMinutesTaken(OpeningMinutes, Event):
    """Minutes of the opening were taken."""

    topic = "inspection.opening-minutes-taken"
