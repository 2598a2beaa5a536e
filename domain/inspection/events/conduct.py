"""What was done on site."""

from typing import Literal

from domain.inspection.payloads import Count, OnSite, Person, Side
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import ContractId, MandateId, ServiceId
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Prose, Sha256
from domain.kernel.quantity import Quantity
from domain.kernel.stamp import Reference


class CapacityCheck(OnSite):
    """How much of a service was found. It is compared with what stands in the mandate, or in the service's register.

    Without a mandate the registered capacity of the service counts.
    """

    measurement: Reference
    service: ServiceId
    mandate: MandateId | None = None
    form: Form
    unit: CapacityUnit
    found: Quantity
    evidence: tuple[Sha256, ...] = ()
    note: Prose | None = None


class CapacityMeasured(CapacityCheck, Event):
    """The capacity of a service was measured; `reported` is what stood on file on that day, None where nothing did."""

    topic = "inspection.capacity-measured"

    reported: Quantity | None = None


class TimeUnits(Payload):
    """Time units (ČJ): direct work with a client, and work in favour of a client."""

    direct: Quantity
    favour: Quantity


class TimeUnitsCheck(OnSite):
    """Time units counted again from the minutes of the evidence for a period.

    `minutes_direct` and `minutes_favour` are what the evidence shows. What was reported is read from the contract's
    achievements under the indicators named; where they are not named it stands in `stated`.
    """

    recomputation: Reference
    contract: ContractId
    period: Period
    minutes_direct: Count
    minutes_favour: Count
    indicator_direct: Reference | None = None
    indicator_favour: Reference | None = None
    stated: TimeUnits | None = None
    evidence: tuple[Sha256, ...] = ()
    note: Prose | None = None


class TimeUnitsRecomputed(TimeUnitsCheck, Event):
    """Time units were counted again; `minutes_per_unit` is the methodology's, `reported` the contract's figures."""

    topic = "inspection.time-units-recomputed"

    minutes_per_unit: int
    found: TimeUnits
    reported: TimeUnits | None = None


class Interview(OnSite):
    """Somebody was asked; the minutes are a file."""

    interview: Reference
    person: Person
    side: Side
    document: Sha256
    consent: Reference | None = None


class InterviewHeld(Interview, Event):
    """An interview was held and recorded."""

    topic = "inspection.interview-held"


class Consent(OnSite):
    """A client, or the guardian, agreed to something that needs it."""

    consent: Reference
    person: Person
    purpose: Literal["INTERVIEW", "FILE", "ENTRY_TO_DWELLING", "RECORDING"]
    given_by: Literal["ONESELF", "GUARDIAN"]
    document: Sha256


class ConsentGiven(Consent, Event):
    """A client agreed."""

    topic = "inspection.consent-given"


class ConsentWithdrawal(Payload):
    """From the effective day on the consent no longer holds."""

    consent: Reference


class ConsentWithdrawn(ConsentWithdrawal, Event):
    """A client took a consent back."""

    topic = "inspection.consent-withdrawn"


class DwellingEntry(OnSite):
    """A dwelling was entered (§ 7): with a consent, or because the purpose could not be reached otherwise."""

    entry: Reference
    person: Person
    consent: Reference | None = None
    necessity: Prose | None = None


class DwellingEntered(DwellingEntry, Event):
    """A dwelling in which the service is provided was entered."""

    topic = "inspection.dwelling-entered"


class Taking(OnSite):
    """Originals or samples were taken, and a receipt was given for them (§ 9(d))."""

    receipt: Reference
    taken_from: Person
    items: tuple[Reference, ...]
    document: Sha256 | None = None


class OriginalsTaken(Taking, Event):
    """Originals were taken against a receipt."""

    topic = "inspection.originals-taken"


class Returning(OnSite):
    """What was taken went back."""

    receipt: Reference
    items: tuple[Reference, ...]
    document: Sha256 | None = None


class OriginalsReturned(Returning, Event):
    """Originals were returned."""

    topic = "inspection.originals-returned"


class Obstruction(OnSite):
    """Who did not cooperate, and which duty that breaks."""

    obstruction: Reference
    side: Literal["CONTROLLED", "OBLIGED"]
    breached: Citation
    what: Prose
    evidence: tuple[Sha256, ...] = ()


class ObstructionRecorded(Obstruction, Event):
    """The inspection was obstructed."""

    topic = "inspection.obstruction-recorded"


class Fine(Payload):
    """A fine proposed for obstruction (§ 15)."""

    obstruction: Reference
    amount: Money
    why: Prose | None = None


class FineProposed(Fine, Event):
    """A fine for obstruction was proposed."""

    topic = "inspection.fine-proposed"


class LastAct(OnSite):
    """The last control act before the protocol (§ 12(1)(g)), on the effective day."""

    act: Reference
    document: Sha256 | None = None


class LastControlActDone(LastAct, Event):
    """The last control act before the protocol was done; `protocol_by` is the limit for this, where one is set."""

    topic = "inspection.last-control-act-done"

    protocol_by: TimeLimit | None = None


class Complexity(Payload):
    """Why the case is especially complex."""

    declared_by: Person
    why: Prose


class InspectionDeclaredComplex(Complexity, Event):
    """The case was declared especially complex: there is more time for the protocol, from the last control act."""

    topic = "inspection.declared-complex"

    protocol_by: TimeLimit | None = None
