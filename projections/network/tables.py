"""What the rows of the network hold: who provides what, where, and for how much."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from projections.network.documents import Document
from projections.table import Table


class Step(StrEnum):
    """What happened to a contract, an amendment, a registration."""

    DRAFTED = "drafted"
    TAKEN_OVER = "taken over"
    CONCLUDED = "concluded"
    PUBLISHED = "published"
    BECAME_EFFECTIVE = "became effective"
    VOIDED = "voided"
    REPLACED = "provider replaced"
    AMENDED = "amended"
    AMENDMENT_PUBLISHED = "amendment published"
    AMENDMENT_VOIDED = "amendment voided"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    DEREGISTERED = "deregistered"


class Terms(NamedTuple):
    """What an entry says a contract is; what it leaves out stays as it was."""

    contract: UUID
    step: str
    number: str | None
    regime: str | None
    provider: str | None
    provider_ico: str | None
    provider_inferred: str | None = None
    project: UUID | None = None
    programme: str | None = None
    services: list[Any] | None = None
    orps: list[Any] | None = None
    region: Document | None = None
    inferred: Document | None = None
    """Field → what it was concluded from."""


class Life(NamedTuple):
    """A step in the life of a contract or of one of its amendments, with what it agrees on."""

    contract: UUID
    step: str
    amendment: int | None = None
    maximum: int | None = None
    awarded: int | None = None
    currency: str | None = None
    period: Document | None = None
    period_as_written: Document | None = None
    concluded_on: date | None = None
    published_on: date | None = None
    effect_agreed_on: date | None = None
    is_conditional: int = 0
    """1 where effect waits for a condition."""
    needs_publication: int = 0
    """1 where there is no effect before publication."""


class Cash(NamedTuple):
    """Money that left the account (positive) or came back (negative), in minor units."""

    contract: UUID
    step: str
    amount: int
    currency: str


class Service(NamedTuple):
    """What an entry says of a registered service; what it leaves out stays as it was."""

    service: UUID
    step: str
    registration_number: str | None = None
    provider: str | None = None
    provider_ico: str | None = None
    section: str | None = None
    name: str | None = None
    registered_since: date | None = None
    inferred: Document | None = None


class Place(NamedTuple):
    """Where a service is provided, or no longer is."""

    service: UUID
    place: str
    orp: str | None = None
    region: Document | None = None
    is_removed: int = 0


class Project(NamedTuple):
    """What a project is called and when it runs."""

    project: UUID
    number: str | None = None
    label: str | None = None
    """Its code or title where it has no number."""
    programme: str | None = None
    period: Document | None = None
    period_as_written: Document | None = None


class Share(NamedTuple):
    """The most that a service may get from a project."""

    project: UUID
    service: UUID
    maximum: int
    currency: str


TERMS = Table("network_terms", Terms, indexes=(("contract",),))
LIFE = Table("network_life", Life, indexes=(("contract",),))
CASH = Table(
    "network_cash",
    Cash,
    indexes=(("contract", "effective_on", "superseded_position", "position", "step", "amount", "currency"),),
)
"""What was paid is found in the index alone."""
SERVICES = Table("network_services", Service, indexes=(("service",),))
PLACES = Table("network_places", Place, indexes=(("service",),))
PROJECTS = Table("network_projects", Project)
SHARES = Table("network_shares", Share)
