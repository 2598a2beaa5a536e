"""Random lawful and unlawful money commands: replay equals live state, and every sum agrees with a naive second count.

The second count reads the events alone, in whole haléře, and shares no code with the aggregate.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.contract.claims import ANY_KIND
from domain.contract.commands import (
    ApproveSettlement,
    CallToRemedy,
    CancelOrder,
    ChargePenalty,
    ClaimUnjustEnrichment,
    DismissBreach,
    EstablishVoidness,
    ExemptPayment,
    ImposeContractPenalty,
    ImposeLevy,
    RecordContractPenaltyPayment,
    RecordEnrichmentRepayment,
    RecordLevyAppeal,
    RecordLevyAppealDecision,
    RecordLevyPayment,
    RecordRemedy,
    RejectPayment,
    ReleasePayment,
    ReturnSettlement,
    SuspectBreach,
    SuspendPayment,
    WaiveLevy,
    WriteOffClaim,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    BreachRemedied,
    BudgetBreachDismissed,
    BudgetBreachSuspected,
    ClaimWrittenOff,
    ContractPenaltyImposed,
    ContractPenaltyPaid,
    LevyAppealDecided,
    LevyImposed,
    LevyPaid,
    LevyWaived,
    OrderCancelled,
    PaymentAllocated,
    PaymentMade,
    PaymentOrdered,
    PaymentRejected,
    PaymentReversed,
    PenaltyCharged,
    RefundReceived,
    RefundRequested,
    RemedyCalled,
    SettlementApproved,
    SettlementReturned,
    SettlementSubmitted,
    UnjustEnrichmentClaimed,
    UnjustEnrichmentRepaid,
)
from domain.contract.payments import Payments
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.money import Money, czk
from tests.domain.contract.payment_stories import (
    ACCOUNT,
    OTHER_ACCOUNT,
    approval,
    grant,
    movement,
    order,
    reallocation,
    refund,
    refund_request,
    reversal,
    settlement,
    tender,
)
from tests.domain.contract.stories import concluded, period
from tests.spec import THIS, Story

pytestmark = pytest.mark.slow

# The second count ------------------------------------------------------------------------------------------------


class Count:
    """Every sum, from the events alone."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.paid: dict[str, int] = {}
        self.back: dict[str, int] = defaultdict(int)
        self.day: dict[str, date] = {}
        self.cash: Counter[int] = Counter()
        self.said: dict[str, list[tuple[date, int, list[tuple[int, int]]]]] = {}
        self.link: dict[str, str | None] = {}
        self.order: dict[str, int] = {}
        self.refunded = 0
        self.returned = 0
        self.owed: dict[str, int] = {}
        self.levies: dict[str, int] = {}
        self.years: dict[int, str] = {}
        self.cases: dict[str, str] = {}
        for entry in entries:
            self.take(entry.event, entry.effective_on or date.min)

    def take(self, event: Any, on: date) -> None:
        self.take_drawing(event, on)
        self.take_claim(event)
        self.take_rest(event)

    def take_drawing(self, event: Any, on: date) -> None:
        if isinstance(event, PaymentOrdered):
            self.order[event.order] = event.amount.minor
        if isinstance(event, PaymentRejected | OrderCancelled):
            self.order[event.order] = 0
        if isinstance(event, PaymentMade):
            self.paid[event.movement] = event.amount.minor
            self.cash[on.year] += event.amount.minor
            self.link[event.movement] = event.order
            self.day[event.movement] = on
        if isinstance(event, PaymentReversed):
            self.back[event.movement] += event.amount.minor
            self.cash[on.year] -= event.amount.minor
        if isinstance(event, PaymentMade | PaymentAllocated):
            parts = [(a.month.year, a.amount.minor) for a in event.allocations]
            told = self.said.setdefault(event.movement, [])
            told.append((max(on, self.day[event.movement]), len(told), parts))
        if isinstance(event, PaymentAllocated) and event.order is not None:
            self.link[event.movement] = event.order

    def take_claim(self, event: Any) -> None:
        raised = RefundRequested | LevyImposed | ContractPenaltyImposed | UnjustEnrichmentClaimed
        if isinstance(event, raised):
            self.owed[event.claim] = event.amount.minor
        if isinstance(event, PenaltyCharged):
            self.owed[event.claim] = event.interest.amount.minor
        if isinstance(event, LevyAppealDecided) and event.outcome != "confirmed":
            before = self.levies[event.claim]
            after = event.amount.minor if event.amount else 0
            self.owed[event.claim] += after - before
            self.levies[event.claim] = after
        if isinstance(event, LevyWaived):
            self.owed[event.claim] -= event.amount.minor
        if isinstance(event, LevyImposed):
            self.levies[event.claim] = event.amount.minor
        if isinstance(event, ClaimWrittenOff):
            self.owed[event.claim] = -(10**15)
        paid = LevyPaid | ContractPenaltyPaid | UnjustEnrichmentRepaid
        if isinstance(event, paid) or (isinstance(event, RefundReceived) and event.claim):
            self.owed[str(event.claim)] -= event.amount.minor
        self.refunded += event.amount.minor if isinstance(event, RefundReceived) else 0
        is_levy = isinstance(event, LevyPaid) and event.claim in self.levies
        self.returned += event.amount.minor if is_levy or isinstance(event, UnjustEnrichmentRepaid) else 0

    def take_rest(self, event: Any) -> None:
        for settled, stage in ((SettlementSubmitted, "?"), (SettlementReturned, "-"), (SettlementApproved, "+")):
            if isinstance(event, settled):
                self.years[event.year] = stage
        if isinstance(event, BudgetBreachSuspected | RemedyCalled):
            self.cases[event.breach] = "open"
        if isinstance(event, BudgetBreachDismissed | BreachRemedied | LevyImposed):
            self.cases[event.breach] = "over"

    # Sums -----------------------------------------------------------------------------------------------------------

    @property
    def gross(self) -> int:
        return sum(self.paid.values()) - sum(self.back.values())

    def shares(self) -> Iterator[tuple[int, int]]:
        for line, told in self.said.items():
            *_, parts = max(told)
            left = self.paid[line] - self.back[line]
            if sum(amount for _, amount in parts) == left:
                yield from parts
            elif len(parts) == 1 and left:
                yield parts[0][0], left

    @property
    def by_service_year(self) -> dict[int, int]:
        years: Counter[int] = Counter()
        for year, amount in self.shares():
            years[year] += amount
        return {year: amount for year, amount in years.items() if amount}

    @property
    def ordered_open(self) -> int:
        waiting = dict(self.order)
        for line, name in self.link.items():
            if name in waiting:
                waiting[name] -= self.paid[line] - self.back[line]
        return sum(max(0, amount) for amount in waiting.values())

    @property
    def open_claims(self) -> set[str]:
        return {claim for claim, left in self.owed.items() if left > 0} | {
            breach for breach, is_open in self.cases.items() if is_open == "open"
        }


# Random commands -------------------------------------------------------------------------------------------------

ORDERS, LINES = ["1", "2", "3", "4", "5"], [f"m{n}" for n in range(12)]
CLAIMS, BREACHES = ["c1", "c2", "c3"], ["p1", "p2"]
CROWNS = st.sampled_from([110_000, 60_000, 50_000, 400_000, 600_000, 1_000_000, 2_640_000, 1, 0])
MONTHS = st.sampled_from(["2018-04", "2018-11", "2018-12", "2018-01", "2019-01", "2019-02", "2017-12"])
DAYS = st.integers(0, 700).map(lambda n: (date(2018, 4, 15) + timedelta(days=n)).isoformat())
PARTS = st.lists(st.tuples(MONTHS, CROWNS), min_size=1, max_size=2)
PEOPLE = st.sampled_from(["clerk", "operation orderer", "budget administrator", "chief accountant"])
ROLES = st.sampled_from(["operation orderer", "budget administrator", "chief accountant"])
DATA = st.data()


class MoneyMachine(RuleBasedStateMachine):
    """One contract, commanded at random; whatever is refused must leave no trace."""

    story: Story[Contract]
    live: Contract

    @initialize(kind=st.sampled_from(["grant", "tender", "void"]))
    def begin(self, kind: str) -> None:
        if kind == "void":
            story = concluded("2018-01-20", maximum=czk(1_000_000), period=period("2018-01-01", "2019-12-31"))
            story = story.when(movement("m0", ("2018-04", 600_000)), on="2018-05-01")
            begun = story.when(EstablishVoidness(target=THIS, established_on=date(2018, 5, 2)), on="2018-01-20")
        else:
            begun = grant() if kind == "grant" else tender()
        self.story, self.live = begun, Contract(THIS)
        for entry in begun.entries:
            self.live.evolve(entry)

    def command(self, command: Command, on: str, by: str = "clerk") -> None:
        before = len(self.story.entries)
        self.story = self.story.when(command, on=on, by=by, reason="why")
        for entry in self.story.entries[before:]:
            self.live.evolve(entry)

    def one(self, data: st.DataObject, known: Iterable[str], pool: Sequence[str]) -> str:
        """Mostly something that is there, sometimes anything."""
        return data.draw(st.sampled_from([*sorted(known), *sorted(known), *sorted(known), pool[0], pool[-1]]))

    def fresh(self, data: st.DataObject, used: Iterable[str], pool: Sequence[str]) -> str:
        """Mostly something new, sometimes anything."""
        new = [name for name in pool if name not in set(used)] or list(pool)
        return data.draw(st.sampled_from([new[0], new[0], new[0], pool[0]]))

    def an_order(self, data: st.DataObject) -> str:
        return self.one(data, self.live.payments.orders, ORDERS)

    def a_movement(self, data: st.DataObject) -> str:
        return self.one(data, self.live.payments.movements, LINES)

    def a_line(self, data: st.DataObject) -> str:
        book = self.live.payments
        return self.fresh(data, [*book.movements, *book.reversals, *self.live.receipts], LINES)

    @rule(data=DATA, parts=PARTS, on=DAYS, account=st.sampled_from([ACCOUNT, ACCOUNT, ACCOUNT, OTHER_ACCOUNT]))
    def order(self, data: st.DataObject, parts: list[tuple[str, int]], on: str, account: str) -> None:
        self.command(order(self.fresh(data, self.live.payments.orders, ORDERS), *parts, account=account), on)

    @rule(data=DATA, on=st.sampled_from(["2018-05-14", "2018-06-14"]), crowns=CROWNS)
    def order_and_approve(self, data: st.DataObject, on: str, crowns: int) -> None:
        name = self.fresh(data, self.live.payments.orders, ORDERS)
        self.command(order(name, ("2018-04", crowns)), on)
        for role in ("operation orderer", "budget administrator", "chief accountant"):
            self.command(approval(name, role), on, role)

    @rule(data=DATA, role=ROLES, on=DAYS, by=PEOPLE)
    def approve(self, data: st.DataObject, role: str, on: str, by: str) -> None:
        self.command(approval(self.an_order(data), role), on, by)

    @rule(data=DATA, on=DAYS, by=PEOPLE, how=st.integers(0, 2))
    def end_or_exempt(self, data: st.DataObject, on: str, by: str, how: int) -> None:
        fields = {"target": THIS, "order": self.an_order(data)}
        kinds: list[Command] = [
            ExemptPayment.model_validate(fields | {"ground": "x"}),
            CancelOrder.model_validate(fields | {"grounds": "x"}),
            RejectPayment.model_validate(fields | {"grounds": "x", "role": "chief accountant"}),
        ]
        self.command(kinds[how], on, by)

    @rule(data=DATA, is_whole=st.booleans(), on=DAYS)
    def hold_back_or_release(self, data: st.DataObject, is_whole: bool, on: str) -> None:
        name = None if is_whole else self.an_order(data)
        held = SuspendPayment.model_validate({"target": THIS, "order": name, "grounds": "x"})
        is_held = self.live.is_suspended(name, date.fromisoformat(on))
        self.command(ReleasePayment(target=THIS, order=name) if is_held else held, on)

    @rule(data=DATA, parts=PARTS, on=DAYS, is_allocated=st.booleans(), is_ordered=st.booleans())
    def pay(
        self, data: st.DataObject, parts: list[tuple[str, int]], on: str, is_allocated: bool, is_ordered: bool
    ) -> None:
        said = {} if is_allocated else {"allocations": ()}
        name = self.an_order(data) if is_ordered else None
        self.command(movement(self.a_line(data), *parts, order=name, **said), on)

    @rule(data=DATA, on=DAYS)
    def pay_as_ordered(self, data: st.DataObject, on: str) -> None:
        name = self.an_order(data)
        known = self.live.payments.orders.get(name)
        amount = known.terms.amount if known else czk(110_000)
        self.command(movement(self.a_line(data), order=name, amount=amount), on)

    @rule(data=DATA, on=DAYS, share=st.sampled_from([1, 1, 2, 3]), more=st.sampled_from([0, 0, 0, 1]))
    def reverse(self, data: st.DataObject, on: str, share: int, more: int) -> None:
        of = self.a_movement(data)
        known = self.live.payments.movements.get(of)
        crowns = known.left.minor // 100 // share + more if known else 1
        self.command(reversal(self.a_line(data), of, crowns), on)

    @rule(data=DATA, month=MONTHS, on=DAYS, is_linked=st.booleans(), more=st.sampled_from([0, 0, 0, 1]))
    def allocate(self, data: st.DataObject, month: str, on: str, is_linked: bool, more: int) -> None:
        line = self.a_movement(data)
        known = self.live.payments.movements.get(line)
        crowns = (known.left.minor // 100 if known else 1) + more
        parts = [(month, 1), ("2018-05", crowns - 1)] if crowns > 1 else [(month, crowns)]
        self.command(reallocation(line, *parts, order=self.an_order(data) if is_linked else None), on)

    @rule(year=st.sampled_from([2018, 2019]), used=CROWNS, unused=CROWNS, on=DAYS, what=st.integers(0, 2))
    def settle(self, year: int, used: int, unused: int, on: str, what: int) -> None:
        known = self.live.settlements.get(("", year))
        kinds: list[Command] = [
            settlement(year, used, unused),
            ReturnSettlement.model_validate({"target": THIS, "year": year, "grounds": "x"}),
            ApproveSettlement(target=THIS, year=year, recognised=known.used if known else czk(used)),
        ]
        self.command(kinds[what], on)

    @rule(data=DATA, crowns=CROWNS, on=DAYS, due_on=DAYS)
    def claim(self, data: st.DataObject, crowns: int, on: str, due_on: str) -> None:
        claim = self.fresh(data, self.live.claims, CLAIMS)
        shared = {"target": THIS, "claim": claim, "amount": czk(crowns), "due_on": due_on}
        penalty = ImposeContractPenalty.model_validate(shared | {"clause": "art. 1"})
        request = refund_request(claim, crowns, due_on=due_on)
        kinds: list[Command] = [request, penalty if self.live.regime == "tender" else request]
        self.command(
            ClaimUnjustEnrichment.model_validate(shared) if self.live.void else data.draw(st.sampled_from(kinds)), on
        )

    @rule(data=DATA, crowns=CROWNS, on=DAYS, is_claimed=st.booleans())
    def receive(self, data: st.DataObject, crowns: int, on: str, is_claimed: bool) -> None:
        claim, line = self.one(data, self.live.claims, CLAIMS), self.a_line(data)
        fields = {"target": THIS, "movement": line, "claim": claim, "amount": czk(crowns)}
        known = self.live.claims.get(claim)
        ways: dict[str, type[Command]] = {
            "levy": RecordLevyPayment,
            "penalty": RecordLevyPayment,
            "contract penalty": RecordContractPenaltyPayment,
            "unjust enrichment": RecordEnrichmentRepayment,
        }
        way = ways.get(known.kind) if known and is_claimed else None
        self.command(
            way.model_validate(fields) if way else refund(line, crowns, claim=claim if is_claimed else None), on
        )

    @rule(data=DATA, crowns=CROWNS, on=DAYS, due_on=DAYS, what=st.integers(0, 3))
    def breach(self, data: st.DataObject, crowns: int, on: str, due_on: str, what: int) -> None:
        known = {"target": THIS, "breach": self.one(data, self.live.breaches, BREACHES)}
        fresh = {"target": THIS, "breach": self.fresh(data, self.live.breaches, BREACHES)}
        kinds: list[Command] = [
            SuspectBreach.model_validate(fresh | {"amount": czk(crowns), "ground": "retention"}),
            CallToRemedy.model_validate(known | {"demand": "return", "due_on": due_on}),
            RecordRemedy.model_validate(known),
            DismissBreach.model_validate(known | {"grounds": "x"}),
        ]
        self.command(kinds[what], on)

    @rule(data=DATA, on=DAYS, due_on=DAYS)
    def impose(self, data: st.DataObject, on: str, due_on: str) -> None:
        breach = self.one(data, self.live.breaches, BREACHES)
        known = self.live.breaches.get(breach)
        claim = self.fresh(data, self.live.claims, CLAIMS)
        fields = {"target": THIS, "breach": breach, "claim": claim, "due_on": due_on}
        self.command(ImposeLevy.model_validate(fields | {"amount": known.amount if known else czk(1)}), on)

    @rule(data=DATA, crowns=CROWNS, on=DAYS, first=DAYS, what=st.integers(0, 5))
    def follow_levy(self, data: st.DataObject, crowns: int, on: str, first: str, what: int) -> None:
        levies = [name for name, claim in self.live.claims.items() if claim.kind == "levy"]
        of_levy = {"target": THIS, "claim": self.one(data, levies, CLAIMS)}
        days = {"first_day": first, "last_day": on, "due_on": on}
        charge = {"target": THIS, "claim": self.fresh(data, self.live.claims, CLAIMS), "levy": of_levy["claim"]}
        kinds: list[Command] = [
            RecordLevyAppeal.model_validate(of_levy),
            RecordLevyAppealDecision.model_validate(of_levy | {"outcome": "confirmed"}),
            RecordLevyAppealDecision.model_validate(of_levy | {"outcome": "changed", "amount": czk(crowns)}),
            RecordLevyAppealDecision.model_validate(of_levy | {"outcome": "cancelled"}),
            WaiveLevy.model_validate(of_levy | {"amount": czk(crowns), "resolution": "1/19/ZK"}),
            ChargePenalty.model_validate(charge | days),
        ]
        self.command(kinds[what], on)

    @rule(data=DATA, on=DAYS)
    def write_off(self, data: st.DataObject, on: str) -> None:
        claim = self.one(data, self.live.claims, CLAIMS)
        self.command(WriteOffClaim.model_validate({"target": THIS, "claim": claim, "grounds": "x"}), on)

    # What must hold ---------------------------------------------------------------------------------------------------

    @invariant()
    def sums_agree(self) -> None:
        count, state = Count(self.story.entries), self.live
        assert state.drawn_gross == Money(count.gross)
        assert state.drawn_net == Money(count.gross - count.refunded)
        assert state.kept == Money(count.gross - count.refunded - count.returned)
        assert _minor(state.by_service_year()) == count.by_service_year
        assert _minor(state.by_cash_year()) == {year: amount for year, amount in count.cash.items() if amount}
        assert state.allocated == Money(sum(count.by_service_year.values()))
        assert sum(_minor(state.by_source()).values()) == count.gross
        assert state.ordered_open == state.ordered_open_on(date.max) == Money(count.ordered_open)
        assert set(state.open_claims) == count.open_claims
        assert set(state.settled_years) == {year for year, stage in count.years.items() if stage == "+"}

    @invariant()
    def running_sums_agree_with_the_book(self) -> None:
        """What is kept from command to command is what the movements and orders add up to."""
        book, drawn, waiting = self.live.payments, Counter[date](), Counter[date]()
        for line in book.movements.values():
            drawn[line.day] += line.left.minor
        for name, order_of in book.orders.items():
            assert book.carrying_out(name) == tuple(m for m in book.movements.values() if m.order == name)
            rest = order_of.terms.amount.minor - sum(m.left.minor for m in book.carrying_out(name))
            waiting[order_of.day] += 0 if order_of.ended else max(0, rest)
        for kept, counted in ((book.drawn, drawn), (book.waiting, waiting)):
            days = sorted(day for day, minor in counted.items() if minor)
            assert (kept.days, kept.added) == (days, [counted[day] for day in days])
            assert kept.total == counted.total()
        assert book.spoken_of == {event: m.movement for m in book.movements.values() for event in m.events}

    @invariant()
    def the_maximum_is_kept_or_noted(self) -> None:
        """More than the maximum is drawn exactly while some payment stands under ABOVE_MAXIMUM."""
        maximum = self.live.original_maximum
        assert maximum is not None
        if not self.live.void:
            assert (self.live.drawn_gross > maximum) == bool(self.live.anomalies_of("ABOVE_MAXIMUM"))

    @invariant()
    def amounts_make_sense(self) -> None:
        state = self.live
        assert not state.drawn_gross.is_negative
        assert not any(m.left.is_negative or m.unallocated.is_negative for m in state.payments.movements.values())
        assert all(state.claimed(kind).minor >= 0 for kind in ANY_KIND)

    def teardown(self) -> None:
        if hasattr(self, "story"):
            assert _plain(Contract.replay(THIS, self.story.entries)) == _plain(self.live)


def _minor(sums: dict[Any, Money]) -> dict[Any, int]:
    return {key: amount.minor for key, amount in sums.items()}


def _plain(value: Any) -> Any:
    """A state as data that can be compared, whatever objects hold it."""
    if isinstance(value, Aggregate | Payments):
        return {name: _plain(inner) for name, inner in vars(value).items()}
    if isinstance(value, Dated):
        return [(on, _plain(inner)) for on, inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


TestMoney = MoneyMachine.TestCase
