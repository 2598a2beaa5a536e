"""What the rows of mandates hold: which service is entrusted, where, and from when to when."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from projections.network.documents import Document
from projections.table import Table


class MandateStep(StrEnum):
    """What happened to a mandate."""

    PROPOSED = "proposed"
    SERVICE_ADDED = "service added"
    ISSUED = "issued"
    TAKEN_OVER = "taken over"
    AMENDED = "amended"
    MIGRATED = "migrated"
    PROLONGED = "prolonged"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CONTRACT_LOST = "contract lost"
    """The contract that entrusts by a clause is void."""
    CONTRACT_RESTORED = "contract restored"
    REVOKED = "revoked"
    EXPIRED = "expired"


class MandateSaid(NamedTuple):
    """What an entry says of a mandate; what a change leaves out stays as it was."""

    mandate: UUID
    step: str
    number: str | None = None
    provider: str | None = None
    project: UUID | None = None
    instrument: str | None = None
    contract: UUID | None = None
    decision: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    period_as_written: Document | None = None
    services: list[Any] | None = None


MANDATES = Table("network_mandates", MandateSaid, indexes=(("mandate",),))
