"""From the proposal of a mandate to its acceptance."""

from collections.abc import Iterator

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, ContractId, ProjectId, take
from domain.kernel.period import Period
from domain.kernel.prose import Prose, Sha256
from domain.kernel.registry import ResolutionNumber
from domain.kernel.stamp import Reference
from domain.mandate.payloads import (
    CarryOverRule,
    Decision,
    Elements,
    Instrument,
    MandateNumber,
    ServiceTerms,
    YearCeiling,
)
from domain.service.payloads import Organisation

NUMBER_CLAIM = "mandate-number"
"""The claim under which the reference of the act is held."""
NO_WORDS = Elements()


class MandateProposal(ServiceTerms):
    """A mandate in preparation: who is to be entrusted with which service.

    `project` where the provider won a tender of a regional project: the mandate then lasts no longer than the project;
    without one, no longer than the medium-term plan.
    """

    number: MandateNumber | None = None
    provider: Organisation | None = None
    project: ProjectId | None = None

    def claims(self) -> Iterator[ClaimChange]:
        """The number, where it is said here."""
        if self.number is not None:
            yield take(NUMBER_CLAIM, self.number)


class MandateProposed(MandateProposal, Event):
    """The office began to prepare a mandate."""

    topic = "mandate.proposed"


class ServiceAdded(ServiceTerms, Event):
    """A further service was put into a mandate in preparation. Each service is compensated and checked on its own."""

    topic = "mandate.service-added"


class MandateIssue(Payload):
    """The act of entrustment, with what Article 4 of the Decision wants it to say.

    `decision` is the Decision that the act refers to. A separate act has a `number`; a clause stands in a `contract`;
    several acts are named in `acts`. `investment_reason` says why the mandate may last longer than ten years.
    `compensations` are the payments that the act itself states, by service and year.
    """

    instrument: Instrument
    number: MandateNumber | None = None
    contract: ContractId | None = None
    clause: Reference | None = None
    acts: tuple[Reference, ...] = ()
    decision: Decision | None = None
    elements: Elements = NO_WORDS
    period: Period | None = None
    investment_reason: Prose | None = None
    is_carry_over_allowed: bool = False
    compensations: tuple[YearCeiling, ...] = ()
    resolution: ResolutionNumber | None = None
    text: Sha256 | None = None


class MandateIssued(MandateIssue, Event):
    """The region entrusted the provider. `check_by` is the last day of the first check for overcompensation.

    `rule` is what was configured of carrying over on the day of issue. The number is said here only where the proposal
    did not say it.
    """

    topic = "mandate.issued"

    check_by: TimeLimit | None = None
    rule: CarryOverRule | None = None

    def claims(self) -> Iterator[ClaimChange]:
        if self.number is not None:
            yield take(NUMBER_CLAIM, self.number)


class Acceptance(Payload):
    """By which paper the provider accepted the mandate, where there is one."""

    document: Sha256 | None = None


class MandateAccepted(Acceptance, Event):
    """The provider accepted the mandate on the effective day."""

    topic = "mandate.accepted"
