"""An inspection before its protocol, through the engine and a real store: people, devices, what was found on file."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from domain.kernel.rule import Refused
from tests.scenarios.inspections import CONTROLLER, GRANT, HEAD, ICO, MANDATE, SUPERIOR, Inspectors
from tests.scenarios.office import Office, codes

NUMBER, SUBSTITUTE = "LK-K 7/2026", "p-5555555555555555"
ON_SITE = "2026-02-03"


@pytest.fixture
def inspectors(office: Office) -> Inspectors:
    return Inspectors(office.it_is("2026-01-02")).open_files()


@pytest.fixture
def started(inspectors: Inspectors) -> Inspectors:
    inspectors.start(NUMBER)
    inspectors.do("open-checklist", NUMBER, on=ON_SITE, checklist="C", template="on-site")
    return inspectors


def answer(key: str, value: str, device: str, **more: Any) -> dict[str, Any]:
    """An answer to one point as a device sends it."""
    usual = {"by": CONTROLLER, "checklist": "C", "item": "B2", "note": "seen", "device_time": "2026-02-03T10:00:00Z"}
    return usual | {"answer": key, "value": value, "device": device} | more


def refusal(inspectors: Inspectors, topic: str, *, on: str, **data: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        inspectors.do(topic, NUMBER, on=on, **data)
    return refused.value.codes


def test_a_substitute_acts_from_the_day_of_stepping_in(started: Inspectors) -> None:
    """The authorisation is amended, the substitute steps in for a week, and the head is back after it."""
    named = [{"person": SUBSTITUTE, "role": "SUBSTITUTE", "stands_in_for": HEAD}]
    started.do("amend-authorisation", NUMBER, on="2026-02-04", amendment="1", issued_by=SUPERIOR, joins=named)
    act = {"by": SUBSTITUTE, "act": "closing talk"}
    assert refusal(started, "finish-control-acts", on="2026-02-05", **act) == ("inspection.authorised-on-the-day",)
    stands_in = {"substitute": SUBSTITUTE, "stands_in_for": HEAD, "until": "2026-02-13"}
    started.do("call-substitute", NUMBER, on="2026-02-09", **stands_in)
    assert refusal(started, "finish-control-acts", on="2026-02-08", **act) == ("inspection.authorised-on-the-day",)
    assert refusal(started, "finish-control-acts", on="2026-02-14", **act) == ("inspection.authorised-on-the-day",)
    started.do("finish-control-acts", NUMBER, on="2026-02-13", **act)
    state = started.inspection(NUMBER)
    assert [state.head_on(date(2026, 2, day)) for day in (6, 9, 13, 14)] == [HEAD, SUBSTITUTE, SUBSTITUTE, HEAD]


def test_bias_stops_who_inspects_until_the_superior_decides(started: Inspectors) -> None:
    objection = {"objection": "B1", "person": CONTROLLER, "reasons": "A former colleague."}
    started.do("record-bias-objection", NUMBER, on="2026-02-04", **objection)
    said = answer("1", "OK", "tablet-1")
    assert refusal(started, "answer-checklist-item", on="2026-02-04", **said) == ("inspection.bias-not-pending",)
    started.do("answer-checklist-item", NUMBER, on=ON_SITE, **said)
    own = {"person": CONTROLLER, "outcome": "CLEARED", "decided_by": HEAD}
    assert refusal(started, "decide-bias", on="2026-02-05", **own) == ("inspection.bias-decided-by-superior",)
    started.do("decide-bias", NUMBER, on="2026-02-05", **own | {"outcome": "EXCLUDED", "decided_by": SUPERIOR})
    later = answer("2", "OK", "tablet-1", item="B1")
    assert refusal(started, "answer-checklist-item", on="2026-02-06", **later) == ("inspection.not-excluded",)


def test_two_devices_stand_beside_each_other_until_somebody_settles(started: Inspectors) -> None:
    started.do("answer-checklist-item", NUMBER, on=ON_SITE, **answer("1", "OK", "tablet-1", sequence=1))
    second = answer("2", "DEFECT", "tablet-2", sequence=1, by=HEAD)
    assert codes(started.do("answer-checklist-item", NUMBER, on=ON_SITE, **second)) == ["CONFLICTING_ANSWERS"]
    held = started.inspection(NUMBER).checklists["C"]
    assert (held.value("B2"), held.conflicts) == (None, ("B2",))
    settling = answer("3", "DEFECT", "tablet-1", sequence=2, corrects=["1", "2"])
    started.do("answer-checklist-item", NUMBER, on=ON_SITE, **settling)
    state = started.inspection(NUMBER)
    assert (state.checklists["C"].value("B2"), dict(state.open_anomalies)) == ("DEFECT", {})


def test_whatever_order_devices_send_in_the_state_is_the_same(inspectors: Inspectors) -> None:
    sent = (
        answer("1", "OK", "tablet-1", sequence=1),
        answer("2", "NOT_APPLICABLE", "tablet-1", sequence=2, corrects=["1"]),
        answer("3", "DEFECT", "tablet-2", sequence=1),
    )
    seen = set()
    for number, order in enumerate(permutations(sent)):
        name = f"LK-K {number}/2026"
        inspectors.start(name)
        inspectors.do("open-checklist", name, on=ON_SITE, checklist="C", template="on-site")
        for one in order:
            inspectors.do("answer-checklist-item", name, on=ON_SITE, **one)
        state = inspectors.inspection(name)
        held = state.checklists["C"]
        standing = tuple(one.answer for one in held.standing("B2"))
        seen.add((standing, held.conflicts, tuple(sorted(ref.code for ref in state.open_anomalies))))
    assert seen == {(("3", "2"), ("B2",), ("CONFLICTING_ANSWERS",))}


def test_time_units_are_counted_by_the_methodology_and_the_contract(inspectors: Inspectors) -> None:
    """Named by their numbers; what stood on file is kept with the entry."""
    office = inspectors.office
    validity = {"start": "2025-01-01", "end": "2025-12-31"}
    said: dict[str, Any] = {"year": 2025, "title": "Metodika 2025", "time_unit_minutes": 30, "validity": validity}
    office.do("methodology.take-over", on="2025-01-01", **said)
    quarter = {"start": "2025-07-01", "end": "2025-09-30"}
    achieved: dict[str, Any] = {"indicator": "D", "period": quarter, "value": "120"}
    office.do("contract.record-indicator-achievement", GRANT, on="2025-10-05", **achieved)
    inspectors.start(NUMBER, methodology="2025")
    counted: dict[str, Any] = {
        "by": CONTROLLER,
        "recomputation": "T1",
        "contract": GRANT,
        "period": {"start": "2025-07-01", "end": "2025-12-31"},
        "minutes_direct": 3150,
        "minutes_favour": 0,
        "indicator_direct": "D",
    }
    inspectors.do("recompute-time-units", NUMBER, on=ON_SITE, **counted)
    found = inspectors.inspection(NUMBER).recomputations["T1"]
    assert found.reported is not None
    assert (found.found.direct, found.reported.direct, found.difference) == (Decimal(105), Decimal(120), Decimal(-15))
    inspectors.office.do("contract.record-indicator-achievement", GRANT, on="2025-10-06", **achieved)
    assert inspectors.inspection(NUMBER).recomputations["T1"] == found


def test_a_plan_for_another_provider_is_refused_with_the_file_that_speaks_against_it(inspectors: Inspectors) -> None:
    subject = {"provider": "70891508", "contracts": [GRANT], "mandates": [MANDATE]}
    with pytest.raises(Refused) as refused:
        inspectors.start(NUMBER, subject=subject)
    assert refused.value.codes == ("inspection.subject-of-provider",)
    others = refused.value.facts["others"]
    assert isinstance(others, dict)
    assert set(others.values()) == {ICO}


def test_two_inspections_do_not_share_a_file_mark(inspectors: Inspectors) -> None:
    inspectors.start(NUMBER)
    with pytest.raises(Refused) as refused:
        inspectors.start(NUMBER)
    assert refused.value.codes == ("claim.held-once",)
