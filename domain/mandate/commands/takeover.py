"""How an old mandate comes into the ledger."""

from domain.kernel.command import Takeover
from domain.mandate.events.takeover import OldMandate


class TakeOverMandate(OldMandate, Takeover):
    """Bring in an old mandate with what its papers state; everything may be unknown."""

    topic = "mandate.take-over"
    opens = True
