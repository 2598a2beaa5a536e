"""What is watched over a mandate: checks, small aid, publication, reports, the end and the records after it.

The days are asked of the command line, on the ledger that the office writes.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import Cli
from tests.scenarios.entrusting import (
    ACCOUNTANT,
    APPROVER,
    LIVING,
    WORKSHOPS,
    check,
    cost,
    entrusted,
    give,
    mandate,
    pay,
)
from tests.scenarios.office import Office, anomaly, codes

KEEPS = "mandate.records-kept-ten-years"


@pytest.fixture
def cli(ledger_url: str, tmp_path: Path) -> Cli:
    """The command line on the ledger of the office."""
    return Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url})


def due(cli: Cli, on: str, kind: str) -> list[tuple[str, str, str]]:
    """Subject, state and legal last day of every deadline of a kind, as known and asked on that day."""
    frame = cli.it_is(on).ok("due", "--all", "--json").json
    rows = [row for row in frame["data"] if row["kind"] == kind]
    return sorted((row["subject"], row["state"], row["legal_last_day"]) for row in rows)


def run_timers(cli: Cli, on: str) -> list[tuple[str, str, str]]:
    """The day, the timer and the effective date of everything that was noted."""
    answers = cli.it_is(on).ok("timers", "run", "--json").json["data"]["answers"]
    return [(one["day"], one["timer"], one["effective_on"]) for one in answers]


# Checks --------------------------------------------------------------------------------------------------------------


def test_each_service_is_checked_every_three_years(office: Office, cli: Cli) -> None:
    """From 1 January 2018 the first check is due on 1 January 2021, a holiday before a weekend: Monday 4 January.

    Living is checked on 15 May 2019 and next by 15 May 2022, a Sunday: Monday 16 May. The workshops are not.
    """
    number = entrusted(office, LIVING, WORKSHOPS, last=2023)
    pay(office, number, 2018, "1000000.00 CZK")
    cost(office, number, 2018, "1000000.00 CZK")
    outcome = check(office, number, 2018)
    assert codes(outcome) == []
    assert outcome.entries[0].event.model_dump(mode="json")["check_by"]["raw_end"] == "2022-05-15"
    rows = due(cli, "2021-01-04", "mandate.check")
    assert (LIVING, "open", "2022-05-16") in rows
    assert (WORKSHOPS, "open", "2021-01-04") in rows
    assert (WORKSHOPS, "overdue", "2021-01-04") in due(cli, "2021-01-05", "mandate.check")
    overdue = cli.ok("due", "--overdue", "--json").json["data"]
    assert [(row["subject"], row["days_left"]) for row in overdue] == [(WORKSHOPS, -1)]
    within = cli.it_is("2020-12-05").ok("due", "--within", "30d", "--json").json["data"]
    assert [(row["kind"], row["subject"]) for row in within] == [("mandate.check", WORKSHOPS)]


def test_a_check_after_its_last_day_is_recorded_as_late(office: Office) -> None:
    """Due on Monday 4 January 2021: on that day in time, on 6 January two days late."""
    number = entrusted(office, LIVING, WORKSHOPS, last=2023)
    for service in (LIVING, WORKSHOPS):
        pay(office, number, 2019, "900000.00 CZK", service)
        cost(office, number, 2019, "900000.00 CZK", service)
    assert codes(check(office, number, 2019, LIVING, on="2021-01-04")) == []
    late = check(office, number, 2019, WORKSHOPS, on="2021-01-06")
    assert anomaly(late, "CHECKED_LATE").facts["days_late"] == 2


def test_the_end_asks_for_every_year_and_then_for_the_final_check(office: Office) -> None:
    """2018 was never checked: the final check of 2020 waits for it; late money outdates 2019 as well."""
    number = entrusted(office, LIVING)
    for year in (2018, 2019, 2020):
        pay(office, number, year, "900000.00 CZK")
        cost(office, number, year, "900000.00 CZK")
    check(office, number, 2019)
    give(office, number, 2019, "1.00 CZK", on="2021-02-26", given_on="2019-03-01")
    office.it_is("2021-03-01").do("mandate.record-expiry", number, on="2020-12-31")
    refusal = office.refused("mandate.perform-final-check", number)
    assert (refusal.codes, refusal.facts["unchecked"]) == (("mandate.every-year-checked",), [2018, 2019])
    for year in (2018, 2019):
        check(office, number, year, on="2021-03-02")
    assert codes(office.do("mandate.perform-final-check", number)) == []


# The end and the records ---------------------------------------------------------------------------------------------


def test_a_mandate_runs_out_by_the_timer_and_only_once(office: Office, cli: Cli) -> None:
    """On 31 December 2020 it still holds; a week that nobody ran is caught up, and the second run finds nothing."""
    number = entrusted(office, LIVING)
    assert run_timers(cli, "2020-12-28") == []
    assert run_timers(cli, "2020-12-31") == []
    assert run_timers(cli, "2021-01-08") == [("2021-01-01", "mandate-expiry", "2020-12-31")]
    head = office.parts.ledger.head()
    assert run_timers(cli, "2021-01-08") == []
    assert office.parts.ledger.head() == head
    (entry,) = [e for e in office.replay.entries(mandate(office, number).id) if e.event.topic == "mandate.expired"]
    end = entry.event.model_dump(mode="json")
    assert (end["final_check_by"]["legal_last_day"], end["records_until"]) == ("2021-06-30", "2030-12-31")
    assert (entry.stamp.actor.role, entry.stamp.reason is not None) == ("timer", True)
    assert due(cli, "2021-01-08", "mandate.final-check") == [(LIVING, "open", "2021-06-30")]
    assert due(cli, "2021-01-08", "mandate.records") == [("", "open", "2030-12-31")]


def test_the_records_are_kept_for_ten_years_and_while_somebody_needs_them(office: Office, cli: Cli) -> None:
    """Until 31 December 2030 whatever happens; a court holds them until 2031-03-03; then they may go."""
    number = entrusted(office, LIVING)
    office.it_is("2021-01-04").do("mandate.record-expiry", number, on="2020-12-31")
    said: dict[str, Any] = {"disposal": "SKART-1"}
    refusal = office.it_is("2030-12-31").refused("mandate.release-records", number, **APPROVER, **said)
    assert (refusal.codes, refusal.facts["records_until"]) == ((KEEPS,), "2030-12-31")
    office.do("mandate.place-legal-hold", number, hold="h-1", ground="court")
    refusal = office.it_is("2031-01-01").refused("mandate.release-records", number, **APPROVER, **said)
    assert refusal.codes == ("mandate.no-legal-hold",)
    office.it_is("2031-03-03").do("mandate.release-legal-hold", number, hold="h-1")
    office.do("mandate.release-records", number, **APPROVER, **said)
    assert due(cli, "2031-03-03", "mandate.records") == [("", "passed", "2030-12-31")]


def test_records_of_an_unchecked_year_are_not_released(office: Office) -> None:
    number = entrusted(office, LIVING)
    pay(office, number, 2018, "900000.00 CZK")
    office.it_is("2021-01-04").do("mandate.record-expiry", number, on="2020-12-31")
    refusal = office.it_is("2031-01-02").refused("mandate.release-records", number, **APPROVER, disposal="SKART-1")
    assert (refusal.codes, refusal.facts["unchecked"]) == (("mandate.released-after-final-check",), [2018])


# Small aid -----------------------------------------------------------------------------------------------------------


def aid(office: Office, on: str, amount: str, *, shown: str, key: str, rate: str | None = None) -> dict[str, Any]:
    """What a grant says on a day on which the register shows so much."""
    said: dict[str, Any] = {"grant": key, "amount": amount, "register_total": shown, "register_seen_on": on}
    office.it_is(on)
    return said | ({"rate": {"czk_per_eur": rate, "day": on}} if rate else {}) | APPROVER


def test_small_aid_stays_within_750_000_euros_to_the_cent(office: Office) -> None:
    """5 000 000 Kč at 25.000 are 200 000 €: with 550 000 in the register exactly the limit; a cent more is refused."""
    number = entrusted(office, LIVING, first=2024, last=2026)
    said = aid(office, "2024-03-28", "5000000.00 CZK", shown="550000.01 EUR", key="a-1", rate="25.000")
    assert office.refused("mandate.grant-de-minimis", number, **said).codes == ("mandate.de-minimis-within-limit",)
    outcome = office.do("mandate.grant-de-minimis", number, **said | {"register_total": "550000.00 EUR"})
    event = outcome.entries[0].event.model_dump(mode="json")
    assert event["amount_eur"] == {"currency": "EUR", "minor": 20_000_000}


def test_before_2024_the_limit_was_half_a_million_over_three_calendar_years(office: Office) -> None:
    """300 000 € of January 2021 still count in December 2023, with 200 000 more they are the limit.

    Reading: the fiscal year of 360/2012 is taken to be the calendar year.
    """
    number = entrusted(office, LIVING, first=2021, last=2023)
    first = aid(office, "2021-01-04", "300000.00 EUR", shown="0.00 EUR", key="a-1")
    office.do("mandate.grant-de-minimis", number, **first)
    more = aid(office, "2023-12-29", "200000.01 EUR", shown="0.00 EUR", key="a-2")
    assert office.refused("mandate.grant-de-minimis", number, **more).codes == ("mandate.de-minimis-within-limit",)
    office.do("mandate.grant-de-minimis", number, **more | {"amount": "200000.00 EUR"})


def test_since_2024_three_years_end_with_the_day_of_the_grant(office: Office) -> None:
    """700 000 € of 28 March 2024 count until 27 March 2027; on 28 March 2027 they are three years old."""
    number = entrusted(office, LIVING, first=2024, last=2028)
    first = aid(office, "2024-03-28", "700000.00 EUR", shown="0.00 EUR", key="a-1")
    office.do("mandate.grant-de-minimis", number, **first)
    day_before = aid(office, "2027-03-27", "50000.01 EUR", shown="0.00 EUR", key="a-2")
    refusal = office.refused("mandate.grant-de-minimis", number, **day_before)
    assert refusal.codes == ("mandate.de-minimis-within-limit",)
    office.do(
        "mandate.grant-de-minimis", number, **aid(office, "2027-03-28", "50000.01 EUR", shown="0.00 EUR", key="a-2")
    )


def test_small_aid_is_entered_within_five_working_days_over_easter(office: Office, cli: Cli) -> None:
    """Thursday 28 March 2024; Good Friday, the weekend and Easter Monday do not count: 2, 3, 4, 5 and 8 April."""
    number = entrusted(office, LIVING, first=2024, last=2026)
    for key in ("a-1", "a-2"):
        said = aid(office, "2024-03-28", "1000.00 EUR", shown="0.00 EUR", key=key)
        office.do("mandate.grant-de-minimis", number, **said)
    assert due(cli, "2024-04-08", "mandate.de-minimis-entry")[0] == ("a-1", "open", "2024-04-08")
    entered = office.it_is("2024-04-08").do("mandate.record-de-minimis-entry", number, grant="a-1", register_id="R-1")
    assert codes(entered) == []
    late = office.it_is("2024-04-09").do("mandate.record-de-minimis-entry", number, grant="a-2", register_id="R-2")
    assert anomaly(late, "DE_MINIMIS_RECORDED_LATE").facts["days_late"] == 1


def test_small_aid_and_compensation_do_not_meet_in_one_service(office: Office) -> None:
    number = entrusted(office, LIVING, first=2024, last=2026)
    pay(office, number, 2024, "1000.00 CZK")
    said = aid(office, "2024-07-01", "1000.00 EUR", shown="0.00 EUR", key="a-1")
    assert office.refused("mandate.grant-de-minimis", number, **said).codes == ("mandate.not-cumulated",)


def test_the_register_is_looked_at_on_the_day_of_the_grant(office: Office) -> None:
    number = entrusted(office, LIVING, first=2024, last=2026)
    said = aid(office, "2024-07-02", "1000.00 EUR", shown="0.00 EUR", key="a-1") | {"register_seen_on": "2024-07-01"}
    assert office.refused("mandate.grant-de-minimis", number, **said).codes == ("mandate.register-consulted",)


# Publication and reports ---------------------------------------------------------------------------------------------


def test_what_is_published_is_what_was_paid(office: Office) -> None:
    """Compensation alone, without what a town gave: 600 000 of 2018."""
    number = entrusted(office, LIVING)
    pay(office, number, 2018, "600000.00 CZK")
    give(office, number, 2018, "50000.00 CZK", on="2018-09-03", given_on="2018-09-03")
    office.it_is("2019-04-01")
    said: dict[str, Any] = {"year": 2018, "url": "https://example.org/sgei", "has_other_activities": False}
    refusal = office.refused("mandate.publish-compensation", number, **said, amount="650000.00 CZK")
    assert refusal.codes == ("mandate.published-as-paid",)
    office.do("mandate.publish-compensation", number, **said, amount="600000.00 CZK")


def test_a_report_covers_the_two_years_before_it(office: Office) -> None:
    """The report of June 2020 covers 2018 and 2019, by service with the section of the Act; 2019 is not in 2022's."""
    number = entrusted(office, LIVING, WORKSHOPS)
    pay(office, number, 2018, "600000.00 CZK")
    pay(office, number, 2018, "300000.00 CZK", WORKSHOPS)
    give(office, number, 2018, "50000.00 CZK", on="2018-09-03", given_on="2018-09-03")
    back: dict[str, Any] = {"year": 2018, "service": LIVING, "amount": "10000.00 CZK", "ground": "unused"}
    office.it_is("2019-01-15").do(
        "mandate.record-money-return", number, **ACCOUNTANT, **back, movement="b-1", reference="S-1"
    )
    office.it_is("2020-05-04")
    wrong: dict[str, Any] = {"report": "SGEI 2022", "report_year": 2022, "year": 2018}
    assert office.refused("mandate.include-in-report", number, **wrong).codes == ("mandate.reported-in-its-report",)
    odd = office.refused("mandate.include-in-report", number, report="SGEI 2019", report_year=2019, year=2018)
    assert odd.codes == ("mandate.reported-in-its-report",)
    outcome = office.do("mandate.include-in-report", number, report="SGEI 2020", report_year=2020, year=2018)
    services = outcome.entries[0].event.model_dump(mode="json")["services"]
    figures = [
        (one["service"], one["section"], one["compensation"]["minor"], one["other_public_money"]["minor"])
        for one in services
    ]
    assert figures == [(LIVING, "43", 59_000_000, 5_000_000), (WORKSHOPS, "67", 30_000_000, 0)]
