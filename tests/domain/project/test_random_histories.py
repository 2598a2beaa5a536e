"""Whatever is told of a project, lawful or not: replay says what was seen live, and a naive count agrees."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from hypothesis import given as chance
from hypothesis import strategies as st

from domain.kernel.command import Command
from domain.kernel.money import Money
from domain.project import commands as asked
from domain.project import events
from domain.project.project import Project
from tests.domain.project.pieces import APPROVAL, approved, on_file, service_id, services
from tests.domain.service.pieces import contents, evolved, said
from tests.spec import Story

FIRST_DAY = date(2022, 12, 25)
DAYS = st.integers(0, 40).map(lambda number: FIRST_DAY + timedelta(days=number))
KEYS = st.sampled_from(["1", "2"])
AMOUNTS = st.integers(-1, 7).map(lambda number: f"{number * 100_000} CZK")
VALUES = st.integers(-1, 9)
PERIODS = st.sampled_from(
    [
        {"start": "2022-07-01", "end": "2022-12-31"},
        {"start": "2022-07-01", "end": "2026-12-31"},
        {"start": "2023-01-01"},
    ]
)
SERVICES = st.sampled_from(["psb", "sr", "old"]).map(service_id)
OUTCOMES = st.sampled_from(["approved", "approved in part", "returned", "rejected"])
ACHIEVEMENTS = st.lists(st.builds(lambda key, value: {"indicator": key, "value": value}, KEYS, VALUES), max_size=2)

COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(partial(said, asked.ApproveProject, **APPROVAL)),
    st.builds(partial(said, asked.RecordProjectNumber), number=KEYS),
    st.builds(partial(said, asked.ChangeProjectPeriod, decision="1"), period=PERIODS),
    st.builds(partial(said, asked.ChangeProjectBudget, decision="1"), budget=AMOUNTS),
    st.builds(partial(said, asked.DefineKeyActivity, name="A"), activity=KEYS),
    st.builds(partial(said, asked.SetIndicatorTarget, name="X"), indicator=KEYS, value=VALUES),
    st.builds(partial(said, asked.TakeOverIndicatorTarget, code="X"), indicator=KEYS, value=st.none() | VALUES),
    st.builds(partial(said, asked.ChangeIndicatorTarget), indicator=KEYS, value=VALUES),
    st.builds(partial(said, asked.TakeOverIndicatorAchievement), indicator=KEYS, value=VALUES),
    st.builds(partial(said, asked.TakeOverSupport), support=KEYS, amount=st.none() | AMOUNTS),
    st.builds(partial(said, asked.AllocateMaximum), service=SERVICES, maximum=AMOUNTS),
    st.builds(partial(said, asked.TakeOverAllocation), service=SERVICES, maximum=AMOUNTS),
    st.builds(partial(said, asked.SubmitImplementationReport), report=KEYS, period=PERIODS, achievements=ACHIEVEMENTS),
    st.builds(
        partial(said, asked.RecordReportDecision),
        report=KEYS,
        outcome=st.sampled_from(["approved", "returned", "rejected"]),
    ),
    st.builds(
        partial(said, asked.SubmitPaymentClaim, claim_kind="advance"), claim=KEYS, amount=AMOUNTS, period=PERIODS
    ),
    st.builds(partial(said, asked.RecordClaimDecision), claim=KEYS, outcome=OUTCOMES, approved=AMOUNTS),
    st.builds(partial(said, asked.RecordPaymentReceived), movement=KEYS, amount=AMOUNTS, claim=st.none() | KEYS),
    st.builds(partial(said, asked.CloseProject)),
)
HISTORIES = st.lists(st.tuples(DAYS, COMMANDS), max_size=30)
BEGINNINGS = st.sampled_from(
    [approved(services(), supported=({"section": "43"}, {"section": "70"})), on_file(services())]
)
History = list[tuple[date, Command]]


def told(beginning: Story[Project], history: History) -> Story[Project]:
    """Each command in turn; what is refused leaves no trace."""
    for day, command in history:
        beginning = beginning.when(command, on=day)
    return beginning


@chance(BEGINNINGS, HISTORIES)
def test_replay_equals_the_state_seen_live(beginning: Story[Project], history: History) -> None:
    """Reading the whole history again changes nothing."""
    story = told(beginning, history)
    assert contents(story.state) == contents(evolved(story))


@chance(BEGINNINGS, HISTORIES)
def test_sums_agree_with_a_naive_count(beginning: Story[Project], history: History) -> None:
    """Counted straight from the entries, in haléře."""
    story = told(beginning, history)
    recorded = [entry.event for entry in story.entries]
    assert story.state.received == _sum(e.amount for e in recorded if isinstance(e, events.PaymentReceived))
    claimed: dict[str, Money] = {}
    approved_amounts: dict[str, Money] = {}
    for event in recorded:
        if isinstance(event, events.PaymentClaimSubmitted):
            claimed[event.claim] = event.amount
            approved_amounts.pop(event.claim, None)
        elif isinstance(event, events.PaymentClaimDecided):
            claimed[event.claim] = approved_amounts[event.claim] = event.approved
    assert story.state.claimed() == _sum(claimed.values())
    assert story.state.approved == _sum(approved_amounts.values())


@chance(HISTORIES, DAYS)
def test_maxima_of_a_day_are_the_last_before_it(history: History, day: date) -> None:
    """Counted straight from the entries: for each service the latest effective date, then the later entry."""
    story = told(on_file(services()), history)
    last: dict[object, tuple[date, int, Money]] = {}
    for entry in story.entries:
        if isinstance(entry.event, events.MaximumAllocated) and entry.effective_on and entry.effective_on <= day:
            setting = (entry.effective_on, entry.position, entry.event.maximum)
            last[entry.event.service] = max(last.get(entry.event.service, setting), setting)
    assert story.state.allocated(day) == _sum(maximum for *_, maximum in last.values())


@chance(HISTORIES)
def test_our_own_acts_never_break_the_budget(history: History) -> None:
    """Without observations and takeovers, claims and maxima stay within the budget of the day of each act."""
    acts = [(day, command) for day, command in history if command.kind == "act"]
    story = told(approved(services(), supported=({"section": "43"}, {"section": "70"})), acts)
    state = story.state
    assert not state.open_anomalies
    assert state.budget.latest is not None
    assert state.claimed() <= state.budget.latest
    for day, _ in (*state.budget, *(setting for held in state.allocations.values() for setting in held)):
        budget = state.budget.on(day)
        assert budget is not None
        assert state.allocated(day) <= budget


def _sum(amounts: Iterable[Money]) -> Money:
    return Money(sum(amount.minor for amount in amounts))
