"""What may be asked about a mandate from its proposal to its acceptance."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.entrustment import Acceptance, MandateIssue, MandateProposal
from domain.mandate.payloads import ServiceTerms


class ProposeMandate(MandateProposal, Act):
    """Begin to prepare a mandate for one service; further services are added."""

    topic = "mandate.propose"
    opens = True


class AddService(ServiceTerms, Act):
    """Put a further service into a mandate in preparation."""

    topic = "mandate.add-service"


class IssueMandate(MandateIssue, Act):
    """Entrust the provider; the effective day is that of the issue. Every element of Article 4 must be said."""

    topic = "mandate.issue"


class RecordAcceptance(Acceptance, Observation):
    """Record that the provider accepted the mandate."""

    topic = "mandate.record-acceptance"
