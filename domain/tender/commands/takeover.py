"""Old tenders."""

from domain.kernel.command import Takeover
from domain.tender.events.takeover import OldTender


class TakeOverTender(OldTender, Takeover):
    """Bring a tender in from old records: its number or title, or at least the service or its group."""

    topic = "tender.take-over"
    opens = True
