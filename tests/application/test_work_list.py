"""From the award to the contract: which step is called for, with what in it, and when it is gone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.bootstrap import Parts
from adapters.czech_calendar import czech_calendar
from adapters.process_runner import ProcessTables
from adapters.settings import Settings
from application.processes.reactions import Call, Mark, Step, calls, key_of, marks
from application.processes.work_list import WorkItem, WorkList
from application.replay import Replay
from application.rights.permissions import Permissions, Role
from application.rights.roles import ROLES
from domain.kernel.case import Facts
from domain.kernel.command import COMMANDS, Command
from domain.kernel.entry import settle
from domain.kernel.ids import derived_id
from domain.kernel.money import czk
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.mandate.events import MandateTakenOver
from domain.mandate.payloads import ServiceTerms
from tests.domain.mandate import stories as mandate
from tests.domain.tender import stories as tender
from tests.papers import PapersElsewhere
from tests.spec import THIS, configuration

SERVICE, PROJECT, CONTRACT = (derived_id("work list test", name) for name in ("service", "project", "contract"))
WINNER = {"name": "First o.p.s.", "ico": "70891508"}
CAPACITY = {"form": "T", "unit": "FTE", "amount": "4.5"}


class Office:
    """A ledger, somebody who records, and the work list."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.replay = Replay(parts.ledger, parts.decode)
        self.tables = ProcessTables(parts.database, parts.ledger, self.replay)
        self.permissions = Permissions((*ROLES, Role("everybody", "", "", ("*",))))
        parts.permissions = self.permissions
        parts.__dict__["facts"] = Facts(czech_calendar(), configuration())

    def record(self, command: Command, on: str, command_id: UUID | None = None) -> UUID:
        stamp = Stamp(
            command_id=command_id or uuid4(),
            actor=Actor(role="everybody", person="p-1"),
            source=Source(kind="cli"),
            effective_on=date.fromisoformat(on),
            reason=Prose.of("why"),
        )
        return self.parts.engine.handle(command, stamp).entries[0].event_id

    def do(self, topic: str, target: UUID, on: str, **data: Any) -> UUID:
        return self.record(self.parts.resolver.command(topic, {"target": str(target), **data}), on)

    def take_up(self, item: WorkItem, on: str, **added: Any) -> None:
        """Send what an item proposes, with what somebody adds."""
        data = {"target": str(item.target), **item.data, **added}
        self.record(self.parts.resolver.command(item.topic, data), on, item.command_id)

    def work(self) -> list[WorkItem]:
        self.tables.catch_up()
        return list(WorkList(self.tables, self.replay, self.permissions).items())

    def steps(self) -> list[Step]:
        return [item.step for item in self.work()]


@pytest.fixture
def bare(ledger_url: str) -> Iterator[Office]:
    with PapersElsewhere(Settings(database=ledger_url), clock=lambda: datetime(2017, 6, 1, 9, tzinfo=UTC)) as parts:
        yield Office(parts)


@pytest.fixture
def office(bare: Office) -> Office:
    """With the lot awarded."""
    _open_files(bare)
    _award(bare)
    return bare


def _open_files(office: Office) -> None:
    office.do(
        "service.record-registration",
        SERVICE,
        "2015-01-01",
        registration_number="3596108",
        provider=WINNER,
        section="65",
        forms=["T"],
    )
    office.do(
        "project.approve",
        PROJECT,
        "2017-01-01",
        number="CZ.03.2.60/0.0/0.0/15_005/0003862",
        title="Podpora služeb",
        programme="OPZ",
        owner={"name": "Liberecký kraj", "ico": "70891508"},
        grant_decision="OPZ/1",
        budget=czk(100_000_000),
        funding=[{"source": "esf", "percent": 100}],
        period={"start": "2017-01-01", "end": "2020-12-31"},
        resolution="1/17/ZK",
    )


def _award(office: Office) -> None:
    for command, on in (
        (tender.plan(project=PROJECT), "2017-01-10"),
        (tender.approve(), "2017-01-17"),
        (tender.lot("A", capacities=[CAPACITY], estimated_value=czk(5_000_000)), "2017-01-17"),
        (tender.publish(), "2017-02-01"),
        (tender.bid("A1"), "2017-03-01"),
        (tender.opening({"A1": czk(2_400_000)}), "2017-03-03"),
        (tender.declaration("e1"), "2017-03-03"),
        (tender.declaration("e2"), "2017-03-03"),
        (tender.evaluation({"A1": (100, 80)}, (("A1", 94),)), "2017-03-10"),
        (tender.select("A1"), "2017-03-15"),
        (tender.owner(), "2017-03-15"),
        (tender.award(), "2017-04-05"),
    ):
        office.record(command, on)


INCLUDED = {"service": "3596108", "resolution": "258/17/ZK", "last_day": "2019-12-31", "financing": "esf"}


def test_an_award_calls_for_an_inclusion_in_the_network(office: Office) -> None:
    """What the lot asked for is filled in; service, resolution, last day and money somebody has to add."""
    (item,) = office.work()
    assert (item.step, item.topic) == (Step.INCLUSION, "network_entry.include-service")
    assert item.data == {
        "tender": str(THIS),
        "lot": "A",
        "project": str(PROJECT),
        "capacities": [CAPACITY],
        "orp_shares": [{"orp": "5105", "share": "1"}],
    }
    assert set(item.missing) == {"resolution", "service", "last_day", "financing"}
    assert item.why.event.topic == "tender.lot-awarded"
    assert item.causation_id == item.why.event_id
    assert {"clerk", "approver"} <= set(item.roles)
    assert "timer" not in item.roles


def test_nothing_legal_happens_by_looking(office: Office) -> None:
    head = office.parts.ledger.head()
    office.work()
    assert office.parts.ledger.head() == head


def test_each_step_is_gone_when_it_is_done_and_calls_for_the_next(office: Office) -> None:
    """From the award to the draft, every command as it was proposed."""
    (include,) = office.work()
    office.take_up(include, "2017-05-01", **INCLUDED)
    (propose,) = office.work()
    assert (propose.step, propose.missing, propose.data["provider"]) == (Step.MANDATE, (), WINNER)
    assert (propose.data["orps"], propose.data["network_entry"]) == (["5105"], str(include.target))
    office.take_up(propose, "2017-05-02", number="PO-1")
    contract, issue = office.work()
    assert (issue.step, issue.target, issue.topic) == (Step.ISSUE, propose.target, "mandate.issue")
    assert (contract.step, contract.why.event.topic) == (Step.CONTRACT, "mandate.proposed")
    assert contract.data == {
        "regime": "tender",
        "provider": "First o.p.s.",
        "provider_ico": "70891508",
        "services": [{"service": str(SERVICE), "registration": "3596108", "section": "65"}],
        "orps": ["5105"],
        "project": str(PROJECT),
        "tender": {"tender": str(THIS), "lot": "A", "round": 1},
    }
    office.take_up(contract, "2017-05-03", number="OLP/1/2017")
    assert office.steps() == [Step.ISSUE]
    issued = mandate.issue(
        number=None, period={"start": "2017-06-01", "end": "2019-12-31"}, resolution="258/17/ZK"
    ).model_copy(update={"target": issue.target})
    office.record(issued, "2017-05-20")
    assert office.work() == []


def test_a_proposal_that_is_taken_up_twice_is_recorded_once(office: Office) -> None:
    (item,) = office.work()
    office.take_up(item, "2017-05-01", **INCLUDED)
    head = office.parts.ledger.head()
    office.take_up(item, "2017-05-01", **INCLUDED)
    assert office.parts.ledger.head() == head


def test_an_award_that_is_taken_back_calls_for_nothing(office: Office) -> None:
    (item,) = office.work()
    office.do("entry.take-back", THIS, "2017-04-05", entry=str(item.causation_id))
    assert office.work() == []


def test_a_cancelled_lot_calls_for_nothing(office: Office) -> None:
    ground = {"cites": {"act": "134/2016", "provision": "§ 127(2)(c)"}, "why": "The winner refused to sign."}
    office.do("tender.cancel-lot", THIS, "2017-04-20", lot="A", round=1, ground=ground)
    assert office.work() == []


def test_a_contract_that_is_released_leaves_room_for_another(office: Office) -> None:
    (include,) = office.work()
    office.take_up(include, "2017-05-01", **INCLUDED)
    (propose,) = office.work()
    office.take_up(propose, "2017-05-02", number="PO-1")
    office.do(
        "contract.record-conclusion",
        CONTRACT,
        "2017-05-10",
        number="OLP/1/2017",
        regime="tender",
        provider="First o.p.s.",
        provider_ico="70891508",
        maximum=czk(2_000_000),
        period={"start": "2017-06-01"},
    )
    office.record(tender.contract(contract=CONTRACT, amount=czk(2_000_000)), "2017-05-10")
    assert office.steps() == [Step.ISSUE]
    office.do("tender.record-lot-contract-release", THIS, "2017-09-01", lot="A", round=1, contract=str(CONTRACT))
    assert office.steps() == [Step.ISSUE, Step.CONTRACT]


# Marks alone ----------------------------------------------------------------------------------------------------------


def test_an_award_calls_for_two_steps_by_its_lot() -> None:
    found = [one for one in marks(settle(tender.awarded().entries)) if not one.is_done]
    assert [one.key for one in found] == [key_of(step, THIS, "A") for step in (Step.INCLUSION, Step.CONTRACT)]
    assert {one.aggregate_id for one in found} == {THIS}


def test_other_events_call_for_nothing() -> None:
    assert list(marks(settle(tender.notified().entries))) == []


def test_every_step_has_a_command_of_the_business() -> None:
    topics = {"network_entry.include-service", "mandate.propose", "mandate.issue", "contract.draft"}
    assert topics <= COMMANDS.keys()


def test_a_mandate_by_its_paper_needs_no_preparation() -> None:

    old = MandateTakenOver(services=(ServiceTerms(network_entry=SERVICE), ServiceTerms()))
    assert list(calls(old, THIS)) == [Call(key_of(Step.MANDATE, SERVICE), is_done=True)]


# Which marks are open -------------------------------------------------------------------------------------------------


def _open(bare: Office, *said: tuple[str, bool, int]) -> list[tuple[str, int]]:
    """Marks alone in the tables: key, whether done, position."""
    bare.parts.database.execute("DELETE FROM process_mark")
    rows = [(str(THIS), n, key, int(done), str(THIS), position) for n, (key, done, position) in enumerate(said)]
    columns = ("aggregate_id", "ordinal", "step", "is_done", "event_id", "position")
    bare.parts.database.insert("process_mark", columns, rows)
    return [(mark.key, mark.position) for mark in bare.tables.open()]


@pytest.mark.parametrize(
    ("said", "still_open"),
    [
        ([("issue a", False, 1)], [("issue a", 1)]),
        ([("issue a", False, 1), ("issue a", True, 2)], []),
        ([("issue a", True, 1), ("issue a", False, 2)], []),
        ([("issue a", False, 1), ("issue a", True, 2), ("issue a", False, 3)], [("issue a", 3)]),
        ([("issue a", False, 1), ("issue a", False, 3)], [("issue a", 3)]),
        ([("issue a", False, 1), ("issue a", True, 2), ("issue a", False, 3), ("issue a", True, 4)], []),
        ([("issue a", False, 1), ("issue b", True, 2)], [("issue a", 1)]),
    ],
)
def test_a_step_is_open_until_something_after_its_last_call_completes_it(
    bare: Office, said: list[tuple[str, bool, int]], still_open: list[tuple[str, int]]
) -> None:
    """A single call counts as done too where its completion was recorded first."""
    assert _open(bare, *said) == still_open


def test_the_last_completion_is_the_one_that_counts(bare: Office) -> None:
    _open(bare, ("mandate a", True, 1), ("mandate a", True, 5), ("mandate a", False, 9))
    assert bare.tables.done("mandate a") == Mark("mandate a", True, THIS, THIS, 5)  # a stored row
    assert bare.tables.done("mandate b") is None
