"""The register of contracts, the day of effect, and voidness."""

from datetime import date

from domain.contract.payloads import Published
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference


class Publication(Payload):
    """An entry of the register of contracts, published on the effective day; `shows` holds what it says."""

    register_id: Reference
    version: Reference | None = None
    shows: Published | None = None


class ContractPublishedInRegister(Publication, Event):
    """The contract was published in the register of contracts."""

    topic = "contract.published-in-register"


class Repair(Payload):
    """A new version of an entry in the register; `learnt_on` is when somebody learnt that the old one was wrong."""

    version: Reference
    learnt_on: date | None = None
    shows: Published | None = None


class PublicationCorrected(Repair, Event):
    """A wrong publication was repaired; `repair_by` is the limit of § 7(2)–(3) Act 340/2015."""

    topic = "contract.publication-corrected"

    repair_by: TimeLimit | None = None


class Effect(Payload):
    """What brought the effect about: the condition that was met, or the agreement on the day."""

    ground: Prose | None = None


class ContractBecameEffective(Effect, Event):
    """The contract took effect on the effective day by a condition or an agreement.

    Recorded only there: the effect that follows from conclusion and publication is computed from these.
    """

    topic = "contract.became-effective"


class Voidness(Payload):
    """The day on which it was established that the three months passed without publication."""

    established_on: date


class ContractVoidedForNonPublication(Voidness, Event):
    """The contract is void from the start; the effective day is that of its conclusion.

    A later publication is recorded and revives nothing. What was paid is to be returned as unjust enrichment.
    """

    topic = "contract.voided-for-non-publication"
