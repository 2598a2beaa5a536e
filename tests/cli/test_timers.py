"""`kronika timers`: what it notes, what it says of itself, and the work that waits."""

from typing import Any

import pytest

from adapters.cli.failures import Exit
from domain.kernel.ids import derived_id
from tests.cli.runner import Cli


def concluded(cli: Cli, number: str, on: str, until: str, *, is_published: bool = True) -> None:
    """A contract that runs to a last day."""
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        on,
        number=number,
        regime="tender",
        provider="Provider o.p.s.",
        period={"start": on, "end": until},
    )
    if is_published:
        cli.did("contract.record-publication", number, "--on", on, register_id=number)


def ran(cli: Cli, *options: str) -> Any:
    return cli.ok("timers", "run", *options, "--json").json["data"]


def test_timers_note_what_ran_out_and_say_so(any_cli: Cli) -> None:
    any_cli.it_is("2019-01-02")
    concluded(any_cli, "OLP/1/2018", "2018-01-01", "2018-12-31")
    result = any_cli.ok("timers", "run")
    assert result.out.splitlines() == [
        "2019-01-02  Contract OLP/1/2018: the contract ran out, effective on 2018-12-31",
        "1 day up to 2019-01-02: 1 recorded",
    ]
    assert "contract.expired" in any_cli.ok("log", "contract", "OLP/1/2018", "--json").out
    assert any_cli.ok("timers", "run").out == "1 day up to 2019-01-02: 0 recorded\n"


def test_timers_answer_in_czech(cli: Cli) -> None:
    cli.it_is("2018-10-05")
    concluded(cli, "OLP/1/2018", "2018-06-30", "2018-12-31", is_published=False)
    assert cli.ok("timers", "run", "--lang", "cs").out.splitlines() == [
        "5. 10. 2018  Smlouva OLP/1/2018: smlouva je zrušena od počátku: tři měsíce nebyla zveřejněna, k 30. 6. 2018",
        "1 den do 5. 10. 2018: zapsáno 1",
    ]


def test_machines_get_every_answer_with_its_law(cli: Cli) -> None:
    cli.it_is("2018-12-01")
    ran(cli)
    concluded(cli, "OLP/1/2018", "2018-06-30", "2018-12-31", is_published=False)
    concluded(cli, "OLP/2/2018", "2018-01-01", "2018-12-03")
    cli.it_is("2018-12-08")
    data = ran(cli)
    assert (data["days"], data["recorded"], data["refused"], data["until"]) == (7, 2, 0, "2018-12-08")
    void, expiry = data["answers"]
    assert (void["timer"], void["day"], void["citations"]) == ("contract-voidness", "2018-12-02", ["340/2015 § 7(1)"])
    assert (expiry["command"], expiry["day"], expiry["effective_on"]) == (
        "contract.record-expiry",
        "2018-12-04",
        "2018-12-03",
    )
    assert expiry["positions"]


def test_a_rehearsal_tells_and_records_nothing_even_of_days_to_come(cli: Cli) -> None:
    cli.it_is("2018-06-01")
    concluded(cli, "OLP/1/2018", "2018-01-01", "2018-12-31")
    told = cli.ok("timers", "run", "--until", "2019-01-01", "--dry-run").out
    assert told.endswith("1 day up to 2019-01-01: 1 would be recorded; nothing was written\n")
    assert cli("timers", "status", "--json").json["data"] == {
        "last_day": None,
        "missed_days": 0,
        "due_now": 0,
        "next_day": "2019-01-01",
    }
    refused = cli("timers", "run", "--until", "2019-01-01")
    assert (refused.code, "2019-01-01 is still to come" in refused.err) == (Exit.USAGE, True)


def test_what_is_refused_is_shown_with_its_rule_and_ends_with_four(cli: Cli) -> None:
    cli.it_is("2018-03-01")
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        "2018-02-15",
        number="OLP/1/2018",
        regime="tender",
        provider="Provider o.p.s.",
        period={"start": "2018-01-01", "end": "2018-01-31"},
    )
    result = cli("timers", "run")
    assert result.code == Exit.REFUSED
    assert "– refused" in result.out
    assert "contract.end-after-conclusion" in result.out
    frame = cli("timers", "run", "--json").json
    assert (frame["ok"], frame["data"]["answers"][0]["violations"][0]["rule"]) == (
        False,
        "contract.end-after-conclusion",
    )


def test_status_says_what_was_missed_and_what_comes(cli: Cli) -> None:
    cli.it_is("2018-12-28")
    assert cli.ok("timers", "status").out.splitlines() == [
        "Never run",
        "Due now, in so many files: 0",
        "Nothing is due on any day that is known",
    ]
    concluded(cli, "OLP/1/2018", "2018-01-01", "2018-12-31")
    cli.ok("timers", "run")
    cli.it_is("2019-01-04")
    late = cli("timers", "status")
    assert late.code == Exit.NEGATIVE
    assert late.out.splitlines() == [
        "Run up to 2018-12-28; 7 days to catch up",
        "Due now, in so many files: 1",
        "Next due on 2019-01-01",
    ]
    cli.ok("timers", "run")
    assert cli.ok("timers", "status").out.splitlines()[0] == "Run up to 2019-01-04; 0 days to catch up"


def test_only_the_timer_may_act_as_timer_and_it_may_do_nothing_else(cli: Cli) -> None:
    concluded(cli, "OLP/1/2018", "2018-01-01", "2018-12-31")
    refused = cli.do("contract.terminate", "OLP/1/2018", "--as", "timer", mode="NOTICE", by="region")
    assert (refused.code, "timer" in refused.err) == (Exit.REFUSED, True)


# Work -----------------------------------------------------------------------------------------------------------------

SERVICE, PROJECT = (str(derived_id("timers test", name)) for name in ("service", "project"))
PROVIDER = {"name": "First o.p.s.", "ico": "70891508"}


@pytest.fixture
def urgent(cli: Cli) -> Cli:
    """A service that entered the network because the need could not wait."""
    cli.it_is("2018-03-01")
    cli.did(
        "service.record-registration",
        SERVICE,
        "--on",
        "2017-01-01",
        registration_number="3596108",
        provider=PROVIDER,
        section="43",
        forms=["T"],
    )
    cli.did(
        "network_entry.grant-urgent-inclusion",
        None,
        "--on",
        "2018-03-01",
        "--reason",
        "The need cannot wait.",
        resolution="258/17/ZK",
        service="3596108",
        last_day="2018-12-31",
        capacities=[{"form": "T", "unit": "FTE", "amount": "4.5"}],
        orp_shares=[{"orp": "5105", "share": "1"}],
        financing="region",
        plan={"start": "2018-01-01", "end": "2020-12-31"},
    )
    return cli


def test_nothing_waits_in_an_empty_ledger(cli: Cli) -> None:
    assert cli.ok("timers", "work").out == "Nothing waits.\n"


def test_an_inclusion_calls_for_a_mandate_that_is_ready_to_be_sent(urgent: Cli) -> None:
    shown = urgent.ok("timers", "work").out
    assert "prepare a mandate" in shown
    assert "mandate.propose" in shown
    (item,) = urgent.ok("timers", "work", "--json").json["data"]
    assert (item["step"], item["command"], item["missing"]) == ("mandate", "mandate.propose", [])
    assert item["data"]["provider"] == PROVIDER
    assert item["data"]["orps"] == ["5105"]
    assert item["data"]["service"] == SERVICE
    assert item["why"]["topic"] == "network_entry.urgent-inclusion-granted"


def test_work_is_gone_when_the_service_left_the_network(urgent: Cli) -> None:
    (item,) = urgent.ok("timers", "work", "--json").json["data"]
    file = item["why"]["aggregate_id"]
    left = {"ground": "OWN_REQUEST", "resolution": "300/18/ZK"}
    urgent.did("network_entry.exclude-service", file, "--on", "2018-06-01", **left)
    assert urgent.ok("timers", "work", "--json").json["data"] == []


def test_work_answers_in_czech(urgent: Cli) -> None:
    shown = urgent.ok("timers", "work", "--lang", "cs").out
    assert "připravit pověření" in shown
    assert "1 krok" in shown
