"""How the years of a mandate are drawn: money first, then a fate, and the costs that bring it about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday_before
from adapters.synth.lives.mandate.money import Account
from adapters.synth.lives.mandate.plan import MandatePlan, Turn
from adapters.synth.lives.mandate.years import (
    CROWN,
    FATES,
    LATE,
    OF_MESS,
    PERCENT,
    CheckDays,
    Cost,
    Fate,
    Found,
    Gift,
    YearPlan,
)
from adapters.synth.lives.methodology import compensation
from adapters.synth.lives.service import Service


def draw_years(plan: MandatePlan, accounts: Mapping[int, Account], chance: Chance) -> tuple[YearPlan, ...]:
    """Every year of every service, service by service; what one carries over the next one has to bear."""
    found: list[YearPlan] = []
    for place, service in enumerate(plan.services):
        sisters, apart = {one.year: one.fate for one in found}, chance.apart(service.number)
        turned = plan.number * 2 + place * 4
        found += _Drawing(plan, service, accounts, sisters, apart, plan.issued_on, turned).years()
    return tuple(found)


@dataclass(slots=True)
class _Drawing:
    """The years of one service, the earliest first. `turned` counts the fates that were dealt out."""

    plan: MandatePlan
    service: Service
    accounts: Mapping[int, Account]
    sisters: Mapping[int, Fate]
    """How the years of a sister service went."""
    chance: Chance
    checked_up_to: date
    """The day of the last check so far."""
    turned: int
    public: list[int] = field(default_factory=list)
    """The public money of the years so far."""
    carried: int = 0

    def years(self) -> Iterator[YearPlan]:
        for year in self.plan.years:
            drawn = self._year(year, self.chance.apart(year))
            self.public.append(drawn.public)
            self.carried = drawn.last.carried
            self.checked_up_to = drawn.checked_last_on
            yield drawn

    def _year(self, year: int, chance: Chance) -> YearPlan:
        """First without costs, then with those that the fate wants."""
        span = self.plan.span_of(self.service, year)
        account = self.accounts[span.terms.wanted.contract] if span else None
        ceiling = self._ceiling(year)
        is_final = year == self.plan.ends_on.year
        bare = YearPlan(
            service=self.service,
            year=year,
            fate=self._fate(year, is_paid=bool(account and account.of_year(year)), is_final=is_final),
            account=account,
            ceiling=ceiling,
            gifts=tuple(self._gifts(year, ceiling, chance)),
            days=self._days(year, account, chance.apart("days"), is_final=is_final),
            is_final=is_final,
            carried_in=self.carried,
        )
        return self._judged(bare, chance.apart("cost"))

    def _ceiling(self, year: int) -> int:
        quarters, months = self.plan.quarters(self.service, year), self.plan.months_of(year)
        return compensation(self.service.kind, year, quarters=quarters, months=months)

    # The fate -----------------------------------------------------------------------------------------------------

    def _fate(self, year: int, *, is_paid: bool, is_final: bool) -> Fate:
        """A loss beside the surplus of a sister; otherwise the next in turn. What no contract paid for is sound."""
        if self.sisters.get(year, Fate.SOUND) not in {Fate.SOUND, Fate.LOSS}:
            return Fate.LOSS
        if not is_paid:
            return Fate.SOUND
        fate = FATES[self.turned % len(FATES)]
        self.turned += 1
        if fate in OF_MESS and not self.plan.has_mess:
            return Fate.SOUND
        if fate in OF_MESS and self._waits_for_next(year):
            return LATE.get(fate, Fate.ABOVE)
        return Fate.LOSS if fate is Fate.SOUND and not is_final and self.plan.number % 4 == 0 else fate

    def _waits_for_next(self, year: int) -> bool:
        """Whether the year is checked together with the one after it."""
        is_first = (year - self.plan.first_day.year) % self.plan.checks_every == 0
        return self.plan.checks_every > 1 and is_first and year < self.plan.ends_on.year

    def _gifts(self, year: int, ceiling: int, chance: Chance) -> Iterator[Gift]:
        """One or two municipalities add a little, most of them before the year is over."""
        earliest = max(self.plan.first_day + timedelta(days=30), date(year, 4, 1))
        for number, orp in enumerate(self.service.orps[:2], 1):
            on = min(later(earliest, chance.number(0, 180)), workday_before(date(year, 11, 20)))
            minor = ceiling * chance.number(8, 25) // 1000 // CROWN * CROWN
            yield Gift(f"{self.service.registration}-{year}-{number}", f"Synthetic municipality of {orp}", on, minor)

    # The verdict --------------------------------------------------------------------------------------------------

    def _judged(self, year: YearPlan, chance: Chance) -> YearPlan:
        """The costs that bring about what the fate says."""
        share = chance.number(*PERCENT.get(year.fate, (0, 0)))
        too_much = min(self._average(year) * share // 100, year.public * 3 // 4) // CROWN * CROWN
        borne = year.public + year.carried_in
        room = borne * chance.number(1, 4) // 100 // CROWN * CROWN
        match year.fate:
            case Fate.SOUND:
                return self._found(replace(year, cost=_cost(borne + room, chance)))
            case Fate.LOSS:
                return self._found(replace(year, cost=_cost(borne * chance.number(115, 135) // 100, chance)))
            case Fate.LATE_BELOW | Fate.LATE_ABOVE:
                late = Gift(f"{year.gifts[0].key}-late", year.gifts[0].funder, year.gifts[0].on, room + too_much)
                return self._found(replace(year, cost=_cost(borne + room, chance), late=late))
            case Fate.MISTAKEN:
                mended = _cost(borne + room, chance)
                forgotten = mended._replace(costs=mended.costs - room - too_much)
                return self._found(replace(year, cost=forgotten, mended=mended))
        return self._found(replace(year, cost=_cost(borne - too_much, chance)))

    def _average(self, year: YearPlan) -> int:
        return (sum(self.public) + year.public) // (len(self.public) + 1)

    def _found(self, year: YearPlan) -> YearPlan:
        late = year.late.minor if year.late else 0
        mended = year.mended or year.cost
        first = self._verdict(year, year.public - late, year.cost.net)
        return replace(year, first=first, last=self._verdict(year, year.public, mended.net))

    def _verdict(self, year: YearPlan, public: int, net: int) -> Found:
        """All or nothing: a tenth of the average at most is carried, where the mandate allows it and goes on."""
        too_much = max(public + year.carried_in - max(net, 0), 0)
        is_small = too_much * (len(self.public) + 1) * 10 <= sum(self.public) + public
        goes_on = year.year < self.plan.ends_on.year
        return Found(too_much, too_much > 0 and is_small and goes_on and self.plan.is_carry_over_allowed)

    # Days ---------------------------------------------------------------------------------------------------------

    def _days(self, year: int, account: Account | None, chance: Chance, *, is_final: bool) -> CheckDays:
        """Declared in the spring, verified once all money is settled; the last year some months earlier."""
        declared = later(date(year + 1, 2, 20) if is_final else date(year + 1, 4, 5), chance.number(0, 20))
        settled = max((line.written_on for line in account.of_year(year)), default=declared) if account else declared
        earliest = date(year + 1, 4, 12) if is_final else date(year + 1, 8, 1)
        verified = later(max(declared, settled, earliest), chance.number(10, 25))
        checked = later(max(self._together(year, verified), self.checked_up_to), chance.number(5, 15))
        news = later(checked, chance.number(20, 45))
        return CheckDays(declared, verified, checked, news, later(news, chance.number(25, 50)))

    def _together(self, year: int, verified: date) -> date:
        """Two years may be checked together; where nobody thinks of it, the first check comes when it is too late."""
        plan, place = self.plan, year - self.plan.first_day.year
        last = min(year + (place + 1) % plan.checks_every, plan.ends_on.year)
        if plan.turn is Turn.CHECKED_LATE and place < plan.checks_every:
            return max(verified, date(plan.first_day.year + 3, plan.first_day.month, 28) + timedelta(days=45))
        together = date(last + 1, 4, 25) if last == plan.ends_on.year else date(last + 1, 9, 20)
        return max(verified, together) if last > year else verified


def _cost(net: int, chance: Chance) -> Cost:
    """The net cost as costs − revenues + profit: users pay a part, and every third provider counts a profit."""
    net = max(net // CROWN * CROWN, CROWN)
    revenues = net * chance.number(8, 15) // 100 // CROWN * CROWN
    profit = net // 100 // CROWN * CROWN if chance.happens(0.3) else 0
    return Cost(net + revenues - profit, revenues, profit)
