"""Reports from the views: up to date when they answer, honest about drift, and about a clock that was set."""

import sqlite3
from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import Cli, kc


@pytest.fixture
def region(any_cli: Cli) -> Cli:
    """A service with a contract, and an old contract of which little is known."""
    cli = any_cli.it_is("2018-01-10")
    cli.did(
        "service.record-registration",
        None,
        "--on",
        "2017-01-01",
        registration_number="3596108",
        provider={"name": "Fokus Liberec", "ico": "70891508"},
        section="43",
        name="PSB Jablonec",
        forms=["T"],
    )
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        "2018-01-01",
        number="OLP/1900/2017",
        regime="tender",
        provider="Fokus Liberec",
        provider_ico="70891508",
        services=[{"service": "3596108", "registration": "3596108", "section": "43"}],
        maximum=kc(5_280_000),
        period={"start": "2018-01-01", "end": "2019-12-31"},
    )
    cli.did("contract.record-publication", "OLP/1900/2017", register_id="r-1")
    cli.did(
        "contract.take-over",
        None,
        number="OLP/306/2010",
        provider_inferred="Fokus",
        amount=kc(3_900_000),
        amount_kind="awarded",
    )
    return cli


def rows(cli: Cli, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli.ok("network", *options, "--json").json["data"]["rows"]
    return found


def test_a_contract_names_its_service_by_number_deep_inside_its_data(region: Cli) -> None:
    (row,) = [one for one in rows(region) if one["contract_number"] == "OLP/1900/2017"]
    service = region.ok("show", "service", "3596108", "--json").json["data"]["id"]
    assert row["service"] == service
    wrong = region.do("contract.draft", None, number="OLP/2/2017", regime="tender", services=[{"service": "9999999"}])
    assert (wrong.code, "no service is known as 9999999" in wrong.err) == (Exit.NOT_FOUND, True)


def test_the_network_answers_for_any_day_and_any_knowledge(region: Cli) -> None:
    numbers = {row["contract_number"] for row in rows(region)}
    assert numbers == {"OLP/1900/2017", "OLP/306/2010"}
    assert {row["contract_number"] for row in rows(region, "--valid", "2020-06-01")} == {None, "OLP/306/2010"}
    assert "OLP/1900/2017" in {row["contract_number"] for row in rows(region, "--valid", "2020-06-01", "--ended")}
    assert rows(region, "--known", "2018-01-09") == []
    assert "Nothing is known of the network then." in region.ok("network", "--known-seq", "0").out


def test_the_network_says_what_is_not_known(region: Cli) -> None:
    shown = region.ok("network", COLUMNS="250").out
    assert "CZK 5,280,000" in shown
    assert "(provided)" in shown
    assert "Fokus (inferred)" in shown
    assert "not known whether" in shown
    czech = region.ok("network", "--lang", "cs", COLUMNS="250").out
    assert "Fokus (odvozeno)" in czech
    assert "neuvedeno" in czech
    assert "není známo, zda" in czech


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--provider", "liberec"), 1),
        (("--provider", "70891508"), 1),
        (("--section", "§ 43"), 1),
        (("--section", "67"), 0),
        (("--orp", "Liberec"), 0),
        (("--orp", "5105"), 0),
    ],
)
def test_the_network_is_filtered(region: Cli, options: tuple[str, ...], count: int) -> None:
    assert len(rows(region, *options)) == count


# Anomalies ------------------------------------------------------------------------------------------------------------


def test_what_needs_attention_is_listed_until_it_is_settled(region: Cli) -> None:
    """A payment without an order is noted; the bank's reversal closes what it opened."""
    region.it_is("2018-02-20")
    region.did("contract.record-movement", "OLP/1900/2017", "--on", "2018-02-19", movement="m-1", amount=kc(9_000_000))
    opened = region.ok("anomalies", "--json").json["data"]
    assert {"ABOVE_MAXIMUM", "NO_ORDER"} <= {row["code"] for row in opened}
    shown = region.ok("anomalies").out
    assert "OLP/1900/2017" in shown
    assert "CZK 9,000,000" in shown
    region.it_is("2018-02-25")
    region.did("contract.record-reversal", "OLP/1900/2017", reversal="r-1", movement="m-1", amount=kc(9_000_000))
    assert "ABOVE_MAXIMUM" not in {row["code"] for row in region.ok("anomalies", "--json").json["data"]}
    (above,) = region.ok("anomalies", "--all", "--rule", "ABOVE_MAXIMUM", "--json").json["data"]
    assert (above["days_open"], above["closed_on"]) == (6, "2018-02-25")
    by_code = region.ok("anomalies", "--all", "--rule", "contract.drawn-within-maximum", "--json").json["data"]
    assert [row["opened_event"] for row in by_code] == [above["opened_event"]]
    assert "closed by entry no." in region.ok("anomalies", "--all").out
    assert "ABOVE_MAXIMUM" in region.ok("anomalies", "--known", "2018-02-21", "--json").out


def test_nothing_open_is_said(cli: Cli) -> None:
    assert cli.ok("anomalies").out.splitlines()[-1] == "Nothing is open."
    assert cli.ok("anomalies", "--lang", "cs").out.splitlines()[-1] == "Nic není otevřené."


# Projections ----------------------------------------------------------------------------------------------------------


def test_views_are_behind_until_somebody_asks(region: Cli) -> None:
    before = {one["view"]: one for one in region.ok("projections", "status", "--json").json["data"]}
    assert before["network"]["position"] < before["network"]["head"]
    region.ok("network")
    after = {one["view"]: one for one in region.ok("projections", "status", "--json").json["data"]}
    assert after["network"]["position"] == after["network"]["head"] == 4


def test_a_rebuilt_view_says_the_same(region: Cli) -> None:
    before = region.ok("network").out
    told = region.ok("projections", "rebuild", "network").out
    assert told.strip() == "network: version 2, up to entry no. 4"
    assert region.ok("network").out == before
    assert "agree, up to entry no. 4" in region.ok("projections", "verify").out


def test_drift_is_found_named_and_ends_with_eight(cli: Cli) -> None:
    cli.did("contract.take-over", None, number="OLP/1/2017", provider="Fokus")
    cli.ok("network")
    with sqlite3.connect(cli.folder / "kronika.db") as database:
        database.execute("UPDATE network_terms_1 SET provider = 'Somebody else'")
    database.close()
    result = cli("projections", "verify", "network")
    assert result.code == Exit.INTEGRITY
    assert "network: 1 of 3 rows differ from the ledger" in result.out
    assert "expected provider Fokus, found provider Somebody else" in result.out
    as_json = cli("projections", "verify", "--json").json
    assert (as_json["ok"], [one["is_clean"] for one in as_json["data"] if one["view"] == "network"]) == (False, [False])
    cli.ok("projections", "rebuild", "network")
    assert cli("projections", "verify").code == 0


def test_an_entry_that_nobody_can_read_stops_its_view_and_ends_with_eight(cli: Cli) -> None:
    """A topic that this program does not know: nothing is skipped, and monitoring can tell."""
    cli.did("contract.take-over", None, number="OLP/1/2017")
    with sqlite3.connect(cli.folder / "kronika.db") as database:
        columns = "originator_id, originator_version + 1, 'contract.from-the-future', state, recorded_at"
        database.execute(f"INSERT INTO stored_events SELECT 2, {columns} FROM stored_events")
        database.execute("UPDATE ledger SET head = 2")
    database.close()
    for words in (("network",), ("show", "contract", "OLP/1/2017"), ("log", "contract", "OLP/1/2017")):
        result = cli(*words)
        assert (result.code, "contract.from-the-future" in result.err) == (Exit.INTEGRITY, True)


# Clock and doctor -----------------------------------------------------------------------------------------------------


def test_a_clock_that_was_set_is_said_where_it_matters(bare: Cli) -> None:
    bare.it_is("2019-01-10T09:00:00+01:00")
    said = "The clock is set by KRONIKA_CLOCK to 2019-01-10 09:00:00"
    assert said in bare.ok("init").err
    assert "clock: set by KRONIKA_CLOCK to 2019-01-10 09:00:00: a rehearsal" in bare.ok("doctor").out
    del bare.environment["KRONIKA_CLOCK"]
    assert "clock: the system's" in bare.ok("doctor").out


def test_a_clock_in_a_file_moves_while_nobody_touches_the_setting(cli: Cli) -> None:
    clock = cli.folder / "clock"
    cli.it_is(str(clock))
    recorded = []
    for day, number in (("2019-01-10", "OLP/1/2017"), ("2019-02-05T08:00", "OLP/2/2017")):
        clock.write_text(f"{day}\n", encoding="utf-8")
        recorded.append(cli.did("contract.take-over", None, number=number)["entries"][0]["recorded_at"])
    assert recorded == ["2019-01-10T11:00:00+00:00", "2019-02-05T07:00:00+00:00"]


def test_init_may_be_repeated(cli: Cli) -> None:
    cli.did("contract.take-over", None, number="OLP/1/2017")
    assert cli.ok("init", "--json").json["data"]["head"] == 1


def test_the_doctor_ends_well_on_a_healthy_ledger_and_names_what_is_wrong(any_cli: Cli) -> None:
    healthy = any_cli.ok("doctor", "--json").json
    assert healthy["ok"]
    assert {one["state"] for one in healthy["data"]} == {"ok"}
    assert "password" not in any_cli.ok("doctor").out


def test_the_doctor_tells_a_view_of_another_program(cli: Cli) -> None:
    with sqlite3.connect(cli.folder / "kronika.db") as database:
        database.execute("UPDATE projection_checkpoint SET shape = 99 WHERE view = 'network'")
    database.close()
    result = cli("doctor")
    assert (result.code, "kronika projections rebuild network" in result.out) == (Exit.STORAGE, True)
    unread = cli("network")
    assert (unread.code, "kronika projections rebuild builds it anew" in unread.err) == (Exit.STORAGE, True)
