"""A second, naive reading of every sum and verdict, straight from the entries; and replay says what was seen live."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from hypothesis import given as chance
from hypothesis import strategies as st

from domain.kernel.command import Command
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import CONTRACT, NUMBER, OTHER_CONTRACT, SISTER_NUMBER, ceilings, made, two_services
from tests.domain.service.pieces import evolved
from tests.spec import Story

YEARS = (2018, 2019, 2020)
SERVICES = (NUMBER, SISTER_NUMBER)
CEILING = 1_000
WHY = Prose.of("why", salt="00" * 16)

# What may happen -----------------------------------------------------------------------------------------------------

DAYS = st.integers(0, 48).map(lambda month: date(2018, 1, 1) + timedelta(days=31 * month))
AMOUNTS = st.integers(1, 400).map(Money)
COSTS = st.integers(0, 1_200).map(Money)
SERVICE = st.sampled_from(SERVICES)
YEAR = st.sampled_from(YEARS)
KEYS = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"])
CONTRACTS = st.sampled_from([None, CONTRACT, OTHER_CONTRACT])
WHERE = {"service": SERVICE, "year": YEAR}


def _said(model: type[Command], **strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[Command]:
    return st.builds(partial(made, model), **strategies)


MONEY: st.SearchStrategy[Command] = st.one_of(
    _said(asked.CommitCompensation, **WHERE, amount=AMOUNTS, contract=CONTRACTS),
    _said(asked.ReleaseCommitment, **WHERE, amount=AMOUNTS, contract=CONTRACTS),
    _said(asked.RecordCompensationPayment, **WHERE, amount=AMOUNTS, contract=CONTRACTS, movement=KEYS),
    _said(
        asked.RecordOtherFunding,
        **WHERE,
        amount=AMOUNTS,
        funding=KEYS,
        funder=KEYS,
        funder_kind=st.just("municipality"),
    ),
    _said(
        asked.RecordMoneyReturn, **WHERE, amount=AMOUNTS, contract=CONTRACTS, movement=KEYS, ground=st.just("unused")
    ),
    _said(asked.RecordMoneyReturn, **WHERE, amount=AMOUNTS, funding=KEYS, movement=KEYS, ground=st.just("other")),
)
CHECKS: st.SearchStrategy[Command] = st.one_of(
    _said(asked.RecordNetCost, **WHERE, costs=COSTS, revenues=COSTS, reasonable_profit=COSTS),
    _said(asked.CheckOvercompensation, **WHERE),
    _said(asked.RequestRepayment, **WHERE, claim=KEYS, amount=AMOUNTS, due_on=DAYS),
    _said(asked.RecordRepayment, claim=KEYS, movement=KEYS, amount=AMOUNTS),
    _said(asked.WithdrawRequest, claim=KEYS, grounds=st.just(WHY)),
    _said(asked.PerformFinalCheck, service=SERVICE),
)
LIFE: st.SearchStrategy[Command] = st.one_of(
    _said(asked.SuspendMandate, grounds=st.just(WHY)),
    _said(asked.ResumeMandate),
    _said(asked.RevokeMandate, grounds=st.just(WHY)),
    _said(asked.ProlongMandate, last_day=DAYS.map(lambda day: day + timedelta(days=900)), act=KEYS),
    _said(asked.AmendMandate, amendment=KEYS, is_carry_over_allowed=st.booleans()),
    _said(asked.RecordPreconditionLoss, precondition=st.just("registration"), service=SERVICE),
    _said(asked.RecordPreconditionRestored, precondition=st.just("registration"), service=SERVICE),
)
HISTORIES = st.lists(st.tuples(DAYS, st.one_of(MONEY, MONEY, CHECKS, CHECKS, LIFE)), max_size=30)
WAIVED = ("mandate.checked-year-unchanged", "mandate.service-registered")


def told(history: list[tuple[date, Command]]) -> Story[Mandate]:
    """Each command in turn, a declaration followed by its verification; what is refused leaves no trace."""
    both = (*ceilings(crowns=10, service=NUMBER), *ceilings(crowns=10, service=SISTER_NUMBER))
    story = two_services(compensations=both)
    for day, command in history:
        story = story.when(command, on=day, waived=WAIVED)
        if isinstance(command, asked.RecordNetCost):
            story = story.when(made(asked.VerifyNetCost, **command.fields()), on=day, waived=WAIVED)
    return story


def contents(value: object) -> object:
    """A state as plain values that can be compared: every attribute, every setting over time."""
    if isinstance(value, Mandate):
        return {name: contents(one) for name, one in vars(value).items()}
    if isinstance(value, Dated):
        return [(day, contents(one)) for day, one in value]
    if isinstance(value, dict):
        return {key: contents(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [contents(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: contents(getattr(value, field.name)) for field in fields(value)}
    return value


@chance(HISTORIES)
def test_replay_equals_the_state_seen_live(history: list[tuple[date, Command]]) -> None:
    """Reading the whole history again changes nothing."""
    story = told(history)
    assert contents(story.state) == contents(evolved(story))


# The naive reading ---------------------------------------------------------------------------------------------------


class Naive:
    """Lists of plain numbers; every question is answered by going through all of them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.rows = [(entry.event, entry.effective_on) for entry in entries]

    def _sum(self, kind: type, service: str, year: int, **where: Any) -> int:
        rows: list[Any] = [event for event, _ in self.rows if type(event) is kind]
        wanted = {"service": service, "year": year} | where
        return sum(e.amount.minor for e in rows if all(getattr(e, name) == wanted[name] for name in wanted))

    def public_money(self, service: str, year: int) -> int:
        came = self._sum(events.CompensationPaid, service, year) + self._sum(
            events.OtherPublicFundingRecorded, service, year
        )
        return came - self._sum(events.PublicMoneyReturned, service, year)

    def taken(self, service: str, year: int) -> int:
        """What is promised, what was paid beyond it, what others gave: nothing comes back of what never came."""
        total = beyond = 0
        for contract in (CONTRACT, OTHER_CONTRACT, None):
            where = {"contract": contract}
            promised = self._sum(events.CompensationCommitted, service, year, **where)
            promised -= self._sum(events.CommitmentReleased, service, year, **where)
            paid = self._sum(events.CompensationPaid, service, year, **where)
            paid -= self._sum(events.PublicMoneyReturned, service, year, **where, funding=None)
            total += promised
            beyond += max(paid - promised, 0) if contract else paid
        total += max(beyond, 0)
        for funding in {e.funding for e, _ in self.rows if isinstance(e, events.OtherPublicFundingRecorded)}:
            given = self._sum(events.OtherPublicFundingRecorded, service, year, funding=funding)
            back = self._sum(events.PublicMoneyReturned, service, year, funding=funding)
            total += max(given - back, 0)
        return total

    def carried_in(self, service: str, year: int) -> int:
        """The last check of the year before decides, and nothing before it."""
        carried = 0
        for event, _ in self.rows:
            if isinstance(event, events.CheckEvent) and (event.service, event.year) == (service, year - 1):
                carried = 0
            if isinstance(event, events.OvercompensationCarriedOver) and (event.service, event.to_year) == (
                service,
                year,
            ):
                carried = event.amount.minor
        return carried

    def ceiling(self, service: str, year: int) -> int | None:
        """Of the last verification, where no declaration came after it."""
        figures = (events.NetCostDeclared, events.NetCostVerified)
        costs = [e for e, _ in self.rows if isinstance(e, figures) and (e.service, e.year) == (service, year)]
        if not costs or not isinstance(costs[-1], events.NetCostVerified):
            return None
        last = costs[-1]
        return max(0, last.costs.minor - last.revenues.minor + last.reasonable_profit.minor)

    def last_day(self) -> date:
        last = date(2020, 12, 31)
        for event, _ in self.rows:
            if isinstance(event, events.MandateProlonged):
                last = event.last_day
        revoked = [day for event, day in self.rows if isinstance(event, events.MandateRevoked) and day]
        return min([last, *revoked])

    def allows(self, year: int) -> bool:
        """What the act or the last amendment in force at the end of the year says."""
        day = min(date(year, 12, 31), self.last_day())
        said = [(date(2017, 12, 19), True)]
        said += [
            (on, event.is_carry_over_allowed)
            for event, on in self.rows
            if isinstance(event, events.MandateAmended) and on and event.is_carry_over_allowed is not None
        ]
        return max(((on, n, value) for n, (on, value) in enumerate(said) if on <= day), default=(0, 0, True))[2]

    def is_claimed(self, service: str, year: int) -> bool:
        claims = {
            e.claim: e.amount.minor
            for e, _ in self.rows
            if isinstance(e, events.OvercompensationRepaymentRequested) and (e.service, e.year) == (service, year)
        }
        for event, _ in self.rows:
            if isinstance(event, events.RepaymentRequestWithdrawn) and event.claim in claims:
                repaid = [
                    e for e, _ in self.rows if isinstance(e, events.OvercompensationRepaid) and e.claim == event.claim
                ]
                claims[event.claim] = sum(e.amount.minor for e in repaid)
        return sum(claims.values()) > 0

    def verdict(self, service: str, year: int) -> tuple[str, int | None]:
        ceiling = self.ceiling(service, year)
        if ceiling is None:
            return "CANNOT_BE_DECIDED", None
        excess = self.public_money(service, year) + self.carried_in(service, year) - ceiling
        if excess <= 0:
            return "NO_OVERCOMPENSATION", 0
        years = [y for y in YEARS if y <= year]
        average = Fraction(sum(self.public_money(service, y) for y in years), len(years))
        goes_on = self.last_day() > date(year, 12, 31)
        is_kept = excess <= average / 10 and goes_on and self.allows(year) and not self.is_claimed(service, year)
        return ("CARRY_OVER" if is_kept else "REPAY"), excess


def agrees(story: Story[Mandate]) -> None:
    """Every verdict and every sum is that of the naive reading."""
    state, naive = story.state, Naive(story.entries)
    for service in SERVICES:
        for year in YEARS:
            found = state.verdict(year, service)
            excess = found.overcompensation.minor if found.overcompensation is not None else None
            assert (found.outcome.value, excess) == naive.verdict(service, year)
            assert found.public_money.minor == naive.public_money(service, year)
            room = state.room(year, service)
            assert room is not None
            assert room.minor == CEILING - naive.taken(service, year) - naive.carried_in(service, year)


@chance(HISTORIES)
def test_every_sum_and_verdict_agrees_with_a_naive_recomputation(history: list[tuple[date, Command]]) -> None:
    agrees(told(history))


@chance(HISTORIES)
def test_own_commitments_alone_never_pass_the_compensation_payment(history: list[tuple[date, Command]]) -> None:
    """Whatever is asked for: an act above the room is refused, so only facts of the world can make it negative."""
    story = told(history)
    committed = {(service, year): 0 for service in SERVICES for year in YEARS}
    for entry in story.entries:
        if isinstance(entry.event, events.CompensationCommitted | events.CommitmentReleased):
            sign = 1 if isinstance(entry.event, events.CompensationCommitted) else -1
            committed[entry.event.service or "", entry.event.year] += sign * entry.event.amount.minor
    assert all(0 <= amount <= CEILING for amount in committed.values())


# Whole lives ---------------------------------------------------------------------------------------------------------


class YearLife(NamedTuple):
    """A service-year: what was paid and given, how far the net cost lay below it, and what became known late."""

    service: str
    paid: int
    given: int
    returned: int
    excess: int
    is_checked: bool
    late: int
    is_checked_again: bool
    is_asked_back: bool
    is_repaid: bool


LIFE_OF_YEAR = st.builds(
    YearLife,
    service=SERVICE,
    paid=st.integers(400, 1_000),
    given=st.integers(1, 100),
    returned=st.integers(0, 60),
    excess=st.integers(-60, 200),
    is_checked=st.booleans() | st.just(value=True),
    late=st.integers(0, 40),
    is_checked_again=st.booleans(),
    is_asked_back=st.booleans(),
    is_repaid=st.booleans(),
)
LIVES = st.tuples(*(st.lists(LIFE_OF_YEAR, min_size=1, max_size=2, unique_by=lambda life: life.service) for _ in YEARS))


def lived(lives: tuple[list[YearLife], ...]) -> Story[Mandate]:
    """Year after year: money, cost, check, late news, another check, repayment."""
    both = (*ceilings(crowns=10, service=NUMBER), *ceilings(crowns=10, service=SISTER_NUMBER))
    story = two_services(compensations=both)
    for year, of_year in zip(YEARS, lives, strict=True):
        for life in of_year:
            story = _year(story, year, life)
    return story


def _year(story: Story[Mandate], year: int, life: YearLife) -> Story[Mandate]:
    where: dict[str, Any] = {"service": life.service, "year": year}
    key = f"{life.service} {year}"
    paid = made(asked.RecordCompensationPayment, **where, amount=Money(life.paid), movement=key, contract=CONTRACT)
    funding = {"funder": "obec", "funder_kind": "municipality"}
    given = made(asked.RecordOtherFunding, **where, amount=Money(life.given), funding=key, **funding)
    story = story.when(paid, on=f"{year}-06-15").when(given, on=f"{year}-07-15")
    if life.returned:
        back = {"amount": Money(life.returned), "contract": CONTRACT, "ground": "unused", "movement": f"back {key}"}
        story = story.when(made(asked.RecordMoneyReturn, **where, **back), on=f"{year}-12-15")
    net = Money(max(0, life.paid + life.given - life.returned - life.excess))
    declared = made(asked.RecordNetCost, **where, costs=net, revenues=Money(0))
    story = story.when(declared, on=f"{year + 1}-02-15")
    story = story.when(made(asked.VerifyNetCost, **declared.fields()), on=f"{year + 1}-03-15")
    check = made(asked.CheckOvercompensation, **where)
    story = story.when(check, on=f"{year + 1}-05-15") if life.is_checked else story
    if life.late:
        late = made(asked.RecordOtherFunding, **where, amount=Money(life.late), funding=f"late {key}", **funding)
        story = story.when(late, on=f"{year + 1}-06-15")
    story = story.when(check, on=f"{year + 1}-07-15") if life.is_checked_again else story
    return _repaid(story, year, life, key) if life.is_asked_back else story


def _repaid(story: Story[Mandate], year: int, life: YearLife, key: str) -> Story[Mandate]:
    whole = story.state.verdict(year, life.service).to_claim
    where: dict[str, Any] = {"service": life.service, "year": year}
    request = made(asked.RequestRepayment, **where, claim=key, amount=whole, due_on=f"{year + 1}-09-30")
    story = story.when(request, on=f"{year + 1}-08-01")
    if story.refusal is None and life.is_repaid:
        repayment = made(asked.RecordRepayment, claim=key, movement=f"repaid {key}", amount=whole)
        story = story.when(repayment, on=f"{year + 1}-09-15").then_notes()
    return story


@chance(LIVES)
def test_whole_lives_agree_with_a_naive_recomputation(lives: tuple[list[YearLife], ...]) -> None:
    story = lived(lives)
    agrees(story)
    assert contents(story.state) == contents(evolved(story))


@chance(LIVES)
def test_every_check_agreed_with_what_was_known_then(lives: tuple[list[YearLife], ...]) -> None:
    """Read naively up to the entry before it; and a year is outdated where the naive reading of today differs."""
    story = lived(lives)
    for number, entry in enumerate(story.entries):
        if isinstance(entry.event, events.CheckEvent):
            said, service = entry.event.result, entry.event.service or ""
            then = Naive(story.entries[:number]).verdict(service, entry.event.year)
            assert (said.outcome.value, said.overcompensation.minor) == then
    now = Naive(story.entries)
    for service in SERVICES:
        for year in YEARS:
            standing = story.state.book(service, year).standing
            if standing is not None:
                said = standing.result
                changed = (said.outcome.value, said.overcompensation.minor) != now.verdict(service, year)
                assert story.state.is_outdated(service, year) or not changed


def test_lives_reach_every_outcome() -> None:
    """What the recomputation is tried on is not only the easy part."""
    life = YearLife(NUMBER, 900, 100, 0, 0, True, 0, False, True, True)
    kept, asked_back, fine = (life._replace(excess=excess) for excess in (100, 200, -50))
    outcomes = [lived(([kept], [one], [fine])).state.verdict(2019, NUMBER).outcome.value for one in (asked_back, fine)]
    assert outcomes == ["REPAY", "CARRY_OVER"]
    assert lived(([fine], [fine], [fine])).state.verdict(2019, NUMBER).outcome.value == "NO_OVERCOMPENSATION"
