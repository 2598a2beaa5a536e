"""What may be asked about the net cost of a service."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.netcost import NetCost, NetCostVerification


class RecordNetCost(NetCost, Observation):
    """Record what the provider declared the service to have cost in a year."""

    topic = "mandate.record-net-cost"


class VerifyNetCost(NetCostVerification, Act):
    """Verify the net cost that was declared."""

    topic = "mandate.verify-net-cost"
