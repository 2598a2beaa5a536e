"""What changes a mandate while it lasts."""

from datetime import date

from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose
from domain.kernel.registry import RegistrationNumber, ResolutionNumber
from domain.kernel.stamp import Reference
from domain.mandate.events.entrustment import NO_WORDS
from domain.mandate.payloads import Decision, Elements, Precondition, ServiceChange, YearCeiling


class Migration(Payload):
    """To which Decision the mandate refers from the effective day, by which act, with which further words."""

    decision: Decision
    act: Reference
    elements: Elements = NO_WORDS


class MandateLegalBasisMigrated(Migration, Event):
    """The mandate was brought under a later Decision. `from_decision` is the one that it stood on before."""

    topic = "mandate.legal-basis-migrated"

    from_decision: Decision | None = None


class Amendment(Payload):
    """What an amendment changes from the effective day; what it does not say stays as it was."""

    amendment: Reference
    elements: Elements = NO_WORDS
    services: tuple[ServiceChange, ...] = ()
    compensations: tuple[YearCeiling, ...] = ()
    is_carry_over_allowed: bool | None = None
    resolution: ResolutionNumber | None = None


class MandateAmended(Amendment, Event):
    """The region amended the mandate."""

    topic = "mandate.amended"


class Prolongation(Payload):
    """Until when the mandate lasts, by which act; `investment_reason` where this makes it longer than ten years."""

    last_day: date
    act: Reference
    investment_reason: Prose | None = None
    resolution: ResolutionNumber | None = None


class MandateProlonged(Prolongation, Event):
    """The region prolonged the mandate."""

    topic = "mandate.prolonged"


class Suspension(Payload):
    """Why the mandate does not hold from the effective day."""

    grounds: Prose


class MandateSuspended(Suspension, Event):
    """The region suspended the mandate."""

    topic = "mandate.suspended"


class Resumption(Payload):
    """The suspension ends; the effective day is the first on which the mandate holds again."""

    grounds: Prose | None = None


class MandateResumed(Resumption, Event):
    """The mandate holds again."""

    topic = "mandate.resumed"


class PreconditionChange(Payload):
    """On what the mandate stands that was lost or came back; the effective day is the first without it, or with it.

    A contract that entrusts by a clause is lost where it is void; then the effective day is that of its conclusion.
    """

    precondition: Precondition
    service: RegistrationNumber | None = None


class PreconditionLost(PreconditionChange, Event):
    """A service lost its registration or left the network, or the contract that entrusts it is void."""

    topic = "mandate.precondition-lost"


class PreconditionRestored(PreconditionChange, Event):
    """What had been lost is there again."""

    topic = "mandate.precondition-restored"
