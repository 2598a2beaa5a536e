"""Irregularities: breaches that harm, or may harm, the budget of the Union; from suspicion to the closing report."""

from typing import Literal

from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference

RecoveryWay = Literal["refund", "levy", "deduction", "other"]


class IrregularitySuspicion(Payload):
    """A suspected irregularity: how much it may concern, and the breach of budget discipline that it comes from."""

    irregularity: Reference
    amount: Money | None = None
    breach: Reference | None = None
    description: Prose | None = None


class IrregularitySuspected(IrregularitySuspicion, Event):
    """An irregularity is suspected."""

    topic = "contract.irregularity-suspected"


class IrregularityReport(Payload):
    """Whom an irregularity was reported to, such as the managing authority or the tax office."""

    irregularity: Reference
    reported_to: Reference
    reference: Reference | None = None


class IrregularityReported(IrregularityReport, Event):
    """An irregularity was reported."""

    topic = "contract.irregularity-reported"


class IrregularityConfirmation(Payload):
    """How much a confirmed irregularity concerns."""

    irregularity: Reference
    amount: Money


class IrregularityConfirmed(IrregularityConfirmation, Event):
    """An irregularity was confirmed."""

    topic = "contract.irregularity-confirmed"


class IrregularityRefutation(Payload):
    """Why a suspicion of irregularity did not prove true."""

    irregularity: Reference
    grounds: Prose


class IrregularityRefuted(IrregularityRefutation, Event):
    """A suspicion of irregularity was refuted."""

    topic = "contract.irregularity-refuted"


class IrregularityRecovery(Payload):
    """How much of an irregularity came back, and how; the money itself is recorded with its claim."""

    irregularity: Reference
    amount: Money
    way: RecoveryWay
    claim: Reference | None = None


class IrregularityRecovered(IrregularityRecovery, Event):
    """Money of an irregularity was recovered."""

    topic = "contract.irregularity-recovered"


class IrregularityClosing(Payload):
    """The irregularity that is closed, and its closing report."""

    irregularity: Reference
    report: Reference


class IrregularityClosed(IrregularityClosing, Event):
    """An irregularity was closed with a report."""

    topic = "contract.irregularity-closed"
