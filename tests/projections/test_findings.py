"""Findings and measures on a day: what objections did, what it is worth, what is overdue and what waits for us."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.inspection.events import closing, findings, objections, planning, remedies
from domain.kernel.event import Event
from domain.kernel.law import Citation
from domain.kernel.money import czk
from projections import builds
from projections.database import Database
from projections.findings import (
    FINDINGS,
    FindingFilter,
    FindingRow,
    FindingState,
    MeasureFilter,
    MeasureRow,
    MeasureState,
    ObjectionOutcome,
    finding_rows,
    measure_rows,
)
from projections.projector import Projector
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat
PERSON, ICO, OTHER_ICO = "p-" + "a" * 16, "71220089", "70891508"
CONTRACT, MANDATE = UUID(int=8), UUID(int=9)
WORDING = {"has_defect": True, "severity": "MAJOR", "breached": {"act": "255/2012", "provision": "§ 10(2)"}}
WORTH = {"amount": {"currency": "CZK", "minor": 10_000_00}, "contract": str(CONTRACT)}


def limit(day: str) -> dict[str, str]:
    return {"legal_last_day": day, "raw_end": day, "safe_last_day": day}


class Told:
    """Two inspections, written step by step."""

    def __init__(self, database: Database, chronicle: Chronicle) -> None:
        self.database, self.chronicle = database, chronicle
        for number, provider in (("K 1", ICO), ("K 2", OTHER_ICO)):
            subject = {"provider": provider, "contracts": [str(CONTRACT)], "mandates": [str(MANDATE)]}
            plan = {"number": number, "regime": "CONTROL_ACT", "subject": subject, "reason": "PLAN"}
            self.say(planning.InspectionPlanned, "2026-01-05", to=number, **plan)

    def say(self, event: type[Event], on: str | None, *, to: str = "K 1", **fields: Any) -> int:
        return self.chronicle.record(event.model_validate(fields), on=on, to=to).position

    def find(self, finding: str = "F1", *, to: str = "K 1", **wording: Any) -> int:
        said = {"by": PERSON, "finding": finding, "wording": WORDING | wording}
        return self.say(findings.FindingRecorded, "2026-02-03", to=to, **said)

    def impose(self, measure: str = "M1", *, until: str = "2026-06-01", to: str = "K 1") -> int:
        asked = {"asks_for": "CORRECTIVE_MEASURE", "findings": ("F1",), "power": {"act": "320/2001"}}
        return self.say(
            remedies.CorrectiveMeasureImposed, "2026-05-04", to=to, measure=measure, due=limit(until), **asked
        )

    def object(self, *names: str, key: str = "N1") -> None:
        points = tuple({"finding": name} for name in names)
        self.say(objections.ObjectionsReceived, "2026-04-01", objection=key, points=points, filing="POST")

    def catch_up(self) -> None:
        builds.prepare(self.database, [FINDINGS])
        assert Projector(self.database, self.chronicle, [FINDINGS]).catch_up().quarantined == ()

    def findings(self, *, valid: str | None = None, known: int | None = None, **wanted: Any) -> list[FindingRow]:
        self.catch_up()
        on = DAY(valid) if valid else None
        return list(finding_rows(self.database, valid=on, known=known, filters=FindingFilter(**wanted)))

    def measures(self, *, valid: str | None = None, known: int | None = None, **wanted: Any) -> list[MeasureRow]:
        self.catch_up()
        on = DAY(valid) if valid else None
        return list(measure_rows(self.database, valid=on, known=known, filters=MeasureFilter(**wanted)))


@pytest.fixture
def told(database: Database, chronicle: Chronicle) -> Told:
    return Told(database, chronicle)


# Findings -------------------------------------------------------------------------------------------------------------


def test_a_finding_says_what_it_breaches_and_is_worth(told: Told) -> None:
    """Under the contract of its amount; without an amount under what was inspected."""
    position = told.find(amounts=[WORTH, WORTH], evidence=["ab" * 32])
    told.find("F2")
    first, second = told.findings()
    assert (first.number, first.provider, first.finding, first.position) == ("K 1", ICO, "F1", position)
    assert (first.state, first.has_defect, first.severity) == (FindingState.PROPOSED, True, "MAJOR")
    assert (first.breached, first.amount) == (Citation("255/2012", "§ 10(2)"), czk(20_000))
    assert (first.contracts, first.mandates, first.evidence) == ((CONTRACT,), (MANDATE,), ("ab" * 32,))
    assert (second.amount, second.contracts) == (None, (CONTRACT,))


def test_objections_decided_by_the_superior_change_each_finding_on_its_own(told: Told) -> None:
    """One falls, one reads otherwise, one stands; before the decision all wait."""
    for name in ("F1", "F2", "F3", "F4"):
        told.find(name, amounts=[WORTH])
    told.object("F1", "F2", "F3")
    outcomes = ("UPHELD", "PARTLY_UPHELD", "REJECTED")
    points = tuple({"finding": f"F{n}", "outcome": one} for n, one in enumerate(outcomes, start=1))
    told.say(objections.ObjectionsDecidedBySuperior, "2026-04-20", objection="N1", by=PERSON, points=points)
    of_n1 = {"because": "OBJECTION", "objection": "N1"}
    told.say(findings.FindingWithdrawn, "2026-04-20", finding="F1", **of_n1)
    told.say(findings.FindingChanged, "2026-04-20", finding="F2", wording=WORDING | {"severity": "MINOR"}, **of_n1)
    last = told.say(findings.FindingMaintained, "2026-04-20", finding="F3", objection="N1")
    rows = told.findings()
    assert [(row.state, row.objection_outcome) for row in rows] == [
        (FindingState.WITHDRAWN, ObjectionOutcome.UPHELD),
        (FindingState.CHANGED, ObjectionOutcome.PARTLY_UPHELD),
        (FindingState.MAINTAINED, ObjectionOutcome.REJECTED),
        (FindingState.PROPOSED, None),
    ]
    assert [row.amount for row in rows] == [None, None, czk(10_000), czk(10_000)]
    assert rows[1].severity == "MINOR"
    assert rows[2].behind[-1] == last
    assert [row.finding for row in told.findings(only_standing=True)] == ["F2", "F3", "F4"]
    before = told.findings(valid="2026-04-19")
    assert [row.objection_outcome for row in before[:3]] == [ObjectionOutcome.PENDING] * 3
    assert {row.state for row in before} == {FindingState.PROPOSED}


def test_the_head_upholds_every_finding_of_the_objections(told: Told) -> None:
    told.find("F1")
    told.find("F2")
    told.object("F1", key="N1")
    told.object("F2", key="N2")
    told.say(objections.ObjectionsUpheldByHead, "2026-04-05", objection="N1", by=PERSON)
    told.say(objections.ObjectionsHandedToProceeding, "2026-04-06", objection="N2", authority="MPSV")
    assert [row.objection_outcome for row in told.findings()] == [
        ObjectionOutcome.UPHELD,
        ObjectionOutcome.HANDED_OVER,
    ]


def test_findings_are_final_when_the_inspection_has_ended(told: Told) -> None:
    """From the day that the law names; not while the end is taken back."""
    told.find()
    told.say(closing.InspectionEnded, "2026-04-10", reason="EXPIRED", ended_on="2026-04-08")
    assert [row.is_final for row in told.findings(valid="2026-04-10")] == [True]
    assert [row.is_final for row in told.findings(valid="2026-04-09")] == [False]
    told.say(closing.EndTakenBack, "2026-04-12")
    assert [row.is_final for row in told.findings(valid="2026-04-12")] == [False]


def test_what_was_put_right_on_the_spot_says_so(told: Told) -> None:
    told.find(has_defect=True)
    told.say(findings.FindingRemedied, "2026-02-05", by=PERSON, finding="F1")
    told.find("F2", has_defect=False, severity="OBSERVATION", breached=None)
    rows = told.findings()
    assert [(row.is_remedied, row.has_defect, row.breached is None) for row in rows] == [
        (True, True, False),
        (False, False, True),
    ]
    assert [row.finding for row in told.findings(only_defects=True)] == ["F1"]


def test_findings_of_one_provider_inspection_and_contract(told: Told) -> None:
    told.find()
    told.find(to="K 2", amounts=[WORTH | {"contract": str(UUID(int=99))}])
    other = told.chronicle.identifier("K 2")
    assert [row.number for row in told.findings(providers={OTHER_ICO})] == ["K 2"]
    assert [row.number for row in told.findings(inspection=other)] == ["K 2"]
    assert [row.number for row in told.findings(contract=CONTRACT)] == ["K 1"]


def test_a_correction_is_not_known_before_it_was_recorded(told: Told) -> None:
    position = told.find()
    told.chronicle.correct(told.chronicle.entries[position - 1], _reading("MINOR"))
    assert [row.severity for row in told.findings()] == ["MINOR"]
    assert [row.severity for row in told.findings(known=position)] == ["MAJOR"]
    told.chronicle.take_back(told.chronicle.entries[position - 1])
    assert told.findings() == []


def _reading(severity: str) -> Event:
    return findings.FindingRecorded.model_validate(
        {"by": PERSON, "finding": "F1", "wording": WORDING | {"severity": severity}}
    )


# Measures -------------------------------------------------------------------------------------------------------------


def test_a_measure_is_overdue_after_its_last_day_and_not_on_it(told: Told) -> None:
    told.impose()
    on_the_day, day_after = told.measures(valid="2026-06-01")[0], told.measures(valid="2026-06-02")[0]
    assert (on_the_day.state, on_the_day.is_overdue, on_the_day.days_late) == (MeasureState.DUE, False, 0)
    assert (day_after.is_overdue, day_after.days_late) == (True, 1)
    assert (day_after.power, day_after.findings) == (Citation("320/2001"), ("F1",))
    assert [row.measure for row in told.measures(valid="2026-06-02", only_overdue=True)] == ["M1"]
    assert told.measures(valid="2026-06-01", only_overdue=True) == []
    assert told.measures(valid="2026-05-03") == []


def test_an_extension_moves_the_last_day_and_keeps_the_first(told: Told) -> None:
    told.impose()
    told.say(remedies.MeasureExtensionRequested, "2026-05-20", measure="M1", asks_until="2026-06-30")
    (asked,) = told.measures(valid="2026-05-21")
    assert (asked.is_extension_asked, asked.legal_last_day) == (True, DAY("2026-06-01"))
    told.say(
        remedies.CorrectiveMeasureExtended, "2026-05-25", measure="M1", due_on="2026-06-30", due=limit("2026-06-30")
    )
    (row,) = told.measures(valid="2026-06-15")
    assert (row.first_last_day, row.legal_last_day, row.extensions) == (DAY("2026-06-01"), DAY("2026-06-30"), 1)
    assert (row.is_extension_asked, row.is_overdue) == (False, False)
    told.say(remedies.MeasureExtensionRequested, "2026-06-20", measure="M1")
    told.say(remedies.MeasureExtensionRefused, "2026-06-21", measure="M1")
    assert [row.is_extension_asked for row in told.measures(valid="2026-06-22")] == [False]


@pytest.mark.parametrize(
    ("on", "is_partial", "is_overdue"),
    [("2026-06-01", False, False), ("2026-06-02", False, True), ("2026-06-01", True, True)],
)
def test_what_was_reported_in_full_and_in_time_waits_for_us(
    told: Told, on: str, is_partial: bool, is_overdue: bool
) -> None:
    """A late report, or one that says that something is left, leaves the measure overdue until somebody looks."""
    told.impose()
    told.say(remedies.CorrectiveReportReceived, on, measure="M1", is_partial=is_partial)
    (row,) = told.measures(valid="2026-06-20")
    assert (row.state, row.reported_on, row.is_overdue) == (MeasureState.REPORTED, DAY(on), is_overdue)


def test_verified_in_part_stays_open_and_verified_is_closed(told: Told) -> None:
    told.impose()
    told.say(remedies.MeasurePartlyFulfilled, "2026-05-28", measure="M1", by=PERSON)
    (partial,) = told.measures(valid="2026-06-05")
    assert (partial.state, partial.is_open, partial.is_overdue) == (MeasureState.PARTLY_FULFILLED, True, True)
    told.say(remedies.CorrectiveMeasureVerified, "2026-06-08", measure="M1", by=PERSON)
    (row,) = told.measures(valid="2026-06-08")
    assert (row.state, row.is_open, row.is_overdue, row.days_late) == (MeasureState.FULFILLED, False, False, None)
    assert (row.looked_at_on, row.looked_at_by) == (DAY("2026-06-08"), PERSON)
    assert told.measures(valid="2026-06-08", only_open=True) == []


def test_not_fulfilled_is_due_again_when_it_gets_more_time(told: Told) -> None:
    told.impose()
    told.say(remedies.MeasureNotFulfilled, "2026-06-02", measure="M1", by=PERSON)
    assert told.measures(valid="2026-06-02")[0].state is MeasureState.NOT_FULFILLED
    told.say(
        remedies.CorrectiveMeasureExtended, "2026-06-03", measure="M1", due_on="2026-07-01", due=limit("2026-07-01")
    )
    told.say(
        remedies.FollowUpInspectionOrdered, "2026-06-04", new_inspection=str(UUID(int=77)), measures=("M1", "unknown")
    )
    (row,) = told.measures(valid="2026-06-05")
    assert (row.state, row.follow_ups) == (MeasureState.DUE, (UUID(int=77),))


def test_a_lifted_measure_is_closed(told: Told) -> None:
    told.impose()
    told.say(remedies.MeasureLifted, "2026-05-10", measure="M1")
    assert told.measures(valid="2026-07-01")[0].state is MeasureState.LIFTED
    assert told.measures(valid="2026-07-01", only_open=True) == []


def test_the_most_pressing_measure_comes_first_and_by_provider(told: Told) -> None:
    told.impose("M1", until="2026-07-01")
    told.impose("M2", until="2026-06-01")
    told.impose("M1", until="2026-06-15", to="K 2")
    rows = told.measures(valid="2026-06-01")
    assert [(row.number, row.measure) for row in rows] == [("K 1", "M2"), ("K 2", "M1"), ("K 1", "M1")]
    assert [row.number for row in told.measures(providers={OTHER_ICO})] == ["K 2"]
    assert len(told.measures(contract=CONTRACT)) == 3
    assert told.measures(contract=UUID(int=99)) == []
    assert all(not row.is_overdue for row in told.measures()), "without a day nothing is late"
