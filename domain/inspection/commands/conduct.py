"""What is done on site."""

from domain.inspection.events.conduct import (
    CapacityCheck,
    Complexity,
    Consent,
    ConsentWithdrawal,
    DwellingEntry,
    Fine,
    Interview,
    LastAct,
    Obstruction,
    Returning,
    Taking,
    TimeUnitsCheck,
)
from domain.kernel.command import Act, Observation


class MeasureCapacity(CapacityCheck, Act):
    """Measure the capacity of a service and compare it with what stands on file."""

    topic = "inspection.measure-capacity"


class RecomputeTimeUnits(TimeUnitsCheck, Act):
    """Count time units again from the evidence and compare them with what was reported."""

    topic = "inspection.recompute-time-units"


class HoldInterview(Interview, Act):
    """Ask somebody and take minutes."""

    topic = "inspection.hold-interview"


class RecordConsent(Consent, Observation):
    """A client, or the guardian, agreed to something that needs it."""

    topic = "inspection.record-consent"


class RecordConsentWithdrawal(ConsentWithdrawal, Observation):
    """A client took a consent back."""

    topic = "inspection.record-consent-withdrawal"


class EnterDwelling(DwellingEntry, Act):
    """Enter a dwelling in which the service is provided."""

    topic = "inspection.enter-dwelling"


class TakeOriginals(Taking, Act):
    """Take originals or samples against a receipt."""

    topic = "inspection.take-originals"


class ReturnOriginals(Returning, Act):
    """Return what was taken."""

    topic = "inspection.return-originals"


class RecordObstruction(Obstruction, Observation):
    """Somebody did not cooperate."""

    topic = "inspection.record-obstruction"


class ProposeFine(Fine, Act):
    """Propose a fine for obstruction."""

    topic = "inspection.propose-fine"


class FinishControlActs(LastAct, Act):
    """Do the last control act before the protocol: the limit for the protocol runs from it."""

    topic = "inspection.finish-control-acts"


class DeclareComplex(Complexity, Act):
    """Declare the case especially complex."""

    topic = "inspection.declare-complex"
