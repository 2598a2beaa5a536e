"""The start, who was there, and the opening minutes."""

from domain.inspection.events.opening import OpeningMinutes, Presence, Start
from domain.kernel.command import Act, Observation


class StartInspection(Start, Act):
    """Start the inspection with its first control act, in one of the three ways of § 5(2)."""

    topic = "inspection.start"


class RecordPresence(Presence, Observation):
    """Record who is present and by what authority."""

    topic = "inspection.record-presence"


class TakeOpeningMinutes(OpeningMinutes, Act):
    """Take the minutes of the opening."""

    topic = "inspection.take-opening-minutes"
