"""What the rows of network entries hold: what stands in the network, how much of it, for whom, until when."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from projections.network.documents import Document
from projections.table import Table


class EntryStep(StrEnum):
    """What happened to a file about a service's standing in the network."""

    INTENDED = "intended"
    LINKED = "linked"
    INCLUDED = "included"
    TAKEN_OVER = "taken over"
    APPROVED = "approved"
    """The network was approved anew with it."""
    CAPACITY = "capacity"
    SHARES = "shares"
    LEVEL = "level"
    FINANCING = "financing"
    PROLONGED = "prolonged"
    EXCLUDED = "excluded"


BEGINS = frozenset({EntryStep.INCLUDED, EntryStep.TAKEN_OVER})
"""With these a standing begins: what they leave out is not known of it."""
NO_CHANGE = frozenset({EntryStep.INTENDED, EntryStep.LINKED})
"""These say nothing of a standing."""


class EntrySaid(NamedTuple):
    """What an entry of the ledger says of a network entry; what a change leaves out stays as it was."""

    network_entry: UUID
    step: str
    service: UUID | None = None
    registration_number: str | None = None
    section: str | None = None
    service_as_written: str | None = None
    provider: str | None = None
    provider_ico: str | None = None
    project: UUID | None = None
    project_reference: str | None = None
    ground: str | None = None
    last_day: date | None = None
    validity: Document | None = None
    """In the words of old records."""
    plan: Document | None = None
    capacities: list[Any] | None = None
    orp_shares: list[Any] | None = None
    region: Document | None = None
    level: str | None = None
    financing: str | None = None
    target_groups: list[Any] | None = None
    methodology: UUID | None = None
    resolution: str | None = None
    tender: UUID | None = None
    lot: str | None = None
    inferred: Document | None = None


ENTRIES = Table("network_entries", EntrySaid, indexes=(("network_entry",),))
