"""`kronika mandate`: the verdict comes first, every line names its entries, and a payment outside is found."""

from typing import Any, get_args

import pytest

from adapters.cli.failures import Exit
from adapters.cli.mandate_words import LABELS, MISSING, OUTCOMES
from domain.mandate.payloads import Outcome
from domain.mandate.verdict import Label, Missing
from tests.cli.mandates import MANDATE, SERVICE, take_over
from tests.cli.runner import Cli, kc

CONTRACT = "OLP/1900/2017"


@pytest.fixture
def mandate(cli: Cli) -> Cli:
    """Supported living in one ORP, entrusted for 2018 to 2020, with the money of 2018."""
    cli.it_is("2019-06-30").environment["KRONIKA_ROLE"] = "approver"
    take_over(cli)
    cli.did("mandate.record-compensation-payment", MANDATE, "--on", "2018-03-01", year=2018, amount=kc(800_000))
    return cli


def cost(cli: Cli, crowns: int) -> None:
    """Declared and verified."""
    for topic in ("mandate.record-net-cost", "mandate.verify-net-cost"):
        cli.did(topic, MANDATE, "--on", "2019-06-30", year=2018, costs=kc(crowns), revenues=kc(0))


def checked(cli: Cli, *options: str) -> Any:
    (verdict,) = cli.ok("mandate", "check", MANDATE, "--year", "2018", *options, "--json").json["data"]["verdicts"]
    return verdict


def test_every_verdict_line_and_gap_has_words() -> None:
    assert (set(OUTCOMES), set(LABELS), set(MISSING)) == (set(Outcome), set(get_args(Label)), set(get_args(Missing)))


def test_the_card_of_a_mandate_is_found_under_its_number(mandate: Cli) -> None:
    shown = mandate.ok("show", "mandate", MANDATE, "--valid", "2018-06-30").out
    assert f"SGEI mandate {MANDATE}" in shown
    assert mandate.ok("show", "mandate", MANDATE, "--lang", "cs").out.startswith(f"Pověření SOHZ {MANDATE}")
    assert mandate("show", "mandate", "PO-9999-1").code == Exit.NOT_FOUND


def test_the_verdict_comes_before_the_calculation(mandate: Cli) -> None:
    cost(mandate, 900_000)
    lines = mandate.ok("mandate", "check", MANDATE, "--year", "2018").out.splitlines()
    assert lines[2:4] == [
        f"SGEI mandate {MANDATE} · {SERVICE} · 2018",
        "No overcompensation: CZK 100,000 to the ceiling.",
    ]
    czech = mandate.ok("mandate", "check", MANDATE, "--year", "2018", "--lang", "cs").out
    assert "Bez nadměrného vyrovnání: do stropu zbývá 100 000 Kč." in czech


def test_every_line_names_the_entries_that_it_stands_on(mandate: Cli) -> None:
    cost(mandate, 900_000)
    entries = {line["label"]: line["entries"] for line in checked(mandate)["lines"]}
    assert (entries["compensation paid"], entries["costs"], entries["public money"]) == ([2], [4], [2])
    assert entries["room"] == [2, 4]
    paid = mandate.ok("mandate", "check", MANDATE, "--year", "2018").out
    assert [line.split() for line in paid.splitlines() if line.startswith("compensation paid")] == [
        ["compensation", "paid", "CZK", "800,000", "2"]
    ]


def test_what_comes_in_later_leaves_the_verdict_as_known_then(mandate: Cli) -> None:
    cost(mandate, 790_000)
    mandate.it_is("2019-07-05")
    mandate.did(
        "mandate.record-other-funding",
        MANDATE,
        "--on",
        "2018-09-01",
        year=2018,
        funding="city-1",
        funder="Jablonec nad Nisou",
        funder_kind="municipality",
        amount=kc(300_000),
    )
    now, then = checked(mandate), checked(mandate, "--known", "2019-06-30")
    assert (then["outcome"], then["overcompensation"]) == ("CARRY_OVER", {"currency": "CZK", "minor": 1_000_000})
    assert (now["outcome"], now["overcompensation"]) == ("REPAY", {"currency": "CZK", "minor": 31_000_000})


def test_what_is_missing_is_said(mandate: Cli) -> None:
    assert checked(mandate)["missing"] == ["the declared net cost"]
    czech = mandate.ok("mandate", "check", MANDATE, "--year", "2018", "--lang", "cs").out
    assert "Nelze rozhodnout: chybí vykázané čisté náklady." in czech


def test_a_service_that_is_not_entrusted_cannot_be_checked(mandate: Cli) -> None:
    result = mandate("mandate", "check", MANDATE, "--year", "2018", "--service", "5563434")
    assert (result.code, f"it is for {SERVICE}" in result.err) == (Exit.USAGE, True)


@pytest.mark.parametrize("year", [2017, 2021, 1800])
def test_a_year_that_the_mandate_does_not_reach_cannot_be_checked(mandate: Cli, year: int) -> None:
    result = mandate("mandate", "check", MANDATE, "--year", str(year))
    assert result.code == Exit.USAGE
    assert f"does not last in {year}: it is from 2018-01-01 to 2020-12-31" in result.err


def test_a_year_outside_the_mandate_for_which_something_was_paid_is_judged(mandate: Cli) -> None:
    mandate.did("mandate.record-compensation-payment", MANDATE, "--on", "2018-03-01", year=2021, amount=kc(1))
    assert mandate("mandate", "check", MANDATE, "--year", "2021").code == Exit.OK


def test_before_its_first_entry_a_mandate_has_no_verdict(mandate: Cli) -> None:
    early = mandate.ok("mandate", "check", MANDATE, "--year", "2018", "--known-seq", "0", "--json").json
    assert (early["data"]["verdicts"], early["warnings"]) == ([], ["nothing recorded then"])
    assert "Nothing recorded then" in mandate.ok("mandate", "check", MANDATE, "--year", "2018", "--known-seq", "0").out


# Cover ----------------------------------------------------------------------------------------------------------------


def contract(cli: Cli, *, orps: tuple[str, ...] = ("5105",), months: tuple[str, ...] = ("2018-01",)) -> None:
    """One payment of 100 000 CZK for each of the months."""
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        "2018-01-01",
        number=CONTRACT,
        regime="tender",
        provider="Fokus Liberec",
        services=[{"registration": SERVICE, "section": "43"}],
        orps=list(orps),
        period={"start": "2017-01-01", "end": "2021-12-31"},
    )
    for month in months:
        said = [{"month": month, "amount": kc(100_000)}]
        cli.did(
            "contract.record-movement",
            CONTRACT,
            "--on",
            "2019-03-01",
            movement=f"b-{month}",
            amount=kc(100_000),
            allocations=said,
        )


def test_a_contract_paid_within_its_mandate_is_covered(mandate: Cli) -> None:
    contract(mandate)
    result = mandate.ok("mandate", "cover", "--contract", CONTRACT)
    assert f"Inside {MANDATE}: 1" in result.out
    data = mandate.ok("mandate", "cover", "--contract", CONTRACT, "--json").json
    assert (data["ok"], [part["covered"] for part in data["data"]["payments"]]) == (True, ["YES"])


def test_before_its_first_entry_a_contract_has_no_payments(mandate: Cli) -> None:
    contract(mandate)
    arguments = ("mandate", "cover", "--contract", CONTRACT, "--known-seq", "0")
    early = mandate.ok(*arguments, "--json").json
    assert (early["data"]["payments"], early["warnings"]) == ([], ["nothing recorded then"])
    assert "Nothing recorded then" in mandate.ok(*arguments).out


def test_a_payment_outside_every_mandate_is_listed_and_the_answer_is_no(mandate: Cli) -> None:
    contract(mandate, months=("2017-12", "2018-01"))
    result = mandate("mandate", "cover", "--contract", CONTRACT)
    assert result.code == Exit.NEGATIVE
    assert "Outside every mandate: 1 payment for a month." in result.out
    assert [line.split()[0] for line in result.out.splitlines() if line.startswith("b-")] == ["b-2017-12"]
    machine = mandate("mandate", "cover", "--contract", CONTRACT, "--json")
    assert (machine.code, machine.json["ok"], machine.json["data"]["outside"]) == (Exit.NEGATIVE, False, 1)


def test_a_contract_that_names_no_orp_cannot_be_decided(mandate: Cli) -> None:
    contract(mandate, orps=())
    result = mandate("mandate", "cover", "--contract", CONTRACT)
    assert (result.code, "Cannot be decided: 1 payment for a month." in result.out) == (Exit.OK, True)


def test_a_payment_in_another_orp_is_outside(mandate: Cli) -> None:
    contract(mandate, orps=("5102",))
    assert mandate("mandate", "cover", "--contract", CONTRACT).code == Exit.NEGATIVE


def test_without_a_mandate_every_payment_is_outside_and_without_a_payment_nothing_is(cli: Cli) -> None:
    contract(cli, months=())
    assert "no payment is recorded" in cli.ok("mandate", "cover", "--contract", CONTRACT).out
    said = [{"month": "2018-01", "amount": kc(1)}]
    cli.did("contract.record-movement", CONTRACT, "--on", "2018-01-31", movement="b", amount=kc(1), allocations=said)
    assert cli("mandate", "cover", "--contract", CONTRACT).code == Exit.NEGATIVE
