"""What a contract says: parties, service, sum, time; and on which days it came about."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import later, within_days, workday
from adapters.synth.lives.contract.mess import AT_PAYMENTS, Mess, draw_mess
from adapters.synth.lives.project import ProjectFrame
from adapters.synth.lives.service import Service
from adapters.synth.numbers import Provider, contract_number, year_of
from domain.contract.rules.publication import DUTY_TO_PUBLISH, EFFECT_AND_VOIDNESS
from domain.kernel.period import Month

DAYS_TO_PUBLISH = 30
EXEMPT_CROWNS = 50_000
"""Contracts up to this value need not be published."""


class Regime(StrEnum):
    """By which law the money is paid."""

    TENDER = "tender"
    GRANT = "grant"


class Won(NamedTuple):
    """The award that a contract follows."""

    tender: UUID
    reference: str
    lot: str
    round: int
    started_on: date
    awarded_on: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of contract is to be drawn, before its own chance decides the rest."""

    contract: int
    regime: Regime
    services: tuple[Service, ...]
    is_small: bool = False
    project: ProjectFrame | None = None
    won: Won | None = None

    @property
    def year(self) -> int:
        return year_of(self.contract)


@dataclass(frozen=True, slots=True)
class Terms:
    """A contract as it was concluded. Sums are in whole crowns."""

    wanted: Wanted
    concluded_on: date
    published_on: date | None
    first: Month
    months: int
    paid_every: int
    """So many months are paid together."""
    crowns_a_month: tuple[int, ...]
    """For each of the services."""
    is_prepared_here: bool
    """Drafted, approved and signed in the books; otherwise only its conclusion is recorded."""
    mess: frozenset[Mess]

    @property
    def number(self) -> str:
        return contract_number(self.wanted.contract)

    @property
    def regime(self) -> Regime:
        return self.wanted.regime

    @property
    def is_grant(self) -> bool:
        return self.regime is Regime.GRANT

    @property
    def services(self) -> tuple[Service, ...]:
        return self.wanted.services

    @property
    def provider(self) -> Provider:
        """Who concluded it; a successor keeps the account."""
        return self.services[0].provider_on(self.concluded_on)

    @property
    def maximum(self) -> int:
        return self.months * sum(self.crowns_a_month)

    @property
    def last(self) -> Month:
        return self.first + (self.months - 1)

    @property
    def procured_from(self) -> date:
        """The day on which its tender began: the law of that day governs its amendments. A grant has none."""
        if self.is_grant:
            return self.concluded_on
        return self.wanted.won.started_on if self.wanted.won else self.concluded_on - timedelta(days=120)

    @property
    def has_duty_to_publish(self) -> bool:
        return self.concluded_on >= DUTY_TO_PUBLISH and self.maximum > EXEMPT_CROWNS

    @property
    def can_be_void(self) -> bool:
        """Whether it has no effect before its publication, and is void without one."""
        return self.concluded_on >= EFFECT_AND_VOIDNESS and self.maximum > EXEMPT_CROWNS

    @property
    def effective_on(self) -> date:
        """From when on it can be paid; asked of a contract that is not void."""
        return self.published_on if self.can_be_void and self.published_on else self.concluded_on

    @property
    def is_published_late(self) -> bool:
        """After the thirty days, within the three months."""
        return not self.mess.isdisjoint({Mess.PUBLISHED_LATE, Mess.PAID_BEFORE_EFFECT})

    @property
    def is_void(self) -> bool:
        return Mess.NEVER_PUBLISHED in self.mess


def draw_terms(wanted: Wanted, mess: float, chance: Chance) -> Terms:
    """The contract as its own chance decides it; `mess` is the share of contracts in which something goes wrong."""
    concluded_on = _day_of_conclusion(wanted, chance)
    first, months = _time(wanted, concluded_on, chance)
    crowns = tuple(_crowns_a_month(service, wanted, chance) for service in wanted.services)
    value = months * sum(crowns)
    happens = draw_mess(chance, mess, _what_can_go_wrong(wanted, concluded_on, value, months))
    is_published = concluded_on >= DUTY_TO_PUBLISH and value > EXEMPT_CROWNS and Mess.NEVER_PUBLISHED not in happens
    return Terms(
        wanted=wanted,
        concluded_on=concluded_on,
        published_on=_day_of_publication(concluded_on, happens, chance) if is_published else None,
        first=first,
        months=months,
        paid_every=_rhythm(months, chance),
        crowns_a_month=crowns,
        is_prepared_here=wanted.won is not None or chance.happens(0.65),
        mess=happens,
    )


def _day_of_conclusion(wanted: Wanted, chance: Chance) -> date:
    if wanted.won is not None:
        return later(wanted.won.awarded_on, chance.number(4, 15))
    first, last = (1, 3) if wanted.regime is Regime.GRANT else (2, 10)
    return workday(date(wanted.year, chance.number(first, last), chance.number(4, 24)))


def _time(wanted: Wanted, concluded_on: date, chance: Chance) -> tuple[Month, int]:
    """A grant is for calendar years; a tender contract begins soon and ends with its project at the latest."""
    if wanted.regime is Regime.GRANT:
        return Month(wanted.year, 1), 24 if chance.happens(0.12) else 12
    first = Month.of(concluded_on) + chance.number(1, 2)
    months = chance.one_of((6, 9, 12, 12, 12, 18, 24))
    if wanted.project is not None:
        months = min(months, Month.of(wanted.project.last_day) - first + 1)
    return first, months


def _crowns_a_month(service: Service, wanted: Wanted, chance: Chance) -> int:
    if wanted.is_small:
        return chance.number(25, 41) * 100
    return service.crowns_a_month * chance.number(80, 100) // 10_000 * 100


def _rhythm(months: int, chance: Chance) -> int:
    """Short contracts are often paid monthly, long ones by the quarter."""
    if months <= 12 and chance.happens(0.45):
        return 1
    return 3 if months > 6 or chance.happens(0.5) else 2


def _day_of_publication(concluded_on: date, mess: frozenset[Mess], chance: Chance) -> date:
    if mess.isdisjoint({Mess.PUBLISHED_LATE, Mess.PAID_BEFORE_EFFECT}):
        return later(concluded_on, chance.number(1, 20))
    return later(within_days(concluded_on, DAYS_TO_PUBLISH).legal_last_day, chance.number(3, 35))


def _what_can_go_wrong(wanted: Wanted, concluded_on: date, value: int, months: int) -> tuple[Mess, ...]:
    """Of what can happen to anybody, that which can happen to this contract."""
    is_grant = wanted.regime is Regime.GRANT
    is_in_register = value > EXEMPT_CROWNS
    needs_publication = is_in_register and concluded_on >= EFFECT_AND_VOIDNESS
    possible = {
        Mess.PUBLISHED_LATE: is_in_register and concluded_on >= DUTY_TO_PUBLISH,
        Mess.NEVER_PUBLISHED: needs_publication and wanted.won is None,
        Mess.PAID_BEFORE_EFFECT: needs_publication and is_grant,
        Mess.AMENDMENTS_SWAPPED: months >= 12,
        Mess.AMENDMENT_MISSING: months >= 12,
        Mess.SETTLED_LATE: is_grant,
        Mess.REFUND_LATE: is_grant,
        Mess.TOO_LITTLE_SUPPORT: True,
        Mess.WRONGLY_TYPED: True,
        Mess.TYPED_TWICE: True,
        **dict.fromkeys(AT_PAYMENTS, True),
    }
    return tuple(one for one, is_possible in possible.items() if is_possible)


def settlement_due(year: int) -> date:
    """Until when the provider settles a year."""
    return date(year + 1, 2, 15)


def settlements_due(first_year: int, last_year: int) -> list[dict[str, Any]]:
    """The same for several years, as a contract says it."""
    return [{"year": year, "due_on": settlement_due(year)} for year in range(first_year, last_year + 1)]
