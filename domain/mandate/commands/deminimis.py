"""What may be asked about small aid."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.deminimis import DeMinimisEntry, DeMinimisGrant


class GrantDeMinimis(DeMinimisGrant, Act):
    """Grant small aid, after the central register was consulted."""

    topic = "mandate.grant-de-minimis"


class RecordDeMinimisEntry(DeMinimisEntry, Observation):
    """Record that a grant was entered in the central register."""

    topic = "mandate.record-de-minimis-entry"
