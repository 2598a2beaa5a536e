"""What happened to a registered service."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, take
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference
from domain.service.payloads import Capacity, OldService, Organisation, Parameters, Place, Registration


class ServiceRegistered(Registration, Event):
    """The state register shows a new service; registered from the effective date."""

    topic = "service.registered"

    def claims(self) -> Iterator[ClaimChange]:
        yield take("registration-number", self.registration_number)


class ServiceTakenOver(OldService, Event):
    """A service was brought in from old records, with whatever they say."""

    topic = "service.taken-over"

    def claims(self) -> Iterator[ClaimChange]:
        if self.registration_number is not None:
            yield take("registration-number", self.registration_number)


class Confirmation(Payload):
    """The register shows the service as registered on the effective date, and perhaps since when."""

    registered_since: date | None = None


class RegistrationConfirmed(Confirmation, Event):
    """The register was looked up and showed the service as registered."""

    topic = "service.registration-confirmed"


class ServiceParametersChanged(Parameters, Event):
    """The register shows other parameters from the effective date."""

    topic = "service.parameters-changed"


class PlaceAdded(Place, Event):
    """The service is provided at one more place."""

    topic = "service.place-added"


class PlaceNamed(Payload):
    """A place by its key."""

    place: Reference


class PlaceRemoved(PlaceNamed, Event):
    """The service is no longer provided at a place; the effective date is the first day without it."""

    topic = "service.place-removed"


class CapacityChanged(Capacity, Event):
    """The capacity of one form in one unit is this from the effective date."""

    topic = "service.capacity-changed"


class Succession(Payload):
    """Somebody else provides the service from the effective date on."""

    provider: Organisation
    ground: Literal["succession", "new name"] = "succession"


class ProviderChanged(Succession, Event):
    """A legal successor took the service over, or the provider has a new name."""

    topic = "service.provider-changed"


class Deregistration(Payload):
    """The registration ended; the effective date is the first day without it."""

    ground: Literal["own request", "conditions not met", "breach of duties", "provider ceased", "not stated"] = (
        "not stated"
    )


class ServiceDeregistered(Deregistration, Event):
    """The register shows the service as no longer registered."""

    topic = "service.deregistered"


class RegisterDifference(Payload):
    """One field in which the register and we do not say the same. `difference` is a key unique in the service."""

    difference: Reference
    field: Reference
    ours: Reference | None = None
    theirs: Reference | None = None
    extract: Reference | None = None


class ExternalRegisterDifferenceDetected(RegisterDifference, Event):
    """A comparison with the state register found a difference; open until it is resolved."""

    topic = "service.external-register-difference-detected"


class Resolution(Payload):
    """How a difference ended: our record was corrected, the register was, or there never was one."""

    difference: Reference
    outcome: Literal["ours corrected", "theirs corrected", "no difference"]
    note: Prose | None = None


class ExternalRegisterDifferenceResolved(Resolution, Event):
    """Somebody settled a difference with the state register."""

    topic = "service.external-register-difference-resolved"
