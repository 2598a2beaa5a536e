"""What may be asked about changes of a mandate."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.changes import (
    Amendment,
    Migration,
    PreconditionChange,
    Prolongation,
    Resumption,
    Suspension,
)


class MigrateLegalBasis(Migration, Act):
    """Bring the mandate under a later Decision of the Commission."""

    topic = "mandate.migrate-legal-basis"


class AmendMandate(Amendment, Act):
    """Amend the mandate."""

    topic = "mandate.amend"


class ProlongMandate(Prolongation, Act):
    """Prolong the mandate while it lasts."""

    topic = "mandate.prolong"


class SuspendMandate(Suspension, Act):
    """Suspend the mandate from the effective day."""

    topic = "mandate.suspend"


class ResumeMandate(Resumption, Act):
    """End the suspension; the mandate holds again from the effective day."""

    topic = "mandate.resume"


class RecordPreconditionLoss(PreconditionChange, Observation):
    """Record that a service lost its registration or its place in the network, or that the contract is void."""

    topic = "mandate.record-precondition-loss"


class RecordPreconditionRestored(PreconditionChange, Observation):
    """Record that what had been lost is there again."""

    topic = "mandate.record-precondition-restored"
