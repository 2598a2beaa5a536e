"""Whatever is told of a service, lawful or not: replay says what was seen live, and a naive count agrees."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from hypothesis import given as chance
from hypothesis import strategies as st

from domain.kernel.answer import Answer
from domain.kernel.command import Command
from domain.kernel.forms import CapacityUnit, Form
from domain.service import commands as asked
from domain.service.events import CapacityChanged, RegistrationConfirmed, ServiceDeregistered, ServiceRegistered
from domain.service.payloads import Capacity
from domain.service.service import Service
from tests.domain.service.pieces import REGISTRATION, contents, evolved, said
from tests.spec import Story, given

FIRST_DAY = date(2018, 1, 1)
DAYS = st.integers(0, 40).map(lambda number: FIRST_DAY + timedelta(days=number))
PLACES = st.sampled_from(["liberec", "frydlant", "tanvald"])
KEYS = st.sampled_from(["a", "b"])
AMOUNTS = st.integers(-2, 20).map(lambda half: str(Decimal(half) / 2))
PROVIDERS = st.sampled_from([{"name": "A", "ico_as_written": "12345678"}, {"name": "B", "ico": "12345679"}])
FORMS = st.sampled_from([(), ("T",), ("A", "T"), ("P",)])
SECTIONS = st.sampled_from(["43", "67", "70", "53", "99"])

COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(partial(said, asked.RecordRegistration, **REGISTRATION)),
    st.builds(partial(said, asked.TakeOverService), section=st.none() | SECTIONS, forms=FORMS),
    st.builds(partial(said, asked.ConfirmRegistration), registered_since=st.none() | DAYS),
    st.builds(partial(said, asked.RecordParameters), section=st.none() | SECTIONS, forms=st.none() | FORMS),
    st.builds(partial(said, asked.RecordCapacity, unit="FTE"), form=st.sampled_from("TAP"), amount=AMOUNTS),
    st.builds(partial(said, asked.RecordPlaceAdded), place=PLACES),
    st.builds(partial(said, asked.RecordPlaceRemoved), place=PLACES),
    st.builds(partial(said, asked.RecordProvider), provider=PROVIDERS),
    st.builds(partial(said, asked.RecordDeregistration)),
    st.builds(partial(said, asked.RecordRegisterDifference, field="x"), difference=KEYS, theirs=st.none() | KEYS),
    st.builds(partial(said, asked.ResolveRegisterDifference, outcome="no difference"), difference=KEYS),
)
HISTORIES = st.lists(st.tuples(DAYS, COMMANDS), max_size=25)


def told(history: list[tuple[date, Command]]) -> Story[Service]:
    """Each command in turn; what is refused leaves no trace."""
    story = given(Service, (FIRST_DAY + timedelta(days=10), said(ServiceRegistered, **REGISTRATION)))
    for day, command in history:
        story = story.when(command, on=day)
    return story


@chance(HISTORIES)
def test_replay_equals_the_state_seen_live(history: list[tuple[date, Command]]) -> None:
    """Reading the whole history again changes nothing."""
    story = told(history)
    assert contents(story.state) == contents(evolved(story))


@chance(HISTORIES, DAYS)
def test_capacity_is_the_last_setting_before_the_day(history: list[tuple[date, Command]], day: date) -> None:
    """Counted straight from the entries: the latest effective date not after the day, then the later entry."""
    story = told(history)
    settings = [
        (entry.effective_on, entry.position, amount.amount)
        for entry in story.entries
        for amount in _capacities(entry.event)
        if amount.form is Form.FIELD and entry.effective_on is not None and entry.effective_on <= day
    ]
    expected = max(settings)[2] if settings else None
    assert story.state.capacity(form=Form.FIELD, unit=CapacityUnit.FTE, on=day) == expected
    assert all(amount >= 0 for *_, amount in settings)


@chance(HISTORIES, DAYS)
def test_registered_is_never_guessed(history: list[tuple[date, Command]], day: date) -> None:
    """Counted straight from the entries: a trace not after the day and no end not after it."""
    story = told(history)
    since, traces, ended = story.entries[0].effective_on, [story.entries[0].effective_on], False
    for entry in story.entries:
        if isinstance(entry.event, RegistrationConfirmed):
            since = entry.event.registered_since or since
            traces = [since, *(t for t in traces[1:]), entry.effective_on]
        if isinstance(entry.event, ServiceDeregistered) and entry.effective_on is not None:
            ended = ended or entry.effective_on <= day
    seen = any(trace is not None and trace <= day for trace in traces)
    assert story.state.registered_on(day) is (Answer.YES if seen and not ended else Answer.NO)


def _capacities(event: object) -> tuple[Capacity, ...]:
    if isinstance(event, ServiceRegistered):
        return event.capacities
    return (event,) if isinstance(event, CapacityChanged) else ()
