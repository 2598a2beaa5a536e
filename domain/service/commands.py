"""What can be recorded about a registered service: mostly what the state register shows."""

from domain.kernel.command import Act, Observation, Takeover
from domain.service.events import Confirmation, Deregistration, PlaceNamed, RegisterDifference, Resolution, Succession
from domain.service.payloads import Capacity, OldService, Parameters, Place, Registration


class RecordRegistration(Registration, Observation):
    """The register shows a new service. Opens it; the effective date is the first day of the registration."""

    topic = "service.record-registration"
    opens = True


class TakeOverService(OldService, Takeover):
    """Bring a service in from old records: its number, or at least its kind or name. Unknown stays unknown."""

    topic = "service.take-over"
    opens = True


class ConfirmRegistration(Confirmation, Observation):
    """The register was looked up on the effective date and shows the service as registered."""

    topic = "service.confirm-registration"


class RecordParameters(Parameters, Observation):
    """The register shows another kind, name, forms or target groups from the effective date."""

    topic = "service.record-parameters"


class RecordPlaceAdded(Place, Observation):
    """The register shows one more place from the effective date."""

    topic = "service.record-place-added"


class RecordPlaceRemoved(PlaceNamed, Observation):
    """The register no longer shows a place; the effective date is the first day without it."""

    topic = "service.record-place-removed"


class RecordCapacity(Capacity, Observation):
    """The register shows this capacity of one form in one unit from the effective date; zero where it ended."""

    topic = "service.record-capacity"


class RecordProvider(Succession, Observation):
    """The register shows another provider, or another name of the same, from the effective date."""

    topic = "service.record-provider"


class RecordDeregistration(Deregistration, Observation):
    """The register shows the registration as ended; the effective date is the first day without it."""

    topic = "service.record-deregistration"


class RecordRegisterDifference(RegisterDifference, Observation):
    """A comparison with the register found a field that differs. Needs attention until it is resolved."""

    topic = "service.record-register-difference"


class ResolveRegisterDifference(Resolution, Act):
    """Settle a difference with the register and close what it left open."""

    topic = "service.resolve-register-difference"
