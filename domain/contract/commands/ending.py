"""What may be asked about the end of a contract."""

from domain.contract.events.ending import Closing, Expiry, Termination
from domain.kernel.command import Act, Observation


class TerminateContract(Termination, Act):
    """End the contract for the region; the effective date is its last day."""

    topic = "contract.terminate"


class RecordTermination(Termination, Observation):
    """Record that the provider ended the contract, or an end found in the file; the effective date is its last day."""

    topic = "contract.record-termination"


class RecordExpiry(Expiry, Observation):
    """Record that the contract ran out; the effective date is its last day."""

    topic = "contract.record-expiry"


class CloseContract(Closing, Act):
    """Close the file: the contract has ended and everything is settled, returned or written off."""

    topic = "contract.close"
