"""Acceptance scenarios 1, 2 and 3 played from a shell; 5 stands with reading, 6 with importing."""

import json
from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import Cli, kc

pytestmark = pytest.mark.slow

A, B = "OLP/9001/2017", "OLP/9002/2017"
ACCOUNT = "19-1/0800"


def fields(cli: Cli, number: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = cli.ok("show", "contract", number, *options, "--json").json["data"]["fields"]
    return found


def crowns(money: dict[str, Any]) -> int:
    return int(money["minor"]) // 100


def refused(cli: Cli, topic: str, number: str, *options: str, **data: Any) -> list[dict[str, Any]]:
    result = cli.do(topic, number, *options, "--json", **data)
    assert result.code == Exit.REFUSED, result
    found: list[dict[str, Any]] = result.json["error"]["violations"]
    return found


def codes(recorded: Any) -> dict[str, Any]:
    return {one["code"]: one["facts"] for one in recorded["anomalies"]}


def order(name: str, total: int, months: dict[str, int]) -> dict[str, Any]:
    allocations = [{"month": month, "amount": kc(amount)} for month, amount in months.items()]
    return {"order": name, "amount": kc(total), "account": ACCOUNT, "allocations": allocations}


# 1: the register of contracts -----------------------------------------------------------------------------------------


def test_scenario_1_the_day_the_sanction_of_the_register_began(any_cli: Cli) -> None:
    cli = any_cli.it_is("2017-07-03T15:00")
    for number, concluded, start in ((A, "2017-06-30", "2017-07-01"), (B, "2017-07-03", "2017-07-03")):
        cli.did(
            "contract.record-conclusion",
            None,
            "--on",
            concluded,
            number=number,
            regime="tender",
            provider="Provider",
            maximum=kc(2_400_000),
            period={"start": start, "end": "2018-12-31"},
        )
    cli.it_is("2017-07-21")
    statement = cli.file(
        "statement.jsonl",
        {"source": "bank-2017-07", "defaults": {"effective_on": "2017-07-20"}},
        *(
            {
                "id": number,
                "command": "contract.record-movement",
                "target": number,
                "data": {
                    "movement": f"m-{number}",
                    "amount": kc(200_000),
                    "allocations": [{"month": "2017-07", "amount": kc(200_000)}],
                },
            }
            for number in (A, B)
        ),
    )
    cli.ok("import", statement)
    assert "PAID_BEFORE_EFFECT" not in fields(cli, A)["open_anomalies"]
    assert "PAID_BEFORE_EFFECT" in fields(cli, B)["open_anomalies"]

    cli.it_is("2017-07-25")
    cli.did("contract.order-payment", A, **order("o-1", 50_000, {"2017-07": 50_000}))
    first = refused(cli, "contract.order-payment", B, **order("o-1", 50_000, {"2017-07": 50_000}))[0]
    assert first["citation"].startswith("340/2015 § 6")
    assert (first["facts"]["concluded_on"], first["facts"]["published_on"]) == ("2017-07-03", None)

    cli.it_is("2017-08-04")
    late = {
        number: codes(cli.did("contract.record-publication", number, register_id=f"r-{number}")) for number in (A, B)
    }
    assert {number: found["PUBLISHED_LATE"]["days_late"] for number, found in late.items()} == {A: 4, B: 2}
    assert late[B]["PAID_BEFORE_EFFECT"]["days_before_effect"] == 15
    assert {number: fields(cli, number)["publish_by"] for number in (A, B)} == {A: "2017-07-31", B: "2017-08-02"}
    assert {number: fields(cli, number)["effective_from"] for number in (A, B)} == {A: "2017-06-30", B: "2017-08-04"}
    assert {crowns(fields(cli, number, "--known", "2017-08-04")["paid"]) for number in (A, B)} == {200_000}
    assert "PAID_BEFORE_EFFECT" in cli.ok("anomalies").out


# 2: cash year and service year ----------------------------------------------------------------------------------------

PAYDAYS = {"2018-04": "2018-05-21", "2018-12": "2019-01-21", "2019-03": "2019-04-23", "2020-03": "2020-04-20"}


def test_scenario_2_cash_year_is_not_service_year(any_cli: Cli) -> None:
    cli = any_cli.it_is("2020-04-21")
    number = "OLP/9020/2018"
    months = [f"{2018 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(24)]
    header = {"source": "std"}
    conclusion = {
        "id": "c",
        "command": "contract.record-conclusion",
        "data": {
            "number": number,
            "regime": "tender",
            "provider": "Provider",
            "services": [{"section": "67"}],
            "maximum": kc(2_640_000),
            "period": {"start": "2018-04-01", "end": "2020-03-31"},
        },
        "stamp": {"effective_on": "2018-03-15"},
    }
    publication = {
        "id": "p",
        "command": "contract.record-publication",
        "target": "line:c",
        "data": {"register_id": "r-1"},
        "stamp": {"effective_on": "2018-03-20"},
    }
    payments = [
        {
            "id": month,
            "command": "contract.record-movement",
            "target": "line:c",
            "data": {
                "movement": f"m-{month}",
                "amount": kc(110_000),
                "allocations": [{"month": month, "amount": kc(110_000)}],
            },
            "stamp": {"effective_on": PAYDAYS.get(month) or _twentieth_after(month)},
        }
        for month in months
    ]
    imported = cli.ok("import", cli.file("std.jsonl", header, conclusion, publication, *payments), "--json").json[
        "data"
    ]
    assert imported["taken"] == 26
    found = fields(cli, number, "--valid", "2020-12-31")
    assert {year: crowns(sum_) for year, sum_ in found["by_service_year"].items()} == {
        "2018": 990_000,
        "2019": 1_320_000,
        "2020": 330_000,
    }
    assert {year: crowns(sum_) for year, sum_ in found["by_cash_year"].items()} == {
        "2018": 880_000,
        "2019": 1_320_000,
        "2020": 440_000,
    }
    assert (crowns(found["paid"]), crowns(found["room"])) == (2_640_000, 0)
    assert set(found["open_anomalies"]) == {"NO_ORDER"}, "the payment of 2020-04-20 is lawful"
    cli.it_is("2020-05-20")
    broken = refused(cli, "contract.order-payment", number, **order("o-25", 110_000, {"2020-04": 110_000}))
    assert [one["rule"] for one in broken][:2] == [
        "contract.service-month-within-period",
        "contract.drawn-within-maximum",
    ]


def _twentieth_after(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02}-20"


# 3: a duplicate, a reversal, a refund ---------------------------------------------------------------------------------

GRANT = "OLP/9030/2018"
SIGNATORIES = {
    "approver": "operation orderer",
    "budget-administrator": "budget administrator",
    "chief-accountant": "chief accountant",
}


@pytest.fixture
def grant(any_cli: Cli) -> Cli:
    """600 000 paid, 400 000 more ordered and approved; the bank sends it twice on 16 July."""
    cli = any_cli.it_is("2018-01-20")
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        "2018-01-15",
        number=GRANT,
        regime="grant",
        provider="Provider",
        maximum=kc(1_000_000),
        period={"start": "2018-01-01", "end": "2018-12-31"},
        settlement_due=[{"year": 2018, "due_on": "2019-01-31"}],
        account=ACCOUNT,
    )
    cli.it_is("2018-02-01").did("contract.record-publication", GRANT, register_id="r-1")
    _ordered(cli.it_is("2018-02-05"), "o-1", 600_000, range(1, 7))
    _paid(cli.it_is("2018-02-15"), "m-1", 600_000, "o-1", "2018-02-15")
    _ordered(cli.it_is("2018-07-10"), "o-2", 400_000, range(7, 11))
    cli.it_is("2018-07-17")
    _paid(cli, "m-2", 400_000, "o-2", "2018-07-16")
    second = codes(_paid(cli, "m-3", 400_000, "o-2", "2018-07-16"))
    assert second["ABOVE_MAXIMUM"]["excess"] == {"currency": "CZK", "minor": 40_000_000}
    assert "NO_ORDER" in second
    return cli


def _ordered(cli: Cli, name: str, total: int, months: range) -> None:
    cli.did("contract.order-payment", GRANT, **order(name, total, {f"2018-{month:02}": 100_000 for month in months}))
    for role, approval in SIGNATORIES.items():
        cli.did("contract.approve-payment", GRANT, "--as", role, "--by", f"p-{role}", order=name, role=approval)


def _paid(cli: Cli, movement: str, amount: int, name: str, on: str) -> Any:
    data = {"movement": movement, "amount": kc(amount), "order": name, "counter_account": ACCOUNT}
    return cli.did("contract.record-movement", GRANT, "--on", on, **data)


def _settled(cli: Cli, refund: str) -> Any:
    cli.it_is("2018-07-18").did("contract.record-reversal", GRANT, reversal="b-1", movement="m-3", amount=kc(400_000))
    cli.it_is("2019-01-31").did("contract.record-settlement", GRANT, year=2018, used=kc(870_000), unused=kc(130_000))
    cli.did("contract.approve-settlement", GRANT, year=2018, recognised=kc(870_000))
    cli.did("contract.request-refund", GRANT, claim="v-1", ground="unused", amount=kc(130_000), due_on="2019-02-15")
    return cli.it_is(refund).did("contract.record-refund", GRANT, movement="b-2", claim="v-1", amount=kc(130_000))


def test_scenario_3_a_refund_in_time_does_not_reopen_the_ceiling(grant: Cli) -> None:
    assert crowns(fields(grant, GRANT)["paid"]) == 1_400_000
    assert _settled(grant, "2019-02-14")["anomalies"] == []
    found = fields(grant, GRANT)
    assert (crowns(found["paid"]), crowns(found["net_paid"]), crowns(found["room"])) == (1_000_000, 870_000, 0)
    grant.it_is("2019-03-01")
    broken = refused(grant, "contract.order-payment", GRANT, **order("o-3", 100_000, {"2018-12": 100_000}))
    assert [one["rule"] for one in broken] == ["contract.drawn-within-maximum", "contract.year-not-settled"]
    (closed,) = [row for row in grant.ok("anomalies", "--all", "--json").json["data"] if row["code"] == "ABOVE_MAXIMUM"]
    assert (closed["closed_by"], closed["days_open"]) == ("contract.payment-reversed", 2)


def test_scenario_3_a_late_refund_is_a_suspected_breach(grant: Cli) -> None:
    recorded = _settled(grant, "2019-02-20")
    assert [entry["topic"] for entry in recorded["entries"]] == [
        "contract.refund-received",
        "contract.budget-breach-suspected",
    ]
    assert {facts["days_late"] for facts in codes(recorded).values() if "days_late" in facts} == {5}
    told = grant.ok("log", "contract", GRANT, "--from", "2019-02-20", "--lang", "cs").out
    assert "Je podezření na porušení rozpočtové kázně." in told
    assert "130 000 Kč" in told
    assert json.loads(grant.ok("log", "contract", GRANT, "--json").out.splitlines()[-1])["schema"] == "kronika.log/1"
