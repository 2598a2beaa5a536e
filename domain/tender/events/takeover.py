"""An old tender as its papers show it."""

from collections.abc import Iterator

from domain.kernel.as_written import DateAsWritten
from domain.kernel.event import Event, Payload
from domain.kernel.forms import Form
from domain.kernel.ids import ClaimChange, ProjectId, take
from domain.kernel.law import ServiceSection
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.region import RegionAsWritten
from domain.kernel.stamp import Reference
from domain.tender.events.preparation import NUMBER_CLAIM
from domain.tender.payloads import LotTerms, OneOf, Regime, Share, StatedOutcome, TenderNumber


class OldLot(LotTerms):
    """A lot as the source names it, and how it ended."""

    outcome: StatedOutcome | None = None


class OldTender(Payload):
    """What the source states, word by word; what it does not state is absent, never guessed.

    `service_as_written` is the service in the words of the source; `one_of` where the source speaks of several tenders
    together. A tender without lots is one public contract.
    """

    number: TenderNumber | None = None
    title: Reference | None = None
    project: ProjectId | None = None
    section: ServiceSection | None = None
    service_as_written: Reference | None = None
    forms: tuple[Form, ...] = ()
    region: RegionAsWritten | None = None
    regime: Regime | None = None
    estimated_value: Money | None = None
    price_percent: Share | None = None
    started_on: DateAsWritten | None = None
    lots: tuple[OldLot, ...] = ()
    outcome: StatedOutcome | None = None
    one_of: OneOf | None = None
    note: Prose | None = None

    def claims(self) -> Iterator[ClaimChange]:
        """The number, where it is stated."""
        if self.number is not None:
            yield take(NUMBER_CLAIM, self.number)


class TenderTakenOver(OldTender, Event):
    """An old tender was brought in; none of its steps is invented."""

    topic = "tender.taken-over"
