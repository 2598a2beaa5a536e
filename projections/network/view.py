"""The read model of the network of services."""

from projections.network.entry_view import ENTRIES
from projections.network.mandate_view import MANDATES
from projections.network.spans import (
    CONTRACT_SPANS,
    ENTRY_SPANS,
    MANDATE_SPANS,
    PROJECT_SPANS,
    SERVICE_SPANS,
    SHARE_SPANS,
)
from projections.network.tables import CASH, LIFE, PLACES, PROJECTS, SERVICES, SHARES, TERMS
from projections.view import View


class Network(View):
    """Contracts, the services that they pay for, the projects of the money, standings in the network, mandates."""

    name = "network"
    shape = 6
    tables = (TERMS, LIFE, CASH, SERVICES, PLACES, PROJECTS, SHARES, ENTRIES, MANDATES)
    spans = (SERVICE_SPANS, ENTRY_SPANS, MANDATE_SPANS, PROJECT_SPANS, SHARE_SPANS, CONTRACT_SPANS)

    def maker(self) -> object:
        from projections.network.events import NetworkEvents  # noqa: PLC0415  # see View.maker

        return NetworkEvents()


NETWORK = Network()
