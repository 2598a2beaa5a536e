"""Over HTTP as at every door: a number is no day and a word no truth."""

import json
from typing import Any

import pytest

from application.importing.field_line import Count
from tests.http.conftest import CONTRACTS, NUMBER, Caller, House
from tests.http.test_field_files import bring, inspector
from tests.scenarios.devices import Device
from tests.scenarios.inspections import HEAD

__all__ = ["inspector"]
CONCLUSION: dict[str, Any] = {
    "number": NUMBER,
    "regime": "tender",
    "provider": "Provider",
    "maximum": "1000000.00 CZK",
    "period": {"start": "2018-01-01", "end": "2018-12-31"},
}
INSPECTION = "LK-K 7/2026"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("cs", "“{}” musí být den, například 2018-06-30"), ("en", "“{}” must be a day such as 2018-06-30")],
)
@pytest.mark.parametrize("value", [0, 20180101, "1514764800"])
def test_a_number_is_no_day(clerk: Caller, house: House, value: object, language: str, expected: str) -> None:
    data = {**CONCLUSION, "effect_agreed_on": value}
    days: dict[str, Any] = {"effective_on": value, "received_on": value}
    answer = clerk.post(f"{CONTRACTS}/record-conclusion", data, headers={"Accept-Language": language}, **days)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    told = {one["path"]: one["message"] for one in answer.json()["fields"]}
    assert told == dict.fromkeys(("effective_on", "received_on", "data.effect_agreed_on"), expected.format(value))
    assert house.parts.ledger.head() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("is_effect_conditional", 1), ("is_effect_conditional", "true"), ("provider", " "), ("provider", "P\u200b")],
)
def test_nothing_else_is_guessed(clerk: Caller, field: str, value: object) -> None:
    answer = clerk.post(f"{CONTRACTS}/record-conclusion", {**CONCLUSION, field: value})
    assert [one["path"] for one in answer.json()["fields"]] == [f"data.{field}"]


def test_a_name_twice_in_one_object_is_refused(clerk: Caller) -> None:
    """The last would win, and nobody would know that there was another."""
    said = json.dumps({"data": CONCLUSION, "effective_on": "2018-01-02"})
    answer = clerk.client.post(
        f"{CONTRACTS}/record-conclusion",
        content=said.replace('"effective_on"', '"effective_on": "2018-01-01", "effective_on"'),
        headers={
            "Authorization": f"Bearer {clerk.secret}",
            "Idempotency-Key": "6f2e8a4c-0000-4000-8000-000000000001",
            "Accept-Language": "en",
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "not-json")
    assert "stands twice" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("device_time", 0),
        ("device_time", 1_770_109_200),
        ("device_time", "1770109200"),
        ("device_time", True),
        ("sequence", "1"),
        ("sequence", 1.0),
        ("sequence", True),
    ],
)
def test_a_line_of_a_device_says_its_time_and_number_as_such(inspector: Caller, field: str, value: object) -> None:
    device = Device("tablet-1", HEAD, INSPECTION)
    line = json.loads(device.write("open-checklist", checklist="C", template="on-site"))
    (problem,) = bring(inspector, json.dumps({**line, field: value}).encode()).json()["data"]["not_taken"]
    assert [one["path"] for one in problem["fields"]] == [field]


@pytest.mark.parametrize("value", ["3", 3.0, True])
def test_how_far_a_device_counted_is_a_whole_number(inspector: Caller, value: object) -> None:
    line = {"device": "tablet-1", "target": INSPECTION, "last": value}
    (problem,) = bring(inspector, json.dumps(line).encode()).json()["data"]["not_taken"]
    assert [one["path"] for one in problem["fields"]] == ["last"]
    assert Count.model_validate({**line, "last": 3}).last == 3


@pytest.mark.parametrize("value", [0, "1514764800"])
def test_the_stamp_of_a_line_of_a_device_is_read_just_so(inspector: Caller, value: object) -> None:
    device = Device("tablet-1", HEAD, INSPECTION)
    line = device.write("open-checklist", stamp={"effective_on": value}, checklist="C", template="on-site")
    (problem,) = bring(inspector, line).json()["data"]["not_taken"]
    assert [one["path"] for one in problem["fields"]] == ["stamp.effective_on"]
