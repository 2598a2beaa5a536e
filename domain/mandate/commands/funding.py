"""What may be asked about public money for the service."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.funding import (
    Calculation,
    Commitment,
    CommitmentReduction,
    CompensationPayment,
    MoneyReturn,
    OtherFunding,
)


class CalculateCompensation(Calculation, Act):
    """Calculate the compensation payment of a service-year from the values of a methodology."""

    topic = "mandate.calculate-compensation"


class CommitCompensation(Commitment, Act):
    """Commit compensation for a service-year; above the compensation payment it is refused."""

    topic = "mandate.commit-compensation"


class ReleaseCommitment(CommitmentReduction, Act):
    """Give up a part of a commitment that will not be paid."""

    topic = "mandate.release-commitment"


class RecordCompensationPayment(CompensationPayment, Observation):
    """Record that compensation was paid for a service-year."""

    topic = "mandate.record-compensation-payment"


class RecordOtherFunding(OtherFunding, Observation):
    """Record other public money that the service received, whenever it becomes known."""

    topic = "mandate.record-other-funding"


class RecordMoneyReturn(MoneyReturn, Observation):
    """Record that public money went back to where it came from."""

    topic = "mandate.record-money-return"
