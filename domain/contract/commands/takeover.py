"""How an old contract comes into the ledger."""

from domain.contract.events.takeover import OldContract
from domain.kernel.command import Takeover


class TakeOverContract(OldContract, Takeover):
    """Bring in an old contract with what its papers state; everything may be unknown."""

    topic = "contract.take-over"
    opens = True
