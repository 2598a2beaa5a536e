"""What may be asked about irregularities."""

from domain.contract.events.irregularities import (
    IrregularityClosing,
    IrregularityConfirmation,
    IrregularityRecovery,
    IrregularityRefutation,
    IrregularityReport,
    IrregularitySuspicion,
)
from domain.kernel.command import Act, Observation


class SuspectIrregularity(IrregularitySuspicion, Act):
    """Note the suspicion of an irregularity."""

    topic = "contract.suspect-irregularity"


class ReportIrregularity(IrregularityReport, Act):
    """Note to whom an irregularity was reported."""

    topic = "contract.report-irregularity"


class ConfirmIrregularity(IrregularityConfirmation, Act):
    """Confirm an irregularity."""

    topic = "contract.confirm-irregularity"


class RefuteIrregularity(IrregularityRefutation, Act):
    """Refute the suspicion of an irregularity."""

    topic = "contract.refute-irregularity"


class RecordIrregularityRecovery(IrregularityRecovery, Observation):
    """Record that money of an irregularity was recovered."""

    topic = "contract.record-irregularity-recovery"


class CloseIrregularity(IrregularityClosing, Act):
    """Close an irregularity with its report."""

    topic = "contract.close-irregularity"
