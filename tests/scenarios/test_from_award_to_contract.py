"""From the award over the network and the mandate to the contract: each step is proposed, and somebody takes it.

What the work list proposes is read from the command line and sent as it stands, with what it says is missing.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.ids import derived_id
from tests.cli.runner import Cli
from tests.scenarios.entrusting import APPROVER, WORDS
from tests.scenarios.office import Office, kc
from tests.scenarios.procurement import TENDER, WINNER, award, notified, tender

SERVICE = str(derived_id("scenarios", "the winner's service"))
PROJECT = str(derived_id("scenarios", "the project of the tender"))
NUMBER, MANDATE = "OLP/9401/2019", "PO-2019-021"
REGISTRATION = "8208204"


@pytest.fixture
def cli(ledger_url: str, tmp_path: Path) -> Cli:
    return Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url})


@pytest.fixture
def awarded(office: Office) -> Office:
    """The lot went to a provider with a registered service; the project runs from April 2019 to March 2021."""
    notified(office).it_is("2019-03-20")
    office.do("service.record-registration", SERVICE, on="2015-01-01", registration_number=REGISTRATION,
              provider=WINNER, section="65", forms=["T"])  # fmt: skip
    office.do(
        "project.approve",
        PROJECT,
        on="2018-12-01",
        number="CZ.03.2.60/0.0/0.0/15_005/0003862",
        title="Podpora služeb",
        programme="OPZ",
        owner={"name": "Liberecký kraj", "ico": "70891508"},
        grant_decision="OPZ/1",
        budget=kc(100_000_000),
        funding=[{"source": "esf", "percent": 100}],
        period={"start": "2019-04-01", "end": "2021-03-31"},
        resolution="1/18/ZK",
    )
    office.it_is("2019-04-02").do("tender.end-standstill", TENDER, lot="A", round=1)
    award(office, "2019-04-02")
    return office


def work(cli: Cli, on: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = cli.it_is(on).ok("timers", "work", "--json").json["data"]
    return items


def take(office: Office, item: dict[str, Any], on: str, **added: Any) -> str:
    """Send what an item proposes, effective on a day; the file that it went to."""
    data = item["data"] | added
    command_id = UUID(item["command_id"])
    office.do(item["command"], item["target"], on=on, command_id=command_id, **data)
    return str(item["target"])


def test_each_step_is_proposed_taken_and_gone(awarded: Office, cli: Cli) -> None:
    """Nothing happens by itself: award, then network, then mandate, then contract, each by its own command."""
    (include,) = work(cli, "2019-04-03")
    assert (include["step"], include["command"]) == ("inclusion", "network_entry.include-service")
    assert include["why"]["topic"] == "tender.lot-awarded"
    assert sorted(include["missing"]) == ["capacities", "financing", "last_day", "resolution", "service"]
    head = awarded.parts.ledger.head()
    assert work(cli, "2019-04-03") == [include]
    assert awarded.parts.ledger.head() == head

    awarded.it_is("2019-04-25")
    standing: dict[str, Any] = {
        "service": SERVICE,
        "project": PROJECT,
        "capacities": [{"form": "T", "unit": "FTE", "amount": "3"}],
        "resolution": "90/19/ZK",
        "financing": "esf",
    }
    too_long = include["data"] | standing | {"last_day": "2021-04-01"}
    refusal = awarded.refused("network_entry.include-service", include["target"], on="2019-05-01", **too_long)
    assert refusal.codes == ("network-entry.within-project",)
    entry = take(awarded, include, "2019-05-01", **standing, last_day="2021-03-31")

    (propose,) = work(cli, "2019-04-26")
    assert (propose["step"], propose["data"]["provider"], propose["data"]["network_entry"]) == (
        "mandate",
        WINNER,
        entry,
    )
    mandate = take(awarded, propose, "2019-04-26", number=MANDATE)

    contract, issue = work(cli, "2019-04-27")
    assert (issue["step"], issue["command"], issue["target"]) == ("issue", "mandate.issue", mandate)
    assert (contract["step"], contract["data"]["tender"]) == ("contract", {"tender": TENDER, "lot": "A", "round": 1})
    act: dict[str, Any] = {
        "instrument": "SEPARATE_ACT",
        "decision": "2012/21/EU",
        "elements": WORDS,
        "period": {"start": "2019-05-01", "end": "2021-03-31"},
        "resolution": "91/19/ZK",
        "compensations": [{"year": 2019, "compensation": kc(1_500_000)}],
    }
    awarded.it_is("2019-04-29").do("mandate.issue", mandate, **APPROVER, **act)
    drafted = take(awarded, contract, "2019-04-29", number=NUMBER)
    assert work(cli, "2019-04-30") == []
    assert str(awarded.contract(NUMBER).id) == drafted


def test_the_same_proposal_from_two_desks_is_recorded_once(awarded: Office, cli: Cli) -> None:
    (include,) = work(cli, "2019-04-03")
    said: dict[str, Any] = {
        "service": SERVICE,
        "project": PROJECT,
        "capacities": [{"form": "T", "unit": "FTE", "amount": "3"}],
        "resolution": "90/19/ZK",
        "financing": "esf",
        "last_day": "2021-03-31",
    }
    awarded.it_is("2019-04-25")
    take(awarded, include, "2019-05-01", **said)
    head = awarded.parts.ledger.head()
    take(awarded, include, "2019-05-01", **said)
    assert awarded.parts.ledger.head() == head


def test_a_standstill_ends_by_the_timer_and_a_missed_week_is_caught_up(office: Office, cli: Cli) -> None:
    """Objections until Monday 1 April 2019; nobody ran the timers until the 10th: it ended on the 2nd all the same."""
    notified(office)

    def answers(on: str) -> list[tuple[str, str, str]]:
        ran = cli.it_is(on).ok("timers", "run", "--json").json["data"]["answers"]
        return [(one["day"], one["timer"], one["effective_on"]) for one in ran]

    assert answers("2019-04-01") == []
    assert answers("2019-04-10") == [("2019-04-02", "standstill", "2019-04-02")]
    head = office.parts.ledger.head()
    assert answers("2019-04-10") == answers("2019-04-10") == []
    assert office.parts.ledger.head() == head
    award(office, "2019-04-11")
    assert tender(office).award("A") is not None


def test_a_service_of_somebody_who_did_not_win_enters_by_no_tender(awarded: Office, cli: Cli) -> None:
    """The award was another's: refused, unless a second person knows better."""
    (include,) = work(cli, "2019-04-03")
    stranger = str(derived_id("scenarios", "a stranger's service"))
    awarded.do("service.record-registration", stranger, on="2015-01-01", registration_number="5563434",
               provider={"name": "Cizí s.r.o.", "ico": "26648989"}, section="65", forms=["T"])  # fmt: skip
    said: dict[str, Any] = {
        "service": stranger,
        "project": PROJECT,
        "capacities": [{"form": "T", "unit": "FTE", "amount": "3"}],
        "resolution": "90/19/ZK",
        "financing": "esf",
        "last_day": "2021-03-31",
    }
    refusal = awarded.it_is("2019-04-25").refused(
        "network_entry.include-service", include["target"], on="2019-05-01", **include["data"] | said
    )
    assert refusal.codes == ("network-entry.tender-won",)
