"""`kronika compensation`: every public source, the verdict, whose turn it is; late news changes only the present."""

from pathlib import Path
from typing import Any

import pytest

from adapters.cli.compensation_words import BALANCES, LACKING, STEPS
from adapters.cli.failures import Exit
from projections.compensation import Balance, Lacking, NextStep
from tests.cli.conftest import copied, sqlite_cli
from tests.cli.mandates import MANDATE, SERVICE, take_over
from tests.cli.runner import Cli, kc


def entrust(cli: Cli) -> Cli:
    """Supported living entrusted for 2018 to 2020, with the money and the cost of 2018, checked in May 2019."""

    def did(topic: str, on: str, **data: Any) -> None:
        cli.it_is(on).did(f"mandate.{topic}", MANDATE, "--on", on, **data)

    cli.it_is("2017-12-19").environment["KRONIKA_ROLE"] = "approver"
    take_over(cli, compensations=[{"year": 2018, "compensation": kc(1_000_000)}])
    did("record-compensation-payment", "2018-03-01", year=2018, amount=kc(800_000), reference="S-1", source="state")
    did("record-net-cost", "2019-02-15", year=2018, costs=kc(900_000), revenues=kc(100_000))
    did("verify-net-cost", "2019-03-15", year=2018, costs=kc(900_000), revenues=kc(100_000))
    did("check-overcompensation", "2019-05-15", year=2018)
    return cli.it_is("2019-06-30")


def late_news(cli: Cli) -> None:
    """What a municipality gave in September 2018 becomes known in July 2019."""
    given = {"funding": "city-1", "funder": "Jablonec nad Nisou", "funder_kind": "municipality", "amount": kc(300_000)}
    cli.it_is("2019-07-05").did("mandate.record-other-funding", MANDATE, "--on", "2018-09-01", year=2018, **given)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compensation")
    cli = sqlite_cli(folder)
    cli.ok("init")
    entrust(cli)
    return folder


@pytest.fixture
def told(prepared: Path, tmp_path: Path) -> Cli:
    cli = copied(prepared, tmp_path)
    cli.environment["KRONIKA_ROLE"] = "approver"
    return cli.it_is("2019-06-30")


def words(cli: Cli, *options: str, language: str = "en") -> list[str]:
    text = cli.ok("compensation", *options, "--lang", language, COLUMNS="220").out
    return [" ".join(line.split()) for line in text.splitlines()]


def first(cli: Cli, *options: str) -> Any:
    return cli.ok("compensation", "--year", "2018", *options, "--json").json["data"]["rows"][0]


def test_on_either_store_the_answer_is_the_same(any_cli: Cli) -> None:
    """Amounts in minor units, every cell with its entries."""
    frame = entrust(any_cli).ok("compensation", "--json").json
    assert (frame["schema"], frame["valid"], frame["known_seq"]) == ("kronika.compensation/1", "2019-06-30", 5)
    year, running = frame["data"]["rows"]
    assert (year["service"], year["year"], year["mandate_number"], year["section"]) == (SERVICE, 2018, MANDATE, "43")
    assert year["sources"][0] == {
        "kind": "compensation",
        "amount": {"currency": "CZK", "minor": 80_000_000},
        "source": "state",
        "contract": None,
        "reference": "S-1",
        "funding": None,
        "funder": None,
        "funder_kind": None,
        "ground": None,
        "entries": [2],
    }
    assert (year["verdict"]["outcome"], year["verdict"]["balance"]) == ("NO_OVERCOMPENSATION", "none")
    assert [one["entry"] for one in year["checks"]] == [5]
    assert (year["room"], year["compensation"]["minor"]) == ({"currency": "CZK", "minor": 20_000_000}, 100_000_000)
    assert year["behind"]["public_money"] == [2]
    assert running["next"] == {
        "step": "calculate the compensation",
        "turn": "region",
        "legal_last_day": None,
        "safe_last_day": None,
    }
    assert frame["data"]["totals"]["service_years"] == 2


def test_a_line_for_each_service_and_year(told: Cli) -> None:
    lines = words(told)
    assert lines[0].startswith("Valid on 2019-06-30 · Known on 2019-06-30 (entry no. 5)")
    assert lines[4] == (
        f"{SERVICE} 2018 CZK 1,000,000 CZK 800,000 CZK 800,000 no overcompensation, nothing to spare nothing"
    )
    assert lines[5] == "Fokus Liberec room CZK 200,000 state S-1 CZK 800,000 checked on 2019-05-15"
    assert lines[-2:] == [
        "2 service-years · compensation CZK 1,000,000 · committed CZK 0 · public money CZK 800,000",
        "1 cannot be decided · 1 without a compensation payment",
    ]


def test_the_same_in_czech(told: Cli) -> None:
    lines = words(told, "--year", "2018", language="cs")
    assert f"{SERVICE} 2018 1 000 000 Kč 800 000 Kč 800 000 Kč bez nadměrného vyrovnání, do stropu nic nezbývá nic" in (
        lines
    )
    assert (
        lines[-1] == "1 služba a rok · vyrovnávací platby 1 000 000 Kč · zavázáno 0 Kč · veřejné prostředky 800 000 Kč"
    )


def test_late_news_makes_the_region_check_again(told: Cli) -> None:
    """Today the whole is to be repaid; as known before the news nothing was."""
    late_news(told)
    lines = words(told, "--year", "2018")
    assert any("overcompensation CZK 300,000" in line for line in lines)
    assert any("the check of 2019-05-15 no longer agrees" in line for line in lines)
    assert any("late news: entry no. 6" in line for line in lines)
    assert any("region: check again" in line for line in lines)
    assert lines[-1] == "to be repaid as a whole CZK 300,000 · verdicts that no longer agree: 1"
    now, then = first(told), first(told, "--known", "2019-06-30")
    assert (now["verdict"]["outcome"], now["is_outdated"], now["news"]) == ("REPAY", True, [6])
    assert (then["verdict"]["outcome"], then["is_outdated"]) == ("NO_OVERCOMPENSATION", False)
    assert first(told, "--valid", "2018-08-31") == first(told, "--valid", "2018-08-31", "--known", "2019-06-30")


def test_service_years_are_found_by_year_provider_and_service(told: Cli) -> None:
    def years(*options: str) -> list[int]:
        return [row["year"] for row in told.ok("compensation", *options, "--json").json["data"]["rows"]]

    assert years() == years("--provider", "FOKUS") == years("--service", SERVICE) == [2018, 2019]
    assert (years("--year", "2019"), years("--service", "5563434")) == ([2019], [])
    assert words(told, "--provider", "nobody")[-1] == "Nothing that is known then fits."


def test_before_anything_was_known_it_says_so(told: Cli) -> None:
    assert words(told, "--known-seq", "0", language="cs")[-1] == "Žádný rok služby v pověření tehdy není znám."


def test_before_init_it_says_what_to_do(bare: Cli) -> None:
    result = bare("compensation", "--lang", "en")
    assert (result.code, "run kronika init first" in result.err) == (Exit.STORAGE, True)


def test_every_balance_gap_and_step_has_words() -> None:
    assert (set(BALANCES), set(LACKING), set(STEPS)) == (set(Balance), set(Lacking), set(NextStep))
