"""What can be recorded about a service's standing in the basic network."""

from domain.kernel.command import Act, Observation, Takeover
from domain.kernel.registry import RegistrationNumber
from domain.network_entry.payloads import (
    CapacityChange,
    Exclusion,
    FinancingChange,
    Inclusion,
    Intention,
    IntentionNamed,
    LevelChange,
    MunicipalStatement,
    NetworkVersion,
    OldEntry,
    OrpAllocation,
    Prolongation,
    Registered,
    Rejection,
    Scoring,
    Standing,
)
from domain.service.payloads import SectionAsWritten


class RecordDevelopmentIntention(Intention, Observation):
    """A provider submitted a development intention. Opens a file, or adds to the file of the service."""

    topic = "network_entry.record-development-intention"
    opens = True


class RecordMunicipalStatement(MunicipalStatement, Observation):
    """A municipality stated what it thinks of the need for the service, or of its inclusion."""

    topic = "network_entry.record-municipal-statement"


class RecordIntentionWithdrawn(IntentionNamed, Observation):
    """The provider took an intention back."""

    topic = "network_entry.record-intention-withdrawn"


class ScoreIntention(Scoring, Act):
    """Score an intention by every parameter of a methodology."""

    topic = "network_entry.score-intention"


class RejectIntention(Rejection, Act):
    """Record that the region resolved not to follow an intention."""

    topic = "network_entry.reject-intention"


class LinkRegistration(Registered, Act):
    """Say which registered service the planned one became."""

    topic = "network_entry.link-registration"


class IncludeService(Inclusion, Act):
    """Include a service from the effective date to `last_day`: by `plan` and `intention`, or for a `project`."""

    topic = "network_entry.include-service"
    opens = True


class GrantUrgentInclusion(Standing, Act):
    """Include a service that cannot wait for an intention; needs a reason."""

    topic = "network_entry.grant-urgent-inclusion"
    opens = True


class TakeOverNetworkEntry(OldEntry, Takeover):
    """Bring a standing in the network in from old records. Unknown stays unknown."""

    topic = "network_entry.take-over"
    opens = True

    registration_number: RegistrationNumber | None = None
    section: SectionAsWritten | None = None


class ApproveNetworkVersion(NetworkVersion, Act):
    """Record that the network was approved anew, with this service in it as it stands."""

    topic = "network_entry.approve-network-version"


class ChangeCapacity(CapacityChange, Act):
    """Change the capacity in the network from the effective date on; zero where a form ends."""

    topic = "network_entry.change-capacity"


class ReallocateOrps(OrpAllocation, Act):
    """Allocate the capacity to the municipalities in other shares from the effective date on."""

    topic = "network_entry.reallocate-orps"


class ChangeLevel(LevelChange, Act):
    """Move the service to another level of the network from the effective date on."""

    topic = "network_entry.change-level"


class ChangeFinancing(FinancingChange, Act):
    """Record that other money mainly pays for the service from the effective date on."""

    topic = "network_entry.change-financing"


class ProlongInclusion(Prolongation, Act):
    """Keep the service in the network until a later day."""

    topic = "network_entry.prolong-inclusion"


class RecordRegistrationLoss(Observation):
    """The register shows that the service lost its registration. Needs attention until the service is excluded."""

    topic = "network_entry.record-registration-loss"


class ExcludeService(Exclusion, Act):
    """Let the service leave the network; the effective date is the first day without it."""

    topic = "network_entry.exclude-service"
