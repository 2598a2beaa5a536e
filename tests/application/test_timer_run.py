"""Running the timers on both stores: once, twice, after a missed week, and interrupted."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from adapters.bootstrap import Parts
from adapters.process_runner import DayInMind, ProcessTables
from adapters.settings import Settings
from application.processes.run import Answer, Tally, TimerRun
from application.rehearsal import Rehearsal
from application.replay import Replay
from domain.contract.commands import RecordAmendment, RecordConclusion, RecordPublication, RecordTermination
from domain.contract.contract import Contract
from domain.kernel.command import Command
from domain.kernel.correction import TakeBackEntry
from domain.kernel.ids import derived_id
from domain.kernel.money import czk
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.tender.tender import Tender
from tests.domain.contract.stories import period
from tests.domain.tender import stories as tender
from tests.papers import PapersElsewhere
from tests.spec import THIS


def day(text: str) -> date:
    return date.fromisoformat(text)


class Office:
    """A ledger, somebody who records, and the timers."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.replay = Replay(parts.ledger, parts.decode)
        self.tables = ProcessTables(parts.database, parts.ledger, self.replay)
        self.answers: list[Answer] = []

    def record(self, command: Command, on: str) -> UUID:
        """By somebody who may; the event id of what was recorded."""
        stamp = Stamp(
            command_id=uuid4(),
            actor=Actor(role="approver", person="p-1"),
            source=Source(kind="cli"),
            effective_on=day(on),
            reason=Prose.of("why"),
        )
        return self.parts.engine.handle(command, stamp).entries[0].event_id

    def concluded(self, name: str, on: str, *, until: str | None = None, is_published: bool = True) -> UUID:
        identifier = derived_id("timer test", name)
        fields = {"target": identifier, "number": name, "regime": "tender", "provider": "Provider o.p.s."}
        self.record(RecordConclusion.model_validate(fields | {"period": period(on, until)}), on)
        if is_published:
            self.record(RecordPublication(target=identifier, register_id=name), on)
        return identifier

    def run(self, until: str, *, stop_after: int | None = None) -> Tally:
        """One run; it may be asked to stop after so many answers."""
        self.answers = []
        self.tables.catch_up()
        run = TimerRun(
            self.parts.engine,
            self.tables,
            tell=self.answers.append,
            should_stop=lambda: stop_after is not None and len(self.answers) >= stop_after,
        )
        return run.run(day(until))

    def done(self) -> list[tuple[str, str]]:
        """What the last run answered: the day and the timer."""
        return [(one.day.isoformat(), one.due.timer) for one in self.answers]

    def contract(self, identifier: UUID) -> Contract:
        state = self.replay.state(identifier)
        assert isinstance(state, Contract)
        return state


@pytest.fixture
def office(ledger_url: str) -> Iterator[Office]:
    with PapersElsewhere(Settings(database=ledger_url), clock=lambda: datetime(2019, 1, 10, 9, tzinfo=UTC)) as parts:
        yield Office(parts)


def test_what_the_law_makes_happen_is_recorded_with_its_reason(office: Office) -> None:
    contract = office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    tally = office.run("2019-01-03")
    assert (tally.days, tally.recorded, tally.refused, tally.until) == (1, 1, 0, day("2019-01-03"))
    assert office.contract(contract).expired_on == day("2018-12-31")
    entry = office.replay.entries(contract)[-1]
    assert (entry.stamp.actor.role, entry.stamp.source.kind) == ("timer", "timer")
    assert [str(one) for one in entry.stamp.citations] == ["contract service period"]
    assert entry.stamp.anomalies == ()


def test_running_it_twice_changes_nothing(office: Office) -> None:
    office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    office.run("2019-01-03")
    head = office.parts.ledger.head()
    again = office.run("2019-01-03")
    assert (again.recorded, again.repeated, office.answers) == (0, 0, [])
    assert office.parts.ledger.head() == head
    assert office.tables.last_day() == day("2019-01-03")


def test_an_earlier_day_moves_nothing_back(office: Office) -> None:
    office.run("2019-01-03")
    office.run("2018-12-01")
    assert office.tables.last_day() == day("2019-01-03")


def test_a_missed_week_is_caught_up_day_by_day(office: Office) -> None:
    """Each thing is noted on the day on which the timer would have noted it."""
    office.run("2018-12-28")
    office.concluded("OLP/1/2018", "2018-01-01", until="2019-01-01")
    office.concluded("OLP/2/2018", "2018-01-01", until="2018-12-31")
    void = office.concluded("OLP/3/2018", "2018-10-03", is_published=False)
    tally = office.run("2019-01-07")
    assert tally.days == 10
    assert office.done() == [
        ("2019-01-01", "contract-expiry"),
        ("2019-01-02", "contract-expiry"),
        ("2019-01-04", "contract-voidness"),
    ]
    assert office.contract(void).void_known_at == day("2019-01-04")


def test_what_is_recorded_later_on_the_same_day_is_found_by_the_next_run(office: Office) -> None:
    office.run("2019-01-03")
    office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    assert office.run("2019-01-03").recorded == 1


def test_a_run_that_stopped_between_command_and_checkpoint_goes_on(office: Office) -> None:
    """The first of two is recorded when the run stops; the next run takes the second and repeats nothing."""
    for number in (1, 2):
        office.concluded(f"OLP/{number}/2018", "2018-01-01", until="2018-12-31")
    stopped = office.run("2019-01-03", stop_after=1)
    assert (stopped.is_interrupted, stopped.recorded, stopped.until) == (True, 1, None)
    assert office.tables.last_day() is None
    rest = office.run("2019-01-03")
    assert (rest.recorded, rest.repeated) == (1, 0)
    assert office.tables.last_day() == day("2019-01-03")


def test_a_checkpoint_that_was_lost_repeats_nothing(office: Office) -> None:
    """As after a crash of a database that had not written the end of its read models yet."""
    office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    office.run("2019-01-03")
    head = office.parts.ledger.head()
    for table in ("process_progress", "process_agenda", "process_mark"):
        office.parts.database.execute(f"DROP TABLE {table}")
    office.tables = ProcessTables(office.parts.database, office.parts.ledger, office.replay)
    again = office.run("2019-01-03")
    assert (again.recorded, again.repeated, office.parts.ledger.head()) == (0, 0, head)


def test_what_is_refused_is_told_and_stops_nothing(office: Office) -> None:
    """A period that ended before the conclusion cannot run out; the other contract does."""
    odd = derived_id("timer test", "odd")
    fields = {"target": odd, "number": "OLP/1/2018", "regime": "tender", "provider": "Provider o.p.s."}
    office.record(
        RecordConclusion.model_validate(fields | {"period": period("2018-01-01", "2018-01-31")}), "2018-02-15"
    )
    office.record(RecordPublication(target=odd, register_id="1"), "2018-02-16")
    office.concluded("OLP/2/2018", "2018-01-01", until="2018-12-31")
    office.run("2018-12-31")
    assert [answer.failure is not None for answer in office.answers] == [True]
    tally = office.run("2019-01-05")
    assert (tally.recorded, tally.refused) == (1, 1)
    (refused,) = (one for one in office.answers if one.failure)
    assert (refused.due.command.target, str(refused.failure)) == (odd, "contract.end-after-conclusion")
    assert office.tables.last_day() == day("2019-01-05")


def test_who_takes_the_entry_back_is_not_overruled(office: Office) -> None:
    """A clerk knows of an amendment that is not filed yet; once it is terminated instead, nothing is due at all."""
    contract = office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    office.run("2019-01-03")
    expiry = office.replay.entries(contract)[-1].event_id
    office.record(TakeBackEntry(target=contract, entry=expiry), "2018-12-31")
    tally = office.run("2019-01-04")
    assert (tally.recorded, tally.repeated) == (0, 1)
    assert office.contract(contract).expired_on is None
    fields = {"target": contract, "mode": "AGREEMENT", "by": "both"}
    office.record(RecordTermination.model_validate(fields), "2018-12-31")
    assert (office.run("2019-01-05").repeated, office.answers) == (0, [])


def test_a_correction_moves_what_is_due(office: Office) -> None:
    """The publication was taken back: the contract was never published, and is void."""
    contract = office.concluded("OLP/1/2018", "2018-06-30")
    office.run("2018-12-01")
    publication = office.replay.entries(contract)[-1].event_id
    office.record(TakeBackEntry(target=contract, entry=publication), "2018-07-01")
    assert office.run("2018-12-02").recorded == 1
    assert office.contract(contract).void


def test_what_becomes_due_by_an_entry_of_the_timer_is_recorded_the_same_day(office: Office) -> None:
    """A prolongation is void for want of publication, so the contract had run out before."""
    contract = office.concluded("OLP/1/2018", "2018-02-01", until="2018-12-31")
    fields = {"target": contract, "number": 1, "ground": "other", "concluded_on": "2018-11-30"}
    office.record(RecordAmendment.model_validate(fields | {"period": period("2018-02-01", "2019-12-31")}), "2018-11-30")
    office.run("2019-02-28")
    assert office.done() == []
    office.run("2019-03-05")
    assert office.done() == [("2019-03-01", "amendment-voidness"), ("2019-03-01", "contract-expiry")]
    assert office.contract(contract).expired_on == day("2018-12-31")


TENDER = (
    (tender.plan(), "2017-01-10"),
    (tender.approve(), "2017-01-17"),
    (tender.lot("A"), "2017-01-17"),
    (tender.lot("B"), "2017-01-17"),
    (tender.publish(), "2017-02-01"),
    (tender.bid("A1"), "2017-03-01"),
    (tender.bid("A2"), "2017-03-01"),
    (tender.opening({"A1": czk(2_400_000), "A2": czk(2_000_000)}), "2017-03-03"),
    (tender.declaration("e1"), "2017-03-03"),
    (tender.declaration("e2"), "2017-03-03"),
    (tender.evaluation({"A1": (100, 80), "A2": (60, 80)}, (("A1", "87.33"), ("A2", 82))), "2017-03-10"),
    (tender.select("A1"), "2017-03-15"),
    (tender.notice("A1"), "2017-03-16"),
    (tender.notice("A2"), "2017-03-16"),
)


def test_a_standstill_ends_on_its_day_and_the_lot_can_be_awarded(office: Office) -> None:
    for command, on in TENDER:
        office.record(command, on)
    office.run("2017-03-28")
    assert office.run("2017-04-04").recorded == 1
    assert office.done() == [("2017-04-01", "standstill")]
    state = office.replay.state(THIS)
    assert isinstance(state, Tender)
    assert state.lots["A"].rounds[1].status.on(day("2017-04-01")) == "STANDSTILL_ENDED"
    office.record(tender.owner(), "2017-04-04")
    office.record(tender.award(), "2017-04-05")


def test_an_objection_that_turns_up_while_the_timer_rested_is_waited_for(office: Office) -> None:
    """Nobody ran the timers in April; the petition of 04-20 blocks until 06-19."""
    for command, on in (
        *TENDER,
        (tender.objection(), "2017-03-31"),
        (tender.rejection(), "2017-04-10"),
        (tender.answered("2017-04-11 08:00"), "2017-04-11"),
        (tender.petition(), "2017-04-20"),
    ):
        office.record(command, on)
    office.run("2017-03-28")
    assert office.run("2017-06-25").recorded == 1
    assert office.done() == [("2017-06-20", "standstill")]


def test_a_rehearsal_says_the_same_and_writes_nothing(office: Office) -> None:
    office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    office.tables.catch_up()
    head = office.parts.ledger.head()
    engine = office.parts.engine_over(Rehearsal(office.parts.ledger, office.parts.clock()))
    tally = TimerRun(engine, DayInMind(office.tables)).run(day("2019-01-03"))
    assert tally.recorded == 1
    assert (office.parts.ledger.head(), office.tables.last_day()) == (head, None)


def test_only_files_with_new_entries_are_looked_at(office: Office) -> None:
    """The second time nothing is read but what was added."""
    office.concluded("OLP/1/2018", "2018-01-01", until="2018-12-31")
    office.concluded("OLP/2/2018", "2018-01-01", until="2019-12-31")
    assert office.tables.catch_up() == 2
    assert office.tables.catch_up() == 0
    office.concluded("OLP/3/2018", "2018-01-01", until="2019-06-30")
    assert office.tables.catch_up() == 1
    assert office.tables.next_day() == day("2019-01-01")
    assert set(office.tables.waiting(day("2019-07-01")).values()) == {day("2019-01-01"), day("2019-07-01")}


def test_two_runners_at_once_record_everything_once(office: Office) -> None:
    """Both read the agenda before either has recorded anything."""
    for number in range(5):
        office.concluded(f"OLP/{number}/2018", "2018-01-01", until="2018-12-31")
    office.tables.catch_up()
    waiting = office.tables.waiting(day("2019-01-03"))
    first = TimerRun(office.parts.engine, office.tables).run(day("2019-01-03"))
    with Parts(office.parts.settings) as other:
        late = _Early(waiting)
        second = TimerRun(other.engine, late).run(day("2019-01-03"))
    assert (first.recorded, second.recorded, second.refused) == (5, 0, 0)


class _Early:
    """An agenda that was read before the other runner began."""

    def __init__(self, waiting: Mapping[UUID, date]) -> None:
        self._waiting = waiting

    def waiting(self, until: date) -> Mapping[UUID, date]:
        return self._waiting

    def last_day(self) -> date | None:
        return None

    def reach(self, day: date) -> None:
        """Keeps nothing."""
