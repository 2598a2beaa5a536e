"""An old mandate as its papers show it."""

from collections.abc import Iterator

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, ContractId, ProjectId, take
from domain.kernel.prose import Prose
from domain.kernel.registry import ResolutionNumber
from domain.kernel.stamp import Reference
from domain.mandate.events.entrustment import NO_WORDS, NUMBER_CLAIM
from domain.mandate.payloads import (
    CarryOverRule,
    Decision,
    Elements,
    Instrument,
    MandateNumber,
    ServiceTerms,
    Year,
    YearCeiling,
)
from domain.service.payloads import Organisation


class OldMandate(Payload):
    """What the papers state; what they do not state is absent, never guessed. The effective day is that of the issue.

    `money_known_from` is the first service-year of which every payment is on file; where it is absent, no sum over the
    years is certain.
    """

    number: MandateNumber | None = None
    provider: Organisation | None = None
    services: tuple[ServiceTerms, ...] = ()
    instrument: Instrument | None = None
    contract: ContractId | None = None
    clause: Reference | None = None
    acts: tuple[Reference, ...] = ()
    decision: Decision | None = None
    elements: Elements = NO_WORDS
    period_as_written: PeriodAsWritten | None = None
    is_carry_over_allowed: bool | None = None
    compensations: tuple[YearCeiling, ...] = ()
    money_known_from: Year | None = None
    project: ProjectId | None = None
    resolution: ResolutionNumber | None = None
    resolution_as_written: Reference | None = None
    note: Prose | None = None

    def claims(self) -> Iterator[ClaimChange]:
        """The number, where the papers state it."""
        if self.number is not None:
            yield take(NUMBER_CLAIM, self.number)


class MandateTakenOver(OldMandate, Event):
    """An old mandate was brought in; none of its steps is invented."""

    topic = "mandate.taken-over"

    rule: CarryOverRule | None = None
