"""What may be asked about amendments.

Propose and conclude are acts of the region, so an amendment that the law does not allow is refused. An amendment that
was concluded before and is found in the file is recorded: it happened, and what is wrong about it is noted.
"""

from domain.contract.events.amendments import (
    AmendmentConclusion,
    AmendmentProposal,
    AmendmentPublication,
    AmendmentVoidness,
)
from domain.kernel.command import Act, Observation


class ProposeAmendment(AmendmentProposal, Act):
    """Put an amendment forward; the effective date is the day of the proposal."""

    topic = "contract.propose-amendment"


class ConcludeAmendment(AmendmentConclusion, Act):
    """Conclude an amendment; the effective date is the day from which it changes the contract."""

    topic = "contract.conclude-amendment"


class RecordAmendment(AmendmentConclusion, Observation):
    """Record an amendment that was concluded; the effective date is the day from which it changes the contract."""

    topic = "contract.record-amendment"


class RecordAmendmentPublication(AmendmentPublication, Observation):
    """Record that an amendment was published in the register of contracts on the effective date."""

    topic = "contract.record-amendment-publication"


class EstablishAmendmentVoidness(AmendmentVoidness, Act):
    """Record that an amendment is void because it was not published; the effective date is that of its conclusion."""

    topic = "contract.establish-amendment-voidness"
