"""What the service cost."""

from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.stamp import Reference
from domain.mandate.events.funding import ServiceYear
from domain.mandate.payloads import ProfitBasis


class NetCost(ServiceYear):
    """Costs of the service of general economic interest, its revenues without public money, a reasonable profit.

    The net cost is costs − revenues + profit: all costs of the service, not those that a programme recognises.
    """

    costs: Money
    revenues: Money
    reasonable_profit: Money = Money(0)
    profit_basis: ProfitBasis | None = None


class NetCostDeclared(NetCost, Event):
    """The provider declared what the service cost in a year; a later declaration replaces it."""

    topic = "mandate.net-cost-declared"


class NetCostVerification(NetCost):
    """The figures as the region found them, and the inspection that looked at them."""

    inspection: Reference | None = None


class NetCostVerified(NetCostVerification, Event):
    """The region verified the net cost of a service-year; a check stands on these figures."""

    topic = "mandate.net-cost-verified"
