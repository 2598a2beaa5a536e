"""From the plan to the call for bids."""

from domain.kernel.command import Act, Observation
from domain.tender.events.preparation import (
    Clarification,
    DocumentationChange,
    LotDefinition,
    PreliminaryInterest,
    Publication,
    TenderApproval,
    TenderPlan,
)


class PlanTender(TenderPlan, Act):
    """Open the file of a tender: what is to be bought, at which estimated value, by which rules."""

    topic = "tender.plan"
    opens = True


class ApproveTender(TenderApproval, Act):
    """Record the resolution that the tender be run; the effective day is that of the resolution."""

    topic = "tender.approve"


class DefineLot(LotDefinition, Act):
    """Define a lot before the tender is published."""

    topic = "tender.define-lot"


class PublishTender(Publication, Act):
    """Publish a preliminary notice, or call for bids and open the first round of every lot."""

    topic = "tender.publish"


class ChangeDocumentation(DocumentationChange, Act):
    """Give lots that are open for bids a new version of the tender documents, and perhaps more time."""

    topic = "tender.change-documentation"


class IssueClarification(Clarification, Act):
    """Explain the tender documents to everybody, and perhaps give more time."""

    topic = "tender.issue-clarification"


class RecordPreliminaryInterest(PreliminaryInterest, Observation):
    """A provider answered the preliminary notice, in time or not."""

    topic = "tender.record-preliminary-interest"
