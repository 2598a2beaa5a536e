"""What happened to a service's standing in the basic network."""

from collections.abc import Iterator

from domain.kernel.event import Event
from domain.kernel.ids import ClaimChange, take
from domain.network_entry.payloads import (
    CapacityChange,
    Exclusion,
    FinancingChange,
    Inclusion,
    Intention,
    IntentionNamed,
    LevelChange,
    LookedUp,
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

ENTRY_CLAIM = "network-entry"
"""The claim of a file: see `entry_key`."""


def entry_key(registration_number: str, project_reference: str | None = None) -> str:
    """One service has one file for its standing by the plan, and one more for each project that it stands in.

    The number is never given back: who returns to the network after an exclusion returns to the same file, where the
    rules can see that no day is covered twice.
    """
    return " ".join(f"{registration_number} {project_reference or ''}".split())


class FileEvent(LookedUp, Event):
    """An event that may tell for the first time which service the file is about."""

    def claims(self) -> Iterator[ClaimChange]:
        if self.registration_number is not None:
            yield take(ENTRY_CLAIM, entry_key(self.registration_number, self.project_reference))


class DevelopmentIntentionSubmitted(Intention, FileEvent):
    """A provider submitted a development intention."""

    topic = "network_entry.development-intention-submitted"


class MunicipalStatementReceived(MunicipalStatement, Event):
    """A municipality said what it thinks of the need for the service, or of its inclusion."""

    topic = "network_entry.municipal-statement-received"


class IntentionScored(Scoring, Event):
    """An intention was scored by the parameters of a methodology."""

    topic = "network_entry.intention-scored"


class IntentionWithdrawn(IntentionNamed, Event):
    """The provider took an intention back."""

    topic = "network_entry.intention-withdrawn"


class IntentionRejected(Rejection, Event):
    """The region resolved not to follow an intention."""

    topic = "network_entry.intention-rejected"


class RegistrationLinked(Registered, FileEvent):
    """The planned service was registered."""

    topic = "network_entry.registration-linked"


class ServiceIncluded(Inclusion, FileEvent):
    """The service entered the network, by the plan or for the duration of a project."""

    topic = "network_entry.service-included"


class UrgentInclusionGranted(Standing, FileEvent):
    """The service entered the network because the need could not wait; the reason stands in the stamp."""

    topic = "network_entry.urgent-inclusion-granted"


class NetworkEntryTakenOver(OldEntry, FileEvent):
    """A standing in the network was brought in from old records, with whatever they say."""

    topic = "network_entry.taken-over"


class NetworkVersionApproved(NetworkVersion, Event):
    """The network was approved anew, with this service in it as it stands."""

    topic = "network_entry.network-version-approved"


class CapacityChanged(CapacityChange, Event):
    """The capacity in the network changed."""

    topic = "network_entry.capacity-changed"


class OrpAllocationChanged(OrpAllocation, Event):
    """The capacity was allocated to the municipalities in other shares."""

    topic = "network_entry.orp-allocation-changed"


class LevelChanged(LevelChange, Event):
    """The service moved to another level of the network."""

    topic = "network_entry.level-changed"


class FinancingChanged(FinancingChange, Event):
    """Other money mainly pays for the service."""

    topic = "network_entry.financing-changed"


class InclusionProlonged(Prolongation, Event):
    """The service stays in the network until a later day."""

    topic = "network_entry.inclusion-prolonged"


class RegistrationLossRecorded(Event):
    """The register shows that the service lost its registration while it stood in the network."""

    topic = "network_entry.registration-loss-recorded"


class ServiceExcluded(Exclusion, Event):
    """The service left the network."""

    topic = "network_entry.service-excluded"
