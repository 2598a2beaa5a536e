"""What each service-year of a mandate comes to: drawn before anything is told, so that costs and verdicts agree."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from adapters.synth.lives.mandate.money import Account
from adapters.synth.lives.service import Service

CROWN = 100
"""Haléře; everything that is drawn here is in whole crowns."""


class Fate(StrEnum):
    """How a year goes."""

    SOUND = "sound"
    BELOW = "a little too much"
    """At most a tenth of the average annual compensation."""
    ABOVE = "too much"
    LATE_BELOW = "a little too much by late news"
    LATE_ABOVE = "too much by late news"
    MISTAKEN = "too much by a mistake"
    """The provider had forgotten costs; the verdict falls."""
    LOSS = "loss"


FATES = (
    Fate.ABOVE,
    Fate.LATE_BELOW,
    Fate.BELOW,
    Fate.LATE_ABOVE,
    Fate.SOUND,
    Fate.MISTAKEN,
    Fate.BELOW,
    Fate.LATE_BELOW,
    Fate.SOUND,
)
"""They follow each other, so that a few mandates show them all."""
LATE = {Fate.LATE_BELOW: Fate.BELOW, Fate.LATE_ABOVE: Fate.ABOVE}
OF_MESS = frozenset({*LATE, Fate.MISTAKEN})
PERCENT = {
    Fate.BELOW: (3, 8),
    Fate.LATE_BELOW: (3, 8),
    Fate.ABOVE: (13, 25),
    Fate.LATE_ABOVE: (45, 75),
    Fate.MISTAKEN: (14, 22),
}
"""Of the average annual compensation."""


class Gift(NamedTuple):
    """Public money of a municipality, in haléře."""

    key: str
    funder: str
    on: date
    minor: int


class Cost(NamedTuple):
    """Costs, revenues and a reasonable profit, in haléře."""

    costs: int
    revenues: int
    profit: int

    @property
    def net(self) -> int:
        return self.costs - self.revenues + self.profit


class Found(NamedTuple):
    """What a check finds: how much too much, and whether it is carried over; otherwise it is repaid."""

    minor: int
    is_carried: bool

    @property
    def carried(self) -> int:
        return self.minor if self.is_carried else 0

    @property
    def repaid(self) -> int:
        return 0 if self.is_carried else self.minor


class CheckDays(NamedTuple):
    """When a year is declared, verified and checked, and when it is checked anew."""

    declared: date
    verified: date
    checked: date
    news: date
    checked_anew: date


NO_COST = Cost(0, 0, 0)
NOTHING = Found(0, is_carried=False)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A service-year. `mended` are the costs after a mistake, `late` the money that becomes known after the check."""

    service: Service
    year: int
    fate: Fate
    account: Account | None
    """Of the contract that pays for it."""
    ceiling: int
    gifts: tuple[Gift, ...]
    days: CheckDays
    is_final: bool
    """Whether it is the last year of the mandate, checked after its end."""
    carried_in: int
    late: Gift | None = None
    cost: Cost = NO_COST
    mended: Cost | None = None
    first: Found = NOTHING
    """What the first check finds."""
    last: Found = NOTHING
    """What stands in the end."""

    @property
    def key(self) -> tuple[str, int]:
        return self.service.registration, self.year

    @property
    def is_checked_anew(self) -> bool:
        return self.late is not None or self.mended is not None

    @property
    def checked_last_on(self) -> date:
        """The day of the check whose verdict stands."""
        return self.days.checked_anew if self.is_checked_anew else self.days.checked

    @property
    def public(self) -> int:
        """All public money in the end."""
        late = self.late.minor if self.late else 0
        paid = sum(line.minor for line in self.account.of_year(self.year)) if self.account else 0
        return paid + sum(gift.minor for gift in self.gifts) + late
