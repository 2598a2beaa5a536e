"""From the plan to the call for bids."""

from collections.abc import Iterator

from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, ProjectId, take
from domain.kernel.law import Citation, ServiceSection
from domain.kernel.money import Money
from domain.kernel.prose import Prose, Sha256
from domain.kernel.registry import Body, ResolutionNumber
from domain.kernel.stamp import Reference
from domain.service.payloads import Organisation
from domain.tender.payloads import Call, Criterion, LotTerms, Moment, NoticeKind, Number, Regime, Share, TenderNumber

NUMBER_CLAIM = "tender-number"
"""The claim under which the reference number of a tender is held."""


class TenderPlan(Payload):
    """What is to be bought and by which rules.

    `estimated_value` is that of all lots together. `value_elsewhere` is what the same need is estimated at in other
    tenders: § 18(1) Act 134/2016 adds it, whether lots are tendered in one procedure or in several. `price_percent` is
    the share of the compensation payment that the price is set at, where the project says so.
    """

    number: TenderNumber | None = None
    title: Reference
    project: ProjectId | None = None
    section: ServiceSection
    regime: Regime
    estimated_value: Money
    value_elsewhere: Money | None = None
    price_percent: Share | None = None

    def claims(self) -> Iterator[ClaimChange]:
        """The number, where it is said here."""
        if self.number is not None:
            yield take(NUMBER_CLAIM, self.number)


class TenderPlanned(TenderPlan, Event):
    """The office planned a tender."""

    topic = "tender.planned"


class TenderApproval(Payload):
    """A resolution that the tender be run."""

    body: Body
    resolution: ResolutionNumber


class TenderApproved(TenderApproval, Event):
    """A body of the region approved the tender on the effective day."""

    topic = "tender.approved"


class LotDefinition(LotTerms):
    """A lot of a tender in preparation: its title and estimated value are known."""

    title: Reference
    estimated_value: Money


class TenderLotDefined(LotDefinition, Event):
    """A lot was defined; what can be bid for, awarded and cancelled by itself."""

    topic = "tender.lot-defined"


class Publication(Call):
    """A notice of the whole tender; the effective day is that of its publication.

    START opens the first round of every lot. `interest_until` is the limit for preliminary interest.
    """

    notice_kind: NoticeKind
    interest_until: Moment | None = None


class TenderPublished(Publication, Event):
    """The tender was published."""

    topic = "tender.published"


class DocumentationChange(Payload):
    """Other tender documents for lots that are still open for bids; without lots, for all of these.

    What is absent stays as it was in the version before.
    """

    lots: tuple[Reference, ...] = ()
    documents: Sha256
    bids_until: Moment | None = None
    criteria: tuple[Criterion, ...] | None = None
    adopts: tuple[Citation, ...] | None = None
    note: Prose | None = None


class TenderDocumentationChanged(DocumentationChange, Event):
    """The tender documents have a new version for the lots that stand here; those of the call are version 1."""

    topic = "tender.documentation-changed"

    version: Number


class Clarification(Payload):
    """An explanation of the tender documents, given to everybody, and perhaps more time for bids."""

    clarification: Reference
    lots: tuple[Reference, ...] = ()
    document: Sha256
    bids_until: Moment | None = None


class ClarificationIssued(Clarification, Event):
    """The contracting authority explained its tender documents, for the lots that stand here."""

    topic = "tender.clarification-issued"


class PreliminaryInterest(Payload):
    """A provider that would bid for these lots, or for all where none is named."""

    interest: Reference
    provider: Organisation
    lots: tuple[Reference, ...] = ()
    received_at: Moment


class PreliminaryInterestReceived(PreliminaryInterest, Event):
    """A provider answered the preliminary notice."""

    topic = "tender.preliminary-interest-received"
