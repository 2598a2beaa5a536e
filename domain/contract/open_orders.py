"""What orders still bind the region to, so kept that no command has to look at each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.contract.events.drawing import Allocation, PaymentOrder
from domain.kernel.period import Month

ServiceMonth = tuple[str | None, Month]
"""A month of a service, named as the order names it."""


@dataclass(slots=True)
class OpenOrders:
    """Orders by how far they are. What waits whole is for the months that it says; `begun` have to be looked at."""

    waiting: dict[str, tuple[Allocation, ...]] = field(default_factory=dict)
    """Orders in crowns on which nothing was paid."""
    months: dict[ServiceMonth, int] = field(default_factory=dict)
    """What these are for, in haléře."""
    begun: dict[str, None] = field(default_factory=dict)
    """Orders with a payment of which something is open: not paid, or paid and not allocated."""

    def wait(self, name: str, terms: PaymentOrder) -> None:
        """Nothing was paid on it yet. One whose parts do not add up, as after a correction, has to be looked at."""
        self.close(name)
        if not _adds_up(terms):
            self.begun[name] = None
            return
        self.waiting[name] = terms.allocations
        for one in terms.allocations:
            key = one.service, one.month
            self.months[key] = self.months.get(key, 0) + one.amount.minor

    def begin(self, name: str) -> None:
        """Something was paid on it, and something of it is open."""
        self.close(name)
        self.begun[name] = None

    def close(self, name: str) -> None:
        """Nothing of it is open."""
        self.begun.pop(name, None)
        for one in self.waiting.pop(name, ()):
            key = one.service, one.month
            self.months[key] -= one.amount.minor
            if not self.months[key]:
                del self.months[key]

    def months_without(self, name: str | None) -> Mapping[ServiceMonth, int]:
        """What waits whole, as if this order did not."""
        if name not in self.waiting:
            return self.months
        rest = self.copy()
        rest.close(name)
        return rest.months

    def copy(self) -> "OpenOrders":
        return OpenOrders(self.waiting.copy(), self.months.copy(), self.begun.copy())


def _adds_up(terms: PaymentOrder) -> bool:
    rest = terms.amount.minor if terms.amount.currency == "CZK" else -1
    for one in terms.allocations:
        if one.amount.minor <= 0:
            return False
        rest -= one.amount.minor
    return rest == 0
