"""What may be asked about the mandates under which a contract pays."""

from domain.contract.events.entrustment import MandateNaming, ReturnAllocation
from domain.kernel.command import Act, Observation


class NameMandate(MandateNaming, Act):
    """Name the mandate under which the contract pays compensation; what it binds the region to must fit under it."""

    topic = "contract.name-mandate"


class RecordMandate(MandateNaming, Observation):
    """Record the mandate under which a contract that is found in the file pays compensation."""

    topic = "contract.record-mandate"


class AllocateReturn(ReturnAllocation, Observation):
    """Say of which service-years the money was that the provider returned."""

    topic = "contract.allocate-return"
