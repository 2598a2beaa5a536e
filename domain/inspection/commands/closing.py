"""What may be asked about the end of an inspection and about its file."""

from domain.inspection.events.closing import Archive, Disposal, End, Hold, HoldRelease
from domain.kernel.command import Act


class EndInspection(End, Act):
    """Note that the inspection has ended, and why; the day of the end is that which the law names."""

    topic = "inspection.end"


class TakeBackEnd(Act):
    """Take back an end that was noted too early."""

    topic = "inspection.take-back-end"


class ArchiveInspection(Archive, Act):
    """Put the file of an inspection away."""

    topic = "inspection.archive"


class PlaceHold(Hold, Act):
    """Keep the file although its time is over."""

    topic = "inspection.place-legal-hold"


class ReleaseHold(HoldRelease, Act):
    """Lift a hold."""

    topic = "inspection.release-legal-hold"


class DisposeInspection(Disposal, Act):
    """Dispose of the file after its time, where nothing holds it."""

    topic = "inspection.dispose"
