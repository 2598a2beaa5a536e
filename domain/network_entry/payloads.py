"""What a network entry is made of: values that its commands and events share.

A resolution is not a file of its own: every change names the resolution that it stands on. One resolution may change
the network of this year and approve that of the next plan; here this is two changes with one number, each from its own
day. No rule looks at two services at once, and the network of a resolution is the list of changes that name it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.event import Payload
from domain.kernel.forms import Form
from domain.kernel.ids import MethodologyId, ProjectId, ServiceId, TenderId
from domain.kernel.law import ServiceSection
from domain.kernel.period import Period
from domain.kernel.prose import Prose
from domain.kernel.quantity import Quantity
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode, RegistrationNumber, ResolutionNumber
from domain.kernel.stamp import Reference
from domain.methodology.payloads import Share
from domain.service.payloads import Capacity, Organisation, SectionAsWritten

Financing = Literal["state", "region", "esf"]
"""Whose money mainly pays for the service in the network."""

Capacities = Annotated[tuple[Capacity, ...], Field(min_length=1)]
"""How much of each form, each in its unit. In the network this is the least for which a mandate is issued."""


class Ground(StrEnum):
    """Why a service is in the network."""

    PLAN = "PLAN"
    """For a period of the medium-term plan, after its development intention was scored."""
    PROJECT = "PROJECT"
    """For the duration of a regional project, after it won a tender."""
    URGENT = "URGENT"
    """Without an intention, for a reason that could not wait."""


class ExclusionGround(StrEnum):
    """Why a service leaves the network."""

    PROJECT_END = "PROJECT_END"
    PLAN_END = "PLAN_END"
    DEREGISTERED = "DEREGISTERED"
    OWN_REQUEST = "OWN_REQUEST"
    COMPLIANCE_LOST = "COMPLIANCE_LOST"

    @property
    def is_lapse(self) -> bool:
        """Whether the standing ends by itself, so that nobody needs to resolve it."""
        return self in {ExclusionGround.PROJECT_END, ExclusionGround.PLAN_END, ExclusionGround.DEREGISTERED}


class OrpShare(Payload):
    """Which part of the capacity serves one municipality with extended powers. All shares together are 1."""

    orp: OrpCode
    share: Share


OrpShares = Annotated[tuple[OrpShare, ...], Field(min_length=1)]


class Resolved(Payload):
    """The resolution that a change stands on; its number says which body resolved."""

    resolution: ResolutionNumber
    resolved_on: date | None = None


# The intention --------------------------------------------------------------------------------------------------------


class PlannedService(Payload):
    """A service that is not registered yet."""

    section: ServiceSection
    name: Reference | None = None
    forms: tuple[Form, ...] = ()


class Intention(Payload):
    """A provider wants a service, or more of it, in the network. `intention` is a key unique in the file.

    The effective date is the day of submission. `service` where it is registered, `planned` where it is not yet; for a
    further intention in the same file neither is needed.
    """

    intention: Reference
    applicant: Organisation
    service: ServiceId | None = None
    planned: PlannedService | None = None
    capacities: Capacities
    orps: tuple[OrpCode, ...] = ()
    wanted_for: Period | None = None
    financing: Financing | None = None


class MunicipalStatement(Payload):
    """What a municipality says of the need for a service, or of its inclusion. The latest of its statements holds.

    The effective date is that of the statement; when the office received it, the stamp says.
    """

    municipality: Reference
    orp: OrpCode | None = None
    subject: Literal["need", "inclusion"]
    is_supporting: bool
    intention: Reference | None = None
    note: Prose | None = None


class Score(Payload):
    """The points of one parameter of the methodology."""

    parameter: Reference
    points: Quantity


class Scoring(Payload):
    """The points of an intention, by every parameter of one methodology."""

    intention: Reference
    methodology: MethodologyId
    scores: Annotated[tuple[Score, ...], Field(min_length=1)]


class IntentionNamed(Payload):
    """An intention by its key."""

    intention: Reference


class Rejection(IntentionNamed, Resolved):
    """The region resolved not to follow an intention."""


class Registered(Payload):
    """The planned service is this one, registered in the meantime."""

    service: ServiceId


# In the network -------------------------------------------------------------------------------------------------------


class Standing(Resolved):
    """How a service stands in the network from the effective date to `last_day`, both included.

    `plan` is the period of the medium-term plan; it is absent for the winner of a tender, who enters for a project.
    """

    service: ServiceId
    last_day: date
    capacities: Capacities
    orp_shares: OrpShares
    financing: Financing
    level: Reference | None = None
    target_groups: tuple[Reference, ...] = ()
    methodology: MethodologyId | None = None
    plan: Period | None = None


class Inclusion(Standing):
    """A standing by a scored intention, or by a tender that was won: `tender` and `lot` where they are on file."""

    intention: Reference | None = None
    project: ProjectId | None = None
    tender: TenderId | None = None
    lot: Reference | None = None


class LookedUp(Payload):
    """What was read from other files when the entry was decided; `project_reference` is the number of the project."""

    registration_number: RegistrationNumber | None = None
    section: SectionAsWritten | None = None
    project_reference: Reference | None = None


class OldEntry(Payload):
    """A standing in the network as old records speak of it; what they do not say stays absent.

    The effective date is the first day in the network, unknown where nothing states it.
    """

    service: ServiceId | None = None
    service_as_written: Reference | None = None
    provider: Organisation | None = None
    validity: PeriodAsWritten | None = None
    capacities: tuple[Capacity, ...] = ()
    orp_shares: tuple[OrpShare, ...] = ()
    region: RegionAsWritten | None = None
    financing: Financing | None = None
    level: Reference | None = None
    target_groups: tuple[Reference, ...] = ()
    methodology: MethodologyId | None = None
    project: ProjectId | None = None
    resolution_as_written: Reference | None = None
    resolved_on: date | None = None


# Changes --------------------------------------------------------------------------------------------------------------


class NetworkVersion(Resolved):
    """The network was approved anew with this service in it as it stands, from the effective date on."""

    version: Reference | None = None
    methodology: MethodologyId | None = None


class CapacityChange(Resolved):
    """Other capacities from the effective date on, zero where a form ends; what is not named stays as it was."""

    capacities: Capacities
    intention: Reference | None = None


class OrpAllocation(Resolved):
    """Other shares of the municipalities from the effective date on, all of them."""

    orp_shares: OrpShares


class LevelChange(Resolved):
    """Another level of the network from the effective date on."""

    level: Reference


class FinancingChange(Resolved):
    """Another kind of financing from the effective date on."""

    financing: Financing


class Prolongation(Resolved):
    """A later last day. The effective date is the first day for which the prolongation is needed, or an earlier one."""

    last_day: date
    plan: Period | None = None
    methodology: MethodologyId | None = None


class Exclusion(Payload):
    """The service leaves the network; the effective date is the first day without it."""

    ground: ExclusionGround
    resolution: ResolutionNumber | None = None
    resolved_on: date | None = None
