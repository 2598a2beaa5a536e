"""What may be asked about the register of contracts, the day of effect, and voidness."""

from domain.contract.events.publication import Effect, Publication, Repair, Voidness
from domain.kernel.command import Act, Observation


class RecordPublication(Publication, Observation):
    """Record that the contract was published in the register of contracts on the effective date."""

    topic = "contract.record-publication"


class RecordPublicationRepair(Repair, Observation):
    """Record that a wrong publication was repaired on the effective date."""

    topic = "contract.record-publication-repair"


class RecordEffect(Effect, Observation):
    """Record the day on which the contract took effect by a condition or an agreement, or that an old paper states."""

    topic = "contract.record-effect"


class EstablishVoidness(Voidness, Act):
    """Record that the contract is void for want of publication; the effective date is the day of its conclusion."""

    topic = "contract.establish-voidness"
