"""The trail over HTTP: every row with its sentence in both languages."""

from datetime import date
from typing import Any
from uuid import uuid4

from domain.kernel.stamp import Actor, Source, Stamp
from tests.http.conftest import House

CONTRACT = "OLP/9001/2018"


def _record(house: House, topic: str, *, role: str, **data: Any) -> None:
    parts = house.parts
    command = parts.resolver.command(topic, {"target": str(uuid4()), **data})
    stamp = Stamp(command_id=uuid4(), actor=Actor(role=role), source=Source(kind="cli"), effective_on=date(2018, 2, 1))
    parts.engine.handle(command, stamp)


def test_a_row_is_a_sentence_in_both_languages_and_pages_are_counted(house: House) -> None:
    old = {"number": CONTRACT, "provider": "Provider", "provider_ico": "71220089"}
    _record(house, "contract.take-over", role="clerk", **old)
    for number in ("K 1", "K 2"):
        _record(
            house,
            "inspection.plan",
            role="inspection-superior",
            number=number,
            regime="CONTROL_ACT",
            reason="LAW",
            subject={"provider": "71220089", "contracts": [CONTRACT]},
        )
    caller = house.caller("inspection-superior")
    data = caller.get("/api/v1/trail?start=1&limit=1").json()["data"]
    (row,) = data["rows"]
    assert (data["total"], row["number"], row["role"]) == (2, "K 2", "inspection-superior")
    assert row["sentence"]["en"] == (
        "Inspection K 2 of service provider 71220089 was planned under the Control Act, because: the law sets it."
    )
    assert row["sentence"]["cs"].startswith("Byla naplánována kontrola K 2")
    plan = caller.get("/api/v1/inspection-plan").json()["data"]["rows"]
    assert [one["urgency"] for one in plan] == ["planned"] * 2
