"""The money of one service-year as its rows tell it: what it may get, what is promised, what came and went back.

All amounts are haléře. A test compares the sums with those of the mandate itself.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from domain.kernel.dated import Dated
from projections.compensation.view import CheckSaid, ClaimSaid, CostSaid, Kind, MoneySaid
from projections.told import Told

CEILINGS = frozenset({Kind.STATED, Kind.CALCULATED})
OWN = frozenset({Kind.COMMITTED, Kind.RELEASED, Kind.PAID, Kind.RETURNED})
"""What may be the region's own money."""


@dataclass
class YearBook:
    """Everything that is said of one service-year, in the order of the ledger."""

    ceiling: Dated[Told[MoneySaid]] = field(default_factory=Dated)
    money: list[Told[MoneySaid]] = field(default_factory=list)
    costs: list[Told[CostSaid]] = field(default_factory=list)
    checks: list[Told[CheckSaid]] = field(default_factory=list)
    updates: list[Told[CheckSaid]] = field(default_factory=list)
    """That the parameters were updated after an overcompensation."""
    declared: Told[CostSaid] | None = None
    verified: Told[CostSaid] | None = None
    """What was verified last, whether or not something else was declared since."""
    _sums: dict[str, int] = field(default_factory=dict)

    def take_cost(self, told: Told[CostSaid]) -> None:
        self.costs.append(told)
        if told.record.is_verified:
            self.verified = told
        else:
            self.declared = told

    def take_money(self, told: Told[MoneySaid]) -> None:
        said = told.record
        if said.kind in CEILINGS:
            self.ceiling.set(told, effective_on=told.effective_on, position=told.position)
        else:
            self.money.append(told)
            self._sums[said.kind] = self._sums.get(said.kind, 0) + said.amount

    # Sums -----------------------------------------------------------------------------------------------------------

    def of(self, *kinds: Kind) -> Iterator[Told[MoneySaid]]:
        return (told for told in self.money if told.record.kind in kinds)

    def sum(self, kind: Kind) -> int:
        return self._sums.get(kind, 0)

    @property
    def compensation(self) -> int | None:
        """The compensation payment: the ceiling of public money from all sources."""
        told = self.ceiling.latest
        return None if told is None else told.record.amount

    @property
    def committed(self) -> int:
        return self.sum(Kind.COMMITTED) - self.sum(Kind.RELEASED)

    @property
    def public_money(self) -> int:
        """What the provider received from anybody and did not give back."""
        return self.sum(Kind.PAID) + self.sum(Kind.GIVEN) - self.sum(Kind.RETURNED)

    @property
    def taken(self) -> int:
        """What takes up room: promises, what was paid beyond them, what others gave; a return lowers only its own."""
        promised: defaultdict[str, int] = defaultdict(int)
        paid: defaultdict[str, int] = defaultdict(int)
        for told in self.of(*OWN):
            _count(told.record, promised, paid)
        promises = {key: max(0, minor) for key, minor in promised.items()}
        named = sum(max(0, minor - promises.get(key, 0)) for key, minor in paid.items() if key)
        return sum(promises.values()) + max(0, named + paid.get("", 0)) + self._given_and_left

    @property
    def _given_and_left(self) -> int:
        """Of each other public money what was not returned."""
        if not self.sum(Kind.GIVEN):
            return 0
        left: defaultdict[str | None, int] = defaultdict(int)
        for told in self.of(Kind.GIVEN):
            left[told.record.funding] += told.record.amount
        for told in self.of(Kind.RETURNED):
            if told.record.funding in left:
                left[told.record.funding] -= told.record.amount
        return sum(max(0, minor) for minor in left.values())

    @property
    def has_money(self) -> bool:
        return not self._sums.keys().isdisjoint((Kind.PAID, Kind.GIVEN, Kind.RETURNED))

    # Cost and checks ------------------------------------------------------------------------------------------------

    @property
    def verified_now(self) -> Told[CostSaid] | None:
        """The verification of the declaration that stands; None where a later declaration waits for one."""
        declared, verified = self.declared, self.verified
        is_of_it = declared is not None and verified is not None and declared.position < verified.position
        return verified if is_of_it else None

    @property
    def standing(self) -> Told[CheckSaid] | None:
        """The check whose verdict stands: the last one."""
        return self.checks[-1] if self.checks else None


def commitment_key(said: MoneySaid) -> str:
    """What ties a payment to its commitment: the contract, or the reference; empty where neither is said."""
    return str(said.contract) if said.contract else said.reference or ""


def net_cost(said: CostSaid) -> int:
    """Costs − revenues + reasonable profit."""
    return said.costs - said.revenues + said.profit


def _count(said: MoneySaid, promised: defaultdict[str, int], paid: defaultdict[str, int]) -> None:
    """A row of the region's own money, under its commitment."""
    kind, key = said.kind, commitment_key(said)
    if kind == Kind.COMMITTED:
        promised[key] += said.amount
    elif kind == Kind.RELEASED:
        promised[key] -= said.amount
    elif kind == Kind.PAID:
        paid[key] += said.amount
    elif said.funding is None:
        paid[key] -= said.amount


@dataclass
class Claim:
    """A request for repayment, and what came in on it."""

    service: str
    year: int
    told: Told[ClaimSaid]
    receipts: list[Told[ClaimSaid]] = field(default_factory=list)
    withdrawn: Told[ClaimSaid] | None = None

    @property
    def asked(self) -> int:
        return self.told.record.amount or 0

    @property
    def repaid(self) -> int:
        return sum(receipt.record.amount or 0 for receipt in self.receipts)

    @property
    def counted(self) -> int:
        """What of the overcompensation it takes care of: once it was taken back, no more than came in."""
        return self.repaid if self.withdrawn is not None else max(self.asked, self.repaid)

    @property
    def left(self) -> int:
        return self.counted - self.repaid

    @property
    def due(self) -> date | None:
        return self.told.record.legal_last_day
