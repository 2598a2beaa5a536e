"""What is to be inspected next: by law first, then by the plan and its risk; last what was looked at lately."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.contract.events.ending import ContractExpired
from domain.contract.events.takeover import ContractTakenOver
from domain.inspection.events import planning
from domain.inspection.events.opening import InspectionStarted
from domain.kernel.event import Event
from domain.mandate.events import ending as mandate_ending
from domain.mandate.events import entrustment, overcompensation
from domain.mandate.events.takeover import MandateTakenOver
from domain.service.events import ServiceDeregistered, ServiceTakenOver
from projections import builds
from projections.database import Database
from projections.inspection_plan import INSPECTION_PLAN, PlanRow, SubjectKind, Urgency, plan_rows, providers_named
from projections.projector import Projector
from tests.projections.chronicle import Chronicle

ICO, OTHER_ICO = "71220089", "70891508"
PERSON = "p-" + "a" * 16
DAY = date.fromisoformat
Say = Callable[..., UUID]
Ask = Callable[..., list[PlanRow]]


@pytest.fixture
def say(chronicle: Chronicle) -> Say:
    """Record an event of a file on its day; the identifier of the file."""

    def record(event: type[Event], to: str, on: str | None = None, **fields: Any) -> UUID:
        return chronicle.record(event.model_validate(fields), on=on, to=to).originator_id

    return record


@pytest.fixture
def plan(database: Database, chronicle: Chronicle) -> Ask:
    def ask(valid: str, *, known: int | None = None, **wanted: Any) -> list[PlanRow]:
        builds.prepare(database, [INSPECTION_PLAN])
        assert Projector(database, chronicle, [INSPECTION_PLAN]).catch_up().quarantined == ()
        return list(plan_rows(database, valid=DAY(valid), known=known, **wanted))

    return ask


def contract(say: Say, number: str = "OLP/1/2025", ico: str = ICO) -> UUID:
    return say(ContractTakenOver, number, number=number, provider="Provider", provider_ico=ico)


def inspect(say: Say, number: str, *, on: str = "2026-01-05", until: str | None = None, **more: Any) -> UUID:
    planned = {"planned_for": {"start": on, "end": until}} if until else {}
    usual = {"regime": "CONTROL_ACT", "reason": "RISK"} | planned | more
    return say(planning.InspectionPlanned, number, on, number=number, **usual)


def start(say: Say, number: str, on: str | None) -> None:
    say(InspectionStarted, number, on, by=PERSON, mode="AUTHORISATION_SHOWN", first_act="shown")


def of(rows: list[PlanRow], subject: object) -> PlanRow:
    (found,) = [row for row in rows if row.subject == str(subject)]
    return found


def test_what_nobody_has_looked_at_yet_is_in_the_plan(say: Say, plan: Ask) -> None:
    """A contract, its provider, a service and a mandate: each says that it was never inspected."""
    contract(say)
    say(ServiceTakenOver, "service", registration_number="3596108", provider={"name": "Provider", "ico": ICO})
    say(MandateTakenOver, "mandate", number="PO 1", provider={"name": "Provider", "ico": ICO})
    rows = plan("2026-06-01")
    assert {(row.kind, row.label) for row in rows} == {
        (SubjectKind.CONTRACT, "OLP/1/2025"),
        (SubjectKind.PROVIDER, None),
        (SubjectKind.SERVICE, "3596108"),
        (SubjectKind.MANDATE, "PO 1"),
    }
    assert {row.urgency for row in rows} == {Urgency.NEVER_INSPECTED}
    assert {(row.provider, row.days_since, row.inspections) for row in rows} == {(ICO, None, 0)}


def test_the_last_inspection_and_the_next_one_stand_beside_each_other(say: Say, plan: Ask) -> None:
    file = contract(say)
    subject = {"provider": ICO, "contracts": [str(file)]}
    first = inspect(say, "K 1", on="2024-01-05", subject=subject)
    start(say, "K 1", "2024-03-01")
    inspect(say, "K 2", subject=subject, until="2026-09-30", risk_score="7.5", reason="COMPLAINT", complaint="c")
    row = of(plan("2026-06-01"), file)
    assert (row.last_inspection, row.last_number, row.last_inspected_on) == (first, "K 1", DAY("2024-03-01"))
    assert (row.planned_number, row.planned_until, row.risk_score) == ("K 2", DAY("2026-09-30"), Decimal("7.5"))
    assert (row.reason, row.urgency, row.days_since, row.inspections) == ("COMPLAINT", Urgency.PLANNED, 822, 1)
    assert of(plan("2026-10-01"), file).urgency is Urgency.OVERDUE
    assert of(plan("2024-02-29"), file).last_inspected_on is None
    start(say, "K 2", "2026-10-02")
    assert of(plan("2026-10-02"), file).urgency is Urgency.INSPECTED
    assert of(plan("2026-10-02"), ICO).last_number == "K 2"
    assert of(plan("2026-10-02", known=4), file).planned_number == "K 2"


def test_the_law_comes_first_and_an_overdue_check_before_all(say: Say, plan: Ask) -> None:
    """A mandate is checked at least every three years; its provider is urgent with it."""
    check_by = {"legal_last_day": "2028-12-31", "raw_end": "2028-12-31", "safe_last_day": "2028-12-29"}
    risky = contract(say, "OLP/2/2025", OTHER_ICO)
    inspect(say, "K 1", subject={"provider": OTHER_ICO, "contracts": [str(risky)]}, until="2027-01-31")
    mandate = say(entrustment.MandateProposed, "M", number="PO 1", provider={"name": "Provider", "ico": ICO})
    say(entrustment.MandateIssued, "M", "2026-01-01", instrument="SEPARATE_ACT", check_by=check_by)
    rows = plan("2026-06-01")
    assert [row.urgency for row in rows] == [Urgency.DUE_BY_LAW] * 2 + [Urgency.PLANNED] * 2
    row = of(rows, mandate)
    assert (row.law_last_day, row.law_safe_day, row.label) == (DAY("2028-12-31"), DAY("2028-12-29"), "PO 1")
    assert {one.urgency for one in plan("2029-01-01", provider=ICO)} == {Urgency.OVERDUE_BY_LAW}
    say(mandate_ending.MandateExpired, "M", "2028-06-30")
    assert plan("2028-07-01", kind=SubjectKind.MANDATE) == []


def test_each_service_of_a_mandate_is_checked_by_itself(say: Say, plan: Ask) -> None:
    """One is checked and due again years later: the other, which nobody has checked, is still due."""
    soon, later = (
        {"legal_last_day": day, "raw_end": day, "safe_last_day": day} for day in ("2028-12-29", "2030-12-31")
    )
    mandate = say(entrustment.MandateProposed, "M", number="PO 1", registration="1234567")
    say(entrustment.ServiceAdded, "M", registration="7654321")
    say(entrustment.MandateIssued, "M", "2026-01-01", instrument="SEPARATE_ACT", check_by=soon)
    crowns = dict.fromkeys(("public_money", "carried_in", "net_cost", "overcompensation"), "0.00 CZK")
    result = crowns | {"outcome": "NO_OVERCOMPENSATION"}
    checked = overcompensation.OvercompensationCheckPerformed
    for service in ("1234567", "7654321"):
        assert of(plan("2027-12-31"), mandate).law_last_day == DAY("2028-12-29"), service
        say(checked, "M", "2027-12-31", year=2026, service=service, result=result, check_by=later)
    assert of(plan("2027-12-31"), mandate).law_last_day == DAY("2030-12-31")


def test_of_the_same_day_the_riskier_comes_first(say: Say, plan: Ask) -> None:
    for number, ico, risk in (("K 1", ICO, "3"), ("K 2", OTHER_ICO, "9")):
        inspect(say, number, subject={"provider": ico}, until="2026-12-31", risk_score=risk)
    assert [row.planned_number for row in plan("2026-06-01")] == ["K 2", "K 1"]


def test_a_changed_plan_looks_at_something_else(say: Say, plan: Ask) -> None:
    one, other = contract(say), contract(say, "OLP/3/2025")
    inspect(say, "K 1", subject={"provider": ICO, "contracts": [str(one)]})
    changed = {"provider": ICO, "contracts": [str(other)]}
    say(planning.InspectionPlanChanged, "K 1", "2026-02-01", subject=changed, why="risk")
    rows = plan("2026-02-01")
    assert (of(rows, one).planned_number, of(rows, other).planned_number) == (None, "K 1")
    say(planning.InspectionCancelled, "K 1", "2026-02-02", ground="CAPACITY", why="capacity")
    assert of(plan("2026-02-02"), other).planned_number is None


def test_what_has_ended_leaves_the_plan_unless_an_inspection_waits(say: Say, plan: Ask) -> None:
    """The provider stays: it may have others."""
    file, service = contract(say), say(ServiceTakenOver, "service", registration_number="3596108")
    say(ContractExpired, "OLP/1/2025", "2026-03-31")
    say(ServiceDeregistered, "service", "2026-04-01")
    assert {row.subject for row in plan("2026-04-01")} == {ICO}
    inspect(say, "K 1", subject={"provider": ICO, "contracts": [str(file)]})
    assert {row.subject for row in plan("2026-04-01")} == {ICO, str(file)}
    assert str(service) in {row.subject for row in plan("2026-03-31")}


def test_a_provider_is_found_by_its_number_or_any_name_it_ever_had(say: Say, plan: Ask, database: Database) -> None:
    contract(say)
    say(ServiceTakenOver, "service", registration_number="3596108", provider={"name": "Domov Čáslav", "ico": OTHER_ICO})
    plan("2026-01-01")
    assert providers_named(database, "domov č") == {OTHER_ICO, "domovč"}
    assert providers_named(database, "712 200 89") >= {ICO}
    assert providers_named(database, "provid", known=0) == {"provid"}
